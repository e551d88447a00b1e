//! The public interface of Yaodian (要点) from Rust.
//!
//! Reading takes no key; writing takes one, made in the app under `/app/keys`, which acts in the name and the
//! post of whoever made it. Everything that is read is judged already; whoever wants to judge for himself has
//! [`yaodian_domain::check::assess`], the same function that the server has.
//!
//! ```no_run
//! use yaodian_client::{Client, Targets};
//! use yaodian_domain::check::Status;
//!
//! # async fn example() -> Result<(), yaodian_client::Error> {
//! let client = Client::new("https://yaodian.example.org");
//! let plan = client.current();
//! let late = Targets { status: Some(Status::Overdue), ..Targets::default() };
//! for entry in plan.targets(&late).await? {
//!     println!("{}: {:?}", entry.target.name.zh, entry.assessment.gap_count);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A client [keeps](Client::keeping) what it read and asks only whether it has changed. [`Error::Refused`] has
//! the server's own [`Problem`], with what is to be mended.
//!
//! Without features of its own this crate speaks plain HTTP. For TLS give it a client of `reqwest` that is built
//! with it: [`Client::over`].

#![deny(missing_docs)]

mod error;
mod kept;
mod plan;
mod writes;

use std::sync::Arc;

use bytes::Bytes;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Method, RequestBuilder, Response, StatusCode, header};
use serde::{Serialize, de::DeserializeOwned};
use yaodian_contract::open::{Paged, PlanEntry};
use yaodian_domain::id::PlanId;

pub use error::Error;
use kept::Kept;
pub use plan::{Plan, Targets};
pub use yaodian_contract::{self as contract, Problem};
pub use yaodian_domain as domain;

/// A server, as somebody asks it. Clones share what they keep.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    key: Option<String>,
    once: Option<String>,
    kept: Option<Arc<Kept>>,
}

impl Client {
    /// The server at this address, such as `http://127.0.0.1:8023`.
    pub fn new(address: &str) -> Self {
        Self::over(reqwest::Client::new(), address)
    }

    /// The same over a client that was set up elsewhere: with TLS, a proxy, time limits.
    pub fn over(http: reqwest::Client, address: &str) -> Self {
        Self {
            http,
            base: address.trim_end_matches('/').to_owned(),
            key: None,
            once: None,
            kept: None,
        }
    }

    /// The same with a key, as it was shown when it was made.
    #[must_use]
    pub fn with_key(self, key: &str) -> Self {
        Self {
            key: Some(key.to_owned()),
            ..self
        }
    }

    /// The same for one write, under a name of its own (`Idempotency-Key`), such as a UUID: when no answer comes,
    /// send it again by the same client, and it is carried out but once. Give the next write another name.
    #[must_use]
    pub fn once(&self, name: &str) -> Self {
        Self {
            once: Some(name.to_owned()),
            ..self.clone()
        }
    }

    /// The same, keeping the latest answers to so many questions: when one is asked again the server sends
    /// the answer only if it has changed.
    #[must_use]
    pub fn keeping(self, answers: usize) -> Self {
        Self {
            kept: Some(Arc::new(Kept::new(answers))),
            ..self
        }
    }

    /// How many answers were not sent again, since they had not changed.
    pub fn spared(&self) -> u64 {
        self.kept.as_ref().map_or(0, |kept| kept.spared())
    }

    /// All plans, the latest year first.
    pub async fn plans(&self) -> Result<Vec<PlanEntry>, Error> {
        self.all("/plans", &[]).await
    }

    /// The plan that is worked on.
    pub fn current(&self) -> Plan<'_> {
        Plan::named(self, "current")
    }

    /// A plan by its id.
    pub fn plan(&self, id: &PlanId) -> Plan<'_> {
        Plan::named(self, id.as_str())
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut request = self.http.request(method.clone(), format!("{}/api/v1{path}", self.base));
        if let (Some(name), Method::POST) = (&self.once, method) {
            request = request.header("idempotency-key", format!("\"{name}\""));
        }
        match &self.key {
            Some(key) => request.bearer_auth(key),
            None => request,
        }
    }

    /// Reads what stands at `path`.
    async fn get<T: DeserializeOwned>(&self, path: &str, asked: &[(&str, String)]) -> Result<T, Error> {
        let address = format!("{path}{}", query(asked));
        let mut request = self.request(Method::GET, &address);
        let known = self.kept.as_ref().and_then(|kept| kept.get(&address));
        if let Some((mark, _)) = &known {
            request = request.header(header::IF_NONE_MATCH, mark);
        }
        let answer = request.send().await?;
        let bytes = match known {
            Some((_, bytes)) if answer.status() == StatusCode::NOT_MODIFIED => {
                if let Some(kept) = &self.kept {
                    kept.note_spared();
                }
                bytes
            }
            _ => {
                let mark = answer.headers().get(header::ETAG).cloned();
                let bytes = body(answer).await?;
                if let (Some(kept), Some(mark)) = (&self.kept, mark) {
                    kept.put(address, mark, bytes.clone());
                }
                bytes
            }
        };
        read(&bytes)
    }

    /// Reads all pages of a list.
    async fn all<T: DeserializeOwned>(&self, path: &str, asked: &[(&str, String)]) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let mut asked = asked.to_vec();
            asked.push(("limit", MOST.to_owned()));
            asked.extend(after.map(|after| ("after", after)));
            let page: Paged<T> = self.get(path, &asked).await?;
            all.extend(page.items);
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(all),
            }
        }
    }

    /// Sends `body` to `path`.
    async fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T, Error> {
        self.sent(self.request(Method::POST, path).json(body)).await
    }

    /// The answer to something that was sent.
    async fn sent<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, Error> {
        read(&body(request.send().await?).await?)
    }
}

/// The most that a page holds.
const MOST: &str = "500";

/// The parameters of an address.
fn query(asked: &[(&str, String)]) -> String {
    let pairs: Vec<String> = asked
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    if pairs.is_empty() {
        String::new()
    } else {
        format!("?{}", pairs.join("&"))
    }
}

/// A text as it stands in an address.
fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// The body of an answer, or what the server refused.
async fn body(answer: Response) -> Result<Bytes, Error> {
    let status = answer.status();
    let bytes = answer.bytes().await?;
    if status.is_success() {
        return Ok(bytes);
    }
    Err(match serde_json::from_slice::<Problem>(&bytes) {
        Ok(problem) => Error::Refused(Box::new(problem)),
        Err(_) => Error::Status(status.as_u16()),
    })
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    Ok(serde_json::from_slice(bytes)?)
}
