//! The table of photos; beside it the user's row says whether there is one, and which.

use tenancy::schema::{OnDelete, bytes, tenant_table, text, uuid};
use tenancy::{Migration, Schema};

pub(super) fn all() -> Vec<Migration> {
    vec![Migration::new("m20261120_132000_photos_create", create)]
}

fn create(schema: &mut Schema) {
    schema.add_column("user", text("photo").default(""));
    schema.create(
        tenant_table("photo")
            .column(uuid("user_id"))
            .column(text("media_type"))
            .column(bytes("picture"))
            .unique(&["user_id"])
            .foreign("user_id", "user", OnDelete::Cascade),
    );
}
