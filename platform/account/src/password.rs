//! Passwords: the rules they must keep, and Argon2id off the request threads, a few at a time.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use kernel::{Fault, FaultKind, Rng};
use tokio::sync::Semaphore;

/// Fewest characters.
pub const MIN_CHARS: usize = 10;
/// Most characters: hashing time must not be the sender's choice.
pub const MAX_CHARS: usize = 200;

/// Argon2id with 19 MiB, 2 passes, 1 lane (the OWASP baseline).
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const SALT_BYTES: usize = 16;
const AT_ONCE: usize = 2;
const WAITING: usize = 64;

/// Letters and digits that cannot be taken for one another.
const READABLE: &[u8] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const GENERATED_CHARS: usize = 16;

/// Why a password is not taken, or cannot be checked now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than [`MIN_CHARS`].
    #[error("a password has at least {MIN_CHARS} characters")]
    TooShort,
    /// More than [`MAX_CHARS`].
    #[error("a password has at most {MAX_CHARS} characters")]
    TooLong,
    /// One character over and over, or a run such as 0123456789.
    #[error("a password is not one character over and over, nor a run of neighbours")]
    TooSimple,
    /// It holds the user name.
    #[error("a password does not contain the user name")]
    HoldsUserName,
    /// The confirmation says something else.
    #[error("the confirmation differs from the password")]
    NotConfirmed,
    /// Too many checks wait.
    #[error("too many sign-ins at this moment; try again")]
    Busy,
    /// The stored text is no Argon2 hash, or hashing failed.
    #[error("the password could not be hashed")]
    Hashing,
}

impl Fault for PasswordError {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Busy => FaultKind::Unavailable,
            Self::Hashing => FaultKind::Internal,
            _ => FaultKind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::TooShort => "password.too_short",
            Self::TooLong => "password.too_long",
            Self::TooSimple => "password.too_simple",
            Self::HoldsUserName => "password.holds_user_name",
            Self::NotConfirmed => "password.not_confirmed",
            Self::Busy => "password.busy",
            Self::Hashing => "password.hashing",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Busy | Self::Hashing => None,
            Self::NotConfirmed => Some("/confirmation".to_owned()),
            _ => Some("/password".to_owned()),
        }
    }
}

/// Checks the rules.
///
/// # Errors
/// The first rule that is broken.
pub fn check(password: &str, user_name: &str) -> Result<(), PasswordError> {
    let chars: Vec<char> = password.chars().collect();
    if chars.len() < MIN_CHARS {
        return Err(PasswordError::TooShort);
    }
    if chars.len() > MAX_CHARS {
        return Err(PasswordError::TooLong);
    }
    let steps: Vec<i64> =
        chars.windows(2).map(|pair| i64::from(u32::from(pair[1])) - i64::from(u32::from(pair[0]))).collect();
    // 9 → 0 and 0 → 9 go on around the row of digits.
    let runs: [&[i64]; 3] = [&[0], &[1, -9], &[-1, 9]];
    if runs.iter().any(|run| steps.iter().all(|step| run.contains(step))) {
        return Err(PasswordError::TooSimple);
    }
    let user_name = user_name.to_lowercase();
    if user_name.len() >= 4 && password.to_lowercase().contains(&user_name) {
        return Err(PasswordError::HoldsUserName);
    }
    Ok(())
}

/// A password nobody chose.
pub fn generate(rng: &dyn Rng) -> String {
    kernel::rng::draw_text(rng, READABLE, GENERATED_CHARS)
}

/// Hashes and verifies, two at one time, on threads made for blocking.
pub struct Passwords {
    rng: Arc<dyn Rng>,
    at_once: Arc<Semaphore>,
    waiting: Semaphore,
    /// What a password is compared with where there is no user: the answer takes as long.
    nobody: String,
}

impl Passwords {
    /// Takes its salts from `rng`.
    ///
    /// # Errors
    /// [`PasswordError::Hashing`] when Argon2 does not work at all.
    pub fn new(rng: Arc<dyn Rng>) -> Result<Self, PasswordError> {
        let nobody = hash(&generate(&*rng), &*rng)?;
        Ok(Self { rng, at_once: Arc::new(Semaphore::new(AT_ONCE)), waiting: Semaphore::new(WAITING), nobody })
    }

    /// The hash to store, as a PHC string.
    ///
    /// # Errors
    /// [`PasswordError::Busy`], [`PasswordError::Hashing`].
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let (password, rng) = (password.to_owned(), Arc::clone(&self.rng));
        self.off_thread(move || hash(&password, &*rng)).await?
    }

    /// Whether the password is the one that was hashed. Without a hash it takes as long and answers no.
    ///
    /// # Errors
    /// [`PasswordError::Busy`], [`PasswordError::Hashing`].
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, PasswordError> {
        let known = stored.is_some();
        let stored = stored.unwrap_or(&self.nobody).to_owned();
        let password: String = password.chars().take(MAX_CHARS).collect();
        let right = self.off_thread(move || verify(&password, &stored)).await??;
        Ok(right && known)
    }

    async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let _queued = self.waiting.try_acquire().map_err(|_| PasswordError::Busy)?;
        let turn = Arc::clone(&self.at_once).acquire_owned().await.map_err(|_| PasswordError::Busy)?;
        let work = move || {
            let _turn = turn;
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| PasswordError::Hashing)
    }
}

fn argon2() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| PasswordError::Hashing)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str, rng: &dyn Rng) -> Result<String, PasswordError> {
    let mut salt = [0; SALT_BYTES];
    rng.fill(&mut salt);
    let hashed: PasswordHash =
        argon2()?.hash_password_with_salt(password.as_bytes(), &salt).map_err(|_| PasswordError::Hashing)?;
    Ok(hashed.to_string())
}

fn verify(password: &str, stored: &str) -> Result<bool, PasswordError> {
    let stored = PasswordHash::new(stored).map_err(|_| PasswordError::Hashing)?;
    Ok(argon2()?.verify_password(password.as_bytes(), &stored).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::rng::Seeded;

    #[test]
    fn rules() {
        assert_eq!(check("short", "ana"), Err(PasswordError::TooShort));
        assert_eq!(check(&"ab".repeat(101), "ana"), Err(PasswordError::TooLong));
        assert_eq!(check("aaaaaaaaaaaa", "ana"), Err(PasswordError::TooSimple));
        assert_eq!(check("1234567890", "ana"), Err(PasswordError::TooSimple));
        assert_eq!(check("xx-Lucia2026", "lucia"), Err(PasswordError::HoldsUserName));
        assert_eq!(check("correct horse", "ana"), Ok(()));
        assert_eq!(check(&generate(&Seeded::new(1)), "operator"), Ok(()));
    }

    #[test]
    fn a_hash_is_argon2id_with_its_parameters_and_verifies_only_its_password() {
        let hashed = hash("correct horse", &Seeded::new(1)).unwrap();
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hashed}");
        assert_eq!(verify("correct horse", &hashed), Ok(true));
        assert_eq!(verify("correct horsf", &hashed), Ok(false));
        assert_eq!(verify("x", "not a hash"), Err(PasswordError::Hashing));
    }

    #[tokio::test]
    async fn nobody_has_no_password() {
        let passwords = Passwords::new(Arc::new(Seeded::new(1))).unwrap();
        assert_eq!(passwords.verify("correct horse", None).await, Ok(false));
    }
}
