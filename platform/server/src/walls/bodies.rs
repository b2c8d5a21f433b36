//! Ids in bodies: a stranger's is refused as one that nobody has, where the own one is taken.

use serde_json::{Value, json};
use testkit::document::{Operation, Reference, operations, references};

use super::belongings::nowhere;
use super::findings::{Findings, Walker, face, own_path, walkers};
use super::house::House;

/// Bodies that are sound but for the reference that is put in.
pub fn given(operation: &str) -> Option<Value> {
    Some(match operation {
        "create_endpoint" | "create_outbound_route" => json!({"name": "Walked", "patterns": ["+."]}),
        "create_extension" => json!({"number": "1777"}),
        "create_number" => json!({"number": "+34910077700"}),
        "create_tenant" => json!({
            "name": "walked", "title": "Walked", "country": "ES", "language": "es", "time_zone": "Europe/Madrid",
        }),
        "create_role" => json!({"name": "walked", "title": "Walked"}),
        "create_support_grant" | "request_tenant_access" => {
            json!({"access": "see", "hours": 1, "reason": "Walked"})
        }
        "delete_users" | "delete_endpoints" | "delete_extensions" | "delete_numbers" => {
            json!({"dry_run": true})
        }
        "create_desk_phone" => json!({"mac": "001565777777", "vendor": "yealink"}),
        "change_desk_phone"
        | "change_setup"
        | "change_endpoint"
        | "change_extension"
        | "change_number"
        | "change_outbound_route" => json!({}),
        _ => return None,
    })
}

pub async fn walk(house: &House, findings: &mut Findings) {
    let mut seen = 0;
    for operation in operations(&house.document) {
        let Some(schema) = operation.body().filter(|_| operation.permission().is_some()) else { continue };
        for reference in references(&house.document, schema) {
            seen += 1;
            tried(house, &operation, &reference, findings).await;
        }
    }
    assert!(seen >= 9, "the document shows {seen} references in bodies");
}

async fn tried(house: &House, operation: &Operation<'_>, reference: &Reference, findings: &mut Findings) {
    let id = operation.id;
    let mut body = given(id).unwrap_or_else(|| panic!("{id}: what is a sound body?"));
    if id == "create_endpoint" {
        body = json!({"name": "Walked"});
    }
    let place = reference.place.join("/");
    for walker in walkers(house, operation) {
        let path = own_path(operation, walker.own);
        let ask = async |id: &str, findings: &mut Findings| {
            walker.send(operation, &path, Some(&reference.put(body.clone(), id)), findings).await
        };
        let nobodys = nowhere(&reference.prefix);
        let expected = face(&ask(&nobodys, findings).await, &nobodys);
        for stranger in &walker.strangers {
            let theirs = stranger.id(&reference.prefix);
            let answer = ask(&theirs, findings).await;
            let seen = face(&answer, &theirs);
            // Where many are named, each is refused in the report.
            let refused = (400..500).contains(&answer.status) || answer.text.contains("\"code\":\"");
            findings.expect(refused && seen == expected, || {
                format!("{id} with a stranger's {place} by {}:\n  {seen}\n  {expected}", walker.who)
            });
        }
    }
    accepted(house, operation, reference, &body, findings).await;
}

/// The refusals were for the reference: with the own one the same body is taken.
async fn accepted(
    house: &House,
    operation: &Operation<'_>,
    reference: &Reference,
    body: &Value,
    findings: &mut Findings,
) {
    let Some(Walker { client, own, .. }) = walkers(house, operation).into_iter().next() else { return };
    let body = reference.put(body.clone(), &own.id(&reference.prefix));
    let path = own_path(operation, own);
    let answer = client.send(operation.method.clone(), &path, Some(body.clone())).await;
    findings.expect((200..300).contains(&answer.status), || {
        format!("{} {body} with the own reference: {} {}", operation.id, answer.status, answer.text)
    });
}
