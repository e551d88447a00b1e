//! Tables of measurements as people keep them: heads recognised, rows graded, odd cells set aside.
//!
//! [`Table::read`] takes the row of heads, [`Table::grade`] all rows below it. No file is read here and
//! no separator known: cells come as text, from whatever held them.
//!
//! ```
//! use yaodian_domain::Date;
//! use yaodian_monitoring::water::{Table, WaterClass};
//!
//! let table = Table::read(&["断面名称", "水体类型", "pH(无量纲)", "高锰酸盐指数(mg/L)", "总磷(mg/L)"]);
//! let rows = [["甲", "河流", "7.66", "6.68", "0.195"], ["乙", "湖库", "7.90", "--", "0.026"]];
//! let graded = table.grade(&rows, Date::constant(2026, 2, 4));
//!
//! let first = graded[0].grade.as_ref().unwrap();
//! assert_eq!(first.class, Some(WaterClass::IV));
//! assert_eq!(first.pollutants[0].to_string(), "高锰酸盐指数(0.1)");
//! assert_eq!(graded[1].grade.as_ref().unwrap().class, Some(WaterClass::III));
//! ```

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    class::Body,
    doubts::Doubt,
    grade::{Grade, Note},
    header::{self, Head, HeadError},
    item::{Group, Item},
    limits::Rules,
    period::Sample,
    reading::{self, Reading, Refusal},
    values::Values,
};
use crate::{
    cell,
    day::{self, Day},
};

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    /// Values of an item.
    Item(Head),
    /// The name of the section.
    Section,
    /// The kind of water.
    Body,
    /// The time of the sample.
    Time,
    /// An item that an earlier column already holds; carried through and not read.
    Repeated(Item),
    /// An item that cannot be used; carried through and not read.
    Unusable(HeadError),
    /// Anything else, an official class among it; carried through and never read for a grade.
    Carried,
}

/// The columns of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    columns: Vec<Column>,
}

/// A row, graded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GradedRow {
    /// The name of the section, where there is one.
    pub section: Option<String>,
    /// What the row says of its day.
    pub day: Day,
    /// Whose limits were used; a river's where the row does not say.
    pub body: Body,
    /// The values that can stand.
    pub values: Values,
    /// Their grade; `None` where the row cannot stand as a whole. A grade without a class is one of a
    /// row in which nothing that counts was measured.
    pub grade: Option<Grade>,
    /// What a reader of the row should know.
    pub remarks: Vec<Remark>,
}

/// Something about a row that its reader should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Remark {
    /// A cell was set aside.
    Refused {
        /// The item.
        item: Item,
        /// The column, counted from 0.
        column: usize,
        /// Why.
        refusal: Refusal,
    },
    /// Something about the grade.
    Grade(Note),
    /// The sample is of a day that has not come: the row is not graded.
    Future(Date),
    /// The sample is of a day before the standard: the row is not graded.
    BeforeStandard(Date),
    /// The time cannot be read; the row is graded by the latest rules.
    UnreadableTime,
    /// The kind of water is not one that is known; it is graded as a river.
    UnknownBody,
    /// Nothing that counts was measured.
    NothingMeasured,
}

impl Table {
    /// Recognises the heads of a table.
    pub fn read(heads: &[&str]) -> Self {
        let mut seen = [false; Item::COUNT];
        let columns = heads
            .iter()
            .map(|text| match header::read(text) {
                Ok(Some(head)) if std::mem::replace(&mut seen[head.item.index()], true) => Column::Repeated(head.item),
                Ok(Some(head)) => Column::Item(head),
                Err(error) => Column::Unusable(error),
                Ok(None) => plain_column(text),
            })
            .collect();
        Self { columns }
    }

    /// What each column holds.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Whether there is a column of any item that decides a class.
    pub fn can_grade(&self) -> bool {
        self.items().any(|(_, head)| head.item.group() == Group::Deciding)
    }

    /// Grades all rows as seen on `today`, each cell held against the rest of its column first.
    pub fn grade<R: AsRef<[S]>, S: AsRef<str>>(&self, rows: &[R], today: Date) -> Vec<GradedRow> {
        let mut doubts = self.doubts(rows);
        doubts.sort_unstable_by_key(|doubt| doubt.row);
        let mut rest = doubts.as_slice();
        rows.iter()
            .enumerate()
            .map(|(place, row)| {
                let (of_row, behind) = rest.split_at(rest.partition_point(|doubt| doubt.row <= place));
                rest = behind;
                self.grade_row(row.as_ref(), of_row, today)
            })
            .collect()
    }

