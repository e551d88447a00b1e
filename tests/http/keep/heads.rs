//! The end of each day, kept where whoever rewrites the database does not reach.

use sqlx::{Connection as _, SqliteConnection};
use yaodian_audit::AuditLine;
use yaodian_tests::{Server, TRIAL_PEOPLE, until};

use super::{done, run};
use crate::api::{outfalls, send};

/// Writes the whole chain anew from row 2 on, which says something else then: nothing in the database tells. `exported`
/// is an export of it.
async fn forge(database: &str, exported: &str) {
    let mut connection = SqliteConnection::connect(database).await.unwrap();
    sqlx::raw_sql("DROP TRIGGER audit_no_update")
        .execute(&mut connection)
        .await
        .unwrap();
    let rows = exported
        .lines()
        .filter_map(|line| serde_json::from_str::<AuditLine>(line).ok());
    let (mut before, mut last) = (String::new(), 0);
    for mut line in rows {
        assert!(
            line.seq > 2 || line.hash == line.hash_after(&before),
            "as it was written until here"
        );
        if line.seq == 2 {
            line.actor_name.push('x');
        }
        before = line.hash_after(&before);
        last = line.seq;
        sqlx::query("UPDATE audit SET actor_name = $2, hash = $3 WHERE seq = $1")
            .bind(line.seq)
            .bind(&line.actor_name)
            .bind(&before)
            .execute(&mut connection)
            .await
            .unwrap();
    }
    let ends = sqlx::query("UPDATE audit_head SET hash = $1 WHERE seq = $2")
        .bind(&before)
        .bind(last)
        .execute(&mut connection)
        .await
        .unwrap();
    assert_eq!(ends.rows_affected(), 1, "every row was in the export");
    connection.close().await.unwrap();
}

#[tokio::test]
async fn a_chain_that_was_written_anew_does_not_go_through_the_ends_that_were_kept() {
    let flags = ["--trial", "--audit-every", "1"];
    let server = Server::start(&flags, TRIAL_PEOPLE).await;
    send(&server.by_link(0).await, &outfalls("615", "734")).await;
    let file = server.data.path().join("files/heads/2023-09-25.csv");
    server.by_link(2).await.move_to("2023-09-26").await;
    until(async || file.is_file().then_some(())).await;
    let kept = std::fs::read_to_string(&file).unwrap();
    let published = String::from_utf8(server.visitor().file("/changes/heads.csv").await).unwrap();
    let line = kept.lines().nth(1).unwrap();
    assert!(published.lines().any(|published| published == line), "{published}");

    let database = server.database();
    let folder = server.stop().await;
    let data = folder.path().to_str().unwrap().to_owned();
    done(&["audit", "verify", "--data-dir", &data]).await;
    let export = folder.path().join("audit.jsonl");
    done(&["audit", "export", export.to_str().unwrap(), "--data-dir", &data]).await;
    forge(&database, &std::fs::read_to_string(&export).unwrap()).await;
    let (code, _, error) = run(&["audit", "verify", "--data-dir", &data]).await;
    assert!(code == 1 && error.contains("does not have the noted hash"), "{error}");
    // The server says so too, and goes on publishing what it published.
    let server = Server::start_in(folder, &flags, TRIAL_PEOPLE).await;
    let visitor = server.visitor();
    until(async || visitor.page("/changes").await.contains("有 1 处对不上").then_some(())).await;
    let published = String::from_utf8(visitor.file("/changes/heads.csv").await).unwrap();
    assert!(published.lines().any(|published| published == line), "{published}");
    let folder = server.stop().await;
    // Without them nobody could tell: that is what they are for.
    std::fs::remove_dir_all(folder.path().join("files/heads")).unwrap();
    done(&["audit", "verify", "--data-dir", &data]).await;
}
