//! `yaodian monitoring ratios`: how many rows are of which class, and their shares.

use std::path::PathBuf;

use clap::ValueEnum;
use serde::{Serialize, Serializer};
use yaodian_domain::{Decimal, number};
use yaodian_monitoring::{
    air::Grade,
    cell::{self, Cell},
    water::{Shares, WaterClass},
};
use yaodian_words::monitoring::columns;

use super::{air, table::Table, water, why};
use crate::{Outcome, say};

/// The official index, where it was not computed here.
const OFFICIAL_AQI: &str = "aqi";

/// Counts the rows of a table by class of water or by air quality index, and tells their shares as JSON.
///
/// By class: of the column 评价类别, else of 水质类别, else of what the rows are graded here (see `yaodian water
/// grade`). By aqi: of the column calc_aqi, else of aqi. Shares are in percent of the rows that have a class or
/// an index (n), rounded half to even to one decimal, as they are published.
///
/// Exits with 0 when done; with 1 if a class or an index cannot be read (those rows are in no share and are
/// told); with 2 on wrong input or a wrong call.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The table: CSV in UTF-8 or GB18030, its first row the heads; `-` for the standard input.
    file: PathBuf,
    /// What to count by.
    #[arg(long, value_enum)]
    by: By,
    /// Only rows that have this very text in the column of sets: the first of 集, 类型, 流域, 省份, 城市 …, else
    /// of any column, that has it at all. The answer says which.
    #[arg(long, value_name = "NAME")]
    set: Option<String>,
}

#[derive(Clone, Copy, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum By {
    /// Class of surface water.
    Class,
    /// Air quality index.
    Aqi,
}

#[derive(Serialize)]
struct Answer<'a> {
    by: By,
    /// The column that was counted; none where the rows were graded here.
    column: Option<&'a str>,
    set: Option<Set<'a>>,
    /// The rows that have a class or an index: the whole of every share.
    n: u32,
    /// Those that have none.
    ungraded: u32,
    /// The rows, numbered as in a sheet, whose class or index cannot be read.
    unreadable: Vec<usize>,
    /// What is published.
    classes: Counts,
    /// Each class or grade by itself.
    each: Counts,
}

#[derive(Clone, Copy, Serialize)]
struct Set<'a> {
    name: &'a str,
    column: &'a str,
}

/// Shares by name, in their order.
struct Counts(Vec<(String, Share)>);

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, share)| (name, share)))
    }
}

/// A part of the whole.
#[derive(Serialize)]
struct Share {
    n: u32,
    /// In percent; none of nothing.
    share: Option<String>,
}

impl Share {
    fn of(n: u32, share: Option<Decimal>) -> Self {
        Self {
            n,
            share: share.map(|share| share.to_string()),
        }
    }
}

/// What the cells of a column say: a value, nothing, or something that cannot be read.
type Told<T> = Result<Option<T>, ()>;

pub(super) fn run(args: &Args) -> Result<Outcome, String> {
    let table = Table::read(&args.file, &[])?;
    let first = |names: &[&'static str]| {
        let found = |name: &&'static str| table.column(name).map(|column| (*name, column));
        names.iter().find_map(found)
    };
    let answer = match args.by {
        By::Class => {
            let counted = first(&[columns::CLASS, columns::OFFICIAL_CLASS]);
            let (set, places) = those(&table, args.set.as_deref(), counted.map(|(_, column)| column))?;
            let told: Vec<Told<WaterClass>> = match counted {
                Some((_, column)) => told(&table, &places, column, class),
                None => graded(&table, &places)?,
            };
            by_class(&told).answer(args.by, counted.map(|(name, _)| name), set, &table, &places, &told)
        }
        By::Aqi => {
            let Some((name, column)) = first(&[air::AQI, OFFICIAL_AQI]) else {
                return Err(table.problem(&format!(
                    "no column {} or {OFFICIAL_AQI}; `yaodian air aqi` computes the first. Found: {}",
                    air::AQI,
                    table.heads.join(", ")
                )));
            };
            let (set, places) = those(&table, args.set.as_deref(), Some(column))?;
            let told = told(&table, &places, column, grade);
            by_grade(&told).answer(args.by, Some(name), set, &table, &places, &told)
        }
    };
    let json = serde_json::to_string_pretty(&answer).map_err(|error| error.to_string())?;
    say::all(&(json + "\n"))?;
    if answer.unreadable.is_empty() {
        return Ok(Outcome::Done);
    }
    table.tell(&format!(
        "rows in no share, since what they tell cannot be used: {}; see «unreadable»",
        answer.unreadable.len()
    ));
    Ok(Outcome::No)
}

