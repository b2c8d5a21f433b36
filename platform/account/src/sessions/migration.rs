//! The table of sessions.

use tenancy::schema::{OnDelete, tenant_table, text, time, uuid};
use tenancy::{Migration, Schema};

pub(super) fn all() -> Vec<Migration> {
    vec![Migration::new("m20261120_100100_sessions_create", create)]
}

fn create(schema: &mut Schema) {
    schema.create(
        tenant_table("session")
            .column(uuid("user_id"))
            .column(text("token_hash"))
            .column(time("created_at"))
            .column(time("used_at"))
            .column(time("expires_at"))
            .column(text("address"))
            .column(text("agent"))
            .unique(&["token_hash"])
            .index(&["user_id", "used_at"])
            .foreign("user_id", "user", OnDelete::Cascade),
    );
}
