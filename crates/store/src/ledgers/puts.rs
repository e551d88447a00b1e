//! Puts on their way into the database, some hundreds at a time.
//!
//! A chunk is made ready while the one before it is being written: on SQLite the writing is a
//! thread's work, on PostgreSQL the server's.

use std::collections::{HashMap, HashSet};

use sha2::{Digest as _, Sha256};
use yaodian_domain::ledger::Row;

use super::{
    Put,
    stored::{Places, reached},
};
use crate::{
    StoreError,
    bulk::{Bulk, CHUNK, Column},
    db::Change,
    encode::take_in,
};

/// Puts that are written together.
pub(super) struct Chunk {
    /// The place of the first one among all puts.
    pub(super) first: usize,
    pub(super) puts: Vec<Put>,
    /// A SHA-256 over each.
    pub(super) digests: Vec<[u8; 32]>,
    /// The new ones among them, as they are stored.
    news: News,
}

/// Columns of new entries.
#[derive(Default)]
struct News {
    key: Vec<String>,
    unit: Vec<String>,
    reached: Vec<String>,
    body: Vec<String>,
}

/// What became of a put.
pub(super) enum Effect {
    /// It did not go in: somebody else was faster.
    Outrun,
    /// It went in.
    Done {
        /// The entry; not known of one that is new.
        id: Option<i64>,
        /// The version that it made.
        version: i64,
        /// What the entry said before, if it was there.
        before: Option<Row>,
    },
}

impl Chunk {
    /// The next chunk; `None` after the last put.
    pub(super) fn pull(
        puts: &mut impl Iterator<Item = Put>,
        first: usize,
        places: &Places,
    ) -> Result<Option<Self>, StoreError> {
        Self::of(puts.take(CHUNK), first, places)
    }

    /// The chunk of these puts, at most [`CHUNK`].
    pub(super) fn of(
        puts: impl Iterator<Item = Put>,
        first: usize,
        places: &Places,
    ) -> Result<Option<Self>, StoreError> {
        let mut chunk = Self {
            first,
            puts: Vec::new(),
            digests: Vec::new(),
            news: News::default(),
        };
        for put in puts {
            let mut hasher = Sha256::new();
            match &put {
                Put::New(row) => {
                    let (days, body) = (reached(&row.reached), places.body(&row.values, None)?);
                    take_in(&mut hasher, ["new", &row.key, row.unit.as_str(), &days, &body]);
                    chunk.news.key.push(row.key.clone());
                    chunk.news.unit.push(row.unit.to_string());
                    chunk.news.reached.push(days);
                    chunk.news.body.push(body);
                }
                Put::Change { id, read, after } => {
                    let (days, body) = (reached(&after.reached), places.body(&after.values, None)?);
                    let named = [id.to_string(), read.to_string()];
                    take_in(
                        &mut hasher,
                        ["change", &named[0], &named[1], after.unit.as_str(), &days, &body],
                    );
                }
                Put::Remove { id, read } => take_in(&mut hasher, ["remove", &id.to_string(), &read.to_string()]),
            }
            chunk.digests.push(hasher.finalize().into());
            chunk.puts.push(put);
        }
        Ok((!chunk.puts.is_empty()).then_some(chunk))
    }

    fn rows(&self) -> impl Iterator<Item = (usize, &Row)> {
        self.puts.iter().enumerate().filter_map(|(n, put)| match put {
            Put::New(row) => Some((n, row)),
            _ => None,
        })
    }
}

/// Writes chunks into one list, under the lock of its ledger.
pub(super) struct Writer<'a, 'l> {
    pub(super) change: Change<'a>,
    pub(super) list: i64,
    /// The number of this change.
    pub(super) seq: i64,
    pub(super) places: &'l Places,
}

/// An entry as it stands: id, number, unit, version, change that made it, days, body, gone.
type Stands = (i64, String, String, i64, i64, String, String, i64);

const STANDS: &str = "SELECT id, key, unit, version, made, reached, body, gone FROM entries";

