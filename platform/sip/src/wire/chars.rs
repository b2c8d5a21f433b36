//! Character classes of the grammar (RFC 3261 §25.1) as one table.

const TOKEN: u8 = 1;
const HOST: u8 = 2;
const USER: u8 = 4;
const URI: u8 = 8;
const SCHEME: u8 = 16;
const WORD: u8 = 32;

static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = class_of(byte as u8);
        byte += 1;
    }
    table
}

const fn class_of(byte: u8) -> u8 {
    let mut class = 0;
    if byte.is_ascii_alphanumeric() {
        return TOKEN | HOST | USER | URI | SCHEME | WORD;
    }
    if matches!(byte, b'-' | b'.' | b'!' | b'%' | b'*' | b'_' | b'+' | b'`' | b'\'' | b'~') {
        class |= TOKEN;
    }
    // An underscore is no host character, but names inside companies have them.
    if matches!(byte, b'-' | b'.' | b'_') {
        class |= HOST;
    }
    if matches!(byte, b'+' | b'-' | b'.') {
        class |= SCHEME;
    }
    // `#` should be escaped; phones send it plain in feature codes.
    if matches!(
        byte,
        b'-' | b'_'
            | b'.'
            | b'!'
            | b'~'
            | b'*'
            | b'\''
            | b'('
            | b')'
            | b'&'
            | b'='
            | b'+'
            | b'$'
            | b','
            | b';'
            | b'?'
            | b'/'
            | b'%'
            | b'#'
    ) {
        class |= USER;
    }
    if byte.is_ascii_graphic() {
        class |= WORD;
        if !matches!(byte, b'<' | b'>' | b'"' | b'@') {
            class |= URI;
        }
    }
    class
}

#[inline]
fn is(byte: u8, class: u8) -> bool {
    CLASS[usize::from(byte)] & class != 0
}

#[inline]
fn all(text: &[u8], class: u8) -> bool {
    text.iter().all(|byte| is(*byte, class))
}

#[inline]
pub(crate) fn is_token_byte(byte: u8) -> bool {
    is(byte, TOKEN)
}

#[inline]
pub(crate) fn is_token(text: &[u8]) -> bool {
    !text.is_empty() && all(text, TOKEN)
}

/// Whether a byte may stand in a host name or IPv4 address; brackets are looked at elsewhere.
#[inline]
pub(crate) fn is_host_byte(byte: u8) -> bool {
    is(byte, HOST)
}

#[inline]
pub(crate) fn is_user_byte(byte: u8) -> bool {
    is(byte, USER)
}

/// Whether a byte may stand in the parameters, headers or opaque part of a URI.
#[inline]
pub(crate) fn is_uri_byte(byte: u8) -> bool {
    is(byte, URI)
}

pub(crate) fn is_scheme(text: &[u8]) -> bool {
    text.first().is_some_and(u8::is_ascii_alphabetic) && all(text, SCHEME)
}

/// A run of visible characters, such as a Call-ID.
#[inline]
pub(crate) fn is_word(text: &[u8]) -> bool {
    !text.is_empty() && all(text, WORD)
}

#[inline]
pub(crate) fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// The offset of the first byte from `at` that is no space and no tab.
#[inline]
pub(crate) fn skip_blanks(text: &[u8], mut at: usize) -> usize {
    while text.get(at).copied().is_some_and(is_blank) {
        at += 1;
    }
    at
}

/// The offset after the token that begins at `at`; `at` itself when none does.
#[inline]
pub(crate) fn skip_token(text: &[u8], mut at: usize) -> usize {
    while text.get(at).copied().is_some_and(is_token_byte) {
        at += 1;
    }
    at
}

/// The offset after the quoted string whose opening quote stands at `at`; `None` when it does not end.
#[inline]
pub(crate) fn skip_quoted(text: &[u8], at: usize) -> Option<usize> {
    let mut at = at + 1;
    loop {
        match *text.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// `text` without spaces and tabs at either end.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// Decimal digits as a number; too great ones saturate, anything else is `None`.
pub(crate) fn saturating_number(text: &str) -> Option<u32> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(text.parse().unwrap_or(u32::MAX))
}
