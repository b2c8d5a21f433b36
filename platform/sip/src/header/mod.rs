//! Headers as typed views: read in place, without allocation, when asked for.

mod address;
mod auth;
mod content;
mod date;
mod event;
mod name;
mod params;
mod reason;
mod sequence;
mod session;
mod via;

pub use address::{Address, Contact, ContactAddress};
pub use auth::{Authorization, Challenge};
pub use content::ContentType;
pub use date::Date;
pub use event::{Event, SubscriptionState};
pub use name::HeaderName;
pub use params::{Params, Quoted, unquote};
pub use reason::Reason;
pub use sequence::{CSeq, RAck};
pub use session::{Refresher, Replaces, SessionExpires};
pub use via::{FilledVia, Via};

pub(crate) use address::AddressParts;
pub(crate) use name::HeaderId;
pub(crate) use params::{CommaList, first_value};
pub(crate) use sequence::read_cseq;
pub(crate) use via::ViaParts;
