//! The table as an OpenAPI document (3.1).

use axum::body::Bytes;
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};
use serde_json::{Map, Value, json};
use yaodian_contract::{Kind, Problem, open::ProblemCode};

use super::{OpenedBy, Operation};
use crate::web::once::LONGEST_KEY;

/// The version of the interface. It rises with what is added; see `README.md`.
const VERSION: &str = "1.0.0";

const ABOUT: &str = "Work plans of government departments as tracked targets: what was promised, what became \
known of it on which day, and how it stands.

**Reading** takes no key. Every answer has a strong `ETag`: send it back as `If-None-Match`, and what has not \
changed is answered by 304. Lists come in pages: `next` is what `after` has to be for the page that follows, and \
the header `Link` has its whole address. A parameter or a value that is not known is refused, never passed over. \
`{plan}` is the id of a plan, or `current` for the one that is worked on. `as_of` is a day of knowledge: the answer \
is what was known on that day.

**Writing** takes a key, made in the app under `/app/keys`. It acts in the name of whoever made it, in the post for \
which it was made, and within its scopes.

**Sent twice**: give each request that writes a name of its own, such as a UUID, in the header `Idempotency-Key`. \
Send it again under the same name when no answer came, and it is answered again, marked `Idempotency-Replayed`, and \
carried out but once; for 24 hours at least. The name is the key's own. A refusal is not kept: nothing was done. \
Another request under the same name is refused with 422, and one that is still under way with 409 and `Retry-After`.

**Refusals** are problem details (RFC 9457) with a `code`, and in `kind` the code with its arguments; `/problems` \
lists the codes. More codes may come: read those you do not know by their status.

**Versions**: v1 only grows. Members and values may be added to answers, and parameters to requests. What is to go \
is marked with the headers `Deprecation` and `Sunset` for a year, while a new version stands beside it.

What the app asks the server beyond this is no part of the interface, takes a session, and may change at any time.

Figures that are made up for a demonstration are marked `demonstration`.";

/// The document itself, as an answer.
pub(super) struct Document;

impl JsonSchema for Document {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Document".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "required": ["openapi", "info", "paths"] })
    }
}

fn generator() -> SchemaGenerator {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    settings.into_generator()
}

/// The document of a table, as JSON.
pub(super) fn written(operations: &[Operation]) -> Bytes {
    serde_json::to_vec(&document(operations)).unwrap_or_default().into()
}

fn document(operations: &[Operation]) -> Value {
    let mut generator = generator();
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations {
        let told = told(&mut generator, operation);
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method.as_str().to_lowercase()] = told;
    }
    let problem = generator.subschema_for::<Problem>();
    let refusal = json!({
        "description": "Why it was refused, and how to mend it.",
        "content": { "application/problem+json": { "schema": problem } },
    });
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "要点 Yaodian",
            "version": VERSION,
            "description": ABOUT,
            "license": { "name": "MPL-2.0", "identifier": "MPL-2.0" },
        },
        "servers": [{ "url": "/api/v1" }],
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "responses": { "Refusal": refusal },
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key made under /app/keys. Its scopes: read, reports, ledgers, measurements.",
                },
            },
        },
    })
}

/// What is answered when something goes wrong, by what opens the operation.
fn refusals(operation: &Operation) -> Vec<u16> {
    let mut all = vec![400, 404, 429, 500, 503];
    if let OpenedBy::Key(_) = operation.opened_by {
        all.extend([401, 403]);
    }
    if !operation.sent.is_empty() {
        all.extend([408, 409, 413, 415, 422, 507]);
    }
    if operation.opened_by == OpenedBy::AnybodyWhoAsks {
        all.push(403);
    }
    all.sort_unstable();
    all
}

fn told(generator: &mut SchemaGenerator, operation: &Operation) -> Value {
    let mut answers = Map::new();
    let mut good = json!({
        "description": "As asked.",
        "content": { "application/json": { "schema": (operation.answer)(generator) } },
    });
    if operation.opened_by == OpenedBy::Anybody {
        good["headers"] = json!({
            "ETag": { "description": "The mark of the answer.", "schema": { "type": "string" } },
            "Link": {
                "description": "Where the next page is, if there is one: `<…>; rel=\"next\"`.",
                "schema": { "type": "string" },
            },
        });
        answers.insert(
            "304".to_owned(),
            json!({ "description": "As it was: nothing has changed." }),
        );
    }
    answers.insert("200".to_owned(), good);
    for status in refusals(operation) {
        answers.insert(status.to_string(), json!({ "$ref": "#/components/responses/Refusal" }));
    }
    let mut parameters: Vec<Value> = path_names(operation.path).map(path_parameter).collect();
    for parameter in operation.parameters {
        let schema = (parameter.shape)(generator);
        let mut told = json!({
            "name": parameter.name,
            "in": "query",
            "description": parameter.about,
            "schema": schema,
        });
        if parameter.family {
            // A family of names is told as an object that is exploded into its members.
            told["schema"] = json!({
                "type": "object",
                "propertyNames": { "pattern": format!("^{}", parameter.name.replace('.', "\\.")) },
                "additionalProperties": told["schema"],
            });
            told["style"] = json!("form");
            told["explode"] = json!(true);
        }
        parameters.push(told);
    }
    if let (OpenedBy::Key(_), false) = (operation.opened_by, operation.sent.is_empty()) {
        parameters.push(request_key());
    }
    let mut told = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "parameters": parameters,
        "responses": answers,
    });
    if !operation.sent.is_empty() {
        let bodies = operation.sent.iter();
        let content: Map<String, Value> = bodies
            .map(|(media, shape)| ((*media).to_owned(), json!({ "schema": shape(generator) })))
            .collect();
        told["requestBody"] = json!({ "required": true, "content": content });
    }
    if let OpenedBy::Key(scope) = operation.opened_by {
        told["security"] = json!([{ "key": [scope.as_str()] }]);
        told["description"] = json!(format!("Takes a key with the scope `{}`.", scope.as_str()));
    }
    told
}

