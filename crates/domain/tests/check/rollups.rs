//! From units' figures to the whole, and from the whole to units' shares.

use yaodian_domain::{
    check::{Assessment, Coverage, Fold, Policy, Reason, Status, assess},
    id::UnitId,
    method::RollUp,
    observation::{Figure, Lateness, Observation, Provenance, Step},
    target::{Authority, Bound, Promise, Reference, Sense, Target},
};

use crate::fixtures::*;

pub fn of(number: usize, mut target: Target) -> Target {
    target.reporters = units(number);
    target
}

pub fn by_way_of(roll_up: RollUp, mut target: Target) -> Target {
    target.method.roll_up = roll_up;
    target
}

pub fn half_year(figures: &[(usize, Figure)]) -> Vec<Observation> {
    let said = |(unit, figure): &(usize, Figure)| by(*unit, so_far("2023-06-30", "2023-07-05", figure.clone()));
    figures.iter().map(said).collect()
}

fn ask(target: &Target, figures: &[(usize, Figure)]) -> Assessment {
    judge(target, &half_year(figures), "2023-07-05")
}

pub fn figure(got: &Assessment) -> Figure {
    got.basis.as_ref().expect("a figure").figure.clone()
}

fn full(units: usize) -> Coverage {
    Coverage {
        reported: units,
        missing: vec![],
    }
}

#[test]
fn ratios_are_summed_above_and_below_the_line() {
    let water = of(2, level(Sense::AtLeast, "89.3"));
    // The mean of 100 % and 80 % is 90 %; of 110 sections 90 are good.
    let got = ask(&water, &[(0, counts("10", Some("10"))), (1, counts("80", Some("100")))]);
    assert_eq!(figure(&got), counts("90", Some("110")));
    assert_eq!(got.basis.as_ref().and_then(|basis| basis.value), Some(dec("81.82")));
    assert_eq!((got.status, got.coverage.clone()), (Status::OffTrack, Some(full(2))));
    // Percentages alone cannot be put together, whoever sends them.
    let got = ask(&water, &[(0, amount("100")), (1, amount("80"))]);
    assert_eq!((got.status, got.basis), (Status::NoData, None));
    assert_eq!(got.reasons, vec![Reason::PercentagesDoNotAdd]);
    assert_eq!(got.coverage, Some(full(2)));
    let got = ask(&water, &[(0, amount("100")), (1, counts("80", Some("100")))]);
    assert!(got.reasons.contains(&Reason::PercentagesDoNotAdd));
}

#[test]
fn counts_are_summed_and_a_silent_unit_is_named() {
    let villages = of(3, count("750"));
    let got = ask(&villages, &[(2, amount("200")), (0, amount("200"))]);
    assert_eq!((got.status, figure(&got)), (Status::NoData, amount("400")));
    assert_eq!(
        got.coverage,
        Some(Coverage {
            reported: 2,
            missing: vec![units(3)[1].clone()]
        })
    );
    assert_eq!(got.coverage.as_ref().map(Coverage::of), Some(3));
    assert!(got.reasons.contains(&Reason::UnitsMissing {
        reported: 2,
        of: 3,
        missing: vec![units(3)[1].clone()],
    }));
    let all = [(2, amount("200")), (0, amount("200")), (1, amount("0"))];
    let got = ask(&villages, &all);
    assert_eq!((got.status, got.coverage), (Status::OnTrack, Some(full(3))));
    // Reached is reached, whoever is still silent.
    let got = ask(&villages, &[(0, amount("400")), (1, amount("350"))]);
    assert_eq!(got.status, Status::Met);
    // After the date a part proves nothing but what it reaches.
    let part = half_year(&[(0, amount("400"))]);
    assert_eq!(judge(&villages, &part, "2024-01-05").status, Status::NoData);
    // A stranger's figure is nobody's.
    let got = ask(&villages, &[(7, amount("750"))]);
    assert_eq!((got.status, got.coverage), (Status::NoData, None));
}

