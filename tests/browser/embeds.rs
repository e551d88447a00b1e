//! What other sites are told to show fits the size that they are told, in both languages.

use yaodian_tests::{Server, browser::Browser};

/// The height of what a frame so wide shows; the body itself is as high as the window.
const HEIGHT: &str = "document.documentElement.style.width = arguments[0] + 'px'; document.body.style.minHeight = 0; \
    return Math.ceil(document.querySelector('main').getBoundingClientRect().bottom) + 1;";

/// Whether words leave the picture or stand in each other.
const CROWDED: &str = "const all = [...document.querySelectorAll('text')].map(one => [one.textContent, one.getBoundingClientRect()]); \
    const w = document.documentElement.getBoundingClientRect(); const said = []; \
    all.forEach(([words, a], at) => { \
        if (words.includes('…') || a.left < w.left || a.right > w.right || a.bottom > w.bottom) said.push(words); \
        all.slice(at + 1).forEach(([other, b]) => { \
            const x = Math.min(a.right, b.right) - Math.max(a.left, b.left), y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top); \
            if (x > 2 && y > 8) said.push(words + ' / ' + other); }); }); \
    return [all.length, said.join('; ')];";

/// The sizes in what a page offers to copy: the address, its width and its height.
fn offered(page: &str) -> Vec<(String, u32, u32)> {
    let codes = page
        .split("<code>")
        .skip(1)
        .filter_map(|rest| rest.split("</code>").next());
    let plain = |code: &str| code.replace("&quot;", "\"").replace("&amp;", "&").replace("&lt;", "<");
    let of = |code: &str, name: &str| Some(code.split(&format!("{name}=\"")).nth(1)?.split('"').next()?.to_owned());
    let size = |code: &str, name: &str| of(code, name)?.parse().ok();
    codes
        .map(plain)
        .filter_map(|code| Some((of(&code, "src")?, size(&code, "width")?, size(&code, "height")?)))
        .collect()
}

#[tokio::test]
async fn every_offered_embed_fits_its_size() {
    let server = Server::demonstration(400).await;
    let (visitor, browser) = (server.visitor(), Browser::open().await);
    for target in ["outfalls-yangtze", "good-water-provincial", "pm25", "villages"] {
        for lang in ["zh", "en"] {
            let page = visitor.page(&format!("/target/{target}?lang={lang}")).await;
            let offered = offered(&page);
            assert!(offered.iter().any(|(src, ..)| !src.contains(".svg")), "{target}");
            for (src, width, height) in offered {
                let path = src.split("/embed/").nth(1).unwrap();
                browser.visit(&format!("{}/embed/{path}", server.base)).await;
                if path.contains(".svg") {
                    let found = browser.driver.execute(CROWDED, vec![]).await.unwrap();
                    let (words, crowded): (u32, String) = found.convert().unwrap();
                    assert!(words > 2 && crowded.is_empty(), "{path}: {crowded}");
                    let units = path.contains("/units") && target == "outfalls-yangtze";
                    assert!(!units || words >= 17 * 3, "{path}: {words}");
                } else {
                    let found = browser.driver.execute(HEIGHT, vec![width.into()]).await.unwrap();
                    let needed: u32 = found.convert().unwrap();
                    assert!(needed <= height, "{path} needs {needed} of {height}");
                }
            }
        }
    }
    browser.close().await;
}
