//! Who may not: nobody signed in is told 401, a role without the permission 403, whatever id is asked for.

use account::roles::Role;
use serde_json::Value;
use testkit::Client;
use testkit::document::{Operation, operations, sample};
use web::Grants;

use super::belongings::nowhere;
use super::findings::{Findings, OPEN, face, kinds, own_path};
use super::house::House;

pub async fn walk(house: &House, findings: &mut Findings) {
    let people = people(house);
    for operation in operations(&house.document) {
        let Some(permission) = operation.permission() else {
            findings.expect(OPEN.contains(&operation.id), || format!("{} is open to anybody", operation.id));
            continue;
        };
        refused(house, &operation, ("nobody signed in", &house.anonymous()), 401, findings).await;
        if web::is_for_everybody(permission) {
            continue;
        }
        for (name, client, grants) in &people {
            if !grants.holds(permission) {
                refused(house, &operation, (name, client), 403, findings).await;
            }
        }
    }
}

/// Somebody of each role that customers have, somebody without any, and a reseller's staff.
fn people(house: &House) -> Vec<(String, Client, Grants)> {
    let mut people = vec![("nobody".to_owned(), house.person("nobody", Grants::none()), Grants::none())];
    for role in [Role::Administrator, Role::Supervisor, Role::Agent, Role::Member] {
        let grants = Grants::clone(&house.node.account.roles().grants(role));
        people.push((role.to_string(), house.person(role.word(), grants.clone()), grants));
    }
    let reseller = Grants::clone(&house.node.account.roles().grants(Role::Reseller));
    people.push(("reseller".to_owned(), house.norte.client.clone(), reseller));
    people
}

/// The same refusal for the own ids, a stranger's, and such that nobody has.
async fn refused(
    house: &House,
    operation: &Operation<'_>,
    (who, client): (&str, &Client),
    status: u16,
    findings: &mut Findings,
) {
    let kinds = kinds(operation);
    let mut paths = vec![own_path(operation, &house.acme.has)];
    if !kinds.is_empty() {
        paths.push(own_path(operation, &house.cierzo.has));
        paths.push(operation.path_with(&kinds.iter().map(|kind| nowhere(kind)).collect::<Vec<_>>()));
    }
    let body = operation.body().map(|schema| sample(&house.document, schema));
    let mut faces = Vec::new();
    for path in &paths {
        let text = body.as_ref().map(|body: &Value| ("application/json", body.to_string()));
        let mut answer = client.send_text(operation.method.clone(), path, text.clone()).await;
        // Who is not signed in has one budget for the whole walk: it goes on when that is filled again.
        while answer.status == 429 {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            answer = client.send_text(operation.method.clone(), path, text.clone()).await;
        }
        findings.expect(answer.status == status, || {
            format!("{} {path} by {who}: {}, not {status}: {}", operation.id, answer.status, answer.text)
        });
        faces.push(face(&answer, path));
    }
    findings.expect(faces.windows(2).all(|pair| pair[0] == pair[1]), || {
        format!("{} by {who}: refusals differ: {faces:?}", operation.id)
    });
}
