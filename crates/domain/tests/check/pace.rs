//! 序时进度 and 亮灯: linear, by milestones, by a monthly plan; under the default and two published
//! rules.

use yaodian_domain::{
    check::{LagOf, Policy, Reason, Required, Rule, Status, Threshold, assess},
    method::{Milestone, Schedule},
    observation::{Figure, Step},
    target::{Promise, Target, Toward},
};

use crate::fixtures::*;

/// A count of 1,000 over a term of which exactly half is over, with `done` of the 500 due.
fn halfway(done: &str, policy: &Policy) -> Status {
    let target = Target {
        term: yaodian_domain::time::DaySpan::new(day("2023-01-01"), day("2023-04-10")).unwrap(),
        ..count("1000")
    };
    let known = [so_far("2023-02-19", "2023-02-19", amount(done))];
    let got = assess(&target, &known, day("2023-02-19"), policy);
    assert_eq!(got.pace.expect("a pace").elapsed, dec("50"));
    got.status
}

#[test]
fn the_bands_of_three_policies() {
    use Status::{AtRisk as Yellow, OffTrack as Red, OnTrack as Green};
    let (ours, yinchuan, sanya) = (Policy::default(), Policy::yinchuan(), Policy::sanya());
    for (done, default, by_yinchuan, by_sanya) in [
        ("501", Green, Green, Green),
        ("500", Green, Green, Green),
        // Any lag at all; 银川 says nothing of less than ten points.
        ("499", Yellow, Green, Yellow),
        ("401", Yellow, Green, Yellow),
        // Ten points of the way, twenty percent of what is due.
        ("400", Yellow, Yellow, Yellow),
        ("399", Red, Yellow, Yellow),
        ("250", Red, Yellow, Yellow), // half of what is due
        ("249", Red, Yellow, Red),
        ("200", Red, Yellow, Red), // thirty points
        ("199", Red, Red, Red),
        ("0", Red, Red, Red),
    ] {
        assert_eq!(halfway(done, &ours), default, "default, {done}");
        assert_eq!(halfway(done, &yinchuan), by_yinchuan, "银川, {done}");
        assert_eq!(halfway(done, &sanya), by_sanya, "三亚, {done}");
    }
}

#[test]
fn the_presets_say_what_their_sources_say() {
    let yinchuan = Policy::yinchuan();
    assert_eq!(
        (yinchuan.at_risk, yinchuan.off_track),
        (Threshold::From(dec("10")), Threshold::Beyond(dec("30")))
    );
    assert_eq!((yinchuan.lag_of, yinchuan.missed_in_a_row), (LagOf::Way, 3));
    let sanya = Policy::sanya();
    assert_eq!(
        (sanya.at_risk, sanya.off_track),
        (Threshold::Beyond(dec("0")), Threshold::Beyond(dec("50")))
    );
    assert_eq!((sanya.lag_of, sanya.missed_in_a_row), (LagOf::Due, 2));
    assert_eq!(Policy::default().rule, Rule::Second);
    // A policy as the first edition wrote it is still read, and judges as it did.
    let stored = r#"{"at_risk_beyond_points":"0","off_track_beyond_points":"10","level_reach_percent":"2","collect_days":40,"near_due_days":30}"#;
    let first: Policy = serde_json::from_str(stored).unwrap();
    assert_eq!(
        first,
        Policy {
            rule: Rule::First,
            ..Policy::default()
        }
    );
    let written = serde_json::to_string(&Policy::yinchuan()).unwrap();
    assert_eq!(serde_json::from_str::<Policy>(&written).unwrap(), Policy::yinchuan());
    assert_eq!(Rule::First.to_string(), "1");
    assert_eq!(Rule::Second.to_string(), "2");
}

fn milestones() -> Vec<Milestone> {
    // Not in the order of their days.
    [
        ("2023-09-30", "600"),
        ("2023-03-31", "100"),
        ("2023-12-31", "750"),
        ("2023-06-30", "300"),
    ]
    .map(|(by, reach)| Milestone {
        by: day(by),
        reach: dec(reach),
    })
    .to_vec()
}

