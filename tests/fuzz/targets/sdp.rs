//! Session descriptions, and what a call does with a stranger's.

use sdp::{Anchor, Audio, Session, has_common_audio_codec, limits, payload_types_agree, validate_answer};

use super::{Target, kind};

const WORDS: &[&[u8]] = &[
    b"\r\n",
    b"v=0\r\n",
    b"o=- 1 1 IN IP4 192.0.2.1\r\n",
    b"c=IN IP4 0.0.0.0\r\n",
    b"c=IN IP6 2001:db8::1\r\n",
    b"c=IN IP4 224.2.1.1/127\r\n",
    b"m=audio 4000 RTP/AVP 8 0 101\r\n",
    b"m=audio 0 RTP/AVPF 96\r\n",
    b"m=audio 4000 RTP/SAVP 8\r\n",
    b"m=video 65535 RTP/AVP 96\r\n",
    b"a=rtpmap:",
    b"a=fmtp:",
    b"telephone-event/8000",
    b"opus/48000/2",
    b"PCMA/8000",
    b"a=rtcp:",
    b"a=rtcp-mux\r\n",
    b"a=rtcp-fb:* nack\r\n",
    b"a=sendonly\r\n",
    b"a=inactive\r\n",
    b"a=ptime:",
    b"a=candidate:1 1 UDP 1 10.0.0.1 4000 typ host\r\n",
    b"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n",
    b" IN ",
    b"/",
    b"65536",
    b"4294967296",
    b"-1",
    b"\xc3\xb1",
    b"\xff",
    b"\0",
];

pub const DESCRIPTION: Target =
    Target { name: "sdp", corpus: "fuzz/corpus/sdp", words: WORDS, run: fuzz_description };

/// What a plain phone says.
const PHONE: &[u8] = b"v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\n\
    m=audio 4000 RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\n";

/// A description is refused or reads back as written, and can be carried to and from a phone.
fn fuzz_description(data: &[u8]) -> u64 {
    let session = match Session::parse(data) {
        Ok(session) => session,
        Err(error) => return kind((error.what, error.line.min(8))),
    };
    let written = session.to_text();
    if written.len() <= limits::BYTES && written.lines().count() < limits::LINES {
        let again = Session::parse(written.as_bytes()).expect("what was written is read");
        assert_eq!(again.to_text(), written);
    }
    let phone = Session::parse(PHONE).expect("a plain description");
    let carried = [carry(&session, &phone), carry(&phone, &session), carry(&session, &session)];
    let audio = Audio::of(&session).map(|audio| {
        let address = (audio.rtp.is_some(), audio.rtcp.is_some(), audio.rtcp_mux);
        (address, audio.direction.name(), audio.codecs.len().min(6), audio.ptime.is_some())
    });
    kind((carried, audio, session.media.len().min(4), validate_answer(&phone, &session).is_ok()))
}

/// One side offers, the other answers, then the other offers anew. Tells which of it could be done.
fn carry(offer: &Session, answer: &Session) -> u64 {
    let mut leg = Anchor::new(
        7,
        "203.0.113.1:20000".parse().expect("address"),
        "203.0.113.1:20001".parse().expect("address"),
    );
    let answered = leg.answer(offer, answer);
    if let Ok(told) = &answered {
        assert_eq!(validate_answer(offer, told), Ok(()));
        assert!(has_common_audio_codec(offer, told));
    }
    let lines = leg.last().map_or(0, |last| last.media.len());
    let offered = leg.offer(answer);
    if let Ok(told) = &offered {
        assert!(told.media.len() >= lines, "a media line vanished");
        assert_eq!(Audio::of(told).and_then(|audio| audio.rtp), Some(leg.rtp()));
        assert!(Session::parse(&told.to_bytes()).is_ok() || told.to_bytes().len() > limits::BYTES);
    }
    kind((answered.err().map(|e| e.to_string()), offered.is_ok(), payload_types_agree(offer, answer)))
}
