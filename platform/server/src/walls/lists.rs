//! Whatever is read without an id shows the own rows and no stranger's, however it is searched, filtered and paged.

use serde_json::Value;
use testkit::document::{Operation, operations, references, sample};

use super::belongings::{Belongings, nowhere};
use super::findings::{Findings, Walker, face, kinds, walkers};
use super::house::House;

/// Show nothing that only one tenant has, or staff its own home.
const WITHOUT_ROWS: [&str; 14] = [
    "summarise_cdrs",
    "get_import_template",
    "list_permissions",
    "list_support_visits",
    "get_dial_plan",
    "get_me",
    "list_sessions",
    "get_second_factor",
    "get_sign_in_policy",
    "get_provisioning",
    "show_usage",
    "show_quota",
    "total_tenants",
    "list_plans",
];
/// Change by being read, or with time.
const RESTLESS: [&str; 4] = ["list_imports", "list_sessions", "get_me", "summarise_cdrs"];
/// Words that nobody's rows bear.
const NOWHERE: &str = "Nobodybearsthis";

/// Values for parameters of which the document says no more than that they are text: parameter, beginning of the
/// operation's id, value.
fn text(name: &str, stranger: &Belongings) -> Option<(String, String)> {
    let moment = || ("2001-01-01T00:00:00Z".to_owned(), "2001-01-01T00:00:00Z".to_owned());
    Some(match name {
        "search" => (stranger.word().to_owned(), NOWHERE.to_owned()),
        "since" | "until" => moment(),
        "from" | "to" => (stranger.number.trim_start_matches('+').to_owned(), "555000555".to_owned()),
        "object" => (stranger.id("end"), nowhere("end")),
        "role" => (stranger.role.clone(), "only_nobody".to_owned()),
        "action" => ("users".to_owned(), "users".to_owned()),
        "columns" => ("from,to".to_owned(), "from,to".to_owned()),
        "time_zone" => ("Europe/Madrid".to_owned(), "Europe/Madrid".to_owned()),
        "state" => ("active".to_owned(), "active".to_owned()),
        "kind" => ("customer".to_owned(), "customer".to_owned()),
        "severity" => ("warning".to_owned(), "warning".to_owned()),
        "source" => ("192.0.2.1".to_owned(), "192.0.2.2".to_owned()),
        _ => return None,
    })
}

/// What is read without an id.
fn readings(document: &Value) -> impl Iterator<Item = Operation<'_>> {
    operations(document).into_iter().filter(|operation| {
        let is_socket = operation.facts["responses"].get("101").is_some();
        operation.method == "GET"
            && operation.permission().is_some()
            && kinds(operation).is_empty()
            && !is_socket
    })
}

pub async fn walk(house: &House, findings: &mut Findings) {
    for operation in readings(&house.document) {
        for walker in walkers(house, &operation) {
            let path = format!("{}{}", operation.path, operation.query(&house.document));
            let plain = walker.send(&operation, &path, None, findings).await;
            let shows =
                !walker.own.leaks(&plain.text, &[]).is_empty() || WITHOUT_ROWS.contains(&operation.id);
            findings.expect(plain.status == 200 && shows, || {
                format!("{} shows {} nothing of its own: {}", operation.id, walker.who, plain.text)
            });
            for (name, schema) in operation.queries() {
                narrowed(house, &operation, &walker, (name, schema), findings).await;
            }
        }
    }
}

async fn narrowed(
    house: &House,
    operation: &Operation<'_>,
    walker: &Walker<'_>,
    (name, schema): (&str, &Value),
    findings: &mut Findings,
) {
    if name == "cursor" {
        return paged(house, operation, walker, findings).await;
    }
    for stranger in &walker.strangers {
        let (theirs, nobodys) =
            match (&references(&house.document, schema)[..], sample(&house.document, schema)) {
                ([reference, ..], _) => (stranger.id(&reference.prefix), nowhere(&reference.prefix)),
                (_, Value::String(word)) if word == "sample" => text(name, stranger)
                    .unwrap_or_else(|| panic!("{}: what is there to try for ?{name}=", operation.id)),
                (_, Value::String(word)) => (word.clone(), word),
                (_, other) => (other.to_string(), other.to_string()),
            };
        let path = |value: &str| {
            let needed = operation.query(&house.document);
            format!("{}{needed}&{name}={}", operation.path, value.replace('+', "%2B"))
        };
        let seen = walker.send(operation, &path(&theirs), None, findings).await;
        let expected = walker.send(operation, &path(&nobodys), None, findings).await;
        let same = theirs == nobodys || face(&seen, &theirs) == face(&expected, &nobodys);
        findings.expect(seen.status == 200 && same, || {
            format!(
                "{} by {} tells a stranger's {name} {theirs} from none: {} {}\n  {}",
                operation.id, walker.who, seen.status, seen.text, expected.text
            )
        });
    }
}

/// Pages begun by strangers lead to the own rows, or nowhere.
async fn paged(house: &House, operation: &Operation<'_>, walker: &Walker<'_>, findings: &mut Findings) {
    let others = [&house.bravo.admin, &house.cierzo.admin, &house.sur.client, &house.operator];
    let mut followed = 0;
    for other in others {
        let first = other.get(&format!("{}?limit=1", operation.path)).await;
        let first: Value = serde_json::from_str(&first.text).unwrap_or_default();
        let Some(cursor) = first["next"].as_str() else { continue };
        followed += 1;
        let path = format!("{}?cursor={cursor}", operation.path);
        let answer = walker.send(operation, &path, None, findings).await;
        findings.expect(matches!(answer.status, 200 | 400), || {
            format!("{} goes on at {cursor}: {} {}", operation.id, answer.status, answer.text)
        });
    }
    let scarce = [
        "list_numbers",
        "list_trunks",
        "list_outbound_routes",
        "list_desk_phones",
        "list_cdrs",
        "list_api_keys",
        "list_resellers",
        "list_plans",
        "export_audit",
        "export_security_events",
    ];
    findings.expect(followed > 0 || scarce.contains(&operation.id), || {
        format!("{}: no stranger has a second page", operation.id)
    });
}

/// All that strangers can read of their own, to see afterwards whether somebody has changed it.
pub async fn all_of_the_strangers(house: &House) -> Vec<String> {
    let mut all = Vec::new();
    for stranger in [&house.bravo, &house.cierzo] {
        for operation in readings(&house.document).filter(|operation| !RESTLESS.contains(&operation.id)) {
            let answer = stranger.admin.get(operation.path).await;
            all.push(format!("{} {}: {} {}", stranger.name, operation.id, answer.status, answer.text));
        }
    }
    // Refusals bear the request's id.
    all.retain(|line| !line.contains("\"request\""));
    all
}
