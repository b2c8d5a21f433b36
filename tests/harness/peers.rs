//! The peers' surroundings: programs of the system, a Python and a Node environment at pinned versions.

use std::fs;
use std::path::{Path, PathBuf};

use tokio::process::Command;
use tokio::sync::OnceCell;

use crate::{Failure, Result};

/// Program → the Debian package that holds it.
const PACKAGES: &[(&str, &str)] = &[
    ("baresip", "baresip-core"),
    ("chromium", "chromium"),
    ("espeak-ng", "espeak-ng"),
    ("node", "nodejs (20.19 or newer)"),
    ("npm", "npm"),
    ("python3", "python3"),
    ("sipp", "sip-tester"),
    ("sox", "sox"),
];

/// The scripts, as committed.
pub fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers")
}

/// Where the test binary was built to: `target/debug` or its like.
pub fn build_folder() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let folder = own.parent().and_then(Path::parent);
    folder.map(Path::to_path_buf).ok_or_else(|| Failure::new("the test binary lies in no build folder"))
}

/// Where environments and speech are kept between runs: `target/peers`.
pub fn kept() -> Result<PathBuf> {
    let build = build_folder()?;
    let target = build.parent().ok_or_else(|| Failure::new("the build folder has no parent"))?;
    let kept = target.join("peers");
    fs::create_dir_all(&kept)?;
    Ok(kept)
}

/// The path of a program, or a failure that names the package to install.
pub fn program(name: &str) -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file());
    found.ok_or_else(|| {
        let package =
            PACKAGES.iter().find(|(program, _)| *program == name).map_or(name, |(_, package)| package);
        Failure::new(format!("{name} is missing: install the package {package}"))
    })
}

/// The Python of the peers, with what `requirements.txt` pins.
pub async fn python() -> Result<PathBuf> {
    static READY: OnceCell<PathBuf> = OnceCell::const_new();
    READY.get_or_try_init(make_python).await.cloned()
}

async fn make_python() -> Result<PathBuf> {
    let folder = kept()?.join("venv");
    let pinned = scripts().join("requirements.txt");
    let python = folder.join("bin/python");
    let _alone = Alone::wait()?;
    if is_made(&folder, &pinned)? {
        return Ok(python);
    }
    let _ = fs::remove_dir_all(&folder);
    let mut venv = Command::new(program("python3")?);
    run(venv.args(["-m", "venv"]).arg(&folder), "python3 -m venv (package python3-venv)").await?;
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--require-hashes", "-r"]).arg(&pinned);
    run(&mut pip, "pip install (pesq is compiled: packages gcc and python3-dev)").await?;
    mark_made(&folder, &pinned)?;
    Ok(python)
}

/// A folder with the scripts of the browser peers beside the `node_modules` that the lock file pins.
pub async fn browser_scripts() -> Result<PathBuf> {
    static READY: OnceCell<PathBuf> = OnceCell::const_new();
    READY.get_or_try_init(make_browser_scripts).await.cloned()
}

async fn make_browser_scripts() -> Result<PathBuf> {
    node_folder("node", &scripts().join("browser"), &scripts()).await
}

/// The same for the script that judges the pages: Lighthouse is big, and only `cargo xtask bench pages` wants it.
pub async fn lighthouse_scripts() -> Result<PathBuf> {
    let folder = scripts().join("lighthouse");
    node_folder("lighthouse", &folder, &folder).await
}

/// Copies scripts into a folder that is kept under this name, with the packages that the other folder pins.
async fn node_folder(name: &str, scripts_at: &Path, pinned_at: &Path) -> Result<PathBuf> {
    let folder = kept()?.join(name);
    let pinned = pinned_at.join("package-lock.json");
    let _alone = Alone::wait()?;
    fs::create_dir_all(&folder)?;
    for entry in fs::read_dir(scripts_at)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), folder.join(entry.file_name()))?;
        }
    }
    if !is_made(&folder, &pinned)? {
        for file in ["package.json", "package-lock.json"] {
            fs::copy(pinned_at.join(file), folder.join(file))?;
        }
        fs::copy(scripts().join(".npmrc"), folder.join(".npmrc"))?;
        let mut npm = Command::new(program("npm")?);
        npm.arg("ci").arg("--ignore-scripts").current_dir(&folder);
        run(npm.env("PUPPETEER_SKIP_DOWNLOAD", "1"), "npm ci").await?;
        mark_made(&folder, &pinned)?;
    }
    Ok(folder)
}

/// The folder with what the phones say.
pub async fn speech() -> Result<PathBuf> {
    static READY: OnceCell<PathBuf> = OnceCell::const_new();
    READY.get_or_try_init(make_speech).await.cloned()
}

async fn make_speech() -> Result<PathBuf> {
    program("espeak-ng")?;
    program("sox")?;
    let folder = kept()?.join("speech");
    let script = scripts().join("speech.py");
    let _alone = Alone::wait()?;
    if !is_made(&folder, &script)? {
        let mut python = Command::new(program("python3")?);
        run(python.arg(&script).arg(&folder), "speech.py").await?;
        mark_made(&folder, &script)?;
    }
    Ok(folder)
}

/// Runs a command to its end; a failure tells what it said.
pub async fn run(command: &mut Command, what: &str) -> Result<String> {
    let output = command.output().await.map_err(|error| Failure::from(error).while_doing(what))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let (said, complained) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Err(Failure::new(format!("{what} ended with {}\n{said}{complained}", output.status)))
}

fn is_made(folder: &Path, from: &Path) -> Result<bool> {
    Ok(fs::read(folder.join(".made-from")).is_ok_and(|made| fs::read(from).is_ok_and(|now| now == made)))
}

fn mark_made(folder: &Path, from: &Path) -> Result<()> {
    Ok(fs::write(folder.join(".made-from"), fs::read(from)?)?)
}

/// Held while an environment is made: two test processes must not make the same one.
struct Alone(#[expect(dead_code, reason = "the lock ends with the file")] fs::File);

impl Alone {
    fn wait() -> Result<Self> {
        let file = fs::File::create(kept()?.join("lock"))?;
        file.lock()?;
        Ok(Self(file))
    }
}