fn with(schedule: Schedule, mut target: Target) -> Target {
    target.method.schedule = schedule;
    target
}

#[test]
fn by_milestones_nothing_is_owed_between_them() {
    let villages = with(Schedule::Milestones(milestones()), count("750"));
    let ask = |to: &str, done: &str| judge(&villages, &[so_far(to, to, amount(done))], to);
    let before = ask("2023-03-30", "0");
    assert_eq!(before.status, Status::OnTrack);
    assert_eq!(
        before.reasons[1],
        Reason::NoMilestoneYet {
            next: day("2023-03-31")
        }
    );
    for (to, done, status) in [
        ("2023-03-31", "99", Status::AtRisk),
        ("2023-03-31", "100", Status::OnTrack),
        ("2023-06-29", "100", Status::OnTrack),
        ("2023-06-30", "100", Status::OffTrack), // 200 of 750
        ("2023-06-30", "225", Status::AtRisk),   // ten points
        ("2023-06-30", "224", Status::OffTrack),
        ("2023-06-30", "300", Status::OnTrack),
        ("2023-11-30", "600", Status::OnTrack),
        ("2023-11-30", "599", Status::AtRisk),
    ] {
        assert_eq!(ask(to, done).status, status, "{to} {done}");
    }
    let got = ask("2023-06-30", "225");
    assert_eq!(
        got.reasons[1],
        Reason::MilestoneCompared {
            by: day("2023-06-30"),
            reach: dec("300.0"),
            value: dec("225"),
            behind_points: dec("10.0"),
            lag_of: LagOf::Way,
        }
    );
    assert_eq!(got.pace.expect("a pace").expected, dec("300.0"));
}

#[test]
fn by_a_monthly_plan_months_in_a_row_count() {
    let plan: Vec<Milestone> = (1..=12)
        .map(|month| Milestone {
            by: day(&format!("2023-{month:02}-01")).last_of_month(),
            reach: yaodian_domain::Decimal::from(month * 50),
        })
        .collect();
    let villages = with(Schedule::Monthly(plan), count("600"));
    let ask = |done: &str, policy: &Policy| {
        assess(
            &villages,
            &[so_far("2023-06-30", "2023-06-30", amount(done))],
            day("2023-06-30"),
            policy,
        )
    };
    for (done, missed, two, three) in [
        ("300", 0, Status::OnTrack, Status::OnTrack),
        ("299", 1, Status::AtRisk, Status::AtRisk),
        ("250", 1, Status::AtRisk, Status::AtRisk),
        ("249", 2, Status::OffTrack, Status::AtRisk),
        ("199", 3, Status::OffTrack, Status::OffTrack),
        ("0", 6, Status::OffTrack, Status::OffTrack),
    ] {
        assert_eq!(ask(done, &Policy::sanya()).status, two, "{done}");
        assert_eq!(ask(done, &Policy::default()).status, two, "{done}");
        let got = ask(done, &Policy::yinchuan());
        assert_eq!(got.status, three, "{done}");
        let said = Reason::MissedInARow { missed, red_from: 3 };
        assert_eq!(got.reasons.contains(&said), missed > 0, "{done}");
    }
    // 按月开工: a deliverable that should be under way.
    let start = with(
        Schedule::Monthly(vec![
            Milestone {
                by: day("2023-03-31"),
                reach: dec("25"),
            },
            Milestone {
                by: day("2023-05-31"),
                reach: dec("50"),
            },
            Milestone {
                by: day("2023-06-30"),
                reach: dec("75"),
            },
        ]),
        target(Promise::Deliverable),
    );
    let at = |to: &str, step, policy: &Policy| {
        assess(&start, &[so_far(to, to, Figure::Progress { step })], day(to), policy).status
    };
    assert_eq!(at("2023-03-30", Step::NotStarted, &Policy::yinchuan()), Status::OnTrack);
    assert_eq!(at("2023-03-31", Step::NotStarted, &Policy::yinchuan()), Status::AtRisk);
    assert_eq!(at("2023-03-31", Step::Started, &Policy::yinchuan()), Status::OnTrack);
    assert_eq!(at("2023-05-31", Step::NotStarted, &Policy::yinchuan()), Status::AtRisk);
    assert_eq!(at("2023-05-31", Step::NotStarted, &Policy::sanya()), Status::OffTrack);
    assert_eq!(
        at("2023-06-30", Step::NotStarted, &Policy::yinchuan()),
        Status::OffTrack
    );
    assert_eq!(
        at("2023-06-30", Step::UnderReview, &Policy::yinchuan()),
        Status::OnTrack
    );
}

