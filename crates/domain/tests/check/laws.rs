//! The laws of the check, for every question that can be put to it.

use proptest::prelude::*;
use yaodian_domain::{
    Decimal,
    check::{Assessment, Policy, Rule, Status, assess},
    decision::Decisions,
    method::{RollUp, Schedule},
    observation::{Figure, Observation, Step},
    target::{Promise, Reference, Sense, Toward},
    testing::{self, Case},
};

use crate::{fixtures::many, properties::judged};

/// What was known on the day of the question, as it stood in the books on that day.
fn books_of_the_day(case: &Case) -> Case {
    let day = case.as_of;
    let mut then = case.clone();
    then.observations.retain(|o| o.known_on <= day);
    for o in &mut then.observations {
        o.withdrawn_on = o.withdrawn_on.filter(|&withdrawn| withdrawn <= day);
    }
    let Decisions { amendments, extensions } = &mut then.target.decisions;
    amendments.retain(|a| a.decided_on <= day);
    extensions.retain(|e| e.asked_on <= day);
    for extension in extensions {
        extension.answer = extension.answer.take().filter(|answer| answer.on <= day);
    }
    then
}

/// From worse to better; `None` for what is neither.
fn standing(status: Status) -> Option<u8> {
    match status {
        Status::Overdue => Some(0),
        Status::OffTrack => Some(1),
        Status::AtRisk => Some(2),
        Status::OnTrack => Some(3),
        Status::Met => Some(4),
        Status::NoData | Status::AwaitingTarget => None,
    }
}

/// Which way is good; `None` where more or less is not better or worse.
fn good_way(case: &Case) -> Option<Sense> {
    match (&case.target.promise, case.target.method.roll_up) {
        (Promise::Count { .. }, RollUp::UnitsMeeting(bound)) => Some(bound.sense),
        (Promise::Count { toward, .. }, _) => Some(toward.sense()),
        (Promise::Level { bound, .. }, _) => Some(bound.sense),
        (Promise::SetElsewhere { given, .. }, _) => given.as_ref().map(|given| given.bound.sense),
        (
            Promise::NotWorse {
                reference: Reference::LastYear { sense, .. },
                ..
            },
            _,
        ) => Some(*sense),
        (Promise::NotWorse { .. } | Promise::Share { .. } | Promise::Deliverable, _) => Some(Sense::AtLeast),
        (Promise::Duty { .. } | Promise::Statement { .. }, _) => None,
    }
}

