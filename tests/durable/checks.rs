//! What is looked at once the server is down: everything that was acknowledged is there, and once; nothing else is.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use yaodian_tests::Server;

use crate::writers::{Acknowledged, MEASURED, ROWS};

/// What a query finds: texts and numbers.
pub async fn rows(url: &str, sql: &'static str) -> Vec<(String, i64)> {
    if url.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(url).await.unwrap();
        sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap()
    } else {
        let mut connection = PgConnection::connect(url).await.unwrap();
        sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap()
    }
}

/// What its own commands say of the data, while the server runs.
pub async fn holds(server: &Server) {
    for command in [["audit", "verify"], ["evidence", "check"]] {
        let (code, _, said) = server.command(&command).await;
        assert_eq!(code, 0, "{command:?}: {said}");
    }
}

/// Everything that was acknowledged is there, and once; and nothing else is.
pub async fn each_once(url: &str, all: &Acknowledged) {
    drafts(url, all).await;
    steps(url, all).await;
    entries(url, all).await;
    files(url, all).await;
    plans(url, all).await;
    measurements(url, all).await;
}

/// Each draft made the revision that was answered, and the audit says so once.
async fn drafts(url: &str, all: &Acknowledged) {
    let saved = "SELECT detail, seq FROM audit WHERE action IN ('report-created', 'report-edited') \
                 AND subject_id IN (SELECT id FROM reports WHERE target = 'zero-waste-cities') ORDER BY seq";
    let saved = rows(url, saved).await;
    assert_eq!(saved.len(), all.drafts.len(), "drafts");
    for ((detail, _), (words, revision)) in saved.iter().zip(&all.drafts) {
        let detail: Value = serde_json::from_str(detail).unwrap();
        assert_eq!(detail["revision"], *revision);
        assert_eq!(detail["after"]["progress"], words.as_str());
    }
    let stands = rows(
        url,
        "SELECT body, revision FROM reports WHERE target = 'zero-waste-cities'",
    )
    .await;
    let [(body, revision)] = &stands[..] else {
        panic!("{stands:?}")
    };
    let (words, last) = all.drafts.last().unwrap();
    assert!(*revision == *last && body.contains(words), "{body}");
}

/// Each step was taken once, each report stands where the last one left it, and one of those that were approved counts.
async fn steps(url: &str, all: &Acknowledged) {
    let noted = rows(
        url,
        "SELECT subject_id || ' ' || action || ' ' || detail, seq FROM audit WHERE subject_kind = 'report' \
         AND subject_id IN (SELECT id FROM reports WHERE target = 'county-black-water') ORDER BY seq",
    )
    .await;
    let noted: Vec<(String, i64, String)> = noted
        .iter()
        .map(|(row, _)| {
            let mut parts = row.splitn(3, ' ');
            let mut next = || parts.next().unwrap();
            let (id, action) = (next().to_owned(), next().to_owned());
            let detail: Value = serde_json::from_str(next()).unwrap();
            (id, detail["revision"].as_i64().unwrap(), action)
        })
        .collect();
    let told = all.steps.iter();
    let told: Vec<(String, i64, String)> = told
        .map(|(id, revision, action)| (id.clone(), *revision, (*action).to_owned()))
        .collect();
    assert_eq!(noted, told, "steps of reports, in their order");

    let stands = rows(
        url,
        "SELECT id || ' ' || state, revision FROM reports WHERE target = 'county-black-water'",
    )
    .await;
    let stands: BTreeMap<&str, (&str, i64)> = stands
        .iter()
        .map(|(row, revision)| {
            let (id, state) = row.split_once(' ').unwrap();
            (id, (state, *revision))
        })
        .collect();
    let mut last = BTreeMap::new();
    for (id, revision, action) in &all.steps {
        let state = match *action {
            "report-approved" => "approved",
            "report-returned" => "returned",
            other => other,
        };
        last.insert(id.as_str(), (state, *revision));
    }
    assert_eq!(stands, last, "where reports stand");
    let counting = "SELECT id, counts FROM reports WHERE target = 'county-black-water' AND counts = 1";
    let counting = rows(url, counting).await;
    let approved = all.steps.iter().rev().find(|step| step.2 == "report-approved");
    let approved: Vec<(String, i64)> = approved.into_iter().map(|step| (step.0.clone(), 1)).collect();
    assert_eq!(counting, approved, "the one that counts");
}

/// Each text became one plan.
async fn plans(url: &str, all: &Acknowledged) {
    let expected: BTreeSet<(String, i64)> = all.plans.iter().map(|plan| (plan.clone(), 1)).collect();
    for (what, sql) in [
        ("plans", "SELECT id, version FROM plans WHERE id LIKE 'probe-%'"),
        (
            "versions",
            "SELECT plan, version FROM plan_versions WHERE plan LIKE 'probe-%'",
        ),
        ("texts", "SELECT plan, version FROM imports WHERE state = 'published'"),
        ("texts", "SELECT plan, revision - 1 FROM imports"),
    ] {
        let there = rows(url, sql).await;
        assert_eq!(there.len(), expected.len(), "{what}");
        assert_eq!(there.into_iter().collect::<BTreeSet<_>>(), expected, "{what}");
    }
}

/// Each file of measurements came in once, and as a whole.
async fn measurements(url: &str, all: &Acknowledged) {
    let measured = i64::try_from(MEASURED).unwrap();
    let batches = rows(url, "SELECT id, added FROM measurement_batches").await;
    assert_eq!(batches.len(), all.moments.len(), "files of measurements");
    assert!(batches.iter().all(|(_, added)| *added == measured), "{batches:?}");
    let there = rows(url, "SELECT moment, COUNT(*) FROM measurements GROUP BY moment").await;
    let there: BTreeMap<String, i64> = there.into_iter().collect();
    let expected: BTreeMap<String, i64> = all.moments.iter().map(|moment| (moment.clone(), measured)).collect();
    assert_eq!(there, expected, "measurements");
    let noted = "SELECT action, COUNT(*) FROM audit WHERE action = 'measurements-taken-in' GROUP BY action";
    let noted = rows(url, noted).await;
    assert_eq!(
        noted[0].1,
        i64::try_from(all.moments.len()).unwrap(),
        "rows of the audit"
    );
}

/// All entries of a sheet are there, each in its first version.
async fn entries(url: &str, all: &Acknowledged) {
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
    // The register of sections came by a sheet of as many rows.
    let sheets = all.imported.len() + 1;
    let of = |how: &str, changed: usize| {
        let batches = batches.iter().filter(|batch| batch.0 == how);
        batches.filter(|batch| usize::try_from(batch.1) == Ok(changed)).count()
    };
    assert_eq!(
        (of("edit", 1), of("upload", ROWS)),
        (all.entries.len(), sheets),
        "{batches:?}"
    );
    let noted = rows(
        url,
        "SELECT subject_kind, seq FROM audit WHERE subject_kind = 'entry' OR action = 'entries-changed'",
    )
    .await;
    assert_eq!(noted.len(), batches.len(), "a row of the audit for each");
}

/// A row for each file, a row of the audit for each row. The files themselves are looked at by [`holds`].
async fn files(url: &str, all: &Acknowledged) {
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
