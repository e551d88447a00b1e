//! What was measured at the places of a network, with everything that was ever said of it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use yaodian_domain::time::DaySpan;

use super::{
    moment::Moment,
    versions::{ReviewState, Version, Versions},
};
use crate::{
    air::{self, Concentrations, Day, Hour, Indicator, Pollutant, Reading, Readings, Station},
    water::{Item, Refusal, Values, period::Sample},
};

/// What a sample of water said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaterSaid {
    /// The values that can stand.
    pub values: Values,
    /// What was refused, so that a period can tell of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<(Item, Refusal)>,
}

/// What an hour or a day of a station said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AirSaid {
    /// The concentrations that can stand, by indicator.
    pub found: BTreeMap<Indicator, air::Amount>,
    /// What was refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<(Indicator, air::Refusal)>,
}

/// One thing that was said of a place and a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<T> {
    /// The code of the place.
    pub code: String,
    /// The moment.
    pub moment: Moment,
    /// When and in which state.
    pub version: Version<T>,
}

/// The days on which something became known, by the month that it is about.
#[derive(Debug, Clone, Default)]
pub(super) struct Learned(BTreeMap<Date, BTreeSet<Date>>);

impl Learned {
    fn note(&mut self, about: Date, known_on: Date) {
        self.0.entry(about.first_of_month()).or_default().insert(known_on);
    }

    /// On which days something became known about a stretch.
    pub(super) fn about(&self, span: DaySpan) -> BTreeSet<Date> {
        let months = self.0.range(span.from().first_of_month()..=span.to());
        months.flat_map(|(_, days)| days.iter().copied()).collect()
    }

    /// The first and the last month that anything is known of.
    pub(super) fn months(&self) -> Option<(Date, Date)> {
        Some((*self.0.first_key_value()?.0, *self.0.last_key_value()?.0))
    }
}

/// All samples of a network of water.
#[derive(Debug, Clone, Default)]
pub struct WaterRecord {
    places: BTreeMap<String, BTreeMap<Moment, Versions<WaterSaid>>>,
    pub(super) learned: Learned,
}

impl WaterRecord {
    /// Takes in what was said later than everything before.
    pub fn add(&mut self, said: Said<WaterSaid>) {
        self.learned.note(said.moment.on(), said.version.known_on);
        let moments = self.places.entry(said.code).or_default();
        moments.entry(said.moment).or_default().add(said.version);
    }

    /// The samples of a place within a stretch, as known on a day, in order of time. Of a sample that was
    /// revised or looked through, what counts.
    pub fn samples(&self, code: &str, span: DaySpan, as_of: Date) -> Vec<Sample> {
        let counting = self.counting(code, span, as_of);
        let sample = |(moment, version): (Moment, &Version<WaterSaid>)| Sample {
            on: moment.on(),
            values: version.value.values.clone(),
            refused: version.value.refused.clone(),
        };
        counting.map(sample).collect()
    }

    /// What counts of a place within a stretch, with the state that it is in.
    pub fn counting(
        &self,
        code: &str,
        span: DaySpan,
        as_of: Date,
    ) -> impl Iterator<Item = (Moment, &Version<WaterSaid>)> {
        let moments = self.places.get(code).into_iter().flatten();
        moments
            .filter(move |(moment, _)| span.contains(moment.on()))
            .filter_map(move |(moment, versions)| Some((*moment, versions.on(as_of)?)))
    }

    /// Everything that was said of a place within a stretch and known on a day.
    pub fn history(
        &self,
        code: &str,
        span: DaySpan,
        as_of: Date,
    ) -> impl Iterator<Item = (Moment, &Version<WaterSaid>)> {
        let moments = self.places.get(code).into_iter().flatten();
        let within = moments.filter(move |(moment, _)| span.contains(moment.on()));
        within.flat_map(move |(moment, versions)| {
            let known = versions.all().iter().filter(move |version| version.known_on <= as_of);
            known.map(|version| (*moment, version))
        })
    }

    /// The first and the last year that anything is known of.
    pub fn years(&self) -> Option<(i16, i16)> {
        let (first, last) = self.learned.months()?;
        Some((first.year(), last.year()))
    }
}

/// An hour of a station as it was said.
#[derive(Debug, Clone, Copy)]
struct HourSaid {
    number: u8,
    known_on: Date,
    state: ReviewState,
    readings: Readings,
}

