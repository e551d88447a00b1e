//! 每日链尾: the end of the audit of each day, kept beside the files, where whoever rewrites the database alone does not
//! reach.
//!
//! Each day has a file of its own, `heads/2023-09-25.csv`, a table as `/changes/heads.csv` is. It is written once, when
//! the day is over, and never again. Where the database was put back from an older backup, the ends that lay behind that
//! one are [set aside](Heads::set_aside) under a name that says so, and stay.

use std::{
    collections::BTreeMap,
    path::Path as FilePath,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures_util::{FutureExt as _, TryStreamExt as _, future::BoxFuture};
use object_store::{Error, ObjectStore, ObjectStoreExt as _, path::Path};

use crate::keep::{KeepError, place};

/// What all names begin with; in a folder, the name of the folder below it.
pub const FOLDER: &str = "heads";
/// The first line of each file.
const COLUMNS: &str = "day_utc,seq,hash";
/// What stands in the name of one that was set aside, between its day and that of the restore.
const SUPERSEDED: &str = ".superseded-by-a-restore-on-";
/// So many digits of the hash stand at the end of such a name, so that two of one day keep apart.
const DIGITS: usize = 12;

/// The number and the hash of the last row of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
}

/// An end that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Superseded {
    /// Of which day it is.
    pub day: String,
    /// The end.
    pub head: Head,
    /// The day (UTC) of the restore that went back behind it.
    pub on: String,
}

/// A file of an end, as a backup holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadFile {
    /// Its name, without the folder.
    pub name: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// The ends of days, and those that were set aside.
pub type All = (BTreeMap<String, Head>, Vec<Superseded>);

/// What was read so far.
#[derive(Debug, Default)]
struct Known {
    /// By days.
    days: BTreeMap<String, Head>,
    /// By names.
    aside: BTreeMap<String, Superseded>,
}

/// The ends that are kept. Clones are the same place, and know the same.
#[derive(Debug, Clone)]
pub struct Heads {
    place: Arc<dyn ObjectStore>,
    /// What was read once is not read again, nor believed if it changes.
    known: Arc<Mutex<Known>>,
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

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known of them, by days, without looking.
    pub fn known(&self) -> BTreeMap<String, Head> {
        self.lock().days.clone()
    }

    /// What is known of those that were set aside, without looking.
    pub fn known_aside(&self) -> Vec<Superseded> {
        self.lock().aside.values().cloned().collect()
    }

    /// All of them, by days, and those that were set aside. A file that holds none is passed over.
    pub fn all(&self) -> BoxFuture<'_, Result<All, KeepError>> {
        async move {
            for (name, path) in names(self.place.clone()).await? {
                if self.knows(&name) {
                    continue;
                }
                let Some(bytes) = bytes(self.place.clone(), path).await? else {
                    continue;
                };
                match read(&name, &bytes) {
                    Some(File::Day(day, head)) => self.learn(day, head),
                    Some(File::Aside(aside)) => drop(self.lock().aside.insert(name, aside)),
                    None => {}
                }
            }
            Ok((self.known(), self.known_aside()))
        }
        .boxed()
    }

    fn knows(&self, name: &str) -> bool {
        let known = self.lock();
        let day = name.strip_suffix(".csv").unwrap_or(name);
        known.aside.contains_key(name) || known.days.contains_key(day)
    }

    fn learn(&self, day: String, head: Head) {
        self.lock().days.entry(day).or_insert(head);
    }

    /// Keeps the end of a day, unless one is kept for it already.
    pub fn put<'a>(&'a self, day: &str, head: Head) -> BoxFuture<'a, Result<(), KeepError>> {
        let day = day.to_owned();
        async move {
            let text = table(&day, &head);
            if write(self.place.clone(), file(&format!("{day}.csv")), text.into_bytes()).await? {
                self.learn(day, head);
            }
            Ok(())
        }
        .boxed()
    }

    /// Sets the end of a day aside that a restore on day `on` went back behind: another one may be kept for the day.
    /// Done twice, or by two servers at once, it comes to the same.
    pub fn set_aside(&self, day: String, on: String) -> BoxFuture<'_, Result<(), KeepError>> {
        async move {
            let head = self.lock().days.get(&day).cloned();
            let Some(head) = head else {
                return Ok(());
            };
            let name = aside_name(&day, &on, &head.hash);
            // First its new name, then the old one no more: whenever this breaks off, it is there.
            write(self.place.clone(), file(&name), table(&day, &head).into_bytes()).await?;
            remove(self.place.clone(), file(&format!("{day}.csv"))).await?;
            let mut known = self.lock();
            known.days.remove(&day);
            known.aside.insert(name, Superseded { day, head, on });
            Ok(())
        }
        .boxed()
    }

    /// The files of all of them, for a backup.
    pub fn files(&self) -> BoxFuture<'_, Result<Vec<HeadFile>, KeepError>> {
        async move {
            let mut files = Vec::new();
            for (name, path) in names(self.place.clone()).await? {
                if let Some(bytes) = bytes(self.place.clone(), path).await? {
                    let file = HeadFile { name, bytes };
                    files.extend(file.head().is_some().then_some(file));
                }
            }
            Ok(files)
        }
        .boxed()
    }

    /// Puts a file of a backup back, unless there is one of its name; whether there was none.
    pub async fn put_back(&self, file: &HeadFile) -> Result<bool, KeepError> {
        write(self.place.clone(), self::file(&file.name), file.bytes.clone()).await
    }

    /// Takes away what was put back, where nothing came of the rest.
    pub async fn take_back(&self, file: &HeadFile) -> Result<(), KeepError> {
        remove(self.place.clone(), self::file(&file.name)).await
    }
}

