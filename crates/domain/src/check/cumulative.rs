//! Counts and shares of an inventory: reached or not, and until then held against pace.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    Assessment, LagOf, Pace, Policy, Reason, Required, Status,
    fold::{Fold, Said},
    nothing_known, pace_day, rollup,
    rollup::Known,
    some_missing,
};
use crate::{
    method::{Comparison, Schedule},
    number,
    observation::Figure,
    target::{Bound, Sense, Toward},
    time::days_between,
};

/// A cumulative figure on its way to a goal, all in the same unit.
struct Way {
    sense: Sense,
    baseline: Decimal,
    now: Decimal,
    goal: Decimal,
    /// The last day that `now` describes.
    to: Date,
    /// Whether the unit is whole entries.
    entries: bool,
    /// How many entries a share of an inventory is of: its goals are in percent, its way in entries.
    whole: Option<Decimal>,
    /// The most that a day can bring.
    most_per_day: Option<Decimal>,
}

/// So many of something: to be reached, or brought down.
pub(super) fn judge_count(
    fold: &Fold<'_, '_>,
    goal: Decimal,
    toward: Toward,
    most_per_day: Option<Decimal>,
    known: &Known,
    policy: &Policy,
    out: &mut Assessment,
) {
    let sense = toward.sense();
    let bound = Bound { sense, value: goal };
    out.bound = Some(bound);
    let Some(basis) = &known.basis else {
        return nothing_known(fold, known, out);
    };
    let Some(now) = basis.value else {
        out.reasons.push(Reason::OnlyWords);
        return;
    };
    out.gap = Some(bound.headroom(now));
    out.gap_count = out.gap;
    out.reasons.push(Reason::AmountCompared { value: now, bound });
    let baseline = match toward {
        Toward::RiseFrom(stock) | Toward::FallFrom(stock) => stock,
        Toward::Reach | Toward::StayWithin => counted_before(fold),
    };
    let way = Way {
        sense,
        baseline,
        now,
        goal,
        to: basis.span.to(),
        entries: true,
        whole: None,
        most_per_day,
    };
    way.judge(fold, known, policy, out);
}

/// A count is of what the year brings: it begins at nothing, or, where the term begins within the
/// year, at what the same year had brought before.
pub(super) fn counted_before(fold: &Fold<'_, '_>) -> Decimal {
    match fold.before {
        Some(before) if before.span.to().year() == fold.target.term.from().year() => match before.said {
            Said::Amount(value) => value,
            _ => Decimal::ZERO,
        },
        _ => Decimal::ZERO,
    }
}

/// So many percent of an inventory.
pub(super) fn judge_share(fold: &Fold<'_, '_>, goal: Decimal, known: &Known, policy: &Policy, out: &mut Assessment) {
    let target = &*fold.target;
    let bound = Bound {
        sense: Sense::AtLeast,
        value: goal,
    };
    out.bound = Some(bound);
    let Some(basis) = &known.basis else {
        return nothing_known(fold, known, out);
    };
    let before = fold.before.map(|latest| latest.said);
    let way = |baseline, now, goal, whole: Option<Decimal>| Way {
        sense: Sense::AtLeast,
        baseline,
        now,
        goal,
        to: basis.span.to(),
        entries: whole.is_some(),
        whole,
        most_per_day: None,
    };
    match &basis.figure {
        Figure::Counts { done, of } => {
            let Some(of) = of.or_else(|| rollup::known_whole(target)) else {
                out.reasons.push(Reason::OnlyWords);
                return;
            };
            let comparison = target.comparison();
            let needed = needed_entries(comparison, bound, of);
            out.gap = basis.value.map(|value| bound.headroom(value));
            out.gap_count = Some(*done - needed);
            out.reasons.push(Reason::EntriesCompared {
                comparison,
                done: *done,
                of,
                goal,
                needed,
            });
            let baseline = match before {
                Some(Said::Counts(done, _)) => done,
                Some(Said::Amount(percent)) => (percent * of / Decimal::ONE_HUNDRED).floor(),
                _ => Decimal::ZERO,
            };
            way(baseline, *done, needed, Some(of)).judge(fold, known, policy, out);
        }
        Figure::Amount { value } => {
            let now = match target.comparison() {
                Comparison::Rounded => number::round(*value, goal.scale()),
                Comparison::Exact => *value,
            };
            out.gap = Some(bound.headroom(now));
            out.reasons.push(Reason::AmountCompared { value: *value, bound });
            let baseline = match before {
                Some(Said::Amount(percent)) => percent,
                Some(Said::Counts(done, of)) => of
                    .or_else(|| rollup::known_whole(target))
                    .and_then(|of| number::percent(done, of, 1))
                    .unwrap_or_default(),
                _ => Decimal::ZERO,
            };
            way(baseline, now, goal, None).judge(fold, known, policy, out);
        }
        Figure::Progress { .. } | Figure::Words { .. } => out.reasons.push(Reason::OnlyWords),
    }
}

