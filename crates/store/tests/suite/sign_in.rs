//! Failed tries, known browsers, and the sessions that a person sees and ends.

use jiff::SignedDuration;
use yaodian_domain::sign_in::{IDLE, Step};
use yaodian_store::{Store, SubjectKind, Try, Way};

use crate::{
    fixtures::{account, act, at, noon, session},
    harness::{Bench, cases},
};

cases!(
    failures_are_put_together_by_login_and_client,
    many_tries_at_once_are_all_counted,
    browsers_become_known_and_are_forgotten,
    sessions_are_seen_and_ended,
    a_new_password_ends_the_other_sessions,
);

fn one<'a>(login: &'a str, client: &'a str) -> Try<'a> {
    Try {
        login,
        step: Step::Password,
        client,
        known: false,
    }
}

async fn counts(store: &Store, of: &Try<'_>, when: &str) -> (usize, usize, usize) {
    let (id, failures) = store.begin_try(of, at(when)).await.unwrap();
    store.drop_try(&id).await.unwrap();
    (failures.own.len(), failures.with_login.len(), failures.of_client.len())
}

async fn failures_are_put_together_by_login_and_client(bench: Bench) {
    let store = bench.store;
    let long = "长".repeat(100_000);
    for (of, when) in [
        (one("ZhangSan", "a"), "2023-09-25T03:50:00Z"),
        (one("zhangsan", "a"), "2023-09-25T03:59:10.5Z"),
        (one("zhangsan", "b"), "2023-09-25T03:20:00Z"),
        (one("zhangsan", "b"), "2023-09-25T02:59:00Z"),
        (one("li\0si", "a"), "2023-09-25T03:59:00Z"),
        (one(&long, "c"), "2023-09-25T03:59:00Z"),
        (
            Try {
                known: true,
                ..one("zhangsan", "d")
            },
            "2023-09-25T03:59:00Z",
        ),
        (
            Try {
                step: Step::Code,
                ..one("zhangsan", "a")
            },
            "2023-09-24T05:00:00Z",
        ),
    ] {
        store.begin_try(&of, at(when)).await.unwrap();
    }
    let now = "2023-09-25T04:00:00Z";
    for (of, counted) in [
        (one("ZHANGSAN", "a"), (2, 3, 3)),
        (one("zhangsan", "b"), (0, 3, 0)),
        (one("zhangsan", "d"), (1, 3, 1)),
        (one("lisi", "a"), (1, 1, 3)),
        (one("nobody", "z"), (0, 0, 0)),
        (one(&long, "c"), (1, 1, 1)),
        (
            Try {
                step: Step::Code,
                ..one("zhangsan", "a")
            },
            (0, 1, 3),
        ),
    ] {
        assert_eq!(counts(&store, &of, now).await, counted, "{of:?}");
    }
    let (_, failures) = store.begin_try(&one("zhangsan", "a"), at(now)).await.unwrap();
    let latest = ["2023-09-25T03:59:10.5Z", "2023-09-25T03:50:00Z"].map(at);
    assert_eq!(failures.own, latest, "the latest first");
    store.forget_tries(&one("zhangsan", "a")).await.unwrap();
    assert_eq!(counts(&store, &one("zhangsan", "a"), now).await, (0, 1, 1));
    store.purge_expired(&act(), at("2023-10-26T00:00:00Z")).await.unwrap();
    assert_eq!(counts(&store, &one("zhangsan", "b"), now).await, (0, 0, 0));
    assert_eq!(store.audit_head().await.unwrap().seq, 0, "the tries are the log");
}

async fn many_tries_at_once_are_all_counted(bench: Bench) {
    let tasks: Vec<_> = (0..24)
        .map(|_| {
            let store = bench.store.clone();
            tokio::spawn(async move {
                store
                    .begin_try(&one("zhangsan", "a"), noon())
                    .await
                    .unwrap()
                    .1
                    .own
                    .len()
            })
        })
        .collect();
    let mut seen = Vec::new();
    for task in tasks {
        seen.push(task.await.unwrap());
    }
    seen.sort_unstable();
    for (others, seen) in seen.into_iter().enumerate() {
        assert!(seen >= others, "{others} were noted before, {seen} were seen");
    }
}

async fn browsers_become_known_and_are_forgotten(bench: Bench) {
    let store = bench.store;
    let (zhang, li) = (account(&store, "zhangsan").await, account(&store, "lisi").await);
    let begin = async |token: &str, who: &yaodian_store::Account, browser: (&str, Option<&str>)| {
        let mut new = session(token, &who.id, noon() + SignedDuration::from_hours(1));
        new.browser = (browser.0.to_owned(), browser.1.map(str::to_owned));
        store.put_session(&act(), &new).await.unwrap();
    };
    let knows = async |login: &str, browser: &str| store.knows_browser(login, browser).await.unwrap();
    begin("1", &zhang, ("one", None)).await;
    assert!(knows("ZhangSan", "one").await && !knows("lisi", "one").await && !knows("nobody", "one").await);
    // The same browser later, and another person at it: it has a new token, by which it is known to both.
    begin("2", &li, ("two", Some("one"))).await;
    assert!(knows("zhangsan", "two").await && knows("lisi", "two").await && !knows("zhangsan", "one").await);
    begin("3", &li, ("three", Some("made up"))).await;
    assert!(knows("lisi", "three").await && !knows("zhangsan", "three").await);
    store.purge_expired(&act(), at("2024-03-01T00:00:00Z")).await.unwrap();
    assert!(knows("zhangsan", "two").await);
    store.purge_expired(&act(), at("2024-04-01T00:00:00Z")).await.unwrap();
    assert!(!knows("zhangsan", "two").await);
}

