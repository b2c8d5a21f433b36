//! The generated test: every operation of the document answers 401, 403 and 404 as it must.

use serde_json::Value;

use crate::Client;
use crate::document::{Operation, operations, sample};

/// Who walks, and past what.
pub struct Walk<'a> {
    /// The OpenAPI document.
    pub document: &'a Value,
    /// Somebody who is not signed in.
    pub anonymous: &'a Client,
    /// Somebody signed in without any permission.
    pub nobody: &'a Client,
    /// Somebody with every permission in tenant A.
    pub almighty: &'a Client,
    /// Objects of tenant B: a path of the document and the values for its variable parts.
    pub strangers: &'a [(&'a str, Vec<String>)],
    /// Bodies for operations that look at the body before they look for the object, by operation id.
    pub bodies: &'a [(&'a str, Value)],
}

/// Walks every operation; answers what it tried, one line each, for a test that counts.
///
/// # Panics
/// With the list of operations that answered otherwise.
pub async fn every_operation_is_guarded(walk: &Walk<'_>) -> Vec<String> {
    let (mut tried, mut wrong) = (Vec::new(), Vec::new());
    for operation in operations(walk.document) {
        let permission = operation.facts["x-permission"].as_str();
        let Some(permission) = permission else { continue };
        let body = body(&operation, walk);
        let nowhere = operation.path_with(&[]);
        let mut expect = async |who: &Client, whose: &str, path: &str, status: u16| {
            let answer = who.send_text(operation.method.clone(), path, body.clone()).await;
            let line = format!("{} {} by {whose}: {status}", operation.method, operation.path);
            if answer.status != status {
                wrong.push(format!("{line}, but was {} {}", answer.status, answer.text));
            }
            tried.push(line);
        };
        expect(walk.anonymous, "anonymous", &nowhere, 401).await;
        if !web::is_for_everybody(permission) {
            expect(walk.nobody, "nobody", &nowhere, 403).await;
        }
        if operation.path.contains('{') {
            let known = walk.strangers.iter().find(|(path, _)| *path == operation.path);
            let (_, ids) =
                known.unwrap_or_else(|| panic!("no object of another tenant for {}", operation.path));
            expect(walk.almighty, "a stranger", &operation.path_with(ids), 404).await;
            expect(walk.almighty, "a dreamer", &nowhere, 404).await;
        }
    }
    assert!(wrong.is_empty(), "not guarded:\n{}", wrong.join("\n"));
    tried
}

/// A body that the document calls valid.
fn body(operation: &Operation<'_>, walk: &Walk<'_>) -> Option<(&'static str, String)> {
    let Some(schema) = operation.body() else {
        return operation.facts.get("requestBody").map(|_| ("application/toml", "[tenant]\n".to_owned()));
    };
    let given = walk.bodies.iter().find(|(known, _)| *known == operation.id).map(|(_, body)| body.clone());
    let body = given.unwrap_or_else(|| sample(walk.document, schema));
    Some(("application/json", body.to_string()))
}
