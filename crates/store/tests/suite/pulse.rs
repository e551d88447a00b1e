//! By what others tell that something has changed: everything but drafts that are being written.

use yaodian_domain::{report::Report, time::DaySpan};
use yaodian_store::Store;

use crate::{
    fixtures::{DAY, act, approve, content, draft, draft_of, hand_back, plan_id, published, step, target, with_plan},
    harness::{Bench, cases},
};

cases!(
    each_change_that_others_see_moves_it,
    what_others_do_not_see_leaves_it,
    another_plan_or_none_leaves_it,
);

async fn pulse(store: &Store) -> (i64, i64) {
    store.pulse(&plan_id()).await.unwrap()
}

/// That something moved it, and to where.
async fn moved(store: &Store, before: &mut (i64, i64), what: &str) {
    let now = pulse(store).await;
    assert!(now.1 > before.1, "{what}");
    *before = now;
}

async fn each_change_that_others_see_moves_it(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let mut last = pulse(&store).await;
    let report = draft("1");
    store.create_report(&act(), &id, &report).await.unwrap();
    let sent = step(&store, &report, report.submit(report.revision, "张三", DAY).unwrap()).await;
    moved(&store, &mut last, "sent").await;
    let returned = hand_back(&store, &sent, "核实").await;
    moved(&store, &mut last, "handed back").await;
    let taken = step(
        &store,
        &returned,
        returned.edit(returned.revision, content("2")).unwrap(),
    )
    .await;
    moved(&store, &mut last, "taken back to be mended").await;
    let sent = step(&store, &taken, taken.submit(taken.revision, "张三", DAY).unwrap()).await;
    moved(&store, &mut last, "sent again").await;
    let (content_before, _) = last;
    approve(&store, &sent).await;
    moved(&store, &mut last, "approved").await;
    assert!(last.0 > content_before, "what is approved counts");

    // Written and sent in one go.
    let at_once = draft_of("420200", "3").submit(1, "王五", DAY).unwrap();
    store.create_report(&act(), &id, &at_once).await.unwrap();
    moved(&store, &mut last, "sent at once").await;

    let figure = (target("outfalls-yangtze"), published("4", DaySpan::year(2023)));
    store.put_published(&act(), &id, &[figure]).await.unwrap();
    moved(&store, &mut last, "published").await;
}

async fn what_others_do_not_see_leaves_it(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let before = pulse(&store).await;
    // Words that look like the mark of a draft's row are no more than words.
    let mut words = content("1");
    r#"{"from":"draft","to":"submitted"}"#.clone_into(&mut words.progress);
    let report = Report {
        content: words.clone(),
        ..draft("1")
    };
    store.create_report(&act(), &id, &report).await.unwrap();
    let second = step(&store, &report, report.edit(report.revision, content("2")).unwrap()).await;
    step(&store, &second, second.edit(second.revision, words).unwrap()).await;
    assert_eq!(pulse(&store).await, before);
}

async fn another_plan_or_none_leaves_it(bench: Bench) {
    let store = bench.store;
    assert_eq!(pulse(&store).await, (0, 0), "no plan, no news");
    with_plan(&store).await;
    let before = pulse(&store).await;
    crate::fixtures::account(&store, "zhang").await;
    assert_eq!(pulse(&store).await, before, "people come and go");
}
