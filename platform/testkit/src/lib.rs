//! The testkit crate; see platform/ARCHITECTURE.md.
