//! The switch crate; see platform/ARCHITECTURE.md.
