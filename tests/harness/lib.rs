//! What the scenarios stand on: the server as a process, clients of its doors, and real peers as objects.

pub mod audio;
pub mod browser;
pub mod credentials;
pub mod failure;
pub mod http;
pub mod live;
pub mod peers;
pub mod phone;
pub mod ports;
pub mod postgres;
pub mod process;
pub mod server;
pub mod sheet;
pub mod sipp;
pub mod told;
pub mod wait;

pub use audio::{Heard, Voice};
pub use browser::Browser;
pub use credentials::{Account, Person, Tenant};
pub use failure::{Failure, Result, Story};
pub use http::{Client, Reply};
pub use live::{Live, Message};
pub use phone::{Call, Kind, Phone, Transport};
pub use server::{Database, Server};
pub use sipp::{Sipp, Tally};
pub use told::Told;
