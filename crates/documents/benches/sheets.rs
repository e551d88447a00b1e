//! How long sheets take, and how much memory: JSON lines.
//!
//! `cargo bench -p yaodian-documents --bench sheets` measures this crate and, in the same process,
//! calamine by itself; with `-- --peers` also openpyxl and pandas (`pip install openpyxl pandas`) on
//! the same files.

use std::{
    fs::File,
    io::{BufReader, BufWriter, Write},
    ops::ControlFlow,
    path::Path,
    time::Instant,
};

use calamine::{DataRef, Reader, Xlsx};
use serde_json::json;
use yaodian_documents::{Book, Limits, open};
use yaodian_domain::{
    Date, Decimal,
    id::{EntryId, FieldId, LedgerId, StageId, UnitId},
    ledger::{Entry, Field, FieldKind, Ledger, Row, Stage},
    plan::Name,
    unit::{Register, Unit, UnitKind},
};
use yaodian_words::Lang;

/// The server's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SHEET_ROWS: usize = 12_480;
const CSV_ROWS: usize = 1_000_000;
const WRITTEN_ROWS: usize = 100_000;
const KINDS: [&str; 4] = ["工业排污口", "城镇污水处理厂排污口", "农业排口", "其他排口"];
const RIVERS: [&str; 6] = ["长江干流", "汉江", "清江", "府澴河", "举水", "倒水"];

fn name(text: &str) -> Name {
    Name {
        zh: text.to_owned(),
        en: format!("{text}-en"),
    }
}

/// 20 columns: number, unit, twelve fields, five stages and the version.
fn ledger() -> Ledger {
    let field = |at: usize, kind| Field {
        id: FieldId::new(format!("f{at}")).expect("an id"),
        name: name(&format!("字段{at}")),
        kind,
        required: false,
        private: false,
    };
    let number = || FieldKind::Number {
        unit: name("吨/日"),
        decimals: 2,
        least: Some(Decimal::ZERO),
        most: None,
    };
    let choice = || FieldKind::Choice {
        options: KINDS.map(name).to_vec(),
    };
    let kinds = [
        FieldKind::Text,
        FieldKind::Text,
        FieldKind::Text,
        choice(),
        choice(),
        number(),
        number(),
        number(),
        FieldKind::Date,
        FieldKind::Unit,
        FieldKind::Place,
        FieldKind::Person,
    ];
    Ledger {
        id: LedgerId::new("outfalls").expect("an id"),
        name: name("入河排污口台账"),
        counted: name("排污口"),
        key: name("排污口编号"),
        expected: None,
        fields: kinds
            .into_iter()
            .enumerate()
            .map(|(at, kind)| field(at, kind))
            .collect(),
        stages: ["排查", "溯源", "整治", "验收", "销号"]
            .iter()
            .enumerate()
            .map(|(at, stage)| Stage {
                id: StageId::new(format!("s{at}")).expect("an id"),
                name: name(stage),
                files: 0,
                fields: Vec::new(),
                movers: Vec::new(),
            })
            .collect(),
        feeds: Vec::new(),
        holders: units().iter().map(|unit| unit.id.clone()).collect(),
        leads: Vec::new(),
        public: false,
        keeps_location: false,
        counts_from: None,
        network: None,
        note: None,
    }
}

fn units() -> Register {
    let units = (1..=17).map(|at| Unit {
        id: UnitId::new(format!("42{at:02}00")).expect("an id"),
        kind: UnitKind::Bureau,
        name: format!("第{at}市"),
        full_name: format!("第{at}市生态环境局"),
        name_en: format!("City {at}"),
        aliases: Vec::new(),
        tile: None,
        note: None,
    });
    Register::new(units.collect()).expect("a register")
}