#[test]
fn figures_are_taken_by_date_and_never_by_position() {
    let villages = of(2, count("750"));
    let known = vec![
        by(0, so_far("2023-06-30", "2023-07-05", amount("300"))),
        by(1, so_far("2023-05-31", "2023-06-05", amount("100"))),
        by(0, so_far("2023-03-31", "2023-07-06", amount("90"))),
        by(1, so_far("2023-04-30", "2023-07-07", amount("80"))),
    ];
    let got = judge(&villages, &known, "2023-07-10");
    let basis = got.basis.as_ref().expect("a figure");
    assert_eq!(basis.figure, amount("400"));
    // The whole is known only up to the day up to which all have reported.
    assert_eq!(
        (basis.span.from(), basis.span.to()),
        (day("2023-01-01"), day("2023-05-31"))
    );
    assert_eq!(basis.known_on, day("2023-07-05"));
    assert_eq!(basis.provenance, None);
}

#[test]
fn a_published_figure_stands_until_all_have_reported_on_later_days() {
    let villages = of(2, count("750"));
    let published = so_far("2023-05-31", "2023-06-10", amount("333"));
    let june = |unit, value| by(unit, so_far("2023-06-30", "2023-07-05", amount(value)));
    let ask = |known: Vec<Observation>| {
        let got = judge(&villages, &known, "2023-07-10");
        (figure(&got), got.coverage.is_some())
    };
    assert_eq!(ask(vec![published.clone(), june(0, "300")]), (amount("333"), false));
    assert_eq!(
        ask(vec![published.clone(), june(0, "300"), june(1, "100")]),
        (amount("400"), true)
    );
    let may = |unit, value| by(unit, so_far("2023-05-31", "2023-06-05", amount(value)));
    assert_eq!(
        ask(vec![published.clone(), may(0, "300"), may(1, "100")]),
        (amount("400"), true)
    );
    let april = |unit, value| by(unit, so_far("2023-04-30", "2023-05-05", amount(value)));
    assert_eq!(
        ask(vec![published, april(0, "300"), april(1, "100")]),
        (amount("333"), false)
    );
}

#[test]
fn a_joint_product_is_as_far_as_its_slowest_maker() {
    let joint = of(2, target(Promise::Deliverable));
    let step = |step| Figure::Progress { step };
    let got = ask(&joint, &[(0, step(Step::Delivered)), (1, step(Step::Drafted))]);
    assert_eq!((got.status, figure(&got)), (Status::OnTrack, step(Step::Drafted)));
    let got = ask(&joint, &[(0, step(Step::Delivered)), (1, step(Step::Delivered))]);
    assert_eq!(got.status, Status::Met);
    let got = ask(&joint, &[(0, step(Step::Delivered))]);
    assert_eq!(got.status, Status::NoData);
    let part = half_year(&[(0, step(Step::Delivered))]);
    assert_eq!(judge(&joint, &part, "2024-01-05").status, Status::NoData);
    let behind = half_year(&[(0, step(Step::Delivered)), (1, step(Step::Started))]);
    assert_eq!(judge(&joint, &behind, "2024-01-05").status, Status::Overdue);
}

#[test]
fn a_levels_stretch_is_the_one_that_all_describe() {
    let water = of(2, level(Sense::AtLeast, "89.3"));
    let known = [
        by(
            0,
            observed("2023-01-01", "2023-12-31", "2024-01-05", counts("95", Some("100"))),
        ),
        by(
            1,
            observed("2023-12-01", "2023-12-31", "2024-01-05", counts("95", Some("100"))),
        ),
    ];
    // One of the two speaks of December alone: the year is not known.
    let got = judge(&water, &known, "2024-02-01");
    assert_eq!(got.status, Status::NoData);
    assert_eq!(got.basis.map(|basis| basis.span.from()), Some(day("2023-12-01")));
}

