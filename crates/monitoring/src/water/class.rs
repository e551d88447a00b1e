//! The classes of surface water and the words of quality that go with them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A class of surface water, from the best to the worst (GB 3838-2002, clause 3).
///
/// `InferiorV` (劣Ⅴ) is not a class of the standard: the assessment method names by it what fails the
/// limits of class Ⅴ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum WaterClass {
    /// Ⅰ: headwaters and national nature reserves.
    I,
    /// Ⅱ: first protection zone of drinking-water sources.
    II,
    /// Ⅲ: second protection zone of drinking-water sources, bathing.
    III,
    /// Ⅳ: industry, recreation without contact.
    IV,
    /// Ⅴ: farming and ordinary scenery.
    V,
    /// 劣Ⅴ: worse than Ⅴ.
    #[serde(rename = "inferior-V")]
    InferiorV,
}

impl WaterClass {
    /// All six, best first.
    pub const ALL: [WaterClass; 6] = [
        WaterClass::I,
        WaterClass::II,
        WaterClass::III,
        WaterClass::IV,
        WaterClass::V,
        WaterClass::InferiorV,
    ];

    /// Its place among [`WaterClass::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The class next to it that is better; `None` for Ⅰ.
    pub fn better(self) -> Option<Self> {
        self.index().checked_sub(1).map(|place| Self::ALL[place])
    }

    /// Whether it counts as good water (优良: Ⅰ to Ⅲ).
    pub fn is_good(self) -> bool {
        self <= WaterClass::III
    }

    /// The word of quality of one section (the method of 2011, table 1).
    pub const fn quality(self) -> Quality {
        match self {
            WaterClass::I | WaterClass::II => Quality::Excellent,
            WaterClass::III => Quality::Good,
            WaterClass::IV => Quality::LightlyPolluted,
            WaterClass::V => Quality::ModeratelyPolluted,
            WaterClass::InferiorV => Quality::HeavilyPolluted,
        }
    }

    /// The class as official tables write it.
    pub const fn sign(self) -> &'static str {
        match self {
            WaterClass::I => "Ⅰ",
            WaterClass::II => "Ⅱ",
            WaterClass::III => "Ⅲ",
            WaterClass::IV => "Ⅳ",
            WaterClass::V => "Ⅴ",
            WaterClass::InferiorV => "劣Ⅴ",
        }
    }

    /// Reads a class as tables write it: «Ⅱ», «II», «Ⅱ类», «劣Ⅴ», «劣V类», «2»; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        match text.strip_suffix('类').unwrap_or(&text) {
            "Ⅰ" | "I" | "1" | "一" => Some(WaterClass::I),
            "Ⅱ" | "II" | "2" | "二" => Some(WaterClass::II),
            "Ⅲ" | "III" | "3" | "三" => Some(WaterClass::III),
            "Ⅳ" | "IV" | "4" | "四" => Some(WaterClass::IV),
            "Ⅴ" | "V" | "5" | "五" => Some(WaterClass::V),
            "劣Ⅴ" | "劣V" | "劣5" | "劣五" => Some(WaterClass::InferiorV),
            _ => None,
        }
    }
}

impl fmt::Display for WaterClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.sign())
    }
}

/// The word of quality of a section, a river or a region (the method of 2011, tables 1 and 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Quality {
    /// 优.
    Excellent,
    /// 良好.
    Good,
    /// 轻度污染.
    LightlyPolluted,
    /// 中度污染.
    ModeratelyPolluted,
    /// 重度污染.
    HeavilyPolluted,
}

/// Whose limits apply where the standard tells rivers from standing water.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    /// A river, a canal, or a reservoir of the river kind (河流型水库).
    River,
    /// A lake or another reservoir.
    Lake,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_read_as_it_is_written() {
        for class in WaterClass::ALL {
            assert_eq!(WaterClass::parse(class.sign()), Some(class));
            assert_eq!(WaterClass::parse(&format!(" {class}类 ")), Some(class));
            assert_eq!(WaterClass::ALL[class.index()], class);
        }
        for text in ["", "—", "劣", "Ⅵ", "劣Ⅳ", "类"] {
            assert_eq!(WaterClass::parse(text), None, "{text:?}");
        }
    }
}
