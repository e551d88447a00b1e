//! Shares of an inventory: compared on whole entries, from where they stood.

use yaodian_domain::{
    check::{Reason, Status},
    observation::Figure,
    target::Promise,
};

use crate::fixtures::*;

#[test]
fn a_share_met_before_the_year_is_met_when_it_is_heard_of() {
    let known = |figure| {
        vec![
            observed("2022-01-01", "2022-12-31", "2023-01-05", counts("10500", None)),
            so_far("2023-06-30", "2023-07-05", figure),
        ]
    };
    let got = judge(&outfalls(), &known(counts("10500", None)), "2023-07-05");
    assert_eq!(got.status, Status::Met);
    assert!(got.reasons.contains(&Reason::StoodAtGoal { baseline: dec("10500") }));
    // Lost since: 9,983 of the 9,984 that are needed.
    let got = judge(&outfalls(), &known(counts("9983", None)), "2023-07-05");
    assert_eq!(got.status, Status::OffTrack);
    // Silence in the year is silence: what stood before it proves nothing of it.
    let got = judge(&outfalls(), &known(counts("10500", None))[..1], "2023-07-05");
    assert_eq!(got.status, Status::NoData);
    assert_eq!(
        got.reasons,
        vec![Reason::StoodBefore {
            value: dec("84.1"),
            on: day("2022-12-31")
        }]
    );
}

#[test]
fn shares_of_everything_and_of_nothing() {
    let share = |goal: &str| {
        target(Promise::Share {
            measure: measure("个"),
            goal: dec(goal),
            inventory: Some(dec("12480")),
        })
    };
    let half_year = |done: &str| vec![so_far("2023-06-30", "2023-07-05", counts(done, None))];
    let all = share("100");
    assert_eq!(judge(&all, &half_year("12479"), "2023-07-05").status, Status::OnTrack);
    assert_eq!(judge(&all, &half_year("12480"), "2023-07-05").status, Status::Met);
    let year = [so_far("2023-12-31", "2024-01-05", counts("12479", None))];
    assert_eq!(
        judge(&all, &year, "2024-01-05").status,
        Status::Overdue,
        "99.99 % is not 100 %"
    );
    assert_eq!(judge(&share("0"), &half_year("0"), "2023-07-05").status, Status::Met);
}

#[test]
fn a_share_starts_where_it_stood_in_counts_or_in_percent() {
    let ask = |before: Figure, now: Figure| {
        let known = [
            observed("2022-01-01", "2022-12-31", "2023-01-05", before),
            so_far("2023-06-30", "2023-07-05", now),
        ];
        let got = judge(&outfalls(), &known, "2023-07-05");
        let baseline = got.reasons.iter().find_map(|reason| match reason {
            Reason::PaceCompared { baseline, .. } => Some(baseline.to_string()),
            _ => None,
        });
        (got.status, baseline.expect("a pace"))
    };
    let words = || Figure::Words { text: "无".into() };
    // 25.01 % of 12,480 is 3,121.2: so many whole ones.
    assert_eq!(
        ask(amount("25.01"), counts("6000", None)),
        (Status::AtRisk, "3121".to_owned())
    );
    assert_eq!(
        ask(counts("3120", None), counts("6000", None)),
        (Status::AtRisk, "3120".to_owned())
    );
    assert_eq!(ask(words(), counts("6000", None)), (Status::OnTrack, "0".to_owned()));
    assert_eq!(ask(amount("25"), amount("48")), (Status::AtRisk, "25".to_owned()));
    assert_eq!(
        ask(counts("3120", None), amount("48")),
        (Status::AtRisk, "25.0".to_owned())
    );
    assert_eq!(
        ask(counts("3120", Some("6240")), amount("60")),
        (Status::OffTrack, "50.0".to_owned())
    );
    assert_eq!(ask(words(), amount("48")), (Status::OnTrack, "0".to_owned()));
}
