//! The accent of a brand in light and dark: text on it, and it as text, keep WCAG's AA, else it is corrected. Pure.

use serde::Serialize;

/// What WCAG 2.2 asks of text (AA, normal size).
const AA: f64 = 4.5;
/// Grounds on which the pages write in the accent, as in `admin-ui/src/app/tokens.css`.
const LIGHT_GROUNDS: [Rgb; 4] =
    [Rgb(0xff, 0xff, 0xff), Rgb(0xf6, 0xf7, 0xf9), Rgb(0xf1, 0xf3, 0xf6), Rgb(0xee, 0xf1, 0xf4)];
const DARK_GROUNDS: [Rgb; 4] =
    [Rgb(0x16, 0x1a, 0x20), Rgb(0x0e, 0x11, 0x15), Rgb(0x12, 0x16, 0x1b), Rgb(0x1d, 0x23, 0x2b)];
const WHITE: Rgb = Rgb(0xff, 0xff, 0xff);
const INK: Rgb = Rgb(0x0b, 0x0f, 0x13);
/// How finely lightness is searched.
const STEP: f64 = 0.004;

/// A colour of the screen (sRGB, 8 bits each).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// The accent of a brand as the pages use it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Colours {
    /// As it was chosen, `#rrggbb`.
    pub chosen: String,
    /// In light pages.
    pub light: Tones,
    /// In dark pages.
    pub dark: Tones,
}

/// The tones of one appearance, each `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Tones {
    /// Buttons, links, marks.
    pub accent: String,
    /// The same under the pointer.
    pub strong: String,
    /// The ground of what is chosen.
    pub soft: String,
    /// Text on the accent.
    pub on: String,
    /// Whether the accent is another one than was chosen, because nobody could have read it.
    pub corrected: bool,
}

impl Rgb {
    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let value = digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(digits)?;
        let part = |range: std::ops::Range<usize>| u8::from_str_radix(&value[range], 16).ok();
        Some(Self(part(0..2)?, part(2..4)?, part(4..6)?))
    }

    fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    fn linear(self) -> [f64; 3] {
        [self.0, self.1, self.2].map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

/// WCAG's contrast of two colours, 1 to 21.
pub fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (one.luminance() + 0.05, other.luminance() + 0.05);
    if one > other { one / other } else { other / one }
}

/// Lightness, chroma and hue (OKLCH): lightness changes without the hue drifting.
#[derive(Debug, Clone, Copy)]
struct Lch {
    lightness: f64,
    chroma: f64,
    hue: f64,
}

impl From<Rgb> for Lch {
    fn from(colour: Rgb) -> Self {
        let [r, g, b] = colour.linear();
        let long = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let medium = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let short = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let lightness = 0.210_454_255_3 * long + 0.793_617_785 * medium - 0.004_072_046_8 * short;
        let a = 1.977_998_495_1 * long - 2.428_592_205 * medium + 0.450_593_709_9 * short;
        let b = 0.025_904_037_1 * long + 0.782_771_766_2 * medium - 0.808_675_766 * short;
        Self { lightness, chroma: a.hypot(b), hue: b.atan2(a) }
    }
}

