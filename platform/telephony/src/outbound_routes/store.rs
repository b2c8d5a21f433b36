//! Rows of outbound routes and of their trunks.

use std::collections::HashMap;

use kernel::id::{RouteId, TrunkId};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue, QueryOrder};
use tenancy::{TenantOwned, TenantTx};
use web::{Listing, Page};

use super::RouteOrder;
use super::route::{Route, RouteFault};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "outbound_route")]
pub struct Model {
    /// Tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Place.
    pub position: i64,
    /// Patterns.
    pub patterns: Json,
    /// Characters to drop.
    pub strip: i64,
    /// Prefix.
    pub prepend: String,
    /// Class demanded.
    pub class: Option<String>,
    /// Used at all.
    pub enabled: bool,
}

/// None.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

/// The trunks of routes.
pub mod hop {
    use sea_orm::entity::prelude::*;

    /// A row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "outbound_route_trunk")]
    pub struct Model {
        /// Tenant.
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: Uuid,
        /// Id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Route.
        pub route_id: Uuid,
        /// Trunk.
        pub trunk_id: Uuid,
        /// Place.
        pub place: i64,
    }

    /// None.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl tenancy::TenantOwned for Entity {
        const TENANT: Column = Column::TenantId;
        const ID: Column = Column::Id;
    }
}

fn row_to(route: &Route) -> ActiveModel {
    ActiveModel {
        tenant_id: ActiveValue::NotSet,
        id: ActiveValue::Set(route.id.uuid()),
        name: ActiveValue::Set(route.name.clone()),
        position: ActiveValue::Set(i64::from(route.position)),
        patterns: ActiveValue::Set(serde_json::to_value(&route.patterns).unwrap_or_default()),
        strip: ActiveValue::Set(i64::from(route.strip)),
        prepend: ActiveValue::Set(route.prepend.clone()),
        class: ActiveValue::Set(route.class.map(|class| class.as_str().to_owned())),
        enabled: ActiveValue::Set(route.enabled),
    }
}

fn route_of(row: Model, trunks: Vec<TrunkId>) -> Route {
    let patterns = serde_json::from_value(row.patterns).unwrap_or_else(|error| {
        tracing::error!(route.id = %RouteId(row.id), %error, "patterns of an outbound route do not read");
        Vec::new()
    });
    Route {
        id: RouteId(row.id),
        name: row.name,
        position: u32::try_from(row.position).unwrap_or(u32::MAX),
        patterns,
        strip: u8::try_from(row.strip).unwrap_or(0),
        prepend: row.prepend,
        trunks,
        class: row.class.and_then(|class| class.parse().ok()),
        enabled: row.enabled,
    }
}

fn told(error: tenancy::Error, name: &str) -> RouteFault {
    match error {
        tenancy::Error::Duplicate { .. } => RouteFault::Taken(name.to_owned()),
        tenancy::Error::Referenced { .. } => RouteFault::Trunks,
        other => other.into(),
    }
}

async fn write_trunks(tx: &TenantTx, route: &Route) -> Result<(), RouteFault> {
    tx.delete_where::<hop::Entity>(hop::Column::RouteId.eq(route.id.uuid())).await?;
    for (place, trunk) in (0_i64..).zip(&route.trunks) {
        let row = hop::ActiveModel {
            route_id: ActiveValue::Set(route.id.uuid()),
            trunk_id: ActiveValue::Set(trunk.uuid()),
            place: ActiveValue::Set(place),
            ..Default::default()
        };
        tx.insert(row).await.map_err(|error| told(error, &route.name))?;
    }
    Ok(())
}

/// The place after the last route.
pub async fn next_position(tx: &TenantTx) -> tenancy::Result<u32> {
    let last = tx.find::<Entity>().order_by_desc(Column::Position).one().await?;
    Ok(last.map_or(1, |row| u32::try_from(row.position).unwrap_or(0).saturating_add(1)))
}

/// Inserts a route with its trunks.
pub async fn insert(tx: &TenantTx, route: &Route) -> Result<(), RouteFault> {
    tx.insert(row_to(route)).await.map_err(|error| told(error, &route.name))?;
    write_trunks(tx, route).await
}

/// Writes a route with its trunks.
pub async fn update(tx: &TenantTx, route: &Route) -> Result<(), RouteFault> {
    tx.update(row_to(route)).await.map_err(|error| told(error, &route.name))?;
    write_trunks(tx, route).await
}

async fn with_trunks(tx: &TenantTx, rows: Vec<Model>) -> tenancy::Result<Vec<Route>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let hops = tx.find::<hop::Entity>().filter(hop::Column::RouteId.is_in(ids));
    let mut trunks: HashMap<Uuid, Vec<TrunkId>> = HashMap::new();
    for hop in hops.order_by_asc(hop::Column::Place).all().await? {
        trunks.entry(hop.route_id).or_default().push(TrunkId(hop.trunk_id));
    }
    let whole = |row: Model| {
        let own = trunks.remove(&row.id).unwrap_or_default();
        route_of(row, own)
    };
    Ok(rows.into_iter().map(whole).collect())
}

/// One.
pub async fn get(tx: &TenantTx, id: RouteId) -> tenancy::Result<Route> {
    let row = tx.get::<Entity>(id.uuid()).await?;
    let whole = with_trunks(tx, vec![row]).await?;
    whole.into_iter().next().ok_or(tenancy::Error::NotFound { what: "outbound route" })
}

/// The one of a name.
pub async fn by_name(tx: &TenantTx, name: &str) -> tenancy::Result<Option<Route>> {
    let row = tx.find::<Entity>().filter(Column::Name.eq(name)).one().await?;
    Ok(with_trunks(tx, row.into_iter().collect()).await?.into_iter().next())
}

/// All, in the order in which they are tried.
pub async fn all(tx: &TenantTx) -> tenancy::Result<Vec<Route>> {
    let rows = tx.find::<Entity>().order_by_asc(Column::Position).order_by_asc(Column::Id).all().await?;
    with_trunks(tx, rows).await
}

/// Deletes one; answers whether it was there.
pub async fn delete(tx: &TenantTx, id: RouteId) -> tenancy::Result<bool> {
    tx.delete::<Entity>(id.uuid()).await
}

/// One page.
pub async fn page(tx: &TenantTx, listing: &Listing<RouteOrder>) -> tenancy::Result<Page<Route>> {
    let mut find = tx.find::<Entity>();
    if let Some(words) = &listing.search {
        find = find.filter(crate::search::finds((Entity, Column::Name), words));
    }
    let column = match listing.order {
        RouteOrder::Position => Column::Position,
        RouteOrder::Name => Column::Name,
    };
    let rows = find.page(column, &listing.request()).await?;
    Ok(Page { items: with_trunks(tx, rows.items).await?, next: rows.next, total: rows.total })
}
