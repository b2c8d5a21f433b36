//! What is left of a broken request that suffices to answer it.

use std::net::SocketAddr;

use bytes::{BufMut, Bytes, BytesMut};

use super::lines::{Field, Line, after_first_line, line_end, read_line, unfold};
use super::parse::Fields;
use super::start_line::is_response;
use super::{MAX_HEADER_LINES, MAX_MESSAGE_BYTES, chars, reason_phrase};
use crate::header::{CommaList, HeaderName, Via};

/// The lines a response must copy (RFC 3261 §8.2.6.2), found in a request that failed to parse.
#[derive(Debug, Clone)]
pub struct Salvaged {
    head: Bytes,
    fields: Fields,
}

/// Looks for Via, From, To, Call-ID and CSeq in a request that [`Message::parse`](super::Message::parse) refused.
/// `None`: not a request, an ACK, or too broken to be answered; it is dropped then.
pub fn salvage(bytes: &Bytes) -> Option<Salvaged> {
    let skipped = bytes.chunks(2).take_while(|pair| *pair == b"\r\n").count() * 2;
    let length = (bytes.len() - skipped).min(MAX_MESSAGE_BYTES);
    let mut head = BytesMut::from(bytes.get(skipped..skipped + length)?);
    unfold(&mut head);
    let first = head.get(..line_end(&head, 0).ok()?)?;
    let is_request = first.split(|byte| *byte == b' ').next().is_some_and(chars::is_token);
    if !is_request || is_response(first) || first.starts_with(b"ACK ") {
        return None;
    }
    let fields = copied_fields(&head)?;
    let salvaged = Salvaged { head: head.freeze(), fields };
    let single = |name| salvaged.lines(name).count() == 1;
    let names = [HeaderName::From, HeaderName::To, HeaderName::CallId, HeaderName::CSeq];
    (salvaged.top_via().is_some() && names.into_iter().all(single)).then_some(salvaged)
}

/// The lines to copy; lines that are broken are passed over. The head may lack its end.
fn copied_fields(head: &[u8]) -> Option<Fields> {
    let mut fields = Fields::new();
    let mut at = after_first_line(head);
    while let Ok(end) = line_end(head, at) {
        match read_line(head, at) {
            Ok(Line::End(_)) => break,
            Ok(Line::Field(field, _)) if super::essentials::is_copied(field.id) => fields.push(field),
            _ => {}
        }
        if fields.len() > MAX_HEADER_LINES {
            return None;
        }
        at = end + 2;
    }
    let printable = |field: &Field| {
        head.get(field.value.range()).is_some_and(|value| !value.is_empty() && !value.contains(&0))
    };
    fields.iter().all(printable).then_some(fields)
}

impl Salvaged {
    /// The stateless answer: copied lines, To with `to_tag` when it has none, no body. `None` when `reason` or
    /// `to_tag` hold control characters.
    pub fn answer(
        &self,
        out: &mut BytesMut,
        status: u16,
        reason: &str,
        to_tag: &str,
        source: SocketAddr,
    ) -> Option<Bytes> {
        let reason = if reason.is_empty() { reason_phrase(status) } else { reason };
        if reason.contains(char::is_control) || !chars::is_token(to_tag.as_bytes()) {
            return None;
        }
        let begin = out.len();
        out.put_slice(
            format!("SIP/2.0 {status:03} {reason}\r\nVia: {}", self.top_via()?.filled(source)).as_bytes(),
        );
        for more in CommaList(self.lines(HeaderName::Via).next()?).skip(1) {
            out.put_slice(format!(", {more}").as_bytes());
        }
        out.put_slice(b"\r\n");
        let top = self.fields.iter().position(|field| field.id.name() == Some(HeaderName::Via));
        for (place, field) in self.fields.iter().enumerate() {
            let Some(name) = field.id.name().filter(|_| Some(place) != top) else { continue };
            out.put_slice(name.as_str().as_bytes());
            out.put_slice(b": ");
            let value = self.head.get(field.value.range())?;
            out.put_slice(value);
            if name == HeaderName::To && !has_tag(value) {
                out.put_slice(format!(";tag={to_tag}").as_bytes());
            }
            out.put_slice(b"\r\n");
        }
        out.put_slice(b"Content-Length: 0\r\n\r\n");
        Some(out.split_off(begin).freeze())
    }

