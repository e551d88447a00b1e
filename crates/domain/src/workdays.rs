//! 工作日: weekdays, without public holidays, with the weekends that are worked for them (调休).
//!
//! Which days those are is set anew for each year, by one notice of the State Council's General
//! Office. A day that no notice names is judged by its weekday; [`WorkDays::years`] says for which
//! years there is a notice.

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use serde::{Deserialize, Serialize};

use crate::{plan::Name, time::DaySpan};

/// A public holiday as a notice sets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// Its name.
    pub name: Name,
    /// The days off.
    pub days: DaySpan,
    /// The Saturdays and Sundays that are worked for it.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::schema::Day>"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub worked: Vec<Date>,
}

/// What one notice sets.
///
/// Invariant: no day is named twice, every worked day is a Saturday or Sunday, and every day lies in
/// the year or in the December before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Written", into = "Written")]
pub struct Notice(Written);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Written {
    year: i16,
    title: String,
    number: String,
    holidays: Vec<Holiday>,
}

/// Why a day has no place in a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadDay {
    /// It lies neither in the year nor in the December before.
    #[error("{day} lies neither in {year} nor in the December before")]
    Elsewhere {
        /// The day.
        day: Date,
        /// The notice's year.
        year: i16,
    },
    /// It is named already.
    #[error("{day} is named twice")]
    Twice {
        /// The day.
        day: Date,
    },
    /// It is a day on which everybody works anyway.
    #[error("{day} is neither a Saturday nor a Sunday")]
    Weekday {
        /// The day.
        day: Date,
    },
}

impl Notice {
    /// The notice for `year`, as yet without holidays; `title` and `number` as they stand on it.
    pub fn new(year: i16, title: String, number: String) -> Self {
        Self(Written {
            year,
            title,
            number,
            holidays: Vec::new(),
        })
    }

    /// The same with one more holiday.
    pub fn with(mut self, holiday: Holiday) -> Result<Self, BadDay> {
        let year = self.0.year;
        let near = |day: Date| day.year() == year || (day.year() + 1 == year && day.month() == 12);
        // The ends alone first: a stretch of a thousand years is not walked through.
        let ends = [holiday.days.from(), holiday.days.to()];
        if let Some(day) = ends
            .into_iter()
            .chain(holiday.worked.iter().copied())
            .find(|&d| !near(d))
        {
            return Err(BadDay::Elsewhere { day, year });
        }
        if let Some(&day) = holiday.worked.iter().find(|&&day| !is_weekend(day)) {
            return Err(BadDay::Weekday { day });
        }
        let twice = |(index, &day): (usize, &Date)| {
            self.says(day).is_some()
                || holiday.days.contains(day)
                || holiday.worked.iter().take(index).any(|&d| d == day)
        };
        let worked = holiday
            .worked
            .iter()
            .enumerate()
            .find(|&one| twice(one))
            .map(|(_, &day)| day);
        let off = || days(holiday.days).find(|&day| self.says(day).is_some());
        if let Some(day) = worked.or_else(off) {
            return Err(BadDay::Twice { day });
        }
        self.0.holidays.push(holiday);
        Ok(self)
    }

    /// The year it is for.
    pub fn year(&self) -> i16 {
        self.0.year
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.0.title
    }

    /// Its number (文号).
    pub fn number(&self) -> &str {
        &self.0.number
    }

    /// The holidays it sets, in its order.
    pub fn holidays(&self) -> &[Holiday] {
        &self.0.holidays
    }

    /// Whether it makes `day` a working day; `None` if it does not name it.
    fn says(&self, day: Date) -> Option<bool> {
        self.0.holidays.iter().find_map(|holiday| {
            let worked = holiday.worked.contains(&day);
            (worked || holiday.days.contains(day)).then_some(worked)
        })
    }
}

impl TryFrom<Written> for Notice {
    type Error = BadDay;
    fn try_from(written: Written) -> Result<Self, BadDay> {
        let empty = Self::new(written.year, written.title, written.number);
        written.holidays.into_iter().try_fold(empty, Self::with)
    }
}

