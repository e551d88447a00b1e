//! HJ 663 and GB 3095: hours to days, at the edges of their validity, and what is left out.

use proptest::prelude::*;
use yaodian_domain::Date;
use yaodian_monitoring::air::{
    Amount, Basis, CityDay, Concentrations, Day, DayValue, Hour, HourError, Indicator, Pollutant, Reading, Readings,
    Refusal, Station,
};

const TODAY: Date = Date::constant(2024, 1, 1);
const MAY_DAY: Date = Date::constant(2023, 5, 1);

fn units(units: u32) -> Reading {
    Reading::Value(Amount::from_units(units))
}

fn only(pollutant: Pollutant, reading: Reading) -> Readings {
    let mut readings = [Reading::Missing; Pollutant::COUNT];
    readings[pollutant.place()] = reading;
    readings
}

/// A day of which only these hours have a value.
fn day(pollutant: Pollutant, hours: impl IntoIterator<Item = (u8, u32)>) -> Day {
    let mut station = Station::new(TODAY);
    for (number, value) in hours {
        let hour = Hour::new(MAY_DAY, number).unwrap();
        station.hour(hour, &only(pollutant, units(value))).unwrap();
    }
    station.close().unwrap()
}

#[test]
fn a_day_needs_twenty_hours() {
    for pollutant in [
        Pollutant::So2,
        Pollutant::No2,
        Pollutant::Pm10,
        Pollutant::Co,
        Pollutant::Pm25,
    ] {
        let short = day(pollutant, (1..=19).map(|number| (number, 10)));
        let basis = Basis::Hours(19);
        assert_eq!(*short.value(pollutant), DayValue::TooFew { basis, least: 20 });
        assert_eq!(short.aqi(), None);
        let enough = day(pollutant, (5..=24).map(|number| (number, 10)));
        assert_eq!(enough.published(pollutant), Some(Amount::from_units(10)));
        let DayValue::Valid { basis, .. } = enough.value(pollutant) else {
            panic!("{enough:?}");
        };
        assert_eq!(*basis, Basis::Hours(20));
    }
}

#[test]
fn means_are_rounded_half_to_even_once() {
    let pm = |low: u32, high: u32| day(Pollutant::Pm25, (1..=24).map(|n| (n, if n <= 12 { low } else { high })));
    assert_eq!(pm(34, 35).published(Pollutant::Pm25), Some(Amount::from_units(34)));
    assert_eq!(pm(35, 36).published(Pollutant::Pm25), Some(Amount::from_units(36)));
    assert_eq!(pm(35, 36).aqi().unwrap().index, 52);
}

#[test]
fn a_running_mean_needs_six_of_eight_hours() {
    // Hours 1 to 5 alone make no mean; 1 to 6 make the one that ends at 8, and those of 9 and 10 no more.
    let five = day(Pollutant::O3, (1..=5).map(|number| (number, 100)));
    assert_eq!(
        *five.value(Pollutant::O3),
        DayValue::TooFew {
            basis: Basis::RunningMeans(0),
            least: 14
        }
    );
    let six = day(Pollutant::O3, (1..=6).map(|number| (number, 100)));
    assert_eq!(
        *six.value(Pollutant::O3),
        DayValue::TooFew {
            basis: Basis::RunningMeans(1),
            least: 14
        }
    );
}

#[test]
fn a_daily_maximum_needs_fourteen_of_seventeen_means() {
    // Without the last hours: the means that end from 8 to 21 have six hours and more.
    let fourteen = day(Pollutant::O3, (1..=19).map(|number| (number, 100)));
    assert_eq!(fourteen.published(Pollutant::O3), Some(Amount::from_units(100)));
    let thirteen = day(Pollutant::O3, (1..=18).map(|number| (number, 100)));
    assert_eq!(
        *thirteen.value(Pollutant::O3),
        DayValue::TooFew {
            basis: Basis::RunningMeans(13),
            least: 14
        }
    );
    // Above the limit of 160 it stands with fewer; on the limit it does not.
    let above = day(Pollutant::O3, (1..=18).map(|number| (number, 161)));
    assert_eq!(above.published(Pollutant::O3), Some(Amount::from_units(161)));
    let on = day(Pollutant::O3, (1..=18).map(|number| (number, 160)));
    assert_eq!(on.published(Pollutant::O3), None);
}

