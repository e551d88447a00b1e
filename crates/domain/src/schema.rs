//! JSON Schemas of what goes over the wire, for tools in other languages.
//!
//! The files in the crate's folder `schema` are what [`all`] gives; a test keeps them in step.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema, schema_for};

/// A day of the civil calendar: `2023-09-25`.
pub struct Day;

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date", "pattern": "^-?\\d{4,6}-\\d{2}-\\d{2}$" })
    }
}

/// The arguments of a code, of whatever form: a program that does not know the code passes them over.
pub struct Arguments;

impl JsonSchema for Arguments {
    fn schema_name() -> Cow<'static, str> {
        "Arguments".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "Arguments of the code." })
    }
}

/// The schemas, by the name of their file.
pub fn all() -> [(&'static str, Schema); 5] {
    [
        ("plan", schema_for!(crate::plan::Plan)),
        ("target", schema_for!(crate::target::Target)),
        ("observation", schema_for!(crate::observation::Observation)),
        ("assessment", schema_for!(crate::check::Assessment)),
        ("judgement", schema_for!(crate::judgement::Judgement)),
    ]
}
