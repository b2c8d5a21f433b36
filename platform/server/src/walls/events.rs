//! Events: nobody hears a stranger's, live or resumed with a stranger's cursor.

use serde_json::json;
use testkit::{Client, Events};

use super::belongings::nowhere;
use super::findings::Findings;
use super::house::{Customer, House};

pub async fn walk(house: &House, findings: &mut Findings) {
    doors(house, findings).await;
    let (acme, bravo, cierzo) = (&house.acme, &house.bravo, &house.cierzo);
    let mut heard = acme.admin.events("").await.unwrap();
    let own = cursor(&mut heard).await;
    for stranger in [bravo, cierzo] {
        let mut theirs = stranger.admin.events("").await.unwrap();
        let begun = cursor(&mut theirs).await;
        change(stranger).await;
        let later = theirs.expect("users.changed").await["cursor"].as_str().unwrap().to_owned();
        hang_up(stranger).await;
        theirs.expect("call.ended").await;
        for since in [&begun, &later, &own] {
            let mut resumed = acme.admin.events(&format!("?since={since}")).await.unwrap();
            until_own(acme, stranger, &mut resumed, findings).await;
        }
        until_own(acme, stranger, &mut heard, findings).await;
    }
}

/// Stepping down by the query goes where the header goes.
async fn doors(house: &House, findings: &mut Findings) {
    let tenant = |customer: &Customer| customer.scope.tenant().to_string();
    let asked: [(&Client, String); 4] = [
        (&house.acme.admin, tenant(&house.bravo)),
        (&house.acme.admin, nowhere("ten")),
        (&house.norte.client, tenant(&house.cierzo)),
        (&house.norte.client, nowhere("ten")),
    ];
    for (client, tenant) in asked {
        let refused = client.events(&format!("?tenant={tenant}")).await.err();
        findings.expect(refused == Some(404), || format!("the events of {tenant}: {refused:?}"));
    }
    let anonymous = house.anonymous().events("").await.err();
    findings.expect(anonymous == Some(401), || format!("events for anybody: {anonymous:?}"));
}

async fn cursor(events: &mut Events) -> String {
    events.next().await.unwrap()["cursor"].as_str().unwrap().to_owned()
}

/// Something durable happens.
async fn change(customer: &Customer) {
    let path = format!("/users/{}", customer.has.id("usr"));
    customer.admin.patch(&path, json!({"city": customer.has.word()})).await.expect(200);
}

/// Something live happens, once.
async fn hang_up(customer: &Customer) {
    customer.admin.delete(&format!("/calls/{}", customer.has.id("cal"))).await.expect(204);
}

/// Listens until something of one's own comes: nothing of the stranger's came before.
async fn until_own(customer: &Customer, stranger: &Customer, events: &mut Events, findings: &mut Findings) {
    change(customer).await;
    loop {
        let event = events.next().await.unwrap();
        let leaks = stranger.has.leaks(&event.to_string(), &[]);
        findings.expect(leaks.is_empty(), || format!("{} hears {leaks:?}: {event}", customer.name));
        if event["name"] == "users.changed" && event["body"]["id"] == customer.has.id("usr").as_str() {
            return;
        }
    }
}
