//! Single sign-on: who may be opened by it, who is bound to whom, what is under way.

use jiff::SignedDuration;
use yaodian_store::{
    Store, SubjectKind,
    single_sign_on::{Bound, Subject},
};

use crate::{
    fixtures::{account, act, noon, session},
    harness::{Bench, cases},
};

cases!(
    the_first_who_comes_with_the_login_is_bound,
    one_of_several_at_once_is_bound,
    what_is_kept_of_a_browser_is_taken_once,
);

const SSO: &str = "https://sso.example.org";

async fn opened(store: &Store, subject: &str, login: Option<&str>) -> Option<String> {
    let who = Subject { issuer: SSO, subject };
    let account = store.open_by_single_sign_on(&act(), who, login).await.unwrap();
    account.map(|account| account.login)
}

async fn the_first_who_comes_with_the_login_is_bound(bench: Bench) {
    let store = bench.store;
    let zhang = account(&store, "zhangsan").await;
    account(&store, "lisi").await;
    assert_eq!(opened(&store, "1", Some("zhangsan")).await, None, "not open");
    assert_eq!(store.with_single_sign_on().await.unwrap(), []);
    store.mark_single_sign_on(&act(), &zhang.id).await.unwrap();
    let open = async || store.with_single_sign_on().await.unwrap();
    assert_eq!(open().await, [(zhang.id.clone(), None)]);
    assert_eq!(opened(&store, "1", None).await, None);
    assert_eq!(opened(&store, "1", Some("lisi")).await, None);
    let there = Some("zhangsan".to_owned());
    assert_eq!(opened(&store, "1", Some(" ZhangSan\0")).await, there);
    let bound = Bound {
        issuer: SSO.to_owned(),
        subject: "1".to_owned(),
        at: noon(),
    };
    assert_eq!(open().await, [(zhang.id.clone(), Some(bound))]);
    assert_eq!(
        opened(&store, "1", Some("lisi")).await,
        there,
        "the login is nothing any more"
    );
    assert_eq!(opened(&store, "2", Some("zhangsan")).await, None);
    let elsewhere = Subject {
        issuer: "https://other.example.org",
        subject: "1",
    };
    let other = store.open_by_single_sign_on(&act(), elsewhere, Some("zhangsan")).await;
    assert_eq!(other.unwrap(), None);

    store.mark_single_sign_on(&act(), &zhang.id).await.unwrap();
    assert_eq!(open().await, [(zhang.id.clone(), None)]);
    assert_eq!(opened(&store, "1", None).await, None, "forgotten");
    assert_eq!(opened(&store, "2", Some("zhangsan")).await, there);
    let shut = store
        .edit_account(&act(), &zhang.id, |account| account.active = false)
        .await;
    shut.unwrap();
    assert_eq!(opened(&store, "2", None).await, None);
    let open = store
        .edit_account(&act(), &zhang.id, |account| account.active = true)
        .await;
    open.unwrap();

    let until = noon() + SignedDuration::from_hours(1);
    store
        .put_session(&act(), &session("token", &zhang.id, until))
        .await
        .unwrap();
    assert!(store.remove_single_sign_on(&act(), &zhang.id).await.unwrap());
    assert!(store.session("token", noon()).await.unwrap().is_none());
    assert!(!store.remove_single_sign_on(&act(), &zhang.id).await.unwrap());
    assert_eq!(opened(&store, "2", Some("zhangsan")).await, None);
    let history = store.history(SubjectKind::Account, zhang.id.as_str()).await.unwrap();
    let actions: Vec<&str> = history.iter().map(|row| row.action.as_str()).collect();
    for action in [
        "single-sign-on-marked",
        "single-sign-on-bound",
        "single-sign-on-removed",
    ] {
        assert!(actions.contains(&action), "{actions:?}");
    }
}

async fn one_of_several_at_once_is_bound(bench: Bench) {
    let store = bench.store;
    let zhang = account(&store, "zhangsan").await;
    store.mark_single_sign_on(&act(), &zhang.id).await.unwrap();
    let (a, b, c) = tokio::join!(
        opened(&store, "1", Some("zhangsan")),
        opened(&store, "2", Some("zhangsan")),
        opened(&store, "3", Some("zhangsan")),
    );
    assert_eq!([a, b, c].iter().flatten().count(), 1);
}

async fn what_is_kept_of_a_browser_is_taken_once(bench: Bench) {
    let store = bench.store;
    let until = noon() + SignedDuration::from_mins(10);
    for token in ["a", "b", "c"] {
        store.put_under_way(&act(), token, "sealed", until).await.unwrap();
    }
    let take = async |token: &str, now| store.take_under_way(&act(), token, now).await.unwrap();
    assert_eq!(take("a", noon()).await.as_deref(), Some("sealed"));
    assert_eq!(take("a", noon()).await, None);
    assert_eq!(take("b", until).await, None, "over");
    assert_eq!(take("b", noon()).await, None, "and gone");
    let (one, other) = tokio::join!(take("c", noon()), take("c", noon()));
    assert_eq!([one, other].iter().flatten().count(), 1);
}
