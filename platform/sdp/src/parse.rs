//! From bytes to [`Session`], bounded, without panics.

use crate::{Attribute, Connection, MediaLine, Origin, Session};
use std::borrow::Cow;

/// Limits of what is read. More is refused, not cut.
pub mod limits {
    /// Bytes of a description.
    pub const BYTES: usize = 32 * 1024;
    /// Lines of a description.
    pub const LINES: usize = 1024;
    /// Media lines.
    pub const MEDIA: usize = 32;
    /// Formats of a media line.
    pub const FORMATS: usize = 128;
}

/// Why a description was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct ParseError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: &'static str,
}

impl Session {
    /// Reads a description with LF or CRLF line ends; lines of unknown letters and control characters are skipped.
    ///
    /// # Errors
    /// Something over the [`limits`], no `v=0` first, no `o=`, or an `o=`, `c=` or `m=` line that makes no sense.
    pub fn parse(bytes: &[u8]) -> Result<Self, ParseError> {
        if bytes.len() > limits::BYTES {
            return Err(ParseError { line: 1, what: "longer than the limit" });
        }
        let text = String::from_utf8_lossy(bytes);
        let mut reader = Reader::default();
        for (index, line) in text.split('\n').enumerate() {
            reader.take(index, &printable(line)).map_err(|what| ParseError { line: index + 1, what })?;
        }
        reader.finish().map_err(|what| ParseError { line: 1, what })
    }
}

/// The line without its carriage return and other control characters, as it will be written.
fn printable(line: &str) -> Cow<'_, str> {
    let line = line.strip_suffix('\r').unwrap_or(line);
    if is_plain(line) { line.into() } else { line.replace(is_unwanted, "").into() }
}

/// Whether it surely holds no control character: nearly every line there is.
pub(crate) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// What is neither read nor written.
pub(crate) fn is_unwanted(letter: char) -> bool {
    letter.is_control() && letter != '\t'
}

/// What has been read so far.
#[derive(Default)]
struct Reader {
    session: Session,
    versioned: bool,
    origin: Option<Origin>,
}

impl Reader {
    fn take(&mut self, index: usize, line: &str) -> Result<(), &'static str> {
        if index >= limits::LINES {
            return Err("more lines than the limit");
        }
        if line.is_empty() {
            return Ok(());
        }
        let mut characters = line.chars();
        let (Some(letter), Some('=')) = (characters.next(), characters.next()) else {
            return Err("not of the form letter=value");
        };
        let value = characters.as_str();
        if !self.versioned {
            self.versioned = letter == 'v' && value.trim() == "0";
            return if self.versioned { Ok(()) } else { Err("v=0 must come first") };
        }
        match letter {
            'o' => self.origin = Some(origin(value)?),
            'm' if self.session.media.len() >= limits::MEDIA => {
                return Err("more media lines than the limit");
            }
            'm' => self.session.media.push(media(value)?),
            _ => match self.session.media.last_mut() {
                Some(media) => media_level(media, letter, value)?,
                None => session_level(&mut self.session, letter, value)?,
            },
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Session, &'static str> {
        self.session.origin = self.origin.ok_or("no o= line")?;
        Ok(self.session)
    }
}

fn session_level(session: &mut Session, letter: char, value: &str) -> Result<(), &'static str> {
    match letter {
        's' => session.name = value.into(),
        'i' | 'u' | 'e' | 'p' => session.information.push((letter, value.into())),
        'c' => session.connection = Some(connection(value)?),
        'b' => session.bandwidth.push(value.into()),
        't' | 'r' | 'z' => session.timing.push((letter, value.into())),
        'k' => session.key = Some(value.into()),
        'a' => session.attributes.extend(attribute(value)),
        _ => {}
    }
    Ok(())
}

fn media_level(media: &mut MediaLine, letter: char, value: &str) -> Result<(), &'static str> {
    match letter {
        'i' => media.information = Some(value.into()),
        'c' => media.connection = Some(connection(value)?),
        'b' => media.bandwidth.push(value.into()),
        'k' => media.key = Some(value.into()),
        'a' => media.attributes.extend(attribute(value)),
        _ => {}
    }
    Ok(())
}

/// The last five fields are fixed; what precedes them is the user name, which some senders write with spaces.
fn origin(value: &str) -> Result<Origin, &'static str> {
    const BAD: &str = "o= needs user, session id, version, IN, address type and address";
    let fields: Vec<&str> = value.split_whitespace().collect();
    let [username @ .., session_id, version, network, kind, address] = fields.as_slice() else {
        return Err(BAD);
    };
    if username.is_empty() || !network.eq_ignore_ascii_case("IN") {
        return Err(BAD);
    }
    Ok(Origin {
        username: username.join(" "),
        session_id: (*session_id).into(),
        version: (*version).into(),
        address: Connection { kind: address_kind(kind), address: (*address).into() },
    })
}

fn connection(value: &str) -> Result<Connection, &'static str> {
    let mut fields = value.split_whitespace();
    match (fields.next(), fields.next(), fields.next()) {
        (Some(network), Some(kind), Some(address)) if network.eq_ignore_ascii_case("IN") => {
            Ok(Connection { kind: address_kind(kind), address: address.into() })
        }
        _ => Err("c= needs IN, address type and address"),
    }
}

fn address_kind(kind: &str) -> String {
    kind.to_ascii_uppercase()
}

fn media(value: &str) -> Result<MediaLine, &'static str> {
    let mut fields = value.split_whitespace();
    let (Some(media), Some(port), Some(protocol)) = (fields.next(), fields.next(), fields.next()) else {
        return Err("m= needs media, port and protocol");
    };
    let (port, count) = match port.split_once('/') {
        Some((port, count)) => (port, Some(count.parse().map_err(|_| "m= has a bad number of ports")?)),
        None => (port, None),
    };
    let formats: Vec<String> = fields.map(Into::into).collect();
    if formats.len() > limits::FORMATS {
        return Err("more formats than the limit");
    }
    Ok(MediaLine {
        media: media.into(),
        port: port.parse().map_err(|_| "m= has a bad port")?,
        port_count: count,
        protocol: protocol.into(),
        formats,
        ..MediaLine::default()
    })
}

fn attribute(value: &str) -> Option<Attribute> {
    let (name, value) = match value.split_once(':') {
        Some((name, value)) => (name, Some(value)),
        None => (value, None),
    };
    let name = name.trim();
    (!name.is_empty()).then(|| Attribute { name: name.into(), value: value.map(Into::into) })
}
