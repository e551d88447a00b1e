//! Reading: a file is told by its content, held against the limits, and read row by row.
//!
//! One thread takes the file apart while the caller's understands the rows before.

mod any;
mod csv;
pub(crate) mod encoding;
mod gather;
pub(crate) mod kind;
mod package;
pub(crate) mod parts;
mod rows;
mod table;
mod xls;
mod xlsx;

use std::{
    fs::File,
    io::{Read, Seek},
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, mpsc},
};

use calamine::{Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};
use yaodian_contract::ledger::FileTrouble;
use yaodian_domain::{ledger::Ledger, unit::Register};
use yaodian_words::sheets;

pub use self::{
    any::read_any_table,
    rows::ReadRow,
    table::{PlainTable, read_table},
};
use self::{csv::CsvRows, encoding::Written, kind::Kind, package::Package, rows::Understanding};
use crate::{
    cells::{Batch, Merge},
    headings::{Heading, Headings},
    serial::Epoch,
};

/// What is read at most.
///
/// An XLSX file is held in memory, and its shared texts once more as they are unpacked; its rows
/// are not. An XLS file is held and unpacked whole, at 64 bytes a cell. A CSV file is never held:
/// one row may have 4 MiB. Of every format the entries' numbers are kept, to tell which stand
/// twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The size of a CSV file in bytes.
    pub csv: u64,
    /// The size of an XLSX file in bytes.
    pub xlsx: u64,
    /// The size of an XLS file in bytes.
    pub xls: u64,
    /// What a file may unpack to, in bytes.
    pub unpacked: u64,
    /// How many rows that are not blank a sheet may have.
    pub rows: usize,
}

impl Default for Limits {
    /// 384 MiB of CSV, 64 MiB of XLSX, 32 MiB of XLS; unpacked 1 GiB; as many rows as a sheet of
    /// Excel has.
    fn default() -> Self {
        Self {
            csv: 384 << 20,
            xlsx: 64 << 20,
            xls: 32 << 20,
            unpacked: 1 << 30,
            rows: 1_048_576,
        }
    }
}

/// A file that can be read.
#[derive(Debug)]
pub struct Opened {
    content: Content,
    rows: usize,
}

#[derive(Debug)]
enum Content {
    Xlsx(Box<Package>),
    Xls(Arc<[u8]>),
    Csv(File, Written),
}

/// Looks into a file without reading its rows. What it is told by its content, never by its name.
pub fn open(mut file: File, limits: &Limits) -> Result<Opened, FileTrouble> {
    let length = file.metadata().map_err(encoding::damaged)?.len();
    let within = |limit: u64| {
        if length > limit {
            Err(FileTrouble::TooLarge { limit })
        } else {
            Ok(())
        }
    };
    if length == 0 {
        return Err(FileTrouble::Empty);
    }
    within(limits.csv.max(limits.xlsx).max(limits.xls))?;
    let mut head = Vec::new();
    file.rewind().map_err(encoding::damaged)?;
    Read::by_ref(&mut file)
        .take(4_096)
        .read_to_end(&mut head)
        .map_err(encoding::damaged)?;
    let content = match kind::tell(&head) {
        Kind::Other(found) => {
            return Err(FileTrouble::NotASheet {
                found: found.to_owned(),
            });
        }
        Kind::Zip => {
            within(limits.xlsx)?;
            Content::Xlsx(Box::new(Package::open(
                whole(&mut file, limits.xlsx)?,
                limits.unpacked,
            )?))
        }
        Kind::Ole => {
            within(limits.xls)?;
            let bytes = whole(&mut file, limits.xls)?;
            xls::check(&bytes, limits.unpacked)?;
            Content::Xls(bytes)
        }
        Kind::Text => {
            within(limits.csv)?;
            let written = encoding::tell(&mut file)?;
            Content::Csv(file, written)
        }
    };
    Ok(Opened {
        content,
        rows: limits.rows,
    })
}

fn whole(file: &mut File, limit: u64) -> Result<Arc<[u8]>, FileTrouble> {
    let mut bytes = Vec::new();
    file.rewind().map_err(encoding::damaged)?;
    file.take(limit).read_to_end(&mut bytes).map_err(encoding::damaged)?;
    Ok(bytes.into())
}

