//! Where files are kept: under the hash of what they hold.

use std::{
    path::Path as FilePath,
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use futures_util::{StreamExt as _, stream::BoxStream};
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt as _, local::LocalFileSystem, path::Path};
use tokio::{sync::RwLock, task};

use crate::ContentHash;

/// What all keys begin with; in a folder, the name of the folder below it.
pub const FOLDER: &str = "evidence";

/// Why something could not be kept, or not be handed out.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// Nothing with this hash is kept.
    #[error("{0} is not kept")]
    Missing(ContentHash),
    /// What is kept under this hash is something else by now.
    #[error("{sha256} has been altered")]
    Altered {
        /// The hash that it was kept under.
        sha256: ContentHash,
        /// The hash of what is there.
        found: ContentHash,
        /// How many bytes are there.
        bytes: u64,
    },
    /// The place itself fails.
    #[error(transparent)]
    Place(#[from] object_store::Error),
    /// The folder cannot be made.
    #[error("the folder: {0}")]
    Folder(#[from] std::io::Error),
    /// The program is being stopped.
    #[error("stopped")]
    Stopped,
}

/// What has been kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// The hash that it is kept under.
    pub sha256: ContentHash,
    /// Its size in bytes.
    pub bytes: u64,
}

/// What is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// The hash that it is kept under; whether it still has it is not looked at.
    pub sha256: ContentHash,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was last put there.
    pub at: SystemTime,
}

/// A place for files, each under `evidence/` and its hash. Clones are the same place.
#[derive(Debug, Clone)]
pub struct Keep {
    place: Arc<dyn ObjectStore>,
    /// Nothing is put while something is collected: it might be the same.
    collecting: Arc<RwLock<()>>,
}

/// A folder as a place, which is made if it is not there.
///
/// A file is written beside its place, flushed to disk and renamed, and then the folders are
/// flushed: `LocalFileSystem` does so if asked, which it is here. What `put` has said to be
/// kept survives a loss of power, and no half of a file is ever seen.
pub(crate) fn place(folder: &FilePath) -> Result<Arc<dyn ObjectStore>, KeepError> {
    std::fs::create_dir_all(folder)?;
    Ok(Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true)))
}

impl Keep {
    /// In a folder, which is made if it is not there.
    pub fn in_folder(folder: &FilePath) -> Result<Self, KeepError> {
        Ok(Self::new(place(folder)?))
    }

    /// In a place of any kind, such as a [bucket](crate::bucket). It has to write a file in full or not at all, and for good.
    pub fn new(place: Arc<dyn ObjectStore>) -> Self {
        Self {
            place,
            collecting: Arc::default(),
        }
    }

    /// Whether the place can be read: it is there, and lets us.
    pub async fn look(&self) -> Result<(), KeepError> {
        match self.list().next().await {
            Some(Err(error)) => Err(error),
            Some(Ok(_)) | None => Ok(()),
        }
    }

    /// Keeps these bytes. Whatever is there already under their hash is written again: so it is
    /// as good as new if it had been altered, and it is not old when orphans are looked for.
    pub async fn put(&self, bytes: Bytes) -> Result<Stored, KeepError> {
        let sha256 = hash(bytes.clone()).await?;
        let size = len(&bytes);
        let _not_collecting = self.collecting.read().await;
        self.place.put(&key(sha256), bytes.into()).await?;
        Ok(Stored { sha256, bytes: size })
    }

    /// What is kept under this hash, if it still has it.
    pub async fn get(&self, sha256: ContentHash) -> Result<Bytes, KeepError> {
        let bytes = match self.place.get(&key(sha256)).await {
            Ok(found) => found.bytes().await?,
            Err(object_store::Error::NotFound { .. }) => return Err(KeepError::Missing(sha256)),
            Err(error) => return Err(error.into()),
        };
        let found = hash(bytes.clone()).await?;
        if found == sha256 {
            Ok(bytes)
        } else {
            Err(KeepError::Altered {
                sha256,
                found,
                bytes: len(&bytes),
            })
        }
    }

    /// Whether something is kept under this hash.
    pub async fn exists(&self, sha256: ContentHash) -> Result<bool, KeepError> {
        Ok(self.find(sha256).await?.is_some())
    }

    /// All that is kept, in no order. Files of others are passed over.
    pub fn list(&self) -> BoxStream<'static, Result<Kept, KeepError>> {
        self.place
            .list(Some(&Path::from(FOLDER)))
            .filter_map(async |found| match found {
                Ok(meta) => kept(&meta).map(Ok),
                // Removed while the folder was being read.
                Err(object_store::Error::NotFound { .. }) => None,
                Err(error) => Some(Err(error.into())),
            })
            .boxed()
    }

    /// Removes what is kept under this hash; nothing happens if there is nothing.
    pub async fn remove(&self, sha256: ContentHash) -> Result<(), KeepError> {
        match self.place.delete(&key(sha256)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes a file if nobody has put it again since it was listed; whether it was removed.
    pub(crate) async fn remove_unless_put_again(&self, listed: &Kept) -> Result<bool, KeepError> {
        let _nothing_is_put = self.collecting.write().await;
        match self.find(listed.sha256).await? {
            Some(now) if now.at == listed.at => {
                self.remove(listed.sha256).await?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    async fn find(&self, sha256: ContentHash) -> Result<Option<Kept>, KeepError> {
        match self.place.head(&key(sha256)).await {
            Ok(meta) => Ok(kept(&meta)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

impl Kept {
    /// Whether it has been there for longer than `age` at `now`.
    pub fn is_older(&self, now: SystemTime, age: Duration) -> bool {
        now.duration_since(self.at).is_ok_and(|since| since > age)
    }
}

/// `evidence/ab/cd…`: no folder gets crowded.
fn key(sha256: ContentHash) -> Path {
    let digits = sha256.to_string();
    let (first, rest) = digits.split_at(2);
    Path::from_iter([FOLDER, first, rest])
}

fn kept(meta: &ObjectMeta) -> Option<Kept> {
    let mut parts = meta.location.parts();
    let (_folder, first, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let sha256 = format!("{}{}", first.as_ref(), rest.as_ref()).parse().ok()?;
    (key(sha256) == meta.location).then(|| Kept {
        sha256,
        bytes: meta.size,
        at: meta.last_modified.into(),
    })
}

/// Hashing some megabytes would hold up everybody else on this thread.
async fn hash(bytes: Bytes) -> Result<ContentHash, KeepError> {
    task::spawn_blocking(move || ContentHash::of(&bytes))
        .await
        .map_err(|_| KeepError::Stopped)
}

fn len(bytes: &Bytes) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
