//! A whole country's year: ten million observations judged and rolled up, beside what Polars and
//! DuckDB need for the rolling up alone. `cargo xtask bench --only national` runs all three.
//!
//! ```text
//! national write FOLDER          makes the columns, the same ones every time
//! national run FOLDER RUNS       judges them from memory; prints its times and writes `ours.csv`
//! national stream FOLDER         judges them from the files; prints its size half-way and at the end
//! ```
//!
//! Thirty-one provinces have a hundred targets each, two hundred and seventy units report on every
//! one of them each month, and the rows stand in the order in which they arrive: a month's reports,
//! then corrections of an earlier month, which are known later and yet must not count before a
//! later month's report. Some months are never reported, some units never report at all, and what
//! became known after [`AS_OF`] is there to be left aside.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
    time::Instant,
};

use yaodian_domain::{
    Date, Decimal,
    check::{Assessment, Fold, Policy},
    id::{TargetId, UnitId},
    method::Method,
    observation::Figure,
    plan::{Name, Span},
    target::{Bound, Home, Measure, Promise, Quote, Sense, Target, Toward},
    time::{DaySpan, days_between},
};

const PROVINCES: u16 = 31;
const TARGETS: u16 = 100;
const UNITS: u16 = 270;
const MONTHS: u8 = 12;
const AS_OF: Date = Date::constant(2024, 1, 25);

/// After so many months a correction arrives.
const CORRECTED_AFTER: u8 = 3;

/// What a target promises, by its place among its province's.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Share,
    Count,
    Level,
}

impl Kind {
    fn of(target: u16) -> Self {
        match target % TARGETS {
            0..40 => Self::Share,
            40..70 => Self::Count,
            _ => Self::Level,
        }
    }
}

/// One observation as the files hold it, a column a file.
#[derive(Clone, Copy, Default)]
struct Row {
    /// Counted over all provinces.
    target: u16,
    /// The unit's place among the target's reporters.
    unit: u16,
    /// The figure is of the year up to the end of this month.
    month: u8,
    /// The day it became known; 1 is the first of January.
    known: u16,
    done: u32,
    /// Out of how many; 0 for counts, which are out of nothing.
    of: u32,
}

fn main() -> io::Result<()> {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|given| given != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["write", folder] => write(Path::new(folder)),
        ["run", folder, runs] => run(Path::new(folder), runs.parse().map_err(io::Error::other)?),
        ["stream", folder] => stream(Path::new(folder)),
        _ => Err(io::Error::other(
            "national (write FOLDER | run FOLDER RUNS | stream FOLDER)",
        )),
    }
}

/// Judges from memory; the clock runs from the columns to the table.
fn run(folder: &Path, runs: usize) -> io::Result<()> {
    let columns = Columns::read(folder)?;
    let country = Country::new();
    // From here on the most memory that we ever had is counted anew.
    fs::write("/proc/self/clear_refs", "5")?;
    let before = resident("VmRSS")?;
    let mut table = Vec::new();
    let (mut wall, mut processor) = (Vec::new(), Vec::new());
    for run in 0..=runs {
        let (start, start_on_processor) = (Instant::now(), on_processor()?);
        let mut folds = country.folds();
        for row in columns.rows() {
            country.see(&mut folds, row);
        }
        table = country.judge(&folds);
        // The first one warms up.
        if run > 0 {
            wall.push(start.elapsed().as_secs_f64() * 1000.0);
            processor.push(on_processor()? - start_on_processor);
        }
    }
    let growth = resident("VmHWM")?.saturating_sub(before);
    fs::write(folder.join("ours.csv"), country.csv(&table))?;
    println!(
        "{{\"ms\": {wall:?}, \"cpu_ms\": {processor:?}, \"rows\": {}, \"targets\": {}, \"growth_kib\": {growth}}}",
        columns.target.len(),
        table.len()
    );
    Ok(())
}

