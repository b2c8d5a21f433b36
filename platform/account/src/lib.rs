//! The account crate; see platform/ARCHITECTURE.md.
