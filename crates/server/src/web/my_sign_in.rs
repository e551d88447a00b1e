//! `/api/v1/sign-in`: a person's own password, second step, passkeys, sessions and personal data. It takes a session; no
//! key opens it.

use axum::{
    Router,
    extract::State,
    http::{HeaderValue, header},
    response::Response,
    routing::{get, post},
};
use yaodian_contract::sign_in::{AddPasskey, ChangePassword, Confirmed, TypedCode};

use super::request::{Body, Holding, Named};
use crate::{
    house::House,
    service::{Whence, passkeys, privacy, second_step, sign_in},
};

pub(super) fn router() -> Router<House> {
    Router::new()
        .route("/sign-in", get(mine))
        .route("/sign-in/personal-data", get(personal_data))
        .route("/sign-in/password", post(change_password))
        .route("/sign-in/sessions/end-others", post(end_others))
        .route("/sign-in/sessions/{id}/end", post(end))
        .route("/sign-in/passkeys/begin", post(begin_passkey))
        .route("/sign-in/passkeys", post(add_passkey))
        .route("/sign-in/passkeys/{id}/remove", post(remove_passkey))
        .route("/sign-in/second-step/begin", post(begin))
        .route("/sign-in/second-step/confirm", post(confirm))
        .route("/sign-in/second-step/codes", post(codes))
        .route("/sign-in/second-step/remove", post(remove))
}

async fn mine(State(house): State<House>, Holding { ask, session }: Holding) -> Response {
    ask.json(sign_in::mine(&house, &session).await)
}

/// All that is kept about oneself, to be saved as a file.
async fn personal_data(State(house): State<House>, Holding { ask, session }: Holding) -> Response {
    let mut response = ask.json(privacy::copy(&house, &session.account.id).await);
    if response.status().is_success() {
        let name = HeaderValue::from_static("attachment; filename=\"personal-data.json\"");
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

async fn change_password(
    State(house): State<House>,
    Holding { ask, session }: Holding,
    whence: Whence,
    Body(asked): Body<ChangePassword>,
) -> Response {
    ask.json(sign_in::change_password(&house, &session, asked, &whence).await)
}

async fn end_others(
    State(house): State<House>,
    Holding { ask, session }: Holding,
    whence: Whence,
    Body(typed): Body<Confirmed>,
) -> Response {
    ask.json(sign_in::end_others(&house, &session, typed, &whence).await)
}

async fn end(
    State(house): State<House>,
    Holding { ask, session }: Holding,
    Named(id): Named<String>,
    whence: Whence,
    Body(typed): Body<Confirmed>,
) -> Response {
    ask.json(sign_in::end(&house, &session, &id, typed, &whence).await)
}

async fn begin_passkey(
    State(house): State<House>,
    Holding { ask, session }: Holding,
    whence: Whence,
    Body(typed): Body<Confirmed>,
) -> Response {
    ask.json(passkeys::begin(&house, &session, typed, &whence).await)
}

async fn add_passkey(
    State(house): State<House>,
    Holding { ask, session }: Holding,
    Body(asked): Body<AddPasskey>,
) -> Response {
    ask.json(passkeys::add(&house, &session, asked).await)
}

async fn remove_passkey(
    State(house): State<House>,
    Holding { ask, session }: Holding,
    Named(id): Named<String>,
    whence: Whence,
    Body(typed): Body<Confirmed>,
) -> Response {
    ask.json(passkeys::remove(&house, &session, &id, typed, &whence).await)
}

async fn begin(
    State(house): State<House>,
    Holding { ask, session }: Holding,
    whence: Whence,
    Body(typed): Body<Confirmed>,
) -> Response {
    let lang = ask.reader.lang;
    ask.json(second_step::begin(&house, &session, typed, &whence, lang).await)
}

async fn confirm(
    State(house): State<House>,
    Holding { ask, session }: Holding,
    Body(TypedCode { code }): Body<TypedCode>,
) -> Response {
    ask.json(second_step::set_up(&house, &session, &code).await)
}

async fn codes(
    State(house): State<House>,
    Holding { ask, session }: Holding,
    whence: Whence,
    Body(typed): Body<Confirmed>,
) -> Response {
    ask.json(second_step::new_codes(&house, &session, typed, &whence).await)
}

async fn remove(
    State(house): State<House>,
    Holding { ask, session }: Holding,
    whence: Whence,
    Body(typed): Body<Confirmed>,
) -> Response {
    ask.json(second_step::remove(&house, &session, typed, &whence).await)
}