/// The same figure, better by so much, within what a figure may be.
fn bettered(figure: &Figure, sense: Sense, by: Decimal, percent: bool) -> Figure {
    let by = if matches!(figure, Figure::Counts { .. }) {
        by.ceil()
    } else {
        by
    };
    let most = |most: Decimal, value: Decimal| match sense {
        Sense::AtLeast => (value + by).min(most.max(value)),
        Sense::AtMost => (value - by).max(Decimal::ZERO.min(value)),
    };
    match figure {
        Figure::Amount { value } => Figure::Amount {
            value: most(if percent { Decimal::ONE_HUNDRED } else { Decimal::MAX }, *value),
        },
        Figure::Counts { done, of: Some(of) } => Figure::Counts {
            done: most(*of, *done),
            of: Some(*of),
        },
        Figure::Progress { step } => {
            let next = Step::ALL.into_iter().find(|other| other > step);
            Figure::Progress {
                step: next.unwrap_or(*step),
            }
        }
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(many())]

    /// The answer of a day stays what it was, whatever became known or was decided later.
    #[test]
    fn replay_equals_the_answer_of_the_day(case in testing::case()) {
        prop_assert_eq!(judged(&case), judged(&books_of_the_day(&case)));
    }

    /// Observations are taken by date, never by position.
    #[test]
    fn order_is_irrelevant(case in testing::case(), turn in 0_usize..14) {
        let mut turned = case.clone();
        turned.observations.reverse();
        prop_assert_eq!(judged(&case), judged(&turned));
        let length = turned.observations.len().max(1);
        turned.observations.rotate_left(turn % length);
        prop_assert_eq!(judged(&case), judged(&turned));
    }

    /// More of a good thing never worsens a status.
    #[test]
    fn better_is_never_judged_worse(case in testing::case(), which in 0_usize..14, by in 1_i64..3_000) {
        // The first edition is kept as it was, with what the second mended.
        let case = Case { policy: Policy { rule: Rule::LATEST, ..case.policy }, ..case };
        let Some(sense) = good_way(&case) else { return Ok(()) };
        let whole = !matches!(case.target.promise, Promise::Level { .. } | Promise::SetElsewhere { .. } | Promise::NotWorse { .. });
        let by = if whole { Decimal::from(by) } else { Decimal::new(by, 1) };
        let percent = case.target.promise.measure().is_some_and(yaodian_domain::target::Measure::is_percent)
            || matches!(case.target.promise, Promise::Share { .. });
        let mut better = case.clone();
        // Where it stood before the term is no achievement of the term.
        let Some(o) = better.observations.get_mut(which).filter(|o| o.span.to() >= case.target.term.from()) else { return Ok(()) };
        o.figure = bettered(&o.figure, sense, by, percent);
        o.change_on_last_year = o.change_on_last_year.map(|change| match sense {
            Sense::AtLeast => change + by,
            Sense::AtMost => change - by,
        });
        let (was, is) = (judged(&case), judged(&better));
        match (standing(was.status), standing(is.status)) {
            (Some(was), Some(is)) => prop_assert!(is >= was, "{:?}\nbecame {:?}\nfor {:?}", judged(&case), judged(&better), case),
            // A ceiling that is passed is known to be; one that is not yet passed is waited for.
            (standing, None) => prop_assert!(standing.is_none() || ceiling_passed(&was), "{:?} became {:?}", was, is),
            (None, Some(_)) => {}
        }
        prop_assert!(!(is.late && !was.late && was.status == Status::Met));
    }

    /// Counting in tens instead of ones changes no verdict on a count.
    #[test]
    fn scaling_a_count_changes_nothing(case in testing::case(), factor in 2_i64..50) {
        let factor = Decimal::from(factor);
        let mut scaled = case.clone();
        let Promise::Count { goal, toward, most_per_day, .. } = &mut scaled.target.promise else { return Ok(()) };
        // Counting units has no scale.
        if matches!(case.target.method.roll_up, RollUp::UnitsMeeting(_) | RollUp::UnitsDelivered) {
            return Ok(());
        }
        *goal *= factor;
        *most_per_day = most_per_day.map(|most| most * factor);
        if let Toward::RiseFrom(stock) | Toward::FallFrom(stock) = toward {
            *stock *= factor;
        }
        if let Schedule::Milestones(all) | Schedule::Monthly(all) = &mut scaled.target.method.schedule {
            for milestone in all {
                milestone.reach *= factor;
            }
        }
        for amendment in &mut scaled.target.decisions.amendments {
            amendment.number *= factor;
        }
        let in_range = |o: &Observation| match &o.figure {
            Figure::Amount { value } => yaodian_domain::number::in_range(*value * factor),
            _ => true,
        };
        if !case.observations.iter().all(in_range) || !yaodian_domain::number::in_range(*goal) {
            return Ok(());
        }
        for o in &mut scaled.observations {
            if let Figure::Amount { value } = &mut o.figure {
                // Half a thing is none, and twice half a thing would be one.
                if !value.fract().is_zero() {
                    return Ok(());
                }
                *value *= factor;
            }
        }
        let (was, is) = (judged(&case), judged(&scaled));
        prop_assert_eq!((was.status, was.late, was.is_final, was.near_due), (is.status, is.late, is.is_final, is.near_due));
        prop_assert_eq!(was.gap.map(|gap| gap * factor), is.gap);
    }

    /// A level in thousandths of its unit, with the point moved in figures and bound alike, is
    /// judged alike: mg/m³ or μg/m³.
    #[test]
    fn scaling_a_level_changes_nothing(case in testing::case()) {
        let Promise::Level { measure, bound } = &case.target.promise else { return Ok(()) };
        let counts = |o: &Observation| matches!(o.figure, Figure::Counts { .. });
        if measure.is_percent() || case.observations.iter().any(counts) || !case.target.decisions.is_empty() {
            return Ok(());
        }
        // 0.30 in thousandths is 300.00 − the point moves, the digits stay.
        let moved = |value: Decimal, by: u32| {
            let mut value = value;
            value.rescale(value.scale().max(by));
            Decimal::from_i128_with_scale(value.mantissa(), value.scale() - by)
        };
        let mut scaled = case.clone();
        let mut plain = case.clone();
        let mut decimals = *bound;
        decimals.value.rescale(bound.value.scale().max(3));
        let (Promise::Level { bound: small, .. }, Promise::Level { bound: large, .. }) =
            (&mut plain.target.promise, &mut scaled.target.promise) else { return Ok(()) };
        small.value = decimals.value;
        large.value = moved(decimals.value, 3);
        for o in &mut scaled.observations {
            if let Figure::Amount { value } = &mut o.figure {
                *value = moved(*value, 3);
                if !yaodian_domain::number::in_range(*value) {
                    return Ok(());
                }
            }
        }
        let (was, is) = (judged(&plain), judged(&scaled));
        prop_assert_eq!((was.status, was.is_final), (is.status, is.is_final));
    }

    /// A blank is never a zero: silence is neither a verdict nor a figure, and a zero is both.
    #[test]
    fn a_blank_is_never_a_zero(case in testing::case()) {
        let mut silent = case.clone();
        silent.observations.retain(|o| o.span.to() < case.target.term.from());
        let answer = judged(&silent);
        prop_assert!(matches!(answer.status, Status::NoData | Status::AwaitingTarget));
        prop_assert!(answer.basis.is_none() && answer.gap.is_none() && !answer.late);
    }

    /// A whole of which a unit is silent is not judged as if the unit had reported nothing done.
    #[test]
    fn a_silent_unit_is_no_zero(case in testing::case()) {
        let answer = judged(&case);
        let missing = answer.coverage.as_ref().is_some_and(|coverage| !coverage.missing.is_empty());
        if missing {
            prop_assert!(standing(answer.status).is_none_or(|standing| standing == 4) || ceiling_passed(&answer), "{:?}", answer);
        }
    }

    /// A late mark is only given after the date, and only to what was kept.
    #[test]
    fn late_is_said_of_what_was_kept_after_its_date(case in testing::case()) {
        let answer = judged(&case);
        if answer.late {
            prop_assert_eq!(answer.status, Status::Met);
            prop_assert!(case.as_of > answer.due);
        }
        if let Some(original) = answer.original_due {
            prop_assert!(original < answer.due);
        }
    }

    /// What was kept in time is not called late because somebody reports again.
    #[test]
    fn a_later_report_does_not_make_late(case in testing::case()) {
        if case.policy.rule == Rule::First {
            return Ok(());
        }
        let due = case.target.due_on(case.as_of);
        let mut timely = case.clone();
        timely.observations.retain(|o| o.span.to() <= due);
        if judged(&timely).status == Status::Met && !judged(&timely).late {
            let all = judged(&case);
            // A figure of later days never undoes or blackens what was kept, except a level's.
            if !matches!(case.target.promise, Promise::Level { .. } | Promise::SetElsewhere { .. } | Promise::NotWorse { .. })
                && case.observations.iter().filter(|o| o.span.to() > due).all(|o| o.span.to().min(o.known_on) > due)
            {
                prop_assert_eq!((all.status, all.late), (Status::Met, false));
            }
        }
    }

    /// A projection decides nothing and says nothing of what cannot be.
    #[test]
    fn a_projection_is_only_arithmetic(case in testing::case()) {
        let Some(projection) = yaodian_domain::check::project(&case.target, &case.observations, case.as_of) else { return Ok(()) };
        prop_assert!(projection.expected >= Decimal::ZERO);
        prop_assert!(projection.from <= projection.on && projection.stretches > 0);
        if let Some((low, high)) = projection.range {
            prop_assert!(low <= projection.expected && projection.expected <= high);
        }
    }
}

fn ceiling_passed(answer: &Assessment) -> bool {
    let passed =
        |reason: &yaodian_domain::check::Reason| matches!(reason, yaodian_domain::check::Reason::CeilingPassed { .. });
    answer.reasons.iter().any(passed)
}

/// The same question through the fold, observation by observation.
#[test]
fn a_fold_is_the_same_question() {
    for case in testing::cases(500) {
        let mut fold = yaodian_domain::check::Fold::new(&case.target, case.as_of);
        for o in &case.observations {
            fold.see(o);
        }
        assert_eq!(
            fold.assess(&case.policy),
            assess(&case.target, &case.observations, case.as_of, &case.policy)
        );
    }
}
