//! Typed queries that begin with the tenant filter.

use kernel::id::Uuid;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{EntityTrait, FromQueryResult, IntoSimpleExpr, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::page::{PageRequest, Rows};
use crate::{Result, TenantTx};

/// An entity whose rows belong to tenants: its key is `(tenant_id, id)`, both UUIDs.
///
/// ```ignore
/// impl TenantOwned for Entity {
///     const TENANT: Column = Column::TenantId;
///     const ID: Column = Column::Id;
/// }
/// ```
pub trait TenantOwned: EntityTrait {
    /// The tenant column.
    const TENANT: Self::Column;
    /// The id column.
    const ID: Self::Column;
}

/// A query inside one tenant. `filter`, `order_by…`, `limit`, `offset` of sea-orm's traits chain on it.
pub struct Find<'t, E: TenantOwned> {
    tx: &'t TenantTx,
    select: Select<E>,
}

impl<E: TenantOwned> Find<'_, E> {
    /// All rows.
    pub async fn all(self) -> Result<Vec<E::Model>> {
        todo!()
    }

    /// The first row.
    pub async fn one(self) -> Result<Option<E::Model>> {
        todo!()
    }

    /// All rows as another shape (after `select_only().column(…)`).
    pub async fn all_as<T: FromQueryResult>(self) -> Result<Vec<T>> {
        todo!()
    }

    /// How many rows.
    pub async fn count(self) -> Result<u64> {
        todo!()
    }

    /// Whether there is a row.
    pub async fn exists(self) -> Result<bool> {
        todo!()
    }

    /// One page, sorted by a column that is never null, then by id.
    ///
    /// # Errors
    /// [`crate::Error::Cursor`] when the cursor is not of this list and sorting.
    pub async fn page(self, sort: E::Column, request: &PageRequest) -> Result<Rows<E::Model>> {
        todo!()
    }
}

impl<E: TenantOwned> QueryFilter for Find<'_, E> {
    type QueryStatement = SelectStatement;

    fn query(&mut self) -> &mut SelectStatement {
        QueryFilter::query(&mut self.select)
    }
}

impl<E: TenantOwned> QueryOrder for Find<'_, E> {
    type QueryStatement = SelectStatement;

    fn query(&mut self) -> &mut SelectStatement {
        QueryOrder::query(&mut self.select)
    }
}

impl<E: TenantOwned> QuerySelect for Find<'_, E> {
    type QueryStatement = SelectStatement;

    fn query(&mut self) -> &mut SelectStatement {
        QuerySelect::query(&mut self.select)
    }
}
