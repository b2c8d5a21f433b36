//! RTP and RTCP without sockets and clocks: views, reports, reception figures, quality estimate, telephone-event.
//!
//! Times are microseconds since an epoch of the caller's choice, always the same one for one stream.

pub mod classify;
pub mod packet;
pub mod quality;
pub mod reception;
pub mod rtcp;
pub mod telephone_event;

pub use classify::Class;
pub use packet::Packet;
pub use reception::Reception;
