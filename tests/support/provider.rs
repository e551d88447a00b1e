//! A provider of single sign-on: a real one, on this machine.

use std::{collections::BTreeMap, process::Stdio};

use reqwest::{Client, Method, Response, header};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

use crate::{Server, encoded, place, plain};

/// By what the provider knows the server, and the secret that they share.
pub const CLIENT: (&str, &str) = ("yaodian", "a secret of the tests, which is no secret");

/// A provider of its own; gone with this value.
pub struct Provider {
    /// By what it is known.
    pub issuer: String,
    child: Child,
    told: Lines<BufReader<ChildStdout>>,
}

impl Provider {
    /// Starts one, which signs nobody in before a server is known to it.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// The same, where nobody can sign out.
    pub async fn where_nobody_leaves() -> Self {
        Self::start_with(&["stays"]).await
    }

    async fn start_with(more: &[&str]) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/support/provider.mjs");
        let mut child = Command::new("node")
            .arg(script)
            .arg(place(
                "YAODIAN_OIDC_PROVIDER",
                "target/oidc-provider/node_modules/oidc-provider/lib/index.js",
            ))
            .args(more)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // It warns that keys of its own are not for production.
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("node starts");
        let mut told = BufReader::new(child.stdout.take().unwrap()).lines();
        let issuer = told.next_line().await.unwrap().expect("where it is");
        Self { issuer, child, told }
    }

    /// Sends people back to `server` from now on.
    pub async fn serve(&mut self, server: &Server) {
        let back = format!("{}/sign-in/single-sign-on/back\n", server.base);
        let input = self.child.stdin.as_mut().unwrap();
        input.write_all(back.as_bytes()).await.unwrap();
        assert_eq!(self.told.next_line().await.unwrap().as_deref(), Some("ready"));
    }

    /// Ends it.
    pub async fn stop(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// What somebody does there who is sent to `address` by the server and fills in its form; to which address he is
    /// sent back.
    pub async fn answers(&self, address: &str, typed: &[(&str, &str)]) -> String {
        self.browser().answers(address, typed).await
    }

    /// A browser at the provider, to which nobody has signed in yet.
    pub fn browser(&self) -> There {
        There {
            issuer: self.issuer.clone(),
            http: plain(),
            jar: BTreeMap::new(),
        }
    }
}

/// A browser at the provider.
pub struct There {
    issuer: String,
    http: Client,
    jar: BTreeMap<String, String>,
}

impl There {
    /// Signs in by the form to which `address` leads; to which address the browser is sent back.
    pub async fn answers(&mut self, address: &str, typed: &[(&str, &str)]) -> String {
        assert!(address.starts_with(&self.issuer), "{address}");
        let form = self.go(Method::GET, address, None).await;
        let fields: Vec<String> = typed
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let form = format!("{}{form}", self.issuer);
        let on = self.go(Method::POST, &form, Some(fields.join("&"))).await;
        self.go(Method::GET, &on, None).await
    }

    /// Where `address` leads somebody who types nothing.
    pub async fn passes(&mut self, address: &str) -> String {
        self.go(Method::GET, address, None).await
    }

    /// Says yes where `address` asks whether to sign out; to which address the browser is sent back.
    pub async fn leaves(&mut self, address: &str) -> String {
        let asked = self.ask(Method::GET, address, None).await;
        assert!(asked.status().is_success(), "{address}: {}", asked.status());
        let page = asked.text().await.unwrap();
        let (_, rest) = page.split_once("name=\"xsrf\" value=\"").expect("the form");
        let (xsrf, _) = rest.split_once('"').unwrap();
        let (_, rest) = page.split_once("action=\"").unwrap();
        let (action, _) = rest.split_once('"').unwrap();
        let typed = format!("xsrf={xsrf}&logout=yes");
        self.go(Method::POST, action, Some(typed)).await
    }

    /// Where an address leads.
    async fn go(&mut self, method: Method, address: &str, body: Option<String>) -> String {
        let answer = self.ask(method, address, body).await;
        let to = answer
            .headers()
            .get(header::LOCATION)
            .map(|to| to.to_str().unwrap().to_owned());
        match to {
            Some(to) => to,
            None => panic!("{address}: {} {}", answer.status(), answer.text().await.unwrap()),
        }
    }

    async fn ask(&mut self, method: Method, address: &str, body: Option<String>) -> Response {
        let cookies: Vec<String> = self.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = self
            .http
            .request(method, address)
            .header(header::COOKIE, cookies.join("; "));
        if let Some(body) = body {
            request = request
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(body);
        }
        let answer = request.send().await.unwrap();
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = cookie.split_once('=').unwrap();
            if value.is_empty() {
                self.jar.remove(name);
            } else {
                self.jar.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }
}
