//! A station: hours in, days out.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    amount::{Amount, Mean},
    day::{Basis, Day, DayValue},
    hour::Hour,
    pollutant::Pollutant,
    reading::{Reading, Refusal},
    rules::{Rules, Statistic},
};

/// Hours that a day's mean needs ([`Rule::DayHours`](super::Rule::DayHours)).
pub const LEAST_HOURS: u8 = 20;

/// Hours that a running mean of eight needs ([`Rule::RunningHours`](super::Rule::RunningHours)).
pub const LEAST_OF_EIGHT: u8 = 6;

/// Running means that a daily maximum needs ([`Rule::DailyMaximum`](super::Rule::DailyMaximum)).
pub const LEAST_RUNNING_MEANS: u8 = 14;

/// What one hour told, in the order of [`Pollutant::ALL`]; ozone of one hour.
pub type Readings = [Reading; Pollutant::COUNT];

/// Takes in the hours of one station, day after day, and gives a [`Day`] whenever one is over.
///
/// Within a day the hours may come in any order; they hold no more memory than one day.
///
/// ```
/// use yaodian_monitoring::air::{Amount, Hour, Pollutant, Reading, Station, Statistic};
/// let today = jiff::civil::date(2023, 12, 31);
/// let mut station = Station::new(today);
/// let readings = [Reading::Value(Amount::from_units(30)); Pollutant::COUNT];
/// for number in 1..=20 {
///     let hour = Hour::new(jiff::civil::date(2023, 5, 1), number).unwrap();
///     station.hour(hour, &readings).unwrap();
/// }
/// let day = station.close().unwrap();
/// assert_eq!(day.published(Pollutant::Pm25), Some(Amount::from_units(30)));
/// ```
#[derive(Debug, Clone)]
pub struct Station {
    today: Date,
    open: Option<Open>,
    /// The last day that is over.
    closed: Option<Date>,
    previous: Option<Hour>,
    left_out: LeftOut,
}

/// Why an hour is not taken in. It is counted in [`LeftOut::hours`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum HourError {
    /// Its day is over.
    #[error("a day that is over")]
    OutOfOrder,
    /// It was taken in already.
    #[error("an hour that was taken in already")]
    Repeated,
    /// It has not come yet.
    #[error("an hour that has not come yet")]
    Future,
    /// It is older than the rules.
    #[error("an hour older than the rules")]
    BeforeRules,
}

/// What was not averaged in, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Figures set aside, in runs of hours that followed each other.
    pub runs: Vec<Run>,
    /// Whole hours that were not taken in: out of order, repeated, in the future, before the rules.
    pub hours: HoursLeftOut,
    /// Cells without a figure, in the order of [`Pollutant::ALL`].
    pub missing: [u32; Pollutant::COUNT],
    /// Figures set aside, by pollutant, in the order of [`Refusal::ALL`].
    pub refused: [[u32; Refusal::COUNT]; Pollutant::COUNT],
    /// The run of each pollutant that may go on.
    #[serde(skip)]
    going_on: [Option<usize>; Pollutant::COUNT],
}

/// How many hours were not taken in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursLeftOut {
    /// [`HourError::OutOfOrder`].
    pub out_of_order: u32,
    /// [`HourError::Repeated`].
    pub repeated: u32,
    /// [`HourError::Future`].
    pub future: u32,
    /// [`HourError::BeforeRules`].
    pub before_rules: u32,
}

/// Hours that followed each other, all with a figure set aside for the same reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The pollutant.
    pub pollutant: Pollutant,
    /// Why.
    pub refusal: Refusal,
    /// The first hour.
    pub from: Hour,
    /// The last hour.
    pub to: Hour,
    /// How many hours.
    pub hours: u32,
}

/// The day that hours are taken in of.
#[derive(Debug, Clone)]
struct Open {
    date: Date,
    rules: Rules,
    /// A bit for each hour that was taken in.
    seen: u32,
    sums: [u32; Pollutant::COUNT],
    counts: [u8; Pollutant::COUNT],
    /// Ozone by hour; hour 1 first.
    ozone: [Option<Amount>; 24],
}

impl Station {
    /// A station without hours; those after `today` are refused.
    pub fn new(today: Date) -> Self {
        Self {
            today,
            open: None,
            closed: None,
            previous: None,
            left_out: LeftOut::default(),
        }
    }

    /// Takes in an hour. Gives the day before, when this hour begins another one.
    pub fn hour(&mut self, hour: Hour, readings: &Readings) -> Result<Option<Day>, HourError> {
        let over = match self.open_day_of(hour) {
            Ok(over) => over,
            Err(error) => {
                self.left_out.count(error);
                return Err(error);
            }
        };
        if let Some(open) = &mut self.open {
            open.take(hour, readings);
        }
        for (pollutant, reading) in Pollutant::ALL.into_iter().zip(readings) {
            match reading {
                Reading::Value(_) => {}
                Reading::Missing => self.left_out.missing[pollutant.place()] += 1,
                Reading::Refused(refusal) => self.left_out.refuse(pollutant, *refusal, hour, self.previous),
            }
        }
        self.previous = Some(hour);
        Ok(over)
    }