#[test]
fn the_worst_the_newest_and_how_many() {
    let dust = |roll_up| by_way_of(roll_up, of(3, level(Sense::AtMost, "35")));
    let figures = [(0, amount("30")), (1, amount("36")), (2, amount("33"))];
    let got = ask(&dust(RollUp::Worst), &figures);
    assert_eq!((got.status, figure(&got)), (Status::OffTrack, amount("36")));
    assert!(got.reasons.contains(&Reason::WorstUnit {
        unit: units(3)[1].clone()
    }));
    let clear = ask(&by_way_of(RollUp::Worst, of(3, level(Sense::AtLeast, "31"))), &figures);
    assert_eq!((clear.status, figure(&clear)), (Status::OffTrack, amount("30")));
    // 1 of 3 is better than 3 of 10.
    let ratio = by_way_of(RollUp::Worst, of(2, level(Sense::AtLeast, "31")));
    let got = ask(&ratio, &[(0, counts("1", Some("3"))), (1, counts("3", Some("10")))]);
    assert_eq!(figure(&got), counts("3", Some("10")));
    // Who is silent could be worse.
    let got = ask(&dust(RollUp::Worst), &figures[..2]);
    assert_eq!(
        (got.status, got.coverage.map(|c| c.missing)),
        (Status::NoData, Some(vec![units(3)[2].clone()]))
    );
    let held = of(
        2,
        target(Promise::NotWorse {
            measure: measure("μg/m³"),
            reference: Reference::LastYear {
                sense: Sense::AtMost,
                value: Some(dec("35")),
                known_on: None,
            },
        }),
    );
    let got = ask(&by_way_of(RollUp::Worst, held), &[(0, amount("34")), (1, amount("36"))]);
    assert_eq!((got.status, figure(&got)), (Status::OffTrack, amount("36")));

    // The newest figure of any unit, by date.
    let known = [
        by(0, so_far("2023-06-30", "2023-07-05", amount("30"))),
        by(1, so_far("2023-05-31", "2023-07-06", amount("36"))),
    ];
    let got = judge(&dust(RollUp::Latest), &known, "2023-07-10");
    assert_eq!((got.status, figure(&got)), (Status::OnTrack, amount("30")));
    assert_eq!(
        got.coverage,
        Some(Coverage {
            reported: 2,
            missing: vec![]
        }),
        "nobody is waited for"
    );
    assert!(got.reasons.contains(&Reason::NewestUnit {
        unit: units(3)[0].clone()
    }));

    // How many cities keep a bound.
    let bound = Bound {
        sense: Sense::AtMost,
        value: dec("35"),
    };
    let cities = |goal: &str| by_way_of(RollUp::UnitsMeeting(bound), of(3, count(goal)));
    let got = ask(
        &cities("2"),
        &[(0, amount("30")), (1, amount("36")), (2, amount("35.4"))],
    );
    assert_eq!(
        (got.status, figure(&got), got.gap_count),
        (Status::OnTrack, amount("2"), Some(dec("0")))
    );
    assert!(got.reasons.contains(&Reason::UnitsCounted {
        keep: 2,
        reported: 3,
        bound: Some(bound)
    }));
    assert_eq!((got.required, got.near_due), (None, None));
    let got = ask(
        &cities("3"),
        &[(0, amount("30")), (1, amount("36")), (2, amount("35.4"))],
    );
    assert_eq!(got.status, Status::OffTrack);
    let got = ask(&cities("1"), &[(0, amount("30")), (1, amount("36"))]);
    assert_eq!(
        got.status,
        Status::NoData,
        "a level is not reached for good: the third may fall back"
    );
    let ratio = by_way_of(
        RollUp::UnitsMeeting(Bound {
            sense: Sense::AtLeast,
            value: dec("89.3"),
        }),
        of(2, count("1")),
    );
    let got = ask(
        &ratio,
        &[(0, counts("291", Some("326"))), (1, counts("290", Some("326")))],
    );
    assert_eq!(figure(&got), amount("1"));
    let year = |value| by(0, so_far("2023-12-31", "2024-01-05", amount(value)));
    let one = by_way_of(RollUp::UnitsMeeting(bound), of(2, count("1")));
    let known = [year("30"), by(1, so_far("2023-12-31", "2024-01-05", amount("40")))];
    assert_eq!(judge(&one, &known, "2024-01-05").status, Status::Met);

    // How many have delivered.
    let plans = by_way_of(RollUp::UnitsDelivered, of(3, count("2")));
    let step = |step| Figure::Progress { step };
    let got = ask(
        &plans,
        &[
            (0, step(Step::Delivered)),
            (1, step(Step::UnderReview)),
            (2, step(Step::Delivered)),
        ],
    );
    assert_eq!((got.status, figure(&got)), (Status::Met, amount("2")));
    assert!(got.reasons.contains(&Reason::UnitsCounted {
        keep: 2,
        reported: 3,
        bound: None
    }));
    let got = ask(&plans, &[(0, step(Step::Delivered)), (1, step(Step::Delivered))]);
    assert_eq!(got.status, Status::Met, "two are two, whoever is silent");
}

