//! Reviewed drafts made plans: anew, from last year's, and as amendments.

use std::collections::BTreeSet;

use proptest::prelude::*;
use yaodian_domain::{
    Decimal,
    allocation::Allocation,
    decision::{Amendment, Extension},
    id::{TargetId, UnitId},
    number::NumberError,
    period::Calendar,
    plan::{Plan, Role},
    target::{Bound, Cadence, Home, Kind, Promise, Reference, Sense, Toward},
};
use yaodian_intake::{
    Advice, Comparator, Draft, Edit, Form, Hindrance, Names, Obstacle, Reviewed, plan_of, review, usual_reporters,
};

use crate::support::{
    SMALL, amend, bracket, check_plan, draft_of, edits, form, head, head_of, hubei, key, place, publish_small, read,
    small, small_units,
};

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn unit(id: &str) -> UnitId {
    UnitId::new(id).unwrap()
}

const DAYS: &str = "优良天数比率达到85%";
const FIELDS: &str = "受污染耕地安全利用率稳定在91%以上";
const CARS: &str = "淘汰老旧车辆500辆";

/// [`SMALL`] with somebody to report its headline targets, and then `more`.
fn answered(draft: Draft, more: impl FnOnce(&Reviewed) -> Vec<Edit>) -> Reviewed {
    let read = review(SMALL, draft.clone(), &[]);
    let named = |words: &str, name: &str, value: &str, by: &str| Edit::Correct {
        target: key(&read, words),
        form: Form {
            reporters: vec![by.to_owned()],
            ..form(Kind::Level, Comparator::AtLeast, Some(value), Some("%"), name)
        },
    };
    let mut edits = vec![
        named(DAYS, "优良天数比率", "85", "大气科"),
        named(FIELDS, "受污染耕地安全利用率", "91", "水科"),
    ];
    edits.extend(more(&read));
    review(SMALL, draft, &edits)
}

fn published(draft: Draft) -> Plan {
    let plan = publish_small(&answered(draft, |_| Vec::new())).unwrap();
    check_plan(&plan);
    plan
}

fn codes(hindrances: &[Hindrance]) -> Vec<Obstacle> {
    hindrances.iter().map(|hindrance| hindrance.what.clone()).collect()
}

