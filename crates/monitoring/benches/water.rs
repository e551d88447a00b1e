//! How long the water of the country takes: 3,641 national sections, a year of monthly samples of the 24
//! items of table 1, means and classes. Prints milliseconds, the median of many runs.

use std::{hint::black_box, time::Instant};

use yaodian_domain::{Date, Decimal, time::DaySpan};
use yaodian_monitoring::water::{
    Body, Grade, Group, Item, Limit, Rules, Shares, Value, Values, WaterClass,
    period::{self, Sample},
};

const SECTIONS: usize = 3_641;
const RUNS: usize = 21;
const TODAY: Date = Date::constant(2024, 1, 1);

fn main() {
    let country: Vec<(Body, Vec<Sample>)> = (0..SECTIONS).map(section).collect();
    report("year_of_the_country_ms", || {
        let classes = country.iter().map(|(body, samples)| {
            let year = period::assess(samples, DaySpan::year(2023), TODAY, *body, Rules::LATEST);
            year.grade.and_then(|grade| grade.class)
        });
        black_box(classes.collect::<Shares>());
    });
    report("every_sample_of_the_country_ms", || {
        let classes = country.iter().flat_map(|(body, samples)| {
            let class = |sample: &Sample| Grade::of(&sample.values, *body, Rules::LATEST).class;
            samples.iter().map(class)
        });
        black_box(classes.collect::<Shares>());
    });
}

fn report(name: &str, work: impl Fn()) {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{{\"{name}\": {:.1}}}", times[RUNS / 2]);
}

/// Twelve samples of 20 to 109 hundredths of the limits of Ⅱ, different in each section and month.
fn section(place: usize) -> (Body, Vec<Sample>) {
    let body = if place.is_multiple_of(9) {
        Body::Lake
    } else {
        Body::River
    };
    let table1 = Item::ALL
        .into_iter()
        .filter(|item| !matches!(item.group(), Group::Supplementary | Group::Trophic));
    let samples = (1..=12).map(|month| Sample {
        on: Date::constant(2023, month, 5),
        values: table1
            .clone()
            .map(|item| (item, amount(item, body, place * 12 + month.unsigned_abs() as usize)))
            .collect::<Values>(),
        refused: Vec::new(),
    });
    (body, samples.collect())
}

fn amount(item: Item, body: Body, place: usize) -> Value {
    // A cheap walk that meets every residue.
    let hundredths = Decimal::from(20 + (place * 37 + item.index() * 11) % 90);
    let limit = Rules::LATEST
        .limits(item, body)
        .and_then(|limits| limits.of(WaterClass::II));
    let typical = match limit {
        Some(Limit::AtMost(limit) | Limit::AtLeast(limit)) => limit,
        Some(Limit::Within { .. }) => Decimal::from(7),
        None => Decimal::ONE,
    };
    Value::found((typical * hundredths / Decimal::ONE_HUNDRED).normalize())
}
