//! Does an answer fit its offer (RFC 3264 §6)?

use crate::{MediaLine, Session, audio::is_plain_rtp};

/// Why an answer does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// More or fewer media lines than offered.
    #[error("{answered} media lines answer {offered}")]
    LineCount {
        /// In the offer.
        offered: usize,
        /// In the answer.
        answered: usize,
    },
    /// Another kind of media or transport in this line.
    #[error("media line {0} is of another kind than offered")]
    Kind(usize),
    /// A line accepted that was offered with port 0.
    #[error("media line {0} was not offered")]
    NotOffered(usize),
    /// A line accepted with no format of the offer.
    #[error("media line {0} shares no format with the offer")]
    NoFormat(usize),
}

/// Checks an answer against its offer, line by line. `RTP/AVP` for `RTP/AVPF` and the reverse is let pass, as phones
/// that know no feedback answer so.
///
/// # Errors
/// The first rule it breaks; lines are counted from 0.
pub fn validate_answer(offer: &Session, answer: &Session) -> Result<(), AnswerError> {
    if offer.media.len() != answer.media.len() {
        return Err(AnswerError::LineCount { offered: offer.media.len(), answered: answer.media.len() });
    }
    for (line, (offered, answered)) in offer.media.iter().zip(&answer.media).enumerate() {
        if !offered.media.eq_ignore_ascii_case(&answered.media) {
            return Err(AnswerError::Kind(line));
        }
        if answered.port == 0 {
            continue;
        }
        if offered.port == 0 {
            return Err(AnswerError::NotOffered(line));
        }
        if !same_transport(&offered.protocol, &answered.protocol) {
            return Err(AnswerError::Kind(line));
        }
        if !shares_format(offered, answered) {
            return Err(AnswerError::NoFormat(line));
        }
    }
    Ok(())
}

fn same_transport(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || (is_plain_rtp(a) && is_plain_rtp(b))
}

/// The same format as written, or the same encoding under another payload type (RFC 3264 §6.1).
fn shares_format(offered: &MediaLine, answered: &MediaLine) -> bool {
    if answered.formats.iter().any(|format| offered.formats.contains(format)) {
        return true;
    }
    let known = offered.codecs();
    answered.codecs().iter().any(|codec| known.iter().any(|other| other.same_encoding(codec)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(media: &str) -> Session {
        Session::parse(format!("v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nt=0 0\n{media}").as_bytes()).unwrap()
    }

    #[test]
    fn each_rule_is_told_by_its_error() {
        let offer = "m=audio 4000 RTP/AVP 0 8\nm=video 0 RTP/AVP 96\n";
        let cases = [
            ("m=audio 5000 RTP/AVP 8\nm=video 0 RTP/AVP 96\n", Ok(())),
            ("m=audio 0 RTP/AVP 8\nm=video 0 RTP/AVP 96\n", Ok(())),
            ("m=audio 5000 RTP/AVPF 8\nm=video 0 RTP/AVP 96\n", Ok(())),
            ("m=audio 5000 RTP/AVP 8\n", Err(AnswerError::LineCount { offered: 2, answered: 1 })),
            ("m=video 0 RTP/AVP 96\nm=audio 5000 RTP/AVP 8\n", Err(AnswerError::Kind(0))),
            ("m=audio 5000 RTP/SAVP 8\nm=video 0 RTP/AVP 96\n", Err(AnswerError::Kind(0))),
            ("m=audio 5000 RTP/AVP 8\nm=video 5002 RTP/AVP 96\n", Err(AnswerError::NotOffered(1))),
            ("m=audio 5000 RTP/AVP 9\nm=video 0 RTP/AVP 96\n", Err(AnswerError::NoFormat(0))),
        ];
        for (answer, expected) in cases {
            assert_eq!(validate_answer(&session(offer), &session(answer)), expected, "{answer}");
        }
    }

    #[test]
    fn another_number_for_the_same_encoding_is_an_answer() {
        let offer = session("m=audio 4000 RTP/AVP 96\na=rtpmap:96 opus/48000/2\n");
        let answer = session("m=audio 5000 RTP/AVP 111\na=rtpmap:111 opus/48000/2\n");
        assert_eq!(validate_answer(&offer, &answer), Ok(()));
    }
}
