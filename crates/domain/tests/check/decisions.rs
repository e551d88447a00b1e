//! Targets changed mid-year, extended dates, late marks, and answers of days gone by.

use yaodian_domain::{
    check::{Assessment, Policy, PolicyChange, Reason, Rule, Status, assess},
    decision::{Amendment, Answer, DecisionProblem, Extension},
    observation::{Figure, Observation, Step},
    target::{Promise, Sense, Target},
};

use crate::fixtures::*;

fn amendment(on: &str, number: &str) -> Amendment {
    Amendment {
        decided_on: day(on),
        number: dec(number),
        inventory: None,
        reason: "会议纪要".to_owned(),
    }
}

fn extension(asked_on: &str, new_due: &str, answer: Option<(&str, bool)>) -> Extension {
    Extension {
        asked_on: day(asked_on),
        new_due: day(new_due),
        reason: "汛期无法施工".to_owned(),
        answer: answer.map(|(on, granted)| Answer {
            on: day(on),
            granted,
            note: String::new(),
        }),
    }
}

#[test]
fn a_changed_target_is_judged_for_its_time() {
    let mut villages = count("750");
    villages.amend(amendment("2023-07-01", "600")).unwrap();
    let known = [
        so_far("2023-05-31", "2023-06-05", amount("290")),
        so_far("2023-07-31", "2023-08-05", amount("340")),
    ];
    let ask = |as_of: &str| judge(&villages, &known, as_of);
    // 41.37 % of 750 is 310.3; of 600 it is 248.2.
    let before = ask("2023-06-30");
    assert_eq!(
        (before.status, before.bound.map(|b| b.value)),
        (Status::AtRisk, Some(dec("750")))
    );
    assert!(!before.reasons.iter().any(|r| matches!(r, Reason::Amended { .. })));
    let after = ask("2023-07-01");
    assert_eq!(
        (after.status, after.bound.map(|b| b.value)),
        (Status::OnTrack, Some(dec("600")))
    );
    let said = |stood| Reason::Amended {
        on: day("2023-07-01"),
        from: dec("750"),
        to: dec("600"),
        stood,
    };
    assert!(after.reasons.contains(&said(Status::AtRisk)));
    // What became known later says nothing about how the old one stood.
    let later = ask("2023-08-05");
    assert_eq!(later.status, Status::AtRisk);
    assert!(later.reasons.contains(&said(Status::AtRisk)));
    assert_eq!(villages.promise.number(), Some(dec("750")), "the text stays as issued");
}

#[test]
fn changed_twice_and_with_its_inventory() {
    let mut outfalls = outfalls();
    outfalls.amend(amendment("2023-09-01", "70")).unwrap();
    outfalls
        .amend(Amendment {
            inventory: Some(dec("12000")),
            ..amendment("2023-06-01", "90")
        })
        .unwrap();
    for (day_, goal, inventory) in [
        ("2023-05-31", "80", "12480"),
        ("2023-06-01", "90", "12000"),
        ("2023-08-31", "90", "12000"),
        ("2023-09-01", "70", "12000"),
    ] {
        assert_eq!(
            outfalls.in_force(day(day_)).promise,
            Promise::Share {
                measure: measure("个"),
                goal: dec(goal),
                inventory: Some(dec(inventory))
            },
            "{day_}"
        );
    }
    let got = judge(
        &outfalls,
        &[so_far("2023-09-30", "2023-10-05", counts("9000", None))],
        "2023-10-05",
    );
    let changes: Vec<_> = got
        .reasons
        .iter()
        .filter_map(|r| match r {
            Reason::Amended { on, from, to, .. } => Some((on.to_string(), from.to_string(), to.to_string())),
            _ => None,
        })
        .collect();
    let row = |on: &str, from: &str, to: &str| (on.to_owned(), from.to_owned(), to.to_owned());
    assert_eq!(changes, [row("2023-06-01", "80", "90"), row("2023-09-01", "90", "70")]);
}

