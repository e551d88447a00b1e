//! Standing duties and statements: heard of month by month, quarter by quarter.

use yaodian_domain::{
    check::{Policy, Reason, Rule, Status, assess},
    observation::{Figure, Observation},
    period::Period,
    target::{Cadence, Promise, Target},
};

use crate::fixtures::*;

/// A duty heard of in the months of `heard`, asked about on a day, with a missed month in between.
fn heard(cadence: Cadence, heard: &[i8], as_of: &str, policy: &Policy) -> (Status, Option<(i64, i64)>, Option<i64>) {
    let duty = target(Promise::Duty { cadence });
    let known: Vec<Observation> = heard
        .iter()
        .map(|month| {
            let span = format!("2023-{month:02}").parse::<Period>().unwrap().year_to_date();
            Observation {
                span,
                ..so_far(
                    "2023-01-31",
                    &span.to().to_string(),
                    Figure::Words {
                        text: "正常开展".into(),
                    },
                )
            }
        })
        .collect();
    let got = assess(&duty, &known, day(as_of), policy);
    let told = got.reasons.iter().find_map(|r| match r {
        Reason::Heard { heard, of, .. } => Some((*heard, *of)),
        _ => None,
    });
    let missed = got.reasons.iter().find_map(|r| match r {
        Reason::MissedInARow { missed, .. } => Some(*missed),
        _ => None,
    });
    (got.status, told, missed)
}

#[test]
fn duties_are_heard_of_month_by_month() {
    use Cadence::{Month, Quarter, Year};
    let second = Policy::default();
    let first = Policy {
        rule: Rule::First,
        ..Policy::default()
    };
    for (cadence, months, as_of, policy, status, told, missed) in [
        (
            Month,
            &[1_i8, 2, 3][..],
            "2023-04-15",
            &second,
            Status::OnTrack,
            (3, 3),
            None,
        ),
        // April's report may be on its way for forty days.
        (Month, &[1, 2, 3], "2023-06-08", &second, Status::OnTrack, (3, 3), None),
        (
            Month,
            &[1, 2, 3],
            "2023-06-09",
            &second,
            Status::AtRisk,
            (3, 4),
            Some(1),
        ),
        (
            Month,
            &[1, 2, 3],
            "2023-07-10",
            &second,
            Status::OffTrack,
            (3, 5),
            Some(2),
        ),
        (Month, &[1, 3, 4], "2023-05-15", &second, Status::AtRisk, (3, 4), None),
        // Two gaps, but not in a row.
        (Month, &[1, 3, 5], "2023-06-15", &second, Status::AtRisk, (3, 5), None),
        (Month, &[1, 3, 5], "2023-06-15", &first, Status::OffTrack, (3, 5), None),
        (Month, &[1, 3], "2023-04-15", &first, Status::AtRisk, (2, 3), None),
        (Month, &[1, 4, 5], "2023-06-15", &second, Status::AtRisk, (3, 5), None),
        // From the first month that was heard of.
        (Month, &[4, 5], "2023-06-15", &second, Status::OnTrack, (2, 2), None),
        (Month, &[4, 6], "2023-07-15", &second, Status::AtRisk, (2, 3), None),
        (Quarter, &[2, 6], "2023-07-15", &second, Status::OnTrack, (2, 2), None),
        (Quarter, &[3], "2023-08-08", &second, Status::OnTrack, (1, 1), None),
        (Quarter, &[3], "2023-08-09", &second, Status::AtRisk, (1, 2), Some(1)),
        (
            Quarter,
            &[3, 6, 9, 12],
            "2023-12-31",
            &second,
            Status::Met,
            (4, 4),
            None,
        ),
        (
            Quarter,
            &[3, 6, 9],
            "2023-12-31",
            &second,
            Status::OnTrack,
            (3, 3),
            None,
        ),
        (
            Quarter,
            &[3, 6, 9],
            "2024-02-10",
            &second,
            Status::Overdue,
            (3, 4),
            Some(1),
        ),
        (
            Quarter,
            &[3, 6, 12],
            "2024-02-10",
            &second,
            Status::Overdue,
            (3, 4),
            None,
        ),
        (Year, &[6], "2023-07-15", &second, Status::OnTrack, (1, 1), None),
        (Year, &[6], "2023-12-31", &second, Status::Met, (1, 1), None),
    ] {
        assert_eq!(
            heard(cadence, months, as_of, policy),
            (status, Some(told), missed),
            "{cadence:?} {months:?} {as_of}"
        );
    }
    let got = heard(Month, &[1, 2], "2023-06-09", &Policy::yinchuan());
    assert_eq!(
        (got.0, got.2),
        (Status::AtRisk, Some(2)),
        "three in a row are red there"
    );
    assert_eq!(
        heard(Month, &[1, 2], "2023-07-10", &Policy::yinchuan()).0,
        Status::OffTrack
    );
}

