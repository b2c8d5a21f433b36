//! Generated files are committed and must equal what the code generates now.

use std::path::Path;

use crate::run::{self, Outcome};
use crate::ui;

/// The OpenAPI document, written by `conmuta openapi`.
const DOCUMENT: &str = "platform/server/openapi.json";
/// The TypeScript types made from it.
const CLIENT: &str = "admin-ui/src/api/generated.ts";

/// Fails when the committed document or client differs from what the code says.
pub fn check() -> Outcome {
    let fresh = document()?;
    let committed =
        std::fs::read_to_string(run::root().join(DOCUMENT)).map_err(|e| format!("{DOCUMENT}: {e}"))?;
    if fresh != committed {
        return Err(format!("{DOCUMENT} is not what the code says: run `cargo xtask codegen`"));
    }
    let known = std::fs::read_to_string(run::root().join(CLIENT)).map_err(|e| format!("{CLIENT}: {e}"))?;
    let scratch = run::target().join("generated.ts");
    client(&scratch)?;
    let made = std::fs::read_to_string(&scratch).map_err(|e| format!("{}: {e}", scratch.display()))?;
    if made == known { Ok(()) } else { Err(format!("{CLIENT} is stale: run `cargo xtask codegen`")) }
}

/// Rewrites both.
pub fn write() -> Outcome {
    std::fs::write(run::root().join(DOCUMENT), document()?).map_err(|e| format!("{DOCUMENT}: {e}"))?;
    client(&run::root().join(CLIENT))
}

fn document() -> Outcome<String> {
    run::step(run::cargo(["build", "--quiet", "--package", "server"]))?;
    run::output(run::command(&run::target().join("debug/conmuta").to_string_lossy(), ["openapi"]))
}

fn client(to: &Path) -> Outcome {
    ui::install()?;
    let document = run::root().join(DOCUMENT);
    let words =
        ["exec", "--", "openapi-typescript", &document.to_string_lossy(), "--output", &to.to_string_lossy()]
            .map(str::to_owned);
    // What has a default may be left out.
    let words = words.iter().map(String::as_str).chain(["--default-non-nullable=false"]);
    ui::npm(&words.collect::<Vec<_>>())
}
