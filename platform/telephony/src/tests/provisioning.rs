//! Links that set softphones up, and desk phones that fetch their files, over HTTP.

use serde_json::{Value, json};
use testkit::{Answer, Client};

use super::house::{House, on_both, text};

/// The path of an address of ours.
fn path(url: &Value) -> String {
    text(url).strip_prefix("https://pbx.example.com").expect("a public address").to_owned()
}

async fn fetch(house: &House, path: &str, headers: &[(&str, &str)]) -> Answer {
    let anybody = house.app.anonymous();
    headers.iter().fold(anybody, |client, (name, value)| client.with_header(name, value)).fetch(path).await
}

async fn link(house: &House, endpoint: &Value, body: Value) -> (String, String) {
    let links = format!("/endpoints/{}/setup-links", text(&endpoint["id"]));
    let made = house.admin.post(&links, body).await.expect(201);
    let path = path(&made["url"]);
    let token = path.strip_prefix("/p/").expect("a link's address").to_owned();
    assert!(token.len() >= 26 && !made.to_string().contains("token_hash"), "{made}");
    (links, token)
}

fn inner<'a>(xml: &'a str, entry: &str) -> &'a str {
    let start = xml.find(&format!("name=\"{entry}\"")).unwrap_or_else(|| panic!("no {entry} in {xml}"));
    xml[start..].split(['>', '<']).nth(1).unwrap()
}

