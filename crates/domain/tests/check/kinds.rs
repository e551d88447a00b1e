//! Every kind of promise in both directions, at its corners: baselines of nothing, baselines that
//! are the goal, goals of nothing and of everything, promises kept from the start or set late.

use yaodian_domain::{
    check::{Assessment, LagOf, Pace, Reason, Required, Status},
    method::Comparison,
    observation::{Figure, Observation},
    target::{Bound, Promise, Reference, Sense, Target, Toward},
    time::DaySpan,
};

use crate::fixtures::*;

fn status_of(target: &Target, done: &str) -> Status {
    judge(
        target,
        &[so_far("2023-06-30", "2023-07-05", amount(done))],
        "2023-07-05",
    )
    .status
}

fn pace(on: &str, elapsed: &str, expected: &str, done: Option<&str>) -> Pace {
    Pace {
        on: day(on),
        elapsed: dec(elapsed),
        expected: dec(expected),
        done: done.map(dec),
    }
}

#[test]
fn a_count_tells_its_pace_with_the_arithmetic() {
    let got = judge(
        &count("750"),
        &[so_far("2023-06-30", "2023-07-05", amount("300"))],
        "2023-07-05",
    );
    assert_eq!(got.status, Status::AtRisk);
    assert_eq!(
        got.bound,
        Some(Bound {
            sense: Sense::AtLeast,
            value: dec("750")
        })
    );
    assert_eq!((got.gap, got.gap_count), (Some(dec("-450")), Some(dec("-450"))));
    // 750 × 49.59 % = 371.925; 71.925 of 750 behind.
    assert_eq!(got.pace, Some(pace("2023-06-30", "49.59", "371.9", Some("40.0"))));
    // July to December: 450 / 6.
    assert_eq!(
        got.required,
        Some(Required::PerMonth {
            amount: dec("75"),
            months: 6,
            entries: true
        })
    );
    assert_eq!(
        got.reasons,
        vec![
            Reason::AmountCompared {
                value: dec("300"),
                bound: Bound {
                    sense: Sense::AtLeast,
                    value: dec("750")
                }
            },
            Reason::PaceCompared {
                on: day("2023-06-30"),
                elapsed: dec("49.59"),
                baseline: dec("0"),
                expected: dec("371.9"),
                value: dec("300"),
                goal: dec("750"),
                behind_points: dec("9.6"),
                lag_of: LagOf::Way,
            },
        ]
    );
}

#[test]
fn a_stock_rises_from_where_it_stood() {
    let stations = toward(Toward::RiseFrom(dec("30")), "50");
    // Half of the year: 30 + 20 × 49.59 % = 39.918.
    for (now, status) in [
        ("30", Status::OffTrack),
        ("37", Status::OffTrack), // 2.918 of 20 is 14.6 points
        ("38", Status::AtRisk),   // 1.918 of 20 is 9.6 points
        ("40", Status::OnTrack),
        ("50", Status::Met),
        ("51", Status::Met),
    ] {
        assert_eq!(status_of(&stations, now), status, "{now}");
    }
    let got = judge(
        &stations,
        &[so_far("2023-06-30", "2023-07-05", amount("38"))],
        "2023-07-05",
    );
    assert_eq!(got.pace, Some(pace("2023-06-30", "49.59", "39.9", Some("40.0"))));
    assert_eq!(got.gap, Some(dec("-12")));
}

#[test]
fn a_stock_falls_to_its_goal() {
    let ponds = toward(Toward::FallFrom(dec("204")), "0");
    // 204 − 204 × 49.59 % = 102.8364.
    for (now, status) in [
        ("204", Status::OffTrack),
        ("124", Status::OffTrack), // 21.2 of 204 is 10.4 points
        ("123", Status::AtRisk),   // 9.9 points
        ("103", Status::AtRisk),
        ("102", Status::OnTrack),
        ("0", Status::Met),
    ] {
        assert_eq!(status_of(&ponds, now), status, "{now}");
    }
    let got = judge(
        &ponds,
        &[so_far("2023-06-30", "2023-07-05", amount("123"))],
        "2023-07-05",
    );
    assert_eq!(
        got.bound,
        Some(Bound {
            sense: Sense::AtMost,
            value: dec("0")
        })
    );
    assert_eq!(got.pace, Some(pace("2023-06-30", "49.59", "102.8", Some("39.7"))));
    assert_eq!(got.gap_count, Some(dec("-123")));
    assert_eq!(
        got.required,
        Some(Required::PerMonth {
            amount: dec("21"),
            months: 6,
            entries: true
        })
    );
    // Nothing is final before the due date is over.
    let early = [so_far("2023-12-31", "2023-12-31", amount("0"))];
    let got = judge(&ponds, &early, "2023-12-31");
    assert_eq!((got.status, got.is_final), (Status::Met, false));
    // Done is done, also when it is found out after the year.
    let year = [so_far("2023-12-31", "2024-02-01", amount("0"))];
    let got = judge(&ponds, &year, "2024-02-01");
    assert_eq!((got.status, got.late, got.is_final), (Status::Met, false, true));
    let year = [so_far("2023-12-31", "2024-02-01", amount("1"))];
    let got = judge(&ponds, &year, "2024-02-01");
    assert_eq!((got.status, got.is_final), (Status::Overdue, true));
    assert_eq!(
        got.reasons.last(),
        Some(&Reason::PastDue {
            due: day("2023-12-31"),
            days: 32
        })
    );
}