/// Rows of any format.
trait Rows<'t> {
    /// Adds rows to an empty batch until it is full; whether there may be more.
    fn fill(&mut self, batch: &mut Batch<'t>) -> Result<bool, FileTrouble>;
}

/// What a sheet is read for and with.
struct Reading<'a> {
    ledger: &'a Ledger,
    units: &'a Register,
    headings: &'a Headings,
    epoch: Epoch,
    most: usize,
}

impl Opened {
    /// Reads the rows below the headings, in order, until `each` breaks off.
    ///
    /// The first visible sheet that has the ledger's headings is read; sheets that explain are
    /// asked last. An error may come after rows were handed out: then they do not count.
    pub fn read(
        self,
        ledger: &Ledger,
        units: &Register,
        mut each: impl FnMut(ReadRow<'_>) -> ControlFlow<()>,
    ) -> Result<Heading, FileTrouble> {
        let headings = Headings::of(ledger);
        let mut reading = Reading {
            ledger,
            units,
            headings: &headings,
            epoch: Epoch::Y1900,
            most: self.rows,
        };
        match self.content {
            Content::Csv(file, written) => read_csv(&reading, file, written, &mut each),
            Content::Xlsx(mut package) => {
                let mut book = guarded(|| Xlsx::new(package.bytes()).map_err(|why: XlsxError| xlsx::damaged(&why)))?;
                reading.epoch = epoch(book.has_1904_epoch());
                let names = sheets_to_read(book.sheets_metadata());
                first_with_headings(&names, |name| {
                    let merges = package.look_at(name)?;
                    let reader = guarded(|| book.worksheet_cells_reader(name).map_err(|why| xlsx::damaged(&why)))?;
                    let rows = xlsx::XlsxRows::new(reader, reading.epoch);
                    reading.sheet(rows, &merges, &mut each)
                })
            }
            Content::Xls(bytes) => {
                let read = || Xls::new(std::io::Cursor::new(bytes)).map_err(|why: XlsError| xls::damaged(&why));
                let mut book = guarded(read)?;
                reading.epoch = epoch(book.has_1904_epoch());
                let names = sheets_to_read(book.sheets_metadata());
                first_with_headings(&names, |name| {
                    let damaged = |why: XlsError| xls::damaged(&why);
                    let range = guarded(|| book.worksheet_range(name).map_err(damaged))?;
                    let formulas = guarded(|| book.worksheet_formula(name).map_err(damaged))?;
                    let merges = xls::merges(&book, name);
                    let rows = xls::XlsRows::new(&range, &formulas, reading.epoch);
                    reading.sheet(rows, &merges, &mut each)
                })
            }
        }
    }
}

fn epoch(is_1904: bool) -> Epoch {
    if is_1904 { Epoch::Y1904 } else { Epoch::Y1900 }
}

/// Visible sheets of cells; those that explain come last.
fn sheets_to_read(all: &[calamine::Sheet]) -> Vec<String> {
    let visible = all
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible);
    let mut names: Vec<String> = visible.map(|sheet| sheet.name.clone()).collect();
    names.sort_by_key(|name| sheets::is_help(name));
    names
}

/// Reads one sheet after another until one has headings. Where none has, the trouble is that of
/// the sheet that came nearest.
fn first_with_headings(
    names: &[String],
    mut read: impl FnMut(&str) -> Result<Heading, FileTrouble>,
) -> Result<Heading, FileTrouble> {
    let mut nearest: Option<FileTrouble> = None;
    for name in names {
        match read(name) {
            Ok(heading) => {
                return Ok(Heading {
                    sheet: name.clone(),
                    ..heading
                });
            }
            Err(why @ FileTrouble::HeadingsMissing { .. }) => match &nearest {
                Some(FileTrouble::HeadingsMissing { .. }) => {}
                _ => nearest = Some(why),
            },
            Err(why @ FileTrouble::NoHeadings { .. }) => match &nearest {
                Some(FileTrouble::NoHeadings { found, .. }) if found.is_empty() => nearest = Some(why),
                Some(_) => {}
                None => nearest = Some(why),
            },
            Err(other) => return Err(other),
        }
    }
    match nearest {
        Some(FileTrouble::NoHeadings { found, .. }) if found.is_empty() => Err(FileTrouble::Empty),
        Some(why) => Err(why),
        None => Err(FileTrouble::Empty),
    }
}

