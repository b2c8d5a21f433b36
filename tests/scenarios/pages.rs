//! The pages of the application: each as each role sees it, by the keyboard alone, and what people do on them.

use std::path::PathBuf;
use std::time::Duration;

use harness::{Browser, Failure, Kind, Person, Result, Server, Story, Transport, Voice};
use serde_json::{Value, json};

use crate::stage::{Pair, number, phone};

/// How long the walk may take where other work loads the machine.
const WALK: Duration = Duration::from_secs(2400);

/// The demo with rows as a company has them, a call that goes on, records of others, and a browser before it.
pub struct Pages {
    /// The server.
    pub server: Server,
    /// The browser with its script.
    pub browser: Browser,
    _talking: Pair,
}

impl Pages {
    /// Starts it with a script of `peers/browser` that knows `furnish`.
    pub async fn start(script: &str) -> Result<Self> {
        let server = Server::start().await?;
        let browser = Browser::start(script).await?;
        browser.ask_within(WALK, "furnish", facts(&server)?).await?;
        let _talking = calls(&server).await?;
        Ok(Self { server, browser, _talking })
    }

    /// Commands the script about this server; further facts go before the usual ones.
    pub async fn ask(&self, what: &str, further: Value) -> Result<Value> {
        let mut facts = facts(&self.server)?;
        if let (Value::Object(facts), Value::Object(further)) = (&mut facts, further) {
            facts.extend(further);
        }
        Ok(self.browser.ask_within(WALK, what, facts).await?.line)
    }

    /// Closes the browser; the phones go with this.
    pub async fn close(self) -> Story {
        self.browser.close().await
    }
}

/// How long the call of the report lasts.
const TALK: Duration = Duration::from_secs(6);

/// A call that is answered and ends, one that nobody answers, and one that goes on.
async fn calls(server: &Server) -> Result<Pair> {
    let tenant = server.tenant(0)?;
    let first =
        Pair::talking(&server.doors, tenant, Kind::Pjsua, Transport::Udp, [Voice::Anna, Voice::Bruno])
            .await?;
    tokio::time::sleep(TALK).await;
    first.hang_up().await?;
    let absent = phone(&server.doors, tenant, 2, Kind::Pjsua, Transport::Tcp, Voice::Carla).await?;
    let unheard = first.anna.dial(number(tenant, 2)?).await?;
    absent.rings().await?;
    first.anna.hang_up(unheard).await?;
    let out = first.anna.dial(number(tenant, 1)?).await?;
    let (inn, _) = first.bruno.rings().await?;
    first.bruno.answer(inn).await?;
    first.anna.sees(out, "answered").await?;
    Ok(Pair { out, inn, ..first })
}

/// Where the pages are, who may enter, and where their texts stand.
pub fn facts(server: &Server) -> Result<Value> {
    let doors = &server.doors;
    let tenant = server.tenant(0)?;
    let reseller = doors.resellers.first().ok_or_else(|| Failure::new("the demo has no reseller"))?;
    let staff = reseller.users.first().ok_or_else(|| Failure::new("the reseller has no staff"))?;
    let person =
        |home: &str, who: &Person| json!({ "tenant": home, "user": who.user, "password": who.password });
    Ok(json!({
        "origin": doors.http,
        "people": {
            "administrator": person(&tenant.name, tenant.person("administrator")?),
            "member": person(&tenant.name, tenant.person("member")?),
            "reseller": person(&reseller.name, staff),
            "operator": person("operator", &doors.operator),
        },
        "ui": PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../admin-ui/src"),
    }))
}

#[tokio::test]
async fn every_page_is_whole_for_every_role_in_both_languages_and_themes_at_three_widths() -> Story {
    let pages = Pages::start("walk.mjs").await?;
    let told = pages.ask("walk", json!({ "only": wished("CONMUTA_WALK_ONLY") })).await?;
    let found: Vec<&str> = told["found"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
    assert!(
        told["views"].as_u64() > Some(150) || !wished("CONMUTA_WALK_ONLY").is_empty(),
        "the walk came to {} views only",
        told["views"]
    );
    pages.close().await
}

#[tokio::test]
async fn the_keyboard_alone_suffices_and_the_focus_shows() -> Story {
    let pages = Pages::start("stories.mjs").await?;
    pages.ask("keyboard", json!({})).await?;
    pages.close().await
}

#[tokio::test]
async fn typed_text_outlives_turning_away_an_ended_session_and_a_crash_of_the_server() -> Story {
    let mut pages = Pages::start("stories.mjs").await?;
    pages.ask("typed", json!({})).await?;
    pages.ask("before_the_cut", json!({})).await?;
    pages.server.kill().await?;
    pages.ask("during_the_cut", json!({})).await?;
    pages.server.start_again().await?;
    pages.ask("after_the_cut", json!({})).await?;
    pages.close().await
}

#[tokio::test]
async fn routes_languages_ways_back_two_tabs_and_strangers_links() -> Story {
    let pages = Pages::start("stories.mjs").await?;
    let other = pages.server.tenant(1)?;
    let person = other.person("administrator")?;
    let stranger = json!({ "tenant": other.name, "user": person.user, "password": person.password });
    for story in ["routes", "language", "back", "two_tabs", "strangers"] {
        pages.ask(story, json!({ "stranger": stranger })).await?;
    }
    pages.close().await
}

/// What somebody wants otherwise than usual.
fn wished(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

/// What a command of `cargo xtask` hands over.
fn handed(name: &str) -> Result<String> {
    std::env::var(name).map_err(|_| Failure::new(format!("{name} is not set: run it by cargo xtask")))
}

#[tokio::test]
#[ignore = "by cargo xtask screens"]
async fn pictures_of_every_page() -> Story {
    let only = wished("CONMUTA_SCREENS_ONLY");
    let folder = handed("CONMUTA_SCREENS")?;
    let pages = Pages::start("walk.mjs").await?;
    let looks = wished("CONMUTA_SCREENS_LOOKS");
    let told = pages.ask("screens", json!({ "folder": folder, "only": only, "looks": looks })).await?;
    assert_eq!(told["found"], json!([]));
    pages.close().await
}

#[tokio::test]
#[ignore = "by cargo xtask screenshots"]
async fn pictures_for_the_guides() -> Story {
    let folder = handed("CONMUTA_SCREENS")?;
    let pages = Pages::start("walk.mjs").await?;
    pages.ask("show", json!({ "folder": folder })).await?;
    pages.close().await
}
