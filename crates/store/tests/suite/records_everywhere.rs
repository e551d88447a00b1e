//! Every column of every table that a public page or a bulletin is made of, altered behind the audit: either it is found,
//! or it stands here why not.

use std::{collections::BTreeMap, fmt::Write as _};

use sqlx::{Connection as _, SqliteConnection};
use yaodian_store::{
    Store, StoreError,
    whole::{Cell, Table},
};

use crate::{
    harness::{Bench, cases},
    personal_everywhere::everywhere,
    records::{filled, found},
};

cases!(whatever_a_public_figure_comes_from_is_held_or_told_why_not);

/// Why a column is not held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Not {
    /// Nothing that is public is read from it: it counts, orders or is looked up by what is held elsewhere.
    Read,
    /// The name of a person or of a file, or an account, which an erasure replaces.
    Name,
}

use Not::{Name, Read};

/// The tables from which public pages and bulletins are made, with the columns that are not held.
const TABLES: &[(&str, &[(&str, Not)])] = &[
    ("plans", &[("content_version", Read)]),
    ("plan_versions", &[("written_at", Read), ("written_by", Name)]),
    ("documents", &[("written_at", Read), ("written_by", Name)]),
    ("published", &[("written_by", Name), ("retired_by", Name)]),
    ("reports", &[("created_at", Read), ("changed_by", Name)]),
    (
        "cases",
        &[("kind", Read), ("state", Read), ("exclusive", Read), ("steps", Read)],
    ),
    ("judgements", &[("written_by", Name)]),
    ("bulletins", &[("created_at", Read), ("changed_by", Name)]),
    ("reopenings", &[("id", Read), ("by_name", Name)]),
    ("closing_steps", &[("taken_by", Name)]),
    ("closings", &[]),
    ("carried", &[("carried_by", Name)]),
    (
        "measurement_batches",
        &[("account", Name), ("by_name", Name), ("name", Name), ("heads", Read)],
    ),
    ("measurements", &[]),
    ("attachments", &[("name", Name), ("added_by", Name), ("account", Name)]),
    ("entries", &[("changed", Read)]),
    ("entry_versions", &[]),
    ("movements", &[]),
    ("ledgers", &[("seq", Read)]),
    ("ledger_lists", &[("ended", Read)]),
    (
        "batches",
        &[
            ("how", Read),
            ("by_name", Name),
            ("account", Name),
            ("undoes", Read),
            ("undone_by", Read),
        ],
    ),
    (
        "evidence",
        &[
            ("name", Name),
            ("place", Read),
            ("added_by", Name),
            ("account", Name),
            ("withdrawn_by", Name),
        ],
    ),
];

/// The audit itself, whose chain is held by itself, and tables from which nothing public is made: people and what they may,
/// what they are told, what is on its way in, what the program notes of its own work; and rows of measurements that were set
/// aside.
const OTHERS: &[&str] = &[
    "access_keys",
    "accounts",
    "answers",
    "audit",
    "audit_head",
    "audit_personal",
    "erasing",
    "first_steps",
    "held_rows",
    "import_revisions",
    "imports",
    "known_browsers",
    "learned_names",
    "links",
    "measurement_lock",
    "messages",
    "nudges",
    "nudges_seen",
    "passkeys",
    "people",
    "posts",
    "recovery_codes",
    "rounds",
    "saved_views",
    "second_steps",
    "sessions",
    "single_sign_on",
    "trial_day",
    "tries",
    "under_way",
    "uploads",
];

/// A cell as it stands in a statement.
fn literal(cell: &Cell) -> String {
    match cell {
        Cell::Null => "NULL".to_owned(),
        Cell::Int(number) => number.to_string(),
        Cell::Text(text) => format!("'{}'", text.replace('\'', "''")),
    }
}

/// What a cell is altered to: other numbers, days, names; in JSON another figure at its beginning and one at its end.
fn others(cell: &Cell) -> Vec<Cell> {
    let text = match cell {
        Cell::Null => return vec![Cell::Text("2023-01-02".to_owned())],
        Cell::Int(number) => return vec![Cell::Int(number + 1_000)],
        Cell::Text(text) => text,
    };
    if text.contains('江') {
        return vec![Cell::Text(text.replacen('江', "河", 1))];
    }
    let digit = |byte: u8| byte.is_ascii_digit();
    let (first, last) = (text.bytes().position(digit), text.bytes().rposition(digit));
    let mut all: Vec<Cell> = (first.into_iter().chain(last))
        .map(|at| {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = b'0' + (bytes[at] - b'0' + 5) % 10;
            Cell::Text(String::from_utf8(bytes).unwrap())
        })
        .collect();
    all.dedup();
    if all.is_empty() {
        all.push(Cell::Text(format!("{text}x")));
    }
    all
}

