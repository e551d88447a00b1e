//! Reading a backup, none of which is believed before it was summed.

use std::{
    collections::BTreeSet,
    fs::File,
    io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom},
    path::Path,
};

use yaodian_audit::Verifier;
use yaodian_evidence::heads::{Head, HeadFile};
use yaodian_store::whole::{Cell, Table};
use zip::{ZipArchive, result::ZipError};

use crate::{
    BackupError, FORMAT, Kind, Manifest, SEAL, Sound, TablePart, Trouble, What,
    lines::{self, LONGEST, Summed},
    manifest::{Begin, DIGITS, MANIFEST},
    write::{as_noted, noted, sum_of},
};

/// The largest manifest that is read, in bytes: a million files take half of it.
const LARGEST: u64 = 512 << 20;

/// The longest end of a day that is read, in bytes.
const LONGEST_HEAD: u64 = 1 << 10;

/// So many rows are handed on at a time.
const ROWS: usize = 500;

/// So many things that are wrong are told.
const TOLD: usize = 100;

/// Whether the backup at `path` is as it was written: every byte, every part, every row. What came of its
/// audit stands in the answer: the audit of the source may have been broken.
pub async fn verify(path: &Path) -> Result<Sound, BackupError> {
    Ok(Opened::verified(path, Vec::new()).await?.1)
}

/// A backup that is being read.
pub(crate) struct Opened {
    zip: ZipArchive<BufReader<File>>,
}

impl Opened {
    /// Opens a backup and reads all of it. Its chain has to go through the ends in it, and through those of `kept` that
    /// do not lie behind its own.
    pub(crate) async fn verified(path: &Path, kept: Vec<Head>) -> Result<(Self, Sound), BackupError> {
        let mut file = File::open(path)?;
        let sealed = is_sealed(&mut file)?;
        file.seek(SeekFrom::Start(0))?;
        let mut zip = match ZipArchive::new(BufReader::new(file)) {
            Ok(zip) => zip,
            Err(ZipError::Io(error)) if error.kind() != io::ErrorKind::UnexpectedEof => return Err(error.into()),
            // With its seal at the end it is all there, and something in it is not what it was.
            Err(_) if sealed.is_some() => return Err(damaged("", What::Altered)),
            Err(_) => return Err(BackupError::CutShort),
        };
        let manifest = match manifest(&mut zip) {
            Ok(manifest) => manifest,
            Err(BackupError::Foreign) if sealed.is_some() => return Err(damaged(MANIFEST, What::Unreadable)),
            Err(error) => return Err(error),
        };
        let mut opened = Self { zip };
        let mut troubles = opened.unlisted(&manifest);
        let mut ends = noted(&opened.heads(&manifest));
        let here = kept.into_iter().filter(|head| head.seq <= manifest.audit.seq);
        ends.extend(here.map(as_noted).filter(|end| !ends.contains(end)).collect::<Vec<_>>());
        let mut verifier = Verifier::new(ends);
        for part in &manifest.tables {
            let is_audit = part.table.is_of_the_audit();
            let taken = opened
                .rows(part, async |table, rows| {
                    if is_audit {
                        for row in rows {
                            table.verify(row, &mut verifier)?;
                        }
                    }
                    Ok::<_, BackupError>(())
                })
                .await;
            match taken {
                Ok(()) => {}
                Err(BackupError::Damaged(what)) => troubles.extend(what),
                Err(BackupError::Store(_)) => troubles.push(trouble(&part.part(), What::Unreadable)),
                Err(error) => return Err(error),
            }
        }
        for part in &manifest.files {
            let name = part.part();
            if !part.is_named_well() {
                troubles.push(trouble(&name, What::Unlisted));
                continue;
            }
            match opened.sum(&name, part.bytes)? {
                Some(sum) if sum == (part.bytes, part.sha256.clone()) => {}
                Some(_) => troubles.push(trouble(&name, What::Altered)),
                None => troubles.push(trouble(&name, What::Missing)),
            }
        }
        // Whatever is not in the parts is in what holds them together.
        if troubles.is_empty() && sealed != Some(true) {
            troubles.push(trouble("", What::Altered));
        }
        troubles.truncate(TOLD);
        if !troubles.is_empty() {
            return Err(BackupError::Damaged(troubles));
        }
        let audit = verifier.finish(&manifest.audit);
        Ok((opened, Sound { manifest, audit }))
    }

    /// The ends of days in it. One that cannot be read is told with the sums.
    pub(crate) fn heads(&mut self, manifest: &Manifest) -> Vec<HeadFile> {
        let parts = manifest.files.iter().filter(|part| part.kind == Kind::Head);
        let read = parts.filter_map(|part| {
            let (name, place) = (part.name.clone(), part.part());
            // None is longer than a line or two.
            let bytes = self.bytes(&place, part.bytes.min(LONGEST_HEAD)).ok()?;
            Some(HeadFile { name, bytes })
        });
        read.collect()
    }

    /// Parts that are there and not listed, and tables and files that are listed twice.
    fn unlisted(&self, manifest: &Manifest) -> Vec<Trouble> {
        let mut listed = BTreeSet::from([MANIFEST.to_owned()]);
        let mut troubles = Vec::new();
        let tables = manifest.tables.iter().map(TablePart::part);
        for name in tables.chain(manifest.files.iter().map(crate::Part::part)) {
            if !listed.insert(name.clone()) {
                troubles.push(trouble(&name, What::Unlisted));
            }
        }
        for name in self.zip.file_names() {
            match name {
                Ok(name) if listed.contains(name.as_ref()) => {}
                Ok(name) => troubles.push(trouble(&name, What::Unlisted)),
                Err(_) => troubles.push(trouble("", What::Unreadable)),
            }
        }
        if self.zip.has_duplicate_names() {
            troubles.push(trouble("", What::Unreadable));
        }
        troubles
    }

