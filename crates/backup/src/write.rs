//! Making a backup.

use std::{
    fs::File,
    io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _},
    path::Path,
};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use yaodian_audit::{Noted, Verified, Verifier};
use yaodian_evidence::{
    heads::{Head, HeadFile, Heads},
    keep::{Keep, KeepError},
    uploads::{UploadError, Uploads},
};
use yaodian_store::{
    Store,
    whole::{KeptFile, Snapshot},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::{
    BackupError, FORMAT, Kind, Manifest, Part, SEAL, TablePart,
    lines::{self, Summed, digits},
    manifest::{DIGITS, MANIFEST, table_part},
};

/// What a backup is made of.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The database.
    pub store: &'a Store,
    /// The files of evidence.
    pub keep: &'a Keep,
    /// The sheets on their way in.
    pub uploads: &'a Uploads,
    /// The ends of the audit's days.
    pub heads: &'a Heads,
}

/// What came of making a backup.
#[derive(Debug)]
pub struct Written {
    /// What is in it.
    pub manifest: Manifest,
    /// What came of the audit of the source.
    pub audit: Verified,
    /// The size of the file in bytes.
    pub bytes: u64,
}

type Zip = ZipWriter<BufWriter<File>>;

/// Makes a backup at `path`, where nothing may be yet. Whoever writes meanwhile does not wait, and what he
/// writes is not in it. Blocks while it compresses: call it where that is fine.
pub async fn write(source: Source<'_>, path: &Path, product: &str, made_at: Timestamp) -> Result<Written, BackupError> {
    if path.try_exists()? {
        return Err(BackupError::Exists);
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    // Removed when it is dropped, and readable for nobody else: hashes of passwords are in it.
    let made = tempfile::Builder::new()
        .prefix(&name)
        .suffix(".tmp")
        .tempfile_in(folder)?;
    let mut zip = ZipWriter::new(BufWriter::new(made.as_file().try_clone()?));
    // First: whatever is kept by now is an end of the chain as it stands a moment later.
    let heads = source.heads.files().await?;
    let mut snapshot = source.store.snapshot().await?;
    let (tables, audit) = tables(&mut snapshot, noted(&heads), &mut zip).await?;
    let (evidence, sheets) = (snapshot.evidence().await?, snapshot.sheets().await?);
    let (schema, head) = (snapshot.schema().to_vec(), snapshot.head().clone());
    // Whatever it names is kept for good: what comes now can take its time.
    drop(snapshot);
    let mut manifest = Manifest {
        format: FORMAT,
        product: product.to_owned(),
        made_at,
        schema,
        audit: head,
        audit_holds: audit.is_whole(),
        tables,
        files: Vec::new(),
        missing: Vec::new(),
    };
    for file in evidence {
        put_evidence(source.keep, file, &mut manifest, &mut zip).await?;
    }
    for file in heads {
        put_head(file, &mut manifest, &mut zip)?;
    }
    for file in sheets {
        put_sheet(source.uploads, file, &mut manifest, &mut zip).await?;
    }
    zip.start_file(MANIFEST, packed())?;
    serde_json::to_writer_pretty(&mut zip, &manifest).map_err(io::Error::from)?;
    zip.set_raw_comment(format!("{SEAL}{}", "0".repeat(DIGITS)).into_bytes().into())?;
    let mut out = zip.finish()?;
    out.flush()?;
    drop(out);
    let bytes = seal(made.as_file())?;
    made.persist_noclobber(path).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => BackupError::Exists,
        _ => error.error.into(),
    })?;
    // That it has its name is to last as well.
    File::open(folder)?.sync_all()?;
    Ok(Written { manifest, audit, bytes })
}

/// For what gets smaller.
fn packed() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .large_file(true)
}

/// For photos and the like, which are compressed already.
fn bare() -> SimpleFileOptions {
    packed().compression_method(CompressionMethod::Stored)
}

/// The ends that the chain has to go through.
pub(crate) fn noted(heads: &[HeadFile]) -> Vec<Noted> {
    heads.iter().filter_map(HeadFile::head).map(as_noted).collect()
}

