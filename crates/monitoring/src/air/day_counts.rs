//! Days of a period by grade.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use yaodian_domain::{number, time::DaySpan};

use super::{
    day::Day,
    grade::Grade,
    pollutant::{Pollutant, PollutantSet},
};

/// The days of a period, by what they count for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayCounts {
    /// The days of the period.
    pub span: i64,
    /// Valid days by grade, the best first.
    pub grades: [u32; Grade::COUNT],
    /// Valid days on which a pollutant was a primary one, in the order of [`Pollutant::ALL`].
    pub primary: [u32; Pollutant::COUNT],
    /// Valid days on which a pollutant's sub-index was above 100.
    pub exceeding: [u32; Pollutant::COUNT],
    /// Days that do not count, since pollutants are missing.
    pub incomplete: Vec<Incomplete>,
}

/// A day that does not count ([`Rule::IncompleteDays`](super::Rule::IncompleteDays)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incomplete {
    /// The day.
    pub date: Date,
    /// What is missing.
    pub missing: PollutantSet,
    /// The index of the others.
    pub index: Option<u16>,
}

impl DayCounts {
    pub(super) fn new(span: DaySpan) -> Self {
        Self {
            span: span.days(),
            grades: [0; Grade::COUNT],
            primary: [0; Pollutant::COUNT],
            exceeding: [0; Pollutant::COUNT],
            incomplete: Vec::new(),
        }
    }

    pub(super) fn day(&mut self, day: &Day) {
        let Some(aqi) = day.aqi() else {
            self.incomplete.push(Incomplete {
                date: day.date,
                missing: Pollutant::ALL.into_iter().collect(),
                index: None,
            });
            return;
        };
        let missing = aqi.missing();
        if !missing.is_empty() && aqi.grade.is_good() {
            self.incomplete.push(Incomplete {
                date: day.date,
                missing,
                index: Some(aqi.index),
            });
            return;
        }
        self.grades[aqi.grade.place()] += 1;
        for pollutant in Pollutant::ALL {
            let place = pollutant.place();
            self.primary[place] += u32::from(aqi.primary.contains(pollutant));
            let above = aqi.part(pollutant).sub_index().is_some_and(|sub| sub.index > 100);
            self.exceeding[place] += u32::from(above);
        }
    }

    /// The valid days.
    pub fn valid(&self) -> u32 {
        self.grades.iter().sum()
    }

    /// 优良天数.
    pub fn good(&self) -> u32 {
        self.of(Grade::is_good)
    }

    /// 重污染天数.
    pub fn heavy(&self) -> u32 {
        self.of(Grade::is_heavy)
    }

    /// 优良天数比例, in percent to one decimal; `None` without a valid day.
    pub fn good_ratio(&self) -> Option<Decimal> {
        ratio(self.good(), self.valid())
    }

    /// The share of heavily polluted days, in percent to one decimal; `None` without a valid day.
    pub fn heavy_ratio(&self) -> Option<Decimal> {
        ratio(self.heavy(), self.valid())
    }

    fn of(&self, counts: fn(Grade) -> bool) -> u32 {
        let those = Grade::ALL.into_iter().filter(|grade| counts(*grade));
        those.map(|grade| self.grades[grade.place()]).sum()
    }
}

/// A share of days, in percent to one decimal.
pub(super) fn ratio(part: u32, whole: u32) -> Option<Decimal> {
    number::percent(part.into(), whole.into(), 1)
}
