//! The units that lead, answer and report.

use serde::{Deserialize, Serialize};

use crate::id::UnitId;

/// What sort of unit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum UnitKind {
    /// 处室: a division of the department.
    Division,
    /// 直属单位: an affiliated institution of the department, its supervision offices included.
    Affiliate,
    /// 市州局: the ecology and environment bureau of a city, prefecture or forest district.
    Bureau,
}

/// A unit of the department or one of its local bureaus.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unit {
    /// How it is referred to.
    pub id: UnitId,
    /// What sort of unit it is.
    pub kind: UnitKind,
    /// The short name that the plan uses: 水处; for a bureau the place: 武汉市.
    pub name: String,
    /// The full name: 水生态环境处, 武汉市生态环境局.
    pub full_name: String,
    /// The name in English.
    pub name_en: String,
    /// Other short names for the same unit: 土壤处 for 土处.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Where it stands on the schematic map, for a bureau.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tile: Option<Tile>,
    /// What is doubtful about it, kept for the reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Unit {
    /// Whether `name` is its short name, its full one, or another short one.
    pub fn goes_by(&self, name: &str) -> bool {
        self.name == name || self.full_name == name || self.aliases.iter().any(|alias| alias == name)
    }
}

/// A square of the schematic map: neighbours lie roughly where they lie, and no boundary is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tile {
    /// From the west, counted from 0.
    pub column: u8,
    /// From the north, counted from 0.
    pub row: u8,
}

/// The units of one plan, in the order of their register.
///
/// Invariant (kept by [`Register::new`]): no two units share an id, a name or an alias.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Vec<Unit>", into = "Vec<Unit>")]
pub struct Register(Vec<Unit>);

/// Two units of a register go by the same name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("two units go by {0:?}")]
pub struct SharedName(pub String);

impl TryFrom<Vec<Unit>> for Register {
    type Error = SharedName;
    fn try_from(units: Vec<Unit>) -> Result<Self, SharedName> {
        Self::new(units)
    }
}

impl From<Register> for Vec<Unit> {
    fn from(register: Register) -> Vec<Unit> {
        register.0
    }
}

impl Register {
    /// A register of `units`.
    pub fn new(units: Vec<Unit>) -> Result<Self, SharedName> {
        let mut seen = std::collections::BTreeSet::new();
        for unit in &units {
            let names = std::iter::once(unit.id.as_str())
                .chain([unit.name.as_str()])
                .chain(unit.aliases.iter().map(String::as_str));
            for name in names {
                if !seen.insert(name) {
                    return Err(SharedName(name.to_owned()));
                }
            }
        }
        Ok(Self(units))
    }

    /// All units in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Unit> {
        self.0.iter()
    }

    /// The unit with this id.
    pub fn get(&self, id: &UnitId) -> Option<&Unit> {
        self.0.iter().find(|unit| &unit.id == id)
    }

    /// The unit that goes by `name`: its short name, its full name or an alias.
    pub fn named(&self, name: &str) -> Option<&Unit> {
        self.0.iter().find(|unit| unit.goes_by(name))
    }

    /// The units of one kind, in order.
    pub fn of_kind(&self, kind: UnitKind) -> impl Iterator<Item = &Unit> {
        self.0.iter().filter(move |unit| unit.kind == kind)
    }
}

impl<'a> IntoIterator for &'a Register {
    type Item = &'a Unit;
    type IntoIter = std::slice::Iter<'a, Unit>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
