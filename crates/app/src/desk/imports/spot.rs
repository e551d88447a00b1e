//! Where something of a draft stands, by places in its lists: the same name on both sides of the desk,
//! whatever was typed before it.

use yaodian_domain::plan::Span;
use yaodian_intake::{Edit, Home, Key, Reviewed, Target, Task};

/// A part of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// A commitment of the headline statement.
    Headline(usize),
    /// A target of it.
    Promise(usize, usize),
    /// An item.
    Item(usize),
    /// A task of it.
    Task(usize, usize),
    /// A target of it.
    Target(usize, usize, usize),
}

impl Spot {
    /// The id of its element in the draft.
    pub(super) fn id(self) -> String {
        match self {
            Self::Headline(h) => format!("h{h}"),
            Self::Promise(h, n) => format!("h{h}-{n}"),
            Self::Item(i) => format!("i{i}"),
            Self::Task(i, t) => format!("i{i}-{t}"),
            Self::Target(i, t, n) => format!("i{i}-{t}-{n}"),
        }
    }

    /// The part whose element has this id.
    pub(super) fn named(id: &str) -> Option<Self> {
        let (sort, rest) = id.split_at_checked(1)?;
        let numbers: Option<Vec<usize>> = rest.split('-').map(|number| number.parse().ok()).collect();
        match (sort, numbers?.as_slice()) {
            ("h", [h]) => Some(Self::Headline(*h)),
            ("h", [h, n]) => Some(Self::Promise(*h, *n)),
            ("i", [i]) => Some(Self::Item(*i)),
            ("i", [i, t]) => Some(Self::Task(*i, *t)),
            ("i", [i, t, n]) => Some(Self::Target(*i, *t, *n)),
            _ => None,
        }
    }

    fn of(home: Home, nth: usize) -> Self {
        match home {
            Home::Headline(h) => Self::Promise(h, nth),
            Home::Task { item, task } => Self::Target(item, task, nth),
        }
    }

    /// Where the target with this key stands.
    pub(super) fn of_key(reviewed: &Reviewed, key: Key) -> Option<Self> {
        all(reviewed).find(|(_, other, _)| *other == key).map(|(spot, ..)| spot)
    }

    /// The task that begins at this byte.
    pub(super) fn of_task(reviewed: &Reviewed, at: usize) -> Option<Self> {
        tasks(reviewed)
            .find(|(_, task)| task.span.start == at)
            .map(|(spot, _)| spot)
    }

    /// Its key, if it is a target.
    pub(super) fn key(self, reviewed: &Reviewed) -> Option<Key> {
        all(reviewed).find(|(spot, ..)| *spot == self).map(|(_, key, _)| key)
    }

    /// Its task, or that in which it stands.
    pub(super) fn task(self, reviewed: &Reviewed) -> Option<&Task> {
        match self {
            Self::Task(i, t) | Self::Target(i, t, _) => reviewed.draft.items.get(i)?.tasks.get(t),
            _ => None,
        }
    }

    /// Its stretch of the text.
    pub(super) fn span(self, reviewed: &Reviewed) -> Option<Span> {
        match self {
            Self::Headline(h) => reviewed.draft.headlines.get(h).map(|headline| headline.span),
            Self::Item(i) => reviewed.draft.items.get(i).map(|item| item.heading),
            Self::Task(..) => self.task(reviewed).map(|task| task.span),
            Self::Promise(..) | Self::Target(..) => self.key(reviewed).map(|key| key.span),
        }
    }

    /// What stands at this byte, the smallest part first.
    pub(super) fn at(reviewed: &Reviewed, at: usize) -> Option<Self> {
        let here = |span: Span| span.start <= at && at < span.end;
        let promises = all(reviewed).filter(|(_, key, _)| here(key.span));
        let promise = promises.min_by_key(|(_, key, _)| key.span.end - key.span.start);
        let task = || {
            tasks(reviewed).find(|(_, task)| here(task.span) || task.assignments.iter().any(|one| here(one.bracket)))
        };
        let item = || {
            reviewed
                .draft
                .items
                .iter()
                .position(|item| here(item.heading))
                .map(Self::Item)
        };
        let headline = || reviewed.draft.headlines.iter().position(|headline| here(headline.span));
        promise
            .map(|(spot, ..)| spot)
            .or_else(|| task().map(|(spot, _)| spot))
            .or_else(item)
            .or_else(|| headline().map(Self::Headline))
    }
}

/// All targets with where they stand.
pub(super) fn all(reviewed: &Reviewed) -> impl Iterator<Item = (Spot, Key, &Target)> {
    let mut last = None;
    let mut nth = 0;
    reviewed.targets().map(move |found| {
        nth = if last == Some(found.home) { nth + 1 } else { 0 };
        last = Some(found.home);
        (Spot::of(found.home, nth), found.key, found.target)
    })
}

/// All tasks with where they stand.
fn tasks(reviewed: &Reviewed) -> impl Iterator<Item = (Spot, &Task)> {
    let items = reviewed.draft.items.iter().enumerate();
    items.flat_map(|(i, item)| {
        let tasks = item.tasks.iter().enumerate();
        tasks.map(move |(t, task)| (Spot::Task(i, t), task))
    })
}

/// The stretch of the text that a decision is about; nothing where it is about a name.
pub(super) fn place(edit: &Edit) -> Option<Span> {
    match edit {
        Edit::Accept { target } | Edit::Correct { target, .. } | Edit::Drop { target } => Some(target.span),
        Edit::Add { span, .. } | Edit::Settle { span, .. } => Some(*span),
        Edit::Split { at } | Edit::Merge { at } | Edit::Assign { at, .. } | Edit::Rename { at, .. } => Some(Span {
            start: *at,
            end: at + 1,
        }),
        Edit::Learn { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_its_part() {
        let all = [
            Spot::Headline(0),
            Spot::Promise(0, 12),
            Spot::Item(3),
            Spot::Task(3, 0),
            Spot::Target(3, 0, 2),
        ];
        for spot in all {
            assert_eq!(Spot::named(&spot.id()), Some(spot));
        }
        for none in ["", "x1", "h", "h1-2-3", "i1-x", "content"] {
            assert_eq!(Spot::named(none), None, "{none}");
        }
    }
}
