//! The six pollutants, and what of each is measured.

use serde::{Deserialize, Serialize};

/// A pollutant of the index, in the order of HJ 633, table 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Pollutant {
    /// 二氧化硫, sulphur dioxide.
    So2,
    /// 二氧化氮, nitrogen dioxide.
    No2,
    /// 可吸入颗粒物, particles up to 10 μm.
    Pm10,
    /// 一氧化碳, carbon monoxide; the only one in mg/m³.
    Co,
    /// 臭氧, ozone.
    O3,
    /// 细颗粒物, particles up to 2.5 μm.
    Pm25,
}

impl Pollutant {
    /// How many there are.
    pub const COUNT: usize = 6;

    /// All of them, in their order.
    pub const ALL: [Self; Self::COUNT] = [Self::So2, Self::No2, Self::Pm10, Self::Co, Self::O3, Self::Pm25];

    /// Its place in [`Pollutant::ALL`].
    pub const fn place(self) -> usize {
        self as usize
    }

    /// Whether it is dust, which sand storms from afar bring along.
    pub const fn is_particulate(self) -> bool {
        matches!(self, Self::Pm10 | Self::Pm25)
    }

    /// The name that the live feed of 中国环境监测总站 gives to a primary pollutant. Ozone is named with
    /// its averaging time; the daily form is the house's, after the hourly one of the feed.
    pub const fn feed_name(self, period: super::Period) -> &'static str {
        match (self, period) {
            (Self::So2, _) => "二氧化硫",
            (Self::No2, _) => "二氧化氮",
            (Self::Pm10, _) => "颗粒物(PM10)",
            (Self::Co, _) => "一氧化碳",
            (Self::O3, super::Period::Hourly) => "臭氧1小时",
            (Self::O3, super::Period::Daily) => "臭氧8小时",
            (Self::Pm25, _) => "细颗粒物(PM2.5)",
        }
    }
}

/// A set of pollutants; it travels as a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "Vec<Pollutant>", from = "Vec<Pollutant>")]
pub struct PollutantSet(u8);

impl PollutantSet {
    /// None.
    pub const EMPTY: Self = Self(0);

    /// Adds one.
    pub const fn insert(&mut self, pollutant: Pollutant) {
        self.0 |= 1 << pollutant as u8;
    }

    /// Whether it holds one.
    pub const fn contains(self, pollutant: Pollutant) -> bool {
        self.0 & (1 << pollutant as u8) != 0
    }

    /// Whether it holds none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many it holds.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Those in it, in their order.
    pub fn iter(self) -> impl Iterator<Item = Pollutant> {
        Pollutant::ALL.into_iter().filter(move |one| self.contains(*one))
    }
}

impl FromIterator<Pollutant> for PollutantSet {
    fn from_iter<I: IntoIterator<Item = Pollutant>>(pollutants: I) -> Self {
        let mut set = Self::EMPTY;
        for pollutant in pollutants {
            set.insert(pollutant);
        }
        set
    }
}

impl From<Vec<Pollutant>> for PollutantSet {
    fn from(pollutants: Vec<Pollutant>) -> Self {
        pollutants.into_iter().collect()
    }
}

impl From<PollutantSet> for Vec<Pollutant> {
    fn from(set: PollutantSet) -> Self {
        set.iter().collect()
    }
}

/// Over what time a concentration was averaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Averaging {
    /// One hour.
    Hour,
    /// The last eight hours (ozone).
    EightHours,
    /// A day: 24 hours.
    Day,
    /// The day's highest hour (ozone).
    HourMax,
    /// The day's highest eight hours (ozone).
    EightHoursMax,
}

/// A pollutant with its averaging time: a column of the live feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Indicator {
    /// SO2, one hour.
    So2Hour,
    /// SO2, 24 hours.
    So2Day,
    /// NO2, one hour.
    No2Hour,
    /// NO2, 24 hours.
    No2Day,
    /// PM10, one hour.
    Pm10Hour,
    /// PM10, 24 hours.
    Pm10Day,
    /// CO, one hour.
    CoHour,
    /// CO, 24 hours.
    CoDay,
    /// O3, one hour.
    O3Hour,
    /// O3, the day's highest hour.
    O3HourMax,
    /// O3, the last eight hours.
    O3EightHours,
    /// O3, the day's highest eight hours.
    O3EightHoursMax,
    /// PM2.5, one hour.
    Pm25Hour,
    /// PM2.5, 24 hours.
    Pm25Day,
}

