//! What is wrong with the machine, as a person is told it: what it is, and who can mend it how.

use std::{error::Error, io};

use yaodian_contract::Kind;
use yaodian_evidence::bucket;
use yaodian_store::{Fault, StoreError};

use super::Refused;

/// What is wrong with the machine, if a failure of the database comes of that.
pub(crate) fn of_store(error: &StoreError) -> Option<Kind> {
    Some(match error.fault()? {
        Fault::Full => Kind::DiskFull,
        Fault::NotWritable => Kind::NotWritable,
        Fault::Away => Kind::DatabaseAway,
    })
}

/// The same of where files are kept: the error itself or what lies behind it tells.
pub(crate) fn of_disk(error: &(dyn Error + 'static)) -> Option<Kind> {
    if bucket::is_away(error) {
        return Some(Kind::FilesAway);
    }
    let mut next = Some(error);
    while let Some(error) = next {
        match error.downcast_ref::<io::Error>().map(io::Error::kind) {
            Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge) => {
                return Some(Kind::DiskFull);
            }
            Some(io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied) => {
                return Some(Kind::NotWritable);
            }
            _ => next = error.source(),
        }
    }
    None
}

/// An error with all that lies behind it and says more.
pub(crate) fn in_full(error: &(dyn Error + 'static)) -> String {
    let mut told = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        let also = error.to_string();
        if !told.contains(&also) {
            told = format!("{told}: {also}");
        }
        next = error.source();
    }
    told
}

impl Refused {
    /// A disk did not do what it should.
    pub(crate) fn disk(error: &(dyn Error + 'static)) -> Self {
        match of_disk(error) {
            Some(kind) => {
                tracing::error!(%error, code = kind.code(), "the place of files does not do its work");
                Self::Because(kind)
            }
            None => Self::Failed(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("outside")]
    struct Outside(#[source] io::Error);

    #[test]
    fn what_lies_behind_tells() {
        let full = Outside(io::ErrorKind::StorageFull.into());
        assert_eq!(of_disk(&full), Some(Kind::DiskFull));
        let closed = Outside(io::ErrorKind::ReadOnlyFilesystem.into());
        assert_eq!(of_disk(&closed), Some(Kind::NotWritable));
        assert_eq!(of_disk(&Outside(io::ErrorKind::NotFound.into())), None);
    }
}