fn entry(at: usize) -> Entry {
    let pick = |list: &[&str], at: usize| Some(list[at % list.len()].to_owned());
    let day =
        |at: usize| Date::constant(2021, 1, 1).checked_add(jiff::ToSpan::days(i64::try_from(at % 900).unwrap_or(0)));
    let number = |at: usize| {
        let hundredths = i64::try_from(at * 7_919 % 9_999_999).unwrap_or(0);
        Some(Decimal::new(hundredths, 2).normalize().to_string())
    };
    let unit = |at: usize| format!("42{:02}00", at % 17 + 1);
    Entry {
        id: EntryId(0),
        version: 1,
        row: Row {
            key: format!("CJ-{:06}-{at:07}", 420_000 + at % 100),
            unit: UnitId::new(unit(at)).expect("an id"),
            values: vec![
                pick(&RIVERS, at),
                Some(format!("{}左岸第{at}号桥下游{}米", RIVERS[at % 6], at % 997)),
                Some(format!("第{}街道办事处", at % 1_300)),
                pick(&KINDS, at),
                pick(&KINDS, at / 3),
                number(at),
                number(at + 1),
                number(at + 2),
                day(at).ok().map(|day| day.to_string()),
                Some(unit(at + 5)),
                Some(
                    format!("114.{:05},30.{:05}", at % 89_999 + 10_001, at % 79_999 + 10_001)
                        .trim_end_matches('0')
                        .to_owned(),
                ),
                Some(format!("张{}", at % 5_000)),
            ],
            reached: (0..at % 6)
                .filter_map(|stage| day(at % 300 + stage * 30).ok())
                .collect(),
        },
        files: vec![0; 5],
        changed_on: Date::constant(2023, 9, 25),
        changed_by: String::new(),
    }
}

/// The most memory that the process has held, in MiB, and forgets it. Linux only.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    Some(kib / 1_024)
}

/// Seconds of processor time that all threads have taken. Linux only.
fn processor() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = status.rsplit(')').next()?.split_whitespace().skip(11);
    let (user, system): (f64, f64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    // A tick is a hundredth of a second.
    Some((user + system) / 100.0)
}

fn measure(what: &str, rounds: usize, mut work: impl FnMut() -> usize) -> f64 {
    let _ = peak();
    let mut times = Vec::new();
    let mut counted = 0;
    let before = processor();
    for _ in 0..rounds {
        let start = Instant::now();
        counted = work();
        times.push(start.elapsed().as_secs_f64());
    }
    let rounds = u32::try_from(times.len()).map_or(1.0, f64::from);
    let taken = before.zip(processor()).map(|(before, after)| (after - before) / rounds);
    times.sort_by(f64::total_cmp);
    let (best, middle) = (times[0], times[times.len() / 2]);
    println!(
        "{}",
        json!({"what": what, "counted": counted, "seconds": best, "median": middle, "processor": taken, "peak_mib": peak()})
    );
    best
}

fn ours(path: &Path, ledger: &Ledger, units: &Register) -> usize {
    let mut good = 0;
    let opened = open(File::open(path).expect("a file"), &Limits::default()).expect("a sheet");
    let heading = opened
        .read(ledger, units, |row| {
            good += usize::from(row.outcome.is_ok());
            ControlFlow::Continue(())
        })
        .expect("rows");
    assert_eq!(heading.columns.len(), 20);
    good
}

/// What calamine takes to go through the cells, and does nothing with them.
fn bare(path: &Path) -> usize {
    let mut book: Xlsx<_> = calamine::open_workbook(path).expect("a workbook");
    let name = book.sheet_names()[0].clone();
    let mut cells = book.worksheet_cells_reader(&name).expect("a sheet");
    let mut count = 0;
    while let Some(cell) = cells.next_cell().expect("a cell") {
        count += usize::from(!matches!(cell.get_value(), DataRef::Empty));
    }
    count
}

/// What calamine takes to lay out the whole sheet.
fn bare_range(path: &Path) -> usize {
    let mut book: Xlsx<BufReader<File>> = calamine::open_workbook(path).expect("a workbook");
    let name = book.sheet_names()[0].clone();
    book.worksheet_range(&name).expect("a sheet").used_cells().count()
}

