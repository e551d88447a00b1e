//! People who write without a pause, and note what was acknowledged.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use reqwest::{Method, header};
use serde_json::{Value, json};
use tokio::sync::Notify;
use yaodian_tests::Visitor;

use crate::{LEDGER, TARGET, draft, entry, file, sheet};

/// How many entries a sheet brings.
pub const ROWS: usize = 20;

/// What all writers share.
#[derive(Default)]
pub struct Work {
    stop: AtomicBool,
    acknowledged: AtomicU64,
    heard: Notify,
    /// Requests that were sent more than once.
    pub again: AtomicU64,
    /// Answers that were kept, and given again.
    pub replayed: AtomicU64,
    /// Requests of which it was said that they were done, and no more.
    pub unanswered: AtomicU64,
}

/// What was acknowledged.
#[derive(Default)]
pub struct Acknowledged {
    /// Words of drafts, with the revision that they made.
    pub drafts: Vec<(String, i64)>,
    /// Numbers of entries.
    pub entries: Vec<String>,
    /// Numbers of entries that came with sheets.
    pub imported: Vec<Vec<String>>,
    /// Ids of files, with their hashes.
    pub files: BTreeMap<String, String>,
}

impl Work {
    pub fn stop(&self) {
        self.stop.store(true, Ordering::SeqCst);
    }

    fn goes_on(&self) -> bool {
        !self.stop.load(Ordering::SeqCst)
    }

    pub fn acknowledged(&self) -> u64 {
        self.acknowledged.load(Ordering::SeqCst)
    }

    /// Waits until so many more were acknowledged.
    pub async fn more(&self, more: u64) {
        let until = self.acknowledged() + more;
        loop {
            let heard = self.heard.notified();
            if self.acknowledged() >= until {
                return;
            }
            heard.await;
        }
    }

    fn note(&self) {
        self.acknowledged.fetch_add(1, Ordering::SeqCst);
        self.heard.notify_waiters();
    }

    /// Sends a request under a name of its own until it is answered.
    async fn answered(&self, visitor: &Visitor, path: &str, key: &str, media: &str, body: &[u8]) -> (u16, Value) {
        let mut sent = 0_u64;
        loop {
            sent += 1;
            let request = visitor
                .request(Method::POST, path)
                .header("idempotency-key", key)
                .header(header::CONTENT_TYPE, media)
                .body(body.to_vec());
            if let Ok(answer) = request.send().await {
                let status = answer.status().as_u16();
                let replayed = answer.headers().contains_key("idempotency-replayed");
                if let Ok(value) = answer.json::<Value>().await
                    && status != 503
                    && value["code"] != "request-under-way"
                {
                    self.again.fetch_add(u64::from(sent > 1), Ordering::SeqCst);
                    self.replayed.fetch_add(u64::from(replayed), Ordering::SeqCst);
                    return (status, value);
                }
            }
            // The server is down, and is looked for again.
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// The same, for what must be taken.
    async fn done(&self, visitor: &Visitor, path: &str, key: &str, media: &str, body: &[u8]) -> Value {
        let (status, value) = self.answered(visitor, path, key, media, body).await;
        assert_eq!(status, 200, "{path} {key}: {value}");
        value
    }
}

const JSON: &str = "application/json";
const BYTES: &str = "application/octet-stream";

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
        let (status, answer) = work
            .answered(&visitor, &path, &format!("import-{n}"), JSON, body.as_bytes())
            .await;
        match status {
            200 => assert_eq!(answer["counts"]["added"], ROWS, "{answer}"),
            // The server died between the change and its answer; it says that it was done.
            _ => {
                assert_eq!((status, &answer["code"]), (409, &json!("answer-lost")), "{answer}");
                work.unanswered.fetch_add(1, Ordering::SeqCst);
            }
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
