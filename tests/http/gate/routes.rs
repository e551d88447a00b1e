//! Which routes there are: every address that stands in the sources of the server, asked of the running one.

use std::{collections::BTreeSet, path::Path};

use reqwest::{Method, header};
use yaodian_tests::Server;

/// The sources of the server under a folder, each with its path.
pub fn sources(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../crates/server/src")
        .join(folder);
    let mut folders = vec![root];
    let mut all = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                all.push((path.display().to_string(), text));
            }
        }
    }
    all
}

/// Everything between quotes that could be an address.
fn addresses() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (_, text) in sources("web") {
        for (at, _) in text.match_indices("\"/") {
            let rest = &text[at + 1..];
            let address = &rest[..rest.find('"').unwrap_or(0)];
            let plain = |c: char| c.is_ascii_alphanumeric() || "/{}*._-".contains(c);
            if address.starts_with('/') && address.chars().all(plain) {
                all.insert(address.to_owned());
            }
        }
    }
    all
}

/// The same with every parameter as `{}`, and what takes all the rest as `{*}`.
fn pattern(address: &str) -> String {
    let part = |part: &str| match part {
        _ if part.starts_with("{*") => "{*}".to_owned(),
        _ if part.starts_with('{') => "{}".to_owned(),
        _ => part.to_owned(),
    };
    address.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// What a route says of itself when it is asked with a method that is none.
async fn methods(server: &Server, path: &str) -> Vec<String> {
    let nonsense = Method::from_bytes(b"PROBE").unwrap();
    let answer = server.visitor().request(nonsense, path).send().await.unwrap();
    let allowed = answer.headers().get(header::ALLOW);
    match (answer.status().as_u16(), allowed) {
        (405, Some(allowed)) => allowed
            .to_str()
            .unwrap()
            .split(',')
            .map(|method| method.trim().to_owned())
            .collect(),
        (404, None) => Vec::new(),
        (status, allowed) => panic!("{path}: {status} {allowed:?}"),
    }
}

/// Every route with a method: `GET /api/v1/reports/{}`.
pub async fn found(server: &Server) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for address in addresses() {
        for prefix in ["", "/api/v1"] {
            let pattern = format!("{prefix}{}", pattern(&address));
            let path = pattern.replace("{*}", "x/x").replace("{}", "x");
            for method in methods(server, &path).await {
                if method != "HEAD" {
                    all.insert(format!("{method} {pattern}"));
                }
            }
        }
    }
    all
}
