//! A page of another site asks in the name of whoever is signed in: nothing is done, at any route that does something.

use std::{collections::BTreeMap, path::Path};

use reqwest::Method;
use sqlx::{AssertSqlSafe, SqlitePool};

use super::{
    entry::{Entry, Opens},
    table,
    world::{Who, World},
};

/// How a browser says that a page of another site asks: another name, another port, a page without a name, a site
/// below the same domain.
const FOREIGN: [&[(&str, &str)]; 6] = [
    &[("origin", "https://evil.example")],
    &[("origin", "http://127.0.0.1:1")],
    &[("origin", "null")],
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
];

/// What a form can send.
const FORMS: [&str; 4] = [
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain",
    "Text/Plain;charset=UTF-8",
];

/// Who would be let through.
fn somebody(entry: &Entry) -> Who {
    let mut all = "RVOALovr".chars().map(Who::Person);
    all.find(|who| entry.lets(*who) && entry.asks(*who))
        .unwrap_or_else(|| match entry.route {
            // Nobody is asked to sign out in the table.
            "/sign-out" => Who::Person('R'),
            route => panic!("{route} is opened to nobody"),
        })
}

fn files(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .map(|entry| if entry.path().is_dir() { files(&entry.path()) } else { 1 })
        .sum()
}

/// How much there is of everything: rows of each table, the end of the audit, files.
async fn everything(world: &World) -> BTreeMap<String, i64> {
    let database = SqlitePool::connect(&world.server.database()).await.unwrap();
    let tables: Vec<(String,)> = sqlx::query_as("SELECT name FROM sqlite_master WHERE type = 'table'")
        .fetch_all(&database)
        .await
        .unwrap();
    let mut all = BTreeMap::new();
    for (table,) in tables {
        let count = AssertSqlSafe(format!("SELECT count(*) FROM \"{table}\""));
        let (rows,): (i64,) = sqlx::query_as(count).fetch_one(&database).await.unwrap();
        all.insert(table, rows);
    }
    let (end,): (i64,) = sqlx::query_as("SELECT seq FROM audit_head")
        .fetch_one(&database)
        .await
        .unwrap();
    all.insert("the end of the audit".to_owned(), end);
    let kept = files(&world.server.data.path().join("files"));
    all.insert("files".to_owned(), kept.try_into().unwrap());
    database.close().await;
    all
}

#[tokio::test]
async fn another_site_does_nothing_at_any_route() {
    let world = World::begun().await;
    let table = table(&world);
    let doing: Vec<&Entry> = table.iter().filter(|entry| entry.method != Method::GET).collect();
    assert!(doing.len() > 75, "{}", doing.len());
    let before = everything(&world).await;
    let mut wrong = Vec::new();
    for entry in &doing {
        let who = somebody(entry);
        let said = |how: &str, status: u16, body: &str| {
            let shown: String = body.chars().take(120).collect();
            format!("{} by {who:?}, {how}: {status} {shown}", entry.key())
        };
        for headers in FOREIGN {
            let mut request = world.whole(entry, who);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let (status, body) = World::answered(request).await;
            let told = !entry.route.starts_with("/api/") || body.contains("\"cross-site\"");
            if status != 403 || !told {
                wrong.push(said(&format!("{headers:?}"), status, &body));
            }
        }
        // Forms are for signing in and out alone.
        if matches!(entry.opens, Opens::Form) {
            continue;
        }
        for media in FORMS {
            let (status, body) = World::answered(world.as_form(entry, who, media)).await;
            if status != 415 {
                wrong.push(said(media, status, &body));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let after = everything(&world).await;
    let changed: Vec<_> = after
        .iter()
        .filter(|(what, much)| before.get(*what) != Some(much))
        .collect();
    assert!(changed.is_empty(), "{changed:?}");

    // The same requests as the app sends them are let in: it is the site that is refused, and nothing else.
    let own = doing.iter().find(|entry| entry.route == "/api/v1/keys").unwrap();
    let request = world.whole(own, Who::Person('R'));
    let request = request
        .header("origin", &world.server.base)
        .header("sec-fetch-site", "same-origin");
    let (status, body) = World::answered(request).await;
    assert_eq!(status, 200, "{body}");
    assert_ne!(everything(&world).await, before, "what is done is seen");
}
