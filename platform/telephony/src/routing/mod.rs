//! Routing: every tenant's numbers, routes, trunks and accounts compiled in memory; answers the switch without SQL.

mod compile;
mod decide;
mod index;
mod service;
mod store;
mod table;

pub use decide::{From, Hop, Question, Shown, Verdict, Why, decide};
pub use service::{Routing, TrunkDoor};
pub use table::{Endpoint, Route, Table, TrunkFacts};
