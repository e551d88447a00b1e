//! What the plan says: chapters, items, tasks, who answers, targets and shares.

use yaodian_documents::open::{Field, Open, Shape, Value};
use yaodian_domain::{
    Decimal,
    id::UnitId,
    plan::{Role, Task},
    target::{Home, Kind as PromiseKind, Promise, Reference, Sense, Target},
    unit::{Unit, UnitKind},
};
use yaodian_words::{
    Lang, figures,
    open_data::{fields as f, tables as t},
};

use super::{Ground, code, ids};

pub(super) fn chapters(ground: &Ground) -> Open<'_> {
    Shape::new("chapters", t::chapters, t::chapters_about)
        .column(
            Field::text("number", f::number).required().unique(),
            |(_, one): &(usize, &yaodian_domain::plan::Chapter)| one.number.clone(),
        )
        .column(
            Field::integer("position", f::position).required().unique(),
            |(at, _)| at + 1,
        )
        .column(Field::text("name", f::name).required(), |(_, one)| one.name.zh.clone())
        .column(Field::text("name_en", f::name_en), |(_, one)| one.name.en.clone())
        .key(&["number"])
        .rows(ground.plan().chapters.iter().enumerate())
}

pub(super) fn items(ground: &Ground) -> Open<'_> {
    let plan = ground.plan();
    let all = plan
        .chapters
        .iter()
        .flat_map(|chapter| chapter.items.iter().map(move |item| (chapter, item)));
    Shape::new("items", t::items, t::items_about)
        .column(
            Field::integer("number", f::number).required().unique(),
            |(_, item): &(&yaodian_domain::plan::Chapter, &yaodian_domain::plan::Item)| item.number,
        )
        .column(
            Field::text("chapter", f::chapter).required().of("chapters", "number"),
            |(chapter, _)| chapter.number.clone(),
        )
        .column(Field::text("name", f::name).required(), |(_, item)| {
            item.name.zh.clone()
        })
        .column(Field::text("name_en", f::name_en), |(_, item)| item.name.en.clone())
        .column(Field::text("words", f::words).required(), move |(_, item)| {
            plan.words(item.span)
        })
        .key(&["number"])
        .rows(all)
}

pub(super) fn tasks(ground: &Ground) -> Open<'_> {
    let plan = ground.plan();
    Shape::new("tasks", t::tasks, t::tasks_about)
        .column(
            Field::text("id", f::id).required().unique().like(r"[0-9]+\.[0-9]+"),
            |task: &&Task| task.id.to_string(),
        )
        .column(
            Field::integer("item", f::item).required().of("items", "number"),
            move |task| plan.item_of(&task.id).map(|item| item.number),
        )
        .column(Field::text("words", f::words).required(), move |task| {
            plan.words(task.span)
        })
        .column(Field::text("note", f::note), |task| task.note.clone())
        .key(&["id"])
        .rows(plan.tasks())
}

pub(super) fn assignments(ground: &Ground) -> Open<'_> {
    let roles = [Role::Lead, Role::Responsible, Role::Participant];
    let all = ground.plan().tasks().flat_map(move |task| {
        let named = |role| match role {
            Role::Lead => &task.assignment.lead,
            Role::Responsible => &task.assignment.responsible,
            Role::Participant => &task.assignment.participants,
        };
        roles
            .into_iter()
            .flat_map(move |role| named(role).iter().map(move |unit| (task, unit, role)))
    });
    Shape::new("assignments", t::assignments, t::assignments_about)
        .column(
            Field::text("task", f::task).required().of("tasks", "id"),
            |(task, _, _): &(&Task, &UnitId, Role)| task.id.to_string(),
        )
        .column(unit_field().required(), |(_, unit, _)| unit.to_string())
        .column(
            Field::text("role", f::role)
                .required()
                .about(f::role_about)
                .among(roles.map(code)),
            |(_, _, role)| code(role),
        )
        .key(&["task", "unit", "role"])
        .rows(all)
}

/// The field that names a unit.
pub(super) fn unit_field() -> Field {
    Field::text("unit", f::unit).of("units", "id")
}

