//! What came in, and what was set aside of it.

use yaodian_contract::{
    Kind,
    monitoring::{Batch, BatchView, Came, Counts, HeldRow},
};
use yaodian_domain::ledger::access::Scope;
use yaodian_monitoring::network::arrival::Reason;
use yaodian_store::{BatchCounts, Held, measurements::BatchHead, time_of};
use yaodian_words::{Lang, monitoring_desk as words};

use super::{Opened, open};
use crate::{
    house::House,
    service::{Acting, Refused, Served},
};

/// So many batches are listed.
const LISTED: u32 = 50;
/// So many rows of what was set aside are shown; the file has all.
const SHOWN: usize = 500;

/// The last batches that the person may see.
pub(super) async fn latest(house: &House, account: &Acting) -> Served<Vec<Batch>> {
    let mut all = Vec::new();
    for head in house.store.measurement_batches(None, LISTED).await? {
        if seen(house, account, &head).await?.is_some() {
            all.push(batch(head));
        }
    }
    Ok(all)
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
    writer.write_record(heads).map_err(|error| failed(&error))?;
    for held in &held {
        let mut cells: Vec<&str> = held.cells.iter().map(String::as_str).collect();
        cells.resize(head.heads.len().max(cells.len()), "");
        let reasons: Vec<String> = reasons(held).iter().map(|reason| words::reason(lang, reason)).collect();
        let reasons = reasons.join("\n");
        cells.push(&reasons);
        writer.write_record(cells).map_err(|error| failed(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    let text = String::from_utf8(bytes).map_err(|error| failed(&error))?;
    let stem = head.name.rsplit_once('.').map_or(head.name.as_str(), |(stem, _)| stem);
    Ok((words::held_name(lang, &stem), text))
}

async fn find(house: &House, account: &Acting, id: &str) -> Served<(BatchHead, Vec<Held>)> {
    let head = house.store.measurement_batch(id).await?.ok_or(Kind::NotFound)?;
    if seen(house, account, &head).await?.is_none() {
        return Err(Kind::NotFound.into());
    }
    let held = house.store.held_rows(id).await?;
    Ok((head, held))
}

/// The network of a batch, where the person may see it: whoever sees all places of it, or brought it in.
async fn seen(house: &House, account: &Acting, head: &BatchHead) -> Served<Option<Opened>> {
    let opened = match open(house, Some(&account.person()), head.network).await {
        Ok(opened) => opened,
        Err(Refused::Because(Kind::NoNetwork)) => return Ok(None),
        Err(refused) => return Err(refused),
    };
    let own = head.account.as_ref() == Some(&account.id);
    Ok((own || opened.scope == Scope::All).then_some(opened))
}

/// What rows came to.
pub(super) fn counts(counts: BatchCounts) -> Counts {
    Counts {
        rows: counts.rows,
        added: counts.added,
        revised: counts.revised,
        unchanged: counts.unchanged,
        held: counts.held,
    }
}

fn batch(head: BatchHead) -> Batch {
    Batch {
        id: head.id,
        network: head.network,
        came: match head.came {
            yaodian_store::Came::Upload => Came::Upload,
            yaodian_store::Came::Push => Came::Push,
            yaodian_store::Came::Command => Came::Command,
            yaodian_store::Came::Demonstration => Came::Demonstration,
        },
        by: head.by,
        at: time_of(head.at),
        name: head.name,
        counts: counts(head.counts),
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
