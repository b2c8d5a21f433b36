//! Text inside XML: escaped, and without what XML cannot hold.

/// Escapes text for an element or a quoted attribute. What XML 1.0 §2.2 does not allow, and line breaks, are left out.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// What a file in XML begins with.
pub const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out() {
        assert_eq!(escape("a\"/><b>&'\r\n\u{0}\u{ffff}ñ"), "a&quot;/&gt;&lt;b&gt;&amp;&#39;ñ");
    }
}
