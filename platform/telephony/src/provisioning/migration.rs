//! Tables of setup links and desk phones.

use tenancy::schema::{OnDelete, boolean, bytes, integer, json, tenant_table, text, time, uuid};
use tenancy::{Migration, Schema};

/// All, in order.
pub fn all() -> Vec<Migration> {
    vec![
        Migration::new("m20261120_120000_provisioning_links", links),
        Migration::new("m20261120_120001_provisioning_phones", phones),
    ]
}

fn links(schema: &mut Schema) {
    schema.create(
        tenant_table("setup_link")
            .column(uuid("endpoint_id"))
            .column(text("token_hash"))
            .column(boolean("keeps_password"))
            .column(text("made_by"))
            .column(time("expires_at"))
            .column(time("used_at").null())
            .column(json("used_by").null())
            .column(time("revoked_at").null())
            .column(time("created_at"))
            .foreign("endpoint_id", "endpoint", OnDelete::Cascade)
            .index(&["endpoint_id", "created_at"]),
    );
}

fn phones(schema: &mut Schema) {
    schema.create(
        tenant_table("desk_phone")
            .column(text("mac"))
            .column(text("vendor"))
            .column(text("model"))
            .column(text("name"))
            .column(text("carrier"))
            .column(text("token_hash"))
            .column(bytes("admin_password"))
            .column(json("fetched").null())
            .column(time("served_at").null())
            .column(bytes("served_print").null())
            .column(time("deleted_at").null())
            .column(time("created_at"))
            .column(time("updated_at"))
            .unique(&["mac"])
            .index(&["name"])
            .index(&["created_at"]),
    );
    schema.create(
        tenant_table("desk_phone_line")
            .column(uuid("phone_id"))
            .column(uuid("endpoint_id"))
            .column(integer("position"))
            .foreign("phone_id", "desk_phone", OnDelete::Cascade)
            .foreign("endpoint_id", "endpoint", OnDelete::Cascade)
            .unique(&["phone_id", "position"])
            .index(&["endpoint_id"]),
    );
}
