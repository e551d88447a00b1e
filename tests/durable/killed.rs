//! `kill -9` while people write: nothing that was acknowledged is missing, nothing is half there, nothing doubled.
//!
//! `YAODIAN_KILLS` is how often the server is killed, 12 times unless it is told; `YAODIAN_KILL_SEED` decides when.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use sqlx::{Connection as _, PgConnection, SqliteConnection};
use tempfile::TempDir;
use yaodian_tests::{Server, TRIAL_PEOPLE, free_port, postgres::Database};

use crate::writers::{self, Acknowledged, ROWS, Work};

fn told(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |text| text.parse().expect("a number"))
}

/// Numbers as if at random, the same for the same seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }
}

/// What a query finds: texts and numbers.
async fn rows(url: &str, sql: &'static str) -> Vec<(String, i64)> {
    if url.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(url).await.unwrap();
        sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap()
    } else {
        let mut connection = PgConnection::connect(url).await.unwrap();
        sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap()
    }
}

#[tokio::test]
async fn on_sqlite() {
    let data = TempDir::new().unwrap();
    let url = format!("sqlite://{}/yaodian.sqlite", data.path().display());
    let _data = killed(data, &url).await;
    let whole = rows(&url, "SELECT integrity_check, 0 FROM pragma_integrity_check").await;
    assert_eq!(whole, [("ok".to_owned(), 0)]);
    let dangling = rows(&url, "SELECT \"table\", 0 FROM pragma_foreign_key_check").await;
    assert_eq!(dangling, []);
}

#[tokio::test]
async fn on_postgres() {
    let database = Database::new("killed").await;
    killed(TempDir::new().unwrap(), &database.url).await;
    database.remove().await;
}

async fn killed(data: TempDir, url: &str) -> Arc<TempDir> {
    let seed = told("YAODIAN_KILL_SEED", 20_230_925);
    let mut dice = Dice(seed);
    let listen = format!("127.0.0.1:{}", free_port());
    let flags = [
        "--trial",
        "--listen",
        &listen,
        "--database-url",
        url,
        "--client-rate",
        "0",
    ];
    let mut server = Server::start_in(data, &flags, TRIAL_PEOPLE).await;
    let reporter = server.by_link(0).await;
    let work = Arc::new(Work::default());
    let drafts = tokio::spawn(writers::drafts(work.clone(), reporter.clone()));
    let entries = tokio::spawn(writers::entries(work.clone(), reporter.clone()));
    let imports = tokio::spawn(writers::imports(work.clone(), reporter.clone()));
    let files = tokio::spawn(writers::files(work.clone(), reporter.clone()));
    let kills = told("YAODIAN_KILLS", 12);
    for _ in 0..kills {
        let all = [&drafts, &entries, &imports, &files];
        tokio::select! {
            () = work.more(1 + dice.below(10)) => {}
            () = writers_fail(&all) => break,
        }
        // At any moment of what is under way.
        tokio::time::sleep(Duration::from_micros(dice.below(20_000))).await;
        server = server.killed_and_started(&flags, TRIAL_PEOPLE).await;
    }
    work.stop();
    let all = Acknowledged {
        drafts: drafts.await.unwrap().drafts,
        entries: entries.await.unwrap().entries,
        imported: imports.await.unwrap().imported,
        files: files.await.unwrap().files,
    };
    println!(
        "seed {seed}: {kills} kills, {} acknowledged, {} sent again, {} answered again, {} said to be done",
        work.acknowledged(),
        work.again.load(Ordering::SeqCst),
        work.replayed.load(Ordering::SeqCst),
        work.unanswered.load(Ordering::SeqCst),
    );
    let on = ["--database-url", url];
    let (code, _, said) = server.command(&[&["audit", "verify"], &on[..]].concat()).await;
    assert_eq!(code, 0, "{said}");
    let (code, _, said) = server.command(&[&["evidence", "check"], &on[..]].concat()).await;
    assert_eq!(code, 0, "{said}");
    let data = server.stop().await;
    each_once(url, &all).await;
    data
}

/// Ends when a writer has ended, which it does only if it fails.
async fn writers_fail(writers: &[&tokio::task::JoinHandle<Acknowledged>]) {
    while writers.iter().all(|writer| !writer.is_finished()) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Everything that was acknowledged is there, and once; and nothing else is.
async fn each_once(url: &str, all: &Acknowledged) {
    // Each draft made the revision that was answered, and the audit says so once.
    let saved = "SELECT detail, seq FROM audit WHERE action IN ('report-created', 'report-edited') ORDER BY seq";
    let saved = rows(url, saved).await;
    assert_eq!(saved.len(), all.drafts.len(), "drafts");
    for ((detail, _), (words, revision)) in saved.iter().zip(&all.drafts) {
        let detail: serde_json::Value = serde_json::from_str(detail).unwrap();
        assert_eq!(detail["revision"], *revision);
        assert_eq!(detail["after"]["progress"], words.as_str());
    }
    let stands = rows(url, "SELECT body, revision FROM reports").await;
    let [(body, revision)] = &stands[..] else {
        panic!("{stands:?}")
    };
    let (words, last) = all.drafts.last().unwrap();
    assert!(*revision == *last && body.contains(words), "{body}");

    // Entries: all of a sheet, each in its first version.
    let mut expected: BTreeSet<&str> = all.entries.iter().map(String::as_str).collect();
    expected.extend(all.imported.iter().flatten().map(String::as_str));
    assert_eq!(expected.len(), all.entries.len() + all.imported.len() * ROWS);
    let there = rows(
        url,
        "SELECT key, version FROM entries WHERE gone = 0 AND (key LIKE 'E-%' OR key LIKE 'S-%')",
    )
    .await;
    assert!(there.iter().all(|(_, version)| *version == 1));
    let keys: BTreeSet<&str> = there.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys.len(), there.len(), "nothing is doubled");
    assert_eq!(keys, expected);
    let batches = rows(url, "SELECT how, changed FROM batches").await;
    let of = |how: &str, changed: usize| {
        let batches = batches.iter().filter(|batch| batch.0 == how);
        batches.filter(|batch| usize::try_from(batch.1) == Ok(changed)).count()
    };
    assert_eq!(
        (of("edit", 1), of("upload", ROWS)),
        (all.entries.len(), all.imported.len()),
        "{batches:?}"
    );
    let noted = rows(
        url,
        "SELECT subject_kind, seq FROM audit WHERE subject_kind = 'entry' OR action = 'entries-changed'",
    )
    .await;
    assert_eq!(noted.len(), batches.len(), "a row of the audit for each");

    // Files: a row for each, a row of the audit for each row. The files themselves were looked at above.
    let there: BTreeMap<String, String> = (rows(url, "SELECT id || ' ' || sha256, bytes FROM attachments")
        .await
        .iter())
    .map(|(both, _)| {
        both.split_once(' ')
            .map(|(id, hash)| (id.to_owned(), hash.to_owned()))
            .unwrap()
    })
    .collect();
    assert_eq!(there, all.files);
    let noted = rows(url, "SELECT subject_id, seq FROM audit WHERE action = 'evidence-added'").await;
    let noted: BTreeSet<&String> = noted.iter().map(|(id, _)| id).collect();
    assert_eq!(noted, there.keys().collect());
}
