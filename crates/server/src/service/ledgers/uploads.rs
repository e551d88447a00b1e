//! 上传: a sheet is weighed row by row, shown, and then goes in, but for what is handed back.
//!
//! The file is staged on disk and read again for each question: what was shown is not kept, and
//! what goes in is weighed against the ledger as it stands at that moment.

use std::{
    cell::RefCell,
    collections::HashSet,
    fs::File,
    io::Seek as _,
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
};

use tokio::runtime::Handle;
use yaodian_contract::{
    Kind,
    ledger::{Committed, FileTrouble, Preview, PreviewRow, VerdictCounts},
};
use yaodian_documents::{Book, Heading, Limits, ReadRow};
use yaodian_domain::{
    id::{EntryId, LedgerId},
    ledger::{Column, Draft, Entry, Problem, Trouble, Verdict, compare::weigh},
};
use yaodian_evidence::uploads::UploadError;
use yaodian_store::{Account, Changing, How, Listed, Mode, Put, StoreError, Upload};
use yaodian_words::{Lang, cells};

use super::{Opened, Served, files::to_file, open};
use crate::{
    house::House,
    service::{Refused, aside},
};

/// So many rows are weighed at a time.
const STRIDE: usize = 512;
/// So many rows of each sort are shown at once.
const SHOWN: usize = 50;
/// Differences from what stands there of a row that was handed back are told for this many cells.
const TOLD: usize = 12;

/// What a row comes to, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Added,
    Changed,
    Unchanged,
    Conflict,
    Bad,
}

impl Sort {
    const ALL: [Self; 5] = [Self::Bad, Self::Conflict, Self::Changed, Self::Added, Self::Unchanged];

    fn of(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Added { .. } => Self::Added,
            Verdict::Changed { .. } => Self::Changed,
            Verdict::Unchanged => Self::Unchanged,
            Verdict::Conflict { .. } => Self::Conflict,
            Verdict::Bad { .. } => Self::Bad,
        }
    }

    /// The sort by its name in addresses.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "added" => Some(Self::Added),
            "changed" => Some(Self::Changed),
            "unchanged" => Some(Self::Unchanged),
            "conflict" => Some(Self::Conflict),
            "bad" => Some(Self::Bad),
            _ => None,
        }
    }

    fn counted(self, counts: &mut VerdictCounts) -> &mut usize {
        match self {
            Self::Added => &mut counts.added,
            Self::Changed => &mut counts.changed,
            Self::Unchanged => &mut counts.unchanged,
            Self::Conflict => &mut counts.conflict,
            Self::Bad => &mut counts.bad,
        }
    }
}

/// A row of the file, weighed.
struct Weighed {
    row: usize,
    key: String,
    verdict: Verdict,
    /// The entry as it stands.
    entry: Option<Entry>,
    cells: Vec<String>,
}

impl From<Weighed> for PreviewRow {
    fn from(weighed: Weighed) -> Self {
        Self {
            row: weighed.row,
            key: weighed.key,
            verdict: weighed.verdict,
        }
    }
}

/// Entries that have changed since a file was shown: a difference from them is a conflict.
#[derive(Default)]
struct Since {
    /// The ledger's change up to which `changed` is complete; `None` where nothing was shown before.
    seen: Option<i64>,
    changed: HashSet<EntryId>,
}

impl Since {
    fn new(seen: Option<i64>) -> RefCell<Self> {
        RefCell::new(Self {
            seen,
            changed: HashSet::new(),
        })
    }
}

/// Weighs the rows of a file against a ledger.
struct Scale<'a> {
    opened: &'a Opened,
    house: &'a House,
    handle: &'a Handle,
    since: RefCell<Since>,
    keeps_cells: bool,
    /// Whether what goes in is made up.
    demonstration: bool,
}

/// A row as it was read, on its way to the scale.
struct Waiting {
    row: usize,
    key: String,
    outcome: Result<Draft, Vec<Problem>>,
    cells: Vec<String>,
}

/// Why weighing ended early.
enum Broken {
    File(FileTrouble),
    Store(StoreError),
}

impl From<Broken> for Refused {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::File(why) => why.into(),
            Broken::Store(error) => error.into(),
        }
    }
}

