//! The table of API keys. That a key is one of this tenant stands in the directory, by its hash.

use tenancy::schema::{OnDelete, json, tenant_table, text, time, uuid};
use tenancy::{Migration, Schema};

pub(super) fn all() -> Vec<Migration> {
    vec![Migration::new("m20261120_131000_api_keys_create", create)]
}

fn create(schema: &mut Schema) {
    schema.create(
        tenant_table("api_key")
            .column(text("name"))
            .column(text("name_key"))
            .column(text("prefix"))
            .column(text("token_hash"))
            .column(json("scopes"))
            .column(json("addresses"))
            .column(time("expires_at"))
            .column(uuid("owner_id"))
            .column(time("created_at"))
            .column(time("used_at"))
            .column(text("used_from"))
            .unique(&["name_key"])
            .index(&["created_at"])
            .index(&["used_at"])
            .index(&["owner_id"])
            .foreign("owner_id", "user", OnDelete::Cascade),
    );
}
