//! What would come if things went on as they did.

use yaodian_domain::{
    check::{Projection, project},
    method::RollUp,
    observation::Figure,
    observation::{Observation, Step},
    target::{Promise, Sense, Target, Toward},
};

use crate::fixtures::*;

fn ask(target: &Target, known: &[Observation], as_of: &str) -> Option<Projection> {
    project(target, known, day(as_of))
}

fn tuple(projection: Projection) -> (String, Option<(String, String)>, usize) {
    let range = projection.range.map(|(low, high)| (low.to_string(), high.to_string()));
    (projection.expected.to_string(), range, projection.stretches)
}

fn range(low: &str, high: &str) -> (String, String) {
    (low.to_owned(), high.to_owned())
}

#[test]
fn a_count_goes_on_at_its_mean_rate() {
    // 73 days are a fifth of the year: 100, then 50 more.
    let known = [
        so_far("2023-03-14", "2023-03-20", amount("100")),
        so_far("2023-05-26", "2023-06-01", amount("150")),
    ];
    let got = ask(&count("750"), &known, "2023-06-01").expect("a projection");
    assert_eq!((got.on, got.from), (day("2023-12-31"), day("2023-05-26")));
    // 150 in 146 days; 219 are left: 150 + 225. At the slow rate 150 + 150, at the fast 150 + 300.
    assert_eq!(tuple(got), ("375.0".to_owned(), Some(range("300.0", "450.0")), 2));
    // One stretch tells nothing of how much rates differ.
    let got = ask(&count("750"), &known[..1], "2023-06-01").expect("a projection");
    assert_eq!(tuple(got), ("500.0".to_owned(), None, 1));
    // What became known later is not in it.
    let got = ask(&count("750"), &known, "2023-05-31").expect("a projection");
    assert_eq!(tuple(got).2, 1);
}

#[test]
fn stocks_and_shares_start_where_they_stood() {
    let known = [so_far("2023-05-26", "2023-06-01", amount("40"))];
    let stations = ask(&toward(Toward::RiseFrom(dec("30")), "50"), &known, "2023-06-01").expect("a projection");
    assert_eq!(tuple(stations).0, "55.0");
    let ponds = toward(Toward::FallFrom(dec("100")), "0");
    assert_eq!(
        tuple(ask(&ponds, &known, "2023-06-01").expect("a projection")).0,
        "0.0",
        "nothing falls below nothing"
    );
    let before = |figure| observed("2022-01-01", "2022-12-31", "2023-01-05", figure);
    let now = so_far("2023-05-26", "2023-06-01", counts("6240", None));
    let share = |figure| tuple(ask(&outfalls(), &[before(figure), now.clone()], "2023-06-01").expect("a projection")).0;
    // From 30 % to 50 % in 146 days: 80 % by the end; from 0 % it would be 125 %, which is 100 %.
    assert_eq!(share(counts("3744", None)), "80.0");
    assert_eq!(share(amount("30")), "80.0");
    assert_eq!(share(Figure::Words { text: "无".into() }), "100.0");
}

#[test]
fn a_level_goes_on_at_its_mean() {
    let known = [
        so_far("2023-03-14", "2023-03-20", amount("90")),
        so_far("2023-05-26", "2023-06-01", amount("88")),
    ];
    let water = level(Sense::AtLeast, "89.3");
    // The second stretch was (88 × 146 − 90 × 73) / 73 = 86. The rest at 86: (88 × 146 + 86 × 219) / 365.
    let got = tuple(ask(&water, &known, "2023-06-01").expect("a projection"));
    assert_eq!(got, ("88.00".to_owned(), Some(range("86.80", "89.20")), 2));
    // No stretch can have been above 100 % or below nothing.
    let known = [
        so_far("2023-03-14", "2023-03-20", amount("10")),
        so_far("2023-05-26", "2023-06-01", amount("60")),
    ];
    let got = tuple(ask(&water, &known, "2023-06-01").expect("a projection"));
    // 110 % is taken as 100: (60 × 146 + 100 × 219) / 365 = 84.
    assert_eq!(got, ("60.00".to_owned(), Some(range("30.00", "84.00")), 2));
    let known = [
        so_far("2023-03-14", "2023-03-20", amount("60")),
        so_far("2023-05-26", "2023-06-01", amount("10")),
    ];
    // −40 % is taken as 0: (10 × 146 + 0) / 365 = 4.
    let got = tuple(ask(&water, &known, "2023-06-01").expect("a projection"));
    assert_eq!(got, ("10.00".to_owned(), Some(range("4.00", "40.00")), 2));
}

#[test]
fn units_figures_are_put_together_first() {
    let mut villages = count("750");
    villages.reporters = units(2);
    let known = [
        by(0, so_far("2023-05-26", "2023-06-01", amount("100"))),
        by(1, so_far("2023-05-26", "2023-06-01", amount("50"))),
    ];
    assert_eq!(
        tuple(ask(&villages, &known, "2023-06-01").expect("a projection")).0,
        "375.0"
    );
    assert_eq!(
        ask(&villages, &known[..1], "2023-06-01"),
        None,
        "a part is not the whole"
    );
}

#[test]
fn where_there_is_nothing_to_go_by() {
    let june = [so_far("2023-06-30", "2023-07-05", amount("90"))];
    let year = [so_far("2023-12-31", "2024-01-05", amount("90"))];
    let part = [observed("2023-06-01", "2023-06-30", "2023-07-05", amount("90"))];
    assert_eq!(ask(&count("750"), &[], "2023-07-05"), None);
    assert_eq!(ask(&count("750"), &june, "2023-07-04"), None);
    assert_eq!(
        ask(&count("750"), &year, "2024-01-05"),
        None,
        "nothing of the term is left"
    );
    assert_eq!(
        ask(&level(Sense::AtLeast, "89.3"), &part, "2023-07-05"),
        None,
        "not from the start of the term"
    );
    assert!(ask(&level(Sense::AtLeast, "89.3"), &june, "2023-07-05").is_some());
    assert!(
        ask(&count("750"), &part, "2023-07-05").is_some(),
        "counts are cumulative whatever they say"
    );
    let step = [so_far(
        "2023-06-30",
        "2023-07-05",
        Figure::Progress { step: Step::Drafted },
    )];
    assert_eq!(ask(&target(Promise::Deliverable), &step, "2023-07-05"), None);
    let mut worst = level(Sense::AtLeast, "89.3");
    worst.method.roll_up = RollUp::Worst;
    assert_eq!(ask(&worst, &june, "2023-07-05"), None);
}