/// The statement that alters one cell of one row.
fn alteration(bench: &Bench, table: &Table, row: &[Cell], column: usize, to: &Cell) -> String {
    let (off, is) = if bench.is_sqlite() {
        ("PRAGMA foreign_keys = OFF", "IS")
    } else {
        ("SET session_replication_role = replica", "IS NOT DISTINCT FROM")
    };
    let mut sql = format!(
        "{off}; UPDATE {} SET {} = {} WHERE ",
        table.name,
        table.columns[column],
        literal(to)
    );
    for (n, (name, cell)) in table.columns.iter().zip(row).enumerate() {
        let and = if n == 0 { "" } else { " AND " };
        let _ = write!(sql, "{and}{name} {is} {}", literal(cell));
    }
    sql
}

async fn rows(store: &Store, table: &str) -> Vec<Vec<Cell>> {
    let mut all = Vec::new();
    let mut snapshot = store.snapshot().await.unwrap();
    let read = snapshot.each_chunk(table, async |chunk| {
        all.extend(chunk);
        Ok::<_, StoreError>(())
    });
    read.await.unwrap();
    all
}

/// Whoever owns the database takes its triggers away, and what else would refuse him. On PostgreSQL triggers stay: they are
/// asked for no more in his session.
async fn take_guards_away(bench: &Bench) {
    let unique = [
        "reports_open",
        "reports_counting",
        "bulletins_edition",
        "bulletins_corrects",
        "cases_exclusive",
        "carried_into",
        "entries_key",
    ];
    let drops: Vec<_> = unique.iter().map(|name| format!("DROP INDEX {name};")).collect();
    bench.raw(&drops.concat()).await.unwrap();
    if !bench.is_sqlite() {
        return;
    }
    let mut connection = SqliteConnection::connect(&bench.url).await.unwrap();
    let names: Vec<String> = sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    let drops: Vec<_> = names.iter().map(|name| format!("DROP TRIGGER {name};")).collect();
    bench.raw(&drops.concat()).await.unwrap();
}

async fn whatever_a_public_figure_comes_from_is_held_or_told_why_not(bench: Bench) {
    let store = &bench.store;
    filled(store).await;
    everywhere(store).await;
    assert_eq!(found(store).await, []);
    take_guards_away(&bench).await;

    let tables = store.snapshot().await.unwrap().tables();
    let told: BTreeMap<&str, _> = TABLES.iter().copied().collect();
    for table in &tables {
        let name = table.name.as_str();
        assert!(
            told.contains_key(name) != OTHERS.contains(&name),
            "{name}: is anything public made of it?"
        );
    }
    let mut missed = Vec::new();
    let mut held = 0;
    for (name, not) in TABLES {
        let table = tables.iter().find(|table| table.name == *name).unwrap();
        for (column, _) in *not {
            assert!(table.columns.iter().any(|other| other == column), "{name}.{column}");
        }
        let rows = rows(store, name).await;
        assert!(!rows.is_empty(), "nothing is in {name}");
        // What has cancelled out is in no figure, whatever it says.
        let number = table.columns.iter().position(|column| column == "number");
        let counts = |row: &&Vec<Cell>| number.is_none_or(|number| row[number] != Cell::Int(0));
        for row in rows.iter().filter(counts) {
            for (n, column) in table.columns.iter().enumerate() {
                if not.iter().any(|(other, _)| other == column) {
                    continue;
                }
                for to in others(&row[n]) {
                    bench.raw(&alteration(&bench, table, row, n, &to)).await.unwrap();
                    held += 1;
                    if found(store).await.is_empty() {
                        missed.push(format!("{name}.{column}: {:?} as {to:?}", row[n]));
                    }
                    let mut altered = row.clone();
                    altered[n] = to;
                    bench
                        .raw(&alteration(&bench, table, &altered, n, &row[n]))
                        .await
                        .unwrap();
                }
            }
        }
    }
    assert_eq!(missed, [""; 0], "{} of {held} alterations were not found", missed.len());
    assert_eq!(found(store).await, [], "all was put back");
    assert!(held > 200, "{held}");
}
