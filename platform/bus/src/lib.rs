//! The bus crate; see platform/ARCHITECTURE.md.
