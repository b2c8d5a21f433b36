//! Tokens in addresses: drawn, and kept as hashes, so that a stolen database opens nothing.

use kernel::Rng;
use kernel::rng::draw_text;
use sha2::{Digest as _, Sha256};

/// Digits and letters that can be typed on a phone without mixing them up, upper case left out.
const ALPHABET: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
/// 28 of 31 characters: 138 bits.
const LENGTH: usize = 28;

/// A new token.
pub fn draw(rng: &dyn Rng) -> String {
    draw_text(rng, ALPHABET, LENGTH)
}

/// What is kept of it.
pub fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

#[cfg(test)]
mod tests {
    use kernel::rng::Seeded;

    use super::*;

    #[test]
    fn tokens_differ_and_their_hashes_tell_nothing_of_them() {
        let rng = Seeded::new(9);
        let (a, b) = (draw(&rng), draw(&rng));
        assert!(a.len() == 28 && a != b && hash(&a) != hash(&b) && !hash(&a).contains(&a));
        assert_eq!(hash(&a), hash(&a.clone()));
    }
}
