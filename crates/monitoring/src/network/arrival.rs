//! Tables of measurements on their way in: heads recognised, rows held against the register, what cannot
//! stand set aside with its reasons.
//!
//! One reading serves uploads, commands and machines. No file is read here: cells come as text.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use yaodian_domain::{id::UnitId, ledger::Network};

use super::{
    moment::{self, Moment},
    record::{AirSaid, WaterSaid},
    register::{Directory, Found, Place},
    versions::ReviewState,
};
use crate::{
    air::{self, Averaging, Indicator, Period},
    day::{self, Day},
    water::{self, Item},
};

/// What is known of a table beside its cells.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// The day of asking; what is measured later has not come.
    pub today: Date,
    /// The state of rows that tell none.
    pub state: ReviewState,
    /// The day of rows that tell none; its year is that of days without one («02-04 10:00»).
    pub on: Option<Date>,
    /// The unit whose places alone may be told of; `None` for all.
    pub only: Option<&'a UnitId>,
}

/// Why something is set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The row tells no section or station.
    NoPlace,
    /// It is not in the register.
    UnknownPlace {
        /// What the row tells.
        text: String,
    },
    /// Several of the register have this name.
    SeveralPlaces {
        /// The name.
        text: String,
    },
    /// It is another unit's.
    NotYours {
        /// Its name.
        name: String,
    },
    /// It was not in service.
    NotInService {
        /// Its name.
        name: String,
    },
    /// The row tells no day.
    NoDay,
    /// The time cannot be read.
    UnreadableTime {
        /// The text.
        text: String,
    },
    /// The day has not come.
    Future {
        /// The day.
        on: Date,
    },
    /// The day is older than the rules.
    BeforeRules {
        /// The day.
        on: Date,
    },
    /// The state of review is none that is known.
    UnknownState {
        /// The text.
        text: String,
    },
    /// The row has more cells than the table has heads, so that it may be shifted.
    Shifted,
    /// The table has the same place, moment and state in an earlier row, with other figures.
    ToldBefore {
        /// That row's number.
        row: u64,
    },
    /// Nothing was measured.
    Nothing,
    /// A cell of water that cannot stand; the other cells of its row can.
    Water {
        /// The head of its column.
        head: String,
        /// What the cell holds.
        cell: String,
        /// Why.
        why: water::Refusal,
    },
    /// A cell of air that cannot stand; the other cells of its row can.
    Air {
        /// The head of its column.
        head: String,
        /// What the cell holds.
        cell: String,
        /// Why.
        why: air::Refusal,
    },
}

impl Reason {
    /// Whether the row goes in all the same, without the cell.
    pub const fn is_of_a_cell(&self) -> bool {
        matches!(self, Self::Water { .. } | Self::Air { .. })
    }
}

/// What a row said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Said {
    /// Of water.
    Water(WaterSaid),
    /// Of air.
    Air(AirSaid),
}

/// A row that goes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Good {
    /// Its number in the sheet.
    pub row: u64,
    /// The code of its place.
    pub code: String,
    /// Its moment.
    pub moment: Moment,
    /// Its state.
    pub state: ReviewState,
    /// What it said.
    pub said: Said,
}

/// A row of which something is set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its number in the sheet.
    pub row: u64,
    /// The name or code of its place, as the row tells it.
    pub place: String,
    /// Why.
    pub reasons: Vec<Reason>,
    /// All its cells.
    pub cells: Vec<String>,
}

/// What a table comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Weighed {
    /// How many rows there were.
    pub rows: u64,
    /// What goes in.
    pub good: Vec<Good>,
    /// How many rows say what an earlier one said already.
    pub repeated: u64,
    /// What is set aside, whole rows and rows without some cells.
    pub held: Vec<Held>,
}

/// Why a table cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum TableTrouble {
    /// No column names sections or stations.
    #[error("no column names the places")]
    NoPlaceColumn {
        /// The heads.
        found: Vec<String>,
    },
    /// No column holds anything that is measured.
    #[error("no column holds what is measured")]
    NothingMeasured {
        /// The heads.
        found: Vec<String>,
    },
}

/// Where the plain columns of a table stand.
struct Columns {
    code: Option<usize>,
    name: Option<usize>,
    time: Option<usize>,
    hour: Option<usize>,
    state: Option<usize>,
}