/// The field that names a target.
pub(super) fn target_field() -> Field {
    Field::text("target", f::target).required().of("targets", "id")
}

pub(super) fn units(ground: &Ground) -> Open<'_> {
    let kinds = [UnitKind::Division, UnitKind::Affiliate, UnitKind::Bureau];
    Shape::new("units", t::units, t::units_about)
        .column(Field::text("id", f::id).required().unique(), |unit: &&Unit| {
            unit.id.to_string()
        })
        .column(
            Field::text("kind", f::kind)
                .required()
                .about(f::unit_kind_about)
                .among(kinds.map(code)),
            |unit| code(unit.kind),
        )
        .column(Field::text("name", f::name).required(), |unit| unit.name.clone())
        .column(Field::text("full_name", f::full_name).required(), |unit| {
            unit.full_name.clone()
        })
        .column(Field::text("name_en", f::name_en), |unit| unit.name_en.clone())
        .column(Field::text("aliases", f::aliases), |unit| unit.aliases.join(" "))
        .column(Field::text("note", f::note), |unit| unit.note.clone())
        .key(&["id"])
        .rows(ground.plan().units.iter())
}

/// How a figure is held against the number.
fn comparator(promise: &Promise) -> Option<&'static str> {
    let sense = |sense: Sense| match sense {
        Sense::AtLeast => ">=",
        Sense::AtMost => "<=",
    };
    match promise {
        Promise::Level { bound, .. } => Some(sense(bound.sense)),
        Promise::SetElsewhere { given, .. } => given.as_ref().map(|given| sense(given.bound.sense)),
        Promise::Count { toward, .. } => Some(sense(toward.sense())),
        Promise::Share { .. } => Some(">="),
        Promise::NotWorse {
            reference: Reference::LastYear { sense: way, .. },
            ..
        } => Some(sense(*way)),
        Promise::NotWorse {
            reference: Reference::Whole { .. },
            ..
        } => Some("keep-all"),
        Promise::Deliverable => Some("deliver"),
        Promise::Duty { .. } | Promise::Statement { .. } => Some("sustain"),
    }
}

/// The number that a figure is held against, as far as it was known on a day.
fn goal(promise: &Promise, as_of: yaodian_domain::Date) -> Option<Decimal> {
    match promise {
        Promise::SetElsewhere { given: Some(given), .. } if given.source.published_on > as_of => None,
        Promise::NotWorse {
            reference: Reference::LastYear { value, known_on, .. },
            ..
        } => value.filter(|_| known_on.is_none_or(|known_on| known_on <= as_of)),
        Promise::NotWorse {
            reference: Reference::Whole { of },
            ..
        } => *of,
        other => other.number(),
    }
}

