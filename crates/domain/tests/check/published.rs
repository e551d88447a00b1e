//! The check against what Hubei itself published about 2023.
//!
//! Sources: 湖北日报 2023-05-09 (88.3 %), 极目新闻 2023-06-30 (9,067 outfalls), 新华网 2023-09-25
//! (10,089 of 12,480), 省生态环境厅新闻发布会 2024-03-28 (91.1 %, 0.3 %).

use yaodian_domain::{
    allocation::Allocation,
    check::{Left, Policy, Reason, Required, Status, assess_unit},
    observation::{Figure, Observation, Step},
    target::{Authority, Cadence, Promise, Reference, Sense},
};

use crate::fixtures::*;

fn water() -> Vec<Observation> {
    vec![
        observed("2022-01-01", "2022-12-31", "2023-06-30", amount("90.5")),
        observed("2023-01-01", "2023-04-30", "2023-05-09", amount("88.3")),
        observed("2023-01-01", "2023-12-31", "2024-03-28", amount("91.1")),
    ]
}

#[test]
fn surface_water_at_least_89_3() {
    let target = level(Sense::AtLeast, "89.3");
    for (as_of, status, value) in [
        ("2023-04-30", Status::NoData, None),
        ("2023-05-09", Status::AtRisk, Some("88.3")),
        ("2023-09-25", Status::AtRisk, Some("88.3")),
        ("2024-02-01", Status::NoData, Some("88.3")),
        ("2024-04-01", Status::Met, Some("91.1")),
    ] {
        let got = judge(&target, &water(), as_of);
        assert_eq!(
            (got.status, got.basis.and_then(|b| b.value)),
            (status, value.map(dec)),
            "{as_of}"
        );
    }
    let in_may = judge(&target, &water(), "2023-05-09");
    // Above 89.25 rounds to 89.3: (89.25 × 365 − 88.3 × 120) / 245 = 89.715…
    assert_eq!(
        in_may.required,
        Some(Required::RestAverages {
            amount: dec("89.72"),
            left: Left::Days(245),
            possible: true
        })
    );
    assert_eq!(in_may.gap, Some(dec("-1.0")));
    let year = judge(&target, &water(), "2024-04-01");
    assert!(year.is_final && !year.late);
    assert_eq!(year.gap, Some(dec("1.8")));
}

#[test]
fn worse_than_class_five_at_most_0_3() {
    let target = level(Sense::AtMost, "0.3");
    let year = |figure| vec![observed("2023-01-01", "2023-12-31", "2024-03-28", figure)];
    for (figure, status) in [
        (amount("0.3"), Status::Met),
        // 1 of 326 is 0.307 %, compared as 0.3 %; 2 of 326 is 0.6 %.
        (counts("1", Some("326")), Status::Met),
        (counts("2", Some("326")), Status::Overdue),
        (amount("0.35"), Status::Overdue),
        (amount("0.25"), Status::Met),
    ] {
        assert_eq!(
            judge(&target, &year(figure.clone()), "2024-04-01").status,
            status,
            "{figure:?}"
        );
    }
    // 291 of 326 is 89.26 %, compared as 89.3 %.
    let good = level(Sense::AtLeast, "89.3");
    assert_eq!(
        judge(&good, &year(counts("291", Some("326"))), "2024-04-01").status,
        Status::Met
    );
    assert_eq!(
        judge(&good, &year(counts("290", Some("326"))), "2024-04-01").status,
        Status::Overdue
    );
}

#[test]
fn eighty_percent_of_12_480_outfalls() {
    let known = [
        observed("2022-12-31", "2022-12-31", "2023-06-30", counts("9067", None)),
        observed("2023-09-21", "2023-09-21", "2023-09-25", counts("10089", Some("12480"))),
    ];
    let september = judge(&outfalls(), &known, "2023-09-25");
    assert_eq!(september.status, Status::Met);
    assert_eq!(september.gap_count, Some(dec("105")));
    assert_eq!(september.basis.unwrap().value, Some(dec("80.8")));
    // At the end of 2022 it stood at 72.7 %: a start, not a figure of the year.
    let july = judge(&outfalls(), &known, "2023-07-01");
    assert_eq!(july.status, Status::NoData);
    assert!(july.reasons.contains(&Reason::StoodBefore {
        value: dec("72.7"),
        on: day("2022-12-31")
    }));
    // The same figure in the year is 917 short of 9,984, and behind.
    let stalled = [
        known[0].clone(),
        observed("2023-06-30", "2023-06-30", "2023-07-01", counts("9067", None)),
    ];
    let stalled = judge(&outfalls(), &stalled, "2023-07-01");
    assert_eq!(
        (stalled.status, stalled.gap_count),
        (Status::OffTrack, Some(dec("-917")))
    );
    assert_eq!(
        stalled.required,
        Some(Required::PerMonth {
            amount: dec("153"),
            months: 6,
            entries: true
        })
    );
    for (done, status) in [("9983", Status::Overdue), ("9984", Status::Met)] {
        let known = [observed("2023-12-31", "2023-12-31", "2024-01-05", counts(done, None))];
        assert_eq!(judge(&outfalls(), &known, "2024-01-05").status, status, "{done}");
    }
}

