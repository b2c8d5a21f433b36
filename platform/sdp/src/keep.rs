//! Descriptions kept to the codecs that a party may use.

use crate::codec::payload_type;
use crate::{Attribute, Codec, MediaLine, Session};

impl Session {
    /// Keeps of every live line of plain audio the speech codecs whose encoding is listed, in the order of the list, and
    /// the formats that accompany speech. Says whether a speech codec is left; a line without one stays as it is.
    pub fn keep_codecs(&mut self, names: &[&str]) -> bool {
        let mut is_left = false;
        for line in self.media.iter_mut().filter(|line| line.is_plain_audio()) {
            is_left |= line.keep_codecs(names);
        }
        is_left
    }
}

impl MediaLine {
    fn keep_codecs(&mut self, names: &[&str]) -> bool {
        let place = |codec: &Codec| names.iter().position(|name| name.eq_ignore_ascii_case(&codec.name));
        let codecs = self.codecs();
        let mut speech: Vec<(usize, u8)> = codecs
            .iter()
            .filter(|codec| codec.is_speech())
            .filter_map(|codec| Some((place(codec)?, codec.payload_type)))
            .collect();
        if speech.is_empty() {
            return false;
        }
        speech.sort_by_key(|(place, _)| *place);
        let beside = codecs.iter().filter(|codec| !codec.is_speech()).map(|codec| codec.payload_type);
        let kept: Vec<u8> = speech.into_iter().map(|(_, number)| number).chain(beside).collect();
        self.formats = kept.iter().map(u8::to_string).collect();
        self.attributes.retain(|attribute| format_of(attribute).is_none_or(|number| kept.contains(&number)));
        true
    }
}

/// The payload type that an attribute is about, if it is about one.
fn format_of(attribute: &Attribute) -> Option<u8> {
    let about = matches!(attribute.name.as_str(), "rtpmap" | "fmtp" | "rtcp-fb");
    let value = attribute.value.as_deref().filter(|_| about)?;
    payload_type(value.trim_start().split(' ').next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFER: &str = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n\
        m=audio 4000 RTP/AVP 111 9 8 0 101\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 useinbandfec=1\r\n\
        a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=sendrecv\r\n";

    #[test]
    fn only_what_is_listed_is_left_in_the_order_of_the_list_with_what_goes_beside() {
        let mut session = Session::parse(OFFER.as_bytes()).unwrap();
        assert!(session.keep_codecs(&["PCMA", "G722"]));
        let text = session.to_text();
        assert!(text.contains("m=audio 4000 RTP/AVP 8 9 101\r\n"), "{text}");
        assert!(text.contains("telephone-event") && text.contains("a=fmtp:101 0-16"), "{text}");
        assert!(!text.contains("opus") && !text.contains("useinbandfec"), "{text}");
    }

    #[test]
    fn where_nothing_listed_is_offered_nothing_is_left() {
        let mut session = Session::parse(OFFER.as_bytes()).unwrap();
        assert!(!session.keep_codecs(&["GSM"]));
        assert_eq!(session, Session::parse(OFFER.as_bytes()).unwrap());
    }
}