/// Judges row by row from the files, and shows that what was seen leaves no trace but the latest.
fn stream(folder: &Path) -> io::Result<()> {
    let country = Country::new();
    let mut reader = Reader::open(folder)?;
    let half = fs::metadata(folder.join("month"))?.len() / 2;
    let before = resident("VmRSS")?;
    let mut folds = country.folds();
    let (mut seen, mut at_half) = (0_u64, 0);
    while let Some(row) = reader.next()? {
        country.see(&mut folds, row);
        seen += 1;
        if seen == half {
            at_half = resident("VmRSS")?;
        }
    }
    let at_end = resident("VmRSS")?;
    let matches = country.csv(&country.judge(&folds)) == fs::read_to_string(folder.join("ours.csv"))?;
    println!(
        "{{\"rows\": {seen}, \"before_kib\": {before}, \"half_kib\": {at_half}, \"end_kib\": {at_end}, \
         \"matches\": {matches}}}"
    );
    Ok(())
}

/// The targets, and the calendar as the columns count it.
struct Country {
    targets: Vec<Target>,
    /// The year up to the end of each month.
    spans: Vec<DaySpan>,
    days: Vec<Date>,
    policy: Policy,
}

impl Country {
    fn new() -> Self {
        let year = DaySpan::year(2023);
        let id = |text: String| UnitId::new(text).expect("an identifier");
        let units = |province| (0..UNITS).map(move |unit| id(format!("{province:02}-{unit:03}")));
        let provinces: Vec<Vec<UnitId>> = (0..PROVINCES).map(|province| units(province).collect()).collect();
        let month_end = |month| DaySpan::month(2023, month).expect("a month").to();
        Self {
            targets: (0..PROVINCES * TARGETS)
                .map(|number| target(number, year, &provinces[usize::from(number / TARGETS)]))
                .collect(),
            spans: (1..=12)
                .map(|month| DaySpan::new(year.from(), month_end(month)).expect("a stretch"))
                .collect(),
            days: year.from().series(jiff::Span::new().days(1)).take(1000).collect(),
            policy: Policy::default(),
        }
    }

    fn folds(&self) -> Vec<Fold<'_, '_>> {
        self.targets.iter().map(|target| Fold::new(target, AS_OF)).collect()
    }

    #[inline]
    fn see(&self, folds: &mut [Fold<'_, '_>], row: Row) {
        let done = Decimal::from(row.done);
        let figure = match Kind::of(row.target) {
            Kind::Count => Figure::Amount { value: done },
            Kind::Share | Kind::Level => Figure::Counts {
                done,
                of: Some(Decimal::from(row.of)),
            },
        };
        let span = self.spans[usize::from(row.month) - 1];
        let known_on = self.days[usize::from(row.known) - 1];
        folds[usize::from(row.target)].see_at(usize::from(row.unit), span, known_on, &figure);
    }

    fn judge(&self, folds: &[Fold<'_, '_>]) -> Vec<Assessment> {
        folds.iter().map(|fold| fold.assess(&self.policy)).collect()
    }

    /// What the three are compared by: target, Σdone, Σof, units in it, the last day on which any
    /// of it became known, the month up to which all of it goes.
    fn csv(&self, table: &[Assessment]) -> String {
        let line = |(target, assessment): (usize, &Assessment)| {
            let basis = assessment.basis.as_ref().expect("a figure of some of the units");
            let (done, of) = match &basis.figure {
                Figure::Amount { value } => (*value, Decimal::ZERO),
                Figure::Counts { done, of } => (*done, of.unwrap_or_default()),
                other => unreachable!("{other:?}"),
            };
            let units = assessment.coverage.as_ref().map_or(0, |coverage| coverage.reported);
            let known = days_between(self.days[0], basis.known_on) + 1;
            format!("{target},{done},{of},{units},{known},{}\n", basis.span.to().month())
        };
        table.iter().enumerate().map(line).collect()
    }
}

