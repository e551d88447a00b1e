//! 目标分解: the unit's own part, and the parts against the whole.

use yaodian_domain::{
    allocation::Allocation,
    check::{Policy, Status, allotment, assess_unit},
    id::UnitId,
    method::RollUp,
    observation::{Figure, Step},
    target::{Bound, Promise, Reference, Sense, Target, Toward},
    testing,
};

use crate::{
    fixtures::*,
    rollups::{by_way_of, half_year, of},
};

#[test]
fn a_unit_is_held_against_its_own_part() {
    let unit = &units(3)[0];
    let share = |target: &Target, goal: &str, inventory: Option<&str>, given_on: Option<&str>| Allocation {
        target: target.id.clone(),
        unit: unit.clone(),
        goal: dec(goal),
        inventory: inventory.map(dec),
        given_on: given_on.map(day),
        withdrawn_on: None,
    };
    let own = |target: &Target, share: Option<&Allocation>, figure: Figure| {
        let known = half_year(&[(0, figure), (1, amount("9999"))]);
        assess_unit(target, unit, share, &known, day("2023-07-05"), &Policy::default())
    };
    // A share counts from the day on which it was given.
    let villages = of(3, count("750"));
    let late = share(&villages, "70", None, Some("2023-07-06"));
    assert_eq!(own(&villages, Some(&late), amount("40")).status, Status::AwaitingTarget);
    let given = share(&villages, "70", None, Some("2023-07-05"));
    let got = own(&villages, Some(&given), amount("40"));
    assert_eq!(
        (got.status, got.bound.map(|b| b.value)),
        (Status::OnTrack, Some(dec("70")))
    );
    // A stock falls from the unit's own.
    let ponds = of(3, toward(Toward::FallFrom(dec("204")), "0"));
    let got = own(&ponds, Some(&share(&ponds, "0", Some("20"), None)), amount("10"));
    assert_eq!(
        (got.status, got.pace.and_then(|p| p.done)),
        (Status::OnTrack, Some(dec("50.0")))
    );
    assert_eq!(
        own(&ponds, Some(&share(&ponds, "0", None, None)), amount("10")).status,
        Status::AwaitingTarget
    );
    let stations = of(3, toward(Toward::RiseFrom(dec("30")), "50"));
    let got = own(&stations, Some(&share(&stations, "10", Some("6"), None)), amount("8"));
    assert_eq!(got.pace.and_then(|p| p.done), Some(dec("50.0")));
    let got = own(&stations, Some(&share(&stations, "10", None, None)), amount("8"));
    assert_eq!(got.pace.and_then(|p| p.done), Some(dec("80.0")));
    let heavy = of(3, toward(Toward::StayWithin, "8"));
    assert_eq!(
        own(&heavy, Some(&share(&heavy, "2", None, None)), amount("3")).status,
        Status::OffTrack
    );
    // Where units are counted each is held against what makes it count.
    let bound = Bound {
        sense: Sense::AtMost,
        value: dec("35"),
    };
    let cities = by_way_of(RollUp::UnitsMeeting(bound), of(3, count("2")));
    assert_eq!(own(&cities, None, amount("36")).bound, Some(bound));
    let plans = by_way_of(RollUp::UnitsDelivered, of(3, count("2")));
    assert_eq!(
        own(&plans, None, Figure::Progress { step: Step::Delivered }).status,
        Status::Met
    );
    // Not worse than the unit's own last year.
    let held = of(
        3,
        target(Promise::NotWorse {
            measure: measure("μg/m³"),
            reference: Reference::LastYear {
                sense: Sense::AtMost,
                value: Some(dec("35")),
                known_on: None,
            },
        }),
    );
    assert_eq!(
        own(&held, Some(&share(&held, "30", None, None)), amount("31")).status,
        Status::OffTrack
    );
    assert_eq!(own(&held, None, amount("31")).status, Status::NoData);
}

