//! The sip-transport crate; see platform/ARCHITECTURE.md.
