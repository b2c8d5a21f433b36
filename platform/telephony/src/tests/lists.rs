//! What lists show, and what is deleted with what and comes back.

use std::time::{Duration, Instant};

use feature::Users as _;
use kernel::id::UserId;
use serde_json::{Value, json};

use super::house::{House, on_both, text};

/// The items of a list.
async fn items(house: &House, path: &str) -> Vec<Value> {
    let page = house.admin.get(path).await.expect(200);
    page["items"].as_array().unwrap().clone()
}

/// A phone with a number that a public number leads to.
async fn reached(house: &House) -> (Value, Value) {
    let new = json!({"name": "Reception", "extension": "1001"});
    let made = house.admin.post("/endpoints", new).await.expect(201);
    let new = json!({"number": "+34910000001", "extension": made["extension"]["id"]});
    let number = house.admin.post("/numbers", new).await.expect(201);
    (made, number)
}

/// A user of this name.
async fn somebody(house: &House, name: &str) -> UserId {
    house.app.people.add(&house.acme, name, web::Grants::default());
    let tx = house.acme.read().await.unwrap();
    house.app.people.named(&tx, name).await.unwrap().unwrap()
}

on_both! {
    async fn an_endpoint_comes_with_its_extension_or_not_at_all(house) {
        let made = house.admin.post("/endpoints", json!({"name": "Till", "extension": "1001"})).await.expect(201);
        assert_eq!((&made["extension"]["number"], &made["extension"]["endpoint"]), (&json!("1001"), &made["id"]));
        let again = house.admin.post("/endpoints", json!({"name": "Desk", "extension": "1001"})).await.expect(409);
        assert_eq!((text(&again["code"]), text(&again["pointer"])), ("extensions.number_taken", "/extension"));
        assert_eq!(items(&house, "/endpoints").await.len(), 1);
    }

    async fn endpoints_are_sorted_and_found_by_number_and_owner(house) {
        let owner = somebody(&house, "Núria").await;
        for (name, number, owner) in [("Till", "1003", Some(owner)), ("Desk", "1001", None), ("Áncora", "1002", None)] {
            let new = json!({"name": name, "extension": number, "owner": owner});
            house.admin.post("/endpoints", new).await.expect(201);
        }
        let spare = house.admin.post("/endpoints", json!({"name": "Spare"})).await.expect(201);
        let names = async |query: &str| -> Vec<String> {
            items(&house, &format!("/endpoints?{query}")).await.iter().map(|it| text(&it["name"]).to_owned()).collect()
        };
        assert_eq!(names("sort=number").await, ["Spare", "Desk", "Áncora", "Till"]);
        assert_eq!(names("sort=-owner&limit=1").await, ["Till"]);
        assert_eq!(names("search=1002").await, ["Áncora"]);
        assert_eq!(names("search=ancora").await, ["Áncora"]);
        assert_eq!(names("search=nuria%20till").await, ["Till"]);
        let till = &items(&house, "/endpoints?search=1003").await[0];
        assert_eq!((&till["numbers"], &till["owner_name"], &till["devices"]), (&json!(["1003"]), &json!("Núria"), &json!(0)));
        let second = json!({"number": "1000", "endpoint": till["id"]});
        let second = house.admin.post("/extensions", second).await.expect(201);
        assert_eq!(items(&house, "/endpoints?search=1000").await[0]["numbers"], json!(["1000", "1003"]));
        let path = format!("/extensions/{}", text(&second["id"]));
        house.admin.patch(&path, json!({"endpoint": spare["id"]})).await.expect(200);
        assert_eq!(names("search=1000").await, ["Spare"]);
        house.admin.delete(&path).await.expect(204);
        assert_eq!(names("search=1000").await, Vec::<String>::new());
    }

    async fn an_owners_new_name_is_followed(house) {
        let owner = somebody(&house, "Nuria").await;
        house.admin.post("/endpoints", json!({"name": "Till", "owner": owner})).await.expect(201);
        house.app.people.rename(owner, "Marta");
        let tx = house.acme.begin().await.unwrap();
        bus::Publish::publish(&tx, feature::UserEvent { id: owner }).await.unwrap();
        tx.commit().await.unwrap();
        let patience = Instant::now() + Duration::from_secs(10);
        while items(&house, "/endpoints?search=marta").await.is_empty() {
            assert!(Instant::now() < patience, "the name was not followed");
            tokio::task::yield_now().await;
        }
    }

    async fn what_points_at_an_endpoint_is_told_first_and_comes_back_with_it(house) {
        let (made, number) = reached(&house).await;
        let (path, id) = (format!("/endpoints/{}", text(&made["id"])), &made["id"]);
        assert_eq!(house.admin.delete(&path).await.refusal(), (409, "endpoints.in_use".into()));
        let dry = json!({"ids": [id], "dry_run": true});
        let told = house.admin.post("/endpoints/delete?cascade=true", dry).await.expect(200);
        let affected: Vec<_> = told["affected"].as_array().unwrap().iter().map(|it| (text(&it["name"]), text(&it["effect"]))).collect();
        assert_eq!(affected, [("1001", "deleted"), ("+34910000001", "unassigned")]);
        assert!(house.account(&made).is_some(), "nothing has happened yet");
        let foreign = house.stranger.post("/endpoints/delete?cascade=true", json!({"ids": [id]})).await.expect(200);
        assert_eq!((&foreign["deleted"], &foreign["affected"]), (&json!([]), &json!([])));

        house.admin.delete(&format!("{path}?cascade=true")).await.expect(204);
        assert!(house.account(&made).is_none());
        assert_eq!(items(&house, "/extensions").await.len(), 0);
        assert_eq!(items(&house, "/numbers?assigned=true").await.len(), 0);
        assert_eq!(house.stranger.post(&format!("{path}/restore"), json!({})).await.status, 404);

        house.admin.post(&format!("{path}/restore"), json!({})).await.expect(200);
        let account = house.account(&made).unwrap();
        let expected = sip::digest::Ha1::of(text(&made["terminal_user"]), house.app.env.directory.realm(), text(&made["secret"]));
        assert!(account.ha1 == expected, "the phone goes on with its old password");
        assert_eq!(items(&house, "/numbers?assigned=true").await[0]["id"], number["id"]);
        assert_eq!(items(&house, "/endpoints?search=1001").await[0]["id"], *id);
        assert_eq!(house.admin.post(&format!("{path}/restore"), json!({})).await.status, 404);
    }

    async fn a_restored_number_leads_where_it_did_if_nobody_has_it(house) {
        let (made, number) = reached(&house).await;
        let path = format!("/numbers/{}", text(&number["id"]));
        house.admin.delete(&path).await.expect(204);
        let back = house.admin.post(&format!("{path}/restore"), json!({})).await.expect(200);
        assert_eq!(back["extension"], made["extension"]["id"]);
        let done = house.admin.post("/numbers/delete", json!({"ids": [number["id"]]})).await.expect(200);
        assert_eq!(done["deleted"], json!([number["id"]]));
        house.stranger.post("/numbers", json!({"number": "+34910000001"})).await.expect(201);
        assert_eq!(house.admin.post(&format!("{path}/restore"), json!({})).await.refusal(), (409, "numbers.in_use".into()));
    }

    async fn a_restored_extension_rings_its_endpoint_again(house) {
        let (made, _) = reached(&house).await;
        let path = format!("/extensions/{}", text(&made["extension"]["id"]));
        let done = house.admin.post("/extensions/delete", json!({"ids": [made["extension"]["id"]]})).await.expect(200);
        assert_eq!(done["refused"][0]["code"], "extensions.in_use");
        house.admin.delete(&format!("{path}?cascade=true")).await.expect(204);
        assert_eq!(items(&house, "/endpoints").await[0]["numbers"], json!([]));
        house.admin.post(&format!("{path}/restore"), json!({})).await.expect(200);
        assert_eq!(items(&house, "/endpoints").await[0]["numbers"], json!(["1001"]));
    }
}
