//! What is left of a broken request that suffices to answer it.

use std::net::SocketAddr;

use bytes::{BufMut, Bytes, BytesMut};

use super::essentials::is_copied;
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
/// `None`: not a request, an ACK, or without a Via; it is dropped then. Of lines that stand twice the first counts.
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
    let fields = copied_fields(&head);
    let has_via = fields.iter().any(|field| field.id.name() == Some(HeaderName::Via));
    has_via.then(|| Salvaged { head: head.freeze(), fields })
}

/// The lines to copy; lines that are broken are passed over. The head may lack its end.
fn copied_fields(head: &[u8]) -> Fields {
    let mut fields = Fields::new();
    let mut at = after_first_line(head);
    while let Ok(end) = line_end(head, at) {
        match read_line(head, at) {
            Ok(Line::End(_)) => break,
            Ok(Line::Field(field, _)) if is_wanted(head, &field, &fields) => fields.push(field),
            _ => {}
        }
        at = end + 2;
    }
    fields
}

fn is_wanted(head: &[u8], field: &Field, before: &Fields) -> bool {
    let is_first = || before.iter().all(|other| other.id != field.id);
    let printable =
        || head.get(field.value.range()).is_some_and(|value| !value.is_empty() && !value.contains(&0));
    before.len() < MAX_HEADER_LINES
        && is_copied(field.id)
        && (field.id.name() == Some(HeaderName::Via) || is_first())
        && printable()
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
        out.put_slice(format!("SIP/2.0 {status:03} {reason}\r\n").as_bytes());
        let mut is_top = true;
        for field in &self.fields {
            let name = field.id.name()?;
            out.put_slice(name.as_str().as_bytes());
            out.put_slice(b": ");
            let value = self.head.get(field.value.range())?;
            if name == HeaderName::Via && std::mem::take(&mut is_top) {
                out.put_slice(&filled(value, source));
            } else {
                out.put_slice(value);
            }
            if name == HeaderName::To && !has_tag(value) {
                out.put_slice(format!(";tag={to_tag}").as_bytes());
            }
            out.put_slice(b"\r\n");
        }
        out.put_slice(b"Content-Length: 0\r\n\r\n");
        let answer = Bytes::copy_from_slice(out.get(begin..)?);
        out.truncate(begin);
        Some(answer)
    }
}

/// The first Via line with its top value filled; as it is when it cannot be read.
fn filled(line: &[u8], source: SocketAddr) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(line) else { return line.to_vec() };
    let mut values = CommaList(text);
    match values.next().map(Via::parse) {
        Some(Ok(top)) => {
            let filled = top.filled(source).to_string();
            values.fold(filled, |line, value| line + ", " + value).into_bytes()
        }
        _ => line.to_vec(),
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
    fn what_is_missing_stays_missing_and_doubles_are_left_out() {
        let answer =
            answered("OPTIONS sip:h SIP/2.0\r\nVia: SIP/2.0/UDP ;;\r\nCSeq: 1 A\r\nCSeq: 2 B\r\n\r\n")
                .unwrap();
        assert_eq!(
            answer,
            "SIP/2.0 400 Bad Request\r\nVia: SIP/2.0/UDP ;;\r\nCSeq: 1 A\r\nContent-Length: 0\r\n\r\n"
        );
    }

    #[test]
    fn responses_acks_and_ruins_are_not_answered() {
        for request in [
            format!("SIP/2.0 20000 OK\r\n{LINES}\r\n"),
            format!("ACK sip:h  SIP/2.0\r\n{LINES}\r\n"),
            "OPTIONS sip:h SIP/2.0\r\nFrom: <sip:a@h>\r\n\r\n".to_owned(),
            "\u{0}\u{1}".to_owned(),
        ] {
            assert_eq!(answered(&request), None, "{request}");
        }
    }
}
