//! Secrets at rest: XChaCha20-Poly1305 under a master key outside the database.

use std::path::Path;
use std::sync::Arc;

use kernel::Rng;

use crate::Result;

/// Seals and opens secrets. Purpose and tenant are bound to the bytes, so they open nowhere else.
#[derive(Clone)]
pub struct Sealer {}

impl Sealer {
    /// Opens `master.key` in the data folder, or creates it (mode 0600) with a fresh key.
    ///
    /// # Errors
    /// [`crate::Error::File`], and [`crate::Error::Setup`] when others may read the file or it is damaged.
    pub fn open(folder: &Path, rng: Arc<dyn Rng>) -> Result<Self> {
        todo!()
    }
}
