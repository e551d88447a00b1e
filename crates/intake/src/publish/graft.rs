//! What is kept of a plan before: of the version that is amended, or of last year's.

use std::collections::{BTreeMap, BTreeSet};

use yaodian_domain::{
    Decimal,
    allocation::Allocation,
    id::{TargetId, UnitId},
    method::{Comparison, Method, Milestone, RollUp, Schedule},
    plan::{Name, Plan, Span},
    target::{Authority, Home, Measure, Promise, Reference, Target, Toward},
    unit::Register,
};

use super::{
    Made,
    hindrance::{Advice, Hindrance, Obstacle},
};
use crate::{
    edit::Key,
    kin::{self, Pairs, Words},
    review::Reviewed,
};

/// The rules by which the plan runs: those of the version that is amended, or last year's as they were
/// in the end.
pub(super) fn rules(plan: &mut Plan, before: Option<&Plan>, model: Option<&Plan>) {
    let Some(old) = before.or(model) else { return };
    plan.calendar = old.calendar;
    plan.reports.clone_from(&old.reports);
    plan.workdays.clone_from(&old.workdays);
    plan.ladder.clone_from(&old.ladder);
    plan.reminders.clone_from(&old.reminders);
    plan.score.clone_from(&old.score);
    plan.naming = old.naming;
    if before.is_some() {
        plan.policy.clone_from(&old.policy);
        plan.policy_changes.clone_from(&old.policy_changes);
        plan.reopenings.clone_from(&old.reopenings);
    } else {
        plan.policy = old.policy_on(old.term.to()).clone();
    }
}

/// English names of chapters and items that are called as before. What a person wrote stays.
fn headings(plan: &mut Plan, reviewed: &Reviewed, old: &Plan, pairs: &Pairs) {
    let english = |name: &Name| (name.en != name.zh).then(|| name.en.clone());
    let chapters: BTreeMap<&str, &Name> = old.chapters.iter().map(|c| (c.name.zh.as_str(), &c.name)).collect();
    let items: Vec<&Name> = old.items().map(|item| &item.name).collect();
    let mut at = 0;
    for chapter in &mut plan.chapters {
        let same = chapters.get(chapter.name.zh.as_str());
        if let Some(en) = same.and_then(|name| english(name)) {
            chapter.name.en = en;
        }
        for item in &mut chapter.items {
            let other = pairs
                .items
                .get(at)
                .copied()
                .flatten()
                .and_then(|other| items.get(other));
            at += 1;
            if reviewed.titles_en.contains_key(&item.span.start) {
                continue;
            }
            if let Some(en) = other
                .filter(|name| name.zh == item.name.zh)
                .and_then(|name| english(name))
            {
                item.name.en = en;
            }
        }
    }
}

/// Takes over from last year's plan what is said of targets with the same words but for figures.
pub(super) fn model(made: &mut Made, reviewed: &Reviewed, old: &Plan) {
    let pairs = kin::pairs(&made.plan, old);
    headings(&mut made.plan, reviewed, old, &pairs);
    let (year, last) = (made.plan.term.to().year(), old.term.to().year());
    for ((target, key), other) in made.plan.targets.iter_mut().zip(&made.keys).zip(&pairs.targets) {
        let Some(other) = other.and_then(|other| old.targets.get(other)) else {
            continue;
        };
        let words = Words::of(&target.quote.text, year);
        if words.bones != Words::of(&other.quote.text, last).bones {
            continue;
        }
        name(target, other, is_written(reviewed, *key));
        if target.promise.kind() == other.promise.kind() {
            measure(&mut target.promise, &other.promise);
            authority(&mut target.promise, &other.promise);
            target.method.comparison = comparison(target, &other.method);
        }
    }
}