#[test]
fn a_baseline_that_is_the_goal_divides_by_nothing() {
    for (target, kept, lost) in [
        (toward(Toward::RiseFrom(dec("50")), "50"), "50", "49"),
        (toward(Toward::FallFrom(dec("50")), "50"), "50", "51"),
        (toward(Toward::RiseFrom(dec("0")), "0"), "0", ""),
        (toward(Toward::FallFrom(dec("0")), "0"), "0", "1"),
        (count("0"), "0", ""),
    ] {
        let got = judge(
            &target,
            &[so_far("2023-06-30", "2023-07-05", amount(kept))],
            "2023-07-05",
        );
        assert_eq!(got.status, Status::Met, "{:?}", target.promise);
        assert!(got.reasons.iter().any(|r| matches!(r, Reason::StoodAtGoal { .. })));
        if !lost.is_empty() {
            let got = judge(
                &target,
                &[so_far("2023-06-30", "2023-07-05", amount(lost))],
                "2023-07-05",
            );
            assert_eq!(got.status, Status::OffTrack, "no way to go, only ground to regain");
            let pace = got.pace.expect("a pace");
            assert_eq!((pace.done, pace.expected), (None, dec(&format!("{kept}.0"))));
            let behind = got.reasons.iter().find_map(|r| match r {
                Reason::PaceCompared { behind_points, .. } => Some(*behind_points),
                _ => None,
            });
            assert_eq!(behind, Some(dec("100")));
        }
    }
}

#[test]
fn a_stock_beyond_its_goal_from_the_start_and_lost_since() {
    let stations = toward(Toward::RiseFrom(dec("60")), "50");
    assert_eq!(status_of(&stations, "60"), Status::Met);
    let lost = judge(
        &stations,
        &[so_far("2023-06-30", "2023-07-05", amount("49"))],
        "2023-07-05",
    );
    assert_eq!(lost.status, Status::OffTrack);
    assert_eq!(lost.pace, Some(pace("2023-06-30", "49.59", "50.0", None)));
    let ponds = toward(Toward::FallFrom(dec("40")), "50");
    assert_eq!(status_of(&ponds, "50"), Status::Met);
    assert_eq!(status_of(&ponds, "51"), Status::OffTrack);
}

#[test]
fn good_days_that_the_year_no_longer_has() {
    let good_days = |goal: &str| {
        target(Promise::Count {
            measure: measure("天"),
            goal: dec(goal),
            toward: Toward::Reach,
            most_per_day: Some(dec("1")),
        })
    };
    let known = [so_far("2023-09-30", "2023-10-05", amount("200"))];
    // 92 days are left.
    assert_eq!(judge(&good_days("292"), &known, "2023-10-05").status, Status::AtRisk);
    let got = judge(&good_days("293"), &known, "2023-10-05");
    assert_eq!(got.status, Status::OffTrack);
    assert!(got.reasons.contains(&Reason::OutOfReach {
        missing: dec("93"),
        days: 92,
        most_per_day: dec("1"),
    }));
    assert_eq!(judge(&good_days("200"), &known, "2023-10-05").status, Status::Met);
}

