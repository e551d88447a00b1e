//! `/api/v1/ledgers` (its routes that keys open are entered in [`open`](super::open)), and the files of ledgers and entries.

use axum::{
    Router,
    body::Body as RawBody,
    extract::{Query as Parameters, Request},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use tokio_util::io::ReaderStream;
use yaodian_contract::{
    Kind,
    ledger::{CommitUpload, ForgetView, MoveEntries, SaveEntry, SavedView, UndoBatch},
};
use yaodian_documents::open::Format;
use yaodian_domain::{
    id::{EntryId, FieldId, LedgerId, StageId},
    ledger::{Column, Ledger, Query},
};

use yaodian_evidence::serving::{self, Shown};
use yaodian_words::sheets as words;

use super::{
    files::{disposition, sent_file},
    request::{Ask, Body, Named, SignedIn},
};
use crate::{
    house::House,
    service::{
        Served,
        ledgers::{
            self, Opened, entries,
            evidence::{self, Proves},
            files::{self, Content},
            moves,
            uploads::{self, Sort},
            views,
        },
    },
};

pub(super) fn router() -> Router<House> {
    Router::new()
        .route("/ledgers/{id}/entries/{entry}/evidence", post(add_evidence))
        .route(
            "/ledgers/{id}/entries/{entry}/evidence/{evidence}/withdraw",
            post(withdraw_evidence),
        )
        .route("/ledgers/{id}/summary", get(summary))
        .route("/ledgers/{id}/options", get(options))
        .route("/ledgers/{id}/undo", post(undo))
        .route("/ledgers/{id}/views", post(save_view))
        .route("/ledgers/{id}/views/forget", post(forget_view))
        .route("/ledgers/{id}/uploads/{upload}/rows", get(upload_rows))
        .route("/ledgers/{id}/uploads/{upload}/returned.xlsx", get(returned))
        .route("/ledgers/{id}/template.xlsx", get(template))
        .route("/ledgers/{id}/{export}", get(export))
}

/// The id of a ledger in an address.
type Id = Named<LedgerId>;

/// The parameters of an address, in order and repeated as they come.
type Pairs = Parameters<Vec<(String, String)>>;

fn parameter<'p>(pairs: &'p [(String, String)], name: &str) -> Option<&'p str> {
    let found = pairs.iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value.as_str())
}

/// The query that the parameters of an address ask for.
pub(super) fn query(ledger: &Ledger, pairs: &[(String, String)]) -> Result<Query, Kind> {
    let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    Query::read(ledger, pairs).map_err(|error| Kind::Malformed {
        what: error.to_string(),
    })
}

/// A whole number in the parameters of an address; what is none is passed over.
pub(super) fn number(pairs: &[(String, String)], name: &str) -> Option<usize> {
    parameter(pairs, name)?.parse().ok()
}

pub(super) async fn list(SignedIn { ask, account, house }: SignedIn) -> Response {
    ask.json(ledgers::list(&house, &account).await)
}

pub(super) async fn view(SignedIn { ask, account, house }: SignedIn, Named(id): Id) -> Response {
    ask.json(ledgers::view(&house, &account, &id).await)
}

/// A ledger opened by who is signed in.
async fn opened(signed_in: &SignedIn, id: LedgerId) -> Served<Opened> {
    ledgers::open(&signed_in.house, Some(signed_in.account.person()), &id).await
}

pub(super) async fn page(signed_in: SignedIn, Named(id): Id, Parameters(pairs): Pairs) -> Response {
    let page = async {
        let opened = opened(&signed_in, id).await?;
        let query = query(&opened.ledger, &pairs)?;
        let (from, rows) = (number(&pairs, "from").unwrap_or(0), number(&pairs, "rows"));
        Ok(entries::page(&opened, &query, from, rows))
    };
    signed_in.ask.json(page.await)
}

async fn summary(signed_in: SignedIn, Named(id): Id) -> Response {
    let summary = async { Ok(ledgers::summary(&opened(&signed_in, id).await?)) };
    signed_in.ask.json(summary.await)
}

