//! The tables of this crate: resellers, tenants, directory keys, the audit log, and shared column types.

pub mod audit;
pub(crate) mod deleted;
pub(crate) mod directory_key;
pub(crate) mod reseller;
pub(crate) mod setting;
pub(crate) mod tenant;

use kernel::Timestamp;
use kernel::id::PlanId;
use sea_orm::sea_query::{ForeignKey, ForeignKeyAction, Index, Table};
use sea_orm::{DeriveActiveEnum, DeriveValueType, EnumIter};
use serde::{Deserialize, Serialize};

use crate::migration::{GlobalTable, Migration, Schema};
use crate::schema::{integer, json, tenant_table, text, time, uuid};

/// A moment as a column: microseconds since 1970 UTC.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType, Serialize, Deserialize,
)]
pub struct Micros(pub i64);

impl From<Timestamp> for Micros {
    fn from(moment: Timestamp) -> Self {
        Self(moment.micros())
    }
}

impl From<Micros> for Timestamp {
    fn from(moment: Micros) -> Self {
        Self::from_micros(moment.0)
    }
}

/// What a tenant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TenantKind {
    /// A company with telephony.
    Customer,
    /// The home of a reseller's staff.
    Reseller,
    /// The home of the operator's staff.
    Operator,
}

/// Whether a tenant works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TenantState {
    /// It works.
    Active,
    /// Calls are refused but for emergencies; data is kept (TEN-9).
    Suspended,
    /// Being deleted after its grace time.
    Deleting,
}

/// What a tenant may use; `None` is without limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Users.
    pub users: Option<u32>,
    /// Endpoints.
    pub endpoints: Option<u32>,
    /// Registered devices per endpoint.
    pub devices_per_endpoint: Option<u32>,
    /// Calls at one time.
    pub concurrent_calls: Option<u32>,
    /// New calls per second.
    pub calls_per_second: Option<u32>,
    /// API requests per minute.
    pub api_per_minute: Option<u32>,
    /// Storage in megabytes.
    pub storage_mb: Option<u32>,
}

/// The plan that a tenant has taken of its reseller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenPlan {
    /// Which.
    pub id: PlanId,
    /// Limits that are the tenant's own and do not follow the plan, by their names in [`Limits`].
    pub own: Vec<String>,
}

/// This crate's migrations.
pub(crate) fn migrations() -> Vec<Migration> {
    vec![
        Migration::new("m20261120_000000_tenancy_directory", directory_tables),
        Migration::new("m20261120_160000_tenancy_life", life),
        Migration::new("m20261120_200000_tenancy_audit_grant", audit_grant),
        Migration::new("m20261120_120000_tenancy_lists", lists),
        Migration::new("m20261120_210000_tenancy_audit_slices", audit_slices),
    ]
}

/// Why something is suspended, until when what is deleted can come back, and whose limits a tenant follows.
fn life(schema: &mut Schema) {
    for table in ["tenant", "reseller"] {
        schema.add_column(table, text("reason").null());
        schema.add_column(table, time("erase_after").null());
    }
    schema.add_column("tenant", json("plan").null());
    schema.add_column("reseller", text("state").default("active"));
}

/// What lists of a hundred thousand rows are found by, and the bin.
fn lists(schema: &mut Schema) {
    schema.index("audit", &["at", "id"]);
    schema.index("audit", &["actor_id", "at"]);
    schema.index("audit", &["action", "at"]);
    schema.create(
        tenant_table("deleted").column(text("kind")).column(time("at")).column(json("state")).index(&["at"]),
    );
}

fn directory_tables(schema: &mut Schema) {
    reseller_and_tenant(schema);
    keys_and_settings(schema);
    audit_log(schema);
    schema.create(tenant_table("counter").column(text("name")).column(integer("last")).unique(&["name"]));
}

/// By whose consent staff did it, and the lines of staff found without reading all the others.
fn audit_grant(schema: &mut Schema) {
    schema.add_column("audit", uuid("grant_id").null());
    schema.index("audit", &["actor_home", "id"]);
}

/// A slice's actions are a range.
fn audit_slices(schema: &mut Schema) {
    schema.plain_order("audit", &["action"]);
}

fn reseller_and_tenant(schema: &mut Schema) {
    let mut reseller = Table::create();
    reseller
        .table("reseller")
        .col(uuid("id").primary_key())
        .col(text("name").unique_key())
        .col(text("title"))
        .col(uuid("home_tenant_id"))
        .col(json("quota"))
        .col(integer("generation"))
        .col(time("created_at"))
        .col(time("updated_at"));
    schema.global(GlobalTable {
        name: "reseller",
        create: reseller,
        tenant_column: None,
        tenant_writes: false,
    });

    let mut tenant = Table::create();
    tenant
        .table("tenant")
        .col(uuid("id").primary_key())
        .col(uuid("reseller_id").null())
        .col(text("kind"))
        .col(text("name").unique_key())
        .col(text("title"))
        .col(text("domain").null())
        .col(text("country"))
        .col(text("language"))
        .col(text("time_zone"))
        .col(text("state"))
        .col(json("limits"))
        .col(integer("generation"))
        .col(time("created_at"))
        .col(time("updated_at"))
        .foreign_key(ForeignKey::create().from("tenant", "reseller_id").to("reseller", "id"));
    schema.global(GlobalTable {
        name: "tenant",
        create: tenant,
        tenant_column: Some("id"),
        tenant_writes: false,
    });
}

fn keys_and_settings(schema: &mut Schema) {
    // `share` is empty for kinds with one holder in the installation, else it names the holding tenant.
    let mut key = Table::create();
    key.table("directory_key")
        .col(text("kind"))
        .col(text("value"))
        .col(text("share"))
        .col(uuid("tenant_id"))
        .col(uuid("subject"))
        .primary_key(Index::create().col("kind").col("value").col("share"))
        .foreign_key(
            ForeignKey::create()
                .from("directory_key", "tenant_id")
                .to("tenant", "id")
                .on_delete(ForeignKeyAction::Cascade),
        );
    schema.global(GlobalTable {
        name: "directory_key",
        create: key,
        tenant_column: Some("tenant_id"),
        tenant_writes: true,
    });
    schema.index("directory_key", &["subject"]);

    let mut setting = Table::create();
    setting.table("setting").col(text("name").primary_key()).col(text("value"));
    schema.global(GlobalTable {
        name: "setting",
        create: setting,
        tenant_column: None,
        tenant_writes: false,
    });
}

fn audit_log(schema: &mut Schema) {
    schema.create(
        tenant_table("audit")
            .column(time("at"))
            .column(text("actor_kind"))
            .column(uuid("actor_id").null())
            .column(text("actor_name"))
            .column(uuid("actor_home").null())
            .column(text("source").null())
            .column(text("action"))
            .column(text("object").null())
            .column(json("before").null())
            .column(json("after").null())
            .index(&["object"])
            .append_only(),
    );
}
