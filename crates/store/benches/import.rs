//! How long a list of a million rows takes into a database on SQLite and out of it again, beside
//! what `sqlite3 .import` needs for the same rows as CSV.
//!
//! `cargo bench -p yaodian-store --bench import`, with another number of rows behind `--` if
//! wanted. `TMPDIR` says on which disk.

use std::{
    fmt::Write as _,
    io::{BufWriter, Write as _},
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use jiff::{ToSpan as _, civil::Date};
use yaodian_domain::{
    id::{PlanId, UnitId},
    ledger::{FieldKind, Ledger, Row},
    plan::Plan,
    testing,
};
use yaodian_store::{Act, Actor, Changing, How, Listed, Mode, Put, Store};

// As in the server.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const FIELDS: usize = 20;
const DAY: Date = Date::constant(2023, 9, 25);

fn main() {
    let rows: usize = std::env::args()
        .skip(1)
        .find_map(|arg| arg.parse().ok())
        .unwrap_or(1_000_000);
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    println!("{rows} rows of {FIELDS} fields, seven in eight of them filled, and up to five stages");
    for (order, shuffled) in [("numbers in order", false), ("numbers in no order", true)] {
        println!("\n{order}");
        let path = folder.path().join(format!("{shuffled}.sqlite"));
        runtime.block_on(ours(&path, rows, shuffled));
        println!("  {:40} {:>8} MB", "size of the file", size(&path));
        let csv = folder.path().join("rows.csv");
        write_csv(&csv, rows, shuffled);
        println!("  {:40} {:>8} MB", "size of the CSV", size(&csv));
        for (name, index) in [
            ("sqlite3 .import", ""),
            ("the same with the number unique", "CREATE UNIQUE INDEX k ON t(c0);"),
        ] {
            theirs(
                name,
                &folder.path().join(format!("{shuffled}-{}.theirs", index.len())),
                &csv,
                index,
            );
        }
    }
}

async fn ours(path: &Path, rows: usize, shuffled: bool) {
    let store = Store::open(&format!("sqlite://{}", path.display())).await.unwrap();
    let act = Act::new("2023-09-25T04:00:00Z".parse().unwrap(), Actor::command("bench"));
    let plan = plan();
    store.put_plan(&act, &plan).await.unwrap();
    let ledger = ledger();
    let changing = Changing {
        plan: &plan.id,
        ledger: &ledger,
        how: How::Upload,
        account: None,
        demonstration: false,
        known_on: DAY,
        mode: Mode::WhatGoesIn,
        undoes: None,
        broken_off: None,
    };

    let began = Instant::now();
    let made = (0..rows)
        .map(|n| row(number(n, rows, shuffled)))
        .map(Put::New)
        .filter(|put| matches!(put, Put::New(row) if !row.key.is_empty()))
        .count();
    assert_eq!(made, rows);
    told("making the rows, part of the next figure", began, rows);

    let began = Instant::now();
    let puts = (0..rows).map(|n| Put::New(row(number(n, rows, shuffled))));
    let applied = store.apply(&act, &changing, puts).await.unwrap();
    told("apply, all new, until committed", began, rows);
    assert_eq!((applied.changed, applied.outrun.len()), (rows, 0));

    let began = Instant::now();
    let mut entries = Vec::with_capacity(rows);
    let take = |listed| {
        if let Listed::There(entry) = listed {
            entries.push(entry);
        }
    };
    store.entries_since(&plan.id, &ledger, 0, take).await.unwrap();
    told("entries_since, all", began, rows);
    assert_eq!(entries.len(), rows);

    let began = Instant::now();
    let mut nothing = 0;
    store
        .entries_since(&plan.id, &ledger, applied.seq, |_| nothing += 1)
        .await
        .unwrap();
    told("entries_since, nothing new", began, 0);
    assert_eq!(nothing, 0);

    let began = Instant::now();
    let puts = entries.into_iter().map(|entry| {
        let mut after = entry.row;
        after.reached.resize(5, DAY);
        Put::Change {
            id: entry.id,
            read: entry.version,
            after,
        }
    });
    let moved = store
        .apply(
            &act,
            &Changing {
                how: How::Move,
                ..changing
            },
            puts,
        )
        .await
        .unwrap();
    told("apply, all changed, until committed", began, rows);
    assert_eq!(moved.changed, rows);

    let began = Instant::now();
    let batch = moved.batch.unwrap();
    let undone = store.undo(&act, &plan.id, &ledger, None, DAY, &batch).await.unwrap();
    told("undo of that, until committed", began, rows);
    assert_eq!(undone.applied.changed, rows);

    let began = Instant::now();
    let found = store.snapshot().await.unwrap().verify_records().await.unwrap();
    told("held against the audit, three versions each", began, 3 * rows);
    assert_eq!(found, []);
    store.close().await;
}

fn theirs(name: &str, path: &Path, csv: &Path, index: &str) {
    let columns: Vec<String> = (0..FIELDS + 7).map(|n| format!("c{n} TEXT")).collect();
    let script = format!(
        "CREATE TABLE t({});\n{index}\n.mode csv\n.import \"{}\" t\nSELECT COUNT(*) FROM t;\n",
        columns.join(","),
        csv.display()
    );
    let began = Instant::now();
    let child = Command::new("sqlite3")
        .arg(path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        println!("  {name}: sqlite3 is not installed");
        return;
    };
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let rows: usize = String::from_utf8(output.stdout).unwrap().trim().parse().unwrap();
    told(name, began, rows);
}

fn told(what: &str, began: Instant, rows: usize) {
    let seconds = began.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a rate to look at")]
    let rate = rows as f64 / seconds / 1000.0;
    println!("  {what:40} {seconds:>8.2} s  {rate:>8.0} thousand rows a second");
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len() / 1_000_000)
}

