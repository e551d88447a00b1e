//! What a PDF may unpack to, all in all.
//!
//! The library decodes some streams before anybody can ask it to stop: those of cross-references,
//! and those that hold other objects. They are measured first. All others it asks a source for, and
//! [`Bounded`] counts what it hands out and at last refuses.

use std::{
    cell::Cell,
    collections::{BTreeSet, HashSet},
    io::Read,
};

use flate2::read::ZlibDecoder;
use pdfboss_core::{
    Dict, Document, Error, Name, ObjRef, Object, Result, Stream,
    parser::{NoResolve, Parser},
    source::ObjectSource,
    xref::{XrefEntry, load_xref, parse_section_at, startxref},
};
use yaodian_contract::prose::ProseTrouble;

use crate::prose::damaged;

/// What the cross-references may unpack to, in bytes: a million objects or so.
const REFERENCES: u64 = 4 << 20;
/// The most sections of cross-references: one is added each time a file is changed.
const SECTIONS: usize = 1_024;
/// The most objects of one container: the library makes room for as many as the file says.
const CONTAINED: i64 = 1 << 20;
/// The most strings that one page shows: each becomes some hundreds of bytes.
const STRINGS: usize = 400_000;
/// How deep a page's states may lie on one another, as far as the letters tell that open one: a
/// state is some hundred bytes.
const STATES: usize = 100_000;
/// How many times the length of the file its objects may be altogether. Where one breaks off, the
/// next begins within it, and a file of nothing else takes the square of its length to read.
const OVERLAP: usize = 8;
/// How often objects may be asked for beyond what there is to unpack: the work of a page that
/// refers to the same large object again and again.
const AGAIN: u64 = 8;
/// How many bytes of a stream are copied at the cost of one of a dictionary.
const BULK: usize = 16;

/// Measures what the library decodes while it opens a file.
pub(super) fn check(bytes: &[u8], limit: u64) -> std::result::Result<(), ProseTrouble> {
    let too_much = || ProseTrouble::UnpacksToTooMuch { limit };
    let mut left = REFERENCES.min(limit);
    let mut waiting: Vec<usize> = startxref(bytes).into_iter().collect();
    let mut seen = HashSet::new();
    while let Some(at) = waiting.pop() {
        if !seen.insert(at) || at >= bytes.len() {
            continue;
        }
        if seen.len() > SECTIONS {
            return Err(too_much());
        }
        if let Ok((_, object)) = Parser::at(bytes, at).parse_indirect(&NoResolve) {
            if let Object::Stream(stream) = object {
                let size = measure(&stream, left).ok_or_else(too_much)?;
                left = left.checked_sub(size).ok_or_else(too_much)?;
                waiting.extend(offset(stream.dict.get_int("Prev")));
            }
        } else if let Ok(section) = parse_section_at(bytes, at) {
            waiting.extend(offset(section.prev));
            waiting.extend(offset(section.xrefstm));
        }
    }
    objects_lie_apart(bytes)?;
    let references = load_xref(bytes).map_err(|why| damaged(why.to_string()))?;
    let containers: BTreeSet<u32> = references.iter().filter_map(|(_, entry)| container(entry)).collect();
    let mut left = limit;
    for number in containers {
        let Some(XrefEntry::InFile { offset, .. }) = references.get(number) else {
            continue;
        };
        let at = usize::try_from(offset).unwrap_or(usize::MAX);
        if at >= bytes.len() {
            continue;
        }
        let Ok((_, Object::Stream(stream))) = Parser::at(bytes, at).parse_indirect(&NoResolve) else {
            continue;
        };
        // The library would make room for whatever number stands there.
        if !(0..=CONTAINED).contains(&stream.dict.get_int("N").unwrap_or(-1)) {
            return Err(damaged(format!("object stream {number}")));
        }
        let size = measure(&stream, left).ok_or_else(too_much)?;
        left = left.checked_sub(size).ok_or_else(too_much)?;
    }
    Ok(())
}

