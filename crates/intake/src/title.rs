//! The title of a document and the year it is for.

use yaodian_domain::Date;

use crate::{flat::Flat, numerals, scan};

/// What is known of the document as a whole.
#[derive(Debug, Default)]
pub(crate) struct Title {
    pub text: String,
    pub year: Option<i16>,
    /// The last day of the year or years in the title.
    pub last_day: Option<Date>,
}

/// Reads title and year out of what stands before `first`, where the first heading begins.
pub(crate) fn read(text: &str, flat: &Flat, first: usize) -> Title {
    let chars = &flat.chars;
    let mut title = (0, 0);
    let mut at = 0;
    while at < first.min(chars.len()) {
        let end = (at..chars.len())
            .find(|i| chars.get(*i) == Some(&'\n'))
            .unwrap_or(chars.len());
        let line = chars.get(at..end).unwrap_or_default();
        let number = line.last() == Some(&'号') && line.contains(&'〔');
        let last = line.last().copied().unwrap_or('\n');
        let is_title = !number && line.len() <= 80 && !matches!(last, '。' | ':' | ';' | ',') && !line.contains(&'。');
        if is_title && title == (0, 0) {
            title = (at, end);
        } else if is_title && title.1 + 1 == at && line.first() != Some(&'(') {
            // A title over several lines.
            title.1 = end;
        } else if title != (0, 0) {
            break;
        }
        // «一句话。…» as the first line: no title.
        if !is_title && title == (0, 0) && !number {
            break;
        }
        at = end + 1;
    }
    if title == (0, 0) && !chars.is_empty() {
        title = unbroken(chars);
    }
    let (from, to) = issued(chars, title);
    let years = years(chars, from, to);
    let elsewhere = || {
        let head = chars.len().min(1200);
        document_year(chars, 0, head)
            .or_else(|| years_of(chars, chars.len().saturating_sub(60), chars.len()))
            .or_else(|| years_of(chars, 0, head))
    };
    Title {
        text: flat.words(text, from, to),
        year: years.first().copied().or_else(elsewhere),
        last_day: years.last().and_then(|year| Date::new(*year, 12, 31).ok()),
    }
}

/// A text without line breaks begins with its title: «…方案党中央、国务院…».
fn unbroken(chars: &[char]) -> (usize, usize) {
    const ENDS: [&str; 9] = [
        "工作要点",
        "分工方案",
        "实施方案",
        "工作方案",
        "行动方案",
        "行动计划",
        "工作计划",
        "实施意见",
        "指导意见",
    ];
    let head = chars.len().min(90);
    let stop = chars
        .iter()
        .take(head)
        .position(|c| matches!(c, '。' | ':' | '\n'))
        .unwrap_or(head);
    let ends = ENDS
        .iter()
        .filter_map(|word| scan::find(chars, 0, stop, word).map(|at| at + scan::len(word)));
    ends.min().map_or((0, 0), |end| (0, end))
}

/// «关于印发X的通知» is about X.
fn issued(chars: &[char], (from, to): (usize, usize)) -> (usize, usize) {
    let Some(at) = scan::find(chars, from, to, "关于印发") else {
        return (from, to);
    };
    let start = at + 4;
    let end = scan::find(chars, start, to, "的通知").unwrap_or(to);
    let quoted = chars.get(start) == Some(&'《') && end > start && chars.get(end - 1) == Some(&'》');
    let inner = if quoted { (start + 1, end - 1) } else { (start, end) };
    if inner.1 > inner.0 + 3 { inner } else { (from, to) }
}

/// The years within a title, the first and the last of a range.
fn years(chars: &[char], from: usize, to: usize) -> Vec<i16> {
    let numerals = numerals::find(chars, from, to).into_iter();
    numerals
        .filter(|numeral| numeral.end - numeral.start == 4)
        .filter_map(|numeral| numeral.value.parse().ok())
        .filter(|year| (1990..=2100).contains(year))
        .collect()
}

/// 〔2018〕 of a document number.
fn document_year(chars: &[char], from: usize, to: usize) -> Option<i16> {
    let at = (from..to).find(|at| chars.get(*at) == Some(&'〔') && chars.get(at + 5) == Some(&'〕'))?;
    years(chars, at, at + 6).first().copied()
}

/// The first year written as such.
fn years_of(chars: &[char], from: usize, to: usize) -> Option<i16> {
    let numerals = numerals::find(chars, from, to).into_iter();
    numerals
        .filter(|numeral| numeral.end - numeral.start == 4 && chars.get(numeral.end) == Some(&'年'))
        .filter_map(|numeral| numeral.value.parse().ok())
        .find(|year| (1990..=2100).contains(year))
}