impl Indicator {
    /// How many there are.
    pub const COUNT: usize = 14;

    /// All of them.
    pub const ALL: [Self; Self::COUNT] = [
        Self::So2Hour,
        Self::So2Day,
        Self::No2Hour,
        Self::No2Day,
        Self::Pm10Hour,
        Self::Pm10Day,
        Self::CoHour,
        Self::CoDay,
        Self::O3Hour,
        Self::O3HourMax,
        Self::O3EightHours,
        Self::O3EightHoursMax,
        Self::Pm25Hour,
        Self::Pm25Day,
    ];

    /// Its place in [`Indicator::ALL`].
    pub const fn place(self) -> usize {
        self as usize
    }

    /// Its pollutant.
    pub const fn pollutant(self) -> Pollutant {
        match self {
            Self::So2Hour | Self::So2Day => Pollutant::So2,
            Self::No2Hour | Self::No2Day => Pollutant::No2,
            Self::Pm10Hour | Self::Pm10Day => Pollutant::Pm10,
            Self::CoHour | Self::CoDay => Pollutant::Co,
            Self::O3Hour | Self::O3HourMax | Self::O3EightHours | Self::O3EightHoursMax => Pollutant::O3,
            Self::Pm25Hour | Self::Pm25Day => Pollutant::Pm25,
        }
    }

    /// The indicator of a pollutant with an averaging time; `None` where nobody measures that.
    pub fn of(pollutant: Pollutant, averaging: Averaging) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|one| one.pollutant() == pollutant && one.averaging() == averaging)
    }

    /// Its averaging time.
    pub const fn averaging(self) -> Averaging {
        match self {
            Self::So2Hour | Self::No2Hour | Self::Pm10Hour | Self::CoHour | Self::O3Hour | Self::Pm25Hour => {
                Averaging::Hour
            }
            Self::So2Day | Self::No2Day | Self::Pm10Day | Self::CoDay | Self::Pm25Day => Averaging::Day,
            Self::O3HourMax => Averaging::HourMax,
            Self::O3EightHours => Averaging::EightHours,
            Self::O3EightHoursMax => Averaging::EightHoursMax,
        }
    }

    /// What an hourly index is made of (the one-hour values of all six: what reproduces the feed).
    pub const fn hourly(pollutant: Pollutant) -> Self {
        match pollutant {
            Pollutant::So2 => Self::So2Hour,
            Pollutant::No2 => Self::No2Hour,
            Pollutant::Pm10 => Self::Pm10Hour,
            Pollutant::Co => Self::CoHour,
            Pollutant::O3 => Self::O3Hour,
            Pollutant::Pm25 => Self::Pm25Hour,
        }
    }

    /// What a daily index is made of.
    pub const fn daily(pollutant: Pollutant) -> Self {
        match pollutant {
            Pollutant::So2 => Self::So2Day,
            Pollutant::No2 => Self::No2Day,
            Pollutant::Pm10 => Self::Pm10Day,
            Pollutant::Co => Self::CoDay,
            Pollutant::O3 => Self::O3EightHoursMax,
            Pollutant::Pm25 => Self::Pm25Day,
        }
    }
}

/// Concentrations of one station and time, by indicator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concentrations([Option<super::Amount>; Indicator::COUNT]);

impl Concentrations {
    /// None at all.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets one.
    pub fn set(&mut self, indicator: Indicator, amount: super::Amount) {
        self.0[indicator.place()] = Some(amount);
    }

    /// As [`Concentrations::set`], for a chain.
    #[must_use]
    pub fn with(mut self, indicator: Indicator, amount: super::Amount) -> Self {
        self.set(indicator, amount);
        self
    }

    /// One of them.
    pub fn get(&self, indicator: Indicator) -> Option<super::Amount> {
        self.0[indicator.place()]
    }
}
