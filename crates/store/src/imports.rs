//! 导入稿: texts on their way to a plan, each saved in revisions of which none is lost.

use serde_json::json;
use yaodian_domain::{
    id::{ImportId, PlanId, UnitId},
    plan::Plan,
};
use yaodian_intake::{
    Edit,
    desk::{Import, ImportHead, Source, Stamp, State, Titles},
};

use crate::{
    Act, PlanVersion, Store, StoreError, SubjectKind,
    audit::{Entry, action},
    db::{Change, args},
    encode::{corrupt, digest, from_json, parse, time_of, to_json},
    learned, plans,
};

const FIND: &str =
    "SELECT id, plan, amends, revision, state, version, begun_at, begun_by, saved_at, saved_by, source, titles
     FROM imports WHERE id = $1";
const ALL: &str =
    "SELECT id, plan, amends, revision, state, version, begun_at, begun_by, saved_at, saved_by, source, titles
     FROM imports ORDER BY saved_at DESC, id DESC";
type Columns = (
    String,
    String,
    Option<i64>,
    i64,
    String,
    Option<i64>,
    String,
    String,
    String,
    String,
    String,
    String,
);

/// An import to begin.
#[derive(Debug, Clone, PartialEq)]
pub struct NewImport {
    /// The plan that it is to become, there or not.
    pub plan: PlanId,
    /// The version of that plan which it amends; `None` for a new plan.
    pub amends: Option<i64>,
    /// What is known of the plan beside its text.
    pub titles: Titles,
    /// From where its text came.
    pub source: Source,
    /// The text.
    pub text: String,
    /// What was decided already.
    pub edits: Vec<Edit>,
}

/// What is saved of an import; what is left out stays as it was.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SaveImport {
    /// What is known of the plan beside its text.
    pub titles: Option<Titles>,
    /// Another text.
    pub text: Option<String>,
    /// All decisions, in order. What they have in common with those that are stored is not stored twice.
    pub edits: Option<Vec<Edit>>,
}

impl Store {
    /// Begins an import, with its first revision.
    pub async fn begin_import(&self, act: &Act, begun: &NewImport) -> Result<ImportHead, StoreError> {
        let id: ImportId = crate::new_id();
        let titles = to_json("the titles of an import", &begun.titles)?;
        let mut change = self.db.begin(act).await?;
        change
            .execute(
                "INSERT INTO imports (id, plan, amends, revision, state, begun_at, begun_by, saved_at, saved_by, source, titles)
                 VALUES ($1, $2, $3, 1, 'open', $4, $5, $4, $5, $6, $7)",
                args![
                    id.as_str(),
                    begun.plan.as_str(),
                    begun.amends,
                    act.at,
                    act.by.name(),
                    to_json("the source of an import", &begun.source)?,
                    &titles
                ],
            )
            .await?;
        write(&mut change, &id, 1, &titles, Some(&begun.text), 0, &begun.edits).await?;
        change.note(Entry {
            action: action::IMPORT_BEGUN,
            kind: SubjectKind::Import,
            id: id.to_string(),
            plan: Some(begun.plan.clone()),
            detail: json!({
                "amends": begun.amends,
                "source": begun.source,
                "titles": begun.titles,
                "text": digest([Some(begun.text.as_str())]),
                "edits": begun.edits,
            }),
        });
        let head = head_in(&mut change, &id).await?;
        change.commit().await?;
        Ok(head)
    }

    /// Saves more of an import, of which revision `read` was read.
    ///
    /// [`StoreError::ImportMovedOn`] if somebody else has saved it since, or it is published or dropped.
    pub async fn save_import(
        &self,
        act: &Act,
        id: &ImportId,
        read: i64,
        save: &SaveImport,
    ) -> Result<ImportHead, StoreError> {
        let mut change = self.db.begin(act).await?;
        let before = step(&mut change, id, read).await?;
        let titles = save.titles.as_ref().unwrap_or(&before.titles);
        let titles = to_json("the titles of an import", titles)?;
        let stored = edits(change.rows(EDITS, args![id.as_str()]).await?)?;
        let next = save.edits.as_deref().unwrap_or(&stored);
        let kept = stored.iter().zip(next).take_while(|(old, new)| old == new).count();
        let added = next.get(kept..).unwrap_or_default();
        write(&mut change, id, read + 1, &titles, save.text.as_deref(), kept, added).await?;
        set(&mut change, id, &titles, &State::Open).await?;
        change.note(Entry {
            action: action::IMPORT_SAVED,
            kind: SubjectKind::Import,
            id: id.to_string(),
            plan: Some(before.plan),
            detail: json!({
                "revision": read + 1,
                "titles": save.titles,
                "text": save.text.as_deref().map(|text| digest([Some(text)])),
                "kept": kept,
                // Each decision with who made it: a plan rests on them.
                "edits": added,
            }),
        });
        let head = head_in(&mut change, id).await?;
        change.commit().await?;
        Ok(head)
    }

