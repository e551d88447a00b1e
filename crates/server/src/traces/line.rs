//! The line to the collector.

use std::{
    io,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use async_trait::async_trait;
use axum::{
    body::Bytes,
    http::{Request, Response},
};
use http_body_util::{BodyExt as _, Full, Limited};
use opentelemetry_http::{HttpClient, HttpError};
use tokio::{runtime::Handle, time::timeout};
use yaodian_wire::{Client, Over};

use crate::service::faults;

/// How long a request may take.
const ANSWER: Duration = Duration::from_secs(5);
/// So many bytes of an answer are read.
const LARGEST_ANSWER: usize = 64 * 1024;

/// Sends what the SDK has composed. The SDK asks on a thread of its own, and the work is done where the connections
/// are.
#[derive(Debug)]
pub(super) struct Line {
    client: Client<Full<Bytes>>,
    runtime: Handle,
    /// Whether the last one was not taken.
    away: AtomicBool,
}

impl Line {
    pub(super) fn new(runtime: Handle) -> io::Result<Self> {
        Ok(Self {
            client: yaodian_wire::client(Over::Either)?,
            runtime,
            away: AtomicBool::new(false),
        })
    }

    /// Says in the log what has changed.
    fn told(&self, answer: &Result<Response<Bytes>, HttpError>) {
        let why = match answer {
            Ok(answer) if answer.status().is_success() => None,
            Ok(answer) => Some(answer.status().to_string()),
            Err(error) => Some(faults::in_full(&**error)),
        };
        let was_away = self.away.swap(why.is_some(), Ordering::Relaxed);
        match why {
            Some(error) if !was_away => tracing::warn!(
                error,
                "the collector of traces takes nothing; traces are dropped until it does; does it run, and is --otlp-endpoint right?"
            ),
            None if was_away => tracing::info!("the collector takes traces again"),
            Some(_) | None => {}
        }
    }
}

/// Asks, and reads the answer to its end.
async fn ask(client: Client<Full<Bytes>>, request: Request<Full<Bytes>>) -> Result<Response<Bytes>, HttpError> {
    let answered = timeout(ANSWER, async {
        let (parts, body) = client.request(request).await?.into_parts();
        let body = Limited::new(body, LARGEST_ANSWER).collect().await?;
        Ok(Response::from_parts(parts, body.to_bytes()))
    });
    answered.await.map_err(HttpError::from).flatten()
}

#[async_trait]
impl HttpClient for Line {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let asked = ask(self.client.clone(), request.map(Full::new));
        let answer = self.runtime.spawn(asked).await;
        let answer = answer.unwrap_or_else(|ended| Err(ended.into()));
        self.told(&answer);
        answer
    }
}