#[test]
fn kept_after_its_date_it_keeps_the_mark() {
    let known = [observed(
        "2024-02-29",
        "2024-02-29",
        "2024-03-01",
        counts("10000", None),
    )];
    let judged = judge(&outfalls(), &known, "2024-03-01");
    assert_eq!((judged.status, judged.late, judged.is_final), (Status::Met, true, true));
}

#[test]
fn a_number_that_others_set_is_waited_for() {
    let promise = Promise::SetElsewhere {
        measure: measure("%"),
        authority: Authority::Body(name("国家考核")),
        given: None,
    };
    let known = [observed("2023-01-01", "2023-12-31", "2024-08-30", amount("93.2"))];
    for as_of in ["2023-06-01", "2024-09-01"] {
        let judged = judge(&target(promise.clone()), &known, as_of);
        assert_eq!(judged.status, Status::AwaitingTarget, "{as_of}");
        assert!(!judged.is_final);
    }
    // The value is shown all the same.
    assert!(judge(&target(promise), &known, "2024-09-01").basis.is_some());
}

#[test]
fn counts_go_by_pace() {
    let villages = count("750");
    for (done, status) in [
        ("375", Status::OnTrack),
        ("372", Status::OnTrack), // 49.59 % of 750 is 371.9
        ("371", Status::AtRisk),
        ("297", Status::AtRisk),   // 9.99 points behind
        ("296", Status::OffTrack), // 10.1 points behind
        ("750", Status::Met),
    ] {
        let known = [observed("2023-01-01", "2023-06-30", "2023-07-05", amount(done))];
        assert_eq!(judge(&villages, &known, "2023-07-05").status, status, "{done}");
    }
}

#[test]
fn an_old_figure_is_held_against_a_later_pace() {
    let villages = count("750");
    let known = [observed("2023-01-01", "2023-06-30", "2023-07-05", amount("380"))];
    assert_eq!(judge(&villages, &known, "2023-08-01").status, Status::OnTrack);
    let late = judge(&villages, &known, "2023-11-01");
    assert_eq!(late.status, Status::OffTrack);
    assert!(late.reasons.iter().any(|r| matches!(r, Reason::FigureIsOld { .. })));
}

#[test]
fn not_worse_than_before() {
    let kept = target(Promise::NotWorse {
        measure: measure("个"),
        reference: Reference::Whole { of: Some(dec("204")) },
    });
    for (held, status) in [("204", Status::OnTrack), ("203", Status::OffTrack)] {
        let known = [observed("2023-01-01", "2023-06-30", "2023-07-05", counts(held, None))];
        assert_eq!(judge(&kept, &known, "2023-07-05").status, status, "{held}");
    }
    let reference = Reference::LastYear {
        sense: Sense::AtLeast,
        value: Some(dec("90.5")),
        known_on: None,
    };
    let ratio = target(Promise::NotWorse {
        measure: measure("%"),
        reference,
    });
    let mut known = water();
    assert_eq!(judge(&ratio, &known, "2024-04-01").status, Status::Met);
    assert_eq!(
        judge(&ratio, &known, "2023-05-09").status,
        Status::OffTrack,
        "88.3 against the year's 90.5"
    );
    // With the published change on the same months, it is the change that counts.
    known[1].change_on_last_year = Some(dec("0.3"));
    assert_eq!(judge(&ratio, &known, "2023-05-09").status, Status::OnTrack);
}

#[test]
fn deliverables_go_in_steps() {
    let rule = target(Promise::Deliverable);
    let at = |to: &str, known_on: &str, step| vec![observed("2023-01-01", to, known_on, Figure::Progress { step })];
    for (known, as_of, status) in [
        (vec![], "2023-06-30", Status::NoData),
        (vec![], "2024-01-01", Status::NoData), // silence proves nothing
        (
            at("2023-06-30", "2023-06-30", Step::Drafted),
            "2023-06-30",
            Status::OnTrack,
        ),
        (
            at("2023-06-30", "2023-06-30", Step::Started),
            "2023-06-30",
            Status::OnTrack,
        ),
        (
            at("2023-06-30", "2023-06-30", Step::NotStarted),
            "2023-06-30",
            Status::AtRisk,
        ),
        (
            at("2023-09-30", "2023-09-25", Step::NotStarted),
            "2023-09-25",
            Status::OffTrack,
        ),
        (
            at("2023-12-05", "2023-12-05", Step::Drafted),
            "2023-12-05",
            Status::AtRisk,
        ),
        (
            at("2023-12-05", "2023-12-05", Step::UnderReview),
            "2023-12-05",
            Status::OnTrack,
        ),
        (
            at("2023-09-30", "2023-09-25", Step::Delivered),
            "2023-09-25",
            Status::Met,
        ),
    ] {
        assert_eq!(judge(&rule, &known, as_of).status, status, "{as_of} {known:?}");
    }
    let late = judge(&rule, &at("2024-01-31", "2024-01-20", Step::Delivered), "2024-02-01");
    assert_eq!((late.status, late.late), (Status::Met, true));
}

