//! Ledgers that list the places of a monitoring network, and the targets that follow from what is
//! measured there.
//!
//! Such a ledger is imported and edited like any other: an entry is a monitoring section (断面) or a
//! station (点位), its number the code, its unit the city that answers for it. What is measured there is
//! kept apart from it, and judged by `yaodian-monitoring`.

use serde::{Deserialize, Serialize};

use super::{Ledger, Row};
use crate::id::{FieldId, UnitId};

/// What a network measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Network {
    /// 地表水: sections of rivers, points of lakes.
    Water,
    /// 环境空气: stations of cities.
    Air,
}

impl Network {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Water, Self::Air];

    /// The name in addresses and data.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Water => "water",
            Self::Air => "air",
        }
    }

    /// The network with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|network| network.as_str() == name)
    }
}

/// The fields by which a register is understood, by their ids. A register may have any others beside them.
pub mod fields {
    /// The name of the section or station, a required text: data are told apart by code or name.
    pub const NAME: &str = "name";
    /// The river, lake or reservoir, a text.
    pub const WATER: &str = "water";
    /// The basin, a text.
    pub const BASIN: &str = "basin";
    /// What it is, a choice: of water 河流 or 湖库 ([`LAKE`]), of air a point or a whole city ([`CITY`]).
    pub const KIND: &str = "kind";
    /// 国控, 省控 …, a choice.
    pub const LEVEL: &str = "level";
    /// The target class of a section, a choice of Ⅰ to Ⅴ.
    pub const TARGET: &str = "target";
    /// The last day of its service, a day.
    pub const UNTIL: &str = "until";
    /// The point on the schematic map, a number: to the right, in tiles.
    pub const ACROSS: &str = "across";
    /// The point on the schematic map, a number: downwards, in tiles.
    pub const DOWN: &str = "down";

    /// The option of [`KIND`] for standing water, which has limits of its own.
    pub const LAKE: &str = "湖库";
    /// The option of [`KIND`] for an entry that stands for a whole city: its days are the city's.
    pub const CITY: &str = "城市";
    /// The option of [`KIND`] for a station that no city's mean is made of.
    pub const CONTROL: &str = "对照点";
}

/// A figure that follows from measurements: of the term so far, as of its last full month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Monitored {
    /// 优良比例: sections of class Ⅰ to Ⅲ, of all that have a class.
    GoodWater,
    /// 劣Ⅴ类比例: sections worse than class Ⅴ, of all that have a class.
    WorstWater,
    /// Sections of this class (1 for Ⅰ to 5 for Ⅴ) or better, of all that have a class.
    WaterOfClass {
        /// The class.
        class: u8,
    },
    /// Sections of their own target class or better, of all that have a class and a target.
    WaterOnTarget,
    /// PM2.5 平均浓度: the mean over cities, in μg/m³.
    FineParticles,
    /// 优良天数比率: good days of all cities, of their valid days.
    GoodAirDays,
    /// 重污染天数比率: days of heavy pollution of all cities, of their valid days.
    HeavyAirDays,
}

/// The figures by the names that plan folders give them, but for [`Monitored::WaterOfClass`], beside whose
/// name the class stands.
pub const MEASURES: [(&str, Monitored); 6] = [
    ("good-water", Monitored::GoodWater),
    ("worst-water", Monitored::WorstWater),
    ("water-on-target", Monitored::WaterOnTarget),
    ("fine-particles", Monitored::FineParticles),
    ("good-air-days", Monitored::GoodAirDays),
    ("heavy-air-days", Monitored::HeavyAirDays),
];

impl Monitored {
    /// Which network measures it.
    pub const fn network(self) -> Network {
        match self {
            Self::GoodWater | Self::WorstWater | Self::WaterOfClass { .. } | Self::WaterOnTarget => Network::Water,
            Self::FineParticles | Self::GoodAirDays | Self::HeavyAirDays => Network::Air,
        }
    }
}

/// A named part of a register: of some units, and of entries whose fields say so. Denominators have
/// names: 国控 and 省控 sections, 13 国考城市 and 17 重点城市 are published side by side.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Among {
    /// The units whose entries belong to it; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<UnitId>,
    /// What every entry of it says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<Only>,
}

/// A field that says one of several things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Only {
    /// The field.
    pub field: FieldId,
    /// What it may say, as canonical text.
    pub any: Vec<String>,
}

impl Among {
    /// Whether an entry belongs to it.
    pub fn holds(&self, ledger: &Ledger, row: &Row) -> bool {
        let says = |only: &Only| {
            let value = ledger.field(&only.field).and_then(|(at, _)| row.values.get(at));
            value.is_some_and(|value| value.as_ref().is_some_and(|value| only.any.contains(value)))
        };
        (self.units.is_empty() || self.units.contains(&row.unit)) && self.only.iter().all(says)
    }
}