/// The rows of a set, by their places; all where none is asked for. The column that is counted names no
/// set.
fn those<'a>(
    table: &'a Table,
    name: Option<&'a str>,
    counted: Option<usize>,
) -> Result<(Option<Set<'a>>, Vec<usize>), String> {
    let Some(name) = name else {
        return Ok((None, (0..table.rows.len()).collect()));
    };
    let is_in = |place: &usize, column: usize| {
        let cell = table.rows[*place].cells.get(column);
        cell.is_some_and(|cell| cell.trim() == name.trim())
    };
    let of = |column: usize| -> Vec<usize> { (0..table.rows.len()).filter(|place| is_in(place, column)).collect() };
    // Any other column comes after those that name sets.
    let usual = columns::SETS.iter().filter_map(|head| table.column(head));
    let found = usual
        .chain(0..table.heads.len())
        .filter(|column| Some(*column) != counted)
        .map(|column| (column, of(column)))
        .find(|(_, places)| !places.is_empty());
    let Some((column, places)) = found else {
        return Err(table.problem(&format!(
            "no column holds {name:?}. Columns: {}",
            table.heads.join(", ")
        )));
    };
    let column = table.heads[column].as_str();
    Ok((Some(Set { name, column }), places))
}

fn told<T>(table: &Table, places: &[usize], column: usize, read: fn(&str) -> Told<T>) -> Vec<Told<T>> {
    let cell = |place: &usize| {
        let row = &table.rows[*place];
        // What stands under a head in a row that may be shifted says nothing.
        if row.surplus.is_some() {
            return Err(());
        }
        read(&row.cells[column])
    };
    places.iter().map(cell).collect()
}

fn class(cell: &str) -> Told<WaterClass> {
    match WaterClass::parse(cell) {
        Some(class) => Ok(Some(class)),
        None if cell::is_missing(cell) => Ok(None),
        None => Err(()),
    }
}

/// The grade of an index: a whole number up to 500, where the index ends.
fn grade(cell: &str) -> Told<Grade> {
    match cell::read(cell) {
        Ok(Cell::Missing) => Ok(None),
        Ok(Cell::Figure(index)) if index.is_integer() => match u16::try_from(index) {
            Ok(index @ 0..=500) => Ok(Some(Grade::of(index))),
            _ => Err(()),
        },
        _ => Err(()),
    }
}

/// The classes of rows that are graded here, each held against the whole table.
fn graded(table: &Table, places: &[usize]) -> Result<Vec<Told<WaterClass>>, String> {
    let graded = water::grade(table)?;
    let of = |place: &usize| {
        if graded.refused.contains(place) {
            return Err(());
        }
        Ok(graded.rows[*place].grade.as_ref().and_then(|grade| grade.class))
    };
    Ok(places.iter().map(of).collect())
}

/// What was counted, before the rest is said.
struct Counted {
    n: u32,
    classes: Counts,
    each: Counts,
}

impl Counted {
    fn answer<'a, T>(
        self,
        by: By,
        column: Option<&'a str>,
        set: Option<Set<'a>>,
        table: &Table,
        places: &[usize],
        told: &[Told<T>],
    ) -> Answer<'a> {
        let unreadable = places.iter().zip(told).filter(|(_, told)| told.is_err());
        let unreadable: Vec<usize> = unreadable.map(|(place, _)| *place).collect();
        Answer {
            by,
            column,
            set,
            n: self.n,
            ungraded: u32::try_from(told.iter().filter(|told| matches!(told, Ok(None))).count()).unwrap_or(u32::MAX),
            unreadable: table.numbers(&unreadable),
            classes: self.classes,
            each: self.each,
        }
    }
}

fn by_class(told: &[Told<WaterClass>]) -> Counted {
    let shares: Shares = told.iter().filter_map(|told| *told.as_ref().ok()?).collect();
    let one = |class: WaterClass| (why::code(&class), Share::of(shares.count(class), shares.share(class)));
    let good = ("I-III".to_owned(), Share::of(shares.good(), shares.good_share()));
    let others = [WaterClass::IV, WaterClass::V, WaterClass::InferiorV];
    Counted {
        n: shares.graded(),
        classes: Counts(std::iter::once(good).chain(others.map(one)).collect()),
        each: Counts(WaterClass::ALL.map(one).into()),
    }
}

fn by_grade(told: &[Told<Grade>]) -> Counted {
    let count = |those: &dyn Fn(Grade) -> bool| {
        let counts = told
            .iter()
            .filter(|told| matches!(told, Ok(Some(grade)) if those(*grade)));
        u32::try_from(counts.count()).unwrap_or(u32::MAX)
    };
    let n = count(&|_| true);
    let share = |those: &dyn Fn(Grade) -> bool| {
        let part = count(those);
        Share::of(part, number::percent(part.into(), n.into(), 1))
    };
    let one = |grade: Grade| (grade_key(grade).to_owned(), share(&|other| other == grade));
    Counted {
        n,
        classes: Counts(vec![
            ("good".to_owned(), share(&Grade::is_good)),
            ("heavy".to_owned(), share(&Grade::is_heavy)),
        ]),
        each: Counts(Grade::ALL.map(one).into()),
    }
}

/// A grade as keys name it: by the index that it covers.
fn grade_key(grade: Grade) -> &'static str {
    match grade {
        Grade::Excellent => "0-50",
        Grade::Good => "51-100",
        Grade::Light => "101-150",
        Grade::Moderate => "151-200",
        Grade::Heavy => "201-300",
        Grade::Severe => "above-300",
    }
}
