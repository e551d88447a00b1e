//! What was measured: sections of water, stations and cities of air.

use yaodian_documents::open::{Field, Kind, Open, Shape};
use yaodian_domain::ledger::Network;
use yaodian_monitoring::{
    air::{Pollutant, Statistics},
    network::{
        Measured, Place, Role, air,
        water::{self, SectionYear, so_far},
    },
    water::{Body, Grade, Item, ItemGrade, Rules, WaterClass},
};
use yaodian_words::{
    Lang,
    monitoring::names,
    open_data::{fields as f, tables as t},
};

use super::{Ground, code, figures::demonstration_field, plan::unit_field};

/// The year that the plan is about.
fn year(ground: &Ground) -> i16 {
    ground.plan().term.from().year()
}

fn month(year: i16, month: usize) -> String {
    format!("{year:04}-{month:02}")
}

fn month_field() -> Field {
    Field::new("month", Kind::Month, f::month).required()
}

/// What a network measured, and the places of its register on the day.
fn places(ground: &Ground, network: Network) -> impl Iterator<Item = (&Place, bool)> {
    ground.known.measured(network).into_iter().flat_map(|measured| {
        let demonstration = measured.register.demonstration;
        measured
            .register
            .on(ground.as_of)
            .into_iter()
            .map(move |place| (place, demonstration))
    })
}

type Listed<'a> = (&'a Place, bool);

/// What the registers of both networks say of a place.
fn register<'a>(shape: Shape<'a, Listed<'a>>) -> Shape<'a, Listed<'a>> {
    shape
        .column(
            Field::text("code", f::code).required().unique(),
            |(place, _): &Listed<'a>| place.code.clone(),
        )
        .column(Field::text("name", f::name).required(), |(place, _)| place.name.clone())
        .column(unit_field().required(), |(place, _)| place.unit.to_string())
        .column(Field::text("level", f::level), |(place, _)| place.level.clone())
}

/// Since when it serves, until when, and whether it is made up.
fn service<'a>(shape: Shape<'a, Listed<'a>>) -> Shape<'a, Listed<'a>> {
    shape
        .column(Field::day("serves_from", f::serves_from), |(place, _)| place.from)
        .column(Field::day("serves_until", f::serves_until), |(place, _)| place.until)
        .column(demonstration_field(), |(_, made_up)| *made_up)
        .key(&["code"])
}

fn class_field(name: &'static str, title: yaodian_documents::open::Words) -> Field {
    Field::text(name, title)
        .about(f::class_about)
        .among(WaterClass::ALL.map(code))
}

pub(super) fn sections(ground: &Ground) -> Open<'_> {
    let shape = register(Shape::new("sections", t::sections, t::sections_about))
        .column(Field::text("water", f::water), |(place, _)| place.water.clone())
        .column(Field::text("basin", f::basin), |(place, _)| place.basin.clone())
        .column(
            Field::text("body", f::body)
                .required()
                .about(f::body_about)
                .among([Body::River, Body::Lake].map(code)),
            |(place, _)| code(place.body),
        )
        .column(class_field("target_class", f::target_class), |(place, _)| {
            place.target.map(code)
        });
    service(shape).rows(places(ground, Network::Water))
}

/// The sections over the plan's year.
fn over_the_year(ground: &Ground) -> impl Iterator<Item = (SectionYear<'_>, bool)> {
    let known = ground.known.measured(Network::Water);
    let known = known.and_then(|measured| Some((measured, measured.water()?)));
    known.into_iter().flat_map(|(measured, record)| {
        let all = water::sections(&measured.register, record, year(ground), ground.as_of);
        let demonstration = measured.register.demonstration;
        all.into_iter().map(move |section| (section, demonstration))
    })
}

fn section_field() -> Field {
    Field::text("section", f::section).required().of("sections", "code")
}

/// A section in one month.
struct SectionMonth {
    code: String,
    month: usize,
    class: Option<WaterClass>,
    deciding: String,
    samples: usize,
    made_up: bool,
}

pub(super) fn section_months(ground: &Ground) -> Open<'_> {
    let year = year(ground);
    let all = over_the_year(ground).flat_map(|(section, made_up)| {
        let months: Vec<SectionMonth> = (1_usize..)
            .zip(&section.months)
            .filter_map(|(month, grade)| {
                let in_month = |on: yaodian_domain::Date| usize::try_from(on.month()) == Ok(month);
                let samples = section.samples.iter().filter(|sample| in_month(sample.on)).count();
                let deciding: Vec<&str> = grade
                    .iter()
                    .flat_map(Grade::deciding)
                    .map(|one| names::item(Lang::Zh, one.item))
                    .collect();
                (samples > 0).then(|| SectionMonth {
                    code: section.place.code.clone(),
                    month,
                    class: grade.as_ref().and_then(|grade| grade.class),
                    deciding: deciding.join(" "),
                    samples,
                    made_up,
                })
            })
            .collect();
        months
    });
    Shape::new("section-months", t::section_months, t::section_months_about)
        .column(section_field(), |one: &SectionMonth| one.code.clone())
        .column(month_field(), move |one| month(year, one.month))
        .column(class_field("class", f::class), |one| one.class.map(code))
        .column(Field::text("deciding", f::deciding), |one| one.deciding.clone())
        .column(Field::integer("samples", f::sampled).required(), |one| one.samples)
        .column(demonstration_field(), |one| one.made_up)
        .key(&["section", "month"])
        .rows(all)
}

/// An item of a section in one month.
struct SectionValue {
    code: String,
    month: usize,
    graded: ItemGrade,
    made_up: bool,
}

