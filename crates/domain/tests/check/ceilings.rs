//! Counts that may not pass a ceiling.

use yaodian_domain::{
    check::{Pace, Reason, Required, Status},
    target::{Target, Toward},
};

use crate::fixtures::*;

fn status_of(target: &Target, used: &str) -> Status {
    judge(
        target,
        &[so_far("2023-06-30", "2023-07-05", amount(used))],
        "2023-07-05",
    )
    .status
}

#[test]
fn days_may_be_used_up_but_not_passed() {
    let mut heavy = toward(Toward::StayWithin, "8");
    heavy.reporters.clear();
    // By the end of June 8 × 49.59 % = 3.97 may be used up.
    for (used, status) in [
        ("0", Status::OnTrack),
        ("3", Status::OnTrack),
        ("4", Status::AtRisk),   // 0.03 of 8: 0.4 points
        ("5", Status::OffTrack), // 12.9 points
        ("8", Status::OffTrack),
        ("9", Status::OffTrack),
    ] {
        assert_eq!(status_of(&heavy, used), status, "{used}");
    }
    let got = judge(&heavy, &[so_far("2023-06-30", "2023-07-05", amount("4"))], "2023-07-05");
    assert_eq!(got.required, Some(Required::Room { amount: dec("4") }));
    assert_eq!(
        got.pace,
        Some(Pace {
            on: day("2023-06-30"),
            elapsed: dec("49.59"),
            expected: dec("4.0"),
            done: Some(dec("50.0")),
        })
    );
    assert_eq!((got.gap, got.gap_count), (Some(dec("4")), Some(dec("4"))));
    let got = judge(&heavy, &[so_far("2023-06-30", "2023-07-05", amount("9"))], "2023-07-05");
    assert!(got.reasons.contains(&Reason::CeilingPassed {
        ceiling: dec("8"),
        by: dec("1")
    }));
    // The year decides, not what was known of a part of it.
    let year = |used| [so_far("2023-12-31", "2024-01-05", amount(used))];
    assert_eq!(judge(&heavy, &year("8"), "2024-01-05").status, Status::Met);
    assert_eq!(judge(&heavy, &year("9"), "2024-01-05").status, Status::Overdue);
    let part = [so_far("2023-06-30", "2023-07-05", amount("3"))];
    let got = judge(&heavy, &part, "2024-01-05");
    assert_eq!(got.status, Status::NoData);
    assert!(got.reasons.iter().any(|r| matches!(r, Reason::ResultPending { .. })));
    let part = [so_far("2023-06-30", "2023-07-05", amount("9"))];
    assert_eq!(
        judge(&heavy, &part, "2024-01-05").status,
        Status::Overdue,
        "passed is passed"
    );
    // None at all.
    let none = toward(Toward::StayWithin, "0");
    assert_eq!(status_of(&none, "0"), Status::OnTrack);
    assert_eq!(status_of(&none, "1"), Status::OffTrack);
    assert_eq!(judge(&none, &year("0"), "2024-01-05").status, Status::Met);
    // Silence is no zero.
    assert_eq!(judge(&none, &[], "2024-01-05").status, Status::NoData);
}

#[test]
fn the_due_date_itself_is_within_the_term() {
    let heavy = toward(Toward::StayWithin, "8");
    let part = |used| [so_far("2023-11-30", "2023-12-05", amount(used))];
    assert_eq!(judge(&heavy, &part("9"), "2023-12-31").status, Status::OffTrack);
    assert_eq!(judge(&heavy, &part("9"), "2024-01-01").status, Status::Overdue);
    assert_eq!(judge(&heavy, &part("7"), "2023-12-31").status, Status::OnTrack);
    assert_eq!(judge(&heavy, &part("7"), "2024-01-01").status, Status::NoData);
}

#[test]
fn an_allowance_set_within_the_year_starts_at_what_was_used() {
    use yaodian_domain::check::{LagOf, Policy, assess};
    let heavy = Target {
        term: yaodian_domain::time::DaySpan::new(day("2023-05-01"), day("2023-12-31")).unwrap(),
        ..toward(Toward::StayWithin, "14")
    };
    let known = |used| {
        [
            so_far("2023-04-30", "2023-05-02", amount("4")),
            so_far("2023-08-30", "2023-09-01", amount(used)),
        ]
    };
    let ask = |used, policy: &Policy| {
        let got = assess(&heavy, &known(used), day("2023-09-01"), policy);
        let points = got.reasons.iter().find_map(|reason| match reason {
            Reason::PaceCompared {
                baseline,
                behind_points,
                lag_of,
                ..
            } => Some((*baseline, *behind_points, *lag_of)),
            _ => None,
        });
        (got.status, got.pace.expect("a pace"), points.expect("a comparison"))
    };
    // 122 of 245 days are over: 4 + 10 × 49.80 % = 8.98.
    let (status, pace, points) = ask("10", &Policy::default());
    assert_eq!(
        (status, pace.expected, pace.done),
        (Status::OffTrack, dec("9.0"), Some(dec("60.0")))
    );
    assert_eq!(points, (dec("4"), dec("10.2"), LagOf::Way));
    // 1.02 of the 4.98 that were due.
    let (status, _, points) = ask("10", &Policy::sanya());
    assert_eq!((status, points), (Status::AtRisk, (dec("4"), dec("20.5"), LagOf::Due)));
    // More was used before than is allowed in all.
    let known = [
        so_far("2023-04-30", "2023-05-02", amount("15")),
        so_far("2023-08-30", "2023-09-01", amount("14")),
    ];
    let got = judge(&heavy, &known, "2023-09-01");
    let nothing_behind = got.reasons.iter().any(|reason| {
        matches!(reason, Reason::PaceCompared { baseline, behind_points, .. } if *baseline == dec("14") && behind_points.is_zero())
    });
    assert_eq!((got.status, nothing_behind), (Status::OnTrack, true));
}
