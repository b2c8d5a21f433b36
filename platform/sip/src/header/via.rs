//! Via, and filling it with where the request came from.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use super::params::Params;
use crate::uri::{host_ip, read_host};
use crate::wire::chars::{skip_blanks, skip_token};
use crate::wire::{MAX_MESSAGE_BYTES, ParseError, Span};

/// One value of Via.
#[derive(Debug, Clone, Copy)]
pub struct Via<'a> {
    text: &'a str,
    parts: ViaParts,
}

/// Where the parts of a Via stand in its text.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ViaParts {
    transport: Span,
    host: Span,
    port: Option<u16>,
    params: Span,
}

const fn bad(what: &'static str, at: usize) -> ParseError {
    ParseError::bad("Via", what, at)
}

impl ViaParts {
    pub(crate) fn read(text: &str) -> Result<Self, ParseError> {
        if text.len() > MAX_MESSAGE_BYTES {
            return Err(bad("too long", MAX_MESSAGE_BYTES));
        }
        let bytes = text.as_bytes();
        let mut at = 0;
        let mut transport = Span::default();
        for field in 0..3 {
            let start = skip_blanks(bytes, at);
            let end = skip_token(bytes, start);
            if start == end {
                return Err(bad("no protocol, version and transport", start));
            }
            transport = Span::new(start, end);
            at = end;
            if field < 2 {
                at = skip_blanks(bytes, at);
                if bytes.get(at) != Some(&b'/') {
                    return Err(bad("no protocol, version and transport", at));
                }
                at += 1;
            }
        }
        let start = skip_blanks(bytes, at);
        if start == at {
            return Err(bad("no blank before the host", at));
        }
        let (end, port_at_once) = read_host(bytes, start).map_err(|err| err.within("Via"))?;
        let host = Span::new(start, end);
        let (port, after) = match port_at_once {
            Some((port, after)) => (Some(port), after),
            None => read_blank_port(bytes, end)?,
        };
        Params::check(text.get(after..).unwrap_or(""), "Via", after)?;
        Ok(ViaParts { transport, host, port, params: Span::new(after, text.len()) })
    }
}

/// The port where blanks stand around its colon.
fn read_blank_port(bytes: &[u8], end: usize) -> Result<(Option<u16>, usize), ParseError> {
    let colon = skip_blanks(bytes, end);
    if bytes.get(colon) != Some(&b':') {
        return Ok((None, end));
    }
    let start = skip_blanks(bytes, colon + 1);
    let digits = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let port = std::str::from_utf8(&bytes[start..start + digits]).ok().and_then(|digits| digits.parse().ok());
    Ok((Some(port.ok_or(bad("no port", start))?), start + digits))
}

impl<'a> Via<'a> {
    /// Reads one value.
    pub fn parse(text: &'a str) -> Result<Self, ParseError> {
        Ok(Via { text, parts: ViaParts::read(text)? })
    }

    /// Invariant: `parts` was read from this very text.
    pub(crate) fn from_parts(text: &'a str, parts: ViaParts) -> Self {
        Via { text, parts }
    }

    /// As sent.
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// `UDP`, `TCP`, `TLS`, `WS`, `WSS` or another token, as sent.
    pub fn transport(&self) -> &'a str {
        self.parts.transport.of(self.text)
    }

    /// The host of sent-by, an IPv6 address with its brackets.
    pub fn host(&self) -> &'a str {
        self.parts.host.of(self.text)
    }

    /// The port of sent-by, when given.
    pub fn port(&self) -> Option<u16> {
        self.parts.port
    }

    /// `branch`.
    pub fn branch(&self) -> Option<&'a str> {
        self.params().find("branch").filter(|branch| !branch.is_empty())
    }

    /// `received`.
    pub fn received(&self) -> Option<IpAddr> {
        host_ip(self.params().find("received")?)
    }

    /// `rport`: asked for (`Some(None)`) or filled.
    pub fn rport(&self) -> Option<Option<u16>> {
        self.params().find("rport").map(|port| port.parse().ok())
    }

    /// The parameters.
    pub fn params(&self) -> Params<'a> {
        Params::over(self.parts.params.of(self.text))
    }

    /// Displays it as it came from this source: `received` where the host differs or `rport` is asked, `rport` filled
    /// (RFC 3261 §18.2.1, RFC 3581 §4). What the sender wrote into either itself is replaced.
    pub fn filled(&self, source: SocketAddr) -> FilledVia<'a> {
        FilledVia { via: *self, source }
    }
}

