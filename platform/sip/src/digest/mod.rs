//! Digest authentication (RFC 7616, RFC 8760; RFC 2617 without qop): server with stateless nonces, and client.

mod hash;
mod nonce;
mod respond;
mod verify;

pub use hash::{Algorithm, Ha1};
pub use respond::Responder;
pub use verify::{Challenger, Verdict};
