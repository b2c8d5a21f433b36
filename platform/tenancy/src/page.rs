//! Paging by cursor: the sort value and id of the last row, opaque to clients.

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
}

/// One page.
#[derive(Debug, Clone)]
pub struct Rows<T> {
    /// The rows.
    pub items: Vec<T>,
    /// The cursor of the next page, where there is one.
    pub next: Option<String>,
}
