//! Licences and bans of everything that is linked, read from `cargo metadata`.

use serde_json::Value;

use crate::run::{self, Outcome};

/// Licences that may be linked. MPL-2.0 and CDLA are listed by crate below, so that a new one is noticed.
const ALLOWED: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "Unicode-3.0",
    "Unlicense",
    "CC0-1.0",
    "MIT-0",
    "BSL-1.0",
];

/// Crates with another licence, and why that is right.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("rsip", "its licence file holds the MIT text"),
    ("rsip-derives", "its licence file holds the MIT text"),
    ("webpki-roots", "CDLA-Permissive-2.0 covers the list of roots as data"),
];

/// Crates that must not be linked: one TLS provider (ring), no OpenSSL.
const BANNED: &[&str] = &["aws-lc-rs", "aws-lc-sys", "openssl-sys", "native-tls", "brotli", "zstd-sys"];

/// Compares the graph with the lists.
pub fn check() -> Outcome {
    let text = run::output(run::cargo(["metadata", "--format-version", "1", "--locked"]))?;
    let metadata: Value = serde_json::from_str(&text).map_err(|e| format!("cargo metadata: {e}"))?;
    let linked: Vec<&str> = metadata["resolve"]["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|n| n["id"].as_str())
        .collect();
    let mut findings = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let in_graph = package["id"].as_str().is_some_and(|id| linked.contains(&id));
        if !in_graph {
            continue;
        }
        if BANNED.contains(&name) && is_linked(name) {
            findings.push(format!("{name} is banned"));
        }
        let licence = package["license"].as_str().unwrap_or("(none)");
        if !fits(licence) && !EXCEPTIONS.iter().any(|(known, _)| *known == name) {
            findings.push(format!("{name}: licence {licence} is not on the list"));
        }
    }
    super::verdict("licences or bans", findings)
}

/// `cargo metadata` lists crates of other platforms and unused features too; `cargo tree` knows what is linked.
fn is_linked(name: &str) -> bool {
    let tree = run::output(run::cargo(["tree", "--workspace", "--invert", name, "--edges", "normal"]));
    tree.is_ok_and(|t| t.lines().next().is_some_and(|line| line.starts_with(name)))
}

/// Whether one alternative of an SPDX expression is wholly on the list.
fn fits(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], "").replace('/', " OR ");
    plain.split(" OR ").any(|choice| choice.split(" AND ").all(|part| ALLOWED.contains(&part.trim())))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn one_good_alternative_is_enough_and_every_joined_part_counts() {
        assert!(
            fits("MIT OR GPL-3.0") && fits("(MIT OR Apache-2.0) AND Unicode-3.0") && fits("MIT/Apache-2.0")
        );
        assert!(!fits("GPL-3.0") && !fits("MIT AND GPL-3.0"));
    }
}
