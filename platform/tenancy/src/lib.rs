//! The tenancy crate; see platform/ARCHITECTURE.md.
