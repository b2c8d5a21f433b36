//! The table of the first start: one row in the operator's home.

use tenancy::schema::{json, tenant_table, text, time};
use tenancy::{Migration, Schema};

pub(super) fn all() -> Vec<Migration> {
    vec![Migration::new("m20261120_130000_setup_create", create)]
}

fn create(schema: &mut Schema) {
    schema.create(
        tenant_table("setup")
            .column(text("token_hash"))
            .column(time("expires_at"))
            .column(time("claimed_at"))
            .column(json("progress")),
    );
}