impl Scale<'_> {
    /// Reads the file from its beginning, and calls `each` for every row; `Break` ends it.
    fn weigh(&self, mut file: File, mut each: impl FnMut(Weighed) -> ControlFlow<()>) -> Result<Heading, Broken> {
        let damaged = |error: std::io::Error| {
            Broken::File(FileTrouble::Damaged {
                detail: error.to_string(),
            })
        };
        file.rewind().map_err(damaged)?;
        let opened = yaodian_documents::open(file, &Limits::default()).map_err(Broken::File)?;
        let mut waiting: Vec<Waiting> = Vec::with_capacity(STRIDE);
        let mut failed = None;
        let heading = opened.read(&self.opened.ledger, &self.opened.plan().units, |row: ReadRow<'_>| {
            // A sheet that says of itself that it is made up does not go into a real ledger.
            let mixed = row.demonstration && !self.demonstration;
            waiting.push(Waiting {
                row: row.row,
                cells: if self.keeps_cells { row.texts() } else { Vec::new() },
                key: row.key,
                outcome: if mixed {
                    Err(vec![Problem::new(Column::Key, Trouble::Demonstration)])
                } else {
                    row.outcome
                },
            });
            if waiting.len() < STRIDE {
                return ControlFlow::Continue(());
            }
            self.pass(&mut waiting, &mut each).unwrap_or_else(|error| {
                failed = Some(error);
                ControlFlow::Break(())
            })
        });
        if let Some(error) = failed {
            return Err(Broken::Store(error));
        }
        let heading = heading.map_err(Broken::File)?;
        let _ = self.pass(&mut waiting, &mut each).map_err(Broken::Store)?;
        Ok(heading)
    }

    /// Weighs the rows that wait.
    fn pass(
        &self,
        waiting: &mut Vec<Waiting>,
        each: &mut impl FnMut(Weighed) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, StoreError> {
        let ledger = &self.opened.ledger;
        let entries: Vec<Option<Entry>> = {
            let index = self.opened.shelved.index();
            waiting.iter().map(|row| index.find(&row.key)).collect()
        };
        // After the entries were taken out of memory: what they say came about before this.
        self.catch_up()?;
        // What was read in versions that are no longer the latest.
        let stale: Vec<(EntryId, i64)> = waiting
            .iter()
            .zip(&entries)
            .filter_map(|(row, entry)| {
                let (entry, version) = (entry.as_ref()?, row.outcome.as_ref().ok()?.version?);
                (version < entry.version).then_some((entry.id, version))
            })
            .collect();
        let read = if stale.is_empty() {
            Vec::new()
        } else {
            self.handle
                .block_on(self.house.store.rows_at(&self.opened.plan().id, ledger, &stale))?
        };
        let desk = self.opened.desk();
        for (row, entry) in waiting.drain(..).zip(entries) {
            let Waiting {
                row,
                key,
                outcome,
                cells,
            } = row;
            let verdict = match outcome {
                Err(problems) => Verdict::Bad { problems },
                Ok(draft) => {
                    let base = entry.as_ref().zip(draft.version).and_then(|(entry, version)| {
                        let found = read.iter().find(|(of, _)| *of == (entry.id, version));
                        found.map(|(_, row)| row)
                    });
                    let verdict = weigh(ledger, &desk, &draft, entry.as_ref(), base);
                    self.after_all(&draft, entry.as_ref(), verdict)
                }
            };
            // What somebody must not see is not shown as a difference either.
            let hidden = entry.as_ref().is_some_and(|entry| !self.opened.sees(&entry.row.unit));
            let verdict = if hidden { super::entries::not_yours() } else { verdict };
            let weighed = Weighed {
                row,
                key,
                verdict,
                entry,
                cells,
            };
            if each(weighed).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Learns which entries have changed since the file was shown.
    fn catch_up(&self) -> Result<(), StoreError> {
        let mut since = self.since.borrow_mut();
        let Some(seen) = since.seen else { return Ok(()) };
        let (store, ledger, plan) = (&self.house.store, &self.opened.ledger, &self.opened.plan().id);
        if self.handle.block_on(store.ledger_state(plan, &ledger.id))?.seq > seen {
            let Since { changed, .. } = &mut *since;
            let listed = |listed| {
                if let Listed::There(entry) = listed {
                    changed.insert(entry.id);
                }
            };
            let now = self.handle.block_on(store.entries_since(plan, ledger, seen, listed))?;
            since.seen = Some(now);
        }
        Ok(())
    }

    /// A row without a version speaks of the entry as it was when the file was shown.
    fn after_all(&self, draft: &Draft, entry: Option<&Entry>, verdict: Verdict) -> Verdict {
        match (verdict, entry) {
            (Verdict::Changed { changes, .. }, Some(entry))
                if draft.version.is_none() && self.since.borrow().changed.contains(&entry.id) =>
            {
                Verdict::Conflict {
                    clashes: changes.into_iter().map(Into::into).collect(),
                    version: entry.version,
                }
            }
            (verdict, _) => verdict,
        }
    }
}

/// The largest file that is worth staging: which it is, is seen later.
fn largest() -> u64 {
    let limits = Limits::default();
    limits.csv.max(limits.xlsx).max(limits.xls)
}

/// Stages a file and shows what it would do. Nothing is changed.
pub(crate) async fn preview(
    house: &House,
    account: &Account,
    id: &LedgerId,
    name: String,
    body: axum::body::BodyDataStream,
) -> Served<Preview> {
    let opened = open(house, Some(account.person()), id).await?;
    let staged = house.files.uploads.stage(body, largest()).await.map_err(staged_badly)?;
    let upload = Upload {
        id: staged.key,
        plan: opened.plan().id.clone(),
        ledger: id.clone(),
        account: account.id.clone(),
        name,
        bytes: staged.bytes,
        sha256: staged.sha256.to_string(),
        batch: None,
    };
    let (house_, handle) = (house.clone(), Handle::current());
    let kept = upload.clone();
    let weighed = aside(&house.files.sheets, move || {
        shown(&house_, &handle, &opened, upload, &Sort::ALL, 0, None)
    });
    match weighed.await {
        Ok(preview) => {
            house.store.put_upload(&house.act(account.actor()), &kept).await?;
            Ok(preview)
        }
        Err(refused) => {
            // What cannot be read is of no further use; should it stay, it is removed later.
            let _ = house.files.uploads.remove(&kept.id);
            Err(refused)
        }
    }
}

/// More rows of one sort.
pub(crate) async fn rows(
    house: &House,
    account: &Account,
    id: &LedgerId,
    upload: &str,
    sort: Sort,
    from: usize,
    seen: Option<i64>,
) -> Served<Vec<PreviewRow>> {
    let (opened, upload) = find(house, account, id, upload).await?;
    let (house_, handle) = (house.clone(), Handle::current());
    let weighed = aside(&house.files.sheets, move || {
        shown(&house_, &handle, &opened, upload, &[sort], from, seen)
    });
    Ok(weighed.await?.rows)
}

/// An upload of this person to this ledger.
async fn find(house: &House, account: &Account, id: &LedgerId, upload: &str) -> Served<(Opened, Upload)> {
    let opened = open(house, Some(account.person()), id).await?;
    let upload = house.store.upload(upload).await?.ok_or(Kind::NotFound)?;
    if upload.account != account.id || upload.ledger != *id || upload.plan != opened.plan().id {
        return Err(Kind::NotFound.into());
    }
    Ok((opened, upload))
}

fn reopened(house: &House, upload: &Upload) -> Result<File, Refused> {
    // Staged files are removed after a while.
    house.files.uploads.open(&upload.id).map_err(|_| Kind::NotFound.into())
}

/// Counts what the file would do, and shows rows of the sorts asked for.
fn shown(
    house: &House,
    handle: &Handle,
    opened: &Opened,
    upload: Upload,
    sorts: &[Sort],
    from: usize,
    seen: Option<i64>,
) -> Served<Preview> {
    let scale = Scale {
        opened,
        house,
        handle,
        since: Since::new(seen),
        keeps_cells: false,
        demonstration: opened.demonstration(),
    };
    let mut counts = VerdictCounts::default();
    let mut rows: Vec<Vec<PreviewRow>> = sorts.iter().map(|_| Vec::new()).collect();
    let heading = scale.weigh(reopened(house, &upload)?, |weighed| {
        let sort = Sort::of(&weighed.verdict);
        let count = sort.counted(&mut counts);
        let place = *count;
        *count += 1;
        let wanted = sorts.iter().position(|other| *other == sort);
        if let Some(rows) = wanted
            .and_then(|at| rows.get_mut(at))
            .filter(|rows| place >= from && rows.len() < SHOWN)
        {
            rows.push(weighed.into());
        }
        ControlFlow::Continue(())
    })?;
    Ok(Preview {
        id: upload.id,
        name: upload.name,
        sheet: heading.sheet,
        heading: heading.row,
        passed_over: heading.passed_over,
        counts,
        seen: opened.seq,
        rows: rows.into_iter().flatten().collect(),
    })
}

/// Puts the good rows of an upload into the ledger. It goes on to its end, whether anybody still
/// waits for the answer or not.
pub(crate) async fn commit(
    house: &House,
    account: &Account,
    id: &LedgerId,
    upload: &str,
    seen: i64,
) -> Served<Committed> {
    let (opened, upload) = find(house, account, id, upload).await?;
    let file = reopened(house, &upload)?;
    let (house, account) = (house.clone(), account.clone());
    let committed = tokio::spawn(async move {
        let import = Import {
            opened: Arc::new(opened),
            file,
            seen: Some(seen),
            demonstration: false,
        };
        let done = run(&house, Some(&account), import).await?;
        let act = house.act(account.actor());
        house
            .store
            .mark_committed(&act, &upload.id, done.batch.as_deref())
            .await?;
        Ok(done)
    });
    committed.await.map_err(|error| Refused::Failed(error.to_string()))?
}

/// A file on its way into a ledger.
pub(crate) struct Import {
    pub(crate) opened: Arc<Opened>,
    pub(crate) file: File,
    /// The ledger's change up to which its preview saw it, if there was one.
    pub(crate) seen: Option<i64>,
    /// Whether it goes into a ledger of made-up entries, or makes one of an empty ledger.
    pub(crate) demonstration: bool,
}

/// Weighs a file and puts what is good into the ledger, while it is being read: a million rows are
/// never held at once. Should it turn out that it cannot be read to its end, nothing has changed.
pub(crate) async fn run(house: &House, account: Option<&Account>, import: Import) -> Served<Committed> {
    let Import {
        opened,
        file,
        seen,
        demonstration,
    } = import;
    let demonstration = demonstration || opened.demonstration();
    let (send, receive) = mpsc::sync_channel::<Put>(4 * STRIDE);
    let broken_off = Arc::new(AtomicBool::new(false));
    let handle = Handle::current();
    let reading = {
        let (house_, handle, opened, broken_off) = (house.clone(), handle.clone(), opened.clone(), broken_off.clone());
        aside(&house.files.sheets, move || {
            // Set until the file has been read to its end, also where this thread breaks down.
            broken_off.store(true, Ordering::Release);
            let scale = Scale {
                opened: &opened,
                house: &house_,
                handle: &handle,
                since: Since::new(seen),
                keeps_cells: false,
                demonstration,
            };
            let mut counts = VerdictCounts::default();
            scale.weigh(file, |weighed| {
                *Sort::of(&weighed.verdict).counted(&mut counts) += 1;
                match put(weighed.verdict, weighed.entry).map(|put| send.send(put)) {
                    // Nobody takes it in any more: the storage has failed, and says why.
                    Some(Err(_)) => ControlFlow::Break(()),
                    _ => ControlFlow::Continue(()),
                }
            })?;
            broken_off.store(false, Ordering::Release);
            drop(send);
            Ok(counts)
        })
    };
    let act = match account {
        Some(account) => house.act(account.actor()),
        None => house.act(yaodian_store::Actor::command("ledger import")),
    };
    let account = account.map(|account| account.id.clone());
    let writing = {
        let (house, opened) = (house.clone(), opened.clone());
        tokio::task::spawn_blocking(move || {
            let change = Changing {
                plan: &opened.plan().id,
                ledger: &opened.ledger,
                how: How::Upload,
                account: account.as_ref(),
                demonstration,
                known_on: opened.today,
                mode: Mode::WhatGoesIn,
                undoes: None,
                broken_off: Some(&broken_off),
            };
            // Not before the first row is there, or the file is found not to be one.
            let mut rows = receive.into_iter().peekable();
            rows.peek();
            handle.block_on(house.store.apply(&act, &change, rows))
        })
    };
    let (read, written) = tokio::join!(reading, writing);
    let written = written.map_err(|error| Refused::Failed(error.to_string()))?;
    // Why the file cannot be read says more than that nothing came of it.
    let mut counts = read?;
    let applied = written?;
    // Those that somebody else has changed or added at the same moment.
    counts.conflict += applied.outrun.len();
    let overtaken = (counts.added + counts.changed).saturating_sub(applied.changed);
    let of_added = overtaken.min(counts.added);
    counts.added -= of_added;
    counts.changed -= overtaken - of_added;
    Ok(Committed {
        batch: applied.batch,
        counts,
    })
}

fn put(verdict: Verdict, entry: Option<Entry>) -> Option<Put> {
    match (verdict, entry) {
        (Verdict::Added { row }, _) => Some(Put::New(row)),
        (Verdict::Changed { row, .. }, Some(entry)) => Some(Put::Change {
            id: entry.id,
            read: entry.version,
            after: row,
        }),
        _ => None,
    }
}

/// What a file would do, for the command line.
pub(crate) struct Looked {
    pub(crate) counts: VerdictCounts,
    /// The first rows that do not go in.
    pub(crate) not_in: Vec<PreviewRow>,
}

/// Weighs a file. Nothing is changed.
pub(crate) async fn look(house: &House, opened: Arc<Opened>, file: File, most: usize) -> Served<Looked> {
    let (house_, handle) = (house.clone(), Handle::current());
    let looked = aside(&house.files.sheets, move || {
        let scale = Scale {
            opened: &opened,
            house: &house_,
            handle: &handle,
            since: Since::new(None),
            keeps_cells: false,
            demonstration: opened.demonstration(),
        };
        let mut looked = Looked {
            counts: VerdictCounts::default(),
            not_in: Vec::new(),
        };
        scale.weigh(file, |weighed| {
            let sort = Sort::of(&weighed.verdict);
            *sort.counted(&mut looked.counts) += 1;
            if matches!(sort, Sort::Bad | Sort::Conflict) && looked.not_in.len() < most {
                looked.not_in.push(weighed.into());
            }
            ControlFlow::Continue(())
        })?;
        Ok(looked)
    });
    looked.await
}

/// The rows that did not go in, as a sheet with the reasons in a column.
pub(crate) async fn returned(
    house: &House,
    account: &Account,
    id: &LedgerId,
    upload: &str,
    seen: Option<i64>,
    lang: Lang,
) -> Served<(String, File)> {
    let (opened, upload) = find(house, account, id, upload).await?;
    let name = upload.name.clone();
    let (house_, handle) = (house.clone(), Handle::current());
    let written = aside(&house.files.sheets, move || {
        let scale = Scale {
            opened: &opened,
            house: &house_,
            handle: &handle,
            since: Since::new(seen),
            keeps_cells: true,
            demonstration: opened.demonstration(),
        };
        let file = reopened(&house_, &upload)?;
        let mut rows = Vec::new();
        let heading = scale.weigh(file, |weighed| {
            if let Some(reasons) = reasons(&opened, lang, &weighed.verdict) {
                rows.push((weighed.cells, reasons));
            }
            ControlFlow::Continue(())
        })?;
        let book = Book {
            ledger: &opened.ledger,
            units: &opened.plan().units,
            lang,
            only: opened.only(),
            demonstration: opened.demonstration(),
            public: false,
            as_of: opened.today,
        };
        let columns: Vec<Column> = heading.columns.into_iter().map(|heading| heading.column).collect();
        to_file(|out| book.returned(&columns, rows.into_iter(), out))
    });
    Ok((name, written.await?))
}

/// Why a row is handed back; nothing for one that goes in.
fn reasons(opened: &Opened, lang: Lang, verdict: &Verdict) -> Option<String> {
    let (ledger, units) = (&opened.ledger, &opened.plan().units);
    let told: Vec<String> = match verdict {
        Verdict::Bad { problems } => (problems.iter().take(TOLD))
            .map(|problem| cells::problem(lang, ledger, problem))
            .collect(),
        Verdict::Conflict { clashes, .. } => (clashes.iter().take(TOLD))
            .map(|clash| cells::clash(lang, ledger, units, clash))
            .collect(),
        _ => return None,
    };
    Some(told.join("\n"))
}

fn staged_badly(error: UploadError) -> Refused {
    match error {
        UploadError::TooLarge { limit } => FileTrouble::TooLarge { limit }.into(),
        other => Refused::Failed(other.to_string()),
    }
}
