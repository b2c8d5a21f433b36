//! What the walk finds, all of it, told at the end; and who walks.

use serde_json::Value;
use testkit::document::Operation;
use testkit::{Answer, Client};
use web::Level;

use super::belongings::Belongings;
use super::house::House;

/// Headers that differ from answer to answer and tell nothing.
const BY_CHANCE: [&str; 4] = ["x-request-id", "date", "content-length", "connection"];
/// Open to anybody: who is signed in, the sign-in itself, links that set a phone or the installation up, and the document.
pub const OPEN: [&str; 10] = [
    "get_session",
    "sign_in",
    "show_brand",
    "show_logo",
    "give_code",
    "openapi",
    "look_at_setup_link",
    "open_setup_link",
    "check_setup_link",
    "claim_setup",
];
/// What ids begin with, by the segment of the path that holds them.
const KINDS: [(&str, &str); 21] = [
    ("users", "usr"),
    ("roles", "rol"),
    ("support-access", "sup"),
    ("sessions", "ses"),
    ("api-keys", "key"),
    ("endpoints", "end"),
    ("devices", "dev"),
    ("setup-links", "lnk"),
    ("desk-phones", "dsk"),
    ("extensions", "ext"),
    ("numbers", "num"),
    ("trunks", "trk"),
    ("outbound-routes", "rte"),
    ("calls", "cal"),
    ("cdrs", "cdr"),
    ("tenants", "ten"),
    ("resellers", "res"),
    ("bans", "ban"),
    ("allowed-addresses", "alw"),
    ("plans", "pln"),
    ("imports", "imp"),
];

/// What was tried, and what came out otherwise than it must.
#[derive(Default)]
pub struct Findings {
    tried: usize,
    wrong: Vec<String>,
}

impl Findings {
    pub fn expect(&mut self, holds: bool, says: impl FnOnce() -> String) {
        self.tried += 1;
        if !holds {
            self.wrong.push(says());
        }
    }

    /// How much was tried.
    pub fn verdict(self) -> usize {
        assert!(self.wrong.is_empty(), "{} findings:\n{}", self.wrong.len(), self.wrong.join("\n"));
        self.tried
    }
}

/// Somebody who tries, and from whom.
pub struct Walker<'a> {
    pub who: &'static str,
    pub client: Client,
    pub own: &'a Belongings,
    /// Those whose things are tried.
    pub strangers: Vec<&'a Belongings>,
}

impl Walker<'_> {
    /// Sends it; a word of a stranger in the answer, but for those that were sent, is a finding.
    pub async fn send(
        &self,
        operation: &Operation<'_>,
        path: &str,
        body: Option<&Value>,
        findings: &mut Findings,
    ) -> Answer {
        let text = body.map(|body| body_of(operation, body));
        let sent = text.as_ref().map_or(String::new(), |(_, text)| text.clone());
        let answer = self.client.send_text(operation.method.clone(), path, text).await;
        for stranger in &self.strangers {
            let leaks = stranger.leaks(&answer.text, &[path, &sent]);
            findings.expect(leaks.is_empty(), || {
                format!("{} {path} {sent} by {} tells {leaks:?}: {}", operation.id, self.who, answer.text)
            });
        }
        answer
    }
}

fn body_of(operation: &Operation<'_>, body: &Value) -> (&'static str, String) {
    match body.as_str().filter(|_| operation.body().is_none()) {
        Some(text) => ("application/toml", text.to_owned()),
        None => ("application/json", body.to_string()),
    }
}

/// Those who hold the permission of an operation and stand beside somebody.
pub fn walkers<'a>(house: &'a House, operation: &Operation<'_>) -> Vec<Walker<'a>> {
    let (acme, bravo, cierzo) = (&house.acme, &house.bravo, &house.cierzo);
    let strangers = vec![&bravo.has, &cierzo.has];
    match level(house, operation) {
        Level::Tenant => vec![
            Walker {
                who: "acme's administrator",
                client: acme.admin.clone(),
                own: &acme.has,
                strangers: strangers.clone(),
            },
            Walker {
                who: "norte's staff in acme",
                client: house.norte.client.clone().within(acme.scope.tenant()),
                own: &acme.has,
                strangers,
            },
        ],
        Level::Reseller => vec![Walker {
            who: "norte's staff",
            client: house.norte.client.clone(),
            own: &acme.has,
            strangers: vec![&cierzo.has],
        }],
        // Nobody stands beside the operator.
        Level::Operator => Vec::new(),
    }
}

/// How high an operation's permission stands.
pub fn level(house: &House, operation: &Operation<'_>) -> Level {
    let permissions = house.node.catalogue.permissions();
    let known = permissions.iter().find(|known| Some(known.name) == operation.permission());
    known.map_or(Level::Tenant, |known| known.level)
}

/// What ids in each variable part of the path begin with.
pub fn kinds(operation: &Operation<'_>) -> Vec<&'static str> {
    let kind = |holder: &str| {
        let known = KINDS.iter().find(|(segment, _)| *segment == holder);
        known.unwrap_or_else(|| panic!("{}: what ids stand behind {holder}?", operation.path)).1
    };
    operation.holders().into_iter().map(kind).collect()
}

/// The path of an operation with a tenant's own ids.
pub fn own_path(operation: &Operation<'_>, own: &Belongings) -> String {
    let ids: Vec<String> = kinds(operation).into_iter().map(|kind| own.id(kind)).collect();
    operation.path_with(&ids)
}

/// All of an answer by which it could be told from another one, without what was sent.
pub fn face(answer: &Answer, sent: &str) -> String {
    let mut text = answer.text.replace(sent, "…");
    if let Ok(Value::Object(mut body)) = serde_json::from_str(&text) {
        body.remove("request");
        text = Value::Object(body).to_string();
    }
    let headers = answer.headers.iter().filter(|(name, _)| !BY_CHANCE.contains(&name.as_str()));
    let mut headers: Vec<String> = headers.map(|(name, value)| format!("{name}: {value}")).collect();
    headers.sort();
    format!("{} {text} {}", answer.status, headers.join(", "))
}