#[test]
fn a_duty_within_its_own_dates() {
    // From mid-February to mid-May: the last window is cut, and what ends after it is not heard.
    let duty = Target {
        term: yaodian_domain::time::DaySpan::new(day("2023-02-15"), day("2023-05-10")).unwrap(),
        ..target(Promise::Statement {
            cadence: Cadence::Quarter,
        })
    };
    let said = |to: &str| {
        so_far(
            to,
            to,
            Figure::Words {
                text: "正常开展".into(),
            },
        )
    };
    let ask = |days: &[&str], as_of: &str| {
        let known: Vec<_> = days.iter().map(|to| said(to)).collect();
        let got = judge(&duty, &known, as_of);
        let told = got.reasons.iter().find_map(|r| match r {
            Reason::Heard {
                heard,
                of,
                since,
                cadence: Cadence::Quarter,
            } => Some((*heard, *of, since.to_string())),
            _ => None,
        });
        (got.status, told)
    };
    let told = |heard, of, since: &str| Some((heard, of, since.to_owned()));
    assert_eq!(
        ask(&["2023-03-31"], "2023-04-30"),
        (Status::OnTrack, told(1, 1, "2023-02-15"))
    );
    assert_eq!(
        ask(&["2023-03-31", "2023-05-05"], "2023-05-10"),
        (Status::Met, told(2, 2, "2023-02-15"))
    );
    assert_eq!(
        ask(&["2023-05-05"], "2023-05-10"),
        (Status::Met, told(1, 1, "2023-04-01"))
    );
    assert_eq!(
        ask(&["2023-03-31"], "2023-06-19"),
        (Status::Overdue, told(1, 2, "2023-02-15"))
    );
    assert_eq!(
        ask(&["2023-03-31"], "2023-06-18"),
        (Status::OnTrack, told(1, 1, "2023-02-15"))
    );
    // Words about days after the term are of another one.
    assert_eq!(ask(&["2023-05-31"], "2023-06-19"), (Status::NoData, None));
}

#[test]
fn a_duty_of_several_years() {
    let duty = Target {
        term: yaodian_domain::time::DaySpan::new(day("2022-11-15"), day("2024-02-20")).unwrap(),
        ..target(Promise::Duty {
            cadence: Cadence::Quarter,
        })
    };
    let said = |to: &str| {
        so_far(
            "2023-01-31",
            to,
            Figure::Words {
                text: "正常开展".into(),
            },
        )
    };
    let of = |to: &str| Observation {
        span: yaodian_domain::time::DaySpan::day(day(to)),
        known_on: day(to),
        ..said("2023-01-31")
    };
    let ask = |days: &[&str], as_of: &str| {
        let known: Vec<_> = days.iter().map(|to| of(to)).collect();
        let got = judge(&duty, &known, as_of);
        got.reasons.iter().find_map(|r| match r {
            Reason::Heard { heard, of, since, .. } => Some((*heard, *of, since.to_string())),
            _ => None,
        })
    };
    let told = |heard, of, since: &str| Some((heard, of, since.to_owned()));
    // Q4 of 2022 from mid-November, four quarters of 2023, Q1 of 2024 up to the 20th of February.
    let all = [
        "2022-12-31",
        "2023-03-31",
        "2023-06-30",
        "2023-09-30",
        "2023-12-31",
        "2024-02-20",
    ];
    assert_eq!(ask(&all, "2024-02-20"), told(6, 6, "2022-11-15"));
    assert_eq!(ask(&all[1..], "2024-02-20"), told(5, 5, "2023-01-01"));
    assert_eq!(ask(&all[4..5], "2024-02-20"), told(1, 1, "2023-10-01"));
    assert_eq!(ask(&[all[0], all[5]], "2024-02-20"), told(2, 6, "2022-11-15"));
    assert_eq!(
        ask(&["2022-11-14", "2024-02-21"], "2024-02-21"),
        None,
        "outside of the term"
    );
}
