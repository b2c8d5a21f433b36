//! The table of plans, in the home of the reseller whose they are.

use tenancy::schema::{json, tenant_table, text, time};
use tenancy::{Migration, Schema};

pub(super) fn all() -> Vec<Migration> {
    vec![Migration::new("m20261120_160200_plans", create)]
}

fn create(schema: &mut Schema) {
    schema.create(
        tenant_table("plan")
            .column(text("name"))
            .column(text("title"))
            .column(json("limits"))
            .column(time("created_at"))
            .unique(&["name"]),
    );
}
