//! Changing entries, one or a million at a time.
//!
//! Every change belongs to a batch, which is one transaction: its entries, their movements and its
//! audit row are there together or not at all. An entry that somebody else changed in between is
//! never overwritten: its put is outrun, and told so.

use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::Date;
use uuid::Uuid;
use yaodian_domain::{
    id::{EntryId, LedgerId, PlanId},
    ledger::{Ledger, Movement, Row},
};

use super::{
    How, Standing, begin_list,
    held::Held,
    next, places,
    puts::{Chunk, Effect, Writer},
    stored::{Places, reached},
    tally::Tally,
};
use crate::{
    AccountId, Act, Store, StoreError,
    bulk::{Bulk, CHUNK, Column},
    db::{Change, args},
    plans::touch,
};

/// A change of one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// A new entry; one that was removed comes back under its number.
    New(Row),
    /// Another version of an entry. Its number never changes: that of `after` is not looked at.
    Change {
        /// Which.
        id: EntryId,
        /// The version that was read: it must be the latest one still.
        read: i64,
        /// What it will say.
        after: Row,
    },
    /// The entry is taken off the list.
    Remove {
        /// Which.
        id: EntryId,
        /// The version that was read: it must be the latest one still.
        read: i64,
    },
}

/// What happens if some puts are outrun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Nothing changes.
    AllOrNothing,
    /// The others go in.
    WhatGoesIn,
}

/// What entries are changed, and how.
#[derive(Debug, Clone, Copy)]
pub struct Changing<'a> {
    /// In which plan.
    pub plan: &'a PlanId,
    /// In which ledger.
    pub ledger: &'a Ledger,
    /// How it comes about.
    pub how: How,
    /// On whose account.
    pub account: Option<&'a AccountId>,
    /// Whether what is put there is made up.
    pub demonstration: bool,
    /// The day on which it becomes known.
    pub known_on: Date,
    /// What happens if some puts are outrun.
    pub mode: Mode,
    /// The batch that is undone by it.
    pub undoes: Option<&'a str>,
    /// Set by whoever hands over puts and cannot go on: then nothing changes, although no more come.
    pub broken_off: Option<&'a AtomicBool>,
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The batch; `None` where nothing changed.
    pub batch: Option<String>,
    /// The number of the ledger's last change.
    pub seq: i64,
    /// How many entries changed.
    pub changed: usize,
    /// The places, counted from 0, of puts that did not go in: their entry has moved on, their
    /// number is taken, or an earlier put of the same change was about the same entry.
    pub outrun: Vec<usize>,
}

impl Store {
    /// Changes entries of a ledger.
    ///
    /// Puts are pulled some hundreds at a time while those before them are written, so that there
    /// can be any number of them. Pulling must not wait for long on a thread that others need: an
    /// iterator that waits for a parser, say, belongs on a thread for blocking work, together with
    /// this whole call. The ledger (and on SQLite the whole file) is locked to other writers until
    /// the last one is in.
    pub async fn apply(
        &self,
        act: &Act,
        changing: &Changing<'_>,
        mut puts: impl Iterator<Item = Put> + Send,
    ) -> Result<Applied, StoreError> {
        let mut change = self.db.begin(act).await?;
        let mut standing = next(&mut change, changing.plan, &changing.ledger.id).await?;
        keep_apart(&mut change, changing, &mut standing).await?;
        let places = places(&mut change, changing.plan, changing.ledger, &mut standing).await?;
        let mut writer = Writer {
            change,
            list: standing.list,
            seq: standing.seq,
            places: &places,
        };
        let mut tally = Tally::new(changing.ledger, changing.known_on);
        let mut ready = Chunk::pull(&mut puts, 0, &places)?;
        let mut written: Option<(Chunk, Option<Vec<Effect>>)> = None;
        while let Some(mut chunk) = ready.take() {
            let first = chunk.first + chunk.puts.len();
            let meanwhile = async {
                if let Some((chunk, effects)) = written.take() {
                    tally.take(chunk, effects);
                }
                Chunk::pull(&mut puts, first, &places)
            };
            let (effects, next) = tokio::join!(writer.write(&mut chunk), meanwhile);
            written = Some((chunk, effects?));
            ready = next?;
        }
        if let Some((chunk, effects)) = written {
            tally.take(chunk, effects);
        }
        if changing.broken_off.is_some_and(|flag| flag.load(Ordering::Acquire)) {
            return Err(StoreError::BrokenOff);
        }
        finish(writer.change, act, changing, &standing, &places, tally).await
    }
}

/// Sees to it that made-up and real entries do not mix.
async fn keep_apart(
    change: &mut Change<'_>,
    changing: &Changing<'_>,
    standing: &mut Standing,
) -> Result<(), StoreError> {
    if standing.demonstration == changing.demonstration {
        return Ok(());
    }
    // What was real once never becomes a demonstration; a demonstration may, once it is empty.
    let gone = i64::from(!standing.demonstration);
    let there: Option<(i64,)> = change
        .row(
            "SELECT id FROM entries WHERE list = $1 AND gone <= $2 LIMIT 1",
            args![standing.list, gone],
        )
        .await?;
    if there.is_some() {
        return Err(StoreError::DoesNotMix {
            ledger: changing.ledger.id.clone(),
            demonstration: standing.demonstration,
        });
    }
    end_list(
        change,
        changing.plan,
        &changing.ledger.id,
        standing,
        changing.demonstration,
    )
    .await
}

