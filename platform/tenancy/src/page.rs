//! Paging by cursor: the sort value and id of the last row, opaque to clients.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::id::Uuid;
use sea_orm::Value;
use sea_orm::sea_query::Order;
use serde::{Deserialize, Serialize};

use crate::{Error, Result};

const DEFAULT_ROWS: u32 = 50;
const MOST_ROWS: u32 = 1000;
/// How far rows are counted: a list of millions must not be read to say how long it is.
pub(crate) const MOST_COUNTED: u64 = 10_000;

/// Which way a list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortOrder {
    /// Smallest first.
    #[default]
    Ascending,
    /// Largest first.
    Descending,
}

/// Which page of a list.
#[derive(Debug, Clone, Default)]
pub struct PageRequest {
    /// Rows per page, 1 to 1000; 0 means 50.
    pub limit: u32,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Which way.
    pub order: SortOrder,
    /// Whether to count the list's rows too.
    pub total: bool,
}

impl From<SortOrder> for Order {
    fn from(order: SortOrder) -> Self {
        match order {
            SortOrder::Ascending => Self::Asc,
            SortOrder::Descending => Self::Desc,
        }
    }
}

impl PageRequest {
    pub(crate) fn rows(&self) -> u64 {
        let limit = if self.limit == 0 { DEFAULT_ROWS } else { self.limit };
        u64::from(limit.min(MOST_ROWS))
    }
}

/// One page.
#[derive(Debug, Clone)]
pub struct Rows<T> {
    /// The rows.
    pub items: Vec<T>,
    /// The cursor of the next page, where there is one.
    pub next: Option<String>,
    /// How many rows the list has over all pages, where that was asked.
    pub total: Option<Total>,
}

/// How many rows a list has: exact up to 10,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// So many rows.
    pub count: u64,
    /// There are more than that.
    pub more: bool,
}

impl Total {
    /// Of a list of which `count` rows were seen.
    pub fn of(count: u64) -> Self {
        Self { count: count.min(MOST_COUNTED), more: count > MOST_COUNTED }
    }
}

/// Where the page before ended.
#[derive(Debug, PartialEq)]
pub(crate) struct Cursor {
    pub(crate) value: Value,
    pub(crate) id: Uuid,
}

/// The cursor's text: base64 of this as JSON. It names its sorting, so it cannot be carried to another list.
#[derive(Serialize, Deserialize)]
struct Envelope {
    by: String,
    down: bool,
    value: Plain,
    id: Uuid,
}

#[derive(Serialize, Deserialize)]
enum Plain {
    Text(String),
    Integer(i64),
    Real(f64),
    Id(Uuid),
    Bool(bool),
}

impl Cursor {
    pub(crate) fn of(value: Value, id: Value) -> Result<Self> {
        match id {
            Value::Uuid(Some(id)) => Ok(Self { value, id }),
            _ => Err(Error::Cursor),
        }
    }

    pub(crate) fn text(self, by: &str, order: SortOrder) -> Result<String> {
        let value = match self.value {
            Value::String(Some(text)) => Plain::Text(text),
            Value::BigInt(Some(number)) => Plain::Integer(number),
            Value::Int(Some(number)) => Plain::Integer(number.into()),
            Value::Double(Some(number)) => Plain::Real(number),
            Value::Uuid(Some(id)) => Plain::Id(id),
            Value::Bool(Some(truth)) => Plain::Bool(truth),
            _ => return Err(Error::Cursor),
        };
        let envelope =
            Envelope { by: by.to_owned(), down: order == SortOrder::Descending, value, id: self.id };
        let json = serde_json::to_vec(&envelope).map_err(|_| Error::Cursor)?;
        Ok(URL_SAFE_NO_PAD.encode(json))
    }

    pub(crate) fn parse(text: &str, by: &str, order: SortOrder) -> Result<Self> {
        let json = URL_SAFE_NO_PAD.decode(text).map_err(|_| Error::Cursor)?;
        let envelope: Envelope = serde_json::from_slice(&json).map_err(|_| Error::Cursor)?;
        if envelope.by != by || envelope.down != (order == SortOrder::Descending) {
            return Err(Error::Cursor);
        }
        let value = match envelope.value {
            Plain::Text(text) => text.into(),
            Plain::Integer(number) => number.into(),
            Plain::Real(number) => number.into(),
            Plain::Id(id) => id.into(),
            Plain::Bool(truth) => truth.into(),
        };
        Ok(Self { value, id: envelope.id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_is_exact_up_to_its_bound() {
        assert_eq!(Total::of(10_000), Total { count: 10_000, more: false });
        assert_eq!(Total::of(10_001), Total { count: 10_000, more: true });
    }

    #[test]
    fn a_cursor_goes_both_ways_and_only_to_its_own_list() {
        let cursor = || Cursor { value: "Ünal, 7".into(), id: Uuid::from_u128(9) };
        let text = cursor().text("name", SortOrder::Ascending).unwrap();
        assert_eq!(Cursor::parse(&text, "name", SortOrder::Ascending).unwrap(), cursor());
        assert!(Cursor::parse(&text, "number", SortOrder::Ascending).is_err());
        assert!(Cursor::parse(&text, "name", SortOrder::Descending).is_err());
        assert!(Cursor::parse("bm9wZQ", "name", SortOrder::Ascending).is_err());
    }
}