#[test]
fn set_late_in_the_year() {
    let late = |promise| Target {
        term: DaySpan::new(day("2023-09-01"), day("2023-12-31")).unwrap(),
        ..target(promise)
    };
    // What the year had brought before the term is where the way begins.
    let villages = late(count("750").promise);
    let known = [
        so_far("2023-08-31", "2023-09-02", amount("500")),
        so_far("2023-10-31", "2023-11-05", amount("600")),
    ];
    let got = judge(&villages, &known, "2023-11-05");
    // 61 of 122 days: 500 + 250 × 50 % = 625; 25 of 250 behind is ten points.
    assert_eq!(got.status, Status::AtRisk);
    assert_eq!(got.pace, Some(pace("2023-10-31", "50.00", "625.0", Some("40.0"))));
    // Last year's count is another count.
    let known = [
        observed("2022-01-01", "2022-12-31", "2023-01-05", amount("700")),
        so_far("2023-10-31", "2023-11-05", amount("375")),
    ];
    assert_eq!(judge(&villages, &known, "2023-11-05").status, Status::OnTrack);
    // A level's figure speaks of the year, whenever its target was set.
    let water = late(level(Sense::AtLeast, "89.3").promise);
    let known = [so_far("2023-10-31", "2023-11-05", amount("89.0"))];
    let got = judge(&water, &known, "2023-11-05");
    assert_eq!(got.status, Status::AtRisk);
    // (89.25 × 365 − 89.0 × 304) / 61 = 90.495…
    assert!(
        matches!(got.required, Some(Required::RestAverages { amount, possible: true, .. }) if amount == dec("90.50"))
    );
}

#[test]
fn not_worse_in_both_directions_and_against_nothing() {
    let last_year = |sense, value: Option<&str>| {
        target(Promise::NotWorse {
            measure: measure("μg/m³"),
            reference: Reference::LastYear {
                sense,
                value: value.map(dec),
                known_on: None,
            },
        })
    };
    let mid = |figure, change: Option<&str>| {
        [Observation {
            change_on_last_year: change.map(dec),
            ..so_far("2023-06-30", "2023-07-05", figure)
        }]
    };
    for (sense, reference, value, change, status, gap) in [
        (Sense::AtMost, Some("35"), "35", None, Status::OnTrack, "0"),
        (Sense::AtMost, Some("35"), "36", None, Status::OffTrack, "-1"),
        (Sense::AtMost, Some("35"), "35.4", None, Status::OnTrack, "0"),
        (Sense::AtMost, Some("0"), "0", None, Status::OnTrack, "0"),
        (Sense::AtMost, Some("0"), "1", None, Status::OffTrack, "-1"),
        (Sense::AtLeast, Some("0"), "0", None, Status::OnTrack, "0"),
        (Sense::AtLeast, Some("35"), "34", None, Status::OffTrack, "-1"),
        // The published change decides where there is one.
        (Sense::AtLeast, Some("35"), "34", Some("0.1"), Status::OnTrack, "0.1"),
        (Sense::AtMost, None, "34", Some("0.1"), Status::OffTrack, "-0.1"),
        (Sense::AtMost, None, "34", Some("0"), Status::OnTrack, "0"),
    ] {
        let got = judge(&last_year(sense, reference), &mid(amount(value), change), "2023-07-05");
        assert_eq!(
            (got.status, got.gap),
            (status, Some(dec(gap))),
            "{sense:?} {reference:?} {value}"
        );
    }
    let got = judge(&last_year(Sense::AtMost, None), &mid(amount("34"), None), "2023-07-05");
    assert_eq!(
        (got.status, got.reasons),
        (Status::NoData, vec![Reason::LastYearUnknown])
    );
    let mut exact = last_year(Sense::AtMost, Some("35"));
    exact.method.comparison = Some(Comparison::Exact);
    assert_eq!(
        judge(&exact, &mid(amount("35.4"), None), "2023-07-05").status,
        Status::OffTrack
    );
    // Last year's figure counts from the day on which it was known.
    let mut unknown = last_year(Sense::AtMost, Some("35"));
    if let Promise::NotWorse {
        reference: Reference::LastYear { known_on, .. },
        ..
    } = &mut unknown.promise
    {
        *known_on = Some(day("2023-07-06"));
    }
    let known = mid(amount("36"), None);
    assert_eq!(judge(&unknown, &known, "2023-07-05").status, Status::NoData);
    assert_eq!(judge(&unknown, &known, "2023-07-06").status, Status::OffTrack);
}

#[test]
fn words_alone_are_no_figure() {
    let said = || {
        [so_far(
            "2023-06-30",
            "2023-07-05",
            Figure::Words {
                text: "正在推进".into(),
            },
        )]
    };
    for target in [
        count("750"),
        outfalls(),
        level(Sense::AtLeast, "89.3"),
        toward(Toward::StayWithin, "8"),
        target(Promise::Deliverable),
        target(Promise::NotWorse {
            measure: measure("个"),
            reference: Reference::Whole { of: Some(dec("204")) },
        }),
    ] {
        for as_of in ["2023-07-05", "2024-02-01"] {
            let got = judge(&target, &said(), as_of);
            assert_eq!(got.status, Status::NoData, "{:?}", target.promise);
            assert_eq!(
                got.reasons,
                vec![Reason::OnlyWords]
                    .into_iter()
                    .chain(near(&got))
                    .collect::<Vec<_>>()
            );
        }
    }
}

