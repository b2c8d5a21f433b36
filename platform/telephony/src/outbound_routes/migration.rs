//! The tables of outbound routes: the route, and its trunks in order.

use tenancy::schema::{boolean, integer, json, tenant_table, text, uuid};
use tenancy::{Migration, OnDelete, Schema};

/// All, in order. The trunks' table comes before.
pub fn all() -> Vec<Migration> {
    vec![Migration::new("m20261120_060500_outbound_routes_tables", tables)]
}

fn tables(schema: &mut Schema) {
    schema.create(
        tenant_table("outbound_route")
            .column(text("name"))
            .column(integer("position"))
            .column(json("patterns"))
            .column(integer("strip"))
            .column(text("prepend"))
            .column(text("class").null())
            .column(boolean("enabled"))
            .unique(&["name"])
            .index(&["position"]),
    );
    schema.create(
        tenant_table("outbound_route_trunk")
            .column(uuid("route_id"))
            .column(uuid("trunk_id"))
            .column(integer("place"))
            .unique(&["route_id", "trunk_id"])
            .index(&["trunk_id"])
            .foreign("route_id", "outbound_route", OnDelete::Cascade)
            .foreign("trunk_id", "trunk", OnDelete::Restrict),
    );
}
