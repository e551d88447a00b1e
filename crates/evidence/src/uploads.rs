//! Bodies of requests on their way in.

use std::{
    error::Error,
    fs, io,
    path::{Path, PathBuf},
    pin::pin,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use sha2::{Digest as _, Sha256};
use tempfile::Builder;
use tokio::{io::AsyncWriteExt as _, task};
use uuid::Uuid;

use crate::ContentHash;

/// Why an upload could not be staged or found.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// Larger than it may be. The rest of it has not been read.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// Whoever sent it broke off.
    #[error("broken off")]
    BrokenOff(#[source] Box<dyn Error + Send + Sync>),
    /// There is none with this key, or none any more.
    #[error("no such upload")]
    NotFound,
    /// The disk fails.
    #[error("the disk: {0}")]
    Disk(#[from] io::Error),
    /// The program is being stopped.
    #[error("stopped")]
    Stopped,
}

/// An upload that is on disk in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged {
    /// How it is found again: 32 hexadecimal digits that cannot be guessed.
    pub key: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The hash of what was sent.
    pub sha256: ContentHash,
}

/// The folder `uploads/`. Nothing in it is meant to last.
#[derive(Debug, Clone)]
pub struct Uploads {
    folder: PathBuf,
}

impl Uploads {
    /// `uploads/` within this folder; made if it is not there.
    pub fn in_folder(folder: &Path) -> io::Result<Self> {
        let folder = folder.join("uploads");
        fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    /// Writes what is sent to disk, piece by piece, and stops at the limit. On an error, and if
    /// the future is dropped, what was written is removed.
    pub async fn stage<S, E>(&self, body: S, limit: u64) -> Result<Staged, UploadError>
    where
        S: Stream<Item = Result<Bytes, E>>,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let key = Uuid::now_v7().simple().to_string();
        // Removed when it is dropped.
        let (folder, name) = (self.folder.clone(), format!("{key}.part"));
        let (file, part) = task::spawn_blocking(move || Builder::new().prefix(&name).rand_bytes(0).tempfile_in(folder))
            .await
            .map_err(|_| UploadError::Stopped)??
            .into_parts();
        let mut file = tokio::fs::File::from_std(file);
        let mut hasher = Sha256::new();
        let mut written = 0_u64;
        let mut body = pin!(body);
        while let Some(piece) = body.next().await {
            let piece = piece.map_err(|error| UploadError::BrokenOff(error.into()))?;
            written = written.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
            if written > limit {
                return Err(UploadError::TooLarge { limit });
            }
            hasher.update(&piece);
            file.write_all(&piece).await?;
        }
        // What is previewed is what is committed later, also after a loss of power.
        file.sync_all().await?;
        drop(file);
        let (place, folder) = (self.folder.join(&key), self.folder.clone());
        task::spawn_blocking(move || {
            part.persist(place).map_err(io::Error::from)?;
            flush(&folder)
        })
        .await
        .map_err(|_| UploadError::Stopped)??;
        Ok(Staged {
            key,
            bytes: written,
            sha256: ContentHash::finish(hasher),
        })
    }

    /// Opens an upload, for reading. Blocks shortly.
    pub fn open(&self, key: &str) -> Result<fs::File, UploadError> {
        fs::File::open(self.place(key)?).map_err(not_found)
    }

    /// Puts an upload back under its key, in full or not at all. Blocks.
    pub fn put_back(&self, key: &str, from: &mut impl io::Read) -> Result<(), UploadError> {
        let place = self.place(key)?;
        let name = format!("{key}.part");
        let mut part = Builder::new().prefix(&name).rand_bytes(0).tempfile_in(&self.folder)?;
        io::copy(from, &mut part)?;
        part.as_file().sync_all()?;
        part.persist(place).map_err(io::Error::from)?;
        flush(&self.folder)?;
        Ok(())
    }

    /// Writes something, to the disk and all, and takes it back: whether anything can be kept. Blocks.
    pub fn try_writing(&self) -> io::Result<()> {
        let name = format!("{}.part", Uuid::now_v7().simple());
        let mut part = Builder::new().prefix(&name).rand_bytes(0).tempfile_in(&self.folder)?;
        io::Write::write_all(&mut part, &[0; 4096])?;
        part.as_file().sync_all()
    }

    /// Removes an upload; nothing happens if there is none. Blocks shortly.
    pub fn remove(&self, key: &str) -> Result<(), UploadError> {
        match fs::remove_file(self.place(key)?).map_err(not_found) {
            Ok(()) | Err(UploadError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Removes uploads that nothing was written to for longer than `age` at `now`, and what a
    /// crash has left of others; how many. Blocks shortly.
    pub fn remove_old(&self, now: SystemTime, age: Duration) -> io::Result<usize> {
        let mut removed = 0;
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let ours = name.to_str().is_some_and(|name| {
                let key = name.strip_suffix(".part").unwrap_or(name);
                is_key(key)
            });
            if !ours {
                continue;
            }
            // Whatever is gone meanwhile was removed by somebody else.
            let Ok(at) = entry.metadata().and_then(|meta| meta.modified()) else {
                continue;
            };
            if now.duration_since(at).is_ok_and(|since| since > age) && fs::remove_file(entry.path()).is_ok() {
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// Keys come back from outside: nothing but a key ever becomes part of a path.
    fn place(&self, key: &str) -> Result<PathBuf, UploadError> {
        if is_key(key) {
            Ok(self.folder.join(key))
        } else {
            Err(UploadError::NotFound)
        }
    }
}

/// Sees to it that what a folder names is named after a loss of power, too.
fn flush(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

fn is_key(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn not_found(error: io::Error) -> UploadError {
    match error.kind() {
        io::ErrorKind::NotFound => UploadError::NotFound,
        _ => UploadError::Disk(error),
    }
}
