//! `yaodian air aqi`: an index for every row.

use std::path::PathBuf;

use clap::ValueEnum;
use yaodian_monitoring::{
    air::{
        Calculated, Period, Rules, Table as Columns,
        table::{Column, Remark},
    },
    day::Day,
};
use yaodian_words::{Lang, monitoring::air as words};

use super::{
    table::{Format, Row, Table},
    why,
};
use crate::{Outcome, clock::Clock};

/// The columns that are added.
pub(super) const AQI: &str = "calc_aqi";
const QUALITY: &str = "calc_quality";
const PRIMARY: &str = "calc_primary";
/// The name in JSON of how an index came about.
const WHY: &str = "calc_why";

/// Computes the air quality index of every row of a table by HJ 633.
///
/// Columns are found by their heads: stationcode, timepoint, and so2, no2, co, o3_1h, o3_8h, pm10, pm2_5 for
/// hours or *_24h and o3_8h_daymax for days; Chinese heads with units will do as well. Every column is passed
/// on as it is, aqi, quality and primarypollutant among them, which are never read. Added are calc_aqi,
/// calc_quality and calc_primary (those that tie joined by «,»; empty up to 50).
///
/// A cell that cannot stand is set aside and told on the standard error. Exits with 0 when done; with 1 if a
/// row has no index because of what is wrong with it (all rows are written even then); with 2 on wrong input
/// or a wrong call.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The table: CSV in UTF-8 or GB18030, its first row the heads; `-` for the standard input.
    file: PathBuf,
    /// Whether rows are of hours or of days; told by the heads if left out.
    #[arg(long, value_enum)]
    period: Option<Of>,
    /// The edition of the rules; the one in force on the day of each row if left out.
    #[arg(long, value_enum)]
    rules: Option<Edition>,
    /// How to write the answer.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Of {
    /// One hour: so2, no2, co, o3_1h, pm10, pm2_5.
    Hourly,
    /// A day: so2_24h, no2_24h, co_24h, o3_8h_daymax, pm10_24h, pm2_5_24h.
    Daily,
}

#[derive(Clone, Copy, ValueEnum)]
enum Edition {
    /// HJ 633-2012.
    #[value(name = "2012")]
    In2012,
    /// HJ 633-2026, in force since 2026-03-01.
    #[value(name = "2026")]
    In2026,
}

pub(super) fn run(args: &Args) -> Result<Outcome, String> {
    let table = Table::read(&args.file, &[AQI, QUALITY, PRIMARY])?;
    let columns = Columns::read(&table.heads());
    let Some(told) = columns.period() else {
        return Err(table.problem(&format!(
            "no column of a concentration. Wanted are heads such as so2, no2, co, o3_1h, pm10, pm2_5, or for days \
             so2_24h, o3_8h_daymax; found: {}",
            table.heads.join(", ")
        )));
    };
    let period = args.period.map_or(told, |of| match of {
        Of::Hourly => Period::Hourly,
        Of::Daily => Period::Daily,
    });
    let counts = |column: &Column| match column {
        Column::Concentration(head) => {
            let indicator = head.indicator(period);
            indicator.is_some_and(|indicator| period.indicator(indicator.pollutant()) == indicator)
        }
        _ => false,
    };
    if !columns.columns().iter().any(counts) {
        return Err(table.problem("no column of this --period; leave it out, and the heads tell which it is"));
    }
    let rules = args.rules.map(|edition| match edition {
        Edition::In2012 => Rules::In2012,
        Edition::In2026 => Rules::In2026,
    });
    let today = Clock::Running.today();
    let row = |row: &Row| {
        row.surplus
            .is_none()
            .then(|| columns.calculate(&row.cells, period, rules, today))
    };
    let calculated: Vec<Option<Calculated>> = table.rows.iter().map(row).collect();
    let added: Vec<Vec<String>> = calculated.iter().map(|row| cells(row.as_ref())).collect();
    let why = |place: usize| calculated[place].as_ref().map(why::Air::of);
    table.write(args.format, &[AQI, QUALITY, PRIMARY], &added, (WHY, why))?;
    let without_day = calculated
        .iter()
        .flatten()
        .filter(|row| matches!(row.day, Day::Untold | Day::NoYear { .. }));
    let without_day = without_day.filter(|row| row.aqi.is_some()).count();
    if rules.is_none() && without_day > 0 {
        table.tell(&format!(
            "rows that tell no day: {without_day}; computed by the newest rules, unless --rules says which"
        ));
    }
    Ok(outcome(&table, &calculated))
}

/// The cells that are added to a row.
fn cells(row: Option<&Calculated>) -> Vec<String> {
    let index = row.and_then(Calculated::index);
    vec![
        index.map(|index| index.to_string()).unwrap_or_default(),
        row.map(Calculated::quality).unwrap_or_default().to_owned(),
        row.map(Calculated::primary).unwrap_or_default(),
    ]
}

/// Tells what was remarked; «no» where rows have no index because of what is wrong with them.
fn outcome(table: &Table, calculated: &[Option<Calculated>]) -> Outcome {
    let (mut told, mut refused) = (Vec::new(), 0_usize);
    for (place, (row, calculated)) in table.rows.iter().zip(calculated).enumerate() {
        let Some(calculated) = calculated else {
            let cells = row.surplus.unwrap_or_default();
            told.push((place, words::surplus(Lang::En, &cells, &table.heads.len())));
            refused += 1;
            continue;
        };
        let remarks = calculated.remarks.iter();
        let worth = remarks.filter(|one| !matches!(one, Remark::NothingMeasured));
        let worth: Vec<String> = worth.map(|one| words::remark(Lang::En, one)).collect();
        if !worth.is_empty() {
            told.push((place, worth.join("; ")));
        }
        refused += usize::from(calculated.aqi.is_none() && calculated.remarks.iter().any(is_wrong));
    }
    table.tell_rows(&told);
    if refused == 0 {
        return Outcome::Done;
    }
    table.tell(&format!("{refused} of {} rows have no index", table.rows.len()));
    Outcome::No
}

/// Whether a remark tells of bad data, which can cost a row its index.
fn is_wrong(remark: &Remark) -> bool {
    matches!(
        remark,
        Remark::Refused { .. } | Remark::Future(_) | Remark::BeforeRules(_)
    )
}
