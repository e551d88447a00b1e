//! The measured items, each once: its name, its unit, what it counts for.

use serde::{Deserialize, Serialize};

use super::unit::Unit;

/// A measured item: the 24 basic items of GB 3838-2002, table 1, in its order; the five
/// supplementary ones of drinking-water sources, table 2; and two more that the trophic index needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Item {
    /// Water temperature, ℃. Its limits are on changes made by people, so no single value is graded.
    Temperature,
    /// pH.
    Ph,
    /// Dissolved oxygen, mg/L; the more, the better.
    DissolvedOxygen,
    /// Permanganate index (CODMn), mg/L.
    Permanganate,
    /// Chemical oxygen demand (dichromate), mg/L.
    ChemicalOxygenDemand,
    /// Five-day biochemical oxygen demand, mg/L.
    BiochemicalOxygenDemand,
    /// Ammonia nitrogen, mg/L.
    AmmoniaNitrogen,
    /// Total phosphorus as P, mg/L; standing water has limits of its own.
    TotalPhosphorus,
    /// Total nitrogen as N, mg/L; limits for standing water only, and assessed apart.
    TotalNitrogen,
    /// Copper, mg/L.
    Copper,
    /// Zinc, mg/L.
    Zinc,
    /// Fluoride, mg/L.
    Fluoride,
    /// Selenium, mg/L.
    Selenium,
    /// Arsenic, mg/L.
    Arsenic,
    /// Mercury, mg/L.
    Mercury,
    /// Cadmium, mg/L.
    Cadmium,
    /// Hexavalent chromium, mg/L.
    Chromium,
    /// Lead, mg/L.
    Lead,
    /// Cyanide, mg/L.
    Cyanide,
    /// Volatile phenols, mg/L.
    VolatilePhenol,
    /// Petroleum, mg/L.
    Petroleum,
    /// Anionic surfactants, mg/L.
    AnionicSurfactant,
    /// Sulfide, mg/L.
    Sulfide,
    /// Faecal coliforms, counts per litre; assessed apart.
    FaecalColiforms,
    /// Sulfate, mg/L (table 2).
    Sulfate,
    /// Chloride, mg/L (table 2).
    Chloride,
    /// Nitrate as N, mg/L (table 2).
    Nitrate,
    /// Iron, mg/L (table 2).
    Iron,
    /// Manganese, mg/L (table 2).
    Manganese,
    /// Chlorophyll a, mg/m³ (trophic index).
    ChlorophyllA,
    /// Transparency by the Secchi disc, m (trophic index); the more, the better.
    Transparency,
}

/// The table of GB 3838-2002 that an item belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Table 1, and one of the 21 that decide a class.
    Deciding,
    /// Table 1, and assessed apart.
    Apart,
    /// Table 1, without a limit for a single value.
    Ungraded,
    /// Table 2.
    Supplementary,
    /// In neither: known for the trophic index alone.
    Trophic,
}

impl Item {
    /// How many there are.
    pub const COUNT: usize = 31;

    /// All, in the order of the tables.
    pub const ALL: [Item; Item::COUNT] = [
        Item::Temperature,
        Item::Ph,
        Item::DissolvedOxygen,
        Item::Permanganate,
        Item::ChemicalOxygenDemand,
        Item::BiochemicalOxygenDemand,
        Item::AmmoniaNitrogen,
        Item::TotalPhosphorus,
        Item::TotalNitrogen,
        Item::Copper,
        Item::Zinc,
        Item::Fluoride,
        Item::Selenium,
        Item::Arsenic,
        Item::Mercury,
        Item::Cadmium,
        Item::Chromium,
        Item::Lead,
        Item::Cyanide,
        Item::VolatilePhenol,
        Item::Petroleum,
        Item::AnionicSurfactant,
        Item::Sulfide,
        Item::FaecalColiforms,
        Item::Sulfate,
        Item::Chloride,
        Item::Nitrate,
        Item::Iron,
        Item::Manganese,
        Item::ChlorophyllA,
        Item::Transparency,
    ];

