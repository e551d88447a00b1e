//! People who write without a pause, and note what was acknowledged.

mod desks;
mod units;

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use futures_util::future::join_all;
use reqwest::{Method, Response, header};
use serde_json::Value;
use tokio::{sync::Notify, task::JoinHandle};
use yaodian_tests::{Server, Visitor};

/// How many entries a sheet brings.
pub const ROWS: usize = 20;
/// How many measurements a file brings.
pub const MEASURED: usize = 3;

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
    /// Requests that were never answered, though somebody took them.
    pub broken: AtomicU64,
}

/// A step of a report: which report, the revision that it made, how the audit calls it.
pub type Step = (String, i64, &'static str);

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
    /// What was done with reports that were sent.
    pub steps: Vec<Step>,
    /// Ids of plans that were made of a text.
    pub plans: Vec<String>,
    /// Moments of which measurements were brought in.
    pub moments: Vec<String>,
}

impl Acknowledged {
    fn add(&mut self, other: Self) {
        self.drafts.extend(other.drafts);
        self.entries.extend(other.entries);
        self.imported.extend(other.imported);
        self.files.extend(other.files);
        self.steps.extend(other.steps);
        self.plans.extend(other.plans);
        self.moments.extend(other.moments);
    }
}

/// All who write, at work.
pub struct Crew {
    pub work: Arc<Work>,
    hands: Vec<JoinHandle<Acknowledged>>,
}

impl Crew {
    /// Lets them begin on a trial where a leader signs before a report is sent.
    pub async fn begin(server: &Server) -> Self {
        let (reporter, reviewer, office) = server.desks().await;
        let leader = server.person("leader", "420100", &["leader"], false).await;
        desks::register(&reviewer).await;
        let work = Arc::new(Work::default());
        let staff = desks::Staff {
            reporter: reporter.clone(),
            leader,
            reviewer: reviewer.clone(),
        };
        let hands = vec![
            tokio::spawn(units::drafts(work.clone(), reporter.clone())),
            tokio::spawn(units::entries(work.clone(), reporter.clone())),
            tokio::spawn(units::imports(work.clone(), reporter.clone())),
            tokio::spawn(units::files(work.clone(), reporter)),
            tokio::spawn(desks::reports(work.clone(), staff)),
            tokio::spawn(desks::plans(work.clone(), office)),
            tokio::spawn(desks::measurements(work.clone(), reviewer)),
        ];
        Self { work, hands }
    }

    /// Waits until so many more were acknowledged; ends at once if somebody gives up, which they do only if something
    /// is wrong. Whether all go on.
    pub async fn more(&self, more: u64) -> bool {
        let given_up = async {
            while self.hands.iter().all(|hand| !hand.is_finished()) {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::select! {
            () = self.work.more(more) => true,
            () = given_up => false,
        }
    }

    /// Lets everybody end what is begun; what was acknowledged in all.
    pub async fn end(self) -> Acknowledged {
        self.work.stop.store(true, Ordering::SeqCst);
        let mut all = Acknowledged::default();
        for done in join_all(self.hands).await {
            all.add(done.unwrap());
        }
        all
    }
}

impl Work {
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
            match heard(request.send().await).await {
                Ok(answer) if answer.asks_to_wait() => {}
                Ok(answer) => {
                    self.again.fetch_add(u64::from(sent > 1), Ordering::SeqCst);
                    self.replayed.fetch_add(u64::from(answer.replayed), Ordering::SeqCst);
                    return (answer.status, answer.value);
                }
                Err(error) => {
                    // Nobody is there, or somebody was and did not answer.
                    self.broken.fetch_add(u64::from(!error.is_connect()), Ordering::SeqCst);
                }
            }
            // The server is looked for again.
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// The same, for what must be taken.
    async fn done(&self, visitor: &Visitor, path: &str, key: &str, media: &str, body: &[u8]) -> Value {
        let (status, value) = self.answered(visitor, path, key, media, body).await;
        assert_eq!(status, 200, "{path} {key}: {value}");
        value
    }

    /// The same, where the server may have died between the change and its answer, and then says that it was done:
    /// nothing is answered then but that, and of what.
    async fn done_or_lost(
        &self,
        visitor: &Visitor,
        path: &str,
        key: &str,
        media: &str,
        body: &[u8],
    ) -> Result<Value, Value> {
        let (status, value) = self.answered(visitor, path, key, media, body).await;
        if status == 200 {
            return Ok(value);
        }
        assert_eq!(
            (status, &value["code"]),
            (409, &"answer-lost".into()),
            "{path} {key}: {value}"
        );
        self.unanswered.fetch_add(1, Ordering::SeqCst);
        Err(value)
    }
}

/// What a server said.
struct Heard {
    status: u16,
    replayed: bool,
    waits: bool,
    value: Value,
}

async fn heard(answer: Result<Response, reqwest::Error>) -> Result<Heard, reqwest::Error> {
    let answer = answer?;
    Ok(Heard {
        status: answer.status().as_u16(),
        replayed: answer.headers().contains_key("idempotency-replayed"),
        waits: answer.headers().contains_key(header::RETRY_AFTER),
        value: answer.json().await?,
    })
}

impl Heard {
    /// Whether one is to ask again: who is told so is told why, in words, and when. Nothing else may be said while the
    /// server cannot do its work.
    fn asks_to_wait(&self) -> bool {
        let code = self.value["code"].as_str().unwrap_or_default();
        let told = self.value["detail"].as_str().is_some_and(|detail| !detail.is_empty());
        let known = matches!(
            (self.status, code),
            (503, "database-away" | "stopping") | (409, "request-under-way")
        );
        known && told && self.waits
    }
}

const JSON: &str = "application/json";
const BYTES: &str = "application/octet-stream";
