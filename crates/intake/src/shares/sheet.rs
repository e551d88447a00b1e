//! Shares as they are pasted from a sheet.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Decimal,
    id::UnitId,
    number::{self, NumberError},
    unit::Register,
};

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
        /// What it says; to be held against [`checked`](super::checked).
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use yaodian_domain::unit::{Unit, UnitKind};

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn id(text: &str) -> UnitId {
        UnitId::new(text).unwrap()
    }

    fn register() -> Register {
        let unit = |code: &str, name: &str, alias: &str| Unit {
            id: id(code),
            kind: UnitKind::Bureau,
            name: name.to_owned(),
            full_name: format!("{name}生态环境局"),
            name_en: code.to_owned(),
            aliases: vec![alias.to_owned()],
            tile: None,
            note: None,
        };
        let units = vec![
            unit("420100", "武汉市", "武汉"),
            unit("420200", "黄石市", "黄石"),
            unit("429021", "神农架", "林区"),
        ];
        Register::new(units).unwrap()
    }

    #[test]
    fn rows_are_read_as_they_come_from_a_sheet() {
        let row = |line: &str| pasted(line, &register()).pop().map(|row| (row.name, row.read));
        let share = |unit: &str, goal: &str, inventory: Option<&str>| {
            Ok(Share {
                unit: id(unit),
                goal: dec(goal),
                inventory: inventory.map(dec),
            })
        };
        for (line, name, read) in [
            ("武汉市\t120", "武汉市", share("420100", "120", None)),
            ("1\t武汉\t1,200\t12,480", "武汉", share("420100", "1200", Some("12480"))),
            ("黄石市生态环境局,120", "黄石市生态环境局", share("420200", "120", None)),
            ("黄石,12,480", "黄石", share("420200", "12480", None)),
            ("2，黄石，８０％，120", "黄石", share("420200", "80", Some("120"))),
            ("林区 5", "林区", share("429021", "5", None)),
            ("\"林区\",\"1,005\"", "林区", share("429021", "1005", None)),
            ("武汉市\t", "武汉市", Err(Trouble::NoFigure)),
            ("武汉市", "武汉市", Err(Trouble::NoFigure)),
            ("武汉市\t-3", "武汉市", Err(Trouble::Negative { figure: dec("-3") })),
            ("3\t宜昌市\t7", "宜昌市", Err(Trouble::UnknownUnit)),
            (
                "合计\t750",
                "合计",
                Err(Trouble::Total {
                    figure: Some(dec("750")),
                }),
            ),
        ] {
            assert_eq!(row(line), Some((name.to_owned(), read)), "{line}");
        }
        let bad = row("武汉市\t约20").unwrap().1;
        assert!(
            matches!(bad, Err(Trouble::BadFigure { cell, why: NumberError::Unexpected { found: '约', at: 1 } }) if cell == "约20")
        );
    }

    #[test]
    fn every_row_that_counts_is_told_with_its_line() {
        let text = "序号\t单位\t任务数\n\n1\t武汉市\t120\r\n2\t武汉\t5\n3\t宜昌市\t7\n\t合计\t132\n";
        let rows = pasted(text, &register());
        let lines: Vec<(usize, &str, bool)> = rows
            .iter()
            .map(|row| (row.row, row.name.as_str(), row.read.is_ok()))
            .collect();
        assert_eq!(
            lines,
            [
                (3, "武汉市", true),
                (4, "武汉", false),
                (5, "宜昌市", false),
                (6, "合计", false)
            ]
        );
        assert_eq!(rows[1].read, Err(Trouble::Twice { first: 3 }));
        let told = serde_json::to_string(&rows).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Row>>(&told).unwrap(), rows);
    }

    proptest! {
        #[test]
        fn pasting_never_panics(text in "[\\PC\t\n\r,]{0,60}") {
            let rows = pasted(&text, &register());
            prop_assert!(rows.is_sorted_by(|a, b| a.row < b.row));
        }
    }
}
