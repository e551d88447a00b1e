//! Air over a year: every city by day, with its statistics and the year before.

use std::collections::BTreeMap;

use jiff::civil::Date;
use yaodian_domain::{id::UnitId, time::DaySpan};

use super::{
    record::AirRecord,
    register::{Place, Register, Role},
    versions::ReviewState,
    water::{so_far, year_before},
};
use crate::air::{CityDay, Day, DayCounts, Rules, Statistics, Tally};

/// A city over a stretch, as known on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitySpan {
    /// The unit that answers for it.
    pub city: UnitId,
    /// Its days, in order; those of which nothing is known are left out.
    pub days: Vec<Day>,
    /// How many of them rest on figures that were not looked through.
    pub raw: usize,
    /// What they come to.
    pub statistics: Statistics,
}

/// A city over a year, as known on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CityYear {
    /// The year so far.
    pub so_far: CitySpan,
    /// The same stretch of the year before; `None` where nothing is known of it.
    pub last_year: Option<CitySpan>,
    /// The days of the months, from January on.
    pub months: Vec<DayCounts>,
}

/// The days of a city's places.
fn city_days(record: &AirRecord, places: &[&Place], span: DaySpan, as_of: Date) -> (Vec<Day>, usize) {
    let own = places.iter().filter(|place| place.role == Role::City);
    let points: Vec<&&Place> = places.iter().filter(|place| place.role == Role::Point).collect();
    let mut days: BTreeMap<Date, (Day, ReviewState)> = BTreeMap::new();
    let mut of_points: BTreeMap<Date, (CityDay, ReviewState)> = BTreeMap::new();
    for point in &points {
        for version in record.days(&point.code, span, as_of) {
            let on = version.value.date;
            let serving = points.iter().filter(|point| point.serves(DaySpan::day(on))).count();
            let Some(fresh) = CityDay::new(on, u16::try_from(serving).unwrap_or(u16::MAX)) else {
                continue;
            };
            let (day, state) = of_points.entry(on).or_insert((fresh, version.state));
            day.add(&version.value);
            *state = version.state.min(*state);
        }
    }
    days.extend(of_points.into_iter().map(|(on, (day, state))| (on, (day.day(), state))));
    // What stands for the whole city is the city's.
    for place in own {
        let given = record.days(&place.code, span, as_of);
        days.extend(given.map(|version| (version.value.date, (version.value, version.state))));
    }
    let raw = days.values().filter(|(_, state)| *state == ReviewState::Raw).count();
    (days.into_values().map(|(day, _)| day).collect(), raw)
}

/// The statistics of days.
fn statistics(days: &[Day], span: DaySpan, rules: Rules) -> Statistics {
    let mut tally = Tally::new(span, rules, &[]);
    for day in days {
        // Days of other stretches are left out.
        let _ = tally.day(day);
    }
    tally.statistics()
}

/// One city over a stretch.
fn city_span(record: &AirRecord, city: &UnitId, places: &[&Place], span: DaySpan, as_of: Date) -> CitySpan {
    let (days, raw) = city_days(record, places, span, as_of);
    let rules = Rules::on(span.to()).unwrap_or(Rules::LATEST);
    CitySpan {
        city: city.clone(),
        statistics: statistics(&days, span, rules),
        days,
        raw,
    }
}

/// The cities of these places over a stretch, as known on a day, by their units.
pub fn over(record: &AirRecord, places: &[&Place], span: DaySpan, as_of: Date) -> Vec<CitySpan> {
    let mut cities: BTreeMap<&UnitId, Vec<&Place>> = BTreeMap::new();
    for place in places {
        cities.entry(&place.unit).or_default().push(place);
    }
    let one = |(city, places): (&UnitId, Vec<&Place>)| city_span(record, city, &places, span, as_of);
    cities.into_iter().map(one).collect()
}

/// All cities over a year, as known on a day, by their units.
pub fn cities(register: &Register, record: &AirRecord, year: i16, as_of: Date) -> Vec<CityYear> {
    let Some(span) = so_far(year, as_of) else {
        return Vec::new();
    };
    let mut places = register.on(as_of);
    places.retain(|place| place.serves(span));
    let mut before: BTreeMap<UnitId, CitySpan> = year_before(span)
        .map(|span| over(record, &places, span, as_of))
        .into_iter()
        .flatten()
        .filter(|city| !city.days.is_empty())
        .map(|city| (city.city.clone(), city))
        .collect();
    let all = over(record, &places, span, as_of).into_iter();
    all.map(|so_far| CityYear {
        last_year: before.remove(&so_far.city),
        months: months(&so_far.days, year),
        so_far,
    })
    .collect()
}

/// One station over a year, as known on a day; `None` of a year that has not begun.
pub fn station(record: &AirRecord, place: &Place, year: i16, as_of: Date) -> Option<CitySpan> {
    let span = so_far(year, as_of)?;
    let known: Vec<_> = record.days(&place.code, span, as_of).collect();
    let raw = known.iter().filter(|version| version.state == ReviewState::Raw).count();
    let days: Vec<Day> = known.into_iter().map(|version| version.value).collect();
    let rules = Rules::on(span.to()).unwrap_or(Rules::LATEST);
    Some(CitySpan {
        city: place.unit.clone(),
        statistics: statistics(&days, span, rules),
        days,
        raw,
    })
}

/// The days of the months of a year.
pub fn months(days: &[Day], year: i16) -> Vec<DayCounts> {
    monthly(days, year).into_iter().map(|month| month.days).collect()
}

/// The statistics of the months of a year, from January on.
pub fn monthly(days: &[Day], year: i16) -> Vec<Statistics> {
    let month = |month: i8| {
        let span = DaySpan::month(year, month)?;
        Some(statistics(days, span, Rules::on(span.to()).unwrap_or(Rules::LATEST)))
    };
    (1..=12).filter_map(month).collect()
}
