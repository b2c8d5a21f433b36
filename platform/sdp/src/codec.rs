//! RTP payload formats: `a=rtpmap`, static payload types (RFC 3551), and what two sides share.

use crate::{Audio, MediaLine, Session, attribute::values};
use smallvec::SmallVec;

/// One payload type with its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Codec {
    /// RTP payload type, 0–127.
    pub payload_type: u8,
    /// Encoding name as written: `PCMA`, `opus`, `telephone-event`. Compared without case.
    pub name: String,
    /// RTP clock rate in Hz (8000 for G.722, by RFC 3551).
    pub clock_rate: u32,
    /// Channels, 1 unless said.
    pub channels: u8,
    /// `a=fmtp` of this payload type.
    pub fmtp: Option<String>,
}

/// Codecs in order of preference.
pub type Codecs = SmallVec<[Codec; 6]>;

/// Static payload types of audio that phones still offer without `a=rtpmap` (RFC 3551 §6).
const STATIC: [(u8, &str, u32); 9] = [
    (0, "PCMU", 8000),
    (3, "GSM", 8000),
    (4, "G723", 8000),
    (5, "DVI4", 8000),
    (7, "LPC", 8000),
    (8, "PCMA", 8000),
    (9, "G722", 8000),
    (13, "CN", 8000),
    (18, "G729", 8000),
];

/// Formats that accompany speech and carry none themselves.
const NOT_SPEECH: [&str; 6] = ["telephone-event", "CN", "red", "ulpfec", "flexfec", "rtx"];

impl Codec {
    /// Same encoding, whatever its payload type and parameters.
    pub fn same_encoding(&self, other: &Self) -> bool {
        self.name.eq_ignore_ascii_case(&other.name)
            && self.clock_rate == other.clock_rate
            && self.channels == other.channels
    }

    /// Whether it carries speech: not telephone-event, comfort noise, redundancy or repair.
    pub fn is_speech(&self) -> bool {
        !NOT_SPEECH.iter().any(|name| name.eq_ignore_ascii_case(&self.name))
    }

    /// The payload type with its `a=rtpmap` (`97 opus/48000/2`), else the static meaning of its number.
    fn of(payload_type: u8, line: &MediaLine) -> Option<Self> {
        let (name, clock_rate, channels) = match parameter(line, "rtpmap", payload_type) {
            Some(map) => encoding(map)?,
            None => {
                let (_, name, clock_rate) = STATIC.iter().find(|(number, ..)| *number == payload_type)?;
                (*name, *clock_rate, 1)
            }
        };
        let clock_rate = if name.eq_ignore_ascii_case("G722") { 8000 } else { clock_rate };
        let fmtp = parameter(line, "fmtp", payload_type).map(Into::into);
        Some(Self { payload_type, name: name.into(), clock_rate, channels, fmtp })
    }
}

impl MediaLine {
    /// The payload types of an RTP line with their meaning, in order; those without any are left out.
    pub fn codecs(&self) -> Codecs {
        self.formats.iter().filter_map(|format| Codec::of(payload_type(format)?, self)).collect()
    }
}

/// A payload type as it must be written: without sign and leading zeros, so that text and number tell the same one.
pub(crate) fn payload_type(text: &str) -> Option<u8> {
    let canonical = text == "0" || !text.starts_with(['0', '+']);
    text.parse().ok().filter(|number| canonical && *number < 128)
}

/// `NAME/RATE[/CHANNELS]`; a rate of 0 means nothing.
fn encoding(map: &str) -> Option<(&str, u32, u8)> {
    let mut parts = map.split('/').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?;
    let clock_rate = parts.next()?.parse().ok().filter(|rate| *rate > 0)?;
    let channels = parts.next().and_then(|channels| channels.parse().ok()).unwrap_or(1);
    Some((name, clock_rate, channels))
}

/// The text after the payload type of an `a=NAME:PT text` line.
fn parameter<'a>(line: &'a MediaLine, name: &'a str, wanted: u8) -> Option<&'a str> {
    values(&line.attributes, name).find_map(|value| {
        let (number, text) = value.trim_start().split_once(' ')?;
        (payload_type(number) == Some(wanted)).then_some(text.trim())
    })
}

