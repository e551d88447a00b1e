//! What anybody may read.

use std::sync::LazyLock;

use axum::{
    body::Bytes,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use schemars::{Schema, SchemaGenerator, json_schema};
use yaodian_contract::{
    Kind,
    ledger::LedgerHead,
    monitoring::NetworkView,
    open::{
        NetworkPlace, OpenBulletin, OpenEntry, OpenLedger, Paged, PlaceYear, PlanEntry, ProblemCode, TargetEntry,
        UnitEntry, UnitView,
    },
};
use yaodian_domain::{
    bulletin::BulletinHead,
    check::Status,
    id::{BulletinId, LedgerId, TargetId, UnitId},
    ledger::{Column, Network},
    observation::Observation,
    plan::Plan,
    schema::Day,
    standing::Standing,
    target,
    unit::UnitKind,
};

use super::{Shape, Table, document, given::MOST, given::Parameter, given::Reading, shape_of};
use crate::{
    service::{
        Served,
        open::{self, ledgers, networks, targets, units},
    },
    web::request::Named,
};

pub(super) const fn parameter(name: &'static str, about: &'static str, shape: Shape) -> Parameter {
    Parameter {
        name,
        about,
        shape,
        family: false,
    }
}

const fn family(name: &'static str, about: &'static str) -> Parameter {
    Parameter {
        name,
        about,
        shape: text,
        family: true,
    }
}

fn limit(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "integer", "minimum": 1, "maximum": MOST, "default": 100 })
}

pub(super) fn text(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "minLength": 1 })
}

fn language(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": ["zh", "en"] })
}

fn number(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "integer", "minimum": 0, "maximum": u16::MAX })
}

pub(super) const LANG: Parameter = parameter("lang", "The language of refusals.", language);
const AS_OF: Parameter = parameter(
    "as_of",
    "The day of knowledge: what was known on that day, judged on it. Today if left out.",
    shape_of::<Day>,
);
const LIMIT: Parameter = parameter("limit", "How many things stand on a page.", limit);
const AFTER: Parameter = parameter(
    "after",
    "`next` of the page before; begin without it. Its form may change.",
    text,
);
const STATUS: Parameter = parameter("status", "Only what stands so.", shape_of::<Status>);
const OF_UNIT: Parameter = parameter("unit", "Only what this unit leads or reports on.", shape_of::<UnitId>);
const BY_UNIT: Parameter = parameter("unit", "Only what is this unit's.", shape_of::<UnitId>);
const ITEM: Parameter = parameter("item", "Only what stands in the item with this number.", number);
const KIND: Parameter = parameter("kind", "Only promises of this kind.", shape_of::<target::Kind>);
const UNIT_KIND: Parameter = parameter("kind", "Only units of this kind.", shape_of::<UnitKind>);
pub(super) const SEARCH: Parameter = parameter("q", "Only entries in which this stands.", text);
pub(super) const SORT: Parameter = parameter(
    "sort",
    "By which column: `key`, `unit`, `stage`, `changed`, `f.FIELD` or `s.STAGE`; with `-` before it the greatest first.",
    text,
);
const KEY: Parameter = parameter("key", "Only numbers with this in them.", text);
const STAGE: Parameter = parameter(
    "stage",
    "Only entries that have passed so many stages: `2`, or `1..3`.",
    text,
);
const CHANGED: Parameter = parameter(
    "changed",
    "Only entries that were changed on this day, or `2023-05-01..2023-06-30`.",
    text,
);
const ENTRY_UNIT: Parameter = Parameter {
    name: "unit",
    about: "Only entries of this unit.",
    shape: shape_of::<UnitId>,
    family: false,
};
pub(super) const FIELD: Parameter = family(
    "f.",
    "Only entries with this in the field `f.FIELD`: a value, `a..b`, `~a` for what holds a, `!` for blanks, `*` for anything.",
);
pub(super) const REACHED: Parameter = family(
    "s.",
    "Only entries that passed the stage `s.STAGE` on this day, `a..b`, `!` for not yet, `*` for on some day.",
);

/// Enters what anybody may read.
pub(super) fn enter(table: &mut Table) {
    table.read::<Paged<PlanEntry>>(
        "/plans",
        ("list-plans", "All plans, the latest year first"),
        &[LANG, LIMIT, AFTER],
        get(plans),
    );
    enter_plan(table);
    table.read::<Plan>(
        "/plan",
        ("current-plan", "The plan that is worked on"),
        &[LANG],
        get(plan),
    );
    table.read::<Standing>(
        "/standing",
        (
            "current-standing",
            "How every target of the plan that is worked on stands on a day",
        ),
        &[LANG, AS_OF],
        get(standing),
    );
    table.read::<Paged<ProblemCode>>(
        "/problems",
        ("list-problems", "The codes that refusals have"),
        &[LANG, LIMIT, AFTER],
        get(problems),
    );
    table.read::<document::Document>("/openapi.json", ("openapi", "This document"), &[LANG], get(openapi));
}

