//! Bodies of requests on their way in.

use std::{
    error::Error,
    fs, io,
    path::{Path, PathBuf},
    pin::pin,
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use object_store::{ObjectStore, ObjectStoreExt as _, buffered::BufWriter};
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
    /// The place that several machines share fails.
    #[error(transparent)]
    Place(#[from] object_store::Error),
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

/// The name of the folder, and what all keys in a shared place begin with.
pub const FOLDER: &str = "uploads";

/// The folder `uploads/`, and a place that several machines share, where there is one: what is previewed at one of
/// them may be put in at another. Nothing in either is meant to last.
#[derive(Debug, Clone)]
pub struct Uploads {
    folder: PathBuf,
    shared: Option<Arc<dyn ObjectStore>>,
}

impl Uploads {
    /// `uploads/` within this folder; made if it is not there.
    pub fn in_folder(folder: &Path) -> io::Result<Self> {
        let folder = folder.join(FOLDER);
        fs::create_dir_all(&folder)?;
        Ok(Self { folder, shared: None })
    }

    /// The same, with a copy of everything in a place that others share.
    #[must_use]
    pub fn shared_in(self, place: Arc<dyn ObjectStore>) -> Self {
        Self {
            shared: Some(place),
            ..self
        }
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
        self.share(&key).await?;
        Ok(Staged {
            key,
            bytes: written,
            sha256: ContentHash::finish(hasher),
        })
    }

    /// Opens an upload, for reading.
    pub async fn open(&self, key: &str) -> Result<fs::File, UploadError> {
        let place = self.place(key)?;
        match (fs::File::open(&place).map_err(not_found), &self.shared) {
            (Err(UploadError::NotFound), Some(shared)) => self.fetch(shared, key, &place).await,
            (opened, _) => opened,
        }
    }

    /// Puts an upload back under its key, in full or not at all. Blocks.
    pub async fn put_back(&self, key: &str, from: &mut impl io::Read) -> Result<(), UploadError> {
        let place = self.place(key)?;
        let mut part = self.part(key)?;
        io::copy(from, &mut part)?;
        part.as_file().sync_all()?;
        part.persist(place).map_err(io::Error::from)?;
        flush(&self.folder)?;
        self.share(key).await
    }

    /// Removes an upload; nothing happens if there is none.
    pub async fn remove(&self, key: &str) -> Result<(), UploadError> {
        match fs::remove_file(self.place(key)?).map_err(not_found) {
            Ok(()) | Err(UploadError::NotFound) => {}
            Err(error) => return Err(error),
        }
        match &self.shared {
            Some(shared) => gone(shared.delete(&shared_key(key)).await),
            None => Ok(()),
        }
    }

    /// Puts a copy where others find it. If that fails, nobody finds it.
    async fn share(&self, key: &str) -> Result<(), UploadError> {
        let Some(shared) = &self.shared else {
            return Ok(());
        };
        let copied = async {
            let mut file = tokio::fs::File::open(self.place(key)?).await?;
            let mut copy = BufWriter::new(shared.clone(), shared_key(key));
            tokio::io::copy(&mut file, &mut copy).await?;
            copy.shutdown().await?;
            Ok(())
        };
        let copied: Result<(), UploadError> = copied.await;
        if copied.is_err() {
            let _ = fs::remove_file(self.place(key)?);
        }
        copied
    }

    /// Fetches what another machine has staged.
    async fn fetch(&self, shared: &Arc<dyn ObjectStore>, key: &str, place: &Path) -> Result<fs::File, UploadError> {
        let found = match shared.get(&shared_key(key)).await {
            Err(object_store::Error::NotFound { .. }) => return Err(UploadError::NotFound),
            found => found?,
        };
        let part = self.part(key)?;
        let mut file = tokio::fs::File::from_std(part.as_file().try_clone()?);
        let mut pieces = found.into_stream();
        while let Some(piece) = pieces.try_next().await? {
            file.write_all(&piece).await?;
        }
        file.sync_all().await?;
        part.persist(place).map_err(io::Error::from)?;
        fs::File::open(place).map_err(not_found)
    }

    /// A file beside the place of an upload, removed when it is dropped. Others may be making the same one.
    fn part(&self, key: &str) -> io::Result<tempfile::NamedTempFile> {
        let name = format!("{key}.part");
        Builder::new().prefix(&name).tempfile_in(&self.folder)
    }

    /// Removes uploads that nothing was written to for longer than `age` at `now`, and what a
    /// crash has left of others; how many. Blocks shortly.
    pub async fn remove_old(&self, now: SystemTime, age: Duration) -> Result<usize, UploadError> {
        let mut removed = self.remove_old_here(now, age)?;
        let Some(shared) = &self.shared else {
            return Ok(removed);
        };
        let mut there = shared.list(Some(&FOLDER.into()));
        while let Some(meta) = there.try_next().await? {
            let ours = meta.location.filename().is_some_and(is_key);
            let at = SystemTime::from(meta.last_modified);
            if ours && now.duration_since(at).is_ok_and(|since| since > age) {
                gone(shared.delete(&meta.location).await)?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    fn remove_old_here(&self, now: SystemTime, age: Duration) -> io::Result<usize> {
        let mut removed = 0;
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let ours = name.to_str().is_some_and(|name| {
                let key = name.split_once(".part").map_or(name, |(key, _)| key);
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

fn shared_key(key: &str) -> object_store::path::Path {
    object_store::path::Path::from_iter([FOLDER, key])
}

/// That it was gone already is as good.
fn gone(deleted: object_store::Result<()>) -> Result<(), UploadError> {
    match deleted {
        Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
        Err(error) => Err(error.into()),
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
