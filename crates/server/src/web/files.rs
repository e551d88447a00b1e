//! 佐证材料: files that are sent in, and handed out again as data that no browser runs.

use axum::{
    Router,
    body::Bytes,
    extract::{Path, Query, Request},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http_body_util::LengthLimitError;
use serde::Deserialize;
use yaodian_contract::{Kind, ledger::EvidenceTrouble};
use yaodian_domain::id::{EvidenceId, TargetId};
use yaodian_evidence::serving;

use super::request::{Named, SignedIn};
use crate::{
    house::House,
    service::{
        files::{self, Sent},
        ledgers::evidence,
    },
};

/// The longest name that a file can have, in characters.
const LONGEST_NAME: usize = 200;

pub(super) fn api() -> Router<House> {
    Router::new().route("/targets/{id}/files", post(attach))
}

pub(super) fn pages() -> Router<House> {
    Router::new().route("/evidence/{id}", get(evidence_file))
}

#[derive(Deserialize)]
struct ForFile {
    name: Option<String>,
}

/// Takes in a file for what the unit says of a target.
async fn attach(
    SignedIn { ask, account, house }: SignedIn,
    Named(target): Named<TargetId>,
    Query(about): Query<ForFile>,
    request: Request,
) -> Response {
    let attached = async {
        let sent = sent_file(about.name, request).await?;
        files::attach(&house, &account, &target, sent).await
    };
    ask.json(attached.await)
}

/// A file of evidence that is the body of a request.
pub(super) async fn sent_file(name: Option<String>, request: Request) -> Result<Sent, Kind> {
    let name = name.unwrap_or_default().chars().take(LONGEST_NAME).collect();
    let bytes = whole_body(request).await?;
    Ok(Sent { name, bytes })
}

/// A body within the size of evidence.
async fn whole_body(request: Request) -> Result<Bytes, Kind> {
    let limit = yaodian_evidence::Limits::default().bytes;
    let too_large = || Kind::Evidence {
        why: EvidenceTrouble::TooLarge { limit },
    };
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let read = axum::body::to_bytes(request.into_body(), most).await;
    read.map_err(|error| {
        if is_too_long(&error) {
            too_large()
        } else {
            Kind::CutShort
        }
    })
}

/// Whether a body was not read to its end because it is longer than it may be.
pub(super) fn is_too_long(error: &axum::Error) -> bool {
    let source = std::error::Error::source(error);
    source.is_some_and(<dyn std::error::Error>::is::<LengthLimitError>)
}

pub(super) fn disposition(headers: &mut HeaderMap, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
}

/// A file of evidence, as data that no browser runs.
async fn evidence_file(
    SignedIn { ask, account, house }: SignedIn,
    Path(id): Path<String>,
    asked: HeaderMap,
) -> Response {
    let found = async {
        if let Ok(id) = EvidenceId::new(&*id)
            && let Some((file, bytes)) = files::attached(&house, &account, &id).await?
        {
            return Ok((file.name, file.media, file.sha256, bytes));
        }
        let (file, bytes) = evidence::file(&house, &account, &id).await?;
        Ok((file.name, file.media, file.sha256, bytes))
    };
    match found.await {
        Ok((name, media, sha256, bytes)) => {
            let serving = serving::serving(&media);
            let tag = HeaderValue::from_str(&format!("\"{sha256}\"")).ok();
            // It never changes: who has it already need not have it again.
            let mut response = if tag.is_some() && asked.get(header::IF_NONE_MATCH) == tag.as_ref() {
                StatusCode::NOT_MODIFIED.into_response()
            } else {
                bytes.into_response()
            };
            let headers = response.headers_mut();
            if let Some(tag) = tag {
                headers.insert(header::ETAG, tag);
            }
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(serving.media));
            for (name, value) in serving.headers {
                headers.insert(*name, HeaderValue::from_static(value));
            }
            disposition(headers, &serving::disposition(serving.shown, &name, serving.media));
            response
        }
        Err(refused) => ask.refused(refused),
    }
}
