//! 耐心: how long the server waits for a client that is slow, or dead without a word.
//!
//! Slow is no fault: whoever sends [`LEAST`] bytes within the patience goes on for as long as it takes. Whoever
//! sends less is answered 408 ([`yaodian_contract::Kind::TooSlow`]) and cut off. Whoever still sends when a server that
//! was told to stop can wait no longer is answered 503 ([`yaodian_contract::Kind::Stopping`]).

use std::{
    io,
    pin::Pin,
    sync::{Arc, OnceLock},
    task::{Context, Poll},
    time::Duration,
};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// So many bytes have to come while the server waits for as long as its patience lasts.
const LEAST: usize = 2 * 1024;

/// Why a request was given up before all of it was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// It came too slowly.
    TooSlow,
    /// The server is being stopped.
    Stopping,
}

/// Whether a request was given up, and why; an extension of the request.
#[derive(Clone, Default)]
pub(crate) struct GivenUp(Arc<OnceLock<Why>>);

impl GivenUp {
    /// Why it was; nothing if it was not.
    pub(crate) fn why(&self) -> Option<Why> {
        self.0.get().copied()
    }
}

/// What ends the waiting for a body: time, or the end of the server.
struct Waiting {
    since: Instant,
    timer: Pin<Box<Sleep>>,
    end: Pin<Box<WaitForCancellationFutureOwned>>,
}

/// A body that is waited for no longer than the patience lasts, nor beyond the server's end.
pub(crate) struct Patient {
    body: Body,
    patience: Duration,
    end: CancellationToken,
    given_up: GivenUp,
    /// For how long was waited, and how much came meanwhile, since enough came last.
    waited: Duration,
    came: usize,
    waiting: Option<Waiting>,
}

impl Patient {
    /// The same body, and where it will be told that it was given up; `end` is when nothing is waited for any more.
    pub(crate) fn new(body: Body, patience: Duration, end: CancellationToken, given_up: GivenUp) -> Self {
        Self {
            body,
            patience,
            end,
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
            if let Some(waiting) = self.waiting.take() {
                self.waited += waiting.since.elapsed();
            }
            if let Some(Ok(frame)) = &frame {
                self.came += frame.data_ref().map_or(0, Bytes::len);
            }
            if self.came >= LEAST {
                (self.came, self.waited) = (0, Duration::ZERO);
            }
            return Poll::Ready(frame);
        }
        let this = &mut *self;
        let waiting = this.waiting.get_or_insert_with(|| Waiting {
            since: Instant::now(),
            timer: Box::pin(sleep(this.patience.saturating_sub(this.waited))),
            end: Box::pin(this.end.clone().cancelled_owned()),
        });
        let (why, text) = if waiting.end.as_mut().poll(cx).is_ready() {
            (Why::Stopping, "the server is being stopped")
        } else {
            std::task::ready!(waiting.timer.as_mut().poll(cx));
            (Why::TooSlow, "it came too slowly")
        };
        // What was said first holds.
        let _ = this.given_up.0.set(why);
        Poll::Ready(Some(Err(axum::Error::new(io::Error::new(
            io::ErrorKind::TimedOut,
            text,
        )))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
