//! Tenants apart: every operation as a stranger, on both databases, and with the first wall taken down.

use kernel::id::{CallId, CdrId, DeviceId, Uuid};
use serde_json::{Value, json};
use testkit::{Walk, every_operation_is_guarded};

use super::house::{House, on_both, text};

/// One of everything in a tenant; answers ids for the paths of the document.
async fn furnish(who: &testkit::Client) -> Vec<(&'static str, Vec<String>)> {
    let id = |value: &Value| text(&value["id"]).to_owned();
    let (endpoint, extension) = House::phone(who, "Desk", "1001").await;
    let number = json!({"number": "+34910000001", "extension": extension["id"]});
    let number = who.post("/numbers", number).await.expect(201);
    let trunk = json!({"name": "Carrier", "settings": {"gateways": [{"host": "192.0.2.1"}]}});
    let trunk = who.post("/trunks", trunk).await.expect(201);
    let route = json!({"name": "All", "patterns": ["+."], "trunks": [trunk["id"]]});
    let route = who.post("/outbound-routes", route).await.expect(201);
    let link = format!("/endpoints/{}/setup-links", id(&endpoint));
    let link = who.post(&link, json!({})).await.expect(201);
    let phone = json!({"mac": "001565000001", "vendor": "yealink", "lines": [endpoint["id"]]});
    let phone = who.post("/desk-phones", phone).await.expect(201);
    let device = DeviceId(Uuid::from_u128(1)).to_string();
    let cdr = CdrId(Uuid::from_u128(1)).to_string();
    vec![
        ("/endpoints/{id}", vec![id(&endpoint)]),
        ("/endpoints/{id}/secret", vec![id(&endpoint)]),
        ("/endpoints/{id}/restore", vec![id(&endpoint)]),
        ("/endpoints/{id}/devices", vec![id(&endpoint)]),
        ("/endpoints/{id}/devices/{device}", vec![id(&endpoint), device]),
        ("/endpoints/{id}/setup-links", vec![id(&endpoint)]),
        ("/endpoints/{id}/setup-links/{link}", vec![id(&endpoint), id(&link)]),
        ("/desk-phones/{id}", vec![id(&phone)]),
        ("/desk-phones/{id}/restore", vec![id(&phone)]),
        ("/desk-phones/{id}/token", vec![id(&phone)]),
        ("/desk-phones/{id}/resync", vec![id(&phone)]),
        ("/desk-phones/{id}/password", vec![id(&phone)]),
        ("/extensions/{id}", vec![id(&extension)]),
        ("/extensions/{id}/restore", vec![id(&extension)]),
        ("/numbers/{id}", vec![id(&number)]),
        ("/numbers/{id}/restore", vec![id(&number)]),
        ("/trunks/{id}", vec![id(&trunk)]),
        ("/outbound-routes/{id}", vec![id(&route)]),
        ("/calls/{id}", vec![CallId(Uuid::from_u128(1)).to_string()]),
        ("/cdrs/{id}", vec![cdr.clone()]),
        ("/cdrs/{id}/trace", vec![cdr.clone()]),
        ("/cdrs/{id}/diagnosis", vec![cdr]),
    ]
}

async fn walk(house: &House) -> usize {
    let strangers = furnish(&house.stranger).await;
    let nobody = house.app.person(&house.acme, "nobody", web::Grants::none());
    let tried = every_operation_is_guarded(&Walk {
        document: &house.app.document(),
        anonymous: &house.app.anonymous(),
        nobody: &nobody,
        almighty: &house.admin,
        strangers: &strangers,
        bodies: &[],
    })
    .await;
    tried.len()
}

on_both! {
    async fn every_operation_is_guarded_on_its_own(house) {
        assert!(walk(&house).await > 80);
    }

    async fn every_table_is_walled(house) {
        let breaches = house.app.database.breaches().await.unwrap();
        assert!(breaches.is_empty(), "{breaches:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_first_wall_off_row_security_leaks_nothing() {
    let house = House::without_first_wall().await;
    assert!(walk(&house).await > 80);
    for path in [
        "/endpoints",
        "/extensions",
        "/numbers",
        "/trunks",
        "/outbound-routes",
        "/cdrs",
        "/devices",
        "/desk-phones",
    ] {
        let own = house.admin.get(path).await.expect(200);
        assert_eq!(own["items"], json!([]), "{path}");
    }
}
