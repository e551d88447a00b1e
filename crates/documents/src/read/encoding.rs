//! The text of a file, as UTF-8, piece by piece.

use std::io::{Read, Seek, SeekFrom};

use encoding_rs::{CoderResult, Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use yaodian_contract::ledger::FileTrouble;

/// How much is read at a time.
pub(crate) const PIECE: usize = 1 << 16;

/// In which encoding a file is written, its byte order mark left out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written {
    encoding: &'static Encoding,
    /// Where the text begins.
    from: u64,
}

impl Written {
    /// Whether the file begins with a byte order mark.
    pub fn has_mark(self) -> bool {
        self.from > 0
    }
}

/// Reads the whole file once to tell. UTF-8 with or without a mark, else UTF-16 with one (Excel's
/// «Unicode text»), else GB18030.
pub(crate) fn tell(file: &mut (impl Read + Seek)) -> Result<Written, FileTrouble> {
    let mut head = [0_u8; 3];
    rewind(file, 0)?;
    let read = fill(file, &mut head)?;
    let head = head.get(..read).unwrap_or_default();
    let marked = match head {
        [0xEF, 0xBB, 0xBF] => Written {
            encoding: UTF_8,
            from: 3,
        },
        [0xFF, 0xFE, ..] => Written {
            encoding: UTF_16LE,
            from: 2,
        },
        [0xFE, 0xFF, ..] => Written {
            encoding: UTF_16BE,
            from: 2,
        },
        _ => Written {
            encoding: UTF_8,
            from: 0,
        },
    };
    let Some(bad) = first_bad(file, marked)? else {
        return Ok(marked);
    };
    if marked.from > 0 {
        return Err(FileTrouble::Encoding { at: bad });
    }
    let chinese = Written {
        encoding: GB18030,
        from: 0,
    };
    match first_bad(file, chinese)? {
        None => Ok(chinese),
        // The encoding that goes further is the one that is meant.
        Some(at) => Err(FileTrouble::Encoding { at: at.max(bad) }),
    }
}

/// The first byte that cannot be read, counted from 1.
fn first_bad(file: &mut (impl Read + Seek), written: Written) -> Result<Option<usize>, FileTrouble> {
    rewind(file, written.from)?;
    let start = usize::try_from(written.from).unwrap_or(0) + 1;
    if written.encoding == UTF_8 {
        return Ok(first_bad_utf8(file)?.map(|at| at + start));
    }
    let mut decoder = written.encoding.new_decoder_without_bom_handling();
    let (mut bytes, mut text) = (vec![0_u8; PIECE], vec![0_u8; PIECE * 3 + 16]);
    let mut before = 0;
    loop {
        let read = fill(file, &mut bytes)?;
        let last = read < bytes.len();
        let piece = bytes.get(..read).unwrap_or_default();
        let (result, used, _) = decoder.decode_to_utf8_without_replacement(piece, &mut text, last);
        if let encoding_rs::DecoderResult::Malformed(length, back) = result {
            return Ok(Some(
                (before + used).saturating_sub(usize::from(length) + usize::from(back)) + start,
            ));
        }
        if last {
            return Ok(None);
        }
        before += used;
    }
}

/// Where UTF-8 goes wrong, counted from 0.
fn first_bad_utf8(file: &mut (impl Read + Seek)) -> Result<Option<usize>, FileTrouble> {
    let mut bytes = vec![0_u8; PIECE * 4];
    let (mut kept, mut before) = (0, 0);
    loop {
        let read = fill(file, bytes.get_mut(kept..).unwrap_or_default())?;
        let end = kept + read;
        let last = end < bytes.len();
        match std::str::from_utf8(bytes.get(..end).unwrap_or_default()) {
            Ok(_) => (kept, before) = (0, before + end),
            Err(why) if why.error_len().is_some() || last => return Ok(Some(before + why.valid_up_to())),
            Err(why) => {
                // A character that goes on in the next piece.
                let valid = why.valid_up_to();
                bytes.copy_within(valid..end, 0);
                (kept, before) = (end - valid, before + valid);
            }
        }
        if last {
            return Ok(None);
        }
    }
}

fn rewind(file: &mut (impl Read + Seek), to: u64) -> Result<(), FileTrouble> {
    file.seek(SeekFrom::Start(to)).map(|_| ()).map_err(damaged)
}

pub(crate) fn damaged(why: std::io::Error) -> FileTrouble {
    FileTrouble::Damaged {
        detail: why.to_string(),
    }
}

/// Reads until `into` is full or the file is at its end.
fn fill(file: &mut impl Read, into: &mut [u8]) -> Result<usize, FileTrouble> {
    let mut read = 0;
    while let Some(rest) = into.get_mut(read..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(more) => read += more,
            Err(why) if why.kind() == std::io::ErrorKind::Interrupted => {}
            Err(why) => return Err(damaged(why)),
        }
    }
    Ok(read)
}

/// The text of a file whose encoding is known.
pub(crate) struct Text<R> {
    file: R,
    /// `None` for what is UTF-8 already.
    decoder: Option<Decoder>,
    bytes: Vec<u8>,
    /// Bytes that were read and not decoded.
    from: usize,
    to: usize,
    ended: bool,
    done: bool,
}

impl<R: Read + Seek> Text<R> {
    /// From the beginning.
    pub fn new(mut file: R, written: Written) -> Result<Self, FileTrouble> {
        rewind(&mut file, written.from)?;
        let decoder = (written.encoding != UTF_8).then(|| written.encoding.new_decoder_without_bom_handling());
        Ok(Self {
            file,
            decoder,
            bytes: vec![0; PIECE],
            from: 0,
            to: 0,
            ended: false,
            done: false,
        })
    }

    /// The next bytes of UTF-8 into `into`, of which at least 16 must be free; 0 at the end.
    pub fn read(&mut self, into: &mut [u8]) -> Result<usize, FileTrouble> {
        let Some(decoder) = &mut self.decoder else {
            return fill(&mut self.file, into);
        };
        while !self.done {
            if self.from == self.to && !self.ended {
                (self.from, self.to) = (0, fill(&mut self.file, &mut self.bytes)?);
                self.ended = self.to < self.bytes.len();
            }
            let piece = self.bytes.get(self.from..self.to).unwrap_or_default();
            let (result, used, written, _) = decoder.decode_to_utf8(piece, into, self.ended);
            self.from += used;
            self.done = self.ended && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}
