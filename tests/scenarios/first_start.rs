//! From an empty installation to two phones that talk: the assistant, walked in a browser in Spanish.

use std::time::Duration;

use harness::sipp::Plan;
use harness::{Account, Browser, Failure, Kind, Phone, Result, Server, Story, Transport, Voice};
use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;

/// What issue and README promise, of which the machine leaves most to the person.
const FIVE_MINUTES: Duration = Duration::from_secs(300);

const PATIENCE: Duration = Duration::from_secs(20);

/// What the page shows of a phone's account.
#[derive(Deserialize)]
struct Shown {
    number: String,
    user: String,
    secret: String,
    server: String,
    domain: String,
}

impl Shown {
    fn account(&self) -> Account {
        Account {
            domain: self.domain.clone(),
            user: self.user.clone(),
            secret: self.secret.clone(),
            extension: self.number.clone(),
        }
    }
}

#[tokio::test]
async fn an_empty_installation_becomes_two_phones_that_talk() -> Story {
    let began = Instant::now();
    let server = Server::start_empty().await?;
    let doors = &server.doors;
    let link = doors.setup.clone().ok_or_else(|| Failure::new("the server told no link"))?;
    let page = Browser::start("first_start_page.mjs").await?;
    let [first, second] = set_up(&page, &link).await?;
    assert!(doors.sip.starts_with(&first.server), "phones are told {}, not {}", first.server, doors.sip);

    // Another browser, or a page that was loaded again, goes on where the first one was.
    page.ask("reload", json!({})).await?;
    let accounts = (first.account(), second.account());
    let (ana, luis) = tokio::try_join!(
        Phone::register(doors, &accounts.0, Kind::Baresip, Transport::Tls, Voice::Anna),
        Phone::register(doors, &accounts.1, Kind::Baresip, Transport::Udp, Voice::Bruno),
    )?;
    let seen = page.ask("registered", json!({})).await?;
    assert!(seen.text("first").contains("TLS") && seen.text("second").contains("UDP"), "{seen:?}");
    is_accessible(&page).await?;
    page.ask("to_call", json!({})).await?;
    they_talk(&ana, &luis).await?;
    judged(&page, "good", "all_good", &["como debe ser"]).await?;
    let took = began.elapsed();
    assert!(took < FIVE_MINUTES, "it took {took:?}");
    is_accessible(&page).await?;

    luis.switch_off().await?;
    call_to_a_silent_phone(&ana, &second, &doors.sip).await?;
    let words = ["Solo se oyó a un lado", "Del teléfono de 1002 no llegó nada"];
    judged(&page, "bad", "one_way_audio", &words).await?;

    page.ask("done", json!({})).await?;
    let again = page.ask("open_again", json!({"link": link})).await?;
    assert_eq!(again.text("title"), "Este enlace ya se usó");
    page.close().await
}

/// Walks from the link to the accounts of two phones.
async fn set_up(page: &Browser, link: &str) -> Result<[Shown; 2]> {
    page.ask("claim", json!({"link": link})).await?;
    page.ask("address", json!({})).await?;
    page.ask("reseller", json!({"title": "Mi centralita"})).await?;
    page.ask("tenant", json!({"title": "Panadería Núñez"})).await?;
    let made = page.ask("phones", json!({"people": [["Ana", "Gil"], ["Luis", "Rey"]]})).await?;
    let shown: [Shown; 2] = serde_json::from_value(made.line["phones"].clone())?;
    assert_eq!([&shown[0].number, &shown[1].number], ["1001", "1002"]);
    Ok(shown)
}

async fn they_talk(ana: &Phone, luis: &Phone) -> Story {
    let call = ana.dial("1002").await?;
    let (at_luis, _) = luis.rings().await?;
    luis.answer(at_luis).await?;
    ana.sees(call, "answered").await?;
    let (by_ana, by_luis) = tokio::try_join!(ana.listen(call), luis.listen(at_luis))?;
    ana.hang_up(call).await?;
    by_ana.is(Voice::Bruno).await?;
    by_luis.is(Voice::Anna).await
}

/// The second account on a phone that answers and sends no audio.
async fn call_to_a_silent_phone(ana: &Phone, account: &Shown, sip: &str) -> Story {
    let silent = Plan::new("callee")?.takes(1);
    let register = Plan::new("register")?.from_port(silent.port()).key("domain", &account.domain);
    register.account(&account.account(), "").calls(sip, 1, 1).start()?.succeeds(PATIENCE).await?;
    let silent = silent.start()?;
    let call = ana.dial("1002").await?;
    ana.sees(call, "answered").await?;
    ana.listen(call).await?;
    ana.hang_up(call).await?;
    silent.succeeds(PATIENCE).await.map(drop)
}

async fn judged(page: &Browser, level: &str, summary: &str, words: &[&str]) -> Story {
    let verdict = page.ask("verdict", json!({"level": level})).await?;
    assert_eq!(verdict.text("summary"), summary, "{verdict:?}");
    assert!(words.iter().all(|word| verdict.text("words").contains(word)), "{verdict:?}");
    Ok(())
}

async fn is_accessible(page: &Browser) -> Story {
    assert_eq!(page.ask("audit", json!({})).await?.line["violations"], json!([]));
    Ok(())
}
