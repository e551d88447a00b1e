//! What a person writes down, and what is promised by it.

use yaodian_domain::{
    Decimal,
    number::NumberError,
    target::{Bound, Cadence, Kind, Promise, Reference, Sense, Toward},
};
use yaodian_intake::{Comparator, Edit, Form, Obstacle};

use crate::support::{CARS, answered, check_plan, form, key, publish_small, small};

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn a_form_makes_a_promise_of_its_kind_or_hinders() {
    use Comparator::{AsSet, AtLeast, AtMost, Deliver, NotHigher, NotLower, Progress, Sustain};

    let made = |form: Form| -> Result<Promise, Obstacle> {
        let reviewed = answered(small(), |read| {
            vec![Edit::Correct {
                target: key(read, CARS),
                form,
            }]
        });
        let plan = publish_small(&reviewed).map_err(|all| all[0].what.clone())?;
        check_plan(&plan);
        let target = plan.targets.iter().find(|target| target.quote.text == CARS).unwrap();
        Ok(target.promise.clone())
    };
    let plain = |kind, comparator, value: Option<&str>| form(kind, comparator, value, None, "车辆淘汰率");
    let stocked = |kind, comparator, value, inventory: &str| Form {
        inventory: Some(inventory.to_owned()),
        ..plain(kind, comparator, value)
    };
    let bound = |promise: Promise| match promise {
        Promise::Level { bound, measure } => (bound, measure.unit.zh),
        other => panic!("{other:?}"),
    };
    let at = |sense, value| Bound {
        sense,
        value: dec(value),
    };
    // The unit that stands in no form is told by the name: a 率 is a percentage.
    let level = |comparator, value| bound(made(plain(Kind::Level, comparator, Some(value))).unwrap());
    assert_eq!(level(AtLeast, "89.30"), (at(Sense::AtLeast, "89.30"), "%".to_owned()));
    assert_eq!(level(AtMost, "0.3"), (at(Sense::AtMost, "0.3"), "%".to_owned()));
    let down = bound(made(plain(Kind::Share, AtMost, Some("30"))).unwrap());
    assert_eq!(down.0, at(Sense::AtMost, "30"));

    let toward = |form| match made(form).unwrap() {
        Promise::Count { goal, toward, .. } => (goal, toward),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        toward(plain(Kind::Count, AtLeast, Some("12,480"))),
        (dec("12480"), Toward::Reach)
    );
    assert_eq!(
        toward(plain(Kind::Count, AtMost, Some("8"))),
        (dec("8"), Toward::StayWithin)
    );
    assert_eq!(
        toward(stocked(Kind::Count, AtMost, Some("0"), "204")),
        (dec("0"), Toward::FallFrom(dec("204")))
    );

    let many = |value, unit| match made(form(Kind::Count, AtLeast, Some(value), Some(unit), "接入农户")).unwrap() {
        Promise::Count { goal, measure, .. } => (goal.to_string(), measure.unit.zh),
        other => panic!("{other:?}"),
    };
    // Things are counted one by one.
    assert_eq!(many("8.5", "万户"), ("85000".to_owned(), "户".to_owned()));
    assert_eq!(many("1.2", "亿千瓦"), ("120000000".to_owned(), "千瓦".to_owned()));
    assert_eq!(many("30", "千瓦"), ("30".to_owned(), "千瓦".to_owned()));
    assert_eq!(many("3", "万"), ("30000".to_owned(), "个".to_owned()));
    let beyond = made(form(Kind::Count, AtLeast, Some("2"), Some("万亿元"), "产值"));
    assert!(matches!(
        beyond,
        Err(Obstacle::BadFigure {
            why: NumberError::TooLarge,
            ..
        })
    ));

    let reference = |form| match made(form).unwrap() {
        Promise::NotWorse { reference, .. } => reference,
        other => panic!("{other:?}"),
    };
    let last_year = |sense| Reference::LastYear {
        sense,
        value: None,
        known_on: None,
    };
    assert_eq!(
        reference(plain(Kind::NotWorse, NotLower, None)),
        last_year(Sense::AtLeast)
    );
    assert_eq!(
        reference(plain(Kind::NotWorse, NotHigher, None)),
        last_year(Sense::AtMost)
    );
    assert_eq!(
        reference(plain(Kind::NotWorse, AtLeast, Some("Ⅱ"))),
        Reference::Whole { of: None }
    );
    assert_eq!(
        reference(plain(Kind::Level, AtLeast, Some("Ⅱ类"))),
        Reference::Whole { of: None }
    );
    assert_eq!(
        reference(plain(Kind::NotWorse, AtLeast, Some("204"))),
        Reference::Whole { of: Some(dec("204")) }
    );

    assert!(matches!(
        made(plain(Kind::SetElsewhere, AsSet, None)),
        Ok(Promise::SetElsewhere { given: None, .. })
    ));
    assert_eq!(made(plain(Kind::Deliverable, Deliver, None)), Ok(Promise::Deliverable));
    let quarter = Cadence::Quarter;
    assert_eq!(
        made(plain(Kind::Duty, Sustain, None)),
        Ok(Promise::Duty { cadence: quarter })
    );
    assert_eq!(
        made(plain(Kind::Statement, Progress, None)),
        Ok(Promise::Statement { cadence: quarter })
    );

    for (form, value) in [
        (plain(Kind::Share, AtLeast, Some("120")), "120"),
        (plain(Kind::Share, AtLeast, Some("0")), "0"),
        (stocked(Kind::Share, AtLeast, Some("80"), "2.5"), "2.5"),
        (plain(Kind::Level, AtLeast, Some("101")), "101"),
        (plain(Kind::Count, AtLeast, Some("2.5")), "2.5"),
        (plain(Kind::Count, AtLeast, Some("0")), "0"),
        (stocked(Kind::Count, AtMost, Some("300"), "204"), "300"),
        (plain(Kind::NotWorse, AtLeast, Some("2.5")), "2.5"),
    ] {
        match made(form.clone()) {
            Err(Obstacle::DoesNotFit { value: found, .. }) => assert_eq!(found, dec(value), "{form:?}"),
            other => panic!("{form:?}: {other:?}"),
        }
    }
    for kind in [Kind::Level, Kind::Count, Kind::Share] {
        assert!(
            matches!(made(plain(kind, AtLeast, None)), Err(Obstacle::NoFigure { kind: found, .. }) if found == kind)
        );
        let wild = made(plain(kind, AtLeast, Some("很多")));
        assert!(matches!(wild, Err(Obstacle::BadFigure { value, .. }) if value == "很多"));
        let huge = made(plain(kind, AtLeast, Some("9999999999999999")));
        let too_large = NumberError::TooLarge;
        assert!(matches!(huge, Err(Obstacle::BadFigure { why, .. }) if why == too_large));
    }
    let early = Form {
        due: Some(yaodian_domain::Date::constant(2023, 12, 31)),
        ..plain(Kind::Deliverable, Deliver, None)
    };
    assert!(matches!(made(early), Err(Obstacle::DueBefore { .. })));
}
