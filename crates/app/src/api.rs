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

/// Asks for `path`.
#[cfg(feature = "ssr")]
pub fn get<T: DeserializeOwned>(path: String) -> impl Future<Output = Answer<T>> + Send {
    let inside = leptos::prelude::use_context::<Inside>();
    async move {
        let body = inside.ok_or_else(unreadable)?.0(path).await?;
        serde_json::from_str(&body).map_err(|_| unreadable())
    }
}

/// Asks for `path`.
#[cfg(not(feature = "ssr"))]
pub fn get<T: DeserializeOwned>(path: String) -> impl Future<Output = Answer<T>> + Send {
    send_wrapper::SendWrapper::new(wire::send::<(), T>("GET", path, None))
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
    send_wrapper::SendWrapper::new(wire::send("POST", path, Some(body)))
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
    wire::send_file(path, file).await
}

#[cfg(not(feature = "ssr"))]
mod wire {
    #[cfg(feature = "hydrate")]
    pub(super) async fn send<B: serde::Serialize, T: serde::de::DeserializeOwned>(
        method: &str,
        path: String,
        body: Option<B>,
    ) -> super::Answer<T> {
        use gloo_net::http::RequestBuilder;
        let request = RequestBuilder::new(&path)
            .method(gloo_net::http::Method::from_bytes(method.as_bytes()).unwrap_or_default());
        let request = match body {
            Some(body) => request.json(&body),
            None => request.build(),
        };
        read(request).await
    }

    #[cfg(feature = "hydrate")]
    pub(super) async fn send_file<T: serde::de::DeserializeOwned>(
        path: String,
        file: leptos::web_sys::File,
    ) -> super::Answer<T> {
        let request = gloo_net::http::RequestBuilder::new(&path)
            .method(gloo_net::http::Method::POST)
            .header("content-type", "application/octet-stream");
        read(request.body(file)).await
    }

    #[cfg(feature = "hydrate")]
    async fn read<T: serde::de::DeserializeOwned>(
        request: Result<gloo_net::http::Request, gloo_net::Error>,
    ) -> super::Answer<T> {
        let (ok, text) = answer(request).await.map_err(|_| super::unreadable())?;
        if ok {
            serde_json::from_str(&text).map_err(|_| super::unreadable())
        } else {
            Err(serde_json::from_str(&text).unwrap_or_else(|_| super::unreadable()))
        }
    }

    #[cfg(feature = "hydrate")]
    async fn answer(
        request: Result<gloo_net::http::Request, gloo_net::Error>,
    ) -> Result<(bool, String), gloo_net::Error> {
        let response = request?.send().await?;
        Ok((response.ok(), response.text().await?))
    }

    /// Neither server nor browser: nothing to ask.
    #[cfg(not(feature = "hydrate"))]
    pub(super) fn send<B, T>(_: &str, _: String, _: Option<B>) -> std::future::Ready<super::Answer<T>> {
        std::future::ready(Err(super::unreadable()))
    }
}
