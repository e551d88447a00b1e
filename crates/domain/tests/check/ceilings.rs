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
