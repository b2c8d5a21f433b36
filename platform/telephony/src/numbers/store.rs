//! Rows of public numbers, claimed in the directory.

use kernel::PhoneNumber;
use kernel::id::{ExtensionId, NumberId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ActiveValue, IntoActiveModel as _, QueryOrder};
use serde::{Deserialize, Serialize};
use tenancy::{KeyKind, Micros, TenantOwned, TenantTx};
use web::{Listing, Page};

pub use super::number::Number;
use super::number::NumberFault;
use super::{NumberFilter, NumberOrder};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "number")]
pub struct Model {
    /// Tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// E.164 with `+`.
    pub number: String,
    /// Note.
    pub label: Option<String>,
    /// Extension.
    pub extension_id: Option<Uuid>,
    /// Added.
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

impl TryFrom<Model> for Number {
    type Error = tenancy::Error;
    fn try_from(row: Model) -> Result<Self, tenancy::Error> {
        Ok(Self {
            id: NumberId(row.id),
            number: row.number.parse().map_err(|_| tenancy::Error::NotFound { what: "number" })?,
            label: row.label,
            extension: row.extension_id.map(ExtensionId),
            created_at: row.created_at.into(),
        })
    }
}

fn told(error: tenancy::Error) -> NumberFault {
    match error {
        tenancy::Error::InUse { .. } | tenancy::Error::Duplicate { .. } => NumberFault::InUse,
        tenancy::Error::Referenced { .. } => NumberFault::Extension,
        other => other.into(),
    }
}

/// Adds a number and claims it.
pub async fn insert(
    tx: &TenantTx,
    number: &PhoneNumber,
    label: Option<String>,
    extension: Option<ExtensionId>,
) -> Result<Number, NumberFault> {
    let id = NumberId::new(tx.now(), &**tx.scope().rng());
    tx.claim(KeyKind::Number, number.as_str(), id).await.map_err(told)?;
    let row = ActiveModel {
        tenant_id: ActiveValue::NotSet,
        id: ActiveValue::Set(id.uuid()),
        number: ActiveValue::Set(number.to_string()),
        label: ActiveValue::Set(label),
        extension_id: ActiveValue::Set(extension.map(ExtensionId::uuid)),
        created_at: ActiveValue::Set(tx.now().into()),
    };
    Ok(tx.insert(row).await.map_err(told)?.try_into()?)
}

/// Writes note and extension.
pub async fn update(tx: &TenantTx, number: &Number) -> Result<Number, NumberFault> {
    let row = ActiveModel {
        id: ActiveValue::Set(number.id.uuid()),
        label: ActiveValue::Set(number.label.clone()),
        extension_id: ActiveValue::Set(number.extension.map(ExtensionId::uuid)),
        ..Default::default()
    };
    Ok(tx.update(row).await.map_err(told)?.try_into()?)
}

/// One.
pub async fn get(tx: &TenantTx, id: NumberId) -> tenancy::Result<Number> {
    tx.get::<Entity>(id.uuid()).await?.try_into()
}

/// The row of a number.
pub async fn by_number(tx: &TenantTx, number: &PhoneNumber) -> tenancy::Result<Option<Number>> {
    let row = tx.find::<Entity>().filter(Column::Number.eq(number.as_str())).one().await?;
    row.map(TryInto::try_into).transpose()
}

/// All, by number.
pub async fn all(tx: &TenantTx) -> tenancy::Result<Vec<Number>> {
    let rows = tx.find::<Entity>().order_by_asc(Column::Number).all().await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// What the bin knows numbers by.
const KIND: &str = "numbers";

/// Deletes one and gives the number back; for a day it can be restored. Answers whether it was there.
pub async fn delete(tx: &TenantTx, id: NumberId) -> tenancy::Result<bool> {
    if let Some(row) = tx.find_by_id::<Entity>(id.uuid()).await? {
        tx.keep_deleted(KIND, id, &row).await?;
    }
    tx.release_all(id).await?;
    tx.delete::<Entity>(id.uuid()).await
}

/// Puts a deleted number back, if nobody has it now; it leads where it did, if that is still there.
pub async fn restore(tx: &TenantTx, id: NumberId) -> Result<Option<Number>, NumberFault> {
    let Some(mut row) = tx.take_deleted::<Model>(KIND, id).await? else { return Ok(None) };
    if let Some(extension) = row.extension_id
        && crate::extensions::store::find(tx, ExtensionId(extension)).await?.is_none()
    {
        row.extension_id = None;
    }
    tx.claim(KeyKind::Number, &row.number, id).await.map_err(told)?;
    Ok(Some(tx.insert(row.into_active_model().reset_all()).await.map_err(told)?.try_into()?))
}

/// One, where there is one.
pub async fn find(tx: &TenantTx, id: NumberId) -> tenancy::Result<Option<Number>> {
    tx.find_by_id::<Entity>(id.uuid()).await?.map(TryInto::try_into).transpose()
}

/// Those that lead to an extension.
pub async fn of_extension(tx: &TenantTx, extension: ExtensionId) -> tenancy::Result<Vec<Number>> {
    let leading = tx.find::<Entity>().filter(Column::ExtensionId.eq(extension.uuid()));
    leading.order_by_asc(Column::Number).all().await?.into_iter().map(TryInto::try_into).collect()
}

/// One page.
pub async fn page(
    tx: &TenantTx,
    listing: &Listing<NumberOrder, NumberFilter>,
) -> tenancy::Result<Page<Number>> {
    let mut find = tx.find::<Entity>();
    if let Some(words) = &listing.search {
        let by_number = crate::search::finds((Entity, Column::Number), words);
        find = find.filter(by_number.or(crate::search::finds((Entity, Column::Label), words)));
    }
    if let Some(extension) = listing.filter.extension {
        find = find.filter(Column::ExtensionId.eq(extension.uuid()));
    }
    find = match listing.filter.assigned {
        Some(true) => find.filter(Column::ExtensionId.is_not_null()),
        Some(false) => find.filter(Column::ExtensionId.is_null()),
        None => find,
    };
    let column = match listing.order {
        NumberOrder::Number => Column::Number,
        NumberOrder::Created => Column::CreatedAt,
    };
    let rows = match listing.search {
        Some(_) => find.search_page(column, &listing.request()).await?,
        None => find.page(column, &listing.request()).await?,
    };
    Page::try_of(rows, TryInto::try_into)
}
