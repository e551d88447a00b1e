//! An installation is read as a whole, and an empty one is filled with it, on either database.

use std::collections::BTreeMap;

use yaodian_domain::id::EntryId;
use yaodian_store::{
    AuditCheck, NewEvidence, Put, Store, StoreError,
    whole::{Cell, FillError, Filling, Snapshot, Table, known_schema},
};

use crate::{
    fixtures::{account, act, approved, draft, draft_of, plan, submitted, with_plan},
    harness::{Bench, cases},
    ledgers_outfalls::{change, many, of_key, outfalls, put, row, stage},
};

cases!(
    an_installation_moves_from_one_database_to_the_other_and_back,
    what_is_written_meanwhile_is_not_in_a_snapshot,
    what_holds_something_is_not_filled,
    what_does_not_hold_is_not_filled_in,
    what_a_new_installation_begins_with_is_known,
);

/// Everything of an installation: the rows of every table.
type Everything = BTreeMap<String, (Vec<String>, Vec<Vec<Cell>>)>;

async fn everything(snapshot: &mut Snapshot) -> Everything {
    let mut all = Everything::new();
    for table in snapshot.tables() {
        let mut rows = Vec::new();
        let count = snapshot
            .each_chunk(&table.name, async |chunk| {
                rows.extend(chunk);
                Ok::<_, StoreError>(())
            })
            .await
            .unwrap();
        assert_eq!(count, u64::try_from(rows.len()).unwrap());
        all.insert(table.name, (table.columns, rows));
    }
    all
}

async fn all_of(store: &Store) -> Everything {
    everything(&mut store.snapshot().await.unwrap()).await
}

/// Fills the database at `url`; nothing is there if it fails.
async fn fill(url: &str, schema: &[i64], all: &Everything, store: &Store) -> Result<(), FillError> {
    let mut filling = Filling::begin(url, schema).await?;
    // Backwards, so that rows come before those that they refer to.
    for (name, (columns, rows)) in all.iter().rev() {
        let table = Table {
            name: name.clone(),
            columns: columns.clone(),
        };
        for chunk in rows.chunks(300) {
            filling.put(&table, chunk.to_vec()).await?;
        }
    }
    filling
        .finish(&store.audit_head().await.unwrap(), false, None)
        .await
        .map(drop)
}

/// Plans, people, reports, and a ledger of which entries were changed; more than one chunk of them.
async fn filled(store: &Store) {
    let id = with_plan(store).await;
    let person = account(store, "zhangsan").await;
    approved(store, &id, draft("9067")).await;
    submitted(store, &id, draft_of("420200", "3")).await;
    store.put_plan(&act(), &plan("二。𠀀\"\\")).await.unwrap();
    let ledger = outfalls();
    put(store, &id, &ledger, many(0, 1_200).collect()).await;
    let entry = of_key(store, &id, &ledger, "EZ-00000").await;
    put(store, &id, &ledger, vec![change(&entry, row("EZ-00000", "汉江"))]).await;
    let file = NewEvidence {
        entry: entry.id,
        stage: Some(stage("closed")),
        field: None,
        name: "排口.jpg".to_owned(),
        media: "image/jpeg".to_owned(),
        bytes: 3,
        sha256: format!("{:064x}", 7),
        place: None,
        account: person.id.clone(),
    };
    store.add_evidence(&act(), &id, &ledger, file).await.unwrap();
}

/// The database of a bench with nothing in it.
async fn emptied(bench: &Bench) {
    if bench.is_sqlite() {
        let path = bench.url.strip_prefix("sqlite://").unwrap();
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{path}{end}"));
        }
        // An empty file is an empty database.
        std::fs::write(path, "").unwrap();
    } else {
        bench
            .raw("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            .await
            .unwrap();
    }
}

async fn an_installation_moves_from_one_database_to_the_other_and_back(bench: Bench) {
    filled(&bench.store).await;
    let first = all_of(&bench.store).await;
    assert_eq!(first["entries"].1.len(), 1_200);
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/other.sqlite", folder.path().display());
    fill(&url, &known_schema(), &first, &bench.store).await.unwrap();
    let other = Store::open(&url).await.unwrap();
    let second = all_of(&other).await;
    assert_eq!(first, second);

    bench.store.close().await;
    emptied(&bench).await;
    fill(&bench.url, &known_schema(), &second, &other).await.unwrap();
    let back = bench.again().await;
    assert_eq!(all_of(&back).await, first);
    let head = back.audit_head().await.unwrap();
    assert_eq!(back.check_audit(None).await.unwrap(), AuditCheck::Whole(head.clone()));

    // Both go on where the first one stopped: the same numbers, and every reference checked as before.
    let ledger = outfalls();
    let id = crate::fixtures::plan_id();
    for store in [&other, &back] {
        put(store, &id, &ledger, vec![Put::New(row("EZ-NEW", "长江"))]).await;
        assert_eq!(of_key(store, &id, &ledger, "EZ-NEW").await.id, EntryId(1_201));
        submitted(store, &id, draft_of("420300", "3")).await;
        assert!(store.audit_head().await.unwrap().seq > head.seq);
        assert!(matches!(
            store.check_audit(Some(&head)).await.unwrap(),
            AuditCheck::Whole(_)
        ));
    }
    assert!(bench.raw("INSERT INTO links SELECT 'x', 'nobody', purpose, created_at, expires_at, reusable, used_at FROM links UNION SELECT 'x', 'nobody', '', '', '', 0, NULL").await.is_err());
    assert!(bench.raw("UPDATE audit SET actor_name = 'x'").await.is_err());
    other.close().await;
    back.close().await;
}