pub(super) fn section_values(ground: &Ground) -> Open<'_> {
    let year = year(ground);
    let all = over_the_year(ground).flat_map(|(section, made_up)| {
        let place = section.place;
        let monthly = section.monthly();
        let months = (1_usize..)
            .zip(&monthly)
            .filter_map(|(month, values)| Some((month, values.as_ref()?)));
        let values: Vec<SectionValue> = months
            .flat_map(|(month, values)| {
                let graded = Item::ALL
                    .into_iter()
                    .filter_map(|item| ItemGrade::of(item, values.get(item)?, place.body, Rules::LATEST));
                graded.map(move |graded| SectionValue {
                    code: place.code.clone(),
                    month,
                    graded,
                    made_up,
                })
            })
            .collect();
        values
    });
    Shape::new("section-values", t::section_values, t::section_values_about)
        .column(section_field(), |one: &SectionValue| one.code.clone())
        .column(month_field(), move |one| month(year, one.month))
        .column(
            Field::text("item", f::measured_item)
                .required()
                .among(Item::ALL.map(code)),
            |one| code(one.graded.item),
        )
        .column(Field::text("name", f::item_name).required(), |one| {
            names::item(Lang::Zh, one.graded.item)
        })
        .column(Field::number("mean", f::mean).required(), |one| one.graded.shown())
        .column(Field::text("measure", f::measure).required(), |one| {
            names::unit(Lang::Zh, one.graded.item.unit())
        })
        .column(class_field("class", f::class).required(), |one| code(one.graded.class))
        .column(demonstration_field(), |one| one.made_up)
        .key(&["section", "month", "item"])
        .rows(all)
}

pub(super) fn stations(ground: &Ground) -> Open<'_> {
    let roles = [Role::Point, Role::Control, Role::City];
    let shape = register(Shape::new("stations", t::stations, t::stations_about)).column(
        Field::text("role", f::role)
            .required()
            .about(f::station_role_about)
            .among(roles.map(code)),
        |(place, _)| code(place.role),
    );
    service(shape).rows(places(ground, Network::Air))
}

/// A station or a city in one month.
struct AirMonth {
    key: String,
    month: usize,
    statistics: Statistics,
    made_up: bool,
}

/// The months of which anything is known.
fn of_year(key: &str, days: &[yaodian_monitoring::air::Day], year: i16, made_up: bool) -> Vec<AirMonth> {
    let months = (1_usize..).zip(air::monthly(days, year));
    let known = months.filter(|(month, _)| days.iter().any(|day| usize::try_from(day.date.month()) == Ok(*month)));
    known
        .map(|(month, statistics)| AirMonth {
            key: key.to_owned(),
            month,
            statistics,
            made_up,
        })
        .collect()
}

fn air_months(shape: Shape<'_, AirMonth>, year: i16) -> Shape<'_, AirMonth> {
    let mut shape = shape
        .column(month_field(), move |one| month(year, one.month))
        .column(Field::integer("valid_days", f::valid_days).required(), |one| {
            one.statistics.days.valid()
        })
        .column(Field::integer("good_days", f::good_days).required(), |one| {
            one.statistics.days.good()
        })
        .column(Field::integer("heavy_days", f::heavy_days).required(), |one| {
            one.statistics.days.heavy()
        });
    for pollutant in Pollutant::ALL {
        let (name, title): (_, yaodian_documents::open::Words) = match pollutant {
            Pollutant::So2 => ("so2", f::so2),
            Pollutant::No2 => ("no2", f::no2),
            Pollutant::Pm10 => ("pm10", f::pm10),
            Pollutant::Co => ("co", f::co),
            Pollutant::O3 => ("o3", f::o3),
            Pollutant::Pm25 => ("pm2_5", f::pm2_5),
        };
        let field = Field::number(name, title).in_unit(yaodian_words::network::air::unit(pollutant));
        shape = shape.column(field, move |one| one.statistics.headline(pollutant));
    }
    shape.column(demonstration_field(), |one| one.made_up)
}

fn measured(ground: &Ground) -> Option<(&Measured, &yaodian_monitoring::network::AirRecord)> {
    let measured = ground.known.measured(Network::Air)?;
    Some((measured, measured.air()?))
}

pub(super) fn station_months(ground: &Ground) -> Open<'_> {
    let (year, as_of) = (year(ground), ground.as_of);
    let all = measured(ground).into_iter().flat_map(move |(measured, record)| {
        let span = so_far(year, as_of);
        let serving = measured
            .register
            .on(as_of)
            .into_iter()
            .filter(move |place| span.is_some_and(|span| place.serves(span)));
        serving.flat_map(move |place| {
            let days = air::station(record, place, year, as_of)
                .map(|span| span.days)
                .unwrap_or_default();
            of_year(&place.code, &days, year, measured.register.demonstration)
        })
    });
    let shape = Shape::new("station-months", t::station_months, t::station_months_about).column(
        Field::text("station", f::station).required().of("stations", "code"),
        |one: &AirMonth| one.key.clone(),
    );
    air_months(shape, year).key(&["station", "month"]).rows(all)
}

pub(super) fn city_months(ground: &Ground) -> Open<'_> {
    let (year, as_of) = (year(ground), ground.as_of);
    let all = measured(ground).into_iter().flat_map(move |(measured, record)| {
        let cities = air::cities(&measured.register, record, year, as_of);
        let demonstration = measured.register.demonstration;
        cities
            .into_iter()
            .flat_map(move |city| of_year(city.so_far.city.as_str(), &city.so_far.days, year, demonstration))
    });
    let shape = Shape::new("city-months", t::city_months, t::city_months_about)
        .column(unit_field().required(), |one: &AirMonth| one.key.clone());
    air_months(shape, year).key(&["unit", "month"]).rows(all)
}
