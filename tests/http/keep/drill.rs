//! The restore drill: a server under writes is backed up, and lives on elsewhere.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, Ordering},
};

use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqliteConnection};
use tempfile::TempDir;
use yaodian_tests::{Server, Visitor, postgres::Database, until};

use super::{done, head, path, run, tables};

/// A file that nobody has sent before.
fn file(n: usize) -> Vec<u8> {
    format!("%PDF-1.4\n% {n}\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n").into_bytes()
}

/// A target of which the unit tells in words, each quarter: made-up entries of ledgers say nothing of it.
async fn told_in_words(reporter: &Visitor) -> String {
    let (_, owed) = reporter.json("/api/v1/owed").await;
    let mut items = owed["items"].as_array().unwrap().iter();
    let quarterly = items.find(|item| item["period"] == "2023-Q3");
    let target = &quarterly.expect("something is owed each quarter")["target"];
    target.as_str().unwrap().to_owned()
}

/// A report as what was read before another one is sent; nothing if there is none.
fn as_read(report: &Value) -> Value {
    match report {
        Value::Null => Value::Null,
        report => json!({ "id": report["id"], "revision": report["revision"] }),
    }
}

/// A report of it, on what was read before.
fn report(target: &str, read: &Value, words: &str, evidence: &Value, send: bool) -> Value {
    json!({
        "target": target, "period": "2023-Q3", "read": read, "typed": { "words": words }, "evidence": evidence, "send": send,
    })
}

/// Sends files and reports that rest on them until it is told to stop; how many.
async fn write(reporter: &Visitor, stop: &AtomicBool) -> usize {
    let target = told_in_words(reporter).await;
    let mut read = Value::Null;
    let mut n = 0;
    while !stop.load(Ordering::Relaxed) {
        let (status, sent) = reporter
            .send(&format!("/api/v1/targets/{target}/files?name=a.pdf"), file(n))
            .await;
        assert_eq!(status, 200, "{sent}");
        let report = report(&target, &read, &format!("第 {n} 次"), &json!([sent["id"]]), false);
        let (status, saved) = reporter.post("/api/v1/reports", &report).await;
        assert_eq!(status, 200, "{saved}");
        read = as_read(&saved["report"]);
        n += 1;
    }
    n
}

/// Waits until the day's round is over, after which a server by itself writes nothing.
async fn settled(server: &Server) {
    let data = server.data.path().to_str().unwrap();
    let done = "SELECT COUNT(*) FROM audit WHERE action = 'round-done'";
    until(async || {
        let mut connection = SqliteConnection::connect(&format!("sqlite://{data}/yaodian.sqlite"))
            .await
            .unwrap();
        let rounds: i64 = sqlx::query_scalar(done).fetch_one(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        (rounds > 0).then_some(())
    })
    .await;
}

/// What anybody sees, without what tells one server from the other: its address, and the end of its audit, to
/// which its own start adds.
async fn pages(server: &Server) -> BTreeMap<&'static str, String> {
    let visitor = server.visitor();
    let mut pages = BTreeMap::new();
    for address in [
        "/",
        "/?lang=en",
        "/target/outfalls-yangtze",
        "/ledgers",
        "/data/targets.csv",
    ] {
        pages.insert(
            address,
            visitor.page(address).await.replace(&server.base, "http://server"),
        );
    }
    // Once it has computed all of the audit anew.
    let computed = async || Some(visitor.page("/changes").await).filter(|page| page.contains("没有发现改动"));
    let changes = until(computed).await.replace(&server.base, "http://server");
    let (before, rest) = changes.split_once("完好：共").expect("the audit is whole");
    let (_, after) = rest.split_once('<').unwrap();
    pages.insert("/changes", format!("{before}<{after}"));
    pages
}

/// Compares two SQLite files row by row, by the database itself.
async fn same_rows(one: &str, other: &str) -> u64 {
    let mut connection = SqliteConnection::connect(&format!("sqlite://{one}")).await.unwrap();
    let attach = format!("ATTACH '{other}' AS other");
    sqlx::raw_sql(AssertSqlSafe(attach))
        .execute(&mut connection)
        .await
        .unwrap();
    let names = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name <> '_sqlx_migrations' AND name NOT LIKE 'sqlite%'";
    let names: Vec<String> = sqlx::query_scalar(names).fetch_all(&mut connection).await.unwrap();
    assert!(names.len() > 30, "{names:?}");
    let mut all = 0;
    for name in names {
        let sql = format!(
            "SELECT (SELECT COUNT(*) FROM main.{name}), (SELECT COUNT(*) FROM other.{name}),
                 (SELECT COUNT(*) FROM (SELECT * FROM main.{name} EXCEPT SELECT * FROM other.{name})),
                 (SELECT COUNT(*) FROM (SELECT * FROM other.{name} EXCEPT SELECT * FROM main.{name}))"
        );
        let row = sqlx::query(AssertSqlSafe(sql))
            .fetch_one(&mut connection)
            .await
            .unwrap();
        let [here, there, lost, more]: [i64; 4] = std::array::from_fn(|n| row.get(n));
        assert_eq!((here, lost, more), (there, 0, 0), "{name}");
        all += u64::try_from(here).unwrap();
    }
    connection.close().await.unwrap();
    all
}

