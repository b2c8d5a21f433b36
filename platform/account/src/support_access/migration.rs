//! The table of consents and of requests for them.

use tenancy::schema::{integer, tenant_table, text, time, uuid};
use tenancy::{Migration, Schema};

pub(super) fn all() -> Vec<Migration> {
    vec![Migration::new("m20261120_200200_support_access_create", create)]
}

fn create(schema: &mut Schema) {
    schema.create(
        tenant_table("support_grant")
            .column(uuid("staff_home").null())
            .column(uuid("staff_user").null())
            .column(text("staff_name"))
            .column(text("staff_home_title"))
            .column(text("access"))
            .column(integer("hours"))
            .column(text("reason"))
            .column(text("state"))
            .column(time("created_at"))
            .column(text("decided_by"))
            .column(time("ends_at"))
            .index(&["state", "ends_at"])
            .index(&["created_at"]),
    );
}
