//! Building the browser application when its sources changed.

use sha2::{Digest, Sha256};

use crate::prerequisites;
use crate::run::{self, Outcome};

/// Builds `admin-ui/dist` unless it already holds the build of these sources. A server that finds no `dist`
/// still starts, so this is the one place that makes it.
pub fn build() -> Outcome {
    let folder = run::root().join("admin-ui");
    if !folder.join("package.json").exists() {
        return Err("admin-ui/package.json is missing".into());
    }
    let hash = sources_hash()?;
    let stamp = folder.join("dist/.sources");
    if std::fs::read_to_string(&stamp).is_ok_and(|known| known == hash) {
        return Ok(());
    }
    install()?;
    npm(&["run", "build"])?;
    std::fs::write(&stamp, hash).map_err(|e| format!("{}: {e}", stamp.display()))
}

/// Installs the pinned packages when `package-lock.json` changed.
pub fn install() -> Outcome {
    let folder = run::root().join("admin-ui");
    let lock = std::fs::read(folder.join("package-lock.json"))
        .map_err(|e| format!("admin-ui/package-lock.json: {e}"))?;
    let hash = hex::encode(Sha256::digest(&lock));
    let stamp = folder.join("node_modules/.lock-hash");
    if std::fs::read_to_string(&stamp).is_ok_and(|known| known == hash) {
        return Ok(());
    }
    npm(&["ci", "--no-audit", "--no-fund"])?;
    std::fs::write(&stamp, hash).map_err(|e| format!("{}: {e}", stamp.display()))
}

/// Runs npm in `admin-ui`.
pub fn npm(arguments: &[&str]) -> Outcome {
    let mut command = run::command("npm", arguments);
    command.current_dir(run::root().join("admin-ui"));
    if let Some(folder) = prerequisites::node_folder() {
        let path = std::env::var("PATH").unwrap_or_default();
        command = run::command(&folder.join("npm").to_string_lossy(), arguments);
        command.current_dir(run::root().join("admin-ui")).env("PATH", format!("{}:{path}", folder.display()));
    }
    run::step(command)
}

fn sources_hash() -> Outcome<String> {
    let mut hasher = Sha256::new();
    for path in run::files("admin-ui")? {
        hasher.update(path.to_string_lossy().as_bytes());
        hasher
            .update(std::fs::read(run::root().join(&path)).map_err(|e| format!("{}: {e}", path.display()))?);
    }
    Ok(hex::encode(hasher.finalize()))
}
