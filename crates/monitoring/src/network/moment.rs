//! The moment of a measurement.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::cell;

/// A day, or an hour of one.
///
/// Of water it is the hour in which the sample was taken, of air the hour as the standards count it, named
/// by its end ([`Hour`](crate::air::Hour)). It is written `2023-05-01` or `2023-05-01T08`, so that texts
/// follow each other as moments do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
#[serde(into = "String", try_from = "String")]
pub struct Moment {
    #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
    on: Date,
    hour: Option<u8>,
}

/// A text that is no moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no moment such as 2023-05-01 or 2023-05-01T08")]
pub struct NoMoment(pub String);

impl Moment {
    /// A whole day.
    pub const fn day(on: Date) -> Self {
        Self { on, hour: None }
    }

    /// An hour of a day; `None` beyond 24.
    pub const fn hour_of(on: Date, hour: u8) -> Option<Self> {
        if hour <= 24 {
            Some(Self { on, hour: Some(hour) })
        } else {
            None
        }
    }

    /// The day.
    pub const fn on(self) -> Date {
        self.on
    }

    /// The hour, where one was told.
    pub const fn hour(self) -> Option<u8> {
        self.hour
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.hour {
            None => self.on.fmt(f),
            Some(hour) => write!(f, "{}T{hour:02}", self.on),
        }
    }
}

impl FromStr for Moment {
    type Err = NoMoment;
    fn from_str(text: &str) -> Result<Self, NoMoment> {
        let no = || NoMoment(text.to_owned());
        let (day, hour) = match text.split_once('T') {
            None => (text, None),
            Some((day, hour)) => (day, Some(hour)),
        };
        let on = day.parse().map_err(|_| no())?;
        match hour {
            None => Ok(Self::day(on)),
            Some(hour) if hour.len() == 2 => {
                let hour = hour.parse().map_err(|_| no())?;
                Self::hour_of(on, hour).ok_or_else(no)
            }
            Some(_) => Err(no()),
        }
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.to_string()
    }
}

impl TryFrom<String> for Moment {
    type Error = NoMoment;
    fn try_from(text: String) -> Result<Self, NoMoment> {
        text.parse()
    }
}

/// The hour that a cell tells behind its day: 10 of «2023-05-04 10:00», «2023年5月4日10时» and
/// «2023-05-04T10:00:00+08:00». `None` where it tells a day alone.
///
/// `Err` for minutes: what stands between two full hours is no hour of a station.
pub(super) fn hour_in(text: &str) -> Result<Option<u8>, ()> {
    if cell::is_missing(text) {
        return Ok(None);
    }
    let groups: Vec<&str> = text
        .trim()
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .collect();
    // 20230504 is a day by itself; a year, a month and a day are three groups, a month and a day two.
    let day = match groups.as_slice() {
        [all, ..] if all.len() == 8 => 1,
        [year, ..] if year.len() == 4 => 3,
        _ => 2,
    };
    let Some(hour) = groups.get(day) else { return Ok(None) };
    let hour: u8 = hour.parse().map_err(|_| ())?;
    match groups.get(day + 1) {
        Some(minutes) if minutes.chars().any(|c| c != '0') => Err(()),
        _ if hour <= 24 => Ok(Some(hour)),
        _ => Err(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_follow_each_other_as_moments_do() {
        let day: Date = "2023-05-01".parse().unwrap();
        let all = [
            Moment::day(day),
            Moment::hour_of(day, 1).unwrap(),
            Moment::hour_of(day, 24).unwrap(),
            Moment::day(day.tomorrow().unwrap()),
        ];
        let texts = all.map(|moment| moment.to_string());
        assert_eq!(texts, ["2023-05-01", "2023-05-01T01", "2023-05-01T24", "2023-05-02"]);
        assert!(texts.is_sorted() && all.is_sorted());
        for (text, moment) in texts.iter().zip(all) {
            assert_eq!(text.parse(), Ok(moment));
        }
        for odd in ["", "2023-05-01T", "2023-05-01T25", "2023-05-01T8", "2023-13-01"] {
            assert!(odd.parse::<Moment>().is_err(), "{odd:?}");
        }
        assert_eq!(Moment::hour_of(day, 25), None);
    }

    #[test]
    fn hours_behind_days() {
        for (text, hour) in [
            ("2023-05-04", Ok(None)),
            ("2023-05-04 10:00", Ok(Some(10))),
            ("2023-05-04T08:00:00+08:00", Ok(Some(8))),
            ("2023年5月4日24时", Ok(Some(24))),
            ("20230504 7", Ok(Some(7))),
            ("02-04 10:00", Ok(Some(10))),
            ("2023-05-04 10:30", Err(())),
            ("2023-05-04 25", Err(())),
            ("2023年5月", Ok(None)),
            ("--", Ok(None)),
        ] {
            assert_eq!(hour_in(text), hour, "{text:?}");
        }
    }
}
