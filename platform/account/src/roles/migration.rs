//! The table of a tenant's own roles.

use tenancy::schema::{json, tenant_table, text, time};
use tenancy::{Migration, Schema};

pub(super) fn all() -> Vec<Migration> {
    vec![Migration::new("m20261120_200100_roles_create", create)]
}

fn create(schema: &mut Schema) {
    schema.create(
        tenant_table("role")
            .column(text("name"))
            .column(text("title"))
            .column(text("description"))
            .column(json("permissions"))
            .column(time("created_at"))
            .column(time("updated_at"))
            .unique(&["name"]),
    );
}
