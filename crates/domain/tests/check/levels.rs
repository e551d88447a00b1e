//! Levels: what the rest must come to, by days and by samples; annual means and good days.

use yaodian_domain::{
    Decimal,
    check::{Left, Pace, Reason, Required, Status},
    method::{Comparison, Weight},
    observation::{Figure, Observation, Source},
    target::{Authority, Bound, Given, Measure, Promise, Sense, Target},
};

use crate::fixtures::*;

fn concentration(ceiling: &str) -> Target {
    target(Promise::Level {
        measure: measure("μg/m³"),
        bound: Bound {
            sense: Sense::AtMost,
            value: dec(ceiling),
        },
    })
}

fn by_samples(mut target: Target, planned: &str) -> Target {
    target.method.weight = Weight::Samples { planned: dec(planned) };
    target
}

fn rest(target: &Target, figure: Figure) -> (Status, Option<Required>) {
    let got = judge(target, &[so_far("2023-09-30", "2023-10-05", figure)], "2023-10-05");
    (got.status, got.required)
}

fn average(amount: &str, possible: bool) -> Required {
    Required::RestAverages {
        amount: dec(amount),
        left: Left::Days(92),
        possible,
    }
}

#[test]
fn an_annual_mean_of_fine_dust() {
    let dust = concentration("35");
    // 35 is odd: below 35.5 rounds to 35. (35.5 × 365 − value × 273) / 92, down to one decimal.
    for (mean, status, amount, possible) in [
        ("34", Status::OnTrack, "39.9", true),
        ("35.4", Status::OnTrack, "35.7", true),
        ("35.5", Status::OffTrack, "35.4", true),
        ("36", Status::OffTrack, "34.0", true),
        ("47", Status::OffTrack, "1.3", true),
        ("48", Status::OffTrack, "-1.6", false),
    ] {
        assert_eq!(
            rest(&dust, amount_of(mean)),
            (status, Some(average(amount, possible))),
            "{mean}"
        );
    }
    // Two percent of 35.0 is 0.7: yellow as far as that, red beyond.
    let fine = concentration("35.0");
    assert_eq!(rest(&fine, amount_of("35.7")).0, Status::AtRisk);
    assert_eq!(rest(&fine, amount_of("35.8")).0, Status::OffTrack);
    let got = judge(
        &fine,
        &[so_far("2023-09-30", "2023-10-05", amount_of("35.7"))],
        "2023-10-05",
    );
    assert_eq!(
        got.pace,
        Some(Pace {
            on: day("2023-09-30"),
            elapsed: dec("74.79"),
            expected: dec("35.0"),
            done: None
        })
    );
    assert_eq!(
        got.reasons,
        vec![
            Reason::LevelCompared {
                comparison: Comparison::Rounded,
                value: dec("35.7"),
                rounded: dec("35.7"),
                bound: Bound {
                    sense: Sense::AtMost,
                    value: dec("35.0")
                },
                span: yaodian_domain::time::DaySpan::new(day("2023-01-01"), day("2023-09-30")).unwrap(),
            },
            // (35.05 × 365 − 35.7 × 273) / 92 = 33.121…
            Reason::RestMustAverage {
                amount: dec("33.12"),
                edge: dec("35.05"),
                value: dec("35.7"),
                gone: dec("273"),
                left: Left::Days(92),
                possible: true,
            },
        ]
    );
}

fn amount_of(value: &str) -> Figure {
    amount(value)
}

#[test]
fn what_can_still_be_reached_is_told_to_the_last_digit() {
    // A hundred days of which fifty are over: every remaining day at 100 % makes the mean of both.
    let term = yaodian_domain::time::DaySpan::new(day("2023-01-01"), day("2023-04-10")).unwrap();
    let ask = |bound: &str, sense, comparison, value: &str| {
        let mut target = Target {
            term,
            ..level(sense, bound)
        };
        target.method.comparison = Some(comparison);
        let got = judge(
            &target,
            &[so_far("2023-02-19", "2023-02-19", amount(value))],
            "2023-02-19",
        );
        match got.required {
            Some(Required::RestAverages {
                amount,
                possible,
                left: Left::Days(50),
            }) => (amount.to_string(), possible),
            other => panic!("{other:?}"),
        }
    };
    let floor = |value, comparison, at: &str| ask(value, Sense::AtLeast, comparison, at);
    let said = |amount: &str, possible| (amount.to_owned(), possible);
    // 90.05 rounds to 90.0, not to 90.1: the edge itself is not enough.
    assert_eq!(floor("90.1", Comparison::Rounded, "80.1"), said("100.01", false));
    assert_eq!(floor("90.1", Comparison::Rounded, "80.11"), said("100.00", true));
    // 90.15 rounds to the even 90.2.
    assert_eq!(floor("90.2", Comparison::Rounded, "80.3"), said("100", true));
    assert_eq!(floor("90.2", Comparison::Rounded, "80.29"), said("100.01", false));
    assert_eq!(floor("90.0", Comparison::Exact, "80"), said("100", true));
    assert_eq!(floor("90.0", Comparison::Exact, "79.99"), said("100.01", false));
    let ceiling = |value, comparison, at: &str| ask(value, Sense::AtMost, comparison, at);
    assert_eq!(ceiling("10.0", Comparison::Exact, "20"), said("0", true));
    assert_eq!(ceiling("10.0", Comparison::Exact, "20.01"), said("-0.01", false));
    assert_eq!(ceiling("10.0", Comparison::Rounded, "20.1"), said("0", true));
    assert_eq!(ceiling("10.1", Comparison::Rounded, "20.3"), said("-0.01", false));
    assert_eq!(ceiling("10.1", Comparison::Rounded, "20.29"), said("0.00", true));
}

