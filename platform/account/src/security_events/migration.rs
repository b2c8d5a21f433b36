//! The tables of security events and of how long they are kept.

use tenancy::schema::{integer, json, tenant_table, text, time, uuid};
use tenancy::{Migration, Schema};

pub(super) fn all() -> Vec<Migration> {
    vec![Migration::new("m20261120_120100_security_events_create", create)]
}

fn create(schema: &mut Schema) {
    schema.create(
        tenant_table("security_event")
            .column(time("at"))
            .column(text("kind"))
            .column(text("severity"))
            .column(uuid("user_id").null())
            .column(text("account").null())
            .column(text("source").null())
            .column(integer("count"))
            .column(json("detail"))
            .column(uuid("about_id").null())
            .index(&["at"])
            .index(&["kind", "at"])
            .index(&["source", "at"])
            .index(&["about_id", "at"])
            .write_once(),
    );
    schema.create(tenant_table("security_retention").column(integer("keep_days")));
}