/// The same entries as Excel saves them: texts in a table of their own.
fn as_excel(book: &Book<'_>, rows: usize, path: &Path) {
    let mut csv = Vec::new();
    book.csv((0..rows).map(entry), &mut csv).expect("csv");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&csv[3..]);
    let mut record = csv::StringRecord::new();
    let mut row = 0;
    while reader.read_record(&mut record).expect("a record") {
        for (column, field) in (0_u16..).zip(&record) {
            let field = field.strip_prefix('\'').unwrap_or(field);
            if field.is_empty() {
            } else if let Some(at) = field.parse::<Date>().ok().filter(|_| row > 0) {
                let at = rust_xlsxwriter::ExcelDateTime::parse_from_str(&at.to_string()).expect("a day");
                sheet
                    .write_datetime_with_format(row, column, &at, &day)
                    .expect("a cell");
            } else if let Ok(number) = field.parse::<f64>() {
                sheet.write_number(row, column, number).expect("a cell");
            } else {
                sheet.write_string(row, column, field).expect("a cell");
            }
        }
        row += 1;
    }
    workbook.save(path).expect("a file");
}

fn in_gb18030(csv: &Path) {
    let text = std::fs::read(csv).expect("a file");
    let (chinese, ..) = encoding_rs::GB18030.encode(std::str::from_utf8(&text[3..]).expect("UTF-8"));
    File::create(csv)
        .and_then(|mut file| file.write_all(&chinese))
        .expect("a file");
}

fn main() {
    let peers = std::env::args().any(|arg| arg == "--peers");
    let (ledger, units) = (ledger(), units());
    let book = Book {
        ledger: &ledger,
        units: &units,
        lang: Lang::Zh,
        only: None,
        demonstration: false,
        public: false,
        as_of: Date::constant(2023, 9, 25),
    };
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let (excel, own, csv, written) = (at("excel.xlsx"), at("own.xlsx"), at("own.csv"), at("written.xlsx"));
    as_excel(&book, SHEET_ROWS, &excel);
    let xlsx = |rows: usize, path: &Path| {
        book.xlsx((0..rows).map(entry), File::create(path).expect("a file"))
            .expect("a sheet");
        rows
    };
    xlsx(SHEET_ROWS, &own);
    for (path, what) in [(&excel, "saved as Excel does"), (&own, "written by us")] {
        let bare = measure(&format!("read 12480x20 xlsx, {what}: calamine, cells"), 15, || {
            bare(path)
        });
        measure(&format!("read 12480x20 xlsx, {what}: calamine, range"), 15, || {
            bare_range(path)
        });
        let ours = measure(&format!("read 12480x20 xlsx, {what}: ours, into drafts"), 15, || {
            ours(path, &ledger, &units)
        });
        println!(
            "{}",
            json!({"what": format!("{what}: ours / calamine cells"), "ratio": ours / bare})
        );
    }
    measure("write 100000x20 xlsx: ours", 3, || xlsx(WRITTEN_ROWS, &written));
    measure("write 1000000x20 csv: ours", 1, || {
        let out = BufWriter::new(File::create(&csv).expect("a file"));
        book.csv((0..CSV_ROWS).map(entry), out).expect("csv");
        CSV_ROWS
    });
    let bytes = std::fs::metadata(&csv).map_or(0, |file| file.len());
    println!("{}", json!({"what": "1000000x20 csv", "mib": bytes >> 20}));
    measure("read 1000000x20 csv: ours, into drafts", 3, || {
        ours(&csv, &ledger, &units)
    });
    in_gb18030(&csv);
    measure("read 1000000x20 csv in GB18030: ours, into drafts", 2, || {
        ours(&csv, &ledger, &units)
    });
    if peers {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers.py");
        let run = std::process::Command::new("python3")
            .arg(script)
            .arg(&excel)
            .arg(WRITTEN_ROWS.to_string())
            .status();
        if !run.is_ok_and(|status| status.success()) {
            eprintln!("python3 with openpyxl and pandas is needed");
        }
    }
}
