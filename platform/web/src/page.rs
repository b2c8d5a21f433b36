//! Lists: cursor paging, sorting, searching and filtering, read from the query string with clear errors.

use std::borrow::Cow;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tenancy::{PageRequest, Rows, SortOrder, Total};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::Problem;

/// The biggest page a client may ask for.
pub const MAX_LIMIT: u32 = 500;
const DEFAULT_LIMIT: u32 = 50;
const MAX_SEARCH_CHARS: usize = 200;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows, in the order asked for.
    pub items: Vec<T>,
    /// The cursor of the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many rows the list has over all pages, where `total=true` was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Total>,
}

impl<T> Page<T> {
    /// A list that is one page.
    pub const fn whole(items: Vec<T>) -> Self {
        Self { items, next: None, total: None }
    }

    /// The page of what a query gave, each row turned into its shape outside.
    pub fn of<M>(rows: Rows<M>, turn: impl FnMut(M) -> T) -> Self {
        Self { items: rows.items.into_iter().map(turn).collect(), next: rows.next, total: rows.total }
    }

    /// The page of what a query gave, where a row may not have a shape outside.
    ///
    /// # Errors
    /// The first that `turn` answers.
    pub fn try_of<M, E>(rows: Rows<M>, turn: impl FnMut(M) -> Result<T, E>) -> Result<Self, E> {
        let items = rows.items.into_iter().map(turn).collect::<Result<_, _>>()?;
        Ok(Self { items, next: rows.next, total: rows.total })
    }

    /// The same page of other rows.
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(turn).collect(), next: self.next, total: self.total }
    }
}

impl<T: ToSchema> PartialSchema for Page<T> {
    fn schema() -> RefOr<Schema> {
        let items = ArrayBuilder::new().items(Ref::from_schema_name(T::name()));
        let next = ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("The cursor of the next page; absent on the last one."));
        let count = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0));
        let more = ObjectBuilder::new()
            .schema_type(Type::Boolean)
            .description(Some("There are more: rows are counted to 10,000 and no further."));
        let total = ObjectBuilder::new()
            .property("count", count)
            .required("count")
            .property("more", more)
            .required("more")
            .description(Some("How many rows there are over all pages, where `total=true` was asked."));
        let page = ObjectBuilder::new().property("items", items).required("items");
        page.property("next", next).property("total", total).into()
    }
}

impl<T: ToSchema> ToSchema for Page<T> {
    /// `UserPage`: a page of each type is a schema of its own.
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("{}Page", T::name()))
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}

/// What a list can be sorted by. Implemented for the column enum of a store.
///
/// Invariant: the columns listed are never NULL, else the cursor would lose rows.
pub trait Order: Copy + Send + Sync + 'static {
    /// Names in the query string and their columns; the first is the default.
    const FIELDS: &'static [(&'static str, Self)];
    /// Whether the default goes from high to low.
    const DESCENDING: bool = false;
}

/// Filters of a list: a struct of optional fields, documented by `utoipa::IntoParams`.
pub trait Filter: DeserializeOwned + utoipa::IntoParams + Default + 'static {}
impl<T: DeserializeOwned + utoipa::IntoParams + Default + 'static> Filter for T {}

/// No filters.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct NoFilter {}

impl utoipa::IntoParams for NoFilter {
    fn into_params(
        _: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>,
    ) -> Vec<utoipa::openapi::path::Parameter> {
        Vec::new()
    }
}

/// What a client asked of a list: `?limit=&cursor=&sort=name|-name&search=` and the filters of `F`.
#[derive(Debug, Clone)]
pub struct Listing<O, F = NoFilter> {
    /// How many rows at most, 1…[`MAX_LIMIT`].
    pub limit: u32,
    /// The column to sort by; ties are broken by id in the same direction.
    pub order: O,
    /// High to low.
    pub descending: bool,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Words to look for, trimmed, never empty.
    pub search: Option<String>,
    /// Whether to tell how many rows there are over all pages.
    pub total: bool,
    /// The slice's own filters.
    pub filter: F,
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    limit: Option<u32>,
    cursor: Option<String>,
    sort: Option<String>,
    search: Option<String>,
    total: Option<bool>,
}

impl<O: Order, F: Filter> Listing<O, F> {
    /// Reads a query string; a name that is not known is an error, not silence.
    ///
    /// # Errors
    /// 400 with the pointer naming the parameter.
    pub fn parse(query: &str) -> Result<Self, Problem> {
        crate::query::known_names::<F>(query, &["limit", "cursor", "sort", "search", "total"])?;
        let asked: Asked = crate::query::read(query)?;
        let filter: F = crate::query::read(query)?;
        let (order, descending) = sorting::<O>(asked.sort.as_deref())?;
        let limit = asked.limit.unwrap_or(DEFAULT_LIMIT);
        if limit == 0 || limit > MAX_LIMIT {
            return Err(wrong("limit", format!("limit must be between 1 and {MAX_LIMIT}")));
        }
        let search = asked.search.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if search.as_ref().is_some_and(|text| text.chars().count() > MAX_SEARCH_CHARS) {
            return Err(wrong("search", format!("search must have at most {MAX_SEARCH_CHARS} characters")));
        }
        let total = asked.total.unwrap_or(false);
        Ok(Self { limit, order, descending, cursor: asked.cursor, search, total, filter })
    }

    /// The request for [`tenancy::Find::page`].
    pub fn request(&self) -> PageRequest {
        let order = if self.descending { SortOrder::Descending } else { SortOrder::Ascending };
        PageRequest { limit: self.limit, cursor: self.cursor.clone(), order, total: self.total }
    }
}

