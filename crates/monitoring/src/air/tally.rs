//! A period: days in, statistics out.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use yaodian_domain::time::DaySpan;

use super::{
    amount::{Mean, Total},
    day::{Basis, Day, DayValue},
    day_counts::DayCounts,
    dust::DustDay,
    percentile::percentile,
    pollutant::Pollutant,
    rules::{Rules, Statistic},
    statistics::{Figures, Held, PollutantStatistics, Statistics},
    validity::{self, month_place},
};

/// Takes in the days of one station or city, in any order, and gives the statistics of a period.
///
/// It keeps the daily values, 16 bytes each, since percentiles need them all.
#[derive(Debug, Clone)]
pub struct Tally {
    span: DaySpan,
    rules: Rules,
    /// A bit for each day of the span that was taken in.
    seen: Vec<u64>,
    dust: Vec<DustDay>,
    pollutants: [Values; Pollutant::COUNT],
    days: DayCounts,
}

/// Why a day is not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum DayError {
    /// It lies outside the period.
    #[error("a day outside the period")]
    Outside,
    /// It was taken in already.
    #[error("a day that was taken in already")]
    Repeated,
}

/// A day that was not averaged in, of one pollutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOutDay {
    /// The day.
    pub date: Date,
    /// What there was of it; `None` where nothing was measured.
    pub basis: Option<Basis>,
    /// How much there had to be.
    pub least: Option<u16>,
}

/// The daily values of one pollutant.
#[derive(Debug, Clone)]
struct Values {
    kept: Vec<Mean>,
    total: Total,
    /// Those of dust days, left out of dust.
    dust: Vec<Mean>,
    /// Valid days by month, those of dust among them.
    months: Vec<u16>,
    left_out: Vec<LeftOutDay>,
}

impl Tally {
    /// A period without days. `rules` decide on decimals, limits and weights; the index of each day
    /// goes by the rules of its date. Dust days outside the period do nothing.
    pub fn new(span: DaySpan, rules: Rules, dust: &[DustDay]) -> Self {
        let months = validity::months(span).count();
        let room = usize::try_from(span.days()).unwrap_or(0).min(366);
        let values = || Values {
            kept: Vec::with_capacity(room),
            total: Total::ZERO,
            dust: Vec::new(),
            months: vec![0; months],
            left_out: Vec::new(),
        };
        let mut dust: Vec<DustDay> = dust.iter().filter(|day| span.contains(day.date)).cloned().collect();
        dust.sort_by_key(|day| day.date);
        dust.dedup_by_key(|day| day.date);
        let words = usize::try_from(span.days().unsigned_abs().div_ceil(64)).unwrap_or(0);
        Self {
            span,
            rules,
            seen: vec![0; words],
            dust,
            pollutants: std::array::from_fn(|_| values()),
            days: DayCounts::new(span),
        }
    }

    /// Takes in a day.
    pub fn day(&mut self, day: &Day) -> Result<(), DayError> {
        self.mark(day.date)?;
        let month = month_place(self.span, day.date).ok_or(DayError::Outside)?;
        let is_dust = self.dust.binary_search_by_key(&day.date, |dust| dust.date).is_ok();
        for (pollutant, values) in Pollutant::ALL.into_iter().zip(&mut self.pollutants) {
            values.day(
                day.date,
                day.value(pollutant),
                month,
                is_dust && pollutant.is_particulate(),
            );
        }
        self.days.day(day);
        Ok(())
    }

    /// Notes that a day is there; refuses it where it was there before.
    fn mark(&mut self, date: Date) -> Result<(), DayError> {
        if !self.span.contains(date) {
            return Err(DayError::Outside);
        }
        let place = yaodian_domain::time::days_between(self.span.from(), date);
        let place = usize::try_from(place).map_err(|_| DayError::Outside)?;
        let word = self.seen.get_mut(place / 64).ok_or(DayError::Outside)?;
        let bit = 1 << (place % 64);
        if *word & bit != 0 {
            return Err(DayError::Repeated);
        }
        *word |= bit;
        Ok(())
    }

    /// The statistics of the days that were taken in.
    pub fn statistics(self) -> Statistics {
        let Self {
            span,
            rules,
            dust,
            pollutants,
            days,
            ..
        } = self;
        let pollutants = pollutants
            .into_iter()
            .zip(Pollutant::ALL)
            .map(|(values, pollutant)| values.statistics(pollutant, span, rules))
            .collect();
        Statistics {
            span,
            rules,
            days,
            pollutants,
            dust,
        }
    }
}

impl Values {
    fn day(&mut self, date: Date, value: &DayValue, month: usize, is_dust: bool) {
        let (basis, least) = match value {
            DayValue::Valid { mean, .. } => {
                if let Some(days) = self.months.get_mut(month) {
                    *days += 1;
                }
                if is_dust {
                    self.dust.push(*mean);
                } else {
                    self.kept.push(*mean);
                    self.total.add(*mean);
                }
                return;
            }
            DayValue::Missing => (None, None),
            DayValue::TooFew { basis, least } => (Some(*basis), Some(*least)),
        };
        self.left_out.push(LeftOutDay { date, basis, least });
    }

    fn statistics(mut self, pollutant: Pollutant, span: DaySpan, rules: Rules) -> PollutantStatistics {
        let kept = figures(&mut self.kept, &self.total, pollutant, rules);
        let with_dust = (!self.dust.is_empty()).then(|| {
            for mean in &self.dust {
                self.total.add(*mean);
            }
            self.kept.append(&mut self.dust);
            figures(&mut self.kept, &self.total, pollutant, rules)
        });
        PollutantStatistics {
            pollutant,
            figures: kept,
            with_dust,
            gaps: validity::gaps(span, &self.months),
            left_out: self.left_out,
        }
    }
}

fn figures(values: &mut [Mean], total: &Total, pollutant: Pollutant, rules: Rules) -> Figures {
    let decimals = rules.period_decimals(pollutant);
    let held = |statistic| move |value| Held::of(value, pollutant, statistic, rules);
    let mean = total.mean().and_then(|mean| mean.rounded(decimals));
    let high = percentile(values, rules.percentile(pollutant)).and_then(|high| high.rounded(decimals));
    Figures {
        days: total.count(),
        mean: mean.map(held(Statistic::Mean)),
        percentile: high.map(held(Statistic::Percentile)),
    }
}
