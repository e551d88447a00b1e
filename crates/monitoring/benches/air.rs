//! The hours of the country's stations: 1,700 stations, a year, 15 million rows of six pollutants, to the
//! index of every hour and every statistic of HJ 663. No row is kept, none is read from a disk.
//!
//! ```text
//! cargo bench -p yaodian-monitoring --bench air             the country, then 200 stations beside the peers
//! cargo bench -p yaodian-monitoring --bench air -- 1700     all of them beside the peers
//! ```
//!
//! The peers are Polars, on one thread and from its own memory, and python-aqi: `peers.py`, run by
//! `python3` or what the variable `PYTHON` names. Without them it says so.

use std::{
    env, fs,
    hint::black_box,
    io::{self, BufWriter, Write as _},
    path::Path,
    process::Command,
    time::Instant,
};

use peak_alloc::PeakAlloc;
use yaodian_domain::{Date, time::DaySpan};
use yaodian_monitoring::air::{
    Amount, Brief, Concentrations, Hour, Indicator, Period, Pollutant, Reading, Readings, Refusal, Rules, Station,
    Statistics, Tally,
};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const STATIONS: usize = 1_700;
const BESIDE_PEERS: usize = 200;
const YEAR: i16 = 2023;
const DAYS: usize = 365;
const TODAY: Date = Date::constant(2024, 1, 1);
/// Nothing was measured.
const MISSING: i32 = i32::MIN;

/// Thousandths of the unit, by pollutant; −1 for a fault.
type Row = [i32; Pollutant::COUNT];

fn main() -> io::Result<()> {
    // Cargo adds `--bench`.
    let stations = env::args().skip(1).find_map(|given| given.parse().ok());
    country();
    beside_peers(stations.unwrap_or(BESIDE_PEERS))
}

/// The hours as they arrive: all stations of an hour, then the next hour.
fn country() {
    let start = Instant::now();
    let mut rows = 0_u64;
    for_each_hour(|place, hour| {
        for station in 0..STATIONS {
            black_box(made(station, place));
            rows += 1;
        }
        black_box(hour);
    });
    let making = start.elapsed().as_secs_f64();

    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let start = Instant::now();
    let mut all: Vec<Accumulated> = (0..STATIONS).map(|_| Accumulated::new()).collect();
    for_each_hour(|place, hour| {
        for (station, accumulated) in all.iter_mut().enumerate() {
            accumulated.hour(hour, &made(station, place));
        }
    });
    let good: u32 = all.into_iter().map(|station| station.statistics().days.good()).sum();
    let seconds = start.elapsed().as_secs_f64();
    let peak = MEMORY.peak_usage().saturating_sub(before) / (1 << 20);
    println!(
        "{{\"rows\": {rows}, \"seconds\": {seconds:.2}, \"of_which_making_rows\": {making:.2}, \
         \"rows_per_second\": {:.0}, \"peak_mib\": {peak}, \"good_days\": {good}}}",
        per_second(rows, seconds - making),
    );
}

