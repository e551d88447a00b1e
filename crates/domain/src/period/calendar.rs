//! The plan's calendar: when periods open, fall due, close and lock.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Cadence, Period, Reopening};
use crate::{id::UnitId, report::Report, workdays::WorkDays};

/// A day of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MonthDay {
    /// By its number; the last day of months that are shorter.
    Day(i8),
    /// By the working days from the beginning of the month (1 is the first) or from its end
    /// (-1 is the last, -5 the 倒数第5个工作日).
    Workday(i8),
}

/// What becomes of a day of the month that is not worked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum WhenOff {
    /// It stays.
    #[default]
    Kept,
    /// 提前: the last working day before it.
    Before,
    /// 顺延: the first working day after it.
    After,
}

/// When a plan's periods open, fall due, close and lock. The first two are days of the last month of
/// a period, the other two of the month after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Calendar {
    /// From this day on its report can be written.
    pub opens_on: MonthDay,
    /// By this day the report is due; never before it opens.
    pub due_on: MonthDay,
    /// After this day nothing is accepted any more; never before it is due.
    pub closes_on: MonthDay,
    /// After this day nothing is decided any more; never before it closes.
    pub locks_on: MonthDay,
    /// What becomes of the last three where they are not worked.
    pub when_off: WhenOff,
}

/// What a plan whose text sets none begins with: reports open on the 20th and are due on the 28th, as
/// in 盘锦's practice; they close on the 10th and lock on the 25th of the month after, when reviewers
/// have had the time to decide; days off move to the next working day (顺延).
impl Default for Calendar {
    fn default() -> Self {
        Self {
            opens_on: MonthDay::Day(20),
            due_on: MonthDay::Day(28),
            closes_on: MonthDay::Day(10),
            locks_on: MonthDay::Day(25),
            when_off: WhenOff::After,
        }
    }
}

/// Where a period stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Not yet to be reported on.
    Ahead,
    /// Open, and not yet due.
    Open,
    /// Past its due day; reports are accepted and marked late.
    Late,
    /// 重新开放: it had closed, and the office has opened it again for a while; reports are accepted
    /// and marked late.
    Reopened,
    /// Closed: no report is begun; those that were sent are still decided, and mended where they come
    /// back.
    Closed,
    /// 锁定: nothing of it changes any more.
    Locked,
}

impl Stage {
    /// Whether a report may be written, sent or taken back.
    pub fn takes_reports(self) -> bool {
        matches!(self, Self::Open | Self::Late | Self::Reopened)
    }

    /// Whether what was sent is still decided.
    pub fn takes_decisions(self) -> bool {
        self != Self::Locked
    }

    /// Whether a report may be written on, sent or taken back. What was sent once may still be mended
    /// while it is decided; nothing is begun then.
    pub fn takes(self, report: Option<&Report>) -> bool {
        let was_sent = report.is_some_and(|report| report.first_sent_on.is_some());
        self.takes_reports() || (was_sent && self == Self::Closed)
    }
}

/// A plan's calendar with the days that are worked, and what the office has opened again.
#[derive(Debug, Clone, Copy)]
pub struct Schedule<'a> {
    /// The calendar.
    pub calendar: &'a Calendar,
    /// Which days are worked.
    pub workdays: &'a WorkDays,
    /// What was opened again.
    pub reopenings: &'a [Reopening],
}

impl Schedule<'_> {
    /// The first day on which `period` can be reported on.
    pub fn opens(self, period: Period) -> Date {
        self.day(self.calendar.opens_on, period.span().to())
    }

    /// The day on which its reports are due.
    pub fn due(self, period: Period) -> Date {
        self.worked(self.day(self.calendar.due_on, period.span().to()))
            .max(self.opens(period))
    }

    /// The last day on which a report is accepted, if it is not opened again.
    pub fn closes(self, period: Period) -> Date {
        self.after(self.calendar.closes_on, period).max(self.due(period))
    }

    /// The last day on which a report is decided, if it is not opened again.
    pub fn locks(self, period: Period) -> Date {
        self.after(self.calendar.locks_on, period).max(self.closes(period))
    }

    /// Where `period` stands for everybody.
    pub fn stage(self, period: Period, today: Date) -> Stage {
        self.stage_of(period, None, today)
    }

    /// Where `period` stands for a unit, for which it may have been opened again.
    pub fn stage_for(self, period: Period, unit: &UnitId, today: Date) -> Stage {
        self.stage_of(period, Some(unit), today)
    }

    fn stage_of(self, period: Period, unit: Option<&UnitId>, today: Date) -> Stage {
        if today < self.opens(period) {
            Stage::Ahead
        } else if today <= self.due(period) {
            Stage::Open
        } else if today <= self.closes(period) {
            Stage::Late
        } else if self.reopening(period, unit, today).is_some() {
            Stage::Reopened
        } else if today <= self.locks(period) {
            Stage::Closed
        } else {
            Stage::Locked
        }
    }

    /// By what a closed period is open to a unit on a day, or to everybody: of several, the one that
    /// keeps it open longest.
    pub fn reopening(&self, period: Period, unit: Option<&UnitId>, today: Date) -> Option<&Reopening> {
        self.reopenings
            .iter()
            .filter(|reopening| reopening.holds(period, unit, today))
            .max_by_key(|reopening| reopening.until)
    }

    /// The period that reporters should be working on: the latest that has opened.
    pub fn current(self, cadence: Cadence, today: Date) -> Period {
        let period = Period::of(cadence, today);
        if today >= self.opens(period) {
            period
        } else {
            period.previous()
        }
    }

    /// A day of the month after a period.
    fn after(self, day: MonthDay, period: Period) -> Date {
        let next = Period::containing(period.span().to()).next();
        self.worked(self.day(day, next.span().to()))
    }

    /// A day of the month that ends with `end`.
    fn day(self, day: MonthDay, end: Date) -> Date {
        let first = end.first_of_month();
        match day {
            MonthDay::Day(number) => Date::new(first.year(), first.month(), number).unwrap_or(end),
            MonthDay::Workday(number) if number < 0 => {
                let last = self.workdays.on_or_before(end);
                self.workdays
                    .before(last, u16::from(number.unsigned_abs()) - 1)
                    .max(first)
            }
            MonthDay::Workday(number) => {
                let one = self.workdays.on_or_after(first);
                let more = u16::from(number.unsigned_abs()).saturating_sub(1);
                self.workdays.after(one, more).min(end)
            }
        }
    }

    fn worked(self, day: Date) -> Date {
        match self.calendar.when_off {
            WhenOff::Kept => day,
            WhenOff::Before => self.workdays.on_or_before(day),
            WhenOff::After => self.workdays.on_or_after(day),
        }
    }
}