#[test]
fn the_daily_maximum_is_the_highest_mean_within_the_day() {
    // 200 from hour 12 to 19, else 20: the mean that ends at 19 is 200.
    let noon = day(
        Pollutant::O3,
        (1..=24).map(|n| (n, if (12..=19).contains(&n) { 200 } else { 20 })),
    );
    assert_eq!(noon.published(Pollutant::O3), Some(Amount::from_units(200)));
    assert_eq!(noon.ozone_hour_max.unwrap().rounded(0), Amount::from_units(200));
    // Eight bad hours up to midnight count; there is no window into the next day.
    let late = day(Pollutant::O3, (1..=24).map(|n| (n, if n >= 17 { 80 } else { 0 })));
    assert_eq!(late.published(Pollutant::O3), Some(Amount::from_units(80)));
}

#[test]
fn midnight_is_the_last_hour_of_the_day_before() {
    let at = |hour| jiff::civil::date(2023, 5, 2).at(hour, 0, 0, 0);
    assert_eq!(Hour::ending(at(0)), Hour::new(MAY_DAY, 24));
    assert_eq!(Hour::ending(at(1)), Hour::new(Date::constant(2023, 5, 2), 1));
    assert_eq!(Hour::ending(jiff::civil::date(2023, 5, 2).at(1, 30, 0, 0)), None);
    assert_eq!(Hour::new(MAY_DAY, 0), None);
    assert_eq!(Hour::new(MAY_DAY, 25), None);
}

#[test]
fn what_cannot_stand_is_set_aside_and_told() {
    let mut station = Station::new(TODAY);
    for number in 1..=24 {
        let hour = Hour::new(MAY_DAY, number).unwrap();
        let reading = match number {
            3..=5 => Reading::Refused(Refusal::Negative),
            6 => Reading::Refused(Refusal::AllNines),
            _ => units(40),
        };
        station.hour(hour, &only(Pollutant::Pm25, reading)).unwrap();
    }
    let first = Hour::new(MAY_DAY, 1).unwrap();
    assert_eq!(
        station.hour(first, &only(Pollutant::Pm25, units(999))),
        Err(HourError::Repeated)
    );
    let tomorrow = Hour::new(Date::constant(2024, 1, 2), 1).unwrap();
    assert_eq!(
        station.hour(tomorrow, &only(Pollutant::Pm25, units(1))),
        Err(HourError::Future)
    );
    let day = station.close().unwrap();
    assert_eq!(day.published(Pollutant::Pm25), Some(Amount::from_units(40)));
    assert_eq!(
        station.hour(first, &only(Pollutant::Pm25, units(1))),
        Err(HourError::OutOfOrder)
    );
    let old = Hour::new(Date::constant(2012, 2, 28), 1).unwrap();
    assert_eq!(
        Station::new(TODAY).hour(old, &only(Pollutant::Pm25, units(1))),
        Err(HourError::BeforeRules)
    );

    let left_out = station.left_out();
    assert_eq!(left_out.runs.len(), 2);
    let run = left_out.runs[0];
    assert_eq!(
        (run.pollutant, run.refusal, run.hours),
        (Pollutant::Pm25, Refusal::Negative, 3)
    );
    assert_eq!((run.from.number(), run.to.number()), (3, 5));
    assert_eq!(left_out.refused[Pollutant::Pm25.place()][Refusal::AllNines.place()], 1);
    assert_eq!(left_out.missing[Pollutant::So2.place()], 24);
    let hours = left_out.hours;
    assert_eq!((hours.repeated, hours.future, hours.out_of_order), (1, 1, 1));
}