fn enter_plan(table: &mut Table) {
    table.read::<Plan>(
        "/plans/{plan}",
        (
            "get-plan",
            "A plan: its text, chapters, items, tasks, targets, units and rules",
        ),
        &[LANG],
        get(plan),
    );
    table.read::<Standing>(
        "/plans/{plan}/standing",
        ("get-standing", "How every target of a plan stands on a day"),
        &[LANG, AS_OF],
        get(standing),
    );
    table.read::<Paged<TargetEntry>>(
        "/plans/{plan}/targets",
        ("list-targets", "The targets of a plan as they stand on a day"),
        &[LANG, AS_OF, LIMIT, AFTER, STATUS, OF_UNIT, ITEM, KIND],
        get(list_targets),
    );
    table.read::<TargetEntry>(
        "/plans/{plan}/targets/{target}",
        ("get-target", "A target as it stands on a day"),
        &[LANG, AS_OF],
        get(target),
    );
    table.read::<Paged<Observation>>(
        "/plans/{plan}/targets/{target}/observations",
        (
            "list-observations",
            "What was known of a target on a day, in the order in which it became known; what was withdrawn says since when",
        ),
        &[LANG, AS_OF, LIMIT, AFTER, BY_UNIT],
        get(observations),
    );
    table.read::<Paged<UnitEntry>>(
        "/plans/{plan}/units",
        ("list-units", "The units of a plan"),
        &[LANG, AS_OF, LIMIT, AFTER, UNIT_KIND],
        get(list_units),
    );
    table.read::<UnitView>(
        "/plans/{plan}/units/{unit}",
        (
            "get-unit",
            "A unit with its tasks, and its parts of targets as they stand on a day",
        ),
        &[LANG, AS_OF],
        get(unit),
    );
    table.read::<Paged<LedgerHead>>(
        "/plans/{plan}/ledgers",
        ("list-ledgers", "The public ledgers of a plan"),
        &[LANG, LIMIT, AFTER],
        get(list_ledgers),
    );
    table.read::<OpenLedger>(
        "/plans/{plan}/ledgers/{ledger}",
        (
            "get-ledger",
            "A public ledger: its fields and stages, and how it stands",
        ),
        &[LANG],
        get(ledger),
    );
    table.read::<Paged<OpenEntry>>(
        "/plans/{plan}/ledgers/{ledger}/entries",
        ("list-entries", "The entries of a public ledger, as they stand today"),
        &[
            LANG, LIMIT, AFTER, SEARCH, SORT, KEY, ENTRY_UNIT, STAGE, CHANGED, FIELD, REACHED,
        ],
        get(entries),
    );
    table.read::<OpenEntry>(
        "/plans/{plan}/ledgers/{ledger}/entries/{key}",
        ("get-entry", "An entry of a public ledger, by its number"),
        &[LANG],
        get(entry),
    );
    table.read::<Paged<NetworkView>>(
        "/plans/{plan}/networks",
        ("list-networks", "The monitoring networks of a plan"),
        &[LANG, AS_OF, LIMIT, AFTER],
        get(list_networks),
    );
    table.read::<Paged<NetworkPlace>>(
        "/plans/{plan}/networks/{network}/places",
        (
            "list-places",
            "The sections or stations of a network, as its register stood on a day",
        ),
        &[LANG, AS_OF, LIMIT, AFTER, BY_UNIT],
        get(places),
    );
    table.read::<PlaceYear>(
        "/plans/{plan}/networks/{network}/places/{place}",
        (
            "get-place",
            "A section or station with its figures by month over the plan's year, as known on a day",
        ),
        &[LANG, AS_OF],
        get(place),
    );
    table.read::<Paged<BulletinHead>>(
        "/plans/{plan}/bulletins",
        ("list-bulletins", "The published bulletins of a plan, the latest first"),
        &[LANG, LIMIT, AFTER],
        get(bulletins),
    );
    table.read::<OpenBulletin>(
        "/plans/{plan}/bulletins/{bulletin}",
        ("get-bulletin", "A published bulletin, in Chinese as it was frozen"),
        &[LANG],
        get(bulletin),
    );
}

/// A name of the path behind that of the plan.
type InPlan<T> = Named<(String, T)>;

async fn plans(reading: Reading) -> Response {
    reading.page(async { open::plans(&reading.house, &reading.stretch()?).await }.await)
}