#[test]
fn a_small_plan_is_published_with_nothing_before_it() {
    let plan = published(small());
    let told: Vec<(&str, &str, Kind, Vec<&str>)> = plan
        .targets
        .iter()
        .map(|target| {
            let reporters = target.reporters.iter().map(UnitId::as_str).collect();
            (
                target.id.as_str(),
                target.quote.text.as_str(),
                target.promise.kind(),
                reporters,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("h01", DAYS, Kind::Level, vec!["air"]),
            ("h02", FIELDS, Kind::Level, vec!["water"]),
            // What bureaus count is theirs to report; what is made, the lead's.
            ("t01-1-1", "完成30家企业深度治理", Kind::Count, vec!["east", "west"]),
            ("t01-1-2", CARS, Kind::Count, vec!["east", "west"]),
            ("t01-2-1", "制定臭氧防治方案", Kind::Deliverable, vec!["air"]),
            ("t02-1-1", "完成120个排污口整治的80%", Kind::Share, vec!["east"]),
        ]
    );
    // The item that sets no work is none, and its chapter has gone with it.
    assert_eq!(plan.chapters.len(), 1);
    assert_eq!(plan.items().map(|item| item.number).collect::<Vec<_>>(), [1, 2]);
    // Where only those who answer are named, the first of them leads.
    let task = plan.tasks().last().unwrap();
    assert_eq!(
        (&task.assignment.lead, &task.assignment.responsible),
        (&vec![unit("water")], &vec![unit("east")])
    );
    assert_eq!(plan.words(task.assignment.span), "(责任单位:水科、江东分局)");
    assert_eq!(plan.words(plan.preamble), "");
    assert_eq!(plan.words(plan.headline), format!("主要目标是:{DAYS},{FIELDS}。"));
    assert_eq!(plan.calendar, Calendar::default());
    assert_eq!(plan.units, small_units());
    assert_eq!(
        plan.target(&TargetId::new("t02-1-1").unwrap()).unwrap().promise,
        Promise::Share {
            measure: yaodian_domain::target::Measure {
                unit: yaodian_domain::plan::Name {
                    zh: "个".to_owned(),
                    en: "个".to_owned()
                },
                counted: None,
            },
            goal: dec("80"),
            inventory: Some(dec("120")),
        }
    );
}

#[test]
fn what_hinders_is_told_all_at_once_in_the_order_of_the_text() {
    let mut draft = small();
    draft.items[0].tasks[0].assignments[1].units.push("江南分局".to_owned());
    draft.items[0].tasks[1].assignments.clear();
    draft.items[1].tasks[0].targets[0].value = Some("120".to_owned());
    let hindrances = publish_small(&review(SMALL, draft, &[])).unwrap_err();
    let reviewed = review(SMALL, small(), &[]);
    let nobody = |words: &str| Obstacle::NobodyReports {
        target: key(&reviewed, words),
    };
    let codes = codes(&hindrances);
    assert_eq!(codes.len(), 5);
    assert_eq!(codes[..2], [nobody(DAYS), nobody(FIELDS)]);
    assert!(matches!(&codes[2], Obstacle::UnknownUnit { name, places } if name == "江南分局" && places.len() == 1));
    assert_eq!(
        codes[3..],
        [
            Obstacle::NoAssignment {
                at: place(SMALL, "制定臭氧防治方案。").start
            },
            Obstacle::DoesNotFit {
                target: key(&reviewed, "完成120个排污口整治的80%"),
                kind: Kind::Share,
                value: dec("120"),
            },
        ]
    );
    let told = serde_json::to_value(&hindrances[4]).unwrap();
    assert_eq!(
        (told["code"].as_str(), told["span"].as_array().map(Vec::len)),
        (Some("does-not-fit"), Some(2))
    );
}

/// What a person writes down, and what comes of it.
#[test]
fn a_form_makes_a_promise_of_its_kind_or_hinders() {
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
    use Comparator::{AsSet, AtLeast, AtMost, Deliver, NotHigher, NotLower, Progress, Sustain};
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

#[test]
fn how_often_a_duty_is_reported_stands_in_its_words() {
    let text = "1.防治。每月通报进展,持续推进治理。(大气科牵头)";
    let duty = |words| {
        read(
            text,
            words,
            form(Kind::Duty, Comparator::Sustain, None, None, "治理"),
            0.9,
        )
    };
    let mut draft = small();
    draft.headlines.clear();
    draft.chapters.clear();
    draft.items.truncate(1);
    let item = &mut draft.items[0];
    item.span = yaodian_domain::plan::Span {
        start: 0,
        end: text.len(),
    };
    item.heading = place(text, "1.防治。");
    item.tasks.truncate(1);
    item.tasks[0].span = place(text, "每月通报进展,持续推进治理。");
    item.tasks[0].assignments = bracket(text, "(大气科牵头)", &[(Role::Lead, &["大气科"])]);
    item.tasks[0].targets = vec![duty("每月通报进展"), duty("持续推进治理")];
    let register = small_units();
    let names = Names {
        register: &register,
        learned: Vec::new(),
    };
    let reviewed = review(text, draft, &[]);
    let plan = plan_of(text, &reviewed, &head("p", 2024), &names, None, None, &BTreeSet::new()).unwrap();
    check_plan(&plan);
    let cadences = plan.targets.iter().map(yaodian_domain::target::Target::cadence);
    assert!(cadences.eq([Cadence::Month, Cadence::Quarter]));
    // No heading stands above the item: it stands under the plan's own.
    assert_eq!(plan.chapters[0].name, plan.title);
    assert_eq!(plan.headline, yaodian_domain::plan::Span { start: 0, end: 0 });
}

#[test]
fn items_are_numbered_through_where_the_text_begins_anew() {
    let mut draft = small();
    draft.items[1].number = 1;
    let plan = published(draft);
    assert_eq!(plan.items().map(|item| item.number).collect::<Vec<_>>(), [1, 2]);
    let mut draft = small();
    draft.items[1].number = 7;
    let plan = published(draft);
    assert_eq!(plan.tasks().last().unwrap().id.as_str(), "7.1");
    assert_eq!(plan.targets.last().unwrap().id.as_str(), "t07-1-1");
}

#[test]
fn a_task_in_which_nothing_is_promised_is_reported_on_in_words() {
    let mut draft = small();
    draft.items[0].tasks[1].targets.clear();
    let plan = published(draft);
    let target = plan
        .targets
        .iter()
        .find(|target| target.quote.text == "制定臭氧防治方案。")
        .unwrap();
    assert_eq!(
        (target.id.as_str(), target.promise.kind()),
        ("t01-2-1", Kind::Statement)
    );
    assert_eq!(target.reporters, [unit("air")]);
}

#[test]
fn quotes_that_overlap_become_one_stretch() {
    let mut draft = small();
    let longer = "30家企业深度治理,淘汰老旧车辆500辆";
    let duty = form(Kind::Duty, Comparator::Sustain, None, None, "治理");
    draft.items[0].tasks[0].targets.push(read(SMALL, longer, duty, 0.9));
    let plan = published(draft);
    let task = &plan.tasks().next().unwrap().id;
    let quotes: Vec<&str> = plan.targets_of(task).map(|target| target.quote.text.as_str()).collect();
    assert_eq!(quotes, ["完成30家企业深度治理,淘汰老旧车辆500辆"; 3]);
}

#[test]
fn what_was_learned_of_a_unit_stays_in_the_register() {
    let mut draft = small();
    draft.items[0].tasks[1].assignments[0].units = vec!["大气环境科".to_owned()];
    let learn = |name: &str, units: &[&str]| Edit::Learn {
        name: name.to_owned(),
        units: units.iter().map(|id| unit(id)).collect(),
    };
    let reviewed = answered(draft, |_| {
        vec![learn("大气环境科", &["air"]), learn("各分局", &["east", "west"])]
    });
    let plan = publish_small(&reviewed).unwrap();
    check_plan(&plan);
    assert_eq!(plan.units.named("大气环境科").map(|unit| unit.id.as_str()), Some("air"));
    assert_eq!(plan.units.named("各分局"), None);
}

#[test]
fn a_stretch_that_is_out_of_its_place_hinders() {
    let mut draft = small();
    draft.items[0].tasks[0].targets[0].span.end = SMALL.len() + 1;
    draft.items[0].tasks[1].span.start += 1;
    let hindrances = publish_small(&review(SMALL, draft, &[])).unwrap_err();
    assert_eq!(
        codes(&hindrances),
        [Obstacle::Displaced, Obstacle::Displaced, Obstacle::Displaced]
    );
    let mut draft = small();
    draft.items.iter_mut().for_each(|item| item.tasks.clear());
    assert_eq!(
        codes(&publish_small(&review(SMALL, draft, &[])).unwrap_err()),
        [Obstacle::NoWork]
    );
}

/// Hubei's plan from the draft that says the same is Hubei's plan.
#[test]
fn an_amendment_that_changes_nothing_changes_nothing() {
    let before = hubei();
    let reviewed = review(&before.text, draft_of(before, 0.9), &[]);
    let plan = amend(&before.text, &reviewed, before, &[]).unwrap();
    check_plan(&plan);
    assert_eq!(plan.targets.len(), before.targets.len());
    for (new, old) in plan.targets.iter().zip(&before.targets) {
        assert_eq!(new, old);
    }
    for (new, old) in plan.chapters.iter().zip(&before.chapters) {
        assert_eq!(new, old);
    }
    assert_eq!(plan.words(plan.headline), before.words(before.headline));
    assert_eq!(&plan, before);
}

/// `SMALL` published, with a life of its own since.
fn running() -> Plan {
    let mut plan = published(small());
    let day = yaodian_domain::Date::constant(2024, 5, 6);
    for target in &mut plan.targets {
        target.name.en = format!("English of {}", target.id);
        target.note = Some("注".to_owned());
        if target.promise.number().is_some() {
            target.decisions.amendments.push(Amendment {
                number: dec("60"),
                inventory: None,
                decided_on: day,
                reason: "调整".to_owned(),
            });
        }
        target.decisions.extensions.push(Extension {
            asked_on: day,
            new_due: yaodian_domain::Date::constant(2025, 3, 31),
            reason: "延期".to_owned(),
            answer: None,
        });
        for unit in target.reporters.iter().skip(1) {
            plan.allocations.push(Allocation {
                target: target.id.clone(),
                unit: unit.clone(),
                goal: dec("15"),
                inventory: None,
                given_on: Some(day),
            });
        }
    }
    plan.targets[2].id = TargetId::new("firms").unwrap();
    plan.allocations[0].target = plan.targets[2].id.clone();
    plan
}

/// A draft moved to a text in which one stretch stands in another's place.
fn moved(from: &str, to: &str) -> (String, Draft) {
    let text = SMALL.replace(from, to);
    let at = SMALL.find(from).unwrap();
    let json = serde_json::to_value(small()).unwrap();
    let end = at + from.len();
    let shift = |place: usize| {
        if place >= end {
            place + to.len() - from.len()
        } else {
            place
        }
    };
    let mut draft: Draft = serde_json::from_value(shifted(json, &shift)).unwrap();
    let targets = draft
        .items
        .iter_mut()
        .flat_map(|item| &mut item.tasks)
        .flat_map(|task| &mut task.targets);
    for target in targets {
        target.quote = text.get(target.span.start..target.span.end).unwrap().to_owned();
    }
    (text, draft)
}

/// All pairs of places in a JSON text, moved.
fn shifted(value: serde_json::Value, shift: &dyn Fn(usize) -> usize) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Array(all) => match all.as_slice() {
            [Value::Number(start), Value::Number(end)] => {
                let moved = [start, end].map(|at| shift(usize::try_from(at.as_u64().unwrap()).unwrap()));
                serde_json::json!(moved)
            }
            _ => all.into_iter().map(|one| shifted(one, shift)).collect(),
        },
        Value::Object(all) => all.into_iter().map(|(key, one)| (key, shifted(one, shift))).collect(),
        other => other,
    }
}

