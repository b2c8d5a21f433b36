//! Logos: what an image really is, by its own bytes, and whether it is small enough to stand in a bar. Pure.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{Fault, FaultKind};
use sha2::{Digest as _, Sha256};

use super::svg::{self, SvgFault};

/// The most bytes of a logo.
pub const MAX_BYTES: usize = 64 * 1024;
/// The shortest and longest side of a picture, in pixels.
const SIDES: std::ops::RangeInclusive<u32> = 16..=2048;

/// An image that can be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// What it is, by its bytes.
    pub media_type: &'static str,
    /// Pixels, or units of a drawing.
    pub width: u32,
    /// Pixels, or units of a drawing.
    pub height: u32,
    /// The image; of a drawing what is left of it.
    pub bytes: Vec<u8>,
    /// What was left out of a drawing.
    pub removed: Vec<String>,
}

/// Why an image is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogoFault {
    /// No `data:` address with base 64.
    #[error("a logo is sent as data:…;base64,…")]
    NoData,
    /// Too many bytes.
    #[error("a logo has at most 64 KiB")]
    TooBig,
    /// None of the kinds that are taken.
    #[error("a logo is an SVG drawing, or a PNG, WebP or JPEG picture")]
    Unknown,
    /// A picture that is cut off, or bigger or smaller than a logo.
    #[error("a picture has 16 to 2048 pixels on each side, and is whole")]
    Sides,
    /// A drawing that cannot be taken.
    #[error(transparent)]
    Drawing(#[from] SvgFault),
}

impl Fault for LogoFault {
    fn kind(&self) -> FaultKind {
        FaultKind::Invalid
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NoData => "branding.logo_no_data",
            Self::TooBig => "branding.logo_too_big",
            Self::Unknown => "branding.logo_unknown",
            Self::Sides => "branding.logo_sides",
            Self::Drawing(SvgFault::Entities) => "branding.logo_entities",
            Self::Drawing(_) => "branding.logo_drawing",
        }
    }
}

impl Logo {
    /// Reads a `data:` address. The type that it claims is not believed.
    ///
    /// # Errors
    /// [`LogoFault`].
    pub fn parse(data: &str) -> Result<Self, LogoFault> {
        let (_, base64) = data
            .strip_prefix("data:")
            .and_then(|rest| rest.split_once(";base64,"))
            .ok_or(LogoFault::NoData)?;
        if base64.len() > MAX_BYTES.div_ceil(3) * 4 {
            return Err(LogoFault::TooBig);
        }
        Self::read(STANDARD.decode(base64).map_err(|_| LogoFault::NoData)?)
    }

    /// Looks at the bytes.
    ///
    /// # Errors
    /// [`LogoFault`].
    pub fn read(bytes: Vec<u8>) -> Result<Self, LogoFault> {
        if bytes.len() > MAX_BYTES {
            return Err(LogoFault::TooBig);
        }
        let picture = match bytes.get(..4) {
            Some(b"\x89PNG") => Some(("image/png", png(&bytes))),
            Some(b"RIFF") => Some(("image/webp", webp(&bytes))),
            Some([0xff, 0xd8, 0xff, _]) => Some(("image/jpeg", jpeg(&bytes))),
            _ => None,
        };
        let Some((media_type, sides)) = picture else { return drawing(&bytes) };
        let (width, height) = sides.ok_or(LogoFault::Sides)?;
        if !SIDES.contains(&width) || !SIDES.contains(&height) {
            return Err(LogoFault::Sides);
        }
        Ok(Self { media_type, width, height, bytes, removed: Vec::new() })
    }

    /// The name it is served and kept by: SHA-256 of its bytes, in hex.
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(&self.bytes))
    }

    /// As a `data:` address.
    pub fn data(&self) -> String {
        data(self.media_type, &self.bytes)
    }
}

/// Bytes as a `data:` address.
pub fn data(media_type: &str, bytes: &[u8]) -> String {
    format!("data:{media_type};base64,{}", STANDARD.encode(bytes))
}

fn drawing(bytes: &[u8]) -> Result<Logo, LogoFault> {
    let text = std::str::from_utf8(bytes).map_err(|_| LogoFault::Unknown)?;
    if !text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
        return Err(LogoFault::Unknown);
    }
    let svg::Drawing { text, width, height, removed } = svg::sanitise(text)?;
    Ok(Logo { media_type: "image/svg+xml", width, height, bytes: text.into_bytes(), removed })
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn le24(bytes: &[u8], at: usize) -> Option<u32> {
    let part = bytes.get(at..at + 3)?;
    Some(u32::from_le_bytes([part[0], part[1], part[2], 0]))
}

fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    let whole = bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.ends_with(b"IEND\xae\x42\x60\x82");
    (whole && bytes.get(12..16) == Some(b"IHDR")).then_some(())?;
    Some((be32(bytes, 16)?, be32(bytes, 20)?))
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    let told = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?);
    let whole = usize::try_from(told).ok()?.checked_add(8)? == bytes.len();
    (whole && bytes.get(8..12) == Some(b"WEBP")).then_some(())?;
    match bytes.get(12..16)? {
        b"VP8X" => {
            // Bit 1 says that it moves; a logo does not.
            (bytes.get(20)? & 2 == 0).then_some(())?;
            Some((le24(bytes, 24)? + 1, le24(bytes, 27)? + 1))
        }
        b"VP8L" => {
            (*bytes.get(20)? == 0x2f).then_some(())?;
            let bits = u32::from_le_bytes(bytes.get(21..25)?.try_into().ok()?);
            Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
        }
        b"VP8 " => {
            (bytes.get(23..26)? == [0x9d, 0x01, 0x2a]).then_some(())?;
            let side = |at: usize| {
                let part = bytes.get(at..at + 2)?.try_into().ok()?;
                Some(u32::from(u16::from_le_bytes(part) & 0x3fff))
            };
            Some((side(26)?, side(28)?))
        }
        _ => None,
    }
}

/// Goes from segment to segment to the one that says how big the picture is (ITU T.81, B.2).
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    bytes.ends_with(&[0xff, 0xd9]).then_some(())?;
    let be16 = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let mut at = 2;
    loop {
        let (marker, length) = (be16(at)?, usize::from(be16(at + 2)?));
        match marker {
            0xffc0..=0xffc3 | 0xffc5..=0xffc7 | 0xffc9..=0xffcb | 0xffcd..=0xffcf => {
                return Some((u32::from(be16(at + 7)?), u32::from(be16(at + 5)?)));
            }
            0xff00..=0xffff if length >= 2 => at += 2 + length,
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend(b"\x08\x06\0\0\0\0\0\0\0\0\0\0\0IEND\xae\x42\x60\x82");
        bytes
    }

    #[test]
    fn an_image_is_what_its_bytes_say() {
        let logo = Logo::parse(&data("image/svg+xml", &picture(64, 32))).unwrap();
        assert_eq!((logo.media_type, logo.width, logo.height), ("image/png", 64, 32));
        let svg = b"<svg viewBox='0 0 8 4'><rect width='8' height='4'/></svg>".to_vec();
        let logo = Logo::parse(&data("image/png", &svg)).unwrap();
        assert_eq!((logo.media_type, logo.width, logo.height), ("image/svg+xml", 8, 4));
        assert_eq!(Logo::parse(&logo.data()).unwrap().hash(), logo.hash());
    }

    #[test]
    fn sides_are_read_from_every_kind() {
        let mut webp = b"RIFF\x16\0\0\0WEBPVP8L\x0a\0\0\0\x2f".to_vec();
        webp.extend(((99_u32) | (49 << 14)).to_le_bytes());
        webp.extend([0; 5]);
        assert_eq!(webp.len(), 30);
        let logo = Logo::read(webp).unwrap();
        assert_eq!((logo.media_type, logo.width, logo.height), ("image/webp", 100, 50));
        let mut lossy = b"RIFF\x16\0\0\0WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a".to_vec();
        lossy.extend([100, 0, 50, 0]);
        assert_eq!(lossy.len(), 30);
        assert_eq!(Logo::read(lossy).map(|logo| (logo.width, logo.height)), Ok((100, 50)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x0b\x08\0\x20\0\x40\x01\x01\x11\0\xff\xd9".to_vec();
        let logo = Logo::read(jpeg).unwrap();
        assert_eq!((logo.media_type, logo.width, logo.height), ("image/jpeg", 64, 32));
    }

    #[test]
    fn what_is_cut_off_too_big_or_something_else_is_refused() {
        let mut cut = picture(64, 64);
        cut.pop();
        assert_eq!(Logo::read(cut), Err(LogoFault::Sides));
        assert_eq!(Logo::read(picture(8, 64)), Err(LogoFault::Sides));
        assert_eq!(Logo::read(picture(64, 4_000)), Err(LogoFault::Sides));
        assert_eq!(Logo::read(b"\xff\xd8\xff\xe0\0\0\xff\xd9".to_vec()), Err(LogoFault::Sides));
        assert_eq!(Logo::read(b"GIF89a".to_vec()), Err(LogoFault::Unknown));
        assert_eq!(Logo::read(b"MZ\x90\0".to_vec()), Err(LogoFault::Unknown));
        assert_eq!(Logo::read(b"<html></html>".to_vec()), Err(LogoFault::Drawing(SvgFault::NoDrawing)));
        assert_eq!(Logo::read(vec![b' '; MAX_BYTES + 1]), Err(LogoFault::TooBig));
        for text in ["", "image", "data:image/png,abc", "data:;base64,%%%"] {
            assert_eq!(Logo::parse(text), Err(LogoFault::NoData), "{text}");
        }
    }
}
