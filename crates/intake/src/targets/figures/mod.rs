//! Figures of a clause: which are promised, and which are none.

mod marks;
mod promised;

use yaodian_domain::target::Kind;

use super::{
    clauses::Clause,
    compare::{Held, held},
    measure::{Sort, Unit, unit},
};
use crate::{
    dates::Due,
    draft::{Comparator, NoTarget, Why},
    numerals::{self, Numeral},
    scan::is_han,
};
use marks::{DOES, Marks};

/// What a figure is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Verdict {
    Target(Figure),
    No(NoTarget),
    Doubtful,
}

/// A promised figure.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure {
    pub numeral: Numeral,
    pub unit: Option<Unit>,
    pub kind: Kind,
    pub comparator: Comparator,
    /// Where the words begin that say how it is held: the subject ends there.
    pub held_from: usize,
    /// Whether it is a change: 下降15%, 提高2个百分点.
    pub change: Option<Held>,
    pub why: Vec<Why>,
    pub confidence: f32,
    /// Whether what it counts stands after it: 750个行政村.
    pub subject_after: bool,
}

/// Where a clause's quotations lie.
pub(super) struct Ground<'a> {
    pub chars: &'a [char],
    pub clause: Clause,
    pub dues: &'a [Due],
    /// Whether the stretch is a statement of goals.
    pub headline: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Title,
    Saying,
    Bracket,
    Number,
}

