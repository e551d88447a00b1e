//! Whether a JPEG goes on to its end. Decoders paint what is missing grey, and say nothing.

use yaodian_contract::ledger::EvidenceTrouble;

use crate::{cut_short, damaged};

/// The most scans. A progressive photo has about ten; each goes over the whole picture, in a few
/// bytes if need be, and so a small file with thousands would keep a processor busy for hours.
const MOST_SCANS: usize = 100;

/// Whether there is an end-of-image marker after the last scan. What follows it does not matter.
pub(super) fn proper(bytes: &[u8]) -> Result<(), EvidenceTrouble> {
    let mut rest = bytes.get(2..).unwrap_or_default();
    let mut scans = 0;
    loop {
        let (marker, after) = next_marker(rest).ok_or_else(cut_short)?;
        rest = match marker {
            // End of image.
            0xD9 if scans > 0 => return Ok(()),
            0xD9 => return Err(damaged("there is no picture in it")),
            // Markers that stand alone.
            0x01 | 0xD0..=0xD8 => after,
            _ => {
                scans += usize::from(marker == 0xDA);
                if scans > MOST_SCANS {
                    return Err(damaged("it has too many scans"));
                }
                let length = after.first_chunk().map(|two| usize::from(u16::from_be_bytes(*two)));
                length
                    .and_then(|length| after.get(length.max(2)..))
                    .ok_or_else(cut_short)?
            }
        };
    }
}

/// The next marker and what follows it. Within a scan, `FF 00` is a byte of data and `FF D0` to
/// `FF D7` are restarts that stand alone; `FF FF` fills.
fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let mut rest = bytes;
    loop {
        let at = rest.iter().position(|byte| *byte == 0xFF)?;
        let after = rest.get(at + 1..)?;
        match after.split_first()? {
            (0x00, then) => rest = then,
            (0xFF, _) => rest = after,
            (marker, then) => return Some((*marker, then)),
        }
    }
}
