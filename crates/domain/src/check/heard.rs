//! Standing duties and statements: every month or quarter must be heard of.

use jiff::{ToSpan, civil::Date};

use super::{
    Assessment, Policy, Reason, Rule, Status,
    fold::{Fold, Latest},
    nothing_known,
    rollup::Known,
    some_missing,
};
use crate::{
    target::{Cadence, Promise, Target},
    time::DaySpan,
};

/// A promise runs for years, not for ages: fifty years of months are looked at.
const MOST_WINDOWS: usize = 600;
const WORDS: usize = MOST_WINDOWS.div_ceil(64);

/// The months, quarters or the year of a term, and in which of them something was heard.
#[derive(Debug, Clone, Copy)]
pub(super) struct Windows {
    term: DaySpan,
    /// How many months a window has; 0 where the whole term is one.
    months: i32,
    heard: [u64; WORDS],
    listening: bool,
}

impl Windows {
    pub(super) fn new(target: &Target) -> Self {
        Self {
            term: target.term,
            months: match target.promise {
                Promise::Duty { cadence } | Promise::Statement { cadence } => match cadence {
                    Cadence::Month => 1,
                    Cadence::Quarter => 3,
                    Cadence::Year => 0,
                },
                _ => 0,
            },
            heard: [0; WORDS],
            listening: matches!(target.promise, Promise::Duty { .. } | Promise::Statement { .. }),
        }
    }

    /// Marks the window in which `latest` ends.
    pub(super) fn hear(&mut self, latest: &Latest) {
        let day = latest.span.to();
        if !self.listening || !self.term.contains(day) {
            return;
        }
        let index = self.index(day);
        if let Some(word) = self.heard.get_mut(index / 64) {
            *word |= 1 << (index % 64);
        }
    }

    fn is_heard(&self, index: usize) -> bool {
        (self.heard.get(index / 64)).is_some_and(|word| word & (1 << (index % 64)) != 0)
    }

    /// Which window a day of the term lies in.
    fn index(&self, day: Date) -> usize {
        if self.months == 0 {
            return 0;
        }
        let window = |d: Date| (i32::from(d.year()) * 12 + i32::from(d.month()) - 1).div_euclid(self.months);
        usize::try_from(window(day) - window(self.term.from())).unwrap_or(0)
    }

    fn count(&self) -> usize {
        (self.index(self.term.to()) + 1).min(MOST_WINDOWS)
    }

    /// The days of a window; the last one is cut at the end of the term.
    fn span(&self, index: usize) -> DaySpan {
        if self.months == 0 {
            return self.term;
        }
        let first = self.term.from().first_of_month();
        let into = (i32::from(first.month()) - 1).rem_euclid(self.months);
        let index = i32::try_from(index).unwrap_or(0);
        let start = first.saturating_add((index * self.months - into).months());
        let end = start.saturating_add((self.months - 1).months()).last_of_month();
        DaySpan::new(start.max(self.term.from()), end.min(self.term.to())).unwrap_or(self.term)
    }
}

pub(super) fn judge(fold: &Fold<'_, '_>, cadence: Cadence, known: &Known, policy: &Policy, out: &mut Assessment) {
    let (target, windows) = (&*fold.target, &fold.heard);
    if known.basis.is_none() {
        return nothing_known(fold, known, out);
    }
    let Some(first) = (0..windows.count()).find(|&index| windows.is_heard(index)) else {
        out.reasons.push(Reason::OnlyWords);
        return;
    };
    // What should have been heard of: from the first window that was, those that are over and
    // whose reports had time to arrive, and any later one that was heard of already.
    let excused = out.as_of.saturating_sub(i64::from(policy.collect_days.max(0)).days());
    let is_owed = |index: usize| windows.is_heard(index) || windows.span(index).to() <= excused;
    let (mut of, mut present, mut in_a_row) = (0_i64, 0_i64, 0_i64);
    for index in (first..windows.count()).filter(|&index| is_owed(index)) {
        of += 1;
        if windows.is_heard(index) {
            present += 1;
            in_a_row = 0;
        } else {
            in_a_row += 1;
        }
    }
    out.reasons.push(Reason::Heard {
        heard: present,
        of,
        since: windows.span(first).from(),
        cadence,
    });
    let all_over = is_owed(windows.count() - 1);
    let far_behind = match policy.rule {
        Rule::First => of - present > 1,
        Rule::Second => in_a_row >= i64::from(policy.missed_in_a_row),
    };
    out.status = if some_missing(known) {
        Status::NoData
    } else if present == of {
        if all_over && out.as_of >= target.due() {
            Status::Met
        } else {
            Status::OnTrack
        }
    } else if out.as_of > target.due() {
        Status::Overdue
    } else if far_behind {
        Status::OffTrack
    } else {
        Status::AtRisk
    };
    if in_a_row > 0 && policy.rule >= Rule::Second {
        out.reasons.push(Reason::MissedInARow {
            missed: in_a_row,
            red_from: i64::from(policy.missed_in_a_row),
        });
    }
}
