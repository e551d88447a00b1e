//! Ends of the chain that were noted or published before.

use std::str::FromStr;

/// An end of the chain that was noted or published before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// The number of its row, if that was noted too.
    pub seq: Option<i64>,
    /// Its hash, or enough of the beginning of it.
    pub hash: String,
}

/// Digits of a hash that are enough to hold against it, and all of them.
const ENOUGH: usize = 12;
const ALL: usize = 64;

/// It is neither `NUMBER:HASH` nor `HASH`, with 12 to 64 hexadecimal digits of the hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an end is written NUMBER:HASH or HASH, with at least the first 12 hexadecimal digits of the hash")]
pub struct NotedError;

/// A list of ends cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// Its first line does not name the columns `seq` and `hash`.
    #[error("the first line does not name the columns seq and hash")]
    Heads,
    /// This line, counted from 1, holds no number with a hash.
    #[error("line {0} holds no number with a hash")]
    Line(usize),
}

impl FromStr for Noted {
    type Err = NotedError;

    /// As somebody typed it: `NUMBER:HASH`, or `HASH`.
    fn from_str(text: &str) -> Result<Self, NotedError> {
        let (seq, hash) = match text.split_once([':', '\u{ff1a}']) {
            Some((seq, hash)) => {
                let seq: i64 = seq.trim().parse().map_err(|_| NotedError)?;
                if seq < 1 {
                    return Err(NotedError);
                }
                (Some(seq), hash)
            }
            None => (None, text),
        };
        let hash = hash.trim().to_ascii_lowercase();
        let hexadecimal = hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !hexadecimal || !(ENOUGH..=ALL).contains(&hash.len()) {
            return Err(NotedError);
        }
        Ok(Self { seq, hash })
    }
}

/// The ends of a table as `/changes/heads.csv` and `/changes/chain.csv` give it: whatever columns there are, `seq` and
/// `hash` are read.
pub fn noted_ends(table: &str) -> Result<Vec<Noted>, ListError> {
    let mut lines = (1..).zip(table.trim_start_matches('\u{feff}').lines());
    let heads = lines.next().map(|(_, line)| line).unwrap_or_default();
    let place = |name: &str| cells(heads).position(|head| head == name).ok_or(ListError::Heads);
    let (seq, hash) = (place("seq")?, place("hash")?);
    let filled = lines.filter(|(_, line)| !line.trim().is_empty());
    filled
        .map(|(number, line)| {
            let cell = |place| cells(line).nth(place).unwrap_or_default();
            let noted = format!("{}:{}", cell(seq), cell(hash));
            noted.parse().map_err(|NotedError| ListError::Line(number))
        })
        .collect()
}

/// No cell of these tables holds a comma or a quotation mark of its own; a spreadsheet may have put some around.
fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.split(',').map(|cell| cell.trim().trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_read_as_they_are_noted() {
        let hash = "0123456789abcdef";
        let noted = |seq| {
            Ok(Noted {
                seq,
                hash: hash.to_owned(),
            })
        };
        assert_eq!(hash.parse(), noted(None));
        assert_eq!(" 7 : 0123456789ABCDEF ".parse(), noted(Some(7)));
        assert_eq!("7\u{ff1a}0123456789abcdef".parse(), noted(Some(7)));
        for wrong in [
            "",
            "7",
            "7:0123",
            "x:0123456789ab",
            "0:0123456789ab",
            "0123456789ag",
            &"0".repeat(65),
        ] {
            assert_eq!(wrong.parse::<Noted>(), Err(NotedError), "{wrong}");
        }
    }

    #[test]
    fn lists_are_read_by_their_heads() {
        let hash = "a".repeat(64);
        let one = vec![Noted {
            seq: Some(9),
            hash: hash.clone(),
        }];
        for table in [
            format!("day_utc,seq,hash\n2023-09-25,9,{hash}\n"),
            format!("\u{feff}day_utc,seq,hash\r\n2023-09-25,9,{hash}\r\n\r\n"),
            format!("seq,at,kind,plan,hash\n9,2023-09-25T00:00:00Z,,,{hash}\n"),
            format!("\"day_utc\",\"seq\",\"hash\"\n\"2023-09-25\",\"9\",\"{hash}\"\n"),
        ] {
            assert_eq!(noted_ends(&table), Ok(one.clone()), "{table}");
        }
        assert_eq!(noted_ends("day_utc,seq,hash\n"), Ok(Vec::new()));
        assert_eq!(noted_ends(""), Err(ListError::Heads));
        assert_eq!(noted_ends("{\"yaodian\":\"audit\"}"), Err(ListError::Heads));
        assert_eq!(
            noted_ends(&format!("day_utc,seq,hash\nx,1,{hash}\nx,2,short\n")),
            Err(ListError::Line(3))
        );
    }
}