    /// Makes an import, of which revision `read` was read, the version of its plan after `onto` (0 for
    /// a plan that is not there yet), and keeps the names that it taught.
    ///
    /// [`StoreError::ImportMovedOn`] if it was saved since; [`StoreError::PlanMovedOn`] if the plan has
    /// another version; [`StoreError::TargetsInUse`] if targets would vanish to which something is
    /// attached.
    pub async fn publish_import(
        &self,
        act: &Act,
        id: &ImportId,
        read: i64,
        plan: &Plan,
        onto: i64,
        learned: &[(String, Vec<UnitId>)],
    ) -> Result<PlanVersion, StoreError> {
        let mut change = self.db.begin(act).await?;
        let before = step(&mut change, id, read).await?;
        let version = plans::put(&mut change, plan, Some(onto)).await?;
        let titles = to_json("the titles of an import", &before.titles)?;
        write(&mut change, id, read + 1, &titles, None, usize::MAX, &[]).await?;
        let state = State::Published {
            version: version.version,
        };
        set(&mut change, id, &titles, &state).await?;
        change.note(Entry {
            action: action::IMPORT_PUBLISHED,
            kind: SubjectKind::Import,
            id: id.to_string(),
            plan: Some(before.plan),
            detail: json!({ "revision": read + 1, "version": version.version }),
        });
        learned::learn(&mut change, &plan.id, learned).await?;
        change.commit().await?;
        Ok(version)
    }

    /// Gives an import up, of which revision `read` was read.
    ///
    /// [`StoreError::ImportMovedOn`] if it was saved since, or is published.
    pub async fn drop_import(&self, act: &Act, id: &ImportId, read: i64) -> Result<ImportHead, StoreError> {
        let mut change = self.db.begin(act).await?;
        let before = step(&mut change, id, read).await?;
        let titles = to_json("the titles of an import", &before.titles)?;
        write(&mut change, id, read + 1, &titles, None, usize::MAX, &[]).await?;
        set(&mut change, id, &titles, &State::Dropped).await?;
        change.note(Entry {
            action: action::IMPORT_DROPPED,
            kind: SubjectKind::Import,
            id: id.to_string(),
            plan: Some(before.plan),
            detail: json!({ "revision": read + 1 }),
        });
        let head = head_in(&mut change, id).await?;
        change.commit().await?;
        Ok(head)
    }

    /// All imports, the one that was saved last first.
    pub async fn imports(&self) -> Result<Vec<ImportHead>, StoreError> {
        let rows: Vec<Columns> = self.db.rows(ALL, &[]).await?;
        rows.into_iter().map(head).collect()
    }

    /// An import as it stands.
    pub async fn import(&self, id: &ImportId) -> Result<Option<Import>, StoreError> {
        // The head first: what is read after it is as new or newer, and a save that names its revision is
        // refused if it is newer.
        let Some(row) = self.db.row(FIND, args![id.as_str()]).await? else {
            return Ok(None);
        };
        let head = head(row)?;
        let text: Option<(String,)> = self
            .db
            .row(
                "SELECT text FROM import_revisions WHERE import = $1 AND revision <= $2 AND text IS NOT NULL
                 ORDER BY revision DESC LIMIT 1",
                args![id.as_str(), head.revision],
            )
            .await?;
        let rows: Vec<Saved> = self.db.rows(EDITS, args![id.as_str()]).await?;
        let upto = rows.into_iter().filter(|(revision, ..)| *revision <= head.revision);
        Ok(Some(Import {
            edits: edits(upto.collect())?,
            text: text.map(|(text,)| text).unwrap_or_default(),
            head,
        }))
    }

