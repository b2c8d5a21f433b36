//! The table of trunks.

use tenancy::schema::{bytes, json, tenant_table, text, time};
use tenancy::{Migration, Schema};

/// All, in order.
pub fn all() -> Vec<Migration> {
    vec![Migration::new("m20261120_060400_trunks_table", table)]
}

fn table(schema: &mut Schema) {
    schema.create(
        tenant_table("trunk")
            .column(text("name"))
            .column(bytes("secret").null())
            .column(text("contact_token"))
            .column(json("settings"))
            .column(time("created_at"))
            .unique(&["name"]),
    );
}
