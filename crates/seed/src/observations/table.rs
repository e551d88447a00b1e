//! A table of figures, row by row.

use std::{collections::BTreeMap, sync::Arc};

use csv::StringRecord;
use yaodian_domain::{
    Date, Decimal,
    id::{TargetId, UnitId},
    observation::{Figure, Observation, Provenance, Source},
    plan::Plan,
    target::{Promise, Reference, Target},
    time::DaySpan,
};

use super::{
    At, Given, RowProblem, Wrong, cells,
    columns::{Column, FIGURES, Header},
    fits, reports, text,
};

/// Reads a table; `name` is the file's, for rows that give no source.
pub fn from_csv(bytes: &[u8], name: &str, plan: &Plan) -> Result<Given, Vec<RowProblem>> {
    let text = text(bytes)?;
    if let Some(line) = open_quote(text) {
        return Err(vec![RowProblem::whole(Wrong::QuoteOpen { line })]);
    }
    let mut rows = rows(text)?.into_iter();
    let Some((_, first)) = rows.next() else {
        return Err(vec![RowProblem::whole(Wrong::NoHeader)]);
    };
    let mut problems = Vec::new();
    let header = Header::read(first.iter(), &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut given = Given::default();
    let mut said = BTreeMap::new();
    for (number, record) in rows {
        let mut row = Row {
            number,
            record: &record,
            header: &header,
            plan,
            problems: &mut problems,
        };
        match row.read(name) {
            Some(Read::Nothing) => given.without_figure.push(number),
            Some(Read::Observed(target, observation)) => {
                if let Some(row) = contradicted(&mut said, number, &target, &observation) {
                    let wrong = Wrong::Contradicts { row };
                    problems.push(RowProblem {
                        at: At::Row {
                            number,
                            column: String::new(),
                        },
                        wrong,
                    });
                }
                given.observations.push((target, observation));
            }
            None => {}
        }
    }
    if problems.is_empty() { Ok(given) } else { Err(problems) }
}

/// The line on which a quotation mark is opened that is never closed: it would swallow all rows
/// that follow.
fn open_quote(text: &str) -> Option<usize> {
    let (mut line, mut open) = (1, None);
    for byte in text.bytes() {
        match (byte, open) {
            (b'\n', _) => line += 1,
            (b'"', None) => open = Some(line),
            (b'"', Some(_)) => open = None,
            _ => {}
        }
    }
    open
}

/// The rows with their numbers as a spreadsheet counts them; those that are wholly blank are left
/// out.
fn rows(text: &str) -> Result<Vec<(usize, StringRecord)>, Vec<RowProblem>> {
    // All lines end alike, the last one too, so that they can be counted.
    let closed = text.replace("\r\n", "\n").replace('\r', "\n") + "\n";
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(closed.as_bytes());
    let mut rows = Vec::new();
    let (mut number, mut line) = (0, 1);
    loop {
        let mut record = StringRecord::new();
        let more = reader.read_record(&mut record).map_err(|error| {
            let message = error.to_string();
            vec![RowProblem::whole(Wrong::Unreadable { message })]
        })?;
        if !more {
            return Ok(rows);
        }
        // The reader passes over blank lines; a spreadsheet counts them as rows, and several
        // lines of one cell as one.
        let now = reader.position().line();
        let within: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
        let lines = usize::try_from(now.saturating_sub(line)).unwrap_or_default();
        number += lines.saturating_sub(within).max(1);
        line = now;
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push((number, record));
        }
    }
}

type Said = BTreeMap<(TargetId, Option<UnitId>, DaySpan, Date), (usize, Observation)>;

/// The row that says otherwise about the same thing; words may differ.
fn contradicted(said: &mut Said, row: usize, target: &TargetId, o: &Observation) -> Option<usize> {
    if matches!(o.figure, Figure::Words { .. }) {
        return None;
    }
    let key = (target.clone(), o.unit.clone(), o.span, o.known_on);
    let (before, other) = said.entry(key).or_insert_with(|| (row, o.clone()));
    let same = other.figure == o.figure
        && other.change_on_last_year == o.change_on_last_year
        && other.samples == o.samples
        && other.withdrawn_on == o.withdrawn_on;
    (!same).then_some(*before)
}