    /// Grades one row as seen on `today`. Cells among `doubts` are set aside; the row of a doubt is not
    /// looked at. A row that is too short lacks its last cells.
    pub fn grade_row<S: AsRef<str>>(&self, row: &[S], doubts: &[Doubt], today: Date) -> GradedRow {
        let mut remarks = Vec::new();
        let text = |wanted: &Column| {
            let place = self.columns.iter().position(|column| column == wanted)?;
            row.get(place).map(|cell| cell.as_ref().trim())
        };
        let body = text(&Column::Body)
            .map_or(Some(Body::River), body_of)
            .unwrap_or_else(|| {
                remarks.push(Remark::UnknownBody);
                Body::River
            });
        let day = text(&Column::Time).map_or(Day::Untold, day::read);
        let standing = match day {
            Day::Known(on) if on > today => Err(Remark::Future(on)),
            Day::Known(on) => Rules::on(on).ok_or(Remark::BeforeStandard(on)),
            Day::Untold | Day::NoYear { .. } => Ok(Rules::LATEST),
            Day::Unreadable => {
                remarks.push(Remark::UnreadableTime);
                Ok(Rules::LATEST)
            }
        };
        let values = self.values(
            row,
            doubts,
            body,
            standing.unwrap_or(Rules::LATEST),
            |column, item, refusal| {
                remarks.push(Remark::Refused { item, column, refusal });
            },
        );
        let grade = match standing {
            Ok(rules) => Some(Grade::of(&values, body, rules)),
            Err(remark) => {
                remarks.push(remark);
                None
            }
        };
        if let Some(grade) = &grade {
            remarks.extend(grade.notes().into_iter().map(Remark::Grade));
            if grade.class.is_none() {
                remarks.push(Remark::NothingMeasured);
            }
        }
        GradedRow {
            section: text(&Column::Section)
                .filter(|name| !name.is_empty())
                .map(str::to_owned),
            day,
            body,
            values,
            grade,
            remarks,
        }
    }

    /// The values of one row that can stand, of a section whose kind and rules are known; what cannot is
    /// handed to `refuse` with its column. Cells among `doubts` are set aside.
    pub fn values<S: AsRef<str>>(
        &self,
        row: &[S],
        doubts: &[Doubt],
        body: Body,
        rules: Rules,
        mut refuse: impl FnMut(usize, Item, Refusal),
    ) -> Values {
        let mut values = Values::new();
        for (column, head) in self.items() {
            let Some(cell) = row.get(column) else { continue };
            let doubt = doubts.iter().find(|doubt| doubt.column == column);
            let reading = match doubt {
                Some(doubt) => Reading::Refused(doubt.refusal),
                None => reading::read(cell.as_ref(), head.item, head.unit, body, rules),
            };
            match reading {
                Reading::Missing => {}
                Reading::Value(value) => values.set(head.item, value),
                Reading::Refused(refusal) => refuse(column, head.item, refusal),
            }
        }
        values
    }

    /// The columns of items.
    pub(super) fn items(&self) -> impl Iterator<Item = (usize, Head)> {
        self.columns
            .iter()
            .enumerate()
            .filter_map(|(place, column)| match column {
                Column::Item(head) => Some((place, *head)),
                _ => None,
            })
    }
}

impl GradedRow {
    /// The row as a sample of a period; `None` where its day is not known or it was not graded.
    pub fn sample(&self) -> Option<Sample> {
        let Day::Known(on) = self.day else { return None };
        self.grade.as_ref()?;
        let refused = self.remarks.iter().filter_map(|remark| match remark {
            Remark::Refused { item, refusal, .. } => Some((*item, *refusal)),
            _ => None,
        });
        Some(Sample {
            on,
            values: self.values.clone(),
            refused: refused.collect(),
        })
    }
}

/// Columns that are recognised by their head and hold no item.
fn plain_column(text: &str) -> Column {
    match text.trim().trim_start_matches('\u{FEFF}') {
        "断面名称" | "断面" | "点位名称" | "点位" | "站点名称" | "水源地名称" => Column::Section,
        "水体类型" | "断面类型" => Column::Body,
        "监测时间" | "采样时间" | "监测日期" | "采样日期" => Column::Time,
        _ => Column::Carried,
    }
}

/// The kind of water in a cell; a river where the cell is empty.
fn body_of(text: &str) -> Option<Body> {
    match text {
        "河流" | "河" | "河流型水库" | "河流型" => Some(Body::River),
        "湖库" | "湖、库" | "湖泊" | "湖" | "水库" | "库" | "湖泊水库" | "湖(库)" | "湖（库）" | "湖库型" => {
            Some(Body::Lake)
        }
        _ if cell::is_missing(text) => Some(Body::River),
        _ => None,
    }
}
