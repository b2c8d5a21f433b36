//! Who guesses secrets is shut out, while the good phones of the same company go on calling from where they are.

use std::time::Duration;

use harness::sipp::{Plan, Tally};
use harness::{Account, Client, Kind, Result, Server, Story, Transport, Voice, wait};
use serde_json::{Value, json};

use crate::stage::{Pair, items, number};

const PATIENCE: Duration = Duration::from_secs(60);
const GUESSER: &str = "127.0.0.7";
const NEIGHBOUR: &str = "127.0.0.8";

async fn operator(server: &Server) -> Result<Client> {
    Client::sign_in_operator(&server.doors.http, &server.doors.operator).await
}

/// Tries the account from there so many times.
async fn tries(server: &Server, account: &Account, from: &'static str, count: u32) -> Result<Tally> {
    let plan = Plan::new("guess")?.from_address(from).key("domain", &account.domain);
    plan.account(account, "").calls(&server.doors.sip, count, 10).start()?.finish(PATIENCE).await
}

/// The first of a list, once there is one.
async fn first(client: &Client, path: &str) -> Result<Value> {
    wait::until(path, PATIENCE, || async { Ok(items(client, path).await?.into_iter().next()) }).await
}

#[tokio::test]
async fn a_guesser_is_banned_shown_and_lifted_while_the_good_phones_talk() -> Story {
    let server = Server::start().await?;
    let tenant = server.tenant(0)?;
    let voices = [Voice::Anna, Voice::Bruno];
    let pair = Pair::talking(&server.doors, tenant, Kind::Pjsua, Transport::Udp, voices).await?;

    let right = tenant.account(number(tenant, 2)?)?.clone();
    let wrong = Account { secret: "a guess".to_owned(), ..right.clone() };
    let guessed = tries(&server, &wrong, GUESSER, 40).await?;
    assert!((1..=20).contains(&guessed.succeeded), "{guessed:?} got the answer of a wrong secret");
    assert!(guessed.failed >= 20, "{guessed:?} went unanswered");

    let operator = operator(&server).await?;
    let ban = first(&operator, &format!("/bans?address={GUESSER}")).await?;
    assert_eq!(
        (&ban["network"], &ban["why"], &ban["side"]),
        (&json!(GUESSER), &json!("guessing"), &json!("sip"))
    );
    assert_eq!(ban["touched"].as_array().map(Vec::len), Some(1), "{ban}");
    let administrator = server.administrator(tenant).await?;
    let told = first(&administrator, "/security-events?kind=ban.set").await?;
    assert_eq!(told["source"], GUESSER);

    let (anna, bruno) = pair.listen().await?;
    pair.hang_up().await?;
    anna.is(Voice::Bruno).await?;
    bruno.is(Voice::Anna).await?;
    let again = pair.bruno.dial(number(tenant, 0)?).await?;
    let (at_anna, _) = pair.anna.rings().await?;
    pair.anna.answer(at_anna).await?;
    pair.bruno.sees(again, "answered").await?;
    pair.bruno.hang_up(again).await?;

    let id = ban["id"].as_str().unwrap_or_default();
    assert_eq!(operator.delete(&format!("/bans/{id}")).await?.status, 204);
    let plan = Plan::new("register")?.from_address(GUESSER).key("domain", &right.domain);
    plan.account(&right, "").calls(&server.doors.sip, 1, 1).start()?.succeeds(PATIENCE).await?;
    Ok(())
}

#[tokio::test]
async fn a_ban_outlives_a_restart_and_the_allow_list_beats_it() -> Story {
    let mut server = Server::start().await?;
    let tenant = server.tenant(0)?.clone();
    let wrong = Account { secret: "a guess".to_owned(), ..tenant.account(number(&tenant, 2)?)?.clone() };
    let office = operator(&server).await?;
    office
        .create("/bans", &json!({"network": NEIGHBOUR, "side": "sip", "note": "until further notice"}))
        .await?;
    server.stop().await?;
    server.start_again().await?;
    assert_eq!(tries(&server, &wrong, NEIGHBOUR, 1).await?.succeeded, 0, "it was answered");
    let office = operator(&server).await?;
    office.create("/allowed-addresses", &json!({"network": "127.0.0.8/30"})).await?;
    assert_eq!(tries(&server, &wrong, NEIGHBOUR, 1).await?.succeeded, 1, "it was not answered");
    Ok(())
}