impl Writer<'_, '_> {
    /// Writes the chunk, and says what became of each put; `None` if all were new and went in.
    ///
    /// An entry is changed once by one change of the ledger: further puts about it are outrun by
    /// the first.
    pub(super) async fn write(&mut self, chunk: &mut Chunk) -> Result<Option<Vec<Effect>>, StoreError> {
        let news = std::mem::take(&mut chunk.news);
        let count = news.key.len();
        let mut effects = Vec::new();
        if count < chunk.puts.len() {
            effects = self.write_known(chunk).await?;
        }
        if count == 0 {
            return Ok(Some(effects));
        }
        // Nobody asks beforehand whether the numbers are free: they nearly always are.
        let inserted = self.insert(news).await?;
        if effects.is_empty() {
            if inserted == count {
                return Ok(None);
            }
            effects.resize_with(chunk.puts.len(), || Effect::Outrun);
        }
        if inserted == count {
            for (n, _) in chunk.rows() {
                if let Some(effect) = effects.get_mut(n) {
                    *effect = Effect::added(None);
                }
            }
        } else {
            self.tell_apart(chunk, inserted, &mut effects).await?;
        }
        Ok(Some(effects))
    }

    /// Inserts entries whose numbers are free; how many that were.
    async fn insert(&mut self, news: News) -> Result<usize, StoreError> {
        let count = news.key.len();
        let bulk = Bulk {
            template: "INSERT INTO entries (list, key, unit, made, changed, reached, body) {rows}
                       ON CONFLICT (list, key) DO NOTHING",
            columns: vec![
                Column::Int(vec![self.list; count]),
                Column::Text(news.key),
                Column::Text(news.unit),
                Column::Int(vec![self.seq; count]),
                Column::Int(vec![self.seq; count]),
                Column::Text(news.reached),
                Column::Text(news.body),
            ],
        };
        let inserted = self.change.execute_bulk(bulk).await?;
        Ok(usize::try_from(inserted).unwrap_or(usize::MAX))
    }

    /// Changes and removes entries.
    async fn write_known(&mut self, chunk: &Chunk) -> Result<Vec<Effect>, StoreError> {
        let named = |put: &Put| match put {
            Put::New(_) => None,
            Put::Change { id, read, .. } | Put::Remove { id, read } => Some((id.0, *read)),
        };
        let ids = chunk.puts.iter().filter_map(named).map(|(id, _)| id).collect();
        // The sign keeps SQLite from going through the whole list by its index.
        let template = format!("{STANDS} WHERE +list = {} AND id IN ({{rows}})", self.list);
        let rows: Vec<Stands> = self.find(&template, Column::Int(ids)).await?;
        let mut there: HashMap<i64, Stands> = rows.into_iter().map(|row| (row.0, row)).collect();
        let mut successors = Successors::default();
        let mut effects = Vec::with_capacity(chunk.puts.len());
        for put in &chunk.puts {
            // Taken out, so that a second put about the same entry finds nothing.
            let row = named(put).and_then(|(id, read)| {
                let fits = |row: &Stands| row.3 == read && row.4 != self.seq && row.7 == 0;
                there.get(&id).is_some_and(fits).then(|| there.remove(&id)).flatten()
            });
            effects.push(match (row, put) {
                (Some(row), Put::Change { after, .. }) => self.succeed(row, Some(after), &mut successors)?,
                (Some(row), Put::Remove { .. }) => self.succeed(row, None, &mut successors)?,
                _ => Effect::Outrun,
            });
        }
        self.supersede(successors).await?;
        Ok(effects)
    }