/// Whether the audio streams of both descriptions share a speech codec, so that packets may pass unchanged in kind.
pub fn has_common_audio_codec(a: &Session, b: &Session) -> bool {
    match (Audio::of(a), Audio::of(b)) {
        (Some(a), Some(b)) => share_speech(&a.codecs, &b.codecs),
        _ => false,
    }
}

/// Whether two lists share a speech codec.
pub(crate) fn share_speech(a: &Codecs, b: &Codecs) -> bool {
    a.iter().filter(|codec| codec.is_speech()).any(|codec| b.iter().any(|other| other.same_encoding(codec)))
}

/// Whether two legs, each with the description its peer sent, may be joined without a new offer: both list the same
/// speech codecs under the same payload types, and telephone-event, where both have it, too.
pub fn payload_types_agree(a: &Session, b: &Session) -> bool {
    let (Some(a), Some(b)) = (Audio::of(a), Audio::of(b)) else { return false };
    let known = |codec: &Codec, list: &Codecs| {
        list.iter().any(|other| other.payload_type == codec.payload_type && other.same_encoding(codec))
    };
    let told = |from: &Codecs, to: &Codecs| {
        from.iter().all(|codec| match codec.is_speech() {
            true => known(codec, to),
            false => known(codec, to) || !to.iter().any(|other| other.same_encoding(codec)),
        })
    };
    told(&a.codecs, &b.codecs) && told(&b.codecs, &a.codecs) && share_speech(&a.codecs, &b.codecs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn audio(formats: &str, attributes: &[&str]) -> Session {
        let mut text = format!(
            "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP {formats}\r\n"
        );
        for attribute in attributes {
            text.push_str(&format!("a={attribute}\r\n"));
        }
        Session::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn static_payload_types_need_no_rtpmap_and_dynamic_ones_do() {
        let codecs = audio("8 0 9 18 96", &[]).media[0].codecs();
        let names: Vec<_> = codecs.iter().map(|c| (c.payload_type, c.name.as_str(), c.clock_rate)).collect();
        assert_eq!(names, [(8, "PCMA", 8000), (0, "PCMU", 8000), (9, "G722", 8000), (18, "G729", 8000)]);
    }

    #[test]
    fn rtpmap_gives_rate_channels_and_parameters() {
        let session =
            audio("111 9", &["rtpmap:111 opus/48000/2", "fmtp:111 useinbandfec=1", "rtpmap:9 G722/16000"]);
        let codecs = session.media[0].codecs();
        assert_eq!((codecs[0].clock_rate, codecs[0].channels), (48_000, 2));
        assert_eq!(codecs[0].fmtp.as_deref(), Some("useinbandfec=1"));
        assert_eq!(
            codecs[1].clock_rate, 8000,
            "RFC 3551 §4.5.2: the clock of G.722 is 8000 by mistake and law"
        );
    }

    #[test]
    fn nonsense_in_rtpmap_is_no_codec() {
        for map in
            ["rtpmap:96 opus", "rtpmap:96 opus/0", "rtpmap:96 /8000", "rtpmap:96", "rtpmap:x opus/48000"]
        {
            assert!(audio("96", &[map]).media[0].codecs().is_empty(), "{map}");
        }
        assert!(audio("300 -1 x 08 +8 128", &[]).media[0].codecs().is_empty());
    }

    #[test]
    fn common_codec_ignores_payload_types_and_events() {
        let opus = |number: u8| audio(&number.to_string(), &[&format!("rtpmap:{number} OPUS/48000/2")]);
        assert!(has_common_audio_codec(&opus(96), &opus(111)));
        let events = ["rtpmap:101 telephone-event/8000"];
        assert!(!has_common_audio_codec(&audio("0 101", &events), &audio("8 101", &events)));
    }

    #[test]
    fn legs_agree_only_on_the_same_numbers() {
        let events = |number: u8| format!("rtpmap:{number} telephone-event/8000");
        let with = |number: u8| audio(&format!("8 {number}"), &[&events(number)]);
        assert!(payload_types_agree(&with(101), &with(101)));
        assert!(!payload_types_agree(&with(101), &with(96)), "digits would be lost");
        assert!(
            payload_types_agree(&with(101), &audio("8", &[])),
            "one side without events loses nothing more"
        );
        assert!(
            !payload_types_agree(&audio("8 0", &[]), &audio("8", &[])),
            "the other may get what it does not know"
        );
    }
}
