//! Unpredictable identifiers: tags, branches, Call-IDs.

use std::fmt;

use sha2::{Digest, Sha256};

/// Draws identifiers from a seed: SHA-256 over seed and counter, 80 bits each.
pub struct Tokens {
    seed: [u8; 32],
    counter: u64,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens(…)")
    }
}

impl Tokens {
    /// Starts from a seed that must be unpredictable outside tests.
    pub const fn new(seed: [u8; 32]) -> Self {
        Self { seed, counter: 0 }
    }

    fn block(&mut self) -> [u8; 32] {
        self.counter += 1;
        Sha256::new().chain_update(self.seed).chain_update(self.counter.to_le_bytes()).finalize().into()
    }

    /// The next identifier.
    pub fn draw(&mut self) -> Token {
        const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        let block = self.block();
        let mut characters = [0; 16];
        for (character, byte) in characters.iter_mut().zip(block) {
            *character = ALPHABET[usize::from(byte & 31)];
        }
        Token(characters)
    }

    /// A number below `bound`, which must not be 0, for jittered delays.
    pub fn below(&mut self, bound: u64) -> u64 {
        let mut eight = [0; 8];
        eight.copy_from_slice(&self.block()[..8]);
        u64::from_le_bytes(eight) % bound.max(1)
    }

    /// A further seed, for something else that needs one.
    pub fn seed(&mut self) -> [u8; 32] {
        self.block()
    }
}

/// An identifier of 16 characters (80 bits).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token([u8; 16]);

impl Token {
    /// The characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The token that a text spells, if it has a token's length.
    pub fn of(text: &str) -> Option<Self> {
        text.as_bytes().try_into().ok().map(Self)
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_tokens_and_none_comes_twice() {
        let (mut one, mut other) = (Tokens::new([1; 32]), Tokens::new([1; 32]));
        let drawn: std::collections::HashSet<Token> = (0..1000).map(|_| one.draw()).collect();
        assert_eq!(drawn.len(), 1000);
        assert!((0..1000).all(|_| drawn.contains(&other.draw())));
        assert!(!drawn.contains(&Tokens::new([2; 32]).draw()));
    }

    #[test]
    fn a_token_is_recognised_by_its_text_and_other_texts_are_not() {
        let token = Tokens::new([3; 32]).draw();
        assert_eq!(Token::of(token.as_str()), Some(token));
        assert_eq!(Token::of("short"), None);
        assert_eq!(Token::of("ünfzehn_zeichen").map(|token| token.as_str().len()), Some(16));
    }
}
