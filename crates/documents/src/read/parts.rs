//! A ZIP package of named parts: what they unpack to is counted and not believed.

use std::{
    collections::HashMap,
    io::{Read, Seek},
};

use yaodian_contract::ledger::FileTrouble;
use zip::{ZipArchive, result::ZipError};

/// The parts of a package, by their names in small letters.
#[derive(Debug)]
pub(crate) struct Parts<R> {
    zip: ZipArchive<R>,
    /// Where the parts stand.
    places: HashMap<String, usize>,
    /// What may still be unpacked.
    left: u64,
    limit: u64,
}

impl<R: Read + Seek> Parts<R> {
    /// Looks at the list of parts. `limit` is what all that is read may unpack to, in bytes.
    pub fn open(file: R, limit: u64) -> Result<Self, FileTrouble> {
        let zip = ZipArchive::new(file).map_err(|why| damaged(&why))?;
        let mut places = HashMap::with_capacity(zip.len());
        for at in 0..zip.len() {
            if let Some(Ok(name)) = zip.name_for_index(at) {
                places.insert(name.replace('\\', "/").trim_start_matches('/').to_lowercase(), at);
            }
        }
        Ok(Self {
            zip,
            places,
            left: limit,
            limit,
        })
    }

    /// The names of the parts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// What the package is, by the parts it has.
    pub fn kind(&mut self) -> &'static str {
        let has = |what: &dyn Fn(&str) -> bool| self.names().any(what);
        if has(&|name| name.ends_with("workbook.xml")) {
            "XLSX"
        } else if has(&|name| name == "word/document.xml") {
            "Word"
        } else if has(&|name| name.starts_with("ppt/")) {
            "PowerPoint"
        } else if has(&|name| name.ends_with("workbook.bin")) {
            "XLSB"
        } else if has(&|name| name == "ofd.xml") {
            "OFD"
        } else if has(&|name| name == "content.xml") {
            let mimetype = self.whole("mimetype", 256).ok().flatten().unwrap_or_default();
            match mimetype.strip_prefix(b"application/vnd.oasis.opendocument.") {
                Some(kind) if kind.starts_with(b"text") => "ODT",
                _ => "ODS",
            }
        } else {
            "ZIP"
        }
    }

    /// Unpacks a part of at most `most` bytes; `None` where it is not there.
    pub fn whole(&mut self, name: &str, most: u64) -> Result<Option<Vec<u8>>, FileTrouble> {
        if !self.places.contains_key(name) {
            return Ok(None);
        }
        let mut whole = Vec::new();
        self.count(name, most, &mut |bytes| whole.extend_from_slice(bytes))?;
        Ok(Some(whole))
    }

    /// Inflates a part and counts its bytes; a part that is not there is none.
    pub fn count(&mut self, name: &str, most: u64, each: &mut dyn FnMut(&[u8])) -> Result<(), FileTrouble> {
        let Some(&at) = self.places.get(name) else {
            return Ok(());
        };
        let mut part = self.zip.by_index(at).map_err(|why| damaged(&why))?;
        let mut piece = vec![0_u8; 1 << 16];
        let mut total = 0_u64;
        loop {
            let read = part.read(&mut piece).map_err(|why| FileTrouble::Damaged {
                detail: why.to_string(),
            })?;
            let bytes = piece.get(..read).unwrap_or_default();
            if bytes.is_empty() {
                return Ok(());
            }
            total += read as u64;
            if total > most {
                return Err(FileTrouble::Unpacks { limit: most });
            }
            self.left = self
                .left
                .checked_sub(read as u64)
                .ok_or(FileTrouble::Unpacks { limit: self.limit })?;
            each(bytes);
        }
    }
}

pub(super) fn damaged(why: &ZipError) -> FileTrouble {
    match why {
        ZipError::UnsupportedArchive(detail) if *detail == ZipError::PASSWORD_REQUIRED => FileTrouble::Password,
        other => FileTrouble::Damaged {
            detail: other.to_string(),
        },
    }
}