/// The most values that a drop-down offers.
const MOST_OPTIONS: usize = 100;

async fn options(signed_in: SignedIn, Named(id): Id, Parameters(pairs): Pairs) -> Response {
    let options = async {
        let opened = opened(&signed_in, id).await?;
        let column: Option<Column> = parameter(&pairs, "column").and_then(|column| column.parse().ok());
        let column = column
            .filter(|column| opened.ledger.has(column))
            .ok_or(Kind::NotFound)?;
        Ok(entries::options(&opened, &column, MOST_OPTIONS))
    };
    signed_in.ask.json(options.await)
}

pub(super) async fn entry(
    SignedIn { ask, account, house }: SignedIn,
    Named((id, entry)): Named<(LedgerId, EntryId)>,
) -> Response {
    ask.json(entries::view(&house, &account, &id, entry).await)
}

pub(super) async fn save(
    SignedIn { ask, account, house }: SignedIn,
    Named(id): Id,
    Body(typed): Body<SaveEntry>,
) -> Response {
    ask.json(entries::save(&house, &account, &id, &typed).await)
}

pub(super) async fn move_entries(
    SignedIn { ask, account, house }: SignedIn,
    Named(id): Id,
    Body(asked): Body<MoveEntries>,
) -> Response {
    ask.json(moves::move_entries(&house, &account, &id, &asked).await)
}

async fn undo(SignedIn { ask, account, house }: SignedIn, Named(id): Id, Body(asked): Body<UndoBatch>) -> Response {
    ask.json(moves::undo(&house, &account, &id, &asked.batch).await)
}

async fn save_view(
    SignedIn { ask, account, house }: SignedIn,
    Named(id): Id,
    Body(asked): Body<SavedView>,
) -> Response {
    ask.json(views::save(&house, &account, &id, asked).await)
}

async fn forget_view(
    SignedIn { ask, account, house }: SignedIn,
    Named(id): Id,
    Body(asked): Body<ForgetView>,
) -> Response {
    ask.json(views::forget(&house, &account, &id, &asked).await)
}

/// The longest name of a file that is kept, in characters.
const LONGEST_NAME: usize = 200;

pub(super) fn sent_name(pairs: &[(String, String)]) -> String {
    let name = parameter(pairs, "name").unwrap_or_default();
    name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect()
}

pub(super) async fn upload(
    SignedIn { ask, account, house }: SignedIn,
    Named(id): Id,
    Parameters(pairs): Pairs,
    request: Request,
) -> Response {
    let body = request.into_body().into_data_stream();
    ask.json(uploads::preview(&house, &account, &id, sent_name(&pairs), body).await)
}

/// The ledger's change up to which a preview saw it: what changed since is another matter.
fn seen(pairs: &[(String, String)]) -> Option<i64> {
    parameter(pairs, "seen")?.parse().ok()
}

async fn upload_rows(
    SignedIn { ask, account, house }: SignedIn,
    Named((id, upload)): Named<(LedgerId, String)>,
    Parameters(pairs): Pairs,
) -> Response {
    let rows = async {
        let sort = parameter(&pairs, "kind").and_then(Sort::named).ok_or(Kind::NotFound)?;
        let (from, seen) = (number(&pairs, "from").unwrap_or(0), seen(&pairs));
        uploads::rows(&house, &account, &id, &upload, sort, from, seen).await
    };
    ask.json(rows.await)
}

pub(super) async fn commit(
    SignedIn { ask, account, house }: SignedIn,
    Named((id, upload)): Named<(LedgerId, String)>,
    Body(asked): Body<CommitUpload>,
) -> Response {
    ask.json(uploads::commit(&house, &account, &id, &upload, asked.seen).await)
}

async fn returned(
    SignedIn { ask, account, house }: SignedIn,
    Named((id, upload)): Named<(LedgerId, String)>,
    Parameters(pairs): Pairs,
) -> Response {
    let lang = ask.reader.lang;
    match uploads::returned(&house, &account, &id, &upload, seen(&pairs), lang).await {
        Ok((name, file)) => {
            let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
            download(file, Format::Xlsx, &words::returned_name(lang, &stem))
        }
        Err(refused) => ask.refused(refused),
    }
}

