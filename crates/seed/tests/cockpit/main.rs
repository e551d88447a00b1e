//! The cockpit on Hubei's plan: a cell is the worst of its parts, sums agree with what each unit is
//! told, and nothing is lost between rows and columns.

mod made_up;

use made_up::{nothing_filed, plan, said};
use proptest::prelude::*;
use yaodian_domain::{
    Date,
    check::Status,
    cockpit::{Filed, Grain, Judged, Matrix, Place, on_desks, turned_red, unreported, week_before},
    id::{ReportId, TargetId, UnitId},
    observation::Figure,
    period::Period,
    report::{Content, Report},
    standing::{Observations, Standing},
    target::Promise,
    testing::{approve, hand_back},
    unit::UnitKind,
};

const DAY: Date = Date::constant(2023, 9, 25);

fn unit(id: &str) -> UnitId {
    UnitId::new(id).unwrap()
}

fn observations() -> impl Strategy<Value = Observations> {
    let one = (
        any::<usize>(),
        prop::option::weighted(0.8, any::<usize>()),
        1_i8..=12,
        0_i64..=100,
    );
    prop::collection::vec(one.prop_map(|(t, r, m, l)| said(t, r, m, l)), 0..400)
        .prop_map(|all| all.into_iter().collect())
}

fn day() -> impl Strategy<Value = Date> {
    (1_i8..=12, 1_i8..=28).prop_map(|(month, day)| Date::constant(2023, month, day))
}

fn grain() -> impl Strategy<Value = Grain> {
    prop_oneof![Just(Grain::Tasks), Just(Grain::Items)]
}

/// A report of `unit` on `target`, sent on `sent` if at all.
fn report(id: &str, target: &str, unit: &str, sent: Option<Date>) -> Report {
    let content = Content::of(Figure::Words { text: "照常".into() });
    let period = Period::containing(DAY);
    let id = ReportId::new(id).unwrap();
    let (target, unit) = (target.parse().unwrap(), unit.parse().unwrap());
    let draft = Report::draft(id, target, unit, period, DAY, content).unwrap();
    match sent {
        Some(day) => draft.submit(1, "甲", day).unwrap(),
        None => draft,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is known on whatever day, matrix and standing say the same.
    #[test]
    fn a_cell_is_the_worst_of_its_parts(known in observations(), today in day(), grain in grain()) {
        let plan = plan();
        let before = Judged::of(plan, &known, week_before(today));
        let now = Judged::of(plan, &known, today);
        let matrix = Matrix::of(plan, &now, &before, &nothing_filed(), grain);
        let whole = Standing::of(plan, &known, today);
        let whole_before = Standing::of(plan, &known, week_before(today));
        prop_assert_eq!(now.targets(), whole.targets());

        let mut of_units = Vec::new();
        for (at, id) in matrix.units.iter().enumerate() {
            let (own, own_before) = (Standing::of_unit(plan, &known, id, today), Standing::of_unit(plan, &known, id, week_before(today)));
            let status = |standing: &Standing, target: &TargetId| standing.target(target).map(|assessment| assessment.status);
            let mut parts = 0;
            for row in &matrix.rows {
                let held: Vec<&TargetId> = plan.targets.iter()
                    .filter(|target| row.place.holds(plan, target) && target.reporters.contains(id))
                    .map(|target| &target.id)
                    .collect();
                let cell = row.cells.iter().find(|cell| cell.unit == at);
                prop_assert_eq!(cell.map(|cell| cell.status), held.iter().filter_map(|target| status(&own, target)).min());
                prop_assert_eq!(cell.map_or(0, |cell| cell.parts), held.len());
                let red = |target: &&&TargetId| {
                    let is = |standing| status(standing, target).is_some_and(Status::is_red);
                    is(&own) && !is(&own_before)
                };
                prop_assert_eq!(cell.map_or(0, |cell| cell.turned), held.iter().filter(red).count());
                parts += held.len();
            }
            prop_assert_eq!(parts, own.iter().count(), "{} owes as much as it is told", id);
            of_units.extend(own.iter().map(|assessment| assessment.status));
        }
        // Nothing that anybody owes is missing from the columns.
        let owed: usize = plan.targets.iter().map(|target| target.reporters.len()).sum();
        prop_assert_eq!(of_units.len(), owed);

        for row in &matrix.rows {
            let targets: Vec<_> = plan.targets.iter().filter(|target| row.place.holds(plan, target)).collect();
            let worst = targets.iter().filter_map(|target| whole.target(&target.id)).map(|a| a.status).min();
            prop_assert_eq!(Some(row.status), worst);
            prop_assert!(row.targets.iter().eq(targets.iter().map(|target| &target.id)));
            if let Place::Task(id) = &row.place {
                prop_assert_eq!(row.status, whole.task(plan, plan.task(id).unwrap()));
            }
        }
        let rows: usize = matrix.rows.iter().map(|row| row.targets.len()).sum();
        prop_assert_eq!(rows, plan.targets.len());

        // The list tells of the same parts as the cells, and of each whole that turned.
        let turned = turned_red(plan, &now, &before);
        let in_cells: usize = matrix.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.turned).sum();
        prop_assert_eq!(turned.iter().filter(|turned| turned.unit.is_some()).count(), in_cells);
        for one in &turned {
            prop_assert!(one.to.is_red() && !one.from.is_red());
            if one.unit.is_none() {
                let status = |standing: &Standing| standing.target(&one.target).map(|a| a.status);
                prop_assert_eq!((status(&whole_before), status(&whole)), (Some(one.from), Some(one.to)));
            }
        }
    }

    /// A day held against itself shows nothing new, and «before» is asked by what was known then.
    #[test]
    fn nothing_turns_within_a_day(known in observations(), today in day()) {
        let now = Judged::of(plan(), &known, today);
        prop_assert_eq!(turned_red(plan(), &now, &now), []);
    }
}

