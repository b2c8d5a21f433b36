//! Request line and status line.

use super::chars::is_token;
use super::{MAX_START_LINE_BYTES, Method, ParseError, Span};
use crate::uri::Parts;

/// The first line, read.
#[derive(Debug, Clone)]
pub(super) enum StartLine {
    Request { method: Method, uri: Span, uri_parts: Parts },
    Response { status: u16, reason: Span },
}

const fn bad(what: &'static str, at: usize) -> ParseError {
    ParseError::bad("start line", what, at)
}

/// Whether a first line claims to be a status line: then nothing is ever answered to it.
pub(super) fn is_response(line: &[u8]) -> bool {
    line.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"SIP/"))
}

impl StartLine {
    /// `line` stands at the start of the head, without its CRLF.
    pub(super) fn read(line: &str) -> Result<Self, ParseError> {
        if is_response(line.as_bytes()) {
            return read_status_line(line).map_err(|err| err.answered(None));
        }
        if line.len() > MAX_START_LINE_BYTES {
            return Err(bad("the request line is too long", MAX_START_LINE_BYTES).answered(Some(414)));
        }
        read_request_line(line)
    }
}

fn read_request_line(line: &str) -> Result<StartLine, ParseError> {
    let method_end = line.find(' ').ok_or(bad("no space after the method", line.len()))?;
    if !is_token(&line.as_bytes()[..method_end]) {
        return Err(bad("the method is no token", 0));
    }
    let uri_end = line.rfind(' ').filter(|end| *end > method_end).ok_or(bad("no version", line.len()))?;
    let version = line.get(uri_end + 1..).unwrap_or("");
    if !version.eq_ignore_ascii_case("SIP/2.0") {
        return Err(wrong_version(version, uri_end + 1));
    }
    let uri = Span::new(method_end + 1, uri_end);
    let uri_parts = Parts::read(uri.of(line)).map_err(|err| bad(err.what, uri.start() + err.at))?;
    let method =
        line.get(..method_end).unwrap_or("").parse().map_err(|_| bad("the method is no token", 0))?;
    Ok(StartLine::Request { method, uri, uri_parts })
}

/// 505 for a version of SIP that is not ours, 400 for anything else.
fn wrong_version(version: &str, at: usize) -> ParseError {
    let number = version.split_at_checked(4).filter(|(name, _)| name.eq_ignore_ascii_case("SIP/"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_version = number
        .and_then(|(_, number)| number.split_once('.'))
        .is_some_and(|(major, minor)| digits(major) && digits(minor));
    if is_version {
        bad("not SIP version 2.0", at).answered(Some(505))
    } else {
        bad("no SIP version at the end", at)
    }
}

fn read_status_line(line: &str) -> Result<StartLine, ParseError> {
    let rest = line
        .split_at_checked(8)
        .filter(|(version, _)| version.eq_ignore_ascii_case("SIP/2.0 "))
        .map(|(_, rest)| rest)
        .ok_or(bad("not SIP version 2.0", 0))?;
    let (status, reason) = rest.split_at_checked(3).ok_or(bad("no status of three digits", 8))?;
    let number = status.bytes().all(|byte| byte.is_ascii_digit()).then(|| status.parse().ok()).flatten();
    let status: u16 =
        number.filter(|status| (100..700).contains(status)).ok_or(bad("no status of three digits", 8))?;
    // The space belongs to the grammar even before an empty reason; some leave it out then.
    if !reason.is_empty() && !reason.starts_with(' ') {
        return Err(bad("no status of three digits", 8));
    }
    Ok(StartLine::Response {
        status,
        reason: Span::new((11 + usize::from(!reason.is_empty())).min(line.len()), line.len()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        let answer = |line| StartLine::read(line).unwrap_err().answer;
        assert_eq!(answer("OPTIONS sip:h SIP/7.0"), Some(505));
        assert_eq!(answer("OPTIONS sip:h SIP/2"), Some(400));
        assert_eq!(answer("OPTIONS sip:h HTTP/1.1"), Some(400));
        assert_eq!(answer("SIP/7.0 200 OK"), None);
        assert!(StartLine::read("OPTIONS sip:h sip/2.0").is_ok());
    }

    #[test]
    fn request_lines_have_single_spaces() {
        for line in [
            "",
            "OPTIONS",
            "OPTIONS sip:h",
            "OPTIONS  sip:h SIP/2.0",
            "OPTIONS sip:h  SIP/2.0",
            "OPTIONS sip:h SIP/2.0 ",
            "OPTIONS <sip:h> SIP/2.0",
            "OPTIONS sip:h; lr SIP/2.0",
            " OPTIONS sip:h SIP/2.0",
            "OP TIONS sip:h SIP/2.0",
        ] {
            assert_eq!(StartLine::read(line).unwrap_err().answer, Some(400), "{line}");
        }
    }

    #[test]
    fn status_lines() {
        let reason = |line: &str| match StartLine::read(line) {
            Ok(StartLine::Response { status, reason }) => Some((status, reason.of(line).to_owned())),
            _ => None,
        };
        assert_eq!(reason("SIP/2.0 200 All is well"), Some((200, "All is well".into())));
        assert_eq!(reason("SIP/2.0 183 "), Some((183, String::new())));
        assert_eq!(reason("SIP/2.0 183"), Some((183, String::new())));
        for line in [
            "SIP/2.0 4294967301 x",
            "SIP/2.0 99 x",
            "SIP/2.0 700 x",
            "SIP/2.0 20x x",
            "SIP/2.0 2",
            "SIP/2.0  200 x",
            "SIP/2.0 \u{e9}\u{e9} x",
        ] {
            assert_eq!(StartLine::read(line).unwrap_err().answer, None, "{line}");
        }
    }

    #[test]
    fn a_long_request_line_is_answered_414() {
        let line = format!("OPTIONS sip:{} SIP/2.0", "h".repeat(MAX_START_LINE_BYTES));
        assert_eq!(StartLine::read(&line).unwrap_err().answer, Some(414));
    }
}
