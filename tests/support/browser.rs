//! A real Chromium, driven by its own driver; both gone with the value.

use std::{
    process::Stdio,
    sync::Arc,
    time::{Duration, Instant},
};

use tempfile::TempDir;
use thirtyfour::{
    ChromiumLikeCapabilities, DesiredCapabilities, WebDriver, extensions::query::ElementPollerWithTimeout, prelude::*,
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// A browser with a profile of its own.
pub struct Browser {
    /// The session.
    pub driver: WebDriver,
    _profile: TempDir,
    _chromedriver: Child,
}

fn program(variable: &str, name: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| format!("/usr/bin/{name}"))
}

/// So long is waited for what a page is to show, and so often it is looked for.
const PATIENCE: Duration = Duration::from_secs(20);
const LOOK: Duration = Duration::from_millis(50);

/// So often a driver is started whose port was taken.
const STARTS: usize = 8;

/// Starts chromedriver; `None` if it ended at once. It takes a free port of IPv4, and ends if the same one of IPv6
/// is in use, as happens where many tests run: another one is started then.
async fn start_driver() -> Option<(Child, u16)> {
    let mut chromedriver = Command::new(program("CHROMEDRIVER", "chromedriver"))
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("chromedriver starts; `cargo xtask test` installs it");
    let mut lines = BufReader::new(chromedriver.stdout.take().unwrap()).lines();
    let port: u16 = loop {
        let line = lines.next_line().await.unwrap()?;
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            break port.trim_end_matches('.').parse().unwrap();
        }
    };
    // Somebody has to read what else it says, or it would stop at a full pipe.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    Some((chromedriver, port))
}

impl Browser {
    /// A browser as people have it.
    pub async fn open() -> Self {
        Self::start(true).await
    }

    /// A browser that runs no script.
    pub async fn without_script() -> Self {
        Self::start(false).await
    }

    async fn start(script: bool) -> Self {
        crate::choose_tls();
        let mut started = None;
        for _ in 0..STARTS {
            started = start_driver().await;
            if started.is_some() {
                break;
            }
        }
        let (chromedriver, port) = started.expect("chromedriver says on which port it listens");
        let profile = TempDir::new().unwrap();
        let mut capabilities = DesiredCapabilities::chrome();
        capabilities.set_binary(&program("CHROMIUM", "chromium")).unwrap();
        for flag in [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,1600",
        ] {
            capabilities.add_arg(flag).unwrap();
        }
        capabilities
            .add_arg(&format!("--user-data-dir={}", profile.path().display()))
            .unwrap();
        if !script {
            let preferences = serde_json::json!({ "profile.managed_default_content_settings.javascript": 2 });
            capabilities.add_experimental_option("prefs", preferences).unwrap();
        }
        let driver = WebDriver::builder(format!("http://127.0.0.1:{port}"), capabilities)
            .poller(Arc::new(ElementPollerWithTimeout::new(PATIENCE, LOOK)))
            .await
            .expect("a session");
        Self {
            driver,
            _profile: profile,
            _chromedriver: chromedriver,
        }
    }

    /// Goes to `address`.
    pub async fn visit(&self, address: &str) {
        self.driver.goto(address).await.unwrap();
    }

    /// Goes to an address of the app, and waits until the app reacts.
    pub async fn enter(&self, address: &str) {
        self.visit(address).await;
        self.find("body[data-ready=true]").await;
    }

    /// Loads the page of the app once more, and waits until the app reacts.
    pub async fn enter_again(&self) {
        self.driver.refresh().await.unwrap();
        self.find("body[data-ready=true]").await;
    }

    /// Signs somebody in by name and password.
    pub async fn sign_in(&self, server: &crate::Server, login: &str) {
        self.visit(&format!("{}/sign-in", server.base)).await;
        self.fill("#login", login).await;
        self.fill("#password", crate::PASSWORD).await;
        self.click("main button[type=submit]").await;
        self.find("body[data-ready=true]").await;
    }

