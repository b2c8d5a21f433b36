//! The call crate; see platform/ARCHITECTURE.md.
