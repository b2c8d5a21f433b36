//! Recovery codes: for whoever has lost the app. Ten, each for one time; only their hashes are stored.

use kernel::Rng;
use sha2::{Digest as _, Sha256};

/// How many there are.
pub(crate) const CODES: usize = 10;
/// Lower-case letters and digits that cannot be taken for one another: 32, so a code of 16 has 80 bits.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
const CHARS: usize = 16;
const GROUP: usize = 4;

/// Fresh codes, as a person writes them down: `abcd-efgh-jkmn-pqrs`.
pub(crate) fn draw(rng: &dyn Rng) -> Vec<String> {
    let code = |_| {
        let text = kernel::rng::draw_text(rng, ALPHABET, CHARS);
        let groups: Vec<&str> = (0..CHARS).step_by(GROUP).map(|from| &text[from..from + GROUP]).collect();
        groups.join("-")
    };
    (0..CODES).map(code).collect()
}

/// What is stored of a code, however it was typed; `None` where it has not the form of one.
///
/// A plain hash is enough: with 80 bits there is nothing to guess.
pub(crate) fn hash(typed: &str) -> Option<String> {
    let plain: String = typed
        .chars()
        .filter(|char| !char.is_whitespace() && *char != '-')
        .map(|char| char.to_ascii_lowercase())
        .collect();
    let sound = plain.len() == CHARS && plain.bytes().all(|byte| ALPHABET.contains(&byte));
    sound.then(|| hex::encode(Sha256::digest(plain.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::rng::Seeded;

    #[test]
    fn codes_differ_and_are_known_however_they_are_typed() {
        let codes = draw(&Seeded::new(1));
        let hashes: std::collections::BTreeSet<_> = codes.iter().filter_map(|code| hash(code)).collect();
        assert_eq!(hashes.len(), CODES);
        let first = &codes[0];
        assert_eq!(first.len(), 19);
        let typed = format!(" {} ", first.to_uppercase().replace('-', " "));
        assert_eq!(hash(&typed), hash(first));
        for text in ["", "123456", "abcd-efgh-jkmn-pqr", "abcd-efgh-jkmn-pqrl", "abcd-efgh-jkmn-pqrs-t"] {
            assert_eq!(hash(text), None, "{text}");
        }
    }
}
