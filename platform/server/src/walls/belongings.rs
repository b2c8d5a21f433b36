//! One of everything that a tenant can have, real and in use: rows, registered devices, a running call, a record.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::json;
use testkit::Client;
use testkit::phone::{Dialog, PATIENCE, Phone, sdp};

/// Where ids are found: a path, and what ids of its items begin with.
const LISTED: [(&str, &str); 15] = [
    ("/users", "usr"),
    ("/roles", "rol"),
    ("/support-access", "sup"),
    ("/sessions", "ses"),
    ("/api-keys", "key"),
    ("/endpoints", "end"),
    ("/extensions", "ext"),
    ("/devices", "dev"),
    ("/numbers", "num"),
    ("/trunks", "trk"),
    ("/outbound-routes", "rte"),
    ("/desk-phones", "dsk"),
    ("/calls", "cal"),
    ("/cdrs", "cdr"),
    ("/imports", "imp"),
];

/// What a tenant has.
pub struct Belongings {
    /// One id of each kind, by what it begins with.
    ids: BTreeMap<&'static str, String>,
    /// Every id, and every word that only this tenant's rows bear.
    words: Vec<String>,
    /// The name of a role of its own.
    pub role: String,
    /// Its public number.
    pub number: String,
    /// Two registered phones, 1001 and 1002, that talk to each other.
    pub phones: [Phone; 2],
    /// Their call, as each of them sees it.
    pub call: [Dialog; 2],
}

impl Belongings {
    /// Furnishes a tenant through its own doors.
    pub async fn furnish(admin: &Client, sip: SocketAddr, name: &'static str, place: u8) -> Self {
        let word = format!("Only{name}");
        let member = json!({"user_name": "member", "role": "member", "last_name": word});
        let member = admin.post("/users", member).await.expect(201);
        let role = format!("only_{name}");
        let new = json!({"name": role, "title": word, "permissions": ["calls.read"]});
        admin.post("/roles", new).await.expect(201);
        let consent = json!({"access": "see", "hours": 168, "reason": word});
        admin.post("/support-access", consent).await.expect(201);
        let number = format!("+3491000000{place}");
        let mut phones = Vec::new();
        let mut terminal_users = Vec::new();
        for extension in ["1001", "1002"] {
            let new = json!({"name": format!("{word} {extension}"), "owner": member["id"]});
            let endpoint = admin.post("/endpoints", new).await.expect(201);
            let new = json!({"number": extension, "endpoint": endpoint["id"]});
            let extension = admin.post("/extensions", new).await.expect(201);
            if phones.is_empty() {
                let new = json!({"number": number, "extension": extension["id"], "label": word});
                admin.post("/numbers", new).await.expect(201);
            }
            let user = endpoint["terminal_user"].as_str().unwrap().to_owned();
            let mut phone = Phone::new(sip, &user, &format!("{name}.example")).await;
            phone.responder = sip::digest::Responder::new(&user, endpoint["secret"].as_str().unwrap());
            phones.push(phone);
            terminal_users.push(user);
        }
        let gateways = json!([{"host": format!("192.0.2.{place}")}]);
        let trunk = json!({"name": word, "settings": {"gateways": gateways, "options_secs": 0}});
        let trunk = admin.post("/trunks", trunk).await.expect(201);
        let key = json!({"name": word, "scopes": ["users.read"]});
        admin.post("/api-keys", key).await.expect(201);
        let route = json!({"name": word, "patterns": ["+."], "trunks": [trunk["id"]]});
        admin.post("/outbound-routes", route).await.expect(201);

        let endpoints = admin.get("/endpoints").await.expect(200);
        let last = endpoints["items"].as_array().and_then(|items| items.last()).unwrap();
        let last = last["id"].as_str().unwrap().to_owned();
        let desk =
            json!({"mac": format!("00156500000{place}"), "vendor": "yealink", "name": word, "lines": [last]});
        admin.post("/desk-phones", desk).await.expect(201);
        let link = admin.post(&format!("/endpoints/{last}/setup-links"), json!({})).await.expect(201);
        let rows = Some(("text/csv", format!("user name\n{word}\n")));
        admin.send_text(reqwest::Method::POST, "/imports?name=people.csv", rows).await.expect(201);

        let Ok(mut phones) = <[Phone; 2]>::try_from(phones) else { panic!("two phones were made") };
        let call = talk(&mut phones).await;
        let mut own = Self {
            ids: BTreeMap::new(),
            words: vec![word, number.clone(), format!("{name}.example"), format!("The {name} company")],
            role,
            number,
            phones,
            call,
        };
        own.words.extend(terminal_users);
        own.add("lnk", link["id"].as_str().unwrap());
        for (path, prefix) in LISTED {
            own.look(admin, path, prefix).await;
        }
        own
    }

    /// Takes note of the ids of a list.
    async fn look(&mut self, admin: &Client, path: &str, prefix: &'static str) {
        let patience = std::time::Instant::now() + PATIENCE;
        loop {
            let listed = admin.get(path).await.expect(200);
            let ids: Vec<&str> = listed["items"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|item| item["id"].as_str())
                .collect();
            if let Some(last) = ids.last() {
                self.ids.insert(prefix, (*last).to_owned());
                self.words.extend(ids.iter().map(|id| (*id).to_owned()));
                return;
            }
            // The record of a call is written a moment after it has ended.
            assert!(std::time::Instant::now() < patience, "nothing in {path}: {listed}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub fn add(&mut self, prefix: &'static str, id: &str) {
        self.ids.insert(prefix, id.to_owned());
        // Those of a reseller are not one customer's alone.
        if prefix != "res" && prefix != "pln" {
            self.words.push(id.to_owned());
        }
    }

    /// The id of this kind.
    pub fn id(&self, prefix: &str) -> String {
        let known = self.ids.get(prefix);
        known.unwrap_or_else(|| panic!("the house has no row of the kind {prefix}_: furnish one")).clone()
    }

    /// Words of this tenant that stand in a text, but for those that whoever asked knew.
    pub fn leaks(&self, text: &str, known: &[&str]) -> Vec<&str> {
        let words = self.words.iter().map(String::as_str);
        words.filter(|word| text.contains(*word) && !known.iter().any(|known| known.contains(word))).collect()
    }

    /// A word that only names of this tenant bear.
    pub fn word(&self) -> &str {
        &self.words[0]
    }
}

/// One call that ends, and one that stands from then on.
async fn talk(phones: &mut [Phone; 2]) -> [Dialog; 2] {
    let [caller, called] = phones;
    caller.register().await;
    called.register().await;
    let dialling = caller.dial("1002", &sdp(4000, "sendrecv")).await;
    called.take_call(5000).await;
    let (mut ended, _) = caller.established(dialling).await;
    caller.hang_up(&mut ended).await;
    called.is_hung_up().await;
    let dialling = caller.dial("1002", &sdp(4000, "sendrecv")).await;
    let answered = called.take_call(5000).await;
    let (standing, _) = caller.established(dialling).await;
    [standing, answered]
}

/// An id of this kind that nobody has.
pub fn nowhere(prefix: &str) -> String {
    format!("{prefix}_0{}", "7".repeat(25))
}
