//! A page that was rendered, and the forms in which it goes out.

use std::{
    io::Write as _,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use brotli::{CompressorWriter, enc::BrotliEncoderParams};
use flate2::{Compression, write::GzEncoder};

use super::{
    Kept,
    answer::{Coding, coding, http_date, tag, unchanged},
};
use crate::freshness::Stamp;

/// How hard pages are compressed: about what takes as long as rendering them.
const BROTLI: i32 = 5;
const BROTLI_WINDOW: i32 = 22;
/// What an answer without a body still says.
const OF_UNCHANGED: [HeaderName; 5] = [
    header::CACHE_CONTROL,
    header::CONTENT_SECURITY_POLICY,
    header::ETAG,
    header::LAST_MODIFIED,
    header::VARY,
];

/// A page.
pub(super) struct Shown {
    /// Of which state it is the picture.
    pub(super) kept: Kept,
    /// Whoever renders it anew holds this.
    pub(super) turn: Arc<tokio::sync::Mutex<()>>,
    epoch: AtomicU64,
    plain: Form,
    brotli: OnceLock<Form>,
    gzip: OnceLock<Form>,
}

/// One form of a page, as it goes out.
struct Form {
    headers: HeaderMap,
    body: Bytes,
}

impl Shown {
    /// A page as the routes answered it.
    pub(super) fn new(kept: Kept, mut headers: HeaderMap, body: Bytes, turn: Arc<tokio::sync::Mutex<()>>) -> Self {
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding, Cookie"));
        if let Some(date) = http_date(kept.stamp.changed_at) {
            headers.insert(header::LAST_MODIFIED, date);
        }
        Self {
            epoch: AtomicU64::new(kept.epoch),
            kept,
            turn,
            plain: Form::new(&headers, body, None),
            brotli: OnceLock::new(),
            gzip: OnceLock::new(),
        }
    }

    /// How long it is.
    pub(super) fn len(&self) -> usize {
        self.plain.body.len()
    }

    /// Whether it is known to be true in this epoch.
    pub(super) fn is_of(&self, epoch: u64) -> bool {
        self.epoch.load(Ordering::Acquire) == epoch
    }

    /// Whether it is the picture of the state `stamp`, which held in `epoch`.
    pub(super) fn confirm(&self, epoch: u64, stamp: &Stamp) -> bool {
        let same = *self.kept.stamp == *stamp;
        if same {
            self.epoch.fetch_max(epoch, Ordering::AcqRel);
        }
        same
    }

    /// The answer to a request with these headers.
    pub(super) fn answer(&self, asked: &HeaderMap) -> Response {
        let form = match coding(asked) {
            None => &self.plain,
            Some(Coding::Brotli) => self
                .brotli
                .get_or_init(|| self.plain.packed("br", brotli(&self.plain.body))),
            Some(Coding::Gzip) => self
                .gzip
                .get_or_init(|| self.plain.packed("gzip", gzip(&self.plain.body))),
        };
        if unchanged(asked, &form.headers) {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            for name in OF_UNCHANGED {
                if let Some(value) = form.headers.get(&name) {
                    response.headers_mut().insert(name, value.clone());
                }
            }
            return response;
        }
        let mut response = Response::new(Body::from(form.body.clone()));
        *response.headers_mut() = form.headers.clone();
        response
    }
}

impl Form {
    fn new(headers: &HeaderMap, body: Bytes, coding: Option<&'static str>) -> Self {
        let mut headers = headers.clone();
        if let Some(tag) = tag(&body) {
            headers.insert(header::ETAG, tag);
        }
        if let Some(coding) = coding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        Self { headers, body }
    }

    /// The same in another coding; the same itself if it cannot be had.
    fn packed(&self, coding: &'static str, packed: Option<Vec<u8>>) -> Self {
        match packed {
            Some(packed) => Self::new(&self.headers, packed.into(), Some(coding)),
            None => Self::new(&self.headers, self.body.clone(), None),
        }
    }
}

fn brotli(body: &[u8]) -> Option<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: BROTLI,
        lgwin: BROTLI_WINDOW,
        size_hint: body.len(),
        ..BrotliEncoderParams::default()
    };
    let mut writer = CompressorWriter::with_params(Vec::new(), 4_096, &params);
    writer.write_all(body).ok()?;
    Some(writer.into_inner())
}

fn gzip(body: &[u8]) -> Option<Vec<u8>> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::default());
    writer.write_all(body).ok()?;
    writer.finish().ok()
}