#[test]
fn days_follow_each_other() {
    let mut station = Station::new(TODAY);
    let mut days = Vec::new();
    for date in Date::constant(2023, 12, 30).series(jiff::ToSpan::day(1)).take(2) {
        for number in 1..=24 {
            let hour = Hour::new(date, number).unwrap();
            days.extend(station.hour(hour, &only(Pollutant::Co, units(1))).unwrap());
        }
    }
    assert_eq!(days.len(), 1);
    days.extend(station.close());
    assert_eq!(days[1].date, Date::constant(2023, 12, 31));
    assert_eq!(station.close(), None);
}

fn point(pm25: Option<u32>) -> Day {
    let hours = (1..=24).map(|number| (number, pm25.unwrap_or(0)));
    day(Pollutant::Pm25, hours.take(if pm25.is_some() { 24 } else { 3 }))
}

#[test]
fn a_city_needs_three_quarters_of_its_points() {
    for (valid, all, enough) in [
        (3, 4, true),
        (2, 4, false),
        (4, 5, true),
        (3, 5, false),
        (1, 1, true),
        (8, 10, true),
        (7, 10, false),
    ] {
        let mut city = CityDay::new(MAY_DAY, all).unwrap();
        for place in 0..all {
            assert!(city.add(&point((place < valid).then_some(30))));
        }
        let value = *city.day().value(Pollutant::Pm25);
        assert_eq!(value.mean().is_some(), enough, "{valid} of {all}: {value:?}");
    }
    let mut city = CityDay::new(MAY_DAY, 1).unwrap();
    let other = Day::given(TODAY, &Concentrations::new()).unwrap();
    assert!(!city.add(&other), "of another day");
}

#[test]
fn a_city_is_the_mean_of_its_points() {
    let mut city = CityDay::new(MAY_DAY, 3).unwrap();
    for value in [30, 31, 40] {
        city.add(&point(Some(value)));
    }
    // 101/3 = 33.67.
    assert_eq!(city.day().published(Pollutant::Pm25), Some(Amount::from_units(34)));
    assert_eq!(
        city.day()
            .aqi()
            .unwrap()
            .part(Pollutant::Pm25)
            .sub_index()
            .unwrap()
            .indicator,
        Indicator::Pm25Day
    );
}

proptest! {
    /// Within a day, hours may come in any order; so may the points of a city.
    #[test]
    fn the_order_within_a_day_does_not_matter(
        values in prop::array::uniform24(prop::option::of(0_u32..400)),
        order in Just((0..24_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let run = |order: &[usize]| {
            let mut station = Station::new(TODAY);
            for place in order {
                let hour = Hour::new(MAY_DAY, u8::try_from(place + 1).unwrap()).unwrap();
                let reading = values[*place].map_or(Reading::Missing, units);
                station.hour(hour, &[reading; Pollutant::COUNT]).unwrap();
            }
            station.close().unwrap()
        };
        let in_order: Vec<usize> = (0..24).collect();
        prop_assert_eq!(run(&in_order), run(&order));
    }

    /// The highest running mean against a plain reckoning of all windows.
    #[test]
    fn running_means_by_the_book(values in prop::array::uniform24(prop::option::weighted(0.8, 0_u32..400))) {
        let mut station = Station::new(TODAY);
        for (place, value) in values.iter().enumerate() {
            let hour = Hour::new(MAY_DAY, u8::try_from(place + 1).unwrap()).unwrap();
            let reading = value.map_or(Reading::Missing, units);
            station.hour(hour, &only(Pollutant::O3, reading)).unwrap();
        }
        let day = station.close().unwrap();
        let windows: Vec<(u32, u32)> = values
            .windows(8)
            .map(|window| (window.iter().flatten().sum(), u32::try_from(window.iter().flatten().count()).unwrap()))
            .filter(|(_, count)| *count >= 6)
            .collect();
        let highest = windows.iter().max_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)));
        let rounded = highest.map(|(sum, count)| {
            let (whole, rest) = (sum / count, sum % count);
            whole + u32::from(rest * 2 > *count || (rest * 2 == *count && whole % 2 == 1))
        });
        let valid = rounded.filter(|highest| windows.len() >= 14 || *highest > 160);
        prop_assert_eq!(day.published(Pollutant::O3), valid.map(Amount::from_units));
    }
}
