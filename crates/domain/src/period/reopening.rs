//! 重新开放: a closed period is opened again for a while, with a reason.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Period, Schedule, Stage};
use crate::{
    access::{Person, Refusal},
    id::UnitId,
    time::days_between,
};

/// For how many days a period can be opened again at a time.
pub const LONGEST_REOPENING: i64 = 31;

/// The longest reason, in characters.
const LONGEST_REASON: usize = 1_000;

/// A closed period opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reopening {
    /// Which period.
    pub period: Period,
    /// For which unit; `None` for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// From this day on.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub on: Date,
    /// Up to this day.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub until: Date,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: String,
}

/// Why a period is not opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum InvalidReopening {
    /// The person may not.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The period has not closed.
    #[error("the period is {stage:?}")]
    NotClosed {
        /// Where it stands.
        stage: Stage,
    },
    /// No reason was given.
    #[error("no reason")]
    ReasonMissing,
    /// The reason is too long.
    #[error("a reason of {length} characters, of at most {most}")]
    ReasonTooLong {
        /// How long it is, in characters.
        length: usize,
        /// How long it may be.
        most: usize,
    },
    /// The last day lies before today, or too far ahead.
    #[error("until {until}, which does not lie from {from} to {to}")]
    BadUntil {
        /// The day that was asked for.
        until: Date,
        /// The first one possible.
        from: Date,
        /// The last one possible.
        to: Date,
    },
}

impl Reopening {
    /// Opens `period` again, for one unit or for all, from `today` up to `until`.
    ///
    /// Only the supervision office does, and for nobody in particular of its own unit: what opens
    /// for all opens for it too.
    pub fn new(
        schedule: Schedule<'_>,
        person: &Person,
        period: Period,
        unit: Option<UnitId>,
        until: Date,
        reason: &str,
        today: Date,
    ) -> Result<Self, InvalidReopening> {
        person.may_reopen_periods_of(unit.as_ref())?;
        let stage = match &unit {
            Some(unit) => schedule.stage_for(period, unit, today),
            None => schedule.stage(period, today),
        };
        if !matches!(stage, Stage::Closed | Stage::Locked) {
            return Err(InvalidReopening::NotClosed { stage });
        }
        let (reason, most) = (reason.trim(), LONGEST_REASON);
        let length = reason.chars().count();
        if length == 0 {
            return Err(InvalidReopening::ReasonMissing);
        }
        if length > most {
            return Err(InvalidReopening::ReasonTooLong { length, most });
        }
        if !(0..LONGEST_REOPENING).contains(&days_between(today, until)) {
            let to = today.saturating_add(jiff::Span::new().days(LONGEST_REOPENING - 1));
            return Err(InvalidReopening::BadUntil { until, from: today, to });
        }
        Ok(Self {
            period,
            unit,
            on: today,
            until,
            reason: reason.to_owned(),
            by: person.name.clone(),
        })
    }

    /// Whether it keeps `period` open on a day, for a unit or for everybody.
    pub(super) fn holds(&self, period: Period, unit: Option<&UnitId>, today: Date) -> bool {
        let for_it = self.unit.is_none() || self.unit.as_ref() == unit;
        self.period == period && for_it && self.on <= today && today <= self.until
    }
}
