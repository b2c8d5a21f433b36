//! The audit log over HTTP, on both databases.

use serde_json::json;
use testkit::Backend;

use crate::roles::Role;
use crate::world::World;

#[tokio::test]
async fn changes_are_listed_filtered_searched_and_exported() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (own, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        let ana = admin.post("/users", json!({"user_name": "ana", "role": "member"})).await.expect(201);
        let id = ana["id"].as_str().unwrap();
        let path = format!("/users/{id}");
        admin.patch(&path, json!({"city": "=Madrid"})).await.expect(200);
        admin.delete(&path).await.expect(204);

        let actions = async |query: &str| -> Vec<String> {
            let page = admin.get(&format!("/audit?{query}")).await.expect(200);
            let items = page["items"].as_array().unwrap().iter();
            items.map(|line| line["action"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(actions("action=users").await, ["users.delete", "users.change", "users.create"]);
        assert_eq!(actions("action=users.change").await, ["users.change"]);
        assert_eq!(actions("search=ADMIN%20change").await.len(), 1);
        assert_eq!(actions(&format!("actor={}&limit=1&sort=at", own.id)).await, ["users.create"]);
        assert_eq!(actions(&format!("object={id}")).await.len(), 3);
        assert_eq!(actions("action=users&until=2001-01-01T00:00:00Z").await.len(), 0);

        let change = admin.get("/audit?action=users.change").await.expect(200)["items"][0].clone();
        assert_eq!(change["before"]["city"], "");
        assert_eq!(change["after"]["city"], "=Madrid");
        assert_eq!(change["source"], "127.0.0.1");
        assert_eq!(change["actor"], json!(own.id));

        let csv = admin.get("/audit/export?action=users").await;
        assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
        assert_eq!(csv.text.lines().count(), 4, "{}", csv.text);

        let (_, member) = world.signed_in(&world.acme, "beto", Role::Member).await;
        assert_eq!(member.get("/audit").await.status, 403);
        let (_, other) = world.signed_in(&world.bravo, "admin", Role::Administrator).await;
        let foreign = other.get("/audit?action=users").await.expect(200);
        assert_eq!(foreign["items"].as_array().unwrap().len(), 0);
    }
}