#[test]
fn rows_and_columns_stand_in_the_plans_order() {
    let (plan, known) = (plan(), Observations::default());
    let judged = Judged::of(plan, &known, DAY);
    let matrix = Matrix::of(plan, &judged, &judged, &nothing_filed(), Grain::Tasks);
    let items = Matrix::of(plan, &judged, &judged, &nothing_filed(), Grain::Items);
    assert_eq!((matrix.rows.len(), items.rows.len()), (14 + 45, 14 + 27));
    let kind = |id: &UnitId| plan.units.get(id).unwrap().kind;
    let kinds: Vec<UnitKind> = matrix.units.iter().map(kind).collect();
    assert_eq!(kinds[..17], [UnitKind::Bureau; 17]);
    assert_eq!(matrix.units[0], unit("420100"));
    let first_division = matrix.units.iter().position(|id| kind(id) == UnitKind::Division);
    assert_eq!(first_division, Some(17));
    // Where a unit is named and owes nothing it is told apart from where it has no part at all.
    for row in &matrix.rows {
        assert!(row.named.iter().all(|at| row.cells.iter().all(|cell| cell.unit != *at)));
        if let Place::Headline(_) = row.place {
            assert!(row.named.is_empty());
        }
    }
    for place in ["headline-3", "item-7", "7.1"] {
        assert_eq!(place.parse::<Place>().unwrap().to_string(), place);
    }
    for text in ["headline-", "item-x", "", "7.1 "] {
        assert!(text.parse::<Place>().is_err(), "{text}");
    }
}

