//! Every kind of public page held against axe-core, in both languages, in light and in dark; and looked at on three
//! widths for what moves while it loads, for what is cut off, and for script.

use serde_json::{Value, json};
use yaodian_tests::{Server, axe, browser::Browser};

use crate::walk;

/// Widths of a window: a desk's, a phone's, the narrowest that WCAG asks for.
const WIDTHS: [u32; 3] = [1280, 390, 320];

/// What is wrong with how the page is laid out, as a list of sentences.
///
/// Nothing moves on a machine with time to spare. On a busy one a page may be painted before all of its head has been
/// read, whose rows then find their places: that is a fifth of what counts as good, 0.1, at most.
const LAYOUT: &str = "
    const done = arguments[arguments.length - 1];
    let moved = 0;
    const add = (entries) => { for (const entry of entries) moved += entry.value; };
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => {
        add(observer.takeRecords());
        const wrong = [];
        if (moved > 0.02) wrong.push(`moves by ${moved} while it loads`);
        const root = document.documentElement;
        if (root.scrollWidth > root.clientWidth) {
            // What scrolls in a table's frame is wide by right; what is placed absolutely may leave the frame.
            const loose = (element) => !element.closest('.table-wrap') || getComputedStyle(element).position === 'absolute';
            const wide = [...document.querySelectorAll('main *')]
                .find((element) => element.getBoundingClientRect().right > root.clientWidth + 1 && loose(element));
            wrong.push(`is ${root.scrollWidth} wide, by ${wide ? wide.tagName + '.' + wide.className : '?'}`);
        }
        // Verifying a file without the server takes one.
        if (document.querySelector('script') && location.pathname !== '/changes/verify') wrong.push('has a script');
        done(wrong);
    }));";

/// What axe-core finds wrong by these options, as a list of sentences.
const AXE: &str = "
    const [options, done] = arguments;
    axe.run(document, { resultTypes: ['violations'], ...options }).then(
        (result) => done(result.violations.flatMap(({ id, nodes }) =>
            nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} (${failureSummary})`))),
        (error) => done([`axe failed: ${error}`]));";

/// A browser that looks for faults.
struct Judge {
    browser: Browser,
    axe: String,
}

impl Judge {
    async fn begin() -> Self {
        let axe = std::fs::read_to_string(axe()).unwrap();
        let browser = Browser::open().await;
        Self { browser, axe }
    }

    async fn tell(&self, command: &str, what: Value) {
        self.browser.driver.cdp().send_raw(command, what).await.unwrap();
    }

    async fn width(&self, width: u32) {
        let screen = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        self.tell("Emulation.setDeviceMetricsOverride", screen).await;
    }

    async fn scheme(&self, scheme: &str) {
        let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
        self.tell("Emulation.setEmulatedMedia", json!({ "features": [feature] }))
            .await;
    }

    async fn ask(&self, question: &str, about: Vec<Value>) -> Vec<String> {
        let answer = self.browser.driver.execute_async(question, about).await.unwrap();
        serde_json::from_value(answer.json().clone()).unwrap()
    }

    async fn layout(&self) -> Vec<String> {
        self.ask(LAYOUT, Vec::new()).await
    }

    /// What axe-core finds wrong in light; and in dark, where only colours are others.
    async fn violations(&self, scheme: &str) -> Vec<String> {
        self.scheme(scheme).await;
        let options = match scheme {
            "dark" => json!({ "runOnly": ["color-contrast", "link-in-text-block"] }),
            _ => json!({}),
        };
        self.ask(&format!("{};{AXE}", self.axe), vec![options]).await
    }

    /// The faults of all pages in one language.
    async fn walk(self, server: &Server, pages: &[String], lang: &str) -> Vec<String> {
        let mut faults = Vec::new();
        for width in WIDTHS {
            self.width(width).await;
            for page in pages {
                let mark = if page.contains('?') { '&' } else { '?' };
                self.browser
                    .visit(&format!("{}{page}{mark}lang={lang}", server.base))
                    .await;
                let wrong = self.layout().await;
                faults.extend(wrong.iter().map(|wrong| format!("{page} {lang} {width}: {wrong}")));
                if width != WIDTHS[0] {
                    continue;
                }
                for scheme in ["dark", "light"] {
                    let wrong = self.violations(scheme).await;
                    faults.extend(wrong.iter().map(|wrong| format!("{page} {lang} {scheme}: {wrong}")));
                }
            }
        }
        self.browser.close().await;
        faults
    }
}

#[tokio::test]
async fn every_kind_of_public_page_works_for_everybody() {
    let flags = ["--trial", "--demonstration", "40", "--client-rate", "0"];
    let server = Server::start(&flags, yaodian_tests::TRIAL_PEOPLE).await;
    publish_a_bulletin(&server).await;
    let pages = walk::pages(&server).await;
    for beginning in [
        "/water/",
        "/air/",
        "/bulletin/",
        "/ledger/",
        "/chapter/",
        "/data/",
        "/method/",
    ] {
        assert!(
            pages.iter().any(|page| page.starts_with(beginning)),
            "no {beginning} in {pages:?}"
        );
    }
    let (chinese, english) = tokio::join!(Judge::begin(), Judge::begin());
    let (chinese, english) = tokio::join!(chinese.walk(&server, &pages, "zh"), english.walk(&server, &pages, "en"));
    let faults = [chinese, english].concat();
    assert!(
        faults.is_empty(),
        "{} faults on {} pages:\n{}",
        faults.len(),
        pages.len(),
        faults.join("\n")
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_page_is_seen() {
    let judge = Judge::begin().await;
    judge.width(320).await;
    let page = "data:text/html,<html lang=en><title>t</title><script></script><main><h1>t</h1>\
                <p id=p style='width:900px'>some words</p><img src=x></main>";
    judge.browser.visit(page).await;
    let push = "const done = arguments[0];
        const frame = (then) => requestAnimationFrame(() => setTimeout(then, 0));
        frame(() => { document.querySelector('h1').style.paddingTop = '200px'; frame(() => frame(() => done([]))); });";
    judge.ask(push, Vec::new()).await;
    let wrong = judge.layout().await.join("; ");
    for word in ["moves by", "by P.", "has a script"] {
        assert!(wrong.contains(word), "{wrong}");
    }
    let wrong = judge.violations("light").await.join("; ");
    assert!(wrong.contains("image-alt: img"), "{wrong}");
    let dim = "document.querySelector('p').style.color = matchMedia('(prefers-color-scheme: dark)').matches
        ? '#ddd' : '#000'; arguments[0]([]);";
    for (scheme, seen) in [("dark", true), ("light", false)] {
        judge.scheme(scheme).await;
        judge.ask(dim, Vec::new()).await;
        let wrong = judge.violations(scheme).await.join("; ");
        assert_eq!(wrong.contains("color-contrast: #p"), seen, "{scheme}: {wrong}");
    }
    judge.browser.close().await;
}

async fn publish_a_bulletin(server: &Server) {
    let office = server.by_link(2).await;
    let (status, drafted) = office.post("/api/v1/bulletins", &json!({ "edition": "2023-08" })).await;
    assert_eq!(status, 200, "{drafted}");
    let id = drafted["head"]["id"].as_str().unwrap();
    let step = json!({ "read": drafted["revision"] });
    let (status, issued) = office.post(&format!("/api/v1/bulletins/{id}/publish"), &step).await;
    assert_eq!(status, 200, "{issued}");
}
