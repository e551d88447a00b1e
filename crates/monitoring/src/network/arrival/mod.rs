//! Tables of measurements on their way in: heads recognised, rows held against the register, what cannot
//! stand set aside with its reasons.
//!
//! One reading serves uploads, commands and machines. No file is read here: cells come as text.

mod columns;
mod weighing;

use std::collections::HashMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use yaodian_domain::{id::UnitId, ledger::Network};

use super::{
    moment::Moment,
    record::{AirSaid, WaterSaid},
    register::Directory,
    versions::ReviewState,
};
use crate::{air, water};
use columns::Columns;
use weighing::{Reader, Weighing, sound};

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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// The row tells a day without its year.
    NoYear {
        /// The text.
        text: String,
    },
    /// The time cannot be read.
    UnreadableTime {
        /// The text.
        text: String,
    },
    /// The day has not come.
    Future {
        /// The day.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
        on: Date,
    },
    /// The day is older than the rules.
    BeforeRules {
        /// The day.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
        on: Date,
    },
    /// The state of review is none that is known.
    UnknownState {
        /// The text.
        text: String,
    },
    /// The row has more cells than the table has heads, so that it may be shifted.
    Shifted,
    /// The table has the same place, moment and state in other rows, with other figures: none of them goes in.
    ToldTwice {
        /// The numbers of the other rows.
        rows: Vec<u64>,
    },
    /// The code is one place's, and the name beside it another's.
    OtherName {
        /// The code.
        code: String,
        /// The name.
        name: String,
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
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: water::Refusal,
    },
    /// A cell of air that cannot stand; the other cells of its row can.
    Air {
        /// The head of its column.
        head: String,
        /// What the cell holds.
        cell: String,
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: air::Refusal,
    },
}

/// What a row said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Said {
    /// Of water.
    Water(Box<WaterSaid>),
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
    /// The table is of the other network.
    #[error("the columns are of the other network")]
    OtherNetwork {
        /// Of which its columns are.
        network: Network,
    },
    /// No column holds anything that is measured.
    #[error("no column holds what is measured")]
    NothingMeasured {
        /// The heads.
        found: Vec<String>,
    },
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
            if !measures_water(&table) {
                if air::Table::read(&names).period().is_some() {
                    let network = Network::Air;
                    return Err(TableTrouble::OtherNetwork { network });
                }
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
            match table.period() {
                Some(period) => Reader::Air { table, period },
                None if measures_water(&water::Table::read(&names)) => {
                    let network = Network::Water;
                    return Err(TableTrouble::OtherNetwork { network });
                }
                None => return Err(TableTrouble::NothingMeasured { found: found() }),
            }
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

/// Whether a table has a column of anything that is measured of water.
fn measures_water(table: &water::Table) -> bool {
    let mut columns = table.columns().iter();
    columns.any(|column| matches!(column, water::table::Column::Item(_)))
}
