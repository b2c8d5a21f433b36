//! Rows of extensions.

use std::collections::HashMap;

use kernel::id::{EndpointId, ExtensionId};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue, IntoActiveModel as _, QueryOrder};
use serde::{Deserialize, Serialize};
use tenancy::{Micros, TenantOwned, TenantTx};
use web::{Listing, Page};

use super::digits::InternalNumber;
use super::extension::{Extension, ExtensionFault, ExtensionKind};
use super::{ExtensionFilter, ExtensionOrder};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
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

/// How many values one statement names.
const MOST_NAMED: usize = 1_000;
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
    crate::overview::renumbered(tx, endpoint).await?;
    Ok(row.try_into()?)
}

/// Inserts many in few statements; their endpoints' rows name them already.
pub async fn insert_all(
    tx: &TenantTx,
    all: Vec<(InternalNumber, EndpointId)>,
) -> Result<Vec<Extension>, ExtensionFault> {
    let row = |(number, endpoint): (InternalNumber, EndpointId)| Model {
        tenant_id: tx.tenant().uuid(),
        id: ExtensionId::new(tx.now(), &**tx.scope().rng()).uuid(),
        number: number.to_string(),
        kind: KIND_ENDPOINT.to_owned(),
        endpoint_id: endpoint.uuid(),
        created_at: tx.now().into(),
    };
    let rows: Vec<Model> = all.into_iter().map(row).collect();
    let new = rows.iter().map(|row| row.clone().into_active_model().reset_all()).collect();
    tx.insert_many(new).await.map_err(|error| told(error, "of one of these numbers"))?;
    Ok(rows.into_iter().map(Extension::try_from).collect::<Result<_, _>>()?)
}

/// Which of these numbers there are.
pub async fn known(tx: &TenantTx, numbers: &[String]) -> tenancy::Result<Vec<String>> {
    let mut known = Vec::new();
    for some in numbers.chunks(MOST_NAMED) {
        let rows = tx.find::<Entity>().filter(Column::Number.is_in(some.to_vec())).all().await?;
        known.extend(rows.into_iter().map(|row| row.number));
    }
    Ok(known)
}

/// Puts a deleted extension back as it was, if its number is still free. Its endpoint's row is for the caller to renew.
pub async fn put_back(tx: &TenantTx, row: Model) -> Result<Extension, ExtensionFault> {
    let number = row.number.clone();
    let row = tx.insert(row.into_active_model().reset_all()).await.map_err(|error| told(error, &number))?;
    Ok(row.try_into()?)
}

/// The row, where there is one.
pub async fn find(tx: &TenantTx, id: ExtensionId) -> tenancy::Result<Option<Model>> {
    tx.find_by_id::<Entity>(id.uuid()).await
}

/// Those that ring an endpoint, by number.
pub async fn of_endpoint(tx: &TenantTx, endpoint: EndpointId) -> tenancy::Result<Vec<Model>> {
    let rung = tx.find::<Entity>().filter(Column::EndpointId.eq(endpoint.uuid()));
    rung.order_by_asc(Column::Number).all().await
}

/// The numbers that ring an endpoint, the lowest first.
pub async fn numbers_of(tx: &TenantTx, endpoint: EndpointId) -> tenancy::Result<Vec<String>> {
    Ok(of_endpoint(tx, endpoint).await?.into_iter().map(|row| row.number).collect())
}

/// The numbers that ring each of these endpoints, the lowest first.
pub async fn numbers_by_endpoint(
    tx: &TenantTx,
    endpoints: Vec<Uuid>,
) -> tenancy::Result<HashMap<EndpointId, Vec<String>>> {
    let mut numbers: HashMap<EndpointId, Vec<String>> = HashMap::new();
    if endpoints.is_empty() {
        return Ok(numbers);
    }
    let rung = tx.find::<Entity>().filter(Column::EndpointId.is_in(endpoints));
    for row in rung.order_by_asc(Column::Number).all().await? {
        numbers.entry(EndpointId(row.endpoint_id)).or_default().push(row.number);
    }
    Ok(numbers)
}

/// Writes number and endpoint.
pub async fn update(tx: &TenantTx, extension: &Extension) -> Result<Extension, ExtensionFault> {
    let before = get(tx, extension.id).await?.endpoint;
    let row = ActiveModel {
        id: ActiveValue::Set(extension.id.uuid()),
        number: ActiveValue::Set(extension.number.to_string()),
        endpoint_id: ActiveValue::Set(extension.endpoint.uuid()),
        ..Default::default()
    };
    let row = tx.update(row).await.map_err(|error| told(error, extension.number.as_str()))?;
    for endpoint in [before, extension.endpoint] {
        crate::overview::renumbered(tx, endpoint).await?;
    }
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
    let rows = match listing.search {
        Some(_) => find.search_page(column, &listing.request()).await?,
        None => find.page(column, &listing.request()).await?,
    };
    Page::try_of(rows, TryInto::try_into)
}