#[test]
fn shares_are_held_against_the_whole() {
    let shares = |target: &Target, all: &[(usize, &str, Option<&str>)]| -> Vec<Allocation> {
        all.iter()
            .map(|(unit, goal, inventory)| Allocation {
                target: target.id.clone(),
                unit: UnitId::new(format!("u{unit}")).unwrap(),
                goal: dec(goal),
                inventory: inventory.map(dec),
                given_on: None,
                withdrawn_on: None,
            })
            .collect()
    };
    let ask = |target: &Target, all: &[(usize, &str, Option<&str>)]| {
        let got = allotment(target, &shares(target, all)).expect("shares");
        (got.sum, got.whole, got.excess, got.inventory_excess, got.holds(target))
    };
    let villages = of(2, count("750"));
    assert!(allotment(&villages, &[]).is_none());
    let d = |text: &str| Some(dec(text));
    let two = [(0, "400", None), (1, "350", None)];
    assert_eq!(ask(&villages, &two), (d("750"), d("750"), d("0"), None, true));
    let short = [(0, "400", None), (1, "349", None)];
    assert_eq!(ask(&villages, &short), (d("749"), d("750"), d("-1"), None, false));
    let over = [(0, "400", None), (1, "351", None)];
    assert_eq!(ask(&villages, &over), (d("751"), d("750"), d("1"), None, true));
    // Of a ceiling it is the other way round.
    let heavy = of(2, toward(Toward::StayWithin, "8"));
    assert!(!ask(&heavy, &[(0, "5", None), (1, "4", None)]).4);
    assert!(ask(&heavy, &[(0, "4", None), (1, "3", None)]).4);
    let ponds = of(2, toward(Toward::FallFrom(dec("204")), "10"));
    let got = ask(&ponds, &[(0, "5", Some("100")), (1, "5", Some("104"))]);
    assert_eq!(got, (d("10"), d("10"), d("0"), d("0"), true));
    let got = ask(&ponds, &[(0, "5", Some("100")), (1, "5", Some("103"))]);
    assert_eq!((got.3, got.4), (d("-1"), false));
    // Who has none, and who should have none.
    let got = allotment(&villages, &shares(&villages, &[(0, "750", None), (5, "1", None)])).unwrap();
    assert_eq!(
        (got.without_share.as_slice(), got.strangers.len(), got.holds(&villages)),
        (&units(2)[1..], 1, false)
    );
    let got = allotment(
        &villages,
        &shares(&villages, &[(0, "400", None), (1, "350", None), (5, "1", None)]),
    )
    .unwrap();
    assert_eq!(
        (got.without_share.len(), got.strangers.len(), got.holds(&villages)),
        (0, 1, false)
    );
    // Shares of an inventory in entries: 80 % of 6,240 is 4,992, twice.
    let outfalls = of(2, outfalls());
    let got = ask(&outfalls, &[(0, "80", Some("6240")), (1, "80", Some("6240"))]);
    assert_eq!(got, (d("9984"), d("9984"), d("0"), d("0"), true));
    let got = ask(&outfalls, &[(0, "90", Some("6240")), (1, "70", Some("6000"))]);
    assert_eq!(got, (d("9816"), d("9984"), d("-168"), d("-240"), false));
    let got = ask(&outfalls, &[(0, "90", None), (1, "70", Some("6000"))]);
    assert_eq!(got, (None, d("9984"), None, None, true));
    // Without the whole's own, the units' inventories are the whole.
    let open = of(
        2,
        target(Promise::Share {
            measure: measure("个"),
            goal: dec("60"),
            inventory: None,
        }),
    );
    let got = ask(&open, &[(0, "50", Some("100")), (1, "70", Some("100"))]);
    assert_eq!(got, (d("120"), d("120"), d("0"), None, true));
    // Levels do not add up.
    let water = of(2, level(Sense::AtLeast, "89.3"));
    assert_eq!(
        ask(&water, &[(0, "90", None), (1, "88", None)]),
        (None, None, None, None, true)
    );
    // Others' shares are others'.
    let mut foreign = shares(&villages, &two);
    foreign[0].target = yaodian_domain::id::TargetId::new("other").unwrap();
    assert_eq!(allotment(&villages, &foreign).unwrap().without_share, units(1));
}

#[test]
fn a_share_that_is_changed_keeps_its_past() {
    let villages = of(2, count("750"));
    let mut plan = testing::blank_plan(vec![villages.clone()]);
    let unit = |number: usize| UnitId::new(format!("u{number}")).unwrap();
    let mut give = |on: &str, shares: &[(usize, &str)]| {
        let shares = shares.iter().map(|(number, goal)| Allocation {
            target: villages.id.clone(),
            unit: unit(*number),
            goal: dec(goal),
            inventory: None,
            given_on: None,
            withdrawn_on: None,
        });
        plan.break_down(&villages.id, day(on), shares.collect());
        plan.clone()
    };
    give("2023-02-01", &[(0, "400"), (1, "350")]);
    give("2023-09-01", &[(0, "500"), (1, "350")]);
    // A slip of the morning is mended in the afternoon; from then on the second unit has none.
    let plan = give("2023-09-01", &[(0, "450")]);
    let share = |number: usize, on: &str| {
        let share = plan.allocation(&villages.id, &unit(number), day(on));
        share.map(|share| share.goal.to_string())
    };
    let some = |goal: &str| Some(goal.to_owned());
    assert_eq!((share(0, "2023-01-31"), share(1, "2023-01-31")), (None, None));
    assert_eq!(
        (share(0, "2023-08-31"), share(1, "2023-08-31")),
        (some("400"), some("350"))
    );
    assert_eq!((share(0, "2023-09-01"), share(1, "2023-09-01")), (some("450"), None));
    assert_eq!(plan.allocations.len(), 3, "nothing is left of the slip");
    // The past is judged by the share of the past.
    let known = half_year(&[(0, amount("420"))]);
    let judged = |on: &str, share: Option<&Allocation>| {
        assess_unit(&villages, &unit(0), share, &known, day(on), &Policy::default()).status
    };
    let on = |on: &str| judged(on, plan.allocation(&villages.id, &unit(0), day(on)));
    assert_eq!((on("2023-08-31"), on("2023-09-01")), (Status::Met, Status::OnTrack));
}

#[test]
fn a_share_of_nothing_is_kept_from_the_start() {
    let villages = of(2, count("750"));
    let nothing = Allocation {
        target: villages.id.clone(),
        unit: UnitId::new("u0").unwrap(),
        goal: dec("0"),
        inventory: None,
        given_on: None,
        withdrawn_on: None,
    };
    let judged = |figures: &[(usize, Figure)]| {
        let known = half_year(figures);
        assess_unit(
            &villages,
            &nothing.unit,
            Some(&nothing),
            &known,
            day("2023-07-05"),
            &Policy::default(),
        )
        .status
    };
    assert_eq!(judged(&[(0, amount("0"))]), Status::Met);
    assert_eq!(judged(&[]), Status::NoData, "a blank is not zero");
}
