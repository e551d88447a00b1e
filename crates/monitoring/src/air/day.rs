//! A day of a station or a city.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    amount::{Amount, Mean},
    index::{Aqi, Period},
    pollutant::{Concentrations, Indicator, Pollutant},
    rules::Rules,
};

/// What a day's value was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// So many hours.
    Hours(u8),
    /// So many running means of eight hours, those of ozone that end from 8 to 24 o'clock.
    RunningMeans(u8),
    /// Points of a city.
    Points {
        /// Those with a valid day.
        valid: u16,
        /// All of them.
        all: u16,
    },
    /// It was given as a day's value.
    Given,
}

/// A day's value of one pollutant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayValue {
    /// Nothing was measured.
    #[default]
    Missing,
    /// A valid value.
    Valid {
        /// The mean; for ozone the highest mean of eight hours.
        mean: Mean,
        /// What it was made of. Less than [`DayValue::TooFew`] asks for only with ozone above its limit.
        basis: Basis,
    },
    /// Too little was measured.
    TooFew {
        /// What there was.
        basis: Basis,
        /// How much of it there had to be.
        least: u16,
    },
}

impl DayValue {
    /// The exact value, where it is valid.
    pub const fn mean(&self) -> Option<Mean> {
        match self {
            Self::Valid { mean, .. } => Some(*mean),
            Self::Missing | Self::TooFew { .. } => None,
        }
    }
}

/// A day of a station or of a city.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// The rules of its date.
    pub rules: Rules,
    /// The values, in the order of [`Pollutant::ALL`].
    pub values: [DayValue; Pollutant::COUNT],
    /// The highest hour of ozone, which stands in above 800 μg/m³.
    pub ozone_hour_max: Option<Mean>,
}

impl Day {
    /// A day whose values were published: those of 24 hours and ozone's highest eight hours. `None`
    /// before the rules ([`Rules::on`]).
    pub fn given(date: Date, concentrations: &Concentrations) -> Option<Self> {
        let values = Pollutant::ALL.map(|pollutant| {
            let amount = concentrations.get(Indicator::daily(pollutant));
            amount.map_or(DayValue::Missing, |amount| DayValue::Valid {
                mean: amount.into(),
                basis: Basis::Given,
            })
        });
        Some(Self {
            date,
            rules: Rules::on(date)?,
            values,
            ozone_hour_max: concentrations.get(Indicator::O3HourMax).map(Mean::from),
        })
    }

    /// The value of a pollutant.
    pub const fn value(&self, pollutant: Pollutant) -> &DayValue {
        &self.values[pollutant.place()]
    }

    /// The value of a pollutant as it is published: whole μg/m³, tenths of mg/m³.
    pub fn published(&self, pollutant: Pollutant) -> Option<Amount> {
        let mean = self.value(pollutant).mean()?;
        Some(mean.rounded(self.rules.day_decimals(pollutant)))
    }

    /// The published values, for an index.
    pub fn concentrations(&self) -> Concentrations {
        let mut concentrations = Concentrations::new();
        for pollutant in Pollutant::ALL {
            if let Some(amount) = self.published(pollutant) {
                concentrations.set(Indicator::daily(pollutant), amount);
            }
        }
        if let Some(mean) = self.ozone_hour_max {
            let decimals = self.rules.day_decimals(Pollutant::O3);
            concentrations.set(Indicator::O3HourMax, mean.rounded(decimals));
        }
        concentrations
    }

    /// The index of the published values; `None` where none is valid.
    pub fn aqi(&self) -> Option<Aqi> {
        Aqi::of(&self.concentrations(), Period::Daily, self.rules)
    }
}
