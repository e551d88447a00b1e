//! Passkeys: added, used, taken away.

use jiff::SignedDuration;
use yaodian_domain::sign_in::MOST_PASSKEYS;
use yaodian_store::{Account, Act, Actor, Proof, Proved, Store, SubjectKind, Way, passkeys::NewPasskey};

use crate::{
    fixtures::{account, act, noon, session},
    harness::{Bench, cases},
};

cases!(
    a_passkey_is_a_second_step,
    a_passkey_opens_once_for_each_first_step,
    there_are_so_many_and_no_more,
);

async fn added(store: &Store, whose: &Account, credential: &str, first: Option<(&[String], &str)>) -> bool {
    let new = NewPasskey {
        name: "电脑",
        credential,
        public_key: "{}",
    };
    store.put_passkey(&act(), &whose.id, &new, first).await.unwrap()
}

/// The person, about the own account.
fn own(whose: &Account) -> Act {
    Act::new(noon(), whose.actor())
}

async fn a_passkey_is_a_second_step(bench: Bench) {
    let store = bench.store;
    let (zhang, li) = (account(&store, "zhangsan").await, account(&store, "lisi").await);
    let until = noon() + SignedDuration::from_hours(12);
    store
        .put_session(&act(), &session("other", &zhang.id, until))
        .await
        .unwrap();
    let kept = store
        .put_session(&act(), &session("kept", &zhang.id, until))
        .await
        .unwrap();
    assert!(!store.has_second_step(&zhang.id).await.unwrap());
    let codes = ["x", "y"].map(str::to_owned);
    assert!(added(&store, &zhang, "a", Some((&codes[..], kept.as_str()))).await);
    assert!(store.has_second_step(&zhang.id).await.unwrap());
    assert!(!store.has_second_step(&li.id).await.unwrap());
    assert_eq!(store.with_second_step().await.unwrap(), std::slice::from_ref(&zhang.id));
    assert_eq!(store.recovery_codes(&zhang.id).await.unwrap().left, 2);
    assert!(store.session("other", noon()).await.unwrap().is_none());
    assert!(store.session("kept", noon()).await.unwrap().is_some());
    assert!(
        !added(&store, &li, "a", None).await,
        "an authenticator's is one person's"
    );
    assert!(added(&store, &zhang, "b", None).await);
    let there = store.passkeys_of(&zhang.id).await.unwrap();
    assert_eq!(
        there.iter().map(|key| key.credential.as_str()).collect::<Vec<_>>(),
        ["a", "b"]
    );
    let (whose, found) = store.passkey("b").await.unwrap().unwrap();
    assert_eq!(
        (whose.login.as_str(), found.name.as_str(), found.used_at),
        ("zhangsan", "电脑", None)
    );
    assert!(
        store
            .use_passkey(&act(), &zhang.id, &found.id, "{\"counter\":1}")
            .await
            .unwrap()
    );
    let found = store.passkey("b").await.unwrap().unwrap().1;
    assert_eq!(
        (found.public_key.as_str(), found.used_at),
        ("{\"counter\":1}", Some(noon()))
    );
    assert!(
        !store.use_passkey(&act(), &li.id, &found.id, "{}").await.unwrap(),
        "another's"
    );

    // The recovery codes go with the last second step.
    assert!(!store.remove_passkey(&own(&li), &li.id, &found.id, "").await.unwrap());
    assert!(
        store
            .remove_passkey(&own(&zhang), &zhang.id, &found.id, &kept)
            .await
            .unwrap()
    );
    assert_eq!(store.recovery_codes(&zhang.id).await.unwrap().left, 2);
    assert!(store.begin_second_step(&act(), &zhang.id, "sealed").await.unwrap());
    let confirmed = store
        .confirm_second_step(&own(&zhang), &zhang.id, "sealed", 1, &codes, &kept)
        .await;
    assert!(confirmed.unwrap());
    assert!(
        store
            .remove_second_step(&own(&zhang), &zhang.id, Some(&kept))
            .await
            .unwrap()
    );
    assert!(
        store.has_second_step(&zhang.id).await.unwrap(),
        "the other passkey is left"
    );
    assert_eq!(store.recovery_codes(&zhang.id).await.unwrap().left, 2);
    let reset = Act::new(noon(), Actor::command("user reset-second-step"));
    assert!(store.remove_second_step(&reset, &zhang.id, None).await.unwrap());
    assert!(!store.has_second_step(&zhang.id).await.unwrap() && store.passkeys_of(&zhang.id).await.unwrap().is_empty());
    assert_eq!(store.recovery_codes(&zhang.id).await.unwrap().left, 0);
    assert!(store.session("kept", noon()).await.unwrap().is_none());
    let history = store.history(SubjectKind::Account, zhang.id.as_str()).await.unwrap();
    for action in ["passkey-added", "passkey-used", "passkey-removed", "second-step-reset"] {
        assert!(history.iter().any(|row| row.action == action), "{action}");
    }
}

async fn a_passkey_opens_once_for_each_first_step(bench: Bench) {
    let store = bench.store;
    let zhang = account(&store, "zhangsan").await;
    assert!(added(&store, &zhang, "a", None).await);
    let id = store.passkeys_of(&zhang.id).await.unwrap().remove(0).id;
    let until = noon() + SignedDuration::from_mins(10);
    let first = store
        .put_first_step(&act(), "first", &zhang.id, Way::Password, (noon(), until))
        .await;
    first.unwrap();
    let proof = Proof::Passkey {
        id,
        public_key: "{\"counter\":2}".to_owned(),
    };
    let take = async || {
        store
            .take_second_step(&act(), "first", &zhang.id, &proof)
            .await
            .unwrap()
    };
    assert_eq!([take().await, take().await], [Proved::Yes, Proved::Over]);
    let shut = store
        .edit_account(&act(), &zhang.id, |account| account.active = false)
        .await;
    shut.unwrap();
    assert_eq!(store.passkey("a").await.unwrap(), None);
}

async fn there_are_so_many_and_no_more(bench: Bench) {
    let store = bench.store;
    let zhang = account(&store, "zhangsan").await;
    for n in 1..MOST_PASSKEYS {
        assert!(added(&store, &zhang, &n.to_string(), None).await, "{n}");
    }
    let (one, other) = tokio::join!(added(&store, &zhang, "x", None), added(&store, &zhang, "y", None));
    assert!(one != other, "of two at once one is the last");
    assert_eq!(store.passkeys_of(&zhang.id).await.unwrap().len(), MOST_PASSKEYS);
}