/// A day of a station: as it was given, and as its hours make it.
#[derive(Debug, Clone, Default)]
struct DaySaid {
    given: Versions<Day>,
    hours: Vec<HourSaid>,
    /// What the hours came to, whenever more was known of them.
    made: Vec<Version<Day>>,
}

/// All hours and days of a network of air.
#[derive(Debug, Clone, Default)]
pub struct AirRecord {
    places: BTreeMap<String, BTreeMap<Date, DaySaid>>,
    pub(super) learned: Learned,
}

impl AirRecord {
    /// Takes in what was said later than everything before. Days of which hours were said are made anew by
    /// [`AirRecord::settle`].
    pub fn add(&mut self, said: Said<AirSaid>) {
        let (on, known_on, state) = (said.moment.on(), said.version.known_on, said.version.state);
        self.learned.note(on, known_on);
        let day = self.places.entry(said.code).or_default().entry(on).or_default();
        let found = |indicator: Indicator| said.version.value.found.get(&indicator).copied();
        match said.moment.hour() {
            None => {
                let mut concentrations = Concentrations::new();
                for indicator in Indicator::ALL {
                    if let Some(amount) = found(indicator) {
                        concentrations.set(indicator, amount);
                    }
                }
                if let Some(value) = Day::given(on, &concentrations) {
                    day.given.add(Version { known_on, state, value });
                }
            }
            Some(number) => {
                let refused = |indicator| {
                    let refused = &said.version.value.refused;
                    refused.iter().find(|(one, _)| *one == indicator).map(|(_, why)| *why)
                };
                let readings = Pollutant::ALL.map(|pollutant| {
                    let indicator = Indicator::hourly(pollutant);
                    match (found(indicator), refused(indicator)) {
                        (Some(amount), _) => Reading::Value(amount),
                        (None, Some(why)) => Reading::Refused(why),
                        (None, None) => Reading::Missing,
                    }
                });
                day.made.clear();
                day.hours.push(HourSaid {
                    number,
                    known_on,
                    state,
                    readings,
                });
            }
        }
    }

    /// Makes days of hours, where more has been said of them.
    pub fn settle(&mut self) {
        for days in self.places.values_mut() {
            for (on, day) in days {
                if day.made.is_empty() && !day.hours.is_empty() {
                    day.made = made(*on, &day.hours);
                }
            }
        }
    }

    /// A day of a station as known on a day. One that was given as a day stands before what its hours make.
    pub fn day(&self, code: &str, on: Date, as_of: Date) -> Option<&Version<Day>> {
        self.places.get(code)?.get(&on)?.known(as_of)
    }

    /// The days of a station within a stretch, as known on a day.
    pub fn days(&self, code: &str, span: DaySpan, as_of: Date) -> impl Iterator<Item = &Version<Day>> {
        let days = self.places.get(code).map(|days| days.range(span.from()..=span.to()));
        days.into_iter().flatten().filter_map(move |(_, day)| day.known(as_of))
    }

    /// The first and the last year that anything is known of.
    pub fn years(&self) -> Option<(i16, i16)> {
        let (first, last) = self.learned.months()?;
        Some((first.year(), last.year()))
    }
}

impl DaySaid {
    fn known(&self, as_of: Date) -> Option<&Version<Day>> {
        let made = || self.made.iter().rfind(|version| version.known_on <= as_of);
        self.given.on(as_of).or_else(made)
    }
}

/// What the hours of a day come to, each time that more was known of them. Its state is that of the hour
/// that was looked through least.
fn made(on: Date, hours: &[HourSaid]) -> Vec<Version<Day>> {
    let known: BTreeSet<Date> = hours.iter().map(|hour| hour.known_on).collect();
    let day = |known_on: Date| {
        let mut counting: BTreeMap<u8, Versions<Readings>> = BTreeMap::new();
        for hour in hours {
            counting.entry(hour.number).or_default().add(Version {
                known_on: hour.known_on,
                state: hour.state,
                value: hour.readings,
            });
        }
        let mut station = Station::new(on);
        let mut least = ReviewState::Confirmed;
        for (number, versions) in &counting {
            if let (Some(hour), Some(version)) = (Hour::new(on, *number), versions.on(known_on)) {
                least = least.min(version.state);
                // One hour of one day, each once: nothing is refused.
                let _ = station.hour(hour, &version.value);
            }
        }
        Some(Version {
            known_on,
            state: least,
            value: station.close()?,
        })
    };
    known.into_iter().filter_map(day).collect()
}
