//! What an import begins with: the decisions of the version that it amends, or of last year's plan.

use std::collections::BTreeMap;

use jiff::ToSpan;
use yaodian_domain::{
    Date,
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
/// In the text for another `year` the plan's own year is that one, and so are its due dates; who reports
/// follows from the new text.
///
/// Applied in their order to `draft`, which is the new text as read.
pub fn adopt(text: &str, draft: &Draft, before: &Plan, year: i16) -> Vec<Edit> {
    let read = read(draft);
    let old = Old { plan: before, year };
    let mut taken = vec![false; read.len()];
    let mut edits = Vec::new();
    let mut from = 0;
    for target in before.targets.iter().filter(|target| !target.is_carried()) {
        let Some(span) = old.place(text, &target.quote.text, from) else {
            continue;
        };
        // Targets stand in the order of the text, and several may share their words.
        from = span.start;
        let form = old.form(target);
        let same = read
            .iter()
            .position(|(key, drafted)| key.span == span && target.note.is_none() && says_the_same(drafted, &form));
        let free = same.filter(|at| !taken.get(*at).copied().unwrap_or(true));
        if let Some(at) = free {
            if let Some(flag) = taken.get_mut(at) {
                *flag = true;
            }
            edits.extend(read.get(at).map(|(key, _)| Edit::Accept { target: *key }));
        } else {
            edits.push(Edit::Add { span, form });
        }
    }
    edits.extend(old.renamed(text, draft));
    let words = old.readings(&before.text);
    // What the parser proposes of words that stood in the plan before was decided then.
    for ((key, drafted), taken) in read.iter().zip(&taken) {
        if !taken && words.iter().any(|words| words.contains(&drafted.quote)) {
            edits.push(Edit::Drop { target: *key });
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
fn says_the_same(drafted: &draft::Target, form: &Form) -> bool {
    drafted.kind == form.kind
        && drafted.comparator == form.comparator
        && drafted.value == form.value
        && drafted.inventory == form.inventory
        && drafted.due == form.due
        && matches!(drafted.kind, Kind::Level | Kind::Count | Kind::Share)
}

/// A plan that is there, for a text of some year.
struct Old<'p> {
    plan: &'p Plan,
    year: i16,
}

impl Old<'_> {
    fn own_year(&self) -> i16 {
        self.plan.term.to().year()
    }

    /// Its words, its own year being the new one.
    fn words(&self, text: &str) -> String {
        text.replace(&self.own_year().to_string(), &self.year.to_string())
    }

    /// How its words may stand in the new text: with its own year as the new one, with the year before it
    /// moved on as well, or as they are.
    fn readings(&self, words: &str) -> [String; 3] {
        let own = self.words(words);
        let last = |year: i16| year.saturating_sub(1).to_string();
        let both = own.replace(&last(self.own_year()), &last(self.year));
        [own, both, words.to_owned()]
    }

    /// Where words of it stand in the new text, at or after `from`, or else anywhere.
    fn place(&self, text: &str, words: &str, from: usize) -> Option<Span> {
        let readings = self.readings(words);
        readings.iter().find_map(|words| place(text, words, from))
    }

    /// The same day of the new year.
    fn day(&self, day: Date) -> Date {
        let years = i32::from(self.year) - i32::from(self.own_year());
        day.saturating_add(years.years())
    }

    /// A target as a person would have written it down.
    fn form(&self, target: &Target) -> Form {
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
        let name = |id| self.plan.units.get(id).map(|unit| unit.name.clone());
        let same_year = self.year == self.own_year();
        let reporters = target.reporters.iter().filter(|_| same_year);
        Form {
            kind: target.promise.kind(),
            comparator,
            value: value.map(|value| value.to_string()),
            unit: target.promise.measure().map(|measure| measure.unit.zh.clone()),
            subject: self.words(&target.name.zh),
            inventory: inventory.map(|stock| stock.to_string()),
            due: Some(self.day(target.due())),
            reporters: reporters.filter_map(name).collect(),
        }
    }

    /// The names that a person gave to items whose words still stand.
    fn renamed(&self, text: &str, draft: &Draft) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut from = 0;
        for item in self.plan.items() {
            let Some(span) = self.place(text, self.plan.words(item.heading), from) else {
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
}

fn held(sense: Sense) -> Comparator {
    match sense {
        Sense::AtLeast => Comparator::AtLeast,
        Sense::AtMost => Comparator::AtMost,
    }
}
