//! The words everybody shares: ids, time, numbers, destinations, causes, bindings and kinds of error.
//!
//! Invariant: nothing here reads a clock, draws randomness or touches I/O, save [`system`], which exists
//! only with the feature `system` and is what the adapters pass down.

pub mod binding;
pub mod cause;
pub mod destination;
pub mod emergency;
pub mod fault;
pub mod id;
pub mod network;
pub mod pace;
pub mod phone;
pub mod rng;
#[cfg(feature = "schema")]
mod schema;
#[cfg(feature = "system")]
pub mod system;
pub mod text;
pub mod time;

pub use binding::{Binding, Wire};
pub use cause::Cause;
pub use destination::{Destination, DestinationKind};
pub use fault::{Fault, FaultKind};
pub use network::Network;
pub use pace::Pace;
pub use phone::PhoneNumber;
pub use rng::Rng;
pub use time::{Clock, Timestamp};
