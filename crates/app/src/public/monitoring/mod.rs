//! 监测网络: what was measured at sections and stations, and what follows.
//!
//! * [`water`], [`list`]: surface water; [`section`], [`samples`]: one section of it;
//! * [`warnings`]: sections that are about to miss their target class;
//! * [`air`], [`heat`]: ambient air; [`city`], [`days`], [`statistics`]: one city or station of it;
//! * [`behind`]: the places behind the figure of a target;
//! * [`sets`]: shares of the named parts of a register;
//! * [`parts`], [`class`], [`pictures`], [`series`], [`map`]: what these pages are made of.
//!
//! Every figure is computed by `yaodian_monitoring`; a page only arranges.

pub(super) mod air;
mod behind;
mod city;
mod class;
mod days;
mod heat;
mod list;
mod map;
mod parts;
mod pictures;
mod samples;
mod section;
mod series;
mod sets;
mod statistics;
mod warnings;
pub(super) mod water;

pub use air::air;
pub use behind::measured_behind;
pub(super) use behind::short;
pub use city::air_place;
pub use section::water_section;
pub use warnings::water_warnings;
pub use water::water;

use leptos::prelude::*;
use yaodian_domain::{
    id::UnitId,
    ledger::{Ledger, Network},
    plan::Plan,
};
use yaodian_monitoring::network::Measured;
use yaodian_words::{Lang, network as words};

use super::{Picture, Reader, encoded, frame};

/// The networks that a plan has registers of.
pub fn networks(plan: &Plan) -> Vec<Network> {
    let has = |network: &Network| register(plan, *network).is_some();
    Network::ALL.into_iter().filter(has).collect()
}

/// The register of a network.
fn register(plan: &Plan, network: Network) -> Option<&Ledger> {
    plan.ledgers.iter().find(|ledger| ledger.network == Some(network))
}

/// The year that a plan is about.
fn year(picture: Picture<'_>) -> i16 {
    picture.plan().term.from().year()
}

/// What was measured; or the page that says that nothing was. `None` where the plan has no such register.
fn measured<'a>(
    reader: &Reader,
    picture: Picture<'a>,
    network: Network,
    title: &'static str,
) -> Option<Result<&'a Measured, String>> {
    register(picture.plan(), network)?;
    Some(
        picture
            .known
            .measured(network)
            .ok_or_else(|| empty(reader, picture, title)),
    )
}

/// A page that has nothing to show yet.
fn empty(reader: &Reader, picture: Picture<'_>, title: &'static str) -> String {
    let (lang, as_of) = (reader.lang, picture.standing.as_of);
    frame::page(reader, title, move || {
        view! {
            <header class="masthead">
                <h1>{title}</h1>
                {frame::day_line(reader, as_of)}
            </header>
            <section><p class="absent">{words::no_data(lang)}</p></section>
        }
    })
}

/// The name of a unit; its id where the plan has no such unit.
fn unit_name(lang: Lang, plan: &Plan, id: &UnitId) -> String {
    let unit = plan.units.get(id);
    unit.map_or_else(|| id.to_string(), |unit| lang.unit(unit).to_owned())
}

/// The page of a section.
pub(super) fn section_href(reader: &Reader, code: &str) -> String {
    reader.href(&format!("/water/{}", encoded(code)))
}

/// The page of a city or a station.
pub(super) fn air_href(reader: &Reader, key: &str) -> String {
    reader.href(&format!("/air/{}", encoded(key)))
}

/// Another page with a parameter before the day.
fn href_with(reader: &Reader, path: &str, name: &str, value: &str) -> String {
    reader.href_with(path, &[(name, value)])
}
