//! `yaodian audit`: the installation's chain, an export of it, and the ends that were published.

use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use tempfile::TempDir;
use yaodian_tests::{Server, TRIAL_PEOPLE, until};

use super::{done, head, path, run};
use crate::api::{outfalls, send};

async fn raw(server: &Server, sql: &str) {
    let mut connection = SqliteConnection::connect(&server.database()).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn anybody_can_verify_an_export_and_the_published_ends() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    send(&reporter, &outfalls("615", "734")).await;
    let data = server.data.path().to_str().unwrap().to_owned();
    let folder = TempDir::new().unwrap();
    let file = path(folder.path(), "audit.jsonl");
    let heads = path(folder.path(), "heads.csv");
    std::fs::write(&heads, server.visitor().file("/changes/heads.csv").await).unwrap();

    let end = head(&done(&["audit", "export", &file, "--data-dir", &data]).await);
    assert_eq!(head(&done(&["audit", "verify", "--data-dir", &data]).await), end);
    assert_eq!(head(&done(&["audit", "verify", &file, "--heads", &heads]).await), end);
    assert_eq!(
        head(&done(&["audit", "verify", "--heads", &heads, "--data-dir", &data]).await),
        end
    );
    // Somebody else's program, made after the description alone, comes to the same.
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/audit/src/verify.py");
    let python = async |file: &str| {
        let output = tokio::process::Command::new("python3")
            .args([script, file])
            .output()
            .await
            .unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(python(&file).await, (true, format!("{} {}\n", end.0, end.1)));

    let text = std::fs::read_to_string(&file).unwrap();
    let other = path(folder.path(), "other.jsonl");
    let told = async |text: &str, flags: &[&str]| {
        std::fs::write(&other, text).unwrap();
        let (code, out, error) = run(&[&["audit", "verify", &other], flags].concat()).await;
        assert_eq!((code, out.as_str()), (1, ""), "{error}");
        error
    };
    assert!(
        told(&text.replacen("\"report-created\"", "\"report-edited\"", 1), &[])
            .await
            .contains("not what was written")
    );
    assert!(!python(&other).await.0);
    let lines: Vec<&str> = text.lines().collect();
    let without = |n: usize| {
        let kept = lines
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != n)
            .map(|(_, line)| format!("{line}\n"));
        kept.collect::<String>()
    };
    assert!(told(&without(2), &[]).await.contains("row 2 is missing"));
    let cut = lines[..lines.len() - 1].join("\n") + "\n";
    assert!(told(&cut, &[]).await.contains(&format!("stops after row {}", end.0)));
    // Texts about persons come last: those that are cut off were taken away by nobody. One of a row before the cut was.
    let rows = lines.iter().position(|line| line.contains("\"salt\"")).unwrap();
    let (half, some) = (lines[..rows / 2].join("\n") + "\n", lines[..lines.len() - 3].to_vec());
    let said = told(&half, &[]).await;
    assert!(
        said.contains("stops after row") && !said.contains("personal text"),
        "{said}"
    );
    let taken: Vec<&str> = some
        .iter()
        .enumerate()
        .filter(|(n, _)| *n != rows)
        .map(|(_, line)| *line)
        .collect();
    let said = told(&(taken.join("\n") + "\n"), &[]).await;
    assert_eq!(said.matches("no erasure removed it").count(), 1, "{said}");
    // Cut off by somebody who knows how an export ends: the published end tells.
    let parsed: Vec<serde_json::Value> = lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let last = parsed
        .iter()
        .find(|line| line["hash"].is_string() && line["seq"] == end.0 - 1)
        .unwrap();
    let (mut forged, mut texts) = (String::new(), 0);
    for (line, value) in lines.iter().zip(&parsed) {
        if value["seq"] != end.0 && value["end"].is_null() {
            forged.extend([line, "\n"]);
            texts += usize::from(value["salt"].is_string());
        }
    }
    let last_line = format!(
        "{{\"end\":{{\"seq\":{},\"hash\":{}}},\"personal\":{texts}}}\n",
        last["seq"], last["hash"]
    );
    forged.push_str(&last_line);
    std::fs::write(&other, &forged).unwrap();
    done(&["audit", "verify", &other]).await;
    for flags in [
        ["--heads", heads.as_str()],
        ["--head", end.1.as_str()],
        ["--head", &format!("{}:{}", end.0, &end.1[..12])],
    ] {
        assert!(told(&forged, &flags).await.contains("noted hash"), "{flags:?}");
    }
    for (arguments, mend) in [
        (vec!["audit", "verify", heads.as_str()], "--heads"),
        (vec!["audit", "verify", &file, "--head", "xyz"], "NUMBER:HASH"),
        (vec!["audit", "verify", "/no/such/file"], "No such file"),
        (vec!["audit", "export", &file, "--data-dir", &data], "is there already"),
    ] {
        let (code, _, error) = run(&arguments).await;
        assert_eq!(code, 2, "{error}");
        assert!(error.contains(mend), "{error}");
    }
}

