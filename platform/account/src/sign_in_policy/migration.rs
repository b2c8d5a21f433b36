//! The table of policies.

use tenancy::schema::{tenant_table, text};
use tenancy::{Migration, Schema};

pub(super) fn all() -> Vec<Migration> {
    vec![Migration::new("m20261120_130100_sign_in_policy_create", create)]
}

fn create(schema: &mut Schema) {
    schema.create(tenant_table("sign_in_policy").column(text("second_factor")));
}
