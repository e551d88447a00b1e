//! Two plans held against each other.

use proptest::prelude::*;
use yaodian_domain::{
    Decimal,
    id::{TargetId, UnitId},
    plan::{Plan, Role},
    target::{Home, Kind, Promise},
};
use yaodian_intake::{Change, Changes, Difference, Pair, Part, compare};

use crate::support::hubei;

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// A plan with other words in a target's quote, wherever they stand in its text afterwards.
fn requoted(plan: &Plan, id: &str, from: &str, to: &str) -> Plan {
    let mut plan = plan.clone();
    let target = plan.targets.iter_mut().find(|target| target.id.as_str() == id).unwrap();
    assert!(target.quote.text.contains(from), "{}", target.quote.text);
    target.quote.text = target.quote.text.replace(from, to);
    plan
}

fn renumber(plan: &mut Plan, id: &str, number: &str) {
    let target = plan.targets.iter_mut().find(|target| target.id.as_str() == id).unwrap();
    match &mut target.promise {
        Promise::Level { bound, .. } => bound.value = dec(number),
        Promise::Count { goal, .. } | Promise::Share { goal, .. } => *goal = dec(number),
        other => panic!("{other:?}"),
    }
}

fn change_of<'a>(all: &'a [Difference], id: &str) -> &'a Change {
    let id = TargetId::new(id).unwrap();
    let part = |part: &Part| matches!(part, Part::Target { new, old } if new.as_ref().or(old.as_ref()) == Some(&id));
    &all.iter().find(|difference| part(&difference.part)).unwrap().change
}

fn changes_of<'a>(all: &'a [Difference], id: &str) -> &'a Changes {
    match change_of(all, id) {
        Change::Changed(changes) => changes,
        other => panic!("{id}: {other:?}"),
    }
}

#[test]
fn a_plan_says_the_same_as_itself() {
    let plan = hubei();
    let all = compare(plan, plan);
    assert!(all.iter().all(|difference| difference.change == Change::Same));
    let parts = plan.items().count() + plan.tasks().count() + plan.targets.len();
    assert_eq!(all.len(), parts);
    // The headline statement first, and then the text in its order.
    assert!(matches!(&all[0].part, Part::Target { new: Some(id), .. } if *id == plan.targets[0].id));
    assert!(matches!(
        all[plan.headline_targets().count()].part,
        Part::Item {
            new: Some(1),
            old: Some(1)
        }
    ));
}

/// «2022 年…91%» in last year's plan is «2023 年…91.5%» in this year's.
#[test]
fn across_years_only_the_figure_has_changed() {
    let new = hubei();
    let mut old = requoted(new, "farmland-safe-use", "91%", "90.5%");
    renumber(&mut old, "farmland-safe-use", "90.5");
    old.term = yaodian_domain::time::DaySpan::year(2022);
    for target in &mut old.targets {
        target.quote.text = target.quote.text.replace("2022", "2021").replace("2023", "2022");
        let due = target.due();
        let due = yaodian_domain::Date::constant(due.year() - 1, due.month(), due.day());
        target.term = yaodian_domain::time::DaySpan::new(old.term.from(), due).unwrap();
        target.id = TargetId::new(format!("old-{}", target.id)).unwrap();
    }
    let all = compare(new, &old);
    let changes = changes_of(&all, "farmland-safe-use");
    let figure = Some(Pair {
        from: Some(dec("90.5")),
        to: Some(dec("91")),
    });
    assert_eq!((&changes.figure, &changes.kind, &changes.due), (&figure, &None, &None));
    let words = changes.words.as_ref().unwrap();
    assert!(words.from.contains("90.5%") && words.to.contains("91%"));
    let targets = all.iter().filter(|one| matches!(one.part, Part::Target { .. }));
    let other: Vec<_> = targets.filter(|one| one.change != Change::Same).collect();
    assert_eq!(other.len(), 1, "{other:?}");
}

