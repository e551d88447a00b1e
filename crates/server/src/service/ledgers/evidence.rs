//! 佐证材料: files that prove something about an entry.

use axum::body::Bytes;
use yaodian_contract::{Kind, ledger::EntryView};
use yaodian_domain::{
    access::Refusal,
    id::{EntryId, FieldId, LedgerId, StageId},
    ledger::{Column, Entry, FieldKind, Problem, Trouble, access::Scope},
};
use yaodian_store::{Evidence, NewEvidence};

use super::{Opened, Served, entries, open};
use crate::{
    house::House,
    service::{
        Acting, Refused,
        files::{self, Sent},
    },
};

/// What a file is to prove.
pub(crate) enum Proves {
    /// That a stage is done.
    Stage(StageId),
    /// It is the content of a field.
    Field(FieldId),
}

/// Adds a file to an entry.
pub(crate) async fn add(
    house: &House,
    account: &Acting,
    id: &LedgerId,
    entry: EntryId,
    proves: Proves,
    sent: Sent,
) -> Served<EntryView> {
    let opened = open(house, Some(account.person()), id).await?;
    let ledger = &opened.ledger;
    let entry = entries::entry(house, &opened, entry).await?;
    may_change(&opened, &entry)?;
    let known = match &proves {
        Proves::Stage(id) => ledger.stage(id).is_some(),
        Proves::Field(id) => ledger
            .field(id)
            .is_some_and(|(_, field)| field.kind == FieldKind::Attachment),
    };
    if !known {
        return Err(Kind::NotFound.into());
    }
    let kept = files::keep(house, sent, ledger.keeps_location).await?;
    let (stage, field) = match proves {
        Proves::Stage(id) => (Some(id), None),
        Proves::Field(id) => (None, Some(id)),
    };
    let new = NewEvidence {
        entry: entry.id,
        stage,
        field,
        name: kept.name,
        media: kept.media,
        bytes: kept.bytes,
        sha256: kept.sha256,
        place: kept.place,
        account: account.id.clone(),
    };
    let act = house.act(account.actor());
    house.store.add_evidence(&act, &opened.plan().id, ledger, new).await?;
    let entry = entries::entry(house, &opened, entry.id).await?;
    entries::around(house, &opened, entry).await
}

/// Takes a file back: it stays kept, and counts no more.
pub(crate) async fn withdraw(
    house: &House,
    account: &Acting,
    id: &LedgerId,
    entry: EntryId,
    evidence: &str,
) -> Served<EntryView> {
    let opened = open(house, Some(account.person()), id).await?;
    let entry = entries::entry(house, &opened, entry).await?;
    may_change(&opened, &entry)?;
    let file = house.store.evidence(evidence).await?.ok_or(Kind::NotFound)?;
    if file.entry != entry.id || file.withdrawn {
        return Err(Kind::NotFound.into());
    }
    still_proved(&opened, &entry, file.stage.as_ref())?;
    let act = house.act(account.actor());
    house
        .store
        .withdraw_evidence(&act, &opened.plan().id, &opened.ledger, evidence)
        .await?;
    let entry = entries::entry(house, &opened, entry.id).await?;
    entries::around(house, &opened, entry).await
}

/// Whether the person may change an entry's evidence: as its cells, until it is settled.
fn may_change(opened: &Opened, entry: &Entry) -> Served<()> {
    let (desk, ledger) = (opened.desk(), &opened.ledger);
    if !desk.may_edit(ledger, &entry.row.unit) {
        return Err(Refusal::OtherUnit.into());
    }
    match desk.settled(ledger, &entry.row) {
        None => Ok(()),
        Some(stage) => {
            let stage = stage.id.clone();
            Err(refused(Column::Stage, Trouble::Settled { stage }))
        }
    }
}

/// Whether a stage that is done would still have what it needs with one file less.
fn still_proved(opened: &Opened, entry: &Entry, stage: Option<&StageId>) -> Served<()> {
    let Some(at) = stage.and_then(|stage| opened.ledger.stage(stage)) else {
        return Ok(());
    };
    let need = opened.ledger.stages.get(at).map_or(0, |stage| stage.files);
    let has = entry.files.get(at).copied().unwrap_or(0).saturating_sub(1);
    if at < entry.row.reached.len() && has < need {
        let column = Column::Reached(opened.ledger.stages[at].id.clone());
        return Err(refused(column, Trouble::NoEvidence { need, has }));
    }
    Ok(())
}

fn refused(column: Column, trouble: Trouble) -> Refused {
    let problems = vec![Problem::new(column, trouble)];
    Kind::Entry { problems }.into()
}

/// A file, for those who see its entry.
pub(crate) async fn file(house: &House, account: &Acting, id: &str) -> Served<(Evidence, Bytes)> {
    let file = house.store.evidence(id).await?.ok_or(Kind::NotFound)?;
    let house = &account.in_plan(house, &file.plan)?;
    let opened = open(house, Some(account.person()), &file.ledger).await?;
    if file.plan != opened.plan().id || file.withdrawn && !matches!(opened.scope, Scope::All) {
        return Err(Kind::NotFound.into());
    }
    entries::entry(house, &opened, file.entry).await?;
    let bytes = files::content(house, &file.sha256).await?;
    Ok((file, bytes))
}
