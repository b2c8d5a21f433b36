//! Tables of endpoints.

use tenancy::schema::{bytes, json, tenant_table, text, time, uuid};
use tenancy::{Migration, Schema};

/// All, in order.
pub fn all() -> Vec<Migration> {
    vec![
        Migration::new("m20261120_060000_endpoints_table", table),
        Migration::new("m20261120_120100_endpoints_list", list),
    ]
}

/// What the list is sorted and found by: the lowest internal number, the owner's name, and all of it folded.
fn list(schema: &mut Schema) {
    for column in ["number", "owner_name", "search"] {
        schema.add_column("endpoint", text(column).default(""));
    }
    for column in ["name", "number", "owner_name", "created_at"] {
        schema.index("endpoint", &[column, "id"]);
    }
}

fn table(schema: &mut Schema) {
    schema.create(
        tenant_table("endpoint")
            .column(text("name"))
            .column(text("terminal_user"))
            .column(bytes("secret"))
            .column(uuid("owner_id").null())
            .column(text("series").null())
            .column(json("settings"))
            .column(time("created_at"))
            .column(time("updated_at"))
            .unique(&["terminal_user"])
            .unique(&["name"])
            .index(&["owner_id"])
            .index(&["series"]),
    );
}