pub(super) fn targets(ground: &Ground) -> Open<'_> {
    let (plan, as_of) = (ground.plan(), ground.as_of);
    let comparators = [">=", "<=", "keep-all", "deliver", "sustain"];
    let all = plan.targets.iter().map(move |target| (target, target.in_force(as_of)));
    Shape::new("targets", t::targets, t::targets_about)
        .column(
            Field::text("id", f::id).required().unique().like("[a-z0-9./-]+"),
            |(target, _): &(&Target, Target)| target.id.to_string(),
        )
        .column(Field::text("name", f::name).required(), |(target, _)| {
            target.name.zh.clone()
        })
        .column(Field::text("name_en", f::name_en), |(target, _)| target.name.en.clone())
        .column(Field::text("quote", f::quote).required(), |(target, _)| {
            target.quote.text.clone()
        })
        .column(
            Field::integer("quote_start", f::quote_start).about(f::quote_start_about),
            |(target, _)| target.quote.span.start,
        )
        .column(Field::integer("quote_end", f::quote_end), |(target, _)| {
            target.quote.span.end
        })
        .column(
            Field::text("kind", f::kind)
                .required()
                .about(f::target_kind_about)
                .among(PromiseKind::ALL.map(code)),
            |(target, _)| code(target.promise.kind()),
        )
        .column(
            Field::text("comparator", f::comparator)
                .about(f::comparator_about)
                .among(comparators),
            |(target, _)| comparator(&target.promise),
        )
        .column(
            Field::number("goal", f::goal).about(f::goal_about),
            move |(target, _)| goal(&target.promise, as_of),
        )
        .column(Field::text("measure", f::measure), |(target, _)| {
            figures::unit_of(Lang::Zh, target).to_owned()
        })
        .column(Field::text("measure_en", f::measure), |(target, _)| {
            figures::unit_of(Lang::En, target).to_owned()
        })
        .column(Field::number("inventory", f::inventory), |(target, _)| {
            inventory(&target.promise)
        })
        .column(Field::day("due", f::due).required(), |(target, _)| target.due())
        .column(
            Field::number("goal_in_force", f::goal_in_force).about(f::in_force_about),
            move |(_, now)| goal(&now.promise, as_of),
        )
        .column(
            Field::day("due_in_force", f::due_in_force)
                .required()
                .about(f::in_force_about),
            |(_, now)| now.due(),
        )
        .column(Field::truth("headline", f::headline), |(target, _)| {
            matches!(target.home, Home::Headline { .. })
        })
        .column(
            Field::integer("commitment", f::commitment).about(f::commitment_about),
            |(target, _)| match &target.home {
                Home::Headline { commitment } => Some(*commitment),
                _ => None,
            },
        )
        .column(
            Field::text("task", f::task).of("tasks", "id"),
            |(target, _)| match &target.home {
                Home::Task { id } => Some(id.to_string()),
                _ => None,
            },
        )
        .column(
            Field::integer("item", f::item).of("items", "number"),
            move |(target, _)| plan.item_number(target),
        )
        .column(
            Field::text("carried_from", f::carried_from),
            |(target, _)| match &target.home {
                Home::Carried { from, target, .. } => Some(format!("{from}/{target}")),
                _ => None,
            },
        )
        .column(
            Field::text("leads", f::leads).about(f::ids_about),
            move |(target, _)| ids(plan.leads(target)),
        )
        .column(
            Field::text("reporters", f::reporters).about(f::ids_about),
            |(target, _)| ids(&target.reporters),
        )
        .column(Field::text("ledger", f::ledger_of), move |(target, _)| {
            plan.ledger_of(&target.id).map(|ledger| ledger.id.to_string())
        })
        .column(Field::text("note", f::note), |(target, _)| target.note.clone())
        .key(&["id"])
        .rows(all)
}

fn inventory(promise: &Promise) -> Option<Decimal> {
    match promise {
        Promise::Share { inventory, .. } => *inventory,
        _ => None,
    }
}

pub(super) fn allocations(ground: &Ground) -> Open<'_> {
    let (plan, as_of) = (ground.plan(), ground.as_of);
    let first = plan.term.from();
    let given = move |share: &yaodian_domain::allocation::Allocation| share.given_on.unwrap_or(first);
    let all = plan
        .allocations
        .iter()
        .filter(move |share| share.given_on.is_none_or(|day| day <= as_of));
    Shape::new("allocations", t::allocations, t::allocations_about)
        .column(target_field(), |share: &&yaodian_domain::allocation::Allocation| {
            share.target.to_string()
        })
        .column(unit_field().required(), |share| share.unit.to_string())
        .column(Field::number("goal", f::goal).required(), |share| share.goal)
        .column(Field::number("inventory", f::inventory), |share| share.inventory)
        .column(
            Field::day("given_on", f::given_on).required().about(f::given_on_about),
            move |share| given(share),
        )
        .column(
            Field::day("withdrawn_on", f::withdrawn_on).about(f::withdrawn_on_about),
            move |share| share.withdrawn_on.filter(|day| *day <= as_of),
        )
        .key(&["target", "unit", "given_on"])
        .rows(all)
}

/// Of a plan the words that are one line of a table.
pub(super) fn one_line<'a>(text: &str) -> Value<'a> {
    text.replace('\n', " ").into()
}