/// Ends a ledger's list and begins another one.
pub(super) async fn end_list(
    change: &mut Change<'_>,
    plan: &PlanId,
    ledger: &LedgerId,
    standing: &mut Standing,
    demonstration: bool,
) -> Result<(), StoreError> {
    change
        .execute(
            "UPDATE ledger_lists SET ended = $2 WHERE id = $1",
            args![standing.list, standing.seq],
        )
        .await?;
    change
        .execute(
            "UPDATE ledgers SET demonstration = $3 WHERE plan = $1 AND ledger = $2",
            args![plan.as_str(), ledger.as_str(), demonstration],
        )
        .await?;
    standing.demonstration = demonstration;
    standing.list = begin_list(change, plan, ledger).await?;
    Ok(())
}

/// Writes what the change adds up to, and commits; or gives it all up.
pub(super) async fn finish(
    mut change: Change<'_>,
    act: &Act,
    changing: &Changing<'_>,
    standing: &Standing,
    places: &Places,
    mut tally: Tally<'_>,
) -> Result<Applied, StoreError> {
    let changed = tally.total();
    let outrun = std::mem::take(&mut tally.outrun);
    if changed == 0 || changing.mode == Mode::AllOrNothing && !outrun.is_empty() {
        return Ok(Applied {
            batch: None,
            seq: standing.seq - 1,
            changed: 0,
            outrun,
        });
    }
    let batch = Uuid::now_v7().to_string();
    if let Some(undone) = changing.undoes {
        mark_undone(&mut change, standing, undone, &batch).await?;
    }
    change
        .execute(
            "INSERT INTO batches (list, seq, id, how, at, by_name, account, changed, undoes)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            args![
                standing.list,
                standing.seq,
                &batch,
                changing.how.as_str(),
                act.at,
                act.by.name(),
                changing.account.map(AccountId::as_str),
                i64::try_from(changed).unwrap_or(i64::MAX),
                changing.undoes
            ],
        )
        .await?;
    let movements = std::mem::take(&mut tally.counted).into_movements(changing.known_on);
    add_movements(&mut change, standing.list, movements).await?;
    touch(&mut change, changing.plan).await?;
    let held = Held::seal(&mut change.tx, changing, standing, places).await?;
    let only = tally.only.take();
    let audit = match only {
        Some(only) => only.told(&mut change, changing, standing, &batch, &held).await?,
        None => tally.told(changing, &batch, outrun.len(), &held),
    };
    change.note(audit);
    change.commit().await?;
    Ok(Applied {
        batch: Some(batch),
        seq: standing.seq,
        changed,
        outrun,
    })
}

async fn mark_undone(
    change: &mut Change<'_>,
    standing: &Standing,
    undone: &str,
    batch: &str,
) -> Result<(), StoreError> {
    let marked = change
        .execute(
            "UPDATE batches SET undone_by = $3 WHERE id = $1 AND list = $2 AND undone_by IS NULL",
            args![undone, standing.list, batch],
        )
        .await?;
    if marked == 1 {
        return Ok(());
    }
    let there: Option<(i64,)> = change
        .row(
            "SELECT seq FROM batches WHERE id = $1 AND list = $2",
            args![undone, standing.list],
        )
        .await?;
    Err(match there {
        Some(_) => StoreError::UndoneAlready(undone.to_owned()),
        None => StoreError::UnknownBatch(undone.to_owned()),
    })
}

/// Adds to what is kept of the list's movements.
async fn add_movements(
    change: &mut Change<'_>,
    list: i64,
    all: impl Iterator<Item = Movement> + Send,
) -> Result<(), StoreError> {
    let mut all = all.peekable();
    while all.peek().is_some() {
        let chunk: Vec<Movement> = all.by_ref().take(CHUNK).collect();
        let text = |of: fn(&Movement) -> String| Column::Text(chunk.iter().map(of).collect());
        let bulk = Bulk {
            template: "INSERT INTO movements (list, unit, part, stage, known_on, reached_on, number) {rows}
                       ON CONFLICT (list, unit, part, stage, known_on, reached_on)
                       DO UPDATE SET number = movements.number + excluded.number",
            columns: vec![
                Column::Int(vec![list; chunk.len()]),
                text(|m| m.unit.to_string()),
                text(|m| m.part.clone()),
                Column::Int(chunk.iter().map(|m| i64::from(m.stage)).collect()),
                text(|m| m.known_on.to_string()),
                text(|m| m.reached_on.map(|day| reached(&[day])).unwrap_or_default()),
                Column::Int(chunk.iter().map(|m| m.number).collect()),
            ],
        };
        change.execute_bulk(bulk).await?;
    }
    Ok(())
}
