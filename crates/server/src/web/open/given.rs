//! The parameters of an address: each is told in the table, and what is not told there is refused.

use axum::{
    Extension,
    extract::{FromRequestParts, Query, RawPathParams},
    http::{HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use schemars::generate::SchemaSettings;
use serde::{
    Serialize,
    de::{DeserializeOwned, IntoDeserializer, value},
};
use serde_json::Value;
use yaodian_contract::{Kind, open::Paged};
use yaodian_domain::{Date, id::PlanId, key::KeyScope};

use super::Shape;
use crate::{
    house::House,
    service::{Served, open::Stretch},
    web::request::{Ask, AskForDay},
};

/// A parameter of an address.
pub(super) struct Parameter {
    /// Its name; of a family of them what the names begin with.
    pub(super) name: &'static str,
    /// What it is for.
    pub(super) about: &'static str,
    /// Its values.
    pub(super) shape: Shape,
    /// Whether it is a family: `f.river`, `f.bank`; the same may stand there several times.
    pub(super) family: bool,
}

impl Parameter {
    /// Whether this is one of its names.
    fn is_called(&self, name: &str) -> bool {
        if self.family {
            name.len() > self.name.len() && name.starts_with(self.name)
        } else {
            name == self.name
        }
    }

    /// The values that it can have, where they can be listed, or their range; as its schema tells.
    fn choices(&self) -> Vec<String> {
        let mut settings = SchemaSettings::draft2020_12();
        settings.inline_subschemas = true;
        let schema = (self.shape)(&mut settings.into_generator()).to_value();
        let listed = |schema: &Value| -> Vec<String> {
            let some = schema["enum"]
                .as_array()
                .into_iter()
                .flatten()
                .chain(schema.get("const"));
            some.filter_map(|value| value.as_str().map(str::to_owned)).collect()
        };
        if let (Some(least), Some(most)) = (schema["minimum"].as_u64(), schema["maximum"].as_u64()) {
            return vec![format!("{least}–{most}")];
        }
        let each = schema["oneOf"].as_array().into_iter().flatten();
        each.chain([&schema]).flat_map(listed).collect()
    }
}

/// So much of a value as is told back.
fn shortened(value: &str) -> String {
    value.chars().take(80).collect()
}

/// The parameters that a route knows.
#[derive(Clone, Copy)]
pub(super) struct Allowed(pub(super) &'static [Parameter]);

/// The scope of keys that open a route. Routes without it are opened by no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) struct Scoped(pub(in crate::web) KeyScope);

/// So many stand on a page unless it is asked otherwise.
const USUAL: usize = 100;
/// So many at most.
pub(super) const MOST: usize = 500;
/// How the plan that is worked on is called in an address.
pub(super) const CURRENT: &str = "current";

/// Somebody who reads.
pub(super) struct Reading {
    ask: Ask,
    /// The house of the plan that is asked about.
    pub(super) house: House,
    /// The day of knowledge.
    pub(super) as_of: Date,
    path: String,
    allowed: &'static [Parameter],
    pub(super) pairs: Vec<(String, String)>,
}

impl FromRequestParts<House> for Reading {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Response> {
        let Ok(ask) = Ask::from_request_parts(parts, house).await;
        let allowed = Extension::<Allowed>::from_request_parts(parts, house).await;
        let allowed = allowed.map_or(const { &[] as &[Parameter] }, |Extension(Allowed(all))| all);
        let pairs = pairs(parts, allowed).map_err(|kind| ask.refuse(&kind))?;
        let AskForDay { ask, as_of, .. } = AskForDay::read(parts, house).await?;
        let house = of_plan(parts, house).await.map_err(|kind| ask.refuse(&kind))?;
        if let Err(refused) = house.can_look_at(ask.reader.as_of).await {
            return Err(ask.refused(refused));
        }
        Ok(Self {
            path: ask.reader.path.clone(),
            allowed,
            ask,
            house,
            as_of,
            pairs,
        })
    }
}

/// What the address asks for, if all of it is known and told once.
fn pairs(parts: &Parts, allowed: &[Parameter]) -> Result<Vec<(String, String)>, Kind> {
    let malformed = |what: String| Kind::Malformed { what };
    let asked = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
    let Query(pairs) = asked.map_err(|_| malformed(parts.uri.query().unwrap_or_default().to_owned()))?;
    for (at, (name, value)) in pairs.iter().enumerate() {
        let what = || format!("{name}={}", shortened(value));
        let Some(known) = allowed.iter().find(|one| one.is_called(name)) else {
            let names = allowed
                .iter()
                .map(|one| format!("{}{}", one.name, if one.family { "…" } else { "" }));
            return Err(Kind::NotAmong {
                what: what(),
                choices: names.collect(),
            });
        };
        let twice = pairs[..at].iter().any(|(other, _)| other == name);
        if value.is_empty() || twice && !known.family {
            return Err(malformed(what()));
        }
    }
    Ok(pairs)
}

/// The house of the plan that the path names; where it names none, of the one that is worked on.
async fn of_plan(parts: &mut Parts, house: &House) -> Result<House, Kind> {
    let named = RawPathParams::from_request_parts(parts, house).await;
    let named = named.map_err(|_| Kind::NotFound)?;
    match named.iter().find(|(name, _)| *name == "plan") {
        None | Some((_, CURRENT)) => Ok(house.clone()),
        Some((_, plan)) => Ok(house.of(&PlanId::new(plan).map_err(|_| Kind::NotFound)?)),
    }
}

impl Reading {
    fn text(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The value of a parameter, where it is given.
    pub(super) fn value<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Kind> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let text: value::StrDeserializer<'_, value::Error> = text.into_deserializer();
        match T::deserialize(text) {
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(self.malformed(name)),
        }
    }

    /// The number of a parameter, where it is given.
    pub(super) fn number(&self, name: &str) -> Result<Option<u16>, Kind> {
        let Some(text) = self.text(name) else { return Ok(None) };
        // Digits alone: what else Rust reads as a number, `+5`, is none of the document.
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().filter(|_| digits);
        number.map(Some).ok_or_else(|| self.malformed(name))
    }

    /// That a parameter cannot have the value that it has.
    fn malformed(&self, name: &str) -> Kind {
        let what = format!("{name}={}", shortened(self.text(name).unwrap_or_default()));
        let known = self.allowed.iter().find(|one| one.is_called(name));
        match known.map(Parameter::choices) {
            Some(choices) if !choices.is_empty() => Kind::NotAmong { what, choices },
            _ => Kind::Malformed { what },
        }
    }

    /// Which part of a list is asked for.
    pub(super) fn stretch(&self) -> Result<Stretch, Kind> {
        let limit = match self.number("limit")?.map(usize::from) {
            None => USUAL,
            Some(limit) if (1..=MOST).contains(&limit) => limit,
            Some(_) => return Err(self.malformed("limit")),
        };
        Ok(Stretch {
            limit,
            after: self.text("after").map(str::to_owned),
        })
    }

    /// The answer, or why there is none.
    pub(super) fn answer<T: Serialize>(&self, served: Served<T>) -> Response {
        match served {
            Ok(value) => axum::Json(value).into_response(),
            Err(refused) => self.ask.refused(refused),
        }
    }

    /// A page of a list, with the way to the next one.
    pub(super) fn page<T: Serialize>(&self, served: Served<Paged<T>>) -> Response {
        let next = served.as_ref().ok().and_then(|page| page.next.clone());
        let mut response = self.answer(served);
        let link = next.map(|next| format!("<{}>; rel=\"next\"", self.with_after(&next)));
        if let Some(link) = link.and_then(|link| HeaderValue::from_str(&link).ok()) {
            response.headers_mut().insert(header::LINK, link);
        }
        response
    }

    /// The address of the page behind `after`.
    fn with_after(&self, after: &str) -> String {
        let kept = self.pairs.iter().filter(|(name, _)| name != "after");
        let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let pairs: Vec<String> = kept
            .chain([("after", after)])
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        format!("{}?{}", self.path, pairs.join("&"))
    }
}