on_both! {
    async fn a_link_is_opened_once_by_its_button(house) {
        let (endpoint, _) = House::phone(&house.admin, "Reception", "1001").await;
        let (links, token) = link(&house, &endpoint, json!({})).await;
        let anybody = house.app.anonymous();
        let body = json!({"token": token});
        let offer = anybody.post("/setup/look", body.clone()).await.expect(200);
        assert_eq!((text(&offer["name"]), text(&offer["number"])), ("Reception", "1001"));
        assert!(!offer.to_string().contains(text(&endpoint["secret"])));
        anybody.post("/setup/look", body.clone()).await.expect(200);
        let account = anybody.post("/setup/open", body.clone()).await.expect(200);
        assert_eq!(account["user"], endpoint["terminal_user"]);
        assert_eq!(account["password_is_new"], true);
        // Who types an account in by hand is told the same place.
        let place = house.admin.get("/provisioning").await.expect(200);
        assert!(place["server"].is_string() && !place["transports"].as_array().unwrap().is_empty(), "{place}");
        assert_eq!((&place["server"], &place["transports"]), (&account["server"], &account["transports"]));
        let drawn = sip::digest::Ha1::of(
            text(&account["user"]),
            house.app.env.directory.realm(),
            text(&account["password"]),
        );
        assert!(house.account(&endpoint).unwrap().ha1 == drawn, "calls know the new password at once");
        for operation in ["/setup/look", "/setup/open"] {
            let again = anybody.post(operation, body.clone()).await;
            assert_eq!(again.refusal(), (410, "provisioning.link_used".into()));
        }
        let listed = house.admin.get(&links).await.expect(200);
        assert_eq!((text(&listed["items"][0]["state"]), text(&listed["items"][0]["used_by"]["how"])), ("used", "page"));
        let log = listed.to_string();
        assert!(!log.contains(&token) && !log.contains(text(&account["password"])), "{log}");
    }

    async fn of_many_who_come_at_once_one_gets_the_account(house) {
        let (endpoint, _) = House::phone(&house.admin, "Reception", "1001").await;
        let (_, token) = link(&house, &endpoint, json!({})).await;
        let open = |client: Client| {
            let body = json!({"token": token});
            async move { client.post("/setup/open", body).await.status }
        };
        let anybody = || house.app.anonymous();
        let all = futures_util::future::join_all((0..8).map(|_| open(anybody()))).await;
        assert_eq!(all.iter().filter(|status| **status == 200).count(), 1, "{all:?}");
    }

    async fn a_kept_password_stays_and_a_phone_reads_the_account_as_xml(house) {
        let (endpoint, _) = House::phone(&house.admin, "Ana \"la\" <jefa>", "1001").await;
        let (links, token) = link(&house, &endpoint, json!({"password": "keep", "lives_hours": 1})).await;
        let address = format!("/p/{token}");
        let phone = [("X-Linphone-Provisioning", "1"), ("User-Agent", "LinphoneAndroid/6.0")];
        // A preview without these headers is no phone: it finds no page in this application, and uses nothing.
        assert_eq!(fetch(&house, &address, &[("User-Agent", "WhatsApp/2.23")]).await.status, 404);
        let xml = fetch(&house, &address, &phone).await;
        assert_eq!(xml.status, 200, "{}", xml.text);
        for (name, value) in [("cache-control", "no-store"), ("referrer-policy", "no-referrer")] {
            assert!(xml.headers.iter().any(|(n, v)| n == name && v == value), "{name}: {:?}", xml.headers);
        }
        assert!(xml.text.contains("http://www.linphone.org/xsds/lpconfig.xsd"));
        assert_eq!(inner(&xml.text, "passwd"), text(&endpoint["secret"]));
        assert_eq!(inner(&xml.text, "username"), text(&endpoint["terminal_user"]));
        assert!(inner(&xml.text, "reg_identity").starts_with("&quot;Ana \\&quot;la\\&quot; &lt;jefa&gt;&quot; &lt;sip:"));
        assert_eq!(fetch(&house, &address, &phone).await.status, 410);
        let listed = house.admin.get(&links).await.expect(200);
        assert_eq!(listed["items"][0]["used_by"]["how"], "phone");
    }

    async fn cancelled_and_unknown_links_say_so(house) {
        let (endpoint, _) = House::phone(&house.admin, "Reception", "1001").await;
        let (links, token) = link(&house, &endpoint, json!({})).await;
        let listed = house.admin.get(&links).await.expect(200);
        let one = format!("{links}/{}", text(&listed["items"][0]["id"]));
        house.admin.delete(&one).await.expect(204);
        let anybody = house.app.anonymous();
        let refused = anybody.post("/setup/open", json!({"token": token})).await;
        assert_eq!(refused.refusal(), (410, "provisioning.link_revoked".into()));
        let unknown = anybody.post("/setup/open", json!({"token": "x"})).await;
        assert_eq!(unknown.refusal().0, 404);
        let (_, token) = link(&house, &endpoint, json!({})).await;
        house.admin.delete(&format!("/extensions/{}", extension(&house).await)).await.expect(204);
        house.admin.delete(&format!("/endpoints/{}", text(&endpoint["id"]))).await.expect(204);
        assert_eq!(anybody.post("/setup/open", json!({"token": token})).await.refusal().0, 404);
        let hours = house.admin.post(&links, json!({"lives_hours": 200})).await;
        assert_eq!(hours.refusal(), (422, "provisioning.hours".into()));
    }

    async fn a_desk_phone_fetches_its_file_and_shows_how_far_it_is(house) {
        let (endpoint, _) = House::phone(&house.admin, "Reception", "1001").await;
        let body = json!({"mac": "00-15-65-AB-CD-EF", "vendor": "yealink", "model": "T46U", "lines": [endpoint["id"]]});
        let made = house.admin.post("/desk-phones", body.clone()).await.expect(201);
        assert_eq!((text(&made["mac"]), text(&made["state"])), ("00:15:65:ab:cd:ef", "never_asked"));
        let again = house.admin.post("/desk-phones", body).await;
        assert_eq!(again.refusal(), (409, "provisioning.mac_taken".into()));
        let (folder, one) = (path(&made["url"]), format!("/desk-phones/{}", text(&made["id"])));

        assert_eq!(fetch(&house, &format!("{folder}y000000000108.cfg"), &[]).await.status, 404);
        let asked = house.admin.get(&one).await.expect(200);
        assert_eq!((text(&asked["state"]), text(&asked["fetched"]["outcome"])), ("asked", "no_such_file"));
        let agent = [("User-Agent", "Yealink SIP-T46U 108.86.0.20 00:15:65:ab:cd:ef")];
        let file = fetch(&house, &format!("{folder}001565abcdef.cfg"), &agent).await;
        assert_eq!(file.status, 200, "{}", file.text);
        assert!(file.text.contains(&format!("account.1.password = {}\n", text(&endpoint["secret"]))), "{}", file.text);
        assert!(file.text.contains(&format!("https://pbx.example.com{folder}")));
        let fetched = house.admin.get(&one).await.expect(200);
        assert_eq!((text(&fetched["state"]), &fetched["outdated"]), ("fetched", &json!(false)));
        assert_eq!(text(&fetched["fetched"]["agent"]), agent[0].1);

        let secret = format!("/endpoints/{}/secret", text(&endpoint["id"]));
        house.admin.put(&secret, json!({})).await.expect(200);
        assert_eq!(house.admin.get(&one).await.expect(200)["outdated"], true);
        fetch(&house, &format!("{folder}001565ABCDEF.cfg"), &agent).await;
        assert_eq!(house.admin.get(&one).await.expect(200)["outdated"], false);
        let resync = house.admin.post(&format!("{one}/resync"), json!({})).await;
        assert_eq!(resync.refusal(), (409, "provisioning.not_registered".into()));
    }

    async fn a_drawn_address_replaces_the_old_one_and_a_deletion_can_be_taken_back(house) {
        let (endpoint, _) = House::phone(&house.admin, "Reception", "1001").await;
        let body = json!({"mac": "000b82000001", "vendor": "grandstream", "lines": [endpoint["id"]]});
        let made = house.admin.post("/desk-phones", body).await.expect(201);
        let one = format!("/desk-phones/{}", text(&made["id"]));
        let file = |made: &Value| format!("{}cfg000b82000001.xml", path(&made["url"]));
        let old = file(&made);
        assert_eq!(fetch(&house, &old, &[]).await.status, 200);
        let drawn = house.admin.post(&format!("{one}/token"), json!({})).await.expect(200);
        assert_eq!(fetch(&house, &old, &[]).await.status, 404);
        assert_eq!(fetch(&house, &file(&drawn), &[]).await.status, 200);
        house.admin.delete(&one).await.expect(204);
        house.admin.get(&one).await.expect(404);
        assert_eq!(fetch(&house, &file(&drawn), &[]).await.status, 404);
        house.admin.post(&format!("{one}/restore"), json!({})).await.expect(200);
        assert_eq!(fetch(&house, &file(&drawn), &[]).await.status, 200);
        let password = house.admin.post(&format!("{one}/password"), json!({})).await.expect(200);
        let shown = fetch(&house, &file(&drawn), &[]).await.text;
        assert!(shown.contains(&format!("<P2>{}</P2>", text(&password["password"]))), "{shown}");
    }

    async fn faults_of_a_desk_phone_name_their_field(house) {
        let (endpoint, _) = House::phone(&house.admin, "Reception", "1001").await;
        let (foreign, _) = House::phone(&house.stranger, "Theirs", "1001").await;
        let id = &endpoint["id"];
        for (change, code, pointer) in [
            (json!({"mac": "nothing at all"}), "provisioning.mac", "/mac"),
            (json!({"lines": []}), "provisioning.lines", "/lines"),
            (json!({"lines": [id, id]}), "provisioning.lines", "/lines"),
            (json!({"lines": [id, foreign["id"]]}), "provisioning.endpoint", "/lines/1"),
            (json!({"name": "a\nb"}), "provisioning.label", "/name"),
        ] {
            let mut body = json!({"mac": "001565000001", "vendor": "polycom", "lines": [id]});
            body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            let answer = house.admin.post("/desk-phones", body).await.expect(422);
            assert_eq!((text(&answer["code"]), text(&answer["pointer"])), (code, pointer), "{answer}");
        }
    }
}

async fn extension(house: &House) -> String {
    let listed = house.admin.get("/extensions").await.expect(200);
    text(&listed["items"][0]["id"]).to_owned()
}
