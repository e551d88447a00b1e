//! Requests under names of their own: done once, answered alike, forgotten after their time.

use jiff::SignedDuration;
use yaodian_store::{Account, Act, Answer, CarriedOut, Once, Store, StoreError};

use crate::{
    fixtures::{account, act, newcomer, noon},
    harness::{Bench, cases},
};

cases!(
    the_same_request_has_the_answer_that_was_kept,
    another_request_under_the_same_name_changes_nothing,
    names_are_ones_own,
    of_two_at_once_one_is_carried_out,
    a_request_may_take_several_changes,
    what_was_refused_may_be_asked_again,
    what_changed_nothing_is_answered_alike,
    old_ones_are_forgotten,
    an_erased_persons_go_with_the_person,
);

/// An attempt at a request of `owner`, whose body was read to its end.
fn attempt(owner: &str, key: &str, request: &str) -> Once {
    let once = Once::new(owner.to_owned(), key.to_owned(), noon());
    once.request.set(request.to_owned()).unwrap();
    once
}

fn within(once: &Once) -> Act {
    Act {
        once: Some(once.clone()),
        ..act()
    }
}

/// What a request does here: somebody is made.
async fn make(store: &Store, once: &Once, login: &str) -> Result<Account, StoreError> {
    store.create_account(&within(once), newcomer(login)).await
}

fn answer(body: &str) -> Answer {
    Answer {
        status: 200,
        media: "application/json".to_owned(),
        body: body.to_owned(),
    }
}

async fn known(store: &Store, once: &Once) -> Option<CarriedOut> {
    store.carried_out(&once.owner, &once.key).await.unwrap()
}

async fn logins(store: &Store) -> Vec<String> {
    let all = store.accounts().await.unwrap();
    all.into_iter().map(|account| account.login).collect()
}

async fn the_same_request_has_the_answer_that_was_kept(bench: Bench) {
    let store = &bench.store;
    let first = attempt("wuhan", "a", "hash");
    assert_eq!(known(store, &first).await, None);
    let made = make(store, &first, "zhang").await.unwrap();

    // Done, and not answered yet: what it was is known, so that the answer can be found.
    let mut carried = CarriedOut {
        request: Some("hash".to_owned()),
        subject: Some(("account".to_owned(), made.id.to_string())),
        answer: None,
    };
    assert_eq!(known(store, &first).await, Some(carried.clone()));
    store.keep_answer(&first, &answer("{\"做\":1}")).await.unwrap();
    carried.answer = Some(answer("{\"做\":1}"));
    assert_eq!(known(store, &first).await, Some(carried.clone()));
    // By whatever process asks.
    let other = bench.again().await;
    assert_eq!(
        known(&other, &attempt("wuhan", "a", "hash")).await,
        Some(carried.clone())
    );
    other.close().await;

    // The first answer stays, whoever comes later.
    let again = attempt("wuhan", "a", "hash");
    store.keep_answer(&again, &answer("{\"做\":2}")).await.unwrap();
    assert_eq!(known(store, &again).await, Some(carried));
    assert!(matches!(make(store, &again, "li").await, Err(StoreError::DoneBefore)));
}

async fn another_request_under_the_same_name_changes_nothing(bench: Bench) {
    let store = &bench.store;
    let first = attempt("wuhan", "a", "hash");
    make(store, &first, "zhang").await.unwrap();
    store.keep_answer(&first, &answer("1")).await.unwrap();
    let before = store.audit_head().await.unwrap();
    let other = attempt("wuhan", "a", "another hash");
    assert!(matches!(make(store, &other, "li").await, Err(StoreError::DoneBefore)));
    assert_eq!(logins(store).await, ["zhang"]);
    assert_eq!(store.audit_head().await.unwrap(), before);
    let kept = known(store, &other).await.unwrap();
    assert_eq!(
        (kept.request.as_deref(), kept.answer),
        (Some("hash"), Some(answer("1")))
    );
}

async fn names_are_ones_own(bench: Bench) {
    let store = &bench.store;
    for (owner, login) in [("wuhan", "zhang"), ("huangshi", "li"), ("key wuhan", "wang")] {
        let once = attempt(owner, "a", login);
        make(store, &once, login).await.unwrap();
        store.keep_answer(&once, &answer(login)).await.unwrap();
    }
    assert_eq!(logins(store).await.len(), 3);
    let of = async |owner: &str| store.carried_out(owner, "a").await.unwrap().unwrap().answer;
    assert_eq!(of("wuhan").await, Some(answer("zhang")));
    assert_eq!(of("huangshi").await, Some(answer("li")));
    assert_eq!(of("key wuhan").await, Some(answer("wang")));
    assert_eq!(store.carried_out("huanggang", "a").await.unwrap(), None);
}