#[test]
fn reports_sent_late_stay_marked() {
    let sent = |unit: usize, late: bool| Observation {
        provenance: Provenance::Reported {
            report: yaodian_domain::id::ReportId::new("r").unwrap(),
            late: late.then(|| Lateness {
                due: day("2023-06-28"),
                sent: day("2023-07-04"),
            }),
        },
        ..by(unit, so_far("2023-06-30", "2023-07-05", amount("400")))
    };
    let marks = |target: &Target, known: &[Observation]| {
        let got = judge(target, known, "2023-07-10");
        got.reasons.iter().find_map(|r| match r {
            Reason::SentLate { reports } => Some(*reports),
            _ => None,
        })
    };
    let villages = of(2, count("750"));
    assert_eq!(marks(&villages, &[sent(0, true), sent(1, true)]), Some(2));
    assert_eq!(marks(&villages, &[sent(0, false), sent(1, true)]), Some(1));
    assert_eq!(marks(&villages, &[sent(0, false), sent(1, false)]), None);
    assert_eq!(marks(&of(1, count("750")), &[sent(0, true)]), Some(1));
    assert_eq!(marks(&of(1, count("750")), &[sent(0, false)]), None);
}

#[test]
fn a_stream_is_folded_by_place() {
    let villages = of(3, count("750"));
    let policy = Policy::default();
    let mut fold = Fold::new(&villages, day("2023-07-05"));
    assert_eq!(fold.place(&units(3)[2]), Some(2));
    assert_eq!(fold.place(&UnitId::new("u9").unwrap()), None);
    let span = yaodian_domain::time::DaySpan::new(day("2023-01-01"), day("2023-06-30")).unwrap();
    for place in [1, 0, 2] {
        fold.see_at(place, span, day("2023-07-05"), &amount("100"));
        fold.see_at(place, span, day("2023-07-06"), &amount("999"));
    }
    fold.see_at(3, span, day("2023-07-05"), &amount("1"));
    fold.see_at(9, span, day("2023-07-05"), &amount("1"));
    let known = half_year(&[(0, amount("100")), (1, amount("100")), (2, amount("100"))]);
    assert_eq!(
        fold.assess(&policy),
        assess(&villages, &known, day("2023-07-05"), &policy)
    );
    // What an authority left open stays open, whatever is folded.
    let open = of(
        2,
        target(Promise::SetElsewhere {
            measure: measure("%"),
            authority: Authority::Body(name("国家")),
            given: None,
        }),
    );
    assert_eq!(
        Fold::new(&open, day("2023-07-05")).assess(&policy).status,
        Status::AwaitingTarget
    );
}
