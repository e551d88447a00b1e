//! The same pages in a real browser: what is rendered there only, and what it would do with the rest.

use serde_json::Value;
use yaodian_tests::{PASSWORD, Visitor, browser::Browser};

use super::{
    pages,
    typed::marks,
    world::{World, short},
};

/// What in a page came alive of what was typed: elements, attributes and addresses; and its text.
const LOOK: &str = r"
    const alive = [];
    for (const element of document.querySelectorAll('*')) {
        const name = element.localName;
        if (['script', 'iframe', 'object', 'embed', 'style', 'base'].includes(name) && element.outerHTML.includes('XQ')
            && !element.hasAttribute('nonce') && element.type !== 'application/json') {
            alive.push(element.outerHTML.slice(0, 200));
        }
        for (const attribute of element.attributes) {
            const to = attribute.value.trim().toLowerCase();
            const leads = ['href', 'src', 'action', 'formaction', 'xlink:href'].includes(attribute.name);
            if (attribute.name.startsWith('on') || leads && (to.startsWith('javascript:') || to.includes('evil.example') && !to.startsWith('/'))) {
                alive.push(`${name} ${attribute.name}=${to.slice(0, 200)}`);
            }
        }
    }
    const copy = document.body.cloneNode(true);
    copy.querySelectorAll('script, style').forEach((one) => one.remove());
    return { alive, ran: window.ran ?? [], text: copy.textContent, fields: [...document.querySelectorAll('input, textarea, option, a')].map((one) => [one.value, one.textContent, one.href].join(' ')).join(' ') };
";

/// Whatever calls `alert` is noted.
const TRAP: &str = "window.ran = []; window.alert = (said) => window.ran.push(String(said));";

async fn looked(browser: &Browser, path: &str, wrong: &mut Vec<String>) -> String {
    let seen = browser.driver.execute(LOOK, vec![]).await.unwrap();
    let seen: &Value = seen.json();
    for found in ["alive", "ran"] {
        if seen[found] != serde_json::json!([]) {
            wrong.push(format!("{path} in a browser: {}", seen[found]));
        }
    }
    format!(
        "{} {}",
        seen["text"].as_str().unwrap(),
        seen["fields"].as_str().unwrap()
    )
}

/// Walks the app; the places whose texts were seen.
pub async fn walked(world: &World, wrong: &mut Vec<String>) -> Vec<String> {
    let browser = Browser::open().await;
    browser.prepares(TRAP).await;
    let mut seen = Vec::new();
    let mut last: Option<&Visitor> = None;
    for (by, path, shows) in pages::app(world) {
        if last.is_none_or(|last| last.cookie() != by.cookie()) {
            browser.becomes(&world.server, by).await;
            last = Some(by);
        }
        browser.enter(&format!("{}{path}", world.server.base)).await;
        // Whatever comes later than the page itself has come.
        if !shows.is_empty() {
            eprintln!("{path} waits for {shows}");
            yaodian_tests::until(async || {
                let text = looked(&browser, &path, &mut Vec::new()).await;
                text.contains(shows).then_some(())
            })
            .await;
        }
        let text = looked(&browser, &path, wrong).await;
        seen.extend(marks(&text));
    }

    browser.close().await;
    seen
}

/// Adds a passkey with a name that would run; the places whose texts were seen.
pub async fn passkey(world: &World, wrong: &mut Vec<String>) -> Vec<String> {
    let browser = Browser::open().await;
    browser.prepares(TRAP).await;
    let authenticator = browser.authenticator().await;
    browser.becomes(&world.server, &world.writer).await;
    browser.enter(&format!("{}/app/sign-in", world.server.base)).await;
    browser.verifies(&authenticator, true).await;
    let name = short("passkey");
    browser.fill("#passkey-name", &name).await;
    browser.fill("#passkey-password", PASSWORD).await;
    browser.click("#add-passkey button[type=submit]").await;
    browser.find_with(".passkeys tbody th", "XQpasskey").await;
    world.typed.field("AddPasskey.name", &name);
    let text = looked(&browser, "/app/sign-in", wrong).await;
    browser.close().await;
    marks(&text).collect()
}