impl Columns {
    fn of(heads: &[String]) -> Self {
        let find = |wanted: &[&str]| {
            heads.iter().position(|head| {
                let head = head.trim().trim_start_matches('\u{FEFF}').to_lowercase();
                wanted.contains(&head.as_str())
            })
        };
        Self {
            code: find(&[
                "断面编码",
                "断面代码",
                "断面编号",
                "点位编码",
                "点位代码",
                "点位编号",
                "站点编码",
                "站点编号",
                "站点代码",
                "编码",
                "stationcode",
                "station_code",
                "section_code",
                "code",
            ]),
            name: find(&[
                "断面名称",
                "断面",
                "点位名称",
                "点位",
                "站点名称",
                "站点",
                "监测点位",
                "监测点",
                "城市",
                "城市名称",
                "positionname",
                "position_name",
                "station",
                "section",
                "name",
            ]),
            time: find(&[
                "监测时间",
                "采样时间",
                "监测日期",
                "采样日期",
                "监测月份",
                "时间",
                "日期",
                "月份",
                "timepoint",
                "time_point",
                "time",
                "date",
                "datetime",
                "month",
            ]),
            hour: find(&["小时", "时刻", "hour"]),
            state: find(&["审核状态", "数据状态", "状态", "state", "review"]),
        }
    }
}

/// Weighs a table: the heads, and the rows below them with their numbers in the sheet.
pub fn weigh(
    network: Network,
    places: &Directory<'_>,
    heads: &[String],
    rows: &[(u64, Vec<String>)],
    terms: Terms<'_>,
) -> Result<Weighed, TableTrouble> {
    let columns = Columns::of(heads);
    let found = || heads.to_vec();
    if columns.code.is_none() && columns.name.is_none() {
        return Err(TableTrouble::NoPlaceColumn { found: found() });
    }
    let names: Vec<&str> = heads.iter().map(String::as_str).collect();
    let reader = match network {
        Network::Water => {
            let table = water::Table::read(&names);
            if !table
                .columns()
                .iter()
                .any(|column| matches!(column, water::table::Column::Item(_)))
            {
                return Err(TableTrouble::NothingMeasured { found: found() });
            }
            let sound: Vec<&[String]> = rows.iter().map(|(_, cells)| sound(cells, heads)).collect();
            let mut doubts: HashMap<usize, Vec<water::Doubt>> = HashMap::new();
            for doubt in table.doubts(&sound) {
                doubts.entry(doubt.row).or_default().push(doubt);
            }
            Reader::Water { table, doubts }
        }
        Network::Air => {
            let table = air::Table::read(&names);
            let period = table
                .period()
                .ok_or_else(|| TableTrouble::NothingMeasured { found: found() })?;
            Reader::Air { table, period }
        }
    };
    let weighing = Weighing {
        places,
        heads,
        columns,
        reader,
        terms,
    };
    Ok(weighing.all(rows))
}

/// The cells of a row, none of one that may be shifted.
fn sound<'c>(cells: &'c [String], heads: &[String]) -> &'c [String] {
    if is_shifted(cells, heads) { &[] } else { cells }
}

fn is_shifted(cells: &[String], heads: &[String]) -> bool {
    let surplus = cells.get(heads.len()..).unwrap_or_default();
    surplus.iter().any(|cell| !cell.trim().is_empty())
}

enum Reader {
    Water {
        table: water::Table,
        /// By the place of the row.
        doubts: HashMap<usize, Vec<water::Doubt>>,
    },
    Air {
        table: air::Table,
        period: Period,
    },
}

struct Weighing<'a> {
    places: &'a Directory<'a>,
    heads: &'a [String],
    columns: Columns,
    reader: Reader,
    terms: Terms<'a>,
}

