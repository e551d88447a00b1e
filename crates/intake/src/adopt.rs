//! What an amendment begins with: the decisions of the version that it amends.

use std::collections::BTreeMap;

use yaodian_domain::{
    plan::{Plan, Span},
    target::{Kind, Promise, Reference, Sense, Target},
};

use crate::{
    draft::{self, Comparator, Draft},
    edit::{Edit, Form, Key},
};

/// The decisions about a new text of `before` that were taken when `before` was made, as far as its words
/// still stand: its targets are there as they were, and what was not taken for a target then is none now.
/// What is left to look at is what the new text says anew.
///
/// Applied in their order to `draft`, which is the new text as read.
pub fn adopt(text: &str, draft: &Draft, before: &Plan) -> Vec<Edit> {
    let read = read(draft);
    let mut taken = vec![false; read.len()];
    let mut edits = Vec::new();
    let mut from = 0;
    for target in before.targets.iter().filter(|target| !target.is_carried()) {
        let Some(span) = place(text, &target.quote.text, from) else {
            continue;
        };
        // Targets stand in the order of the text, and several may share their words.
        from = span.start;
        let same = read
            .iter()
            .position(|(key, drafted)| key.span == span && says_the_same(drafted, target, before));
        let free = same.filter(|at| !taken.get(*at).copied().unwrap_or(true));
        if let Some(at) = free {
            if let Some(flag) = taken.get_mut(at) {
                *flag = true;
            }
            edits.extend(read.get(at).map(|(key, _)| Edit::Accept { target: *key }));
        } else {
            edits.push(Edit::Add {
                span,
                form: form(target, before),
            });
        }
    }
    edits.extend(renamed(text, draft, before));
    // What the parser proposes of words that stood in the plan before was decided then.
    for ((key, drafted), taken) in read.iter().zip(&taken) {
        if !taken && before.text.contains(&drafted.quote) {
            edits.push(Edit::Drop { target: *key });
        }
    }
    edits
}

/// The names that a person gave to items whose words still stand.
fn renamed(text: &str, draft: &Draft, before: &Plan) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut from = 0;
    for item in before.items() {
        let Some(span) = place(text, before.words(item.heading), from) else {
            continue;
        };
        from = span.start;
        let drafted = draft.items.iter().find(|drafted| drafted.span.covers(span));
        if let Some(drafted) = drafted.filter(|drafted| drafted.title != item.name.zh) {
            edits.push(Edit::Rename {
                at: drafted.span.start,
                title: item.name.zh.clone(),
                title_en: if item.name.en == item.name.zh {
                    String::new()
                } else {
                    item.name.en.clone()
                },
            });
        }
    }
    edits
}

/// All targets of a draft with their keys, in order.
fn read(draft: &Draft) -> Vec<(Key, &draft::Target)> {
    let tasks = draft
        .items
        .iter()
        .flat_map(|item| &item.tasks)
        .flat_map(|task| &task.targets);
    let all = draft
        .headlines
        .iter()
        .flat_map(|headline| &headline.targets)
        .chain(tasks);
    let mut seen: BTreeMap<Span, usize> = BTreeMap::new();
    all.map(|target| {
        let nth = seen.entry(target.span).or_default();
        let key = Key {
            span: target.span,
            nth: *nth,
        };
        *nth += 1;
        (key, target)
    })
    .collect()
}

/// Where `words` stand at or after `from`, or else anywhere.
fn place(text: &str, words: &str, from: usize) -> Option<Span> {
    let after = text.get(from..).and_then(|rest| rest.find(words)).map(|at| from + at);
    let start = after.or_else(|| text.find(words))?;
    Some(Span {
        start,
        end: start + words.len(),
    })
}

/// Whether the parser reads a promise as it was made.
fn says_the_same(drafted: &draft::Target, target: &Target, before: &Plan) -> bool {
    let form = form(target, before);
    drafted.kind == form.kind
        && drafted.comparator == form.comparator
        && drafted.value == form.value
        && drafted.inventory == form.inventory
        && drafted.due == form.due
        && matches!(drafted.kind, Kind::Level | Kind::Count | Kind::Share)
        && target.note.is_none()
}

/// A target as a person would have written it down.
fn form(target: &Target, plan: &Plan) -> Form {
    let (comparator, value, inventory) = match &target.promise {
        Promise::Level { bound, .. } => (held(bound.sense), Some(bound.value), None),
        Promise::Count { goal, toward, .. } => (held(toward.sense()), Some(*goal), None),
        Promise::Share { goal, inventory, .. } => (Comparator::AtLeast, Some(*goal), *inventory),
        Promise::NotWorse { reference, .. } => match reference {
            Reference::Whole { of } => (Comparator::AtLeast, *of, None),
            Reference::LastYear {
                sense: Sense::AtLeast, ..
            } => (Comparator::NotLower, None, None),
            Reference::LastYear { .. } => (Comparator::NotHigher, None, None),
        },
        Promise::SetElsewhere { .. } => (Comparator::AsSet, None, None),
        Promise::Deliverable => (Comparator::Deliver, None, None),
        Promise::Duty { .. } => (Comparator::Sustain, None, None),
        Promise::Statement { .. } => (Comparator::Progress, None, None),
    };
    let name = |id| plan.units.get(id).map(|unit| unit.name.clone());
    Form {
        kind: target.promise.kind(),
        comparator,
        value: value.map(|value| value.to_string()),
        unit: target.promise.measure().map(|measure| measure.unit.zh.clone()),
        subject: target.name.zh.clone(),
        inventory: inventory.map(|stock| stock.to_string()),
        due: Some(target.due()),
        reporters: target.reporters.iter().filter_map(name).collect(),
    }
}

fn held(sense: Sense) -> Comparator {
    match sense {
        Sense::AtLeast => Comparator::AtLeast,
        Sense::AtMost => Comparator::AtMost,
    }
}
