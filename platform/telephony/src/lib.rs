//! The telephony crate; see platform/ARCHITECTURE.md.