#[test]
fn an_amended_target_keeps_what_is_known_of_it() {
    let before = running();
    let (text, mut draft) = moved("淘汰老旧车辆500辆", "淘汰老旧营运车辆600辆");
    draft.items[0].tasks[0].targets[1].value = Some("600".to_owned());
    let reviewed = review(&text, draft, &[]);
    let all: Vec<&str> = before.targets.iter().map(|target| target.id.as_str()).collect();
    let plan = amend(&text, &reviewed, &before, &all).unwrap();
    check_plan(&plan);
    let ids: Vec<&str> = plan.targets.iter().map(|target| target.id.as_str()).collect();
    assert_eq!(ids, all);
    assert_eq!(plan.allocations, before.allocations);
    for (new, old) in plan.targets.iter().zip(&before.targets) {
        assert_eq!(
            (&new.name, &new.note, &new.reporters),
            (&old.name, &old.note, &old.reporters)
        );
        assert_eq!(new.decisions.extensions, old.decisions.extensions);
        // The text's new number takes the place of what was decided about the old one.
        let same_number = new.promise.number() == old.promise.number();
        assert_eq!(new.decisions.amendments == old.decisions.amendments, same_number);
    }
    let cars = plan
        .targets
        .iter()
        .find(|target| target.id.as_str() == "t01-1-2")
        .unwrap();
    assert_eq!(cars.promise.number(), Some(dec("600")));
    assert!(cars.decisions.amendments.is_empty());
}

