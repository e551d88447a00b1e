//! The schematic map: one square a unit, where it lies roughly.

use leptos::prelude::*;
use yaodian_contract::ledger::UnitFunnel;
use yaodian_domain::{
    id::UnitId,
    ledger::Ledger,
    unit::{Tile, Unit},
};
use yaodian_words::{Lang, pictures as words};

use super::{passed, stage_name};

/// The steps of ink in which a square is drawn, each a fifth of what is listed.
const STEPS: i128 = 5;

/// Which step of ink stands for this share: 0 to 4; nothing where nothing is listed.
fn step(part: i64, whole: i64) -> Option<i128> {
    (whole > 0).then(|| (i128::from(part.clamp(0, whole)) * STEPS / i128::from(whole)).min(STEPS - 1))
}

/// 示意图: the share of each unit's entries that passed the stage at this place (counted from 0), by
/// number and by ink. Units without a place on the map are left out; of a single unit there is no map.
pub fn tile_map(
    lang: Lang,
    ledger: &Ledger,
    units: &[Unit],
    by_unit: &[UnitFunnel],
    stage: usize,
    link: impl Fn(&UnitId) -> String,
) -> AnyView {
    let placed: Vec<(&UnitFunnel, &Unit, Tile)> = (by_unit.iter())
        .filter_map(|own| {
            let unit = units.iter().find(|unit| unit.id == own.unit)?;
            Some((own, unit, unit.tile?))
        })
        .collect();
    if placed.len() < 2 {
        return ().into_any();
    }
    let all = (placed.into_iter())
        .map(|(own, unit, place)| {
            let (listed, done) = passed(&own.funnel, stage);
            let class = step(done, listed).map_or_else(|| "tile".to_owned(), |step| format!("tile wash-{step}"));
            let share = words::share(done, listed);
            let number = match share {
                Some(_) => words::count(done),
                None => words::no_entries_short(lang).to_owned(),
            };
            let inside = view! {
                {share.map(|share| view! { <b class="number">{share}</b> " " })}
                <small class="number">{number}</small>
            };
            Square {
                place,
                name: lang.unit(unit).to_owned(),
                class,
                inside: inside.into_any(),
                href: link(&unit.id),
            }
        })
        .collect();
    let title = words::map_title(lang, &stage_name(lang, ledger, stage));
    squares(title, words::map_note(lang), "", all)
}

/// A square of the map.
pub struct Square {
    /// Where it lies.
    pub place: Tile,
    /// Whose it is.
    pub name: String,
    /// What it looks like.
    pub class: String,
    /// What stands below the name.
    pub inside: AnyView,
    /// Where it leads.
    pub href: String,
}

/// Squares where they lie, with a note that says what they are; of a single one there is no map.
pub fn squares(title: String, note: &'static str, class: &'static str, all: Vec<Square>) -> AnyView {
    if all.len() < 2 {
        return ().into_any();
    }
    let squares = (all.into_iter())
        .map(|square| {
            let (row, column) = (u16::from(square.place.row) + 1, u16::from(square.place.column) + 1);
            view! {
                <li style=format!("grid-area:{row}/{column}")>
                    <a class=square.class href=square.href><span>{square.name}</span> " " {square.inside}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <figure class=format!("tiles {class}")>
            <figcaption>{title}</figcaption>
            <ul>{squares}</ul>
            <p class="fine">{note}</p>
        </figure>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fifth_has_its_own_step_and_all_of_it_the_last() {
        assert_eq!(step(0, 100), Some(0));
        assert_eq!(step(19, 100), Some(0));
        assert_eq!(step(20, 100), Some(1));
        assert_eq!(step(79, 100), Some(3));
        assert_eq!(step(80, 100), Some(4));
        assert_eq!(step(100, 100), Some(4));
    }

    #[test]
    fn nothing_listed_has_no_step() {
        assert_eq!(step(0, 0), None);
    }
}