/// The readers of others meet what nobody has thought of; whatever they do then, the file is
/// damaged and the product goes on.
fn guarded<T>(read: impl FnOnce() -> Result<T, FileTrouble>) -> Result<T, FileTrouble> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(broken()))
}

fn broken() -> FileTrouble {
    FileTrouble::Damaged {
        detail: "reader stopped".to_owned(),
    }
}

fn read_csv(
    reading: &Reading<'_>,
    file: File,
    written: Written,
    each: &mut impl FnMut(ReadRow<'_>) -> ControlFlow<()>,
) -> Result<Heading, FileTrouble> {
    let again = file.try_clone().map_err(encoding::damaged)?;
    let mut sample = vec![0; encoding::PIECE];
    let length = encoding::Text::new(again, written)?.read(&mut sample)?;
    sample.truncate(length);
    let delimiter = csv::delimiter(&sample, |batch| {
        let found = reading.headings.find(reading.ledger, batch, &[]);
        // A row of headings tells more than any number of cells.
        match found {
            Ok(heading) => heading.columns.len() * 1_000,
            Err(FileTrouble::HeadingTwice { .. } | FileTrouble::HeadingsMissing { .. }) => 500,
            Err(_) => rows::first_texts(batch).min(499),
        }
    });
    let text = encoding::Text::new(file, written)?;
    match reading.sheet(CsvRows::new(text, delimiter), &[], each) {
        Err(FileTrouble::NoHeadings { found, .. }) if found.is_empty() => Err(FileTrouble::Empty),
        other => other,
    }
}

impl Reading<'_> {
    /// Takes the sheet apart on one thread and understands it on this one.
    fn sheet<'t>(
        &self,
        mut rows: impl Rows<'t> + Send,
        merges: &[Merge],
        each: &mut impl FnMut(ReadRow<'_>) -> ControlFlow<()>,
    ) -> Result<Heading, FileTrouble> {
        std::thread::scope(|scope| {
            let (send, receive) = mpsc::sync_channel::<Batch<'t>>(4);
            let parts = scope.spawn(move || {
                loop {
                    let mut batch = Batch::default();
                    let more = rows.fill(&mut batch);
                    // What was read before something went wrong is not waited for.
                    if more.is_ok() && send.send(batch).is_err() {
                        return Ok(());
                    }
                    if !more? {
                        return Ok(());
                    }
                }
            });
            let understood = self.batches(&receive, merges, each);
            // Whoever takes it apart stops when nobody listens.
            drop(receive);
            let parts = parts.join().unwrap_or_else(|_| Err(broken()));
            match understood {
                Err(why @ (FileTrouble::NoHeadings { .. } | FileTrouble::TooManyRows { .. })) => match parts {
                    Err(damage @ (FileTrouble::Damaged { .. } | FileTrouble::Csv { .. })) => Err(damage),
                    _ => Err(why),
                },
                Err(why) => Err(why),
                Ok(heading) => parts.map(|()| heading),
            }
        })
    }

    fn batches(
        &self,
        receive: &mpsc::Receiver<Batch<'_>>,
        merges: &[Merge],
        each: &mut impl FnMut(ReadRow<'_>) -> ControlFlow<()>,
    ) -> Result<Heading, FileTrouble> {
        let first = receive.recv().unwrap_or_default();
        let heading = self.headings.find(self.ledger, &first, merges)?;
        let mut understanding =
            Understanding::new(self.ledger, self.units, self.headings, &heading, merges, self.epoch);
        let mut count = 0;
        let mut next = Some(first);
        while let Some(batch) = next {
            count += batch.len();
            if count > self.most.saturating_add(heading.row) {
                return Err(FileTrouble::TooManyRows { limit: self.most });
            }
            if understanding.read(&batch, each).is_break() {
                break;
            }
            next = receive.recv().ok();
        }
        drop(understanding);
        Ok(heading)
    }
}
