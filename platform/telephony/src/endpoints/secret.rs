//! Terminal users and SIP secrets: how they are drawn and what an edited one must be (PBX-11, PBX-12).

use kernel::Rng;
use kernel::rng::draw_text;

/// How many digits a generated terminal user has.
const GENERATED_DIGITS: usize = 9;
/// Letters and digits that nobody confuses on a phone's display.
const CLEAR: &[u8] = b"abcdefghjkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXYZ234679";
/// 20 characters of 51: 113 bits.
const GENERATED_SECRET: usize = 20;
/// The shortest secret that a person may choose.
pub const MIN_SECRET: usize = 8;
/// The longest that desk phones take.
pub const MAX_SECRET: usize = 64;
/// How many different characters a chosen secret needs.
const MIN_DIFFERENT: usize = 5;
/// The longest imported terminal user.
pub const MAX_USER: usize = 64;

/// What is wrong with a secret or a terminal user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Shorter than [`MIN_SECRET`] or longer than [`MAX_SECRET`].
    #[error("a SIP password has 8 to 64 characters")]
    Length,
    /// A control character, a space or something outside ASCII, which phones enter differently.
    #[error("a SIP password consists of printable ASCII characters without spaces")]
    Character,
    /// Too easy to guess.
    #[error("the SIP password is too easy to guess: it repeats itself or contains the terminal user")]
    Guessable,
    /// Not a user part of a SIP URI.
    #[error("a terminal user has 1 to 64 characters of a SIP user part (RFC 3261)")]
    User,
}

/// A new terminal user: nine digits, the first one not 0.
pub fn draw_user(rng: &dyn Rng) -> String {
    let mut user = draw_text(rng, b"123456789", 1);
    user.push_str(&draw_text(rng, b"0123456789", GENERATED_DIGITS - 1));
    user
}

/// A new secret, evenly drawn.
pub fn draw_secret(rng: &dyn Rng) -> String {
    draw_text(rng, CLEAR, GENERATED_SECRET)
}

/// Whether a secret that a person chose is fit for `user`.
///
/// # Errors
/// [`Unfit`] with what is wrong.
pub fn check_secret(secret: &str, user: &str) -> Result<(), Unfit> {
    check_characters(secret)?;
    if secret.len() < MIN_SECRET {
        return Err(Unfit::Length);
    }
    let mut seen: Vec<u8> = secret.bytes().collect();
    seen.sort_unstable();
    seen.dedup();
    if seen.len() < MIN_DIFFERENT || secret.contains(user) {
        return Err(Unfit::Guessable);
    }
    Ok(())
}

/// Whether a secret can be entered on phones at all, however weak it is.
///
/// # Errors
/// [`Unfit`] with what is wrong.
pub fn check_characters(secret: &str) -> Result<(), Unfit> {
    if secret.is_empty() || secret.len() > MAX_SECRET {
        return Err(Unfit::Length);
    }
    if secret.bytes().all(|b| b.is_ascii_graphic()) { Ok(()) } else { Err(Unfit::Character) }
}

/// Whether an imported terminal user is a user part (RFC 3261 §25.1, without escapes).
///
/// # Errors
/// [`Unfit::User`].
pub fn check_user(user: &str) -> Result<(), Unfit> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"-_.!~*'()&=+$,".contains(&b);
    let fits = (1..=MAX_USER).contains(&user.len()) && user.bytes().all(allowed);
    if fits { Ok(()) } else { Err(Unfit::User) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::rng::Seeded;

    #[test]
    fn generated_users_are_nine_digits_without_leading_zero() {
        let rng = Seeded::new(1);
        for _ in 0..500 {
            let user = draw_user(&rng);
            assert_eq!(user.len(), 9);
            assert!(user.bytes().all(|b| b.is_ascii_digit()) && !user.starts_with('0'), "{user}");
        }
    }

    #[test]
    fn generated_secrets_pass_the_rules_and_differ() {
        let rng = Seeded::new(2);
        let (a, b) = (draw_secret(&rng), draw_secret(&rng));
        assert_ne!(a, b);
        assert_eq!(check_secret(&a, "123456789"), Ok(()));
    }

    #[test]
    fn weak_secrets_are_refused_with_the_reason() {
        assert_eq!(check_secret("short1!", "1"), Err(Unfit::Length));
        assert_eq!(check_secret(&"ab1!x".repeat(13), "1"), Err(Unfit::Length));
        assert_eq!(check_secret("with a space", "1"), Err(Unfit::Character));
        assert_eq!(check_secret("contraseña9", "1"), Err(Unfit::Character));
        assert_eq!(check_secret("aaaabbbbcccc", "1"), Err(Unfit::Guessable));
        assert_eq!(check_secret("x100000001y", "100000001"), Err(Unfit::Guessable));
    }

    #[test]
    fn imported_users_are_user_parts() {
        for good in ["100000", "reception", "sales-1.desk", "+34910000001"] {
            assert_eq!(check_user(good), Ok(()), "{good}");
        }
        for bad in ["", "a@b", "a b", "a:b", "<a>", "a;b", "á"] {
            assert_eq!(check_user(bad), Err(Unfit::User), "{bad}");
        }
    }
}
