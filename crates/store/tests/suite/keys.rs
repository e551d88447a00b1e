//! Keys for machines: made, found by the hash of their secret, revoked for good.

use yaodian_domain::ledger::Network;
use yaodian_store::{Key, NewKey, Store, StoreError, SubjectKind};

use crate::{
    fixtures::{act_at, act_of, at, day, noon, unit},
    harness::{Bench, cases},
};

cases!(
    keys_are_made_and_found,
    what_is_revoked_stays_revoked,
    the_last_day_of_use_stays,
);

fn new(name: &str, hash: &str) -> NewKey {
    NewKey {
        name: name.to_owned(),
        unit: Some(unit("420100")),
        network: Network::Air,
        hash: hash.repeat(32),
    }
}

async fn make(store: &Store, name: &str, hash: &str) -> Key {
    store.make_key(&act_of("张三"), &new(name, hash)).await.unwrap()
}

async fn find(store: &Store, hash: &str) -> Option<Key> {
    store.key_by_hash(&hash.repeat(32)).await.unwrap()
}

async fn keys_are_made_and_found(bench: Bench) {
    let store = &bench.store;
    assert_eq!(store.keys().await.unwrap(), []);
    let first = make(store, "武汉自动站 '$1", "aa").await;
    assert_eq!((first.made_at, first.made_by.as_str()), (noon(), "张三"));
    let of_all = NewKey {
        unit: None,
        network: Network::Water,
        ..new("省站", "bb")
    };
    let second = store.make_key(&act_at("2023-09-26T04:00:00Z"), &of_all).await.unwrap();
    assert_eq!((&second.unit, second.network), (&None, Network::Water));
    let again = bench.again().await;
    assert_eq!(
        again.keys().await.unwrap(),
        [second.clone(), first.clone()],
        "the newest first"
    );
    assert_eq!(find(&again, "aa").await, Some(first.clone()));
    assert_eq!(find(&again, "bb").await, Some(second));
    assert_eq!(find(&again, "cc").await, None);
    let taken = store.make_key(&act_of("李四"), &new("又一个", "aa")).await;
    assert!(matches!(taken, Err(StoreError::Database(_))), "{taken:?}");
    let history = store.history(SubjectKind::Key, &first.id).await.unwrap();
    let [row] = &history[..] else { panic!("{history:?}") };
    assert_eq!((row.action.as_str(), &row.plan), ("key-made", &None));
    assert_eq!(row.detail["name"], "武汉自动站 '$1");
    assert!(!row.detail.to_string().contains("aaaa"), "not the hash");
    again.close().await;
}

async fn what_is_revoked_stays_revoked(bench: Bench) {
    let store = bench.store;
    let (key, other) = (make(&store, "甲", "aa").await, make(&store, "乙", "bb").await);
    let (when, later) = ("2023-10-01T04:00:00Z", "2023-10-02T04:00:00Z");
    let revoked = store.revoke_key(&act_at(when), &key.id).await.unwrap();
    assert_eq!(
        revoked,
        Key {
            revoked_at: Some(at(when)),
            revoked_by: Some("test".to_owned()),
            ..key.clone()
        }
    );
    assert_eq!(find(&store, "aa").await, None);
    assert_eq!(find(&store, "bb").await, Some(other.clone()));
    assert_eq!(
        store.revoke_key(&act_at(later), &key.id).await.unwrap(),
        revoked,
        "once"
    );
    assert_eq!(store.keys().await.unwrap(), [other, revoked], "it is there still");
    let history = store.history(SubjectKind::Key, &key.id).await.unwrap();
    let actions: Vec<_> = history.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(actions, ["key-made", "key-revoked"]);
    let unknown = store.revoke_key(&act_at(when), "none").await;
    assert!(
        matches!(&unknown, Err(StoreError::UnknownKey(id)) if id == "none"),
        "{unknown:?}"
    );
    let back = store.make_key(&act_of("张三"), &new("甲", "aa")).await;
    assert!(back.is_err(), "its secret is of no use any more");
}

async fn the_last_day_of_use_stays(bench: Bench) {
    let store = bench.store;
    let (key, other) = (make(&store, "甲", "aa").await, make(&store, "乙", "bb").await);
    let head = store.audit_head().await.unwrap();
    for on in ["2023-10-01", "2023-10-08", "2023-10-02"] {
        store.note_key_used(&key.id, day(on)).await.unwrap();
    }
    store.note_key_used("none", day("2023-10-01")).await.unwrap();
    assert_eq!(find(&store, "aa").await.unwrap().last_used_on, Some(day("2023-10-08")));
    assert_eq!(find(&store, "bb").await.unwrap().last_used_on, other.last_used_on);
    assert_eq!(store.audit_head().await.unwrap(), head, "not in the audit");
}
