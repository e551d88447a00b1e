//! 目标分解: a whole divided among units, exactly.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Decimal,
    id::UnitId,
    number::{self, MOST_DECIMALS, NumberError},
    unit::Register,
};

/// `whole` in `n` parts that differ by at most one step of `decimals` decimals and come to it exactly
/// (最大余额法: what is left over after the equal part goes to the first ones, a step each).
///
/// `None` where there is nobody, or the whole is below zero, out of [`number::in_range`], or finer
/// than `decimals`.
pub fn equally(whole: Decimal, n: usize, decimals: u32) -> Option<Vec<Decimal>> {
    divided(whole, decimals, &vec![1; n])
}

/// `whole` in the proportions of last year's figures, in steps of its own decimals (largest
/// remainder; of equal remainders the earlier unit comes first). The parts come to it exactly.
///
/// `None` where the figures come to nothing, one is below zero, or one or the whole is out of range or
/// has more than [`MOST_DECIMALS`] decimals.
pub fn by_last_year(whole: Decimal, last_year: &[(UnitId, Decimal)]) -> Option<Vec<(UnitId, Decimal)>> {
    let weights: Option<Vec<u128>> = last_year
        .iter()
        .map(|(_, figure)| steps(*figure, MOST_DECIMALS))
        .collect();
    let parts = divided(whole, whole.normalize().scale(), &weights?)?;
    Some(last_year.iter().map(|(unit, _)| unit.clone()).zip(parts).collect())
}

/// A figure in whole steps of `decimals` decimals, if it is a number of them.
fn steps(figure: Decimal, decimals: u32) -> Option<u128> {
    if decimals > MOST_DECIMALS || figure < Decimal::ZERO || !number::in_range(figure) {
        return None;
    }
    let figure = figure.normalize();
    let finer = decimals.checked_sub(figure.scale())?;
    figure
        .mantissa()
        .unsigned_abs()
        .checked_mul(10_u128.checked_pow(finer)?)
}

/// The steps of `whole` by the method of the largest remainder.
fn divided(whole: Decimal, decimals: u32, weights: &[u128]) -> Option<Vec<Decimal>> {
    let whole = steps(whole, decimals)?;
    let sum = weights
        .iter()
        .try_fold(0_u128, |sum, weight| sum.checked_add(*weight))?;
    if sum == 0 {
        return None;
    }
    let mut parts = Vec::with_capacity(weights.len());
    let mut left = whole;
    for (at, weight) in weights.iter().enumerate() {
        // Both are at most 10^18, so that the product is far from the limit.
        let scaled = whole.checked_mul(*weight)?;
        left -= scaled / sum;
        parts.push((at, scaled / sum, scaled % sum));
    }
    parts.sort_by(|a, b| b.2.cmp(&a.2).then(a.0.cmp(&b.0)));
    for (_, part, _) in &mut parts {
        let more = left.min(1);
        *part += more;
        left -= more;
    }
    parts.sort_by_key(|(at, ..)| *at);
    parts
        .into_iter()
        .map(|(_, part, _)| Decimal::try_from_i128_with_scale(part.try_into().ok()?, decimals).ok())
        .collect()
}

/// What shares come to, held against a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// Their sum.
    pub total: Decimal,
    /// How much is missing; zero where nothing is.
    pub short: Decimal,
    /// How much is too much; zero where nothing is.
    pub over: Decimal,
}

impl Sum {
    /// Whether the shares come to the whole exactly.
    pub fn holds(&self) -> bool {
        self.short.is_zero() && self.over.is_zero()
    }
}

/// Adds up the shares of what adds up: the goals of a count, or the units' inventories of a share.
/// Levels do not add up; every unit is held to its own.
pub fn checked(whole: Decimal, shares: &[(UnitId, Decimal)]) -> Sum {
    let total = shares
        .iter()
        .fold(Decimal::ZERO, |sum, (_, share)| sum.saturating_add(*share));
    let excess = total.saturating_sub(whole);
    Sum {
        total,
        short: (-excess).max(Decimal::ZERO),
        over: excess.max(Decimal::ZERO),
    }
}

/// A row of a sheet that was pasted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its line, counted from 1, blank ones included.
    pub row: usize,
    /// The unit's name as written; empty where there is none.
    pub name: String,
    /// What it says, or why it is not understood.
    pub read: Result<Share, Trouble>,
}

