//! A row as it stands in the tables: read, hashed, and put together with what was committed to.

use std::collections::BTreeMap;

use serde_json::Value;
use yaodian_audit::{AuditLine, commitment};

use super::{
    Actor, AuditRow, InPost,
    personal::{ACTOR_NAME, Erasable, Personal},
};
use crate::{
    StoreError,
    encode::{from_json, parse},
};

pub(super) const COLUMNS: &str = "seq, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, plan, detail, hash, actor_unit, actor_post, personal";
/// A row as it stands in the table, with salts and texts beside it (JSON: `{"field":["salt","text"]}`), and the name that the actor's
/// account has now.
pub(super) type Read = (
    i64,
    String,
    String,
    Option<String>,
    String,
    String,
    String,
    String,
    Option<String>,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
);

/// The member of a detail that names the key which acted.
pub(super) const BY_KEY: &str = "by-key";

/// Salts with their texts, by their fields.
pub(super) type Texts = BTreeMap<String, (String, String)>;

/// A row as it stands in the table, what stands beside it, and the name that its actor has now.
pub(super) fn parted(row: Read) -> Result<(AuditLine, Texts, Option<String>), StoreError> {
    let line = AuditLine {
        seq: row.0,
        at: row.1,
        actor_kind: row.2,
        actor_id: row.3,
        actor_name: row.4,
        action: row.5,
        subject_kind: row.6,
        subject_id: row.7,
        plan: row.8,
        detail: row.9,
        hash: row.10,
        actor_unit: row.11,
        actor_post: row.12,
        personal: row.13,
    };
    let texts = row
        .14
        .map(|texts| from_json("what of an audit row can be erased", &texts));
    Ok((line, texts.transpose()?.unwrap_or_default(), row.15))
}

/// The fields whose texts are not there; `None` where one is that was not committed to.
pub(super) fn without_text(personal: Option<&str>, texts: &Texts) -> Option<Vec<String>> {
    let commitments: BTreeMap<String, String> = match personal {
        Some(column) => serde_json::from_str(column).ok()?,
        None => BTreeMap::new(),
    };
    for (field, (salt, text)) in texts {
        if commitments.get(field) != commitment(salt, text).as_ref() {
            return None;
        }
    }
    Some(
        commitments
            .into_keys()
            .filter(|field| !texts.contains_key(field))
            .collect(),
    )
}

/// The row as whoever reads it sees it.
pub(super) fn read(row: Read) -> Result<AuditRow, StoreError> {
    let (row, texts, now) = parted(row)?;
    let AuditLine {
        seq,
        at,
        actor_kind: kind,
        actor_id: id,
        actor_name: mut name,
        action,
        subject_kind,
        subject_id,
        plan,
        detail,
        actor_unit: unit,
        actor_post: post,
        personal,
        hash,
    } = row;
    let post = unit.zip(post).map(|(unit, post)| {
        Ok::<_, StoreError>(InPost {
            id: parse("the post of an audit row", &post)?,
            unit: parse("the unit of an audit row", &unit)?,
        })
    });
    let mut detail: Value = from_json("the detail of an audit row", &detail)?;
    let personal = match personal {
        Some(column) => {
            let commitments: BTreeMap<String, String> = from_json("the commitments of an audit row", &column)?;
            Some(restored(commitments, texts, (&mut name, now), &mut detail))
        }
        None => None,
    };
    let key = detail[BY_KEY].as_str().map(str::to_owned);
    Ok(AuditRow {
        seq,
        at: parse("the instant of an audit row", &at)?,
        by: Actor::from_columns(&kind, id.as_deref(), name, post.transpose()?, key)?,
        action,
        subject_kind,
        subject_id,
        plan: plan.map(|plan| parse("the plan of an audit row", &plan)).transpose()?,
        detail,
        personal,
        hash,
    })
}

/// Puts texts back into their places. In the place of a name that was erased stands the one that the account
/// has now.
fn restored(
    commitments: BTreeMap<String, String>,
    mut texts: Texts,
    (name, now): (&mut String, Option<String>),
    detail: &mut Value,
) -> Personal {
    let put = |(field, commitment): (String, String)| {
        let salt = match (texts.remove(&field), field == ACTOR_NAME) {
            (Some((salt, text)), true) => {
                *name = text;
                Some(salt)
            }
            (Some((salt, text)), false) => {
                if let Some(place) = detail.pointer_mut(&field) {
                    *place = text.into();
                }
                Some(salt)
            }
            (None, true) => {
                *name = now.clone().unwrap_or_default();
                None
            }
            (None, false) => None,
        };
        (field, Erasable { commitment, salt })
    };
    commitments.into_iter().map(put).collect()
}
