//! 上传: a sheet is weighed row by row, shown, and then goes in, but for what is handed back.
//!
//! The file is staged on disk and read again for each question: what was shown is not kept, and
//! what goes in is weighed against the ledger as it stands at that moment.

mod import;
mod weigh;

use std::{fs::File, ops::ControlFlow, sync::Arc};

use tokio::runtime::Handle;
use yaodian_contract::{
    Kind,
    ledger::{FileTrouble, Preview, PreviewRow, VerdictCounts},
};
use yaodian_documents::{Book, Limits};
use yaodian_domain::{
    id::LedgerId,
    ledger::{Column, Verdict},
};
use yaodian_evidence::uploads::UploadError;
use yaodian_store::{Act, Upload};
use yaodian_words::{Lang, cells};

pub(crate) use import::{Import, commit, run};
pub(crate) use weigh::Sort;

use super::{Opened, Served, files::to_file, open};
use crate::{
    house::House,
    service::{Acting, Refused, aside},
};
use weigh::{Scale, Since};

/// So many rows of each sort are shown at once.
const SHOWN: usize = 50;
/// Differences from what stands there of a row that was handed back are told for this many cells.
const TOLD: usize = 12;

/// The largest file that is worth staging: which it is, is seen later.
fn largest() -> u64 {
    let limits = Limits::default();
    limits.csv.max(limits.xlsx).max(limits.xls)
}

/// Stages a file and shows what it would do. Nothing is changed.
pub(crate) async fn preview(
    house: &House,
    account: &Acting,
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
            // A sheet that is staged twice does nothing twice: only the answer is kept.
            let act = Act::new(house.clock.now(), account.actor());
            house.store.put_upload(&act, &kept).await?;
            Ok(preview)
        }
        Err(refused) => {
            // What cannot be read is of no further use; should it stay, it is removed later.
            let _ = house.files.uploads.remove(&kept.id).await;
            Err(refused)
        }
    }
}

/// More rows of one sort.
pub(crate) async fn rows(
    house: &House,
    account: &Acting,
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
async fn find(house: &House, account: &Acting, id: &LedgerId, upload: &str) -> Served<(Opened, Upload)> {
    let opened = open(house, Some(account.person()), id).await?;
    let upload = house.store.upload(upload).await?.ok_or(Kind::NotFound)?;
    if upload.account != account.id || upload.ledger != *id || upload.plan != opened.plan().id {
        return Err(Kind::NotFound.into());
    }
    Ok((opened, upload))
}

async fn reopened(house: &House, upload: &Upload) -> Result<File, Refused> {
    house.files.uploads.open(&upload.id).await.map_err(staged_badly)
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
    let heading = scale.weigh(handle.block_on(reopened(house, &upload))?, |weighed| {
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
    account: &Acting,
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
        let file = handle.block_on(reopened(&house_, &upload))?;
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

pub(crate) fn staged_badly(error: UploadError) -> Refused {
    match error {
        UploadError::TooLarge { limit } => FileTrouble::TooLarge { limit }.into(),
        // Staged files are removed after a while.
        UploadError::NotFound => Kind::NotFound.into(),
        UploadError::BrokenOff(_) => Kind::CutShort.into(),
        other => Refused::disk(&other),
    }
}
