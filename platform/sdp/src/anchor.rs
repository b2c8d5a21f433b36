//! Our end of one leg: what this leg was told so far, and what it must be told next.

use crate::{
    Attribute, Audio, Codecs, Connection, Direction, MediaLine, Origin, Session,
    attribute::{crosses, values},
    audio::is_plain_rtp,
    codec::{payload_type, share_speech},
};
use std::net::SocketAddr;

/// Why a description cannot be carried over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RelayError {
    /// No audio over plain RTP that is alive: answer 488 (RFC 3261 §21.4.26).
    #[error("no audio over plain RTP in the description")]
    NoAudio,
    /// No speech codec of the offer is in the answer: the leg must be refused with 488.
    #[error("no audio codec in common")]
    NoCommonCodec,
}

/// Our end of one leg. One lives as long as the leg's dialog and is asked for every description we send there.
///
/// Invariants: the session id never changes; the version rises by one exactly when the text changes (RFC 3264 §8);
/// media lines never vanish nor change their order.
#[derive(Debug, Clone)]
pub struct Anchor {
    session_id: u64,
    rtp: SocketAddr,
    rtcp: SocketAddr,
    last: Option<Session>,
}

impl Anchor {
    /// A new leg. `session_id` should be unique and hard to guess (its highest bit is dropped, as some phones read it
    /// signed); `rtp` and `rtcp` are our addresses as this leg reaches them.
    pub fn new(session_id: u64, rtp: SocketAddr, rtcp: SocketAddr) -> Self {
        Self { session_id: session_id & (u64::MAX >> 1), rtp, rtcp, last: None }
    }

    /// The offer to this leg that carries what the other leg described (its offer, or its last description when
    /// calls are joined). Audio only; encryption, ICE and bundling lines are dropped; lines this leg has known
    /// before stay with port 0.
    ///
    /// # Errors
    /// [`RelayError::NoAudio`].
    pub fn offer(&mut self, other: &Session) -> Result<Session, RelayError> {
        let (audio, line) = plain_audio(other)?;
        let session = self.around(other, self.carry(line, audio.direction));
        Ok(self.told(session))
    }

    /// The answer to `offer` (which came from this leg) that carries what the other leg answered. All lines but the
    /// relayed audio get port 0. Formats which this leg did not offer are left out; the payload types are the other
    /// leg's own, as it expects to receive them (RFC 3264 §6.1).
    ///
    /// # Errors
    /// [`RelayError::NoAudio`] when offer or answer have none, [`RelayError::NoCommonCodec`].
    pub fn answer(&mut self, offer: &Session, other: &Session) -> Result<Session, RelayError> {
        let (offered, offered_line) = plain_audio(offer)?;
        let (answered, answered_line) = plain_audio(other)?;
        if !share_speech(&offered.codecs, &answered.codecs) {
            return Err(RelayError::NoCommonCodec);
        }
        let mut line = self.carry(answered_line, answered.direction.and(offered.direction.reversed()));
        keep_offered(&mut line, &answered.codecs, offered_line, &offered.codecs);
        line.protocol.clone_from(&offered_line.protocol);
        drop_feedback(&mut line);
        if offered.rtcp_mux {
            line.attributes.retain(|attribute| attribute.name != "rtcp");
            line.attributes.push(Attribute::flag("rtcp-mux"));
        }
        let mut session = self.frame(other);
        session.media = offer.media.iter().map(refused).collect();
        if let Some(slot) = session.media.get_mut(offered.line) {
            *slot = line;
        }
        Ok(self.told(session))
    }

    /// An answer that refuses every line of the offer.
    pub fn refuse(&mut self, offer: &Session) -> Session {
        let mut session = self.frame(&Session::default());
        session.media = offer.media.iter().map(refused).collect();
        self.told(session)
    }

    /// An offer of our own: PCMA, PCMU, G.722, Opus, telephone-event; for legs that were invited without an offer.
    pub fn offer_all(&mut self) -> Session {
        let line = MediaLine {
            media: "audio".into(),
            protocol: "RTP/AVP".into(),
            formats: ["8", "0", "9", "111", "101", "110"].map(Into::into).into(),
            attributes: vec![
                Attribute::with("rtpmap", "8 PCMA/8000"),
                Attribute::with("rtpmap", "0 PCMU/8000"),
                Attribute::with("rtpmap", "9 G722/8000"),
                Attribute::with("rtpmap", "111 opus/48000/2"),
                Attribute::with("fmtp", "111 useinbandfec=1"),
                Attribute::with("rtpmap", "101 telephone-event/8000"),
                Attribute::with("fmtp", "101 0-16"),
                Attribute::with("rtpmap", "110 telephone-event/48000"),
                Attribute::with("fmtp", "110 0-16"),
                Attribute::with("ptime", "20"),
            ],
            ..MediaLine::default()
        };
        let session = self.around(&Session::default(), self.carry(&line, Direction::SendRecv));
        self.told(session)
    }

    /// What we told this leg last, with another direction and a new version: hold and resume of our own.
    /// Nothing when it has no live audio.
    pub fn redirect(&mut self, direction: Direction) -> Option<Session> {
        let mut session = self.last.clone()?;
        let line = session.media.iter_mut().find(|line| line.is_plain_audio())?;
        line.attributes.retain(|attribute| Direction::from_name(&attribute.name).is_none());
        line.attributes.push(Attribute::flag(direction.name()));
        Some(self.told(session))
    }

