//! The table of tenants that are to be deleted: one row in the tenant itself.

use tenancy::schema::{tenant_table, time};
use tenancy::{Migration, Schema};

pub(super) fn all() -> Vec<Migration> {
    vec![Migration::new("m20261120_100200_tenants_removal", create)]
}

fn create(schema: &mut Schema) {
    schema.create(tenant_table("tenant_removal").column(time("erase_after")));
}
