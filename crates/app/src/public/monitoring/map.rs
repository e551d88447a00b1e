//! The schematic map: sections as dots in the squares of their cities; cities as squares with a figure.

use std::collections::BTreeMap;

use leptos::prelude::*;
use yaodian_domain::{
    Decimal,
    id::UnitId,
    plan::Plan,
    unit::{Tile, Unit},
};
use yaodian_monitoring::{network::water::SectionYear, water::WaterClass};
use yaodian_words::{Lang, figures, label, network::water as words};

use crate::pictures::{Square, squares as squares_of};

use super::{
    super::coordinates::{float, px},
    class,
};

/// The side of a square.
const SIDE: f64 = 100.0;
/// Where the dots of sections without a point begin, below name and share.
const DOTS: f64 = 56.0;

/// A section of the map.
struct Dot {
    class: Option<WaterClass>,
    point: Option<(f64, f64)>,
    title: String,
    href: String,
}

/// Sections by their classes so far. Units without a place on the map are left out.
pub(super) fn sections(
    lang: Lang,
    plan: &Plan,
    all: &[SectionYear<'_>],
    caption: String,
    href: impl Fn(&str) -> String,
) -> AnyView {
    let mut by_unit: BTreeMap<&UnitId, Vec<Dot>> = BTreeMap::new();
    for one in all {
        let water = one.place.water.as_deref().unwrap_or_default();
        let title = words::dot_title(lang, &one.place.name, &water, &class::word(lang, one.class()));
        by_unit.entry(&one.place.unit).or_default().push(Dot {
            class: one.class(),
            point: one.place.point.and_then(|(x, y)| Some((float(x)?, float(y)?))),
            title,
            href: href(&one.place.code),
        });
    }
    let placed: Vec<(&Unit, Tile)> = (plan.units.iter())
        .filter_map(|unit| Some((unit, unit.tile?)))
        .collect();
    if placed.is_empty() {
        return ().into_any();
    }
    let (columns, rows) = placed.iter().fold((0, 0), |(columns, rows), (_, tile)| {
        (
            columns.max(u16::from(tile.column) + 1),
            rows.max(u16::from(tile.row) + 1),
        )
    });
    let (mut squares, mut dots) = (Vec::new(), Vec::new());
    for (unit, tile) in placed {
        let own = by_unit.remove(&unit.id).unwrap_or_default();
        let (left, top) = (f64::from(tile.column) * SIDE, f64::from(tile.row) * SIDE);
        let graded = own.iter().filter_map(|dot| dot.class);
        let good = graded.clone().filter(|class| class.is_good()).count();
        let share = share(good, graded.count());
        let share = share.map_or_else(
            || label::no_value(lang).to_owned(),
            |share| figures::with_unit(share, "%"),
        );
        let name = short(lang, unit).to_owned();
        let short_of = if lang == Lang::Zh { 3 } else { 8 };
        let style = if name.chars().count() > short_of {
            "map-name long"
        } else {
            "map-name"
        };
        squares.push(view! {
            <rect class="map-tile" x=px(left + 1.5) y=px(top + 1.5) width=px(SIDE - 3.0) height=px(SIDE - 3.0)></rect>
            <text class=style x=px(left + SIDE / 2.0) y=px(top + 24.0) text-anchor="middle">{name}</text>
            " "
            <text class="map-share" x=px(left + SIDE / 2.0) y=px(top + 48.0) text-anchor="middle">{share}</text>
            " "
        });
        let loose = own.iter().filter(|dot| dot.point.is_none()).count();
        let mut places = arranged(loose, left, top).into_iter();
        let radius = radius(own.len());
        for dot in own {
            let at = match dot.point {
                Some((x, y)) => Some((x * SIDE, y * SIDE)),
                None => places.next(),
            };
            let Some(at) = at else { continue };
            let shape = class::dot(dot.class, at, radius, dot.title);
            dots.push(view! { <a href=dot.href>{shape}</a> });
        }
    }
    let size = format!("0 0 {} {}", f64::from(columns) * SIDE, f64::from(rows) * SIDE);
    let alt = caption.clone();
    view! {
        <figure class="section-map">
            <figcaption>{caption}</figcaption>
            <div class="map-scroll">
                <svg viewBox=size role="group" aria-label=alt>{squares} {dots}</svg>
            </div>
            <p class="fine">{words::map_note(lang)}</p>
        </figure>
    }
    .into_any()
}

fn share(part: usize, whole: usize) -> Option<Decimal> {
    yaodian_domain::number::percent(part.into(), whole.into(), 1)
}

/// How large the dots of a square are: smaller where there are many.
fn radius(dots: usize) -> f64 {
    match dots {
        0..=10 => 6.5,
        11..=18 => 5.0,
        19..=32 => 4.0,
        _ => 3.2,
    }
}

/// Places for so many dots in the lower part of a square, row by row.
fn arranged(dots: usize, left: f64, top: f64) -> Vec<(f64, f64)> {
    let step = radius(dots) * 2.7;
    let (wide, high) = (SIDE - 12.0, SIDE - DOTS - 4.0);
    let mut columns = 1_u16;
    while f64::from(columns + 1) * step <= wide {
        columns += 1;
    }
    let rows = u16::try_from(dots).unwrap_or(u16::MAX).div_ceil(columns).max(1);
    // More than there is room for stand closer.
    let down = step.min(high / f64::from(rows));
    (0..u16::try_from(dots).unwrap_or(u16::MAX))
        .map(|at| {
            let (column, row) = (at % columns, at / columns);
            let in_row = f64::from((u16::try_from(dots).unwrap_or(u16::MAX) - row * columns).min(columns));
            let from = left + (SIDE - (in_row - 1.0) * step) / 2.0;
            (
                from + f64::from(column) * step,
                top + DOTS + down / 2.0 + f64::from(row) * down,
            )
        })
        .collect()
}

/// A city of the map.
pub(super) struct City<'u> {
    /// The unit.
    pub(super) unit: &'u Unit,
    /// Its figure, as it is written.
    pub(super) figure: String,
    /// What stands small below it.
    pub(super) small: String,
    /// Its step of ink, 0 to 4; `None` without a figure.
    pub(super) step: Option<u8>,
    /// Where it leads.
    pub(super) href: String,
}