#[tokio::test]
async fn a_server_under_writes_is_backed_up_and_lives_on_elsewhere() {
    let server = Server::demonstration(10).await;
    let reporter = server.by_link(0).await;
    let data = server.data.path().to_str().unwrap().to_owned();
    let folder = TempDir::new().unwrap();

    // While somebody writes.
    let stop = AtomicBool::new(false);
    let first = path(folder.path(), "first.zip");
    let (sent, printed) = tokio::join!(write(&reporter, &stop), async {
        let mut printed = String::new();
        for name in ["before.zip", "first.zip"] {
            printed = done(&["backup", &path(folder.path(), name), "--data-dir", &data]).await;
        }
        stop.store(true, Ordering::Relaxed);
        printed
    });
    assert!(sent > 2, "something was written meanwhile: {sent}");
    let (seq, hash) = head(&printed);
    // The source has gone on from there.
    let noted = format!("{seq}:{hash}");
    let now = done(&["audit", "verify", "--head", &noted, "--data-dir", &data]).await;
    assert!(head(&now).0 >= seq);
    assert_eq!(head(&done(&["backup", "verify", &first]).await), (seq, hash));

    let postgres = Database::new("drill").await;
    let mut dumps = Vec::new();
    for (name, url) in [("sqlite", None), ("postgres", Some(&postgres.url))] {
        let place = path(folder.path(), name);
        let mut into = vec!["--data-dir", place.as_str()];
        into.extend(url.into_iter().flat_map(|url| ["--database-url", url.as_str()]));
        done(&[&["restore", &first], into.as_slice()].concat()).await;
        // Every file that the rows name is there, and unaltered.
        done(&[&["evidence", "check"], into.as_slice()].concat()).await;
        let again = path(folder.path(), &format!("{name}.zip"));
        dumps.push(done(&[&["backup", &again], into.as_slice()].concat()).await);
        let (code, _, error) = run(&[&["restore", &first], into.as_slice()].concat()).await;
        assert_eq!(code, 1);
        assert!(
            error.contains("holds an installation already") && error.contains("audit: "),
            "{error}"
        );
    }
    for dump in &dumps {
        assert_eq!(tables(dump), tables(&printed), "every row of every table");
        assert_eq!(head(dump), head(&printed));
    }
    postgres.remove().await;

    // Once nobody writes, rows, files and pages are the same.
    let quiet = path(folder.path(), "quiet.zip");
    settled(&server).await;
    let seen = pages(&server).await;
    done(&["backup", &quiet, "--data-dir", &data]).await;
    let sqlite = TempDir::new().unwrap();
    let place = sqlite.path().to_str().unwrap().to_owned();
    done(&["restore", &quiet, "--data-dir", &place]).await;
    let rows = same_rows(
        &path(sqlite.path(), "yaodian.sqlite"),
        &path(server.data.path(), "yaodian.sqlite"),
    )
    .await;
    assert!(rows > 500, "{rows}");
    let evidence = |folder: &str| {
        let list = std::process::Command::new("find")
            .args([folder, "-path", "*evidence*", "-type", "f", "-printf", "%P\n"])
            .output();
        let mut names: Vec<String> = String::from_utf8(list.unwrap().stdout)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect();
        names.sort();
        names
    };
    let files = evidence(&format!("{data}/files"));
    assert_eq!(evidence(&format!("{place}/files")), files);
    for name in &files {
        let read = |folder: &str| std::fs::read(format!("{folder}/files/{name}")).unwrap();
        assert_eq!(read(&place), read(&data), "{name}");
    }
    let postgres = Database::new("quiet").await;
    let other = TempDir::new().unwrap();
    let place = other.path().to_str().unwrap();
    done(&["restore", &quiet, "--data-dir", place, "--database-url", &postgres.url]).await;
    let flags = ["--trial", "--demonstration", "10"];
    let with_postgres = [&flags[..], &["--database-url", &postgres.url]].concat();
    for (folder, flags) in [(sqlite, flags.to_vec()), (other, with_postgres)] {
        let lives_on = Server::in_folder(folder, &flags).await;
        assert_eq!(pages(&lives_on).await, seen);
        // Work goes on where it stopped.
        let reporter = lives_on.by_link(0).await;
        let target = told_in_words(&reporter).await;
        let (_, form) = reporter.json(&format!("/api/v1/form/{target}")).await;
        let report = report(&target, &as_read(&form["report"]), "照常开展", &json!([]), true);
        let (status, saved) = reporter.post("/api/v1/reports", &report).await;
        assert_eq!(status, 200, "{saved}");
        lives_on.stop().await;
    }
    postgres.remove().await;
}

