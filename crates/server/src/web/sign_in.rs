//! Signing in and out: plain forms that need no script.
//!
//! They are posted under no name of their own (`Idempotency-Key`): what they answer are secrets, which are kept nowhere, and
//! to post one twice does no harm. Each answers with a redirect, so that to load the page again posts nothing; a post that is
//! chosen and a session that is ended stay so, a code and an invitation are good once, and a second session of a double click
//! is one that nobody holds, and ends by itself.

use axum::{
    Form, Router,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;
use yaodian_app::public::{self, Invited, Said, SignInPage};
use yaodian_contract::{Kind, SignIn};
use yaodian_domain::{
    id::PostId,
    sign_in::{PasswordProblem, SecondStepProblem},
};
use yaodian_single_sign_on::Back;
use yaodian_store::{Session, Way};

use super::{
    cookies::{
        at_provider_token, first_step_token, keep_at_provider, keep_browser, keep_first_step, keep_leaving,
        keep_session, leaving_token, session_token,
    },
    limits,
    request::{Ask, Asked},
};
use crate::{
    house::House,
    service::{
        Refused, Served, Whence,
        accounts::{self, Entered, Opened},
        people, second_step, single_sign_on,
    },
};

pub(super) fn router(house: &House) -> Router<House> {
    // Each asks the provider, and keeps something.
    let in_turn = middleware::from_fn_with_state(house.clone(), limits::in_turn);
    Router::new()
        .route("/sign-in/single-sign-on", get(to_provider).layer(in_turn.clone()))
        .route("/sign-in/single-sign-on/back", get(from_provider).layer(in_turn))
        .route("/sign-in/single-sign-on/out", get(from_leaving))
        .route("/sign-in", get(form).post(submit))
        .route("/sign-in/code", get(code).post(take_code))
        .route("/sign-in/post", get(posts).post(choose))
        .route("/sign-out", post(sign_out))
        .route("/sign-in/link/{token}", get(by_link))
        .route("/sign-in/invite/{token}", get(invitation).post(set_password))
}

/// Where to go after signing in: only ever a page of this site's app.
pub(super) fn safe(next: &str) -> &str {
    let inside = next
        .strip_prefix("/app")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
    let plain = !next.contains(|c: char| c == '\\' || c.is_control()) && !next.contains("//");
    if inside && plain { next } else { "/app" }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Fields {
    login: String,
    password: String,
    next: String,
    /// The new password once more.
    again: Option<String>,
    /// What the page of signing in says beside, each without a value that counts: a password was set, …
    set: Option<String>,
    /// … a session is over, …
    ended: Option<String>,
    /// … the person signed out.
    out: Option<String>,
}

impl Fields {
    fn said(&self) -> Option<Said> {
        let said = [
            (&self.set, Said::PasswordSet),
            (&self.ended, Said::Ended),
            (&self.out, Said::Out),
        ];
        said.into_iter().find_map(|(asked, said)| asked.as_ref().map(|_| said))
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct TypedCode {
    code: String,
    next: String,
    /// Whether a recovery code is to be typed, in the place of a passkey.
    recovery: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Chosen {
    post: String,
    next: String,
}

/// Name and password, or what else opens an account here.
fn by_password(house: &House, login: String, next: &str) -> SignInPage {
    SignInPage::Password {
        login,
        next: safe(next).to_owned(),
        said: None,
        single_sign_on: house.single_sign_on.is_some(),
        passkeys: house.passkeys.is_some(),
    }
}

async fn form(State(house): State<House>, ask: Ask, fields: Query<Fields>) -> Response {
    let mut page = by_password(&house, String::new(), &fields.next);
    if let SignInPage::Password { said, .. } = &mut page {
        *said = fields.said();
    }
    ask.page(public::sign_in(&ask.reader, &page, None))
}

async fn submit(State(house): State<House>, ask: Ask, whence: Whence, fields: Form<Fields>) -> Response {
    let Form(Fields {
        login, password, next, ..
    }) = fields;
    let typed = SignIn { login, password };
    match accounts::sign_in(&house, typed.login.trim(), typed.password, &whence).await {
        Ok(entered) => go_on(&house, entered, safe(&next)),
        Err(Refused::Because(kind)) => again(&ask, &by_password(&house, typed.login, &next), &kind),
        Err(refused) => ask.refused(refused),
    }
}

async fn by_link(State(house): State<House>, ask: Ask, whence: Whence, Path(token): Path<String>) -> Response {
    match accounts::sign_in_by_link(&house, &token, &whence).await {
        Ok(entered) => go_on(&house, entered, "/app"),
        Err(refused) => ask.refused(refused),
    }
}

/// To the provider of single sign-on.
async fn to_provider(State(house): State<House>, ask: Ask, fields: Query<Fields>) -> Response {
    match single_sign_on::begin(&house, safe(&fields.next)).await {
        Ok((address, token)) => {
            let mut response = Redirect::to(&address).into_response();
            keep_at_provider(&mut response, &house, Some(&token));
            response
        }
        Err(refused) => not_by_provider(&house, &ask, refused, &fields.next),
    }
}

/// Back from the provider.
async fn from_provider(
    State(house): State<House>,
    ask: Ask,
    whence: Whence,
    headers: HeaderMap,
    Asked(back): Asked<Back>,
) -> Response {
    let token = at_provider_token(&headers, &house).unwrap_or_default();
    let mut response = match single_sign_on::finish(&house, token, back, &whence).await {
        Ok((entered, next)) => go_on(&house, entered, safe(&next)),
        Err(refused) => not_by_provider(&house, &ask, refused, ""),
    };
    keep_at_provider(&mut response, &house, None);
    response
}

/// Why the provider opened nothing, and the other ways to sign in.
fn not_by_provider(house: &House, ask: &Ask, refused: Refused, next: &str) -> Response {
    match refused {
        Refused::Because(kind @ Kind::SingleSignOn { .. }) => {
            again(ask, &by_password(house, String::new(), next), &kind)
        }
        refused => ask.refused(refused),
    }
}

/// The form again, with why.
fn again(ask: &Ask, page: &SignInPage, kind: &Kind) -> Response {
    let status = StatusCode::from_u16(kind.status()).unwrap_or(StatusCode::BAD_REQUEST);
    (status, ask.page(public::sign_in(&ask.reader, page, Some(kind)))).into_response()
}

/// The second step: a code.
async fn code(State(house): State<House>, ask: Ask, headers: HeaderMap, fields: Query<TypedCode>) -> Response {
    let next = safe(&fields.next).to_owned();
    match second_step::offered(&house, first_step_token(&headers, &house).unwrap_or_default()).await {
        Ok(offered) if offered.passkey && !offered.code && fields.recovery.is_none() => {
            Redirect::to(&format!("/sign-in/passkey?next={next}")).into_response()
        }
        Ok(offered) => {
            let passkey = offered.passkey;
            ask.page(public::sign_in(&ask.reader, &SignInPage::Code { next, passkey }, None))
        }
        Err(refused) => start_over(&house, &ask, refused, next, false),
    }
}

async fn take_code(
    State(house): State<House>,
    ask: Ask,
    whence: Whence,
    headers: HeaderMap,
    fields: Form<TypedCode>,
) -> Response {
    let next = safe(&fields.next).to_owned();
    let token = first_step_token(&headers, &house).unwrap_or_default();
    match second_step::take(&house, token, &fields.code, &whence).await {
        Ok(opened) => enter(&house, &opened, &next),
        Err(refused) => {
            let offered = second_step::offered(&house, token).await;
            start_over(
                &house,
                &ask,
                refused,
                next,
                offered.is_ok_and(|offered| offered.passkey),
            )
        }
    }
}

/// Asks for the code again; once the first step is over, for name and password.
fn start_over(house: &House, ask: &Ask, refused: Refused, next: String, passkey: bool) -> Response {
    match refused {
        Refused::Because(
            kind @ Kind::SecondStep {
                why: SecondStepProblem::Over,
            },
        ) => again(ask, &by_password(house, String::new(), &next), &kind),
        Refused::Because(kind) => again(ask, &SignInPage::Code { next, passkey }, &kind),
        refused => ask.refused(refused),
    }
}

async fn invitation(State(house): State<House>, ask: Ask, Path(token): Path<String>) -> Response {
    match invited(&house, token).await {
        Ok(page) => ask.page(public::sign_in(&ask.reader, &page, None)),
        Err(refused) => ask.refused(refused),
    }
}

/// The form for a password, with whose account it opens.
async fn invited(house: &House, token: String) -> Served<SignInPage> {
    let account = accounts::invited(house, &token).await?;
    let units = accounts::invited_to(house, &account).await?;
    Ok(SignInPage::SetPassword(Invited {
        token,
        login: account.login,
        name: account.name,
        units,
        days: people::INVITATION.as_hours() / 24,
    }))
}

async fn set_password(
    State(house): State<House>,
    ask: Ask,
    Path(token): Path<String>,
    fields: Form<Fields>,
) -> Response {
    let Form(Fields {
        password, again: twice, ..
    }) = fields;
    let set = if twice.is_some_and(|twice| twice != password) {
        Err(PasswordProblem::Differs.into())
    } else {
        accounts::set_password(&house, &token, password).await
    };
    match set {
        Ok(_) => Redirect::to("/sign-in?set=1").into_response(),
        Err(Refused::Because(kind @ (Kind::PasswordTooShort { .. } | Kind::Password { .. }))) => {
            match invited(&house, token).await {
                Ok(page) => again(&ask, &page, &kind),
                Err(refused) => ask.refused(refused),
            }
        }
        Err(refused) => ask.refused(refused),
    }
}

/// In which of several posts to act: asked after signing in, and to change over.
async fn posts(State(house): State<House>, ask: Ask, headers: HeaderMap, fields: Query<Chosen>) -> Response {
    let next = safe(&fields.next).to_owned();
    let session = match session(&house, &headers).await {
        Ok(session) => session,
        Err(refused) => return signed_out(&house, &ask, &headers, refused),
    };
    match people::mine(&house, &session).await {
        Ok(posts) => {
            let page = SignInPage::Post {
                name: session.account.name,
                posts,
                next,
            };
            ask.page(public::sign_in(&ask.reader, &page, None))
        }
        Err(refused) => ask.refused(refused),
    }
}

async fn choose(State(house): State<House>, ask: Ask, headers: HeaderMap, fields: Form<Chosen>) -> Response {
    let Ok(post) = PostId::new(fields.post.clone()) else {
        return ask.refuse(&Kind::NotFound);
    };
    let chosen = async {
        let session = session(&house, &headers).await?;
        let token = session_token(&headers, &house).ok_or(Kind::SignedOut)?;
        accounts::choose_post(&house, token, &session, &post).await
    };
    match chosen.await {
        Ok(()) => Redirect::to(safe(&fields.next)).into_response(),
        Err(refused) => signed_out(&house, &ask, &headers, refused),
    }
}

async fn session(house: &House, headers: &HeaderMap) -> Served<Session> {
    let session = match session_token(headers, house) {
        Some(token) => accounts::holder(house, token).await?,
        None => None,
    };
    Ok(session.ok_or(Kind::SignedOut)?)
}

fn signed_out(house: &House, ask: &Ask, headers: &HeaderMap, refused: Refused) -> Response {
    match refused {
        Refused::Because(Kind::SignedOut) => to_sign_in(house, headers, "/app"),
        refused => ask.refused(refused),
    }
}

/// To the page of signing in; whoever comes with a session that is over is told so.
pub(super) fn to_sign_in(house: &House, headers: &HeaderMap, next: &str) -> Response {
    let ended = session_token(headers, house).map_or("", |_| "&ended=1");
    Redirect::to(&format!("/sign-in?next={next}{ended}")).into_response()
}

/// Tells a browser to forget something of this site (W3C Clear Site Data).
const CLEAR: HeaderName = HeaderName::from_static("clear-site-data");

/// Ends the session here; one that began by the provider is led on to be ended there as well.
async fn sign_out(State(house): State<House>, ask: Ask, headers: HeaderMap) -> Response {
    let began = match session_token(&headers, &house) {
        Some(token) => accounts::sign_out(&house, token).await,
        None => Ok(None),
    };
    let leaving = match began {
        Ok(Some(Way::SingleSignOn)) => single_sign_on::leave(&house).await,
        Ok(_) => None,
        Err(refused) => return ask.refused(refused),
    };
    let mut response = match &leaving {
        Some((address, _)) => going_out(&ask, address),
        None => Redirect::to("/sign-in?out=1").into_response(),
    };
    keep_session(&mut response, &house, None);
    // What the app kept in the browser goes as well, also where nothing of it is open.
    response
        .headers_mut()
        .insert(CLEAR, HeaderValue::from_static("\"storage\""));
    if let Some((_, token)) = &leaving {
        keep_leaving(&mut response, &house, Some(token));
    }
    response
}

/// Says that the session here is over, and goes on to the provider: by the page and not by a redirect, since what a form
/// leads to has to be of this site (`form-action`), wherever the provider is.
fn going_out(ask: &Ask, address: &str) -> Response {
    let page = SignInPage::SignedOut {
        to: Some(address.to_owned()),
    };
    let mut response = ask.page(public::sign_in(&ask.reader, &page, None));
    if let Ok(on) = HeaderValue::from_str(&format!("0; url={address}")) {
        response.headers_mut().insert(header::REFRESH, on);
    }
    response
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Out {
    state: String,
}

/// Back from signing out at the provider. Whoever did not go there from here is told nothing of it.
async fn from_leaving(State(house): State<House>, ask: Ask, headers: HeaderMap, Asked(out): Asked<Out>) -> Response {
    let token = leaving_token(&headers, &house);
    let mut response = if token.is_some_and(|token| token == out.state) {
        let page = SignInPage::SignedOut { to: None };
        ask.page(public::sign_in(&ask.reader, &page, None))
    } else {
        Redirect::to("/").into_response()
    };
    keep_leaving(&mut response, &house, None);
    response
}

fn go_on(house: &House, entered: Entered, next: &str) -> Response {
    match entered {
        Entered::In(opened) => enter(house, &opened, next),
        Entered::Waits(token) => {
            let mut response = Redirect::to(&format!("/sign-in/code?next={next}")).into_response();
            keep_first_step(&mut response, house, Some(&token));
            response
        }
    }
}

fn enter(house: &House, opened: &Opened, next: &str) -> Response {
    let mut response = Redirect::to(next).into_response();
    keep(&mut response, house, opened);
    response
}

/// Lets the browser keep a session that was opened.
pub(super) fn keep(response: &mut Response, house: &House, opened: &Opened) {
    keep_session(response, house, Some(&opened.session));
    keep_browser(response, house, &opened.browser);
    keep_first_step(response, house, None);
}
