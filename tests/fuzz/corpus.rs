//! The committed inputs, and the place for those that broke a target.

use std::fs;
use std::path::{Path, PathBuf};

/// All files of a corpus folder, in the order of their names.
pub fn read(folder: &str) -> Vec<Vec<u8>> {
    let mut paths = Vec::new();
    for place in folder.split('+') {
        let place = Path::new(env!("CARGO_MANIFEST_DIR")).join(place);
        let entries = fs::read_dir(&place).unwrap_or_else(|err| panic!("{}: {err}", place.display()));
        paths.extend(
            entries.map(|entry| entry.expect("a readable folder").path()).filter(|path| path.is_file()),
        );
    }
    paths.sort();
    paths
        .iter()
        .filter(|path| path.extension().is_none_or(|kind| kind != "toml"))
        .map(|path| read_file(path))
        .collect()
}

fn read_file(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|err| panic!("{}: {err}", path.display()))
}

/// Keeps an input outside the sources, under a name made of its bytes; tells where.
pub fn keep_failure(target: &str, input: &[u8]) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    let sum = input
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    let path: PathBuf = folder.join(format!("{target}-{sum:016x}"));
    fs::create_dir_all(&folder).and_then(|()| fs::write(&path, input)).expect("a writable target folder");
    path.display().to_string()
}
