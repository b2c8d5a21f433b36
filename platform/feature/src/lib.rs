//! The feature crate; see platform/ARCHITECTURE.md.
