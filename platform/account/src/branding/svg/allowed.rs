//! The lists of what a drawing may hold.

const ELEMENTS: [&str; 18] = [
    "g",
    "defs",
    "title",
    "desc",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "svg",
];

const SHAPES: [&str; 8] = ["path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text"];

const ATTRIBUTES: [&str; 63] = [
    "id",
    "d",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "dx",
    "dy",
    "fx",
    "fy",
    "fr",
    "width",
    "height",
    "points",
    "pathLength",
    "viewBox",
    "preserveAspectRatio",
    "transform",
    "offset",
    "gradientUnits",
    "gradientTransform",
    "spreadMethod",
    "clipPathUnits",
    "fill",
    "fill-rule",
    "fill-opacity",
    "clip-rule",
    "clip-path",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-opacity",
    "opacity",
    "color",
    "stop-color",
    "stop-opacity",
    "display",
    "visibility",
    "vector-effect",
    "paint-order",
    "shape-rendering",
    "font-family",
    "font-size",
    "font-weight",
    "font-style",
    "font-stretch",
    "text-anchor",
    "letter-spacing",
    "word-spacing",
    "dominant-baseline",
    "text-rendering",
    "mix-blend-mode",
];

pub(super) fn is_element(name: &str) -> bool {
    ELEMENTS.contains(&name)
}

pub(super) fn is_shape(name: &str) -> bool {
    SHAPES.contains(&name)
}

pub(super) fn bears_text(name: &str) -> bool {
    matches!(name, "title" | "desc" | "text" | "tspan")
}

pub(super) fn is_attribute(name: &str) -> bool {
    ATTRIBUTES.contains(&name)
}

pub(super) fn is_id(text: &str) -> bool {
    (1..=100).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.:-".contains(&byte))
}

/// Whether a value can neither refer outwards nor be anything but a value.
pub(super) fn is_harmless(name: &str, value: &str) -> bool {
    if name == "id" {
        return is_id(value);
    }
    let calm = |letter: char| !letter.is_control() || matches!(letter, '\n' | '\t' | '\r');
    if !value.chars().all(calm) || value.contains(['\\', '<', '>', '@', '{', '}', ';']) {
        return false;
    }
    let plain = value.to_ascii_lowercase().replace(char::is_whitespace, "");
    if ["javascript:", "expression(", "data:", "//", "image(", "src("].iter().any(|word| plain.contains(word))
    {
        return false;
    }
    match plain.find("url(") {
        None => true,
        Some(start) => {
            let (before, reference) = plain.split_at(start);
            let inner = reference.strip_prefix("url(#").and_then(|rest| rest.strip_suffix(')'));
            before.is_empty() && inner.is_some_and(is_id)
        }
    }
}

/// The declarations of a `style` that are harmless, and the names of the others.
pub(super) fn style(text: &str) -> (String, Vec<String>) {
    let (mut kept, mut removed) = (Vec::new(), Vec::new());
    for declaration in text.split(';').map(str::trim).filter(|declaration| !declaration.is_empty()) {
        let (name, value) = declaration.split_once(':').unwrap_or((declaration, ""));
        let (name, value) = (name.trim(), value.trim());
        if is_attribute(name) && name != "id" && name != "d" && is_harmless(name, value) {
            kept.push(format!("{name}:{value}"));
        } else {
            removed.push(name.chars().take(40).collect());
        }
    }
    (kept.join(";"), removed)
}