impl<T> Page<T> {
    /// A page of a list that is in memory; `place` gives what it is sorted by and the id that breaks ties.
    ///
    /// # Errors
    /// 400 for a cursor that is none.
    pub fn of_memory<O: Order, F: Filter>(
        mut all: Vec<T>,
        listing: &Listing<O, F>,
        place: impl Fn(&T) -> (String, String),
    ) -> Result<Self, Problem> {
        let total = listing.total.then(|| Total::of(u64::try_from(all.len()).unwrap_or(u64::MAX)));
        all.sort_by_cached_key(&place);
        if listing.descending {
            all.reverse();
        }
        if let Some(cursor) = &listing.cursor {
            let after = read_place(cursor)?;
            let passed =
                |item: &T| if listing.descending { place(item) >= after } else { place(item) <= after };
            all.drain(..all.partition_point(passed));
        }
        let limit = usize::try_from(listing.limit).unwrap_or(usize::MAX);
        let more = all.len() > limit;
        all.truncate(limit);
        let next = all.last().filter(|_| more).map(|last| write_place(&place(last)));
        Ok(Self { items: all, next, total })
    }
}

fn write_place(place: &(String, String)) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::json!(place).to_string())
}

fn read_place(cursor: &str) -> Result<(String, String), Problem> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
    let place = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    place.ok_or_else(|| wrong("cursor", "this cursor was not given out by this list".into()))
}

fn sorting<O: Order>(asked: Option<&str>) -> Result<(O, bool), Problem> {
    let Some(asked) = asked.filter(|text| !text.is_empty()) else {
        let (_, order) = O::FIELDS.first().ok_or_else(|| wrong("sort", "this list has one order".into()))?;
        return Ok((*order, O::DESCENDING));
    };
    let (name, descending) = asked.strip_prefix('-').map_or((asked, false), |name| (name, true));
    let names = || O::FIELDS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let found = O::FIELDS.iter().find(|(known, _)| *known == name);
    let (_, order) = found.ok_or_else(|| wrong("sort", format!("sort must be one of: {}", names())))?;
    Ok((*order, descending))
}

fn wrong(name: &str, detail: String) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "query.invalid", detail).at(format!("/{name}"))
}

impl<O: Order, F: Filter> FromRequest for Listing<O, F> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::parse(request.query_string()))
    }
}

impl<O: Order, F: Filter> crate::describe::Input for Listing<O, F> {
    fn describe(operation: &mut crate::describe::Operation) {
        let sorts = O::FIELDS.iter().flat_map(|(name, _)| [(*name).to_owned(), format!("-{name}")]);
        operation.query(
            "limit",
            serde_json::json!({"type":"integer","minimum":1,"maximum":MAX_LIMIT,"default":DEFAULT_LIMIT}),
            "How many rows at most.",
        );
        operation.query("cursor", serde_json::json!({"type":"string"}), "`next` of the page before.");
        operation.query(
            "sort",
            serde_json::json!({"type":"string","enum":sorts.collect::<Vec<_>>()}),
            "The order; `-` means from high to low.",
        );
        operation.query(
            "search",
            serde_json::json!({"type":"string","maxLength":MAX_SEARCH_CHARS}),
            "Words to look for.",
        );
        operation.query(
            "total",
            serde_json::json!({"type":"boolean","default":false}),
            "Tells how many rows there are over all pages, exactly up to 10,000.",
        );
        operation.params::<F>();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, Copy, PartialEq)]
    enum Column {
        Name,
        Created,
    }

    impl Order for Column {
        const FIELDS: &'static [(&'static str, Self)] =
            &[("name", Self::Name), ("created_at", Self::Created)];
    }

    type Plain = Listing<Column>;

    #[test]
    fn defaults_and_descending_order() {
        let plain = Plain::parse("").unwrap();
        assert_eq!((plain.limit, plain.order, plain.descending), (50, Column::Name, false));
        let sorted = Plain::parse("sort=-created_at&limit=3&search=%20ana%20").unwrap();
        assert_eq!((sorted.order, sorted.descending), (Column::Created, true));
        assert_eq!(sorted.search.as_deref(), Some("ana"));
    }

    #[test]
    fn unknown_names_and_values_are_named() {
        for (query, pointer) in [
            ("sort=colour", "/sort"),
            ("limit=0", "/limit"),
            ("limit=many", "/limit"),
            ("colour=red", "/colour"),
        ] {
            let problem = Plain::parse(query).unwrap_err();
            assert_eq!(problem.status(), StatusCode::BAD_REQUEST, "{query}");
            assert_eq!(problem.field(), Some(pointer), "{query}");
        }
    }

    #[test]
    fn a_list_in_memory_is_paged_both_ways_without_gaps() {
        for (sort, first) in [("name", "item 0"), ("-name", "item 6")] {
            let (mut seen, mut cursor) = (Vec::new(), String::new());
            loop {
                let listing = Plain::parse(&format!("limit=3&sort={sort}&cursor={cursor}")).unwrap();
                let all = (0..7).map(|n| format!("item {n}")).collect();
                let page =
                    Page::of_memory(all, &listing, |item: &String| (item.clone(), item.clone())).unwrap();
                seen.extend(page.items);
                let Some(next) = page.next else { break };
                cursor = next;
            }
            assert_eq!((seen.len(), seen[0].as_str()), (7, first));
        }
        let wrong = Plain::parse("cursor=zz").unwrap();
        assert!(Page::of_memory(Vec::<String>::new(), &wrong, |it| (it.clone(), it.clone())).is_err());
    }
}
