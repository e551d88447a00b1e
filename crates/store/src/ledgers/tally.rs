//! What a change adds up to, and what the audit says of it.

use jiff::civil::Date;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use yaodian_domain::ledger::{
    Ledger, Movement, Row,
    counts::{Counting, movements},
};

use super::{
    Changing, Put, Standing,
    counted::Counted,
    entry,
    held::{HELD, Held},
    puts::{Chunk, Effect},
    stored::told,
};
use crate::{
    StoreError, SubjectKind,
    audit::{Entry, action},
    db::{Change, args},
    encode::hex,
};

/// What a change adds up to.
pub(super) struct Tally<'l> {
    ledger: &'l Ledger,
    known_on: Date,
    pub(super) counted: Counted,
    hasher: Sha256,
    added: usize,
    changed: usize,
    removed: usize,
    pub(super) outrun: Vec<usize>,
    /// The first change, as long as it is the only one.
    pub(super) only: Option<Only>,
}

/// The one change that there is.
pub(super) struct Only {
    id: Option<i64>,
    version: i64,
    before: Option<Row>,
    after: Option<Row>,
}

impl<'l> Tally<'l> {
    pub(super) fn new(ledger: &'l Ledger, known_on: Date) -> Self {
        Self {
            ledger,
            known_on,
            counted: Counted::default(),
            hasher: Sha256::new(),
            added: 0,
            changed: 0,
            removed: 0,
            outrun: Vec::new(),
            only: None,
        }
    }

    /// How many entries changed.
    pub(super) fn total(&self) -> usize {
        self.added + self.changed + self.removed
    }

    /// Takes in what became of a chunk.
    pub(super) fn take(&mut self, chunk: Chunk, effects: Option<Vec<Effect>>) {
        let mut effects = effects.map(Vec::into_iter);
        for (n, (put, digest)) in chunk.puts.into_iter().zip(chunk.digests).enumerate() {
            let effect = match &mut effects {
                Some(effects) => effects.next().unwrap_or(Effect::Outrun),
                None => Effect::added(None),
            };
            let Effect::Done { id, version, before } = effect else {
                self.outrun.push(chunk.first + n);
                continue;
            };
            let after = match put {
                Put::New(row) => Some(row),
                Put::Change { after, .. } => Some(after),
                Put::Remove { .. } => None,
            };
            self.hasher.update(digest);
            let add = |m: Movement| self.counted.add(m);
            let counting = |row| Counting::of(self.ledger, row);
            movements(
                before.as_ref().map(counting),
                after.as_ref().map(counting),
                self.known_on,
                add,
            );
            match (&before, &after) {
                (None, _) => self.added += 1,
                (Some(_), Some(_)) => self.changed += 1,
                (Some(_), None) => self.removed += 1,
            }
            self.only = (self.total() == 1).then_some(Only {
                id,
                version,
                before,
                after,
            });
        }
    }
}

impl Only {
    /// What the audit says of the change of one entry: what it said before and says after.
    pub(super) async fn told(
        self,
        change: &mut Change<'_>,
        changing: &Changing<'_>,
        standing: &Standing,
        batch: &str,
        held: &Held,
    ) -> Result<Entry, StoreError> {
        let told = |row: &Row| told(changing.ledger, row);
        let (before, after) = (self.before.as_ref().map(told), self.after.as_ref().map(told));
        let key = self.before.or(self.after).map(|row| row.key).unwrap_or_default();
        let id = match self.id {
            Some(id) => id,
            None => {
                let row: Option<(i64,)> = change
                    .row(
                        "SELECT id FROM entries WHERE list = $1 AND key = $2",
                        args![standing.list, &key],
                    )
                    .await?;
                row.ok_or(sqlx::Error::RowNotFound)?.0
            }
        };
        let action = match (&before, &after) {
            (None, _) => action::ENTRY_ADDED,
            (_, None) => action::ENTRY_REMOVED,
            _ => action::ENTRY_CHANGED,
        };
        let mut detail = json!({
            "ledger": changing.ledger.id, "key": key, "version": self.version,
            "how": changing.how, "batch": batch, "before": before, "after": after,
        });
        mark(&mut detail, changing, held);
        Ok(Entry {
            action,
            kind: SubjectKind::Entry,
            id: id.to_string(),
            plan: Some(changing.plan.clone()),
            detail,
        })
    }
}

impl Tally<'_> {
    /// What the audit says of many changes: how many of which sort, and a SHA-256 over the SHA-256 of
    /// each in order.
    pub(super) fn told(self, changing: &Changing<'_>, batch: &str, outrun: usize, held: &Held) -> Entry {
        let mut detail = json!({
            "how": changing.how, "batch": batch,
            "added": self.added, "changed": self.changed, "removed": self.removed,
            "outrun": outrun, "sha256": hex(&self.hasher.finalize()),
        });
        mark(&mut detail, changing, held);
        entry(action::ENTRIES_CHANGED, changing.plan, &changing.ledger.id, detail)
    }
}

fn mark(detail: &mut Value, changing: &Changing<'_>, held: &Held) {
    detail[HELD] = json!(held);
    if changing.demonstration {
        detail["demonstration"] = json!(true);
    }
    if let Some(undoes) = changing.undoes {
        detail["undoes"] = json!(undoes);
    }
}
