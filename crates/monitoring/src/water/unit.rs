//! Units of measured items, as tables write them, and the factors between them.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A unit of a measured item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Without dimension.
    One,
    /// Degrees Celsius.
    Celsius,
    /// Grams per litre.
    GramPerLitre,
    /// Milligrams per litre; grams per cubic metre are the same.
    MilligramPerLitre,
    /// Micrograms per litre.
    MicrogramPerLitre,
    /// Nanograms per litre.
    NanogramPerLitre,
    /// Milligrams per cubic metre: as micrograms per litre, and the unit of chlorophyll.
    MilligramPerCubicMetre,
    /// Counts per litre.
    CountPerLitre,
    /// Counts per 100 millilitres.
    CountPer100Millilitre,
    /// Counts per millilitre.
    CountPerMillilitre,
    /// Metres.
    Metre,
    /// Centimetres.
    Centimetre,
}

/// What kind of thing a unit measures; only units of one kind convert into each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    One,
    Celsius,
    Mass,
    Count,
    Length,
}

impl Unit {
    /// Its kind, and its size as a power of ten of the kind's smallest unit.
    const fn scale(self) -> (Kind, u32) {
        match self {
            Unit::One => (Kind::One, 0),
            Unit::Celsius => (Kind::Celsius, 0),
            Unit::NanogramPerLitre => (Kind::Mass, 0),
            Unit::MicrogramPerLitre | Unit::MilligramPerCubicMetre => (Kind::Mass, 3),
            Unit::MilligramPerLitre => (Kind::Mass, 6),
            Unit::GramPerLitre => (Kind::Mass, 9),
            Unit::CountPerLitre => (Kind::Count, 0),
            Unit::CountPer100Millilitre => (Kind::Count, 1),
            Unit::CountPerMillilitre => (Kind::Count, 3),
            Unit::Centimetre => (Kind::Length, 0),
            Unit::Metre => (Kind::Length, 2),
        }
    }

    /// What a figure in this unit is multiplied by to be one in `to`; `None` where the two do not
    /// measure the same. Exact, since every factor is a power of ten.
    ///
    /// ```
    /// use yaodian_monitoring::water::Unit;
    /// let factor = Unit::MicrogramPerLitre.factor_to(Unit::MilligramPerLitre).unwrap();
    /// assert_eq!(factor.to_string(), "0.001");
    /// assert!(Unit::Metre.factor_to(Unit::Celsius).is_none());
    /// ```
    pub fn factor_to(self, to: Unit) -> Option<Decimal> {
        let ((kind, from), (other, into)) = (self.scale(), to.scale());
        if kind != other {
            return None;
        }
        Some(if from >= into {
            Decimal::from(10_u64.pow(from - into))
        } else {
            Decimal::new(1, into - from)
        })
    }

    /// Reads a unit without blanks and in lower case, as `header` folds it; `None` for anything else.
    pub(super) fn parse(folded: &str) -> Option<Unit> {
        let folded = folded.strip_prefix("单位:").unwrap_or(folded);
        Some(match folded {
            "无量纲" | "量纲一" | "无单位" => Unit::One,
            "℃" | "°c" | "摄氏度" => Unit::Celsius,
            "g/l" => Unit::GramPerLitre,
            "mg/l" | "㎎/l" | "毫克/升" | "mg·l-1" | "mgl-1" | "g/m3" | "g/m³" | "ppm" => Unit::MilligramPerLitre,
            "μg/l" | "㎍/l" | "ug/l" | "微克/升" | "μg·l-1" | "ppb" => Unit::MicrogramPerLitre,
            "ng/l" | "纳克/升" => Unit::NanogramPerLitre,
            "mg/m3" | "mg/m³" | "毫克/立方米" => Unit::MilligramPerCubicMetre,
            "个/l" | "个/升" | "mpn/l" | "cfu/l" => Unit::CountPerLitre,
            "个/100ml" | "mpn/100ml" | "cfu/100ml" => Unit::CountPer100Millilitre,
            "个/ml" | "mpn/ml" | "cfu/ml" => Unit::CountPerMillilitre,
            "m" | "米" => Unit::Metre,
            "cm" | "厘米" => Unit::Centimetre,
            _ => return None,
        })
    }
}
