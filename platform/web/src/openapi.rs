//! The OpenAPI 3.1 document, made of the routes themselves.

use serde_json::{Value, json};
use utoipa::PartialSchema as _;

use crate::Routes;
use crate::problem::ProblemDetails;

/// The routes of the slices and those of this crate: events and the document itself.
pub fn complete(routes: &Routes) -> Routes {
    let mut all = Routes::new("platform");
    crate::events::routes(&mut all);
    all.get("/openapi.json", "openapi", "This document.", crate::site::openapi_text);
    all.answers(|operation| {
        operation.answer_of(200, "The document.", "application/json", json!({"type": "object"}))
    });
    all.merge(routes.clone());
    all
}

/// The whole document of [`complete`] routes; keys are sorted, so equal routes give equal text.
pub fn document(routes: &Routes, version: &str) -> Value {
    let (paths, mut schemas) = routes.document();
    schemas["Problem"] = serde_json::to_value(ProblemDetails::schema()).unwrap_or_default();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Conmuta",
            "version": version,
            "description": "Every operation says its permission in `x-permission`. Lists page by cursor. \
                            Refusals are problem details (RFC 9457) with a stable `code`.",
            "license": {"name": "Apache-2.0 OR MIT", "identifier": "Apache-2.0 OR MIT"},
        },
        "servers": [{"url": "/"}],
        "security": [{"session": []}, {"api_key": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": {
                "IdempotencyKey": {
                    "name": crate::idempotent::KEY_HEADER,
                    "in": "header",
                    "required": false,
                    "schema": {"type": "string", "minLength": 1, "maxLength": 128},
                    "description": "Sent again with the same key, the request is answered as before and done once.",
                },
                "Tenant": {
                    "name": "Conmuta-Tenant",
                    "in": "header",
                    "required": false,
                    "schema": {"type": "string"},
                    "description": "Staff of operator or reseller: the tenant to step down into (audited).",
                },
            },
            "responses": {
                "Problem": {
                    "description": "Refused; the code says why.",
                    "content": {
                        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
                    },
                },
            },
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": crate::cookie::NAME},
                "api_key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key of `/api/v1/api-keys`: `Authorization: Bearer cmk_…`. It may do what stands \
                                    in its scopes, as long as whoever made it may; from its addresses alone, until \
                                    it expires. The own account is not for keys.",
                },
            },
        },
    })
}