async fn template(signed_in: SignedIn, Named(id): Id) -> Response {
    let lang = signed_in.ask.reader.lang;
    let written = async {
        let opened = opened(&signed_in, id).await?;
        let name = lang.of(&opened.ledger.name).to_owned();
        let file = files::write(&signed_in.house, opened, lang, Format::Xlsx, Content::Template).await?;
        Ok((name, file))
    };
    match written.await {
        Ok((name, file)) => download(file, Format::Xlsx, &words::template_name(lang, &name)),
        Err(refused) => signed_in.ask.refused(refused),
    }
}

async fn export(
    signed_in: SignedIn,
    Named((id, export)): Named<(LedgerId, String)>,
    Parameters(pairs): Pairs,
) -> Response {
    let lang = signed_in.ask.reader.lang;
    let written = async {
        let format = export
            .strip_prefix("export.")
            .and_then(Format::named)
            .ok_or(Kind::NotFound)?;
        let opened = opened(&signed_in, id).await?;
        let query = query(&opened.ledger, &pairs)?;
        let name = format!("{}-{}", lang.of(&opened.ledger.name), opened.today);
        let file = files::write(&signed_in.house, opened, lang, format, Content::Entries(query)).await?;
        Ok((name, format, file))
    };
    match written.await {
        Ok((name, format, file)) => download(file, format, &name),
        Err(refused) => signed_in.ask.refused(refused),
    }
}

/// Hands out a file that was written for this answer.
pub(super) fn download(file: std::fs::File, format: Format, name: &str) -> Response {
    let length = file.metadata().map(|metadata| metadata.len()).ok();
    let stream = ReaderStream::with_capacity(tokio::fs::File::from_std(file), 64 * 1024);
    let mut response = RawBody::from_stream(stream).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(length) = length {
        headers.insert(header::CONTENT_LENGTH, length.into());
    }
    let name = serving::named(Shown::Attachment, &format!("{name}.{}", format.ending()));
    disposition(headers, &name);
    response
}

#[derive(Deserialize)]
struct ForFile {
    name: Option<String>,
    stage: Option<String>,
    field: Option<String>,
}

async fn add_evidence(
    SignedIn { ask, account, house }: SignedIn,
    Named((id, entry)): Named<(LedgerId, EntryId)>,
    Parameters(about): Parameters<ForFile>,
    request: Request,
) -> Response {
    let added = async {
        let proves = match (about.stage, about.field) {
            (Some(stage), None) => Proves::Stage(StageId::new(stage).map_err(|_| Kind::NotFound)?),
            (None, Some(field)) => Proves::Field(FieldId::new(field).map_err(|_| Kind::NotFound)?),
            _ => {
                return Err(Kind::Malformed {
                    what: "stage, field".to_owned(),
                }
                .into());
            }
        };
        let sent = sent_file(about.name, request).await?;
        evidence::add(&house, &account, &id, entry, proves, sent).await
    };
    ask.json(added.await)
}

async fn withdraw_evidence(
    SignedIn { ask, account, house }: SignedIn,
    Named((id, entry, file)): Named<(LedgerId, EntryId, String)>,
) -> Response {
    ask.json(evidence::withdraw(&house, &account, &id, entry, &file).await)
}

/// An answer for who asks for files of a public ledger.
pub(super) async fn public_file(
    house: &House,
    ask: &Ask,
    id: LedgerId,
    format: Format,
    pairs: &[(String, String)],
) -> Response {
    let lang = ask.reader.lang;
    let written = async {
        let (opened, shown) = ledgers::open_public(house, &id).await?;
        let query = query(&shown, pairs)?;
        let name = format!("{}-{}", lang.of(&shown.name), opened.today);
        let file = files::write(house, opened, lang, format, Content::Public(query)).await?;
        Ok((name, file))
    };
    match written.await {
        Ok((name, file)) => download(file, format, &name),
        Err(refused) => ask.refused(refused),
    }
}
