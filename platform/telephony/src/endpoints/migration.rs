//! Tables of endpoints.

use tenancy::schema::{bytes, json, tenant_table, text, time, uuid};
use tenancy::{Migration, Schema};

/// All, in order.
pub fn all() -> Vec<Migration> {
    vec![Migration::new("m20261120_060000_endpoints_table", table)]
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
