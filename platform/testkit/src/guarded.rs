//! The generated test: every operation of the document answers 401, 403 and 404 as it must.

use reqwest::Method;
use serde_json::{Value, json};

use crate::Client;

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
        let body = operation.body(walk);
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
        if permission != "signed_in" {
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

struct Operation<'a> {
    method: Method,
    path: &'a str,
    facts: &'a Value,
}

fn operations(document: &Value) -> Vec<Operation<'_>> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        let path = path.strip_prefix("/api/v1").unwrap_or(path);
        for (method, facts) in item.as_object().into_iter().flatten() {
            let Ok(method) = method.to_uppercase().parse() else { continue };
            all.push(Operation { method, path, facts });
        }
    }
    all
}

impl Operation<'_> {
    /// The path with these values, or with ids that nobody has.
    fn path_with(&self, values: &[String]) -> String {
        let mut values = values.iter();
        let fill = |part: &str| match part.starts_with('{') {
            true => values.next().cloned().unwrap_or_else(|| "nothing".to_owned()),
            false => part.to_owned(),
        };
        self.path.split('/').map(fill).collect::<Vec<_>>().join("/")
    }

    /// A body that the document calls valid.
    fn body(&self, walk: &Walk<'_>) -> Option<(&'static str, String)> {
        let content = self.facts["requestBody"]["content"].as_object()?;
        if let Some(json) = content.get("application/json") {
            let id = self.facts["operationId"].as_str().unwrap_or_default();
            let given = walk.bodies.iter().find(|(known, _)| *known == id).map(|(_, body)| body.clone());
            let body = given.unwrap_or_else(|| sample(walk.document, &json["schema"]));
            return Some(("application/json", body.to_string()));
        }
        Some(("application/toml", "[tenant]\n".to_owned()))
    }
}

/// A value of a schema with only what is required.
fn sample(document: &Value, schema: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        let pointer = name.trim_start_matches('#');
        return document.pointer(pointer).map_or(Value::Null, |schema| sample(document, schema));
    }
    if let Some(choice) = schema["enum"].as_array().and_then(|choices| choices.first()) {
        return choice.clone();
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        if let Some(first) = schema[several].as_array().and_then(|choices| choices.first()) {
            return sample(document, first);
        }
    }
    match kind(schema) {
        "object" => {
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            required.map(|name| (name.to_owned(), sample(document, &schema["properties"][name]))).collect()
        }
        "array" => json!([]),
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or(json!(1)),
        "boolean" => json!(true),
        _ => json!("sample"),
    }
}

fn kind(schema: &Value) -> &str {
    let types = &schema["type"];
    types.as_str().or_else(|| types.as_array()?.first()?.as_str()).unwrap_or("string")
}
