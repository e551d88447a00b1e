//! A provider of single sign-on: a real one, on this machine.

use std::{collections::BTreeMap, process::Stdio};

use reqwest::{Client, Method, header, redirect::Policy};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

use crate::{Server, encoded, place};

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
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/support/provider.mjs");
        let mut child = Command::new("node")
            .arg(script)
            .arg(place(
                "YAODIAN_OIDC_PROVIDER",
                "target/oidc-provider/node_modules/oidc-provider/lib/index.js",
            ))
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
        assert!(address.starts_with(&self.issuer), "{address}");
        let mut there = There {
            http: Client::builder().redirect(Policy::none()).build().unwrap(),
            jar: BTreeMap::new(),
        };
        let form = there.go(Method::GET, address, None).await;
        let fields: Vec<String> = typed
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let form = format!("{}{form}", self.issuer);
        let on = there.go(Method::POST, &form, Some(fields.join("&"))).await;
        there.go(Method::GET, &on, None).await
    }
}

/// A browser at the provider.
struct There {
    http: Client,
    jar: BTreeMap<String, String>,
}

impl There {
    /// Where an address leads.
    async fn go(&mut self, method: Method, address: &str, body: Option<String>) -> String {
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
            self.jar.insert(name.to_owned(), value.to_owned());
        }
        let to = answer
            .headers()
            .get(header::LOCATION)
            .map(|to| to.to_str().unwrap().to_owned());
        match to {
            Some(to) => to,
            None => panic!("{address}: {} {}", answer.status(), answer.text().await.unwrap()),
        }
    }
}