#[test]
fn what_is_new_and_what_has_gone_is_told_in_its_place() {
    let full = hubei();
    let mut fewer = full.clone();
    // A target, a task with its targets, and an item with all that is in it.
    fewer.targets.retain(|target| {
        let task = match &target.home {
            Home::Task { id } => id.as_str(),
            _ => "",
        };
        target.id.as_str() != "outfalls-yangtze" && task != "5.2" && !task.starts_with("16.")
    });
    for chapter in &mut fewer.chapters {
        chapter.items.retain(|item| item.number != 16);
        for item in &mut chapter.items {
            item.tasks.retain(|task| task.id.as_str() != "5.2");
        }
    }
    let missing = full.targets.len() - fewer.targets.len();
    let count = |all: &[Difference], change: &Change| {
        let targets = all.iter().filter(|one| matches!(one.part, Part::Target { .. }));
        (
            targets.filter(|one| &one.change == change).count(),
            all.iter().filter(|one| &one.change == change).count(),
        )
    };
    let tasks = full.tasks().filter(|task| task.id.as_str().starts_with("16.")).count();
    let with_parts = missing + 1 + tasks + 1;
    let gone = compare(&fewer, full);
    assert_eq!(count(&gone, &Change::Gone), (missing, with_parts));
    assert_eq!(count(&gone, &Change::New), (0, 0));
    assert_eq!(change_of(&gone, "outfalls-yangtze"), &Change::Gone);
    let part = |all: &[Difference], wanted: &Part| all.iter().position(|one| &one.part == wanted).unwrap();
    let item = |new, old| Part::Item { new, old };
    // The item that has gone comes last; the task that has gone comes with its item.
    assert!(part(&gone, &item(None, Some(16))) > part(&gone, &item(Some(27), Some(27))));
    let task = yaodian_domain::id::TaskId::new("5.2").unwrap();
    let task = Part::Task {
        new: None,
        old: Some(task),
    };
    assert!(part(&gone, &task) < part(&gone, &item(Some(6), Some(6))));
    let new = compare(full, &fewer);
    assert_eq!(count(&new, &Change::New), (missing, with_parts));
    assert_eq!(count(&new, &Change::Gone), (0, 0));
}

#[test]
fn who_joined_and_who_left_is_told_by_role() {
    let old = hubei();
    let mut new = old.clone();
    let item = new
        .chapters
        .iter_mut()
        .flat_map(|chapter| &mut chapter.items)
        .find(|item| item.number == 7)
        .unwrap();
    let task = &mut item.tasks[0];
    let moved = task.assignment.responsible.remove(0);
    task.assignment.participants.push(moved.clone());
    let lead = UnitId::new("jianguan").unwrap();
    task.assignment.lead.push(lead.clone());
    let wanted = Part::Task {
        new: Some(task.id.clone()),
        old: Some(task.id.clone()),
    };
    let all = compare(&new, old);
    let changed: Vec<&Difference> = all.iter().filter(|one| one.change != Change::Same).collect();
    let changes = Changes {
        joined: vec![(Role::Lead, lead), (Role::Participant, moved.clone())],
        left: vec![(Role::Responsible, moved)],
        ..Changes::default()
    };
    assert_eq!(changed.len(), 1);
    assert_eq!(
        changed[0],
        &Difference {
            part: wanted,
            change: Change::Changed(Box::new(changes)),
        }
    );
}