impl Weighing<'_> {
    fn all(&self, rows: &[(u64, Vec<String>)]) -> Weighed {
        let mut weighed = Weighed::default();
        let mut told: BTreeMap<(String, Moment, ReviewState), (u64, usize)> = BTreeMap::new();
        for (place, (row, cells)) in rows.iter().enumerate() {
            weighed.rows += 1;
            let mut reasons = Vec::new();
            let good = self.row(place, *row, cells, &mut reasons);
            if let Some(good) = good {
                let key = (good.code.clone(), good.moment, good.state);
                match told.get(&key) {
                    // The same once more says nothing new.
                    Some((_, at)) if weighed.good[*at].said == good.said => weighed.repeated += 1,
                    Some((before, _)) => reasons.push(Reason::ToldBefore { row: *before }),
                    None => {
                        told.insert(key, (*row, weighed.good.len()));
                        weighed.good.push(good);
                    }
                }
            }
            if !reasons.is_empty() {
                weighed.held.push(Held {
                    row: *row,
                    place: self.told_place(cells).unwrap_or_default().to_owned(),
                    reasons,
                    cells: cells.clone(),
                });
            }
        }
        weighed
    }

    fn cell<'c>(&self, cells: &'c [String], column: Option<usize>) -> Option<&'c str> {
        let text = cells.get(column?)?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// The code, or else the name, that a row tells.
    fn told_place<'c>(&self, cells: &'c [String]) -> Option<&'c str> {
        let code = self.cell(cells, self.columns.code);
        code.or_else(|| self.cell(cells, self.columns.name))
    }

    /// What goes in of a row; what does not is told in `reasons`.
    fn row(&self, place: usize, row: u64, cells: &[String], reasons: &mut Vec<Reason>) -> Option<Good> {
        if is_shifted(cells, self.heads) {
            reasons.push(Reason::Shifted);
            return None;
        }
        let found = self.place(cells).map_err(|reason| reasons.push(reason)).ok();
        let when = self.moment(cells).map_err(|reason| reasons.push(reason)).ok();
        let state = self.state(cells).map_err(|reason| reasons.push(reason)).ok();
        let (found, moment, state) = (found?, when?, state?);
        if !found.serves(yaodian_domain::time::DaySpan::day(moment.on())) {
            let name = found.name.clone();
            reasons.push(Reason::NotInService { name });
            return None;
        }
        let said = match &self.reader {
            Reader::Water { table, doubts } => {
                let doubts = doubts.get(&place).map_or(&[][..], Vec::as_slice);
                self.water(table, doubts, cells, found, moment.on(), reasons)
            }
            Reader::Air { table, period } => self.air(table, *period, cells, moment.on(), reasons),
        }?;
        Some(Good {
            row,
            code: found.code.clone(),
            moment,
            state,
            said,
        })
    }

    fn place(&self, cells: &[String]) -> Result<&Place, Reason> {
        let text = self.told_place(cells).ok_or(Reason::NoPlace)?;
        let found = match self.places.find(text) {
            Found::One(found) => found,
            Found::None => {
                // A code of another office's, beside a name that is known.
                let name = self.cell(cells, self.columns.name).filter(|name| *name != text);
                match name.map(|name| self.places.find(name)) {
                    Some(Found::One(found)) => found,
                    _ => return Err(Reason::UnknownPlace { text: text.to_owned() }),
                }
            }
            Found::Several => return Err(Reason::SeveralPlaces { text: text.to_owned() }),
        };
        if self.terms.only.is_some_and(|unit| *unit != found.unit) {
            let name = found.name.clone();
            return Err(Reason::NotYours { name });
        }
        Ok(found)
    }

    fn moment(&self, cells: &[String]) -> Result<Moment, Reason> {
        let text = self.cell(cells, self.columns.time).unwrap_or_default();
        let unreadable = || Reason::UnreadableTime { text: text.to_owned() };
        let on = match (day::read(text), self.terms.on) {
            (Day::Known(on), _) => on,
            (Day::Untold, Some(on)) => on,
            (Day::NoYear { month, day }, Some(of)) => Date::new(of.year(), month, day).map_err(|_| unreadable())?,
            (Day::Untold | Day::NoYear { .. }, None) => return Err(Reason::NoDay),
            (Day::Unreadable, _) => return Err(unreadable()),
        };
        if on > self.terms.today {
            return Err(Reason::Future { on });
        }
        let known = match &self.reader {
            Reader::Water { .. } => water::Rules::on(on).is_some(),
            Reader::Air { .. } => air::Rules::on(on).is_some(),
        };
        if !known {
            return Err(Reason::BeforeRules { on });
        }
        let hour = match self.cell(cells, self.columns.hour) {
            Some(hour) => Some(
                hour.trim_end_matches('时')
                    .parse()
                    .map_err(|_| Reason::UnreadableTime { text: hour.to_owned() })?,
            ),
            None => match (moment::hour_in(text), &self.reader) {
                (Ok(hour), _) => hour,
                // A laboratory tells the minute at which a sample was taken.
                (Err(()), Reader::Water { .. }) => None,
                (Err(()), Reader::Air { .. }) => return Err(unreadable()),
            },
        };
        match (&self.reader, hour) {
            (
                Reader::Air {
                    period: Period::Daily, ..
                },
                _,
            )
            | (_, None) => {
                if matches!(
                    &self.reader,
                    Reader::Air {
                        period: Period::Hourly,
                        ..
                    }
                ) {
                    return Err(unreadable());
                }
                Ok(Moment::day(on))
            }
            (Reader::Water { .. }, Some(hour)) => Moment::hour_of(on, hour).ok_or_else(unreadable),
            // The feed stamps the end of an hour: midnight ends the day before.
            (Reader::Air { .. }, Some(0)) => {
                let before = on.yesterday().map_err(|_| unreadable())?;
                Moment::hour_of(before, 24).ok_or_else(unreadable)
            }
            (Reader::Air { .. }, Some(hour)) => Moment::hour_of(on, hour).ok_or_else(unreadable),
        }
    }

    fn state(&self, cells: &[String]) -> Result<ReviewState, Reason> {
        let text = self.cell(cells, self.columns.state).unwrap_or_default();
        match ReviewState::read(text) {
            Ok(state) => Ok(state.unwrap_or(self.terms.state)),
            Err(()) => Err(Reason::UnknownState { text: text.to_owned() }),
        }
    }

    fn head(&self, column: usize) -> String {
        self.heads
            .get(column)
            .map(|head| head.trim().to_owned())
            .unwrap_or_default()
    }

    fn water(
        &self,
        table: &water::Table,
        doubts: &[water::Doubt],
        cells: &[String],
        place: &Place,
        on: Date,
        reasons: &mut Vec<Reason>,
    ) -> Option<Said> {
        let rules = water::Rules::on(on)?;
        let mut refused: Vec<(Item, water::Refusal)> = Vec::new();
        let before = reasons.len();
        let values = table.values(cells, doubts, place.body, rules, |column, item, why| {
            refused.push((item, why));
            reasons.push(Reason::Water {
                head: self.head(column),
                cell: cells.get(column).cloned().unwrap_or_default(),
                why,
            });
        });
        if values.is_empty() && reasons.len() == before {
            reasons.push(Reason::Nothing);
        }
        // A row of which nothing can stand is set aside as a whole.
        (!values.is_empty()).then_some(Said::Water(WaterSaid { values, refused }))
    }

    fn air(
        &self,
        table: &air::Table,
        period: Period,
        cells: &[String],
        on: Date,
        reasons: &mut Vec<Reason>,
    ) -> Option<Said> {
        let calculated = table.calculate(cells, period, air::Rules::on(on), self.terms.today);
        let mut refused = Vec::new();
        for remark in &calculated.remarks {
            if let air::table::Remark::Refused {
                indicator,
                column,
                refusal,
            } = remark
                && is_of(*indicator, period)
            {
                refused.push((*indicator, *refusal));
                reasons.push(Reason::Air {
                    head: self.head(*column),
                    cell: cells.get(*column).cloned().unwrap_or_default(),
                    why: *refusal,
                });
            }
        }
        let found: BTreeMap<Indicator, air::Amount> = Indicator::ALL
            .into_iter()
            .filter(|indicator| is_of(*indicator, period))
            .filter_map(|indicator| Some((indicator, calculated.concentrations.get(indicator)?)))
            .collect();
        if found.is_empty() && refused.is_empty() {
            reasons.push(Reason::Nothing);
        }
        (!found.is_empty()).then_some(Said::Air(AirSaid { found, refused }))
    }
}

/// Whether an indicator belongs to rows of hours, or to rows of days.
fn is_of(indicator: Indicator, period: Period) -> bool {
    match (period, indicator.averaging()) {
        (Period::Hourly, averaging) => averaging == Averaging::Hour,
        (Period::Daily, averaging) => matches!(
            averaging,
            Averaging::Day | Averaging::HourMax | Averaging::EightHoursMax
        ),
    }
}
