//! A draft that was mended by hand, in its JSON, as decisions about what was read.
//!
//! `yaodian plan parse` prints a draft, somebody mends the file, and `yaodian plan import` takes it
//! in: what differs from what is read of the same text becomes a list of [`Edit`]s, so that an import by
//! file and one at the desk are the same thing. Chapters and items follow from the text; tasks may be
//! split, merged and assigned otherwise, targets left out, changed and added.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use yaodian_domain::plan::{Role, Span};

use crate::{
    draft::{Draft, Item, Target, Task},
    edit::{Edit, Form, Key},
    review::review,
};

/// Where a file does not fit the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Where.
    pub span: Span,
    /// How.
    pub what: Unfit,
}

/// How a file does not fit the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// The words are others: the file was made of another text.
    OtherWords {
        /// What the file says.
        said: String,
    },
    /// An item of the text is missing.
    ItemGone {
        /// Its number.
        number: u16,
    },
    /// The text has no item there.
    NoItem {
        /// The number that the file gives it.
        number: u16,
    },
    /// The item's work does not begin there.
    NoTask {
        /// The item's number.
        number: u16,
    },
}

/// Who reports which target, as the file may say beside what a draft holds: `"reporters": ["水处"]`.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct WhoReports {
    #[serde(default)]
    headlines: Vec<Holder>,
    #[serde(default)]
    items: Vec<Holders>,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Holders {
    #[serde(default)]
    tasks: Vec<Holder>,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Holder {
    #[serde(default)]
    targets: Vec<Named>,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Named {
    #[serde(default)]
    reporters: Vec<String>,
}

impl WhoReports {
    /// The names, target by target, in the order of the draft.
    fn in_order(&self) -> impl Iterator<Item = &[String]> {
        let tasks = self.items.iter().flat_map(|item| &item.tasks);
        let holders = self.headlines.iter().chain(tasks);
        holders
            .flat_map(|holder| &holder.targets)
            .map(|named| named.reporters.as_slice())
    }
}

fn targets(draft: &Draft) -> impl Iterator<Item = &Target> {
    let tasks = draft.items.iter().flat_map(|item| &item.tasks);
    let headlines = draft.headlines.iter().map(|headline| &headline.targets);
    headlines.chain(tasks.map(|task| &task.targets)).flatten()
}

fn form(target: &Target, reporters: &[String]) -> Form {
    Form {
        kind: target.kind,
        comparator: target.comparator,
        value: target.value.clone(),
        unit: target.unit.clone(),
        subject: target.subject.clone(),
        inventory: target.inventory.clone(),
        due: target.due,
        reporters: reporters.to_vec(),
    }
}

fn assigned(task: &Task) -> Vec<(Role, Vec<String>)> {
    let all = task.assignments.iter();
    all.map(|assignment| (assignment.role, assignment.units.clone()))
        .collect()
}

/// The decisions by which what was read becomes what the file says, or every place at which it does
/// not fit the text, in the order of the text.
///
/// `read` is what is read of `text` now; `bare` is the same without a register, by which names of
/// several units may be cut otherwise: a file may have been made either way.
pub fn edits_of(
    text: &str,
    read: &Draft,
    bare: &Draft,
    mended: &Draft,
    who: &WhoReports,
) -> Result<Vec<Edit>, Vec<Misfit>> {
    let mut work = Work {
        text,
        edits: Vec::new(),
        misfits: Vec::new(),
    };
    for target in targets(mended) {
        work.words(target.span, &target.quote);
    }
    work.items(read, bare, mended);
    if work.misfits.is_empty() {
        work.targets(read, mended, who);
        work.settled(read, mended);
        return Ok(work.edits);
    }
    work.misfits.sort_by_key(|misfit| misfit.span);
    work.misfits.dedup();
    Err(work.misfits)
}

struct Work<'t> {
    text: &'t str,
    edits: Vec<Edit>,
    misfits: Vec<Misfit>,
}

impl Work<'_> {
    fn misfit(&mut self, span: Span, what: Unfit) {
        self.misfits.push(Misfit { span, what });
    }

    /// Whether the words at a place are those that the file gives.
    fn words(&mut self, span: Span, said: &str) {
        let bare = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
        let there = self.text.get(span.start..span.end);
        if there.is_none_or(|there| bare(there) != bare(said)) {
            let said = said.to_owned();
            self.misfit(span, Unfit::OtherWords { said });
        }
    }

    fn items(&mut self, read: &Draft, bare: &Draft, mended: &Draft) {
        let by_start =
            |draft: &'_ Draft| -> BTreeSet<usize> { draft.items.iter().map(|item| item.span.start).collect() };
        let (there, kept) = (by_start(read), by_start(mended));
        for item in mended.items.iter().filter(|item| !there.contains(&item.span.start)) {
            self.misfit(item.span, Unfit::NoItem { number: item.number });
        }
        for item in read.items.iter().filter(|item| !kept.contains(&item.span.start)) {
            self.misfit(item.span, Unfit::ItemGone { number: item.number });
        }
        let at = |draft: &'_ Draft, start: usize| draft.items.iter().position(|item| item.span.start == start);
        for item in &mended.items {
            let Some(same) = at(read, item.span.start).and_then(|at| read.items.get(at)) else {
                continue;
            };
            let other = at(bare, item.span.start).and_then(|at| bare.items.get(at));
            self.tasks(same, other, item);
            if item.title != same.title {
                self.edits.push(Edit::Rename {
                    at: same.span.start,
                    title: item.title.clone(),
                    title_en: String::new(),
                });
            }
        }
    }

    fn tasks(&mut self, read: &Item, bare: Option<&Item>, mended: &Item) {
        let starts = |item: &Item| -> Vec<usize> { item.tasks.iter().map(|task| task.span.start).collect() };
        let (there, kept) = (starts(read), starts(mended));
        let first_stays = there.first() == kept.first();
        let in_order = kept.is_sorted() && kept.iter().all(|at| (read.span.start..read.span.end).contains(at));
        if !first_stays || !in_order {
            self.misfit(mended.span, Unfit::NoTask { number: read.number });
            return;
        }
        let new = |at: &&usize| !there.contains(at);
        self.edits
            .extend(kept.iter().filter(new).map(|at| Edit::Split { at: *at }));
        let gone = |at: &&usize| !kept.contains(at);
        self.edits
            .extend(there.iter().filter(gone).map(|at| Edit::Merge { at: *at }));
        for (nth, task) in mended.tasks.iter().enumerate() {
            let start = task.span.start;
            // Where it ends matters too: a task into which another one was merged speaks for both.
            let next = |starts: &[usize], at: usize| starts.iter().copied().find(|start| *start > at);
            let whole = there.contains(&start) && next(&there, start) == kept.get(nth + 1).copied();
            let says = |item: &Item| {
                let same = item.tasks.iter().find(|same| same.span.start == start);
                same.is_some_and(|same| assigned(same) == assigned(task))
            };
            if !whole || !(says(read) || bare.is_some_and(says)) {
                self.edits.push(Edit::Assign {
                    at: start,
                    units: assigned(task),
                });
            }
        }
    }

    fn targets(&mut self, read: &Draft, mended: &Draft, who: &WhoReports) {
        let reviewed = review(self.text, read.clone(), &[]);
        let mut known: BTreeMap<Span, Vec<(Key, Form)>> = BTreeMap::new();
        for found in reviewed.targets() {
            let entry = known.entry(found.key.span).or_default();
            entry.push((found.key, form(found.target, &[])));
        }
        let reporters = who.in_order().chain(std::iter::repeat(&[][..]));
        let mut changed: Vec<(Span, Form)> = Vec::new();
        for (target, reporters) in targets(mended).zip(reporters) {
            let form = form(target, reporters);
            let same = known.get_mut(&target.span).and_then(|known| {
                let at = known.iter().position(|(_, known)| *known == form)?;
                Some(known.remove(at))
            });
            match same {
                Some((target, _)) => self.edits.push(Edit::Accept { target }),
                None => changed.push((target.span, form)),
            }
        }
        for (span, form) in changed {
            let other = known.get_mut(&span).filter(|known| !known.is_empty());
            self.edits.push(match other {
                Some(known) => Edit::Correct {
                    target: known.remove(0).0,
                    form,
                },
                None => Edit::Add { span, form },
            });
        }
        let left = known.into_values().flatten();
        self.edits.extend(left.map(|(target, _)| Edit::Drop { target }));
    }

    /// What is no more among the remarks was looked at.
    fn settled(&mut self, read: &Draft, mended: &Draft) {
        let kept: BTreeSet<(&str, Span)> = mended
            .diagnostics
            .iter()
            .map(|remark| (remark.matter.code(), remark.span))
            .collect();
        let gone = read
            .diagnostics
            .iter()
            .filter(|remark| !kept.contains(&(remark.matter.code(), remark.span)));
        self.edits.extend(gone.map(|remark| Edit::Settle {
            code: remark.matter.code().to_owned(),
            span: remark.span,
        }));
    }
}
