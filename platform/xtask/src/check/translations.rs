//! Both languages have the same messages, everywhere texts stand.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::run::{self, Outcome};

/// Compares every `en.ftl` with the `es.ftl` beside it: keys and the arguments of each.
pub fn check() -> Outcome {
    let mut findings = Vec::new();
    let mut pairs = 0;
    for path in run::files("platform")?.into_iter().chain(run::files("admin-ui/src")?) {
        if path.file_name().is_some_and(|name| name == "en.ftl") {
            pairs += 1;
            findings.extend(compare(&path, &path.with_file_name("es.ftl"))?);
        }
    }
    if pairs == 0 {
        findings.push("no en.ftl was found at all".into());
    }
    super::verdict("translations differ", findings)
}

fn compare(english: &Path, spanish: &Path) -> Outcome<Vec<String>> {
    let (en, es) = (messages(english)?, messages(spanish)?);
    let missing = en.difference(&es).map(|m| format!("{}: lacks or differs in `{m}`", spanish.display()));
    let surplus = es.difference(&en).map(|m| format!("{}: lacks or differs in `{m}`", english.display()));
    Ok(missing.chain(surplus).collect())
}

/// `key($argument,…)` for each message.
fn messages(path: &Path) -> Outcome<BTreeSet<String>> {
    let full: PathBuf = run::root().join(path);
    let text = std::fs::read_to_string(&full).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut found: Vec<(String, BTreeSet<String>)> = Vec::new();
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let starts_message = line.starts_with(|c: char| c.is_ascii_alphabetic());
        if starts_message && let Some((key, _)) = line.split_once('=') {
            found.push((key.trim().to_owned(), BTreeSet::new()));
        }
        if let Some((_, arguments)) = found.last_mut() {
            arguments.extend(line.split('$').skip(1).map(|rest| {
                rest.chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
                    .collect::<String>()
            }));
        }
    }
    Ok(found
        .into_iter()
        .map(|(key, args)| format!("{key}({})", args.into_iter().collect::<Vec<_>>().join(",")))
        .collect())
}