fn near(got: &Assessment) -> Option<Reason> {
    got.near_due.map(|days| Reason::NearDue { due: got.due, days })
}

#[test]
fn near_the_due_date_is_blue() {
    use yaodian_domain::check::NoticeColour;
    let known = |done: &str| vec![so_far("2023-11-30", "2023-11-30", amount(done))];
    let ask = |done: &str, as_of: &str| {
        let got = judge(&count("750"), &known(done), as_of);
        (got.near_due, got.notice())
    };
    assert_eq!(ask("749", "2023-11-30"), (None, None));
    assert_eq!(ask("749", "2023-12-01"), (Some(30), Some(NoticeColour::Blue)));
    assert_eq!(ask("749", "2023-12-31"), (Some(0), Some(NoticeColour::Blue)));
    assert_eq!(ask("749", "2024-01-01"), (None, Some(NoticeColour::Red)));
    assert_eq!(ask("750", "2023-12-31"), (None, None));
    assert_eq!(ask("600", "2023-12-31"), (Some(0), Some(NoticeColour::Red)));
    assert_eq!(ask("680", "2023-12-01"), (Some(30), Some(NoticeColour::Yellow)));
    // Shares and deliverables are to be done by their day too.
    let share = [so_far("2023-11-30", "2023-11-30", counts("9983", None))];
    assert_eq!(judge(&outfalls(), &share, "2023-12-31").near_due, Some(0));
    let step = [so_far(
        "2023-11-30",
        "2023-11-30",
        Figure::Progress {
            step: yaodian_domain::observation::Step::Drafted,
        },
    )];
    assert_eq!(
        judge(&target(Promise::Deliverable), &step, "2023-12-01").near_due,
        Some(30)
    );
    // A level is not done by a day, and neither is a thing to be kept within.
    for target in [level(Sense::AtLeast, "89.3"), toward(Toward::StayWithin, "800")] {
        assert_eq!(judge(&target, &known("80"), "2023-12-20").near_due, None);
    }
}

#[test]
fn silence_is_told_and_after_the_date_told_again() {
    for (as_of, told) in [
        ("2023-12-31", vec![Reason::NothingKnown]),
        (
            "2024-01-01",
            vec![
                Reason::NothingKnown,
                Reason::PastDueUnheard {
                    due: day("2023-12-31"),
                    days: 1,
                },
            ],
        ),
    ] {
        let got = judge(&level(Sense::AtLeast, "89.3"), &[], as_of);
        assert_eq!(
            (got.status, got.is_final, got.reasons),
            (Status::NoData, false, told),
            "{as_of}"
        );
    }
    // Steps and words of before the term are no figure that it stood at.
    for before in [
        Figure::Progress {
            step: yaodian_domain::observation::Step::Drafted,
        },
        Figure::Words { text: "无".into() },
    ] {
        let known = [observed("2022-01-01", "2022-12-31", "2023-01-05", before)];
        let got = judge(&target(Promise::Deliverable), &known, "2023-02-01");
        assert_eq!(got.reasons, vec![Reason::NothingKnown]);
    }
}

/// What differs from the usual is written down, and nothing else.
#[test]
fn a_plain_target_is_written_plainly() {
    let written = |target: &Target| serde_json::to_value(target).unwrap();
    let plain = written(&count("750"));
    assert_eq!(plain.get("method"), None);
    assert_eq!(plain.get("decisions"), None);
    assert_eq!(plain["promise"]["count"].get("toward"), None);
    let mut exact = level(Sense::AtLeast, "89.3");
    exact.method.comparison = Some(Comparison::Exact);
    assert_eq!(written(&exact)["method"], serde_json::json!({ "comparison": "exact" }));
    let mut decided = toward(Toward::StayWithin, "8");
    decided
        .amend(yaodian_domain::decision::Amendment {
            decided_on: day("2023-07-01"),
            number: dec("9"),
            inventory: None,
            reason: "会议纪要".to_owned(),
        })
        .unwrap();
    let written = written(&decided);
    assert_eq!(written["promise"]["count"]["toward"], "stay-within");
    assert_eq!(written["decisions"].get("extensions"), None);
    assert_eq!(written["decisions"]["amendments"][0].get("inventory"), None);
}
