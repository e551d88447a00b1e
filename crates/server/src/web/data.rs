//! `/data`: the open tables as pages and files.

use axum::{
    Router,
    extract::{OriginalUri, Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use yaodian_app::public;
use yaodian_contract::Kind;
use yaodian_documents::open::Format;
use yaodian_evidence::serving::{self, Shown};

use super::{files::disposition, ledgers::download, pages::page, request::AskForDay};
use crate::{
    front::unchanged,
    house::House,
    service::{
        Refused, Served,
        data::{self, Ground},
    },
};

pub(super) fn router() -> Router<House> {
    Router::new().route("/data", get(list)).route("/data/{name}", get(one))
}

/// The parameters of an address, in order and repeated as they come.
type Pairs = Query<Vec<(String, String)>>;

async fn list(State(house): State<House>, day: AskForDay) -> Response {
    let lang = day.ask.reader.lang;
    let made = async {
        let ground = Ground::of(&house, day.as_of).await?;
        let cited = ground.cited(lang);
        Ok((data::tables(ground, lang).await?, cited))
    };
    match made.await {
        Ok((tables, cited)) => {
            page(house, day, |reader, picture| {
                Some(public::data(reader, picture, &tables, &cited))
            })
            .await
        }
        Err(refused) => day.ask.refused(refused),
    }
}

/// A table as a page, or, by the ending of its address, as a file; the descriptor; the whole plan.
async fn one(
    State(house): State<House>,
    Path(name): Path<String>,
    day: AskForDay,
    Query(pairs): Pairs,
    OriginalUri(address): OriginalUri,
    asked: HeaderMap,
) -> Response {
    let Some((stem, ending)) = name.rsplit_once('.') else {
        return table_page(house, day, &name).await;
    };
    // Asked before anything is read: a file must not be older than its tag says.
    let stamp = match house.stamp().await {
        Ok(stamp) => stamp,
        Err(error) => return day.ask.refused(error.into()),
    };
    let lang = day.ask.reader.lang;
    let tag = stamp.and_then(|(_, stamp)| stamp.tag(&address.to_string(), lang));
    let tag: HeaderMap = tag.map(|tag| (header::ETAG, tag)).into_iter().collect();
    // Whoever names a tag was given it for this address; `*` could be asked of a file that there is not.
    let named = asked.get(header::IF_NONE_MATCH).is_some_and(|named| named != "*");
    if named && unchanged(&asked, &tag) {
        let cache = [(header::CACHE_CONTROL, "no-cache")];
        return (StatusCode::NOT_MODIFIED, cache, tag).into_response();
    }
    let answer = match (ending, Format::named(ending)) {
        ("json", _) if stem == "datapackage" => descriptor(&house, &day).await,
        ("zip", _) => package(&house, &day, stem).await,
        (_, Some(format)) => table_file(&house, &day, stem, format, pairs).await,
        (_, None) => Err(Kind::NotFound.into()),
    };
    match answer {
        Ok(mut response) => {
            let headers = response.headers_mut();
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            headers.extend(tag);
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
            response
        }
        Err(refused) => day.ask.refused(refused),
    }
}

async fn table_page(house: House, day: AskForDay, id: &str) -> Response {
    let lang = day.ask.reader.lang;
    let made = async { data::table(Ground::of(&house, day.as_of).await?, lang, id).await };
    match made.await {
        Ok((table, preview)) => {
            page(house, day, |reader, picture| {
                Some(public::data_table(reader, picture, &table, &preview))
            })
            .await
        }
        Err(refused) => day.ask.refused(refused),
    }
}

async fn descriptor(house: &House, day: &AskForDay) -> Served<Response> {
    let ground = Ground::of(house, day.as_of).await?;
    let json = data::descriptor(&ground, day.ask.reader.as_of.is_none())?;
    let media = HeaderValue::from_static(Format::Json.media());
    Ok(([(header::CONTENT_TYPE, media)], json).into_response())
}

async fn package(house: &House, day: &AskForDay, plan: &str) -> Served<Response> {
    let ground = Ground::of(house, day.as_of).await?;
    if ground.name() != plan {
        return Err(Kind::NotFound.into());
    }
    let (name, file) = data::zip(ground).await?;
    let mut response = download(file, Format::Csv, &name);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    disposition(headers, &serving::named(Shown::Attachment, &format!("{name}.zip")));
    Ok(response)
}

async fn table_file(
    house: &House,
    day: &AskForDay,
    id: &str,
    format: Format,
    pairs: Vec<(String, String)>,
) -> Result<Response, Refused> {
    // What is left names fields.
    let only = pairs.into_iter().filter(|(name, _)| name != "as_of" && name != "lang");
    let ground = Ground::of(house, day.as_of).await?;
    let (name, file) = data::file(ground, id, format, only.collect()).await?;
    Ok(download(file, format, &name))
}
