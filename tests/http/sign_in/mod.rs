//! Signing in: passwords, how often they are tried, sessions, the second step, single sign-on.

mod cookies;
mod demanded;
mod leaving;
mod marking;
mod passkeys;
mod passwords;
pub(crate) mod second_step;
mod sessions;
pub(crate) mod single_sign_on;
mod timing;
mod told;
mod tries;

use std::collections::BTreeMap;

use reqwest::{Client, Method, RequestBuilder, header};
use serde_json::Value;
use yaodian_tests::{Server, plain};

/// A browser that keeps every cookie, at an address of its own as the proxy in front tells it.
#[derive(Clone)]
pub struct Browser {
    base: String,
    http: Client,
    jar: BTreeMap<String, String>,
    address: String,
    agent: &'static str,
}

/// What was answered.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub text: String,
    /// The cookies that it sets, as they stand in its head.
    pub cookies: Vec<String>,
}

impl Answer {
    /// The code of a refusal, or of why.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }
}

impl Browser {
    pub fn at(server: &Server, address: &str) -> Self {
        Self {
            base: server.base.clone(),
            http: plain(),
            jar: BTreeMap::new(),
            address: address.to_owned(),
            agent: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        }
    }

    /// The same, without the cookies that are named so.
    pub fn without(&self, name: &str) -> Self {
        let mut other = self.clone();
        assert!(other.jar.remove(name).is_some(), "{name}");
        other
    }

    /// The same browser, which the proxy hands to another server.
    pub fn at_another(&self, server: &Server) -> Self {
        Self {
            base: server.base.clone(),
            ..self.clone()
        }
    }

    /// The same browser at another address.
    pub fn moved(&self, address: &str) -> Self {
        Self {
            address: address.to_owned(),
            ..self.clone()
        }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let cookies: Vec<String> = self.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        self.http
            .request(method, format!("{}{path}", self.base))
            .header(header::COOKIE, cookies.join("; "))
            .header(header::USER_AGENT, self.agent)
            .header("x-forwarded-for", &self.address)
    }

    async fn sent(&mut self, request: RequestBuilder) -> Answer {
        let answer = request.send().await.unwrap();
        self.heard(answer).await
    }

    /// Keeps the cookies of an answer.
    async fn heard(&mut self, answer: reqwest::Response) -> Answer {
        let cookies = answer.headers().get_all(header::SET_COOKIE).iter();
        let cookies: Vec<String> = cookies.map(|cookie| cookie.to_str().unwrap().to_owned()).collect();
        for cookie in &cookies {
            assert!(
                cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
                "{cookie}"
            );
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if cookie.contains("Max-Age=0") {
                self.jar.remove(name);
            } else {
                self.jar.insert(name.to_owned(), value.to_owned());
            }
        }
        let location = answer
            .headers()
            .get(header::LOCATION)
            .map(|to| to.to_str().unwrap().to_owned());
        Answer {
            status: answer.status().as_u16(),
            location: location.unwrap_or_default(),
            cookies,
            text: answer.text().await.unwrap(),
        }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        let request = self.request(Method::GET, path);
        self.sent(request).await
    }

    pub async fn form(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = fields
            .iter()
            .map(|(key, value)| format!("{key}={}", yaodian_tests::encoded(value)))
            .collect();
        let request = self.request(Method::POST, path);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = request.body(body.join("&"));
        self.sent(request).await
    }

    pub async fn post(&mut self, path: &str, body: &Value) -> Answer {
        let request = self.request(Method::POST, path).json(body);
        self.sent(request).await
    }

    pub async fn sign_in(&mut self, login: &str, password: &str) -> Answer {
        self.form("/sign-in", &[("login", login), ("password", password)]).await
    }

    /// Whether somebody is signed in.
    pub async fn is_in(&mut self) -> bool {
        match self.get("/api/v1/sign-in").await.status {
            200 => true,
            401 => false,
            other => panic!("{other}"),
        }
    }
}

/// A trial behind a proxy, so that requests come from many addresses.
pub async fn behind_a_proxy() -> Server {
    Server::start(&["--trial", "--proxy", "127.0.0.1"], yaodian_tests::TRIAL_PEOPLE).await
}

/// The path of an invitation for somebody new.
pub async fn invited(server: &Server, login: &str, name: &str) -> String {
    let mut command = server.tool(&[
        "user", "add", login, "--name", name, "--unit", "420100", "--duty", "reporter",
    ]);
    let added = command.output().await.unwrap();
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    String::from_utf8(added.stdout).unwrap().trim().to_owned()
}

/// A password that is taken.
pub const GOOD: &str = "correct horse battery";

/// Somebody with the password [`GOOD`], who has not signed in yet.
pub async fn person(server: &Server, login: &str) {
    let path = invited(server, login, "张三丰").await;
    let set = Browser::at(server, "198.51.100.200")
        .form(&path, &[("password", GOOD)])
        .await;
    assert_eq!(set.status, 303, "{}", set.text);
}
