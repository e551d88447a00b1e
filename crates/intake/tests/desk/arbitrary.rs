//! Whatever people decide, a draft stays one.

use std::collections::BTreeSet;

use proptest::prelude::*;
use yaodian_intake::{About, Draft, Edit, Reviewed, review};

use crate::support::{SMALL, draft_of, edits, hubei, small};

/// What must be true of every reviewed draft.
#[track_caller]
fn check(text: &str, reviewed: &Reviewed, edits: usize) {
    for item in &reviewed.draft.items {
        let mut last = item.span.start;
        for task in &item.tasks {
            assert!(
                last <= task.span.start && task.span.start < task.span.end,
                "tasks out of order"
            );
            assert!(text.get(task.span.start..task.span.end).is_some());
            last = task.span.end;
            assert!(task.targets.iter().all(|target| task.span.covers(target.span)));
        }
    }
    for headline in &reviewed.draft.headlines {
        assert!(headline.targets.iter().all(|target| headline.span.covers(target.span)));
    }
    let count = reviewed.draft.headlines.iter().map(|headline| headline.targets.len());
    let tasks = reviewed.draft.items.iter().flat_map(|item| &item.tasks);
    let count: usize = count.chain(tasks.map(|task| task.targets.len())).sum();
    let keys: BTreeSet<_> = reviewed.keys.iter().copied().collect();
    assert_eq!((reviewed.keys.len(), keys.len()), (count, count));
    assert!(reviewed.targets().all(|found| found.key.span == found.target.span));
    assert!(
        reviewed
            .state
            .keys()
            .chain(reviewed.reporters.keys())
            .all(|key| keys.contains(key))
    );
    assert!(reviewed.dropped.iter().all(|(key, _)| !keys.contains(key)));
    let doubts: BTreeSet<String> = reviewed.queue.iter().map(yaodian_intake::Doubt::key).collect();
    assert_eq!(doubts.len(), reviewed.queue.len());
    assert!(reviewed.queue.is_sorted_by_key(|doubt| doubt.span));
    for doubt in &reviewed.queue {
        if let About::Target { target } | About::Reporters { target } = doubt.about {
            assert!(keys.contains(&target));
        }
    }
    assert!(reviewed.lost.is_sorted_by(|a, b| a < b) && reviewed.lost.iter().all(|at| *at < edits));
    let told = serde_json::to_string(reviewed).unwrap();
    assert_eq!(&serde_json::from_str::<Reviewed>(&told).unwrap(), reviewed);
}

fn drafts() -> [(&'static str, Draft); 2] {
    [(SMALL, small()), (hubei().text.as_str(), draft_of(hubei(), 0.7))]
}

/// A draft and decisions about it.
fn any_review() -> impl Strategy<Value = (&'static str, Draft, Vec<Edit>)> {
    prop::sample::select(drafts().to_vec()).prop_flat_map(|(text, draft)| {
        let edits = edits(text, &draft, 20);
        (Just(text), Just(draft), edits)
    })
}

proptest! {
    #[test]
    fn nothing_breaks_a_draft((text, draft, edits) in any_review()) {
        let reviewed = review(text, draft.clone(), &edits);
        check(text, &reviewed, edits.len());
        // A lost decision has done nothing: without those that were lost the draft is the same.
        let kept = edits.iter().enumerate().filter(|(at, _)| !reviewed.lost.contains(at));
        let kept: Vec<Edit> = kept.map(|(_, edit)| edit.clone()).collect();
        let again = review(text, draft, &kept);
        prop_assert_eq!(&again.draft, &reviewed.draft);
        prop_assert_eq!(&again.queue, &reviewed.queue);
        prop_assert_eq!(again.lost, Vec::<usize>::new());
    }

    /// Settling everything empties the queue, and no settled doubt comes back.
    #[test]
    fn all_that_is_asked_can_be_settled((text, draft, mut edits) in any_review()) {
        let open = review(text, draft.clone(), &edits).queue;
        edits.extend(open.iter().map(yaodian_intake::Doubt::settle));
        prop_assert_eq!(review(text, draft, &edits).queue, vec![]);
    }

    #[test]
    fn merging_what_was_split_gives_back_the_draft(
        (text, draft, mut edits) in any_review(), at in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
    ) {
        let before = review(text, draft.clone(), &edits);
        let chars: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let mut places: Vec<usize> = at.iter().map(|at| *at.get(&chars)).collect();
        places.sort_unstable();
        places.dedup();
        edits.extend(places.iter().map(|at| Edit::Split { at: *at }));
        let split = review(text, draft.clone(), &edits);
        let first = edits.len() - places.len();
        let fitting = places.iter().enumerate().filter(|(nth, _)| !split.lost.contains(&(first + nth)));
        let merges: Vec<Edit> = fitting.map(|(_, at)| Edit::Merge { at: *at }).collect();
        prop_assert_eq!(
            split.draft.items.iter().map(|item| item.tasks.len()).sum::<usize>(),
            before.draft.items.iter().map(|item| item.tasks.len()).sum::<usize>() + merges.len()
        );
        edits.extend(merges);
        prop_assert_eq!(review(text, draft, &edits).draft, before.draft);
    }
}
