//! 条目: reading, adding and editing entries.

use yaodian_contract::{
    Kind,
    ledger::{EntryPage, EntryStep, EntryView, EvidenceRow, How, SaveEntry},
};
use yaodian_domain::{
    id::{EntryId, LedgerId},
    ledger::{
        self, Cell, Column, Draft, Entry, FieldKind, Problem, Query, Said, Trouble, Verdict,
        access::Scope,
        cell::{read, stage_day, unit},
        compare,
        query::{MOST_ROWS, ROWS},
    },
};
use yaodian_store::{Mode, Put, SubjectKind, day_of};

use super::{Opened, Served, open};
use crate::{
    house::House,
    service::{Acting, once},
};

/// A page of entries.
pub(crate) fn page(opened: &Opened, query: &Query, from: usize, rows: Option<usize>) -> EntryPage {
    let rows = rows.unwrap_or(ROWS).clamp(1, MOST_ROWS);
    let page = opened.shelved.index().page(&opened.scope, query, from, rows);
    EntryPage {
        rows: page.rows,
        from,
        matching: page.matching,
        all: page.all,
    }
}

/// A page of entries as the public sees them: private fields are neither shown nor searched.
pub(crate) fn public_page(opened: &Opened, query: &Query, from: usize) -> Served<EntryPage> {
    let page = opened
        .shelved
        .index()
        .public_page(query, from, ROWS)
        .ok_or(Kind::NotFound)?;
    let unnamed = |entry| Entry {
        changed_by: String::new(),
        ..entry
    };
    Ok(EntryPage {
        rows: page.rows.into_iter().map(unnamed).collect(),
        from,
        matching: page.matching,
        all: page.all,
    })
}

/// The most frequent values of a column, with how often they occur.
pub(crate) fn options(opened: &Opened, column: &Column, most: usize) -> Vec<(String, usize)> {
    opened.shelved.index().options(&opened.scope, column, most)
}

/// What the columns of choices of a ledger hold, for the form above its entries.
pub(crate) fn choices(opened: &Opened, shown: &ledger::Ledger) -> Vec<(Column, Vec<(String, usize)>)> {
    let of_choices = (shown.fields.iter()).filter(|field| matches!(field.kind, FieldKind::Choice { .. }));
    let columns = of_choices.map(|field| Column::Field(field.id.clone()));
    std::iter::once(Column::Unit)
        .chain(columns)
        .map(|column| (column.clone(), options(opened, &column, usize::MAX)))
        .collect()
}

/// The entry with this id, if the person sees it.
pub(super) async fn entry(house: &House, opened: &Opened, id: EntryId) -> Served<Entry> {
    let entry = house.store.entry(&opened.plan().id, &opened.ledger, id).await?;
    let entry = entry.filter(|entry| opened.sees(&entry.row.unit));
    Ok(entry.ok_or(Kind::NotFound)?)
}

/// An entry with its evidence and its history.
pub(crate) async fn view(house: &House, account: &Acting, id: &LedgerId, entry: EntryId) -> Served<EntryView> {
    let opened = open(house, Some(account.person()), id).await?;
    let entry = self::entry(house, &opened, entry).await?;
    around(house, &opened, entry).await
}

/// All that is known around an entry.
pub(super) async fn around(house: &House, opened: &Opened, entry: Entry) -> Served<EntryView> {
    let (ledger, desk) = (&opened.ledger, opened.desk());
    let versions = house.store.entry_history(&opened.plan().id, ledger, entry.id).await?;
    let mut history: Vec<EntryStep> = Vec::with_capacity(versions.len());
    for (at, version) in versions.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| versions.get(before));
        history.push(EntryStep {
            version: Some(version.version),
            on: day_of(version.at),
            by: version.by.clone(),
            how: how(version.how),
            changes: before.map_or_else(Vec::new, |before| compare::changes(ledger, &before.row, &version.row)),
        });
    }
    history.reverse();
    let evidence = house.store.evidence_of(entry.id).await?;
    Ok(EntryView {
        editable: desk.may_change(ledger, &entry.row),
        moves: (0..ledger.stages.len())
            .filter(|stage| desk.may_move(ledger, *stage, &entry.row.unit))
            .collect(),
        evidence: (evidence.into_iter())
            .filter(|file| !file.withdrawn)
            .map(evidence_row)
            .collect(),
        history,
        entry,
    })
}

/// Another unit's entry, of which nothing else is told.
pub(super) fn not_yours() -> Verdict {
    Verdict::Bad {
        problems: vec![Problem::new(Column::Unit, Trouble::NotYourUnit)],
    }
}

fn evidence_row(file: yaodian_store::Evidence) -> EvidenceRow {
    EvidenceRow {
        id: file.id,
        stage: file.stage,
        field: file.field,
        name: file.name,
        media: file.media,
        bytes: file.bytes,
        sha256: file.sha256,
        place: file.place,
        added_on: day_of(file.added_at),
        added_by: file.added_by,
    }
}

/// How a change came about, as it crosses the wire.
fn how(how: yaodian_store::How) -> How {
    match how {
        yaodian_store::How::Edit => How::Edit,
        yaodian_store::How::Move => How::Move,
        yaodian_store::How::Upload => How::Upload,
        yaodian_store::How::Undo => How::Undo,
        yaodian_store::How::Demonstration => How::Demonstration,
    }
}