/// A Via with `received` and `rport` filled; see [`Via::filled`].
#[derive(Debug, Clone, Copy)]
pub struct FilledVia<'a> {
    via: Via<'a>,
    source: SocketAddr,
}

impl fmt::Display for FilledVia<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let via = &self.via;
        let wants_port = via.rport().is_some();
        // Not `sent-by == source` as text: an address has many writings.
        let differs = host_ip(via.host()) != Some(self.source.ip());
        let claims = via.params().find("received").is_some();
        if !wants_port && !differs && !claims {
            return f.write_str(via.text);
        }
        f.write_str(via.text.get(..via.parts.params.start()).unwrap_or(""))?;
        for (name, value) in via.params() {
            if name.eq_ignore_ascii_case("received") || name.eq_ignore_ascii_case("rport") {
                continue;
            }
            write!(f, ";{name}")?;
            if let Some(value) = value {
                write!(f, "={value}")?;
            }
        }
        if wants_port || differs {
            write!(f, ";received={}", self.source.ip())?;
        }
        if wants_port {
            write!(f, ";rport={}", self.source.port())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_blanks_everywhere() {
        let via = Via::parse("SIP / 2.0 /  UDP   edge.example  : 5070 ; branch = z9hG4bKa;rport").unwrap();
        assert_eq!((via.transport(), via.host(), via.port()), ("UDP", "edge.example", Some(5070)));
        assert_eq!((via.branch(), via.rport(), via.received()), (Some("z9hG4bKa"), Some(None), None));
    }

    #[test]
    fn ipv6_and_filled_parameters() {
        let via = Via::parse("SIP/2.0/TLS [2001:db8::9]:5061;rport=4000;received=192.0.2.9;branch=z9hG4bK1")
            .unwrap();
        assert_eq!((via.host(), via.port(), via.rport()), ("[2001:db8::9]", Some(5061), Some(Some(4000))));
        assert_eq!(via.received(), Some("192.0.2.9".parse().unwrap()));
        let via = Via::parse("SIP/2.0/UDP h;received=[2001:db8::9]").unwrap();
        assert_eq!(via.received(), Some("2001:db8::9".parse().unwrap()));
    }

    #[test]
    fn filling() {
        let source: SocketAddr = "198.51.100.7:40000".parse().unwrap();
        let fill = |text: &str| Via::parse(text).unwrap().filled(source).to_string();
        assert_eq!(
            fill("SIP/2.0/UDP 198.51.100.7;branch=z9hG4bK1"),
            "SIP/2.0/UDP 198.51.100.7;branch=z9hG4bK1"
        );
        assert_eq!(
            fill("SIP/2.0/UDP 10.0.0.1:5060;rport;branch=z9hG4bK1"),
            "SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1;received=198.51.100.7;rport=40000"
        );
        assert_eq!(fill("SIP/2.0/UDP h;x"), "SIP/2.0/UDP h;x;received=198.51.100.7");
        assert_eq!(
            fill("SIP/2.0/UDP 198.51.100.7;received=203.0.113.1;branch=z9hG4bK1"),
            "SIP/2.0/UDP 198.51.100.7;branch=z9hG4bK1"
        );
    }

    #[test]
    fn refused() {
        for text in [
            "",
            "SIP/2.0",
            "SIP/2.0/UDP",
            "SIP/2.0/UDP ",
            "SIP 2.0 UDP h",
            "SIP/2.0/UDP h:",
            "SIP/2.0/UDP h:70000",
            "SIP/2.0/UDP h;;branch=1",
            "SIP/2.0/UDP h x",
            "SIP/2.0/UDP [::1",
            "SIP/2.0/UDPh",
        ] {
            assert!(Via::parse(text).is_err(), "{text}");
        }
    }
}