#[test]
fn milestones_of_a_share_are_in_percent_and_of_a_ceiling_an_allowance() {
    let plan = |reach: &[(&str, &str)]| {
        Schedule::Milestones(
            reach
                .iter()
                .map(|(by, reach)| Milestone {
                    by: day(by),
                    reach: dec(reach),
                })
                .collect(),
        )
    };
    let half = with(plan(&[("2023-06-30", "40")]), outfalls());
    let ask = |done: &str| {
        let got = judge(
            &half,
            &[so_far("2023-06-30", "2023-07-05", counts(done, None))],
            "2023-07-05",
        );
        (got.status, got.pace.expect("a pace").expected)
    };
    // 40 % of 12,480 is 4,992.
    assert_eq!(ask("4992"), (Status::OnTrack, dec("40.0")));
    assert_eq!(ask("4991").0, Status::AtRisk);
    assert_eq!(ask("3000").0, Status::OffTrack);
    let heavy = with(
        plan(&[("2023-03-31", "6"), ("2023-12-31", "8")]),
        toward(Toward::StayWithin, "8"),
    );
    let used = |to: &str, used: &str| judge(&heavy, &[so_far(to, to, amount(used))], to).status;
    assert_eq!(
        used("2023-02-28", "7"),
        Status::OnTrack,
        "nothing is allotted yet but the whole"
    );
    assert_eq!(used("2023-04-30", "6"), Status::OnTrack);
    assert_eq!(used("2023-04-30", "7"), Status::OffTrack);
}

#[test]
fn deliverables_by_time_and_by_milestones() {
    let rule = target(Promise::Deliverable);
    let at = |target: &Target, to: &str, step| {
        let got = judge(target, &[so_far(to, to, Figure::Progress { step })], to);
        (got.status, got.pace.map(|pace| pace.expected.to_string()))
    };
    // Less than one step behind the time gone by is on track, less than two is at risk.
    for (to, step, status, elapsed) in [
        ("2023-03-31", Step::NotStarted, Status::OnTrack, "24.66"),
        ("2023-04-02", Step::NotStarted, Status::AtRisk, "25.21"),
        ("2023-06-30", Step::NotStarted, Status::AtRisk, "49.59"),
        ("2023-07-03", Step::NotStarted, Status::OffTrack, "50.41"),
        ("2023-07-03", Step::Started, Status::AtRisk, "50.41"),
        ("2023-11-30", Step::UnderReview, Status::OnTrack, "91.51"),
        // Within a month of the date it must be under review.
        ("2023-11-30", Step::Drafted, Status::AtRisk, "91.51"),
        ("2023-12-01", Step::Drafted, Status::AtRisk, "91.78"),
        ("2023-12-31", Step::UnderReview, Status::AtRisk, "100.00"),
    ] {
        assert_eq!(at(&rule, to, step), (status, Some(elapsed.to_owned())), "{to} {step:?}");
    }
    let by_milestones = with(
        Schedule::Milestones(vec![
            Milestone {
                by: day("2023-06-30"),
                reach: dec("50"),
            },
            Milestone {
                by: day("2023-09-30"),
                reach: dec("75"),
            },
        ]),
        rule,
    );
    for (to, step, status) in [
        ("2023-06-29", Step::NotStarted, Status::OnTrack),
        ("2023-06-30", Step::Drafted, Status::OnTrack),
        ("2023-06-30", Step::Started, Status::AtRisk),
        ("2023-06-30", Step::NotStarted, Status::OffTrack),
        ("2023-09-30", Step::Drafted, Status::AtRisk),
        ("2023-12-05", Step::UnderReview, Status::OnTrack),
    ] {
        assert_eq!(at(&by_milestones, to, step).0, status, "{to} {step:?}");
    }
    // A plan that asks for little in December: the near date still wants it under review.
    let lax = with(
        Schedule::Milestones(vec![Milestone {
            by: day("2023-06-30"),
            reach: dec("25"),
        }]),
        target(Promise::Deliverable),
    );
    assert_eq!(at(&lax, "2023-11-30", Step::Drafted).0, Status::OnTrack);
    assert_eq!(at(&lax, "2023-12-01", Step::Drafted).0, Status::AtRisk);
    assert_eq!(at(&lax, "2023-12-01", Step::UnderReview).0, Status::OnTrack);
}