async fn what_is_written_meanwhile_is_not_in_a_snapshot(bench: Bench) {
    let id = with_plan(&bench.store).await;
    let before = all_of(&bench.store).await;
    let mut snapshot = bench.store.snapshot().await.unwrap();
    let writing: Vec<_> = (0..50)
        .map(|n| {
            let (store, id) = (bench.store.clone(), id.clone());
            tokio::spawn(async move {
                store
                    .create_report(&act(), &id, &draft_of(&format!("unit-{n}"), "1"))
                    .await
            })
        })
        .collect();
    let seen = everything(&mut snapshot).await;
    for one in writing {
        one.await.unwrap().unwrap();
    }
    assert_eq!(seen, before);
    assert_eq!(everything(&mut snapshot).await, before);
    assert_ne!(all_of(&bench.store).await, before);
}

async fn what_holds_something_is_not_filled(bench: Bench) {
    with_plan(&bench.store).await;
    let all = all_of(&bench.store).await;
    let refused = fill(&bench.url, &known_schema(), &all, &bench.store).await;
    let Err(FillError::Occupied(there)) = refused else {
        panic!("{refused:?}");
    };
    assert!(
        there.contains(&("plans".to_owned(), 1)) && there.contains(&("audit".to_owned(), 1)),
        "{there:?}"
    );
    assert_eq!(all_of(&bench.store).await, all);

    let newer = [known_schema(), vec![9_999]].concat();
    let refused = fill(&bench.url, &newer, &all, &bench.store).await;
    assert!(matches!(refused, Err(FillError::Newer(versions)) if versions == [9_999]));

    bench.store.close().await;
    emptied(&bench).await;
    bench.raw("CREATE TABLE invoices (id TEXT)").await.unwrap();
    let refused = Filling::begin(&bench.url, &known_schema()).await.map(drop);
    assert!(matches!(refused, Err(FillError::Foreign(names)) if names == ["invoices"]));

    // An installation that was opened and never used can be filled, if its tables are those.
    emptied(&bench).await;
    bench.again().await.close().await;
    let refused = Filling::begin(&bench.url, &known_schema()[..3]).await.map(drop);
    assert!(matches!(refused, Err(FillError::OtherSchema)));
    Filling::begin(&bench.url, &known_schema())
        .await
        .unwrap()
        .give_up()
        .await;
}

async fn what_does_not_hold_is_not_filled_in(bench: Bench) {
    filled(&bench.store).await;
    let good = all_of(&bench.store).await;
    let folder = tempfile::tempdir().unwrap();
    let keeper = Store::open(&format!("sqlite://{}/keeper.sqlite", folder.path().display()))
        .await
        .unwrap();
    fill(
        &format!("sqlite://{}/copy.sqlite", folder.path().display()),
        &known_schema(),
        &good,
        &bench.store,
    )
    .await
    .unwrap();
    let source = Store::open(&format!("sqlite://{}/copy.sqlite", folder.path().display()))
        .await
        .unwrap();
    bench.store.close().await;
    emptied(&bench).await;
    let mut altered = good.clone();
    if let Some(Cell::Text(detail)) = altered.get_mut("audit").unwrap().1[1].last_mut() {
        detail.push('x');
    }
    altered.get_mut("audit").unwrap().1[1][4] = Cell::Text("谁".to_owned());
    let refused = fill(&bench.url, &known_schema(), &altered, &source).await;
    assert!(matches!(refused, Err(FillError::Audit(_))), "{refused:?}");
    let mut dangling = good.clone();
    dangling.get_mut("accounts").unwrap().1.clear();
    let refused = fill(&bench.url, &known_schema(), &dangling, &source).await;
    assert!(
        matches!(refused, Err(FillError::Dangling(_) | FillError::Store(_))),
        "{refused:?}"
    );
    let mut other = good.clone();
    other.get_mut("plans").unwrap().0[0].push('x');
    let refused = fill(&bench.url, &known_schema(), &other, &source).await;
    assert!(matches!(refused, Err(FillError::OtherTable(name)) if name == "plans"));
    let mut odd = good.clone();
    odd.get_mut("plans").unwrap().1[0].pop();
    assert!(fill(&bench.url, &known_schema(), &odd, &source).await.is_err());
    // After every failure nothing is there, and what is whole goes in.
    fill(&bench.url, &known_schema(), &good, &source).await.unwrap();
    let back = bench.again().await;
    assert_eq!(all_of(&back).await, good);
    for store in [keeper, source, back] {
        store.close().await;
    }
}

async fn what_a_new_installation_begins_with_is_known(bench: Bench) {
    // Whatever row a migration puts in has to be known to whoever looks whether a database is empty.
    Filling::begin(&bench.url, &known_schema())
        .await
        .unwrap()
        .give_up()
        .await;
    let begins: Vec<String> = all_of(&bench.store)
        .await
        .into_iter()
        .filter(|(_, (_, rows))| !rows.is_empty())
        .map(|(name, _)| name)
        .collect();
    assert_eq!(begins, ["audit_head", "measurement_lock", "people"]);
    assert!(matches!(
        Store::open_as_is("sqlite:///tmp/no/such/folder/x.sqlite").await,
        Err(StoreError::Database(_))
    ));
    bench.store.close().await;
    emptied(&bench).await;
    bench.raw("CREATE TABLE invoices (id TEXT)").await.unwrap();
    let store = Store::open_as_is(&bench.url).await.unwrap();
    assert!(matches!(store.snapshot().await, Err(StoreError::NoInstallation)));
    store.close().await;
}
