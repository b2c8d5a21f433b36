//! Photos over HTTP, on both databases.

use testkit::{Answer, Backend, Client};

use super::picture::tests::png_of;
use crate::roles::Role;
use crate::world::World;

async fn put(client: &Client, media_type: &str, bytes: Vec<u8>) -> Answer {
    client.send_bytes(reqwest::Method::PUT, "/me/photo", (media_type, bytes)).await
}

#[tokio::test]
async fn a_photo_is_checked_kept_and_shown_to_colleagues_alone() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (user, ana) = world.signed_in(&world.acme, "ana", Role::Member).await;
        let (_, beto) = world.signed_in(&world.acme, "beto", Role::Member).await;
        let (_, bea) = world.signed_in(&world.bravo, "bea", Role::Administrator).await;
        let path = format!("/users/{}/photo", user.id);
        assert_eq!(ana.get(&path).await.status, 404);
        put(&ana, "image/png", png_of(64, 64)).await.expect(204);
        let tag = ana.get("/me").await.expect(200)["user"]["photo"].as_str().unwrap().to_owned();
        let shown = beto.get(&path).await;
        assert_eq!((shown.status, shown.header("content-type")), (200, Some("image/png")));
        assert_eq!(shown.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(bea.get(&path).await.status, 404, "another tenant");

        put(&ana, "image/png", png_of(65, 64)).await.expect(204);
        assert_ne!(ana.get("/me").await.expect(200)["user"]["photo"], tag.as_str());
        for (media_type, bytes, refusal) in [
            ("image/png", b"<svg/>".to_vec(), (422, "photos.no_picture")),
            ("text/html", png_of(8, 8), (422, "photos.no_picture")),
            ("image/png", png_of(4000, 8), (422, "photos.too_big")),
            ("image/png", vec![0; web::UPLOAD_BYTES + 1], (413, "body.too_long")),
        ] {
            let (status, code) = put(&ana, media_type, bytes).await.refusal();
            assert_eq!((status, code.as_str()), refusal);
        }
        ana.delete("/me/photo").await.expect(204);
        assert_eq!(beto.get(&path).await.status, 404);
        assert!(ana.get("/me").await.expect(200)["user"].get("photo").is_none());
    }
}