/// Takes over from the version that is amended what is known of the same targets, and tells of those
/// that have gone. Returns the ids that targets had, by their places.
pub(super) fn before(
    made: &mut Made,
    reviewed: &Reviewed,
    old: &Plan,
    reported: &BTreeSet<TargetId>,
    hindrances: &mut Vec<Hindrance>,
) -> BTreeMap<usize, TargetId> {
    let pairs = kin::pairs(&made.plan, old);
    headings(&mut made.plan, reviewed, old, &pairs);
    notes(&mut made.plan, old, &pairs);
    let assignments: BTreeMap<_, _> = made
        .plan
        .tasks()
        .map(|task| (task.id.clone(), task.assignment.clone()))
        .collect();
    let mut ids = BTreeMap::new();
    // The targets whose figures still are of the same kind.
    let mut steady: BTreeSet<TargetId> = BTreeSet::new();
    let register = made.plan.units.clone();
    for (at, (target, key)) in made.plan.targets.iter_mut().zip(&made.keys).enumerate() {
        let other = pairs.targets.get(at).copied().flatten();
        let Some(other) = other.and_then(|other| old.targets.get(other)) else {
            continue;
        };
        ids.insert(at, other.id.clone());
        name(target, other, is_written(reviewed, *key));
        target.note.clone_from(&other.note);
        if !key.is_some_and(|key| made.named.contains(&key)) {
            match &target.home {
                Home::Task { id } => {
                    let assignment = assignments.get(id);
                    let still = |unit: &UnitId| assignment.is_some_and(|all| all.role_of(unit).is_some());
                    if !other.reporters.is_empty() && other.reporters.iter().all(still) {
                        target.reporters.clone_from(&other.reporters);
                    }
                }
                _ => known(&mut target.reporters, &other.reporters, &register),
            }
        }
        target.decisions.extensions.clone_from(&other.decisions.extensions);
        if target.promise.kind() == other.promise.kind() {
            steady.insert(other.id.clone());
            if target.promise.number() == other.promise.number() {
                target.decisions.amendments.clone_from(&other.decisions.amendments);
            }
            measure(&mut target.promise, &other.promise);
            authority(&mut target.promise, &other.promise);
            detail(&mut target.promise, &other.promise);
            target.method = method(target, &other.method);
        }
    }
    let kept = |share: &&Allocation| steady.contains(&share.target) && register.get(&share.unit).is_some();
    made.plan.allocations = old.allocations.iter().filter(kept).cloned().collect();
    made.plan.ledgers.clone_from(&old.ledgers);
    for ledger in &mut made.plan.ledgers {
        ledger
            .feeds
            .retain(|feed| feed.target().is_none_or(|target| steady.contains(target)));
    }
    gone(made, old, &pairs, reported, hindrances);
    ids
}

/// What a reader should know about the wording of tasks that say the same.
fn notes(plan: &mut Plan, old: &Plan, pairs: &Pairs) {
    let old: Vec<_> = old
        .tasks()
        .map(|task| (old.words(task.span).to_owned(), task.note.clone()))
        .collect();
    let text = plan.text.clone();
    let items = plan.chapters.iter_mut().flat_map(|chapter| &mut chapter.items);
    for (task, other) in items.flat_map(|item| &mut item.tasks).zip(&pairs.tasks) {
        let words = text.get(task.span.start..task.span.end).unwrap_or_default();
        if let Some((same, note)) = other.and_then(|other| old.get(other))
            && same == words
        {
            task.note.clone_from(note);
        }
    }
}

/// Targets that were reported on and are no part of the plan any more.
fn gone(made: &Made, old: &Plan, pairs: &Pairs, reported: &BTreeSet<TargetId>, hindrances: &mut Vec<Hindrance>) {
    let paired: BTreeSet<usize> = pairs.targets.iter().flatten().copied().collect();
    let left = old.targets.iter().enumerate().filter(|(at, _)| !paired.contains(at));
    for (_, target) in left.filter(|(_, target)| !target.is_carried() && reported.contains(&target.id)) {
        let again = made.plan.text.find(&target.quote.text).map(|start| Span {
            start,
            end: start + target.quote.text.len(),
        });
        let is_new = |at: usize| pairs.targets.get(at).is_some_and(Option::is_none);
        let nearest = kin::nearest(&made.plan, target, old.term.to().year(), is_new);
        let nearest = nearest.and_then(|at| made.keys.get(at).copied().flatten());
        let (span, advice) = match (again, nearest) {
            (Some(span), _) => (span, Advice::AddAgain { span }),
            (None, Some(target)) => (target.span, Advice::Resembles { target }),
            (None, None) => (Span { start: 0, end: 0 }, Advice::Close),
        };
        let what = Obstacle::GoneWithReports {
            target: target.id.clone(),
            name: target.name.zh.clone(),
            advice,
        };
        hindrances.push(Hindrance { span, what });
    }
}

/// Whether a person wrote the target's name.
fn is_written(reviewed: &Reviewed, key: Option<Key>) -> bool {
    key.is_some_and(|key| reviewed.called.contains(&key))
}

/// The name that it had; one that a person wrote stays, and keeps the English of the same name.
fn name(target: &mut Target, other: &Target, written: bool) {
    if written && target.name.zh != other.name.zh {
        return;
    }
    target.name.clone_from(&other.name);
}

fn known(reporters: &mut Vec<UnitId>, old: &[UnitId], register: &Register) {
    if reporters.is_empty() && old.iter().all(|unit| register.get(unit).is_some()) {
        *reporters = old.to_vec();
    }
}

fn measure_mut(promise: &mut Promise) -> Option<&mut Measure> {
    match promise {
        Promise::Level { measure, .. }
        | Promise::SetElsewhere { measure, .. }
        | Promise::Count { measure, .. }
        | Promise::Share { measure, .. }
        | Promise::NotWorse { measure, .. } => Some(measure),
        Promise::Deliverable | Promise::Duty { .. } | Promise::Statement { .. } => None,
    }
}