    /// The size and the sum of a part; `None` where it is not there. No more of it is read than it should have.
    fn sum(&mut self, name: &str, bytes: u64) -> Result<Option<(u64, String)>, BackupError> {
        let part = match self.zip.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return unreadable(error).map(Some),
        };
        let mut sum = Summed::new(part.take(bytes.saturating_add(1)));
        match io::copy(&mut sum, &mut io::sink()) {
            Ok(_) => Ok(Some(sum.sum())),
            Err(error) => unreadable(error.into()).map(Some),
        }
    }

    /// All of a file.
    pub(crate) fn bytes(&mut self, name: &str, bytes: u64) -> Result<Vec<u8>, BackupError> {
        let part = self.zip.by_name(name)?;
        let mut all = Vec::new();
        part.take(bytes.saturating_add(1)).read_to_end(&mut all)?;
        Ok(all)
    }

    /// A file, to be read.
    pub(crate) fn reader(&mut self, name: &str) -> Result<impl io::Read + '_, BackupError> {
        Ok(self.zip.by_name(name)?)
    }

    /// Hands on the rows of a table, some at a time, and sees at the end that it was all of it.
    pub(crate) async fn rows<E: From<BackupError> + From<io::Error>>(
        &mut self,
        part: &TablePart,
        mut each: impl AsyncFnMut(&Table, Vec<Vec<Cell>>) -> Result<(), E>,
    ) -> Result<(), E> {
        let name = part.part();
        let entry = match self.zip.by_name(&name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Err(damaged(&name, What::Missing).into()),
            Err(error) => {
                return Err(
                    unreadable(error).map_or_else(E::from, |_: (u64, String)| damaged(&name, What::Altered).into())
                );
            }
        };
        let mut lines = BufReader::new(Summed::new(entry.take(part.bytes.saturating_add(1))));
        let (mut line, mut rows, mut count) = (Vec::new(), Vec::new(), 0_u64);
        loop {
            line.clear();
            match (&mut lines).take(LONGEST).read_until(b'\n', &mut line) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) if is_hardware(&error) => return Err(error.into()),
                Err(_) => return Err(damaged(&name, What::Altered).into()),
            }
            let row = lines::row(&line).filter(|row| row.len() == part.table.columns.len());
            rows.push(row.ok_or_else(|| damaged(&name, What::Altered))?);
            count += 1;
            if rows.len() == ROWS {
                each(&part.table, std::mem::take(&mut rows)).await?;
            }
        }
        if !rows.is_empty() {
            each(&part.table, rows).await?;
        }
        let sum = lines.into_inner().sum();
        if count != part.rows || sum != (part.bytes, part.sha256.clone()) {
            return Err(damaged(&name, What::Altered).into());
        }
        Ok(())
    }
}

/// Whether a failure is the disk's, and not that of what was read.
fn is_hardware(error: &io::Error) -> bool {
    error.raw_os_error().is_some()
}

/// A part that cannot be unpacked has no sum that it should have; a disk that fails is another matter.
fn unreadable(error: ZipError) -> Result<(u64, String), BackupError> {
    match error {
        ZipError::Io(error) if is_hardware(&error) => Err(error.into()),
        _ => Ok((0, String::new())),
    }
}

fn trouble(part: &str, what: What) -> Trouble {
    Trouble {
        part: part.to_owned(),
        what,
    }
}

fn damaged(part: &str, what: What) -> BackupError {
    BackupError::Damaged(vec![trouble(part, what)])
}

/// Whether the sum at the end is that of everything before; `None` if there is no sum at the end.
fn is_sealed(file: &mut File) -> Result<Option<bool>, BackupError> {
    let size = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(0))?;
    let mut begin = Vec::new();
    file.by_ref().take(4).read_to_end(&mut begin)?;
    let tail = (SEAL.len() + DIGITS) as u64;
    let mut end = Vec::new();
    file.seek(SeekFrom::Start(size.saturating_sub(tail)))?;
    file.by_ref().take(tail).read_to_end(&mut end)?;
    let seal = end.strip_prefix(SEAL.as_bytes());
    if begin != b"PK\x03\x04" && seal.is_none() {
        return Err(BackupError::Foreign);
    }
    let Some(seal) = seal else {
        return Ok(None);
    };
    file.seek(SeekFrom::Start(0))?;
    let sum = sum_of(&mut file.take(size.saturating_sub(DIGITS as u64)))?;
    Ok(Some(sum.as_bytes() == seal))
}

fn manifest(zip: &mut ZipArchive<BufReader<File>>) -> Result<Manifest, BackupError> {
    let part = match zip.by_name(MANIFEST) {
        Ok(part) => part,
        Err(ZipError::Io(error)) if is_hardware(&error) => return Err(error.into()),
        Err(_) => return Err(BackupError::Foreign),
    };
    let mut text = Vec::new();
    match part.take(LARGEST).read_to_end(&mut text) {
        Ok(_) => {}
        Err(error) if is_hardware(&error) => return Err(error.into()),
        Err(_) => return Err(damaged(MANIFEST, What::Altered)),
    }
    let begin: Begin = serde_json::from_slice(&text).map_err(|_| BackupError::Foreign)?;
    if begin.format > FORMAT {
        let Begin { format, product } = begin;
        return Err(BackupError::Newer { format, product });
    }
    serde_json::from_slice(&text).map_err(|_| BackupError::Foreign)
}
