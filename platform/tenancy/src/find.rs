//! Typed queries that begin with the tenant filter.

use kernel::id::Uuid;
use sea_orm::sea_query::{Asterisk, Condition, Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IdenStatic, ModelTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select,
};

use crate::page::{Cursor, MOST_COUNTED, PageRequest, Rows, SortOrder, Total};
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
///
/// A query without the tenant cannot be run on a transaction:
/// ```compile_fail
/// use sea_orm::EntityTrait;
/// async fn unscoped(tx: &tenancy::TenantTx) {
///     let _ = tenancy::entity::audit::Entity::find().all(tx).await; // no connection
/// }
/// ```
/// while this one can:
/// ```
/// use sea_orm::{ColumnTrait, QueryFilter};
/// use tenancy::entity::audit::{Column, Entity};
/// async fn scoped(tx: &tenancy::TenantTx) {
///     let _ = tx.find::<Entity>().filter(Column::Action.eq("extensions.create")).all().await;
/// }
/// ```
/// and an entity that is not marked as tenants' cannot be asked for:
/// ```compile_fail
/// mod unmarked {
///     use sea_orm::entity::prelude::*;
///     #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
///     #[sea_orm(table_name = "anything")]
///     pub struct Model {
///         #[sea_orm(primary_key)]
///         pub id: i64,
///     }
///     #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
///     pub enum Relation {}
///     impl ActiveModelBehavior for ActiveModel {}
/// }
/// async fn any(tx: &tenancy::TenantTx) {
///     let _ = tx.find::<unmarked::Entity>().all().await; // not TenantOwned
/// }
/// ```
pub struct Find<'t, E: TenantOwned> {
    pub(crate) tx: &'t TenantTx,
    pub(crate) select: Select<E>,
}

impl<'t, E: TenantOwned> Find<'t, E> {
    pub(crate) fn new(tx: &'t TenantTx) -> Self {
        Self { tx, select: tx.within_tenant::<E, _>(E::find()) }
    }

    /// All rows.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub async fn all(self) -> Result<Vec<E::Model>> {
        Ok(self.select.all(self.tx.session()).await?)
    }

    /// The first row.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub async fn one(self) -> Result<Option<E::Model>> {
        Ok(self.select.one(self.tx.session()).await?)
    }

    /// All rows as another shape (after `select_only().column(…)`).
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub async fn all_as<T: FromQueryResult + Send + Sync>(self) -> Result<Vec<T>> {
        Ok(self.select.into_model::<T>().all(self.tx.session()).await?)
    }

    /// How many rows.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub async fn count(self) -> Result<u64>
    where
        E::Model: Send + Sync,
    {
        Ok(self.select.count(self.tx.session()).await?)
    }

    /// Whether there is a row.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub async fn exists(self) -> Result<bool> {
        let ids = self.select.select_only().column(E::ID).limit(1).into_tuple::<Uuid>();
        Ok(ids.one(self.tx.session()).await?.is_some())
    }

    /// One page, sorted by a column that is never null, then by id.
    ///
    /// # Errors
    /// [`Error::Cursor`](crate::Error::Cursor) when the cursor is not of this list and sorting.
    pub async fn page(self, sort: E::Column, request: &PageRequest) -> Result<Rows<E::Model>> {
        let limit = request.rows();
        let all = request.total.then(|| self.select.clone());
        let mut select = self.select;
        if let Some(cursor) = &request.cursor {
            let cursor = Cursor::parse(cursor, sort.as_str(), request.order)?;
            let (sort, id) = (Expr::col(sort.as_column_ref()), Expr::col(E::ID.as_column_ref()));
            select = select.filter(after(&sort, &id, cursor, request.order));
        }
        let order = request.order.into();
        let select = select.order_by(sort, order).order_by(E::ID, request.order.into()).limit(limit + 1);
        #[cfg(feature = "testkit")]
        self.tx
            .note_plan(sea_orm::QueryTrait::build(&select, self.tx.session().get_database_backend()))
            .await?;
        let mut items = select.all(self.tx.session()).await?;
        let more = count_of(&items) > limit;
        if more {
            items.pop();
        }
        let total = match all {
            // What is whole on its first page needs no second look: a search that finds little reads its rows once.
            Some(_) if !more && request.cursor.is_none() => Some(Total::of(count_of(&items))),
            Some(all) => Some(counted(self.tx, all).await?),
            None => None,
        };
        let last = items.last().filter(|_| more);
        let next = last.map(|row| {
            Cursor::of(row.get(sort), row.get(E::ID))
                .and_then(|cursor| cursor.text(sort.as_str(), request.order))
        });
        Ok(Rows { items, next: next.transpose()?, total })
    }
}

/// What stands behind a cursor in a list sorted by `sort`, then by `id`.
pub(crate) fn after(sort: &Expr, id: &Expr, cursor: Cursor, order: SortOrder) -> Condition {
    let (sort, id, Cursor { value, id: last }) = (|| sort.clone(), id.clone(), cursor);
    // The first half lets the index find the place, the second one steps over equal values.
    match order {
        SortOrder::Ascending => Condition::all()
            .add(sort().gte(value.clone()))
            .add(Condition::any().add(sort().gt(value)).add(id.gt(last))),
        SortOrder::Descending => Condition::all()
            .add(sort().lte(value.clone()))
            .add(Condition::any().add(sort().lt(value)).add(id.lt(last))),
    }
}

/// How many rows there are, read no further than the bound of [`Total`].
pub(crate) async fn counted<E: TenantOwned>(tx: &TenantTx, all: Select<E>) -> Result<Total> {
    let mut some = all.select_only().column(E::ID).limit(MOST_COUNTED + 1);
    let mut query = Query::select();
    query
        .expr_as(Expr::col(Asterisk).count(), "count")
        .from_subquery(QuerySelect::query(&mut some).take(), "some");
    #[cfg(feature = "testkit")]
    tx.note_plan(sea_orm::StatementBuilder::build(&query, &tx.session().get_database_backend())).await?;
    let row = tx.session().query_one(&query).await?;
    let count = row.map(|row| row.try_get::<i64>("", "count")).transpose()?.unwrap_or(0);
    Ok(Total::of(u64::try_from(count).unwrap_or(0)))
}

fn count_of<T>(items: &[T]) -> u64 {
    u64::try_from(items.len()).unwrap_or(u64::MAX)
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
