//! What of the cockpit stands in the address, so that «back», a reload and a sent link work.

use leptos_router::params::ParamsMap;
use yaodian_domain::{
    check::Status,
    cockpit::{Cell, Grain, Place},
    id::UnitId,
    unit::UnitKind,
};

/// What the screen is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) grain: Grain,
    /// Cells with one of these; with any if there is none.
    pub(super) status: Vec<Status>,
    /// Counted from 1; 0 is the headline statement.
    pub(super) chapter: Option<usize>,
    pub(super) units: Option<UnitKind>,
    /// Only cells that still owe a report.
    pub(super) unreported: bool,
    /// Only cells that turned red this week.
    pub(super) turned: bool,
    /// The cell that is opened: a unit, in one row or in all.
    pub(super) open: Option<(UnitId, Option<Place>)>,
}

const KINDS: [(UnitKind, &str); 3] = [
    (UnitKind::Bureau, "bureau"),
    (UnitKind::Division, "division"),
    (UnitKind::Affiliate, "affiliate"),
];

impl Asked {
    /// Reads an address; what it does not understand it leaves aside.
    pub(super) fn read(map: &ParamsMap) -> Self {
        let only = |what: &str| {
            map.get_all("only")
                .is_some_and(|all| all.iter().any(|only| only == what))
        };
        let named = |text: &str| Status::ALL.into_iter().find(|status| status.as_str() == text);
        let unit = map.get("unit").and_then(|unit| UnitId::new(unit).ok());
        let kind = |text: String| {
            KINDS
                .into_iter()
                .find_map(|(kind, name)| (name == text).then_some(kind))
        };
        Self {
            grain: grain(map),
            status: map
                .get_all("status")
                .unwrap_or_default()
                .iter()
                .filter_map(|text| named(text))
                .collect(),
            chapter: map.get("chapter").and_then(|text| text.parse().ok()),
            units: map.get("units").and_then(kind),
            unreported: only("unreported"),
            turned: only("turned"),
            open: unit.map(|unit| (unit, map.get("row").and_then(|row| row.parse().ok()))),
        }
    }

    /// The address that asks for it. No value needs to be escaped.
    pub(super) fn href(&self) -> String {
        let mut text = "/app/cockpit".to_owned();
        let mut add = |name: &str, value: &str| {
            text.push(if text.contains('?') { '&' } else { '?' });
            text.push_str(name);
            text.push('=');
            text.push_str(value);
        };
        if self.grain == Grain::Items {
            add("rows", "items");
        }
        for status in &self.status {
            add("status", status.as_str());
        }
        if let Some(chapter) = self.chapter {
            add("chapter", &chapter.to_string());
        }
        if let Some((_, name)) = KINDS.into_iter().find(|(kind, _)| Some(*kind) == self.units) {
            add("units", name);
        }
        for (is, name) in [(self.unreported, "unreported"), (self.turned, "turned")] {
            if is {
                add("only", name);
            }
        }
        if let Some((unit, row)) = &self.open {
            add("unit", unit.as_str());
            if let Some(row) = row {
                add("row", &row.to_string());
            }
        }
        text
    }

    /// The same with `change` made to it.
    pub(super) fn but(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut other = self.clone();
        change(&mut other);
        other
    }

    /// The same with a status asked for, or no longer.
    pub(super) fn toggled(&self, status: Status) -> Self {
        self.but(|asked| match asked.status.iter().position(|other| *other == status) {
            Some(at) => drop(asked.status.remove(at)),
            None => asked.status.push(status),
        })
    }

    /// The same without any filter.
    pub(super) fn cleared(&self) -> Self {
        Self {
            grain: self.grain,
            open: self.open.clone(),
            ..Self::default()
        }
    }

    /// Whether only some of the cells are asked for.
    pub(super) fn picks(&self) -> bool {
        !self.status.is_empty() || self.unreported || self.turned
    }

    /// Whether a cell is among those asked for.
    pub(super) fn takes(&self, cell: &Cell) -> bool {
        (self.status.is_empty() || self.status.contains(&cell.status))
            && (!self.unreported || cell.missing() > 0)
            && (!self.turned || cell.turned > 0)
    }
}

/// What rows the address asks for.
pub(super) fn grain(map: &ParamsMap) -> Grain {
    match map.get_str("rows") {
        Some("items") => Grain::Items,
        _ => Grain::Tasks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_all_that_the_screen_was_asked_for() {
        let asked = Asked {
            grain: Grain::Items,
            status: vec![Status::OffTrack, Status::Overdue],
            chapter: Some(0),
            units: Some(UnitKind::Division),
            unreported: true,
            turned: true,
            open: Some((UnitId::new("420100").expect("an id"), Some(Place::Item(7)))),
        };
        let href = asked.href();
        assert_eq!(
            href,
            "/app/cockpit?rows=items&status=off-track&status=overdue&chapter=0&units=division&only=unreported&only=turned&unit=420100&row=item-7"
        );
        let pairs = href.split_once('?').map_or("", |(_, pairs)| pairs).split('&');
        let map: ParamsMap = pairs
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        assert_eq!(Asked::read(&map), asked);
        assert_eq!(asked.cleared().toggled(Status::Met).toggled(Status::Met).status, []);
    }
}
