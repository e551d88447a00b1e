//! What must hold for every question that can be put to the check.

use proptest::prelude::*;
use yaodian_domain::{
    Decimal,
    check::{Reason, Required, Status, assess, odd_figures},
    method::Comparison,
    observation::{Figure, Observation},
    target::{Bound, Kind, Promise, Sense},
    testing::{self, Case},
};

fn green(status: Status) -> bool {
    matches!(status, Status::Met | Status::OnTrack)
}

pub fn judged(case: &Case) -> yaodian_domain::check::Assessment {
    assess(&case.target, &case.observations, case.as_of, &case.policy)
}

proptest! {
    #![proptest_config(crate::fixtures::many())]

    #[test]
    fn no_data_is_never_green(case in testing::case()) {
        let assessment = judged(&case);
        if assessment.basis.is_none() {
            prop_assert!(!green(assessment.status), "{:?}", assessment);
        }
        let mut empty = case;
        empty.observations.clear();
        prop_assert!(matches!(judged(&empty).status, Status::NoData | Status::AwaitingTarget));
    }

    #[test]
    fn every_verdict_says_why(case in testing::case()) {
        prop_assert!(!judged(&case).reasons.is_empty());
    }

    #[test]
    fn what_is_missing_is_never_met(case in testing::case()) {
        let assessment = judged(&case);
        let missing = assessment.gap_count.or(assessment.gap).is_some_and(|gap| gap < Decimal::ZERO);
        if missing {
            prop_assert!(assessment.status != Status::Met, "{:?}", assessment);
        }
    }

    #[test]
    fn a_part_of_the_units_is_judged_only_when_the_goal_is_reached(case in testing::case()) {
        let assessment = judged(&case);
        let part = assessment.coverage.as_ref().is_some_and(|c| !c.is_complete());
        // What a part has used up of a ceiling, the others cannot give back.
        let passed = assessment.reasons.iter().any(|reason| matches!(reason, Reason::CeilingPassed { .. }));
        if part && !passed {
            prop_assert!(matches!(assessment.status, Status::Met | Status::NoData | Status::AwaitingTarget));
        }
        if part && assessment.status == Status::Met {
            prop_assert!(matches!(case.target.promise.kind(), Kind::Count | Kind::Share));
        }
    }

    #[test]
    fn final_is_final(case in testing::case()) {
        let assessment = judged(&case);
        if assessment.is_final {
            prop_assert!(case.as_of > case.target.due());
            prop_assert!(matches!(assessment.status, Status::Met | Status::Overdue));
        }
        if assessment.status == Status::Overdue {
            let whole_term_is_known = assessment.basis.as_ref().is_some_and(|b| b.span.covers(case.target.term));
            prop_assert!(case.as_of > case.target.due() || whole_term_is_known);
        }
    }

    #[test]
    fn a_better_level_is_never_judged_worse(
        value in 0_i64..1_000, better_by in 0_i64..300, bound in 1_i64..1_000, at_least: bool, days in 0_i64..500,
    ) {
        let rank = |status| match status { Status::Met => 3, Status::OnTrack => 2, Status::AtRisk => 1, _ => 0 };
        let at = |m: i64| {
            let mut case = level_case(Decimal::new(m, 1), Decimal::new(bound, 1), at_least);
            case.as_of = yaodian_domain::Date::constant(2023, 5, 1).saturating_add(jiff::Span::new().days(days));
            judged(&case).status
        };
        let (low, high) = (value, (value + better_by).min(1_000));
        let (worse, better) = if at_least { (low, high) } else { (high, low) };
        prop_assert!(rank(at(better)) >= rank(at(worse)));
    }

    #[test]
    fn what_is_needed_is_enough(case in testing::case()) {
        let assessment = judged(&case);
        if let (Some(Required::PerMonth { amount, months, entries: true }), Some(gap)) = (&assessment.required, assessment.gap_count) {
            prop_assert!(*amount * Decimal::from(*months) >= -gap);
            prop_assert!((*amount - Decimal::ONE) * Decimal::from(*months) < -gap);
        }
    }

    #[test]
    fn an_assessment_survives_the_wire(case in testing::case()) {
        let assessment = judged(&case);
        let json = serde_json::to_string(&assessment).unwrap();
        prop_assert_eq!(serde_json::from_str::<yaodian_domain::check::Assessment>(&json).unwrap(), assessment);
        let json = serde_json::to_string(&case).unwrap();
        prop_assert_eq!(serde_json::from_str::<Case>(&json).unwrap(), case);
    }

    #[test]
    fn a_figure_that_fits_is_within_its_whole(case in testing::case(), figure in testing::figure()) {
        if figure.fits(&case.target).is_ok()
            && let Figure::Counts { done, of: Some(of) } = figure
        {
            prop_assert!(done >= Decimal::ZERO && done <= of && of > Decimal::ZERO);
        }
    }

    #[test]
    fn odd_figures_never_panic(case in testing::case(), figure in testing::figure()) {
        let _ = odd_figures(&case.target, case.observations.first(), &figure, None);
    }

    #[test]
    fn numbers_shown_are_the_numbers_judged(case in testing::case()) {
        for reason in judged(&case).reasons {
            if let Reason::EntriesCompared { done, of, goal, needed, comparison: Comparison::Exact } = reason {
                prop_assert!(needed * Decimal::ONE_HUNDRED >= goal * of);
                prop_assert!((needed - Decimal::ONE) * Decimal::ONE_HUNDRED < goal * of);
                prop_assert!(done <= of);
            }
        }
    }
}

fn level_case(value: Decimal, bound: Decimal, at_least: bool) -> Case {
    let mut case = testing::cases(1).remove(0);
    let sense = if at_least { Sense::AtLeast } else { Sense::AtMost };
    let percent = yaodian_domain::plan::Name {
        zh: "%".to_owned(),
        en: "%".to_owned(),
    };
    case.target.term = yaodian_domain::time::DaySpan::year(2023);
    case.target.reporters.clear();
    case.target.promise = Promise::Level {
        measure: yaodian_domain::target::Measure {
            unit: percent,
            counted: None,
        },
        bound: Bound { sense, value: bound },
    };
    let source = yaodian_domain::observation::Source {
        title: String::new(),
        published_on: yaodian_domain::Date::constant(2023, 5, 1),
        url: None,
    };
    case.observations = vec![Observation {
        unit: None,
        span: "2023-04"
            .parse::<yaodian_domain::period::Period>()
            .unwrap()
            .year_to_date(),
        known_on: yaodian_domain::Date::constant(2023, 5, 1),
        figure: Figure::Amount { value },
        change_on_last_year: None,
        samples: None,
        withdrawn_on: None,
        provenance: yaodian_domain::observation::Provenance::Published { source: source.into() },
    }];
    case
}
