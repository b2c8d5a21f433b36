//! Traces: what happened in each call, kept as files for some days and shown as a ladder (PBX-6).

mod ladder;
mod segment;
mod service;

pub use ladder::{CallTrace, Figures, Message, Step};
pub use service::{TraceConfig, TraceFault, Traces};
