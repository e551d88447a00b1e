//! A plan of counts that four bureaus report on, each its own share of them.

use yaodian_domain::{
    Date, Decimal,
    bulletin::{Edition, Facts, Figures, Filing, Part, Section, Sources, Text},
    id::{BulletinId, TargetId, UnitId},
    observation::{Figure, Observation},
    plan::Plan,
    standing::Observations,
    testing::{blank_plan, blank_target, bureau, count_of, published},
    unit::Register,
};

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn edition(text: &str) -> Edition {
    text.parse().unwrap()
}

pub fn unit(id: &str) -> UnitId {
    UnitId::new(id).unwrap()
}

pub fn bulletin_id(id: &str) -> BulletinId {
    BulletinId::new(id).unwrap()
}

/// Targets `a1` … `a3` are reported by bureau `a` alone, and so on to `d`.
pub fn plan() -> Plan {
    let bureaus = ["a", "b", "c", "d"];
    let promise = || count_of(Decimal::ONE_HUNDRED);
    let of = |bureau: &'static str| (1..=3).map(move |n| (format!("{bureau}{n}"), bureau));
    let targets = bureaus.into_iter().flat_map(of);
    let targets = targets.map(|(id, bureau)| blank_target(&id, promise(), &[bureau]));
    Plan {
        units: Register::new(bureaus.map(bureau).into()).unwrap(),
        ..blank_plan(targets.collect())
    }
}

/// So many are done by the end of `to`, known on that day.
pub fn done(target: &str, count: i64, to: &str) -> (TargetId, Observation) {
    let figure = Figure::Amount { value: count.into() };
    let observation = Observation {
        unit: Some(unit(&target[..1])),
        ..published(day("2023-01-01"), day(to), day(to), figure)
    };
    (TargetId::new(target).unwrap(), observation)
}

pub fn filing(target: &str, period: &str, sent_on: &str, late: bool) -> Filing {
    Filing {
        unit: unit(&target[..1]),
        target: TargetId::new(target).unwrap(),
        period: period.parse().unwrap(),
        sent_on: day(sent_on),
        late,
    }
}

pub fn draw(
    plan: &Plan,
    observations: &Observations,
    filings: &[Filing],
    before: Option<(&BulletinId, &Facts)>,
    (of, as_of): (&str, &str),
) -> Facts {
    let sources = Sources {
        plan,
        observations,
        filings,
        before,
        trial: false,
        demonstration: false,
    };
    Facts::draw(sources, edition(of), day(as_of))
}

pub fn text() -> Text {
    let section = |heading: &str, attached: bool, parts: Vec<Part>| Section {
        heading: heading.to_owned(),
        attached,
        parts,
    };
    Text {
        title: "通报".to_owned(),
        mark: String::new(),
        number: String::new(),
        addressee: String::new(),
        sections: vec![
            section(
                "总体情况",
                false,
                vec![
                    Part::Words("如下。".to_owned()),
                    Part::Figures(Figures::Overall),
                    Part::Words(String::new()),
                    Part::Figures(Figures::Change),
                ],
            ),
            section("清单", true, vec![Part::Figures(Figures::Behind)]),
        ],
        signed: "督查室".to_owned(),
    }
}