/// Adds an entry or changes one. Nothing is kept unless all of it is in order.
pub(crate) async fn save(house: &House, account: &Acting, id: &LedgerId, typed: &SaveEntry) -> Served<EntryView> {
    let opened = open(house, Some(account.person()), id).await?;
    let ledger = &opened.ledger;
    // Carried out before: only what came of it is asked for.
    if let Some(before) = once::before(SubjectKind::Entry).and_then(|id| id.parse().ok()) {
        let entry = self::entry(house, &opened, EntryId(before)).await?;
        return around(house, &opened, entry).await;
    }
    let draft = draft(&opened, typed)?;
    let stored = house
        .store
        .entries_by_key(&opened.plan().id, ledger, &[draft.key.as_str()])
        .await?;
    let entry = stored.into_iter().next();
    if let (Some(_), None) = (&entry, draft.version) {
        return Err(Kind::KeyTaken { key: draft.key }.into());
    }
    // Of another unit's entry nothing is told but that the number is taken.
    if entry.as_ref().is_some_and(|entry| !opened.sees(&entry.row.unit)) {
        let problems = vec![Problem::new(Column::Unit, Trouble::NotYourUnit)];
        return Err(Kind::Entry { problems }.into());
    }
    let stale = entry
        .as_ref()
        .zip(draft.version)
        .filter(|(entry, version)| entry.version != *version);
    let read = match stale {
        Some((entry, version)) => {
            house
                .store
                .rows_at(&opened.plan().id, ledger, &[(entry.id, version)])
                .await?
        }
        None => Vec::new(),
    };
    let read = read.first().map(|(_, row)| row);
    let put = match ledger::compare::weigh(ledger, &opened.desk(), &draft, entry.as_ref(), read) {
        Verdict::Added { row } => Put::New(row),
        Verdict::Changed { row, .. } => match &entry {
            Some(entry) => Put::Change {
                id: entry.id,
                read: entry.version,
                after: row,
            },
            None => Put::New(row),
        },
        Verdict::Unchanged => match entry {
            Some(entry) => return around(house, &opened, entry).await,
            None => return Err(Kind::NotFound.into()),
        },
        Verdict::Conflict { clashes, version } => return Err(Kind::Clash { clashes, version }.into()),
        Verdict::Bad { problems } => return Err(Kind::Entry { problems }.into()),
    };
    let applied = opened
        .apply(
            house,
            account,
            yaodian_store::How::Edit,
            std::iter::once(put),
            Mode::AllOrNothing,
        )
        .await?;
    let now = house
        .store
        .entries_by_key(&opened.plan().id, ledger, &[draft.key.as_str()])
        .await?;
    let outrun = !applied.outrun.is_empty();
    match now.into_iter().next() {
        Some(now) if !outrun => around(house, &opened, now).await,
        // Somebody was faster, between the reading above and the writing; or the number was another
        // unit's once.
        _ if draft.version.is_none() => Err(Kind::KeyTaken { key: draft.key }.into()),
        Some(now) => Err(Kind::Clash {
            clashes: Vec::new(),
            version: now.version,
        }
        .into()),
        None => Err(Kind::NotFound.into()),
    }
}

/// What was typed, cell by cell; everything that is wrong with it at once.
fn draft(opened: &Opened, typed: &SaveEntry) -> Served<Draft> {
    let (ledger, units) = (&opened.ledger, &opened.plan().units);
    let mut problems = Vec::new();
    let mut draft = Draft {
        key: String::new(),
        version: typed.version,
        unit: Said::Nothing,
        values: vec![Said::Nothing; ledger.fields.len()],
        reached: vec![Said::Nothing; ledger.stages.len()],
    };
    match ledger::cell::key(&Cell::Text(&typed.key)) {
        Ok(key) => draft.key = key,
        Err(trouble) => problems.push(Problem::new(Column::Key, trouble)),
    }
    for cell in &typed.cells {
        let text = Cell::Text(&cell.text);
        let done = match &cell.column {
            Column::Unit if cell.text.trim().is_empty() => Err(Trouble::Missing),
            Column::Unit => unit(&cell.text, units).map(|unit| draft.unit = Said::Is(unit.id.clone())),
            Column::Field(id) => match ledger.field(id) {
                Some((at, field)) if field.kind.has_column() => {
                    read(field, &text, units).map(|value| draft.values[at] = Said::of(value))
                }
                _ => continue,
            },
            Column::Reached(id) => match ledger.stage(id) {
                Some(at) => stage_day(&text).map(|day| draft.reached[at] = Said::of(day)),
                None => continue,
            },
            _ => continue,
        };
        if let Err(trouble) = done {
            problems.push(Problem::new(cell.column.clone(), trouble));
        }
    }
    // A unit's own reporter adds entries of that unit; nobody has to say so.
    if let (Said::Nothing, None, Scope::Own(unit)) = (&draft.unit, draft.version, &opened.scope) {
        draft.unit = Said::Is(unit.clone());
    }
    if problems.is_empty() {
        Ok(draft)
    } else {
        Err(Kind::Entry { problems }.into())
    }
}

impl Opened {
    /// Puts changes of entries into the database.
    pub(super) async fn apply(
        &self,
        house: &House,
        account: &Acting,
        how: yaodian_store::How,
        puts: impl Iterator<Item = Put> + Send,
        mode: Mode,
    ) -> Served<yaodian_store::Applied> {
        let change = yaodian_store::Changing {
            plan: &self.plan().id,
            ledger: &self.ledger,
            how,
            account: Some(&account.id),
            demonstration: self.demonstration(),
            known_on: self.today,
            mode,
            undoes: None,
            broken_off: None,
        };
        Ok(house.store.apply(&house.act(account.actor()), &change, puts).await?)
    }
}