async fn sessions_are_seen_and_ended(bench: Bench) {
    let store = bench.store.with_idle(SignedDuration::from_hours(2));
    let (zhang, li) = (account(&store, "zhangsan").await, account(&store, "lisi").await);
    let ends = noon() + SignedDuration::from_hours(12);
    let first = store.put_session(&act(), &session("a", &zhang.id, ends)).await.unwrap();
    let second = store.put_session(&act(), &session("b", &zhang.id, ends)).await.unwrap();
    let third = store.put_session(&act(), &session("c", &zhang.id, ends)).await.unwrap();
    store.put_session(&act(), &session("d", &li.id, ends)).await.unwrap();

    let later = at("2023-09-25T05:30:00Z");
    store.note_session_seen(&first, later).await.unwrap();
    store.note_session_seen(&first, noon()).await.unwrap();
    let heads = store.sessions_of(&zhang.id, later).await.unwrap();
    let ids: Vec<_> = heads.iter().map(|head| head.id.as_str()).collect();
    assert_eq!(
        ids,
        [first.as_str(), third.as_str(), second.as_str()],
        "the last one used first"
    );
    let head = &heads[0];
    assert_eq!((head.begun_at, head.seen_at, head.ends_at), (noon(), later, ends));
    assert_eq!((head.way, head.device.as_str()), (Way::Password, "Firefox · Linux"));

    // Two hours without a request end a session where it is told so, twelve in any case.
    let idle = at("2023-09-25T06:00:00Z");
    assert!(store.session("b", at("2023-09-25T05:59:59Z")).await.unwrap().is_some());
    let strict = store.clone().with_idle(IDLE);
    assert!(strict.session("b", at("2023-09-25T04:29:59Z")).await.unwrap().is_some());
    assert!(
        strict.session("b", at("2023-09-25T04:30:00Z")).await.unwrap().is_none(),
        "half an hour"
    );
    assert!(store.session("b", idle).await.unwrap().is_none());
    assert!(store.session("a", idle).await.unwrap().is_some());
    assert_eq!(store.sessions_of(&zhang.id, idle).await.unwrap().len(), 1);
    store
        .note_session_seen(&first, at("2023-09-25T15:59:00Z"))
        .await
        .unwrap();
    assert!(store.session("a", at("2023-09-25T15:59:59Z")).await.unwrap().is_some());
    assert!(store.session("a", ends).await.unwrap().is_none());

    assert!(!store.end_session(&act(), &li.id, &first).await.unwrap(), "another's");
    assert_eq!(
        store.end_sessions_of(&act(), &zhang.id, Some(&second)).await.unwrap(),
        2
    );
    assert!(store.session("b", noon()).await.unwrap().is_some());
    assert!(store.session("a", noon()).await.unwrap().is_none());
    assert!(store.session("d", noon()).await.unwrap().is_some());
    let history = store.history(SubjectKind::Account, zhang.id.as_str()).await.unwrap();
    assert_eq!(history.iter().filter(|row| row.action == "session-ended").count(), 1);
    assert!(
        !format!("{history:?}").contains("browser of"),
        "no hash is in the audit"
    );
}

async fn a_new_password_ends_the_other_sessions(bench: Bench) {
    let store = bench.store;
    let zhang = account(&store, "zhangsan").await;
    let ends = noon() + SignedDuration::from_hours(12);
    store.put_session(&act(), &session("a", &zhang.id, ends)).await.unwrap();
    let kept = store.put_session(&act(), &session("b", &zhang.id, ends)).await.unwrap();
    store
        .set_password_hash(&act(), &zhang.id, "one", Some(&kept))
        .await
        .unwrap();
    assert!(store.session("a", noon()).await.unwrap().is_none());
    assert!(store.session("b", noon()).await.unwrap().is_some());
    // Another hash of the same password ends nothing, and never takes the place of a newer one.
    assert!(
        store
            .renew_password_hash(&act(), &zhang.id, "one", "two")
            .await
            .unwrap()
    );
    assert!(
        !store
            .renew_password_hash(&act(), &zhang.id, "one", "three")
            .await
            .unwrap()
    );
    assert_eq!(store.password_hash(&zhang.id).await.unwrap().as_deref(), Some("two"));
    assert!(store.session("b", noon()).await.unwrap().is_some());
    store.set_password_hash(&act(), &zhang.id, "four", None).await.unwrap();
    assert!(store.session("b", noon()).await.unwrap().is_none());
}