/// Whether objects are about as long together as the file is: the library reads them one by one
/// where a file has no cross-references.
fn objects_lie_apart(bytes: &[u8]) -> std::result::Result<(), ProseTrouble> {
    let mut left = bytes.len().saturating_mul(OVERLAP);
    let mut spend = |length: usize| -> std::result::Result<(), ProseTrouble> {
        left = left
            .checked_sub(length)
            .ok_or_else(|| damaged("objects within objects"))?;
        Ok(())
    };
    for keyword in memchr::memmem::find_iter(bytes, b" obj") {
        // `12 0 obj`: back over the generation and the number.
        let before = bytes.get(keyword.saturating_sub(24)..keyword).unwrap_or_default();
        let header = before.iter().rev();
        let start = keyword
            - header
                .take_while(|byte| byte.is_ascii_digit() || **byte == b' ')
                .count();
        let mut parser = Parser::at(bytes, start);
        let _ = parser.parse_indirect(&NoResolve);
        spend(parser.pos().saturating_sub(start))?;
    }
    for keyword in memchr::memmem::find_iter(bytes, b"trailer") {
        let mut parser = Parser::at(bytes, keyword + 7);
        let _ = parser.parse_object(&NoResolve);
        spend(parser.pos().saturating_sub(keyword))?;
    }
    Ok(())
}

fn container(entry: XrefEntry) -> Option<u32> {
    match entry {
        XrefEntry::InStream { stream_num, .. } => Some(stream_num),
        _ => None,
    }
}

fn offset(number: Option<i64>) -> Option<usize> {
    usize::try_from(number?).ok()
}

/// What a stream unpacks to, in bytes, or `None` where that is more than `most`. One that is packed
/// in a way that no writer uses for such streams is none either: it could be packed twice.
fn measure(stream: &Stream, most: u64) -> Option<u64> {
    let filters = filters(&stream.dict)?;
    match filters.as_slice() {
        [] => Some(stream.data.len() as u64),
        [name] if name == "FlateDecode" || name == "Fl" => inflated(&stream.data, most),
        _ => None,
    }
}

/// The names of a stream's filters, if they are told on the spot.
fn filters(dict: &Dict) -> Option<Vec<String>> {
    match dict.get("Filter") {
        None | Some(Object::Null) => Some(Vec::new()),
        Some(Object::Name(name)) => Some(vec![name.0.clone()]),
        Some(Object::Array(all)) => all.iter().map(|name| Some(name.as_name()?.0.clone())).collect(),
        Some(_) => None,
    }
}

fn inflated(data: &[u8], most: u64) -> Option<u64> {
    let mut decoder = ZlibDecoder::new(data);
    let mut piece = vec![0_u8; 1 << 16];
    let mut total = 0_u64;
    // What breaks off is counted as far as it goes: the library takes it so.
    while let Ok(read @ 1..) = decoder.read(&mut piece) {
        total += read as u64;
        if total > most {
            return None;
        }
    }
    Some(total)
}

/// A document that hands out so many bytes and no more.
pub(super) struct Bounded<'d> {
    document: &'d Document,
    limit: u64,
    /// What may still be unpacked.
    left: Cell<u64>,
    /// What may still be copied out of the document.
    copies: Cell<u64>,
    /// Strings that the page under way may still show.
    strings: Cell<usize>,
    /// States that it may still lay on one another.
    states: Cell<usize>,
    refused: Cell<bool>,
}

impl<'d> Bounded<'d> {
    /// With `limit` bytes to unpack.
    pub fn new(document: &'d Document, limit: u64) -> Self {
        Self {
            document,
            limit,
            left: Cell::new(limit),
            copies: Cell::new(limit.saturating_mul(AGAIN)),
            strings: Cell::new(STRINGS),
            states: Cell::new(STATES),
            refused: Cell::new(false),
        }
    }

    /// The document.
    pub fn document(&self) -> &Document {
        self.document
    }

