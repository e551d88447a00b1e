//! Where something stands in a file of the folder.

use crate::problem::{File, Kind, Log, Problem};

/// Where something stands in a file.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub file: File,
    pub line: usize,
    pub field: String,
}

impl Place {
    pub fn problem(&self, kind: Kind) -> Problem {
        Problem {
            file: self.file,
            line: Some(self.line),
            field: self.field.clone(),
            kind,
        }
    }
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Placed<T> {
    pub value: T,
    pub place: Place,
}

impl Placed<String> {
    /// The identifier that the text makes; reported where it makes none.
    pub fn id<T: TryFrom<String, Error: std::fmt::Display>>(self, log: &Log) -> Option<T> {
        match T::try_from(self.value) {
            Ok(id) => Some(id),
            Err(error) => {
                let message = error.to_string();
                log.add(self.place.problem(Kind::BadValue { message }));
                None
            }
        }
    }
}
