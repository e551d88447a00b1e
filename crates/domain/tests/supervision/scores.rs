//! 考核: the arithmetic of a score, and places with ties.

use proptest::prelude::*;
use yaodian_domain::{
    Decimal,
    check::{Assessment, NoticeColour, Status},
    id::TargetId,
    score::{Rules, Score, Why, scores},
    standing::{Observations, Part, Standing, parts},
    supervision::{Case, Matter, Step},
    testing::{blank_plan, bureau},
    unit::Register,
};

use crate::{day, done, open, slip, taken, unit, villages};

/// Parts of these units with these statuses, all of them in tasks but the headline `villages`.
fn scored(stand: &[(&str, &str, Status, bool)], cases: &[Case]) -> Vec<Score> {
    let mut plan = blank_plan(vec![villages(&["a"])]);
    let names: std::collections::BTreeSet<_> = stand.iter().map(|(unit, ..)| *unit).collect();
    plan.units = Register::new(names.into_iter().map(bureau).collect()).unwrap();
    let known = Observations::default();
    let standing = Standing::of(&plan, &known, day("2023-09-25"));
    let blank = parts(&plan, &known, &standing).next().unwrap().assessment;
    let stand = stand.iter().map(|&(of, target, status, late)| Part {
        unit: unit(of),
        assessment: Assessment {
            target: TargetId::new(target).unwrap(),
            status,
            late,
            ..blank.clone()
        },
    });
    scores(&plan, stand, &known, cases, day("2023-09-25"))
}

fn points(score: &Score) -> (String, u32) {
    (score.points.to_string(), score.rank)
}

#[test]
fn a_score_is_the_weighted_mean_of_what_parts_earn() {
    // Headline 2 × 60, two tasks 100 and 0: 220 / 4.
    let all = scored(
        &[
            ("a", "villages", Status::AtRisk, false),
            ("a", "x", Status::Met, false),
            ("a", "y", Status::NoData, false),
            // Nobody has set its number: it is not held against anybody.
            ("a", "z", Status::AwaitingTarget, false),
            ("b", "x", Status::Met, true),
            ("b", "y", Status::Met, false),
            ("b", "z", Status::OffTrack, false),
        ],
        &[],
    );
    assert_eq!(all[0].unit, unit("b"));
    assert_eq!(points(&all[0]), ("70.00".to_owned(), 1), "(80 + 100 + 30) / 3");
    assert_eq!(points(&all[1]), ("55.00".to_owned(), 2));
    assert_eq!(all[1].lines.len(), 3);
}

#[test]
fn ties_share_a_place_and_the_next_is_as_much_further_on() {
    let stand = [
        ("a", "x", Status::AtRisk, false),
        ("b", "x", Status::OnTrack, false),
        ("c", "x", Status::AtRisk, false),
        ("d", "x", Status::Overdue, false),
    ];
    let all = scored(&stand, &[]);
    let places: Vec<_> = all.iter().map(|score| (score.unit.as_str(), score.rank)).collect();
    assert_eq!(places, [("b", 1), ("a", 2), ("c", 2), ("d", 4)]);
}

#[test]
fn slips_cost_what_the_ladder_says_and_an_appeal_gives_back_what_was_granted() {
    let stand = [("a", "x", Status::OnTrack, false)];
    let red = open(
        "r",
        slip(NoticeColour::Red, "2023-06-01"),
        Status::OffTrack,
        "2023-06-01",
    )
    .unwrap();
    let all = scored(&stand, std::slice::from_ref(&red));
    assert_eq!(points(&all[0]).0, "98.00");
    assert!(matches!(all[0].adjustments[0].why, Why::Slip { .. }));
    let withdrawn = red
        .take(
            1,
            taken(Step::Withdrawn, "2023-06-02", "office", "误发"),
            Status::OffTrack,
        )
        .unwrap();
    assert_eq!(points(&scored(&stand, &[withdrawn])[0]).0, "100.00");

    let appeal = Matter::Appeal {
        points: Decimal::new(15, 1),
    };
    let asked = open("p", appeal, Status::OffTrack, "2023-07-01").unwrap();
    assert_eq!(points(&scored(&stand, &[red.clone(), asked.clone()])[0]).0, "98.00");
    let granted = asked
        .take(1, taken(Step::Granted, "2023-07-02", "office", ""), Status::OffTrack)
        .unwrap();
    let all = scored(&stand, &[red.clone(), granted]);
    assert_eq!(points(&all[0]).0, "99.50");
    // What happens after the day asked about does not count.
    let later = open(
        "l",
        slip(NoticeColour::Red, "2023-10-01"),
        Status::OffTrack,
        "2023-10-01",
    )
    .unwrap();
    assert_eq!(points(&scored(&stand, &[later])[0]).0, "100.00");
    let none = Matter::Appeal { points: Decimal::ZERO };
    assert!(open("n", none, Status::OffTrack, "2023-07-01").is_err());
}

#[test]
fn a_part_that_nobody_reported_earns_nothing() {
    let mut plan = blank_plan(vec![villages(&["a"])]);
    plan.units = Register::new(vec![bureau("a")]).unwrap();
    let score = |known: Observations| {
        let standing = Standing::of(&plan, &known, day("2023-09-05"));
        scores(&plan, parts(&plan, &known, &standing), &known, &[], day("2023-09-05"))
    };
    assert_eq!(points(&score(Observations::default())[0]).0, "0.00");
    let target = plan.targets[0].id.clone();
    let known = [(target, done(520, "2023-08-31", "2023-09-01"))].into_iter().collect();
    assert_eq!(points(&score(known)[0]).0, "100.00");
}

proptest! {
    #[test]
    fn a_score_lies_between_0_and_100_and_a_better_status_never_lowers_it(
        statuses in proptest::collection::vec(0..7usize, 1..12),
        better in 0..12usize,
    ) {
        let rules = Rules::default();
        let names: Vec<String> = (0..statuses.len()).map(|n| format!("t{n}")).collect();
        let stand = |statuses: &[usize]| {
            let rows: Vec<_> = statuses.iter().zip(&names)
                .map(|(&s, name)| ("a", name.as_str(), Status::ALL[s], false)).collect();
            scored(&rows, &[]).first().map(|score| score.points)
        };
        let before = stand(&statuses);
        if let Some(points) = before {
            prop_assert!(points >= Decimal::ZERO && points <= Decimal::ONE_HUNDRED);
        }
        let mut raised = statuses.clone();
        let n = better % raised.len();
        let counts = Status::ALL[raised[n]] != Status::AwaitingTarget;
        raised[n] = Status::ALL.iter().position(|s| *s == Status::Met).unwrap();
        if counts {
            prop_assert!(stand(&raised) >= before);
        }
        prop_assert!(rules.on_track <= rules.met);
    }
}
