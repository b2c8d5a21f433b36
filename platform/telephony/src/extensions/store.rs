//! Rows of extensions.

use std::collections::HashMap;

use kernel::id::{EndpointId, ExtensionId};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue, QueryOrder};
use tenancy::{Micros, TenantOwned, TenantTx};
use web::{Listing, Page};

use super::digits::InternalNumber;
use super::extension::{Extension, ExtensionFault, ExtensionKind};
use super::{ExtensionFilter, ExtensionOrder};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "extension")]
pub struct Model {
    /// Tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Internal number.
    pub number: String,
    /// Kind.
    pub kind: String,
    /// Endpoint.
    pub endpoint_id: Uuid,
    /// Created.
    pub created_at: Micros,
}

/// None.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

/// The word of the only kind there is.
const KIND_ENDPOINT: &str = "endpoint";

impl TryFrom<Model> for Extension {
    type Error = tenancy::Error;
    fn try_from(row: Model) -> Result<Self, tenancy::Error> {
        let number = row.number.parse().map_err(|_| tenancy::Error::NotFound { what: "extension" })?;
        Ok(Self {
            id: ExtensionId(row.id),
            number,
            kind: ExtensionKind::Endpoint,
            endpoint: EndpointId(row.endpoint_id),
            created_at: row.created_at.into(),
        })
    }
}

fn told(error: tenancy::Error, number: &str) -> ExtensionFault {
    match error {
        tenancy::Error::Duplicate { .. } => ExtensionFault::Taken(number.to_owned()),
        tenancy::Error::Referenced { .. } => ExtensionFault::Endpoint,
        other => other.into(),
    }
}

/// Inserts one.
pub async fn insert(
    tx: &TenantTx,
    number: &InternalNumber,
    endpoint: EndpointId,
) -> Result<Extension, ExtensionFault> {
    let row = ActiveModel {
        tenant_id: ActiveValue::NotSet,
        id: ActiveValue::Set(ExtensionId::new(tx.now(), &**tx.scope().rng()).uuid()),
        number: ActiveValue::Set(number.to_string()),
        kind: ActiveValue::Set(KIND_ENDPOINT.to_owned()),
        endpoint_id: ActiveValue::Set(endpoint.uuid()),
        created_at: ActiveValue::Set(tx.now().into()),
    };
    let row = tx.insert(row).await.map_err(|error| told(error, number.as_str()))?;
    Ok(row.try_into()?)
}

/// Writes number and endpoint.
pub async fn update(tx: &TenantTx, extension: &Extension) -> Result<Extension, ExtensionFault> {
    let row = ActiveModel {
        id: ActiveValue::Set(extension.id.uuid()),
        number: ActiveValue::Set(extension.number.to_string()),
        endpoint_id: ActiveValue::Set(extension.endpoint.uuid()),
        ..Default::default()
    };
    let row = tx.update(row).await.map_err(|error| told(error, extension.number.as_str()))?;
    Ok(row.try_into()?)
}

/// One.
pub async fn get(tx: &TenantTx, id: ExtensionId) -> tenancy::Result<Extension> {
    tx.get::<Entity>(id.uuid()).await?.try_into()
}

/// The one of a number.
pub async fn by_number(tx: &TenantTx, number: &str) -> tenancy::Result<Option<Extension>> {
    let row = tx.find::<Entity>().filter(Column::Number.eq(number)).one().await?;
    row.map(TryInto::try_into).transpose()
}

/// All, by number.
pub async fn all(tx: &TenantTx) -> tenancy::Result<Vec<Extension>> {
    let rows = tx.find::<Entity>().order_by_asc(Column::Number).all().await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The first number of each of these endpoints that has one.
pub async fn numbers(
    tx: &TenantTx,
    endpoints: &[EndpointId],
) -> tenancy::Result<HashMap<EndpointId, String>> {
    let wanted = Column::EndpointId.is_in(endpoints.iter().map(|id| id.uuid()));
    let rows = tx.find::<Entity>().filter(wanted).order_by_desc(Column::Number).all().await?;
    Ok(rows.into_iter().map(|row| (EndpointId(row.endpoint_id), row.number)).collect())
}

/// Deletes one; answers whether it was there.
pub async fn delete(tx: &TenantTx, id: ExtensionId) -> Result<bool, ExtensionFault> {
    match tx.delete::<Entity>(id.uuid()).await {
        Err(tenancy::Error::Referenced { .. }) => Err(ExtensionFault::InUse),
        other => Ok(other?),
    }
}

/// One page.
pub async fn page(
    tx: &TenantTx,
    listing: &Listing<ExtensionOrder, ExtensionFilter>,
) -> tenancy::Result<Page<Extension>> {
    let mut find = tx.find::<Entity>();
    if let Some(words) = &listing.search {
        find = find.filter(crate::search::finds((Entity, Column::Number), words));
    }
    if let Some(endpoint) = listing.filter.endpoint {
        find = find.filter(Column::EndpointId.eq(endpoint.uuid()));
    }
    let column = match listing.order {
        ExtensionOrder::Number => Column::Number,
        ExtensionOrder::Created => Column::CreatedAt,
    };
    let rows = find.page(column, &listing.request()).await?;
    let items = rows.items.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?;
    Ok(Page { items, next: rows.next })
}