async fn of_two_at_once_one_is_carried_out(bench: Bench) {
    // Two processes, which know nothing of each other but what is written.
    let (store, other) = (&bench.store, bench.again().await);
    for round in 0..8 {
        let key = format!("at once {round}");
        let (one, two) = (attempt("wuhan", &key, "hash"), attempt("wuhan", &key, "hash"));
        let (first, second) = (format!("first-{round}"), format!("second-{round}"));
        let (a, b) = tokio::join!(make(store, &one, &first), make(&other, &two, &second));
        let made: Vec<&Account> = [&a, &b].into_iter().flatten().collect();
        assert_eq!(made.len(), 1, "{a:?} {b:?}");
        let refused = [&a, &b].into_iter().filter_map(|answer| answer.as_ref().err());
        assert!(
            refused.into_iter().all(|error| matches!(error, StoreError::DoneBefore)),
            "{a:?} {b:?}"
        );
        let now = logins(store).await;
        let there = [&first, &second].into_iter().filter(|login| now.contains(login));
        assert_eq!(there.collect::<Vec<_>>(), [&made[0].login]);
        let subject = known(store, &one).await.unwrap().subject.unwrap();
        assert_eq!(subject.1, made[0].id.as_str());
    }
    other.close().await;
}

async fn a_request_may_take_several_changes(bench: Bench) {
    let store = &bench.store;
    let once = attempt("wuhan", "a", "hash");
    let first = make(store, &once, "zhang").await.unwrap();
    make(store, &once, "li").await.unwrap();
    let subject = known(store, &once).await.unwrap().subject.unwrap();
    assert_eq!(subject.1, first.id.as_str(), "what it changed first");
    // Another attempt does none of it, wherever the first one broke off.
    let again = attempt("wuhan", "a", "hash");
    assert!(matches!(make(store, &again, "wang").await, Err(StoreError::DoneBefore)));
    assert_eq!(logins(store).await, ["li", "zhang"]);
}

async fn what_was_refused_may_be_asked_again(bench: Bench) {
    let store = &bench.store;
    account(store, "zhang").await;
    let once = attempt("wuhan", "a", "hash");
    assert!(matches!(make(store, &once, "zhang").await, Err(StoreError::LoginTaken)));
    assert_eq!(known(store, &once).await, None, "nothing was done");
    let mended = attempt("wuhan", "a", "mended");
    make(store, &mended, "li").await.unwrap();
    assert_eq!(known(store, &once).await.unwrap().request.as_deref(), Some("mended"));
}

async fn what_changed_nothing_is_answered_alike(bench: Bench) {
    let store = &bench.store;
    let once = attempt("wuhan", "a", "hash");
    store.keep_answer(&once, &answer("nothing to do")).await.unwrap();
    let kept = known(store, &once).await.unwrap();
    assert_eq!((kept.subject, kept.answer), (None, Some(answer("nothing to do"))));
    let again = attempt("wuhan", "a", "hash");
    assert!(matches!(
        make(store, &again, "zhang").await,
        Err(StoreError::DoneBefore)
    ));
    assert!(logins(store).await.is_empty());
}

async fn old_ones_are_forgotten(bench: Bench) {
    let store = &bench.store;
    let mut old = attempt("wuhan", "a", "hash");
    old.at = noon() - SignedDuration::from_hours(25);
    let young = attempt("wuhan", "b", "hash");
    for (once, login) in [(&old, "zhang"), (&young, "li")] {
        make(store, once, login).await.unwrap();
        store.keep_answer(once, &answer(login)).await.unwrap();
    }
    let day_ago = noon() - SignedDuration::from_hours(24);
    assert_eq!(store.forget_answers(day_ago).await.unwrap(), 1);
    assert_eq!(store.forget_answers(day_ago).await.unwrap(), 0);
    assert_eq!(known(store, &old).await, None);
    assert_eq!(known(store, &young).await.unwrap().answer, Some(answer("li")));
    // The one that began in that very instant stays.
    assert_eq!(store.forget_answers(young.at).await.unwrap(), 0);
    // The name is free again, and what was done stays done.
    make(store, &attempt("wuhan", "a", "another"), "wang").await.unwrap();
    assert_eq!(logins(store).await, ["li", "wang", "zhang"]);
}

async fn an_erased_persons_go_with_the_person(bench: Bench) {
    let store = &bench.store;
    let (gone, stays) = (account(store, "zhang").await, account(store, "li").await);
    for (owner, key, login, told) in [
        (&gone, "a", "wang", "张三 did it"),
        (&stays, "a", "zhao", "张三 did it"),
        (&stays, "b", "qian", "somebody else did it"),
    ] {
        let once = attempt(owner.id.as_str(), key, "hash");
        make(store, &once, login).await.unwrap();
        store.keep_answer(&once, &answer(told)).await.unwrap();
    }
    let called = |number| format!("erased {number}");
    store.erase_account(&act(), &gone.id, called).await.unwrap();
    assert_eq!(store.carried_out(gone.id.as_str(), "a").await.unwrap(), None);
    // What was answered to others and names the person goes; that it was carried out stays.
    let named = store.carried_out(stays.id.as_str(), "a").await.unwrap().unwrap();
    assert_eq!(named.answer, None);
    let other = store.carried_out(stays.id.as_str(), "b").await.unwrap().unwrap();
    assert_eq!(other.answer, Some(answer("somebody else did it")));
}
