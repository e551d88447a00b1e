//! 每日链尾: the end of the audit of each day, kept beside the files, where whoever rewrites the database alone does not
//! reach.
//!
//! Each day has a file of its own, `heads/2023-09-25.csv`, a table as `/changes/heads.csv` is. It is written once, when
//! the day is over, and never again.

use std::{
    collections::BTreeMap,
    path::Path as FilePath,
    sync::{Arc, Mutex, PoisonError},
};

use futures_util::TryStreamExt as _;
use object_store::{ObjectStore, ObjectStoreExt as _, path::Path};

use crate::keep::{KeepError, place};

/// What all names begin with; in a folder, the name of the folder below it.
pub const FOLDER: &str = "heads";
/// The first line of each file.
const COLUMNS: &str = "day_utc,seq,hash";

/// The number and the hash of the last row of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
}

/// The ends that are kept. Clones are the same place, and know the same.
#[derive(Debug, Clone)]
pub struct Heads {
    place: Arc<dyn ObjectStore>,
    /// By days. What was read once is not read again, nor believed if it changes.
    known: Arc<Mutex<BTreeMap<String, Head>>>,
}

impl Heads {
    /// In a folder, which is made if it is not there.
    pub fn in_folder(folder: &FilePath) -> Result<Self, KeepError> {
        Ok(Self::new(place(folder)?))
    }

    /// In a place of any kind, such as a [bucket](crate::bucket).
    pub fn new(place: Arc<dyn ObjectStore>) -> Self {
        Self {
            place,
            known: Arc::default(),
        }
    }

    /// What is known of them, by days, without looking.
    pub fn known(&self) -> BTreeMap<String, Head> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn learn(&self, day: String, head: Head) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(day).or_insert(head);
    }

    /// All of them, by days. A file that holds none is passed over.
    pub async fn all(&self) -> Result<BTreeMap<String, Head>, KeepError> {
        let known = self.known();
        let mut files = self.place.list(Some(&Path::from(FOLDER)));
        while let Some(file) = files.try_next().await? {
            let name = file.location.filename().and_then(|name| name.strip_suffix(".csv"));
            let Some(day) = name.filter(|day| !known.contains_key(*day)) else {
                continue;
            };
            let bytes = self.place.get(&file.location).await?.bytes().await?;
            if let Some(head) = read(day, &bytes) {
                self.learn(day.to_owned(), head);
            }
        }
        Ok(self.known())
    }

    /// Keeps the end of a day, unless one is kept for it already.
    pub async fn put(&self, day: &str, head: Head) -> Result<(), KeepError> {
        let file = Path::from_iter([FOLDER, &format!("{day}.csv")]);
        match self.place.head(&file).await {
            Ok(_) => return Ok(()),
            Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        let text = format!("{COLUMNS}\n{day},{},{}\n", head.seq, head.hash);
        self.place.put(&file, text.into_bytes().into()).await?;
        self.learn(day.to_owned(), head);
        Ok(())
    }
}

fn read(day: &str, bytes: &[u8]) -> Option<Head> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut cells = text.strip_prefix(COLUMNS)?.trim().split(',');
    let (of, seq, hash) = (cells.next()?, cells.next()?.parse().ok()?, cells.next()?.to_owned());
    (of == day).then_some(Head { seq, hash })
}
