//! 批量流转: many entries moved at once, and put back again.

use yaodian_contract::{
    Kind,
    ledger::{Batch, Chosen, MOST_REFUSED, MoveEntries, RefusedEntry},
};
use yaodian_domain::{
    access::Duty,
    id::{EntryId, LedgerId},
    ledger::{
        Column, Entry, Problem, Row, Trouble, Verdict,
        access::{Desk, Scope},
        entry,
    },
};
use yaodian_store::{Account, How, Mode, Put};

use super::{Opened, Served, open};
use crate::house::House;

/// What became of entries, while it is added up.
#[derive(Default)]
struct Tally {
    puts: Vec<Put>,
    /// The numbers of the entries that are put, by their places.
    keys: Vec<String>,
    unchanged: usize,
    refused: Vec<RefusedEntry>,
    refused_count: usize,
}

impl Tally {
    fn refuse(&mut self, key: String, why: Verdict) {
        self.refused_count += 1;
        if self.refused.len() < MOST_REFUSED {
            self.refused.push(RefusedEntry { key, why });
        }
    }

    fn into_batch(self, id: Option<String>, changed: usize) -> Batch {
        Batch {
            id,
            changed,
            unchanged: self.unchanged,
            refused: self.refused,
            refused_count: self.refused_count,
        }
    }
}

/// Moves entries to a stage, or takes them back to before it. Those that cannot be moved stay as
/// they are, each with why.
pub(crate) async fn move_entries(
    house: &House,
    account: &Account,
    id: &LedgerId,
    asked: &MoveEntries,
) -> Served<Batch> {
    let opened = open(house, Some(account.person()), id).await?;
    if asked.stage >= opened.ledger.stages.len() {
        return Err(Kind::Malformed {
            what: "stage".to_owned(),
        }
        .into());
    }
    let mut tally = Tally::default();
    {
        let index = opened.shelved.index();
        let ids: Vec<EntryId> = match &asked.chosen {
            Chosen::Entries(ids) => ids.clone(),
            Chosen::Matching(query) => index.matching(&opened.scope, query),
        };
        for id in ids {
            let seen = |entry: &Entry| match &opened.scope {
                Scope::All => true,
                Scope::Own(unit) => entry.row.unit == *unit,
            };
            if let Some(entry) = index.get(id).filter(seen) {
                step(&opened, &opened.desk(), asked, entry, &mut tally);
            }
        }
    }
    let (mut id, mut changed) = (None, 0);
    if !tally.puts.is_empty() {
        let puts = std::mem::take(&mut tally.puts);
        let applied = opened.apply(house, account, How::Move, puts, Mode::WhatGoesIn).await?;
        for place in applied.outrun {
            let key = tally.keys.get(place).cloned().unwrap_or_default();
            tally.refuse(key, outrun());
        }
        (id, changed) = (applied.batch, applied.changed);
    }
    Ok(tally.into_batch(id, changed))
}

/// Somebody else was faster.
fn outrun() -> Verdict {
    Verdict::Conflict {
        clashes: Vec::new(),
        version: 0,
    }
}

fn step(opened: &Opened, desk: &Desk<'_>, asked: &MoveEntries, entry: Entry, tally: &mut Tally) {
    let (ledger, passed) = (&opened.ledger, entry.row.reached.len());
    let mut reached = entry.row.reached.clone();
    match asked.day {
        Some(day) if passed == asked.stage => reached.push(day),
        Some(_) if passed > asked.stage => {
            tally.unchanged += 1;
            return;
        }
        Some(_) => {
            let column = Column::Reached(ledger.stages[asked.stage].id.clone());
            let stage = ledger.stages[passed].id.clone();
            let problems = vec![Problem::new(column, Trouble::StageBefore { stage })];
            tally.refuse(entry.row.key, Verdict::Bad { problems });
            return;
        }
        None if passed <= asked.stage => {
            tally.unchanged += 1;
            return;
        }
        None => reached.truncate(asked.stage),
    }
    let after = Row {
        reached,
        ..entry.row.clone()
    };
    let problems = entry::problems(ledger, desk, Some(&entry), &after);
    if problems.is_empty() {
        tally.keys.push(entry.row.key);
        tally.puts.push(Put::Change {
            id: entry.id,
            read: entry.version,
            after,
        });
    } else {
        tally.refuse(entry.row.key, Verdict::Bad { problems });
    }
}

/// Undoes a change of many entries: those that nobody has changed since go back to what they were.
/// Whoever did it may undo it, and so may the office.
pub(crate) async fn undo(house: &House, account: &Account, id: &LedgerId, batch_id: &str) -> Served<Batch> {
    let opened = open(house, Some(account.person()), id).await?;
    let done = house.store.batch(batch_id).await?.ok_or(Kind::NotUndoable)?;
    let own = done.account.as_ref() == Some(&account.id) || account.duties.contains(&Duty::Office);
    if !own || done.ledger != *id || done.plan != opened.plan().id || done.undone {
        return Err(Kind::NotUndoable.into());
    }
    let (act, plan, ledger) = (house.act(account.actor()), &opened.plan().id, &opened.ledger);
    let undone = house
        .store
        .undo(&act, plan, ledger, Some(&account.id), opened.today, batch_id)
        .await?;
    let mut tally = Tally::default();
    for (_, key) in undone.moved_on {
        tally.refuse(key, outrun());
    }
    // What was undone is not undone again: that would be doing it.
    Ok(tally.into_batch(None, undone.applied.changed))
}
