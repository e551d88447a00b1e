//! No figure of the text is overlooked: each lies in a target's quote, or it is said why not.

use serde::{Deserialize, Serialize};
use yaodian_domain::plan::{Chapter, Span};

use crate::{
    figures,
    problem::Kind,
    sheet::{Placed, Table},
    targets::{Ground, Read},
    text::{occurrences, words},
};

/// Why a figure of the text is no promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// 序号: the number of a heading.
    HeadingNumber,
    /// 序数: which one of a row (第七批).
    Ordinal,
    /// 年份: the year something belongs to.
    Year,
    /// 文件名称: within the name of a document.
    DocumentName,
    /// 专有名称: within the name of a campaign, project or body.
    ProperName,
    /// 固定提法: a set phrase (四个意识).
    Slogan,
    /// 词语: part of a word that is no number (统一).
    Word,
    /// 范围说明: says what is spoken of, without promising a quantity.
    Description,
}

const WHY: [(&str, Why); 8] = [
    ("heading-number", Why::HeadingNumber),
    ("ordinal", Why::Ordinal),
    ("year", Why::Year),
    ("document-name", Why::DocumentName),
    ("proper-name", Why::ProperName),
    ("slogan", Why::Slogan),
    ("word", Why::Word),
    ("description", Why::Description),
];

/// A stretch of the text whose figures are no promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOver {
    /// Where it stands.
    pub span: Span,
    /// Why, by its sort.
    pub why: Why,
    /// Why, in Chinese, for the reader.
    pub reason: String,
}

/// Reads `[[not_a_target]]` and holds all figures of the text against targets and exceptions.
pub(crate) fn read(tables: Vec<Table<'_>>, targets: &Read, ground: &Ground<'_>) -> Vec<PassedOver> {
    let text = ground.text;
    let all = figures::find(text.words);
    let headings = heading_numbers(ground.chapters);
    let settled = |figure: &Span| {
        let quotes = targets.targets.iter().map(|target| target.quote.span);
        quotes.chain(headings.iter().copied()).any(|span| span.covers(*figure))
    };
    let mut open: Vec<Span> = all.into_iter().filter(|figure| !settled(figure)).collect();
    let mut passed = Vec::new();
    for mut table in tables {
        let quote = table.text("quote");
        let why = table.choice("why", &WHY);
        let reason = table.text("reason");
        let everywhere = table.flag("everywhere");
        table.close();
        let (Some(quote), Some(why), Some(reason)) = (quote, why, reason) else {
            continue;
        };
        let spans = places(&quote, everywhere, ground);
        if spans.is_empty() {
            continue;
        }
        let before = open.len();
        open.retain(|figure| !spans.iter().any(|span| span.covers(*figure)));
        if open.len() == before {
            text.log.add(quote.place.problem(Kind::NothingToPassOver));
        }
        passed.extend(spans.into_iter().map(|span| PassedOver {
            span,
            why,
            reason: reason.value.clone(),
        }));
    }
    open.retain(|figure| !targets.left_open.iter().any(|span| span.covers(*figure)));
    for figure in open {
        let kind = Kind::FigureNotCovered {
            figure: words(text.words, figure).to_owned(),
            around: around(text.words, figure),
        };
        text.log.add(text.place(figure.start, "").problem(kind));
    }
    passed.sort_by_key(|passed| passed.span);
    passed
}

fn places(quote: &Placed<String>, everywhere: bool, ground: &Ground<'_>) -> Vec<Span> {
    if !everywhere {
        return ground
            .find(quote, ground.text.whole(), "the text")
            .into_iter()
            .collect();
    }
    let found = occurrences(ground.text.words, ground.text.whole(), &quote.value);
    if found.is_empty() {
        ground.text.log.add(quote.place.problem(Kind::QuoteNotFound {
            place: "the text".to_owned(),
        }));
    }
    found
}

/// The numbers of chapters and items, which the outline has understood already.
fn heading_numbers(chapters: &[Chapter]) -> Vec<Span> {
    let chapter = |c: &Chapter| Span {
        start: c.heading.start,
        end: c.heading.start + c.number.len(),
    };
    let items = chapters.iter().flat_map(|chapter| &chapter.items).map(|item| Span {
        start: item.heading.start,
        end: item.heading.start + item.number.to_string().len(),
    });
    chapters.iter().map(chapter).chain(items).collect()
}

/// A few characters on either side, for a message.
fn around(text: &str, figure: Span) -> String {
    let before: Vec<char> = text
        .get(..figure.start)
        .unwrap_or_default()
        .chars()
        .rev()
        .take(8)
        .collect();
    let after = text
        .get(figure.start..)
        .unwrap_or_default()
        .chars()
        .take(words(text, figure).chars().count() + 8);
    let both = before.into_iter().rev().chain(after);
    both.filter(|c| !matches!(c, '\n' | '\r')).collect()
}