/// The number of the `n`th row. Out of order they jump by a step that has no factor in common with
/// how many there are.
fn number(n: usize, rows: usize, shuffled: bool) -> usize {
    let step = [618_033, 618_037, 618_041]
        .into_iter()
        .find(|step| gcd(*step, rows) == 1);
    match step {
        Some(step) if shuffled => n * step % rows,
        _ => n,
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn row(n: usize) -> Row {
    let values = (0..FIELDS).map(|field| {
        (!(n + field).is_multiple_of(8)).then(|| match field % 4 {
            0 => format!("长江干流岸线第{}段", n % 977 + field),
            1 => format!("{}.{}", n % 10_000, field),
            2 => format!("114.{:06},30.{:06}", n * 7 % 1_000_000, n * 13 % 1_000_000),
            _ => "生活污水排污口".to_owned(),
        })
    });
    let reached = (0..n % 6).map(|stage| {
        Date::constant(2023, 1, 1)
            + (stage * 40 + n % 40)
                .cast_signed()
                .try_into()
                .map_or(0.days(), |days: i32| days.days())
    });
    Row {
        key: format!("EZ-{n:07}"),
        unit: UnitId::new(format!("4201{:02}", n % 17)).unwrap(),
        values: values.collect(),
        reached: reached.collect(),
    }
}

fn write_csv(path: &Path, rows: usize, shuffled: bool) {
    let mut file = BufWriter::new(std::fs::File::create(path).unwrap());
    let mut line = String::new();
    for n in 0..rows {
        let row = row(number(n, rows, shuffled));
        line.clear();
        let _ = write!(line, "{},{}", row.key, row.unit);
        for value in &row.values {
            // A place has a comma in it.
            let _ = write!(line, ",\"{}\"", value.as_deref().unwrap_or_default());
        }
        for stage in 0..5 {
            let _ = match row.reached.get(stage) {
                Some(day) => write!(line, ",{day}"),
                None => write!(line, ","),
            };
        }
        line.push('\n');
        file.write_all(line.as_bytes()).unwrap();
    }
    file.flush().unwrap();
}

fn ledger() -> Ledger {
    let fields: Vec<String> = (0..FIELDS).map(|n| format!("f{n}")).collect();
    let fields = fields.iter().map(|id| (id.as_str(), FieldKind::Text));
    testing::blank_ledger(fields, ["s0", "s1", "s2", "s3", "s4"])
}

fn plan() -> Plan {
    Plan {
        id: PlanId::new("bench").unwrap(),
        ..testing::blank_plan(Vec::new())
    }
}
