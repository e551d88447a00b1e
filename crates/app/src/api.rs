//! How the units' app asks the server.
//!
//! In the browser a request goes over the wire; one that changes something has a name of its own (`Idempotency-Key`), under
//! which it is done once, however often a person presses the button before an answer comes. While the server renders the app for the first
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

/// What a file or a text is sent as: the server takes none of the types that a form of another site can send.
pub const OCTETS: &str = "application/octet-stream";

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
    send_wrapper::SendWrapper::new(wire::get(path))
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
    let answer = serde_json::to_string(&body)
        .map(|body| send_wrapper::SendWrapper::new(wire::post(path, "application/json", body)));
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
    read(wire::post_file(path, file).await)
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
    read(wire::post(path, OCTETS, text).await)
}

/// Sends `body` to `path` while the page is being left; the browser sees to it that it arrives, and
/// nobody hears the answer. It has no name: a browser sends nothing along with it, and nobody sends it again.
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
#[cfg(all(not(feature = "ssr"), feature = "hydrate"))]
mod wire {
    use std::{cell::RefCell, fmt::Write as _};

    use gloo_net::http::{Request, RequestBuilder};
    use leptos::web_sys::{
        File,
        js_sys::{Function, Promise},
    };
    use wasm_bindgen::JsValue;
    use yaodian_contract::{Kind, Problem};

    use super::Answer;
    use crate::attempts::{Asked, Attempts, settles};

    /// How often the answer to a request is asked for that is still under way, each time a second later.
    const WAITS: u32 = 10;

    thread_local! {
        static ATTEMPTS: RefCell<Attempts> = RefCell::default();
    }

    pub(super) async fn get(path: String) -> Answer<String> {
        answer(RequestBuilder::new(&path).build()).await
    }

    pub(super) async fn post(path: String, sort: &'static str, body: String) -> Answer<String> {
        let asked = Asked::new(&path, sort, &body);
        send(&path, sort, asked, body.into()).await
    }

    /// A file is the same one if it has the name, which stands in the address, the size and the time.
    pub(super) async fn post_file(path: String, file: File) -> Answer<String> {
        let sort = super::OCTETS;
        let content = format!("{} {}", file.size(), file.last_modified());
        let asked = Asked::new(&path, sort, &content);
        send(&path, sort, asked, file.into()).await
    }

    /// Sends something that is to be done once.
    async fn send(path: &str, sort: &str, asked: Asked, body: JsValue) -> Answer<String> {
        let name = ATTEMPTS.with_borrow_mut(|attempts| attempts.name(asked, random));
        let mut waited = 0;
        loop {
            let mut request = RequestBuilder::new(path)
                .method(gloo_net::http::Method::POST)
                .header("content-type", sort);
            if let Some(name) = &name {
                request = request.header("idempotency-key", name);
            }
            let answer = answer(request.body(body.clone())).await;
            let under_way = matches!(
                &answer,
                Err(Problem {
                    kind: Kind::RequestUnderWay,
                    ..
                })
            );
            if under_way && waited < WAITS {
                waited += 1;
                a_second().await;
                continue;
            }
            if settles(&answer) {
                ATTEMPTS.with_borrow_mut(|attempts| attempts.answered(asked));
            }
            return answer;
        }
    }

    /// 128 random bits. `crypto.randomUUID` is there only for pages that came over TLS, or from this machine.
    fn random() -> Option<String> {
        let mut bytes = [0; 16];
        let crypto = leptos::prelude::window().crypto().ok()?;
        crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
        let mut name = String::with_capacity(32);
        for byte in bytes {
            let _ = write!(name, "{byte:02x}");
        }
        Some(name)
    }

    async fn a_second() {
        let waited = Promise::new(&mut |done: Function, _| {
            let window = leptos::prelude::window();
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&done, 1_000);
        });
        let _ = wasm_bindgen_futures::JsFuture::from(waited).await;
    }

    async fn answer(request: Result<Request, gloo_net::Error>) -> Answer<String> {
        let (ok, text) = heard(request).await.map_err(|_| super::unreadable())?;
        if ok {
            Ok(text)
        } else {
            Err(serde_json::from_str(&text).unwrap_or_else(|_| super::unreadable()))
        }
    }

    async fn heard(request: Result<Request, gloo_net::Error>) -> Result<(bool, String), gloo_net::Error> {
        let response = request?.send().await?;
        Ok((response.ok(), response.text().await?))
    }
}

/// Neither server nor browser: nothing to ask.
#[cfg(not(any(feature = "ssr", feature = "hydrate")))]
mod wire {
    use std::future::{Ready, ready};

    use super::Answer;

    pub(super) fn get(_: String) -> Ready<Answer<String>> {
        ready(Err(super::unreadable()))
    }

    pub(super) fn post(_: String, _: &str, _: String) -> Ready<Answer<String>> {
        ready(Err(super::unreadable()))
    }
}
