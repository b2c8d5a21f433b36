//! The driver's half of a leg: its SIP session, and our end of its media.

use std::net::SocketAddr;
use std::rc::Rc;

use bytes::Bytes;
use call::{Description, LegId};
use media::{Remote, StreamId};
use sdp::{Anchor, Audio, Session};
use sip::flow::Flow;
use sip::session::{ReferId, SessionId};

use crate::exchange::{CallHandle, Exchange, Owner};
use crate::ports::CodecNames;

/// Why a leg cannot be told a description.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    #[error("the description cannot be read")]
    Unreadable(#[from] sdp::ParseError),
    #[error("the descriptions have nothing in common")]
    Incompatible(#[from] sdp::RelayError),
    #[error("no media stream")]
    Media(#[from] media::MediaError),
    #[error("the session does not take it")]
    Session(#[from] sip::session::SessionError),
}

/// One leg of a call.
pub(crate) struct LegDriver {
    pub id: LegId,
    pub session: SessionId,
    pub media: MediaEnd,
    /// A re-offer that waits until the session can take it.
    pub waiting: Option<(Description, bool)>,
    pub refer: Option<ReferId>,
}

impl LegDriver {
    pub fn new(id: LegId, session: SessionId, media: MediaEnd) -> Self {
        Self { id, session, media, waiting: None, refer: None }
    }
}

/// Our end of a leg's media: the stream, and the descriptions that go with it.
pub(crate) struct MediaEnd {
    flow: Flow,
    pub stream: Option<StreamId>,
    anchor: Option<Box<Anchor>>,
    /// The party's offer that has not been answered.
    pub offer: Option<Bytes>,
    /// The other party's description that this one was told last.
    told: Option<Bytes>,
    /// The codecs that the party may use; none: whatever both sides know.
    codecs: Option<CodecNames>,
    /// It was offered by us what it was told last, and has not accepted it (yet).
    pub proposed: bool,
}

impl MediaEnd {
    /// Towards a party that is signalled with over this flow and may use these codecs.
    pub const fn new(flow: Flow, offer: Option<Bytes>, codecs: Option<CodecNames>) -> Self {
        Self { flow, stream: None, anchor: None, offer, told: None, codecs, proposed: false }
    }

    /// The party's description as calls carry it, with the codecs that it may use.
    pub fn description(&self, sdp: Bytes) -> Option<Description> {
        description(sdp, self.codecs.as_deref())
    }

    /// Opens the stream if there is none, and tells it where the party is once that is known.
    pub fn open(&mut self, exchange: &Rc<Exchange>, call: &CallHandle, leg: LegId) -> Result<(), Trouble> {
        if self.stream.is_some() {
            return Ok(());
        }
        let (stream, rtp) = exchange.open_stream(self.flow)?;
        let rtp = exchange.announced(rtp);
        let rtcp = SocketAddr::new(rtp.ip(), rtp.port().saturating_add(1));
        let session_id = kernel::rng::draw_u64(exchange.rng.as_ref()) >> 2;
        self.anchor = Some(Box::new(Anchor::new(session_id, rtp, rtcp)));
        self.stream = Some(stream);
        exchange.streams.borrow_mut().insert(stream, Owner { call: call.clone(), leg });
        if let Some(offer) = &self.offer {
            self.hear(exchange, offer);
        }
        Ok(())
    }

    /// The party's description stands: its media goes where it says.
    pub fn hear(&self, exchange: &Exchange, description: &[u8]) {
        let audio = Session::parse(description).ok().and_then(|session| Audio::of(&session));
        if let (Some(stream), Some(audio)) = (self.stream, audio) {
            exchange.media.set_remote(stream, Remote::of(&audio, self.flow.peer.ip()));
        }
    }

    /// The text of an offer to this party; `None`: the exchange's own.
    pub fn write_offer(&mut self, other: Option<&Description>, resume: bool) -> Result<Vec<u8>, Trouble> {
        let Some(anchor) = &mut self.anchor else { return Err(sdp::RelayError::NoAudio.into()) };
        let Some(other) = other else {
            let Some(codecs) = &self.codecs else { return Ok(anchor.offer_all().to_bytes()) };
            let mut all = anchor.clone().offer_all();
            all.keep_codecs(codecs);
            return Ok(anchor.offer(&all)?.to_bytes());
        };
        let mut session = Session::parse(&other.sdp)?;
        if self.codecs.as_ref().is_some_and(|codecs| !session.keep_codecs(codecs)) {
            return Err(sdp::RelayError::NoCommonCodec.into());
        }
        if resume {
            set_both_ways(&mut session);
        }
        let written = anchor.offer(&session)?.to_bytes();
        self.told = Some(other.sdp.clone());
        Ok(written)
    }

    /// The text of the answer to this party's open offer, or of our offer where it made none.
    pub fn write_answer(&mut self, other: &Description) -> Result<Vec<u8>, Trouble> {
        let Some(offer) = &self.offer else { return self.write_offer(Some(other), true) };
        let Some(anchor) = &mut self.anchor else { return Err(sdp::RelayError::NoAudio.into()) };
        let written = anchor.answer(&Session::parse(offer)?, &Session::parse(&other.sdp)?)?.to_bytes();
        self.told = Some(other.sdp.clone());
        Ok(written)
    }

    /// The answer to a proposal that concerns nobody else: what this party was told last, once more.
    pub fn write_again(&mut self) -> Result<Vec<u8>, Trouble> {
        match self.told.clone().filter(|_| self.offer.is_some()) {
            Some(sdp) => self.write_answer(&Description { sdp, held: false }),
            None => self.last_told().ok_or_else(|| sdp::RelayError::NoAudio.into()),
        }
    }

    /// Whether an offer of the other's description, hold lifted, would change nothing for this party, which described
    /// itself as `own` last.
    pub fn has_agreed(&self, own: &Description, other: &Description) -> bool {
        let Some(anchor) = self.anchor.as_deref().filter(|_| !self.proposed) else { return false };
        let (Ok(own), Ok(mut other)) = (Session::parse(&own.sdp), Session::parse(&other.sdp)) else {
            return false;
        };
        set_both_ways(&mut other);
        anchor.has_agreed(&own, &other)
    }

    /// What this party was told last, as it stands.
    pub fn last_told(&self) -> Option<Vec<u8>> {
        self.anchor.as_deref().and_then(Anchor::last).map(Session::to_bytes)
    }
}

/// Lifts hold: without a direction line media flows both ways (RFC 8866 §6.7).
fn set_both_ways(session: &mut Session) {
    let is_direction = |attribute: &sdp::Attribute| {
        matches!(attribute.name.as_str(), "sendonly" | "recvonly" | "inactive" | "sendrecv")
    };
    session.attributes.retain(|attribute| !is_direction(attribute));
    for media in &mut session.media {
        media.attributes.retain(|attribute| !is_direction(attribute));
    }
}

/// A party's description as calls carry it. `None`: it cannot be read, or has no audio that we can relay, or none in a
/// codec that the party may use.
pub(crate) fn description(sdp: Bytes, codecs: Option<&[&'static str]>) -> Option<Description> {
    let mut session = Session::parse(&sdp).ok()?;
    let held = Audio::of(&session)?.holds();
    let Some(codecs) = codecs else { return Some(Description { held, sdp }) };
    session.keep_codecs(codecs).then(|| Description { held, sdp: session.to_bytes().into() })
}
