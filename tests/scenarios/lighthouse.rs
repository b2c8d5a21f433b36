//! What Lighthouse says of the pages, and how long a first view takes.

use std::env;
use std::process::Stdio;

use harness::{Failure, Story, peers};
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::pages::{Pages, facts};

#[tokio::test]
#[ignore = "by cargo xtask bench pages"]
async fn the_pages_as_lighthouse_judges_them() -> Story {
    // A company with users and calls, one of them going on; its browser has only to fill it.
    let pages = Pages::start("walk.mjs").await?;
    let mut facts = facts(&pages.server)?;
    for (name, wish) in [
        ("only", "CONMUTA_PAGES_ONLY"),
        ("preset", "CONMUTA_PAGES_PRESET"),
        ("reports", "CONMUTA_PAGES_REPORTS"),
    ] {
        if let Ok(wish) = env::var(wish) {
            facts[name] = json!(wish);
        }
    }
    let mut judge = Command::new(peers::program("node")?)
        .arg(peers::lighthouse_scripts().await?.join("pages.mjs"))
        .env("CHROMIUM", peers::program("chromium")?)
        .stdin(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let mut told = judge.stdin.take().ok_or_else(|| Failure::new("the script hears nothing"))?;
    told.write_all(facts.to_string().as_bytes()).await?;
    drop(told);
    let ended = judge.wait().await?;
    assert!(ended.success(), "pages fall short: see above");
    pages.close().await
}
