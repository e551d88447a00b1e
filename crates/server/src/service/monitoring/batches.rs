//! What came in, and what was set aside of it.

use std::borrow::Cow;

use yaodian_contract::{
    Kind,
    monitoring::{Batch, BatchView, HeldRow},
};
use yaodian_documents::neutralise;
use yaodian_domain::{Decimal, ledger::access::Scope};
use yaodian_monitoring::network::arrival::Reason;
use yaodian_store::{Held, measurements::BatchHead, time_of};
use yaodian_words::{Lang, monitoring_desk as words};

use super::{Opened, open_all};
use crate::{
    house::House,
    service::{Acting, Refused, Served},
};

/// So many batches are listed.
const LISTED: u32 = 50;
/// So many rows of what was set aside are shown; the file has all.
const SHOWN: usize = 500;

/// The last batches that the person may see, of the networks that are open to him.
pub(super) async fn latest(house: &House, account: &Acting, opened: &[Opened]) -> Served<Vec<Batch>> {
    let all = house.store.measurement_batches(None, LISTED).await?;
    let seen = all.into_iter().filter(|head| is_seen(account, opened, head));
    Ok(seen.map(batch).collect())
}

/// A batch with what was set aside of it.
pub(crate) async fn view(house: &House, account: &Acting, id: &str) -> Served<BatchView> {
    let (head, held) = find(house, account, id).await?;
    Ok(BatchView {
        batch: batch(head),
        held: held.iter().take(SHOWN).map(row).collect(),
    })
}

/// What was set aside of a batch, as a table with the reasons in its last column, to be mended and
/// brought in again.
pub(crate) async fn held_file(house: &House, account: &Acting, id: &str, lang: Lang) -> Served<(String, String)> {
    let (head, held) = find(house, account, id).await?;
    let failed = |error: &dyn std::fmt::Display| Refused::Failed(error.to_string());
    // With its mark, so that Excel reads it as UTF-8.
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let heads = head
        .heads
        .iter()
        .map(String::as_str)
        .chain([words::reasons_column(lang)]);
    let heads = heads.map(|head| neutralise(head).into_owned());
    writer.write_record(heads).map_err(|error| failed(&error))?;
    for held in &held {
        let mut cells: Vec<&str> = held.cells.iter().map(String::as_str).collect();
        cells.resize(head.heads.len().max(cells.len()), "");
        let reasons: Vec<String> = reasons(held).iter().map(|reason| words::reason(lang, reason)).collect();
        let reasons = reasons.join("\n");
        cells.push(&reasons);
        writer
            .write_record(cells.into_iter().map(|cell| harmless(cell).into_owned()))
            .map_err(|error| failed(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    let text = String::from_utf8(bytes).map_err(|error| failed(&error))?;
    let stem = head.name.rsplit_once('.').map_or(head.name.as_str(), |(stem, _)| stem);
    Ok((words::held_name(lang, &stem), text))
}

/// A cell as no sheet runs it. Figures below zero stay figures.
fn harmless(cell: &str) -> Cow<'_, str> {
    if cell.parse::<Decimal>().is_ok() {
        cell.into()
    } else {
        neutralise(cell)
    }
}

async fn find(house: &House, account: &Acting, id: &str) -> Served<(BatchHead, Vec<Held>)> {
    let head = house.store.measurement_batch(id).await?.ok_or(Kind::NotFound)?;
    if !is_seen(account, &open_all(house, account).await?, &head) {
        return Err(Kind::NotFound.into());
    }
    let held = house.store.held_rows(id).await?;
    Ok((head, held))
}

/// Whether the person may see a batch: whoever sees all places of its network, or brought it in.
fn is_seen(account: &Acting, opened: &[Opened], head: &BatchHead) -> bool {
    let own = head.account.as_ref() == Some(&account.id);
    let of = |opened: &&Opened| opened.network == head.network && account.post.holds_in(&head.plan);
    let mut networks = opened.iter().filter(of);
    networks.any(|opened| own || opened.scope == Scope::All)
}

fn batch(head: BatchHead) -> Batch {
    Batch {
        id: head.id,
        network: head.network,
        came: head.came,
        by: head.by,
        at: time_of(head.at),
        name: head.name,
        counts: head.counts,
    }
}

fn row(held: &Held) -> HeldRow {
    HeldRow {
        row: held.row,
        place: held.station.clone(),
        reasons: reasons(held),
    }
}

/// The reasons as they were stored; none of a version that is not known any more.
fn reasons(held: &Held) -> Vec<Reason> {
    serde_json::from_value(held.reasons.clone()).unwrap_or_default()
}
