//! Reads a URI into places of its parts.

use crate::wire::chars::{is_host_byte, is_scheme, is_uri_byte, is_user_byte};
use crate::wire::{MAX_MESSAGE_BYTES, ParseError, Span};

/// Where the parts of a URI stand in its text.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Parts {
    pub(super) scheme: Span,
    pub(super) user: Option<Span>,
    pub(super) password: Option<Span>,
    pub(super) host: Span,
    pub(super) port: Option<u16>,
    pub(super) params: Span,
    pub(super) headers: Option<Span>,
}

/// Most parameters and most headers of a URI: comparing two takes time by the square.
const MAX_LIST: usize = 64;

const fn bad(what: &'static str, at: usize) -> ParseError {
    ParseError::bad("URI", what, at)
}

impl Parts {
    pub(crate) fn read(text: &str) -> Result<Self, ParseError> {
        if text.len() > MAX_MESSAGE_BYTES {
            return Err(bad("too long", MAX_MESSAGE_BYTES));
        }
        let bytes = text.as_bytes();
        let colon = memchr::memchr(b':', bytes).ok_or(bad("no scheme", 0))?;
        let scheme = &bytes[..colon];
        if !is_scheme(scheme) {
            return Err(bad("no scheme", 0));
        }
        let parts = Parts { scheme: Span::new(0, colon), ..Parts::default() };
        let at = colon + 1;
        if scheme.eq_ignore_ascii_case(b"sip") || scheme.eq_ignore_ascii_case(b"sips") {
            parts.read_sip(bytes, at)
        } else if scheme.eq_ignore_ascii_case(b"tel") {
            parts.read_tel(bytes, at)
        } else {
            check_opaque(bytes, at)?;
            Ok(parts)
        }
    }

    fn read_sip(mut self, bytes: &[u8], mut at: usize) -> Result<Self, ParseError> {
        if let Some(length) = memchr::memchr(b'@', &bytes[at..]) {
            self.read_user(bytes, at, at + length)?;
            at += length + 1;
        }
        let (end, port) = read_host(bytes, at)?;
        self.host = Span::new(at, end);
        self.port = port.map(|(port, _)| port);
        at = port.map_or(end, |(_, end)| end);
        let params_end = memchr::memchr(b'?', &bytes[at..]).map_or(bytes.len(), |found| at + found);
        check_params(bytes, at, params_end)?;
        self.params = Span::new(at, params_end);
        if params_end < bytes.len() {
            let headers = params_end + 1;
            check_text(bytes, headers, bytes.len(), is_uri_byte)?;
            check_count(bytes, headers, bytes.len(), b'&')?;
            if headers == bytes.len() {
                return Err(bad("empty headers", headers));
            }
            self.headers = Some(Span::new(headers, bytes.len()));
        }
        Ok(self)
    }

    fn read_user(&mut self, bytes: &[u8], start: usize, end: usize) -> Result<(), ParseError> {
        let user_end = memchr::memchr(b':', &bytes[start..end]).map_or(end, |found| start + found);
        if user_end == start {
            return Err(bad("empty user", start));
        }
        check_text(bytes, start, user_end, is_user_byte)?;
        self.user = Some(Span::new(start, user_end));
        if user_end < end {
            check_text(bytes, user_end + 1, end, is_user_byte)?;
            self.password = Some(Span::new(user_end + 1, end));
        }
        Ok(())
    }

    fn read_tel(mut self, bytes: &[u8], at: usize) -> Result<Self, ParseError> {
        let end = memchr::memchr(b';', &bytes[at..]).map_or(bytes.len(), |found| at + found);
        let is_phone = |byte: &u8| byte.is_ascii_hexdigit() || b"+*#-.()".contains(byte);
        if end == at || !bytes[at..end].iter().all(is_phone) {
            return Err(bad("no telephone number", at));
        }
        self.user = Some(Span::new(at, end));
        check_params(bytes, end, bytes.len())?;
        self.params = Span::new(end, bytes.len());
        Ok(self)
    }
}

/// The end of the host that begins at `at` and, when `:` follows it, the port with its end.
pub(crate) fn read_host(bytes: &[u8], at: usize) -> Result<(usize, Option<(u16, usize)>), ParseError> {
    let rest = bytes.get(at..).unwrap_or(&[]);
    let end = if rest.first() == Some(&b'[') {
        let close = memchr::memchr(b']', rest).ok_or(bad("open bracket", at))?;
        let address = std::str::from_utf8(&rest[1..close]).unwrap_or("");
        if address.parse::<std::net::Ipv6Addr>().is_err() {
            return Err(bad("no IPv6 address", at));
        }
        at + close + 1
    } else {
        let length = rest.iter().position(|byte| !is_host_byte(*byte)).unwrap_or(rest.len());
        if length == 0 {
            return Err(bad("no host", at));
        }
        at + length
    };
    if bytes.get(end) != Some(&b':') {
        return Ok((end, None));
    }
    let digits = bytes[end + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let port_end = end + 1 + digits;
    let port = std::str::from_utf8(&bytes[end + 1..port_end]).ok().and_then(|digits| digits.parse().ok());
    Ok((end, Some((port.ok_or(bad("no port", end + 1))?, port_end))))
}

fn check_params(bytes: &[u8], start: usize, end: usize) -> Result<(), ParseError> {
    if start == end {
        return Ok(());
    }
    if bytes[start] != b';' {
        return Err(bad("neither parameter nor end after the host", start));
    }
    check_text(bytes, start, end, is_uri_byte)?;
    check_count(bytes, start, end, b';')?;
    let nameless =
        bytes[start..end].windows(2).position(|pair| pair[0] == b';' && matches!(pair[1], b';' | b'='));
    match nameless {
        Some(found) => Err(bad("a parameter without a name", start + found)),
        None if bytes[end - 1] == b';' => Err(bad("a parameter without a name", end)),
        None => Ok(()),
    }
}

fn check_count(bytes: &[u8], start: usize, end: usize, separator: u8) -> Result<(), ParseError> {
    match memchr::memchr_iter(separator, &bytes[start..end]).nth(MAX_LIST) {
        Some(found) => Err(bad("too many parameters or headers", start + found)),
        None => Ok(()),
    }
}

fn check_opaque(bytes: &[u8], at: usize) -> Result<(), ParseError> {
    if at == bytes.len() {
        return Err(bad("nothing after the scheme", at));
    }
    let is_opaque = |byte: u8| is_uri_byte(byte) || byte == b'@';
    match bytes[at..].iter().position(|byte| !is_opaque(*byte)) {
        Some(found) => Err(bad("forbidden character", at + found)),
        None => Ok(()),
    }
}

/// Every byte of the class, every percent sign followed by two hexadecimal digits.
fn check_text(bytes: &[u8], start: usize, end: usize, class: fn(u8) -> bool) -> Result<(), ParseError> {
    let mut at = start;
    while at < end {
        if !class(bytes[at]) {
            return Err(bad("forbidden character", at));
        }
        if bytes[at] == b'%' {
            let escaped = bytes.get(at + 1..(at + 3).min(end)).unwrap_or(&[]);
            if escaped.len() != 2 || !escaped.iter().all(u8::is_ascii_hexdigit) {
                return Err(bad("broken escape", at));
            }
            at += 2;
        }
        at += 1;
    }
    Ok(())
}
