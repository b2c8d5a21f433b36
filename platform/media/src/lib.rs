//! The media crate; see platform/ARCHITECTURE.md.