    /// What we told this leg last.
    pub fn last(&self) -> Option<&Session> {
        self.last.as_ref()
    }

    /// Our RTP address on this leg.
    pub fn rtp(&self) -> SocketAddr {
        self.rtp
    }

    /// A description of ours without media: origin and address ours, attributes of the other where they cross.
    fn frame(&self, other: &Session) -> Session {
        let address = Connection::of(self.rtp.ip());
        Session {
            origin: Origin {
                username: "-".into(),
                session_id: self.session_id.to_string(),
                version: "1".into(),
                address: address.clone(),
            },
            name: "-".into(),
            connection: Some(address),
            bandwidth: other.bandwidth.clone(),
            attributes: other.attributes.iter().filter(|attribute| crosses(attribute)).cloned().collect(),
            timing: vec![('t', "0 0".into())],
            ..Session::default()
        }
    }

    /// An offer with `line` in this leg's audio slot and this leg's other lines refused.
    fn around(&self, other: &Session, mut line: MediaLine) -> Session {
        let known = self.last.as_ref().map_or(&[][..], |last| &last.media);
        let slot = known
            .iter()
            .position(MediaLine::is_plain_audio)
            .or_else(|| known.iter().position(|line| line.is_audio() && is_plain_rtp(&line.protocol)));
        let mut session = self.frame(other);
        session.media = known.iter().map(refused).collect();
        match slot.and_then(|slot| session.media.get_mut(slot)) {
            Some(place) => {
                line.protocol.clone_from(&place.protocol);
                drop_feedback(&mut line);
                *place = line;
            }
            None => session.media.push(line),
        }
        session
    }

    /// The other leg's audio line with our port, without what ends at us.
    fn carry(&self, line: &MediaLine, direction: Direction) -> MediaLine {
        let mut attributes: Vec<_> = line.attributes.iter().filter(|a| crosses(a)).cloned().collect();
        if Some(self.rtcp) != self.rtp.port().checked_add(1).map(|port| SocketAddr::new(self.rtp.ip(), port))
        {
            let rtcp = Connection::of(self.rtcp.ip());
            attributes.push(Attribute::with(
                "rtcp",
                format!("{} IN {} {}", self.rtcp.port(), rtcp.kind, rtcp.address),
            ));
        }
        attributes.push(Attribute::flag(direction.name()));
        let mut carried = MediaLine {
            media: "audio".into(),
            port: self.rtp.port(),
            protocol: line.protocol.clone(),
            formats: line.formats.clone(),
            bandwidth: line.bandwidth.clone(),
            attributes,
            ..MediaLine::default()
        };
        drop_feedback(&mut carried);
        carried
    }

    /// Numbers the description and remembers it.
    fn told(&mut self, mut session: Session) -> Session {
        if let Some(last) = &self.last {
            session.origin.version.clone_from(&last.origin.version);
            if session != *last {
                let version = last.origin.version_number().unwrap_or(0).wrapping_add(1);
                session.origin.version = version.to_string();
            }
        }
        self.last = Some(session.clone());
        session
    }
}

fn plain_audio(session: &Session) -> Result<(Audio, &MediaLine), RelayError> {
    let audio = Audio::of(session).ok_or(RelayError::NoAudio)?;
    let line = session.media.get(audio.line).ok_or(RelayError::NoAudio)?;
    Ok((audio, line))
}

/// The line as an answer or a later offer refuses it: port 0, formats kept because one at least must stand there.
fn refused(line: &MediaLine) -> MediaLine {
    MediaLine {
        media: line.media.clone(),
        protocol: line.protocol.clone(),
        formats: line.formats.clone(),
        ..MediaLine::default()
    }
}

/// Leaves in the answered line only formats whose encoding was offered, with their `rtpmap`, `fmtp` and feedback.
fn keep_offered(line: &mut MediaLine, answered: &Codecs, offered_line: &MediaLine, offered: &Codecs) {
    line.formats.retain(|format| {
        match answered.iter().find(|codec| payload_type(format) == Some(codec.payload_type)) {
            Some(codec) => offered.iter().any(|other| other.same_encoding(codec)),
            None => offered_line.formats.contains(format),
        }
    });
    let MediaLine { formats, attributes, .. } = line;
    attributes.retain(|attribute| {
        let format = attribute.value.as_deref().and_then(|value| value.split_whitespace().next());
        !matches!(attribute.name.as_str(), "rtpmap" | "fmtp" | "rtcp-fb")
            || format.is_some_and(|format| format == "*" || formats.iter().any(|kept| kept == format))
    });
}

/// Feedback lines (RFC 4585) belong to `RTP/AVPF` alone.
fn drop_feedback(line: &mut MediaLine) {
    if line.protocol.eq_ignore_ascii_case("RTP/AVP") && values(&line.attributes, "rtcp-fb").next().is_some() {
        line.attributes.retain(|attribute| attribute.name != "rtcp-fb");
    }
}

#[cfg(test)]
#[path = "anchor_tests.rs"]
mod tests;
