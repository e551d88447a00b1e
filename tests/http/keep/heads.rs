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
    // The one day that is over, whose end lies behind the row that was altered.
    let ends = std::fs::read_dir(folder.path().join("files/heads")).unwrap();
    let ends: Vec<_> = ends.map(|end| end.unwrap().file_name()).collect();
    assert_eq!(ends, ["2023-09-25.csv"]);
    let told = "有 1 处对不上";
    // The server says so too, and goes on publishing what it published.
    let server = Server::start_in(folder, &flags, TRIAL_PEOPLE).await;
    let visitor = server.visitor();
    until(async || visitor.page("/changes").await.contains(told).then_some(())).await;
    let published = String::from_utf8(visitor.file("/changes/heads.csv").await).unwrap();
    assert!(published.lines().any(|published| published == line), "{published}");
    let folder = server.stop().await;
    // Without them nobody could tell: that is what they are for.
    std::fs::remove_dir_all(folder.path().join("files/heads")).unwrap();
    done(&["audit", "verify", "--data-dir", &data]).await;
}

/// The server's database is put back from a backup that is older than the ends which are kept beside the files.
#[tokio::test]
async fn a_restore_that_goes_back_says_so_for_good() {
    let flags = ["--trial", "--audit-every", "1"];
    let server = Server::start(&flags, TRIAL_PEOPLE).await;
    let data = server.data.path().to_str().unwrap().to_owned();
    let backup = server.data.path().join("early.zip");
    let printed = done(&["backup", backup.to_str().unwrap(), "--data-dir", &data]).await;
    let (end, _) = super::head(&printed);
    send(&server.by_link(0).await, &outfalls("615", "734")).await;
    let heads = server.data.path().join("files/heads");
    let file = heads.join("2023-09-25.csv");
    server.by_link(2).await.move_to("2023-09-26").await;
    until(async || file.is_file().then_some(())).await;
    let lost = std::fs::read_to_string(&file)
        .unwrap()
        .lines()
        .nth(1)
        .unwrap()
        .to_owned();
    let published = server.visitor().file("/changes/heads.csv").await;
    let folder = server.stop().await;
    let elsewhere = folder.path().join("heads.csv");
    std::fs::write(&elsewhere, published).unwrap();

    // The disk of the database is lost; the files are not.
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let path = file.unwrap().path();
        if path
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .starts_with("yaodian.sqlite")
        {
            std::fs::remove_file(path).unwrap();
        }
    }
    let (code, out, told) = run(&["restore", backup.to_str().unwrap(), "--data-dir", &data]).await;
    assert_eq!(code, 0, "{told}");
    assert_eq!(super::head(&out).0, end + 1);
    assert!(told.contains(&format!("This went back to row {end}")), "{told}");
    assert!(!file.exists());
    let names = std::fs::read_dir(&heads).unwrap();
    let names: Vec<String> = names
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        names
            .iter()
            .any(|name| name.starts_with("2023-09-25.superseded-by-a-restore-on-")),
        "{names:?}"
    );
    let (code, _, told) = run(&["audit", "verify", "--data-dir", &data]).await;
    assert!(code == 0 && told.contains("this was restored from a backup"), "{told}");
    // What somebody kept elsewhere is told apart too, but for the end of the day that was not over.
    let kept = elsewhere.to_str().unwrap();
    let (_, _, told) = run(&["audit", "verify", "--heads", kept, "--data-dir", &data]).await;
    assert!(
        told.contains("Ends of what was lost when an older backup was restored"),
        "{told}"
    );

    let server = Server::start_in(folder, &flags, TRIAL_PEOPLE).await;
    let visitor = server.visitor();
    let changes = async || Some(visitor.page("/changes").await).filter(|page| page.contains("没有发现改动"));
    let page = until(changes).await;
    assert!(page.contains(&format!("备份的链尾是第 {end} 条")), "{page}");
    let published = String::from_utf8(visitor.file("/changes/heads.csv").await).unwrap();
    assert!(published.lines().any(|line| line == lost), "{published}");
    let (seq, hash) = lost.split_once(',').unwrap().1.split_once(',').unwrap();
    let noted = visitor.page(&format!("/changes?seq={seq}&hash={hash}")).await;
    assert!(noted.contains("后来因恢复旧备份而丢失"), "{noted}");
    // A head that nothing explains is told as before.
    let forged = format!("day_utc,seq,hash\n2023-09-24,1,{}\n", "0".repeat(64));
    std::fs::write(heads.join("2023-09-24.csv"), forged).unwrap();
    until(async || visitor.page("/changes").await.contains("有 1 处对不上").then_some(())).await;
}
