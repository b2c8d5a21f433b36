//! Secrets at rest: XChaCha20-Poly1305 under a master key outside the database.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use kernel::Rng;
use kernel::id::TenantId;
use zeroize::Zeroizing;

use crate::{Error, Result};

/// Format of sealed bytes: version, key number (big-endian), nonce, ciphertext with tag.
const VERSION: u8 = 1;
const NONCE_BYTES: usize = 24;
const HEAD_BYTES: usize = 1 + 4 + NONCE_BYTES;

/// Seals and opens secrets. Purpose and tenant are bound to the bytes, so they open nowhere else.
#[derive(Clone)]
pub struct Sealer {
    keys: Arc<Vec<(u32, XChaCha20Poly1305)>>,
    rng: Arc<dyn Rng>,
}

impl Sealer {
    /// Opens `master.key` in the data folder, or creates it (mode 0600) with a fresh key. Each line is a
    /// number and a key in hex; the last line seals, all of them open: a rotation adds a line.
    ///
    /// # Errors
    /// [`Error::File`], and [`Error::Setup`] when others may read the file or it is damaged.
    pub fn open(folder: &Path, rng: Arc<dyn Rng>) -> Result<Self> {
        let path = folder.join("master.key");
        let at = |source| Error::File { path: path.clone(), source };
        if !path.try_exists().map_err(at)? {
            fs::create_dir_all(folder).map_err(at)?;
            create(&path, &*rng).map_err(at)?;
        }
        let mode = fs::metadata(&path).map_err(at)?.permissions().mode();
        if mode & 0o077 != 0 {
            let problem = format!("{} may be read by others; run: chmod 600 {0}", path.display());
            return Err(Error::Setup(problem));
        }
        let text = Zeroizing::new(fs::read_to_string(&path).map_err(at)?);
        let keys = text.lines().map(parse_line).collect::<Option<Vec<_>>>().filter(|keys| !keys.is_empty());
        let keys = keys.ok_or_else(|| {
            Error::Setup(format!(
                "{} is damaged: each line must be a number and 64 hex digits",
                path.display()
            ))
        })?;
        Ok(Self { keys: Arc::new(keys), rng })
    }

    /// Seals for one tenant and purpose.
    pub(crate) fn seal(&self, tenant: TenantId, purpose: &str, plain: &[u8]) -> Vec<u8> {
        let (number, cipher) = self.keys.last().expect("opened with at least one key");
        let mut nonce = [0; NONCE_BYTES];
        self.rng.fill(&mut nonce);
        let payload = Payload { msg: plain, aad: &bound(tenant, purpose) };
        let sealed =
            cipher.encrypt(XNonce::from_slice(&nonce), payload).expect("a secret is far below 256 GiB");
        let mut bytes = Vec::with_capacity(HEAD_BYTES + sealed.len());
        bytes.push(VERSION);
        bytes.extend_from_slice(&number.to_be_bytes());
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&sealed);
        bytes
    }

    /// Opens what was sealed for this tenant and purpose.
    pub(crate) fn unseal(&self, tenant: TenantId, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let (head, ciphertext) = sealed.split_at_checked(HEAD_BYTES).ok_or(Error::Seal)?;
        let (version, rest) = head.split_first().ok_or(Error::Seal)?;
        let (number, nonce) = rest.split_first_chunk::<4>().ok_or(Error::Seal)?;
        let number = u32::from_be_bytes(*number);
        let (_, cipher) = self.keys.iter().find(|(known, _)| *known == number).ok_or(Error::Seal)?;
        if *version != VERSION {
            return Err(Error::Seal);
        }
        let payload = Payload { msg: ciphertext, aad: &bound(tenant, purpose) };
        cipher.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| Error::Seal)
    }
}

/// What the bytes are bound to. The id comes first and has a fixed length, so no two pairs read the same.
fn bound(tenant: TenantId, purpose: &str) -> Vec<u8> {
    [tenant.uuid().as_bytes(), purpose.as_bytes()].concat()
}

fn parse_line(line: &str) -> Option<(u32, XChaCha20Poly1305)> {
    let (number, hex) = line.split_once(' ')?;
    let mut key = Zeroizing::new([0; 32]);
    hex::decode_to_slice(hex, &mut *key).ok()?;
    Some((number.parse().ok()?, XChaCha20Poly1305::new(Key::from_slice(&*key))))
}

fn create(path: &Path, rng: &dyn Rng) -> std::io::Result<()> {
    let mut key = Zeroizing::new([0; 32]);
    rng.fill(&mut *key);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    let line = Zeroizing::new(format!("1 {}\n", hex::encode(*key)));
    file.write_all(line.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::id::Uuid;
    use kernel::rng::Seeded;

    fn sealer(folder: &Path) -> Sealer {
        Sealer::open(folder, Arc::new(Seeded::new(4))).unwrap()
    }

    fn tenant(number: u128) -> TenantId {
        Uuid::from_u128(number).into()
    }

    #[test]
    fn sealed_bytes_open_for_their_tenant_and_purpose_only() {
        let folder = tempfile::tempdir().unwrap();
        let sealer = sealer(folder.path());
        let sealed = sealer.seal(tenant(1), "endpoint.secret", b"s3cret");
        assert_eq!(sealer.unseal(tenant(1), "endpoint.secret", &sealed).unwrap(), b"s3cret");
        assert!(sealer.unseal(tenant(2), "endpoint.secret", &sealed).is_err());
        assert!(sealer.unseal(tenant(1), "trunk.secret", &sealed).is_err());
        for at in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[at] ^= 1;
            assert!(sealer.unseal(tenant(1), "endpoint.secret", &damaged).is_err(), "byte {at}");
            assert!(sealer.unseal(tenant(1), "endpoint.secret", &sealed[..at]).is_err());
        }
    }

    #[test]
    fn a_rotation_seals_with_the_new_key_and_opens_the_old() {
        let folder = tempfile::tempdir().unwrap();
        let old = sealer(folder.path()).seal(tenant(1), "p", b"before");
        let path = folder.path().join("master.key");
        let mut file = OpenOptions::new().append(true).open(path).unwrap();
        writeln!(file, "2 {}", "ab".repeat(32)).unwrap();
        let rotated = sealer(folder.path());
        let new = rotated.seal(tenant(1), "p", b"after");
        assert_eq!(new[1..5], 2_u32.to_be_bytes());
        assert_eq!(rotated.unseal(tenant(1), "p", &old).unwrap(), b"before");
    }

    #[test]
    fn a_key_file_that_others_read_or_that_is_damaged_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        drop(sealer(folder.path()));
        let path = folder.path().join("master.key");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(Sealer::open(folder.path(), Arc::new(Seeded::new(1))), Err(Error::Setup(_))));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, "1 beef\n").unwrap();
        assert!(matches!(Sealer::open(folder.path(), Arc::new(Seeded::new(1))), Err(Error::Setup(_))));
    }
}
