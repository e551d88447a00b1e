//! Which pollutant, averaging time and unit the head of a column tells of.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    index::Period,
    pollutant::{Averaging, Indicator, Pollutant},
};
use crate::heading::fold;

/// A unit of concentration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// μg/m³.
    MicrogramPerCubicMetre,
    /// mg/m³.
    MilligramPerCubicMetre,
}

impl Unit {
    /// The unit that the standards write a pollutant in.
    pub const fn of(pollutant: Pollutant) -> Self {
        match pollutant {
            Pollutant::Co => Self::MilligramPerCubicMetre,
            _ => Self::MicrogramPerCubicMetre,
        }
    }

    /// What a figure in this unit is multiplied by to be in the pollutant's own.
    pub fn factor(self, pollutant: Pollutant) -> Decimal {
        match (self, Self::of(pollutant)) {
            (Self::MicrogramPerCubicMetre, Self::MilligramPerCubicMetre) => Decimal::new(1, 3),
            (Self::MilligramPerCubicMetre, Self::MicrogramPerCubicMetre) => Decimal::ONE_THOUSAND,
            _ => Decimal::ONE,
        }
    }

    /// Reads a unit from folded text.
    fn parse(folded: &str) -> Option<Self> {
        match folded {
            "μg/m3" | "ug/m3" | "μgm-3" | "ugm-3" | "μg·m-3" | "微克/立方米" | "微克/m3" | "微克每立方米" => {
                Some(Self::MicrogramPerCubicMetre)
            }
            "mg/m3" | "mgm-3" | "mg·m-3" | "毫克/立方米" | "毫克/m3" | "毫克每立方米" => {
                Some(Self::MilligramPerCubicMetre)
            }
            _ => None,
        }
    }
}

/// What a head says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The pollutant.
    pub pollutant: Pollutant,
    /// The averaging time, where it is told.
    pub averaging: Option<Averaging>,
    /// The unit of the figures below it.
    pub unit: Unit,
    /// Whether the head tells the unit; if not, it is the pollutant's own.
    pub unit_told: bool,
}

impl Head {
    /// What the column holds in a table of hours or of days. A head without averaging time takes that
    /// of the table, and «8 小时» in a table of days is the highest of the day.
    pub fn indicator(self, period: Period) -> Option<Indicator> {
        let averaging = match (self.averaging, period) {
            (None, Period::Hourly) => Averaging::Hour,
            (None, Period::Daily) => return Some(Indicator::daily(self.pollutant)),
            (Some(Averaging::EightHours), Period::Daily) => Averaging::EightHoursMax,
            // The feed's `o3_24h` is the day's highest hour.
            (Some(Averaging::Day), _) if self.pollutant == Pollutant::O3 => Averaging::HourMax,
            (Some(told), _) => told,
        };
        Indicator::of(self.pollutant, averaging)
    }

    /// Whether both are of one pollutant, and only this one tells the time.
    pub(super) fn is_other_time_of(self, other: Self) -> bool {
        self.pollutant == other.pollutant && self.averaging.is_some() && other.averaging.is_none()
    }

    /// Whether the head names its indicator in full, so that it goes before one that leaves it to the
    /// table.
    pub fn is_exact(self, period: Period) -> bool {
        self.averaging.is_some() && (period == Period::Hourly || self.averaging != Some(Averaging::EightHours))
    }
}

/// Reads the head of a column: `so2_24h`, `PM2.5(μg/m³)`, `二氧化硫（μg/m³）`, `臭氧8小时`, `CO 日均值`.
///
/// `None` where it names no concentration of ours: a sub-index, a count of days, a name. Full-width
/// characters, blanks and case do not matter.
///
/// ```
/// use yaodian_monitoring::air::{Averaging, Pollutant, header};
/// let head = header::read("臭氧8小时(μg/m³)").unwrap();
/// assert_eq!((head.pollutant, head.averaging), (Pollutant::O3, Some(Averaging::EightHours)));
/// assert_eq!(header::read("so2_iaqi"), None);
/// ```
pub fn read(text: &str) -> Option<Head> {
    let folded = fold(text);
    let (unit, name) = without_unit(&folded);
    let mut rest: String = name
        .chars()
        .filter(|c| !matches!(c, '(' | ')' | '_' | '-' | '/' | ',' | ':'))
        .collect();
    let mut named = None;
    // A head may name its pollutant twice: «细颗粒物(PM2.5)».
    for (name, pollutant) in NAMES {
        if let Some(at) = rest.find(name) {
            if named.is_some_and(|other| other != pollutant) {
                return None;
            }
            named = Some(pollutant);
            rest.replace_range(at..at + name.len(), "");
        }
    }
    // «颗粒物(PM10)»: the word alone is of either dust.
    let pollutant = named?;
    if pollutant.is_particulate() {
        rest = rest.replacen("颗粒物", "", 1);
    }
    let averaging = AVERAGINGS.iter().find(|(words, _)| words.contains(&rest.as_str()))?.1;
    Some(Head {
        pollutant,
        averaging,
        unit: unit.unwrap_or(Unit::of(pollutant)),
        unit_told: unit.is_some(),
    })
}

