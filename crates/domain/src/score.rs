//! 考核: what a unit has earned by a day, with the arithmetic.
//!
//! A score is the weighted mean of what the unit's parts of targets earn by their status, on a scale
//! of 100, less the points of slips and late reports, plus what an appeal gave back; never below 0
//! and never above 100. Nothing in it is judged here: statuses are the check's, slips the ladder's.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    check::{Assessment, Status},
    id::{CaseId, TargetId, UnitId},
    number,
    observation::{Observation, Provenance},
    plan::Plan,
    standing::{Observations, Part},
    supervision::{Case, Ladder, Matter, Measure, State, Step},
    target::Home,
    unit::UnitKind,
};

/// 考核办法: what each status earns and what is taken off. Part of the plan's configuration.
///
/// The default is ours: no published rule that we know gives points by status. Only the points of
/// slips follow one (see [`Ladder`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// What a part that is met earns, in percent.
    pub met: u8,
    /// What one that is on track earns.
    pub on_track: u8,
    /// What one that was met only after its date earns.
    pub met_late: u8,
    /// What one at risk earns.
    pub at_risk: u8,
    /// What one off track earns.
    pub off_track: u8,
    /// What one that is overdue earns.
    pub overdue: u8,
    /// What one of which nothing is known earns.
    pub no_data: u8,
    /// How much more a part of a headline target weighs than one of a task.
    pub headline_weight: u8,
    /// What each report that came late costs, in points.
    #[serde(deserialize_with = "crate::number::ranged")]
    pub late_report: Decimal,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            met: 100,
            on_track: 100,
            met_late: 80,
            at_risk: 60,
            off_track: 30,
            overdue: 0,
            no_data: 0,
            headline_weight: 2,
            late_report: Decimal::new(5, 1),
        }
    }
}

impl Rules {
    /// Whether they are the default ones.
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// What a part earns, in percent; `None` where it cannot be held against the unit: the number
    /// to be reached has not been set.
    pub fn earned(&self, assessment: &Assessment) -> Option<u8> {
        Some(match assessment.status {
            Status::AwaitingTarget => return None,
            Status::Met if assessment.late => self.met_late,
            Status::Met => self.met,
            Status::OnTrack => self.on_track,
            Status::AtRisk => self.at_risk,
            Status::OffTrack => self.off_track,
            Status::Overdue => self.overdue,
            Status::NoData => self.no_data,
        })
    }
}

/// One part of a target, as it enters the score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Which target.
    pub target: TargetId,
    /// How the unit's part stands.
    pub status: Status,
    /// Whether it was met only after its date.
    pub late: bool,
    /// What it earns, in percent.
    pub earned: u8,
    /// How much it weighs.
    pub weight: u8,
}

/// Why points were taken off or given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// A slip, by what went with it.
    Slip {
        /// The case.
        case: CaseId,
        /// What went with it.
        measure: Measure,
    },
    /// A report that came late.
    LateReport {
        /// When it was due.
        due: Date,
        /// When it was sent.
        sent: Date,
    },
    /// An appeal that was granted.
    Appeal {
        /// The case.
        case: CaseId,
    },
}

/// Points taken off (below zero) or given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// On which target.
    pub target: TargetId,
    /// How many points.
    pub points: Decimal,
    /// Why.
    pub why: Why,
}

/// 得分: a unit's score, with everything that it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// Whose.
    pub unit: UnitId,
    /// Its place among the units of its kind. Who has the same score shares the place, and the next
    /// one is as much further on: 1, 2, 2, 4.
    pub rank: u32,
    /// The parts.
    pub lines: Vec<Line>,
    /// The weighted mean of what they earn, two decimals (GB/T 8170-2008, half to even).
    pub base: Decimal,
    /// What was taken off or given back.
    pub adjustments: Vec<Adjustment>,
    /// The score: the base with its adjustments, within 0 and 100.
    pub points: Decimal,
}

