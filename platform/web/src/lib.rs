//! The HTTP edge: guards, problem details, lists, OpenAPI, the event socket. See README.md.

mod admit;
mod allow;
mod authority;
mod budget;
mod bulk;
mod client;
pub mod cookie;
pub mod describe;
mod events;
mod gate;
mod idempotent;
mod json;
mod layer;
pub mod openapi;
mod page;
mod permission;
mod problem;
mod query;
mod routes;
mod seen;
mod shown;
mod sip_socket;
mod site;
mod tag;
mod upload;

pub use actix_web::web::Data;
pub use admit::{Staff, TENANT_HEADER, stranger};
pub use allow::Allow;
pub use authority::{Authority, Consent, Grants, Person, Proof, Reach};
pub use bulk::{Affected, Bulk, BulkReport, Effect, MOST_AT_ONCE, Refused};
pub use client::{Client, Net};
pub use cookie::Credential;
pub use gate::{Gate, WebConfig};
pub use idempotent::KEY_HEADER;
pub use json::{Cookied, Created, JSON_BYTES, Json, NoContent, TEXT_BYTES, Text, parse};
pub use page::{Filter, Listing, MAX_LIMIT, NoFilter, Order, Page};
pub use permission::{
    Arriving, Level, Permission, PermissionFacts, Permissions, Recognised, SignedIn, Standing,
    is_for_everybody,
};
pub use problem::{Position, Problem, ProblemDetails, Result, status_of};
pub use query::{Path, Query};
pub use routes::{OperationFacts, Routes};
pub use seen::Seen;
pub use shown::{Own, Shown};
pub use sip_socket::SipSocket;
pub use site::Site;
pub use tag::{IfMatch, Tagged};
pub use upload::{UPLOAD_BYTES, Upload};
