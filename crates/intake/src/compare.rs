//! What one plan says otherwise than another: an amended version than the one before it, or this
//! year's plan than last year's.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Date, Decimal,
    id::{TargetId, TaskId, UnitId},
    plan::{Assignment, Item, Plan, Role, Task},
    target::{Kind, Target},
};

use crate::kin::{self, Words};

/// A part of two plans, or of one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Which part.
    pub part: Part,
    /// What became of it.
    pub change: Change,
}

/// A part as the two plans call it; `None` where a plan does not have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "part", rename_all = "kebab-case")]
pub enum Part {
    /// An item, by its numbers.
    Item {
        /// In the new plan.
        new: Option<u16>,
        /// In the old one.
        old: Option<u16>,
    },
    /// A task.
    Task {
        /// In the new plan.
        new: Option<TaskId>,
        /// In the old one.
        old: Option<TaskId>,
    },
    /// A target.
    Target {
        /// In the new plan.
        new: Option<TargetId>,
        /// In the old one.
        old: Option<TargetId>,
    },
}

/// What became of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It says the same, each plan's own year being the same.
    Same,
    /// It says something else.
    Changed(Box<Changes>),
    /// Only the new plan has it.
    New,
    /// Only the old plan has it.
    Gone,
}

/// From what to what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair<T> {
    /// In the old plan.
    pub from: T,
    /// In the new one.
    pub to: T,
}

/// What is different about a part that both plans have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// A target's number.
    pub figure: Option<Pair<Option<Decimal>>>,
    /// A target's kind.
    pub kind: Option<Pair<Kind>>,
    /// A target's due date, told by how it lies in its plan's year: the same day of another year is the
    /// same.
    pub due: Option<Pair<Date>>,
    /// The words: an item's name, a task's text, a target's quote.
    pub words: Option<Pair<String>>,
    /// Units that a task has now.
    pub joined: Vec<(Role, UnitId)>,
    /// Units that a task no longer has.
    pub left: Vec<(Role, UnitId)>,
}

/// Holds two plans against each other: first the headline targets, then each item with its tasks and
/// their targets, in the order of the new plan; what has gone comes after what is there of the same
/// item, and items that have gone come last.
///
/// What is the same is found by one rule, here and in publishing, and across years: items of the same
/// name or the most alike ones; of paired items, tasks with the same or the most alike words; targets
/// with the same words and kind wherever they stand, then, within the same item, those the most alike
/// by quote or name, where figures and the plans' own years do not count.
pub fn compare(new: &Plan, old: &Plan) -> Vec<Difference> {
    let pairs = kin::pairs(new, old);
    let (new_items, old_items): (Vec<&Item>, Vec<&Item>) = (new.items().collect(), old.items().collect());
    let old_tasks: Vec<&Task> = old.tasks().collect();
    let mut told = Told {
        new,
        old,
        targets: &pairs.targets,
        gone: {
            let paired: BTreeSet<usize> = pairs.targets.iter().flatten().copied().collect();
            (0..old.targets.len()).filter(|at| !paired.contains(at)).collect()
        },
        out: Vec::new(),
    };
    told.targets_of(None);
    told.gone_of(None);
    let mut seen_tasks = BTreeSet::new();
    let mut first = 0;
    for (at, item) in new_items.iter().enumerate() {
        let other = pairs
            .items
            .get(at)
            .copied()
            .flatten()
            .and_then(|at| old_items.get(at))
            .copied();
        told.item(Some(item), other);
        for (task, place) in item.tasks.iter().zip(first..) {
            let same = pairs.tasks.get(place).copied().flatten();
            seen_tasks.extend(same);
            let same = same.and_then(|at| old_tasks.get(at)).copied();
            told.task(Some(task), same);
            told.targets_of(Some(task));
            if let Some(same) = same {
                told.gone_of(Some(same));
            }
        }
        first += item.tasks.len();
        for task in other.map(|other| &other.tasks).into_iter().flatten() {
            let place = old_tasks.iter().position(|old| old.id == task.id);
            if place.is_some_and(|place| !seen_tasks.contains(&place)) {
                told.task(None, Some(task));
                told.gone_of(Some(task));
            }
        }
    }
    let kept: BTreeSet<usize> = pairs.items.iter().flatten().copied().collect();
    for (_, item) in old_items.iter().enumerate().filter(|(at, _)| !kept.contains(at)) {
        told.item(None, Some(item));
        for task in &item.tasks {
            told.task(None, Some(task));
            told.gone_of(Some(task));
        }
    }
    told.out
}

