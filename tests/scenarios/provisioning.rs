//! Phones that set themselves up: by a QR code read from the screen, and by the files of four vendors.

use harness::credentials::Credentials;
use harness::{
    Browser, Client, Failure, Kind, Phone, Reply, Result, Server, Story, Told, Transport, Voice, peers,
};
use serde_json::{Value, json};
use tokio::process::Command;

use crate::stage::{items, number, phone};

const LINPHONE: &str = "User-Agent: LinphoneAndroid/6.0 LinphoneSDK/5.4\r\nX-Linphone-Provisioning: 1\r\n";

fn words(reply: &Reply) -> Result<&str> {
    Ok(std::str::from_utf8(&reply.body)?)
}

/// The path of one of the server's addresses.
fn path<'a>(doors: &Credentials, url: &'a str) -> Result<&'a str> {
    url.strip_prefix(&doors.http).ok_or_else(|| Failure::new(format!("{url} is not at {}", doors.http)))
}

async fn endpoint(client: &Client, user: &str) -> Result<String> {
    let all = items(client, "/endpoints").await?;
    let found = all.iter().find(|endpoint| endpoint["terminal_user"] == user);
    let id = found.and_then(|endpoint| endpoint["id"].as_str());
    id.map(str::to_owned).ok_or_else(|| Failure::new(format!("there is no endpoint {user}")))
}

#[tokio::test]
async fn a_qr_code_read_from_the_screen_sets_a_phone_up_once() -> Story {
    let server = Server::start().await?;
    let (tenant, doors) = (server.tenant(0)?, &server.doors);
    let administrator = server.administrator(tenant).await?;
    let id = endpoint(&administrator, &tenant.endpoints[0].user).await?;
    let person = tenant.person("administrator")?;
    let page = Browser::start("setup_page.mjs").await?;
    let who = json!({
        "origin": doors.http, "tenant": tenant.name, "user": person.user, "password": person.password,
    });
    page.ask("sign_in", who).await?;
    page.ask("make_code", json!({ "endpoint": id })).await?;
    let code = page.ask("read_code", json!({ "file": page.folder().join("code.png") })).await?;
    let url = code.text("text").to_owned();
    let address = path(doors, &url)?;

    let nobody = Client::nobody(&doors.http)?;
    // A chat program's preview reads the page and uses nothing up.
    let preview = nobody.fetch(address, "User-Agent: WhatsApp/2.23.20.0\r\n").await?;
    assert_eq!(preview.status, 200);
    assert_eq!(preview.headers["referrer-policy"], "no-referrer");
    assert_eq!(preview.headers["cache-control"], "no-store");
    let answer = nobody.fetch(address, LINPHONE).await?;
    assert_eq!(answer.status, 200, "{}", words(&answer)?);
    let told = Told::linphone(words(&answer)?)?;
    assert_ne!(told.secret, tenant.endpoints[0].secret, "the link promised a new password");

    let anna = Phone::set_up(doors, &told, number(tenant, 0)?, Voice::Anna).await?;
    page.ask("see_it_done", json!({})).await?;
    let bruno = phone(doors, tenant, 1, Kind::Baresip, Transport::Udp, Voice::Bruno).await?;
    let call = anna.dial(number(tenant, 1)?).await?;
    let (at_bruno, _) = bruno.rings().await?;
    bruno.answer(at_bruno).await?;
    anna.sees(call, "answered").await?;
    anna.hang_up(call).await?;

    assert_eq!(nobody.fetch(address, LINPHONE).await?.status, 410);
    let used = page.ask("follow", json!({ "url": url })).await?;
    assert!(used.text("says").contains("used already"), "{:?}", used.line);
    assert_eq!(used.line["violations"], json!([]));
    assert!(!std::fs::read_to_string(server.log())?.contains(address), "the log holds no token");
    page.close().await
}

