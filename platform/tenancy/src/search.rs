//! Pages of searches that no index answers: what is typed may stand anywhere in a text.

use kernel::id::Uuid;
use sea_orm::sea_query::{
    Alias, Asterisk, CommonTableExpression, Condition, Expr, ExprTrait as _, Query, SelectStatement,
    WithQuery,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait as _, IdenStatic as _, ModelTrait as _, QueryFilter as _, QuerySelect,
    StatementBuilder,
};

use crate::find::{after, counted};
use crate::page::{Cursor, MOST_COUNTED, PageRequest, Rows, Total};
use crate::{Find, Result, TenantOwned};

const HITS: &str = "hits";
const KEY: &str = "key";
const TOTAL: &str = "total";

/// Whether a column's text begins with this one: a range, which an index finds and row security lets it find. The column
/// must be in [plain order](crate::Schema::plain_order).
pub fn beginning(column: impl ColumnTrait, text: &str) -> Condition {
    let condition = Condition::all().add(column.gte(text));
    condition.add_option(beyond(text).map(|beyond| column.lt(beyond)))
}

/// The smallest text that none which begins with this one reaches; none reaches far enough beyond the last characters
/// there are.
fn beyond(text: &str) -> Option<String> {
    let mut chars: Vec<char> = text.chars().collect();
    while let Some(last) = chars.pop() {
        if let Some(next) = (last..=char::MAX).nth(1) {
            chars.push(next);
            return Some(chars.into_iter().collect());
        }
    }
    None
}

impl<E: TenantOwned> Find<'_, E>
where
    E::Model: Send + Sync,
{
    /// One page of a search that has to look into each row, sorted by a column that is never null, then by id.
    ///
    /// The tenant's rows are read once, in whatever order is quickest, and sorted and counted in passing. A database left
    /// to itself walks the index of the order row by row in the hope of a full page soon, which a name searched in a list
    /// by names makes the slowest way there is, and then reads all again to count.
    ///
    /// # Errors
    /// [`Error::Cursor`](crate::Error::Cursor) when the cursor is not of this list and sorting.
    pub async fn search_page(self, sort: E::Column, request: &PageRequest) -> Result<Rows<E::Model>> {
        let limit = request.rows();
        let cursor = request.cursor.as_deref();
        let cursor = cursor.map(|text| Cursor::parse(text, sort.as_str(), request.order)).transpose()?;
        let all = self.select.clone();
        let mut hits = self.select.select_only().column_as(sort, KEY).column(E::ID);
        let page = page_of::<E>(cursor, request, limit);
        let query = with_hits(QuerySelect::query(&mut hits).take(), page);
        let session = self.tx.session();
        let statement = StatementBuilder::build(&query, &session.get_database_backend());
        #[cfg(feature = "testkit")]
        self.tx.note_plan(statement.clone()).await?;
        let found = session.query_all_raw(statement).await?;
        let ids = found.iter().map(|row| row.try_get::<Uuid>("", E::ID.as_str()));
        let mut ids = ids.collect::<Result<Vec<_>, _>>()?;
        let more = u64::try_from(ids.len()).unwrap_or(u64::MAX) > limit;
        if more {
            ids.pop();
        }
        let total = match (request.total, found.first()) {
            (false, _) => None,
            (true, Some(row)) => Some(Total::of(u64::try_from(row.try_get::<i64>("", TOTAL)?).unwrap_or(0))),
            (true, None) if request.cursor.is_none() => Some(Total::of(0)),
            (true, None) => Some(counted(self.tx, all).await?),
        };
        let mut items = self.tx.find::<E>().filter(E::ID.is_in(ids.iter().copied())).all().await?;
        let place = |row: &E::Model| ids.iter().position(|id| row.get(E::ID) == (*id).into());
        items.sort_by_cached_key(place);
        let last = items.last().filter(|_| more);
        let next = last.map(|row| {
            Cursor::of(row.get(sort), row.get(E::ID))
                .and_then(|cursor| cursor.text(sort.as_str(), request.order))
        });
        Ok(Rows { items, next: next.transpose()?, total })
    }
}

/// Ids of the page among the hits, and how many hits there are where that was asked.
fn page_of<E: TenantOwned>(cursor: Option<Cursor>, request: &PageRequest, limit: u64) -> SelectStatement {
    let (key, id) = (Alias::new(KEY), Alias::new(E::ID.as_str()));
    let mut page = Query::select();
    page.column(id.clone()).from(HITS);
    if request.total {
        let mut some = Query::select();
        some.expr(Expr::val(1)).from(HITS).limit(MOST_COUNTED + 1);
        let mut count = Query::select();
        count.expr(Expr::col(Asterisk).count()).from_subquery(some, "some");
        page.expr_as(count, TOTAL);
    }
    if let Some(cursor) = cursor {
        page.cond_where(after(&Expr::col(key.clone()), &Expr::col(id.clone()), cursor, request.order));
    }
    page.order_by(key, request.order.into()).order_by(id, request.order.into()).limit(limit + 1);
    page
}

/// Materialised, so that the page's order does not lead the database back to the index of the order.
fn with_hits(hits: SelectStatement, page: SelectStatement) -> WithQuery {
    let table = CommonTableExpression::new().table_name(HITS).query(hits).materialized(true).to_owned();
    page.with(Query::with().cte(table).to_owned())
}

#[cfg(test)]
mod tests {
    use super::beyond;

    #[test]
    fn what_begins_with_a_text_stands_below_what_is_beyond_it() {
        for (text, expected) in
            [("349", "34:"), ("users.", "users/"), ("gomez", "gome{"), ("a\u{d7ff}", "a\u{e000}")]
        {
            assert_eq!(beyond(text).unwrap(), expected);
            for end in ["", "0", "9", "z", "\u{10ffff}"] {
                let longer = format!("{text}{end}");
                assert!(longer.as_str() >= text && longer.as_str() < expected, "{longer}");
            }
        }
        assert_eq!(beyond("a\u{10ffff}").unwrap(), "b");
        assert_eq!((beyond("\u{10ffff}"), beyond("")), (None, None));
    }
}