    /// Its place in [`Item::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }

    /// What it counts for.
    pub const fn group(self) -> Group {
        match self {
            Item::Temperature => Group::Ungraded,
            Item::TotalNitrogen | Item::FaecalColiforms => Group::Apart,
            Item::Sulfate | Item::Chloride | Item::Nitrate | Item::Iron | Item::Manganese => Group::Supplementary,
            Item::ChlorophyllA | Item::Transparency => Group::Trophic,
            _ => Group::Deciding,
        }
    }

    /// The unit in which its values are kept and its limits are written.
    pub const fn unit(self) -> Unit {
        match self {
            Item::Temperature => Unit::Celsius,
            Item::Ph => Unit::One,
            Item::FaecalColiforms => Unit::CountPerLitre,
            Item::ChlorophyllA => Unit::MilligramPerCubicMetre,
            Item::Transparency => Unit::Metre,
            _ => Unit::MilligramPerLitre,
        }
    }

    /// Whether it goes first among the main pollution indicators when it exceeds Ⅲ: cyanide and the
    /// heavy metals. Arsenic is among them, as the policy on heavy metals has it; selenium is not.
    /// [`Rule::HeavyMetals`](super::Rule::HeavyMetals).
    pub const fn is_toxic_first(self) -> bool {
        matches!(
            self,
            Item::Cyanide
                | Item::Lead
                | Item::Chromium
                | Item::Mercury
                | Item::Cadmium
                | Item::Arsenic
                | Item::Copper
                | Item::Zinc
        )
    }

    /// Whether a multiple over the limit can be told: not for temperature, pH and dissolved oxygen.
    pub const fn has_multiple(self) -> bool {
        !matches!(
            self,
            Item::Temperature | Item::Ph | Item::DissolvedOxygen | Item::Transparency
        )
    }

    /// Whether «below the limit of detection» can be said of it.
    pub const fn can_be_undetected(self) -> bool {
        !matches!(self, Item::Temperature | Item::Ph | Item::Transparency)
    }

    /// The name as the standard has it.
    pub const fn name(self) -> &'static str {
        match self {
            Item::Temperature => "水温",
            Item::Ph => "pH值",
            Item::DissolvedOxygen => "溶解氧",
            Item::Permanganate => "高锰酸盐指数",
            Item::ChemicalOxygenDemand => "化学需氧量",
            Item::BiochemicalOxygenDemand => "五日生化需氧量",
            Item::AmmoniaNitrogen => "氨氮",
            Item::TotalPhosphorus => "总磷",
            Item::TotalNitrogen => "总氮",
            Item::Copper => "铜",
            Item::Zinc => "锌",
            Item::Fluoride => "氟化物",
            Item::Selenium => "硒",
            Item::Arsenic => "砷",
            Item::Mercury => "汞",
            Item::Cadmium => "镉",
            Item::Chromium => "铬(六价)",
            Item::Lead => "铅",
            Item::Cyanide => "氰化物",
            Item::VolatilePhenol => "挥发酚",
            Item::Petroleum => "石油类",
            Item::AnionicSurfactant => "阴离子表面活性剂",
            Item::Sulfide => "硫化物",
            Item::FaecalColiforms => "粪大肠菌群",
            Item::Sulfate => "硫酸盐",
            Item::Chloride => "氯化物",
            Item::Nitrate => "硝酸盐",
            Item::Iron => "铁",
            Item::Manganese => "锰",
            Item::ChlorophyllA => "叶绿素a",
            Item::Transparency => "透明度",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_the_order_of_the_places() {
        for (place, item) in Item::ALL.into_iter().enumerate() {
            assert_eq!(item.index(), place);
        }
        let deciding = Item::ALL.iter().filter(|item| item.group() == Group::Deciding);
        assert_eq!(deciding.count(), 21);
    }
}
