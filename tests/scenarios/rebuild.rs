//! The demo's two companies, rebuilt by hand: from an empty installation, through the pages alone, until their phones call.

use std::path::PathBuf;
use std::time::Duration;

use harness::{Browser, Failure, Kind, Result, Server, Story, Tenant, Transport, Voice};
use serde_json::{Value, json};
use tokio::try_join;

use crate::stage::{Pair, number};

/// Typing the companies in, where other work loads the machine.
const WALK: Duration = Duration::from_secs(180);

/// The names of the companies; all the rest of what is typed stands in `companies.json` beside the browser's script.
const COMPANIES: [&str; 2] = ["alder", "birch"];

#[tokio::test]
async fn the_demo_is_rebuilt_by_hand_from_nothing_and_its_phones_call() -> Story {
    let (wanted, mut server) = try_join!(demo(), Server::start_empty())?;
    let page = Browser::start("rebuild_page.mjs").await?;
    let ui = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../admin-ui/src");
    let link = server.doors.setup.clone().ok_or_else(|| Failure::new("the server told no link"))?;
    let facts = json!({ "origin": server.doors.http, "ui": ui, "link": link });
    page.ask_within(WALK, "begin", facts).await?;
    let made = page.ask_within(WALK, "companies", json!({})).await?;
    let [north, south] = COMPANIES.map(|name| company(name, &made.line["accounts"][name], &server.doors.sip));
    let (north, south) = (north?, south?);
    for (name, wanted) in COMPANIES.iter().zip(&wanted) {
        let made = page.ask("blueprint", json!({ "name": name })).await?;
        assert_eq!(made.text("file"), format!("{name}.toml"));
        assert_eq!(difference(wanted, made.text("text")), None);
    }
    they_talk(&server, [&north, &south]).await?;
    recorded(&page, [&north, &south], 1).await?;

    assert!(server.stop().await?.success(), "{}", server.log_tail());
    server.start_again().await?;
    they_talk(&server, [&north, &south]).await?;
    recorded(&page, [&north, &south], 2).await?;
    assert_eq!(page.ask("trouble", json!({})).await?.line["trouble"], json!([]));
    page.close().await
}

/// The blueprints of the demo as a server makes it.
async fn demo() -> Result<Vec<String>> {
    let server = Server::start().await?;
    let mut blueprints = Vec::new();
    for (place, name) in COMPANIES.iter().enumerate() {
        let tenant = server.tenant(place)?;
        assert_eq!(tenant.name, *name);
        let reply = server.administrator(tenant).await?.get("/blueprint").await?;
        assert_eq!(reply.status, 200);
        blueprints.push(String::from_utf8_lossy(&reply.body).into_owned());
    }
    Ok(blueprints)
}

/// A company with the accounts that the pages showed; the server they tell is the one that listens.
fn company(name: &str, accounts: &Value, sip: &str) -> Result<Tenant> {
    for account in accounts.as_array().into_iter().flatten() {
        let (host, ways) = (text(account, "server"), text(account, "transports"));
        let port = sip.strip_prefix(host).and_then(|rest| rest.strip_prefix(':')).unwrap_or("another host");
        assert!(
            ways.starts_with(&format!("UDP {port} · TCP {port}")),
            "phones are told {host} {ways}, not {sip}"
        );
    }
    let endpoints: Vec<harness::Account> = serde_json::from_value(accounts.clone())?;
    let domain = endpoints.first().map(|account| account.domain.clone()).unwrap_or_default();
    Ok(Tenant { name: name.to_owned(), domain, users: Vec::new(), endpoints })
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// In both companies at once, the first extension calls the second; everybody hears who speaks to them and nobody else.
async fn they_talk(server: &Server, [north, south]: [&Tenant; 2]) -> Story {
    let doors = &server.doors;
    let (here, there) = try_join!(
        Pair::talking(doors, north, Kind::Pjsua, Transport::Udp, [Voice::Anna, Voice::Bruno]),
        Pair::talking(doors, south, Kind::Baresip, Transport::Tls, [Voice::Carla, Voice::Dario]),
    )?;
    let ((anna, bruno), (carla, dario)) = try_join!(here.listen(), there.listen())?;
    try_join!(here.hang_up(), there.hang_up())?;
    anna.is(Voice::Bruno).await?;
    bruno.is(Voice::Anna).await?;
    carla.is(Voice::Dario).await?;
    dario.is(Voice::Carla).await?;
    for phone in [here.anna, here.bruno, there.anna, there.bruno] {
        phone.switch_off().await?;
    }
    Ok(())
}

/// So many answered calls stand in each company's call report.
async fn recorded(page: &Browser, companies: [&Tenant; 2], count: usize) -> Story {
    for tenant in companies {
        let (from, to) = (number(tenant, 0)?, number(tenant, 1)?);
        let facts = json!({ "name": tenant.name, "from": from, "to": to, "count": count });
        assert_eq!(page.ask("recorded", facts).await?.line["count"], count);
    }
    Ok(())
}

/// Where two blueprints differ first, save in what is drawn for each installation: secrets are left out of them, in
/// comments, and terminal users are unique over all tenants.
fn difference(wanted: &str, made: &str) -> Option<String> {
    let plain = |text: &str| -> Vec<String> {
        let drawn = |line: &&str| line.starts_with('#') || line.starts_with("terminal_user = \"");
        text.lines().filter(|line| !drawn(line)).map(str::to_owned).collect()
    };
    let (wanted, made) = (plain(wanted), plain(made));
    let place = (0..wanted.len().max(made.len())).find(|&place| wanted.get(place) != made.get(place))?;
    let before = wanted[..place].join("\n");
    Some(format!("after\n{before}\nstands {:?}, not {:?}", made.get(place), wanted.get(place)))
}

#[test]
fn a_setting_a_person_and_a_number_more_or_less_are_differences() {
    let wanted = "# Left out: endpoints.secret of Desk\n\n[[endpoints]]\nname = \"Desk\"\nterminal_user = \"41\"\nring_secs = 30\n";
    let other = |from: &str, to: &str| difference(wanted, &wanted.replace(from, to));
    assert_eq!(other("\"41\"", "\"42\""), None);
    assert_eq!(other("# Left out: endpoints.secret of Desk\n", ""), None);
    for (from, to) in [("30", "45"), ("ring_secs = 30\n", ""), ("[[", "[[users]]\nrole = \"agent\"\n\n[[")] {
        assert!(other(from, to).is_some(), "{from} made {to} is no difference");
    }
}
