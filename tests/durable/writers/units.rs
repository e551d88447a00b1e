//! What units do: drafts, entries of a ledger one by one and in sheets, files.

use std::sync::Arc;

use serde_json::{Value, json};
use yaodian_tests::Visitor;

use super::{Acknowledged, BYTES, JSON, ROWS, Work};
use crate::{LEDGER, TARGET, draft, entry, file, sheet};

/// Saves one draft again and again, each time on what was read last.
pub async fn drafts(work: Arc<Work>, visitor: Visitor) -> Acknowledged {
    let mut done = Acknowledged::default();
    let mut read = Value::Null;
    for n in 0.. {
        let words = format!("第{n}次");
        let body = draft(&words, &read).to_string();
        let saved = work
            .done(
                &visitor,
                "/api/v1/reports",
                &format!("draft-{n}"),
                JSON,
                body.as_bytes(),
            )
            .await;
        assert_eq!(
            saved["report"]["content"]["progress"],
            words.as_str(),
            "the same answer"
        );
        let revision = saved["report"]["revision"].as_i64().unwrap();
        read = json!({ "id": saved["report"]["id"], "revision": revision });
        done.drafts.push((words, revision));
        work.note();
        if !work.goes_on() {
            break;
        }
    }
    done
}

/// Adds entries one by one.
pub async fn entries(work: Arc<Work>, visitor: Visitor) -> Acknowledged {
    let mut done = Acknowledged::default();
    let path = format!("{LEDGER}/entries");
    for n in 0.. {
        let key = format!("E-{n}");
        let body = entry(&key).to_string();
        let saved = work.done(&visitor, &path, &key, JSON, body.as_bytes()).await;
        assert_eq!(saved["entry"]["row"]["key"], key.as_str(), "{saved}");
        done.entries.push(key);
        work.note();
        if !work.goes_on() {
            break;
        }
    }
    done
}

/// Brings in sheets.
pub async fn imports(work: Arc<Work>, visitor: Visitor) -> Acknowledged {
    let mut done = Acknowledged::default();
    for n in 0.. {
        let keys: Vec<String> = (0..ROWS).map(|row| format!("S-{n}-{row}")).collect();
        let path = format!("{LEDGER}/uploads?name={n}.csv");
        let preview = work
            .done(&visitor, &path, &format!("sheet-{n}"), BYTES, &sheet(&keys))
            .await;
        assert_eq!(preview["counts"]["added"], ROWS, "{preview}");
        let path = format!("{LEDGER}/uploads/{}/commit", preview["id"].as_str().unwrap());
        let body = json!({ "seen": preview["seen"] }).to_string();
        if let Ok(answer) = work
            .done_or_lost(&visitor, &path, &format!("import-{n}"), JSON, body.as_bytes())
            .await
        {
            assert_eq!(answer["counts"]["added"], ROWS, "{answer}");
        }
        done.imported.push(keys);
        work.note();
        if !work.goes_on() {
            break;
        }
    }
    done
}

/// Attaches files.
pub async fn files(work: Arc<Work>, visitor: Visitor) -> Acknowledged {
    let mut done = Acknowledged::default();
    for n in 0.. {
        let path = format!("/api/v1/targets/{TARGET}/files?name={n}.pdf");
        let kept = work
            .done(&visitor, &path, &format!("file-{n}"), BYTES, &file(&n.to_string()))
            .await;
        let text = |name: &str| kept[name].as_str().unwrap().to_owned();
        let before = done.files.insert(text("id"), text("sha256"));
        assert_eq!(before, None, "each is another file");
        work.note();
        if !work.goes_on() {
            break;
        }
    }
    done
}