impl From<Notice> for Written {
    fn from(notice: Notice) -> Self {
        notice.0
    }
}

/// 工作日: which days are worked. The default knows weekdays only.
///
/// Invariant: at most one notice for a year, in the order of years.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Vec<Notice>", into = "Vec<Notice>")]
pub struct WorkDays(Vec<Notice>);

/// Two notices for one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("two notices for {0}")]
pub struct YearTwice(pub i16);

impl WorkDays {
    /// Those that `notices` set.
    pub fn new(mut notices: Vec<Notice>) -> Result<Self, YearTwice> {
        notices.sort_by_key(Notice::year);
        match notices.windows(2).find(|pair| pair[0].year() == pair[1].year()) {
            Some(pair) => Err(YearTwice(pair[0].year())),
            None => Ok(Self(notices)),
        }
    }

    /// Whether there is no notice at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The notices, in the order of their years.
    pub fn notices(&self) -> &[Notice] {
        &self.0
    }

    /// The years whose holidays are known, in order.
    pub fn years(&self) -> impl Iterator<Item = i16> {
        self.0.iter().map(Notice::year)
    }

    /// Whether the holidays of the year that `day` lies in are known.
    pub fn knows(&self, day: Date) -> bool {
        self.years().any(|year| year == day.year())
    }

    /// The holiday that `day` is part of.
    pub fn holiday(&self, day: Date) -> Option<&Holiday> {
        let mut holidays = self.0.iter().flat_map(Notice::holidays);
        holidays.find(|holiday| holiday.days.contains(day))
    }

    /// Whether `day` is worked. Where two notices name it, the later one counts.
    pub fn is_working(&self, day: Date) -> bool {
        let said = self.0.iter().rev().find_map(|notice| notice.says(day));
        said.unwrap_or_else(|| !is_weekend(day))
    }

    /// The `number`th working day after `day`; `day` itself for none.
    pub fn after(&self, day: Date, number: u16) -> Date {
        match usize::from(number).checked_sub(1) {
            None => day,
            Some(nth) => self.ahead(day).skip_while(|&d| d == day).nth(nth).unwrap_or(Date::MAX),
        }
    }

    /// The `number`th working day before `day`; `day` itself for none.
    pub fn before(&self, day: Date, number: u16) -> Date {
        match usize::from(number).checked_sub(1) {
            None => day,
            Some(nth) => self.back(day).skip_while(|&d| d == day).nth(nth).unwrap_or(Date::MIN),
        }
    }

    /// `day`, or the first working day after it if it is not worked.
    pub fn on_or_after(&self, day: Date) -> Date {
        self.ahead(day).next().unwrap_or(Date::MAX)
    }

    /// `day`, or the last working day before it if it is not worked.
    pub fn on_or_before(&self, day: Date) -> Date {
        self.back(day).next().unwrap_or(Date::MIN)
    }

    /// How many working days there are after `since`, up to and with `day`; none if `day` is no
    /// later.
    pub fn between(&self, since: Date, day: Date) -> u32 {
        let later = self.ahead(since).skip_while(|&d| d == since);
        let gone = later.take_while(|&d| d <= day).count();
        u32::try_from(gone).unwrap_or(u32::MAX)
    }

    /// The working days from `day` on.
    fn ahead(&self, day: Date) -> impl Iterator<Item = Date> {
        day.series(1.day()).filter(|&day| self.is_working(day))
    }

    /// The working days from `day` back.
    fn back(&self, day: Date) -> impl Iterator<Item = Date> {
        day.series((-1).day()).filter(|&day| self.is_working(day))
    }
}

impl TryFrom<Vec<Notice>> for WorkDays {
    type Error = YearTwice;
    fn try_from(notices: Vec<Notice>) -> Result<Self, YearTwice> {
        Self::new(notices)
    }
}

impl From<WorkDays> for Vec<Notice> {
    fn from(days: WorkDays) -> Self {
        days.0
    }
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn days(span: DaySpan) -> impl Iterator<Item = Date> {
    span.from().series(1.day()).take_while(move |&day| day <= span.to())
}
