//! Putting a backup back.

use std::{collections::BTreeSet, path::Path};

use futures_util::TryStreamExt as _;
use yaodian_evidence::{ContentHash, keep::Keep, uploads::Uploads};
use yaodian_store::whole::Filling;

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
}

/// Verifies all of a backup and then puts it into an empty installation, all or nothing. A backup whose
/// audit did not hold when it was made is refused, unless `even_broken`.
pub async fn restore(path: &Path, into: Into<'_>, even_broken: bool) -> Result<Sound, BackupError> {
    let (mut opened, sound) = Opened::verified(path).await?;
    if !sound.audit.is_whole() && !even_broken {
        return Err(BackupError::Audit(sound.audit.findings));
    }
    let manifest = &sound.manifest;
    let there = others(into.keep, manifest).await?;
    let mut filling = Filling::begin(into.url, &manifest.schema).await?;
    let mut put = Vec::new();
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
            }
        }
        Ok(())
    }
    .await;
    let done = match filled {
        Ok(()) => filling
            .finish(&manifest.audit, even_broken)
            .await
            .map_err(BackupError::from),
        Err(error) => {
            filling.give_up().await;
            Err(error)
        }
    };
    if let Err(error) = done {
        // Nothing is left behind. What cannot be removed belongs to nothing, and harms nobody.
        for sha256 in put {
            let _ = into.keep.remove(sha256).await;
        }
        for part in manifest.files.iter().filter(|part| part.kind == Kind::Sheet) {
            let _ = into.uploads.remove(&part.name).await;
        }
        return Err(error);
    }
    Ok(sound)
}

/// The files of the backup that are there already, after a restore that was broken off; refused if there are others.
async fn others(keep: &Keep, manifest: &Manifest) -> Result<BTreeSet<ContentHash>, BackupError> {
    let ours: BTreeSet<&str> = manifest.files.iter().map(|part| part.sha256.as_str()).collect();
    let there: Vec<_> = keep.list().try_collect().await?;
    let others = there
        .iter()
        .filter(|kept| !ours.contains(kept.sha256.to_string().as_str()));
    match others.count() {
        0 => Ok(there.into_iter().map(|kept| kept.sha256).collect()),
        others => Err(BackupError::OtherFiles(others)),
    }
}
