//! The JSON Schemas say what the types say.

use std::{collections::BTreeMap, fs, path::Path};

use jsonschema::Validator;
use serde_json::{Value, json};
use yaodian_domain::{check::assess, schema, testing};

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schema")
}

/// `YAODIAN_WRITE_SCHEMAS=1 cargo test -p yaodian-domain --features schema,testing --test schema`
/// writes the files anew.
#[test]
fn the_files_are_in_step() {
    for (name, schema) in schema::all() {
        let path = folder().join(format!("{name}.schema.json"));
        let now = sorted(serde_json::to_value(&schema).unwrap());
        if std::env::var_os("YAODIAN_WRITE_SCHEMAS").is_some() {
            fs::create_dir_all(folder()).unwrap();
            fs::write(&path, serde_json::to_string_pretty(&now).unwrap() + "\n").unwrap();
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        let written: Value = serde_json::from_str(&written).unwrap_or_default();
        assert!(
            written == now,
            "{} is out of step; see this test for how to renew it",
            path.display()
        );
    }
}

/// The same with its keys in order: some builds of `serde_json` keep them as they come.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let map: BTreeMap<String, Value> = map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            map.into_iter().collect()
        }
        Value::Array(all) => all.into_iter().map(sorted).collect(),
        other => other,
    }
}

fn validator(name: &str) -> Validator {
    let (_, schema) = schema::all()
        .into_iter()
        .find(|(other, _)| *other == name)
        .expect("a schema");
    jsonschema::validator_for(&serde_json::to_value(schema).unwrap()).expect("a valid schema")
}

fn explain(validator: &Validator, value: &Value) -> Vec<String> {
    validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn what_is_written_is_valid() {
    let (targets, observations, assessments) = (validator("target"), validator("observation"), validator("assessment"));
    for case in testing::cases(600) {
        let none: Vec<String> = vec![];
        assert_eq!(explain(&targets, &serde_json::to_value(&case.target).unwrap()), none);
        for observation in &case.observations {
            assert_eq!(
                explain(&observations, &serde_json::to_value(observation).unwrap()),
                none
            );
        }
        let answer = assess(&case.target, &case.observations, case.as_of, &case.policy);
        assert_eq!(explain(&assessments, &serde_json::to_value(&answer).unwrap()), none);
    }
}

#[test]
fn what_is_not_understood_is_not_valid() {
    let observations = validator("observation");
    let good = json!({
        "span": { "from": "2023-01-01", "to": "2023-04-30" },
        "known_on": "2023-05-09",
        "figure": { "amount": { "value": "88.3" } },
        "provenance": "draft",
    });
    assert!(observations.is_valid(&good));
    for (pointer, bad) in [
        ("/known_on", json!("9 May")),
        ("/known_on", json!(null)),
        ("/figure", json!({ "amount": {} })),
        ("/figure", json!({ "amount": { "value": true } })),
        ("/figure", json!({ "percentage": { "value": "88.3" } })),
        ("/span", json!({ "from": "2023-01-01" })),
        ("/provenance", json!("hearsay")),
    ] {
        let mut broken = good.clone();
        *broken.pointer_mut(pointer).unwrap() = bad.clone();
        assert!(!observations.is_valid(&broken), "{pointer} {bad}");
    }
}