#[test]
fn what_cannot_be_decided() {
    let mut rule = target(Promise::Deliverable);
    assert_eq!(rule.amend(amendment("2023-07-01", "1")), Err(DecisionProblem::NoNumber));
    let mut villages = count("750");
    let blank = Amendment {
        reason: " ".to_owned(),
        ..amendment("2023-07-01", "1")
    };
    assert_eq!(villages.amend(blank), Err(DecisionProblem::NoReason));
    let due = day("2023-12-31");
    let mut refuse = |extension: Extension, why| assert_eq!(rule.extend(extension), Err(why));
    let asked_on = day("2024-01-01");
    refuse(
        extension("2024-01-01", "2024-03-01", None),
        DecisionProblem::AskedTooLate { asked_on, due },
    );
    refuse(
        extension("2023-12-01", "2023-12-31", None),
        DecisionProblem::NotLater { new_due: due, due },
    );
    let blank = Extension {
        reason: String::new(),
        ..extension("2023-12-01", "2024-03-01", None)
    };
    refuse(blank, DecisionProblem::NoReason);
    refuse(
        extension("2023-12-01", "2024-03-01", Some(("2023-11-30", true))),
        DecisionProblem::AnsweredBeforeAsked {
            on: day("2023-11-30"),
            asked_on: day("2023-12-01"),
        },
    );
    assert!(rule.decisions.is_empty() && villages.decisions.is_empty());
    rule.extend(extension("2023-12-31", "2024-01-01", Some(("2023-12-31", true))))
        .unwrap();
    assert!(!rule.decisions.is_empty());
    villages.amend(amendment("2023-07-01", "1")).unwrap();
    assert!(!villages.decisions.is_empty());
}

#[test]
fn an_extension_shows_both_dates_and_which_was_used() {
    let known = [so_far(
        "2023-06-30",
        "2023-07-05",
        Figure::Progress { step: Step::Drafted },
    )];
    let with = |answer| {
        let mut rule = target(Promise::Deliverable);
        rule.extend(extension("2023-11-01", "2024-03-31", answer)).unwrap();
        rule
    };
    let ask = |rule: &Target, as_of: &str| judge(rule, &known, as_of);
    let dates = |got: &Assessment| (got.status, got.due.to_string(), got.original_due.map(|d| d.to_string()));
    let issued = |status| (status, "2023-12-31".to_owned(), None);

    let granted = with(Some(("2023-11-10", true)));
    assert_eq!(dates(&ask(&granted, "2023-10-31")), issued(Status::OnTrack));
    let asked = ask(&granted, "2023-11-09");
    assert_eq!(dates(&asked), issued(Status::OnTrack));
    let waiting = Reason::ExtensionAsked {
        asked_on: day("2023-11-01"),
        new_due: day("2024-03-31"),
    };
    assert!(asked.reasons.contains(&waiting));
    let moved = ask(&granted, "2024-01-20");
    assert_eq!(
        dates(&moved),
        (Status::AtRisk, "2024-03-31".to_owned(), Some("2023-12-31".to_owned()))
    );
    assert!(!moved.is_final);
    assert!(moved.reasons.contains(&Reason::Extended {
        from: day("2023-12-31"),
        to: day("2024-03-31"),
        asked_on: day("2023-11-01"),
        granted_on: day("2023-11-10"),
    }));
    assert!(!moved.reasons.contains(&waiting));
    // Forty days back, 345 of now 456 days were over.
    assert_eq!(moved.pace.map(|pace| pace.elapsed), Some(dec("75.66")));

    let refused = with(Some(("2023-11-10", false)));
    let got = ask(&refused, "2024-01-15");
    assert_eq!(dates(&got), issued(Status::Overdue));
    assert!(got.reasons.contains(&Reason::ExtensionRefused {
        new_due: day("2024-03-31"),
        on: day("2023-11-10")
    }));
    let open = with(None);
    let got = ask(&open, "2024-01-15");
    assert_eq!(dates(&got), issued(Status::Overdue));
    assert!(got.reasons.contains(&waiting));

    // Kept within the new date is kept in time; after it is late.
    let delivered = |to: &str| [so_far(to, to, Figure::Progress { step: Step::Delivered })];
    let got = judge(&granted, &delivered("2024-02-29"), "2024-02-29");
    assert_eq!((got.status, got.late), (Status::Met, false));
    let got = judge(&granted, &delivered("2024-04-30"), "2024-04-30");
    assert_eq!((got.status, got.late), (Status::Met, true));
    let got = judge(&refused, &delivered("2024-02-29"), "2024-02-29");
    assert_eq!((got.status, got.late), (Status::Met, true));
}