/// What is counted, and the English of the same unit of measure. A unit that the draft does not know is
/// the old one, where the number can be one of it.
fn measure(promise: &mut Promise, old: &Promise) {
    let Some(old) = old.measure() else { return };
    let mut with_old = promise.clone();
    let Some(new) = measure_mut(&mut with_old) else { return };
    if new.unit.zh.is_empty() || new.unit.zh == old.unit.zh {
        new.clone_from(old);
        put(promise, with_old);
    }
}

/// Puts `other` in the place of `promise`, if its number can be its own.
fn put(promise: &mut Promise, other: Promise) {
    if other.number().is_none_or(|number| other.could_be(number, None).is_ok()) {
        *promise = other;
    }
}

/// Who sets the number: a draft only guesses.
fn authority(promise: &mut Promise, old: &Promise) {
    if let (
        Promise::SetElsewhere {
            authority: Authority::Body(new),
            ..
        },
        Promise::SetElsewhere {
            authority: Authority::Body(old),
            ..
        },
    ) = (promise, old)
    {
        new.clone_from(old);
    }
}

/// What a draft cannot say of a promise, as long as it fits the number that it has now.
fn detail(promise: &mut Promise, old: &Promise) {
    let with_detail = match (&*promise, old) {
        (Promise::SetElsewhere { measure, authority, .. }, Promise::SetElsewhere { given, .. }) => {
            Promise::SetElsewhere {
                measure: measure.clone(),
                authority: authority.clone(),
                given: given.clone(),
            }
        }
        (
            Promise::Count {
                measure, goal, toward, ..
            },
            Promise::Count {
                toward: was,
                most_per_day,
                ..
            },
        ) => Promise::Count {
            measure: measure.clone(),
            goal: *goal,
            toward: match (toward, was) {
                (Toward::Reach, Toward::RiseFrom(_)) | (Toward::StayWithin, Toward::FallFrom(_)) => *was,
                _ => *toward,
            },
            most_per_day: *most_per_day,
        },
        (
            Promise::Share {
                measure,
                goal,
                inventory: None,
            },
            Promise::Share { inventory, .. },
        ) => Promise::Share {
            measure: measure.clone(),
            goal: *goal,
            inventory: *inventory,
        },
        (Promise::NotWorse { measure, reference }, Promise::NotWorse { reference: was, .. }) => {
            let same = match (reference, was) {
                (Reference::LastYear { sense, .. }, Reference::LastYear { sense: was, .. }) => sense == was,
                (Reference::Whole { of }, Reference::Whole { .. }) => of.is_none(),
                _ => false,
            };
            Promise::NotWorse {
                measure: measure.clone(),
                reference: if same { was.clone() } else { reference.clone() },
            }
        }
        // How often it is reported on is the office's to say.
        (Promise::Duty { .. } | Promise::Statement { .. }, _) => old.clone(),
        _ => return,
    };
    put(promise, with_detail);
}

/// How it was judged, as far as that makes sense of what it promises now: no milestone beyond its goal
/// or its time, nothing put together of one unit's figure, and no more units counted than report.
fn method(target: &Target, old: &Method) -> Method {
    let reporters = target.reporters.len();
    let roll_up = match old.roll_up {
        RollUp::UnitsMeeting(_) | RollUp::UnitsDelivered => match target.promise {
            Promise::Count {
                goal,
                toward: Toward::Reach | Toward::StayWithin,
                ..
            } if reporters > 1 && goal <= Decimal::from(reporters) => old.roll_up,
            _ => RollUp::Total,
        },
        _ if reporters < 2 => RollUp::Total,
        together => together,
    };
    let fits = |milestone: &&Milestone| {
        let within = match target.promise {
            Promise::Count {
                goal,
                toward: Toward::FallFrom(_),
                ..
            } => milestone.reach >= goal,
            Promise::Count { goal, .. } | Promise::Share { goal, .. } => milestone.reach <= goal,
            _ => true,
        };
        within && target.term.contains(milestone.by)
    };
    let left: Vec<Milestone> = old.schedule.milestones().iter().filter(fits).copied().collect();
    let schedule = match old.schedule {
        Schedule::Milestones(_) if !left.is_empty() => Schedule::Milestones(left),
        Schedule::Monthly(_) if !left.is_empty() => Schedule::Monthly(left),
        _ => Schedule::Linear,
    };
    let comparison = match roll_up {
        RollUp::UnitsMeeting(_) => old.comparison,
        _ => comparison(target, old),
    };
    Method {
        comparison,
        roll_up,
        schedule,
        weight: old.weight,
    }
}

/// How it was compared; what is counted in things is not compared rounded.
fn comparison(target: &Target, old: &Method) -> Option<Comparison> {
    let of_things = match &target.promise {
        Promise::Count { .. } => true,
        Promise::NotWorse { reference, .. } => matches!(reference, Reference::Whole { .. }),
        _ => false,
    };
    let rounds = |comparison: &Comparison| *comparison == Comparison::Rounded;
    old.comparison.filter(|comparison| !(of_things && rounds(comparison)))
}
