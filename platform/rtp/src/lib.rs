//! RTP and RTCP without sockets and clocks: views, reports, reception figures, quality estimate, telephone-event.

pub mod quality;