/// The entries needed for the bound's percentage of `of`: 80 % of 12,480 is 9,984, and, if the
/// percentage may be rounded to 80 %, 9,922.
fn needed_entries(comparison: Comparison, bound: Bound, of: Decimal) -> Decimal {
    let edge = comparison.edge(bound);
    let entries = edge.value * of / Decimal::ONE_HUNDRED;
    if edge.included {
        entries.ceil().max(Decimal::ZERO)
    } else {
        (entries.floor() + Decimal::ONE).max(Decimal::ZERO)
    }
}

impl Way {
    /// How far `a` lies beyond `b` on the good side.
    fn beyond(&self, a: Decimal, b: Decimal) -> Decimal {
        match self.sense {
            Sense::AtLeast => a - b,
            Sense::AtMost => b - a,
        }
    }

    /// A figure in the unit of the goal as one of the way.
    fn of_the_way(&self, figure: Decimal) -> Decimal {
        (self.whole).map_or(figure, |whole| figure * whole / Decimal::ONE_HUNDRED)
    }

    /// A figure of the way in the unit of the goal.
    fn shown(&self, figure: Decimal) -> Decimal {
        (self.whole).map_or(figure, |whole| figure * Decimal::ONE_HUNDRED / whole)
    }

    fn judge(&self, fold: &Fold<'_, '_>, known: &Known, policy: &Policy, out: &mut Assessment) {
        let target = &*fold.target;
        let due = target.due();
        let missing = self.beyond(self.goal, self.now);
        if self.beyond(self.baseline, self.goal) >= Decimal::ZERO && policy.rule >= super::Rule::Second {
            out.reasons.push(Reason::StoodAtGoal {
                baseline: self.baseline,
            });
        }
        if missing <= Decimal::ZERO {
            out.status = Status::Met;
            let on = match policy.rule {
                super::Rule::First => self.to,
                super::Rule::Second => known.told_to.unwrap_or(self.to),
            };
            if on > due {
                out.late = true;
                out.reasons.push(Reason::KeptLate { due, on });
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
        let light = self.pace(fold, policy, out);
        let months = target.term.months_left(out.as_of.max(self.to));
        if months > 0 {
            let each = missing / Decimal::from(months);
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
        let out_of_reach = self.out_of_reach(due, missing, out);
        out.status = if some_missing(known) {
            Status::NoData
        } else if out_of_reach {
            Status::OffTrack
        } else {
            light
        };
    }

    /// Whether the days that are left cannot bring what is missing.
    fn out_of_reach(&self, due: Date, missing: Decimal, out: &mut Assessment) -> bool {
        let days = days_between(self.to, due).max(0);
        match self.most_per_day {
            Some(most_per_day) if missing > most_per_day * Decimal::from(days) => {
                out.reasons.push(Reason::OutOfReach {
                    missing,
                    days,
                    most_per_day,
                });
                true
            }
            _ => false,
        }
    }

    /// The light by pace.
    fn pace(&self, fold: &Fold<'_, '_>, policy: &Policy, out: &mut Assessment) -> Status {
        let target = &*fold.target;
        let (on, old) = pace_day(target, self.to, out.as_of, policy);
        let elapsed = target.term.elapsed(on);
        // At or past the goal before the term and lost since: no way to walk, only ground to regain.
        let way = self.beyond(self.goal, self.baseline).max(Decimal::ZERO);
        let walked = |part| match self.sense {
            Sense::AtLeast => self.goal - way + part,
            Sense::AtMost => self.goal + way - part,
        };
        let baseline = walked(Decimal::ZERO);
        let owed = target.method.schedule.owed(on);
        let expected = match &target.method.schedule {
            Schedule::Linear => walked(way * elapsed / Decimal::ONE_HUNDRED),
            Schedule::Milestones(_) | Schedule::Monthly(_) => owed.map_or(baseline, |m| self.of_the_way(m.reach)),
        };
        let behind = self.beyond(expected, self.now);
        let lag_of = match policy.lag_of {
            LagOf::Way => way,
            LagOf::Due => self.beyond(expected, baseline),
        };
        let behind_points = lag_percent(behind, lag_of);
        out.pace = Some(Pace {
            on,
            elapsed,
            expected: number::round(self.shown(expected), 1),
            done: ratio_percent(self.beyond(self.now, baseline), way),
        });
        out.reasons.push(match (&target.method.schedule, owed) {
            (Schedule::Linear, _) => Reason::PaceCompared {
                on,
                elapsed,
                baseline,
                expected: number::round(expected, 1),
                value: self.now,
                goal: self.goal,
                behind_points,
                lag_of: policy.lag_of,
            },
            (_, Some(milestone)) => Reason::MilestoneCompared {
                by: milestone.by,
                reach: number::round(expected, 1),
                value: self.now,
                behind_points,
                lag_of: policy.lag_of,
            },
            (schedule, None) => Reason::NoMilestoneYet {
                next: schedule.milestones().iter().map(|m| m.by).min().unwrap_or(target.due()),
            },
        });
        if old {
            out.reasons.push(Reason::FigureIsOld {
                last: self.to,
                allowed: policy.collect_days,
            });
        }
        if let Schedule::Monthly(plan) = &target.method.schedule {
            let missed = plan
                .iter()
                .filter(|m| m.by <= on && self.beyond(self.of_the_way(m.reach), self.now) > Decimal::ZERO)
                .count();
            return missed_months(missed, policy, out);
        }
        policy.light(behind, lag_of)
    }
}

/// The light by how many months of a plan are not reached: what is cumulative and reaches a month
/// has reached those before it, so that they are always the last ones in a row.
pub(super) fn missed_months(missed: usize, policy: &Policy, out: &mut Assessment) -> Status {
    if missed == 0 {
        return Status::OnTrack;
    }
    out.reasons.push(Reason::MissedInARow {
        missed: i64::try_from(missed).unwrap_or(i64::MAX),
        red_from: i64::from(policy.missed_in_a_row),
    });
    if missed >= usize::from(policy.missed_in_a_row) {
        Status::OffTrack
    } else {
        Status::AtRisk
    }
}

/// For reading: `part / way` in percent with one decimal; `None` without a way.
pub(super) fn ratio_percent(part: Decimal, way: Decimal) -> Option<Decimal> {
    (!way.is_zero()).then(|| number::round(part * Decimal::ONE_HUNDRED / way, 1))
}

/// As [`ratio_percent`]; a lag on no way is all of it.
pub(super) fn lag_percent(lag: Decimal, of: Decimal) -> Decimal {
    let all_or_nothing = if lag > Decimal::ZERO {
        Decimal::ONE_HUNDRED
    } else {
        Decimal::ZERO
    };
    ratio_percent(lag, of).unwrap_or(all_or_nothing)
}
