//! A draft that was mended by hand comes to the same as the decisions that it amounts to.

use std::{path::Path, sync::OnceLock};

use proptest::{collection::btree_set, prelude::*};
use yaodian_domain::plan::{Role, Span};
use yaodian_intake::{
    Draft, Edit, Target, Task,
    mended::{Unfit, WhoReports, edits_of},
    parse, review,
};

fn text() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds/hubei-2023/plan.txt");
        std::fs::read_to_string(file).unwrap()
    })
}

fn read() -> &'static Draft {
    static DRAFT: OnceLock<Draft> = OnceLock::new();
    DRAFT.get_or_init(|| parse(text(), None))
}

fn tasks(draft: &Draft) -> impl Iterator<Item = &Task> {
    draft.items.iter().flat_map(|item| &item.tasks)
}

fn targets(draft: &Draft) -> Vec<&Target> {
    let headlines = draft.headlines.iter().flat_map(|headline| &headline.targets);
    headlines.chain(tasks(draft).flat_map(|task| &task.targets)).collect()
}

fn edits(mended: &Draft) -> Vec<Edit> {
    edits_of(text(), read(), read(), mended, &WhoReports::default()).unwrap()
}

/// What counts of a draft: where tasks begin, who has to do with them, what is promised where.
type Said<'d> = (
    Vec<(usize, Vec<(Role, &'d [String])>)>,
    Vec<(Span, Option<&'d str>, &'d str)>,
);

fn said(draft: &Draft) -> Said<'_> {
    let tasks = tasks(draft).map(|task| {
        let all = task.assignments.iter().map(|one| (one.role, one.units.as_slice()));
        (task.span.start, all.collect())
    });
    let mut promised: Vec<_> = targets(draft)
        .into_iter()
        .map(|target| (target.span, target.value.as_deref(), target.subject.as_str()))
        .collect();
    promised.sort_unstable();
    (tasks.collect(), promised)
}

#[test]
fn what_nobody_has_touched_is_accepted() {
    let edits = edits(read());
    assert_eq!(edits.len(), targets(read()).len());
    assert!(edits.iter().all(|edit| matches!(edit, Edit::Accept { .. })));
    assert_eq!(said(&review(text(), read().clone(), &edits).draft), said(read()));
}

proptest! {
    #[test]
    fn a_mended_draft_is_what_its_decisions_come_to(
        dropped in btree_set(0..80_usize, 0..6),
        changed in btree_set(0..80_usize, 0..6),
        assigned in btree_set(0..45_usize, 0..4),
    ) {
        let mut mended = read().clone();
        let mut at = 0;
        let headlines = mended.headlines.iter_mut().map(|headline| &mut headline.targets);
        let of_tasks = mended.items.iter_mut().flat_map(|item| &mut item.tasks).map(|task| &mut task.targets);
        for list in headlines.chain(of_tasks) {
            list.retain_mut(|target| {
                let nth = at;
                at += 1;
                if changed.contains(&nth) {
                    target.subject = format!("另一个名称{nth}");
                }
                !dropped.contains(&nth)
            });
        }
        for (nth, task) in mended.items.iter_mut().flat_map(|item| &mut item.tasks).enumerate() {
            if let Some(first) = task.assignments.first_mut().filter(|_| assigned.contains(&nth)) {
                first.units = vec!["某处".to_owned()];
            }
        }
        let edits = edits(&mended);
        let reviewed = review(text(), read().clone(), &edits);
        prop_assert_eq!(&reviewed.lost, &Vec::<usize>::new());
        prop_assert_eq!(said(&reviewed.draft), said(&mended));
    }
}

#[test]
fn a_task_is_split_and_joined_by_its_file() {
    // 5. has two tasks: one bracket after each.
    let item = read().items.iter().position(|item| item.number == 5).unwrap();
    let mut mended = read().clone();
    let gone = mended.items[item].tasks.remove(1);
    let first = &mut mended.items[item].tasks[0];
    first.targets.extend(gone.targets.clone());
    first.assignments.extend(gone.assignments.clone());
    let edits = edits(&mended);
    assert!(edits.contains(&Edit::Merge { at: gone.span.start }));
    let joined = review(text(), read().clone(), &edits).draft;
    assert_eq!(joined.items[item].tasks.len(), 1);
    // And back, from the joined one: what is read has two, so nothing but acceptance is left.
    assert!(
        !self::edits(read())
            .iter()
            .any(|edit| matches!(edit, Edit::Merge { .. } | Edit::Split { .. }))
    );
}

#[test]
fn what_does_not_fit_the_text_is_told_with_its_place() {
    let refused = |mended: &Draft| {
        let misfits = edits_of(text(), read(), read(), mended, &WhoReports::default()).unwrap_err();
        misfits.into_iter().map(|misfit| misfit.what).collect::<Vec<_>>()
    };
    let mut other = read().clone();
    other.items.remove(3);
    assert_eq!(refused(&other), [Unfit::ItemGone { number: 4 }]);
    let mut other = read().clone();
    other.items[0].tasks.remove(0);
    assert_eq!(refused(&other), [Unfit::NoTask { number: 1 }]);
    let mut other = read().clone();
    other.items[1].tasks[0].targets[0].quote = "别的".to_owned();
    assert_eq!(
        refused(&other),
        [Unfit::OtherWords {
            said: "别的".to_owned()
        }]
    );
    let mut other = read().clone();
    other.headlines[0].targets[0].span = Span {
        start: 1,
        end: usize::MAX,
    };
    assert_eq!(
        refused(&other).len(),
        1,
        "a place that is none is told, and breaks nothing"
    );
}

#[test]
fn who_reports_is_taken_from_the_file() {
    let mut json = serde_json::to_value(read()).unwrap();
    json["headlines"][0]["targets"][0]["reporters"] = serde_json::json!(["水处"]);
    let mended: Draft = serde_json::from_value(json.clone()).unwrap();
    let who: WhoReports = serde_json::from_value(json).unwrap();
    let edits = edits_of(text(), read(), read(), &mended, &who).unwrap();
    let named: Vec<_> = edits
        .iter()
        .filter_map(|edit| match edit {
            Edit::Correct { form, .. } => Some(form.reporters.as_slice()),
            _ => None,
        })
        .collect();
    assert_eq!(named, [["水处".to_owned()]]);
}