fn target(number: u16, term: DaySpan, reporters: &[UnitId]) -> Target {
    let name = |text: &str| Name {
        zh: text.to_owned(),
        en: text.to_owned(),
    };
    let measure = |unit| Measure {
        unit: name(unit),
        counted: None,
    };
    let promise = match Kind::of(number) {
        Kind::Share => Promise::Share {
            measure: measure("个"),
            goal: Decimal::from(80),
            inventory: None,
        },
        Kind::Count => Promise::Count {
            measure: measure("个"),
            goal: Decimal::from(700_000),
            toward: Toward::Reach,
            most_per_day: None,
        },
        Kind::Level => Promise::Level {
            measure: measure("%"),
            bound: Bound {
                sense: Sense::AtLeast,
                value: Decimal::new(893, 1),
            },
        },
    };
    Target {
        id: TargetId::new(format!("t{number}")).expect("an identifier"),
        home: Home::Headline { commitment: 1 },
        quote: Quote {
            text: String::new(),
            span: Span { start: 0, end: 0 },
        },
        name: name("t"),
        promise,
        term,
        reporters: reporters.to_vec(),
        note: None,
        method: Method::default(),
        decisions: yaodian_domain::decision::Decisions::default(),
    }
}

/// Numbers that look like chance and are the same every time (splitmix64).
fn chance(of: [u64; 4]) -> u64 {
    of.into_iter().fold(0x59A0_D1A4, |state: u64, part| {
        let mut z = (state ^ part).wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    })
}

/// The report of one unit on one target for one month; `None` where there is none.
fn report(target: u16, unit: u16, month: u8, month_end: u16) -> Option<Row> {
    let (t, u, m) = (u64::from(target), u64::from(unit), u64::from(month));
    let of_unit = chance([1, t, u, 0]);
    let of_month = chance([2, t, u, m]);
    // Six in a hundred thousand never report, one month in forty stays blank.
    if of_unit.is_multiple_of(16_384) || of_month.is_multiple_of(40) {
        return None;
    }
    let all = 400 + (of_unit >> 20) % 4_000;
    let done = match Kind::of(target) {
        Kind::Level => all * (80 + (of_month >> 10) % 20) / 100,
        Kind::Share | Kind::Count => all * m / 12 * (85 + (of_month >> 10) % 15) / 100,
    };
    Some(Row {
        target,
        unit,
        month,
        known: month_end + 5 + small::<u16>((of_month >> 30) % 25),
        done: small(done),
        of: if Kind::of(target) == Kind::Count { 0 } else { small(all) },
    })
}

/// Its correction, where it has one: known later, and a little less.
fn correction(row: Row) -> Option<Row> {
    let of = chance([3, u64::from(row.target), u64::from(row.unit), u64::from(row.month)]);
    of.is_multiple_of(30).then(|| Row {
        known: row.known + 30 + small::<u16>((of >> 10) % 60),
        done: row.done - row.done.min(small(1 + (of >> 20) % 9)),
        ..row
    })
}

fn small<T: TryFrom<u64>>(number: u64) -> T {
    T::try_from(number).unwrap_or_else(|_| unreachable!("{number} is small"))
}

fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut files = Vec::new();
    for column in COLUMNS {
        files.push(BufWriter::new(File::create(folder.join(column))?));
    }
    let first = Date::constant(2023, 1, 1);
    let month_end = |month: u8| -> u16 {
        let days = days_between(first, Date::constant(2023, month.cast_signed(), 1).last_of_month());
        small(days.unsigned_abs() + 1)
    };
    let mut put = |row: Row| -> io::Result<()> {
        files[0].write_all(&row.target.to_le_bytes())?;
        files[1].write_all(&row.unit.to_le_bytes())?;
        files[2].write_all(&row.month.to_le_bytes())?;
        files[3].write_all(&row.known.to_le_bytes())?;
        files[4].write_all(&row.done.to_le_bytes())?;
        files[5].write_all(&row.of.to_le_bytes())
    };
    for batch in 1..=MONTHS + CORRECTED_AFTER {
        for province in 0..PROVINCES {
            let own = || {
                let targets = move |unit| (0..TARGETS).map(move |target| (province * TARGETS + target, unit));
                (0..UNITS).flat_map(targets)
            };
            if batch <= MONTHS {
                for row in own().filter_map(|(target, unit)| report(target, unit, batch, month_end(batch))) {
                    put(row)?;
                }
            }
            if batch > CORRECTED_AFTER {
                let month = batch - CORRECTED_AFTER;
                for row in own().filter_map(|(target, unit)| report(target, unit, month, month_end(month))) {
                    correction(row).map_or(Ok(()), &mut put)?;
                }
            }
        }
    }
    files.iter_mut().try_for_each(Write::flush)?;
    let as_of = days_between(first, AS_OF) + 1;
    fs::write(folder.join("as_of"), as_of.to_string())
}

