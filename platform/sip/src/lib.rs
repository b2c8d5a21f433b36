//! The sip crate; see platform/ARCHITECTURE.md.