#[test]
fn a_second_extension_starts_at_the_first() {
    let mut rule = target(Promise::Deliverable);
    rule.extend(extension("2023-11-01", "2024-03-31", Some(("2023-11-10", true))))
        .unwrap();
    rule.extend(extension("2024-03-01", "2024-06-30", Some(("2024-03-20", true))))
        .unwrap();
    assert_eq!(rule.due_on(day("2023-11-09")), day("2023-12-31"));
    assert_eq!(rule.due_on(day("2023-11-10")), day("2024-03-31"));
    assert_eq!(rule.due_on(day("2024-03-19")), day("2024-03-31"));
    assert_eq!(rule.due_on(day("2024-03-20")), day("2024-06-30"));
    let got = judge(&rule, &[], "2024-04-01");
    assert_eq!(
        (got.due, got.original_due),
        (day("2024-06-30"), Some(day("2023-12-31")))
    );
    let extended = got
        .reasons
        .iter()
        .filter(|r| matches!(r, Reason::Extended { .. }))
        .count();
    assert_eq!(extended, 1, "the one that was used");
    // What should never have been granted moves nothing.
    rule.decisions.extensions = vec![extension("2024-01-01", "2024-06-30", Some(("2024-01-02", true)))];
    let got = judge(&rule, &[], "2024-04-01");
    assert_eq!((got.due, got.original_due), (day("2023-12-31"), None));
    rule.decisions.extensions = vec![extension("2023-06-01", "2023-08-31", Some(("2023-06-02", true)))];
    assert_eq!(rule.due_on(day("2024-01-01")), day("2023-12-31"));
    rule.decisions.extensions = vec![extension("2023-06-01", "2023-12-31", Some(("2023-06-02", true)))];
    let got = judge(&rule, &[], "2023-07-01");
    assert_eq!(got.original_due, None, "to the same day is no extension");
    assert!(!got.reasons.iter().any(|r| matches!(r, Reason::Extended { .. })));
}

#[test]
fn late_is_late_for_good() {
    let villages = count("750");
    let january = so_far("2024-01-31", "2024-02-05", amount("760"));
    let short = so_far("2023-12-31", "2024-01-05", amount("740"));
    let got = judge(&villages, &[short.clone(), january.clone()], "2024-02-05");
    assert_eq!((got.status, got.late), (Status::Met, true));
    assert!(got.reasons.contains(&Reason::KeptLate {
        due: day("2023-12-31"),
        on: day("2024-01-31")
    }));
    let later = so_far("2024-06-30", "2024-07-05", amount("900"));
    let got = judge(
        &villages,
        &[short.clone(), january.clone(), later.clone()],
        "2024-12-31",
    );
    assert!(got.late, "more of it does not wash it off");
    // In time is in time, whatever is counted later; the first edition forgot it.
    let kept = so_far("2023-12-31", "2024-01-05", amount("750"));
    let known = [kept, january, later];
    let got = judge(&villages, &known, "2024-12-31");
    assert_eq!((got.status, got.late, got.is_final), (Status::Met, false, true));
    assert_eq!(got.basis.map(|basis| basis.span.to()), Some(day("2023-12-31")));
    let first = Policy {
        rule: Rule::First,
        ..Policy::default()
    };
    let got = assess(&villages, &known, day("2024-12-31"), &first);
    assert_eq!((got.status, got.late, got.rule), (Status::Met, true, Rule::First));
    // Also of many units' figures.
    let mut both = count("750");
    both.reporters = units(2);
    let of = |unit, to: &str, on: &str, value| by(unit, so_far(to, on, amount(value)));
    let known = vec![
        of(0, "2023-12-31", "2024-01-05", "400"),
        of(1, "2023-12-31", "2024-01-05", "340"),
        of(1, "2024-01-31", "2024-02-05", "350"),
    ];
    let got = judge(&both, &known, "2024-02-05");
    assert_eq!(
        (got.status, got.late),
        (Status::Met, true),
        "reached only with January's"
    );
    let known = &known[..2];
    assert_eq!(judge(&both, known, "2024-02-05").status, Status::Overdue);
}

#[test]
fn units_that_report_again_blacken_nothing() {
    let mut both = count("750");
    both.reporters = units(2);
    let of = |unit, to: &str, on: &str, value| by(unit, so_far(to, on, amount(value)));
    let mut known = vec![
        of(0, "2023-12-31", "2024-01-05", "400"),
        of(1, "2023-12-31", "2024-01-05", "350"),
        of(1, "2024-01-31", "2024-02-05", "360"),
    ];
    let got = judge(&both, &known, "2024-02-05");
    assert_eq!((got.status, got.late), (Status::Met, false));
    assert_eq!(got.basis.and_then(|basis| basis.value), Some(dec("750")));
    // Of figures for later days the latest day counts, whenever it was told.
    known[1] = of(1, "2024-06-30", "2023-12-01", "100");
    let got = judge(&both, &known, "2024-02-05");
    assert_eq!(
        (got.status, got.basis.and_then(|basis| basis.value)),
        (Status::Overdue, Some(dec("500")))
    );
}