#[test]
fn who_has_not_reported() {
    let plan = plan();
    let reports = [
        report("a", "outfalls-yangtze", "420100", Some(DAY)),
        // A draft is not sent; of two the later counts; another period's says nothing.
        report("b", "outfalls-yangtze", "420200", None),
        Report {
            period: Period::containing(DAY).previous(),
            ..report("c", "outfalls-yangtze", "420300", Some(DAY))
        },
        hand_back(&report("d", "outfalls-yangtze", "420500", Some(DAY)), DAY, "请核对"),
    ];
    let filed = Filed::on(plan, &reports, DAY);
    let list = unreported(plan, &filed);
    let of = |id: &str| list.iter().find(|of_unit| of_unit.unit == unit(id)).unwrap();
    let owed = |id: &str| {
        plan.targets
            .iter()
            .filter(|target| target.reporters.contains(&unit(id)))
            .count()
    };
    for (id, sent, returned) in [("420100", 1, 0), ("420200", 0, 0), ("420300", 0, 0), ("420500", 0, 1)] {
        assert_eq!(
            (of(id).owed, of(id).missing.len(), of(id).returned),
            (owed(id), owed(id) - sent, returned),
            "{id}"
        );
    }
    // What the cells say, added up, is what the list says.
    let judged = Judged::of(plan, &Observations::default(), DAY);
    let matrix = Matrix::of(plan, &judged, &judged, &filed, Grain::Tasks);
    for of_unit in &list {
        let at = matrix.units.iter().position(|id| *id == of_unit.unit).unwrap();
        let cells = matrix
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .filter(|cell| cell.unit == at);
        assert_eq!(
            cells.map(yaodian_domain::cockpit::Cell::missing).sum::<usize>(),
            of_unit.missing.len()
        );
    }
    assert!(list.is_sorted_by_key(|of_unit| std::cmp::Reverse(of_unit.missing.len())));
}

#[test]
fn who_sits_on_a_review() {
    let plan = plan();
    let early = Date::constant(2023, 9, 21);
    let leads = &plan.leads(plan.target(&"outfalls-yangtze".parse().unwrap()).unwrap())[0];
    let headline = plan.headline_targets().next().unwrap();
    let own = plan
        .targets
        .iter()
        .find(|target| plan.leads(target) == target.reporters && target.reporters.len() == 1)
        .unwrap();
    let reports = [
        report("a", "outfalls-yangtze", "420100", Some(DAY)),
        report("b", "outfalls-yangtze", "420200", Some(early)),
        // Nobody leads the headline statement, and nobody reviews the own unit's report.
        report("c", headline.id.as_str(), headline.reporters[0].as_str(), Some(DAY)),
        report("d", own.id.as_str(), own.reporters[0].as_str(), Some(DAY)),
        // These wait for nobody.
        report("e", "outfalls-yangtze", "420300", None),
        approve(&report("f", "outfalls-yangtze", "420500", Some(early)), DAY),
    ];
    let desks = on_desks(plan, &reports);
    let told: Vec<_> = desks
        .iter()
        .map(|desk| {
            let ids: Vec<&str> = desk.waiting.iter().map(|(report, _)| report.id.as_str()).collect();
            (desk.unit.as_ref(), desk.oldest(), ids)
        })
        .collect();
    assert_eq!(
        told,
        [
            (Some(leads), Some(early), vec!["b", "a"]),
            (None, Some(DAY), vec!["c", "d"]),
        ]
    );
}

/// 武汉 is late, and then very late: what it is on the day before is not what it is a week later.
#[test]
fn what_turned_red_this_week() {
    let plan = plan();
    let (target, observation) = plan
        .targets
        .iter()
        .enumerate()
        .filter(|(_, target)| target.reporters.len() == 17 && matches!(target.promise, Promise::Share { .. }))
        .map(|(at, _)| said(at, Some(0), 8, 3))
        .next()
        .unwrap();
    let known: Observations = [(target.clone(), observation)].into_iter().collect();
    let first = Date::constant(2023, 8, 31);
    let (before, now) = (
        Judged::of(plan, &known, week_before(first)),
        Judged::of(plan, &known, first),
    );
    let turned = turned_red(plan, &now, &before);
    let of_wuhan: Vec<_> = turned.iter().filter(|one| one.unit == Some(unit("420100"))).collect();
    assert!(
        of_wuhan
            .iter()
            .any(|one| one.target == target && one.from == Status::NoData),
        "{of_wuhan:?}"
    );
    // Another week on it is still red, and no news.
    let later = Date::constant(2023, 9, 8);
    let (before, now) = (
        Judged::of(plan, &known, week_before(later)),
        Judged::of(plan, &known, later),
    );
    assert!(turned_red(plan, &now, &before).iter().all(|one| one.target != target));
}
