//! The table that once said when tenants are erased; the tenants themselves say it now.

use tenancy::schema::{tenant_table, time};
use tenancy::{Migration, Schema};

pub(super) fn all() -> Vec<Migration> {
    vec![
        Migration::new("m20261120_100200_tenants_removal", create),
        Migration::new("m20261120_160100_tenants_removal_moved", drop_table),
    ]
}

fn create(schema: &mut Schema) {
    schema.create(tenant_table("tenant_removal").column(time("erase_after")));
}

fn drop_table(schema: &mut Schema) {
    schema.drop_table("tenant_removal");
}