    /// Measures the containers of an encrypted file, which [`check`] could not look into.
    pub fn containers(&self) -> std::result::Result<(), ProseTrouble> {
        if !self.document.is_encrypted() {
            return Ok(());
        }
        let entries = self.document.xref().iter();
        let containers: BTreeSet<u32> = entries.filter_map(|(_, entry)| container(entry)).collect();
        let mut left = self.limit;
        for num in containers {
            if let Ok(Object::Stream(stream)) = self.document.get(ObjRef { num, r#gen: 0 }) {
                let size = measure(&stream, left).unwrap_or(u64::MAX);
                left = left
                    .checked_sub(size)
                    .ok_or(ProseTrouble::UnpacksToTooMuch { limit: self.limit })?;
            }
        }
        Ok(())
    }

    /// Begins to count what one page shows.
    pub fn turn_page(&self) {
        self.strings.set(STRINGS);
        self.states.set(STATES);
    }

    /// Whether anything was refused. The library passes over what it cannot have.
    pub fn verdict(&self) -> std::result::Result<(), ProseTrouble> {
        if self.refused.get() {
            return Err(ProseTrouble::UnpacksToTooMuch { limit: self.limit });
        }
        Ok(())
    }

    fn refuse<T>(&self) -> Result<T> {
        self.refused.set(true);
        Err(Error::Decode("too much".to_owned()))
    }

    fn pay(&self, purse: &Cell<u64>, bytes: usize) -> Result<()> {
        match purse.get().checked_sub(bytes as u64) {
            Some(left) => purse.set(left),
            None => return self.refuse(),
        }
        Ok(())
    }

    fn spend(&self, purse: &Cell<usize>, count: usize) -> Result<()> {
        match purse.get().checked_sub(count) {
            Some(left) => purse.set(left),
            None => return self.refuse(),
        }
        Ok(())
    }
}

impl ObjectSource for Bounded<'_> {
    fn get(&self, r: ObjRef) -> Result<Object> {
        if self.refused.get() {
            return self.refuse();
        }
        let mut object = self.document.get(r)?;
        self.pay(&self.copies, weight(&object))?;
        if let Object::Dict(dict) = &mut object {
            half_width(dict);
        }
        Ok(object)
    }

    fn stream_data(&self, stream: &Stream) -> Result<Vec<u8>> {
        if self.refused.get() {
            return self.refuse();
        }
        // The usual way is measured beforehand; any other the library ends at 256 MiB.
        let most = self.left.get();
        if filters(&stream.dict).is_some_and(|names| names.first().is_some_and(|name| name == "FlateDecode"))
            && stream.data.len() as u64 * 1_032 > most
            && inflated(&stream.data, most).is_none()
        {
            return self.refuse();
        }
        let data = self.document.stream_data(stream)?;
        self.pay(&self.left, data.len())?;
        if !is_font(&stream.dict) {
            self.spend(&self.strings, memchr::memchr2_iter(b'(', b'<', &data).count())?;
            let states = memchr::memchr_iter(b'q', &data).filter(|at| stands_alone(&data, *at));
            let marks =
                memchr::memmem::find_iter(&data, b"BMC").count() + memchr::memmem::find_iter(&data, b"BDC").count();
            self.spend(&self.states, states.count() + marks)?;
        }
        Ok(data)
    }
}

/// Whether a letter is an operator of its own.
fn stands_alone(data: &[u8], at: usize) -> bool {
    let letter = |at: Option<usize>| at.and_then(|at| data.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    !letter(at.checked_sub(1)) && !letter(at.checked_add(1))
}

/// About what an object takes, in bytes.
fn weight(object: &Object) -> usize {
    let of_dict = |dict: &Dict| {
        dict.iter()
            .map(|(key, value)| 48 + key.0.len() + weight(value))
            .sum::<usize>()
    };
    match object {
        Object::Stream(stream) => stream.data.len() / BULK + of_dict(&stream.dict),
        Object::Dict(dict) => of_dict(dict),
        Object::Array(all) => all.iter().map(|one| 16 + weight(one)).sum(),
        Object::String(bytes) => 32 + bytes.len(),
        _ => 32,
    }
}

/// Whether a stream is a font program or a map of one, by the keys that such streams have.
fn is_font(dict: &Dict) -> bool {
    let kind = dict.get_name("Subtype").map(|name| name.0.as_str());
    dict.get("Length1").is_some()
        || dict.get("CMapName").is_some()
        || matches!(kind, Some("Type1C" | "CIDFontType0C" | "OpenType"))
}

/// Lets fonts in GBK or GB 2312 without a map of their own show figures and Latin letters.
///
/// In those encodings they are half as wide as a Chinese character and have numbers of their own in
/// Adobe's collection, which its map to Unicode lacks: 2023 would come out as four question marks.
fn half_width(font: &mut Dict) {
    const HALF: [&str; 4] = ["GBK-EUC-H", "GBK-EUC-V", "GB-EUC-H", "GB-EUC-V"];
    let composite = font.get_name("Subtype").is_some_and(|name| name.0 == "Type0");
    let half = font
        .get_name("Encoding")
        .is_some_and(|name| HALF.contains(&name.0.as_str()));
    if composite && half && font.get("ToUnicode").is_none() {
        let map = Stream {
            dict: Dict::new(),
            data: b"1 beginbfrange <20> <7E> <0020> endbfrange".to_vec(),
        };
        font.insert(Name("ToUnicode".to_owned()), Object::Stream(map));
    }
}
