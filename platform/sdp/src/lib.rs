//! Session descriptions (RFC 8866) and the offer/answer rules (RFC 3264) that a back-to-back user agent needs.
//!
//! * [`Session::parse`] / [`Session::to_bytes`]: a bounded model that keeps what it does not know.
//! * [`Audio`]: the one audio stream which a call relays, read out of a description.
//! * [`Anchor`]: our own end of one leg. It turns what the other leg said into what this leg must be told, with our
//!   address, our `o=` line and its version, and this leg's order of media lines.

mod agreed;
mod anchor;
mod attribute;
mod audio;
mod codec;
mod keep;
mod model;
mod negotiate;
mod parse;
mod write;

pub use anchor::{Anchor, RelayError};
pub use attribute::{Attribute, Direction};
pub use audio::Audio;
pub use codec::{Codec, Codecs, has_common_audio_codec, payload_types_agree};
pub use model::{Connection, MediaLine, Origin, Session};
pub use negotiate::{AnswerError, validate_answer};
pub use parse::{ParseError, limits};
