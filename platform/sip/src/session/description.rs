//! Finds the session description in a message's body.

use bytes::Bytes;
use memchr::memmem;

use crate::wire::Message;

/// The `application/sdp` body of a message, also as a part of a multipart body (RFC 5621); without a copy.
pub fn description(message: &Message) -> Option<Bytes> {
    let body = message.body();
    if body.is_empty() {
        return None;
    }
    let content_type = message.content_type().ok()??;
    if content_type.is("application", "sdp") {
        return Some(message.bytes().slice_ref(body));
    }
    if !content_type.kind.eq_ignore_ascii_case("multipart") {
        return None;
    }
    let boundary = crate::header::unquote(content_type.params.find("boundary")?);
    part(body, boundary.as_bytes()).map(|part| message.bytes().slice_ref(part))
}

/// The first part of a multipart body that is a description.
fn part<'a>(body: &'a [u8], boundary: &[u8]) -> Option<&'a [u8]> {
    if boundary.is_empty() {
        return None;
    }
    let delimiter = [b"--", boundary].concat();
    let mut marks = memmem::find_iter(body, &delimiter).map(|at| (at, at + delimiter.len()));
    let mut from = marks.next()?.1;
    for (end, next) in marks {
        let section = &body[from..end];
        if let Some(head_end) = memmem::find(section, b"\r\n\r\n")
            && is_description(&section[..head_end])
        {
            let content = &section[head_end + 4..];
            return Some(content.strip_suffix(b"\r\n").unwrap_or(content));
        }
        from = next;
    }
    None
}

fn is_description(head: &[u8]) -> bool {
    head.split(|byte| *byte == b'\n').filter_map(|line| std::str::from_utf8(line).ok()).any(|line| {
        let Some((name, value)) = line.split_once(':') else { return false };
        let name = name.trim();
        let value = value.split(';').next().unwrap_or_default().trim();
        (name.eq_ignore_ascii_case("content-type") || name.eq_ignore_ascii_case("c"))
            && value.eq_ignore_ascii_case("application/sdp")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(content_type: &str, body: &str) -> Message {
        let text = format!(
            "OPTIONS sip:b@h SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nMax-Forwards: 70\r\nFrom: <sip:a@h>;tag=a\r\n\
             To: <sip:b@h>\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\nContent-Type: {content_type}\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        Message::parse(text.into_bytes().into()).unwrap()
    }

    #[test]
    fn it_is_found_alone_and_among_parts() {
        assert_eq!(description(&with("application/sdp", "v=0")).as_deref(), Some(&b"v=0"[..]));
        let parts = "--x\r\nContent-Type: text/plain\r\n\r\nhello\r\n--x\r\nC-L: 1\r\ncontent-type: application/SDP;a=b\r\n\r\n\
                     v=0\r\no=1\r\n\r\n--x--\r\n";
        let found = description(&with("multipart/mixed;boundary=\"x\"", parts));
        assert_eq!(found.as_deref(), Some(&b"v=0\r\no=1\r\n"[..]));
    }

    #[test]
    fn other_bodies_and_broken_parts_have_none() {
        assert_eq!(description(&with("text/plain", "v=0")), None);
        assert_eq!(description(&with("application/sdp", "")), None);
        for body in ["", "--x", "--x\r\nContent-Type: application/sdp\r\n\r\nv=0", "--x--x--x", "v=0"] {
            assert_eq!(description(&with("multipart/mixed;boundary=x", body)), None, "{body:?}");
        }
        assert_eq!(description(&with("multipart/mixed", "--\r\n\r\nv=0--")), None);
    }
}