    fn top_via(&self) -> Option<Via<'_>> {
        Via::parse(CommaList(self.lines(HeaderName::Via).next()?).next()?).ok()
    }

    fn lines(&self, name: HeaderName<'static>) -> impl Iterator<Item = &str> {
        self.fields.iter().filter(move |field| field.id.name() == Some(name)).map(|field| {
            self.head.get(field.value.range()).and_then(|value| std::str::from_utf8(value).ok()).unwrap_or("")
        })
    }
}

/// Whether a To that may be malformed seems to have a tag.
fn has_tag(value: &[u8]) -> bool {
    let after = memchr::memrchr(b'>', value).map_or(0, |end| end + 1);
    value[after..]
        .split(|byte| *byte == b';')
        .skip(1)
        .any(|param| param.trim_ascii_start().get(..3).is_some_and(|name| name.eq_ignore_ascii_case(b"tag")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Message;

    fn answered(request: &str) -> Option<String> {
        let bytes = Bytes::copy_from_slice(request.as_bytes());
        let error = Message::parse(bytes.clone()).expect_err("the request must be broken");
        let source = "192.0.2.1:5060".parse().unwrap();
        let answer = salvage(&bytes)?.answer(&mut BytesMut::new(), error.answer?, "", "t9", source)?;
        Some(String::from_utf8(answer.to_vec()).unwrap())
    }

    const LINES: &str = "v: SIP/2.0/UDP a.example;rport;branch=z9hG4bK1 , SIP/2.0/UDP b.example\r\nVia: SIP/2.0/TCP c.example\r\n\
                         From: <sip:a@h>;tag=f\r\nTo: <sip:b@h>\r\nCall-ID: c1\r\nCSeq: 7 OPTIONS\r\n";

    #[test]
    fn a_broken_request_is_answered() {
        let answer =
            answered(&format!("OPTIONS sip:h SIP/2.0\r\n{LINES}Content-Length: -5\r\n\r\n")).unwrap();
        assert_eq!(
            answer,
            "SIP/2.0 400 Bad Request\r\n\
             Via: SIP/2.0/UDP a.example;branch=z9hG4bK1;received=192.0.2.1;rport=5060, SIP/2.0/UDP b.example\r\n\
             Via: SIP/2.0/TCP c.example\r\nFrom: <sip:a@h>;tag=f\r\nTo: <sip:b@h>;tag=t9\r\nCall-ID: c1\r\n\
             CSeq: 7 OPTIONS\r\nContent-Length: 0\r\n\r\n"
        );
        assert!(Message::parse(Bytes::from(answer)).is_ok());
    }

    #[test]
    fn a_foreign_version_is_answered_505() {
        let answer = answered(&format!("OPTIONS sip:h SIP/9.0\r\n{LINES}\r\n")).unwrap();
        assert!(answer.starts_with("SIP/2.0 505 Version Not Supported\r\n"));
    }

    #[test]
    fn responses_acks_and_ruins_are_not_answered() {
        for request in [
            format!("SIP/2.0 20000 OK\r\n{LINES}\r\n"),
            format!("ACK sip:h  SIP/2.0\r\n{LINES}\r\n"),
            format!("OPTIONS sip:h SIP/2.0\r\n{LINES}To: <sip:c@h>\r\n\r\n"),
            "OPTIONS sip:h SIP/2.0\r\nFrom: <sip:a@h>\r\n\r\n".to_owned(),
            "\u{0}\u{1}".to_owned(),
        ] {
            assert_eq!(answered(&request), None, "{request}");
        }
    }
}
