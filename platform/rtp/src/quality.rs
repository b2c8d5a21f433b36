//! How good it sounded: the E-model (ITU-T G.107), simplified to loss, delay and codec.

/// Codecs whose impairment is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Codec {
    /// G.711 µ-law.
    Pcmu,
    /// G.711 A-law.
    Pcma,
    /// G.722 at 64 kbit/s.
    G722,
    /// Opus.
    Opus,
    /// G.729.
    G729,
    /// GSM full rate.
    Gsm,
    /// Telephone events (RFC 4733).
    TelephoneEvent,
    /// Comfort noise (RFC 3389).
    ComfortNoise,
    /// Any other.
    Other,
}

impl Codec {
    /// From the encoding name of an `a=rtpmap` line, in any case.
    pub fn from_name(name: &str) -> Self {
        const NAMES: [(&str, Codec); 8] = [
            ("PCMU", Codec::Pcmu),
            ("PCMA", Codec::Pcma),
            ("G722", Codec::G722),
            ("opus", Codec::Opus),
            ("G729", Codec::G729),
            ("GSM", Codec::Gsm),
            ("telephone-event", Codec::TelephoneEvent),
            ("CN", Codec::ComfortNoise),
        ];
        NAMES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map_or(Self::Other, |(_, codec)| *codec)
    }
}

impl Codec {
    /// Equipment impairment factor and robustness against loss: G.711 with concealment and G.729 from ITU-T G.113
    /// appendix I; the wideband ones set so that the narrowband scale does not punish them, with the robustness of their
    /// concealment; unknown ones in the middle.
    const fn impairment(self) -> (f32, f32) {
        match self {
            Self::Pcmu | Self::Pcma => (0.0, 25.1),
            Self::G722 => (0.0, 20.0),
            Self::Opus => (0.0, 28.0),
            Self::G729 => (11.0, 19.0),
            Self::Gsm => (20.0, 10.0),
            Self::TelephoneEvent | Self::ComfortNoise | Self::Other => (5.0, 15.0),
        }
    }
}

/// What is known about one direction of a stream.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conditions {
    /// What is spoken.
    pub codec: Codec,
    /// Part of the packets lost, 0–1.
    pub loss: f32,
    /// One-way delay of the network, ms.
    pub delay_ms: f32,
    /// Interarrival jitter, ms.
    pub jitter_ms: f32,
}

/// Packetisation, and a playout buffer at rest, ms.
const FIXED_DELAY_MS: f32 = 40.0;

/// Transmission rating R, 0–93.2 (ITU-T G.107): `93.2 − Id − Ie,eff`, random loss, no advantage factor. A receiver is
/// taken to buffer twice the jitter.
pub fn rating(conditions: &Conditions) -> f32 {
    let (ie, bpl) = conditions.codec.impairment();
    let loss = conditions.loss.clamp(0.0, 1.0) * 100.0;
    let delay = conditions.delay_ms.max(0.0) + 2.0 * conditions.jitter_ms.max(0.0) + FIXED_DELAY_MS;
    let delay_impairment = 0.024 * delay + 0.11 * (delay - 177.3).max(0.0);
    let equipment = ie + (95.0 - ie) * loss / (loss + bpl);
    (93.2 - delay_impairment - equipment).clamp(0.0, 93.2)
}

/// Estimated mean opinion score, 1.0–4.5 (ITU-T G.107 annex B).
pub fn mos(conditions: &Conditions) -> f32 {
    let r = rating(conditions);
    (1.0 + 0.035 * r + r * (r - 60.0) * (100.0 - r) * 7e-6).clamp(1.0, 4.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(codec: Codec, loss: f32, delay_ms: f32, jitter_ms: f32) -> f32 {
        mos(&Conditions { codec, loss, delay_ms, jitter_ms })
    }

    #[test]
    fn known_points_of_the_model() {
        assert!(
            (score(Codec::Pcma, 0.0, 0.0, 0.0) - 4.39).abs() < 0.02,
            "{}",
            score(Codec::Pcma, 0.0, 0.0, 0.0)
        );
        assert!(
            (score(Codec::G729, 0.0, 0.0, 0.0) - 4.08).abs() < 0.05,
            "{}",
            score(Codec::G729, 0.0, 0.0, 0.0)
        );
        assert!(
            (score(Codec::Pcma, 0.05, 0.0, 0.0) - 3.95).abs() < 0.15,
            "{}",
            score(Codec::Pcma, 0.05, 0.0, 0.0)
        );
        assert!(score(Codec::Pcma, 1.0, 0.0, 0.0) < 1.3);
    }

    #[test]
    fn worse_conditions_never_sound_better() {
        let steps = [0.0, 0.01, 0.05, 0.2, 0.6, 1.0];
        for pair in steps.windows(2) {
            assert!(score(Codec::Opus, pair[0], 20.0, 1.0) > score(Codec::Opus, pair[1], 20.0, 1.0));
            assert!(
                score(Codec::Pcmu, 0.0, pair[0] * 400.0, 1.0) > score(Codec::Pcmu, 0.0, pair[1] * 400.0, 1.0)
            );
            assert!(
                score(Codec::Pcmu, 0.0, 20.0, pair[0] * 200.0)
                    > score(Codec::Pcmu, 0.0, 20.0, pair[1] * 200.0)
            );
        }
    }

    #[test]
    fn the_score_stays_on_its_scale() {
        for codec in [Codec::Pcmu, Codec::Gsm, Codec::Other] {
            for loss in [-1.0, 0.0, 0.5, 2.0, f32::INFINITY] {
                let score = score(codec, loss, 5000.0, 500.0);
                assert!((1.0..=4.5).contains(&score), "{score}");
            }
        }
    }

    #[test]
    fn names_are_known_in_any_case() {
        assert_eq!(Codec::from_name("OPUS"), Codec::Opus);
        assert_eq!(Codec::from_name("pcma"), Codec::Pcma);
        assert_eq!(Codec::from_name("speex"), Codec::Other);
    }
}
