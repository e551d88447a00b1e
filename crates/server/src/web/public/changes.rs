//! Who changed what, and the files that prove it.

use axum::{
    Router,
    body::Body,
    extract::{Query as Parameters, State},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use futures_util::stream;
use yaodian_app::public::{self, ChangesPage, KindOfChange};
use yaodian_contract::Kind;
use yaodian_domain::id::{TargetId, UnitId};

use super::super::{
    pages::page,
    request::{Ask, AskForDay, given},
};
use crate::{
    house::House,
    service::{
        Refused,
        changes::{self, Wanted},
    },
};

pub(super) fn router() -> Router<House> {
    Router::new()
        .route("/changes", get(list))
        .route("/changes/chain.csv", get(chain))
        .route("/changes/heads.csv", get(heads))
}

async fn list(
    State(house): State<House>,
    mut ask: AskForDay,
    Parameters(pairs): Parameters<Vec<(String, String)>>,
) -> Response {
    let of = |name: &str| {
        let pair = pairs.iter().find(|(key, value)| key == name && !value.is_empty());
        pair.map(|(_, value)| value.as_str())
    };
    let known = match house.knowledge().await {
        Ok(Some((_, known))) => known,
        Ok(None) => return ask.ask.refuse(&Kind::NotFound),
        Err(error) => return ask.ask.refused(error.into()),
    };
    let wanted = match wanted(&pairs) {
        Ok(wanted) => wanted,
        Err(kind) => return ask.ask.refuse(&kind),
    };
    if house.audited.last().is_none() {
        // Soon it says more.
        ask.kept = None;
    }
    let names = ["kind", "target", "unit", "before"];
    ask.ask
        .reader
        .keep(&names.map(|name| (name, of(name).unwrap_or_default())));
    let answer = async {
        let (rows, next) = changes::page(&house, &known, &wanted).await?;
        let checked = changes::check(&house).await?;
        let (seq, hash) = (of("seq"), of("hash"));
        let noted = if seq.is_some() || hash.is_some() {
            Some(changes::noted(&house, seq.unwrap_or_default(), hash.unwrap_or_default()).await?)
        } else {
            None
        };
        let typed = [seq, hash].map(|typed| typed.unwrap_or_default().to_owned());
        Ok::<_, Refused>(ChangesPage {
            rows,
            next,
            kind: wanted.kind,
            target: wanted.target.clone(),
            unit: wanted.unit.clone(),
            checked,
            restores: changes::restores(&house).await?,
            computed: house.audited.last().map(|check| check.computed()),
            noted,
            typed,
        })
    };
    let shown = match answer.await {
        Ok(shown) => shown,
        Err(refused) => return ask.ask.refused(refused),
    };
    page(house, ask, |reader, picture| {
        Some(public::changes(reader, picture, &shown))
    })
    .await
}

/// Which changes the address asks for.
fn wanted(pairs: &[(String, String)]) -> Result<Wanted, Kind> {
    let kind = |name: &str| KindOfChange::ALL.into_iter().find(|kind| kind.as_str() == name);
    Ok(Wanted {
        before: given(pairs, "before", |seq| seq.parse().ok())?,
        kind: given(pairs, "kind", kind)?,
        target: given(pairs, "target", |id| TargetId::new(id).ok())?,
        unit: given(pairs, "unit", |id| UnitId::new(id).ok())?,
    })
}

/// The end of every day.
async fn heads(State(house): State<House>, ask: Ask) -> Response {
    match changes::heads(&house).await {
        Ok(table) => file(Body::from(table), "heads.csv"),
        Err(refused) => ask.refused(refused),
    }
}

/// So many rows are read at a time.
const STRIDE: u32 = 1_000;

/// Number, instant and hash of every row; of those of public actions also their kind and their plan.
async fn chain(State(house): State<House>) -> Response {
    let stream = stream::unfold(Some(0_i64), move |from| {
        let house = house.clone();
        async move {
            let from = from?;
            let rows = match house.store.audit_after(from, STRIDE).await {
                Ok(rows) => rows,
                Err(error) => {
                    tracing::error!(%error, "the chain cannot be read");
                    return Some((Err(std::io::Error::other("the chain cannot be read")), None));
                }
            };
            let last = rows.last()?.seq;
            let mut text = if from == 0 {
                "seq,at,kind,plan,hash\n".to_owned()
            } else {
                String::new()
            };
            for row in rows {
                let kind = changes::kind(&row.action).map(KindOfChange::as_str);
                let plan = kind.and(row.plan.as_ref()).map(ToString::to_string);
                let line = [
                    row.seq.to_string(),
                    row.at.to_string(),
                    kind.unwrap_or_default().to_owned(),
                    plan.unwrap_or_default(),
                    row.hash,
                ];
                text.push_str(&line.join(","));
                text.push('\n');
            }
            Some((Ok(text), Some(last)))
        }
    });
    file(Body::from_stream(stream), "chain.csv")
}

fn file(body: Body, name: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-cache".to_owned()),
        // Kept and compared elsewhere, by whomever.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
    ];
    (headers, body).into_response()
}