#[test]
fn a_target_that_was_reported_on_does_not_vanish_unseen() {
    let before = running();
    let drop_cars = |draft: Draft, text: &str| {
        let read = review(text, draft.clone(), &[]);
        let words = read.draft.items[0].tasks[0].targets[1].quote.clone();
        let target = key(&read, &words);
        review(text, draft, &[Edit::Drop { target }])
    };
    let reviewed = drop_cars(small(), SMALL);
    let gone = |advice| Obstacle::GoneWithReports {
        target: TargetId::new("t01-1-2").unwrap(),
        name: "淘汰老旧车辆".to_owned(),
        advice,
    };
    let hindrances = amend(SMALL, &reviewed, &before, &["t01-1-2"]).unwrap_err();
    let span = place(SMALL, CARS);
    assert_eq!(codes(&hindrances), [gone(Advice::AddAgain { span })]);
    assert_eq!(hindrances[0].span, span);
    // Nobody has reported on it: it may go, and its id is not used again.
    let plan = amend(SMALL, &reviewed, &before, &["firms"]).unwrap();
    check_plan(&plan);
    assert!(plan.targets.iter().all(|target| target.id.as_str() != "t01-1-2"));
    let (text, draft) = moved("淘汰老旧车辆500辆", "新建加氢站9座");
    let hindrances = amend(&text, &drop_cars(draft.clone(), &text), &before, &["t01-1-2"]).unwrap_err();
    assert_eq!(codes(&hindrances), [gone(Advice::Close)]);
    let mut draft = draft;
    draft.items[0].tasks[0].targets[1].subject = "新建加氢站".to_owned();
    let plan = amend(&text, &review(&text, draft, &[]), &before, &[]).unwrap();
    assert_eq!(plan.targets[3].id.as_str(), "t01-1-1");
    assert!(before.targets.iter().all(|target| target.id != plan.targets[3].id));
}

