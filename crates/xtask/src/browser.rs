//! A headless Chromium, driven with the few WebDriver calls that measuring
//! takes.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::http;
use crate::process;
use crate::setup;
use crate::trial::{Scratch, free_port};

/// A browser window; closed when dropped.
pub struct Browser {
    driver: Child,
    port: u16,
    session: Option<String>,
    _profile: Scratch,
}

impl Browser {
    /// Opens a window with a fresh profile.
    pub fn open() -> Result<Self> {
        let program = setup::chromedriver().context("chromedriver is not installed")?;
        let chromium = setup::chromium().context("chromium is not installed")?;
        let profile = Scratch::new("profile")?;
        let port = free_port()?;
        let driver = process::spawn(
            Command::new(program)
                .arg(format!("--port={port}"))
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        )?;
        let mut arguments = vec![
            "--headless".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-quic".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            format!("--user-data-dir={}", profile.path().display()),
        ];
        if setup::is_root() {
            // Chromium's sandbox refuses to start as root.
            arguments.push("--no-sandbox".to_owned());
        }
        let mut browser = Self {
            driver,
            port,
            session: None,
            _profile: profile,
        };
        browser.wait_for_driver()?;
        let session = browser.call(
            "POST",
            "/session",
            &json!({"capabilities": {"alwaysMatch": {
                "browserName": "chrome",
                "timeouts": {"script": 240_000},
                "goog:chromeOptions": {"binary": chromium, "args": arguments},
            }}}),
        )?;
        let id = session["sessionId"]
            .as_str()
            .context("chromedriver opened no session")?;
        browser.session = Some(id.to_owned());
        Ok(browser)
    }

    /// Goes to a page.
    pub fn goto(&self, url: &str) -> Result<()> {
        self.session_call("/url", &json!({"url": url})).map(drop)
    }

    /// Runs the body of an `async` function; what it returns comes back.
    pub fn run(&self, script: &str) -> Result<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1];\
             (async () => {{ {script} }})().then(\
                 value => done({{value}}),\
                 error => done({{error: String(error)}}));"
        );
        let result = self.session_call("/execute/async", &json!({"script": script, "args": []}))?;
        if let Some(error) = result["error"].as_str() {
            bail!("the browser says: {error}");
        }
        Ok(result["value"].clone())
    }

    /// Chooses a file in the field that `css` names.
    pub fn choose_file(&self, css: &str, file: &Path) -> Result<()> {
        let found = self.session_call("/element", &json!({"using": "css selector", "value": css}))?;
        let element = found.as_object().and_then(|found| found.values().next()?.as_str());
        let element = element.with_context(|| format!("the page has no {css}"))?;
        let path = file.to_str().context("the file has a name beyond Unicode")?;
        self.session_call(&format!("/element/{element}/value"), &json!({"text": path}))
            .map(drop)
    }

    fn wait_for_driver(&mut self) -> Result<()> {
        let start = Instant::now();
        while http::get(self.port, "/status", &[]).is_err() {
            process::check_interrupt()?;
            if start.elapsed() > Duration::from_secs(20) {
                bail!("chromedriver did not start; try it by hand: chromedriver --port=9515");
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    fn session_call(&self, path: &str, body: &Value) -> Result<Value> {
        let session = self.session.as_deref().unwrap_or_default();
        self.call("POST", &format!("/session/{session}{path}"), body)
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        let headers = [("Content-Type", "application/json; charset=utf-8")];
        let response = http::request(self.port, method, path, &headers, &body.to_string())?;
        let mut answer: Value =
            serde_json::from_slice(&response.body).context("chromedriver did not answer in JSON")?;
        let value = answer["value"].take();
        if response.status != 200 {
            let message = value["message"].as_str().unwrap_or("no reason given");
            bail!("chromedriver refused {path}: {message}");
        }
        Ok(value)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            let _ = self.call("DELETE", &format!("/session/{session}"), &json!({}));
        }
        process::terminate(&mut self.driver, Duration::from_secs(5));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Needs the browser, which `cargo xtask test` sees to.
    #[test]
    fn scripts_run_and_their_errors_come_back() {
        let browser = Browser::open().expect("a browser; `cargo xtask test` installs it");
        browser.goto("data:text/html,<title>t</title>").unwrap();
        let value = browser.run("return {title: document.title}").unwrap();
        assert_eq!(value, json!({"title": "t"}));
        let error = browser.run("throw new Error('no')").unwrap_err();
        assert_eq!(error.to_string(), "the browser says: Error: no");
    }
}
