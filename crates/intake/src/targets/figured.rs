//! Targets out of the figures of a clause, each with the words that it is about.

use yaodian_domain::target::Kind;

use super::{Draft, Reader, clauses::Clause, compare::Held, figures::Figure, measure, subject, words};
use crate::{
    draft::{Comparator, Why},
    scan,
};

impl Reader<'_> {
    pub(super) fn with_stock(&self, drafts: &mut [Draft], before: Clause, whole: &Figure) {
        for draft in drafts.iter_mut().filter(|draft| draft.unit.as_deref() == Some("%")) {
            draft.inventory = Some(whole.numeral.value.clone());
            draft.kind = Kind::Share;
            draft.clause.0 = before.from;
            let named = self.after(before, whole);
            if !named.is_empty() {
                draft.subject = named;
            }
        }
    }

    /// What is counted, as it stands after a figure.
    pub(super) fn after(&self, clause: Clause, figure: &Figure) -> String {
        let chars = &self.flat.chars;
        let mut from = figure.unit.map_or(figure.numeral.end, |unit| unit.end);
        while let Some(word) = scan::longest(chars, from, &["以上", "及以上", "以内", "以下", "左右", "的"])
        {
            from += scan::len(word);
        }
        let (from, to) = subject::subject(chars, from, clause.to);
        self.flat.words(self.text, from, to)
    }

    pub(super) fn figures(&self, clause: Clause, body: usize, figures: &[&Figure]) -> Vec<Draft> {
        let chars = &self.flat.chars;
        let mut drafts: Vec<Draft> = Vec::new();
        let shared = self.listed_subjects(body, figures);
        let mut from = body;
        for (i, figure) in figures.iter().enumerate() {
            let end = figure.unit.map_or(figure.numeral.end, |unit| unit.end);
            let next = figures.get(i + 1);
            let mut base = None;
            let subject = if let Some(shared) = shared.get(i) {
                shared.clone()
            } else if figure.subject_after {
                let to = next.map_or(clause.to, |next| next.held_from.min(next.numeral.start));
                let cut = (end..to)
                    .rev()
                    .find(|at| chars.get(*at).is_some_and(|c| matches!(c, '、' | '和')));
                let limit = if next.is_some() { cut.unwrap_or(to) } else { to };
                let after = self.after(Clause { to: limit, ..clause }, figure);
                if after.is_empty() {
                    self.before(from, figure, &mut base)
                } else {
                    after
                }
            } else {
                self.before(from, figure, &mut base)
            };
            let subject = if subject.is_empty() {
                drafts.last().map(|before| before.subject.clone()).unwrap_or_default()
            } else {
                subject
            };
            let change = match figure.change {
                Some(Held::Down) => "下降",
                Some(Held::Up) => "提高",
                _ => "",
            };
            drafts.push(Draft {
                clause: (clause.from, clause.to),
                figure: Some((figure.numeral.start, figure.numeral.end)),
                kind: figure.kind,
                comparator: figure.comparator,
                value: Some(figure.numeral.value.clone()),
                unit: figure
                    .unit
                    .map(|unit| match self.flat.words(self.text, figure.numeral.end, unit.end) {
                        // «一半».
                        nothing if nothing.is_empty() => "%".to_owned(),
                        unit => unit,
                    }),
                subject: if subject.ends_with(change) {
                    subject
                } else {
                    format!("{subject}{change}")
                },
                inventory: None,
                base,
                confidence: figure.confidence,
                why: figure.why.clone(),
            });
            from = end;
        }
        self.first_of_list(&mut drafts, clause, body, figures);
        drafts
    }

    /// «完成排污口排查、80%溯源和30%整治»: what is to be done in full stands first, without a figure.
    pub(super) fn first_of_list(&self, drafts: &mut Vec<Draft>, clause: Clause, body: usize, figures: &[&Figure]) {
        let chars = &self.flat.chars;
        let Some(first) = figures
            .first()
            .filter(|first| first.kind == Kind::Share || first.subject_after)
        else {
            return;
        };
        let is_percent = first.unit.is_some_and(|unit| unit.sort == measure::Sort::Percent);
        let verb = scan::longest(chars, body, &["完成", "全面完成", "确保完成"]);
        let Some(verb) = verb.filter(|_| is_percent && scan::ends(chars, body, first.numeral.start, "、")) else {
            return;
        };
        let (from, to) = subject::subject(chars, body + scan::len(verb), first.numeral.start - 1);
        for draft in drafts.iter_mut() {
            draft.kind = Kind::Share;
        }
        drafts.insert(
            0,
            Draft {
                clause: (clause.from, clause.to),
                figure: None,
                kind: Kind::Share,
                comparator: Comparator::AtLeast,
                value: Some("100".to_owned()),
                unit: Some("%".to_owned()),
                subject: self.flat.words(self.text, from, to),
                inventory: None,
                base: None,
                confidence: 0.7,
                why: vec![Why::Listed, Why::InWords],
            },
        );
    }

    /// The subject before a figure, and what it is compared with: «比2015年».
    pub(super) fn before(&self, from: usize, figure: &Figure, base: &mut Option<String>) -> String {
        let chars = &self.flat.chars;
        let mut to = figure.held_from;
        let than = ["较", "比", "相比"].iter().find_map(|word| {
            let start = from.max(to.saturating_sub(14));
            (start..to)
                .rev()
                .find(|at| scan::starts(chars, *at, word))
                .map(|at| (at, scan::len(word)))
        });
        if let Some((at, len)) = than {
            let named = self.flat.words(self.text, at + len, to);
            let year = named.contains('年') || named.contains("同期") || named.contains("基准");
            if year {
                let named = named
                    .trim_end_matches("分别")
                    .trim_end_matches('均')
                    .trim_end_matches("累计");
                *base = Some(named.to_owned());
                to = at;
            }
        }
        let (from, to) = subject::subject(chars, from, to);
        self.flat.words(self.text, from, to)
    }

    /// «X、Y和Z分别下降15%、10%和26%»: one subject for each figure.
    pub(super) fn listed_subjects(&self, body: usize, figures: &[&Figure]) -> Vec<String> {
        let chars = &self.flat.chars;
        let (Some(first), 2..) = (figures.first(), figures.len()) else {
            return Vec::new();
        };
        let window = first.held_from.saturating_sub(4).max(body);
        let apart = scan::has_any(chars, window, first.numeral.start, &["分别"]);
        if !apart {
            return Vec::new();
        }
        let mut base = None;
        let all = self.before(body, first, &mut base);
        let names = words::parts(&all, &['、', '和', '及']);
        if names.len() == figures.len() {
            names
        } else {
            vec![all; figures.len()]
        }
    }
}