#[test]
fn counted_ratios_are_weighed_without_rounding_them_first() {
    let water = level(Sense::AtLeast, "89.3");
    // 288 of 326 is 88.34355…: (89.25 × 365 − 88.34355 × 273) / 92 = 91.9398…
    let (status, required) = rest(&water, counts("288", Some("326")));
    assert_eq!((status, required), (Status::AtRisk, Some(average("91.94", true))));
}

#[test]
fn good_days_are_counted_in_days() {
    let good = by_samples(level(Sense::AtLeast, "83.6"), "365");
    // From 83.55 % of 365 = 304.9575 on: 305 good days.
    for (done, of, status, count, possible) in [
        ("225", "273", Status::AtRisk, "80", true), // 82.4 %
        ("213", "273", Status::OffTrack, "92", true),
        ("212", "273", Status::OffTrack, "93", false),
        ("250", "273", Status::OnTrack, "55", true),
        ("305", "330", Status::OnTrack, "0", true),
    ] {
        let got = rest(&good, counts(done, Some(of)));
        let left = dec("365") - dec(of);
        let required = Some(Required::RestCounts {
            count: dec(count),
            of: left,
            possible,
        });
        assert_eq!(got, (status, required), "{done} of {of}");
    }
    let got = judge(
        &good,
        &[so_far("2023-09-30", "2023-10-05", counts("225", Some("273")))],
        "2023-10-05",
    );
    assert_eq!(
        got.reasons[1],
        Reason::RestMustCount {
            count: dec("80"),
            left: dec("92"),
            done: dec("225"),
            gone: dec("273"),
            planned: dec("365"),
            edge: dec("83.55"),
            sense: Sense::AtLeast,
            possible: true,
        }
    );
    // Heavy days as a ratio: at most 0.5 % of 365 rounds from below 0.55 %, 2.0075: two days.
    let heavy = by_samples(level(Sense::AtMost, "0.5"), "365");
    for (done, count, possible) in [("0", "2", true), ("2", "0", true), ("3", "-1", false)] {
        let required = Some(Required::RestCounts {
            count: dec(count),
            of: dec("92"),
            possible,
        });
        assert_eq!(rest(&heavy, counts(done, Some("273"))).1, required, "{done}");
    }
    // No more than there are days left.
    let required = Some(Required::RestCounts {
        count: dec("5"),
        of: dec("5"),
        possible: true,
    });
    let lax = by_samples(level(Sense::AtMost, "60"), "365");
    assert_eq!(rest(&lax, counts("10", Some("360"))).1, required);
    // Edges that are whole numbers: of 1,000, 70.5 % rounds to 70 and 71.5 % to 72.
    for (bound, sense, count) in [
        ("71", Sense::AtLeast, "706"),
        ("72", Sense::AtLeast, "715"),
        ("70", Sense::AtMost, "705"),
        ("71", Sense::AtMost, "714"),
    ] {
        let thousand = by_samples(level(sense, bound), "1000");
        let required = Some(Required::RestCounts {
            count: dec(count),
            of: dec("999"),
            possible: true,
        });
        assert_eq!(rest(&thousand, counts("0", Some("1"))).1, required, "{bound} {sense:?}");
    }
    // All samples taken: nothing is left to say.
    assert_eq!(rest(&good, counts("300", Some("365"))).1, None);
    assert_eq!(rest(&good, counts("300", Some("366"))).1, None);
}

