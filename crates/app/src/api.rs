//! How the units' app asks the server.
//!
//! In the browser a request goes over the wire. While the server renders the app for the first
//! time, the same request goes to the same router in process (see [`Inside`]), so that page and
//! API cannot differ.

use serde::{Serialize, de::DeserializeOwned};
use yaodian_contract::{Kind, Problem};

/// What the server answers.
pub type Answer<T> = Result<T, Problem>;

/// The server's own API, called in process with the reader's session.
#[cfg(feature = "ssr")]
#[derive(Clone)]
pub struct Inside(pub std::sync::Arc<dyn Fn(String) -> InsideAnswer + Send + Sync>);

/// The body of an answer, still as text.
#[cfg(feature = "ssr")]
pub type InsideAnswer = std::pin::Pin<Box<dyn Future<Output = Answer<String>> + Send>>;

fn unreadable() -> Problem {
    Problem::new(Kind::Unreachable, String::new())
}

/// Reads what was asked for.
#[expect(clippy::result_large_err, reason = "the same answer as everywhere")]
pub fn read<T: DeserializeOwned>(answer: Answer<String>) -> Answer<T> {
    serde_json::from_str(&answer?).map_err(|_| unreadable())
}

/// Asks for `path`; what comes is not yet read. A page that opens with it keeps it as it came, since
/// what Leptos compiles for keeping something is compiled again for each type.
#[cfg(feature = "ssr")]
pub fn text(path: String) -> impl Future<Output = Answer<String>> + Send {
    let inside = leptos::prelude::use_context::<Inside>();
    async move { inside.ok_or_else(unreadable)?.0(path).await }
}

/// Asks for `path`; what comes is not yet read. A page that opens with it keeps it as it came, since
/// what Leptos compiles for keeping something is compiled again for each type.
#[cfg(not(feature = "ssr"))]
pub fn text(path: String) -> impl Future<Output = Answer<String>> + Send {
    send_wrapper::SendWrapper::new(wire::send("GET", path, None))
}

/// Asks for `path`.
pub fn get<T: DeserializeOwned>(path: String) -> impl Future<Output = Answer<T>> + Send {
    let answer = text(path);
    async move { read(answer.await) }
}

/// Sends `body` to `path`. Only ever called in the browser, by something that a person did.
#[cfg(feature = "ssr")]
#[expect(clippy::unused_async, reason = "the same signature as in the browser")]
pub async fn post<B: Serialize, T: DeserializeOwned>(_path: String, _body: B) -> Answer<T> {
    Err(unreadable())
}

/// Sends `body` to `path`.
#[cfg(not(feature = "ssr"))]
pub fn post<B: Serialize + 'static, T: DeserializeOwned>(
    path: String,
    body: B,
) -> impl Future<Output = Answer<T>> + Send {
    let answer =
        serde_json::to_string(&body).map(|body| send_wrapper::SendWrapper::new(wire::send("POST", path, Some(body))));
    async move { read(answer.map_err(|_| unreadable())?.await) }
}

/// Sends a file to `path`, as it is. Only ever called in the browser.
#[cfg(not(feature = "hydrate"))]
#[expect(clippy::unused_async, reason = "the same signature as in the browser")]
pub async fn send_file<T: DeserializeOwned>(_path: String, _file: leptos::web_sys::File) -> Answer<T> {
    Err(unreadable())
}

/// Sends a file to `path`, as it is.
#[cfg(feature = "hydrate")]
pub async fn send_file<T: DeserializeOwned>(path: String, file: leptos::web_sys::File) -> Answer<T> {
    read(wire::send_file(path, file).await)
}

/// Sends a text to `path`, as it is. Only ever called in the browser.
#[cfg(not(feature = "hydrate"))]
#[expect(clippy::unused_async, reason = "the same signature as in the browser")]
pub async fn send_text<T: DeserializeOwned>(_path: String, _text: String) -> Answer<T> {
    Err(unreadable())
}

/// Sends a text to `path`, as it is.
#[cfg(feature = "hydrate")]
pub async fn send_text<T: DeserializeOwned>(path: String, text: String) -> Answer<T> {
    read(wire::send_as(path, "text/plain;charset=utf-8", text).await)
}