#[tokio::test]
async fn an_installation_moves_to_postgres_and_back() {
    let server = Server::demonstration(20).await;
    settled(&server).await;
    let (from, data) = (server.database(), server.data.path().to_str().unwrap().to_owned());
    let folder = TempDir::new().unwrap();
    let before = done(&["backup", &path(folder.path(), "a.zip"), "--data-dir", &data]).await;
    let postgres = Database::new("copy").await;
    let printed = done(&["db", "copy", "--from", &from, "--to", &postgres.url]).await;
    let counts = |printed: &str| -> Vec<String> {
        let two = |line: &str| line.split('\t').take(2).collect::<Vec<_>>().join("\t");
        tables(printed).into_iter().map(two).collect()
    };
    assert_eq!(counts(&printed), counts(&before));
    assert_eq!(head(&printed), head(&before));
    let (code, _, error) = run(&["db", "copy", "--from", &from, "--to", &postgres.url]).await;
    assert!(code == 1 && error.contains("holds an installation already"), "{error}");
    let back = format!("sqlite://{}", path(folder.path(), "back.sqlite"));
    done(&["db", "copy", "--from", &postgres.url, "--to", &back]).await;
    same_rows(
        &path(folder.path(), "back.sqlite"),
        &path(server.data.path(), "yaodian.sqlite"),
    )
    .await;
    let nowhere = format!("sqlite://{}", path(folder.path(), "nowhere.sqlite"));
    let (code, _, error) = run(&["db", "copy", "--from", &nowhere, "--to", &back]).await;
    assert!(
        code == 2 && !std::path::Path::new(&path(folder.path(), "nowhere.sqlite")).exists(),
        "{error}"
    );
    postgres.remove().await;
}

#[tokio::test]
async fn what_is_refused_is_told_with_its_mend_and_leaves_nothing() {
    let server = Server::trial().await;
    let data = server.data.path().to_str().unwrap().to_owned();
    let folder = TempDir::new().unwrap();
    let good = path(folder.path(), "good.zip");
    done(&["backup", &good, "--data-dir", &data]).await;
    let whole = std::fs::read(&good).unwrap();
    let bad = path(folder.path(), "bad.zip");
    let mut altered = whole.clone();
    altered[whole.len() / 3] ^= 4;
    let cases: [(&[u8], i32, &str); 4] = [
        (&altered, 1, "altered or damaged"),
        (&whole[..whole.len() / 2], 1, "its end is missing"),
        (b"hello", 2, "is no backup of Yaodian's"),
        (b"", 2, "is no backup of Yaodian's"),
    ];
    let place = path(folder.path(), "place");
    for (bytes, expected, told) in cases {
        std::fs::write(&bad, bytes).unwrap();
        for command in [
            vec!["backup", "verify", &bad],
            vec!["restore", &bad, "--data-dir", &place],
        ] {
            let (code, out, error) = run(&command).await;
            assert_eq!((code, out.as_str()), (expected, ""), "{error}");
            assert!(error.contains(told) && error.contains("bad.zip"), "{error}");
        }
        assert!(!std::path::Path::new(&path(folder.path(), "place/yaodian.sqlite")).exists());
    }
    for (command, told) in [
        (vec!["backup", good.as_str(), "--data-dir", &data], "is there already"),
        (vec!["backup", "x.zip", "--data-dir", "/no/such/folder"], "--data-dir"),
        (vec!["backup", "verify", "/no/such/file"], "No such file"),
        (vec!["restore", "/no/such/file", "--data-dir", &place], "No such file"),
        (vec!["backup"], "FILE"),
    ] {
        let (code, _, error) = run(&command).await;
        assert_eq!(code, 2, "{command:?}: {error}");
        assert!(error.contains(told), "{error}");
    }
    assert_eq!(std::fs::read(&good).unwrap(), whole);
}
