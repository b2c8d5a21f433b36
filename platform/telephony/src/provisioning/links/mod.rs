//! One-time links: an address that sets up one softphone, opened once.
//!
//! What counts as opening. Reading the page does not, so that a chat program that previews an address burns nothing;
//! pressing its button does (a POST), and so does a phone that asks for its configuration, told by the header that
//! Linphone sends, by its name, or by `?format=xml`.

mod api;
mod link;
mod open;
mod qr;
mod store;

pub use api::routes;
pub use link::{Account, How, NewSetupLink, Offer, SetupLink};
pub(super) use open::{Opening, open};
pub(super) use store::forget;
