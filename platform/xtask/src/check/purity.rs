//! The pure crates build for WebAssembly, which proves that they need no clock, socket or operating system.

use crate::run::{self, Outcome};

/// Crates of the pure centre, with the features they are proven under.
const PURE: &[&[&str]] = &[
    &["--package", "kernel"],
    &["--package", "sip", "--no-default-features"],
    &["--package", "sdp"],
    &["--package", "rtp"],
    &["--package", "call"],
];

/// Words that pure code must not say, even where they would compile.
const FORBIDDEN: &[&str] =
    &["Instant::now", "SystemTime::now", "std::net::UdpSocket", "std::net::Tcp", "std::fs::", "std::thread"];

/// Builds each and reads its sources.
pub fn check() -> Outcome {
    for arguments in PURE {
        let fixed = ["check", "--quiet", "--target", "wasm32-unknown-unknown"];
        run::step(run::cargo(fixed.iter().chain(*arguments)))?;
    }
    super::verdict("pure crates reach for the machine", words()?)
}

fn words() -> Outcome<Vec<String>> {
    let mut findings = Vec::new();
    for name in ["kernel", "sip", "sdp", "rtp", "call"] {
        for path in run::files(&format!("platform/{name}/src"))? {
            let tests = path.components().any(|c| c.as_os_str() == "tests") || path.ends_with("tests.rs");
            if tests || path.ends_with("kernel/src/system.rs") {
                continue;
            }
            let text = std::fs::read_to_string(run::root().join(&path))
                .map_err(|e| format!("{}: {e}", path.display()))?;
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for (number, line) in code.lines().enumerate() {
                let spoken =
                    FORBIDDEN.iter().find(|w| line.contains(**w) && !line.trim_start().starts_with("//"));
                findings.extend(spoken.map(|w| format!("{}:{}: {w}", path.display(), number + 1)));
            }
        }
    }
    Ok(findings)
}
