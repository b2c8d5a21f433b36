//! The rtp crate; see platform/ARCHITECTURE.md.
