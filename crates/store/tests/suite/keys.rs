//! Keys for machines: made, found by the hash of their secret, revoked for good.

use yaodian_domain::{
    id::PlanId,
    key::{KeyScope, Owner},
    ledger::Network,
};
use yaodian_store::{Act, Actor, AuditCheck, Holder, InPost, Key, NewKey, Store, StoreError, SubjectKind};

use crate::{
    fixtures::{account, act, act_at, act_of, at, day, draft, noon, plan_id, unit, with_plan},
    harness::{Bench, cases},
    posts::only_post,
};

cases!(
    keys_are_made_and_found,
    what_is_revoked_stays_revoked,
    the_last_day_of_use_stays,
    a_persons_key_names_its_post,
    the_audit_says_which_key_acted,
    keys_of_stations_outlive_the_upgrade,
    a_stations_key_names_a_plan,
);

fn station(network: Network, of: Option<&str>) -> Holder {
    let unit = of.map(unit);
    Holder::Station {
        network,
        unit,
        plan: None,
    }
}

fn new(name: &str, hash: &str) -> NewKey {
    NewKey {
        name: name.to_owned(),
        holder: station(Network::Air, Some("420100")),
        until: None,
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
        holder: station(Network::Water, None),
        ..new("省站", "bb")
    };
    let second = store.make_key(&act_at("2023-09-26T04:00:00Z"), &of_all).await.unwrap();
    assert_eq!(second.holder, station(Network::Water, None));
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

async fn a_persons_key_names_its_post(bench: Bench) {
    let store = bench.store;
    with_plan(&store).await;
    let zhang = account(&store, "zhangsan").await;
    let post = only_post(&store, &zhang).await;
    let owner = Owner {
        account: zhang.id.clone(),
        post: post.id.clone(),
    };
    let scopes = vec![KeyScope::Reports, KeyScope::Ledgers];
    let new = NewKey {
        name: "月报系统".to_owned(),
        holder: Holder::Person {
            owner: owner.clone(),
            scopes,
        },
        until: Some(day("2023-12-31")),
        hash: "dd".repeat(32),
    };
    let made = store.make_key(&act_of("张三"), &new).await.unwrap();
    make(&store, "自动站", "aa").await;
    assert_eq!(find(&store, "dd").await, Some(made.clone()));
    assert_eq!((made.holder.clone(), made.until), (new.holder, new.until));
    assert_eq!(made.owner(), Some(&owner));
    assert!(made.is_good_on(day("2023-12-31")) && !made.is_good_on(day("2024-01-01")));
    assert_eq!(
        store.keys_of(&zhang.id).await.unwrap(),
        std::slice::from_ref(&made),
        "not the station's"
    );
    assert_eq!(store.key(&made.id).await.unwrap(), Some(made));
    assert_eq!(store.behind(&owner).await.unwrap(), Some((zhang, post)));
}

async fn the_audit_says_which_key_acted(bench: Bench) {
    let store = bench.store;
    let plan = with_plan(&store).await;
    let zhang = account(&store, "zhangsan").await;
    let post = only_post(&store, &zhang).await;
    let by = Actor::Account {
        id: zhang.id.clone(),
        name: zhang.name.clone(),
        post: Some(InPost {
            id: post.id,
            unit: post.unit,
        }),
        key: Some("the-key".to_owned()),
    };
    let acting = Act {
        by: by.clone(),
        ..act()
    };
    let report = draft("1");
    store.create_report(&acting, &plan, &report).await.unwrap();
    let history = store.history(SubjectKind::Report, report.id.as_str()).await.unwrap();
    assert_eq!(history[0].by, by);
    let head = store.audit_head().await.unwrap();
    assert_eq!(store.check_audit(None).await.unwrap(), AuditCheck::Whole(head));
}

async fn a_stations_key_names_a_plan(bench: Bench) {
    let store = bench.store;
    let of = |plan: &PlanId| NewKey {
        name: "自动站".to_owned(),
        holder: Holder::Station {
            network: Network::Air,
            unit: None,
            plan: Some(plan.clone()),
        },
        until: None,
        hash: "h1".to_owned(),
    };
    let refused = store.make_key(&act(), &of(&plan_id())).await;
    assert!(matches!(refused, Err(StoreError::UnknownPlan(plan)) if plan == plan_id()));
    let plan = with_plan(&store).await;
    let made = store.make_key(&act(), &of(&plan)).await.unwrap();
    assert_eq!(store.key_by_hash("h1").await.unwrap(), Some(made));
}

async fn keys_of_stations_outlive_the_upgrade(bench: Bench) {
    // As the version before left it.
    let before = "DROP TABLE access_keys;
        CREATE TABLE machine_keys (
            id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, unit TEXT, network TEXT NOT NULL,
            hash TEXT NOT NULL UNIQUE, made_at TEXT NOT NULL, made_by TEXT NOT NULL,
            last_used_on TEXT, revoked_at TEXT, revoked_by TEXT
        );
        INSERT INTO machine_keys VALUES
            ('k1', '自动站', '420100', 'air', 'h1', '2023-09-01T00:00:00Z', '张三', '2023-09-20', NULL, NULL),
            ('k2', '旧站', NULL, 'water', 'h2', '2023-08-01T00:00:00Z', '张三', NULL, '2023-09-02T00:00:00Z', '李四');
        ALTER TABLE posts DROP COLUMN plan;
        DELETE FROM _sqlx_migrations WHERE version IN (16, 24);";
    bench.store.close().await;
    bench.raw(before).await.unwrap();
    let store = bench.again().await;
    let key = store.key_by_hash("h1").await.unwrap().unwrap();
    assert_eq!(key.holder, station(Network::Air, Some("420100")));
    assert_eq!(
        (key.name.as_str(), key.last_used_on),
        ("自动站", Some(day("2023-09-20")))
    );
    assert!(key.is_good_on(day("2099-01-01")));
    assert_eq!(
        store.key_by_hash("h2").await.unwrap(),
        None,
        "what is revoked stays revoked"
    );
    assert_eq!(store.keys().await.unwrap().len(), 2);
    store.close().await;
}
