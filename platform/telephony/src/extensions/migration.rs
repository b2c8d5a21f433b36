//! The table of extensions.

use tenancy::schema::{tenant_table, text, time, uuid};
use tenancy::{Migration, OnDelete, Schema};

/// All, in order. The endpoints' table comes before.
pub fn all() -> Vec<Migration> {
    vec![Migration::new("m20261120_060200_extensions_table", table)]
}

fn table(schema: &mut Schema) {
    schema.create(
        tenant_table("extension")
            .column(text("number"))
            .column(text("kind"))
            .column(uuid("endpoint_id"))
            .column(time("created_at"))
            .unique(&["number"])
            .index(&["endpoint_id"])
            .foreign("endpoint_id", "endpoint", OnDelete::Restrict),
    );
}
