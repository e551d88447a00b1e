//! People who are named in ledgers and in rows of measurements that were set aside: found by what it says of them, and
//! erased. They need have no account; whoever has one is known by it, and what ledgers say is told apart from it.
//!
//! What is looked for is a value, a name or a telephone number, in fields of persons and in fields of text. A namesake is
//! nobody that the program can tell: whoever erases looks at what was found first, and may name the entry.

mod fields;
mod hits;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::json;
use yaodian_domain::{
    id::{EntryId, LedgerId, PlanId},
    privacy::Sought,
};

use super::forget_answers;
use crate::{
    Act, Store, StoreError, SubjectKind,
    audit::{self, Entry, action, personal},
    db::args,
};
use hits::Hits;

/// Whom to look for, and where.
#[derive(Debug, Clone)]
pub struct Whom {
    /// Names and telephone numbers of one person; never empty.
    pub values: Vec<Sought>,
    /// In this entry alone.
    pub entry: Option<EntryId>,
}

/// Where somebody is named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Versions of entries, by their entries.
    pub entries: Vec<InEntry>,
    /// Rows of measurements that were set aside.
    pub set_aside: Vec<SetAside>,
    /// Rows of the audit that tell it in what can be erased.
    pub audit: usize,
    /// Numbers of rows of the audit that hash it: there it stays.
    pub hashed: Vec<i64>,
}

/// A version of an entry that names somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InEntry {
    /// In which plan.
    pub plan: PlanId,
    /// In which ledger.
    pub ledger: LedgerId,
    /// The entry.
    pub entry: EntryId,
    /// Its number (编号).
    pub key: String,
    /// Its unit.
    pub unit: String,
    /// Which version.
    pub version: i64,
    /// Since when it says so.
    pub since: String,
    /// Whether it is the latest one.
    pub latest: bool,
    /// The fields that have it: their headings with what stands there.
    pub fields: Vec<(String, String)>,
    /// The other fields that are, or may be, about a person: a telephone number beside the name.
    pub beside: Vec<(String, String)>,
}

/// A row of measurements that was set aside, and names somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetAside {
    /// The batch.
    pub batch: String,
    /// When it came in.
    pub at: String,
    /// The number of the row in the sheet.
    pub row: i64,
    /// The cells that have it: their heads with what stands there.
    pub cells: Vec<(String, String)>,
}

/// What an erasure came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Versions of entries from which it went.
    pub versions: usize,
    /// Rows of measurements from which it went.
    pub rows: usize,
    /// Texts of the audit that went.
    pub texts: usize,
    /// Rows of the audit that hash it: there it stays.
    pub hashed: usize,
}

impl Store {
    /// Where somebody is named, as of one moment.
    pub async fn named(&self, whom: &Whom) -> Result<Named, StoreError> {
        let mut tx = self.db.begin_reading().await?;
        let hits = Hits::find(&mut tx, whom).await?;
        Ok(hits.told())
    }

    /// Erases somebody from all that [`Store::named`] finds: `put` stands there from then on, in every version of the
    /// entries. Nothing is noted of who it was.
    pub async fn erase_named(&self, act: &Act, whom: &Whom, put: &str) -> Result<Taken, StoreError> {
        let mut change = self.db.begin(act).await?;
        change.overwrites().await?;
        // Nobody makes another version of what is being erased.
        change.execute("UPDATE ledgers SET seq = seq", &[]).await?;
        let hits = Hits::find(&mut change.tx, whom).await?;
        let taken = Taken {
            versions: hits.versions.len(),
            rows: hits.rows.len(),
            texts: hits.texts.len(),
            hashed: hits.hashed.len(),
        };
        if taken.versions + taken.rows + taken.texts == 0 {
            return Ok(taken);
        }
        change.execute("INSERT INTO erasing (account) VALUES ('')", &[]).await?;
        let entries: BTreeSet<i64> = hits.versions.iter().map(|version| version.entry).collect();
        let before = hits.held(&mut change.tx).await?;
        hits.write(&mut change, whom, put).await?;
        for sought in &whom.values {
            forget_answers(&mut change, sought.as_str()).await?;
        }
        // What did not fit before does not by this.
        let fitted = |batch: &String| before.get(batch).is_some_and(|(told, was)| told == was);
        let after = hits.held(&mut change.tx).await?.into_iter();
        let held: BTreeMap<String, String> = after
            .filter(|(batch, _)| fitted(batch))
            .map(|(batch, (_, now))| (batch, now))
            .collect();
        audit::lock(&mut change).await?;
        for (seq, field) in &hits.texts {
            change
                .execute(
                    "DELETE FROM audit_personal WHERE seq = $1 AND field = $2",
                    args![*seq, field],
                )
                .await?;
        }
        change.execute("DELETE FROM erasing", &[]).await?;
        // Of no plan: a closed one is no reason to keep it.
        change.note(Entry {
            action: action::NAMED_ERASED,
            kind: SubjectKind::Named,
            id: "ledgers".to_owned(),
            plan: None,
            detail: json!({
                "entries": entries, "versions": taken.versions, "rows": taken.rows,
                "removed": personal::removed(hits.texts), "held": held,
            }),
        });
        change.commit().await?;
        Ok(taken)
    }
}
