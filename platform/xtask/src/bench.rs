//! `cargo xtask bench` and `cargo xtask seed`: the release binary measures itself, and makes what is measured.

use std::path::Path;

use crate::pictures;
use crate::run::{self, Outcome};

/// Builds the release binary and hands over to its command `bench` or `seed`.
pub fn run(command: &str, rest: &[&str]) -> Outcome {
    run::step(run::cargo(["build", "--release", "--package", "server"]))?;
    let binary = run::target().join("release/conmuta");
    run::step(run::command(&binary.to_string_lossy(), [command].iter().chain(rest)))
}

/// Lighthouse over the pages of the release binary with the demo, and how long a first view takes. Words: `mobile` instead
/// of the desktop, a part of a page's name to look at that alone, and a folder (with a `/`) for the reports.
pub fn pages(words: &[&str]) -> Outcome {
    let mut wishes = Vec::new();
    for word in words {
        let name = match *word {
            "mobile" | "desktop" => "CONMUTA_PAGES_PRESET",
            folder if folder.contains('/') => "CONMUTA_PAGES_REPORTS",
            _ => "CONMUTA_PAGES_ONLY",
        };
        let wish = if name == "CONMUTA_PAGES_REPORTS" { pictures::folder(word)? } else { word.into() };
        wishes.push((name, wish));
    }
    let facts: Vec<(&str, &Path)> = wishes.iter().map(|(name, wish)| (*name, wish.as_path())).collect();
    pictures::scenario("the_pages_as_lighthouse_judges_them", &facts)
}
