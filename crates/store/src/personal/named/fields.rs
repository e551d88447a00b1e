//! The fields of ledgers, and in which of them people can be named.

use std::collections::BTreeMap;

use serde_json::Value;
use yaodian_domain::{
    id::FieldId,
    ledger::{Field, FieldKind, Ledger},
    privacy::Among,
};

use super::{Whom, hits::Hit};
use crate::{StoreError, db::Tx, encode::from_json};

/// Among what to look in a field; `None` where nobody can be named: a number, a day, one of a list.
fn among(kind: &FieldKind) -> Option<Among> {
    match kind {
        FieldKind::Person => Some(Among::Names),
        FieldKind::Text => Some(Among::Words),
        FieldKind::Number { .. }
        | FieldKind::Date
        | FieldKind::Choice { .. }
        | FieldKind::Unit
        | FieldKind::Place
        | FieldKind::Attachment => None,
    }
}

/// What is known of a place in stored entries.
pub(super) struct Known {
    /// The heading of the field, or its id where no version of the plan has it any more.
    pub(super) heading: String,
    among: Option<Among>,
    /// Whether what it holds is, or may be, about a person.
    pub(super) personal: bool,
}

impl Known {
    pub(super) fn is_named(&self, value: &str, whom: &Whom) -> bool {
        (self.among).is_some_and(|among| whom.values.iter().any(|sought| sought.is_in(value, among)))
    }

    pub(super) fn without(&self, value: String, whom: &Whom, put: &str) -> String {
        match self.among {
            Some(among) => without(value, whom, among, put),
            None => value,
        }
    }
}

/// The fields of all ledgers: which stands at which place, and what each is in the latest version of its plan that has
/// it.
pub(super) struct Fields {
    kept: BTreeMap<(String, String), Vec<FieldId>>,
    known: BTreeMap<(String, String, String), Field>,
}

impl Fields {
    pub(super) async fn read(tx: &mut Tx) -> Result<Self, StoreError> {
        let rows: Vec<(String, String, String)> = tx.rows("SELECT plan, ledger, fields FROM ledgers", &[]).await?;
        let mut kept = BTreeMap::new();
        for (plan, ledger, fields) in rows {
            kept.insert((plan, ledger), from_json("the fields of a ledger", &fields)?);
        }
        let bodies: Vec<(String, String)> = tx
            .rows("SELECT plan, body FROM plan_versions ORDER BY plan, version", &[])
            .await?;
        let mut known = BTreeMap::new();
        for (plan, body) in bodies {
            let mut body: Value = from_json("a plan", &body)?;
            // One of an earlier version that is not understood any more leaves its fields unknown, and so looked at.
            let ledgers: Vec<Ledger> = serde_json::from_value(body["ledgers"].take()).unwrap_or_default();
            for ledger in ledgers {
                for field in ledger.fields {
                    known.insert((plan.clone(), ledger.id.to_string(), field.id.to_string()), field);
                }
            }
        }
        Ok(Self { kept, known })
    }

    pub(super) fn at(&self, version: &Hit, place: usize) -> Known {
        let of = (version.plan.clone(), version.ledger.clone());
        let id = self.kept.get(&of).and_then(|fields| fields.get(place));
        let field = id.and_then(|id| self.known.get(&(of.0, of.1, id.to_string())));
        match (field, id) {
            (Some(field), _) => Known {
                heading: field.name.zh.clone(),
                among: among(&field.kind),
                personal: field.is_personal(),
            },
            (None, id) => Known {
                heading: id.map(FieldId::to_string).unwrap_or_default(),
                among: Some(Among::Words),
                personal: true,
            },
        }
    }

    /// The same for a field that the audit names.
    pub(super) fn among(&self, plan: &str, detail: &Value, field: &str) -> Option<Among> {
        let ledger = detail["ledger"].as_str().unwrap_or_default();
        let known = self.known.get(&(plan.to_owned(), ledger.to_owned(), field.to_owned()));
        known.map_or(Some(Among::Words), |field| among(&field.kind))
    }

    pub(super) fn have(&self, version: &Hit, whom: &Whom) -> Result<bool, StoreError> {
        let values: Vec<Option<String>> = from_json("an entry", &version.body)?;
        let named = |(place, value): (usize, &Option<String>)| {
            value
                .as_ref()
                .is_some_and(|value| self.at(version, place).is_named(value, whom))
        };
        Ok(values.iter().enumerate().any(named))
    }
}

/// What stands in a version, by places.
pub(super) fn values(version: &Hit) -> Vec<Option<String>> {
    serde_json::from_str(&version.body).unwrap_or_default()
}

/// The value with `put` in the places of whom is looked for.
pub(super) fn without(value: String, whom: &Whom, among: Among, put: &str) -> String {
    (whom.values.iter()).fold(value, |value, sought| {
        sought.replaced(&value, among, put).unwrap_or(value)
    })
}
