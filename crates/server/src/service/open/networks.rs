//! Monitoring networks: their places, and what was measured there comes to.

use yaodian_contract::{
    Kind,
    monitoring::NetworkView,
    open::{
        Concentration, DaysAndMeans, NetworkPlace, Paged, PlaceFigures, PlaceYear, SectionFigures, SectionMonth,
        StationFigures, StationMonth,
    },
};
use yaodian_domain::{Date, id::UnitId, ledger::Network};
use yaodian_monitoring::{
    air::{Pollutant, Statistics},
    network::{Measured, Place, Record, air, water},
};

use super::{Seen, Stretch, seen};
use crate::{house::House, service::Served};

/// The networks of a plan.
pub(crate) async fn list(house: &House, as_of: Date, stretch: &Stretch) -> Served<Paged<NetworkView>> {
    let seen = seen(house, as_of).await?;
    let registers = seen.known.plan.ledgers.iter();
    let networks = registers.filter_map(|ledger| {
        let network = ledger.network?;
        let measured = seen.known.measured(network);
        Some(NetworkView {
            network,
            register: ledger.id.clone(),
            name: ledger.name.clone(),
            counted: ledger.counted.clone(),
            places: measured.map_or(0, |measured| measured.register.on(as_of).len()),
            demonstration: measured.is_some_and(|measured| measured.register.demonstration),
        })
    });
    Ok(stretch.of(networks.collect(), |one: &NetworkView| one.network.as_str().to_owned())?)
}

/// What a network measured; nothing while its register is empty.
fn measured(seen: &Seen, network: Network) -> Result<Option<&Measured>, Kind> {
    let mut registers = seen.known.plan.ledgers.iter();
    if !registers.any(|ledger| ledger.network == Some(network)) {
        return Err(Kind::NoNetwork);
    }
    Ok(seen.known.measured(network))
}

/// The places of a network as its register stood on a day, by their codes.
pub(crate) async fn places(
    house: &House,
    as_of: Date,
    network: Network,
    unit: Option<&UnitId>,
    stretch: &Stretch,
) -> Served<Paged<NetworkPlace>> {
    let seen = seen(house, as_of).await?;
    if let Some(unit) = unit {
        seen.unit(unit)?;
    }
    let measured = measured(&seen, network)?;
    let places = measured.map_or_else(Vec::new, |measured| measured.register.on(as_of));
    let wanted = places
        .into_iter()
        .filter(|place| unit.is_none_or(|unit| place.unit == *unit));
    let shown = wanted.map(|place| shown(network, place)).collect();
    Ok(stretch.of(shown, |place: &NetworkPlace| place.code.clone())?)
}

fn shown(network: Network, place: &Place) -> NetworkPlace {
    let of_air = network == Network::Air;
    NetworkPlace {
        code: place.code.clone(),
        name: place.name.clone(),
        unit: place.unit.clone(),
        water: place.water.clone(),
        basin: place.basin.clone(),
        level: place.level.clone(),
        target: place.target,
        role: of_air.then_some(place.role),
        from: place.from,
        until: place.until,
    }
}

/// A place over the plan's year, as known on a day.
pub(crate) async fn place(house: &House, as_of: Date, network: Network, code: &str) -> Served<PlaceYear> {
    let seen = seen(house, as_of).await?;
    let measured = measured(&seen, network)?.ok_or(Kind::NotFound)?;
    let places = measured.register.on(as_of);
    let place = places
        .into_iter()
        .find(|place| place.code == code)
        .ok_or(Kind::NotFound)?;
    let year = seen.known.plan.term.from().year();
    let figures = match &measured.record {
        Record::Water(record) => water::section(record, place, year, as_of).map(|section| of_section(&section)),
        Record::Air(record) => air::station(record, place, year, as_of).map(|station| of_station(&station, year)),
    };
    Ok(PlaceYear {
        place: shown(network, place),
        year,
        as_of,
        // A year that has not begun has no figures.
        figures: figures.ok_or(Kind::NotFound)?,
        demonstration: measured.register.demonstration,
    })
}

fn of_section(section: &water::SectionYear<'_>) -> PlaceFigures {
    let month = |month: i8| SectionMonth {
        month,
        samples: section
            .samples
            .iter()
            .filter(|sample| sample.on.month() == month)
            .count(),
        class: section.month(month),
    };
    PlaceFigures::Water(SectionFigures {
        months: (1..=12).map(month).collect(),
        so_far: section.class(),
        last_year: section.last_year,
        meets_target: section.held().and_then(|held| held.target),
    })
}

fn of_station(station: &air::CitySpan, year: i16) -> PlaceFigures {
    let months = (1..).zip(air::monthly(&station.days, year));
    PlaceFigures::Air(StationFigures {
        months: months
            .map(|(month, statistics)| StationMonth {
                month,
                figures: days_and_means(&statistics),
            })
            .collect(),
        so_far: days_and_means(&station.statistics),
    })
}

fn days_and_means(statistics: &Statistics) -> DaysAndMeans {
    let concentration = |pollutant: Pollutant| {
        let value = statistics.headline(pollutant)?;
        Some(Concentration { pollutant, value })
    };
    DaysAndMeans {
        valid: statistics.days.valid(),
        good: statistics.days.good(),
        heavy: statistics.days.heavy(),
        concentrations: Pollutant::ALL.into_iter().filter_map(concentration).collect(),
    }
}