    /// Finds out which new entries of the chunk went in, which are entries that had been removed
    /// and come back, and whose numbers are taken.
    async fn tell_apart(&mut self, chunk: &Chunk, inserted: usize, effects: &mut [Effect]) -> Result<(), StoreError> {
        let keys = chunk.rows().map(|(_, row)| row.key.clone()).collect();
        let template = format!("{STANDS} WHERE list = {} AND key IN ({{rows}})", self.list);
        let rows: Vec<Stands> = self.find(&template, Column::Text(keys)).await?;
        // Ids rise: those inserted last have the greatest.
        let mut own: Vec<i64> = (rows.iter())
            .filter(|row| row.4 == self.seq && row.3 == 1)
            .map(|row| row.0)
            .collect();
        own.sort_unstable_by(|a, b| b.cmp(a));
        own.truncate(inserted);
        let own: HashSet<i64> = own.into_iter().collect();
        let mut there: HashMap<String, Stands> = rows.into_iter().map(|row| (row.1.clone(), row)).collect();
        let mut successors = Successors::default();
        for (n, new) in chunk.rows() {
            let effect = match there.remove(&new.key) {
                Some(row) if own.contains(&row.0) => Effect::added(Some(row.0)),
                // It comes back to the unit that had it: its history and its evidence are that unit's.
                Some(row) if row.7 != 0 && row.4 != self.seq && row.2 == new.unit.as_str() => {
                    self.succeed(row, Some(new), &mut successors)?
                }
                _ => Effect::Outrun,
            };
            if let Some(slot) = effects.get_mut(n) {
                *slot = effect;
            }
        }
        self.supersede(successors).await
    }

    async fn find(&mut self, template: &str, column: Column) -> Result<Vec<Stands>, StoreError> {
        let bulk = Bulk {
            template,
            columns: vec![column],
        };
        self.change.rows_bulk(bulk).await
    }

    /// The version after `row`, which says `after`; nothing if it removes the entry.
    fn succeed(&self, row: Stands, after: Option<&Row>, successors: &mut Successors) -> Result<Effect, StoreError> {
        let (id, key, unit, version, _, days, body, gone) = row;
        let before = match gone {
            0 => Some(self.places.row(key.clone(), &unit, &days, &body)?),
            _ => None,
        };
        let carried = before.as_ref().map(|_| body.as_str());
        let (unit, days, body) = match after {
            Some(after) => {
                let body = self.places.body(&after.values, carried)?;
                (after.unit.to_string(), reached(&after.reached), body)
            }
            None => (unit, days, body),
        };
        let (s, version) = (successors, version + 1);
        s.id.push(id);
        s.list.push(self.list);
        s.key.push(key);
        s.unit.push(unit);
        s.version.push(version);
        s.made.push(self.seq);
        s.reached.push(days);
        s.body.push(body);
        s.gone.push(i64::from(after.is_none()));
        Ok(Effect::Done {
            id: Some(id),
            version,
            before,
        })
    }

    /// Keeps the versions as they stand, and puts their successors in their place.
    async fn supersede(&mut self, s: Successors) -> Result<(), StoreError> {
        if s.id.is_empty() {
            return Ok(());
        }
        let keep = Bulk {
            template: "INSERT INTO entry_versions (entry, version, made, unit, reached, body, gone)
                       SELECT id, version, made, unit, reached, body, gone FROM entries WHERE id IN ({rows})",
            columns: vec![Column::Int(s.id.clone())],
        };
        self.change.execute_bulk(keep).await?;
        // All of them are there: this inserts nothing.
        let put = Bulk {
            template: "INSERT INTO entries (id, list, key, unit, version, made, changed, reached, body, gone) {rows}
                       ON CONFLICT (id) DO UPDATE SET unit = excluded.unit, version = excluded.version,
                           made = excluded.made, changed = excluded.changed, reached = excluded.reached,
                           body = excluded.body, gone = excluded.gone",
            columns: vec![
                Column::Int(s.id),
                Column::Int(s.list),
                Column::Text(s.key),
                Column::Text(s.unit),
                Column::Int(s.version),
                Column::Int(s.made.clone()),
                Column::Int(s.made),
                Column::Text(s.reached),
                Column::Text(s.body),
                Column::Int(s.gone),
            ],
        };
        self.change.execute_bulk(put).await?;
        Ok(())
    }
}

/// Columns of versions that take the place of others.
#[derive(Default)]
struct Successors {
    id: Vec<i64>,
    list: Vec<i64>,
    key: Vec<String>,
    unit: Vec<String>,
    version: Vec<i64>,
    made: Vec<i64>,
    reached: Vec<String>,
    body: Vec<String>,
    gone: Vec<i64>,
}

impl Effect {
    /// A new entry.
    pub(super) fn added(id: Option<i64>) -> Self {
        Self::Done {
            id,
            version: 1,
            before: None,
        }
    }
}
