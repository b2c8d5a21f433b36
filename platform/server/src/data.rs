//! The data folder: created with narrow rights, and held by one server at a time.

use std::fs::{File, TryLockError};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// Why the folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// It cannot be made, read or written.
    #[error("data folder: {path}")]
    Unusable {
        /// What was tried.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Another server runs on it.
    #[error(
        "data folder {0}: another conmuta serves from it; stop that one or name another folder with CONMUTA_DATA"
    )]
    Held(PathBuf),
}

/// The folder, locked for the life of this value.
#[derive(Debug)]
pub struct DataFolder {
    path: PathBuf,
    _lock: File,
}

impl DataFolder {
    /// Creates the folder where it is missing and takes its lock.
    ///
    /// # Errors
    /// When it is not usable, or another server holds it.
    pub fn open(path: &Path) -> Result<Self, DataError> {
        let unusable = |path: &Path| {
            let path = path.to_path_buf();
            move |source| DataError::Unusable { path, source }
        };
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(unusable(path))?;
        let lock_path = path.join("lock");
        let lock = File::create(&lock_path).map_err(unusable(&lock_path))?;
        lock.set_permissions(std::fs::Permissions::from_mode(0o600)).map_err(unusable(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_path_buf(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(DataError::Held(path.to_path_buf())),
            Err(TryLockError::Error(source)) => Err(DataError::Unusable { path: lock_path, source }),
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A path inside.
    pub fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

/// The socket by which `conmuta tenant` speaks to the running server.
pub fn control_socket(data: &Path) -> PathBuf {
    data.join("control.sock")
}

/// Writes a file whole and at once (a rename), readable by its owner alone.
///
/// # Errors
/// What the file system says.
pub fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let part = path.with_file_name(name);
    let mut file =
        std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&part, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_server_on_the_same_folder_is_refused_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let held = DataFolder::open(folder.path()).unwrap();
        let text = DataFolder::open(folder.path()).unwrap_err().to_string();
        assert!(text.contains(&folder.path().display().to_string()), "{text}");
        drop(held);
        DataFolder::open(folder.path()).unwrap();
    }

    #[test]
    fn a_whole_file_is_private_and_leaves_no_part_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("credentials.json");
        write_whole(&path, b"{}").unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
