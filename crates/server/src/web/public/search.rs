//! Search over everything of the plan.

use axum::{
    Router,
    extract::{Query as Parameters, State},
    response::Response,
    routing::get,
};
use yaodian_app::public::{self, SearchPage};
use yaodian_contract::Kind;
use yaodian_search::{Query, Sort, Subject};

use super::super::{
    pages::page,
    request::{AskForDay, given},
};
use crate::{house::House, service::search};

pub(super) fn router() -> Router<House> {
    Router::new().route("/search", get(find))
}

async fn find(
    State(house): State<House>,
    mut ask: AskForDay,
    Parameters(pairs): Parameters<Vec<(String, String)>>,
) -> Response {
    let of = |name: &str| {
        let pair = pairs.iter().find(|(key, _)| key == name);
        pair.map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    let query = Query::read(of("q"));
    let asked = given(&pairs, "kind", Sort::named)
        .and_then(|sort| Ok((sort, given(&pairs, "from", |from| from.parse::<usize>().ok())?)));
    let (sort, from) = match asked {
        Ok((sort, from)) => (sort, from.unwrap_or(0)),
        Err(kind) => return ask.ask.refuse(&kind),
    };
    let (version, known) = match house.knowledge().await {
        Ok(Some(known)) => known,
        Ok(None) => return ask.ask.refuse(&Kind::NotFound),
        Err(error) => return ask.ask.refused(error.into()),
    };
    let stock = match search::stock(&house, version, &known).await {
        Ok(stock) => stock,
        Err(refused) => return ask.ask.refused(refused),
    };
    ask.ask.reader.keep(&[("q", query.text()), ("kind", of("kind"))]);
    // What was announced later was not there to be found.
    let find = |query: &Query| {
        let mut found = stock.texts.find(query);
        found.hits.retain(
            |hit| match stock.texts.documents().get(hit.at).map(|document| &document.of) {
                Some(Subject::Bulletin(at)) => stock
                    .announced
                    .get(*at)
                    .is_some_and(|announced| announced.on <= ask.as_of),
                _ => true,
            },
        );
        found
    };
    let mut found = find(&query);
    let near = found
        .is_vague()
        .then(|| stock.texts.nearest(&query))
        .flatten()
        .map(|near| Query::read(&near));
    let entries = async |query: &Query| {
        if query.is_empty() {
            return Ok(Vec::new());
        }
        search::entries(&house, &known, query).await
    };
    let mut listed = match entries(&query).await {
        Ok(entries) => entries,
        Err(refused) => return ask.ask.refused(refused),
    };
    let nothing = found.hits.is_empty() && listed.iter().all(|found| found.matching == 0);
    let by_near = nothing && near.is_some();
    if let Some(near) = near.as_ref().filter(|_| by_near) {
        found = find(near);
        listed = match entries(near).await {
            Ok(entries) => entries,
            Err(refused) => return ask.ask.refused(refused),
        };
    }
    page(house, ask, |reader, picture| {
        let page = SearchPage {
            query: &query,
            sort,
            from,
            texts: &stock.texts,
            told: &stock.told,
            announced: &stock.announced,
            found: &found,
            entries: &listed,
            near: near.as_ref(),
            by_near,
        };
        Some(public::search(reader, picture, &page))
    })
    .await
}