/// The files, in the order of [`Row`].
const COLUMNS: [&str; 6] = ["target", "unit", "month", "known", "done", "of"];

struct Columns {
    target: Vec<u16>,
    unit: Vec<u16>,
    month: Vec<u8>,
    known: Vec<u16>,
    done: Vec<u32>,
    of: Vec<u32>,
}

impl Columns {
    fn read(folder: &Path) -> io::Result<Self> {
        fn column<const N: usize, T>(path: PathBuf, from: fn([u8; N]) -> T) -> io::Result<Vec<T>> {
            let bytes = fs::read(path)?;
            let (whole, _) = bytes.as_chunks::<N>();
            Ok(whole.iter().map(|bytes| from(*bytes)).collect())
        }
        let [target, unit, month, known, done, of] = COLUMNS.map(|name| folder.join(name));
        Ok(Self {
            target: column(target, u16::from_le_bytes)?,
            unit: column(unit, u16::from_le_bytes)?,
            month: column(month, u8::from_le_bytes)?,
            known: column(known, u16::from_le_bytes)?,
            done: column(done, u32::from_le_bytes)?,
            of: column(of, u32::from_le_bytes)?,
        })
    }

    fn rows(&self) -> impl Iterator<Item = Row> {
        let ids = self.target.iter().zip(&self.unit).zip(&self.month).zip(&self.known);
        let numbers = self.done.iter().zip(&self.of);
        ids.zip(numbers)
            .map(|((((&target, &unit), &month), &known), (&done, &of))| Row {
                target,
                unit,
                month,
                known,
                done,
                of,
            })
    }
}

/// Row by row from the files.
struct Reader(Vec<BufReader<File>>);

impl Reader {
    fn open(folder: &Path) -> io::Result<Self> {
        let open = |name| Ok(BufReader::new(File::open(folder.join(name))?));
        COLUMNS.into_iter().map(open).collect::<io::Result<_>>().map(Self)
    }

    fn next(&mut self) -> io::Result<Option<Row>> {
        fn bytes<const N: usize>(file: &mut BufReader<File>) -> io::Result<[u8; N]> {
            let mut bytes = [0; N];
            file.read_exact(&mut bytes).map(|()| bytes)
        }
        let [target, unit, month, known, done, of] = self.0.as_mut_slice() else {
            return Ok(None);
        };
        let target = match bytes(target) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            read => u16::from_le_bytes(read?),
        };
        Ok(Some(Row {
            target,
            unit: u16::from_le_bytes(bytes(unit)?),
            month: u8::from_le_bytes(bytes(month)?),
            known: u16::from_le_bytes(bytes(known)?),
            done: u32::from_le_bytes(bytes(done)?),
            of: u32::from_le_bytes(bytes(of)?),
        }))
    }
}

/// How many milliseconds we have had a processor so far.
fn on_processor() -> io::Result<f64> {
    let all = fs::read_to_string("/proc/self/schedstat")?;
    let nanoseconds = all
        .split_whitespace()
        .next()
        .and_then(|first| first.parse::<f64>().ok());
    Ok(nanoseconds.ok_or_else(|| io::Error::other("no such figure in /proc/self/schedstat"))? / 1e6)
}

/// How much memory we have, in KiB: `VmRSS` now, `VmHWM` at most so far.
fn resident(what: &str) -> io::Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(what)?.strip_prefix(':'));
    let number = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse().ok());
    number.ok_or_else(|| io::Error::other("no such line in /proc/self/status"))
}