/// What a row came to.
enum Read {
    /// It holds no figure.
    Nothing,
    Observed(TargetId, Observation),
}

/// A row under the header.
struct Row<'a> {
    number: usize,
    record: &'a StringRecord,
    header: &'a Header,
    plan: &'a Plan,
    problems: &'a mut Vec<RowProblem>,
}

impl<'a> Row<'a> {
    fn report(&mut self, column: String, wrong: Wrong) {
        self.problems.push(RowProblem {
            at: At::Row {
                number: self.number,
                column,
            },
            wrong,
        });
    }

    /// What stands in a column; `None` where it is blank or there is no such column.
    fn cell(&self, column: Column) -> Option<&'a str> {
        let cell = self.record.get(self.header.place(column)?)?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    /// What a cell means, if anything stands there; reported where it means nothing.
    fn take<T>(&mut self, column: Column, read: impl FnOnce(&'a str) -> Result<T, Wrong>) -> Option<T> {
        match read(self.cell(column)?) {
            Ok(value) => Some(value),
            Err(wrong) => {
                self.report(self.header.name_of(column), wrong);
                None
            }
        }
    }

    /// Like [`Row::take`], and must not be blank.
    fn must<T>(&mut self, column: Column, read: impl FnOnce(&'a str) -> Result<T, Wrong>) -> Option<T> {
        if self.cell(column).is_none() {
            self.report(self.header.name_of(column), Wrong::Blank);
        }
        self.take(column, read)
    }

    /// Reads the row; `None` where something was reported.
    fn read(&mut self, file: &str) -> Option<Read> {
        let before = self.problems.len();
        let (found, wanted) = (self.record.len(), self.header.len());
        if found != wanted {
            // Which cell belongs to which column is anybody's guess.
            self.report(String::new(), Wrong::Cells { found, wanted });
            return None;
        }
        for place in self.header.nameless() {
            if self.record.get(place).is_some_and(|cell| !cell.trim().is_empty()) {
                let wrong = Wrong::UnknownColumn {
                    known: "those that have a name in the first row".to_owned(),
                };
                self.report(format!("column {}", place + 1), wrong);
            }
        }
        let plan = self.plan;
        let observed = FIGURES.iter().any(|column| self.cell(*column).is_some());
        // A row without a figure may be blank elsewhere; what does stand there is read all the same.
        let target = if observed || self.cell(Column::Target).is_some() {
            self.must(Column::Target, |cell| target_called(plan, cell))
        } else {
            None
        };
        let unit = self.take(Column::Unit, |cell| unit_called(plan, target, cell));
        let (from, to, known_on) = if observed {
            (
                self.must(Column::From, cells::first_day),
                self.must(Column::To, cells::last_day),
                self.must(Column::KnownOn, cells::one_day),
            )
        } else {
            (
                self.take(Column::From, cells::first_day),
                self.take(Column::To, cells::last_day),
                self.take(Column::KnownOn, cells::one_day),
            )
        };
        let span = self.span(from, to);
        let withdrawn_on = self.take(Column::WithdrawnOn, cells::one_day);
        self.in_order(from, known_on, withdrawn_on);
        let figure = self.figure(target);
        let change = self.take(Column::Change, |cell| cells::figure(cell, false));
        let samples = self.take(Column::Samples, cells::samples);
        if self.problems.len() > before {
            return None;
        }
        let Some(figure) = figure else {
            return Some(Read::Nothing);
        };
        let (target, span, known_on) = (target?, span?, known_on?);
        let source = Source {
            title: self.cell(Column::Source).unwrap_or(file).to_owned(),
            published_on: known_on,
            url: None,
        };
        let observation = Observation {
            unit,
            span,
            known_on,
            figure,
            change_on_last_year: change,
            samples,
            withdrawn_on,
            provenance: Provenance::Published {
                source: Arc::new(source),
            },
        };
        if let Err(wrong) = fits(target, &observation) {
            let filled = FIGURES.into_iter().find(|column| self.cell(*column).is_some());
            let column = filled.map(|column| self.header.name_of(column)).unwrap_or_default();
            self.report(column, wrong);
            return None;
        }
        Some(Read::Observed(target.id.clone(), observation))
    }

    fn span(&mut self, from: Option<Date>, to: Option<Date>) -> Option<DaySpan> {
        let (from, to) = (from?, to?);
        let span = DaySpan::new(from, to).ok();
        if span.is_none() {
            self.report(self.header.name_of(Column::To), Wrong::EndsTooEarly { from, to });
        }
        span
    }

    fn in_order(&mut self, from: Option<Date>, known_on: Option<Date>, withdrawn_on: Option<Date>) {
        let Some(known_on) = known_on else { return };
        if let Some(from) = from
            && known_on < from
        {
            let wrong = Wrong::KnownTooEarly { known_on, from };
            self.report(self.header.name_of(Column::KnownOn), wrong);
        }
        if let Some(withdrawn_on) = withdrawn_on
            && withdrawn_on <= known_on
        {
            let wrong = Wrong::WithdrawnTooEarly { withdrawn_on, known_on };
            self.report(self.header.name_of(Column::WithdrawnOn), wrong);
        }
    }

    /// The row's figure, if it holds one.
    fn figure(&mut self, target: Option<&Target>) -> Option<Figure> {
        let mut filled: Vec<Column> = FIGURES
            .into_iter()
            .filter(|column| self.cell(*column).is_some())
            .collect();
        // How many there are says nothing without how many are done.
        if self.cell(Column::Of).is_some() && !filled.is_empty() && !filled.contains(&Column::Done) {
            filled.push(Column::Of);
        }
        if filled.len() > 1 {
            let columns: Vec<String> = filled.iter().map(|column| self.header.name_of(*column)).collect();
            let columns = columns.join(", ");
            self.report(String::new(), Wrong::ManyFigures { columns });
        }
        // Where the target is not known, nobody can say whether a percentage belongs there.
        let percent = target.is_none_or(in_percent);
        let count = |cell: &str| -> Result<Decimal, Wrong> { cells::figure(cell, false) };
        let value = self.take(Column::Value, |cell| cells::figure(cell, percent));
        let (done, of) = (self.take(Column::Done, count), self.take(Column::Of, count));
        let step = self.take(Column::Step, cells::step);
        let words = self.cell(Column::Words);
        let value = value.map(|value| Figure::Amount { value });
        let counts = done.map(|done| Figure::Counts { done, of });
        let step = step.map(|step| Figure::Progress { step });
        let words = words.map(|words| Figure::Words { text: words.into() });
        value.or(counts).or(step).or(words)
    }
}

/// Whether the figures of a target are percentages.
fn in_percent(target: &Target) -> bool {
    let measured = target
        .promise
        .measure()
        .is_some_and(yaodian_domain::target::Measure::is_percent);
    let whole = matches!(
        target.promise,
        Promise::Share { .. }
            | Promise::NotWorse {
                reference: Reference::Whole { .. },
                ..
            }
    );
    measured || whole
}

/// The target with this id or short name.
fn target_called<'p>(plan: &'p Plan, cell: &str) -> Result<&'p Target, Wrong> {
    if let Some(target) = plan.targets.iter().find(|target| target.id.as_str() == cell) {
        return Ok(target);
    }
    let named = |target: &&Target| target.name.zh == cell || target.name.en == cell;
    let found: Vec<&Target> = plan.targets.iter().filter(named).collect();
    match found.as_slice() {
        [only] => Ok(only),
        [] => Err(Wrong::NoSuchTarget { name: cell.to_owned() }),
        many => Err(Wrong::ManyTargets {
            name: cell.to_owned(),
            ids: many
                .iter()
                .map(|target| target.id.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        }),
    }
}

/// The unit with this name or id, which must report the target.
fn unit_called(plan: &Plan, target: Option<&Target>, cell: &str) -> Result<UnitId, Wrong> {
    let by_id = || plan.units.iter().find(|unit| unit.id.as_str() == cell);
    let unit = plan
        .units
        .named(cell)
        .or_else(by_id)
        .ok_or_else(|| Wrong::NoSuchUnit { name: cell.to_owned() })?;
    if let Some(target) = target {
        reports(target, &unit.id, cell)?;
    }
    Ok(unit.id.clone())
}
