//! End-to-end scenarios with real peers.
