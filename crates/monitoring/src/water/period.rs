//! A section over a period: means of each item first, then the class of the means.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use yaodian_domain::time::DaySpan;

use super::{class::Body, grade::Grade, item::Item, limits::Rules, reading::Refusal, rule::Rule, values::Values};

/// What was measured of a section (or of one point of a lake) on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// The day.
    pub on: Date,
    /// The values that can stand.
    pub values: Values,
    /// What was refused on the way here; carried along, so that the period can tell of it.
    pub refused: Vec<(Item, Refusal)>,
}

/// The kinds of period that the method tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PeriodKind {
    /// Days of one month: a week, ten days, a month. One sample will do.
    Month,
    /// A calendar quarter: two samples or more.
    Quarter,
    /// A calendar year: twelve months, and no fewer than eight.
    Year,
    /// Any other stretch, such as January to April: one month or more.
    Cumulative,
}

impl PeriodKind {
    /// The kind of a stretch of days.
    pub fn of(span: DaySpan) -> Self {
        let (from, to) = (span.from(), span.to());
        let starts = from.day() == 1;
        let ends = to == to.last_of_month();
        let months = i32::from(to.month()) - i32::from(from.month()) + 1;
        if (from.year(), from.month()) == (to.year(), to.month()) {
            PeriodKind::Month
        } else if from.year() != to.year() || !starts || !ends {
            PeriodKind::Cumulative
        } else if months == 12 {
            PeriodKind::Year
        } else if months == 3 && to.month() % 3 == 0 {
            PeriodKind::Quarter
        } else {
            PeriodKind::Cumulative
        }
    }

    /// How many samples (of a year: months with samples) there must be at least.
    pub const fn least(self) -> u32 {
        match self {
            PeriodKind::Month | PeriodKind::Cumulative => 1,
            PeriodKind::Quarter => 2,
            PeriodKind::Year => 8,
        }
    }

    /// The rule that says so.
    pub const fn rule(self) -> Rule {
        match self {
            PeriodKind::Month => Rule::Month,
            PeriodKind::Quarter => Rule::Quarter,
            PeriodKind::Year => Rule::Year,
            PeriodKind::Cumulative => Rule::Cumulative,
        }
    }
}

/// A section assessed over a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessed {
    /// The period.
    pub span: DaySpan,
    /// Its kind.
    pub kind: PeriodKind,
    /// How many samples went in.
    pub samples: u32,
    /// How many months they are of. A year of fewer than twelve is graded from eight on.
    pub months: u32,
    /// The mean of each item; each tells of how many values it is.
    pub means: Values,
    /// The grade of the means; `None` where there are too few samples ([`PeriodKind::least`]).
    pub grade: Option<Grade>,
    /// What was kept out, and why.
    pub left_out: Vec<LeftOut>,
}

/// Something that did not go into the means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The day of the sample.
    pub on: Date,
    /// Why.
    pub reason: Why,
}

/// Why something did not go into the means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The sample is of a day after the day of asking.
    Future,
    /// The sample is of another period.
    OtherPeriod,
    /// Nothing in the sample can stand.
    Nothing,
    /// One value of the sample was refused; the others stand.
    Refused {
        /// The item.
        item: Item,
        /// Why.
        refusal: Refusal,
    },
}

/// Assesses the samples of one section over a period, as seen on `today`.
///
/// Several samples of one month are averaged first, so that each month weighs the same
/// ([`Rule::MonthsFirst`]); the class is that of the mean concentrations,
/// never one put together from the months' classes ([`Rule::Year`]). The order of
/// the samples does not matter.
pub fn assess(samples: &[Sample], span: DaySpan, today: Date, body: Body, rules: Rules) -> Assessed {
    let kind = PeriodKind::of(span);
    let mut left_out = Vec::new();
    let mut taken: Vec<&Sample> = Vec::with_capacity(samples.len());
    for sample in samples {
        let on = sample.on;
        let mut leave_out = |reason| left_out.push(LeftOut { on, reason });
        if on > today {
            leave_out(Why::Future);
            continue;
        }
        if on < span.from() || on > span.to() {
            leave_out(Why::OtherPeriod);
            continue;
        }
        for &(item, refusal) in &sample.refused {
            leave_out(Why::Refused { item, refusal });
        }
        if sample.values.is_empty() {
            leave_out(Why::Nothing);
        } else {
            taken.push(sample);
        }
    }
    let month = |sample: &&Sample| (sample.on.year(), sample.on.month());
    taken.sort_unstable_by_key(month);
    let by_month: Vec<&[&Sample]> = taken.chunk_by(|one, next| month(one) == month(next)).collect();
    let months = count(by_month.len());
    let means = if by_month.len() == taken.len() {
        Values::mean(taken.iter().map(|sample| &sample.values))
    } else {
        let monthly: Vec<Values> = by_month
            .iter()
            .map(|of| match of {
                [one] => one.values.clone(),
                several => Values::mean(several.iter().map(|sample| &sample.values)),
            })
            .collect();
        Values::mean(&monthly)
    };
    let samples = count(taken.len());
    let had = if kind == PeriodKind::Year { months } else { samples };
    let grade = (had >= kind.least()).then(|| Grade::of(&means, body, rules));
    Assessed {
        span,
        kind,
        samples,
        months,
        means,
        grade,
        left_out,
    }
}

/// The values of a lake of several points in a period: the mean over the points, of each point's mean
/// over time ([`Rule::LakePoints`]).
pub fn lake<'a>(points: impl IntoIterator<Item = &'a Assessed>) -> Values {
    let graded = points.into_iter().filter(|point| point.grade.is_some());
    Values::mean(graded.map(|point| &point.means))
}

/// A count, held at the edge rather than wrapped.
fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}
