//! The tables of bans and of addresses that are never banned; their rows are the operator's.

use tenancy::schema::{integer, json, tenant_table, text, time};
use tenancy::{Migration, Schema};

pub(super) fn all() -> Vec<Migration> {
    vec![Migration::new("m20261120_120200_bans_create", create)]
}

/// `first` and `last` are the ends of the block as 32 hexadecimal digits: blocks overlap when their ranges do.
fn create(schema: &mut Schema) {
    schema.create(
        tenant_table("ban")
            .column(text("network"))
            .column(text("first"))
            .column(text("last"))
            .column(text("side"))
            .column(text("why"))
            .column(text("note"))
            .column(text("made_by"))
            .column(time("since"))
            .column(time("until").null())
            .column(integer("strikes"))
            .column(integer("dropped"))
            .column(time("seen_at").null())
            .column(json("touched"))
            .unique(&["network", "side"])
            .index(&["since"]),
    );
    schema.create(
        tenant_table("allowed_address")
            .column(text("network"))
            .column(text("note"))
            .column(text("made_by"))
            .column(time("created_at"))
            .unique(&["network"])
            .index(&["created_at"]),
    );
}
