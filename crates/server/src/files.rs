//! Where files are kept: in a folder, or in a bucket that several machines share.

use std::{path::PathBuf, sync::Arc};

use tokio::sync::Semaphore;
use yaodian_evidence::{
    bucket,
    heads::{self, Heads},
    keep::{self, Keep},
    uploads::{self, Uploads},
};

use crate::{
    seal::{self, Seal},
    service::faults,
};

/// Where files are kept.
#[derive(Clone)]
pub(crate) struct Files {
    /// Files that prove something, for ever.
    pub(crate) keep: Keep,
    /// The end of the audit of each day.
    pub(crate) heads: Heads,
    /// Sheets on their way in.
    pub(crate) uploads: Uploads,
    /// What is kept on this machine lies below it.
    folder: PathBuf,
    /// The key with which secrets in the database are sealed.
    pub(crate) seal: Seal,
    /// How many pictures may be decoded at once: each takes hundreds of megabytes.
    pub(crate) decoding: Arc<Semaphore>,
    /// How many sheets may be read or written at once.
    pub(crate) sheets: Arc<Semaphore>,
}

/// Two cores decode two pictures.
const DECODING: usize = 2;
/// More at once would only wait for each other.
const SHEETS: usize = 4;

impl Files {
    /// The folders of this machine that files are written to: another disk may be mounted at each.
    pub(crate) fn folders(&self) -> Vec<PathBuf> {
        let evidence = self.folder.join(keep::FOLDER);
        // It is made with the first file, and not at all where a bucket is.
        let evidence = evidence.is_dir().then_some(evidence);
        std::iter::once(self.folder.join(uploads::FOLDER))
            .chain(evidence)
            .collect()
    }

    /// Where they are said to be: a folder, which is made, or a bucket.
    pub(crate) async fn at(place: &Whereabouts) -> Result<Self, String> {
        let Whereabouts { folder, bucket } = place;
        let failed =
            |error: &dyn std::fmt::Display| format!("cannot use the folder for files {}: {error}", folder.display());
        let uploads = Uploads::in_folder(folder).map_err(|error| failed(&error))?;
        let (keep, heads, uploads, seal) = match bucket {
            None => {
                let keep = Keep::in_folder(folder).map_err(|error| failed(&error))?;
                let heads = Heads::in_folder(folder).map_err(|error| failed(&error))?;
                (keep, heads, uploads, Seal::in_folder(folder))
            }
            Some(address) => {
                let failed = |error: &(dyn std::error::Error + 'static)| failed_bucket(address, error);
                let place = bucket::open(address).map_err(|error| failed(&error))?;
                let keep = Keep::new(place.clone());
                keep.look().await.map_err(|error| failed(&error))?;
                let key = bucket::or_made(&*place, seal::FILE, seal::new_key).await;
                let key = key.map_err(|error| failed(&error))?;
                let seal = Seal::with_key(key).map_err(|error| format!("{address}: {}: {error}", seal::FILE))?;
                (keep, Heads::new(place.clone()), uploads.shared_in(place), seal)
            }
        };
        Ok(Self {
            keep,
            heads,
            uploads,
            folder: folder.clone(),
            seal,
            decoding: Arc::new(Semaphore::new(DECODING)),
            sheets: Arc::new(Semaphore::new(SHEETS)),
        })
    }
}

/// Why a bucket cannot be used.
fn failed_bucket(address: &str, error: &(dyn std::error::Error + 'static)) -> String {
    let why = faults::in_full(error);
    format!(
        "cannot use the bucket {address}: {why}; look at AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID and \
         AWS_SECRET_ACCESS_KEY"
    )
}

/// Where files are to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Whereabouts {
    /// The folder for all of them, or, where there is a bucket, for what is on its way.
    pub(crate) folder: PathBuf,
    /// The address of a bucket.
    pub(crate) bucket: Option<String>,
}

impl Whereabouts {
    /// Where the ends of the audit's days are kept; `None` where nothing was ever kept there.
    pub(crate) fn heads(&self) -> Result<Option<Heads>, String> {
        match &self.bucket {
            None if !self.folder.join(heads::FOLDER).is_dir() => Ok(None),
            None => {
                let failed = |error| format!("cannot use the folder for files {}: {error}", self.folder.display());
                Heads::in_folder(&self.folder).map(Some).map_err(failed)
            }
            Some(address) => {
                let place = bucket::open(address).map_err(|error| failed_bucket(address, &error))?;
                Ok(Some(Heads::new(place)))
            }
        }
    }

    /// Where the key lies with which secrets in the database are sealed.
    pub(crate) fn key(&self) -> String {
        match &self.bucket {
            Some(bucket) => format!("{}/{}", bucket.trim_end_matches('/'), seal::FILE),
            None => self.folder.join(seal::FILE).display().to_string(),
        }
    }

    /// As it was told, or beside the data.
    pub(crate) fn told(told: Option<&str>, data_dir: &std::path::Path) -> Self {
        let beside = data_dir.join("files");
        match told {
            None => Self {
                folder: beside,
                bucket: None,
            },
            Some(address) if address.starts_with(bucket::SCHEME) => Self {
                folder: beside,
                bucket: Some(address.to_owned()),
            },
            Some(folder) => Self {
                folder: folder.into(),
                bucket: None,
            },
        }
    }
}
