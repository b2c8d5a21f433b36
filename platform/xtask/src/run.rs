//! Running other programs and finding the project's folders.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a command of ours answers: nothing, or a sentence that says what failed and what to do.
pub type Outcome<T = ()> = Result<T, String>;

/// The root of the checkout.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.ancestors().nth(2).unwrap_or(manifest).to_path_buf()
}

/// Where cargo puts what it builds: `CARGO_TARGET_DIR`, else `target/` of the checkout.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A command run from the checkout's root.
pub fn command<S: AsRef<OsStr>>(program: &str, arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    // What cargo told us about ourselves is not for a further cargo: build scripts that watch it (ring's does) would run
    // anew, and half of what depends on them would be compiled again, at each change between `cargo xtask` and `cargo`.
    for (name, _) in std::env::vars_os().filter(|(name, _)| describes_us(name)) {
        command.env_remove(name);
    }
    command
}

fn describes_us(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with("CARGO_MANIFEST_") || name.starts_with("CARGO_PKG_")
}

/// Cargo, as the one that runs us.
pub fn cargo<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()), arguments)
}

/// Shows the command, runs it with our own streams, and fails when it does.
pub fn step(mut command: Command) -> Outcome {
    println!("$ {}", shown(&command));
    let status = command.status().map_err(|e| format!("{} cannot be started: {e}", shown(&command)))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` ended with {status}", shown(&command))) }
}

/// Runs the command quietly and returns its standard output.
pub fn output(mut command: Command) -> Outcome<String> {
    let done = command
        .stderr(Stdio::piped())
        .output()
        .map_err(|e| format!("{} cannot be started: {e}", shown(&command)))?;
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
    }
    Err(format!(
        "`{}` ended with {}:\n{}",
        shown(&command),
        done.status,
        String::from_utf8_lossy(&done.stderr)
    ))
}

/// Whether a program is on the path.
pub fn has(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|p| p.join(program).is_file()))
}

/// Every file that git tracks or would track below `folder`, as paths relative to the root.
pub fn files(folder: &str) -> Outcome<Vec<PathBuf>> {
    let list =
        output(command("git", ["ls-files", "--cached", "--others", "--exclude-standard", "--", folder]))?;
    Ok(list.lines().map(PathBuf::from).filter(|p| root().join(p).is_file()).collect())
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|w| w.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