/// Cities as squares, each with its figure; those without a place are left out.
pub(super) fn cities(lang: Lang, caption: String, note: &'static str, all: Vec<City<'_>>) -> AnyView {
    let squares = (all.into_iter())
        .filter_map(|city| {
            let step = city.step;
            let inside = view! { <b class="number">{city.figure}</b> " " <small class="number">{city.small}</small> };
            Some(Square {
                place: city.unit.tile?,
                name: short(lang, city.unit).to_owned(),
                class: step.map_or_else(|| "tile".to_owned(), |step| format!("tile wash-{step}")),
                inside: inside.into_any(),
                href: city.href,
            })
        })
        .collect();
    squares_of(caption, note, "city-tiles", squares)
}

/// The longest name that a square holds, in characters.
const LONGEST: usize = 5;

/// A name that fits a square: of a long Chinese one the first by which the unit also goes.
fn short(lang: Lang, unit: &Unit) -> &str {
    let name = lang.unit(unit);
    let other = unit
        .aliases
        .first()
        .filter(|_| lang == Lang::Zh && name.chars().count() > LONGEST);
    other.map_or(name, String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_stay_in_their_square_however_many_there_are() {
        for dots in 0..=60 {
            let all = arranged(dots, 200.0, 100.0);
            assert_eq!(all.len(), dots);
            let inside = |(x, y): &(f64, f64)| (200.0..=300.0).contains(x) && (100.0 + DOTS..=200.0).contains(y);
            assert!(all.iter().all(inside), "{dots}: {all:?}");
        }
    }
}
