//! An XLSX file before it is read: what it unpacks to, counted and not believed.
//!
//! Every part that the reader will read is inflated once here and counted, and what the reader
//! would allocate on a mere word of the file is held against what is there. On the way it is noted
//! which of a sheet's cells are merged: the file tells that only behind the rows.

use std::{collections::HashMap, io::Cursor, sync::Arc};

use memchr::memmem;
use quick_xml::{Reader, XmlVersion, events::Event};
use yaodian_contract::ledger::FileTrouble;

use super::parts::Parts;
use crate::cells::Merge;

/// What the workbook's own parts may unpack to: its list of sheets and its styles, of which each
/// byte costs the reader many.
const SMALL: u64 = 16 << 20;
/// The most merged cells of a sheet.
const MERGES: usize = 1_000_000;
/// The longest piece of a part that is looked for across the edges of what is read at a time.
const OVERLAP: usize = 128;

/// A file's bytes, shared by its readers.
pub(super) type Bytes = Cursor<Arc<[u8]>>;

/// A package that holds a workbook within the limits, its sheets aside.
#[derive(Debug)]
pub(super) struct Package {
    bytes: Arc<[u8]>,
    parts: Parts<Bytes>,
    /// The part of each sheet.
    sheets: HashMap<String, String>,
}

impl Package {
    /// Looks into `bytes`.
    pub fn open(bytes: Arc<[u8]>, limit: u64) -> Result<Self, FileTrouble> {
        let mut parts = Parts::open(Cursor::new(Arc::clone(&bytes)), limit)?;
        match parts.kind() {
            "XLSX" => {}
            found => {
                return Err(FileTrouble::NotASheet {
                    found: found.to_owned(),
                });
            }
        }
        let mut package = Self {
            bytes,
            parts,
            sheets: HashMap::new(),
        };
        package.look_around()?;
        Ok(package)
    }

    /// The bytes of the file, for the reader.
    pub fn bytes(&self) -> Bytes {
        Cursor::new(Arc::clone(&self.bytes))
    }

    /// Counts all that is read beside the sheets, and learns where those are.
    fn look_around(&mut self) -> Result<(), FileTrouble> {
        let workbook = self.parts.names().filter(|name| name.ends_with("workbook.xml"));
        let Some(workbook) = workbook.min_by_key(|name| name.len()).map(str::to_owned) else {
            return Ok(());
        };
        let folder = workbook.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let under = |name: &str| match folder.as_str() {
            "" => name.to_owned(),
            folder => format!("{folder}/{name}"),
        };
        for name in ["[content_types].xml", "_rels/.rels", &under("styles.xml")] {
            self.parts.count(name, SMALL, &mut |_| {})?;
        }
        let mut relations = Vec::new();
        let mut list = Vec::new();
        self.parts
            .count(&under("_rels/workbook.xml.rels"), SMALL, &mut |bytes| {
                relations.extend_from_slice(bytes);
            })?;
        self.parts
            .count(&workbook, SMALL, &mut |bytes| list.extend_from_slice(bytes))?;
        let targets: HashMap<String, String> = pairs(&relations, "Relationship", "Id", "Target").into_iter().collect();
        for (name, id) in pairs(&list, "sheet", "name", "id") {
            if let Some(target) = targets.get(&id) {
                let part = match target.strip_prefix('/') {
                    Some(absolute) => absolute.to_owned(),
                    None => under(target),
                };
                self.sheets.insert(name, part.replace('\\', "/").to_lowercase());
            }
        }
        // The reader makes room for as many texts as the part says it has. Each takes 5 bytes.
        let (mut declared, mut size) = (0_u64, 0_u64);
        let mut tail = Vec::new();
        self.parts.count(&under("sharedstrings.xml"), u64::MAX, &mut |bytes| {
            size += bytes.len() as u64;
            over_edges(&mut tail, bytes, |window| {
                for at in memmem::find_iter(window, b"uniqueCount") {
                    let rest = window.get(at + 11..).unwrap_or_default();
                    let digits = rest.iter().copied().skip_while(|b| !b.is_ascii_digit() && *b != b'>');
                    let count = digits.take_while(u8::is_ascii_digit).fold(0_u64, |count, digit| {
                        count.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
                    });
                    declared = declared.max(count);
                }
            });
        })?;
        if declared > size / 5 + 1 {
            return Err(FileTrouble::Damaged {
                detail: format!("sharedStrings uniqueCount={declared}"),
            });
        }
        Ok(())
    }

    /// Counts a sheet; its merged cells, from above.
    pub fn look_at(&mut self, sheet: &str) -> Result<Vec<Merge>, FileTrouble> {
        let Some(part) = self.sheets.get(sheet).cloned() else {
            return Err(FileTrouble::Damaged {
                detail: sheet.chars().take(31).collect(),
            });
        };
        let (mut merges, mut too_many) = (Vec::new(), false);
        let mut tail = Vec::new();
        let finder = memmem::Finder::new(b"mergeCell ");
        self.parts.count(&part, u64::MAX, &mut |bytes| {
            over_edges(&mut tail, bytes, |window| {
                for at in finder.find_iter(window) {
                    if merges.len() >= MERGES {
                        too_many = true;
                    } else if let Some(found) = reference(window.get(at..).unwrap_or_default()) {
                        merges.push(found);
                    }
                }
            });
        })?;
        if too_many {
            return Err(FileTrouble::Damaged {
                detail: format!("mergeCells > {MERGES}"),
            });
        }
        // What lay on an edge was seen twice.
        merges.sort_unstable();
        merges.dedup();
        Ok(merges)
    }
}

/// Shows `bytes`, and before them the edge between them and what came before, so that nothing
/// shorter than [`OVERLAP`] is missed.
fn over_edges(tail: &mut Vec<u8>, bytes: &[u8], mut look: impl FnMut(&[u8])) {
    let before = tail.len();
    tail.extend_from_slice(bytes.get(..OVERLAP.min(bytes.len())).unwrap_or_default());
    if before > 0 {
        look(tail);
    }
    look(bytes);
    if bytes.len() >= OVERLAP {
        tail.clear();
        tail.extend_from_slice(bytes.get(bytes.len() - OVERLAP..).unwrap_or_default());
    } else {
        let excess = tail.len().saturating_sub(OVERLAP);
        tail.drain(..excess);
    }
}

/// The cells in `mergeCell ref="B2:B5"`.
fn reference(text: &[u8]) -> Option<Merge> {
    let text = text.get(..text.len().min(OVERLAP))?;
    let tag = text.get(..memchr::memchr(b'>', text)?)?;
    let value = tag.get(memmem::find(tag, b"ref=")? + 4..)?;
    let (quote, value) = value.split_first()?;
    let value = value.get(..memchr::memchr(*quote, value)?)?;
    Merge::parse(std::str::from_utf8(value).ok()?)
}

/// Two attributes of every element of a name. What cannot be read is left to the reader to tell.
fn pairs(xml: &[u8], element: &str, first: &str, second: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let Ok(text) = std::str::from_utf8(xml.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(xml)) else {
        return found;
    };
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    while let Ok(event) = reader.read_event() {
        let tag = match event {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == element => tag,
            _ => continue,
        };
        let value = |name: &str| {
            let mut all = tag.attributes().flatten();
            let found = all.find(|attribute| attribute.key.local_name().as_ref() == name)?;
            Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
        };
        if let (Some(first), Some(second)) = (value(first), value(second)) {
            found.push((first, second));
        }
    }
    found
}