#[tokio::test]
async fn what_was_rewritten_in_the_database_is_named() {
    let server = Server::trial().await;
    send(&server.by_link(0).await, &outfalls("615", "734")).await;
    let data = server.data.path().to_str().unwrap().to_owned();
    let folder = TempDir::new().unwrap();
    raw(
        &server,
        "DROP TRIGGER audit_no_update; UPDATE audit SET actor_name = '谁' WHERE seq = 2",
    )
    .await;
    let (code, out, error) = run(&["audit", "verify", "--data-dir", &data]).await;
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(error.contains("row 2: its content is not what was written"), "{error}");
    // It can be backed up all the same, which says so; and it is restored only knowingly.
    let backup = path(folder.path(), "broken.zip");
    let (code, _, error) = run(&["backup", &backup, "--data-dir", &data]).await;
    assert!(code == 1 && error.contains("row 2"), "{error}");
    let place = path(folder.path(), "place");
    let (code, _, error) = run(&["restore", &backup, "--data-dir", &place]).await;
    assert!(
        code == 1 && error.contains("--even-broken") && error.contains("Nothing was touched"),
        "{error}"
    );
    done(&["restore", &backup, "--even-broken", "--data-dir", &place]).await;
    let (code, _, error) = run(&["audit", "verify", "--data-dir", &place]).await;
    assert!(code == 1 && error.contains("row 2"), "{error}");
}

#[tokio::test]
async fn a_record_that_is_altered_behind_the_audit_is_named() {
    let server = Server::trial().await;
    let (reporter, reviewer) = (server.by_link(0).await, server.by_link(1).await);
    let (id, revision) = send(&reporter, &outfalls("615", "734")).await;
    let (status, answer) = reviewer.decide(&id, revision, "approve", "").await;
    assert_eq!(status, 200, "{answer}");
    let data = server.data.path().to_str().unwrap().to_owned();
    done(&["audit", "verify", "--data-dir", &data]).await;
    raw(
        &server,
        &format!("UPDATE reports SET body = REPLACE(body, '\"615\"', '\"715\"') WHERE id = '{id}'"),
    )
    .await;
    let (code, out, error) = run(&["audit", "verify", "--data-dir", &data]).await;
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(error.contains(&format!("report {id}: not what row")), "{error}");
    assert_eq!(error.lines().count(), 2, "{error}");
}

#[tokio::test]
async fn what_is_rewritten_while_the_server_runs_is_told() {
    let server = Server::start(&["--trial", "--audit-every", "1"], TRIAL_PEOPLE).await;
    let (office, reporter, visitor) = (server.by_link(2).await, server.by_link(0).await, server.visitor());
    let (report, _) = send(&reporter, &outfalls("615", "734")).await;
    let changes =
        async |words: &str| until(async || visitor.page("/changes").await.contains(words).then_some(())).await;
    let alarm = async || office.json("/api/v1/cockpit").await.1["audit"].clone();
    let findings = async |n: i64| {
        let line = format!("yaodian_audit_findings {n}\n");
        until(async || visitor.page("/metrics").await.contains(&line).then_some(())).await;
    };
    changes("没有发现改动").await;
    findings(0).await;
    assert!(visitor.page("/changes").await.contains("完好") && alarm().await.is_null());

    let alter =
        |column: &str| format!("DROP TRIGGER IF EXISTS audit_no_update; UPDATE audit SET {column} WHERE seq = 2");
    raw(&server, &alter("actor_name = actor_name || 'x'")).await;
    changes("从第 2 条起对不上").await;
    changes("有 1 处对不上").await;
    findings(1).await;
    let told = alarm().await;
    assert_eq!((&told["broken"], &told["findings"]), (&2.into(), &1.into()), "{told}");
    // Put back as it was, it holds again.
    raw(
        &server,
        &alter("actor_name = substr(actor_name, 1, length(actor_name) - 1)"),
    )
    .await;
    changes("没有发现改动").await;
    assert!(alarm().await.is_null());

    // A record: the chain holds, and what it says of the record does not.
    raw(
        &server,
        &format!("UPDATE reports SET body = REPLACE(body, '\"615\"', '\"715\"') WHERE id = '{report}'"),
    )
    .await;
    changes("有 1 处对不上").await;
    findings(1).await;
    assert!(visitor.page("/changes").await.contains("完好"));
    let told = alarm().await;
    assert_eq!(told["broken"], serde_json::Value::Null);
    assert_eq!(told["records"][0]["Record"]["id"], report.as_str(), "{told}");
}
