//! Digest credentials and challenges (RFC 7616 §3.3, §3.4).

use super::params::{after_scheme, unquote_raw};
use crate::wire::ParseError;
use crate::wire::chars::{skip_blanks, skip_quoted, skip_token};

/// Digest credentials (Authorization, Proxy-Authorization), quotes removed, quoted pairs as sent (the hash is taken
/// over them as sent).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the parameters' names, RFC 7616 §3.4")]
pub struct Authorization<'a> {
    pub username: &'a str,
    pub realm: &'a str,
    pub nonce: &'a str,
    pub uri: &'a str,
    pub response: &'a str,
    pub algorithm: Option<&'a str>,
    pub cnonce: Option<&'a str>,
    pub opaque: Option<&'a str>,
    pub qop: Option<&'a str>,
    pub nc: Option<&'a str>,
}

impl<'a> Authorization<'a> {
    /// Reads a value; `Ok(None)` when its scheme is not Digest.
    pub fn parse(text: &'a str) -> Result<Option<Self>, ParseError> {
        let Some(text) = after_scheme(text, "Digest") else { return Ok(None) };
        let mut read = Authorization::default();
        for pair in Pairs::over(text, "Authorization") {
            let (name, value) = pair?;
            let is = |known: &str| name.eq_ignore_ascii_case(known);
            if is("username") {
                read.username = value;
            } else if is("realm") {
                read.realm = value;
            } else if is("nonce") {
                read.nonce = value;
            } else if is("uri") {
                read.uri = value;
            } else if is("response") {
                read.response = value;
            } else if is("algorithm") {
                read.algorithm = Some(value);
            } else if is("cnonce") {
                read.cnonce = Some(value);
            } else if is("opaque") {
                read.opaque = Some(value);
            } else if is("qop") {
                read.qop = Some(value);
            } else if is("nc") {
                read.nc = Some(value);
            }
        }
        let missing = [read.username, read.realm, read.nonce, read.uri, read.response].contains(&"");
        if missing {
            return Err(ParseError::bad(
                "Authorization",
                "username, realm, nonce, uri or response missing",
                0,
            ));
        }
        Ok(Some(read))
    }
}

/// A digest challenge (WWW-Authenticate, Proxy-Authenticate), quotes removed, quoted pairs as sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the parameters' names, RFC 7616 §3.3")]
pub struct Challenge<'a> {
    pub realm: &'a str,
    pub nonce: &'a str,
    pub algorithm: Option<&'a str>,
    pub opaque: Option<&'a str>,
    pub qop: Option<&'a str>,
    pub stale: bool,
}

impl<'a> Challenge<'a> {
    /// Reads a value; `Ok(None)` when its scheme is not Digest.
    pub fn parse(text: &'a str) -> Result<Option<Self>, ParseError> {
        let Some(text) = after_scheme(text, "Digest") else { return Ok(None) };
        let mut read = Challenge::default();
        for pair in Pairs::over(text, "WWW-Authenticate") {
            let (name, value) = pair?;
            let is = |known: &str| name.eq_ignore_ascii_case(known);
            if is("realm") {
                read.realm = value;
            } else if is("nonce") {
                read.nonce = value;
            } else if is("algorithm") {
                read.algorithm = Some(value);
            } else if is("opaque") {
                read.opaque = Some(value);
            } else if is("qop") {
                read.qop = Some(value);
            } else if is("stale") {
                read.stale = value.eq_ignore_ascii_case("true");
            }
        }
        if read.realm.is_empty() || read.nonce.is_empty() {
            return Err(ParseError::bad("WWW-Authenticate", "realm or nonce missing", 0));
        }
        Ok(Some(read))
    }
}

/// `name=value` pairs between commas; values without their quotes.
struct Pairs<'a> {
    text: &'a str,
    at: usize,
    place: &'static str,
}

impl<'a> Pairs<'a> {
    fn over(text: &'a str, place: &'static str) -> Self {
        Pairs { text, at: 0, place }
    }

    fn read(&mut self) -> Result<Option<(&'a str, &'a str)>, &'static str> {
        let bytes = self.text.as_bytes();
        loop {
            self.at = skip_blanks(bytes, self.at);
            match bytes.get(self.at) {
                None => return Ok(None),
                Some(b',') => self.at += 1,
                Some(_) => break,
            }
        }
        let name = self.at;
        let name_end = skip_token(bytes, name);
        let equals = skip_blanks(bytes, name_end);
        if name == name_end || bytes.get(equals) != Some(&b'=') {
            return Err("no name and value");
        }
        let value = skip_blanks(bytes, equals + 1);
        let quoted = bytes.get(value) == Some(&b'"');
        let end = if quoted {
            skip_quoted(bytes, value).ok_or("an open quoted string")?
        } else {
            bytes[value..]
                .iter()
                .position(|byte| matches!(byte, b',' | b' ' | b'\t' | b'"'))
                .map_or(bytes.len(), |end| value + end)
        };
        self.at = skip_blanks(bytes, end);
        if !matches!(bytes.get(self.at), None | Some(b',')) {
            return Err("no comma after a value");
        }
        let value = self.text.get(value..end).unwrap_or("");
        let value = if quoted { unquote_raw(value).unwrap_or("") } else { value };
        Ok(Some((self.text.get(name..name_end).unwrap_or(""), value)))
    }
}

impl<'a> Iterator for Pairs<'a> {
    type Item = Result<(&'a str, &'a str), ParseError>;

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        match self.read() {
            Ok(pair) => pair.map(Ok),
            Err(what) => {
                self.at = self.text.len();
                Some(Err(ParseError::bad(self.place, what, start)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials() {
        let text = "digest username=\"a\\\"b, c\", realm = \"r\",nonce=\"n\",uri=\"sip:h;x,y\" , response=\"00\",\
                    ALGORITHM=MD5,qop=auth,nc=0000000a,cnonce=\"c\",opaque=\"\",x=y";
        let read = Authorization::parse(text).unwrap().unwrap();
        assert_eq!((read.username, read.realm, read.uri), ("a\\\"b, c", "r", "sip:h;x,y"));
        assert_eq!((read.algorithm, read.qop, read.nc), (Some("MD5"), Some("auth"), Some("0000000a")));
        assert_eq!(read.opaque, Some(""));
    }

    #[test]
    fn other_schemes_are_not_ours() {
        assert_eq!(Authorization::parse("Basic dTpw"), Ok(None));
        assert_eq!(Authorization::parse("NoOneKnows token=\"x"), Ok(None));
        assert_eq!(Challenge::parse("Bearer realm=\"x\""), Ok(None));
        assert_eq!(Challenge::parse("Digestive realm=\"x\""), Ok(None));
    }

    #[test]
    fn broken_ones_are_refused() {
        for text in [
            "Digest",
            "Digest username=\"a",
            "Digest username",
            "Digest =x",
            "Digest username=a\"b\"",
            "Digest username=\"a\" realm=\"b\"",
            "Digest username=\"a\",realm=\"b\",nonce=\"c\",uri=\"d\"",
        ] {
            assert!(Authorization::parse(text).is_err(), "{text}");
        }
        assert!(Challenge::parse("Digest nonce=\"x\"").is_err());
    }

    #[test]
    fn challenges() {
        let read = Challenge::parse("Digest realm=\"r\",nonce=\"n\",stale=TRUE,qop=\"auth,auth-int\"")
            .unwrap()
            .unwrap();
        assert!(read.stale);
        assert_eq!(read.qop, Some("auth,auth-int"));
    }
}
