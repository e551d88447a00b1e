//! 批量流转: many entries moved at once, and put back again.

use tokio::runtime::Handle;
use yaodian_contract::{
    Kind,
    ledger::{Batch, Chosen, MOST_REFUSED, MoveEntries, RefusedEntry},
};
use yaodian_domain::{
    access::Duty,
    id::LedgerId,
    ledger::{Column, Entry, Problem, Row, Trouble, Verdict, access::Desk, entry},
};
use yaodian_store::{How, Mode, Put};

use super::{Opened, Served, open};
use crate::{house::House, service::Acting, service::aside};

/// What became of entries, while it is added up.
#[derive(Default)]
struct Tally {
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
pub(crate) async fn move_entries(house: &House, account: &Acting, id: &LedgerId, asked: &MoveEntries) -> Served<Batch> {
    let opened = open(house, Some(account.person()), id).await?;
    let foreign = matches!(&asked.chosen, Chosen::Matching(query) if !query.is_of(&opened.ledger));
    if asked.stage >= opened.ledger.stages.len() || foreign {
        return Err(Kind::Malformed {
            what: "stage, chosen".to_owned(),
        }
        .into());
    }
    let (house_, account, asked) = (house.clone(), account.clone(), asked.clone());
    let handle = Handle::current();
    aside(&house.files.sheets, move || {
        let mut tally = Tally::default();
        let ids = match &asked.chosen {
            Chosen::Entries(ids) => ids.clone(),
            Chosen::Matching(query) => opened.shelved.index().matching(&opened.scope, query),
        };
        // Weighed while those before them are written: a million are never held at once.
        let mut put = Vec::new();
        let applied = {
            let mut puts = ids.iter().filter_map(|id| {
                let entry = opened.shelved.index().get(*id);
                let entry = entry.filter(|entry| opened.sees(&entry.row.unit))?;
                let next = step(&opened, &opened.desk(), &asked, entry, &mut tally)?;
                put.push(*id);
                Some(next)
            });
            match puts.next() {
                None => None,
                Some(first) => {
                    let puts = std::iter::once(first).chain(puts);
                    let applied = opened.apply(&house_, &account, How::Move, puts, Mode::WhatGoesIn);
                    Some(handle.block_on(applied)?)
                }
            }
        };
        let Some(applied) = applied else {
            return Ok(tally.into_batch(None, 0));
        };
        for place in applied.outrun {
            let entry = put.get(place).and_then(|id| opened.shelved.index().get(*id));
            tally.refuse(entry.map(|entry| entry.row.key).unwrap_or_default(), outrun());
        }
        Ok(tally.into_batch(applied.batch, applied.changed))
    })
    .await
}

/// Somebody else was faster.
fn outrun() -> Verdict {
    Verdict::Conflict {
        clashes: Vec::new(),
        version: 0,
    }
}

/// The change that moves an entry as it is asked for; nothing if it stays as it is, with why.
fn step(opened: &Opened, desk: &Desk<'_>, asked: &MoveEntries, entry: Entry, tally: &mut Tally) -> Option<Put> {
    let (ledger, passed) = (&opened.ledger, entry.row.reached.len());
    let mut reached = entry.row.reached.clone();
    match asked.day {
        Some(day) if passed == asked.stage => reached.push(day),
        Some(_) if passed > asked.stage => {
            tally.unchanged += 1;
            return None;
        }
        Some(_) => {
            let column = Column::Reached(ledger.stages[asked.stage].id.clone());
            let stage = ledger.stages[passed].id.clone();
            let problems = vec![Problem::new(column, Trouble::StageBefore { stage })];
            tally.refuse(entry.row.key, Verdict::Bad { problems });
            return None;
        }
        None if passed <= asked.stage => {
            tally.unchanged += 1;
            return None;
        }
        None => reached.truncate(asked.stage),
    }
    let after = Row {
        reached,
        ..entry.row.clone()
    };
    let problems = entry::problems(ledger, desk, Some(&entry), &after);
    if problems.is_empty() {
        return Some(Put::Change {
            id: entry.id,
            read: entry.version,
            after,
        });
    }
    tally.refuse(entry.row.key, Verdict::Bad { problems });
    None
}

/// Undoes a change of many entries: those that nobody has changed since go back to what they were.
/// Whoever did it may undo it, and so may the office.
pub(crate) async fn undo(house: &House, account: &Acting, id: &LedgerId, batch_id: &str) -> Served<Batch> {
    let opened = open(house, Some(account.person()), id).await?;
    let done = house.store.batch(batch_id).await?.ok_or(Kind::NotUndoable)?;
    let own = done.account.as_ref() == Some(&account.id) || account.duties.contains(&Duty::Office);
    if !own || done.ledger != *id || done.plan != opened.plan().id || done.undone {
        return Err(Kind::NotUndoable.into());
    }
    let (act, plan, ledger) = (house.act(account.actor()), &opened.plan().id, &opened.ledger);
    // Rights are those of today, not of the day on which it was done.
    let (desk, mut may) = (opened.desk(), true);
    let versions = house.store.batch_versions(plan, ledger, batch_id, |version| {
        may &= [version.before, version.after]
            .iter()
            .flatten()
            .all(|row| desk.may_edit(ledger, &row.unit));
    });
    versions.await?;
    if !may {
        return Err(Kind::NotUndoable.into());
    }
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
