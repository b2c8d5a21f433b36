//! What a member sees: the own endpoints, devices and records, and nobody else's.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::id::{SessionId, UserId, Uuid};
use serde_json::json;
use tenancy::TenantScope;
use web::{Authority, Client, Credential, Grants, Person, Problem};

use super::calls::{finish, record};
use super::house::{House, on_both_as};
use crate::change::{self, Change, States};
use crate::endpoints::{Endpoint, EndpointChanged, NewEndpoint, store};

/// Whoever comes is this member.
pub struct Member;

const MEMBER: UserId = UserId(Uuid::from_u128(77));

#[async_trait]
impl Authority for Member {
    async fn person(&self, _: &TenantScope, _: &Credential, _: &Client) -> Result<Option<Person>, Problem> {
        let grants = Grants::none()
            .with::<crate::endpoints::ReadOwn>()
            .with::<crate::calls::ReadOwn>()
            .with::<crate::cdrs::ReadOwn>()
            .with::<crate::cdrs::Export>();
        let session = SessionId(Uuid::nil());
        Ok(Some(Person {
            user: MEMBER,
            proof: web::Proof::Session(session),
            name: "member".to_owned(),
            grants: Arc::new(grants),
        }))
    }
}

async fn endpoint(house: &House, name: &str, owner: Option<UserId>) -> Endpoint {
    let tx = house.acme.begin().await.unwrap();
    let new = NewEndpoint { name: name.to_owned(), owner, ..NewEndpoint::default() };
    let (endpoint, _) = store::insert(&tx, new, None).await.unwrap();
    tx.commit().await.unwrap();
    endpoint
}

on_both_as! { Arc::new(Member);
    async fn a_member_sees_the_own_endpoints_alone(house) {
        let own = endpoint(&house, "Mine", Some(MEMBER)).await;
        let other = endpoint(&house, "Theirs", None).await;
        let listed = house.admin.get("/endpoints").await.expect(200);
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
        house.admin.get(&format!("/endpoints/{}", own.id)).await.expect(200);
        house.admin.get(&format!("/endpoints/{}", other.id)).await.expect(404);
        house.admin.get(&format!("/endpoints/{}/devices", other.id)).await.expect(404);
        assert_eq!(house.admin.get("/devices").await.expect(200)["items"], json!([]));
        assert_eq!(house.admin.get("/calls").await.expect(200)["items"], json!([]));
        house.admin.get("/trunks").await.expect(403);
    }

    async fn a_member_hears_of_the_own_calls_alone(house) {
        let own = endpoint(&house, "Mine", Some(MEMBER)).await;
        let other = endpoint(&house, "Theirs", None).await;
        let mut events = house.admin.events("").await.unwrap();
        assert_eq!(events.next().await.unwrap()["type"], "hello");
        let tell = |name, call: u32, endpoint: &Endpoint| {
            let body = json!({"id": format!("cal_{call}"), "called": {"endpoint": endpoint.id}});
            house.app.env.bus.live.publish_with(&house.acme, || bus::LiveEvent::new(name, &body));
        };
        tell("call.ringing", 1, &other);
        tell("call.ringing", 2, &own);
        assert_eq!(events.next().await.unwrap()["body"]["id"], "cal_2");
        // It goes on without the member: what is known of it is stale.
        tell("call.answered", 2, &other);
        assert_eq!(events.next().await.unwrap()["type"], "resync");
        // Whose endpoints are whose may change while one listens.
        let tx = house.acme.begin().await.unwrap();
        let given = store::update(&tx, &Endpoint { owner: Some(MEMBER), ..other.clone() }).await.unwrap();
        let actor = tenancy::Actor::system("test");
        let event = EndpointChanged { id: given.id, change: Change::Updated };
        let states = States { before: Some(&other), after: Some(&given) };
        change::record(&tx, &actor, "endpoints.change", given.id, states, event).await.unwrap();
        change::commit(tx).await.unwrap();
        let heard = async {
            loop {
                tell("call.ringing", 3, &other);
                let next = tokio::time::timeout(std::time::Duration::from_millis(50), events.next()).await;
                if let Ok(event) = next {
                    return event.unwrap();
                }
            }
        };
        assert_eq!(heard.await["body"]["id"], "cal_3");
    }

    async fn a_member_sees_and_exports_the_own_records_on_both_sides(house) {
        let own = endpoint(&house, "Mine", Some(MEMBER)).await;
        let mut called = record(1, "1001", "1002", 5);
        called.dnis_user = Some(own.terminal_user.clone());
        let mut calling = record(2, "1002", "1003", 5);
        calling.endpoint = Some(own.id);
        let stranger = record(3, "1004", "1005", 5);
        let foreign = format!("/cdrs/{}", stranger.id);
        finish(&house, &house.acme, vec![called, calling, stranger]).await;
        let listed = house.admin.get("/cdrs").await.expect(200);
        let seen: Vec<_> = listed["items"].as_array().unwrap().iter().map(|r| r["to"].clone()).collect();
        assert_eq!(seen, [json!("1003"), json!("1002")]);
        house.admin.get(&foreign).await.expect(404);
        house.admin.get(&format!("{foreign}/trace")).await.expect(404);
        let csv = house.admin.get("/cdrs/export?format=csv&columns=to").await;
        assert_eq!(csv.text.lines().count(), 3, "{}", csv.text);
    }
}
