//! Where a request comes from, as far as signing in has to know.

use std::{convert::Infallible, net::SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{header, request::Parts},
};

use super::cookies::browser_token;
use crate::{house::House, service::Whence};

/// Families of browsers by what stands in their names, those before that also claim to be others.
const BROWSERS: [(&str, &str); 12] = [
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("QQBrowser", "QQ浏览器"),
    ("UCBrowser", "UC浏览器"),
    ("360SE", "360安全浏览器"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
];

/// Families of systems, likewise.
const SYSTEMS: [(&str, &str); 8] = [
    ("OpenHarmony", "HarmonyOS"),
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// The families of browser and system; no version, no model. Empty if neither is known.
fn device(told: &str) -> String {
    let found = |families: &[(&str, &'static str)]| {
        let mut families = families.iter();
        families.find(|(part, _)| told.contains(part)).map(|(_, name)| *name)
    };
    let known: Vec<&str> = [found(&BROWSERS), found(&SYSTEMS)].into_iter().flatten().collect();
    known.join(" · ")
}

impl FromRequestParts<House> for Whence {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let address = peer.map(|ConnectInfo(peer)| house.clients.client(peer.ip(), &parts.headers));
        let told = parts
            .headers
            .get(header::USER_AGENT)
            .and_then(|value| value.to_str().ok());
        Ok(Self {
            address,
            browser: browser_token(&parts.headers, house).map(str::to_owned),
            device: device(told.unwrap_or_default()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn devices_by_their_families() {
        let chrome = "(KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
        for (told, family) in [
            (
                format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 {chrome}"),
                "Chrome · Windows",
            ),
            (
                format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 {chrome} Edg/126.0"),
                "Edge · Windows",
            ),
            (
                format!("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 {chrome} MicroMessenger/8.0"),
                "微信 · Android",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0".to_owned(),
                "Firefox · Linux",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1 Version/17.5 Safari/604.1"
                    .to_owned(),
                "Safari · iPhone",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/17 Safari/605.1".to_owned(),
                "Safari · macOS",
            ),
            ("curl/8.0".to_owned(), ""),
            (String::new(), ""),
        ] {
            assert_eq!(device(&told), family, "{told}");
        }
    }
}
