//! Which item and which unit the head of a column tells of.

use serde::{Deserialize, Serialize};

use super::{item::Item, unit::Unit};
use crate::heading::fold;

/// What a head says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The item.
    pub item: Item,
    /// The unit of the figures below it.
    pub unit: Unit,
    /// Whether the head tells the unit; if not, it is the one that the standard writes limits in.
    pub unit_told: bool,
}

/// Why the head of a column that names an item cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum HeadError {
    /// A unit that does not measure the item, such as metres of ammonia.
    #[error("the unit does not measure the item")]
    UnfitUnit {
        /// The item.
        item: Item,
        /// The unit.
        unit: Unit,
    },
    /// A bracket that is neither a unit nor a known addition, or a second unit: it may make the column
    /// something else.
    #[error("{bracket:?} is neither a unit nor a known addition")]
    UnknownBracket {
        /// The item that stands before it.
        item: Item,
        /// What stands in the bracket.
        bracket: String,
    },
}

/// Reads the head of a column: `高锰酸盐指数(mg/L)`, `pH(无量纲)`, `总磷（以P计）(mg/L)`, `NH3-N/(μg/L)`.
///
/// `Ok(None)` where it names no item of ours. Full-width characters, blanks and case do not matter.
///
/// ```
/// use yaodian_monitoring::water::{Item, Unit, header};
/// let head = header::read("总磷（以P计）（μg/L）").unwrap().unwrap();
/// assert_eq!((head.item, head.unit), (Item::TotalPhosphorus, Unit::MicrogramPerLitre));
/// assert_eq!(header::read("断面名称"), Ok(None));
/// ```
pub fn read(text: &str) -> Result<Option<Head>, HeadError> {
    let folded = fold(text);
    let (name, brackets) = parted(&folded);
    let (units, others): (Vec<&str>, Vec<&str>) = brackets.iter().partition(|text| Unit::parse(text).is_some());
    let others: Vec<&str> = others.into_iter().filter(|text| !is_neutral(text)).collect();
    let plain = name.trim_end_matches(['/', '_', ',', ':', '*']);
    // «铬(六价)»: the bracket is part of the name.
    let whole = item_of(&format!("{plain}{}", others.concat()));
    let named = whole.or_else(|| item_of(plain)).map(|item| (item, None));
    let Some((item, trailing)) = named.or_else(|| with_trailing_unit(plain)) else {
        return Ok(None);
    };
    // «氨氮(NH3-N)» names the item twice; «氨氮(水质类别)» is another thing.
    let odd = others
        .iter()
        .find(|text| whole.is_none() && item_of(text) != Some(item));
    let unit = trailing.or_else(|| units.first().and_then(|text| Unit::parse(text)));
    let odd = odd.or_else(|| units.iter().find(|text| Unit::parse(text) != unit));
    if let Some(&bracket) = odd {
        let bracket = bracket.to_owned();
        return Err(HeadError::UnknownBracket { item, bracket });
    }
    let in_unit = unit.unwrap_or(item.unit());
    if in_unit.factor_to(item.unit()).is_none() {
        return Err(HeadError::UnfitUnit { item, unit: in_unit });
    }
    Ok(Some(Head {
        item,
        unit: in_unit,
        unit_told: unit.is_some(),
    }))
}

/// «氨氮mg/l», «氨氮_mg/l»: a unit behind the name without a bracket.
fn with_trailing_unit(plain: &str) -> Option<(Item, Option<Unit>)> {
    const BETWEEN: [char; 5] = ['/', '_', ',', ':', '-'];
    plain.char_indices().skip(1).find_map(|(at, _)| {
        let (name, rest) = plain.split_at(at);
        let unit = Unit::parse(rest.trim_start_matches(BETWEEN))?;
        let item = item_of(name.trim_end_matches(BETWEEN))?;
        Some((item, Some(unit)))
    })
}

/// What stands outside of brackets, and what stands in each. An unclosed bracket ends with the text.
fn parted(folded: &str) -> (String, Vec<&str>) {
    let (mut name, mut brackets, mut rest) = (String::new(), Vec::new(), folded);
    while let Some((before, after)) = rest.split_once('(') {
        name.push_str(before);
        let (inside, behind) = after.split_once(')').unwrap_or((after, ""));
        brackets.push(inside);
        rest = behind;
    }
    name.push_str(rest);
    (name, brackets)
}

/// Brackets that leave an item what it is.
fn is_neutral(bracket: &str) -> bool {
    bracket.is_empty()
        || (bracket.starts_with('以') && bracket.ends_with('计'))
        || matches!(bracket, "湖、库" | "湖库" | "河流" | "值" | "表层")
}

/// The names by which heads call an item, folded as [`fold`] does. The first of each is the standard's.
const NAMES: [(Item, &[&str]); Item::COUNT] = [
    (Item::Temperature, &["水温", "温度", "wt", "temp"]),
    (Item::Ph, &["ph值", "ph", "酸碱度"]),
    (Item::DissolvedOxygen, &["溶解氧", "do"]),
    (Item::Permanganate, &["高锰酸盐指数", "codmn", "imn", "高锰酸钾指数"]),
    (
        Item::ChemicalOxygenDemand,
        &["化学需氧量", "cod", "codcr", "化学需氧量cod", "化学需氧量codcr"],
    ),
    (
        Item::BiochemicalOxygenDemand,
        &["五日生化需氧量", "bod5", "生化需氧量", "bod", "五日生化需氧量bod5"],
    ),
    (Item::AmmoniaNitrogen, &["氨氮", "nh3-n", "nh3n", "nh4-n"]),
    (Item::TotalPhosphorus, &["总磷", "tp"]),
    (Item::TotalNitrogen, &["总氮", "tn"]),
    (Item::Copper, &["铜", "cu", "总铜"]),
    (Item::Zinc, &["锌", "zn", "总锌"]),
    (Item::Fluoride, &["氟化物", "f-", "f", "氟离子"]),
    (Item::Selenium, &["硒", "se", "总硒"]),
    (Item::Arsenic, &["砷", "as", "总砷"]),
    (Item::Mercury, &["汞", "hg", "总汞"]),
    (Item::Cadmium, &["镉", "cd", "总镉"]),
    (Item::Chromium, &["铬六价", "六价铬", "cr6+", "cr6", "crvi"]),
    (Item::Lead, &["铅", "pb", "总铅"]),
    (Item::Cyanide, &["氰化物", "cn-", "cn", "总氰化物"]),
    (Item::VolatilePhenol, &["挥发酚", "挥发性酚", "挥发酚类"]),
    (Item::Petroleum, &["石油类", "石油"]),
    (Item::AnionicSurfactant, &["阴离子表面活性剂", "las"]),
    (Item::Sulfide, &["硫化物", "s2-"]),
    (Item::FaecalColiforms, &["粪大肠菌群", "粪大肠菌群数"]),
    (Item::Sulfate, &["硫酸盐", "so42-"]),
    (Item::Chloride, &["氯化物", "cl-"]),
    (Item::Nitrate, &["硝酸盐", "硝酸盐氮", "no3-n", "no3--n"]),
    (Item::Iron, &["铁", "fe", "总铁"]),
    (Item::Manganese, &["锰", "mn", "总锰"]),
    (Item::ChlorophyllA, &["叶绿素a", "chla", "chl-a", "叶绿素"]),
    (Item::Transparency, &["透明度", "sd"]),
];

fn item_of(folded: &str) -> Option<Item> {
    NAMES
        .iter()
        .find(|(_, names)| names.contains(&folded))
        .map(|(item, _)| *item)
}
