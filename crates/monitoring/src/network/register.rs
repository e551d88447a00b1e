//! Registers of sections and stations, as they stand on any day.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use yaodian_domain::{
    id::{EntryId, UnitId},
    ledger::{Among, Ledger, Row, monitored::fields},
    time::DaySpan,
};

use crate::water::{Body, WaterClass};

/// A section or a station.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its code: no two places of a register share one.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The unit that answers for it: the city that it lies in.
    pub unit: UnitId,
    /// The river, lake or reservoir.
    pub water: Option<String>,
    /// The basin.
    pub basin: Option<String>,
    /// 国控, 省控 …, as the register writes it.
    pub level: Option<String>,
    /// Of water: whose limits apply.
    pub body: Body,
    /// Of water: the class that it is to be of.
    pub target: Option<WaterClass>,
    /// Of air: what its days say.
    pub role: Role,
    /// The first day of its service; `None` for ever.
    pub from: Option<Date>,
    /// The last day of its service.
    pub until: Option<Date>,
    /// Its point on the schematic map: across and down, in tiles.
    pub point: Option<(Decimal, Decimal)>,
    /// The entry that it was read from.
    pub row: Row,
}

/// What the days of a station of air say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 评价点: the city's day is the mean of such points.
    #[default]
    Point,
    /// 对照点: no part of the city's day.
    Control,
    /// 城市: its days are the city's own.
    City,
}

impl Place {
    /// Reads an entry of a register; `None` where it has no name, as every entry of one must.
    pub fn read(ledger: &Ledger, row: &Row) -> Option<Self> {
        let text = |id: &str| {
            let at = ledger.fields.iter().position(|field| field.id.as_str() == id)?;
            row.values.get(at)?.clone()
        };
        let number = |id: &str| text(id).and_then(|text| text.parse::<Decimal>().ok());
        let kind = text(fields::KIND);
        Some(Self {
            code: row.key.clone(),
            name: text(fields::NAME)?,
            unit: row.unit.clone(),
            water: text(fields::WATER),
            basin: text(fields::BASIN),
            level: text(fields::LEVEL),
            body: match kind.as_deref() {
                Some(fields::LAKE) => Body::Lake,
                _ => Body::River,
            },
            target: text(fields::TARGET).and_then(|class| WaterClass::parse(&class)),
            role: match kind.as_deref() {
                Some(fields::CITY) => Role::City,
                Some(fields::CONTROL) => Role::Control,
                _ => Role::Point,
            },
            from: row.reached.first().copied(),
            until: text(fields::UNTIL).and_then(|day| day.parse().ok()),
            point: number(fields::ACROSS).zip(number(fields::DOWN)),
            row: row.clone(),
        })
    }

    /// Whether it is in service on some day of a stretch.
    pub fn serves(&self, span: DaySpan) -> bool {
        self.from.is_none_or(|from| from <= span.to()) && self.until.is_none_or(|until| until >= span.from())
    }
}

/// One version of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The entry.
    pub entry: EntryId,
    /// The day on which it became known.
    pub known_on: Date,
    /// What it said; `None` where it was removed.
    pub row: Option<Row>,
}

/// A register with all its versions, so that it can be asked how it stood.
#[derive(Debug, Clone)]
pub struct Register {
    /// The ledger that it is.
    pub ledger: Ledger,
    /// Whether its places are made up for a demonstration.
    pub demonstration: bool,
    versions: BTreeMap<EntryId, Vec<(Date, Option<Place>)>>,
}

impl Register {
    /// From all versions of all entries, each entry's in order.
    pub fn new(ledger: Ledger, demonstration: bool, listed: impl IntoIterator<Item = Listed>) -> Self {
        let mut versions: BTreeMap<EntryId, Vec<(Date, Option<Place>)>> = BTreeMap::new();
        for Listed { entry, known_on, row } in listed {
            let place = row.and_then(|row| Place::read(&ledger, &row));
            versions.entry(entry).or_default().push((known_on, place));
        }
        Self {
            ledger,
            demonstration,
            versions,
        }
    }

    /// Whether it has, or ever had, a place.
    pub fn is_begun(&self) -> bool {
        !self.versions.is_empty()
    }

    /// The places as the register stood on a day, by their codes.
    pub fn on(&self, day: Date) -> Vec<&Place> {
        let stood = self.versions.values().filter_map(|versions| {
            let (_, place) = versions.iter().rfind(|(known_on, _)| *known_on <= day)?;
            place.as_ref()
        });
        let mut places: Vec<&Place> = stood.collect();
        places.sort_by(|a, b| a.code.cmp(&b.code));
        places
    }

    /// All places that were ever in it, each in every version of it.
    pub fn all(&self) -> impl Iterator<Item = &Place> {
        self.versions.values().flatten().filter_map(|(_, place)| place.as_ref())
    }

    /// The days on which it changed.
    pub fn changes(&self) -> BTreeSet<Date> {
        let all = self.versions.values().flatten();
        all.map(|(known_on, _)| *known_on).collect()
    }
}

/// The places of a set as they stood on a day, of those in service within a stretch.
pub(super) fn among<'r>(register: &'r Register, among: &Among, span: DaySpan, day: Date) -> Vec<&'r Place> {
    let mut places = register.on(day);
    places.retain(|place| place.serves(span) && among.holds(&register.ledger, &place.row));
    places
}

/// What a text in a sheet finds in a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found<'r> {
    /// One place.
    One(&'r Place),
    /// None.
    None,
    /// Several places of this name: only the code tells.
    Several,
}

/// The places of a register by code and by name.
#[derive(Debug)]
pub struct Directory<'r> {
    codes: BTreeMap<&'r str, &'r Place>,
    names: BTreeMap<&'r str, Option<&'r Place>>,
}

impl<'r> Directory<'r> {
    /// Of these places.
    pub fn of(places: impl IntoIterator<Item = &'r Place>) -> Self {
        let (mut codes, mut names) = (BTreeMap::new(), BTreeMap::new());
        for place in places {
            codes.insert(place.code.as_str(), place);
            names
                .entry(place.name.as_str())
                .and_modify(|one| *one = None)
                .or_insert(Some(place));
        }
        Self { codes, names }
    }

    /// The place of this code, or else of this name.
    pub fn find(&self, text: &str) -> Found<'r> {
        if let Some(place) = self.codes.get(text) {
            return Found::One(place);
        }
        match self.names.get(text) {
            Some(Some(place)) => Found::One(place),
            Some(None) => Found::Several,
            None => Found::None,
        }
    }
}