/// A unit's share as pasted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Whose.
    pub unit: UnitId,
    /// The first figure after the name.
    pub goal: Decimal,
    /// The second one, where there is one: the unit's own inventory.
    pub inventory: Option<Decimal>,
}

/// Why a row is not understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Trouble {
    /// No unit of the register goes by the name.
    UnknownUnit,
    /// There is no figure after the name. A blank is not zero.
    NoFigure,
    /// A figure is none.
    BadFigure {
        /// The cell.
        cell: String,
        /// Why.
        why: NumberError,
    },
    /// A figure is below zero.
    Negative {
        /// The figure.
        figure: Decimal,
    },
    /// The unit has a share already.
    Twice {
        /// In which row.
        first: usize,
    },
    /// 合计: the row adds up the others and is no unit's.
    Total {
        /// What it says; to be held against [`checked`].
        figure: Option<Decimal>,
    },
}

/// How sheets call the row that adds up the others.
const TOTALS: [&str; 6] = ["合计", "总计", "小计", "总数", "全省", "全市"];

/// Reads rows as they are copied from a sheet or typed: a unit's name, then its share, then perhaps
/// its inventory, parted by tabs, commas or spaces. Cells before the name (a row number) do not count.
/// Blank lines are left out, and so is a heading: a first line without unit and without figure.
pub fn pasted(text: &str, register: &Register) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut seen: BTreeMap<UnitId, usize> = BTreeMap::new();
    for (at, line) in text.lines().enumerate() {
        let row = at + 1;
        let cells = cells(line, register);
        if cells.iter().all(String::is_empty) {
            continue;
        }
        let known = cells.iter().position(|cell| unit(register, cell).is_some());
        let named = known.or_else(|| cells.iter().position(|cell| is_name(cell)));
        let name = named.and_then(|at| cells.get(at)).cloned().unwrap_or_default();
        let figures = cells.get(named.map_or(0, |at| at + 1)..).unwrap_or_default();
        let heading = rows.is_empty() && known.is_none() && !cells.iter().any(|cell| number::parse(cell).is_ok());
        if heading {
            continue;
        }
        let mut read = if TOTALS.contains(&name.as_str()) {
            let figure = figures.iter().find_map(|cell| number::parse(cell).ok());
            Err(Trouble::Total { figure })
        } else {
            match unit(register, &name) {
                None => Err(Trouble::UnknownUnit),
                Some(unit) => share(unit, figures),
            }
        };
        if let Ok(share) = &read {
            match seen.get(&share.unit) {
                Some(first) => read = Err(Trouble::Twice { first: *first }),
                None => {
                    seen.insert(share.unit.clone(), row);
                }
            }
        }
        rows.push(Row { row, name, read });
    }
    rows
}

fn share(unit: UnitId, figures: &[String]) -> Result<Share, Trouble> {
    let figure = |cell: &String| match number::parse(cell) {
        Ok(figure) if figure < Decimal::ZERO => Err(Trouble::Negative { figure }),
        Ok(figure) => Ok(figure),
        Err(NumberError::Empty) => Err(Trouble::NoFigure),
        Err(why) => Err(Trouble::BadFigure {
            cell: cell.clone(),
            why,
        }),
    };
    let goal = figure(figures.first().ok_or(Trouble::NoFigure)?)?;
    let inventory = figures.get(1).filter(|cell| !cell.is_empty()).map(figure).transpose()?;
    Ok(Share { unit, goal, inventory })
}

fn unit(register: &Register, name: &str) -> Option<UnitId> {
    register.named(name).map(|unit| unit.id.clone())
}

/// Whether a cell is more than a figure or a row number.
fn is_name(cell: &str) -> bool {
    !cell.is_empty() && number::parse(cell).is_err()
}

/// The cells of a line. Commas part cells where no tab does; those within a figure (`12,480`) are
/// taken for it where all that follows a name is one figure.
fn cells(line: &str, register: &Register) -> Vec<String> {
    let clean = |cell: &str| cell.trim().trim_matches('"').trim().to_owned();
    if line.contains('\t') {
        return line.split('\t').map(clean).collect();
    }
    if let Some((name, rest)) = line.split_once([',', '，']) {
        let rest = clean(rest);
        if number::parse(&rest).is_ok() && number::parse(name).is_err() {
            return vec![clean(name), rest];
        }
        return line.split([',', '，']).map(clean).collect();
    }
    if unit(register, line.trim()).is_some() {
        return vec![clean(line)];
    }
    line.split_whitespace().map(clean).collect()
}
