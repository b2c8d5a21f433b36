//! Layers: each crate declares its own, and depends only on what the table of ARCHITECTURE.md allows.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::run::{self, Outcome};

/// Dependencies inside one layer that the architecture names; everything else goes strictly down.
const WITHIN: &[(&str, &str)] = &[("testkit", "feature")];

/// Outside crates that only the named crates of ours may name.
const RESERVED: &[(&str, &[&str])] = &[
    ("wasmtime", &["plugin-host"]),
    ("webrtc", &["media"]),
    ("rtc", &["media"]),
    ("actix-ws", &["web"]),
    ("tokio-rustls", &["sip-transport"]),
    ("rusqlite", &[]),
    ("sqlx", &[]),
];

/// Layer 0 and `call` may not name these.
const IMPURE: &[&str] = &["tokio", "sea-orm", "redis", "actix-web", "socket2", "libc", "getrandom", "rand"];

/// One crate of ours.
struct Member {
    layer: u64,
    dependencies: Vec<(String, bool)>,
}

/// Reads `cargo metadata` and compares it with the rules.
pub fn check() -> Outcome {
    let members = members()?;
    let mut findings = Vec::new();
    for (name, member) in &members {
        for (dependency, dev) in &member.dependencies {
            if let Some(other) = members.get(dependency) {
                let allowed =
                    other.layer < member.layer || WITHIN.contains(&(name.as_str(), dependency.as_str()));
                // A test may look down from any height: testkit stands beside the rooms.
                if !allowed && !*dev {
                    findings.push(format!(
                        "{name} (layer {}) uses {dependency} (layer {})",
                        member.layer, other.layer
                    ));
                }
            }
            let reserved = RESERVED.iter().find(|(outside, _)| outside == dependency);
            if let Some((outside, owners)) = reserved.filter(|(_, owners)| !owners.contains(&name.as_str()))
                && !*dev
            {
                findings.push(format!("{name} names {outside}, which belongs to {owners:?}"));
            }
            let pure = member.layer == 0 || name == "call";
            let optional_system = name == "kernel" && dependency == "getrandom";
            if pure && !*dev && !optional_system && IMPURE.contains(&dependency.as_str()) {
                findings.push(format!("{name} is pure and names {dependency}"));
            }
        }
    }
    super::verdict("layers are broken", findings)
}

fn members() -> Outcome<BTreeMap<String, Member>> {
    let text = run::output(run::cargo(["metadata", "--format-version", "1", "--no-deps"]))?;
    let metadata: Value = serde_json::from_str(&text).map_err(|e| format!("cargo metadata: {e}"))?;
    let packages = metadata["packages"].as_array().cloned().unwrap_or_default();
    packages.iter().map(member).collect()
}

fn member(package: &Value) -> Outcome<(String, Member)> {
    let name = package["name"].as_str().unwrap_or_default().to_owned();
    let layer = package["metadata"]["conmuta"]["layer"]
        .as_u64()
        .ok_or_else(|| format!("{name} declares no layer: [package.metadata.conmuta] layer = N"))?;
    let dependencies = package["dependencies"].as_array().cloned().unwrap_or_default();
    let dependencies = dependencies
        .iter()
        .map(|d| (d["name"].as_str().unwrap_or_default().to_owned(), d["kind"].as_str() == Some("dev")))
        .collect();
    Ok((name, Member { layer, dependencies }))
}