    /// The first element that `css` names, as soon as there is one.
    pub async fn find(&self, css: &str) -> WebElement {
        self.driver
            .query(By::Css(css))
            .first()
            .await
            .unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    /// The first element that `css` names and that shows `text`, as soon as there is one.
    pub async fn find_with(&self, css: &str, text: &str) -> WebElement {
        // In one question: there may be a hundred of them.
        const SHOWS: &str = "
            const [css, text] = arguments;
            const there = (element) => element.getClientRects().length || element.closest('select');
            // What is far down is drawn when it is scrolled to, and has no text of its own until then.
            const shows = (element) => there(element) && (element.innerText || element.textContent).includes(text);
            return [...document.querySelectorAll(css)].find(shows) ?? null;";
        let began = Instant::now();
        loop {
            // A page that is just being left answers nothing.
            let answer = self.driver.execute(SHOWS, vec![css.into(), text.into()]).await;
            match answer {
                Ok(found) if !found.json().is_null() => return found.element().unwrap(),
                _ if began.elapsed() < PATIENCE => tokio::time::sleep(LOOK).await,
                answer => panic!("{css} with {text}: {answer:?}"),
            }
        }
    }

    /// Clicks what `css` names.
    pub async fn click(&self, css: &str) {
        self.find(css).await.click().await.unwrap();
    }

    /// Types `text` into the field that `css` names, instead of what stands there.
    pub async fn fill(&self, css: &str, text: &str) {
        let field = self.find(css).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// The text of the page.
    pub async fn text(&self) -> String {
        self.find("body").await.text().await.unwrap()
    }

    /// Gives it an authenticator of its own, as one that is built into a device; by what it is known.
    pub async fn authenticator(&self) -> String {
        let wanted = serde_json::json!({
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": true,
            "hasUserVerification": true,
            "isUserVerified": true,
        });
        let made = self.to_driver("authenticator", &wanted).await;
        made.as_str().expect("an id").to_owned()
    }

    /// Whether the authenticator finds the finger that it knows from now on.
    pub async fn verifies(&self, authenticator: &str, whether: bool) {
        let asked = serde_json::json!({ "isUserVerified": whether });
        self.to_driver(&format!("authenticator/{authenticator}/uv"), &asked)
            .await;
    }

    /// Asks the driver for what the standard of WebAuthn adds to WebDriver.
    async fn to_driver(&self, what: &str, body: &serde_json::Value) -> serde_json::Value {
        self.asked(&format!("webauthn/{what}"), body).await
    }

    async fn asked(&self, what: &str, body: &serde_json::Value) -> serde_json::Value {
        let session = self.driver.handle();
        let address = format!("{}session/{}/{what}", session.server_url(), session.session_id());
        let answer = crate::plain().post(address).json(body).send().await.unwrap();
        let answer: serde_json::Value = answer.json().await.unwrap();
        let value = answer["value"].clone();
        assert!(value["error"].is_null(), "{answer}");
        value
    }

    /// Runs a script in every page from now on, before any of the page's own.
    pub async fn prepares(&self, script: &str) {
        let params = serde_json::json!({ "source": script });
        let asked = serde_json::json!({ "cmd": "Page.addScriptToEvaluateOnNewDocument", "params": params });
        self.asked("goog/cdp/execute", &asked).await;
    }

    /// Goes on as somebody who is signed in already.
    pub async fn becomes(&self, server: &crate::Server, visitor: &crate::Visitor) {
        let (name, value) = visitor.cookie().split_once('=').unwrap();
        self.visit(&format!("{}/robots.txt", server.base)).await;
        self.driver.delete_all_cookies().await.unwrap();
        self.driver.add_cookie(Cookie::new(name, value)).await.unwrap();
    }

    /// Ends the session.
    pub async fn close(self) {
        self.driver.quit().await.unwrap();
    }
}
