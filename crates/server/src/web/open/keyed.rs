//! What a key opens, and what anybody may ask the check. The same handlers serve the app by its session.

use axum::{
    Json,
    routing::{get, post},
};
use schemars::{Schema, SchemaGenerator, json_schema};
use yaodian_contract::{
    AssessRequest, Form, Me, Owed, SaveReport, Saved,
    ledger::{
        Batch, CommitUpload, Committed, EntryPage, EntryView, LedgerHead, LedgerView, MoveEntries, Preview, SaveEntry,
    },
    monitoring::{Done, Push},
};
use yaodian_domain::{
    check::{self, Assessment},
    key::KeyScope,
    period::Period,
};
use yaodian_monitoring::network::ReviewState;

use super::{
    OpenedBy, Table,
    given::Parameter,
    reads::{FIELD, LANG, REACHED, SEARCH, SORT, parameter, text},
    shape_of,
};
use crate::web::{api, ledgers, monitoring, request::Body};

const JSON: &str = "application/json";
const BYTES: &str = "application/octet-stream";
const CSV: &str = "text/csv";

/// A file, as it is.
fn file(_: &mut SchemaGenerator) -> Schema {
    json_schema!({})
}

fn table_text(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string" })
}

fn place(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "integer", "minimum": 0 })
}

const PERIOD: Parameter = parameter(
    "period",
    "The period; the one to be worked on if left out.",
    shape_of::<Period>,
);
const NAME: Parameter = parameter("name", "The name of the file.", text);
const STATE: Parameter = parameter(
    "state",
    "Of CSV: the state of rows that tell none.",
    shape_of::<ReviewState>,
);
const FROM: Parameter = parameter("from", "How many entries come before the page.", place);
const ROWS: Parameter = parameter("rows", "How many entries stand on the page, 200 at most.", place);

/// Enters what is done with a key or by anybody.
pub(super) fn enter(table: &mut Table) {
    table.write::<Vec<Assessment>>(
        OpenedBy::AnybodyWhoAsks,
        "/assess",
        (
            "assess",
            "The check itself: targets, what is known of them and a day in, assessments out",
        ),
        &[LANG],
        &[(JSON, shape_of::<Vec<AssessRequest>>)],
        post(assess),
    );
    enter_reports(table);
    enter_ledgers(table);
    table.write::<Done>(
        OpenedBy::Key(KeyScope::Measurements),
        "/monitoring/{network}/measurements",
        (
            "send-measurements",
            "Measurements of sections or stations, as rows of a table whose columns go by their Chinese or English names. \
             Rows that cannot stand are set aside and told; the same once more changes nothing. Also by a station's key",
        ),
        &[LANG, STATE],
        &[(JSON, shape_of::<Push>), (CSV, table_text)],
        post(monitoring::measurements),
    );
}

fn enter_reports(table: &mut Table) {
    table.read_by_key::<Me>(
        KeyScope::Read,
        "/me",
        ("me", "In whose name the key acts"),
        &[LANG],
        get(api::me),
    );
    table.read_by_key::<Owed>(
        KeyScope::Read,
        "/owed",
        ("list-owed", "What the unit owes for a period"),
        &[LANG, PERIOD],
        get(api::what_is_owed),
    );
    table.read_by_key::<Form>(
        KeyScope::Read,
        "/form/{target}",
        (
            "get-form",
            "What the unit has to fill in for a target, with all that is known of its part",
        ),
        &[LANG, PERIOD],
        get(api::form),
    );
    table.write::<Saved>(
        OpenedBy::Key(KeyScope::Reports),
        "/reports",
        (
            "save-report",
            "Saves a report on a target, or sends it to the unit's leader or the reviewer. Whoever changes one names the \
             revision that was read",
        ),
        &[LANG],
        &[(JSON, shape_of::<SaveReport>)],
        post(api::save),
    );
}

fn enter_ledgers(table: &mut Table) {
    table.read_by_key::<Vec<LedgerHead>>(
        KeyScope::Read,
        "/ledgers",
        ("list-own-ledgers", "The ledgers that the unit has a part in"),
        &[LANG],
        get(ledgers::list),
    );
    table.read_by_key::<LedgerView>(
        KeyScope::Read,
        "/ledgers/{id}",
        ("get-own-ledger", "A ledger with what may be done in it"),
        &[LANG],
        get(ledgers::view),
    );
    table.read_by_key::<EntryPage>(
        KeyScope::Read,
        "/ledgers/{id}/entries",
        ("list-own-entries", "A page of the entries that the post sees"),
        &[LANG, FROM, ROWS, SEARCH, SORT, FIELD, REACHED],
        get(ledgers::page),
    );
    table.write::<EntryView>(
        OpenedBy::Key(KeyScope::Ledgers),
        "/ledgers/{id}/entries",
        (
            "save-entry",
            "Adds an entry, or changes cells of one. Whoever changes one names the version that was read",
        ),
        &[LANG],
        &[(JSON, shape_of::<SaveEntry>)],
        post(ledgers::save),
    );
    table.read_by_key::<EntryView>(
        KeyScope::Read,
        "/ledgers/{id}/entries/{entry}",
        ("get-own-entry", "An entry with its evidence and history"),
        &[LANG],
        get(ledgers::entry),
    );
    table.write::<Batch>(
        OpenedBy::Key(KeyScope::Ledgers),
        "/ledgers/{id}/move",
        (
            "move-entries",
            "Says of many entries that they passed a stage, or takes them back to before it. Those that cannot be moved \
             stay as they are, each with why",
        ),
        &[LANG],
        &[(JSON, shape_of::<MoveEntries>)],
        post(ledgers::move_entries),
    );
    table.write::<Preview>(
        OpenedBy::Key(KeyScope::Ledgers),
        "/ledgers/{id}/uploads",
        (
            "preview-entries",
            "Takes a sheet (XLSX, XLS, CSV) and tells what it would do. Nothing is changed until it is committed",
        ),
        &[LANG, NAME],
        &[(BYTES, file)],
        post(ledgers::upload),
    );
    table.write::<Committed>(
        OpenedBy::Key(KeyScope::Ledgers),
        "/ledgers/{id}/uploads/{upload}/commit",
        (
            "import-entries",
            "Does what was previewed. Entries that changed since are conflicts, and stay as they are",
        ),
        &[LANG],
        &[(JSON, shape_of::<CommitUpload>)],
        post(ledgers::commit),
    );
}

/// The check itself: what it answers here is what it answers in the browser.
async fn assess(Body(cases): Body<Vec<AssessRequest>>) -> Json<Vec<Assessment>> {
    let assessed = |case: &AssessRequest| check::assess(&case.target, &case.observations, case.as_of, &case.policy);
    Json(cases.iter().map(assessed).collect())
}
