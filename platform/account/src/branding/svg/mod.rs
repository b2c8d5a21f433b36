//! Drawings as logos: read strictly, and written anew from what is known to be harmless. Pure.
//!
//! What comes out was never in the file: each element, attribute and value is on a list, or it is left out. A
//! document that tries what only an attack needs (entities of its own, depth without end) is refused whole.

mod allowed;
mod reader;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use allowed::{is_attribute, is_element, is_harmless, style};
pub use reader::SvgFault;
use reader::{Node, read};

/// A drawing that can be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// The document.
    pub text: String,
    /// Its width, in units of its own.
    pub width: u32,
    /// Its height, in the same units.
    pub height: u32,
    /// Names of elements and attributes that were left out, sorted.
    pub removed: Vec<String>,
}

/// Reads a document and writes what is harmless of it.
///
/// # Errors
/// [`SvgFault`] for what is no drawing, or an attack.
pub fn sanitise(text: &str) -> Result<Drawing, SvgFault> {
    let root = read(text)?;
    if root.name != "svg" {
        return Err(SvgFault::NoDrawing);
    }
    let area = Area::of(&root)?;
    let mut writer = Writer::default();
    writer.text.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    let _ = write!(writer.text, " viewBox=\"{}\"", area.view_box);
    writer.attributes(&root, &["viewBox", "width", "height", "x", "y", "id"]);
    writer.children(&root);
    if writer.shapes == 0 {
        return Err(SvgFault::NoDrawing);
    }
    Ok(Drawing {
        text: writer.text,
        width: area.width,
        height: area.height,
        removed: writer.removed.into_iter().collect(),
    })
}

/// How big it is, from its view box or its size.
struct Area {
    view_box: String,
    width: u32,
    height: u32,
}

impl Area {
    fn of(root: &Node) -> Result<Self, SvgFault> {
        let numbers = |text: &str| -> Option<Vec<f64>> {
            let words = text.split([' ', ',', '\n', '\t']).filter(|word| !word.is_empty());
            words
                .map(|word| word.trim_end_matches("px").parse::<f64>().ok().filter(|n| n.is_finite()))
                .collect()
        };
        let size = |name: &str| root.attribute(name).and_then(numbers).and_then(|list| list.first().copied());
        let view = root.attribute("viewBox").and_then(numbers).filter(|list| list.len() == 4);
        let view = match (view, size("width"), size("height")) {
            (Some(view), _, _) => view,
            (None, Some(width), Some(height)) => vec![0.0, 0.0, width, height],
            _ => return Err(SvgFault::NoSize),
        };
        let side = |length: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "held within 1 and 100000"
            )]
            let whole = length.round().max(1.0) as u32;
            (length > 0.0 && length <= 100_000.0).then_some(whole).ok_or(SvgFault::NoSize)
        };
        let (width, height) = (side(view[2])?, side(view[3])?);
        let view_box = view.iter().map(f64::to_string).collect::<Vec<_>>().join(" ");
        Ok(Self { view_box, width, height })
    }
}

#[derive(Default)]
struct Writer {
    text: String,
    removed: BTreeSet<String>,
    shapes: usize,
}

impl Writer {
    /// The attributes of an element, and the end of its tag.
    fn attributes(&mut self, node: &Node, but: &[&str]) {
        for (name, value) in &node.attributes {
            if but.contains(&name.as_str()) || name == "xmlns" || name.starts_with("xmlns:") {
                continue;
            }
            match self.kept(node, name, value) {
                Some((name, value)) => {
                    let _ = write!(self.text, " {name}=\"{}\"", escaped(&value));
                }
                None => {
                    self.removed.insert(name.clone());
                }
            }
        }
        self.text.push('>');
    }

    fn kept(&mut self, node: &Node, name: &str, value: &str) -> Option<(String, String)> {
        if name == "style" {
            let (kept, removed) = style(value);
            self.removed.extend(removed);
            return (!kept.is_empty()).then(|| (name.to_owned(), kept));
        }
        // Gradients take their stops from others in the same drawing.
        if matches!(name, "href" | "xlink:href") && node.name.ends_with("Gradient") {
            let id = value.strip_prefix('#').filter(|id| allowed::is_id(id))?;
            return Some(("href".to_owned(), format!("#{id}")));
        }
        (is_attribute(name) && is_harmless(name, value)).then(|| (name.to_owned(), value.to_owned()))
    }

    /// What stands in an element, and its end tag.
    fn children(&mut self, node: &Node) {
        for child in &node.children {
            if !is_element(&child.name) {
                self.removed.insert(child.name.clone());
                continue;
            }
            self.shapes += usize::from(allowed::is_shape(&child.name));
            let _ = write!(self.text, "<{}", child.name);
            self.attributes(child, &[]);
            if allowed::bears_text(&child.name) {
                self.text.push_str(&escaped(&child.text));
            }
            self.children(child);
        }
        let _ = write!(self.text, "</{}>", node.name);
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">"#;

    fn clean(inner: &str) -> Drawing {
        sanitise(&format!("{HEAD}<path d=\"M0 0L1 1\"/>{inner}</svg>")).unwrap()
    }

    /// Nothing of it may run, load or refer outwards.
    fn harmless(drawing: &Drawing) {
        let text = drawing.text.to_lowercase();
        for word in [
            "script",
            "foreignobject",
            "onload",
            "onclick",
            "javascript",
            "http:",
            "https:",
            "data:",
            "<use",
            "<image",
            "<!",
            "<?",
            "@import",
            "expression",
            "<a",
            "<style",
            "<animate",
            "<set",
            "<iframe",
        ] {
            let rest = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!rest.contains(word), "{word} stands in {text}");
        }
    }