#[tokio::test]
async fn the_button_of_the_page_shows_the_account_and_an_expired_link_says_so() -> Story {
    let server = Server::start().await?;
    let (tenant, doors) = (server.tenant(0)?, &server.doors);
    let administrator = server.administrator(tenant).await?;
    let id = endpoint(&administrator, &tenant.endpoints[0].user).await?;
    let links = format!("/endpoints/{id}/setup-links");
    let page = Browser::start("setup_page.mjs").await?;

    let kept = administrator.create(&links, &json!({ "password": "keep" })).await?;
    let shown = page.ask("open", json!({ "url": kept["url"] })).await?;
    assert_eq!(shown.text("password"), tenant.endpoints[0].secret);
    assert_eq!(shown.text("user"), tenant.endpoints[0].user);
    assert_eq!(shown.line["violations"], json!([]));

    let late = administrator.create(&links, &json!({})).await?;
    let over = "import sqlite3, sys\n\
                with sqlite3.connect(sys.argv[1], timeout=20) as rows:\n\
                \x20   rows.execute('UPDATE setup_link SET expires_at = created_at WHERE used_at IS NULL')\n";
    let mut clock = Command::new(peers::python().await?);
    peers::run(clock.args(["-c", over]).arg(server.database()), "the clock").await?;
    let refused = page.ask("follow", json!({ "url": late["url"] })).await?;
    assert!(refused.text("says").contains("time is over"), "{:?}", refused.line);
    let url = late["url"].as_str().unwrap_or_default();
    let reply = Client::nobody(&doors.http)?.fetch(path(doors, url)?, LINPHONE).await?;
    assert_eq!(reply.status, 410);
    page.close().await
}

#[tokio::test]
async fn the_files_of_four_vendors_set_a_phone_up() -> Story {
    let server = Server::start().await?;
    let (tenant, doors) = (server.tenant(0)?, &server.doors);
    let administrator = server.administrator(tenant).await?;
    let vendors = [("yealink", "udp"), ("grandstream", "tcp"), ("fanvil", "tls"), ("polycom", "auto")];
    for (place, (vendor, transport)) in vendors.into_iter().enumerate() {
        let account = &tenant.endpoints[place % tenant.endpoints.len()];
        let mac = format!("00156500000{place}");
        let line = endpoint(&administrator, &account.user).await?;
        let body = json!({ "mac": mac, "vendor": vendor, "transport": transport, "lines": [line] });
        let made = administrator.create("/desk-phones", &body).await?;
        let told = fetched(doors, &made, vendor, &mac).await?;
        assert_eq!((&told.user, &told.secret), (&account.user, &account.secret), "{vendor}");
        let phone = Phone::set_up(doors, &told, &account.extension, Voice::Anna).await?;

        let one = format!("/desk-phones/{}", made["id"].as_str().unwrap_or_default());
        let shown = administrator.read(&one).await?;
        assert_eq!((&shown["state"], &shown["outdated"]), (&json!("registered"), &json!(false)), "{shown}");
        let asked = administrator.create(&format!("{one}/resync"), &json!({})).await?;
        assert_eq!(asked["devices"], 1, "{vendor}");
        phone.switch_off().await?;
        administrator.delete(&one).await?;
    }
    Ok(())
}

/// Fetches as a phone of this vendor does, and reads what it reads.
async fn fetched(doors: &Credentials, made: &Value, vendor: &str, mac: &str) -> Result<Told> {
    let folder = path(doors, made["url"].as_str().unwrap_or_default())?;
    let nobody = Client::nobody(&doors.http)?;
    let file = async |name: &str| {
        let reply = nobody.fetch(&format!("{folder}{name}"), &format!("User-Agent: {vendor}\r\n")).await?;
        let text = words(&reply)?.to_owned();
        if reply.status == 200 { Ok(text) } else { Err(Failure::new(format!("{name}: {}", reply.status))) }
    };
    match vendor {
        "yealink" => Told::yealink(&file(&format!("{mac}.cfg")).await?),
        "grandstream" => Told::grandstream(&file(&format!("cfg{mac}.xml")).await?),
        "fanvil" => Told::fanvil(&file(&format!("{mac}.cfg")).await?),
        _ => {
            let master = file(&format!("{mac}.cfg")).await?;
            let named = Told::polycom_files(&master)?;
            let first = named.first().ok_or_else(|| Failure::new("the master names no file"))?;
            Told::polycom(&file(first).await?)
        }
    }
}
