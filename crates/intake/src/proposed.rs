//! What words promise when a person says that they are a target.

use yaodian_domain::{number, plan::Span, target::Kind};

use crate::{
    draft::{Comparator, Matter, Target},
    parse,
    review::Reviewed,
};

/// A name that is made of the words themselves has at most so many characters.
const LONGEST_NAME: usize = 30;

/// A target out of the words at `span`, to be filled in by a person: as the parser reads them by
/// themselves; where it reads no figure, with the first one in them that it took for none; and else in
/// words alone.
pub fn proposed(text: &str, reviewed: &Reviewed, span: Span) -> Target {
    let quote = text.get(span.start..span.end).unwrap_or_default();
    let plain: String = quote.chars().filter(|c| !matches!(c, '\n' | '\r' | '*')).collect();
    let draft = parse(&format!("1.{plain}"), None);
    let tasks = draft.items.into_iter().flat_map(|item| item.tasks);
    let in_headlines = draft.headlines.into_iter().flat_map(|headline| headline.targets);
    let read = in_headlines.chain(tasks.flat_map(|task| task.targets)).next();
    let mut target = read.unwrap_or_else(|| in_words(&plain, span));
    if target.value.is_none()
        && let Some((value, is_percent)) = figure(text, reviewed, span)
    {
        target.kind = if is_percent { Kind::Level } else { Kind::Count };
        target.comparator = Comparator::AtLeast;
        target.value = Some(value);
        target.unit = is_percent.then(|| "%".to_owned());
    }
    Target {
        quote: quote.to_owned(),
        span,
        ..target
    }
}

fn in_words(plain: &str, span: Span) -> Target {
    Target {
        quote: String::new(),
        span,
        figure: None,
        kind: Kind::Statement,
        comparator: Comparator::Progress,
        value: None,
        unit: None,
        subject: plain.trim().chars().take(LONGEST_NAME).collect(),
        inventory: None,
        base: None,
        due: None,
        due_written: false,
        confidence: 1.0,
        why: Vec::new(),
    }
}

/// The first figure within a stretch that was not taken for a target, and whether it is a percentage.
fn figure(text: &str, reviewed: &Reviewed, span: Span) -> Option<(String, bool)> {
    let remarks = reviewed.draft.diagnostics.iter();
    let mut within = remarks.filter(|remark| span.covers(remark.span));
    within.find_map(|remark| {
        let (Matter::DoubtfulFigure { figure } | Matter::NoTarget { figure, .. }) = &remark.matter else {
            return None;
        };
        let value = number::parse(figure).ok()?;
        let rest = text.get(remark.span.end..).unwrap_or_default();
        let is_percent = figure.ends_with('%') || rest.trim_start().starts_with(['%', '\u{ff05}']);
        Some((value.to_string(), is_percent))
    })
}
