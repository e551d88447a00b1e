//! What is read from every request: language, day, who is signed in, the body.

use axum::{
    body::Bytes,
    extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Path, Query, Request},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header, request::Parts},
    response::{Html, IntoResponse, Response},
};
use serde::de::DeserializeOwned;
use yaodian_app::public::{self, Reader};
use yaodian_contract::{Kind, Problem};
use yaodian_domain::Date;
use yaodian_store::{Session, StoreError};
use yaodian_words::{Lang, problems};

use super::{
    cookies::session_token,
    forbidden::{self, Why},
    nul,
    open::Scoped,
};
use crate::{
    front::Kept,
    house::House,
    service::{Acting, Refused, Served, accounts, faults, keys},
    traces,
};

const LANGUAGE_COOKIE: &str = "yaodian_lang";

/// Who asks, in which language, and whether for a page or for data.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) reader: Reader,
    /// A language that was asked for in the address, to be remembered.
    pub(crate) chosen: Option<Lang>,
    /// Whether nothing but the day and the language stands in the address, each at most once.
    pub(crate) plain: bool,
    data: bool,
}

/// The value of a parameter in the query, decoded.
fn parameter(uri: &Uri, name: &str) -> Option<String> {
    let pairs: Vec<(String, String)> = Query::try_from_uri(uri).ok()?.0;
    pairs
        .into_iter()
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// Whether an address holds no other parameters than those that every page knows, each at most once.
fn is_plain(uri: &Uri) -> bool {
    let Some(query) = uri.query() else {
        return true;
    };
    let names: Vec<_> = query
        .split('&')
        .map(|pair| pair.split_once('=').map_or(pair, |(name, _)| name))
        .collect();
    matches!(*names, ["as_of" | "lang"] | ["as_of", "lang"] | ["lang", "as_of"])
}

/// Whether an address is that of a file, by its ending: a program asks for it, not a reader.
fn is_file(path: &str) -> bool {
    let ending = path.rsplit_once('/').and_then(|(_, name)| name.rsplit_once('.'));
    ending.is_some_and(|(_, ending)| matches!(ending, "csv" | "json" | "xlsx" | "zip"))
}

/// The value of a cookie.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// The language that a browser remembers.
pub(crate) fn language_of(headers: &HeaderMap) -> Lang {
    cookie(headers, LANGUAGE_COOKIE)
        .and_then(Lang::named)
        .unwrap_or_default()
}

impl Ask {
    /// Reads what every answer needs; cannot fail, so that a refusal can always be put in words.
    pub(crate) fn of(house: &House, uri: &Uri, headers: &HeaderMap) -> Self {
        let chosen = parameter(uri, "lang").as_deref().and_then(Lang::named);
        let lang = chosen.unwrap_or_else(|| language_of(headers));
        let reader = Reader {
            lang,
            path: uri.path().to_owned(),
            origin: house.origin.clone(),
            today: house.clock.today(),
            as_of: None,
            query: String::new(),
            trial: house.trial.then(|| house.clock.today()),
            demonstration: house.is_demonstration(),
            base: house.base(),
            other_plan: None,
            closed_on: None,
            networks: Vec::new(),
            previews: house.previews.is_there(),
        };
        Self {
            reader,
            chosen,
            plain: is_plain(uri),
            data: uri.path().starts_with("/api/") || is_file(uri.path()),
        }
    }

    /// The same, for a script of a page of ours: refusals are data.
    pub(crate) fn for_data(self) -> Self {
        Self { data: true, ..self }
    }

    /// A refusal, as a page or as data.
    pub(crate) fn refuse(&self, kind: &Kind) -> Response {
        let status = StatusCode::from_u16(kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if self.data {
            let lang = self.reader.lang;
            let problem = Problem::new(kind.clone(), problems::problem(lang, kind));
            let problem = problem.at(problems::title(lang, kind.status()), &self.reader.path);
            let body = serde_json::to_vec(&problem).unwrap_or_default();
            let media = [(header::CONTENT_TYPE, "application/problem+json")];
            let mut response = (status, media, no_store(), body).into_response();
            self::retry(&mut response, kind);
            if status == StatusCode::UNAUTHORIZED {
                let challenge = HeaderValue::from_static("Bearer realm=\"yaodian\"");
                response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
            }
            response.extensions_mut().insert(Why(kind.code()));
            response
        } else {
            let mut response = (status, Html(public::refusal(&self.reader, kind))).into_response();
            self::retry(&mut response, kind);
            response.extensions_mut().insert(Why(kind.code()));
            response
        }
    }

    /// A service's refusal; a failure of the machine goes to the log under a number.
    pub(crate) fn refused(&self, refused: Refused) -> Response {
        match refused {
            Refused::Because(kind) => self.refuse(&kind),
            Refused::Broken(error) => match faults::of_store(&error) {
                Some(kind) => {
                    tracing::error!(%error, code = kind.code(), "the database cannot do its work");
                    self.refuse(&kind)
                }
                None => self.failed(&error),
            },
            Refused::Failed(error) => self.failed(&error),
        }
    }

    fn failed(&self, error: &dyn std::fmt::Display) -> Response {
        let incident = crate::secret::token()[..8].to_owned();
        tracing::error!(%error, incident, "a request failed");
        traces::incident(&incident);
        self.refuse(&Kind::Broken { incident })
    }

    /// A service's answer as JSON, or its refusal.
    pub(crate) fn json<T: serde::Serialize>(&self, served: Served<T>) -> Response {
        match served {
            Ok(value) => (no_store(), axum::Json(value)).into_response(),
            Err(refused) => self.refused(refused),
        }
    }

    /// A page; the language is remembered if it was chosen.
    pub(crate) fn page(&self, html: String) -> Response {
        let mut response = Html(html).into_response();
        self.remember_language(&mut response);
        response
    }

    /// Remembers a language that was chosen in the address.
    pub(crate) fn remember_language(&self, response: &mut Response) {
        if let Some(lang) = self.chosen {
            let value = format!(
                "{LANGUAGE_COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax",
                lang.code()
            );
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().append(header::SET_COOKIE, value);
            }
        }
    }
}

/// Says when to ask again, where it passes by itself.
fn retry(response: &mut Response, kind: &Kind) {
    if let Some(seconds) = kind.retry_after() {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
}

pub(crate) fn no_store() -> [(header::HeaderName, &'static str); 1] {
    [(header::CACHE_CONTROL, "no-store")]
}

impl FromRequestParts<House> for Ask {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Self::Rejection> {
        // A nested router has cut its prefix from the address; the whole one says what was asked for.
        let uri = parts
            .extensions
            .get::<axum::extract::OriginalUri>()
            .map_or(&parts.uri, |original| &original.0);
        Ok(Self::of(house, uri, &parts.headers))
    }
}

/// An [`Ask`] for a page of a given day: `?as_of=2023-09-25`.
pub(crate) struct AskForDay {
    pub(crate) ask: Ask,
    pub(crate) as_of: Date,
    /// Of which state a page is the picture, if it may be shown again. Asked before anything is read for
    /// it: a page must not be older than it says.
    pub(crate) kept: Option<Kept>,
}

impl FromRequestParts<House> for AskForDay {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Response> {
        let asked = Self::read(parts, house).await?;
        match house.can_look_at(asked.ask.reader.as_of).await {
            Ok(()) => Ok(asked),
            Err(refused) => Err(asked.ask.refused(refused)),
        }
    }
}

/// The same where the plan is that of who is signed in: whether anything can be known on the day is asked of it.
pub(super) struct AskForAnyDay(pub(super) AskForDay);

impl FromRequestParts<House> for AskForAnyDay {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Response> {
        AskForDay::read(parts, house).await.map(Self)
    }
}

impl AskForDay {
    /// What is asked, for whichever plan: whether anything can be known on the day is not looked at.
    pub(super) async fn read(parts: &mut Parts, house: &House) -> Result<Self, Response> {
        let Ok(mut ask) = Ask::from_request_parts(parts, house).await;
        let as_of = match parameter(&parts.uri, "as_of").filter(|text| !text.is_empty()) {
            None => None,
            Some(text) => match text.parse::<Date>() {
                Ok(day) if (1900..=9998).contains(&day.year()) => Some(day),
                _ => {
                    return Err(ask.refuse(&Kind::Malformed {
                        what: format!("as_of={text}"),
                    }));
                }
            },
        };
        ask.reader.as_of = as_of;
        let kept = match keep(house, &ask).await {
            Ok(kept) => kept,
            Err(error) => return Err(ask.refused(error.into())),
        };
        Ok(Self {
            kept,
            ask,
            as_of: as_of.unwrap_or_else(|| house.clock.today()),
        })
    }
}

/// Of which state a page that is about to be rendered is the picture.
async fn keep(house: &House, ask: &Ask) -> Result<Option<Kept>, StoreError> {
    if !ask.plain || ask.data {
        return Ok(None);
    }
    let stamp = house.stamp().await?;
    Ok(stamp.map(|(epoch, stamp)| Kept {
        plan: house.plan.clone(),
        epoch,
        stamp,
    }))
}

/// The value of a parameter, where one is given that is not empty; refuses what cannot be read.
pub(super) fn given<T>(
    pairs: &[(String, String)],
    name: &str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, Kind> {
    let pair = pairs.iter().find(|(key, value)| key == name && !value.is_empty());
    let Some((_, value)) = pair else { return Ok(None) };
    match read(value.trim()) {
        Some(value) => Ok(Some(value)),
        None => Err(Kind::Malformed {
            what: format!("{name}={}", value.chars().take(80).collect::<String>()),
        }),
    }
}

/// Somebody who is signed in and acts in a post.
pub(crate) struct SignedIn {
    pub(crate) ask: Ask,
    pub(crate) account: Acting,
    /// The house of the plan in which the post holds: whoever is signed in works on that one.
    pub(crate) house: House,
}

impl SignedIn {
    fn new(ask: Ask, account: Acting, house: &House) -> Self {
        let house = house.of_post(&account.post);
        Self { ask, account, house }
    }
}

/// Who asks, and the session that the browser showed, if it still holds.
async fn holder(parts: &mut Parts, house: &House) -> Result<(Ask, Option<Session>), Response> {
    let Ok(ask) = Ask::from_request_parts(parts, house).await;
    let held = match session_token(&parts.headers, house) {
        Some(token) => accounts::holder(house, token).await,
        None => Ok(None),
    };
    match held {
        Ok(session) => {
            if let Some(session) = &session {
                forbidden::asked_by(&parts.extensions, &session.account.id);
            }
            Ok((ask, session))
        }
        Err(refused) => Err(ask.refused(refused)),
    }
}

impl FromRequestParts<House> for SignedIn {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Response> {
        if let Some(token) = bearer(&parts.headers).map(str::to_owned) {
            return by_key(parts, house, &token).await;
        }
        let (ask, session) = holder(parts, house).await?;
        let session = session.ok_or_else(|| ask.refuse(&Kind::SignedOut))?;
        match Acting::admitted(house, session).await {
            Ok(account) => Ok(Self::new(ask, account, house)),
            Err(refused) => Err(ask.refused(refused)),
        }
    }
}

/// Whoever holds a session, in whichever post: what concerns his own account. No key opens it.
pub(crate) struct Holding {
    pub(crate) ask: Ask,
    pub(crate) session: Session,
}

impl FromRequestParts<House> for Holding {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Response> {
        let by_key = bearer(&parts.headers).is_some();
        let (ask, session) = holder(parts, house).await?;
        match session {
            _ if by_key => Err(ask.refuse(&Kind::NotForKeys)),
            Some(session) => Ok(Self { ask, session }),
            None => Err(ask.refuse(&Kind::SignedOut)),
        }
    }
}

/// Somebody in whose name a program acts with a key, on a route that keys of some scope open. On every
/// other route a key opens nothing, whatever its scopes and whoever's session comes with it.
async fn by_key(parts: &mut Parts, house: &House, token: &str) -> Result<SignedIn, Response> {
    let Ok(ask) = Ask::from_request_parts(parts, house).await;
    let scope = parts.extensions.get::<Scoped>().map(|Scoped(scope)| *scope);
    match keys::acting(house, token, scope).await {
        Ok(account) => {
            forbidden::asked_by(&parts.extensions, &account.id);
            Ok(SignedIn::new(ask, account, house))
        }
        Err(refused) => Err(ask.refused(refused)),
    }
}

/// The key that was shown: `Authorization: Bearer yd_…`.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Whoever asks, signed in or not: who has yet to choose a post acts in none.
pub(crate) struct MaybeSignedIn {
    pub(crate) ask: Ask,
    pub(crate) account: Option<Acting>,
}

impl FromRequestParts<House> for MaybeSignedIn {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Response> {
        let (ask, session) = holder(parts, house).await?;
        let Some(session) = session else {
            return Ok(Self { ask, account: None });
        };
        match Acting::admitted(house, session).await {
            Ok(account) => Ok(Self {
                ask,
                account: Some(account),
            }),
            Err(Refused::Because(_)) => Ok(Self { ask, account: None }),
            Err(refused) => Err(ask.refused(refused)),
        }
    }
}

/// What the address names by an id. A text that can be no id names nothing.
pub(crate) struct Named<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<House> for Named<T> {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Response> {
        if let Ok(Path(named)) = Path::from_request_parts(parts, house).await {
            return Ok(Self(named));
        }
        let Ok(ask) = Ask::from_request_parts(parts, house).await;
        Err(ask.refuse(&Kind::NotFound))
    }
}

/// The parameters of an address; what cannot be read is answered as a problem that says what.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<House> for Asked<T> {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Response> {
        match Query::<T>::try_from_uri(&parts.uri) {
            Ok(Query(asked)) => Ok(Self(asked)),
            Err(rejection) => {
                let Ok(ask) = Ask::from_request_parts(parts, house).await;
                let what = unread(&parts.uri, &rejection.body_text());
                Err(ask.refuse(&Kind::Malformed { what }))
            }
        }
    }
}

/// Which parameter was not understood, as it stands in the address: `year=abc`. Axum tells its name
/// (`…: year: invalid digit`), or that of one that is missing (``missing field `plan` ``), in English.
fn unread(uri: &Uri, told: &str) -> String {
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri).map(|Query(pairs)| pairs);
    let pairs = pairs.unwrap_or_default();
    let named = pairs.iter().find(|(name, _)| told.contains(&format!(": {name}: ")));
    match (named, told.split('`').nth(1)) {
        (Some((name, value)), _) => format!("{name}={value}"),
        (None, Some(missing)) => format!("{missing}="),
        (None, None) => uri.query().unwrap_or_default().to_owned(),
    }
}

/// A body of JSON of at most so many bytes; what cannot be read is answered as a problem that says where.
pub(crate) struct Body<T, const MOST: usize = { super::LARGEST_BODY }>(pub(crate) T);

impl<T: DeserializeOwned, const MOST: usize> FromRequest<House> for Body<T, MOST> {
    type Rejection = Response;
    async fn from_request(request: Request, house: &House) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Ok(ask) = Ask::from_request_parts(&mut parts, house).await;
        let json = parts
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .is_some_and(|v| v.starts_with("application/json"));
        if !json {
            return Err(ask.refuse(&Kind::MediaType {
                wanted: "application/json".to_owned(),
            }));
        }
        let mut request = Request::from_parts(parts, body);
        DefaultBodyLimit::max(MOST).apply(&mut request);
        let bytes = match Bytes::from_request(request, house).await {
            Ok(bytes) => bytes,
            Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                return Err(ask.refuse(&Kind::TooLarge {
                    limit_kib: MOST as u64 / 1024,
                }));
            }
            Err(_) => return Err(ask.refuse(&Kind::CutShort)),
        };
        nul::read(&bytes).map(Self).map_err(|error| {
            ask.refuse(&Kind::Malformed {
                what: error.to_string(),
            })
        })
    }
}