    /// Every text that an import had, each with the revision in which it was saved, the first first.
    pub async fn import_texts(&self, id: &ImportId) -> Result<Vec<(i64, String)>, StoreError> {
        self.db
            .rows(
                "SELECT revision, text FROM import_revisions WHERE import = $1 AND text IS NOT NULL ORDER BY revision",
                args![id.as_str()],
            )
            .await
    }
}

fn head(row: Columns) -> Result<ImportHead, StoreError> {
    let (id, plan, amends, revision, state, version, begun_at, begun_by, saved_at, saved_by, source, titles) = row;
    let stamp = |at: &str, by| {
        Ok::<_, StoreError>(Stamp {
            at: time_of(parse("the instant of an import", at)?),
            by,
        })
    };
    Ok(ImportHead {
        id: parse("the id of an import", &id)?,
        plan: parse("the plan of an import", &plan)?,
        amends,
        titles: from_json("the titles of an import", &titles)?,
        source: from_json("the source of an import", &source)?,
        revision,
        state: match (state.as_str(), version) {
            ("open", None) => State::Open,
            ("published", Some(version)) => State::Published { version },
            ("dropped", None) => State::Dropped,
            _ => return Err(corrupt("the state of an import", &state)),
        },
        begun: stamp(&begun_at, begun_by)?,
        saved: stamp(&saved_at, saved_by)?,
    })
}

/// A revision, how many decisions of the one before it kept, and those that it added.
type Saved = (i64, i64, String);
const EDITS: &str = "SELECT revision, kept, edits FROM import_revisions WHERE import = $1 ORDER BY revision";

/// The decisions after the last of `rows`.
fn edits(rows: Vec<Saved>) -> Result<Vec<Edit>, StoreError> {
    let mut all: Vec<Edit> = Vec::new();
    for (_, kept, added) in rows {
        all.truncate(usize::try_from(kept).unwrap_or(usize::MAX));
        let added: Vec<Edit> = from_json("the decisions of an import", &added)?;
        all.extend(added);
    }
    Ok(all)
}

async fn head_in(change: &mut Change<'_>, id: &ImportId) -> Result<ImportHead, StoreError> {
    let row = change.row(FIND, args![id.as_str()]).await?;
    head(row.ok_or_else(|| StoreError::UnknownImport(id.clone()))?)
}

/// Takes the step from revision `read` to the next, if it is open and has not been taken; how it stood.
async fn step(change: &mut Change<'_>, id: &ImportId, read: i64) -> Result<ImportHead, StoreError> {
    let act = change.act;
    let rows = change
        .execute(
            "UPDATE imports SET revision = revision + 1, saved_at = $3, saved_by = $4
             WHERE id = $1 AND revision = $2 AND state = 'open'",
            args![id.as_str(), read, act.at, act.by.name()],
        )
        .await?;
    let head = head_in(change, id).await?;
    if rows == 0 {
        return Err(StoreError::ImportMovedOn { latest: Box::new(head) });
    }
    Ok(head)
}

/// Writes a revision. `kept` is of how many decisions of the one before it keeps the first.
async fn write(
    change: &mut Change<'_>,
    id: &ImportId,
    revision: i64,
    titles: &str,
    text: Option<&str>,
    kept: usize,
    added: &[Edit],
) -> Result<(), StoreError> {
    let act = change.act;
    change
        .execute(
            "INSERT INTO import_revisions (import, revision, saved_at, saved_by, titles, text, kept, edits)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![
                id.as_str(),
                revision,
                act.at,
                act.by.name(),
                titles,
                text,
                i64::try_from(kept).unwrap_or(i64::MAX),
                to_json("the decisions of an import", &added)?
            ],
        )
        .await?;
    Ok(())
}

async fn set(change: &mut Change<'_>, id: &ImportId, titles: &str, state: &State) -> Result<(), StoreError> {
    let (state, version) = match state {
        State::Open => ("open", None),
        State::Published { version } => ("published", Some(*version)),
        State::Dropped => ("dropped", None),
    };
    change
        .execute(
            "UPDATE imports SET titles = $2, state = $3, version = $4 WHERE id = $1",
            args![id.as_str(), titles, state, version],
        )
        .await?;
    Ok(())
}
