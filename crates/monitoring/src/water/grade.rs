//! The class of a set of values, item by item, and why.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use yaodian_domain::number;

use super::{
    class::{Body, Quality, WaterClass},
    item::{Group, Item},
    limits::{Limit, Limits, Rules},
    pollutants::{self, MainPollutant},
    rule::Rule,
    values::{Value, Values},
};

/// The class of a sample, or of the means of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grade {
    /// The class: that of the worst of the 21 items; `None` where none of them was measured.
    pub class: Option<WaterClass>,
    /// Those of the 21 that were measured, in the order of the table.
    pub items: Vec<ItemGrade>,
    /// Total nitrogen of standing water and faecal coliforms, which decide nothing ([`Rule::Apart`]).
    pub apart: Vec<ItemGrade>,
    /// The main pollution indicators: at most three, none where the class is Ⅲ or better.
    pub pollutants: Vec<MainPollutant>,
    /// Whose limits were used.
    pub body: Body,
    /// By which edition.
    pub rules: Rules,
}

/// The class of one item, and the limits that it was held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemGrade {
    /// The item.
    pub item: Item,
    /// Its value.
    pub value: Value,
    /// Its class.
    pub class: WaterClass,
    /// The limit of that class, which the value keeps; `None` for 劣Ⅴ.
    pub kept: Option<Limit>,
    /// The limit of the next better class, which the value fails; `None` for the best.
    pub failed: Option<Limit>,
    /// The rule that the limits are of; [`Rule::source`] names document and clause.
    pub rule: Rule,
}

/// Something about a grade that its reader should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Note {
    /// The item decides the class and lies exactly on the limit of it: a publisher who keeps more
    /// digits than he shows may have found the next worse class.
    OnLimit {
        /// The item.
        item: Item,
        /// The limit.
        limit: Limit,
    },
    /// The item decides the class though nothing was found of it: half of its limit of detection is
    /// already worse than Ⅰ, so the method is too coarse to tell.
    CoarseDetection {
        /// The item.
        item: Item,
    },
    /// Some of the value stands for «not found» without a limit of detection.
    UntoldDetection {
        /// The item.
        item: Item,
    },
}

impl ItemGrade {
    /// Grades one value; `None` where the standard has no class for it.
    #[inline]
    pub fn of(item: Item, value: Value, body: Body, rules: Rules) -> Option<Self> {
        let limits = rules.limits(item, body)?;
        let amount = value.settled();
        let class = limits.class_of(amount)?;
        let kept = limits.of(class);
        // The best class whose limit is kept: so the limit of the class before it is not.
        let failed = class.better().and_then(|better| limits.of(better));
        Some(Self {
            item,
            value,
            class,
            kept,
            failed,
            rule: match (limits, class) {
                (Limits::Within { .. }, WaterClass::InferiorV) => Rule::PhOutside,
                _ => limits.rule(),
            },
        })
    }

    /// The value as it is written: to one decimal more than its limits have, and to as many more as it
    /// takes to lie on the same side of them as the value does. 6.04 mg/L, which is not within 6, is never
    /// written as 6.0.
    pub fn shown(&self) -> Decimal {
        let value = self.value.settled();
        let limits = || self.kept.into_iter().chain(self.failed);
        let decimals = limits().map(Limit::decimals).max().unwrap_or(0) + 1;
        let same = |rounded: &Decimal| limits().all(|limit| limit.holds(*rounded) == limit.holds(value));
        (decimals..decimals + 6)
            .map(|decimals| number::round(value, decimals))
            .find(same)
            .unwrap_or(value)
    }

    /// Whether it is worse than Ⅲ.
    pub fn exceeds(&self) -> bool {
        !self.class.is_good()
    }

    /// How many times over the limit of Ⅲ; `None` where it is not, or where no multiple is told.
    pub fn times_over(&self, body: Body, rules: Rules) -> Option<Decimal> {
        if !self.item.has_multiple() {
            return None;
        }
        rules
            .limits(self.item, body)?
            .of(WaterClass::III)?
            .times_over(self.value.settled())
    }
}

impl Grade {
    /// Grades a set of values ([`Rule::WorstItem`]). A missing item is left out, never taken as good or bad.
    pub fn of(values: &Values, body: Body, rules: Rules) -> Self {
        let (mut items, mut apart) = (Vec::with_capacity(21), Vec::new());
        for (item, value) in values.iter() {
            let into = match item.group() {
                Group::Deciding => &mut items,
                Group::Apart => &mut apart,
                Group::Ungraded | Group::Supplementary | Group::Trophic => continue,
            };
            into.extend(ItemGrade::of(item, value, body, rules));
        }
        let class = items.iter().map(|graded| graded.class).max();
        let pollutants = pollutants::of_section(&items, body, rules);
        Self {
            class,
            items,
            apart,
            pollutants,
            body,
            rules,
        }
    }

    /// The word of quality; `None` where nothing was graded.
    pub fn quality(&self) -> Option<Quality> {
        self.class.map(WaterClass::quality)
    }

    /// The items that decide the class: all that share the worst.
    pub fn deciding(&self) -> impl Iterator<Item = &ItemGrade> {
        self.items.iter().filter(|graded| Some(graded.class) == self.class)
    }

    /// The items worse than Ⅲ.
    pub fn exceeding(&self) -> impl Iterator<Item = &ItemGrade> {
        self.items.iter().filter(|graded| graded.exceeds())
    }

    /// What the reader of the grade should know.
    pub fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        for graded in self.deciding() {
            let on = graded.kept.filter(|limit| limit.touches(graded.value.settled()));
            if let Some(limit) = on {
                notes.push(Note::OnLimit {
                    item: graded.item,
                    limit,
                });
            }
            if graded.class > WaterClass::I && graded.value.is_undetected() {
                notes.push(Note::CoarseDetection { item: graded.item });
            }
        }
        let untold = self.items.iter().chain(&self.apart);
        notes.extend(
            untold
                .filter(|graded| graded.value.has_untold_limit())
                .map(|graded| Note::UntoldDetection { item: graded.item }),
        );
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_written_on_the_side_of_the_limit_where_it_is() {
        let shown = |item, value: &str| {
            let value = Value::found(value.parse().expect("a number"));
            let graded = ItemGrade::of(item, value, Body::River, Rules::LATEST).expect("it has limits");
            graded.shown().to_string()
        };
        assert_eq!(shown(Item::Permanganate, "5.837"), "5.8");
        assert_eq!(shown(Item::Permanganate, "6.04"), "6.04");
        assert_eq!(shown(Item::Permanganate, "6.0001"), "6.0001");
        assert_eq!(shown(Item::Permanganate, "5.99"), "6.0", "within six, as six is");
        assert_eq!(shown(Item::TotalPhosphorus, "0.20833333"), "0.208");
        assert_eq!(shown(Item::DissolvedOxygen, "4.996"), "4.996");
        assert_eq!(shown(Item::Ph, "7.86"), "7.9");
    }
}
