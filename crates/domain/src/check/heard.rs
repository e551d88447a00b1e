//! Standing duties and statements: every month or quarter must be heard of.

use jiff::{ToSpan, civil::Date};

use super::{Assessment, Policy, Reason, Status, nothing_known, rollup::Known, some_missing};
use crate::{
    observation::{Figure, Observation},
    target::{Cadence, Target},
    time::DaySpan,
};

pub(super) fn judge(
    target: &Target,
    cadence: Cadence,
    known: &Known<'_>,
    observations: &[Observation],
    policy: &Policy,
    out: &mut Assessment,
) {
    if known.basis.is_none() {
        return nothing_known(target, known, out);
    }
    let heard_on: Vec<Date> = observations
        .iter()
        .filter(|o| o.known_on <= out.as_of && target.term.contains(o.span.to()))
        .filter(|o| matches!(o.figure, Figure::Words { .. }))
        .map(|o| o.span.to())
        .collect();
    let windows: Vec<DaySpan> = windows(target.term, cadence);
    let heard = |window: &DaySpan| heard_on.iter().any(|&day| window.contains(day));
    let Some(first) = windows.iter().position(heard) else {
        out.reasons.push(Reason::OnlyWords);
        return;
    };
    // What should have been heard of: from the first window that was, those that are over and
    // whose reports had time to arrive, and any later one that was heard of already.
    let excused = out.as_of.saturating_sub(i64::from(policy.collect_days.max(0)).days());
    let owed: Vec<&DaySpan> = windows[first..]
        .iter()
        .filter(|w| w.to() <= excused || heard(w))
        .collect();
    let count = |windows: &[&DaySpan]| i64::try_from(windows.len()).unwrap_or(i64::MAX);
    let present: Vec<&DaySpan> = owed.iter().copied().filter(|w| heard(w)).collect();
    let (present, of) = (count(&present), count(&owed));
    out.reasons.push(Reason::Heard {
        heard: present,
        of,
        since: windows[first].from(),
    });
    let all_over = windows.last().is_none_or(|last| last.to() <= excused || heard(last));
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
    } else if of - present == 1 {
        Status::AtRisk
    } else {
        Status::OffTrack
    };
}

/// A promise runs for years, not for ages: fifty years of months are looked at.
const MOST_WINDOWS: usize = 600;

/// The months, quarters or the year of `term`; the last one cut at its end.
fn windows(term: DaySpan, cadence: Cadence) -> Vec<DaySpan> {
    let months: i32 = match cadence {
        Cadence::Month => 1,
        Cadence::Quarter => 3,
        Cadence::Year => return vec![term],
    };
    let mut windows = Vec::new();
    let mut from = term.from();
    while from <= term.to() && windows.len() < MOST_WINDOWS {
        let into = (i32::from(from.month()) - 1) % months;
        let last_month = from.first_of_month().saturating_add((months - 1 - into).months());
        let to = last_month.last_of_month().min(term.to());
        let Ok(window) = DaySpan::new(from, to) else { break };
        windows.push(window);
        let next = to.saturating_add(1.day());
        if next <= to {
            break;
        }
        from = next;
    }
    windows
}