struct Told<'a> {
    new: &'a Plan,
    old: &'a Plan,
    targets: &'a [Option<usize>],
    /// The old targets that have gone, by their places.
    gone: Vec<usize>,
    out: Vec<Difference>,
}

impl Told<'_> {
    fn tell(&mut self, part: Part, changes: Option<Changes>, has: (bool, bool)) {
        let change = match (has, changes) {
            ((true, false), _) => Change::New,
            ((false, true), _) => Change::Gone,
            (_, Some(changes)) if changes != Changes::default() => Change::Changed(Box::new(changes)),
            _ => Change::Same,
        };
        self.out.push(Difference { part, change });
    }

    fn item(&mut self, new: Option<&Item>, old: Option<&Item>) {
        let changes = new.zip(old).map(|(new, old)| Changes {
            words: self.words(&new.name.zh, &old.name.zh),
            ..Changes::default()
        });
        let part = Part::Item {
            new: new.map(|item| item.number),
            old: old.map(|item| item.number),
        };
        self.tell(part, changes, (new.is_some(), old.is_some()));
    }

    fn task(&mut self, new: Option<&Task>, old: Option<&Task>) {
        let changes = new.zip(old).map(|(new, old)| {
            let (is, was) = (roles(&new.assignment), roles(&old.assignment));
            Changes {
                words: self.words(self.new.words(new.span), self.old.words(old.span)),
                joined: is.iter().filter(|one| !was.contains(one)).cloned().collect(),
                left: was.iter().filter(|one| !is.contains(one)).cloned().collect(),
                ..Changes::default()
            }
        });
        let part = Part::Task {
            new: new.map(|task| task.id.clone()),
            old: old.map(|task| task.id.clone()),
        };
        self.tell(part, changes, (new.is_some(), old.is_some()));
    }

    /// The new plan's targets of a task, or those of the headline statement.
    fn targets_of(&mut self, task: Option<&Task>) {
        let (new, old) = (self.new, self.old);
        for (target, other) in new.targets.iter().zip(self.targets) {
            if is_of(target, task) {
                let other = other.and_then(|other| old.targets.get(other));
                self.target(Some(target), other);
            }
        }
    }

    /// The old plan's targets of a task that have gone.
    fn gone_of(&mut self, task: Option<&Task>) {
        let old = self.old;
        for at in self.gone.clone() {
            if let Some(target) = old.targets.get(at).filter(|target| is_of(target, task)) {
                self.target(None, Some(target));
            }
        }
    }

    fn target(&mut self, new: Option<&Target>, old: Option<&Target>) {
        let changes = new.zip(old).map(|(new, old)| {
            let (figures, kinds) = (
                (old.promise.number(), new.promise.number()),
                (old.promise.kind(), new.promise.kind()),
            );
            let (since, until) = (self.old.term, self.new.term);
            let years = i32::from(until.to().year()) - i32::from(since.to().year());
            let moved = |day: Date| (i32::from(day.year()) + years, day.month(), day.day());
            let (was, is) = (old.due(), new.due());
            let same_day = moved(was) == (i32::from(is.year()), is.month(), is.day());
            Changes {
                figure: changed(figures),
                kind: changed(kinds),
                due: (!same_day).then_some(Pair { from: was, to: is }),
                words: self.words(&new.quote.text, &old.quote.text),
                ..Changes::default()
            }
        });
        let part = Part::Target {
            new: new.map(|target| target.id.clone()),
            old: old.map(|target| target.id.clone()),
        };
        self.tell(part, changes, (new.is_some(), old.is_some()));
    }

    fn words(&self, new: &str, old: &str) -> Option<Pair<String>> {
        let (from, to) = (
            Words::of(old, self.old.term.to().year()),
            Words::of(new, self.new.term.to().year()),
        );
        (from.same != to.same).then(|| Pair {
            from: old.to_owned(),
            to: new.to_owned(),
        })
    }
}

fn changed<T: PartialEq>((from, to): (T, T)) -> Option<Pair<T>> {
    (from != to).then_some(Pair { from, to })
}

fn is_of(target: &Target, task: Option<&Task>) -> bool {
    use yaodian_domain::target::Home;
    match (&target.home, task) {
        (Home::Headline { .. }, None) => true,
        (Home::Task { id }, Some(task)) => id == &task.id,
        _ => false,
    }
}

fn roles(assignment: &Assignment) -> Vec<(Role, UnitId)> {
    let lists = [
        (Role::Lead, &assignment.lead),
        (Role::Responsible, &assignment.responsible),
        (Role::Participant, &assignment.participants),
    ];
    let roles = lists.into_iter();
    roles
        .flat_map(|(role, units)| units.iter().map(move |unit| (role, unit.clone())))
        .collect()
}
