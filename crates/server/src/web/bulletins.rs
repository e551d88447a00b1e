//! Bulletins: public pages and their files, and what the office's editor calls.

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use yaodian_app::public;
use yaodian_contract::{
    Kind,
    bulletin::{BulletinStep, DraftBulletin, SaveBulletin},
};
use yaodian_domain::id::BulletinId;
use yaodian_evidence::serving::{self, Shown};

use super::request::{Ask, Body, MaybeSignedIn, Named, SignedIn};
use crate::{
    house::House,
    service::bulletins::{self, files::Form},
};

/// `/bulletins` and what leads on from there.
pub(super) fn pages() -> Router<House> {
    Router::new()
        .route("/bulletins", get(list_page))
        .route("/bulletin/{id}", get(page))
        .route("/bulletin/{id}/{form}", get(file))
}

/// `/api/v1/bulletins…`.
pub(super) fn api() -> Router<House> {
    Router::new()
        .route("/bulletins", get(published).post(draft))
        .route("/bulletins/desk", get(desk))
        .route("/bulletins/{id}", get(one).post(save))
        .route("/bulletins/{id}/facts", get(facts).post(redraw))
        .route("/bulletins/{id}/publish", post(publish))
}

async fn list_page(State(house): State<House>, ask: Ask) -> Response {
    match bulletins::published(&house).await {
        Ok(heads) => fresh(ask.page(public::bulletins(&ask.reader, &heads))),
        Err(refused) => ask.refused(refused),
    }
}

async fn page(
    State(house): State<House>,
    MaybeSignedIn { ask, account }: MaybeSignedIn,
    Named(id): Named<BulletinId>,
) -> Response {
    match bulletins::for_page(&house, account.as_ref(), &id).await {
        Ok((bulletin, head)) => fresh(ask.page(public::bulletin(&ask.reader, &bulletin, &head))),
        Err(refused) => ask.refused(refused),
    }
}

fn fresh(mut response: Response) -> Response {
    let value = HeaderValue::from_static("no-cache");
    response.headers_mut().insert(header::CACHE_CONTROL, value);
    response
}

async fn file(
    State(house): State<House>,
    MaybeSignedIn { ask, account }: MaybeSignedIn,
    Path((id, form)): Path<(String, String)>,
) -> Response {
    let (Ok(id), Some(form)) = (BulletinId::new(id), Form::named(&form)) else {
        return ask.refuse(&Kind::NotFound);
    };
    match bulletins::files::file(&house, account.as_ref(), &id, form).await {
        Ok((name, bytes)) => {
            let mut response = bytes.as_slice().to_vec().into_response();
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(form.media()));
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            let name = serving::named(Shown::Attachment, &format!("{name}.{}", form.ending()));
            if let Ok(name) = HeaderValue::from_str(&name) {
                headers.insert(header::CONTENT_DISPOSITION, name);
            }
            response
        }
        Err(refused) => ask.refused(refused),
    }
}

async fn published(State(house): State<House>, ask: Ask) -> Response {
    ask.json(bulletins::published(&house).await)
}

async fn desk(SignedIn { ask, account, house }: SignedIn) -> Response {
    ask.json(bulletins::desk(&house, &account).await)
}

async fn draft(SignedIn { ask, account, house }: SignedIn, Body(asked): Body<DraftBulletin>) -> Response {
    ask.json(bulletins::draft(&house, &account, asked).await)
}

async fn one(
    State(house): State<House>,
    MaybeSignedIn { ask, account }: MaybeSignedIn,
    Named(id): Named<BulletinId>,
) -> Response {
    ask.json(bulletins::one(&house, account.as_ref(), &id).await)
}

async fn facts(
    State(house): State<House>,
    MaybeSignedIn { ask, account }: MaybeSignedIn,
    Named(id): Named<BulletinId>,
) -> Response {
    ask.json(bulletins::facts(&house, account.as_ref(), &id).await)
}

async fn save(
    SignedIn { ask, account, house }: SignedIn,
    Named(id): Named<BulletinId>,
    Body(asked): Body<SaveBulletin>,
) -> Response {
    ask.json(bulletins::save(&house, &account, &id, asked).await)
}

async fn redraw(
    SignedIn { ask, account, house }: SignedIn,
    Named(id): Named<BulletinId>,
    Body(asked): Body<BulletinStep>,
) -> Response {
    ask.json(bulletins::redraw(&house, &account, &id, asked).await)
}

async fn publish(
    SignedIn { ask, account, house }: SignedIn,
    Named(id): Named<BulletinId>,
    Body(asked): Body<BulletinStep>,
) -> Response {
    ask.json(bulletins::publish(&house, &account, &id, asked).await)
}
