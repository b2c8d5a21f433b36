//! Is there anything to offer? Whether a leg's session already is what another party's description would make it.

use crate::{Anchor, Attribute, Audio, Codec, Codecs, Direction, Session, attribute::crosses};

impl Anchor {
    /// Whether an offer of what `other` described would change nothing for this leg, which described itself as `own`
    /// last and has agreed to what it was told last. Then a re-INVITE is needless: it is for modifying a session
    /// (RFC 3261 §14.1).
    ///
    /// Media flows both ways on both sides, `own` takes exactly the formats of `other` under the same payload types,
    /// and this leg was told each of them with the same parameters. A party sends only formats that are in offer and
    /// answer (RFC 3264 §6.1), so each sends already what the other takes, and to our address, which stays. When
    /// anything else differs on the line, the answer is no.
    pub fn has_agreed(&self, own: &Session, other: &Session) -> bool {
        let Some(last) = self.last() else { return false };
        let (Some(told), Some(own), Some(wanted)) = (Audio::of(last), Audio::of(own), Audio::of(other))
        else {
            return false;
        };
        let both_ways = [&told, &own, &wanted].iter().all(|audio| audio.direction == Direction::SendRecv);
        both_ways
            && own.codecs.iter().all(|codec| takes(&wanted.codecs, codec))
            && wanted.codecs.iter().all(|codec| takes(&own.codecs, codec) && told.codecs.contains(codec))
            && same_rest((last, told.line), (other, wanted.line))
    }
}

fn takes(codecs: &Codecs, wanted: &Codec) -> bool {
    codecs.iter().any(|codec| codec.payload_type == wanted.payload_type && codec.same_encoding(wanted))
}

/// Bandwidth, packet time, header extensions and whatever else crosses from leg to leg, apart from the name of the
/// program (`a=tool`, RFC 8866 §6.4).
fn same_rest(a: (&Session, usize), b: (&Session, usize)) -> bool {
    let bandwidth = |(session, line): (&Session, usize)| {
        (session.bandwidth.clone(), session.media.get(line).map(|media| media.bandwidth.clone()))
    };
    rest(a.0, a.1).eq(rest(b.0, b.1)) && bandwidth(a) == bandwidth(b)
}

fn rest(session: &Session, line: usize) -> impl Iterator<Item = &Attribute> {
    let media = session.media.get(line).map_or(&[][..], |media| &media.attributes);
    let told = |attribute: &&Attribute| {
        crosses(attribute) && !matches!(attribute.name.as_str(), "rtpmap" | "fmtp" | "tool")
    };
    session.attributes.iter().chain(media).filter(told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::SocketAddr;

    fn described(formats: &str, more: &str) -> Session {
        let text = format!(
            "v=0\no=- 5 5 IN IP4 192.0.2.7\ns=-\nc=IN IP4 192.0.2.7\nt=0 0\na=tool:any\n\
             m=audio 4000 RTP/AVP {formats}\na=rtpmap:101 telephone-event/8000\na=fmtp:101 0-15\n{more}"
        );
        Session::parse(text.as_bytes()).unwrap()
    }

    /// A leg that offered `own` and was answered with what `told` describes.
    fn leg(own: &Session, told: &Session) -> Anchor {
        let at = |port| SocketAddr::from(([203, 0, 113, 9], port));
        let mut anchor = Anchor::new(42, at(20_000), at(20_001));
        anchor.answer(own, told).unwrap();
        anchor
    }

    #[test]
    fn the_same_formats_both_ways_need_no_offer() {
        let own = described("8 101", "a=ptime:20\n");
        let another = described("8 101", "a=ptime:20\na=sendrecv\na=ssrc:7 cname:x\n");
        assert!(leg(&own, &another).has_agreed(&own, &described("101 8", "a=ptime:20\n")));
    }

    #[test]
    fn an_answerer_is_bound_by_its_answer() {
        let at = |port| SocketAddr::from(([203, 0, 113, 9], port));
        let mut anchor = Anchor::new(42, at(20_000), at(20_001));
        anchor.offer(&described("9 8 0 101", "")).unwrap();
        let answer = described("8 101", "");
        assert!(anchor.has_agreed(&answer, &described("8 101", "")));
        assert!(!anchor.has_agreed(&answer, &described("9 8 0 101", "")), "it may take more by now");
    }

    #[test]
    fn what_would_change_must_be_offered() {
        let own = described("8 101", "");
        let told = described("8 101", "");
        let cases = [
            ("another codec", described("0 101", "")),
            ("a further codec", described("8 0 101", "")),
            ("no keys", described("8", "")),
            ("hold", described("8 101", "a=sendonly\n")),
            ("packet time", described("8 101", "a=ptime:30\n")),
            (
                "a header extension",
                described("8 101", "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\n"),
            ),
            ("bandwidth", described("8 101", "b=AS:64\n")),
        ];
        for (what, other) in cases {
            assert!(!leg(&own, &told).has_agreed(&own, &other), "{what}");
        }
        let other_keys = Session::parse(own.to_text().replace("0-15", "0-16").as_bytes()).unwrap();
        assert!(!leg(&own, &told).has_agreed(&own, &other_keys), "parameters");
    }

    #[test]
    fn a_held_leg_must_be_offered() {
        let (own, other) = (described("8 101", ""), described("8 101", ""));
        assert!(!leg(&own, &described("8 101", "a=sendonly\n")).has_agreed(&own, &other), "it was told so");
        let holder = described("8 101", "a=sendonly\n");
        assert!(!leg(&holder, &other).has_agreed(&holder, &other), "it holds itself");
    }

    #[test]
    fn a_leg_that_was_told_nothing_must_be_offered() {
        let at = |port| SocketAddr::from(([203, 0, 113, 9], port));
        let own = described("8 101", "");
        assert!(!Anchor::new(42, at(20_000), at(20_001)).has_agreed(&own, &own));
    }
}