#[test]
fn another_kind_keeps_the_id_and_nothing_that_needs_the_old_kind() {
    let before = running();
    let reviewed = answered(small(), |read| {
        vec![Edit::Correct {
            target: key(read, CARS),
            form: form(Kind::Duty, Comparator::Sustain, None, None, "淘汰老旧车辆"),
        }]
    });
    let plan = amend(SMALL, &reviewed, &before, &["t01-1-2"]).unwrap();
    check_plan(&plan);
    let id = TargetId::new("t01-1-2").unwrap();
    let target = plan.target(&id).unwrap();
    assert!(target.decisions.amendments.is_empty() && !target.decisions.extensions.is_empty());
    assert!(plan.allocations.iter().all(|share| share.target != id));
    assert_eq!(plan.allocations.len() + 1, before.allocations.len());
}

/// Next January: the plan for 2024 with Hubei's 2023 beside it.
#[test]
fn last_years_plan_lends_its_names_rules_and_reporters() {
    let last = hubei();
    let text = last
        .text
        .replace("2023", "2024")
        .replace("比例达到 89.3%", "比例达到 90.1%");
    let mut draft = draft_of(last, 0.9);
    for target in draft.headlines.iter_mut().flat_map(|headline| &mut headline.targets) {
        target.quote = text.get(target.span.start..target.span.end).unwrap().to_owned();
        target.subject = target.subject.chars().take(4).collect();
    }
    draft.headlines[0].targets[0].value = Some("90.1".to_owned());
    let due = yaodian_domain::Date::constant(2024, 12, 31);
    let tasks = draft.items.iter_mut().flat_map(|item| &mut item.tasks);
    let headlines = draft.headlines.iter_mut().flat_map(|headline| &mut headline.targets);
    for target in tasks.flat_map(|task| &mut task.targets).chain(headlines) {
        target.due = Some(due);
    }
    let mut reviewed = review(&text, draft, &[]);
    assert_eq!(reviewed.queue.len(), last.headline_targets().count());
    reviewed.spare_known_reporters(2024, None, Some(last));
    assert_eq!(reviewed.queue, []);
    let names = Names {
        register: &last.units,
        learned: Vec::new(),
    };
    let mut next = head_of(last);
    next.year = 2024;
    next.id = yaodian_domain::id::PlanId::new("hubei-2024").unwrap();
    let plan = plan_of(&text, &reviewed, &next, &names, None, Some(last), &BTreeSet::new()).unwrap();
    check_plan(&plan);
    for (new, old) in plan.headline_targets().zip(last.headline_targets()) {
        assert_eq!((&new.name, &new.reporters), (&old.name, &old.reporters));
        assert_ne!(new.id, old.id);
        let offered =
            yaodian_intake::usual_reporters(reviewed.targets().next().unwrap().target, 2024, None, Some(last));
        assert_eq!(offered, last.targets[0].reporters);
    }
    let first = &plan.targets[0];
    assert_eq!(first.promise.number(), Some(dec("90.1")));
    assert_eq!(first.promise.measure(), last.targets[0].promise.measure());
    assert_eq!((plan.calendar, &plan.units), (last.calendar, &last.units));
    assert!(plan.items().zip(last.items()).all(|(new, old)| new.name == old.name));
    // What was decided, shared out or noted last year is last year's.
    assert!(
        plan.targets
            .iter()
            .all(|target| target.decisions.is_empty() && target.note.is_none())
    );
    assert!(plan.allocations.is_empty() && plan.ledgers.is_empty());
    let other = &reviewed.draft.items[0].tasks[0].targets[0];
    assert_eq!(usual_reporters(other, 2024, None, Some(last)), []);
}

