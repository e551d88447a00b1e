//! A row as it stands in the tables: read, hashed, and put together with what was committed to.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    Actor, AuditRow, InPost,
    personal::{ACTOR_NAME, Erasable, Personal, commitment},
};
use crate::{
    StoreError,
    encode::{digest, from_json, parse},
};

pub(super) const COLUMNS: &str = "seq, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, plan, detail, hash, actor_unit, actor_post, personal";
/// A row as it stands in the table.
pub(crate) type Columns = (
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
);
/// The same, with salts and texts beside it (JSON: `{"field":["salt","text"]}`), and the name that the actor's
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
pub(super) fn parted(row: Read) -> Result<(Columns, Texts, Option<String>), StoreError> {
    let (
        seq,
        at,
        kind,
        id,
        name,
        action,
        subject_kind,
        subject_id,
        plan,
        detail,
        hash,
        unit,
        post,
        personal,
        texts,
        now,
    ) = row;
    let texts = texts.map(|texts| from_json("what of an audit row can be erased", &texts));
    let columns = (
        seq,
        at,
        kind,
        id,
        name,
        action,
        subject_kind,
        subject_id,
        plan,
        detail,
        hash,
        unit,
        post,
        personal,
    );
    Ok((columns, texts.transpose()?.unwrap_or_default(), now))
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

/// What the chain goes on with.
pub(crate) fn hash_of(before: &str, row: &Columns) -> String {
    let seq = row.0.to_string();
    let parts = [
        Some(before),
        Some(&seq),
        Some(&row.1),
        Some(&row.2),
        row.3.as_deref(),
        Some(&row.4),
        Some(&row.5),
        Some(&row.6),
        Some(&row.7),
        row.8.as_deref(),
        Some(&row.9),
    ];
    // Rows of before there were posts have eleven parts, others of the first form thirteen, and those of the
    // second fourteen.
    let rest = [row.11.as_deref(), row.12.as_deref(), row.13.as_deref()];
    let rest = match &rest {
        [None, None, None] => &[][..],
        [unit_and_post @ .., None] => unit_and_post.as_slice(),
        all => all.as_slice(),
    };
    digest(parts.into_iter().chain(rest.iter().copied()))
}

/// The row as whoever reads it sees it.
pub(super) fn read(row: Read) -> Result<AuditRow, StoreError> {
    let (row, texts, now) = parted(row)?;
    let (seq, at, kind, id, mut name, action, subject_kind, subject_id, plan, detail, hash, unit, post, personal) = row;
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
