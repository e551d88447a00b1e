//! Which of several figures counts.

use yaodian_domain::{
    check::{Reason, Status},
    observation::{Figure, Observation},
    target::{Promise, Reference, Sense, Target},
};

use crate::{
    fixtures::*,
    rollups::{figure, of},
};

#[test]
fn words_do_not_displace_a_figure() {
    let words = || Figure::Words {
        text: "正在推进".into(),
    };
    let whole = [
        so_far("2023-06-30", "2023-07-05", amount("400")),
        so_far("2023-07-31", "2023-08-05", words()),
    ];
    assert_eq!(figure(&judge(&count("750"), &whole, "2023-08-05")), amount("400"));
    let villages = of(2, count("750"));
    let known = [
        by(0, whole[0].clone()),
        by(0, whole[1].clone()),
        by(1, whole[0].clone()),
    ];
    assert_eq!(figure(&judge(&villages, &known, "2023-08-05")), amount("800"));
    // Where words are what is asked for, the latest stand.
    let duty = target(Promise::Duty {
        cadence: yaodian_domain::target::Cadence::Month,
    });
    let said = ["2023-06-30", "2023-07-31"].map(|to| so_far(to, to, words()));
    let basis = judge(&duty, &said, "2023-08-05").basis.expect("words");
    assert_eq!(basis.span.to(), day("2023-07-31"));
}

#[test]
fn of_two_figures_of_the_same_days_the_rules_choose() {
    let pick = |target: &Target, known: &[Observation]| {
        let turned: Vec<_> = known.iter().rev().cloned().collect();
        let (a, b) = (judge(target, known, "2023-08-05"), judge(target, &turned, "2023-08-05"));
        assert_eq!(a, b);
        figure(&a)
    };
    let at = |from: &str, to: &str, on: &str, value: &str| observed(from, to, on, amount(value));
    let villages = count("750");
    // The later last day, the longer stretch, the later knowledge, the smaller figure.
    let base = at("2023-01-01", "2023-06-30", "2023-07-05", "400");
    for (other, chosen) in [
        (at("2023-01-01", "2023-05-31", "2023-07-20", "300"), "400"),
        (at("2023-03-01", "2023-06-30", "2023-07-20", "300"), "400"),
        (at("2023-01-01", "2023-06-30", "2023-07-20", "500"), "500"),
        (at("2023-01-01", "2023-06-30", "2023-07-05", "399"), "399"),
        (at("2023-01-01", "2023-06-30", "2023-07-05", "401"), "400"),
    ] {
        assert_eq!(pick(&villages, &[base.clone(), other]), amount(chosen));
    }
    // A level's figure from the start of the term before a later one of a part of it.
    let water = level(Sense::AtLeast, "89.3");
    let part = at("2023-07-01", "2023-07-31", "2023-08-05", "80");
    assert_eq!(
        pick(&water, &[at("2023-01-01", "2023-06-30", "2023-07-05", "90"), part]),
        amount("90")
    );
    // Of two alike but for the change on last year, always the same one.
    let held = target(Promise::NotWorse {
        measure: measure("%"),
        reference: Reference::LastYear {
            sense: Sense::AtLeast,
            value: None,
            known_on: None,
        },
    });
    let changed = |change: &str| Observation {
        change_on_last_year: Some(dec(change)),
        ..so_far("2023-06-30", "2023-07-05", amount("90"))
    };
    let both = [changed("1"), changed("-1")];
    let turned = [changed("-1"), changed("1")];
    for known in [both, turned] {
        assert_eq!(judge(&held, &known, "2023-08-05").status, Status::OffTrack);
    }
}

/// Reports come in any order: by unit, by month, forwards, backwards, or as they like.
#[test]
fn every_unit_is_found_whatever_the_order() {
    let villages = of(5, count("750"));
    for order in [
        [0, 1, 2, 3, 4],
        [4, 3, 2, 1, 0],
        [0, 2, 4, 1, 3],
        [3, 3, 0, 0, 1],
        [2, 4, 0, 3, 1],
        [1, 0, 4, 2, 3],
    ] {
        let known: Vec<_> = order
            .iter()
            .map(|&unit| {
                by(
                    unit,
                    so_far("2023-06-30", "2023-07-05", amount(&(1 << unit).to_string())),
                )
            })
            .collect();
        let mut told: Vec<usize> = order.to_vec();
        told.sort_unstable();
        told.dedup();
        let sum: u32 = told.iter().map(|&unit| 1 << unit).sum();
        let got = judge(&villages, &known, "2023-07-05");
        assert_eq!(figure(&got), amount(&sum.to_string()), "{order:?}");
        assert_eq!(got.coverage.map(|coverage| coverage.reported), Some(told.len()));
    }
}

#[test]
fn the_first_day_of_the_term_is_in_it_and_its_last_day_in_time() {
    let first = |unit: Option<usize>, to: &str| {
        let o = observed(to, to, to, amount("7"));
        unit.map_or_else(|| o.clone(), |unit| by(unit, o.clone()))
    };
    let villages = of(2, count("7"));
    for (to, status) in [
        ("2022-12-31", Status::NoData),
        ("2023-01-01", Status::Met),
        ("2023-12-31", Status::Met),
    ] {
        let got = judge(&villages, &[first(None, to)], "2024-02-01");
        assert_eq!((got.status, got.late), (status, false), "{to}");
        let got = judge(&villages, &[first(Some(0), to), first(Some(1), to)], "2024-02-01");
        assert_eq!((got.status, got.late), (status, false), "{to}");
    }
    let late = judge(&villages, &[first(None, "2024-01-01")], "2024-02-01");
    assert_eq!((late.status, late.late), (Status::Met, true));
    // Of what came before the term the last day counts, words or figures, of a part or of the whole.
    let water = level(Sense::AtLeast, "89.3");
    let known = [
        observed("2022-01-01", "2022-11-30", "2022-12-05", amount("90")),
        observed("2022-12-01", "2022-12-31", "2023-01-05", amount("91")),
    ];
    let stood = |target: &Target, known: &[Observation]| judge(target, known, "2023-02-01").reasons;
    let told = |value: &str| {
        vec![Reason::StoodBefore {
            value: dec(value),
            on: day("2022-12-31"),
        }]
    };
    assert_eq!(stood(&water, &known), told("91"));
    let words = observed(
        "2022-12-31",
        "2022-12-31",
        "2023-01-05",
        Figure::Words { text: "无".into() },
    );
    assert_eq!(stood(&water, &[known[0].clone(), words]), vec![Reason::NothingKnown]);
}

/// What cannot stand for the promise is none, however new: half a village, more than there are.
#[test]
fn what_cannot_stand_displaces_nothing() {
    let villages = of(2, count("750"));
    let june = |unit| by(unit, so_far("2023-06-30", "2023-07-05", amount("200")));
    let half = |unit| by(unit, so_far("2023-07-31", "2023-08-05", amount("300.5")));
    let got = judge(&villages, &[june(0), june(1), half(0)], "2023-08-05");
    assert_eq!(figure(&got), amount("400"));
    let got = judge(&villages, &[june(0), half(1)], "2023-08-05");
    assert_eq!(got.coverage.map(|coverage| coverage.reported), Some(1));
    let alone = of(1, count("750"));
    assert_eq!(figure(&judge(&alone, &[june(0), half(0)], "2023-08-05")), amount("200"));
}
