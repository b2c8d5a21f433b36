//! Desk phones: each fetches its configuration from an address of its own, whose token is kept as a hash alone.

mod api;
mod fetch;
mod phone;
mod store;
mod view;

pub use api::routes;
pub(super) use fetch::{Fetching, fetch};
pub use phone::{DeskPhone, DeskPhoneChange, NewDeskPhone};

use web::Order;

/// What desk phones are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneOrder {
    /// Name.
    Name,
    /// MAC address.
    Mac,
    /// When added.
    Created,
}

impl Order for PhoneOrder {
    const FIELDS: &'static [(&'static str, Self)] =
        &[("name", Self::Name), ("mac", Self::Mac), ("created_at", Self::Created)];
}