fn file(name: &str) -> Path {
    Path::from_iter([FOLDER, name])
}

/// The names of all files, with their places.
async fn names(place: Arc<dyn ObjectStore>) -> Result<Vec<(String, Path)>, KeepError> {
    let mut names = Vec::new();
    let mut files = place.list(Some(&Path::from(FOLDER)));
    while let Some(file) = files.try_next().await? {
        if let Some(name) = file.location.filename().map(str::to_owned) {
            names.push((name, file.location));
        }
    }
    names.sort();
    Ok(names)
}

/// What stands in a file; `None` where another server has set it aside meanwhile.
async fn bytes(place: Arc<dyn ObjectStore>, file: Path) -> Result<Option<Vec<u8>>, KeepError> {
    let got = match place.get(&file).await {
        Ok(got) => got,
        Err(Error::NotFound { .. }) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    Ok(Some(got.bytes().await?.to_vec()))
}

/// Writes a file that is not there; whether it was not.
async fn write(place: Arc<dyn ObjectStore>, file: Path, bytes: Vec<u8>) -> Result<bool, KeepError> {
    match place.head(&file).await {
        Ok(_) => return Ok(false),
        Err(Error::NotFound { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    place.put(&file, bytes.into()).await?;
    Ok(true)
}

/// Takes a file away, if it is there.
async fn remove(place: Arc<dyn ObjectStore>, file: Path) -> Result<(), KeepError> {
    match place.delete(&file).await {
        Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

impl HeadFile {
    /// The end that it holds, if its name is one that such a file has, and it holds one.
    pub fn head(&self) -> Option<Head> {
        match read(&self.name, &self.bytes)? {
            File::Day(_, head) | File::Aside(Superseded { head, .. }) => Some(head),
        }
    }
}

/// Whether a file of an end can have this name: nothing of it leads elsewhere.
pub fn is_name(name: &str) -> bool {
    stem(name).is_some()
}

/// A day, and, of one that was set aside, the day of the restore with the beginning of the hash.
fn stem(name: &str) -> Option<(&str, Option<(&str, &str)>)> {
    let stem = name.strip_suffix(".csv")?;
    let is_day = |text: &str| {
        let digit = |(n, byte): (usize, u8)| {
            if matches!(n, 4 | 7) {
                byte == b'-'
            } else {
                byte.is_ascii_digit()
            }
        };
        text.len() == 10 && text.bytes().enumerate().all(digit)
    };
    match stem.split_once(SUPERSEDED) {
        None => is_day(stem).then_some((stem, None)),
        Some((day, rest)) => {
            let (on, start) = rest.split_once('.')?;
            let digits = start.len() == DIGITS && start.bytes().all(|byte| byte.is_ascii_hexdigit());
            (is_day(day) && is_day(on) && digits).then_some((day, Some((on, start))))
        }
    }
}

fn aside_name(day: &str, on: &str, hash: &str) -> String {
    let start = hash.get(..DIGITS).unwrap_or(hash);
    format!("{day}{SUPERSEDED}{on}.{start}.csv")
}

fn table(day: &str, head: &Head) -> String {
    format!("{COLUMNS}\n{day},{},{}\n", head.seq, head.hash)
}

/// What a file is.
enum File {
    Day(String, Head),
    Aside(Superseded),
}

fn read(name: &str, bytes: &[u8]) -> Option<File> {
    let (day, aside) = stem(name)?;
    let text = std::str::from_utf8(bytes).ok()?;
    let mut cells = text.strip_prefix(COLUMNS)?.trim().split(',');
    let (of, seq, hash) = (cells.next()?, cells.next()?.parse().ok()?, cells.next()?.to_owned());
    if of != day {
        return None;
    }
    let (day, head) = (day.to_owned(), Head { seq, hash });
    match aside {
        None => Some(File::Day(day, head)),
        Some((on, start)) => {
            let on = on.to_owned();
            head.hash
                .starts_with(start)
                .then_some(File::Aside(Superseded { day, head, on }))
        }
    }
}