/// Drafts, decisions about them, and the plan that they amend, if any.
fn any_publishing() -> impl Strategy<Value = (bool, Vec<Edit>, bool)> {
    let small = small();
    let large = draft_of(hubei(), 0.7);
    prop_oneof![
        (Just(false), edits(SMALL, &small, 16), any::<bool>()),
        (Just(true), edits(&hubei().text, &large, 16), Just(true)),
    ]
}

proptest! {
    /// Whatever people decide: either everything that hinders is told, or the plan keeps what plans keep.
    #[test]
    fn a_plan_is_sound_or_hindered((large, edits, amended) in any_publishing()) {
        let (text, draft, before) = if large {
            (hubei().text.as_str(), draft_of(hubei(), 0.7), hubei().clone())
        } else {
            (SMALL, small(), running())
        };
        let reviewed = review(text, draft, &edits);
        let made = if amended {
            amend(text, &reviewed, &before, &[])
        } else {
            publish_small(&reviewed)
        };
        match made {
            Ok(plan) => {
                check_plan(&plan);
                // The same once more is the same, so that publishing twice makes one version.
                let twice = if amended {
                    amend(text, &reviewed, &before, &[])
                } else {
                    publish_small(&reviewed)
                };
                prop_assert_eq!(twice.as_ref(), Ok(&plan));
                // And as an amendment of itself it changes nothing.
                let again = amend(text, &reviewed, &plan, &[]);
                prop_assert_eq!(again.map(|plan| plan.targets), Ok(plan.targets.clone()));
                let in_task = |target: &&yaodian_domain::target::Target| matches!(target.home, Home::Task { .. });
                prop_assert!(plan.targets.iter().filter(in_task).count() >= plan.tasks().count());
            }
            Err(hindrances) => {
                prop_assert!(!hindrances.is_empty());
                prop_assert!(hindrances.is_sorted_by_key(|hindrance| hindrance.span));
                let told = serde_json::to_string(&hindrances).unwrap();
                prop_assert_eq!(serde_json::from_str::<Vec<Hindrance>>(&told).unwrap(), hindrances);
            }
        }
    }
}