    #[test]
    fn a_sound_logo_stays_as_it_is() {
        let text = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 16"><defs><linearGradient id="g"><stop offset="0" stop-color="#f00"></stop></linearGradient></defs><rect width="32" height="16" rx="8" fill="url(#g)"></rect><g style="fill:#fff;stroke-width:2"><circle cx="8" cy="8" r="2.2"></circle></g></svg>"##;
        let drawing = sanitise(text).unwrap();
        assert_eq!(drawing.text, text);
        assert_eq!((drawing.width, drawing.height, drawing.removed.len()), (32, 16, 0));
        assert_eq!(sanitise(&drawing.text).unwrap(), drawing, "what was cleaned is clean");
    }

    #[test]
    fn what_runs_or_loads_is_left_out_and_named() {
        let attacks = [
            ("<script>alert(1)</script>", "script"),
            ("<script href='//evil.example/x.js'/>", "script"),
            (
                "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><iframe src='https://evil.example'/></body></foreignObject>",
                "foreignObject",
            ),
            ("<image href='https://evil.example/pixel.png'/>", "image"),
            ("<use xlink:href='https://evil.example/x.svg#a'/>", "use"),
            ("<use href='data:image/svg+xml;base64,PHN2Zz4='/>", "use"),
            (
                "<style>@import 'https://evil.example/x.css'; * { background: url(https://evil.example) }</style>",
                "style",
            ),
            ("<a xlink:href='javascript:alert(1)'><rect width='9' height='9'/></a>", "a"),
            ("<rect width='1' height='1' onload='alert(1)'/>", "onload"),
            ("<rect width='1' height='1' ONCLICK='alert(1)'/>", "ONCLICK"),
            ("<rect width='1' height='1' fill='url(https://evil.example/#x)'/>", "fill"),
            ("<rect width='1' height='1' fill='url( &#x68;ttps://evil.example/#x)'/>", "fill"),
            ("<rect width='1' height='1' style='fill:url(https://evil.example)'/>", "fill"),
            ("<rect width='1' height='1' style='behavior:url(#x);fill:red'/>", "behavior"),
            ("<rect width='1' height='1' style='fill:exp\\72 ession(alert(1))'/>", "fill"),
            ("<animate attributeName='href' values='javascript:alert(1)'/>", "animate"),
            ("<set attributeName='onmouseover' to='alert(1)'/>", "set"),
            ("<filter id='f'><feImage href='https://evil.example/x'/></filter>", "filter"),
            ("<handler type='application/ecmascript'>alert(1)</handler>", "handler"),
            ("<linearGradient id='g' xlink:href='https://evil.example/#g'/>", "xlink:href"),
            ("<x:script xmlns:x='http://www.w3.org/2000/svg'>alert(1)</x:script>", "x:script"),
        ];
        for (attack, named) in attacks {
            let drawing = clean(attack);
            harmless(&drawing);
            assert!(drawing.removed.iter().any(|name| name == named), "{attack}: {:?}", drawing.removed);
            harmless(&sanitise(&drawing.text).unwrap());
        }
    }

    #[test]
    fn text_cannot_become_markup() {
        let drawing = clean(
            "<title>&lt;script&gt;alert(1)&lt;/script&gt;</title><text x=\"1\">a<![CDATA[<script>]]></text>",
        );
        assert!(!drawing.text.contains("<script"), "{}", drawing.text);
        let drawing = clean("<rect id=\"a&quot; onload=&quot;alert(1)\" width=\"1\"/>");
        assert!(!drawing.text.contains("onload"), "{}", drawing.text);
    }

    #[test]
    fn entities_of_ones_own_and_bombs_are_refused_whole() {
        let bomb = format!(
            "<!DOCTYPE svg [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>{HEAD}<title>&b;</title></svg>"
        );
        assert_eq!(sanitise(&bomb), Err(SvgFault::Entities));
        let outward = format!(
            "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>{HEAD}<title>&x;</title></svg>"
        );
        assert_eq!(sanitise(&outward), Err(SvgFault::Entities));
        assert_eq!(sanitise(&format!("{HEAD}<title>&nbsp;</title></svg>")), Err(SvgFault::Entities));
        let deep = format!("{HEAD}{}{}</svg>", "<g>".repeat(100), "</g>".repeat(100));
        assert_eq!(sanitise(&deep), Err(SvgFault::TooMuch));
        let wide = format!("{HEAD}{}</svg>", "<path d=\"M0 0\"/>".repeat(3_000));
        assert_eq!(sanitise(&wide), Err(SvgFault::TooMuch));
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        for text in [
            "",
            "hello",
            "<html></html>",
            "<svg",
            "<svg viewBox='0 0 1 1'>",
            "<svg viewBox='0 0 1 1'></g>",
            "<svg a=1/>",
        ] {
            assert!(sanitise(text).is_err(), "{text}");
        }
        assert_eq!(sanitise("<svg viewBox='0 0 1 1'></svg>"), Err(SvgFault::NoDrawing));
        assert_eq!(sanitise("<svg><rect/></svg>"), Err(SvgFault::NoSize));
        assert_eq!(sanitise("<svg viewBox='0 0 0 1'><rect/></svg>"), Err(SvgFault::NoSize));
    }

    #[test]
    fn what_editors_write_around_a_drawing_is_read() {
        let text = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- made by hand -->\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n<svg width=\"120px\" height=\"40px\" xmlns=\"http://www.w3.org/2000/svg\"><sodipodi:namedview/><rect width='1' height='1'/></svg>\n";
        let drawing = sanitise(text).unwrap();
        assert_eq!((drawing.width, drawing.height), (120, 40));
        assert_eq!(drawing.removed, ["sodipodi:namedview"]);
        harmless(&drawing);
    }
}
