//! `yaodian water grade`: a class for every row.

use std::path::PathBuf;

use yaodian_monitoring::water::{
    Table as Columns, WaterClass,
    table::{Column, GradedRow, Remark},
};
use yaodian_words::{
    Lang,
    monitoring::{columns, water as words},
};

use super::{
    table::{Format, Table},
    why,
};
use crate::{Outcome, clock::Clock};

/// The columns that are added.
const ADDED: [&str; 3] = [columns::CLASS, columns::POLLUTANTS, columns::REMARKS];
/// What stands for no class.
const UNGRADED: &str = "—";

/// Grades every row of a table by GB 3838-2002 and the assessment method of 2011.
///
/// Columns are found by their heads: 断面名称, 水体类型 (河流 if left out, or 湖库), 监测时间, and items with
/// their units, such as pH(无量纲), 溶解氧(mg/L), 总磷(mg/L). Every column is passed on as it is, 水质类别 among
/// them, which is never read. Added are 评价类别 (Ⅰ to 劣Ⅴ, — where nothing can be graded), 主要污染指标 and 说明.
///
/// A cell that cannot stand is set aside and told in 说明. Exits with 0 when done; with 1 if a row has no
/// class because of what is wrong with it (all rows are written even then); with 2 on wrong input or a
/// wrong call.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The table: CSV in UTF-8 or GB18030, its first row the heads; `-` for the standard input.
    file: PathBuf,
    /// How to write the answer.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
}

/// Rows with their classes.
pub(super) struct Graded {
    pub(super) rows: Vec<GradedRow>,
    /// The places of rows without a class because of what is wrong with them.
    pub(super) refused: Vec<usize>,
}

pub(super) fn run(args: &Args) -> Result<Outcome, String> {
    let table = Table::read(&args.file, &ADDED)?;
    let graded = grade(&table)?;
    let added: Vec<Vec<String>> = (0..table.rows.len()).map(|place| graded.cells(&table, place)).collect();
    let why = |place: usize| {
        let is_read = table.rows[place].surplus.is_none();
        is_read.then(|| why::Water::of(&graded.rows[place], &table.heads))
    };
    table.write(args.format, &ADDED, &added, (columns::WHY, why))?;
    Ok(graded.outcome(&table))
}

/// Grades the rows of a table; says which of its columns cannot be used.
pub(super) fn grade(table: &Table) -> Result<Graded, String> {
    let read = Columns::read(&table.heads());
    for (column, head) in read.columns().iter().zip(&table.heads) {
        match column {
            Column::Unusable(why) => table.tell(&format!("{head}: {}", words::unusable(Lang::En, why))),
            Column::Repeated(_) => table.tell(&format!("{head}: {}", words::twice(Lang::En))),
            _ => {}
        }
    }
    if !read.can_grade() {
        let found = table.heads.join(", ");
        return Err(table.problem(&words::no_item(Lang::En, &found)));
    }
    let rows = read.grade(&table.sound(), Clock::Running.today());
    let is_refused = |place: &usize| {
        let row = &rows[*place];
        let has_class = row.grade.as_ref().is_some_and(|grade| grade.class.is_some());
        !has_class && (table.rows[*place].surplus.is_some() || row.remarks.iter().any(is_wrong))
    };
    let refused = (0..rows.len()).filter(is_refused).collect();
    Ok(Graded { rows, refused })
}

impl Graded {
    /// The cells that are added to a row.
    fn cells(&self, table: &Table, place: usize) -> Vec<String> {
        let row = &self.rows[place];
        let grade = row.grade.as_ref();
        let class = grade.and_then(|grade| grade.class);
        let pollutants = grade.map(|grade| grade.pollutants.as_slice()).unwrap_or_default();
        let pollutants: Vec<String> = pollutants.iter().map(ToString::to_string).collect();
        vec![
            class.map_or(UNGRADED, WaterClass::sign).to_owned(),
            columns::pollutants(&pollutants),
            columns::remarks(&self.remarks(Lang::Zh, table, place, |_| true)),
        ]
    }

    /// What is remarked about a row, as far as it is `wanted`.
    fn remarks(&self, lang: Lang, table: &Table, place: usize, wanted: fn(&Remark) -> bool) -> Vec<String> {
        if let Some(cells) = table.rows[place].surplus {
            return vec![words::surplus(lang, &cells, &table.heads.len())];
        }
        let remarks = self.rows[place].remarks.iter().filter(|one| wanted(one));
        remarks.map(|one| words::remark(lang, one, &table.heads)).collect()
    }

    /// «No» where rows have no class because of what is wrong with them, which are told.
    pub(super) fn outcome(&self, table: &Table) -> Outcome {
        if self.refused.is_empty() {
            return Outcome::Done;
        }
        let told: Vec<(usize, String)> = self
            .refused
            .iter()
            .map(|&place| (place, self.remarks(Lang::En, table, place, is_wrong).join("; ")))
            .collect();
        table.tell(&format!(
            "{} of {} rows could not be graded",
            told.len(),
            table.rows.len()
        ));
        table.tell_rows(&told);
        Outcome::No
    }
}

/// Whether a remark tells of bad data, which can cost a row its class.
fn is_wrong(remark: &Remark) -> bool {
    matches!(
        remark,
        Remark::Refused { .. } | Remark::Future(_) | Remark::BeforeStandard(_)
    )
}
