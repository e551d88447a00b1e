//! Links: whom they let in, how often, and why not.

use jiff::SignedDuration;
use yaodian_store::{Account, AuditCheck, Link, LinkError, Purpose, StoreError, SubjectKind};

use crate::{
    fixtures::{account, act, noon},
    harness::{Bench, cases},
};

cases!(
    a_link_for_single_use_lets_one_in,
    links_say_why_not,
    a_new_password_ends_invitations,
);

pub fn link(token: &str, account: &Account) -> Link {
    Link {
        token_hash: token.to_owned(),
        account: account.id.clone(),
        purpose: Purpose::SignIn,
        expires_at: noon() + SignedDuration::from_hours(1),
        reusable: false,
    }
}

async fn a_link_for_single_use_lets_one_in(bench: Bench) {
    let person = account(&bench.store, "zhangsan").await;
    bench.store.put_link(&act(), &link("once", &person)).await.unwrap();
    bench
        .store
        .put_link(
            &act(),
            &Link {
                reusable: true,
                ..link("often", &person)
            },
        )
        .await
        .unwrap();
    let uses = async |token: &'static str| {
        let tasks: Vec<_> = (0..24)
            .map(|_| {
                let store = bench.store.clone();
                tokio::spawn(async move { store.use_link(&act(), token, Purpose::SignIn, noon()).await })
            })
            .collect();
        let mut let_in = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(account) => {
                    assert_eq!(account, person);
                    let_in += 1;
                }
                Err(StoreError::Link(LinkError::Used)) => {}
                Err(other) => panic!("{other}"),
            }
        }
        let_in
    };
    assert_eq!(uses("once").await, 1);
    assert_eq!(uses("often").await, 24);
    let history = bench
        .store
        .history(SubjectKind::Account, person.id.as_str())
        .await
        .unwrap();
    assert_eq!(history.iter().filter(|row| row.action == "link-used").count(), 25);
}

async fn links_say_why_not(bench: Bench) {
    let store = bench.store;
    let person = account(&store, "zhangsan").await;
    store.put_link(&act(), &link("token", &person)).await.unwrap();
    let head = store.audit_head().await.unwrap();
    let late = noon() + SignedDuration::from_hours(1);
    for (token, purpose, when, why) in [
        ("other", Purpose::SignIn, noon(), LinkError::Unknown),
        ("token", Purpose::SetPassword, noon(), LinkError::Unknown),
        ("token", Purpose::SignIn, late, LinkError::Expired),
    ] {
        let peeked = store.peek_link(token, purpose, when).await;
        assert!(
            matches!(&peeked, Err(StoreError::Link(error)) if error == &why),
            "{peeked:?}"
        );
        let used = store.use_link(&act(), token, purpose, when).await;
        assert!(
            matches!(&used, Err(StoreError::Link(error)) if error == &why),
            "{used:?}"
        );
    }
    assert_eq!(store.audit_head().await.unwrap(), head);
    for _ in 0..2 {
        assert_eq!(store.peek_link("token", Purpose::SignIn, noon()).await.unwrap(), person);
    }
    assert_eq!(
        store.use_link(&act(), "token", Purpose::SignIn, noon()).await.unwrap(),
        person
    );
    let used = store.peek_link("token", Purpose::SignIn, late).await;
    assert!(matches!(used, Err(StoreError::Link(LinkError::Used))));
}

async fn a_new_password_ends_invitations(bench: Bench) {
    let store = bench.store;
    let person = account(&store, "zhangsan").await;
    for token in ["first", "second"] {
        store
            .put_link(
                &act(),
                &Link {
                    purpose: Purpose::SetPassword,
                    ..link(token, &person)
                },
            )
            .await
            .unwrap();
    }
    store.put_link(&act(), &link("sign-in", &person)).await.unwrap();
    store
        .use_link(&act(), "first", Purpose::SetPassword, noon())
        .await
        .unwrap();
    store
        .set_password_hash(&act(), &person.id, "$argon2id$秘", None)
        .await
        .unwrap();
    let result = store.use_link(&act(), "second", Purpose::SetPassword, noon()).await;
    assert!(matches!(result, Err(StoreError::Link(LinkError::Used))));
    store
        .use_link(&act(), "sign-in", Purpose::SignIn, noon())
        .await
        .unwrap();
    let found = store.credentials("ZHANGSAN").await.unwrap().unwrap();
    assert!(!format!("{found:?}").contains("argon2"));
    assert_eq!(found.password_hash.as_deref(), Some("$argon2id$秘"));
    // The audit holds no hash.
    let history = store.history(SubjectKind::Account, person.id.as_str()).await.unwrap();
    assert!(!format!("{history:?}").contains("argon2"));
    assert!(matches!(store.check_audit(None).await.unwrap(), AuditCheck::Whole(_)));
}