/// Parts a folded head from a unit in brackets or at its end.
fn without_unit(folded: &str) -> (Option<Unit>, String) {
    for (open, _) in folded.match_indices('(') {
        let Some(close) = folded[open..].find(')') else {
            continue;
        };
        if let Some(unit) = Unit::parse(&folded[open + 1..open + close]) {
            return (
                Some(unit),
                format!("{}{}", &folded[..open], &folded[open + close + 1..]),
            );
        }
    }
    let ends = folded.char_indices().skip(1).find_map(|(at, _)| {
        let unit = Unit::parse(folded[at..].trim_start_matches(['_', '/', ',', ':']))?;
        Some((Some(unit), folded[..at].to_owned()))
    });
    ends.unwrap_or_else(|| (None, folded.to_owned()))
}

/// The names of the pollutants, folded; the longer before those that they contain.
const NAMES: [(&str, Pollutant); 19] = [
    ("颗粒物粒径小于等于10μm", Pollutant::Pm10),
    ("颗粒物粒径小于等于2.5μm", Pollutant::Pm25),
    ("可吸入颗粒物", Pollutant::Pm10),
    ("细颗粒物", Pollutant::Pm25),
    ("二氧化硫", Pollutant::So2),
    ("二氧化氮", Pollutant::No2),
    ("一氧化碳", Pollutant::Co),
    ("臭氧", Pollutant::O3),
    ("pm2.5", Pollutant::Pm25),
    ("pm25", Pollutant::Pm25),
    // `pm2_5` without its bar is `pm25`, too.
    ("pm2·5", Pollutant::Pm25),
    ("pm10", Pollutant::Pm10),
    ("so2", Pollutant::So2),
    ("no2", Pollutant::No2),
    ("ozone", Pollutant::O3),
    ("o3", Pollutant::O3),
    ("co", Pollutant::Co),
    ("粒径小于等于10μm", Pollutant::Pm10),
    ("粒径小于等于2.5μm", Pollutant::Pm25),
];

/// What may stand beside the name, folded and without bars and brackets.
const AVERAGINGS: [(&[&str], Option<Averaging>); 6] = [
    (&["", "浓度", "平均", "均值", "平均浓度", "浓度值", "监测值"], None),
    (
        &[
            "1h",
            "1小时",
            "小时",
            "1小时平均",
            "小时值",
            "小时均值",
            "小时平均",
            "小时浓度",
            "1小时浓度",
            "1小时均值",
        ],
        Some(Averaging::Hour),
    ),
    (
        &[
            "24h",
            "24小时",
            "24小时平均",
            "24小时均值",
            "24小时滑动平均",
            "日均",
            "日均值",
            "日平均",
            "日平均浓度",
            "日均浓度",
            "日",
            "daily",
            "day",
        ],
        Some(Averaging::Day),
    ),
    (
        &[
            "8h",
            "8小时",
            "8小时平均",
            "8小时滑动平均",
            "8小时滑动",
            "8小时均值",
            "8小时浓度",
        ],
        Some(Averaging::EightHours),
    ),
    (
        &[
            "8hdaymax",
            "8h24h",
            "8hmax",
            "max8h",
            "mda8",
            "日最大8小时",
            "日最大8小时平均",
            "日最大8小时滑动平均",
            "日最大8小时均值",
            "最大8小时",
            "最大8小时平均",
            "最大8小时滑动平均",
            "8小时最大",
            "8小时日最大",
            "日最大8h",
        ],
        Some(Averaging::EightHoursMax),
    ),
    (
        &[
            "1hdaymax",
            "1h24h",
            "1hmax",
            "max1h",
            "日最大1小时",
            "日最大1小时平均",
            "最大1小时",
            "1小时最大",
            "日最大1h",
        ],
        Some(Averaging::HourMax),
    ),
];