impl Lch {
    fn linear(self) -> [f64; 3] {
        let (a, b) = (self.chroma * self.hue.cos(), self.chroma * self.hue.sin());
        let long = (self.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let medium = (self.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let short = (self.lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
        [
            4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short,
            -1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short,
            -0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701 * short,
        ]
    }

    /// The nearest colour a screen shows: chroma gives way, lightness and hue stay.
    fn rgb(self) -> Rgb {
        let mut near = self;
        while near.chroma > 0.001 && near.linear().iter().any(|part| !(-0.0005..=1.0005).contains(part)) {
            near.chroma *= 0.97;
        }
        let [r, g, b] = near.linear().map(|part| {
            let part = part.clamp(0.0, 1.0);
            let part = if part <= 0.003_130_8 { part * 12.92 } else { 1.055 * part.powf(1.0 / 2.4) - 0.055 };
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "0 to 255 by the clamp"
            )]
            let byte = (part * 255.0).round() as u8;
            byte
        });
        Rgb(r, g, b)
    }

    fn at(self, lightness: f64) -> Self {
        Self { lightness, ..self }
    }
}

impl Colours {
    /// The tones of an accent.
    pub fn of(chosen: Rgb) -> Self {
        let base = Lch::from(chosen);
        let light_soft = Lch { lightness: 0.955, chroma: base.chroma.min(0.028), ..base }.rgb();
        let dark_soft = Lch { lightness: 0.262, chroma: base.chroma.min(0.034), ..base }.rgb();
        Self {
            chosen: chosen.hex(),
            light: tones(chosen, &LIGHT_GROUNDS, light_soft, -STEP),
            dark: tones(chosen, &DARK_GROUNDS, dark_soft, STEP),
        }
    }
}

/// Goes from the chosen colour towards dark or light until it can be read on every ground.
fn tones(chosen: Rgb, grounds: &[Rgb], soft: Rgb, step: f64) -> Tones {
    let base = Lch::from(chosen);
    let reads = |colour: Rgb| grounds.iter().chain([&soft]).all(|ground| contrast(colour, *ground) >= AA);
    let mut accent = chosen;
    let mut lightness = base.lightness;
    while !reads(accent) && (0.0..=1.0).contains(&lightness) {
        lightness += step;
        accent = base.at(lightness.clamp(0.0, 1.0)).rgb();
    }
    let strong = base.at((lightness + step.signum() * 0.07).clamp(0.0, 1.0)).rgb();
    let on = if contrast(WHITE, accent) >= contrast(INK, accent) { WHITE } else { INK };
    Tones {
        accent: accent.hex(),
        strong: strong.hex(),
        soft: soft.hex(),
        on: on.hex(),
        corrected: accent != chosen,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rgb(text: &str) -> Rgb {
        Rgb::parse(text).unwrap()
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((contrast(rgb("#000000"), rgb("#ffffff")) - 21.0).abs() < 0.01);
        assert!((contrast(rgb("#777777"), rgb("#ffffff")) - 4.48).abs() < 0.01);
    }

    #[test]
    fn colours_go_through_lch_and_back() {
        for text in ["#0a7078", "#ff0000", "#00ff00", "#0000ff", "#123456", "#fedcba", "#000000", "#ffffff"] {
            let (was, is) = (rgb(text), Lch::from(rgb(text)).rgb());
            let near = |a: u8, b: u8| a.abs_diff(b) <= 1;
            assert!(near(was.0, is.0) && near(was.1, is.1) && near(was.2, is.2), "{text} {is:?}");
        }
    }

    #[test]
    fn whatever_is_chosen_can_be_read_in_light_and_dark() {
        for red in (0..=255).step_by(51) {
            for green in (0..=255).step_by(51) {
                for blue in (0..=255).step_by(51) {
                    let [red, green, blue] = [red, green, blue].map(|part: u16| u8::try_from(part).unwrap());
                    let colours = Colours::of(Rgb(red, green, blue));
                    for (tones, grounds) in [(&colours.light, LIGHT_GROUNDS), (&colours.dark, DARK_GROUNDS)] {
                        let (accent, soft) = (rgb(&tones.accent), rgb(&tones.soft));
                        for ground in grounds.into_iter().chain([soft]) {
                            assert!(contrast(accent, ground) >= AA, "{colours:?} on {ground:?}");
                        }
                        for filled in [&tones.accent, &tones.strong] {
                            assert!(contrast(rgb(&tones.on), rgb(filled)) >= AA, "{colours:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn what_can_be_read_stays_as_it_was_chosen_and_what_cannot_is_said() {
        let teal = Colours::of(rgb("#0a7078"));
        assert_eq!((teal.light.accent.as_str(), teal.light.corrected), ("#0a7078", false));
        assert!(teal.dark.corrected);
        let yellow = Colours::of(rgb("#ffd400"));
        assert!(yellow.light.corrected && !yellow.dark.corrected);
        assert_eq!(yellow.dark.on, "#0b0f13");
    }

    #[test]
    fn only_six_hex_digits_are_a_colour() {
        for text in ["", "#fff", "0a7078", "#0a707", "#0a7078 ", "#gggggg", "#+12345", "red"] {
            assert_eq!(Rgb::parse(text), None, "{text}");
        }
    }
}
