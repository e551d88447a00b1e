//! Which slips are called for: by the check, by silence, and no others.

use yaodian_domain::{
    check::{NoticeColour, Status},
    standing::{Observations, Standing, parts},
    supervision::{Case, Ladder, Measure, Proposal, Step, propose},
    testing::blank_plan,
};

use crate::{day, done, open, slip, taken, villages};

/// What is called for on `on`, with `count` of 750 done by the end of the month before.
fn called(count: i64, on: &str, cases: &[Case]) -> Vec<Proposal> {
    let plan = blank_plan(vec![villages(&["a"])]);
    let target = plan.targets[0].id.clone();
    let known: Observations = [(target, done(count, "2023-08-31", "2023-09-01"))]
        .into_iter()
        .collect();
    let standing = Standing::of(&plan, &known, day(on));
    propose(&Ladder::default(), parts(&plan, &known, &standing), cases, day(on))
}

fn colours(proposals: &[Proposal]) -> Vec<(NoticeColour, Measure, bool)> {
    proposals
        .iter()
        .map(|p| (p.colour, p.measure, p.follows.is_some()))
        .collect()
}

fn settled(id: &str, colour: NoticeColour, opened: &str, on: &str) -> Case {
    let case = open(id, slip(colour, opened), Status::AtRisk, opened).unwrap();
    case.take(1, taken(Step::Settled, on, "office", "已核"), Status::AtRisk)
        .unwrap()
}

#[test]
fn the_check_calls_and_nobody_else() {
    // 750 by the year's end: 66.6 % of the way is due by 31 August.
    for (count, expected) in [
        (750, vec![]),
        (520, vec![]),
        (460, vec![(NoticeColour::Yellow, Measure::Slip, false)]),
        (300, vec![(NoticeColour::Red, Measure::Talk, false)]),
    ] {
        assert_eq!(colours(&called(count, "2023-09-05", &[])), expected, "{count}");
    }
    // The due date is near, and all is well: a word in time.
    let near = called(745, "2023-12-10", &[]);
    assert_eq!(near.len(), 1);
    assert!(near[0].colour >= NoticeColour::Blue);
}

#[test]
fn a_second_yellow_slip_is_a_letter() {
    let first = settled("one", NoticeColour::Yellow, "2023-07-01", "2023-07-20");
    let second = called(460, "2023-09-05", std::slice::from_ref(&first));
    assert_eq!(colours(&second), [(NoticeColour::Yellow, Measure::Letter, false)]);
    // One that was withdrawn does not count.
    let open_one = open(
        "two",
        slip(NoticeColour::Yellow, "2023-07-01"),
        Status::AtRisk,
        "2023-07-01",
    )
    .unwrap();
    let withdrawn = open_one
        .take(
            1,
            taken(Step::Withdrawn, "2023-07-02", "office", "误发"),
            Status::AtRisk,
        )
        .unwrap();
    assert_eq!(
        colours(&called(460, "2023-09-05", &[withdrawn])),
        [(NoticeColour::Yellow, Measure::Slip, false)]
    );
    // Not at once after it was settled.
    let fresh = settled("three", NoticeColour::Yellow, "2023-08-20", "2023-08-25");
    assert_eq!(called(460, "2023-09-05", &[fresh]), []);
}

#[test]
fn an_open_slip_is_enough_until_it_is_late_or_things_grow_worse() {
    let yellow = open(
        "y",
        slip(NoticeColour::Yellow, "2023-09-04"),
        Status::AtRisk,
        "2023-09-04",
    )
    .unwrap();
    let cases = [yellow];
    assert_eq!(called(460, "2023-09-05", &cases), []);
    // Worse: red takes its place.
    assert_eq!(
        colours(&called(300, "2023-09-05", &cases)),
        [(NoticeColour::Red, Measure::Talk, true)]
    );
    // Silence: it goes up a colour.
    let silent = called(460, "2023-09-07", &cases);
    assert_eq!(colours(&silent), [(NoticeColour::Red, Measure::Talk, true)]);
    assert!(silent[0].silence);
    // What is met is not urged, however late the answer is.
    assert_eq!(called(750, "2023-09-20", &cases), []);
}

#[test]
fn what_is_closed_is_left_alone() {
    let closure = yaodian_domain::supervision::Matter::Closure {
        whole: false,
        evidence: vec!["验收意见".to_owned()],
        files: Vec::new(),
    };
    let closed = open("c", closure, Status::Met, "2023-08-01")
        .unwrap()
        .take(1, taken(Step::Accepted, "2023-08-02", "office", ""), Status::Met)
        .unwrap();
    assert_eq!(called(460, "2023-09-05", &[closed]), []);
}
