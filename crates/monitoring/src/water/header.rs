//! Which item and which unit the head of a column tells of.

use serde::{Deserialize, Serialize};

use super::{item::Item, unit::Unit};

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
    /// A bracket that is neither a unit nor a known addition: it may make the column something else.
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
    let (mut unit, mut additions, mut unknown) = (None, String::new(), None);
    for bracket in &brackets {
        if let Some(found) = Unit::parse(bracket) {
            unit = unit.or(Some(found));
        } else if is_addition(bracket) {
            additions.push_str(bracket);
        } else {
            unknown = unknown.or(Some(*bracket));
        }
    }
    let plain = name.trim_end_matches(['/', '_', ',', ':', '*']);
    // «铬(六价)»: the addition is part of the name.
    let named = item_of(&format!("{plain}{additions}")).or_else(|| item_of(plain));
    let named = named.map(|item| (item, None));
    let Some((item, trailing)) = named.or_else(|| with_trailing_unit(plain)) else {
        return Ok(None);
    };
    if let Some(bracket) = unknown {
        let bracket = bracket.to_owned();
        return Err(HeadError::UnknownBracket { item, bracket });
    }
    let told = unit.or(trailing);
    let unit = told.unwrap_or(item.unit());
    if unit.factor_to(item.unit()).is_none() {
        return Err(HeadError::UnfitUnit { item, unit });
    }
    Ok(Some(Head {
        item,
        unit,
        unit_told: told.is_some(),
    }))
}

/// «氨氮mg/l», «氨氮_mg/l»: a unit behind the name without a bracket.
fn with_trailing_unit(plain: &str) -> Option<(Item, Option<Unit>)> {
    plain.char_indices().skip(1).find_map(|(at, _)| {
        let (name, rest) = plain.split_at(at);
        let unit = Unit::parse(rest.trim_start_matches(['/', '_', ',', ':', '-']))?;
        let item = item_of(name.trim_end_matches(['/', '_', ',', ':', '-']))?;
        Some((item, Some(unit)))
    })
}

/// One form of a head: half-width, lower case, without blanks, one letter for each of the look-alikes.
fn fold(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '[' | '【' | '〔' | '{' => '(',
            ']' | '】' | '〕' | '}' => ')',
            'µ' => 'μ',
            'α' | 'ɑ' => 'a',
            '₃' => '3',
            '₄' => '4',
            '₅' => '5',
            '—' | '–' | '−' | '‐' | '⁻' => '-',
            other => other,
        })
        .map(|c| match c {
            '[' => '(',
            ']' => ')',
            other => other,
        })
        .filter(|c| !c.is_whitespace() && *c != '\u{FEFF}')
        .flat_map(char::to_lowercase)
        .collect()
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

/// Additions that do not change which item is meant.
fn is_addition(bracket: &str) -> bool {
    bracket.is_empty()
        || item_of(bracket).is_some()
        || (bracket.starts_with('以') && bracket.ends_with('计'))
        || matches!(
            bracket,
            "六价" | "vi" | "湖、库" | "湖库" | "河流" | "las" | "sd" | "水温" | "值" | "总" | "表层"
        )
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