impl Ground<'_> {
    /// All figures of the clause, each with what it is.
    pub fn judge(&self) -> Vec<(Numeral, Verdict)> {
        let found = numerals::find(self.chars, self.clause.from, self.clause.to);
        if found.is_empty() {
            return Vec::new();
        }
        let marks = Marks::of(self.chars, self.clause);
        let mut judged: Vec<(Numeral, Verdict)> = Vec::with_capacity(found.len());
        let mut last: Option<Figure> = None;
        let mut inside = Scanner {
            at: self.clause.from,
            stack: Vec::new(),
        };
        for numeral in found {
            let place = inside.at(self.chars, numeral.start);
            let verdict = self.verdict(&numeral, place, last.as_ref(), &marks);
            if let Verdict::Target(figure) = &verdict {
                last = Some(figure.clone());
            }
            judged.push((numeral, verdict));
        }
        judged
    }

    fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied().filter(|_| at < self.clause.to)
    }

    fn before(&self, at: usize) -> Option<char> {
        let before = at.checked_sub(1)?;
        (before >= self.clause.from)
            .then(|| self.chars.get(before).copied())
            .flatten()
    }

    fn verdict(&self, numeral: &Numeral, place: Inside, last: Option<&Figure>, marks: &Marks) -> Verdict {
        let (start, end) = (numeral.start, numeral.end);
        let next = self.get(end);
        match place {
            Inside::Title => return Verdict::No(NoTarget::Name),
            Inside::Number => return Verdict::No(NoTarget::DocumentNumber),
            _ => {}
        }
        if self.dues.iter().any(|due| due.from < end && start < due.to) {
            return Verdict::No(NoTarget::Date);
        }
        if self.before(start) == Some('第') || (self.before(start) == Some('之') && next.is_none_or(|c| !is_han(c))) {
            return Verdict::No(NoTarget::Ordinal);
        }
        if next == Some('号') && !numeral.in_characters {
            return Verdict::No(NoTarget::DocumentNumber);
        }
        if let Some(no) = self.time(numeral) {
            return Verdict::No(no);
        }
        if numeral.in_characters {
            return self.in_characters(numeral, place, last, marks);
        }
        let joined =
            |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '+' | '_' | '₂' | '₃' | '×'));
        let latin_unit = unit(self.chars, end).is_some();
        if joined(self.before(start)) || (joined(next) && !latin_unit) {
            let saying = self.before(start) == Some('+') || next == Some('+');
            return Verdict::No(if saying { NoTarget::Saying } else { NoTarget::Word });
        }
        let unit = unit(self.chars, end);
        let percent = unit.is_some_and(|unit| unit.sort == Sort::Percent);
        match place {
            Inside::Saying if !percent => return Verdict::No(NoTarget::Saying),
            Inside::Bracket => return Verdict::No(NoTarget::Description),
            _ => {}
        }
        self.promised(numeral, unit, last, marks)
    }

    /// Years, months, days, and how long something runs.
    fn time(&self, numeral: &Numeral) -> Option<NoTarget> {
        let (start, end) = (numeral.start, numeral.end);
        let four = end - start == 4;
        match self.get(end)? {
            '年' if four => Some(NoTarget::Date),
            '年' => Some(NoTarget::Duration),
            '月' | '日' | '时' => Some(NoTarget::Date),
            // «2019-2020年», «2021至2025年»
            '-' | '—' | '~' | '至' | '到' if four && self.get(end + 1).is_some_and(|c| c.is_ascii_digit()) => {
                Some(NoTarget::Date)
            }
            _ if four
                && !numeral.in_characters
                && self.before(start).is_some_and(|c| matches!(c, '-' | '—' | '~'))
                && numeral.value.starts_with("20") =>
            {
                Some(NoTarget::Date)
            }
            _ => None,
        }
    }

    fn in_characters(&self, numeral: &Numeral, place: Inside, last: Option<&Figure>, marks: &Marks) -> Verdict {
        let (start, end) = (numeral.start, numeral.end);
        if place == Inside::Saying {
            return Verdict::No(NoTarget::Saying);
        }
        if numeral.value.is_empty() {
            let plan = end - start == 3 && self.chars.get(start) == Some(&'十');
            return Verdict::No(if plan { NoTarget::Name } else { NoTarget::Word });
        }
        if self.get(end) == Some('是') && start == self.clause.from {
            return Verdict::No(NoTarget::Heading);
        }
        if self.get(end) == Some('大') {
            return Verdict::No(NoTarget::Name);
        }
        let two = self.chars.get(start) == Some(&'一');
        let half = self.chars.get(start..end) == Some(&['一', '半']);
        let percent = Unit {
            sort: Sort::Percent,
            end,
        };
        let unit = if half {
            Some(percent)
        } else {
            unit(self.chars, end).filter(|unit| unit.sort != Sort::Points)
        };
        let Some(unit) = unit.filter(|_| !(two && end - start == 1)) else {
            return Verdict::No(NoTarget::Word);
        };
        // «两个100%», «四个意识», «三项制度»: a count only right after a verb of doing, or held.
        let held = held(self.chars, self.clause.from, start, unit.end);
        let listed = last.filter(|last| self.is_listed(last, start));
        let verb = DOES.before(self.chars, self.clause.from, start).map(|(verb, ())| verb);
        let figure_follows = self.get(unit.end).is_some_and(|c| c.is_ascii_digit());
        if figure_follows {
            return Verdict::No(NoTarget::Word);
        }
        let is_held = held.is_some_and(|(held, _)| half || matches!(held, Held::At(_)));
        if !is_held
            && listed.is_none()
            && verb.is_none_or(|verb| matches!(verb, "推动" | "推进" | "落实" | "实施" | "达到"))
        {
            return Verdict::No(NoTarget::Word);
        }
        let mut verdict = self.promised(numeral, Some(unit), last, marks);
        if let Verdict::Target(figure) = &mut verdict {
            figure.confidence = figure.confidence.min(0.6);
            figure.why.push(Why::Characters);
        }
        verdict
    }

    /// Whether a figure only says of how many something is said: «等8个部门», «的9个考核断面», «这3项».
    fn is_aside(&self, start: usize) -> bool {
        self.before(start).is_some_and(|c| {
            matches!(
                c,
                '等' | '的' | '这' | '上' | '前' | '各' | '其' | '共' | '中' | '以' | '为'
            )
        })
    }

    /// Whether a figure at `start` is listed with the one before it: «15%、10%和26%».
    fn is_listed(&self, last: &Figure, start: usize) -> bool {
        let end = last.unit.map_or(last.numeral.end, |unit| unit.end);
        let between = self.chars.get(end..start).unwrap_or_default();
        between.len() <= 16
            && between.iter().any(|c| matches!(c, '、' | '和' | '及' | '与'))
            && !between.iter().any(|c| matches!(c, '(' | '《'))
    }
}

/// Follows quotations and brackets through a clause.
struct Scanner {
    at: usize,
    stack: Vec<Inside>,
}

impl Scanner {
    /// What the character `to` stands in; `to` never goes back.
    fn at(&mut self, chars: &[char], to: usize) -> Inside {
        while self.at < to {
            match chars.get(self.at) {
                Some('《') => self.stack.push(Inside::Title),
                Some('“') if !super::clauses::closes_soon(chars, self.at) => {}
                Some('“' | '"') if self.stack.last() != Some(&Inside::Saying) => self.stack.push(Inside::Saying),
                Some('(') => self.stack.push(Inside::Bracket),
                Some('〔' | '[') => self.stack.push(Inside::Number),
                Some('》' | '”' | '"' | ')' | '〕' | ']') => {
                    self.stack.pop();
                }
                _ => {}
            }
            self.at += 1;
        }
        if self.stack.contains(&Inside::Title) {
            return Inside::Title;
        }
        self.stack.last().copied().unwrap_or(Inside::Nothing)
    }
}
