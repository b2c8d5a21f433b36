//! Sizes, first lines and forbidden words of our own files.

use std::path::Path;

use crate::run::{self, Outcome};

/// A file longer than this fails (tests, generated files and tables excepted).
const LONGEST: usize = 700;

/// Marks of unfinished work, spelt in two parts so that this file does not find itself.
const UNFINISHED: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:")];

/// Reads every source file once.
pub fn check() -> Outcome {
    let mut findings = Vec::new();
    for folder in ["platform", "tests", "admin-ui/src"] {
        for path in run::files(folder)? {
            let kind = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
            if !matches!(kind, "rs" | "ts" | "tsx") || generated(&path) {
                continue;
            }
            let text = std::fs::read_to_string(run::root().join(&path))
                .map_err(|e| format!("{}: {e}", path.display()))?;
            findings.extend(of_file(&path, kind, &text));
        }
    }
    super::verdict("sources break the house rules", findings)
}

fn of_file(path: &Path, kind: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let lines = text.lines().count();
    let is_test = path.to_string_lossy().contains("tests");
    if lines > LONGEST && !is_test {
        findings.push(format!("{}: {lines} lines (at most {LONGEST})", path.display()));
    }
    if kind == "rs" && !text.starts_with("//!") {
        findings.push(format!("{}: the first line is not a //! sentence", path.display()));
    }
    for (number, line) in text.lines().enumerate() {
        if UNFINISHED.iter().any(|mark| line.contains(mark)) {
            findings.push(format!("{}:{}: unfinished work is marked", path.display(), number + 1));
        }
        if line.contains(concat!("#[", "ignore]")) {
            findings.push(format!("{}:{}: a test is ignored without a reason", path.display(), number + 1));
        }
    }
    findings
}

fn generated(path: &Path) -> bool {
    path.to_string_lossy().contains("generated")
}
