//! The table of dial plans: one row per tenant.

use tenancy::schema::{integer, tenant_table, text};
use tenancy::{Migration, Schema};

/// All, in order.
pub fn all() -> Vec<Migration> {
    vec![Migration::new("m20261120_060100_dial_plan_table", table)]
}

fn table(schema: &mut Schema) {
    let table = tenant_table("dial_plan").column(integer("extension_digits"));
    schema.create(table.column(text("main_number").null()));
}
