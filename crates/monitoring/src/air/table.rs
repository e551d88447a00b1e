//! Tables of concentrations as people keep them: heads recognised, rows given their index, odd cells
//! set aside.
//!
//! No file is read here and no separator known: cells come as text, from whatever held them. Columns of
//! an official index, grade or primary pollutant are carried through and never read.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    header::{self, Head},
    index::{Aqi, Part, Period},
    pollutant::{Averaging, Concentrations, Indicator},
    reading::{self, Reading, Refusal},
    rules::Rules,
};
use crate::day::{self, Day};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    /// Concentrations.
    Concentration(Head),
    /// The code or name of the station.
    Station,
    /// The time.
    Time,
    /// Anything else; carried through.
    Carried,
}

/// The columns of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    columns: Vec<Column>,
}

/// A row with its index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calculated {
    /// The code or name of the station, where there is one.
    pub station: Option<String>,
    /// What the row says of its day.
    pub day: Day,
    /// The rules that were used.
    pub rules: Rules,
    /// The concentrations that can stand.
    pub concentrations: Concentrations,
    /// The index; `None` where nothing was measured or the row cannot stand.
    pub aqi: Option<Aqi>,
    /// What a reader of the row should know.
    pub remarks: Vec<Remark>,
}

/// Something about a row that its reader should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Remark {
    /// A cell was set aside.
    Refused {
        /// What it should have told.
        indicator: Indicator,
        /// The column, counted from 0.
        column: usize,
        /// Why.
        refusal: Refusal,
    },
    /// The row is of a day that has not come: it has no index.
    Future(Date),
    /// The row is of a day before the rules: it has no index.
    BeforeRules(Date),
    /// The time cannot be read; the index is by the newest rules.
    UnreadableTime,
    /// A concentration so high that it has no sub-index, and none stands in.
    NoIndex(Indicator),
    /// Nothing that counts was measured.
    NothingMeasured,
}

impl Table {
    /// Recognises the heads of a table.
    pub fn read(heads: &[&str]) -> Self {
        let column = |head: &&str| header::read(head).map_or_else(|| plain_column(head), Column::Concentration);
        Self {
            columns: heads.iter().map(column).collect(),
        }
    }

    /// What each column holds.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Whether the table looks like one of hours or of days: one of days has columns of whole days and
    /// none of single hours. `None` where no column is a concentration.
    pub fn period(&self) -> Option<Period> {
        let told = |wanted: &[Averaging]| {
            self.heads()
                .any(|(_, head)| head.averaging.is_some_and(|told| wanted.contains(&told)))
        };
        // `so2` beside `so2_24h` is of an hour.
        let both = self
            .heads()
            .any(|(_, head)| head.averaging.is_none() && self.heads().any(|(_, other)| other.is_other_time_of(head)));
        self.heads().next()?;
        let days = told(&[Averaging::Day, Averaging::HourMax, Averaging::EightHoursMax]);
        Some(if days && !both && !told(&[Averaging::Hour]) {
            Period::Daily
        } else {
            Period::Hourly
        })
    }