/// The same work on rows that are all in memory, for us and for the peers.
fn beside_peers(stations: usize) -> io::Result<()> {
    let rows: Vec<Row> = (0..stations)
        .flat_map(|station| (0..DAYS * 24).map(move |place| made(station, place)))
        .collect();
    let hours: Vec<Hour> = hours().collect();
    let start = Instant::now();
    let statistics: Vec<Statistics> = rows
        .chunks(hours.len())
        .map(|rows| {
            let mut accumulated = Accumulated::new();
            for (hour, row) in hours.iter().zip(rows) {
                accumulated.hour(*hour, row);
            }
            accumulated.statistics()
        })
        .collect();
    let ours = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let sum: u64 = rows
        .iter()
        .filter_map(|row| hourly(&readings(row)))
        .map(u64::from)
        .sum();
    black_box(sum);
    let index = per_second(rows.len() as u64, start.elapsed().as_secs_f64());
    println!(
        "{{\"stations\": {stations}, \"rows\": {}, \"ours_seconds\": {ours:.3}}}",
        rows.len()
    );

    let folder = env::temp_dir().join(format!("yaodian-air-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    write(&folder, &rows, &statistics)?;
    let python = env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let told = Command::new(python)
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers.py"))
        .arg(&folder)
        .args([
            stations.to_string(),
            DAYS.to_string(),
            ours.to_string(),
            index.to_string(),
        ])
        .env("POLARS_MAX_THREADS", "1")
        .status();
    fs::remove_dir_all(&folder)?;
    match told {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => {
            println!("{{\"peers\": \"skipped: they need python3 with polars, numpy and python-aqi\"}}");
            Ok(())
        }
        Err(error) => {
            println!("{{\"peers\": \"skipped: {error}\"}}");
            Ok(())
        }
    }
}

/// A column a file, and what we made of them.
fn write(folder: &Path, rows: &[Row], statistics: &[Statistics]) -> io::Result<()> {
    for pollutant in Pollutant::ALL {
        let mut file = BufWriter::new(fs::File::create(folder.join(format!("{pollutant:?}")))?);
        for row in rows {
            file.write_all(&row[pollutant.place()].to_le_bytes())?;
        }
        file.flush()?;
    }
    let mut file = BufWriter::new(fs::File::create(folder.join("ours.csv"))?);
    writeln!(file, "station,good,valid,So2,No2,Pm10,Co,O3,Pm25")?;
    for (station, one) in statistics.iter().enumerate() {
        write!(file, "{station},{},{}", one.days.good(), one.days.valid())?;
        for pollutant in Pollutant::ALL {
            let value = one.headline(pollutant);
            write!(file, ",{}", value.map(|value| value.to_string()).unwrap_or_default())?;
        }
        writeln!(file)?;
    }
    file.flush()
}

/// One station on its way through the year: hours, days, months and the year.
struct Accumulated {
    station: Station,
    year: Tally,
    months: Vec<Tally>,
    hourly: u64,
}

impl Accumulated {
    fn new() -> Self {
        let tally = |span| Tally::new(span, Rules::In2012, &[]);
        Self {
            station: Station::new(TODAY),
            year: tally(DaySpan::year(YEAR)),
            months: Vec::new(),
            hourly: 0,
        }
    }

    fn hour(&mut self, hour: Hour, row: &Row) {
        let readings = readings(row);
        self.hourly += u64::from(hourly(&readings).unwrap_or(0));
        let day = self.station.hour(hour, &readings).expect("hours come in order");
        self.day(day.as_ref());
    }

    fn day(&mut self, day: Option<&yaodian_monitoring::air::Day>) {
        let Some(day) = day else { return };
        self.year.day(day).expect("a day of the year");
        let month = usize::from(day.date.month().unsigned_abs());
        if self.months.len() < month {
            // The month that is over is told, and forgotten.
            if let Some(over) = self.months.last_mut() {
                let next = Tally::new(DaySpan::day(day.date), Rules::In2012, &[]);
                black_box(std::mem::replace(over, next).statistics());
            }
            let span = DaySpan::month(YEAR, day.date.month()).expect("a month");
            self.months.push(Tally::new(span, Rules::In2012, &[]));
        }
        if let Some(open) = self.months.last_mut() {
            open.day(day).expect("a day of the month");
        }
    }

    fn statistics(mut self) -> Statistics {
        let last = self.station.close();
        self.day(last.as_ref());
        black_box((self.hourly, self.months.pop().map(Tally::statistics)));
        self.year.statistics()
    }
}

fn readings(row: &Row) -> Readings {
    row.map(|thousandths| match u32::try_from(thousandths) {
        Ok(thousandths) => Reading::Value(Amount::from_thousandths(thousandths)),
        Err(_) if thousandths == MISSING => Reading::Missing,
        Err(_) => Reading::Refused(Refusal::Negative),
    })
}

fn hourly(readings: &Readings) -> Option<u16> {
    let mut concentrations = Concentrations::new();
    for (pollutant, reading) in Pollutant::ALL.into_iter().zip(readings) {
        if let Reading::Value(amount) = reading {
            concentrations.set(Indicator::hourly(pollutant), *amount);
        }
    }
    Brief::of(&concentrations, Period::Hourly, Rules::In2012).map(|brief| black_box(brief).index)
}

fn hours() -> impl Iterator<Item = Hour> {
    let days = Date::constant(YEAR, 1, 1).series(jiff::ToSpan::day(1)).take(DAYS);
    days.flat_map(|date| (1..=24).filter_map(move |number| Hour::new(date, number)))
}

fn for_each_hour(mut work: impl FnMut(usize, Hour)) {
    for (place, hour) in hours().enumerate() {
        work(place, hour);
    }
}

/// The row of a station and an hour of the year, the same every time: worse in winter, ozone in the
/// afternoon, one cell in sixty missing and one in a thousand at fault.
fn made(station: usize, place: usize) -> Row {
    let (day, hour) = (place / 24, place % 24);
    // 0 in midsummer, 182 in midwinter.
    let winter = i32::try_from(day.abs_diff(182)).unwrap_or(0);
    let noon = 12 - i32::try_from(hour.abs_diff(14)).unwrap_or(0).min(12);
    // A spell of a few days is common to its hours.
    let spell = scattered((station * 131 + day / 4) as u64) % 50;
    let noise = scattered((station * 8_760 + place) as u64 ^ 0x9E37);
    let spell = i32::try_from(spell).unwrap_or(0);
    let of = |base: i32, shift: u32| base * (60 + i32::try_from(noise >> shift & 63).unwrap_or(0)) / 90;
    let mut row = [
        of(6 + winter / 20, 0) * 1000,
        of(18 + winter / 6, 6) * 1000,
        of(35 + winter / 3 + spell, 12) * 1000,
        of(5 + winter / 25 + spell / 20, 18) * 100,
        of(40 + noon * 8 + (182 - winter) / 3, 24) * 1000,
        of(15 + winter / 4 + spell * 2 / 3, 30) * 1000,
    ];
    for (cell, shift) in row.iter_mut().zip([36, 40, 44, 48, 52, 56]) {
        match scattered(noise >> shift ^ noise) % 6_000 {
            0..100 => *cell = MISSING,
            100..106 => *cell = -1,
            _ => {}
        }
    }
    row
}

/// splitmix64.
fn scattered(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[expect(clippy::cast_precision_loss, reason = "a rate to be looked at")]
fn per_second(rows: u64, seconds: f64) -> f64 {
    rows as f64 / seconds
}
