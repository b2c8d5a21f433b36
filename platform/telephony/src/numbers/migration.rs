//! The table of public numbers.

use tenancy::schema::{tenant_table, text, time, uuid};
use tenancy::{Migration, OnDelete, Schema};

/// All, in order. The extensions' table comes before.
pub fn all() -> Vec<Migration> {
    vec![
        Migration::new("m20261120_060300_numbers_table", table),
        Migration::new("m20261120_120200_numbers_list", list),
    ]
}

fn list(schema: &mut Schema) {
    schema.index("number", &["created_at", "id"]);
}

fn table(schema: &mut Schema) {
    schema.create(
        tenant_table("number")
            .column(text("number"))
            .column(text("label").null())
            .column(uuid("extension_id").null())
            .column(time("created_at"))
            .unique(&["number"])
            .index(&["extension_id"])
            .foreign("extension_id", "extension", OnDelete::Restrict),
    );
}
