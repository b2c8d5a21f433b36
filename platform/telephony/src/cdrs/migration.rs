//! The table of call detail records.

use tenancy::schema::{boolean, integer, tenant_table, text, time, uuid};
use tenancy::{Migration, Schema};

/// All, in order.
pub fn all() -> Vec<Migration> {
    vec![
        Migration::new("m20261120_060600_cdrs_table", table),
        Migration::new("m20261120_120300_cdrs_search", search),
        Migration::new("m20261120_210100_cdrs_beginnings", beginnings),
        Migration::new("m20261120_210300_cdrs_short_answered", short_answered),
    ]
}

/// What a log of millions is searched by: numbers from either end, names from their beginning.
fn search(schema: &mut Schema) {
    for column in ["from_rev", "to_rev", "name_key"] {
        schema.add_column("cdr", text(column).default(""));
    }
    for column in ["from_number", "from_rev", "to_number", "to_rev", "name_key"] {
        schema.index("cdr", &[column]);
    }
    schema.index("cdr", &["disposition", "detected", "id"]);
}

/// What a number or name begins with is a range, in every language.
fn beginnings(schema: &mut Schema) {
    schema.plain_order("cdr", &["from_number", "from_rev", "to_number", "to_rev", "name_key"]);
}

/// Short answered calls are few among the short ones, of which most are unanswered. Those that ended in some way are
/// counted by this index too, and the newest of them found by the log's own.
fn short_answered(schema: &mut Schema) {
    schema.drop_index("cdr", &["disposition", "detected", "id"]);
    schema.index("cdr", &["disposition", "duration_ms", "id"]);
}

/// Endpoint and trunk are no foreign keys: a record outlives what it is about.
fn table(schema: &mut Schema) {
    schema.create(
        tenant_table("cdr")
            .column(uuid("call_id"))
            .column(uuid("linked_to").null())
            .column(uuid("linked_call").null())
            .column(text("origin"))
            .column(text("kind"))
            .column(uuid("endpoint_id").null())
            .column(uuid("trunk_id").null())
            .column(text("from_number"))
            .column(text("from_name").null())
            .column(text("from_user").null())
            .column(text("to_number"))
            .column(text("to_user").null())
            .column(time("detected"))
            .column(time("rang").null())
            .column(time("connected").null())
            .column(time("disconnected"))
            .column(integer("duration_ms"))
            .column(text("disposition"))
            .column(integer("cause"))
            .column(text("side"))
            .column(integer("status").null())
            .column(boolean("emergency"))
            .index(&["detected", "id"])
            .index(&["duration_ms", "id"])
            .index(&["call_id"])
            .index(&["endpoint_id", "detected"])
            .index(&["from_user", "detected"])
            .index(&["to_user", "detected"]),
    );
}