#[test]
fn a_figure_may_be_on_its_way_for_forty_days() {
    let known = [so_far("2023-06-30", "2023-07-05", amount("372"))];
    let at = |as_of: &str| {
        let got = judge(&count("750"), &known, as_of);
        let old = got.reasons.contains(&Reason::FigureIsOld {
            last: day("2023-06-30"),
            allowed: 40,
        });
        (got.status, got.pace.expect("a pace").on, old)
    };
    assert_eq!(at("2023-08-09"), (Status::OnTrack, day("2023-06-30"), false));
    assert_eq!(at("2023-08-10"), (Status::AtRisk, day("2023-07-01"), true));
    // A figure for days to come is held against the day of knowledge.
    let ahead = [so_far("2023-07-31", "2023-07-20", amount("410"))];
    let got = judge(&count("750"), &ahead, "2023-07-20");
    assert_eq!(got.pace.expect("a pace").on, day("2023-07-20"));
}

#[test]
fn what_a_month_must_bring() {
    let per_month = |target: &Target, figure: Figure| {
        judge(target, &[so_far("2023-09-30", "2023-10-05", figure)], "2023-10-05").required
    };
    let entries = |amount: &str| {
        Some(Required::PerMonth {
            amount: dec(amount),
            months: 3,
            entries: true,
        })
    };
    assert_eq!(per_month(&count("750"), amount("650")), entries("34"));
    assert_eq!(per_month(&outfalls(), counts("9067", None)), entries("306"));
    let percent = Some(Required::PerMonth {
        amount: dec("3.34"),
        months: 3,
        entries: false,
    });
    assert_eq!(per_month(&outfalls(), amount("70")), percent);
    // Nothing is left to bring on the last day.
    let last = judge(
        &count("750"),
        &[so_far("2023-12-31", "2023-12-31", amount("1"))],
        "2023-12-31",
    );
    assert_eq!((last.status, last.required), (Status::OffTrack, None));
}

#[test]
fn delivered_on_the_day_itself_is_in_time() {
    let rule = target(Promise::Deliverable);
    for (to, late) in [("2023-12-31", false), ("2024-01-01", true)] {
        let got = judge(
            &rule,
            &[so_far(to, to, Figure::Progress { step: Step::Delivered })],
            "2024-02-01",
        );
        assert_eq!((got.status, got.late), (Status::Met, late), "{to}");
    }
    // In time is in time, whatever is reported again.
    let known = ["2023-11-30", "2024-01-31"].map(|to| so_far(to, to, Figure::Progress { step: Step::Delivered }));
    assert!(!judge(&rule, &known, "2024-02-01").late);
}