#[test]
fn duties_must_be_heard_of() {
    let duty = target(Promise::Duty {
        cadence: Cadence::Quarter,
    });
    let heard = |to: &str| {
        observed(
            "2023-01-01",
            to,
            to,
            Figure::Words {
                text: "常态化开展".into(),
            },
        )
    };
    for (known, as_of, status) in [
        (vec![], "2023-07-01", Status::NoData),
        (
            vec![heard("2023-03-31"), heard("2023-06-30")],
            "2023-07-01",
            Status::OnTrack,
        ),
        (vec![heard("2023-03-31")], "2023-07-01", Status::OnTrack), // the second quarter may still be on its way
        (vec![heard("2023-03-31")], "2023-09-01", Status::AtRisk),
        (vec![heard("2023-03-31")], "2023-12-01", Status::OffTrack),
        (
            vec![
                heard("2023-03-31"),
                heard("2023-06-30"),
                heard("2023-09-30"),
                heard("2023-12-31"),
            ],
            "2024-01-05",
            Status::Met,
        ),
    ] {
        assert_eq!(judge(&duty, &known, as_of).status, status, "{as_of} {known:?}");
    }
}

#[test]
fn units_make_up_the_whole() {
    let mut whole = outfalls();
    whole.reporters = units(3);
    let of_unit = |n: usize, done: &str, of: &str| {
        let mut o = observed("2023-01-01", "2023-06-30", "2023-07-05", counts(done, Some(of)));
        o.unit = Some(units(3)[n].clone());
        o
    };
    // 10/10, 10/100 and 60/100 are 80 of 210 (38.1 %), not 56.7 %, the mean of their percentages.
    let known = [of_unit(0, "10", "10"), of_unit(1, "10", "100"), of_unit(2, "60", "100")];
    let judged = judge(&whole, &known, "2023-07-05");
    assert_eq!(judged.basis.unwrap().figure, counts("80", Some("210")));
    assert_eq!(judged.status, Status::AtRisk);
    assert!(judged.coverage.unwrap().is_complete());

    let part = judge(&whole, &known[..2], "2023-07-05");
    assert_eq!(part.status, Status::NoData, "two of three are not the whole");
    assert_eq!(part.coverage.unwrap().missing, vec![units(3)[2].clone()]);

    let after = judge(&whole, &known[..2], "2024-01-05");
    assert_eq!(
        after.status,
        Status::NoData,
        "nor do two of three tell that the whole was missed"
    );

    let own = assess_unit(
        &whole,
        &units(3)[0],
        None,
        &known,
        day("2023-07-05"),
        &Policy::default(),
    );
    assert_eq!(own.status, Status::Met, "10 of 10");
}

#[test]
fn a_unit_without_a_share_of_a_count_is_not_judged() {
    let mut villages = count("750");
    villages.reporters = units(2);
    let mut o = observed("2023-01-01", "2023-06-30", "2023-07-05", amount("40"));
    o.unit = Some(units(2)[0].clone());
    let policy = Policy::default();
    let judge = |share: Option<&Allocation>| {
        assess_unit(
            &villages,
            &units(2)[0],
            share,
            std::slice::from_ref(&o),
            day("2023-07-05"),
            &policy,
        )
    };
    assert_eq!(judge(None).status, Status::AwaitingTarget);
    let share = Allocation {
        target: villages.id.clone(),
        unit: units(2)[0].clone(),
        goal: dec("70"),
        inventory: None,
        given_on: None,
        withdrawn_on: None,
    };
    assert_eq!(judge(Some(&share)).status, Status::OnTrack);
}

#[test]
fn a_level_out_of_reach_is_off_track() {
    let target = level(Sense::AtLeast, "99.0");
    let known = [observed("2023-01-01", "2023-11-30", "2023-12-05", amount("98.0"))];
    let judged = judge(&target, &known, "2023-12-05");
    assert_eq!(
        judged.status,
        Status::OffTrack,
        "December alone would have to average more than 100 %"
    );
    assert!(matches!(
        judged.required,
        Some(Required::RestAverages { possible: false, .. })
    ));
}
