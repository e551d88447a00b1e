//! 佐证材料: files as they are taken in and handed out.

use std::collections::BTreeSet;

use axum::body::Bytes;
use yaodian_contract::{Kind, ledger::EvidenceTrouble};
use yaodian_domain::{
    evidence::{Evidence, MOST_FILES},
    id::{EvidenceId, PlanId, TargetId, UnitId},
    report::InvalidStep,
};
use yaodian_evidence::{NotAHash, keep::KeepError, serving};
use yaodian_store::{Attachment, SubjectKind, new_id};

use super::{Acting, Refused, Served, aside, once, reports::knowledge};
use crate::house::House;

impl From<EvidenceTrouble> for Refused {
    fn from(why: EvidenceTrouble) -> Self {
        Self::Because(Kind::Evidence { why })
    }
}

/// A file as it was sent.
pub(crate) struct Sent {
    pub(crate) name: String,
    pub(crate) bytes: Bytes,
}

/// A file as it is kept.
pub(crate) struct Kept {
    pub(crate) name: String,
    pub(crate) media: String,
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
    pub(crate) place: Option<String>,
}

/// Takes a file in: what it holds is looked at, and kept by its hash.
pub(crate) async fn keep(house: &House, sent: Sent, keeps_location: bool) -> Served<Kept> {
    let Sent { name, bytes } = sent;
    let accepted = aside(&house.files.decoding, move || {
        let limits = yaodian_evidence::Limits::default();
        Ok(yaodian_evidence::accept(bytes, &limits, keeps_location)?)
    });
    let accepted = accepted.await?;
    let stored = house.files.keep.put(accepted.bytes.clone()).await.map_err(kept_badly)?;
    Ok(Kept {
        name: serving::file_name(&name, accepted.media),
        media: accepted.media.to_owned(),
        bytes: stored.bytes,
        sha256: stored.sha256.to_string(),
        place: accepted.place,
    })
}

/// What a kept file holds.
pub(crate) async fn content(house: &House, sha256: &str) -> Served<Bytes> {
    let hash = sha256
        .parse()
        .map_err(|error: NotAHash| Refused::Failed(error.to_string()))?;
    house.files.keep.get(hash).await.map_err(kept_badly)
}

fn kept_badly(error: KeepError) -> Refused {
    Refused::disk(&error)
}

/// Takes in a file for what the person's unit says of a target.
pub(crate) async fn attach(house: &House, account: &Acting, target: &TargetId, sent: Sent) -> Served<Evidence> {
    let known = knowledge(house).await?;
    let target = known.plan.target(target).ok_or(Kind::NotFound)?;
    account.person().may_attach(&known.plan, target)?;
    if let Some(before) = once::before(SubjectKind::Evidence) {
        let id = EvidenceId::new(before).map_err(|_| Kind::NotFound)?;
        let (_, kept) = house.store.attachment(&id).await?.ok_or(Kind::NotFound)?;
        return Ok(kept.file);
    }
    let kept = keep(house, sent, false).await?;
    let file = Evidence {
        id: new_id(),
        name: kept.name,
        media: kept.media,
        bytes: kept.bytes,
        sha256: kept.sha256,
    };
    let attachment = Attachment {
        target: target.id.clone(),
        unit: account.unit.clone(),
        file,
    };
    let act = house.act(account.actor());
    house
        .store
        .add_attachment(&act, &known.plan.id, &attachment, &account.id)
        .await?;
    Ok(attachment.file)
}

/// The files of these ids, each taken in before from the unit for the target.
pub(super) async fn named(
    house: &House,
    plan: &PlanId,
    unit: &UnitId,
    target: &TargetId,
    ids: &[EvidenceId],
) -> Served<Vec<Evidence>> {
    let mut named: BTreeSet<&EvidenceId> = ids.iter().collect();
    let files = named.len();
    // Before each is looked up.
    if files > MOST_FILES {
        return Err(InvalidStep::TooManyFiles { files }.into());
    }
    let mut files = Vec::with_capacity(files);
    for id in ids.iter().filter(|id| named.remove(id)) {
        match house.store.attachment(id).await? {
            Some((of, found)) if of == *plan && found.unit == *unit && found.target == *target => {
                files.push(found.file);
            }
            _ => return Err(Kind::FileUnknown.into()),
        }
    }
    Ok(files)
}

/// A file that a unit attached, for those who see what it proves.
pub(crate) async fn attached(house: &House, account: &Acting, id: &EvidenceId) -> Served<Option<(Evidence, Bytes)>> {
    let Some((plan, found)) = house.store.attachment(id).await? else {
        return Ok(None);
    };
    let known = knowledge(&account.in_plan(house, &plan)?).await?;
    let target = known.plan.target(&found.target).ok_or(Kind::NotFound)?;
    if !account.person().may_see_case(&known.plan, target, &found.unit) {
        return Err(Kind::NotFound.into());
    }
    let bytes = content(house, &found.file.sha256).await?;
    Ok(Some((found.file, bytes)))
}