/// The plan, as structured data.
async fn plan(reading: Reading) -> Response {
    match reading.house.knowledge().await {
        Ok(Some((_, known))) => reading.answer(Ok(&*open::shown(&known.plan))),
        Ok(None) => reading.answer::<()>(Err(Kind::NotFound.into())),
        Err(error) => reading.answer::<()>(Err(error.into())),
    }
}

/// How every target stands on a day.
async fn standing(reading: Reading) -> Response {
    match open::seen(&reading.house, reading.as_of).await {
        Ok(seen) => reading.answer(Ok(&*seen.standing)),
        Err(refused) => reading.answer::<()>(Err(refused)),
    }
}

async fn list_targets(reading: Reading) -> Response {
    let listed = async {
        let filter = targets::Filter {
            status: reading.value("status")?,
            unit: reading.value("unit")?,
            item: reading.number("item")?,
            kind: reading.value("kind")?,
        };
        targets::list(&reading.house, reading.as_of, &filter, &reading.stretch()?).await
    };
    reading.page(listed.await)
}

async fn target(reading: Reading, Named((_, id)): InPlan<TargetId>) -> Response {
    reading.answer(targets::one(&reading.house, reading.as_of, &id).await)
}

async fn observations(reading: Reading, Named((_, id)): InPlan<TargetId>) -> Response {
    let listed = async {
        let unit: Option<UnitId> = reading.value("unit")?;
        targets::observations(&reading.house, reading.as_of, &id, unit.as_ref(), &reading.stretch()?).await
    };
    reading.page(listed.await)
}

async fn list_units(reading: Reading) -> Response {
    let listed = async {
        let kind = reading.value("kind")?;
        units::list(&reading.house, reading.as_of, kind, &reading.stretch()?).await
    };
    reading.page(listed.await)
}

async fn unit(reading: Reading, Named((_, id)): InPlan<UnitId>) -> Response {
    reading.answer(units::one(&reading.house, reading.as_of, &id).await)
}

async fn list_ledgers(reading: Reading) -> Response {
    reading.page(async { ledgers::list(&reading.house, &reading.stretch()?).await }.await)
}

async fn ledger(reading: Reading, Named((_, id)): InPlan<LedgerId>) -> Response {
    reading.answer(ledgers::one(&reading.house, &id).await)
}

async fn entries(reading: Reading, Named((_, id)): InPlan<LedgerId>) -> Response {
    let listed = async {
        let stretch = reading.stretch()?;
        // Of the families the table tells how names begin; the rest is a field's or a stage's own.
        let mut families = reading.pairs.iter().filter(|(name, _)| name.contains('.'));
        if let Some((name, value)) = families.find(|(name, _)| name.parse::<Column>().is_err()) {
            let what = format!("{name}={value}");
            return Err(Kind::Malformed { what }.into());
        }
        let query = |shown: &_| crate::web::ledgers::query(shown, &reading.pairs);
        ledgers::entries(&reading.house, &id, query, &stretch).await
    };
    reading.page(listed.await)
}

async fn entry(reading: Reading, Named((_, id, key)): Named<(String, LedgerId, String)>) -> Response {
    reading.answer(ledgers::entry(&reading.house, &id, &key).await)
}

async fn list_networks(reading: Reading) -> Response {
    let listed = async { networks::list(&reading.house, reading.as_of, &reading.stretch()?).await };
    reading.page(listed.await)
}

async fn places(reading: Reading, Named((_, network)): InPlan<Network>) -> Response {
    let listed = async {
        let unit: Option<UnitId> = reading.value("unit")?;
        networks::places(
            &reading.house,
            reading.as_of,
            network,
            unit.as_ref(),
            &reading.stretch()?,
        )
        .await
    };
    reading.page(listed.await)
}

async fn place(reading: Reading, Named((_, network, code)): Named<(String, Network, String)>) -> Response {
    reading.answer(networks::place(&reading.house, reading.as_of, network, &code).await)
}

async fn bulletins(reading: Reading) -> Response {
    reading.page(async { open::bulletins(&reading.house, &reading.stretch()?).await }.await)
}

async fn bulletin(reading: Reading, Named((_, id)): InPlan<BulletinId>) -> Response {
    reading.answer(open::bulletin(&reading.house, &id).await)
}

async fn problems(reading: Reading) -> Response {
    let listed = || -> Served<Paged<ProblemCode>> {
        let stretch = reading.stretch()?;
        Ok(stretch.of(document::codes(), |one| one.code.clone())?)
    };
    reading.page(listed())
}

static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| document::written(&super::table().operations));

/// The document; made once.
async fn openapi(reading: Reading) -> Response {
    let _checked = reading;
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT.clone()).into_response()
}
