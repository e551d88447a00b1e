//! Measurements made up for a demonstration, at the places of a made-up register.
//!
//! The same places, day and seed make the same figures. They are as figures of such places may be, with
//! winters of dust and summers of ozone, and with some sections that cannot keep their class; none of
//! them was measured.

use std::collections::BTreeMap;

use yaodian_domain::{Date, Decimal};
use yaodian_monitoring::{
    air::{Amount, Indicator},
    network::{AirSaid, Moment, Place, ReviewState, WaterSaid},
    water::{Body, Item, Value, Values, WaterClass},
};

use super::chance::{Chance, scatter};

/// Since when a measurement has been looked through, in days.
const CHECKED_AFTER: i64 = 20;
const CONFIRMED_AFTER: i64 = 50;

/// One measurement: the code of its place, its moment and state, what it said.
pub type Made<T> = (String, Moment, ReviewState, T);

/// A sample a month of every section, from the year before that of `today` until the month before it.
pub fn water<'a>(places: &'a [&'a Place], today: Date, seed: u64) -> impl Iterator<Item = Made<WaterSaid>> + 'a {
    places.iter().flat_map(move |place| {
        let mut chance = Chance::of(seed ^ scatter(place.code.as_bytes()));
        let grade = quality(place.target, &mut chance);
        let slips = place.target.is_some_and(|target| grade > target.index() as u64 + 1);
        months(today).into_iter().filter_map(move |month| {
            let on = month.with().day(day_of(chance.below(8) + 2)).build().ok()?;
            let values = sample(grade, place.body, (month.month(), slips), &mut chance);
            let said = WaterSaid {
                values,
                refused: Vec::new(),
            };
            Some((place.code.clone(), Moment::day(on), state(on, today), said))
        })
    })
}

/// A day of every station, from the first of the year before that of `today` until yesterday.
pub fn air<'a>(places: &'a [&'a Place], today: Date, seed: u64) -> impl Iterator<Item = Made<AirSaid>> + 'a {
    let first = Date::new(today.year() - 1, 1, 1).unwrap_or(today);
    places.iter().flat_map(move |place| {
        let mut chance = Chance::of(seed ^ scatter(place.code.as_bytes()));
        // What a city has in common, and what is the station's own, in percent.
        let city = 80 + Chance::of(seed ^ scatter(place.unit.as_str().as_bytes())).below(45);
        let own = 92 + chance.below(16);
        let days = first
            .series(jiff::Span::new().days(1))
            .take_while(move |day| *day < today);
        days.map(move |on| {
            let weather = Chance::of(seed ^ scatter(on.to_string().as_bytes())).below(90);
            let found = day(on, city * own / 100, weather, &mut chance);
            let said = AirSaid {
                found,
                refused: Vec::new(),
            };
            (place.code.clone(), Moment::day(on), state(on, today), said)
        })
    })
}

fn state(on: Date, today: Date) -> ReviewState {
    match yaodian_domain::time::days_between(on, today) {
        days if days >= CONFIRMED_AFTER => ReviewState::Confirmed,
        days if days >= CHECKED_AFTER => ReviewState::Checked,
        _ => ReviewState::Raw,
    }
}

/// The first days of the months.
fn months(today: Date) -> Vec<Date> {
    let first = Date::new(today.year() - 1, 1, 1).unwrap_or(today);
    let months = first.series(jiff::Span::new().months(1));
    months.take_while(|month| *month < today.first_of_month()).collect()
}

fn day_of(number: u64) -> i8 {
    i8::try_from(number).unwrap_or(1).clamp(1, 28)
}

/// The class that a section is about, 2 for Ⅱ to 6 for worse than Ⅴ: most keep their target.
fn quality(target: Option<WaterClass>, chance: &mut Chance) -> u64 {
    let drawn = chance.below(1_000);
    match target {
        Some(target) if target <= WaterClass::II => match drawn {
            0..880 => 2,
            880..970 => 3,
            970..995 => 4,
            _ => 5,
        },
        _ => match drawn {
            0..330 => 2,
            330..830 => 3,
            830..965 => 4,
            965..993 => 5,
            _ => 6,
        },
    }
}

/// A figure around a base, within a fifth of it, and worse in summer by up to a fifth. Of a section that
/// slips some months are good and others are not.
fn around(base: u64, (month, slips): (i8, bool), chance: &mut Chance) -> u64 {
    let season = if (6..=9).contains(&month) { chance.below(20) } else { 0 };
    let drawn = chance.below(36);
    let low = if slips { 50 + drawn } else { 80 };
    base * (low + drawn + season) / 100
}

fn sample(grade: u64, body: Body, month: (i8, bool), chance: &mut Chance) -> Values {
    let at = |bases: [u64; 5]| bases.get(usize::try_from(grade - 2).unwrap_or(0)).copied().unwrap_or(0);
    // Bases that lie within their classes by more than most of what they vary.
    let phosphorus = match body {
        Body::River => at([65, 140, 245, 340, 460]),
        Body::Lake => at([18, 36, 75, 150, 240]),
    };
    let permanganate = at([290, 470, 780, 1_200, 1_650]);
    let ammonia = at([260, 620, 1_200, 1_700, 2_300]);
    let oxygen = at([820, 700, 540, 380, 290]) + if (6..=9).contains(&month.0) { 0 } else { 120 };
    let oxygen_demand = at([110, 160, 245, 340, 440]);
    let figure = |number: u64, decimals: u32| Value::found(Decimal::new(i64::try_from(number).unwrap_or(0), decimals));
    [
        (Item::Ph, figure(710 + chance.below(130), 2)),
        (Item::DissolvedOxygen, figure(oxygen + chance.below(90), 2)),
        (Item::Permanganate, figure(around(permanganate, month, chance), 2)),
        (
            Item::ChemicalOxygenDemand,
            figure(around(oxygen_demand, month, chance), 1),
        ),
        (Item::AmmoniaNitrogen, figure(around(ammonia, month, chance), 3)),
        (Item::TotalPhosphorus, figure(around(phosphorus, month, chance), 3)),
        (Item::Fluoride, figure(20 + chance.below(40), 2)),
    ]
    .into_iter()
    .collect()
}

/// How much dust and how much ozone a month brings, in percent of a year's mean.
const DUST: [u64; 12] = [190, 155, 115, 95, 80, 60, 50, 55, 70, 90, 120, 165];
const OZONE: [u64; 12] = [55, 70, 90, 110, 128, 135, 130, 128, 120, 95, 70, 52];

fn day(on: Date, place: u64, weather: u64, chance: &mut Chance) -> BTreeMap<Indicator, Amount> {
    let month = usize::try_from(on.month() - 1).unwrap_or(0);
    let of = |season: [u64; 12]| season.get(month).copied().unwrap_or(100);
    let mut units = |base: u64, season: u64| {
        let varied = base * season * place * (55 + weather) * (92 + chance.below(17));
        Amount::from_units(u32::try_from(varied / 100_000_000).unwrap_or(0).max(1))
    };
    let fine = units(33, of(DUST));
    let coarse = units(58, of(DUST));
    let ozone = units(98, of(OZONE));
    let monoxide = Amount::from_thousandths(u32::try_from(600 + 40 * (weather / 10)).unwrap_or(600));
    [
        (Indicator::So2Day, units(8, 100)),
        (Indicator::No2Day, units(20, of(DUST))),
        (Indicator::Pm10Day, coarse.max(fine)),
        (Indicator::CoDay, monoxide.rounded(1)),
        (Indicator::O3EightHoursMax, ozone),
        (Indicator::Pm25Day, fine),
    ]
    .into_iter()
    .collect()
}
