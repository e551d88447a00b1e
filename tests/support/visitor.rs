//! Somebody who talks to a server by HTTP, signed in or not.

use reqwest::{Client, Response, StatusCode, header};
use serde_json::Value;

use crate::{Server, plain};

/// Somebody who talks to the server.
#[derive(Clone)]
pub struct Visitor {
    pub(crate) base: String,
    /// The client.
    pub http: Client,
    pub(crate) cookie: Option<String>,
}

impl Visitor {
    /// Takes up a report that was sent, and approves it or hands it back; the answer to the latter.
    pub async fn decide(&self, id: &str, revision: i64, step: &str, note: &str) -> (u16, serde_json::Value) {
        let taken = self.step(id, revision, "take-up", "").await;
        if taken.0 != 200 {
            return taken;
        }
        self.step(id, revision + 1, step, note).await
    }

    /// Takes a step of a report by the revision that was read.
    pub async fn step(&self, id: &str, revision: i64, step: &str, note: &str) -> (u16, serde_json::Value) {
        let asked = serde_json::json!({ "revision": revision, "step": step, "note": note });
        self.post(&format!("/api/v1/reports/{id}/steps"), &asked).await
    }

    /// The office of a trial moves the day, with all that it brings.
    pub async fn move_to(&self, day: impl std::fmt::Display) {
        let asked = serde_json::json!({ "day": day.to_string() });
        let (status, answer) = self.post("/api/v1/trial/day", &asked).await;
        assert_eq!(status, 200, "{day}: {answer}");
    }

    /// Goes on with the same session at a server that was started again.
    pub fn meet_again(&mut self, server: &Server) {
        self.base.clone_from(&server.base);
    }

    /// Keeps the session that an answer opened.
    pub fn keep_session(&mut self, answer: &Response) {
        let cookie = answer
            .headers()
            .get(header::SET_COOKIE)
            .expect("a session")
            .to_str()
            .unwrap();
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
            "{cookie}"
        );
        self.cookie = cookie.split(';').next().map(str::to_owned);
    }

    /// The same person over another address, a proxy in between, on connections of his own.
    #[must_use]
    pub fn over(&self, base: &str) -> Self {
        Self {
            base: base.to_owned(),
            http: plain(),
            cookie: self.cookie.clone(),
        }
    }

    /// Posts JSON under a name of its own (`Idempotency-Key`); the answer as it came.
    pub async fn post_once(&self, path: &str, key: &str, body: &Value) -> Result<Response, reqwest::Error> {
        let request = self.request(reqwest::Method::POST, path).json(body);
        request.header("idempotency-key", format!("\"{key}\"")).send().await
    }

    /// The address of the server, without a slash at the end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The cookie that holds the session, for requests that are written by hand.
    pub fn cookie(&self) -> &str {
        self.cookie.as_deref().expect("a session")
    }

    fn with_cookie(&self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        match &self.cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        }
    }

    /// Gets `path`.
    pub async fn get(&self, path: &str) -> Response {
        self.with_cookie(self.http.get(format!("{}{path}", self.base)))
            .send()
            .await
            .unwrap()
    }

    /// Gets the page at `path`, which must be there.
    pub async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.text().await.unwrap()
    }

    /// Gets the JSON at `path`, with its status.
    pub async fn json(&self, path: &str) -> (u16, Value) {
        let answer = self.get(path).await;
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// Posts JSON to `path`; the answer's status and JSON.
    pub async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let request = self.http.post(format!("{}{path}", self.base)).json(body);
        let answer = self.with_cookie(request).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// A request to `path` with anything, and this visitor's session.
    pub fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.with_cookie(self.http.request(method, format!("{}{path}", self.base)))
    }

    /// Posts `bytes` to `path`, as a file is sent; the answer's status and JSON.
    pub async fn send(&self, path: &str, bytes: impl Into<reqwest::Body>) -> (u16, Value) {
        let request = self.http.post(format!("{}{path}", self.base));
        let request = request
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .body(bytes);
        let answer = self.with_cookie(request).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// Gets the file at `path`, which must be there.
    pub async fn file(&self, path: &str) -> Vec<u8> {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.bytes().await.unwrap().to_vec()
    }

    /// Posts a form to `path`.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let body: Vec<String> = fields
            .iter()
            .map(|(key, value)| format!("{key}={}", encoded(value)))
            .collect();
        self.request(reqwest::Method::POST, path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body.join("&"))
            .send()
            .await
            .unwrap()
    }
}

/// A text as it stands in an address, every byte of it encoded that could mean something there.
pub fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Which case a value with arguments is: `"draft"`, or `{"returned": {…}}`.
pub fn case(value: &Value) -> &str {
    value
        .as_str()
        .or_else(|| value.as_object()?.keys().next().map(String::as_str))
        .unwrap_or_default()
}
