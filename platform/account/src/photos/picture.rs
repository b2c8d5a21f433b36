//! What a picture is, told from its bytes: kind and size, before anything else of it is believed.

use kernel::{Fault, FaultKind};

/// No side is longer, in pixels.
pub(super) const MOST_PIXELS: u32 = 1024;

/// The kinds that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Jpeg,
    Png,
    Webp,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Jpeg, Self::Png, Self::Webp];

    /// Its media type, in rows and answers.
    pub(super) const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }

    /// The kind of a media type.
    pub(super) fn of(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.media_type() == media_type)
    }
}

/// Why a picture is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum PictureError {
    /// Neither of the kinds, or not what its sender says, or cut off.
    #[error("a photo is a JPEG, PNG or WebP picture")]
    NoPicture,
    /// Too many pixels.
    #[error("a photo has at most {MOST_PIXELS} by {MOST_PIXELS} pixels")]
    TooBig,
}

impl Fault for PictureError {
    fn kind(&self) -> FaultKind {
        FaultKind::Invalid
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NoPicture => "photos.no_picture",
            Self::TooBig => "photos.too_big",
        }
    }
}

/// The kind of a picture that is what its sender says it is, and not too big.
pub(super) fn check(media_type: &str, bytes: &[u8]) -> Result<Kind, PictureError> {
    let kind = Kind::of(media_type).ok_or(PictureError::NoPicture)?;
    let size = match kind {
        Kind::Jpeg => jpeg(bytes),
        Kind::Png => png(bytes),
        Kind::Webp => webp(bytes),
    };
    let (width, height) =
        size.filter(|(width, height)| *width > 0 && *height > 0).ok_or(PictureError::NoPicture)?;
    if width > MOST_PIXELS || height > MOST_PIXELS { Err(PictureError::TooBig) } else { Ok(kind) }
}

/// ISO/IEC 15948 §5: the signature, and the header as the first chunk; the end as the last one.
fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    let rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let header = rest.strip_prefix(b"\0\0\0\rIHDR")?;
    bytes.ends_with(b"\0\0\0\0IEND\xaeB`\x82").then_some(())?;
    Some((big(header.get(..4)?)?, big(header.get(4..8)?)?))
}

/// ISO/IEC 10918-1, annex B: segments up to the frame's header; it ends with its marker.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    bytes.ends_with(b"\xff\xd9").then_some(())?;
    loop {
        let [0xff, marker, high, low, ..] = *rest else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if is_frame {
            let body = rest.get(4..9)?;
            return Some((big(&body[3..5])?, big(&body[1..3])?));
        }
        // Before the frame there are only segments that say how long they are.
        let plain = matches!(marker, 0xc4 | 0xcc | 0xdb | 0xdd | 0xe0..=0xef | 0xfe);
        rest = rest.get(2 + length..).filter(|_| plain && length >= 2)?;
    }
}

/// RFC 9649 §2: a RIFF of the length that it says, with one of the three kinds of image data first.
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    let length = bytes.strip_prefix(b"RIFF")?.get(..4)?;
    let chunks = bytes.get(8..)?.strip_prefix(b"WEBP")?;
    let said = usize::try_from(little(length)).ok()?;
    (said.checked_add(8)? == bytes.len()).then_some(())?;
    let data = chunks.get(8..)?;
    match chunks.get(..4)? {
        b"VP8 " => {
            let frame = data.get(3..10)?.strip_prefix(b"\x9d\x01\x2a")?;
            Some((little(&frame[..2]) & 0x3fff, little(&frame[2..4]) & 0x3fff))
        }
        b"VP8L" => {
            let bits = little(data.get(..5)?.strip_prefix(b"\x2f")?);
            Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
        }
        b"VP8X" => Some((little(data.get(4..7)?) + 1, little(data.get(7..10)?) + 1)),
        _ => None,
    }
}

fn big(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0_u32, |value, byte| Some(value.checked_mul(256)? | u32::from(*byte)))
}

/// At most four bytes.
fn little(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |value, byte| (value << 8) | u32::from(*byte))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn png_of(width: u32, height: u32) -> Vec<u8> {
        let header =
            [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &width.to_be_bytes(), &height.to_be_bytes()].concat();
        [&header[..], b"\x08\x02\0\0\0crc!", b"\0\0\0\0IEND\xaeB`\x82"].concat()
    }

    fn jpeg_of(width: u16, height: u16) -> Vec<u8> {
        let start = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc2\0\x0b\x08";
        [&start[..], &height.to_be_bytes(), &width.to_be_bytes(), b"\x01\x01\x11\0\xff\xd9"].concat()
    }

    fn webp_of(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).unwrap();
        let chunk = [&kind[..], &length.to_le_bytes(), data].concat();
        let whole = u32::try_from(chunk.len() + 4).unwrap();
        [&b"RIFF"[..], &whole.to_le_bytes(), b"WEBP", &chunk].concat()
    }

    #[test]
    fn pictures_are_told_by_their_bytes_with_their_size() {
        assert_eq!(png(&png_of(300, 20)), Some((300, 20)));
        assert_eq!(jpeg(&jpeg_of(300, 20)), Some((300, 20)));
        assert_eq!(webp(&webp_of(b"VP8 ", b"\0\0\0\x9d\x01\x2a\x2c\x01\x14\0")), Some((300, 20)));
        let bits = (299_u32 | (19 << 14)).to_le_bytes();
        assert_eq!(webp(&webp_of(b"VP8L", &[&b"\x2f"[..], &bits].concat())), Some((300, 20)));
        assert_eq!(webp(&webp_of(b"VP8X", b"\0\0\0\0\x2b\x01\0\x13\0\0")), Some((300, 20)));
    }

    #[test]
    fn what_is_none_is_cut_off_or_is_said_to_be_another_is_refused() {
        assert_eq!(check("image/png", &png_of(8, 8)), Ok(Kind::Png));
        assert_eq!(check("image/jpeg", &png_of(8, 8)), Err(PictureError::NoPicture));
        assert_eq!(check("image/svg+xml", b"<svg/>"), Err(PictureError::NoPicture));
        assert_eq!(check("image/png", &png_of(0, 8)), Err(PictureError::NoPicture));
        assert_eq!(check("image/png", &png_of(8, 1025)), Err(PictureError::TooBig));
        assert_eq!(check("image/jpeg", &jpeg_of(2000, 8)), Err(PictureError::TooBig));
        let lossy = webp_of(b"VP8 ", b"\0\0\0\x9d\x01\x2a\x2c\x01\x14\0");
        for (media_type, whole) in
            [("image/png", png_of(8, 8)), ("image/jpeg", jpeg_of(8, 8)), ("image/webp", lossy)]
        {
            for end in 0..whole.len() {
                assert_eq!(
                    check(media_type, &whole[..end]),
                    Err(PictureError::NoPicture),
                    "{media_type} {end}"
                );
            }
        }
    }
}
