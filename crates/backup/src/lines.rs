//! Rows as lines, and sums of what goes by.

use std::io::{self, Read, Write};

use sha2::{Digest as _, Sha256};
use yaodian_store::whole::Cell;

/// The longest row that is read, in bytes.
pub(crate) const LONGEST: u64 = 256 << 20;

/// Counts and sums what goes through it.
pub(crate) struct Summed<T> {
    pub(crate) inner: T,
    bytes: u64,
    hash: Sha256,
}

impl<T> Summed<T> {
    pub(crate) fn new(inner: T) -> Self {
        Self {
            inner,
            bytes: 0,
            hash: Sha256::new(),
        }
    }

    fn note(&mut self, some: &[u8]) {
        self.bytes += u64::try_from(some.len()).unwrap_or(u64::MAX);
        self.hash.update(some);
    }

    /// How many bytes it were, and their SHA-256.
    pub(crate) fn sum(self) -> (u64, String) {
        (self.bytes, digits(&self.hash.finalize()))
    }
}

impl<T: Read> Read for Summed<T> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.note(into.get(..read).unwrap_or_default());
        Ok(read)
    }
}

impl<T: Write> Write for Summed<T> {
    fn write(&mut self, some: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(some)?;
        self.note(some.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

pub(crate) fn digits(hash: &[u8]) -> String {
    use std::fmt::Write as _;
    hash.iter().fold(String::new(), |mut all, byte| {
        let _ = write!(all, "{byte:02x}");
        all
    })
}

/// Writes rows as lines.
pub(crate) fn put(rows: &[Vec<Cell>], out: &mut impl Write) -> io::Result<()> {
    for row in rows {
        serde_json::to_writer(&mut *out, row)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// A row from its line.
pub(crate) fn row(line: &[u8]) -> Option<Vec<Cell>> {
    serde_json::from_slice(line.strip_suffix(b"\n")?).ok()
}