    /// Makes the hour's day the open one; gives the day that is over by that.
    fn open_day_of(&mut self, hour: Hour) -> Result<Option<Day>, HourError> {
        if let Some(open) = &self.open
            && open.date == hour.date()
        {
            return if open.has(hour) {
                Err(HourError::Repeated)
            } else {
                Ok(None)
            };
        }
        if hour.date() > self.today {
            return Err(HourError::Future);
        }
        let latest = self.open.as_ref().map(|open| open.date).or(self.closed);
        if latest.is_some_and(|latest| hour.date() <= latest) {
            return Err(HourError::OutOfOrder);
        }
        let rules = Rules::on(hour.date()).ok_or(HourError::BeforeRules)?;
        let over = self.close();
        self.open = Some(Open::new(hour.date(), rules));
        Ok(over)
    }

    /// Closes the open day: the last one, after all hours.
    pub fn close(&mut self) -> Option<Day> {
        let day = self.open.take()?.day();
        self.closed = Some(day.date);
        Some(day)
    }

    /// What was left out so far.
    pub const fn left_out(&self) -> &LeftOut {
        &self.left_out
    }
}

impl LeftOut {
    fn count(&mut self, error: HourError) {
        let count = match error {
            HourError::OutOfOrder => &mut self.hours.out_of_order,
            HourError::Repeated => &mut self.hours.repeated,
            HourError::Future => &mut self.hours.future,
            HourError::BeforeRules => &mut self.hours.before_rules,
        };
        *count += 1;
    }

    fn refuse(&mut self, pollutant: Pollutant, refusal: Refusal, hour: Hour, previous: Option<Hour>) {
        let place = pollutant.place();
        self.refused[place][refusal.place()] += 1;
        let run = self.going_on[place].and_then(|run| self.runs.get_mut(run));
        match run {
            Some(run) if run.refusal == refusal && Some(run.to) == previous => {
                run.to = hour;
                run.hours += 1;
            }
            _ => {
                self.going_on[place] = Some(self.runs.len());
                self.runs.push(Run {
                    pollutant,
                    refusal,
                    from: hour,
                    to: hour,
                    hours: 1,
                });
            }
        }
    }
}

impl Open {
    const fn new(date: Date, rules: Rules) -> Self {
        Self {
            date,
            rules,
            seen: 0,
            sums: [0; Pollutant::COUNT],
            counts: [0; Pollutant::COUNT],
            ozone: [None; 24],
        }
    }

    const fn has(&self, hour: Hour) -> bool {
        self.seen & (1 << hour.number()) != 0
    }

    fn take(&mut self, hour: Hour, readings: &Readings) {
        self.seen |= 1 << hour.number();
        for (place, reading) in readings.iter().enumerate() {
            if let Reading::Value(amount) = reading {
                // Saturates for figures that `reading::judge` would not have let through.
                self.sums[place] = self.sums[place].saturating_add(amount.thousandths());
                self.counts[place] += 1;
            }
        }
        self.ozone[usize::from(hour.number() - 1)] = readings[Pollutant::O3.place()].value();
    }

    fn day(&self) -> Day {
        let values = Pollutant::ALL.map(|pollutant| match pollutant {
            Pollutant::O3 => self.ozone_value(),
            _ => self.mean_value(pollutant.place()),
        });
        let highest = self.ozone.iter().flatten().max();
        Day {
            date: self.date,
            rules: self.rules,
            values,
            ozone_hour_max: highest.map(|amount| Mean::from(*amount)),
        }
    }

    fn mean_value(&self, place: usize) -> DayValue {
        let count = self.counts[place];
        match Mean::of(u64::from(self.sums[place]), u64::from(count)) {
            None => DayValue::Missing,
            Some(mean) if count >= LEAST_HOURS => DayValue::Valid {
                mean,
                basis: Basis::Hours(count),
            },
            Some(_) => DayValue::TooFew {
                basis: Basis::Hours(count),
                least: u16::from(LEAST_HOURS),
            },
        }
    }

    fn ozone_value(&self) -> DayValue {
        if self.counts[Pollutant::O3.place()] == 0 {
            return DayValue::Missing;
        }
        let (count, highest) = highest_running_mean(&self.ozone);
        let basis = Basis::RunningMeans(count);
        let limit = self.rules.limit(Pollutant::O3, Statistic::Percentile);
        let decimals = self.rules.day_decimals(Pollutant::O3);
        let exceeds = |mean: Mean| limit.is_some_and(|limit| mean.rounded(decimals) > limit.value);
        match highest {
            Some(mean) if count >= LEAST_RUNNING_MEANS || exceeds(mean) => DayValue::Valid { mean, basis },
            _ => DayValue::TooFew {
                basis,
                least: u16::from(LEAST_RUNNING_MEANS),
            },
        }
    }
}

/// The highest of the running means of eight hours that end from 8 to 24 o'clock, and how many of the
/// 17 there are. All lie within one day.
fn highest_running_mean(hours: &[Option<Amount>; 24]) -> (u8, Option<Mean>) {
    let (mut sum, mut count) = (0_u64, 0_u8);
    let (mut means, mut highest) = (0, None);
    for (place, entering) in hours.iter().enumerate() {
        if let Some(amount) = entering {
            sum += u64::from(amount.thousandths());
            count += 1;
        }
        if let Some(Some(amount)) = place.checked_sub(8).map(|leaving| hours[leaving]) {
            sum -= u64::from(amount.thousandths());
            count -= 1;
        }
        if place >= 7 && count >= LEAST_OF_EIGHT {
            means += 1;
            highest = highest.max(Mean::of(sum, u64::from(count)));
        }
    }
    (means, highest)
}
