//! The headers every message must have, read once while parsing.

use super::lines::Field;
use super::start_line::StartLine;
use super::{Method, ParseError, Span, chars};
use crate::header::{AddressParts, HeaderId, HeaderName, ViaParts, first_value, read_cseq};

/// The parts of Via, From, To, Call-ID and CSeq. Spans are places in the head.
#[derive(Debug, Clone)]
pub(super) struct Essentials {
    pub(super) via: (Span, ViaParts),
    pub(super) from: (Span, AddressParts),
    pub(super) to: (Span, AddressParts),
    pub(super) call_id: Span,
    pub(super) cseq: u32,
    /// The method of the CSeq; in a request it is the request's.
    pub(super) method: Method,
}

/// Where the lines stand that may stand only once.
#[derive(Default)]
struct Singles {
    via: Option<Span>,
    from: Option<Span>,
    to: Option<Span>,
    call_id: Option<Span>,
    cseq: Option<Span>,
    max_forwards: Option<Span>,
    content_length: Option<Span>,
    content_type: Option<Span>,
}

/// What reading them found besides: the length the sender gives the body.
pub(super) struct Found {
    pub(super) essentials: Essentials,
    pub(super) content_length: Option<usize>,
}

/// Reads and checks them; a fault is answered with 400, in a response with nothing.
pub(super) fn read(head: &str, start: &StartLine, fields: &[Field]) -> Result<Found, ParseError> {
    let singles = Singles::find(fields)?;
    let content_length = singles.content_length.map(|span| read_content_length(span.of(head))).transpose()?;
    let via = singles.via.ok_or(missing("Via"))?;
    let top = Span::new(via.start(), via.start() + first_value(via.of(head)).len());
    let (cseq, cseq_method) = read_cseq(singles.cseq.ok_or(missing("CSeq"))?.of(head))?;
    let method = match start {
        StartLine::Request { method, .. } if method.as_str() == cseq_method => method.clone(),
        StartLine::Request { .. } => {
            return Err(ParseError::bad("CSeq", "its method is not the request's", 0));
        }
        StartLine::Response { .. } => cseq_method.parse()?,
    };
    let call_id = singles.call_id.ok_or(missing("Call-ID"))?;
    if !chars::is_word(call_id.of(head).as_bytes()) {
        return Err(ParseError::bad("Call-ID", "no word", 0));
    }
    if let Some(hops) = singles.max_forwards {
        read_max_forwards(hops.of(head))?;
    }
    let essentials = Essentials {
        via: (top, ViaParts::read(top.of(head))?),
        from: address(head, singles.from, "From")?,
        to: address(head, singles.to, "To")?,
        call_id,
        cseq,
        method,
    };
    Ok(Found { essentials, content_length })
}

impl Singles {
    fn find(fields: &[Field]) -> Result<Self, ParseError> {
        let mut singles = Singles::default();
        for field in fields {
            let Some(name) = field.id.name() else { continue };
            let place = match name {
                HeaderName::Via => {
                    singles.via.get_or_insert(field.value);
                    continue;
                }
                HeaderName::From => &mut singles.from,
                HeaderName::To => &mut singles.to,
                HeaderName::CallId => &mut singles.call_id,
                HeaderName::CSeq => &mut singles.cseq,
                HeaderName::MaxForwards => &mut singles.max_forwards,
                HeaderName::ContentLength => &mut singles.content_length,
                HeaderName::ContentType => &mut singles.content_type,
                _ => continue,
            };
            if place.replace(field.value).is_some() {
                return Err(ParseError::bad(name.as_str(), "stands twice", 0));
            }
        }
        Ok(singles)
    }
}

const fn missing(name: &'static str) -> ParseError {
    ParseError::bad(name, "missing", 0)
}

fn address(head: &str, span: Option<Span>, name: &'static str) -> Result<(Span, AddressParts), ParseError> {
    let span = span.ok_or(missing(name))?;
    let parts = AddressParts::read(span.of(head)).map_err(|err| err.within(name))?;
    Ok((span, parts))
}

/// A Content-Length; too great ones saturate and fail against what there is.
pub(super) fn read_content_length(text: &str) -> Result<usize, ParseError> {
    let length =
        chars::saturating_number(text).ok_or(ParseError::bad("Content-Length", "no number of bytes", 0))?;
    Ok(usize::try_from(length).unwrap_or(usize::MAX))
}

/// Max-Forwards, 0–255 (RFC 3261 §20.22).
pub(super) fn read_max_forwards(text: &str) -> Result<u8, ParseError> {
    chars::saturating_number(text).and_then(|hops| u8::try_from(hops).ok()).ok_or(ParseError::bad(
        "Max-Forwards",
        "no number from 0 to 255",
        0,
    ))
}

/// Whether a line of this name is one of those a response copies.
pub(super) fn is_copied(id: HeaderId) -> bool {
    let copied = [HeaderName::Via, HeaderName::From, HeaderName::To, HeaderName::CallId, HeaderName::CSeq];
    id.name().is_some_and(|name| copied.contains(&name))
}
