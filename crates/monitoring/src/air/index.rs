//! The air quality index and its sub-indexes (HJ 633).

use serde::{Deserialize, Serialize};

use super::{
    amount::Amount,
    breakpoints::{Beyond, table},
    grade::Grade,
    pollutant::{Concentrations, Indicator, Pollutant, PollutantSet},
    rule::{Rule, Sourced},
    rules::Rules,
};

/// Whether an index is of an hour or of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// 实时报: of the one-hour values.
    Hourly,
    /// 日报: of the values of 24 hours, and of ozone's highest eight hours.
    Daily,
}

impl Period {
    /// What of a pollutant the index is made of.
    pub const fn indicator(self, pollutant: Pollutant) -> Indicator {
        match self {
            Self::Hourly => Indicator::hourly(pollutant),
            Self::Daily => Indicator::daily(pollutant),
        }
    }

    /// What stands in where an indicator is beyond a table that ends early (rules of 2012).
    const fn stand_in(self, pollutant: Pollutant) -> Option<Indicator> {
        match (self, pollutant) {
            (Self::Hourly, Pollutant::So2) => Some(Indicator::So2Day),
            (Self::Daily, Pollutant::O3) => Some(Indicator::O3HourMax),
            _ => None,
        }
    }
}

/// How a sub-index came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// In proportion between two breakpoints, rounded up.
    Between {
        /// The lower one; the value is above it, or both are zero.
        low: Amount,
        /// The upper one.
        high: Amount,
        /// The index of the lower one.
        index_low: u16,
        /// The index of the upper one.
        index_high: u16,
    },
    /// Beyond the highest breakpoint: 500.
    BeyondTop {
        /// The highest breakpoint.
        top: Amount,
    },
    /// Beyond the highest breakpoint of a table that ends early: the index of that breakpoint (2026).
    Capped {
        /// The highest breakpoint.
        top: Amount,
    },
}

/// IAQI: the sub-index of one pollutant, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubIndex {
    /// What was measured.
    pub indicator: Indicator,
    /// Its concentration.
    pub value: Amount,
    /// The sub-index.
    pub index: u16,
    /// How it came about.
    pub how: How,
}

impl SubIndex {
    /// The sub-index of a concentration; `None` for SO2 of one hour and O3 of eight hours above
    /// 800 μg/m³ by the rules of 2012, which give none there.
    ///
    /// ```
    /// use yaodian_monitoring::air::{Amount, Indicator, Rules, SubIndex};
    /// // 2.2 mg/m³ is 55, exactly; binary floating point makes it 56.
    /// let value = Amount::from_thousandths(2_200);
    /// assert_eq!(SubIndex::of(Indicator::CoDay, value, Rules::In2012).unwrap().index, 55);
    /// ```
    pub fn of(indicator: Indicator, value: Amount, rules: Rules) -> Option<Self> {
        let index = sub_index(indicator, value, rules)?;
        Some(Self::told(indicator, value, index, rules))
    }

    /// A sub-index with its reason.
    fn told(indicator: Indicator, value: Amount, index: u16, rules: Rules) -> Self {
        let table = table(indicator, rules);
        let how = match table.segment(value.thousandths()) {
            Some(segment) => How::Between {
                low: Amount::from_thousandths(segment.low),
                high: Amount::from_thousandths(segment.high),
                index_low: segment.index_low,
                index_high: segment.index_high,
            },
            None => {
                let top = Amount::from_thousandths(table.top().0);
                match table.beyond {
                    Beyond::Capped => How::Capped { top },
                    Beyond::Top | Beyond::NoIndex => How::BeyondTop { top },
                }
            }
        };
        Self {
            indicator,
            value,
            index,
            how,
        }
    }

    /// The rule that decided beside the breakpoints.
    pub const fn rule(&self, rules: Rules) -> Sourced {
        let rule = match (self.how, self.indicator) {
            (How::Between { .. }, _) => Rule::Interpolation,
            (How::BeyondTop { .. }, _) => Rule::BeyondTop,
            (How::Capped { .. }, Indicator::So2Hour) => Rule::So2HourBeyond,
            (How::Capped { .. }, _) => Rule::O3EightHoursBeyond,
        };
        rule.under(rules)
    }
}

/// What one pollutant adds to an index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// It was not measured.
    #[default]
    Missing,
    /// Its sub-index.
    Index(SubIndex),
    /// Its sub-index, of another averaging time, since the usual one has none so high up.
    StandIn {
        /// What has no sub-index.
        instead_of: Indicator,
        /// Its concentration.
        value: Amount,
        /// The sub-index that stands in.
        by: SubIndex,
    },
    /// It is too high for its table, and what should stand in was not measured.
    NoIndex {
        /// What was measured.
        indicator: Indicator,
        /// Its concentration.
        value: Amount,
    },
}

impl Part {
    /// The sub-index, where there is one.
    pub const fn sub_index(&self) -> Option<&SubIndex> {
        match self {
            Self::Index(sub) | Self::StandIn { by: sub, .. } => Some(sub),
            Self::Missing | Self::NoIndex { .. } => None,
        }
    }
}

