//! The exchange on loopback: phones that speak raw SIP register, call, hold, transfer; carriers, scanners, drains.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod calls;
mod rig;
mod running;
mod strangers;
mod transfers;
mod trunks;
