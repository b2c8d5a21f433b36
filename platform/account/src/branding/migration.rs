//! Tables of brands: one row of settings per tenant, and its logos.

use tenancy::schema::{bytes, integer, json, tenant_table, text, time};
use tenancy::{Migration, Schema};

pub(super) fn all() -> Vec<Migration> {
    vec![Migration::new("m20261120_150000_branding", create)]
}

fn create(schema: &mut Schema) {
    schema.create(tenant_table("brand").column(json("settings")).column(time("changed_at")));
    schema.create(
        tenant_table("brand_logo")
            .column(text("hash"))
            .column(text("media_type"))
            .column(integer("width"))
            .column(integer("height"))
            .column(bytes("bytes"))
            .column(time("stored_at"))
            .unique(&["hash"]),
    );
}
