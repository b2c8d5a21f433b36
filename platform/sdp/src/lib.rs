//! The sdp crate; see platform/ARCHITECTURE.md.