pub(crate) fn as_noted(Head { seq, hash }: Head) -> Noted {
    Noted { seq: Some(seq), hash }
}

async fn tables(
    snapshot: &mut Snapshot,
    noted: Vec<Noted>,
    zip: &mut Zip,
) -> Result<(Vec<TablePart>, Verified), BackupError> {
    let mut parts = Vec::new();
    let mut verifier = Verifier::new(noted);
    for table in snapshot.tables() {
        zip.start_file(table_part(&table.name), packed())?;
        let mut out = Summed::new(&mut *zip);
        let rows = snapshot
            .each_chunk(&table.name, async |rows| {
                lines::put(&rows, &mut out)?;
                if table.is_of_the_audit() {
                    for row in rows {
                        table.verify(row, &mut verifier)?;
                    }
                }
                Ok::<_, BackupError>(())
            })
            .await?;
        let (bytes, sha256) = out.sum();
        parts.push(TablePart {
            table,
            rows,
            bytes,
            sha256,
        });
    }
    Ok((parts, verifier.finish(snapshot.head())))
}

async fn put_evidence(keep: &Keep, file: KeptFile, manifest: &mut Manifest, zip: &mut Zip) -> Result<(), BackupError> {
    let Ok(hash) = file.sha256.parse() else {
        manifest.missing.push(file.sha256);
        return Ok(());
    };
    let bytes = match keep.get(hash).await {
        Ok(bytes) => bytes,
        Err(KeepError::Missing(_) | KeepError::Altered { .. }) => {
            manifest.missing.push(file.sha256);
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    let part = Part {
        kind: Kind::Evidence,
        name: file.name,
        bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        sha256: file.sha256,
    };
    zip.start_file(part.part(), bare())?;
    zip.write_all(&bytes)?;
    manifest.files.push(part);
    Ok(())
}

fn put_head(file: HeadFile, manifest: &mut Manifest, zip: &mut Zip) -> Result<(), BackupError> {
    let HeadFile { name, bytes } = file;
    let mut sum = Summed::new(io::sink());
    sum.write_all(&bytes)?;
    let (size, sha256) = sum.sum();
    let part = Part {
        kind: Kind::Head,
        name,
        bytes: size,
        sha256,
    };
    zip.start_file(part.part(), packed())?;
    zip.write_all(&bytes)?;
    manifest.files.push(part);
    Ok(())
}

/// Puts in a sheet, if it is there still and what it was: nobody is promised that it lasts.
async fn put_sheet(
    uploads: &Uploads,
    file: KeptFile,
    manifest: &mut Manifest,
    zip: &mut Zip,
) -> Result<(), BackupError> {
    let mut opened = match uploads.open(&file.name).await {
        Ok(opened) => opened,
        Err(UploadError::NotFound) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let mut sum = Summed::new(io::sink());
    io::copy(&mut opened, &mut sum)?;
    let (bytes, sha256) = sum.sum();
    let part = Part {
        kind: Kind::Sheet,
        name: file.name,
        bytes,
        sha256,
    };
    if part.sha256 != file.sha256 || !part.is_named_well() {
        return Ok(());
    }
    opened.seek(SeekFrom::Start(0))?;
    zip.start_file(part.part(), packed())?;
    io::copy(&mut opened, zip)?;
    manifest.files.push(part);
    Ok(())
}

/// Puts the sum of everything before it at the end, and writes it all to disk; the size.
fn seal(mut file: &File) -> io::Result<u64> {
    let size = file.seek(SeekFrom::End(0))?;
    let place = size.saturating_sub(DIGITS as u64);
    file.seek(SeekFrom::Start(0))?;
    let digits = sum_of(&mut file.take(place))?;
    file.seek(SeekFrom::Start(place))?;
    file.write_all(digits.as_bytes())?;
    file.sync_all()?;
    Ok(size)
}

/// The SHA-256 of all that is left to be read.
pub(crate) fn sum_of(from: &mut impl io::Read) -> io::Result<String> {
    let (mut hash, mut some) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        let read = from.read(&mut some)?;
        if read == 0 {
            return Ok(digits(&hash.finalize()));
        }
        hash.update(some.get(..read).unwrap_or_default());
    }
}