#[test]
fn a_mean_of_samples_is_weighed_by_samples() {
    // Twelve monthly samples of a section; nine are in.
    let oxygen = by_samples(
        target(Promise::Level {
            measure: measure("mg/L"),
            bound: Bound {
                sense: Sense::AtLeast,
                value: dec("5.0"),
            },
        }),
        "12",
    );
    let of = |samples: Option<&str>| {
        let known = [Observation {
            samples: samples.map(dec),
            ..so_far("2023-09-30", "2023-10-05", amount("4.9"))
        }];
        judge(&oxygen, &known, "2023-10-05").required
    };
    // From 4.95 on, as 4.95 rounds to the odd 4.9? No: to the even 5.0. (4.95 × 12 − 4.9 × 9) / 3 = 5.1.
    let required = Required::RestAverages {
        amount: dec("5.1"),
        left: Left::Samples(dec("3")),
        possible: true,
    };
    assert_eq!(of(Some("9")), Some(required));
    assert_eq!(of(Some("12")), None);
    assert_eq!(of(None), None, "a mean of unknown weight cannot be weighed");
}

#[test]
fn a_part_of_the_year_says_nothing_of_the_rest() {
    let water = level(Sense::AtLeast, "89.3");
    let june = [observed("2023-06-01", "2023-06-30", "2023-07-05", amount("80"))];
    let got = judge(&water, &june, "2023-07-05");
    assert_eq!((got.status, got.required), (Status::OffTrack, None));
    let june = [observed("2023-06-01", "2023-06-30", "2023-07-05", amount("88"))];
    assert_eq!(judge(&water, &june, "2023-07-05").status, Status::AtRisk);
    // The figure from the start of the year counts before that of its last month.
    let both = [so_far("2023-05-31", "2023-06-05", amount("89.3")), june[0].clone()];
    assert_eq!(judge(&water, &both, "2023-07-05").status, Status::OnTrack);
}

#[test]
fn bounds_of_nothing_and_of_everything() {
    let none = level(Sense::AtMost, "0.0");
    assert_eq!(rest(&none, amount("0")).0, Status::OnTrack);
    assert_eq!(rest(&none, amount("0.04")).0, Status::OnTrack, "rounds to 0.0");
    assert_eq!(
        rest(&none, amount("0.1")).0,
        Status::OffTrack,
        "two percent of nothing is nothing"
    );
    let all = level(Sense::AtLeast, "100");
    assert_eq!(rest(&all, amount("100")).0, Status::OnTrack);
    assert_eq!(rest(&all, amount("99.5")).0, Status::OnTrack);
    assert_eq!(
        rest(&all, amount("98")).0,
        Status::OffTrack,
        "two percent are its reach, and 98 cannot be made up"
    );
    let all = level(Sense::AtLeast, "100.0");
    let year = |figure| judge(&all, &[so_far("2023-12-31", "2024-01-10", figure)], "2024-01-10").status;
    assert_eq!(year(counts("325", Some("326"))), Status::Overdue);
    assert_eq!(year(counts("326", Some("326"))), Status::Met);
}

#[test]
fn a_number_set_elsewhere_counts_from_the_day_it_was_published() {
    let promise = |on: &str| Promise::SetElsewhere {
        measure: Measure {
            unit: name("%"),
            counted: None,
        },
        authority: Authority::Body(name("国家")),
        given: Some(Given {
            bound: Bound {
                sense: Sense::AtLeast,
                value: dec("80.0"),
            },
            source: Source {
                title: String::new(),
                published_on: day(on),
                url: None,
            },
        }),
    };
    let known = [so_far("2023-06-30", "2023-07-05", amount("85"))];
    let ask = |on: &str, as_of: &str| judge(&target(promise(on)), &known, as_of).status;
    assert_eq!(ask("2023-07-05", "2023-07-05"), Status::OnTrack);
    assert_eq!(ask("2023-07-06", "2023-07-05"), Status::AwaitingTarget);
    assert_eq!(ask("2023-07-06", "2023-07-06"), Status::OnTrack);
}

#[test]
fn huge_figures_are_judged_without_overflowing() {
    let huge = Decimal::from(1_000_000_000_000_i64);
    let mut big = concentration("35.0");
    if let Promise::Level { bound, .. } = &mut big.promise {
        bound.value = huge;
    }
    let got = judge(
        &big,
        &[so_far("2023-09-30", "2023-10-05", Figure::Amount { value: huge })],
        "2023-10-05",
    );
    assert_eq!(got.status, Status::OnTrack);
}

#[test]
fn the_year_is_not_over_on_its_last_day() {
    let water = level(Sense::AtLeast, "89.3");
    let known = [so_far("2023-11-30", "2023-12-05", amount("89.5"))];
    assert_eq!(judge(&water, &known, "2023-12-31").status, Status::OnTrack);
    let got = judge(&water, &known, "2024-01-01");
    assert_eq!(got.status, Status::NoData);
    assert!(
        got.reasons
            .iter()
            .any(|reason| matches!(reason, Reason::ResultPending { .. }))
    );
}
