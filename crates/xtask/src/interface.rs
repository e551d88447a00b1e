//! The public interface held against its own document: Schemathesis thinks of requests, and the answers must
//! be what the document says.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::http;
use crate::process::run;
use crate::project::Project;
use crate::setup;
use crate::site;
use crate::trial::{Scratch, Setting, Trial};

/// What thinks of requests.
const PACKAGES: [&str; 1] = ["schemathesis==4.32.5"];

/// What an answer must never be: a failure, a status or a media type or a form that is not told.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
response_headers_conformance,response_schema_conformance,unsupported_method,allow_header_conformance,ignored_auth";

/// Where what is told under `/plans` and in ledgers is to be found in a trial.
const CONFIGURATION: &str = r#"[parameters]
"path.plan" = "current"
"path.target" = "outfalls-yangtze"
"path.unit" = "420100"
"path.ledger" = "outfalls-yangtze"
"path.id" = "outfalls-yangtze"
"#;

/// What a key opens, by the beginning of its address.
const KEYED: &str = "^/(me|owed|form|reports|ledgers|monitoring)";

/// Runs everything against a trial: what anybody may read without a key, and what a key opens with one.
pub fn hold(project: &Project, server: &Path) -> Result<()> {
    let folder = project.target.join("interface");
    fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    let python = setup::python(&folder.join("python"), &PACKAGES)?;
    let configuration = folder.join("schemathesis.toml");
    fs::write(&configuration, CONFIGURATION)?;
    let scratch = Scratch::new("interface")?;
    let setting = Setting {
        server: server.to_owned(),
        site: site::folder(project),
        seeds: project.root.join("seeds"),
        data: scratch.path().join("data"),
    };
    let trial = Trial::start(&setting)?;
    let key = key(&trial)?;
    let think = |seconds: &str, more: &[&str]| {
        let mut command = Command::new(&python);
        command
            .args(["-m", "schemathesis.cli", "--config-file"])
            .arg(&configuration)
            .arg("run")
            .arg(format!("http://127.0.0.1:{}/api/v1/openapi.json", trial.port))
            .args([
                "--checks",
                CHECKS,
                "--phases",
                "coverage,fuzzing",
                "--max-time",
                seconds,
            ])
            .args(["--seed", "2023", "--warnings", "off", "--continue-on-failure"])
            .args(more)
            .current_dir(&folder);
        run(&mut command)
    };
    think("40", &["--exclude-path-regex", KEYED])?;
    let header = format!("Authorization: Bearer {key}");
    think("60", &["--include-path-regex", KEYED, "--header", &header])
}

/// A key of the trial's reporter with every scope.
fn key(trial: &Trial) -> Result<String> {
    let cookie = trial.sign_in("reporter")?;
    let headers = [("Cookie", cookie.as_str()), ("Content-Type", "application/json")];
    let asked = r#"{"name":"schemathesis","scopes":["read","reports","ledgers","measurements"]}"#;
    let made = http::request(trial.port, "POST", "/api/v1/keys", &headers, asked)?;
    let made: Value = serde_json::from_slice(&made.body).context("the key is no JSON")?;
    let secret = made["secret"].as_str().context("no key was made")?;
    Ok(secret.to_owned())
}