#[test]
fn a_target_is_the_same_by_words_then_by_likeness_within_its_item() {
    let old = hubei();
    // Reworded, in the same item.
    let mut new = requoted(old, "outfalls-yangtze", "加快推进", "大力推进");
    renumber(&mut new, "outfalls-yangtze", "85");
    // Moved to another item, with the same words.
    let home = Home::Task {
        id: yaodian_domain::id::TaskId::new("9.1").unwrap(),
    };
    let moved = new
        .targets
        .iter_mut()
        .find(|target| target.id.as_str() == "economy-opinion")
        .unwrap();
    moved.home = home;
    // Of another kind, with the same words.
    let kind = new
        .targets
        .iter_mut()
        .find(|target| target.id.as_str() == "methane-study")
        .unwrap();
    kind.promise = Promise::Deliverable;
    let all = compare(&new, old);
    let outfalls = changes_of(&all, "outfalls-yangtze");
    let figure = Pair {
        from: Some(dec("80")),
        to: Some(dec("85")),
    };
    assert_eq!(outfalls.figure, Some(figure));
    assert!(outfalls.words.is_some());
    assert_eq!(change_of(&all, "economy-opinion"), &Change::Same);
    let kinds = Pair {
        from: Kind::Statement,
        to: Kind::Deliverable,
    };
    assert_eq!(changes_of(&all, "methane-study").kind, Some(kinds));
    // Both reworded and moved it is another one.
    let other = new
        .targets
        .iter_mut()
        .find(|target| target.id.as_str() == "economy-opinion")
        .unwrap();
    other.quote.text = "制定服务经济发展的实施办法".to_owned();
    let all = compare(&new, old);
    let opinion = |part: &Part| match part {
        Part::Target { new, old } => [new, old]
            .into_iter()
            .flatten()
            .any(|id| id.as_str() == "economy-opinion"),
        _ => false,
    };
    let told = all.iter().filter(|one| opinion(&one.part)).map(|one| &one.change);
    // Each in its own item.
    assert!(told.eq([&Change::Gone, &Change::New]));
}

proptest! {
    /// Every part of both plans is told exactly once, whatever was left out and moved.
    #[test]
    fn every_part_is_told_once(
        new in prop::collection::vec(any::<bool>(), 27), old in prop::collection::vec(any::<bool>(), 27),
        less in prop::collection::vec(any::<bool>(), 300), shift in 0_u16..3,
    ) {
        let part = |keep: &[bool], less: &[bool], shift: u16| {
            let mut plan = hubei().clone();
            for chapter in &mut plan.chapters {
                chapter.items.retain(|item| keep[usize::from(item.number) - 1]);
                chapter.items.iter_mut().for_each(|item| item.number += shift);
            }
            let tasks: Vec<_> = plan.tasks().map(|task| task.id.clone()).collect();
            let mut less = less.iter().cycle();
            plan.targets.retain(|target| {
                let there = match &target.home {
                    Home::Task { id } => tasks.contains(id),
                    _ => true,
                };
                there && *less.next().unwrap()
            });
            plan
        };
        let (new, old) = (part(&new, &less, shift), part(&old, &less[7..], 0));
        let all = compare(&new, &old);
        let mut parts: (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        let mut shared = 0;
        for difference in &all {
            let (new, old) = match &difference.part {
                Part::Item { new, old } => (new.map(|n| n.to_string()), old.map(|n| n.to_string())),
                Part::Task { new, old } => (new.as_ref().map(|id| format!("task {id}")), old.as_ref().map(|id| format!("task {id}"))),
                Part::Target { new, old } => {
                    // Left as it was, a target that is in both is found again.
                    shared += usize::from(new.is_some() && new == old);
                    (new.as_ref().map(ToString::to_string), old.as_ref().map(ToString::to_string))
                }
            };
            let both = (new.is_some(), old.is_some());
            prop_assert_eq!(both, match difference.change {
                Change::Same | Change::Changed(_) => (true, true),
                Change::New => (true, false),
                Change::Gone => (false, true),
            });
            parts.0.extend(new);
            parts.1.extend(old);
        }
        for (plan, mut told) in [(&new, parts.0), (&old, parts.1)] {
            let mut wanted: Vec<String> = plan.items().map(|item| item.number.to_string()).collect();
            wanted.extend(plan.tasks().map(|task| format!("task {}", task.id)));
            wanted.extend(plan.targets.iter().map(|target| target.id.to_string()));
            wanted.sort_unstable();
            told.sort_unstable();
            prop_assert_eq!(told, wanted);
        }
        let in_both = new.targets.iter().filter(|target| old.target(&target.id).is_some());
        prop_assert_eq!(shared, in_both.count());
    }
}
