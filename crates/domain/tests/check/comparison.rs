//! 修约值比较法 and 全数值比较法.

use yaodian_domain::{
    check::{Reason, Status},
    method::Comparison,
    observation::Figure,
    target::{Promise, Sense, Target},
};

use crate::fixtures::*;

/// GB/T 8170-2008, 4.3: the same figure by both methods.
#[test]
fn both_methods_of_comparison() {
    let by = |comparison, mut target: Target| {
        target.method.comparison = Some(comparison);
        target
    };
    let year = |figure: Figure| vec![so_far("2023-12-31", "2024-03-28", figure)];
    let verdict = |target: &Target, figure: Figure| {
        let got = judge(target, &year(figure), "2024-04-01");
        (got.status, got.gap.map(|gap| gap.to_string()))
    };
    let ceiling = || level(Sense::AtMost, "0.3");
    let floor = || level(Sense::AtLeast, "89.3");
    let met = |gap: &str| (Status::Met, Some(gap.to_owned()));
    let missed = |gap: &str| (Status::Overdue, Some(gap.to_owned()));
    // 1 of 326 is 0.3067… %; 291 of 326 is 89.2638… %.
    let one = || counts("1", Some("326"));
    let most = || counts("291", Some("326"));
    assert_eq!(verdict(&ceiling(), one()), met("0.0"));
    assert_eq!(verdict(&by(Comparison::Rounded, ceiling()), one()), met("0.0"));
    assert_eq!(verdict(&by(Comparison::Exact, ceiling()), one()), missed("-0.007"));
    assert_eq!(verdict(&floor(), most()), met("0.0"));
    assert_eq!(verdict(&by(Comparison::Exact, floor()), most()), missed("-0.037"));
    assert_eq!(
        verdict(&by(Comparison::Exact, floor()), counts("292", Some("326"))),
        met("0.271")
    );
    // Amounts: a half goes to the even neighbour.
    assert_eq!(verdict(&floor(), amount("89.25")), missed("-0.1"));
    assert_eq!(verdict(&floor(), amount("89.26")), met("0.0"));
    assert_eq!(verdict(&level(Sense::AtLeast, "89.2"), amount("89.15")), met("0.0"));
    assert_eq!(
        verdict(&by(Comparison::Exact, floor()), amount("89.26")),
        missed("-0.04")
    );
    assert_eq!(verdict(&by(Comparison::Exact, ceiling()), amount("0.3")), met("0.0"));
    // A share may be rounded too, if the plan says so: 79.95 % counts as 80.0 %.
    let rounded = by(Comparison::Rounded, outfalls());
    for (done, of, needed, status) in [
        // 80 keeps from 79.5 on: 79.5 % of 12,480 is 9,921.6.
        ("9921", "12480", "9922", Status::Overdue),
        ("9922", "12480", "9922", Status::Met),
        // 79.5 % of 1,000 is 795, and 80 is even: the half itself is enough.
        ("795", "1000", "795", Status::Met),
        ("794", "1000", "795", Status::Overdue),
    ] {
        let got = judge(&rounded, &year(counts(done, Some(of))), "2024-04-01");
        assert_eq!(got.status, status, "{done} of {of}");
        assert!(matches!(&got.reasons[0], Reason::EntriesCompared { needed: n, .. } if *n == dec(needed)));
    }
    // 71 is odd: 70.5 % of 1,000 rounds down to 70 %.
    let odd = by(
        Comparison::Rounded,
        target(Promise::Share {
            measure: measure("个"),
            goal: dec("71"),
            inventory: None,
        }),
    );
    assert_eq!(
        judge(&odd, &year(counts("705", Some("1000"))), "2024-04-01").status,
        Status::Overdue
    );
    assert_eq!(
        judge(&odd, &year(counts("706", Some("1000"))), "2024-04-01").status,
        Status::Met
    );
    // A share given as a percentage alone.
    assert_eq!(judge(&rounded, &year(amount("79.6")), "2024-04-01").status, Status::Met);
    assert_eq!(
        judge(&outfalls(), &year(amount("79.6")), "2024-04-01").status,
        Status::Overdue
    );
}

#[test]
fn the_value_that_was_compared_is_told() {
    let told = |sense, bound, comparison, figure| {
        let mut target = level(sense, bound);
        target.method.comparison = Some(comparison);
        let got = judge(&target, &[so_far("2023-12-31", "2024-03-28", figure)], "2024-04-01");
        got.reasons.iter().find_map(|reason| match reason {
            Reason::LevelCompared { value, rounded, .. } => Some((value.to_string(), rounded.to_string())),
            _ => None,
        })
    };
    let pair = |value: &str, compared: &str| Some((value.to_owned(), compared.to_owned()));
    let of = || counts("291", Some("326"));
    assert_eq!(
        told(Sense::AtLeast, "89.3", Comparison::Rounded, of()),
        pair("89.26", "89.3")
    );
    // Cut away from the bound, so that what misses it is seen to.
    assert_eq!(
        told(Sense::AtLeast, "89.3", Comparison::Exact, of()),
        pair("89.26", "89.263")
    );
    assert_eq!(
        told(Sense::AtMost, "0.3", Comparison::Exact, counts("1", Some("326"))),
        pair("0.31", "0.307")
    );
    assert_eq!(
        told(Sense::AtMost, "0.3", Comparison::Exact, amount("0.31")),
        pair("0.31", "0.31")
    );
    assert_eq!(
        told(Sense::AtLeast, "50.0", Comparison::Exact, counts("1", Some("2"))),
        pair("50.00", "50.0")
    );
}
