//! What is good of a sheet goes into the ledger.

use std::{
    fs::File,
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
};

use tokio::runtime::Handle;
use yaodian_contract::ledger::{Committed, VerdictCounts};
use yaodian_domain::{
    id::LedgerId,
    ledger::{Entry, Verdict},
};
use yaodian_store::{Changing, How, Mode, Put};

use super::{
    super::{Opened, Served},
    find, reopened,
    weigh::{STRIDE, Scale, Since, Sort},
};
use crate::{
    house::House,
    service::{Acting, Refused, aside, once},
};

/// Puts the good rows of an upload into the ledger. It goes on to its end, whether anybody still
/// waits for the answer or not.
pub(crate) async fn commit(
    house: &House,
    account: &Acting,
    id: &LedgerId,
    upload: &str,
    seen: i64,
) -> Served<Committed> {
    let (opened, upload) = find(house, account, id, upload).await?;
    let file = reopened(house, &upload).await?;
    let (house, account) = (house.clone(), account.clone());
    let committed = tokio::spawn(once::along(once::doing(), async move {
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
    }));
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
pub(crate) async fn run(house: &House, account: Option<&Acting>, import: Import) -> Served<Committed> {
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
