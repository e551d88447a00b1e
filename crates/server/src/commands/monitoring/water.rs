//! `yaodian water grade`: a class for every row.

use std::path::PathBuf;

use yaodian_monitoring::water::{
    Table as Columns,
    table::{Column, GradedRow, Remark},
};
use yaodian_words::{Lang, monitoring::water as words};

use super::table::{Added, Format, Table};
use crate::{Outcome, clock::Clock};

/// The columns that are added.
pub(super) const CLASS: &str = "评价类别";
const POLLUTANTS: &str = "主要污染指标";
const REMARKS: &str = "说明";
/// The name in JSON of how a row was graded.
const WHY: &str = "评价依据";
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
#[command(verbatim_doc_comment)]
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
    let table = Table::read(&args.file, &[CLASS, POLLUTANTS, REMARKS])?;
    let graded = grade(&table)?;
    let added: Vec<_> = table
        .rows
        .iter()
        .zip(&graded.rows)
        .map(|(row, graded)| {
            let mut remarks: Vec<String> = Vec::new();
            match row.surplus {
                Some(cells) => remarks.push(words::surplus(Lang::Zh, &cells, &table.heads.len())),
                None => remarks.extend(
                    graded
                        .remarks
                        .iter()
                        .map(|one| words::remark(Lang::Zh, one, &table.heads)),
                ),
            }
            let grade = graded.grade.as_ref();
            let pollutants = grade.map(|grade| grade.pollutants.as_slice()).unwrap_or_default();
            let pollutants: Vec<String> = pollutants.iter().map(ToString::to_string).collect();
            let class = grade.and_then(|grade| grade.class);
            Added {
                cells: vec![
                    class.map_or(UNGRADED, |class| class.sign()).to_owned(),
                    pollutants.join("、"),
                    remarks.join(";"),
                ],
                details: row.surplus.is_none().then_some(graded),
            }
        })
        .collect();
    table.write(args.format, &[CLASS, POLLUTANTS, REMARKS], WHY, &added)?;
    Ok(graded.outcome(&table))
}

/// Grades the rows of a table; says which of its columns cannot be used.
pub(super) fn grade(table: &Table) -> Result<Graded, String> {
    let columns = Columns::read(&table.heads());
    for (column, head) in columns.columns().iter().zip(&table.heads) {
        match column {
            Column::Unusable(why) => table.tell(&format!("{head}: {}", words::unusable(Lang::En, why))),
            Column::Repeated(_) => table.tell(&format!("{head}: {}", words::twice(Lang::En))),
            _ => {}
        }
    }
    if !columns.can_grade() {
        return Err(table.problem(&format!(
            "no column of an item that decides a class. Wanted are heads such as pH(无量纲), 溶解氧(mg/L), \
             高锰酸盐指数(mg/L), 氨氮(mg/L), 总磷(mg/L); found: {}",
            table.heads.join(", ")
        )));
    }
    let rows = columns.grade(&table.sound(), Clock::Running.today());
    let is_refused = |place: &usize| {
        let row = &rows[*place];
        let has_class = row.grade.as_ref().is_some_and(|grade| grade.class.is_some());
        !has_class && (table.rows[*place].surplus.is_some() || row.remarks.iter().any(is_wrong))
    };
    let refused = (0..rows.len()).filter(is_refused).collect();
    Ok(Graded { rows, refused })
}

impl Graded {
    /// «No» where rows have no class because of what is wrong with them, which are told.
    pub(super) fn outcome(&self, table: &Table) -> Outcome {
        if self.refused.is_empty() {
            return Outcome::Done;
        }
        let told: Vec<(usize, String)> = self
            .refused
            .iter()
            .map(|&place| (place, self.why(table, place)))
            .collect();
        table.tell(&format!(
            "{} of {} rows could not be graded",
            told.len(),
            table.rows.len()
        ));
        table.tell_rows(&told);
        Outcome::No
    }

    fn why(&self, table: &Table, place: usize) -> String {
        if let Some(cells) = table.rows[place].surplus {
            return words::surplus(Lang::En, &cells, &table.heads.len());
        }
        let wrong = self.rows[place].remarks.iter().filter(|one| is_wrong(one));
        let told: Vec<String> = wrong.map(|one| words::remark(Lang::En, one, &table.heads)).collect();
        told.join("; ")
    }
}

/// Whether a remark tells of bad data, which can cost a row its class.
fn is_wrong(remark: &Remark) -> bool {
    matches!(
        remark,
        Remark::Refused { .. } | Remark::Future(_) | Remark::BeforeStandard(_)
    )
}
