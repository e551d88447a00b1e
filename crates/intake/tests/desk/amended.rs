//! Plans that come after others: amendments, and the next year's.

use std::collections::BTreeSet;

use proptest::prelude::*;
use yaodian_domain::{
    Decimal,
    decision::{Amendment, Extension},
    id::TargetId,
    method::{Milestone, RollUp, Schedule},
    plan::Plan,
    target::{Home, Kind},
};
use yaodian_intake::{Advice, Comparator, Draft, Edit, Hindrance, Names, Obstacle, plan_of, review, usual_reporters};

use crate::support::{
    CARS, SMALL, amend, answered, check_plan, codes, draft_of, edits, form, head_of, hubei, key, place, publish_small,
    published, small,
};

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
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
            let share = serde_json::json!({ "target": target.id, "unit": unit, "goal": "15", "given_on": day });
            plan.allocations.push(serde_json::from_value(share).unwrap());
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
        let quote = text.get(target.span.start..target.span.end);
        quote.unwrap().clone_into(&mut target.quote);
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

/// Milestones that the text's new figure leaves behind are no milestones any more.
#[test]
fn how_a_target_is_judged_is_kept_as_far_as_it_makes_sense() {
    let mut before = running();
    let milestone = |month, reach| Milestone {
        by: yaodian_domain::Date::constant(2024, month, 30),
        reach: dec(reach),
    };
    let (june, november) = (milestone(6, "300"), milestone(11, "500"));
    before.targets[3].method.schedule = Schedule::Milestones(vec![june, november]);
    before.targets[3].method.roll_up = RollUp::Latest;
    let judged = |figure: &str, alone: bool| {
        let (text, mut draft) = moved(CARS, &CARS.replace("500", figure));
        draft.items[0].tasks[0].targets[1].value = Some(figure.to_owned());
        if alone {
            draft.items[0].tasks[0].assignments.pop();
        }
        let plan = amend(&text, &review(&text, draft, &[]), &before, &["t01-1-2"]).unwrap();
        check_plan(&plan);
        let target = plan.target(&TargetId::new("t01-1-2").unwrap()).unwrap();
        (target.method.schedule.clone(), target.method.roll_up)
    };
    assert_eq!(
        judged("600", false),
        (Schedule::Milestones(vec![june, november]), RollUp::Latest)
    );
    assert_eq!(judged("400", false), (Schedule::Milestones(vec![june]), RollUp::Latest));
    assert_eq!(judged("200", true), (Schedule::Linear, RollUp::Total));
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
        let quote = text.get(target.span.start..target.span.end);
        quote.unwrap().clone_into(&mut target.quote);
        target.subject = target.subject.chars().take(4).collect();
    }
    draft.headlines[0].targets[0].value = Some("90.1".to_owned());
    let due = yaodian_domain::Date::constant(2024, 12, 31);
    let tasks = draft.items.iter_mut().flat_map(|item| &mut item.tasks);
    let headlines = draft.headlines.iter_mut().flat_map(|headline| &mut headline.targets);
    for target in tasks.flat_map(|task| &mut task.targets).chain(headlines) {
        target.due = Some(due);
    }
    // Somebody else is to report the first; its name is nobody's concern.
    let first = &draft.headlines[0].targets[0];
    let mut named = form(first.kind, first.comparator, Some("90.1"), Some("%"), &first.subject);
    named.reporters = vec!["监测处".to_owned()];
    let target = key(&review(&text, draft.clone(), &[]), &first.quote);
    let named = Edit::Correct { target, form: named };
    let mut reviewed = review(&text, draft, &[named]);
    assert_eq!(reviewed.queue.len(), last.headline_targets().count() - 1);
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
        assert_eq!(new.name, old.name);
        assert_eq!(new.reporters == old.reporters, new.id != plan.targets[0].id);
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
        7 => (Just(false), edits(SMALL, &small, 16), any::<bool>()),
        1 => (Just(true), edits(&hubei().text, &large, 16), Just(true)),
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
