//! `cargo xtask screens|screenshots`: the pages as a browser shows them, by the scenarios that nobody runs by default.

use std::path::{Path, PathBuf};

use crate::prerequisites;
use crate::run::{self, Outcome};
use crate::ui;

/// Pictures of every page in both languages and themes at three widths, into a folder; a word picks some of them.
pub fn screens(folder: &str, only: Option<&str>) -> Outcome {
    let folder = self::folder(folder)?;
    let only = only.unwrap_or_default();
    scenario(
        "pictures_of_every_page",
        &[("CONMUTA_SCREENS", &folder), ("CONMUTA_SCREENS_ONLY", Path::new(only))],
    )
}

/// The pictures that README and guides show.
pub fn screenshots() -> Outcome {
    let folder = run::root().join("platform/guides/pictures");
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    scenario("pictures_for_the_guides", &[("CONMUTA_SCREENS", &folder)])
}

/// The release binary, as users have it, under one of the scenarios that a command runs.
pub fn scenario(name: &str, facts: &[(&str, &Path)]) -> Outcome {
    prerequisites::install(prerequisites::Purpose::Test)?;
    ui::build()?;
    run::step(run::cargo(["build", "--release", "--package", "server"]))?;
    let mut test = run::cargo([
        "test",
        "--package",
        "tests",
        "--test",
        "scenarios",
        "--",
        "--ignored",
        "--nocapture",
        name,
    ]);
    test.env("CONMUTA_BIN", run::target().join("release/conmuta")).envs(facts.iter().copied());
    run::step(test)
}

/// A folder that is there, by its whole path: the scenario runs elsewhere.
pub fn folder(name: &str) -> Outcome<PathBuf> {
    let folder = std::path::absolute(name).unwrap_or_else(|_| PathBuf::from(name));
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    Ok(folder)
}
