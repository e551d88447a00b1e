//! 耐心: how long the server waits for a client that is slow, or dead without a word.
//!
//! Slow is no fault: whoever sends [`LEAST`] bytes within the patience goes on for as long as it takes. Whoever
//! sends less is answered 408 ([`yaodian_contract::Kind::TooSlow`]) and cut off.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep};

/// So many bytes have to come while the server waits for as long as its patience lasts.
const LEAST: usize = 2 * 1024;

/// Whether a request was given up for slowness; an extension of the request.
#[derive(Clone, Default)]
pub(crate) struct GivenUp(Arc<AtomicBool>);

impl GivenUp {
    /// Whether it was.
    pub(crate) fn is_so(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A body that is waited for no longer than the patience lasts.
pub(crate) struct Patient {
    body: Body,
    patience: Duration,
    given_up: GivenUp,
    /// For how long was waited, and how much came meanwhile, since enough came last.
    waited: Duration,
    came: usize,
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl Patient {
    /// The same body, and where it will be told that it was given up.
    pub(crate) fn new(body: Body, patience: Duration, given_up: GivenUp) -> Self {
        Self {
            body,
            patience,
            given_up,
            waited: Duration::ZERO,
            came: 0,
            waiting: None,
        }
    }
}

impl HttpBody for Patient {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            // Only waiting counts: whoever reads may be slow, too.
            if let Some((since, _)) = self.waiting.take() {
                self.waited += since.elapsed();
            }
            if let Some(Ok(frame)) = &frame {
                self.came += frame.data_ref().map_or(0, Bytes::len);
            }
            if self.came >= LEAST {
                (self.came, self.waited) = (0, Duration::ZERO);
            }
            return Poll::Ready(frame);
        }
        let left = self.patience.saturating_sub(self.waited);
        let (_, timer) = (self.waiting).get_or_insert_with(|| (Instant::now(), Box::pin(sleep(left))));
        std::task::ready!(timer.as_mut().poll(cx));
        self.given_up.0.store(true, Ordering::Relaxed);
        let error = io::Error::new(io::ErrorKind::TimedOut, "it came too slowly");
        Poll::Ready(Some(Err(axum::Error::new(error))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
