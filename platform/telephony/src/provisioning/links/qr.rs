//! An address as a QR code.

use qrcode::render::svg::Color;
use qrcode::{EcLevel, QrCode};

/// Pixels of the image; being SVG it is sharp at any size.
const SIDE: u32 = 320;

/// The image, dark on white with a quiet margin, whatever the page's look. Empty for a text too long for any code.
pub fn svg(text: &str) -> String {
    let code = QrCode::with_error_correction_level(text, EcLevel::M);
    let image = code.map(|code| {
        let mut renderer = code.render::<Color<'_>>();
        renderer.min_dimensions(SIDE, SIDE).dark_color(Color("#000")).light_color(Color("#fff")).build()
    });
    image.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_an_image() {
        let image = svg("https://pbx.example.com/p/abcdefghjkmnpqrstuvwxyz23456");
        assert!(image.contains("<svg") && image.trim_end().ends_with("</svg>"), "{image}");
        assert_eq!(svg(&"x".repeat(9_000)), "");
    }
}