    /// The index of one row, as seen on `today`. `rules` of `None` go by the row's day, and by the
    /// newest where it tells none. A row that is too short lacks its last cells.
    pub fn calculate<S: AsRef<str>>(&self, row: &[S], period: Period, rules: Option<Rules>, today: Date) -> Calculated {
        let mut remarks = Vec::new();
        let text = |wanted: Column| {
            let place = self.columns.iter().position(|column| *column == wanted)?;
            row.get(place).map(|cell| cell.as_ref().trim())
        };
        let day = text(Column::Time).map_or(Day::Untold, day::read);
        let (standing, by_date) = match day {
            Day::Known(on) if on > today => (Err(Remark::Future(on)), None),
            Day::Known(on) => match (Rules::on(on), rules) {
                (None, None) => (Err(Remark::BeforeRules(on)), None),
                (by_date, _) => (Ok(()), by_date),
            },
            Day::Unreadable => {
                remarks.push(Remark::UnreadableTime);
                (Ok(()), None)
            }
            Day::Untold | Day::NoYear { .. } => (Ok(()), None),
        };
        let rules = rules.or(by_date).unwrap_or(Rules::LATEST);
        let concentrations = self.concentrations(row, period, &mut remarks);
        let aqi = match standing {
            Ok(()) => Aqi::of(&concentrations, period, rules),
            Err(remark) => {
                remarks.push(remark);
                None
            }
        };
        if let Some(aqi) = &aqi {
            remarks.extend(aqi.parts.iter().filter_map(|part| match part {
                Part::NoIndex { indicator, .. } => Some(Remark::NoIndex(*indicator)),
                _ => None,
            }));
        } else if standing.is_ok() {
            remarks.push(Remark::NothingMeasured);
        }
        Calculated {
            station: text(Column::Station).filter(|name| !name.is_empty()).map(str::to_owned),
            day,
            rules,
            concentrations,
            aqi,
            remarks,
        }
    }

    /// The concentrations of a row; what cannot stand is remarked.
    fn concentrations<S: AsRef<str>>(&self, row: &[S], period: Period, remarks: &mut Vec<Remark>) -> Concentrations {
        let mut concentrations = Concentrations::new();
        for indicator in Indicator::ALL {
            let Some((column, head)) = self.column_of(indicator, period) else {
                continue;
            };
            let Some(cell) = row.get(column) else { continue };
            match reading::read(cell.as_ref(), head.pollutant, head.unit.factor(head.pollutant)) {
                Reading::Missing => {}
                Reading::Value(amount) => concentrations.set(indicator, amount),
                Reading::Refused(refusal) => remarks.push(Remark::Refused {
                    indicator,
                    column,
                    refusal,
                }),
            }
        }
        concentrations
    }

    /// The column of an indicator: the first that names it in full, else the first that leaves it to
    /// the table, so that `so2_24h` goes before `so2` in a table of days.
    fn column_of(&self, indicator: Indicator, period: Period) -> Option<(usize, Head)> {
        let those = || {
            self.heads()
                .filter(|(_, head)| head.indicator(period) == Some(indicator))
        };
        those()
            .find(|(_, head)| head.is_exact(period))
            .or_else(|| those().next())
    }

    fn heads(&self) -> impl Iterator<Item = (usize, Head)> {
        self.columns
            .iter()
            .enumerate()
            .filter_map(|(place, column)| match column {
                Column::Concentration(head) => Some((place, *head)),
                _ => None,
            })
    }
}

impl Calculated {
    /// `calc_aqi`.
    pub fn index(&self) -> Option<u16> {
        self.aqi.map(|aqi| aqi.index)
    }

    /// `calc_quality`: the grade as the live feed writes it; empty without an index.
    pub fn quality(&self) -> &'static str {
        self.aqi.map_or("", |aqi| aqi.grade.feed_name())
    }

    /// `calc_primary`: the primary pollutants as the live feed writes them, joined by «,».
    pub fn primary(&self) -> String {
        self.aqi.map(|aqi| aqi.primary_names()).unwrap_or_default()
    }
}

/// Columns that are recognised by their head and hold no concentration.
fn plain_column(text: &str) -> Column {
    let text = text.trim().trim_start_matches('\u{FEFF}');
    match text.to_ascii_lowercase().as_str() {
        "stationcode" | "station_code" | "station" | "点位编码" | "点位编号" | "站点编码" | "站点编号" | "站点"
        | "点位" | "点位名称" | "站点名称" | "监测点" | "监测点位" => Column::Station,
        "timepoint" | "time_point" | "time" | "date" | "datetime" | "时间" | "日期" | "监测时间" | "监测日期" => {
            Column::Time
        }
        _ => Column::Carried,
    }
}
