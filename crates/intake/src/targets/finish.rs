//! Promises in words, and the last touch: what a target is called, and its words cut out of the text.

use yaodian_domain::{Date, plan::Span, target::Kind};

use super::{Draft, Read, Reader, clauses::Clause, subject, words, words::Around};
use crate::{
    draft::{Target, Why},
    scan,
};

impl Reader<'_> {
    pub(super) fn in_words(&self, around: &Around<'_>) -> Vec<Draft> {
        around
            .read()
            .into_iter()
            .flat_map(|read| self.worded(around.clause, read))
            .collect()
    }

    pub(super) fn worded(&self, clause: Clause, read: words::InWords) -> Vec<Draft> {
        let (from, to) = subject::subject(&self.flat.chars, read.subject.0, read.subject.1);
        let mut subject = self.flat.words(self.text, from, to);
        // «总量零增长»: it is the growth that is none.
        let grows = ["趋零增长", "零增长"].iter();
        if grows
            .into_iter()
            .any(|word| scan::starts(&self.flat.chars, read.subject.1, word))
        {
            subject.push_str("增长");
        }
        let draft = |subject: String| Draft {
            clause: (clause.from, clause.to),
            figure: None,
            kind: read.kind,
            comparator: read.comparator,
            value: read.value.map(str::to_owned),
            unit: read.unit.map(str::to_owned),
            subject,
            inventory: None,
            base: None,
            confidence: read.confidence,
            why: read.why.clone(),
        };
        match read.kind {
            // Each of several indicators is set by itself.
            Kind::SetElsewhere => indicators(&subject).into_iter().map(draft).collect(),
            // «《A》《B》», «A办法、B办法等相关制度»: each is a thing.
            Kind::Deliverable => words::things(&subject).into_iter().map(draft).collect(),
            _ => vec![draft(subject)],
        }
    }

    pub(super) fn finish(&self, draft: Draft, day: Option<Date>) -> Read {
        let (from, to) = self.flat.trimmed(draft.clause.0, draft.clause.1, |c| {
            matches!(c, ' ' | ',' | ';' | '。' | ':')
        });
        let span = self.flat.span(from, to);
        let subject = self.named(&draft, from, to);
        let mut why = draft.why;
        if day.is_some() && !why.contains(&Why::Dated) {
            why.push(Why::Dated);
        }
        let sure = (draft.confidence + if day.is_some() { 0.03 } else { 0.0 }).min(0.99);
        let target = Target {
            quote: self.slice(span).to_owned(),
            span,
            figure: draft.figure.map(|(from, to)| self.flat.span(from, to)),
            kind: draft.kind,
            comparator: draft.comparator,
            value: draft.value,
            unit: draft.unit,
            subject,
            inventory: draft.inventory,
            base: draft.base,
            due: day.or(self.last_day),
            due_written: day.is_some(),
            confidence: sure,
            why,
        };
        Read {
            target,
            clause: (from, to),
        }
    }

    /// What a target is called: what it is about, or, where that names nothing by itself, the words before
    /// its figure, those behind it, or the whole clause.
    pub(super) fn named(&self, draft: &Draft, from: usize, to: usize) -> String {
        let told = subject::paired(&draft.subject);
        if !subject::is_bare(&told) {
            return told;
        }
        let chars = &self.flat.chars;
        let unit = draft.unit.as_deref().unwrap_or_default();
        let around = draft.figure.into_iter().flat_map(|(start, end)| {
            let behind = end + scan::len(unit) * usize::from(scan::starts(chars, end, unit));
            [(subject::last_part(chars, from, start), start), (behind, to)]
        });
        let mut names = around.filter(|(from, to)| from < to).map(|(from, to)| {
            let (from, to) = subject::subject(chars, from, to);
            subject::paired(&self.flat.words(self.text, from, to))
        });
        let name = names.find(|name| !subject::is_bare(name));
        name.unwrap_or_else(|| {
            let whole = self.flat.words(self.text, from, to.min(from + subject::LONGEST));
            subject::paired(&whole)
        })
    }

    pub(super) fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }
}

/// The indicators of a list: «A浓度、B比例和C率».
fn indicators(list: &str) -> Vec<String> {
    const ENDS: [char; 6] = ['率', '度', '量', '例', '数', '重'];
    let mut found: Vec<String> = Vec::new();
    // «各县(市、区)、开发区»: somebody, and no list of indicators.
    if list.starts_with('各') {
        return vec![list.to_owned()];
    }
    for name in words::parts(list, &['、']) {
        let name = name.as_str();
        match name.split_once('和') {
            Some((first, second)) if first.ends_with(ENDS) && second.ends_with(ENDS) => {
                found.extend([first.to_owned(), second.to_owned()]);
            }
            _ => found.push(name.to_owned()),
        }
    }
    found
}