#[test]
fn a_correction_changes_today_and_not_last_month() {
    let villages = count("750");
    let wrong = Observation {
        withdrawn_on: Some(day("2023-09-01")),
        ..so_far("2023-06-30", "2023-07-05", amount("380"))
    };
    let right = so_far("2023-06-30", "2023-09-01", amount("280"));
    let known = [wrong.clone(), right];
    for (as_of, value) in [
        ("2023-07-05", "380"),
        ("2023-08-31", "380"),
        ("2023-09-01", "280"),
        ("2023-10-01", "280"),
    ] {
        let got = judge(&villages, &known, as_of);
        assert_eq!(got.basis.and_then(|basis| basis.value), Some(dec(value)), "{as_of}");
    }
    // Withdrawn without anything in its place: from then on nothing is known.
    assert_eq!(
        judge(&villages, std::slice::from_ref(&wrong), "2023-08-31").status,
        Status::AtRisk
    );
    assert_eq!(judge(&villages, &[wrong], "2023-09-01").status, Status::NoData);
}

#[test]
fn every_day_is_judged_by_the_rules_of_that_day() {
    let plan_of = |changes: Vec<PolicyChange>| {
        let mut plan = crate::fixtures::plan(vec![count("750")]);
        plan.policy = Policy {
            rule: Rule::First,
            ..Policy::default()
        };
        plan.policy_changes = changes;
        plan
    };
    let change = |from: &str, policy| PolicyChange {
        from: day(from),
        policy,
    };
    let plan = plan_of(vec![
        change("2023-09-01", Policy::yinchuan()),
        change("2023-07-01", Policy::default()),
    ]);
    for (on, policy) in [
        (
            "2023-06-30",
            Policy {
                rule: Rule::First,
                ..Policy::default()
            },
        ),
        ("2023-07-01", Policy::default()),
        ("2023-08-31", Policy::default()),
        ("2023-09-01", Policy::yinchuan()),
    ] {
        assert_eq!(plan.policy_on(day(on)), &policy, "{on}");
    }
    // A level's rest, by either edition.
    let known = [so_far("2023-04-30", "2023-05-09", amount("88.3"))];
    let water = level(Sense::AtLeast, "89.3");
    let amount_by = |rule| {
        let got = assess(
            &water,
            &known,
            day("2023-05-09"),
            &Policy {
                rule,
                ..Policy::default()
            },
        );
        match got.required {
            Some(yaodian_domain::check::Required::RestAverages { amount, .. }) => amount.to_string(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        (amount_by(Rule::First), amount_by(Rule::Second)),
        ("89.8".to_owned(), "89.72".to_owned())
    );
}

#[test]
fn a_plan_on_a_day_is_judged_by_the_policy_of_that_day() {
    use yaodian_domain::standing::{Observations, Standing};
    let mut plan = plan(vec![count("750")]);
    plan.policy_changes = vec![PolicyChange {
        from: day("2023-08-01"),
        policy: Policy::yinchuan(),
    }];
    let id = plan.targets[0].id.clone();
    let known: Observations = [(id.clone(), so_far("2023-06-30", "2023-07-05", amount("371")))]
        .into_iter()
        .collect();
    let on = |as_of: &str| Standing::of(&plan, &known, day(as_of)).target(&id).map(|a| a.status);
    assert_eq!(on("2023-07-31"), Some(Status::AtRisk));
    assert_eq!(
        on("2023-08-01"),
        Some(Status::OnTrack),
        "less than ten points behind says nothing there"
    );
    let own = |as_of: &str| {
        Standing::of_unit(&plan, &known, &units(1)[0], day(as_of))
            .target(&id)
            .map(|a| a.status)
    };
    // Who alone reports a target answers for all of it, by the same policy.
    assert_eq!(own("2023-07-31"), on("2023-07-31"));
    assert_eq!(own("2023-08-01"), on("2023-08-01"));
    // Where several report, each answers for what it has said itself.
    plan.targets[0].reporters = units(2);
    let own = Standing::of_unit(&plan, &known, &units(2)[0], day("2023-07-31"));
    assert_eq!(own.target(&id).map(|a| a.status), Some(Status::AwaitingTarget));
}
