//! The public pages.

use axum::{
    Router,
    extract::{OriginalUri, Path, Query, Request, State},
    http::{HeaderValue, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};
use tower::ServiceExt as _;
use yaodian_app::public::{self, Knowledge, LedgerPage, Picture, Reader};
use yaodian_contract::Kind;
use yaodian_documents::open::Format;
use yaodian_domain::id::{LedgerId, PlanId, TargetId, UnitId};
use yaodian_words::names;

use super::request::{Ask, AskForDay, Named};
use crate::{
    front::Kept,
    house::House,
    service::{
        closing,
        ledgers::{self, entries},
    },
};

pub(super) fn router() -> Router<House> {
    Router::new()
        .route(
            "/",
            get(|State(house), ask| page(house, ask, |r, p| Some(public::overview(r, p)))),
        )
        .route(
            "/plan",
            get(|State(house), ask| page(house, ask, |r, p| Some(public::living_plan(r, p)))),
        )
        .route(
            "/targets",
            get(|State(house), ask| page(house, ask, |r, p| Some(public::targets(r, p)))),
        )
        .route(
            "/units",
            get(|State(house), ask| page(house, ask, |r, p| Some(public::units(r, p)))),
        )
        .route(
            "/method",
            get(|State(house), ask| page(house, ask, |r, _| Some(public::method(r)))),
        )
        .route(
            "/method/monitoring",
            get(|State(house), ask| page(house, ask, |r, _| Some(public::monitoring_method(r)))),
        )
        .route("/year-end", get(|State(house), ask| page(house, ask, public::year_end)))
        .route("/ledgers", get(ledger_list))
        .route("/ledger/{id}", get(ledger))
        .route("/ledger/{id}/entry/{key}", get(ledger_entry))
        .route("/item/{number}", get(item))
        .route("/target/{id}", get(target))
        .route("/target/{id}/measured", get(measured_behind))
        .route("/water", get(|State(house), ask| page(house, ask, public::water)))
        .route("/water/warnings", get(water_warnings))
        .route("/water/{code}", get(water_section))
        .route("/air", get(|State(house), ask| page(house, ask, public::air)))
        .route("/air/{key}", get(air_place))
        .route("/unit/{id}", get(unit))
        .merge(super::public::router())
        .merge(super::embed::router())
        .merge(super::previews::router())
}

async fn item(State(house): State<House>, Path(number): Path<String>, ask: AskForDay) -> Response {
    page(house, ask, |reader, picture| {
        let item = picture.plan().item(number.parse().ok()?)?;
        Some(public::item(reader, picture, item))
    })
    .await
}

async fn target(State(house): State<House>, Path(id): Path<String>, ask: AskForDay) -> Response {
    page(house, ask, |reader, picture| {
        let target = picture.plan().target(&TargetId::new(id).ok()?)?;
        Some(public::target(reader, picture, target, picture.judgement(target)))
    })
    .await
}

async fn measured_behind(State(house): State<House>, Path(id): Path<String>, ask: AskForDay) -> Response {
    page(house, ask, |reader, picture| {
        let target = picture.plan().target(&TargetId::new(id).ok()?)?;
        public::measured_behind(reader, picture, target)
    })
    .await
}

/// Early warnings of all cities, or of the one that `?unit=` names.
async fn water_warnings(State(house): State<House>, ask: AskForDay, Query(pairs): Pairs) -> Response {
    let unit = pairs.into_iter().find(|(name, _)| name == "unit");
    let unit = unit.map(|(_, unit)| unit).filter(|unit| !unit.is_empty());
    page(house, ask, |reader, picture| {
        let unit = match unit {
            Some(id) => Some(picture.plan().units.get(&UnitId::new(id).ok()?)?),
            None => None,
        };
        public::water_warnings(reader, picture, unit.map(|unit| &unit.id))
    })
    .await
}

async fn water_section(State(house): State<House>, Path(code): Path<String>, ask: AskForDay) -> Response {
    page(house, ask, |reader, picture| {
        public::water_section(reader, picture, &code)
    })
    .await
}

async fn air_place(State(house): State<House>, Path(key): Path<String>, ask: AskForDay) -> Response {
    page(house, ask, |reader, picture| public::air_place(reader, picture, &key)).await
}

async fn unit(State(house): State<House>, Path(id): Path<String>, ask: AskForDay) -> Response {
    page(house, ask, |reader, picture| {
        let unit = picture.plan().units.get(&UnitId::new(id).ok()?)?;
        Some(public::unit(reader, picture, unit))
    })
    .await
}

/// The parameters of an address, in order and repeated as they come.
type Pairs = Query<Vec<(String, String)>>;

async fn ledger_list(State(house): State<House>, ask: AskForDay) -> Response {
    let today = house.clock.today();
    page(house, ask, |reader, picture| {
        let heads = ledgers::public_list(picture.known, today);
        Some(public::ledgers(reader, picture, &heads))
    })
    .await
}

/// A public ledger as a page, or, by the ending of its address, as a file.
async fn ledger(State(house): State<House>, Path(name): Path<String>, ask: AskForDay, Query(pairs): Pairs) -> Response {
    let (name, format) = match name.rsplit_once('.') {
        Some((stem, ending)) => (stem.to_owned(), Format::named(ending)),
        None => (name, None),
    };
    let Ok(id) = LedgerId::new(name) else {
        return ask.ask.refuse(&Kind::NotFound);
    };
    if let Some(format) = format {
        return super::ledgers::public_file(&house, &ask.ask, id, format, &pairs).await;
    }
    let (opened, shown) = match ledgers::open_public(&house, &id).await {
        Ok(opened) => opened,
        Err(refused) => return ask.ask.refused(refused),
    };
    let query = match super::ledgers::query(&shown, &pairs) {
        Ok(query) => query,
        Err(kind) => return ask.ask.refuse(&kind),
    };
    let from = super::ledgers::number(&pairs, "from").unwrap_or(0);
    let entries = match entries::public_page(&opened, &query, from) {
        Ok(page) => page,
        Err(refused) => return ask.ask.refused(refused),
    };
    let page_of = LedgerPage {
        demonstration: opened.demonstration(),
        summary: ledgers::summary(&opened),
        options: entries::choices(&opened, &shown),
        ledger: shown,
        query,
        entries,
    };
    page(house, ask, |reader, picture| {
        Some(public::ledger(reader, picture, &page_of))
    })
    .await
}

async fn ledger_entry(
    State(house): State<House>,
    Named((id, key)): Named<(LedgerId, String)>,
    ask: AskForDay,
) -> Response {
    let (opened, shown) = match ledgers::open_public(&house, &id).await {
        Ok(opened) => opened,
        Err(refused) => return ask.ask.refused(refused),
    };
    let entry = opened.shelved.index().find(&key).map(|mut entry| {
        entry.row = entry.row.for_public(&opened.ledger);
        entry
    });
    page(house, ask, |reader, picture| {
        Some(public::ledger_entry(
            reader,
            picture,
            &shown,
            &entry?,
            opened.demonstration(),
        ))
    })
    .await
}

/// A page of the plan as it stands on the day asked for.
pub(super) async fn page(
    house: House,
    asked: AskForDay,
    render: impl FnOnce(&Reader, Picture<'_>) -> Option<String>,
) -> Response {
    match rendered(&house, asked, render).await {
        Ok((ask, html, kept)) => keepable(ask.page(html), kept),
        Err(refused) => refused,
    }
}

/// An answer that may be shown again while its state holds.
pub(super) fn keepable(mut response: Response, kept: Option<Kept>) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Some(kept) = kept {
        response.extensions_mut().insert(kept);
    }
    response
}

impl Ask {
    /// The same, with what every page says of its plan.
    pub(crate) fn about(mut self, house: &House, known: &Knowledge) -> Self {
        let (plan, reader) = (&known.plan, &mut self.reader);
        reader.networks = public::networks(plan);
        reader.closed_on = known.finals.as_ref().map(|finals| finals.as_of);
        reader.other_plan = (!reader.base.is_empty()).then(|| names::plan_of_issuer(&plan.issuer, &plan.title));
        // Of another plan than the current one this is known only now.
        reader.demonstration = house.is_demonstration();
        self
    }
}

/// What is rendered of the plan as it stands on the day asked for; not found where that is nothing.
pub(super) async fn rendered(
    house: &House,
    AskForDay { ask, as_of, kept }: AskForDay,
    render: impl FnOnce(&Reader, Picture<'_>) -> Option<String>,
) -> Result<(Ask, String, Option<Kept>), Response> {
    let known = match house.knowledge().await {
        Ok(Some(known)) => known,
        Ok(None) => return Err(ask.refuse(&Kind::NotFound)),
        Err(error) => return Err(ask.refused(error.into())),
    };
    let (version, known) = known;
    let ask = ask.about(house, &known);
    let standing = house.standing(version, &known, as_of);
    let picture = Picture {
        known: &known,
        standing: &standing,
    };
    match render(&ask.reader, picture) {
        Some(text) => Ok((ask, text, kept)),
        None => Err(ask.refuse(&Kind::NotFound)),
    }
}

/// `/plans`, and under `/plans/hubei-2023` the public pages of that plan: the address at which they
/// stay, whichever plan is worked on.
pub(super) fn plans() -> Router<House> {
    Router::new()
        .route("/plans", get(plan_list))
        .route("/plans/{plan}", get(of_plan))
        .route("/plans/{plan}/{*rest}", get(of_plan))
}

async fn plan_list(State(house): State<House>, ask: Ask) -> Response {
    match closing::plans(&house).await {
        Ok(plans) => ask.page(public::plans(&ask.reader, &plans)),
        Err(refused) => ask.refused(refused),
    }
}

async fn of_plan(State(house): State<House>, ask: Ask, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches("/plans/");
    let (plan, rest) = path.split_once('/').unwrap_or((path, ""));
    let query = request
        .uri()
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    let (Ok(plan), Ok(inside)) = (PlanId::new(plan), format!("/{rest}{query}").parse::<Uri>()) else {
        return ask.refuse(&Kind::NotFound);
    };
    let pages = router().merge(super::bulletins::pages()).merge(super::data::router());
    let mut asked = Request::new(axum::body::Body::empty());
    *asked.headers_mut() = request.headers().clone();
    *asked.uri_mut() = inside;
    // The address as it was asked for, by which the page speaks of itself.
    asked.extensions_mut().insert(OriginalUri(request.uri().clone()));
    match pages.with_state(house.of(&plan)).oneshot(asked).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// For every address that is none.
pub(super) async fn not_found(ask: Ask) -> Response {
    ask.refuse(&Kind::NotFound)
}

/// The seal, as icon.
pub(super) async fn icon() -> Response {
    ([(header::CONTENT_TYPE, "image/svg+xml")], include_str!("icon.svg")).into_response()
}
