//! A parsed message: an index of spans over one buffer.

#![expect(clippy::todo, reason = "face first")]

use bytes::Bytes;

use super::{Method, ParseError};
use crate::header::{
    Address, Authorization, CSeq, Challenge, Contact, ContentType, Event, HeaderName, RAck, Replaces,
    SessionExpires, SubscriptionState, Via,
};
use crate::uri::UriRef;

/// A message that parsed. Cloning is cheap; it keeps the bytes as received.
///
/// Invariant: has exactly one From, To, Call-ID and CSeq and at least one Via, all well-formed; a request's CSeq
/// method is its method; the Request-URI is well-formed (of any scheme).
#[derive(Clone)]
pub struct Message(());

/// Request or response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind<'a> {
    /// A request with its Request-URI.
    Request {
        /// The method.
        method: &'a Method,
        /// The Request-URI as sent.
        uri: &'a str,
    },
    /// A response.
    Response {
        /// 100–699.
        status: u16,
        /// The reason phrase, perhaps empty.
        reason: &'a str,
    },
}

impl Message {
    /// Parses a datagram, a WebSocket message or a frame of a stream. Content-Length bounds the body; without one
    /// the body reaches to the end. CRLFs before the start line are skipped.
    pub fn parse(_bytes: Bytes) -> Result<Message, ParseError> {
        todo!()
    }
    /// Request or response.
    pub fn kind(&self) -> Kind<'_> {
        todo!()
    }
    /// Whether it is a request.
    pub fn is_request(&self) -> bool {
        todo!()
    }
    /// The method of a request (of a response: see [`cseq`](Self::cseq)).
    pub fn method(&self) -> Option<&Method> {
        todo!()
    }
    /// The Request-URI as sent.
    pub fn request_uri(&self) -> Option<&str> {
        todo!()
    }
    /// The Request-URI, read.
    pub fn uri(&self) -> Option<UriRef<'_>> {
        todo!()
    }
    /// The status of a response.
    pub fn status(&self) -> Option<u16> {
        todo!()
    }
    /// The first line of this name, folds replaced by spaces, trimmed. Bytes that are not UTF-8 read as U+001A;
    /// [`header_bytes`](Self::header_bytes) has them.
    pub fn header(&self, _name: HeaderName<'_>) -> Option<&str> {
        todo!()
    }
    /// All lines of this name in order, each as [`header`](Self::header) gives it.
    pub fn headers<'a>(&'a self, _name: HeaderName<'a>) -> impl Iterator<Item = &'a str> {
        std::iter::empty()
    }
    /// All values of this name in order: lines split at commas outside quotes and angle brackets, trimmed.
    pub fn values<'a>(&'a self, _name: HeaderName<'a>) -> impl Iterator<Item = &'a str> {
        std::iter::empty()
    }
    /// The first line of this name as received, folds and foreign bytes included.
    pub fn header_bytes(&self, _name: HeaderName<'_>) -> Option<&[u8]> {
        todo!()
    }
    /// All header lines in order.
    pub fn header_lines(&self) -> impl Iterator<Item = (HeaderName<'_>, &str)> {
        std::iter::empty()
    }
    /// The body, perhaps empty.
    pub fn body(&self) -> &[u8] {
        todo!()
    }
    /// The whole message as received, without what followed the body or preceded the start line.
    pub fn bytes(&self) -> &Bytes {
        todo!()
    }

    /// The topmost Via.
    pub fn top_via(&self) -> Via<'_> {
        todo!()
    }
    /// All Vias in order.
    pub fn vias(&self) -> impl Iterator<Item = Result<Via<'_>, ParseError>> {
        std::iter::empty()
    }
    /// From.
    pub fn from(&self) -> Address<'_> {
        todo!()
    }
    /// To.
    pub fn to(&self) -> Address<'_> {
        todo!()
    }
    /// Call-ID.
    pub fn call_id(&self) -> &str {
        todo!()
    }
    /// CSeq.
    pub fn cseq(&self) -> CSeq<'_> {
        todo!()
    }
    /// Contacts in order; `*` is [`Contact::Star`].
    pub fn contacts(&self) -> impl Iterator<Item = Result<Contact<'_>, ParseError>> {
        std::iter::empty()
    }
    /// Route or Record-Route or any other list of addresses, in order.
    pub fn addresses<'a>(
        &'a self,
        _name: HeaderName<'a>,
    ) -> impl Iterator<Item = Result<Address<'a>, ParseError>> {
        std::iter::empty()
    }
    /// A header that holds one address: Refer-To, Referred-By, Reply-To.
    pub fn address(&self, _name: HeaderName<'_>) -> Result<Option<Address<'_>>, ParseError> {
        todo!()
    }
    /// A header that holds one number: Expires, Min-Expires, Min-SE, RSeq, Retry-After (its seconds).
    /// Values beyond 32 bits saturate (RFC 4475 §3.1.2.4 asks tolerance for Expires).
    pub fn number(&self, _name: HeaderName<'_>) -> Result<Option<u32>, ParseError> {
        todo!()
    }
    /// Max-Forwards, 0–255.
    pub fn max_forwards(&self) -> Result<Option<u8>, ParseError> {
        todo!()
    }
    /// Whether a list of tokens (Supported, Require, Allow, …) holds this one, without regard to case.
    pub fn has_token(&self, _name: HeaderName<'_>, _token: &str) -> bool {
        todo!()
    }
    /// Session-Expires (RFC 4028).
    pub fn session_expires(&self) -> Result<Option<SessionExpires>, ParseError> {
        todo!()
    }
    /// RAck (RFC 3262).
    pub fn rack(&self) -> Result<Option<RAck<'_>>, ParseError> {
        todo!()
    }
    /// Replaces (RFC 3891).
    pub fn replaces(&self) -> Result<Option<Replaces<'_>>, ParseError> {
        todo!()
    }
    /// Event (RFC 6665).
    pub fn event(&self) -> Result<Option<Event<'_>>, ParseError> {
        todo!()
    }
    /// Subscription-State (RFC 6665).
    pub fn subscription_state(&self) -> Result<Option<SubscriptionState<'_>>, ParseError> {
        todo!()
    }
    /// Content-Type.
    pub fn content_type(&self) -> Result<Option<ContentType<'_>>, ParseError> {
        todo!()
    }
    /// The digest credentials for this realm in Authorization or Proxy-Authorization (which `name` says).
    /// Other schemes and realms are passed over.
    pub fn authorization(
        &self,
        _name: HeaderName<'_>,
        _realm: &str,
    ) -> Result<Option<Authorization<'_>>, ParseError> {
        todo!()
    }
    /// The digest challenges in WWW-Authenticate or Proxy-Authenticate (which `name` says), in order.
    pub fn challenges<'a>(
        &'a self,
        _name: HeaderName<'a>,
    ) -> impl Iterator<Item = Result<Challenge<'a>, ParseError>> {
        std::iter::empty()
    }
}

impl std::fmt::Debug for Message {
    fn fmt(&self, _f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        todo!()
    }
}
