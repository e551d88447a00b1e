//! Several processes on one database: being told of what others write, and doing things in turns.

use std::time::Duration;

use tokio::time::timeout;
use yaodian_store::{News, StoreError, Told, Work};

use crate::{
    fixtures::{account, act},
    harness::{Bench, cases},
};

cases!(
    what_is_committed_is_told_to_whoever_listens,
    who_loses_the_connection_knows_that_something_may_be_missed,
    a_turn_is_one_process_s_until_it_ends,
);

/// Longer than it takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

async fn next(news: &mut News) -> Result<Told, StoreError> {
    timeout(PATIENCE, news.next()).await.expect("news in time")
}

async fn what_is_committed_is_told_to_whoever_listens(bench: Bench) {
    let (one, other) = (&bench.store, bench.again().await);
    let mut news = one.news();
    assert_eq!(news.is_told(), !bench.is_sqlite());
    if bench.is_sqlite() {
        return other.close().await;
    }
    assert_eq!(
        next(&mut news).await.unwrap(),
        Told::Missed,
        "what was before it listened"
    );
    for (store, login) in [(&other, "zhang"), (one, "li")] {
        account(store, login).await;
        let head = store.audit_head().await.unwrap();
        // A change of many rows is told once, by its last.
        assert_eq!(next(&mut news).await.unwrap(), Told::Written(head.seq), "{login}");
    }
    // What comes to nothing is not told.
    let taken = yaodian_store::NewAccount {
        id: yaodian_store::new_account_id(),
        login: "LI".to_owned(),
        name: "另一个".to_owned(),
        email: None,
        posts: Vec::new(),
    };
    assert!(matches!(
        other.create_account(&act(), taken).await,
        Err(StoreError::LoginTaken)
    ));
    account(&other, "wang").await;
    let head = one.audit_head().await.unwrap();
    assert_eq!(next(&mut news).await.unwrap(), Told::Written(head.seq));
    other.close().await;
}

async fn who_loses_the_connection_knows_that_something_may_be_missed(bench: Bench) {
    if bench.is_sqlite() {
        return;
    }
    let mut news = bench.store.news();
    assert_eq!(next(&mut news).await.unwrap(), Told::Missed);
    bench
        .raw(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND query LIKE 'LISTEN%'",
        )
        .await
        .unwrap();
    account(&bench.store, "zhang").await;
    // The end of the connection, and then that it was not there for a while.
    while next(&mut news).await.is_err() {}
    account(&bench.store, "li").await;
    let head = bench.store.audit_head().await.unwrap();
    assert_eq!(
        next(&mut news).await.unwrap(),
        Told::Written(head.seq),
        "it listens again"
    );
}

async fn a_turn_is_one_process_s_until_it_ends(bench: Bench) {
    let (one, other) = (&bench.store, bench.again().await);
    let turn = one.turn(Work::Begin).await.unwrap();
    assert!(other.turn_if_free(Work::Begin).await.unwrap().is_none());
    assert!(one.turn_if_free(Work::Begin).await.unwrap().is_none(), "nor for itself");
    assert!(
        other.turn_if_free(Work::Backup).await.unwrap().is_some(),
        "another work"
    );
    let waiting = tokio::spawn({
        let other = other.clone();
        async move { other.turn(Work::Begin).await }
    });
    drop(turn);
    let its = timeout(PATIENCE, waiting)
        .await
        .expect("its turn comes")
        .unwrap()
        .unwrap();
    assert!(one.turn_if_free(Work::Begin).await.unwrap().is_none());
    drop(its);
    other.close().await;
}
