//! A table as texts, whatever its columns are; that of a CSV file as it stands.

use std::io::{Cursor, Read, Seek};

use yaodian_contract::ledger::FileTrouble;

use super::{
    csv::CsvRows,
    encoding::{self, Text, Written},
    kind::{self, Kind},
};

/// A table of texts: heads, and rows under them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlainTable {
    /// The name of the sheet that it stands in; empty for CSV.
    pub sheet: String,
    /// Rows that were passed over above the heads, such as a title, each with its number as below. Merged
    /// cells are not spread in them. [`read_table`] passes none over.
    pub above: Vec<(usize, Vec<String>)>,
    /// The names of the columns, as they stand: some may be empty, or stand twice.
    pub heads: Vec<String>,
    /// The others, each with its number as a sheet shows it, from 1. A row may be shorter or longer than
    /// the heads.
    pub rows: Vec<(usize, Vec<String>)>,
    /// Whether a text began with the mark of UTF-8 or UTF-16; never for XLSX and XLS.
    pub has_mark: bool,
    /// Whether the first line of a text ended with a carriage return before the line feed; never for XLSX
    /// and XLS.
    pub has_returns: bool,
}

/// Reads a table of CSV: UTF-8, UTF-16 with its mark, or GB18030; the cells parted by commas, tabs or
/// semicolons, whichever part the first row most. At most `limit` bytes are read.
///
/// Every cell is as it was written, and no row is left out but blank lines: the heads are the first line
/// that is not blank, even if that is a title. [`read_any_table`](crate::read_any_table) passes titles over.
///
/// # Errors
///
/// [`FileTrouble::TooLarge`] beyond `limit`; [`FileTrouble::NotASheet`] for what is no text, XLSX and XLS
/// included; [`FileTrouble::Encoding`]; [`FileTrouble::Csv`] for a quote that is not closed;
/// [`FileTrouble::Empty`] where all lines are blank.
pub fn read_table(bytes: &[u8], limit: u64) -> Result<PlainTable, FileTrouble> {
    if bytes.len() as u64 > limit {
        return Err(FileTrouble::TooLarge { limit });
    }
    let other = |found: &str| FileTrouble::NotASheet {
        found: found.to_owned(),
    };
    match kind::tell(bytes.get(..4_096).unwrap_or(bytes)) {
        Kind::Text => {}
        Kind::Zip => return Err(other("ZIP")),
        Kind::Ole => return Err(other("XLS")),
        Kind::Other(found) => return Err(other(found)),
    }
    let mut file = Cursor::new(bytes);
    let written = encoding::tell(&mut file)?;
    let (mut rows, has_returns) = rows(&mut file, written, 1)?;
    let Some((_, heads)) = rows.plain()? else {
        return Err(FileTrouble::Empty);
    };
    let mut table = PlainTable {
        heads,
        has_mark: written.has_mark(),
        has_returns,
        ..PlainTable::default()
    };
    while let Some(row) = rows.plain()? {
        table.rows.push(row);
    }
    Ok(table)
}

/// The rows of a text, and whether its first line ends with a carriage return. What parts the cells is
/// told by the first of at most `first` rows that has several.
pub(super) fn rows<R: Read + Seek>(
    file: &mut R,
    written: Written,
    first: usize,
) -> Result<(CsvRows<Text<&mut R>>, bool), FileTrouble> {
    let mut sample = vec![0; encoding::PIECE];
    let read = Text::new(&mut *file, written)?.read(&mut sample)?;
    sample.truncate(read);
    let rows = CsvRows::new(Text::new(file, written)?, delimiter(&sample, first));
    Ok((rows, has_returns(&sample)))
}

/// The character that parts a row most. One by which a quote stays open in the first row is the one, so
/// that this is told.
fn delimiter(sample: &[u8], first: usize) -> u8 {
    let mut all = [b'\t', b';', b','].map(|one| (one, CsvRows::new(sample, one)));
    for at in 0..first {
        let cells = all.iter_mut().map(|(one, rows)| match rows.plain() {
            Ok(row) => (row.map_or(0, |(_, cells)| cells.len()), *one),
            Err(_) if at == 0 => (usize::MAX, *one),
            // The sample ends anywhere, within quotes perhaps.
            Err(_) => (0, *one),
        });
        match cells.max_by_key(|(cells, _)| *cells) {
            Some((cells, one)) if cells > 1 => return one,
            _ => {}
        }
    }
    b','
}

fn has_returns(sample: &[u8]) -> bool {
    let end = memchr::memchr(b'\n', sample);
    end.and_then(|end| sample.get(..end))
        .is_some_and(|line| line.ends_with(b"\r"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &[u8]) -> Vec<Vec<String>> {
        let table = read_table(text, 1 << 20).expect("a table");
        let rows = table.rows.into_iter().map(|(_, cells)| cells);
        std::iter::once(table.heads).chain(rows).collect()
    }

    #[test]
    fn cells_are_as_they_were_written() {
        let table = read_table(
            "\u{feff}断面,\"pH, 值\"\r\n\r\n甲, 7.0 \r\n=A1,'x\r\n".as_bytes(),
            1 << 20,
        )
        .expect("a table");
        assert_eq!(table.heads, ["断面", "pH, 值"]);
        assert_eq!(table.rows[0], (3, vec!["甲".to_owned(), " 7.0 ".to_owned()]));
        assert_eq!(table.rows[1], (4, vec!["=A1".to_owned(), "'x".to_owned()]));
        assert!(table.has_mark && table.has_returns);
    }

    #[test]
    fn encodings_and_separators_are_told() {
        // «断面;氨氮» in GB18030.
        let chinese = b"\xb6\xcf\xc3\xe6;\xb0\xb1\xb5\xaa\n\xbc\xd7;0.5\n";
        assert_eq!(cells(chinese), [["断面", "氨氮"], ["甲", "0.5"]]);
        assert_eq!(cells(b"a\tb\tc,d\n1\t2\t3,5"), [["a", "b", "c,d"], ["1", "2", "3,5"]]);
        assert_eq!(cells(b"alone\n1\n"), [["alone"], ["1"]]);
    }

    #[test]
    fn rows_of_any_length_are_kept_and_open_quotes_are_not() {
        assert_eq!(
            cells(b"a,b\n1\n1,2,3\n"),
            [vec!["a", "b"], vec!["1"], vec!["1", "2", "3"]]
        );
        let read = |text: &[u8]| read_table(text, 64);
        assert!(matches!(
            read(b"a,b\n1,\"2\n3,4\n"),
            Err(FileTrouble::Csv { line: 2, .. })
        ));
        assert!(matches!(read(b"a,\"b\n1,2\n"), Err(FileTrouble::Csv { line: 1, .. })));
        assert_eq!(read(b""), Err(FileTrouble::Empty));
        assert_eq!(read(b"\xef\xbb\xbf\n\n"), Err(FileTrouble::Empty));
        assert!(matches!(read(b"PK\x03\x04"), Err(FileTrouble::NotASheet { .. })));
        assert!(matches!(read(b"a\xff\xff\n"), Err(FileTrouble::Encoding { .. })));
        assert_eq!(read(&[b'a'; 65]), Err(FileTrouble::TooLarge { limit: 64 }));
    }
}
