use yaodian_domain::{
    bulletin::{Edition, Moved, Turn},
    check::Status,
    id::TargetId,
    period::Cadence,
    plan::Name,
    standing::{Observations, Standing},
};

use crate::fixtures::{bulletin_id, day, done, draw, edition, filing, plan, unit};

/// At the end of September 75 of 100 are due.
fn september() -> Observations {
    [
        done("a1", 100, "2023-08-31"),
        done("a2", 80, "2023-08-31"),
        done("b1", 60, "2023-08-31"),
        done("b2", 20, "2023-08-31"),
        done("c1", 90, "2023-08-31"),
    ]
    .into_iter()
    .collect()
}

#[test]
fn everything_red_and_yellow_is_there_with_its_reasons() {
    let facts = draw(&plan(), &september(), &[], None, ("2023-08", "2023-08-31"));
    let behind: Vec<_> = facts
        .behind
        .iter()
        .map(|judged| (judged.target.id.as_str(), judged.assessment.status))
        .collect();
    assert_eq!(behind, [("b2", Status::OffTrack), ("b1", Status::AtRisk)]);
    assert!(facts.behind.iter().all(|judged| !judged.assessment.reasons.is_empty()));
    assert_eq!((facts.red().count(), facts.yellow().count()), (1, 1));
    assert_eq!(facts.tally.total(), 12);
    assert_eq!(facts.tally.at(Status::NoData), 7, "a blank is no verdict");
    assert_eq!(facts.headline.len(), 12);
    assert_eq!(facts.elapsed.to_string(), "66.58");
}

#[test]
fn what_changed_since_the_bulletin_before() {
    let (plan, id) = (plan(), bulletin_id("first"));
    let first = draw(&plan, &september(), &[], None, ("2023-08", "2023-08-31"));
    assert_eq!(first.change, None);
    let later: Observations = [
        done("a2", 100, "2023-09-30"),
        done("b1", 76, "2023-09-30"),
        done("b2", 21, "2023-09-30"),
        done("c1", 90, "2023-09-30"),
        done("d1", 1, "2023-09-30"),
        done("d2", 99, "2023-09-30"),
    ]
    .into_iter()
    .collect();
    let second = draw(&plan, &later, &[], Some((&id, &first)), ("2023-09", "2023-09-30"));
    let change = second.change.unwrap();
    assert_eq!(
        (&change.since, change.as_of, change.tally),
        (&id, day("2023-08-31"), first.tally)
    );
    let moved: Vec<_> = change
        .moved
        .iter()
        .map(|moved| (moved.target.as_str(), moved.turn()))
        .collect();
    assert_eq!(
        moved,
        [
            ("a1", Turn::Neither),
            ("a2", Turn::Better),
            ("b1", Turn::Better),
            ("d1", Turn::Worse),
            ("d2", Turn::Neither),
        ],
        "a1 is not heard of any more, b2 is as red as before"
    );
}

#[test]
fn which_way_a_target_went() {
    let turn = |from, to| {
        Moved {
            target: TargetId::new("t").unwrap(),
            name: Name {
                zh: String::new(),
                en: String::new(),
            },
            from,
            to,
        }
        .turn()
    };
    for (from, to, expected) in [
        (Status::AtRisk, Status::OnTrack, Turn::Better),
        (Status::OnTrack, Status::Met, Turn::Better),
        (Status::Overdue, Status::OffTrack, Turn::Better),
        (Status::OnTrack, Status::AtRisk, Turn::Worse),
        (Status::OffTrack, Status::Overdue, Turn::Worse),
        (Status::NoData, Status::OffTrack, Turn::Worse),
        (Status::NoData, Status::Met, Turn::Neither),
        (Status::AtRisk, Status::NoData, Turn::Neither),
        (Status::AwaitingTarget, Status::OnTrack, Turn::Neither),
    ] {
        assert_eq!(turn(from, to), expected, "{from:?} → {to:?}");
    }
}

#[test]
fn reports_count_once_they_were_due() {
    let (plan, known) = (plan(), september());
    let filings = [
        filing("a1", "2023-09", "2023-09-25", false),
        filing("a2", "2023-09", "2023-09-29", true),
        filing("b1", "2023-09", "2023-10-05", true),
        filing("b1", "2023-08", "2023-08-25", false),
    ];
    let drawn = |of: &str, as_of: &str| draw(&plan, &known, &filings, None, (of, as_of)).reports;
    assert_eq!(drawn("2023-09", "2023-09-28"), None, "the due day itself is not over");
    let reports = drawn("2023-09", "2023-09-30").unwrap();
    let of = |id: &str| {
        let own = reports.units.iter().find(|own| own.unit == unit(id)).unwrap();
        (own.owed, own.in_time, own.late, own.missing())
    };
    assert_eq!(of("a"), (3, 1, 1, 1));
    assert_eq!(of("b"), (3, 0, 0, 3), "what was sent later was not there");
    assert_eq!(reports.total(|own| own.owed), 12);
    let quarter = drawn("2023-Q3", "2023-10-08").unwrap();
    assert_eq!(quarter.periods.len(), 3);
    assert_eq!(quarter.total(|own| own.owed), 36);
    assert_eq!(quarter.total(|own| own.in_time), 2);
}

#[test]
fn frozen_facts_read_back_as_they_were() {
    let facts = draw(&plan(), &september(), &[], None, ("2023-08", "2023-08-31"));
    let json = serde_json::to_string(&facts).unwrap();
    assert_eq!(
        serde_json::from_str::<yaodian_domain::bulletin::Facts>(&json).unwrap(),
        facts
    );
    let standing = |known: &Observations| Standing::of(&plan(), known, day("2023-08-31"));
    assert_eq!(facts.drift(&standing(&september())), 0);
    assert_eq!(facts.drift(&standing(&Observations::default())), 5);
}

#[test]
fn months_and_quarters() {
    for (text, from, to, number) in [
        ("2023-09", "2023-09-01", "2023-09-30", 9),
        ("2023-02", "2023-02-01", "2023-02-28", 2),
        ("2023-Q1", "2023-01-01", "2023-03-31", 1),
        ("2023-Q4", "2023-10-01", "2023-12-31", 4),
    ] {
        let edition = edition(text);
        assert_eq!(edition.to_string(), text);
        assert_eq!((edition.span().from(), edition.span().to()), (day(from), day(to)));
        assert_eq!(edition.number(), number);
        let number = |cadence| edition.periods(cadence).count();
        assert_eq!(number(Cadence::Month), if edition.is_quarter() { 3 } else { 1 });
        assert_eq!(
            number(Cadence::Quarter),
            usize::from(edition.span().to().month() % 3 == 0)
        );
        assert_eq!(number(Cadence::Year), usize::from(edition.span().to().month() == 12));
    }
    for text in [
        "", "2023", "2023-13", "2023-0", "2023-Q5", "2023-q1", "23-09", "2023-+9", "0000-01",
    ] {
        assert!(text.parse::<Edition>().is_err(), "{text}");
    }
    assert_eq!(
        edition("9999-12").periods(Cadence::Month).count(),
        1,
        "there is none after it"
    );
    assert_eq!(Edition::quarter(day("2023-08-15")), edition("2023-Q3"));
    assert_eq!(Edition::month(day("2023-08-15")), edition("2023-08"));
}