/// The scores of all units that have a part which can be judged, by kind in the order of
/// [`UnitKind`]'s register and within it by rank. `parts` are those of [`standing::parts`](crate::standing::parts) on `day`.
pub fn scores(
    plan: &Plan,
    parts: impl IntoIterator<Item = Part>,
    observations: &Observations,
    cases: &[Case],
    day: Date,
) -> Vec<Score> {
    let rules = &plan.score;
    let mut lines: Vec<(UnitId, Vec<Line>)> = plan.units.iter().map(|unit| (unit.id.clone(), Vec::new())).collect();
    for part in parts {
        let Some(earned) = rules.earned(&part.assessment) else {
            continue;
        };
        let target = plan.target(&part.assessment.target);
        let headline = target.is_some_and(|target| matches!(target.home, Home::Headline { .. }));
        let line = Line {
            target: part.assessment.target.clone(),
            status: part.assessment.status,
            late: part.assessment.late,
            earned,
            weight: if headline { rules.headline_weight } else { 1 },
        };
        if let Some((_, own)) = lines.iter_mut().find(|(unit, _)| *unit == part.unit) {
            own.push(line);
        }
    }
    let mut all: Vec<(UnitKind, Score)> = lines
        .into_iter()
        .filter_map(|(unit, lines)| {
            let base = mean(&lines)?;
            let adjustments = adjustments(plan, &unit, observations, cases, day);
            let sum: Decimal = adjustments.iter().map(|adjustment| adjustment.points).sum();
            let kind = plan.units.get(&unit)?.kind;
            let points = hundredths((base + sum).clamp(Decimal::ZERO, Decimal::ONE_HUNDRED));
            let score = Score {
                unit,
                rank: 0,
                lines,
                base,
                adjustments,
                points,
            };
            Some((kind, score))
        })
        .collect();
    let place: Vec<u32> = all
        .iter()
        .map(|(kind, score)| {
            let better = all
                .iter()
                .filter(|(of, other)| of == kind && other.points > score.points);
            u32::try_from(better.count()).unwrap_or(u32::MAX).saturating_add(1)
        })
        .collect();
    for ((_, score), rank) in all.iter_mut().zip(place) {
        score.rank = rank;
    }
    // Bureaus first, as the plan's reader looks for them; stable, so that ties keep the register's order.
    all.sort_by_key(|(kind, score)| (std::cmp::Reverse(*kind), score.rank));
    all.into_iter().map(|(_, score)| score).collect()
}

/// A figure of points, always with two decimals, so that scores stand below each other.
fn hundredths(points: Decimal) -> Decimal {
    let mut points = number::round(points, 2);
    points.rescale(2);
    points
}

/// The weighted mean of what lines earn; `None` if they weigh nothing.
fn mean(lines: &[Line]) -> Option<Decimal> {
    let weight: Decimal = lines.iter().map(|line| Decimal::from(line.weight)).sum();
    let earned: Decimal = lines
        .iter()
        .map(|line| Decimal::from(line.weight) * Decimal::from(line.earned))
        .sum();
    (weight > Decimal::ZERO).then(|| hundredths(earned / weight))
}

fn adjustments(plan: &Plan, unit: &UnitId, observations: &Observations, cases: &[Case], day: Date) -> Vec<Adjustment> {
    let own = cases
        .iter()
        .filter(|case| &case.unit == unit && case.opened_on().is_some_and(|on| on <= day));
    let from_cases = own.filter_map(|case| of_case(&plan.ladder, case, day));
    let late = plan.targets.iter().flat_map(|target| {
        let known = observations.of(&target.id).iter();
        let own = known.filter(|seen| seen.unit.as_ref() == Some(unit) && seen.is_known_on(day));
        own.filter_map(|seen| of_late(plan, &target.id, seen))
    });
    from_cases.chain(late).filter(|a| !a.points.is_zero()).collect()
}

fn of_case(ladder: &Ladder, case: &Case, day: Date) -> Option<Adjustment> {
    let by_then = |step| case.last(step).is_some_and(|taken| taken.on <= day);
    let (points, why) = match &case.matter {
        Matter::Notice(notice) if !by_then(Step::Withdrawn) => {
            let points = -Decimal::from(ladder.points.of(notice.measure));
            let why = Why::Slip {
                case: case.id.clone(),
                measure: notice.measure,
            };
            (points, why)
        }
        Matter::Appeal { points } if case.state() == State::Granted && by_then(Step::Granted) => {
            (*points, Why::Appeal { case: case.id.clone() })
        }
        _ => return None,
    };
    Some(Adjustment {
        target: case.target.clone(),
        points,
        why,
    })
}

fn of_late(plan: &Plan, target: &TargetId, seen: &Observation) -> Option<Adjustment> {
    let Provenance::Reported { late: Some(late), .. } = &seen.provenance else {
        return None;
    };
    Some(Adjustment {
        target: target.clone(),
        points: -plan.score.late_report,
        why: Why::LateReport {
            due: late.due,
            sent: late.sent,
        },
    })
}
