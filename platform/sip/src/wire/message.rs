//! A parsed message: an index of spans over one buffer.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use super::lines::Field;
use super::parse::{Index, parse};
use super::start_line::StartLine;
use super::{Method, ParseError, Span};
use crate::header::{Address, CSeq, CommaList, HeaderId, HeaderName, Via};
use crate::uri::UriRef;

/// A message that parsed. Cloning is cheap; it keeps the bytes as received.
///
/// Invariant: has exactly one From, To, Call-ID and CSeq and at least one Via, all well-formed; a request's CSeq
/// method is its method; the Request-URI is well-formed (of any scheme).
#[derive(Clone)]
pub struct Message(Arc<Index>);

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
    pub fn parse(bytes: Bytes) -> Result<Message, ParseError> {
        parse(bytes).map(|index| Message(Arc::new(index)))
    }

    /// Request or response.
    pub fn kind(&self) -> Kind<'_> {
        match &self.0.start {
            StartLine::Request { method, uri, .. } => Kind::Request { method, uri: self.text(*uri) },
            StartLine::Response { status, reason } => {
                Kind::Response { status: *status, reason: self.text(*reason) }
            }
        }
    }

    /// Whether it is a request.
    pub fn is_request(&self) -> bool {
        matches!(self.0.start, StartLine::Request { .. })
    }

    /// The method of a request (of a response: see [`cseq`](Self::cseq)).
    pub fn method(&self) -> Option<&Method> {
        match &self.0.start {
            StartLine::Request { method, .. } => Some(method),
            StartLine::Response { .. } => None,
        }
    }

    /// The Request-URI as sent.
    pub fn request_uri(&self) -> Option<&str> {
        match &self.0.start {
            StartLine::Request { uri, .. } => Some(self.text(*uri)),
            StartLine::Response { .. } => None,
        }
    }

    /// The Request-URI, read.
    pub fn uri(&self) -> Option<UriRef<'_>> {
        match &self.0.start {
            StartLine::Request { uri, uri_parts, .. } => {
                Some(UriRef::from_parts(self.text(*uri), *uri_parts))
            }
            StartLine::Response { .. } => None,
        }
    }

    /// The status of a response.
    pub fn status(&self) -> Option<u16> {
        match &self.0.start {
            StartLine::Response { status, .. } => Some(*status),
            StartLine::Request { .. } => None,
        }
    }

    /// The first line of this name, folds replaced by spaces, trimmed. Bytes that are not UTF-8 read as U+001A;
    /// [`header_bytes`](Self::header_bytes) has them.
    pub fn header(&self, name: HeaderName<'_>) -> Option<&str> {
        self.fields(name).next().map(|field| self.text(field.value))
    }

    /// All lines of this name in order, each as [`header`](Self::header) gives it.
    pub fn headers(&self, name: HeaderName<'_>) -> impl Iterator<Item = &str> {
        self.fields(name).map(|field| self.text(field.value))
    }

    /// All values of this name in order: lines split at commas outside quotes and angle brackets, trimmed.
    pub fn values(&self, name: HeaderName<'_>) -> impl Iterator<Item = &str> {
        self.headers(name).flat_map(CommaList)
    }

    /// The first line of this name as received, folds and foreign bytes included.
    pub fn header_bytes(&self, name: HeaderName<'_>) -> Option<&[u8]> {
        self.header_lines_bytes(name).next()
    }

    /// All lines of this name as received.
    pub(super) fn header_lines_bytes(&self, name: HeaderName<'_>) -> impl Iterator<Item = &[u8]> {
        self.fields(name).map(|field| self.0.bytes.get(field.value.range()).unwrap_or(&[]))
    }

    /// All header lines in order.
    pub fn header_lines(&self) -> impl Iterator<Item = (HeaderName<'_>, &str)> {
        self.0.fields.iter().map(|field| {
            let name = field.id.name().unwrap_or_else(|| HeaderName::Other(self.text(field.name)));
            (name, self.text(field.value))
        })
    }

    /// The body, perhaps empty.
    pub fn body(&self) -> &[u8] {
        self.0.bytes.get(self.0.body..).unwrap_or(&[])
    }

    /// The whole message as received, without what followed the body or preceded the start line.
    pub fn bytes(&self) -> &Bytes {
        &self.0.bytes
    }

    /// The topmost Via.
    pub fn top_via(&self) -> Via<'_> {
        let (span, parts) = self.0.essentials.via;
        Via::from_parts(self.text(span), parts)
    }

    /// From.
    pub fn from(&self) -> Address<'_> {
        let (span, parts) = self.0.essentials.from;
        Address::from_parts(self.text(span), parts)
    }

    /// To.
    pub fn to(&self) -> Address<'_> {
        let (span, parts) = self.0.essentials.to;
        Address::from_parts(self.text(span), parts)
    }

    /// Call-ID.
    pub fn call_id(&self) -> &str {
        self.text(self.0.essentials.call_id)
    }

    /// CSeq.
    pub fn cseq(&self) -> CSeq<'_> {
        CSeq { number: self.0.essentials.cseq, method: &self.0.essentials.method }
    }

    fn fields(&self, name: HeaderName<'_>) -> impl Iterator<Item = &Field> {
        let id = name.id();
        self.0.fields.iter().filter(move |field| {
            field.id == id
                && (id != HeaderId::OTHER || self.text(field.name).eq_ignore_ascii_case(name.as_str()))
        })
    }

    fn text(&self, span: Span) -> &str {
        self.0.text.get(span.range()).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or("")
    }
}

/// The start line and the Call-ID: enough to find it in a trace, without secrets.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            Kind::Request { method, uri } => write!(f, "Message({method} {uri}, {})", self.call_id()),
            Kind::Response { status, reason } => {
                write!(f, "Message({status} {reason} to {}, {})", self.cseq().method, self.call_id())
            }
        }
    }
}
