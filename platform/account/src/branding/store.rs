//! The rows of brands.

use kernel::id::Uuid;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use tenancy::{Directory, KeyKind, Micros, TenantKind, TenantOwned, TenantScope, TenantTx};
use web::{Problem, Result};

use super::logo::Logo;
use super::settings::{BrandFault, BrandSettings, Chain, LogoFacts};

/// Logos that stay when others have taken their place, so that a change can be undone.
const KEPT: usize = 8;

/// The settings of the tenant it stands in.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "brand")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub settings: Json,
    pub changed_at: Micros,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

/// Images.
pub mod logo {
    use super::{Micros, TenantOwned, Uuid};
    use sea_orm::entity::prelude::*;

    /// One logo.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "brand_logo")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub hash: String,
        pub media_type: String,
        pub width: i64,
        pub height: i64,
        pub bytes: Vec<u8>,
        pub stored_at: Micros,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl TenantOwned for Entity {
        const TENANT: Column = Column::TenantId;
        const ID: Column = Column::Id;
    }
}

/// What is set here.
pub(super) async fn get(tx: &TenantTx) -> Result<BrandSettings> {
    let Some(row) = tx.find::<Entity>().one().await? else { return Ok(BrandSettings::default()) };
    serde_json::from_value(row.settings).map_err(Problem::internal)
}

/// The logo of this hash.
pub(super) async fn logo_of(tx: &TenantTx, hash: &str) -> Result<Option<logo::Model>> {
    Ok(tx.find::<logo::Entity>().filter(logo::Column::Hash.eq(hash)).one().await?)
}

/// Stores settings that were checked: takes logos in, and moves the key of the host name. Answers what was left out
/// of drawings.
pub(super) async fn put(tx: &TenantTx, wanted: BrandSettings) -> Result<(BrandSettings, Vec<String>)> {
    let before = get(tx).await?;
    let mut after = wanted;
    let mut removed = Vec::new();
    for (logo, field) in [(&mut after.logo_light, "/logo_light"), (&mut after.logo_dark, "/logo_dark")] {
        if let Some(text) = logo.take() {
            let (hash, left_out) = taken_in(tx, &text, field).await?;
            *logo = Some(hash);
            removed.extend(left_out);
        }
    }
    if before.host_name != after.host_name {
        if let Some(host) = &before.host_name {
            tx.release(KeyKind::HostName, host).await?;
        }
        if let Some(host) = &after.host_name {
            tx.claim(KeyKind::HostName, host, tx.tenant()).await?;
        }
    }
    write(tx, &after).await?;
    prune(tx, &after).await?;
    removed.sort();
    removed.dedup();
    Ok((after, removed))
}

async fn write(tx: &TenantTx, settings: &BrandSettings) -> Result<()> {
    tx.delete_where::<Entity>(sea_orm::Condition::all()).await?;
    if !settings.is_empty() {
        // One row per tenant: its id is the tenant's own.
        let row = ActiveModel {
            tenant_id: NotSet,
            id: Set(tx.tenant().uuid()),
            settings: Set(serde_json::to_value(settings).map_err(Problem::internal)?),
            changed_at: Set(tx.now().into()),
        };
        tx.insert(row).await?;
    }
    Ok(())
}

/// A logo by its hash: one that is here, or a new one.
async fn taken_in(tx: &TenantTx, text: &str, field: &'static str) -> Result<(String, Vec<String>)> {
    if !text.starts_with("data:") {
        let known = logo_of(tx, text).await?.is_some();
        return if known { Ok((text.to_owned(), Vec::new())) } else { Err(BrandFault::NoLogo(field).into()) };
    }
    let logo = Logo::parse(text).map_err(|fault| Problem::from(fault).at(field))?;
    let hash = logo.hash();
    tx.delete_where::<logo::Entity>(logo::Column::Hash.eq(hash.as_str())).await?;
    tx.release(KeyKind::BrandLogo, &hash).await?;
    let id = kernel::id::uuid_v7(tx.now(), &**tx.scope().rng());
    tx.insert(logo::ActiveModel {
        tenant_id: NotSet,
        id: Set(id),
        hash: Set(hash.clone()),
        media_type: Set(logo.media_type.to_owned()),
        width: Set(logo.width.into()),
        height: Set(logo.height.into()),
        bytes: Set(logo.bytes),
        stored_at: Set(tx.now().into()),
    })
    .await?;
    tx.claim(KeyKind::BrandLogo, &hash, id).await?;
    Ok((hash, logo.removed))
}

/// Lets the oldest logos go that nothing names.
async fn prune(tx: &TenantTx, settings: &BrandSettings) -> Result<()> {
    let rows = tx.find::<logo::Entity>().order_by_desc(logo::Column::StoredAt).all().await?;
    let named = |row: &logo::Model| {
        [&settings.logo_light, &settings.logo_dark].into_iter().flatten().any(|hash| *hash == row.hash)
    };
    for row in rows.into_iter().filter(|row| !named(row)).skip(KEPT) {
        tx.delete::<logo::Entity>(row.id).await?;
        tx.release(KeyKind::BrandLogo, &row.hash).await?;
    }
    Ok(())
}

/// The settings that hold in a tenant, from its own up to the operator's; a home of staff begins at itself.
pub(super) async fn chain(directory: &Directory, scope: &TenantScope) -> Result<Chain> {
    let mut chain = Chain::new();
    for place in places(directory, scope) {
        let tx = place.read().await?;
        let settings = get(&tx).await?;
        let mut logos = Vec::new();
        for hash in [&settings.logo_light, &settings.logo_dark].into_iter().flatten() {
            if let Some(row) = logo_of(&tx, hash).await? {
                let side = |length: i64| u32::try_from(length).unwrap_or(1);
                let path = format!("/api/v1/brand/logos/{hash}");
                let facts = LogoFacts { path, width: side(row.width), height: side(row.height) };
                logos.push((hash.clone(), facts));
            }
        }
        chain.push((settings, logos));
    }
    Ok(chain)
}

fn places(directory: &Directory, scope: &TenantScope) -> Vec<TenantScope> {
    let (facts, console) = (scope.facts(), directory.console());
    let mut places = vec![scope.clone()];
    if facts.kind == TenantKind::Customer {
        let resellers = console.resellers();
        let above = resellers.iter().find(|reseller| Some(reseller.id) == facts.reseller);
        places.extend(above.and_then(|reseller| directory.envelope(reseller.home)));
    }
    if facts.kind != TenantKind::Operator {
        places.push(console.home().clone());
    }
    places
}
