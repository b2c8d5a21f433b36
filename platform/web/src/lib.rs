//! The web crate; see platform/ARCHITECTURE.md.
