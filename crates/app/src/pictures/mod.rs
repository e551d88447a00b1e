//! The pictures of a ledger and of statuses, for the public pages and the units' app.
//!
//! Each is text first: a table or a list whose numbers stand beside their bars, so that it reads in
//! grey, on paper, on a narrow screen and aloud, without a script and without a second table.

mod bars;
mod map;
mod status;
mod units;

pub use bars::{Goal, funnel, funnel_of, throughput};
pub use map::{Square, squares, tile_map};
pub use status::status_bars;
pub use units::by_unit;

use yaodian_domain::{id::UnitId, unit::Unit};
use yaodian_words::Lang;

/// The name of a unit; its id where it is none of these.
fn unit_name(lang: Lang, units: &[Unit], id: &UnitId) -> String {
    let unit = units.iter().find(|unit| &unit.id == id);
    unit.map_or_else(|| id.to_string(), |unit| lang.unit(unit).to_owned())
}

/// The name of the stage at this place, counted from 0.
fn stage_name(lang: Lang, ledger: &yaodian_domain::ledger::Ledger, stage: usize) -> String {
    let stage = ledger.stages.get(stage);
    stage.map_or_else(String::new, |stage| lang.of(&stage.name).to_owned())
}

/// How many are listed, and how many have passed the stage at this place, counted from 0.
fn passed(funnel: &[i64], stage: usize) -> (i64, i64) {
    let at = |place: usize| funnel.get(place).copied().unwrap_or_default().max(0);
    (at(0), at(stage + 1))
}

/// How long a bar is on its track, from 0 to 1, as the style `--n`.
fn bar(part: i64, whole: i64) -> String {
    let mille = match whole {
        ..=0 => 0,
        whole => i128::from(part.clamp(0, whole)) * 1_000 / i128::from(whole),
    };
    format!("--n:{}.{:03}", mille / 1_000, mille % 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_never_longer_than_its_track() {
        assert_eq!(bar(9_067, 12_480), "--n:0.726");
        assert_eq!(bar(3, 2), "--n:1.000");
        assert_eq!(bar(-1, 2), "--n:0.000");
        assert_eq!(bar(1, 0), "--n:0.000");
        assert_eq!(bar(i64::MAX, i64::MAX), "--n:1.000");
    }

    #[test]
    fn a_funnel_that_is_too_short_counts_as_nothing() {
        assert_eq!(passed(&[], 0), (0, 0));
        assert_eq!(passed(&[10, 4], 0), (10, 4));
        assert_eq!(passed(&[10, 4], 7), (10, 0));
    }
}
