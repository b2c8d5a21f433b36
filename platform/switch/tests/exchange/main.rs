//! The exchange on loopback: phones that speak raw SIP register, call, hold, transfer; carriers, scanners, drains.

mod calls;
mod rig;
