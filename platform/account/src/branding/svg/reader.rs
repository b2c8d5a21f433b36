//! A small strict reader of XML: elements, attributes, text. No entities of one's own, no depth without end.

/// More is no logo.
const MAX_DEPTH: usize = 32;
const MAX_NODES: usize = 2_000;
const MAX_ATTRIBUTES: usize = 64;

/// Why a document is no drawing that can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SvgFault {
    /// It is not well-formed XML.
    #[error("the drawing is not well-formed")]
    Malformed,
    /// It declares or uses entities of its own.
    #[error("the drawing uses entities of its own")]
    Entities,
    /// It is deeper or longer than a logo can be.
    #[error("the drawing has too many parts")]
    TooMuch,
    /// It draws nothing.
    #[error("there is no drawing in it")]
    NoDrawing,
    /// It says neither a view box nor a size.
    #[error("the drawing says neither a view box nor a size")]
    NoSize,
}

/// One element.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
    /// The text directly in it.
    pub(super) text: String,
}

impl Node {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Reads one document.
pub(super) fn read(text: &str) -> Result<Node, SvgFault> {
    let mut reader = Reader { rest: text.trim_start_matches('\u{feff}'), nodes: 0 };
    reader.between()?;
    let root = reader.element(0)?;
    reader.between()?;
    if reader.rest.is_empty() { Ok(root) } else { Err(SvgFault::Malformed) }
}

struct Reader<'t> {
    rest: &'t str,
    nodes: usize,
}

impl<'t> Reader<'t> {
    fn take(&mut self, word: &str) -> bool {
        let rest = self.rest.strip_prefix(word);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn until(&mut self, end: &str) -> Result<&'t str, SvgFault> {
        let (before, after) = self.rest.split_once(end).ok_or(SvgFault::Malformed)?;
        self.rest = after;
        Ok(before)
    }

    fn blank(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// What stands before and after the root: declaration, comments, a document type without entities.
    fn between(&mut self) -> Result<(), SvgFault> {
        loop {
            self.blank();
            if self.take("<!--") {
                self.until("-->")?;
            } else if self.take("<?") {
                self.until("?>")?;
            } else if self.take("<!DOCTYPE") {
                if self.until(">")?.contains('[') {
                    return Err(SvgFault::Entities);
                }
            } else {
                return Ok(());
            }
        }
    }

    fn element(&mut self, depth: usize) -> Result<Node, SvgFault> {
        self.nodes += 1;
        if depth > MAX_DEPTH || self.nodes > MAX_NODES {
            return Err(SvgFault::TooMuch);
        }
        if !self.take("<") {
            return Err(SvgFault::Malformed);
        }
        let mut node = Node { name: self.name()?, ..Node::default() };
        if self.attributes(&mut node)? {
            return Ok(node);
        }
        loop {
            let (text, _) = self.rest.split_once('<').ok_or(SvgFault::Malformed)?;
            self.rest = &self.rest[text.len()..];
            node.text.push_str(&decoded(text)?);
            if self.take("<!--") {
                self.until("-->")?;
            } else if self.take("<![CDATA[") {
                node.text.push_str(self.until("]]>")?);
            } else if self.take("<?") {
                self.until("?>")?;
            } else if self.take("</") {
                let name = self.name()?;
                self.blank();
                let closes = name == node.name && self.take(">");
                return if closes { Ok(node) } else { Err(SvgFault::Malformed) };
            } else {
                node.children.push(self.element(depth + 1)?);
            }
        }
    }

    fn name(&mut self) -> Result<String, SvgFault> {
        let fits = |letter: char| letter.is_ascii_alphanumeric() || "_.:-".contains(letter);
        let length = self.rest.find(|letter| !fits(letter)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(length);
        let begins = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
        if !begins || name.len() > 60 {
            return Err(SvgFault::Malformed);
        }
        self.rest = rest;
        Ok(name.to_owned())
    }

    /// Reads to the end of the tag; answers whether the element ends with it.
    fn attributes(&mut self, node: &mut Node) -> Result<bool, SvgFault> {
        loop {
            let before = self.rest.len();
            self.blank();
            let parted = self.rest.len() < before;
            if self.take("/>") {
                return Ok(true);
            }
            if self.take(">") {
                return Ok(false);
            }
            if !parted {
                return Err(SvgFault::Malformed);
            }
            let name = self.name()?;
            self.blank();
            let quoted = self.take("=");
            self.blank();
            let value = match (quoted, self.rest.chars().next()) {
                (true, Some('"')) => self.quoted("\"")?,
                (true, Some('\'')) => self.quoted("'")?,
                _ => return Err(SvgFault::Malformed),
            };
            if node.attribute(&name).is_some() || value.contains('<') {
                return Err(SvgFault::Malformed);
            }
            if node.attributes.len() >= MAX_ATTRIBUTES {
                return Err(SvgFault::TooMuch);
            }
            node.attributes.push((name, decoded(value)?));
        }
    }

    fn quoted(&mut self, quote: &str) -> Result<&'t str, SvgFault> {
        self.take(quote);
        self.until(quote)
    }
}

/// Replaces the five entities of XML and characters by number.
fn decoded(text: &str) -> Result<String, SvgFault> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (entity, after) = after.split_once(';').ok_or(SvgFault::Malformed)?;
        let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        let letter = match entity {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => match (entity.strip_prefix("#x"), entity.strip_prefix('#')) {
                (Some(digits), _) => number(digits, 16),
                (None, Some(digits)) => number(digits, 10),
                (None, None) => None,
            },
        };
        out.push(letter.ok_or(SvgFault::Entities)?);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}
