//! The signature is the document: extractors and answers describe themselves into an OpenAPI operation.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::{Arriving, Permission as _, PermissionFacts, SignedIn};

/// What an extractor says about the operation that takes it.
pub trait Input {
    /// Adds parameters, body, permission.
    fn describe(operation: &mut Operation);
}

/// What an answer says about the operation that gives it.
pub trait Output {
    /// Adds the successful response.
    fn describe(operation: &mut Operation);
}

/// An OpenAPI 3.1 operation in the making.
#[derive(Debug, Default)]
pub struct Operation {
    parameters: Vec<Value>,
    body: Option<Value>,
    answers: BTreeMap<String, Value>,
    /// The permission demanded, at most one.
    pub(crate) permission: Option<PermissionFacts>,
    /// Named schemas the operation refers to.
    pub(crate) schemas: BTreeMap<String, Value>,
}

impl Operation {
    /// Adds an optional query parameter.
    pub fn query(&mut self, name: &str, schema: Value, says: &str) {
        let entry =
            json!({"name": name, "in": "query", "required": false, "schema": schema, "description": says});
        self.parameters.push(entry);
    }

    /// Adds an optional header.
    pub fn header(&mut self, name: &str, says: &str) {
        let schema = json!({"type": "string"});
        let entry =
            json!({"name": name, "in": "header", "required": false, "schema": schema, "description": says});
        self.parameters.push(entry);
    }

    /// Adds the query parameters of a documented struct.
    pub fn params<T: utoipa::IntoParams>(&mut self) {
        let params = T::into_params(|| Some(utoipa::openapi::path::ParameterIn::Query));
        self.parameters.extend(params.iter().filter_map(|param| serde_json::to_value(param).ok()));
    }

    /// Demands a JSON body of this type.
    pub fn json_body<T: ToSchema>(&mut self) {
        let schema = self.schema::<T>();
        self.body = Some(json!({"required": true, "content": {"application/json": {"schema": schema}}}));
    }

    /// Demands a body of a media type that has no schema.
    pub fn plain_body(&mut self, media_type: &str) {
        self.body = Some(json!({"required": true, "content": {media_type: {"schema": {"type": "string"}}}}));
    }

    /// Adds an answer with a JSON body of this type.
    pub fn answer<T: ToSchema>(&mut self, status: u16, says: &str) {
        let schema = self.schema::<T>();
        self.answer_of(status, says, "application/json", schema);
    }

    /// Adds an answer with a body of another media type.
    pub fn answer_of(&mut self, status: u16, says: &str, media_type: &str, schema: Value) {
        let entry = self
            .answers
            .entry(status.to_string())
            .or_insert_with(|| json!({"description": says, "content": {}}));
        entry["content"][media_type] = json!({"schema": schema});
    }

    /// Adds an answer without body.
    pub fn empty_answer(&mut self, status: u16, says: &str) {
        self.answers.insert(status.to_string(), json!({"description": says}));
    }

    /// The schema of a type, named ones by reference.
    pub fn schema<T: ToSchema>(&mut self) -> Value {
        let mut nested = Vec::new();
        T::schemas(&mut nested);
        for (name, schema) in nested {
            self.schemas.insert(name, serde_json::to_value(schema).unwrap_or_default());
        }
        let own = serde_json::to_value(T::schema()).unwrap_or_default();
        // Only objects, unions and enumerations deserve a name; a plain string or a list of them does not.
        let named =
            own.get("properties").is_some() || own.get("oneOf").is_some() || own.get("enum").is_some();
        if !named {
            return own;
        }
        let name = T::name().into_owned();
        self.schemas.insert(name.clone(), own);
        json!({"$ref": format!("#/components/schemas/{name}")})
    }

    /// The whole operation as JSON.
    pub(crate) fn document(&self, head: &Head<'_>) -> Value {
        let mut answers = self.answers.clone();
        let problem = json!({"$ref": "#/components/responses/Problem"});
        answers.insert("default".into(), problem);
        let mut parameters = path_parameters(head.path);
        parameters.extend(self.parameters.iter().cloned());
        let mut document = json!({
            "operationId": head.id,
            "tags": [head.tag],
            "summary": head.summary,
            "responses": answers,
        });
        if self.permission.is_some() {
            parameters.push(json!({"$ref": "#/components/parameters/Tenant"}));
            if head.post {
                parameters.push(json!({"$ref": "#/components/parameters/IdempotencyKey"}));
            }
        }
        if !parameters.is_empty() {
            document["parameters"] = Value::Array(parameters);
        }
        if let Some(body) = &self.body {
            document["requestBody"] = body.clone();
        }
        match self.permission {
            Some(permission) => {
                document["x-permission"] = permission.name.into();
                if [SignedIn::NAME, Arriving::NAME].contains(&permission.name) {
                    document["security"] = json!([{"session": []}]);
                }
            }
            None => document["security"] = json!([]),
        }
        document
    }
}

/// What a route knows besides its signature.
pub(crate) struct Head<'a> {
    pub(crate) post: bool,
    pub(crate) id: &'a str,
    pub(crate) tag: &'a str,
    pub(crate) summary: &'a str,
    pub(crate) path: &'a str,
}

fn path_parameters(path: &str) -> Vec<Value> {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    names
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
        .collect()
}

macro_rules! tuple {
    ($($name:ident)*) => {
        impl<$($name: Input),*> Input for ($($name,)*) {
            fn describe(operation: &mut Operation) {
                $($name::describe(operation);)*
            }
        }
    };
}
tuple! { A }
tuple! { A B }
tuple! { A B C }
tuple! { A B C D }
tuple! { A B C D E }
tuple! { A B C D E F }

impl Input for () {
    fn describe(_: &mut Operation) {}
}

impl<T: 'static> Input for actix_web::web::Data<T> {
    fn describe(_: &mut Operation) {}
}

impl Input for actix_web::web::Payload {
    fn describe(_: &mut Operation) {}
}

impl Input for actix_web::HttpRequest {
    fn describe(_: &mut Operation) {}
}

impl<T: Output, E> Output for Result<T, E> {
    fn describe(operation: &mut Operation) {
        T::describe(operation);
    }
}

/// An answer whose shape the route states by hand (downloads, upgrades).
impl Output for actix_web::HttpResponse {
    fn describe(_: &mut Operation) {}
}
