//! What must be true of a plan.

use std::collections::BTreeSet;

use yaodian_domain::{
    id::UnitId,
    plan::{Plan, Span},
    target::Home,
};

/// What must be true of every plan.
#[track_caller]
pub fn check_plan(plan: &Plan) {
    let is_text = |span: Span| assert!(plan.text.get(span.start..span.end).is_some(), "{span:?} is no text");
    [plan.preamble, plan.headline].into_iter().for_each(is_text);
    let knows = |unit: &UnitId| assert!(plan.units.get(unit).is_some(), "{unit} is not in the register");
    let (mut last, mut numbers, mut tasks) = (0, BTreeSet::new(), BTreeSet::new());
    for chapter in &plan.chapters {
        assert!(!chapter.items.is_empty(), "chapter {} has no item", chapter.number);
        is_text(chapter.heading);
        assert!(!chapter.name.zh.is_empty() && !chapter.name.en.is_empty());
        for item in &chapter.items {
            is_text(item.span);
            assert!(numbers.insert(item.number), "two items are {}", item.number);
            assert!(!item.name.zh.trim().is_empty() && !item.name.en.is_empty());
            assert!(item.span.start >= last && item.span.covers(item.heading));
            assert!(!item.tasks.is_empty(), "item {} sets no work", item.number);
            last = item.span.start;
            for task in &item.tasks {
                is_text(task.assignment.span);
                assert!(tasks.insert(task.id.clone()), "two tasks are {}", task.id);
                assert!(!plan.words(task.span).trim().is_empty());
                assert!(
                    item.span.covers(task.span) && task.span.start >= last,
                    "{} is out of order",
                    task.id
                );
                assert!(task.assignment.span.start >= task.span.end, "{}'s bracket", task.id);
                last = task.assignment.span.end;
                assert!(!task.assignment.lead.is_empty(), "nobody leads {}", task.id);
                let all = &task.assignment;
                all.lead
                    .iter()
                    .chain(&all.responsible)
                    .chain(&all.participants)
                    .for_each(knows);
                assert!(
                    plan.targets_of(&task.id).next().is_some(),
                    "{} promises nothing",
                    task.id
                );
            }
            assert!(last <= item.span.end);
        }
    }
    let mut ids = BTreeSet::new();
    for target in &plan.targets {
        assert!(ids.insert(target.id.clone()), "two targets are {}", target.id);
        assert_eq!(plan.words(target.quote.span), target.quote.text);
        assert!(!target.quote.text.trim().is_empty());
        let home = match &target.home {
            Home::Headline { .. } => plan.headline,
            Home::Task { id } => plan.task(id).unwrap().span,
            Home::Carried { .. } => panic!("nothing was carried over"),
        };
        assert!(home.covers(target.quote.span), "{} is not at home", target.id);
        assert!(target.name.zh.chars().count() <= 16 && !target.name.zh.is_empty() && !target.name.en.is_empty());
        assert!(!target.reporters.is_empty(), "nobody reports {}", target.id);
        target.reporters.iter().for_each(knows);
        if let Home::Task { id } = &target.home {
            let assignment = &plan.task(id).unwrap().assignment;
            let stranger = target.reporters.iter().find(|unit| assignment.role_of(unit).is_none());
            assert_eq!(stranger, None, "of {}", target.id);
        }
        if let Some(number) = target.promise.number() {
            assert_eq!(target.promise.could_be(number, None), Ok(()), "{}", target.id);
        }
    }
    for pair in plan.targets.windows(2) {
        let (a, b) = (pair[0].quote.span, pair[1].quote.span);
        assert!(a <= b, "{} and {} are out of order", pair[0].id, pair[1].id);
        assert!(a == b || a.end <= b.start, "{} and {} overlap", pair[0].id, pair[1].id);
    }
    let commitments = plan.headline_targets().map(|target| match target.home {
        Home::Headline { commitment } => commitment,
        _ => 0,
    });
    assert!(commitments.eq(1..=u16::try_from(plan.headline_targets().count()).unwrap()));
    for share in &plan.allocations {
        assert!(plan.target(&share.target).is_some() && plan.units.get(&share.unit).is_some());
    }
    for feed in plan.ledgers.iter().flat_map(|ledger| &ledger.feeds) {
        assert!(feed.target().is_none_or(|target| plan.target(target).is_some()));
    }
    // What the database holds is read back as it was.
    let kept: Plan = serde_json::from_str(&serde_json::to_string(plan).unwrap()).unwrap();
    assert_eq!(kept.targets, plan.targets);
    assert_eq!(kept.units, plan.units);
}