/// AQI: the index of an hour or a day, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aqi {
    /// The rules.
    pub rules: Rules,
    /// Of an hour or a day.
    pub period: Period,
    /// The highest sub-index.
    pub index: u16,
    /// The grade.
    pub grade: Grade,
    /// 首要污染物: all with the highest sub-index; none up to 50.
    pub primary: PollutantSet,
    /// 超标污染物: all with a sub-index above 100; `None` since 2026, when the term was dropped.
    pub exceeding: Option<PollutantSet>,
    /// What each pollutant adds, in the order of [`Pollutant::ALL`].
    pub parts: [Part; Pollutant::COUNT],
}

impl Aqi {
    /// The index of what was measured; `None` where nothing has a sub-index.
    ///
    /// A pollutant that is missing is left out, as the live feed does: [`Aqi::missing`] tells which.
    pub fn of(concentrations: &Concentrations, period: Period, rules: Rules) -> Option<Self> {
        let choices = Pollutant::ALL.map(|pollutant| choose(concentrations, pollutant, period, rules));
        let Brief { index, primary } = Brief::of_choices(&choices)?;
        let exceeding = choices
            .iter()
            .zip(Pollutant::ALL)
            .filter(|(choice, _)| choice.index() > Some(100));
        Some(Self {
            rules,
            period,
            index,
            grade: Grade::of(index),
            primary,
            exceeding: rules
                .names_exceeding()
                .then(|| exceeding.map(|(_, pollutant)| pollutant).collect()),
            parts: choices.map(|choice| choice.told(rules)),
        })
    }

    /// What one pollutant adds.
    pub const fn part(&self, pollutant: Pollutant) -> &Part {
        &self.parts[pollutant.place()]
    }

    /// Those without a sub-index.
    pub fn missing(&self) -> PollutantSet {
        Pollutant::ALL
            .into_iter()
            .filter(|pollutant| self.part(*pollutant).sub_index().is_none())
            .collect()
    }

    /// The primary pollutants as the live feed writes them: names joined by «,», empty up to 50.
    pub fn primary_names(&self) -> String {
        let names: Vec<_> = self.primary.iter().map(|one| one.feed_name(self.period)).collect();
        names.join(",")
    }
}

/// An index without its reasons, for millions of hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// As [`Aqi::index`].
    pub index: u16,
    /// As [`Aqi::primary`].
    pub primary: PollutantSet,
}

impl Brief {
    /// As [`Aqi::of`], several times faster.
    pub fn of(concentrations: &Concentrations, period: Period, rules: Rules) -> Option<Self> {
        Self::of_choices(&Pollutant::ALL.map(|pollutant| choose(concentrations, pollutant, period, rules)))
    }

    fn of_choices(choices: &[Choice; Pollutant::COUNT]) -> Option<Self> {
        let index = choices.iter().filter_map(Choice::index).max()?;
        let highest = choices
            .iter()
            .zip(Pollutant::ALL)
            .filter(|(choice, _)| choice.index() == Some(index));
        let primary = if index > 50 {
            highest.map(|(_, pollutant)| pollutant).collect()
        } else {
            PollutantSet::EMPTY
        };
        Some(Self { index, primary })
    }
}

/// A [`Part`] without its reason.
#[derive(Clone, Copy)]
enum Choice {
    Missing,
    Index(Indicator, Amount, u16),
    StandIn((Indicator, Amount), (Indicator, Amount, u16)),
    NoIndex(Indicator, Amount),
}

impl Choice {
    const fn index(&self) -> Option<u16> {
        match self {
            Self::Index(_, _, index) | Self::StandIn(_, (_, _, index)) => Some(*index),
            Self::Missing | Self::NoIndex(..) => None,
        }
    }

    fn told(self, rules: Rules) -> Part {
        match self {
            Self::Missing => Part::Missing,
            Self::Index(indicator, value, index) => Part::Index(SubIndex::told(indicator, value, index, rules)),
            Self::StandIn((instead_of, value), (indicator, other, index)) => Part::StandIn {
                instead_of,
                value,
                by: SubIndex::told(indicator, other, index, rules),
            },
            Self::NoIndex(indicator, value) => Part::NoIndex { indicator, value },
        }
    }
}

#[inline]
fn choose(concentrations: &Concentrations, pollutant: Pollutant, period: Period, rules: Rules) -> Choice {
    let indicator = period.indicator(pollutant);
    let Some(value) = concentrations.get(indicator) else {
        return Choice::Missing;
    };
    if let Some(index) = sub_index(indicator, value, rules) {
        return Choice::Index(indicator, value, index);
    }
    let stand_in = period.stand_in(pollutant).and_then(|other| {
        let value = concentrations.get(other)?;
        Some((other, value, sub_index(other, value, rules)?))
    });
    match stand_in {
        Some(by) => Choice::StandIn((indicator, value), by),
        None => Choice::NoIndex(indicator, value),
    }
}

/// The sub-index of a concentration, where it has one.
#[inline]
fn sub_index(indicator: Indicator, value: Amount, rules: Rules) -> Option<u16> {
    let table = table(indicator, rules);
    match table.segment(value.thousandths()) {
        Some(segment) => Some(segment.index(value.thousandths())),
        None if table.beyond == Beyond::NoIndex => None,
        None => Some(table.top().1),
    }
}