/// The header that names a request.
fn request_key() -> Value {
    json!({
        "name": "Idempotency-Key",
        "in": "header",
        "description": "A name for this request alone: sent again under it, the request is answered again and carried out once.",
        "schema": { "type": "string", "pattern": "^[!#-+\\--:<-\\[\\]-~]+$", "minLength": 1, "maxLength": LONGEST_KEY },
    })
}

/// The names in a path: `{plan}` is one.
fn path_names(path: &'static str) -> impl Iterator<Item = &'static str> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn path_parameter(name: &str) -> Value {
    let (about, schema) = match name {
        "plan" => (
            "The id of a plan, or `current` for the one that is worked on.",
            json!({ "type": "string", "examples": ["current"] }),
        ),
        "target" => ("The id of a target.", json!({ "type": "string" })),
        "unit" => ("The id of a unit.", json!({ "type": "string" })),
        "ledger" => ("The id of a ledger.", json!({ "type": "string" })),
        "key" => ("The number (编号) of an entry.", json!({ "type": "string" })),
        "entry" => ("The id of an entry.", json!({ "type": "integer", "format": "int64" })),
        "network" => (
            "What it measures.",
            json!({ "type": "string", "enum": ["water", "air"] }),
        ),
        "place" => ("The code of a section or station.", json!({ "type": "string" })),
        "bulletin" => ("The id of a bulletin.", json!({ "type": "string" })),
        _ => ("The id.", json!({ "type": "string" })),
    };
    json!({ "name": name, "in": "path", "required": true, "description": about, "schema": schema })
}

/// The codes of refusals, as the type that holds them is documented.
pub(super) fn codes() -> Vec<ProblemCode> {
    let schema = generator().into_root_schema_for::<Kind>();
    let cases = schema.get("oneOf").and_then(Value::as_array);
    let cases = cases.into_iter().flatten();
    let mut codes: Vec<ProblemCode> = cases
        .flat_map(|case| {
            let meaning = case["description"].as_str().unwrap_or_default().to_owned();
            let named = case["const"].as_str().into_iter();
            let listed = case["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let members = case["properties"].as_object().into_iter().flatten();
            let all = named.chain(listed).chain(members.map(|(name, _)| name.as_str()));
            all.map(|code| ProblemCode {
                code: code.to_owned(),
                meaning: meaning.clone(),
            })
            .collect::<Vec<_>>()
        })
        .collect();
    codes.sort_by(|a, b| a.code.cmp(&b.code));
    codes
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn whole() -> Value {
        document(&super::super::table().operations)
    }

    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(to)) = members.get("$ref") {
                    found.insert(to.clone());
                }
                members.values().for_each(|member| references(member, found));
            }
            Value::Array(all) => all.iter().for_each(|one| references(one, found)),
            _ => {}
        }
    }

    #[test]
    fn whatever_is_referred_to_is_there() {
        let document = whole();
        let mut found = BTreeSet::new();
        references(&document, &mut found);
        assert!(found.len() > 50, "{}", found.len());
        for reference in found {
            let pointer = reference.strip_prefix('#').expect("within the document");
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    }

    #[test]
    fn every_operation_says_what_it_is() {
        let table = super::super::table();
        let ids: BTreeSet<&str> = table.operations.iter().map(|one| one.id).collect();
        assert_eq!(ids.len(), table.operations.len(), "no two are called the same");
        for operation in &table.operations {
            assert!(!operation.summary.is_empty(), "{}", operation.id);
            for parameter in operation.parameters {
                assert!(!parameter.about.is_empty(), "{} {}", operation.id, parameter.name);
            }
        }
    }

    #[test]
    fn every_code_is_told() {
        let codes = codes();
        let named: BTreeSet<&str> = codes.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(named.len(), codes.len());
        for kind in [
            Kind::NotFound,
            Kind::SignedOut,
            Kind::TooLarge { limit_kib: 1 },
            Kind::NotForKeys,
        ] {
            assert!(named.contains(kind.code()), "{}", kind.code());
        }
        assert!(codes.iter().all(|one| !one.meaning.is_empty()), "{codes:?}");
    }
}
