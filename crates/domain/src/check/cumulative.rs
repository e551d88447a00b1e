//! Counts and shares of an inventory: reached or not, and until then held against pace.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    Assessment, Pace, Policy, Reason, Required, Status, nothing_known, pace_day, rollup, rollup::Known, some_missing,
};
use crate::{
    number,
    observation::Figure,
    target::{Bound, Sense, Target},
};

/// A cumulative figure on its way to a goal, both in the same unit.
struct Way {
    baseline: Decimal,
    now: Decimal,
    goal: Decimal,
    /// The last day that `now` describes.
    to: Date,
    /// Whether the unit is whole entries.
    entries: bool,
}

/// So many of something.
pub(super) fn judge_count(target: &Target, goal: Decimal, known: &Known<'_>, policy: &Policy, out: &mut Assessment) {
    out.bound = Some(Bound {
        sense: Sense::AtLeast,
        value: goal,
    });
    let Some(basis) = &known.basis else {
        return nothing_known(target, known, out);
    };
    let Some(now) = basis.value else {
        out.reasons.push(Reason::OnlyWords);
        return;
    };
    out.gap = Some(now - goal);
    out.gap_count = out.gap;
    out.reasons.push(Reason::AmountCompared { value: now, goal });
    // A count is of what the term brings: it begins at nothing.
    let way = Way {
        baseline: Decimal::ZERO,
        now,
        goal,
        to: basis.span.to(),
        entries: true,
    };
    way.judge(target, Decimal::ONE, known, policy, out);
}

/// So many percent of an inventory.
pub(super) fn judge_share(target: &Target, goal: Decimal, known: &Known<'_>, policy: &Policy, out: &mut Assessment) {
    let bound = Bound {
        sense: Sense::AtLeast,
        value: goal,
    };
    out.bound = Some(bound);
    let Some(basis) = &known.basis else {
        return nothing_known(target, known, out);
    };
    let before = known.before.map(|o| &o.figure);
    match &basis.figure {
        Figure::Counts { done, of } => {
            let Some(of) = of.or_else(|| rollup::known_whole(target)) else {
                out.reasons.push(Reason::OnlyWords);
                return;
            };
            let needed = needed_entries(goal, of);
            out.gap = basis.value.map(|value| bound.headroom(value));
            out.gap_count = Some(*done - needed);
            out.reasons.push(Reason::EntriesCompared {
                done: *done,
                of,
                goal,
                needed,
            });
            let baseline = match before {
                Some(Figure::Counts { done, .. }) => *done,
                Some(Figure::Amount { value }) => (*value * of / Decimal::ONE_HUNDRED).floor(),
                _ => Decimal::ZERO,
            };
            let way = Way {
                baseline,
                now: *done,
                goal: needed,
                to: basis.span.to(),
                entries: true,
            };
            way.judge(target, Decimal::ONE_HUNDRED / of, known, policy, out);
        }
        Figure::Amount { value } => {
            out.gap = Some(bound.headroom(*value));
            out.reasons.push(Reason::AmountCompared { value: *value, goal });
            let baseline = match before {
                Some(Figure::Amount { value }) => *value,
                Some(Figure::Counts { done, of }) => of
                    .or_else(|| rollup::known_whole(target))
                    .and_then(|of| number::percent(*done, of, 1))
                    .unwrap_or_default(),
                _ => Decimal::ZERO,
            };
            let way = Way {
                baseline,
                now: *value,
                goal,
                to: basis.span.to(),
                entries: false,
            };
            way.judge(target, Decimal::ONE, known, policy, out);
        }
        Figure::Progress { .. } | Figure::Words { .. } => out.reasons.push(Reason::OnlyWords),
    }
}

/// The entries needed for `goal` percent of `of`, rounded up: 80 % of 12,480 is 9,984.
fn needed_entries(goal: Decimal, of: Decimal) -> Decimal {
    (goal * of / Decimal::ONE_HUNDRED).ceil()
}

impl Way {
    /// `scale` turns the way's unit into the unit in which the value is shown.
    fn judge(&self, target: &Target, scale: Decimal, known: &Known<'_>, policy: &Policy, out: &mut Assessment) {
        let due = target.due();
        if self.now >= self.goal {
            out.status = Status::Met;
            if self.to > due {
                out.late = true;
                out.reasons.push(Reason::KeptLate { due, on: self.to });
            }
            return;
        }
        if out.as_of > due {
            // What a part of the units has done does not tell that the whole was missed.
            out.status = if some_missing(known) {
                Status::NoData
            } else {
                Status::Overdue
            };
            return;
        }
        let (on, old) = pace_day(target, self.to, out.as_of, policy);
        let elapsed = target.term.elapsed(on);
        // Reached before the term and lost since: there is no way to walk, only ground to regain.
        let baseline = self.baseline.min(self.goal);
        let way = self.goal - baseline;
        let expected = baseline + way * elapsed / Decimal::ONE_HUNDRED;
        let behind = expected - self.now;
        let done = ratio_percent(self.now - baseline, way);
        let behind_points = ratio_percent(behind, way).unwrap_or(Decimal::ONE_HUNDRED);
        out.pace = Some(Pace {
            on,
            elapsed,
            expected: number::round(expected * scale, 1),
            done,
        });
        out.reasons.push(Reason::PaceCompared {
            on,
            elapsed,
            baseline,
            expected: number::round(expected, 1),
            value: self.now,
            behind_points,
        });
        if old {
            out.reasons.push(Reason::FigureIsOld {
                last: self.to,
                allowed: policy.collect_days,
            });
        }
        let months = target.term.months_left(out.as_of.max(self.to));
        if months > 0 {
            let each = (self.goal - self.now) / Decimal::from(months);
            let amount = if self.entries {
                each.ceil()
            } else {
                number::round_up(each, 2)
            };
            out.required = Some(Required::PerMonth {
                amount,
                months,
                entries: self.entries,
            });
        }
        out.status = if some_missing(known) {
            Status::NoData
        } else if exceeds(behind, way, policy.off_track_beyond_points) {
            Status::OffTrack
        } else if exceeds(behind, way, policy.at_risk_beyond_points) {
            Status::AtRisk
        } else {
            Status::OnTrack
        };
    }
}

/// Whether `behind` is more than `points` percent of `way`, without dividing.
fn exceeds(behind: Decimal, way: Decimal, points: Decimal) -> bool {
    behind * Decimal::ONE_HUNDRED > points * way
}

/// For reading: `part / way` in percent with one decimal; `None` without a way.
fn ratio_percent(part: Decimal, way: Decimal) -> Option<Decimal> {
    (!way.is_zero()).then(|| number::round(part * Decimal::ONE_HUNDRED / way, 1))
}
