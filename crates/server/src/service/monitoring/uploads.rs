//! A table is staged and looked at, and then goes in.
//!
//! The file is read again for each question: what was shown is not kept, and what goes in is weighed
//! against what was said before at that moment.

use std::fs::File;

use yaodian_contract::{
    Kind,
    monitoring::{Done, HeldRow, Preview, Terms},
};
use yaodian_documents::{Limits, PlainTable, read_any_table};
use yaodian_domain::ledger::Network;
use yaodian_monitoring::network::{Came, Counts};
use yaodian_store::{Act, Upload};

use super::{
    Opened, open,
    weigh::{Bringing, Sheet, put, weigh},
};
use crate::{
    house::House,
    service::{Acting, Served, aside, ledgers::uploads::staged_badly},
};

/// What a table may hold: an hour of a country's stations for a month, or a year of its sections.
const LIMITS: Limits = Limits {
    csv: 128 << 20,
    xlsx: 32 << 20,
    xls: 32 << 20,
    unpacked: 512 << 20,
    rows: 1_048_576,
};

/// Stages a table and shows what it would do. Nothing is changed.
pub(crate) async fn preview(
    house: &House,
    account: &Acting,
    network: Network,
    (name, terms): (String, Terms),
    body: axum::body::BodyDataStream,
) -> Served<Preview> {
    let opened = open(house, Some(&account.person()), network).await?;
    let largest = LIMITS.csv.max(LIMITS.xlsx);
    let staged = house.files.uploads.stage(body, largest).await.map_err(staged_badly)?;
    let upload = Upload {
        id: staged.key,
        plan: opened.known.plan.id.clone(),
        ledger: opened.ledger.id.clone(),
        account: account.id.clone(),
        name,
        bytes: staged.bytes,
        sha256: staged.sha256.to_string(),
        batch: None,
    };
    let shown = async {
        let sheet = sheet(house, &upload).await?;
        let weighed = weigh(house, &opened, &sheet, terms).await?;
        Ok(Preview {
            id: upload.id.clone(),
            name: upload.name.clone(),
            network,
            terms,
            counts: weighed.counts,
            partly: weighed.partly,
            incoming: weighed.incoming(house, &opened),
            held: weighed.held,
        })
    };
    match shown.await {
        Ok(preview) => {
            // A sheet that is staged twice does nothing twice: only the answer is kept.
            let act = Act::new(house.clock.now(), account.actor());
            house.store.put_upload(&act, &upload).await?;
            Ok(preview)
        }
        Err(refused) => {
            // What cannot be read is of no further use; should it stay, it is removed later.
            let _ = house.files.uploads.remove(&upload.id).await;
            Err(refused)
        }
    }
}

/// Puts a staged table in.
pub(crate) async fn commit(
    house: &House,
    account: &Acting,
    network: Network,
    upload: &str,
    terms: Terms,
) -> Served<Done> {
    let opened = open(house, Some(&account.person()), network).await?;
    let upload = found(house, account, &opened, upload).await?;
    let sheet = sheet(house, &upload).await?;
    let bringing = Bringing {
        act: house.act(account.actor()),
        came: Came::Upload,
        account: Some(&account.id),
    };
    let done = put(house, &opened, sheet, terms, bringing).await?;
    let act = house.act(account.actor());
    house.store.mark_committed(&act, &upload.id, Some(&done.batch)).await?;
    Ok(done)
}

async fn found(house: &House, account: &Acting, opened: &Opened, upload: &str) -> Served<Upload> {
    let upload = house.store.upload(upload).await?.ok_or(Kind::NotFound)?;
    if upload.account != account.id || upload.ledger != opened.ledger.id || upload.plan != opened.known.plan.id {
        return Err(Kind::NotFound.into());
    }
    Ok(upload)
}

/// The staged table, read.
async fn sheet(house: &House, upload: &Upload) -> Served<Sheet> {
    let file = house.files.uploads.open(&upload.id).await.map_err(staged_badly)?;
    read(house, file, upload.name.clone(), Some(upload.sha256.clone())).await
}

/// Reads a file as a table.
pub(crate) async fn read(house: &House, file: File, name: String, sha256: Option<String>) -> Served<Sheet> {
    let table = aside(&house.files.sheets, move || Ok(read_any_table(file, &LIMITS)?)).await?;
    let PlainTable { heads, rows, .. } = table;
    Ok(Sheet::new(name, sha256, heads, rows))
}

/// What a table would do, for the command line: what its rows come to, and the first of which something
/// is set aside.
pub(crate) async fn look(
    house: &House,
    opened: &Opened,
    sheet: &Sheet,
    terms: Terms,
) -> Served<(Counts, Vec<HeldRow>)> {
    let weighed = weigh(house, opened, sheet, terms).await?;
    Ok((weighed.counts, weighed.held))
}
