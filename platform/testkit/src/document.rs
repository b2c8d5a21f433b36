//! The OpenAPI document as generated tests read it: operations, valid bodies, and where ids stand in them.

use reqwest::Method;
use serde_json::{Value, json};

/// How deep schemas are followed.
const DEPTH: usize = 8;

/// One operation of the document.
#[derive(Debug, Clone)]
pub struct Operation<'a> {
    /// Its `operationId`.
    pub id: &'a str,
    /// The method.
    pub method: Method,
    /// The path below `/api/v1`, with its variable parts in braces.
    pub path: &'a str,
    /// All that the document says about it.
    pub facts: &'a Value,
}

/// A place in a value where the document wants an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The way there; a list's first item for all of them.
    pub place: Vec<String>,
    /// What ids of this kind begin with, without the underscore.
    pub prefix: String,
}

/// Every operation of the document, in its order.
pub fn operations(document: &Value) -> Vec<Operation<'_>> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        let path = path.strip_prefix("/api/v1").unwrap_or(path);
        for (method, facts) in item.as_object().into_iter().flatten() {
            let Ok(method) = method.to_uppercase().parse() else { continue };
            let id = facts["operationId"].as_str().unwrap_or_default();
            all.push(Operation { id, method, path, facts });
        }
    }
    all
}

impl<'a> Operation<'a> {
    /// The permission that it demands; none for operations that are open to anybody.
    pub fn permission(&self) -> Option<&'a str> {
        self.facts["x-permission"].as_str()
    }

    /// The schema of its JSON body.
    pub fn body(&self) -> Option<&'a Value> {
        self.facts["requestBody"]["content"]["application/json"].get("schema")
    }

    /// The segment before each variable part of the path: what is counted there.
    pub fn holders(&self) -> Vec<&'a str> {
        let parts: Vec<&str> = self.path.split('/').collect();
        parts.windows(2).filter(|pair| pair[1].starts_with('{')).map(|pair| pair[0]).collect()
    }

    /// The path with these values in its variable parts, and with a word that is no id where they run out.
    pub fn path_with(&self, values: &[String]) -> String {
        let mut values = values.iter();
        let fill = |part: &str| match part.starts_with('{') {
            true => values.next().cloned().unwrap_or_else(|| "nothing".to_owned()),
            false => part.to_owned(),
        };
        self.path.split('/').map(fill).collect::<Vec<_>>().join("/")
    }

    /// Parameters in the query string that may be left out: names and schemas.
    pub fn queries(&self) -> Vec<(&'a str, &'a Value)> {
        self.parameters("query", false).collect()
    }

    /// The query string without which it is refused, with its question mark. Text is asked for where there is a choice:
    /// it can be searched.
    pub fn query(&self, document: &Value) -> String {
        let one = |(name, schema): (&str, &Value)| {
            let listed =
                resolved(document, schema)["enum"].as_array().is_some_and(|all| all.contains(&json!("csv")));
            let value = if listed { json!("csv") } else { sample(document, schema) };
            format!("{name}={}", value.as_str().unwrap_or("1"))
        };
        format!("?{}", self.parameters("query", true).map(one).collect::<Vec<_>>().join("&"))
    }

    fn parameters(&self, place: &str, required: bool) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let all = self.facts["parameters"].as_array().into_iter().flatten();
        all.filter(move |parameter| parameter["in"] == place && (parameter["required"] == true) == required)
            .filter_map(|parameter| Some((parameter["name"].as_str()?, &parameter["schema"])))
    }

    /// Whether the shared parameter of this name belongs to it.
    pub fn takes(&self, parameter: &str) -> bool {
        let reference = format!("#/components/parameters/{parameter}");
        let mut all = self.facts["parameters"].as_array().into_iter().flatten();
        all.any(|known| known["$ref"] == reference.as_str())
    }
}

/// A value of a schema with only what is required.
pub fn sample(document: &Value, schema: &Value) -> Value {
    let schema = resolved(document, schema);
    if let Some(choice) = schema["enum"].as_array().and_then(|choices| choices.first()) {
        return choice.clone();
    }
    if let Some(first) = choices(schema).first() {
        return sample(document, first);
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

/// Where a schema wants ids.
pub fn references(document: &Value, schema: &Value) -> Vec<Reference> {
    let mut found = Vec::new();
    seek(document, schema, &mut Vec::new(), &mut found);
    found
}

fn seek(document: &Value, schema: &Value, place: &mut Vec<String>, found: &mut Vec<Reference>) {
    if place.len() > DEPTH {
        return;
    }
    let schema = resolved(document, schema);
    if let Some(prefix) = prefix(schema) {
        found.push(Reference { place: place.clone(), prefix: prefix.to_owned() });
    }
    for choice in choices(schema) {
        seek(document, choice, place, found);
    }
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        place.push(name.clone());
        seek(document, inner, place, found);
        place.pop();
    }
    if let Some(items) = schema.get("items") {
        place.push("0".to_owned());
        seek(document, items, place, found);
        place.pop();
    }
}

/// What ids of this schema begin with, if it is that of an id.
fn prefix(schema: &Value) -> Option<&str> {
    schema["pattern"].as_str()?.strip_prefix('^')?.split_once("_[").map(|(prefix, _)| prefix)
}

impl Reference {
    /// The same value with this id in the reference's place.
    #[must_use]
    pub fn put(&self, mut value: Value, id: &str) -> Value {
        let mut here = &mut value;
        for step in &self.place {
            here = match step.as_str() {
                "0" => {
                    *here = json!([null]);
                    &mut here[0]
                }
                name => {
                    if !here.is_object() {
                        *here = json!({});
                    }
                    &mut here[name]
                }
            };
        }
        *here = id.into();
        value
    }
}

fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let target = schema["$ref"].as_str().and_then(|name| document.pointer(name.trim_start_matches('#')));
    target.unwrap_or(schema)
}

fn choices(schema: &Value) -> Vec<&Value> {
    ["oneOf", "anyOf", "allOf"].iter().filter_map(|several| schema[several].as_array()).flatten().collect()
}

fn kind(schema: &Value) -> &str {
    let types = &schema["type"];
    types.as_str().or_else(|| types.as_array()?.first()?.as_str()).unwrap_or("string")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_in_lists_and_behind_references_and_put_there() {
        let document = json!({"components": {"schemas": {
            "TrunkId": {"type": "string", "pattern": "^trk_[0-9A-Z]{26}$"},
            "Inner": {"properties": {"owner": {"oneOf": [{"pattern": "^usr_[0-9]+$"}, {"type": "null"}]}}},
        }}});
        let schema = json!({"properties": {
            "name": {"type": "string"},
            "trunks": {"items": {"$ref": "#/components/schemas/TrunkId"}, "type": "array"},
            "inner": {"$ref": "#/components/schemas/Inner"},
        }});
        let mut found = references(&document, &schema);
        found.sort_by(|a, b| a.prefix.cmp(&b.prefix));
        let [trunk, user] = &found[..] else { panic!("{found:?}") };
        assert_eq!((trunk.prefix.as_str(), user.prefix.as_str()), ("trk", "usr"));
        assert_eq!(trunk.put(json!({"name": "a"}), "trk_1"), json!({"name": "a", "trunks": ["trk_1"]}));
        assert_eq!(user.put(json!({}), "usr_1"), json!({"inner": {"owner": "usr_1"}}));
    }
}