/// Sends `body` to `path` while the page is being left; the browser sees to it that it arrives, and
/// nobody hears the answer.
#[cfg(feature = "hydrate")]
pub fn send_along(path: &str, kind: &str, body: &str) {
    use leptos::web_sys::{Blob, BlobPropertyBag};
    let sort = BlobPropertyBag::new();
    sort.set_type(kind);
    let parts = leptos::web_sys::js_sys::Array::of1(&body.into());
    if let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &sort) {
        let _ = leptos::prelude::window()
            .navigator()
            .send_beacon_with_opt_blob(path, Some(&blob));
    }
}

/// Sends `body` to `path`: only a browser can be left.
#[cfg(not(feature = "hydrate"))]
pub fn send_along(_path: &str, _kind: &str, _body: &str) {}

/// Hears what the server has to say at `path`, one text at a time, until it is dropped. After a break
/// the browser connects again by itself, where the server does not refuse.
#[cfg(feature = "hydrate")]
pub struct Listening {
    source: leptos::web_sys::EventSource,
    _said: wasm_bindgen::closure::Closure<dyn FnMut(leptos::web_sys::MessageEvent)>,
    _broken: wasm_bindgen::closure::Closure<dyn FnMut()>,
}

#[cfg(feature = "hydrate")]
impl Listening {
    /// Begins to listen; `broken` is told whether it is for good.
    pub fn to(path: &str, said: impl Fn(String) + 'static, broken: impl Fn(bool) + 'static) -> Option<Self> {
        use leptos::web_sys::{EventSource, MessageEvent};
        use wasm_bindgen::{JsCast, closure::Closure};
        let source = EventSource::new(path).ok()?;
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                said(text);
            }
        });
        let asked = source.clone();
        let failed = Closure::<dyn FnMut()>::new(move || broken(asked.ready_state() == EventSource::CLOSED));
        source.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        source.set_onerror(Some(failed.as_ref().unchecked_ref()));
        Some(Self {
            source,
            _said: heard,
            _broken: failed,
        })
    }
}

#[cfg(feature = "hydrate")]
impl Drop for Listening {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// How requests go over the wire; nothing here is compiled once for each type.
#[cfg(not(feature = "ssr"))]
mod wire {
    use super::Answer;

    #[cfg(feature = "hydrate")]
    pub(super) async fn send(method: &str, path: String, body: Option<String>) -> Answer<String> {
        use gloo_net::http::RequestBuilder;
        let request = RequestBuilder::new(&path)
            .method(gloo_net::http::Method::from_bytes(method.as_bytes()).unwrap_or_default());
        let request = match body {
            Some(body) => request.header("content-type", "application/json").body(body),
            None => request.build(),
        };
        answer(request).await
    }

    #[cfg(feature = "hydrate")]
    pub(super) async fn send_file(path: String, file: leptos::web_sys::File) -> Answer<String> {
        send_as(path, "application/octet-stream", file).await
    }

    #[cfg(feature = "hydrate")]
    pub(super) async fn send_as(path: String, kind: &str, body: impl Into<wasm_bindgen::JsValue>) -> Answer<String> {
        let request = gloo_net::http::RequestBuilder::new(&path)
            .method(gloo_net::http::Method::POST)
            .header("content-type", kind);
        answer(request.body(body.into())).await
    }

    #[cfg(feature = "hydrate")]
    async fn answer(request: Result<gloo_net::http::Request, gloo_net::Error>) -> Answer<String> {
        let (ok, text) = heard(request).await.map_err(|_| super::unreadable())?;
        if ok {
            Ok(text)
        } else {
            Err(serde_json::from_str(&text).unwrap_or_else(|_| super::unreadable()))
        }
    }

    #[cfg(feature = "hydrate")]
    async fn heard(
        request: Result<gloo_net::http::Request, gloo_net::Error>,
    ) -> Result<(bool, String), gloo_net::Error> {
        let response = request?.send().await?;
        Ok((response.ok(), response.text().await?))
    }

    /// Neither server nor browser: nothing to ask.
    #[cfg(not(feature = "hydrate"))]
    pub(super) fn send(_: &str, _: String, _: Option<String>) -> std::future::Ready<Answer<String>> {
        std::future::ready(Err(super::unreadable()))
    }
}
