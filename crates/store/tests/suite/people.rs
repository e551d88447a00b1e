//! Accounts and sessions.

use jiff::SignedDuration;
use yaodian_store::{Account, AccountId, Act, Actor, LinkError, Purpose, StoreError, SubjectKind};

use crate::{
    fixtures::{account, act, at, newcomer, noon, save, session},
    harness::{Bench, cases},
    links::link,
};

cases!(
    a_login_is_taken_once_in_any_letter_case,
    accounts_can_be_changed_and_shut,
    sessions_end_and_expire,
);

async fn a_login_is_taken_once_in_any_letter_case(bench: Bench) {
    let store = bench.store;
    assert!(!store.any_account().await.unwrap());
    let first = account(&store, "ZhangSan").await;
    assert!(store.any_account().await.unwrap());
    for login in ["zhangsan", "ZHANGSAN", " zhangSan "] {
        let result = store.create_account(&act(), newcomer(login)).await;
        assert!(matches!(result, Err(StoreError::LoginTaken)), "{login}");
        let found = store.credentials(login).await.unwrap().unwrap();
        assert_eq!((found.account, found.password_hash), (first.clone(), None));
    }
    assert!(store.credentials("nobody").await.unwrap().is_none());
    assert!(store.credentials("no\0body").await.unwrap().is_none());
    let second = account(&store, "Émile").await;
    assert!(matches!(
        store.create_account(&act(), newcomer("éMILE")).await,
        Err(StoreError::LoginTaken)
    ));
    assert_eq!(store.accounts().await.unwrap(), [first, second]);
    assert_eq!(
        store.audit_head().await.unwrap().seq,
        4,
        "a row for each, and one for the post of each"
    );

    let tasks: Vec<_> = (0..12)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.create_account(&act(), newcomer("same")).await.is_ok() })
        })
        .collect();
    let mut made = 0;
    for task in tasks {
        made += usize::from(task.await.unwrap());
    }
    assert_eq!(made, 1);
}

async fn accounts_can_be_changed_and_shut(bench: Bench) {
    let store = bench.store;
    let mut person = account(&store, "zhangsan").await;
    let other = account(&store, "lisi").await;
    store
        .put_session(
            &act(),
            &session("token", &person.id, noon() + SignedDuration::from_hours(1)),
        )
        .await
        .unwrap();
    store.put_link(&act(), &link("link", &person)).await.unwrap();
    person.name = String::from("张三丰");
    person.email = Some(String::from("zhang@example.org"));
    let by_other = Act {
        by: other.actor(),
        ..act()
    };
    save(&store, &by_other, &person).await.unwrap();
    save(&store, &act(), &person).await.unwrap();
    assert_eq!(store.account(&person.id).await.unwrap(), Some(person.clone()));
    assert_eq!(store.session("token", noon()).await.unwrap().unwrap().account, person);
    person.active = false;
    save(&store, &act(), &person).await.unwrap();
    assert_eq!(store.session("token", noon()).await.unwrap(), None);
    let result = store.use_link(&act(), "link", Purpose::SignIn, noon()).await;
    assert!(matches!(result, Err(StoreError::Link(LinkError::Unknown))));
    assert!(!store.credentials("zhangsan").await.unwrap().unwrap().account.active);

    let history = store.history(SubjectKind::Account, person.id.as_str()).await.unwrap();
    let actions: Vec<_> = history.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(
        actions,
        [
            "account-created",
            "post-given",
            "session-begun",
            "link-made",
            "account-changed",
            "account-changed"
        ]
    );
    assert_eq!(
        history[4].by,
        Actor::Account {
            id: other.id.clone(),
            name: other.name.clone(),
            post: None,
            key: None,
        }
    );
    assert_eq!(
        (
            &history[4].detail["before"]["name"],
            &history[4].detail["after"]["name"]
        ),
        (&"张三".into(), &"张三丰".into())
    );

    person.login = String::from("LISI");
    assert!(matches!(
        save(&store, &act(), &person).await,
        Err(StoreError::LoginTaken)
    ));
    let nobody = Account {
        id: AccountId::new("nobody"),
        ..person
    };
    assert!(matches!(
        save(&store, &act(), &nobody).await,
        Err(StoreError::UnknownAccount(_))
    ));
    for result in [
        store.put_link(&act(), &link("x", &nobody)).await,
        store
            .put_session(&act(), &session("x", &nobody.id, noon()))
            .await
            .map(drop),
        store.set_password_hash(&act(), &nobody.id, "hash", None).await,
    ] {
        assert!(matches!(result, Err(StoreError::UnknownAccount(_))), "{result:?}");
    }
}

async fn sessions_end_and_expire(bench: Bench) {
    let store = bench.store;
    let person = account(&store, "zhangsan").await;
    let ends = at("2023-09-25T05:00:00Z");
    for token in ["a", "b", "c", "d"] {
        store
            .put_session(&act(), &session(token, &person.id, ends))
            .await
            .unwrap();
    }
    let long = at("2023-10-25T05:00:00Z");
    store
        .put_session(&act(), &session("long", &person.id, long))
        .await
        .unwrap();
    let just_before = at("2023-09-25T04:59:59.999999999Z");
    let store = store.with_idle(SignedDuration::from_hours(12));
    let signed_in = store.session("a", just_before).await.unwrap().unwrap();
    assert_eq!(
        (&signed_in.account, signed_in.posts.len(), &signed_in.chosen),
        (&person, 1, &None)
    );
    assert_eq!(store.session("a", ends).await.unwrap(), None);
    assert_eq!(store.session("A", noon()).await.unwrap(), None);
    let id = signed_in.id;
    assert!(store.end_session(&act(), &person.id, &id).await.unwrap());
    assert!(!store.end_session(&act(), &person.id, &id).await.unwrap());
    assert_eq!(store.session("a", noon()).await.unwrap(), None);
    assert!(store.session("b", noon()).await.unwrap().is_some());

    assert_eq!(
        store
            .purge_expired(&act(), at("2023-09-25T04:30:00.25Z"))
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        store.purge_expired(&act(), at("2023-09-25T05:00:00Z")).await.unwrap(),
        3
    );
    assert!(store.session("long", ends).await.unwrap().is_some());
    assert_eq!(store.end_sessions_of(&act(), &person.id, None).await.unwrap(), 1);
    assert_eq!(store.end_sessions_of(&act(), &person.id, None).await.unwrap(), 0);
    let history = store.history(SubjectKind::Account, person.id.as_str()).await.unwrap();
    let count = |action: &str| history.iter().filter(|row| row.action == action).count();
    assert_eq!((count("session-begun"), count("session-ended")), (5, 2));
    let purged = store.history(SubjectKind::Sessions, "expired").await.unwrap();
    assert_eq!(
        purged
            .iter()
            .map(|row| row.detail["sessions"].as_i64())
            .collect::<Vec<_>>(),
        [Some(3)]
    );
}
