//! The columns of a table of figures, by the names that a header may give them.

use super::{At, RowProblem, Wrong};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Target,
    Unit,
    From,
    To,
    KnownOn,
    Value,
    Done,
    Of,
    Step,
    Words,
    Change,
    Samples,
    WithdrawnOn,
    Source,
}

/// Each column with its names, the one in messages first.
const NAMES: [(Column, &[&str]); 14] = [
    (Column::Target, &["target", "目标", "目标编号", "目标名称"]),
    (Column::Unit, &["unit", "单位", "填报单位"]),
    (Column::From, &["from", "起", "起始日", "开始日期"]),
    (Column::To, &["to", "止", "截止日", "结束日期"]),
    (Column::KnownOn, &["known_on", "知晓日", "获知日", "知晓日期"]),
    (Column::Value, &["value", "数值", "数"]),
    (Column::Done, &["done", "完成数", "已完成"]),
    (Column::Of, &["of", "总数"]),
    (Column::Step, &["step", "进度"]),
    (Column::Words, &["words", "文字", "说明"]),
    (Column::Change, &["change", "同比"]),
    (Column::Samples, &["samples", "样本数"]),
    (Column::WithdrawnOn, &["withdrawn_on", "撤回日", "撤回日期"]),
    (Column::Source, &["source", "来源"]),
];

/// Columns that every table has.
const NEEDED: [Column; 4] = [Column::Target, Column::From, Column::To, Column::KnownOn];
/// Columns of which a row fills one.
pub(super) const FIGURES: [Column; 4] = [Column::Value, Column::Done, Column::Step, Column::Words];

/// The English name with the Chinese one: `value/数值`.
fn called(column: Column) -> String {
    let names = NAMES
        .iter()
        .find(|(other, _)| *other == column)
        .map(|(_, names)| *names);
    names
        .unwrap_or_default()
        .iter()
        .take(2)
        .copied()
        .collect::<Vec<_>>()
        .join("/")
}

/// The header of a table.
pub(super) struct Header {
    /// What each column holds; `None` where nobody knows.
    columns: Vec<Option<Column>>,
    /// As the header calls them.
    names: Vec<String>,
}

impl Header {
    /// Reads the cells of the first row and reports what is wrong with them.
    pub fn read<'c>(cells: impl Iterator<Item = &'c str>, problems: &mut Vec<RowProblem>) -> Self {
        let mut header = Self {
            columns: Vec::new(),
            names: Vec::new(),
        };
        for cell in cells {
            let name = cell.trim();
            let plain: String = name
                .chars()
                .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'))
                .flat_map(char::to_lowercase)
                .collect();
            let is_called = |names: &[&str]| names.iter().any(|name| name.replace('_', "") == plain);
            let column = NAMES
                .iter()
                .find(|(_, names)| is_called(names))
                .map(|(column, _)| *column);
            let wrong = match column {
                // A column without a name is one that a spreadsheet left over; what stands in it
                // is reported row by row.
                None if name.is_empty() => None,
                None => Some(Wrong::UnknownColumn {
                    known: NAMES.map(|(column, _)| called(column)).join(", "),
                }),
                Some(column) => header.place(column).map(|other| Wrong::ColumnTwice {
                    other: header.name(other).to_owned(),
                }),
            };
            header.columns.push(column);
            header.names.push(name.to_owned());
            problems.extend(wrong.map(|wrong| RowProblem {
                at: At::Row {
                    number: 1,
                    column: name.to_owned(),
                },
                wrong,
            }));
        }
        let mut missing = |names: String| {
            problems.push(RowProblem {
                at: At::Row {
                    number: 1,
                    column: String::new(),
                },
                wrong: Wrong::ColumnMissing { names },
            });
        };
        for column in NEEDED {
            if header.place(column).is_none() {
                missing(called(column));
            }
        }
        if FIGURES.iter().all(|column| header.place(*column).is_none()) {
            missing(FIGURES.map(called).join(", "));
        }
        header
    }

    /// How many columns there are.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Which of the columns holds `column`.
    pub fn place(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|other| *other == Some(column))
    }

    /// The column at `place`, as the header calls it.
    pub fn name(&self, place: usize) -> &str {
        self.names.get(place).map_or("", String::as_str)
    }

    /// `column` as the header calls it, or by its own name where the header has none.
    pub fn name_of(&self, column: Column) -> String {
        self.place(column)
            .map_or_else(|| called(column), |place| self.name(place).to_owned())
    }

    /// The columns without a name.
    pub fn nameless(&self) -> impl Iterator<Item = usize> {
        self.names
            .iter()
            .enumerate()
            .filter(|(_, name)| name.is_empty())
            .map(|(place, _)| place)
    }
}
