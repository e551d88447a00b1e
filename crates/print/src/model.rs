//! What stands in an official document.

use jiff::civil::Date;

/// An official document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// 版头, where it is issued under a number.
    pub masthead: Option<Masthead>,
    /// The title. A line feed in it is a wanted line break; longer lines are broken evenly.
    pub title: String,
    /// 主送机关, without the colon.
    pub addressee: Option<String>,
    /// What is to stand at the head of every page: that figures are made up, that it is a draft.
    pub notice: Option<String>,
    /// The text.
    pub blocks: Vec<Block>,
    /// 附件, each on a page of its own, listed after the text.
    pub attachments: Vec<Attachment>,
    /// Who signs, and the date.
    pub signature: Option<Signature>,
    /// What is to stand in small print at the foot of every page.
    pub footer: Option<String>,
}

/// 版头: the issuer's mark and the number, over a red line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masthead {
    /// 发文机关标志: 湖北省生态环境厅文件.
    pub mark: String,
    /// 发文字号: 鄂环督〔2023〕9号.
    pub number: String,
}

/// 附件.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its title.
    pub title: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// 发文机关署名 and 成文日期.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Who signs.
    pub by: String,
    /// When.
    pub on: Date,
}

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading, which numbers itself.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// A table.
    Table(Table),
    /// Bars with their numbers.
    Chart(Chart),
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// How deep it stands.
    pub level: Level,
    /// Its words, without a number.
    pub text: String,
}

/// 结构层次: how deep a heading stands (GB/T 9704-2012, 7.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// 一、 in 黑体.
    One,
    /// (一) in 楷体.
    Two,
    /// 1. in 仿宋.
    Three,
    /// (1) in 仿宋.
    Four,
}

/// Words set alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Whether they are set in 黑体.
    pub strong: bool,
    /// Where they lead.
    pub link: Option<String>,
}

impl Run {
    /// Plain words.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            strong: false,
            link: None,
        }
    }

    /// Words that stand out.
    pub fn strong(text: impl Into<String>) -> Self {
        Self {
            strong: true,
            ..Self::plain(text)
        }
    }

    /// Words that lead somewhere.
    pub fn linked(text: impl Into<String>, link: impl Into<String>) -> Self {
        Self {
            link: Some(link.into()),
            ..Self::plain(text)
        }
    }
}

/// A table. Its head is set again on every page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What stands over it.
    pub caption: Option<String>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows; a row that is too short is filled with blanks.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands over it.
    pub head: String,
    /// Its part of the width, beside those of the others.
    pub share: u16,
    /// Where its words stand.
    pub align: Align,
}

/// Where words stand in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Marks and short words.
    Centre,
    /// Figures.
    Right,
}

/// A cell of a table: paragraphs one under the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell(pub Vec<Vec<Run>>);

impl Cell {
    /// A cell of plain words.
    pub fn plain(text: impl Into<String>) -> Self {
        Self(vec![vec![Run::plain(text)]])
    }
}

/// Horizontal bars, each labelled with its words and its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// What stands over it.
    pub caption: String,
    /// The bars; the longest fills the width.
    pub bars: Vec<Bar>,
    /// What its tones mean, where bars are made of several.
    pub key: Vec<(Tone, String)>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it shows.
    pub label: String,
    /// Its segments from the left.
    pub segments: Vec<Segment>,
    /// What it amounts to, in words.
    pub amount: String,
}

impl Bar {
    /// How long it is.
    pub fn length(&self) -> u64 {
        self.segments.iter().map(|segment| u64::from(segment.length)).sum()
    }
}

/// A stretch of a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// How it is filled.
    pub tone: Tone,
    /// How long it is.
    pub length: u32,
}

/// The fillings of bars, from good to bad. In grey print they differ in darkness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Kept.
    Good,
    /// On the way.
    Fair,
    /// Behind.
    Warning,
    /// Far behind.
    Bad,
    /// Overdue.
    Worst,
    /// Nothing known.
    Blank,
    /// Not yet to be judged.
    Waiting,
}

impl Tone {
    /// Its colour, as red, green and blue. The status colours of the product's style sheets.
    pub(crate) fn rgb(self) -> [u8; 3] {
        match self {
            Self::Good => [0x2f, 0x86, 0x6b],
            Self::Fair => [0x8d, 0xbf, 0xa9],
            Self::Warning => [0xf0, 0xbe, 0x4b],
            Self::Bad => [0xab, 0x2f, 0x1e],
            Self::Worst => [0x6b, 0x14, 0x0d],
            Self::Blank => [0xe4, 0xe6, 0xe8],
            Self::Waiting => [0xb4, 0xbb, 0xc2],
        }
    }
}

/// Headings with their numbers, in the order of the text: 一、 (一) 1. (1). A heading begins the
/// count of those below it anew.
#[derive(Debug, Default)]
pub(crate) struct Counter([u16; 4]);

impl Counter {
    /// The number of the next heading of this level, as it stands before its words.
    pub(crate) fn next(&mut self, level: Level) -> String {
        let at = level as usize;
        self.0[at] += 1;
        self.0[at + 1..].fill(0);
        numbered(level, self.0[at])
    }
}

/// The number of a heading as it stands before its words (GB/T 9704-2012, 7.3.3).
pub fn numbered(level: Level, number: u16) -> String {
    match level {
        Level::One => format!("{}、", chinese(number)),
        Level::Two => format!("（{}）", chinese(number)),
        Level::Three => format!("{number}."),
        Level::Four => format!("（{number}）"),
    }
}

/// 一, 十二, 二十三: a number from 1 to 99; beyond that in figures.
fn chinese(number: u16) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u16| DIGITS[usize::from(n % 10)];
    match number {
        1..=9 => digit(number).to_owned(),
        10..=19 => format!("十{}", digit(number)),
        20..=99 => format!("{}十{}", digit(number / 10), digit(number)),
        _ => number.to_string(),
    }
}

/// A date as it is written under a document: no zero is put before month and day
/// (GB/T 9704-2012, 7.3.5.4).
pub(crate) fn dated(on: Date) -> String {
    format!("{}年{}月{}日", on.year(), on.month(), on.day())
}

/// 附件, with its number where there are several.
pub(crate) fn attachment_name(at: usize, of: usize) -> String {
    if of > 1 {
        format!("附件{}", at + 1)
    } else {
        "附件".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_number_themselves() {
        let mut counter = Counter::default();
        let levels = [
            Level::One,
            Level::Two,
            Level::Three,
            Level::Four,
            Level::Four,
            Level::Two,
            Level::Three,
            Level::One,
            Level::Two,
        ];
        let numbers: Vec<_> = levels.into_iter().map(|level| counter.next(level)).collect();
        assert_eq!(
            numbers,
            [
                "一、",
                "（一）",
                "1.",
                "（1）",
                "（2）",
                "（二）",
                "1.",
                "二、",
                "（一）"
            ]
        );
    }

    #[test]
    fn chinese_numbers() {
        for (number, words) in [
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (99, "九十九"),
            (100, "100"),
        ] {
            assert_eq!(chinese(number), words);
        }
    }
}
