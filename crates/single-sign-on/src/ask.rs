//! Asking the provider.

use std::{pin::Pin, sync::Arc};

use openidconnect::{HttpRequest, HttpResponse, http};
use reqwest::{Client, redirect::Policy};

use crate::{
    PATIENCE,
    settings::{SettingsProblem, is_of_this_machine},
};

/// No answer of a provider is longer, in bytes.
const LONGEST: usize = 1024 * 1024;

/// Why the provider was not asked, or did not answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failed {
    #[error("{0} is no address of TLS")]
    Plain(String),
    #[error("its answer is longer than {LONGEST} bytes")]
    TooLong,
    #[error("{}", whole(.0))]
    Asking(#[from] reqwest::Error),
    #[error("{0}")]
    Answer(#[from] http::Error),
}

/// An answer that is waited for.
pub(crate) type Answer = Pin<Box<dyn Future<Output = Result<HttpResponse, Failed>> + Send>>;

/// An error with all that is behind it, and without the address, in which there may be secrets.
fn whole(error: &reqwest::Error) -> String {
    let mut text = if error.is_timeout() {
        "it took too long"
    } else {
        "no connection"
    }
    .to_owned();
    let mut behind = std::error::Error::source(error);
    while let Some(error) = behind {
        text = format!("{text}: {error}");
        behind = error.source();
    }
    text
}

/// A client of HTTP that follows no redirect; clones share it.
#[derive(Clone)]
pub(crate) struct Http {
    client: Client,
    /// Whether the provider is on this machine, and may be asked without TLS.
    near: bool,
}

impl Http {
    pub(crate) fn new(issuer: &str) -> Result<Self, SettingsProblem> {
        let failed = |error: &dyn std::fmt::Display| SettingsProblem::Tls(error.to_string());
        let mut roots = rustls::RootCertStore::empty();
        // What cannot be read of the machine's certificates is left out; without any, nobody can be trusted.
        let near = is_of_this_machine(issuer);
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if roots.is_empty() && !near {
            return Err(failed(
                &"the machine has no certificates of authorities (Debian: ca-certificates)",
            ));
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| failed(&error))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let client = Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(Policy::none())
            .timeout(PATIENCE)
            .user_agent("yaodian")
            .build()
            .map_err(|error| failed(&error))?;
        Ok(Self { client, near })
    }

    /// Whether an address that the provider tells of itself may be asked, or gone to.
    pub(crate) fn may_be_asked(&self, address: &str) -> bool {
        address.starts_with("https://") || self.near && is_of_this_machine(address)
    }

    /// The same as the library asks.
    pub(crate) fn asks(&self) -> impl Fn(HttpRequest) -> Answer + use<> {
        let this = self.clone();
        move |request| {
            let this = this.clone();
            Box::pin(async move { this.ask(request).await })
        }
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, Failed> {
        let (parts, body) = request.into_parts();
        let address = parts.uri.to_string();
        if !self.may_be_asked(&address) {
            return Err(Failed::Plain(address));
        }
        let asked = self
            .client
            .request(parts.method, address)
            .headers(parts.headers)
            .body(body);
        let mut answer = asked.send().await?;
        let mut told = http::Response::builder().status(answer.status());
        if let Some(headers) = told.headers_mut() {
            *headers = answer.headers().clone();
        }
        let mut bytes = Vec::new();
        while let Some(part) = answer.chunk().await? {
            if bytes.len() + part.len() > LONGEST {
                return Err(Failed::TooLong);
            }
            bytes.extend_from_slice(&part);
        }
        Ok(told.body(bytes)?)
    }
}
