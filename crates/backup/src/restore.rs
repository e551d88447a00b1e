//! Putting a backup back.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use futures_util::TryStreamExt as _;
use yaodian_audit::{DayEnd, Restored};
use yaodian_evidence::{
    ContentHash,
    heads::{Head, HeadFile, Heads},
    keep::Keep,
    uploads::Uploads,
};
use yaodian_store::{Act, AuditHead, whole::Filling};

use crate::{BackupError, Kind, Manifest, Sound, Trouble, What, read::Opened};

/// Where a backup is put.
#[derive(Debug, Clone, Copy)]
pub struct Into<'a> {
    /// The address of the database, which is empty.
    pub url: &'a str,
    /// The place for files of evidence, where at most those of the backup may be.
    pub keep: &'a Keep,
    /// The place for sheets.
    pub uploads: &'a Uploads,
    /// The place for the ends of the audit's days. Ends may lie there that were kept after the backup was made.
    pub heads: &'a Heads,
    /// By whom it is restored, and when.
    pub act: &'a Act,
}

/// What was restored.
#[derive(Debug)]
pub struct Back {
    /// The backup.
    pub sound: Sound,
    /// The end of the audit now.
    pub end: AuditHead,
    /// What the row says that was written, where ends were kept that lie behind the backup's own.
    pub went_back: Option<Restored>,
}

/// Verifies all of a backup and then puts it into an empty installation, all or nothing. A backup whose
/// audit did not hold when it was made, or does not go through the ends of days that are kept, is refused, unless
/// `even_broken`.
///
/// Where ends are kept that lie behind the backup's, the audit says so in a row of its own, written in the same
/// transaction, and they are set aside. Should that break off, the server does it, by what the row says.
pub async fn restore(path: &Path, into: Into<'_>, even_broken: bool) -> Result<Back, BackupError> {
    let (kept, _) = into.heads.all().await?;
    let (mut opened, sound) = Opened::verified(path, kept.values().cloned().collect()).await?;
    if !sound.audit.is_whole() && !even_broken {
        return Err(BackupError::Audit(sound.audit.findings));
    }
    let manifest = &sound.manifest;
    let there = others(into.keep, manifest).await?;
    let went_back = behind(path, manifest, kept);
    let mut filling = Filling::begin(into.url, &manifest.schema).await?;
    let (mut put, mut heads) = (Vec::new(), Vec::new());
    let filled = async {
        for part in &manifest.tables {
            opened
                .rows(part, async |table, rows| {
                    Ok::<_, BackupError>(filling.put(table, rows).await?)
                })
                .await?;
        }
        for part in &manifest.files {
            let name = part.part();
            match part.kind {
                Kind::Evidence => {
                    let bytes = opened.bytes(&name, part.bytes)?;
                    let sha256 = ContentHash::of(&bytes);
                    if sha256.to_string() != part.sha256 {
                        return Err(BackupError::Damaged(vec![Trouble {
                            part: name,
                            what: What::Altered,
                        }]));
                    }
                    if !there.contains(&sha256) {
                        put.push(sha256);
                    }
                    into.keep.put(bytes.into()).await?;
                }
                Kind::Sheet => into.uploads.put_back(&part.name, &mut opened.reader(&name)?).await?,
                Kind::Head => {
                    let (name, bytes) = (part.name.clone(), opened.bytes(&name, part.bytes)?);
                    let file = HeadFile { name, bytes };
                    if into.heads.put_back(&file).await? {
                        heads.push(file);
                    }
                }
            }
        }
        Ok(())
    }
    .await;
    let done = match filled {
        Ok(()) => filling
            .finish(
                &manifest.audit,
                even_broken,
                went_back.as_ref().map(|back| (into.act, back)),
            )
            .await
            .map_err(BackupError::from),
        Err(error) => {
            filling.give_up().await;
            Err(error)
        }
    };
    let end = match done {
        Ok(end) => end,
        Err(error) => {
            undo(into, manifest, put, heads).await;
            return Err(error);
        }
    };
    if let Some(back) = &went_back {
        for later in &back.later {
            // What fails here is done by the server, by what the row says.
            let _ = into.heads.set_aside(later.day.clone(), restored_on(into.act)).await;
        }
    }
    Ok(Back { sound, end, went_back })
}

/// What the audit has to say, where ends are kept that lie behind that of the backup.
fn behind(path: &Path, manifest: &Manifest, kept: BTreeMap<String, Head>) -> Option<Restored> {
    let end = manifest.audit.clone();
    let later: Vec<DayEnd> = (kept.into_iter().filter(|(_, head)| head.seq > end.seq))
        .map(|(day, Head { seq, hash })| DayEnd { day, seq, hash })
        .collect();
    let name = path.file_name().unwrap_or_default();
    (!later.is_empty()).then(|| Restored {
        backup: name.to_string_lossy().into_owned(),
        made_at: manifest.made_at.to_string(),
        end,
        later,
    })
}

/// The day (UTC) of a restore, as its row tells it.
fn restored_on(act: &Act) -> String {
    act.at.strftime("%Y-%m-%d").to_string()
}

/// Nothing is left behind. What cannot be removed belongs to nothing, and harms nobody.
async fn undo(into: Into<'_>, manifest: &Manifest, put: Vec<ContentHash>, heads: Vec<HeadFile>) {
    for sha256 in put {
        let _ = into.keep.remove(sha256).await;
    }
    for file in heads {
        let _ = into.heads.take_back(&file).await;
    }
    for part in manifest.files.iter().filter(|part| part.kind == Kind::Sheet) {
        let _ = into.uploads.remove(&part.name).await;
    }
}

/// The files of the backup that are there already, after a restore that was broken off; refused if there are others.
async fn others(keep: &Keep, manifest: &Manifest) -> Result<BTreeSet<ContentHash>, BackupError> {
    let files = manifest.files.iter().filter(|part| part.kind != Kind::Head);
    let ours: BTreeSet<&str> = files.map(|part| part.sha256.as_str()).collect();
    let there: Vec<_> = keep.list().try_collect().await?;
    let others = there
        .iter()
        .filter(|kept| !ours.contains(kept.sha256.to_string().as_str()));
    match others.count() {
        0 => Ok(there.into_iter().map(|kept| kept.sha256).collect()),
        others => Err(BackupError::OtherFiles(others)),
    }
}
