//! The stages of a ledger in order: `[[ledger.stage]]`.

use yaodian_domain::{
    id::{FieldId, StageId},
    ledger::{FieldKind, Mover, Stage},
};

use super::fields::Fields;
use crate::{
    problem::{Kind, Log},
    sheet::{Placed, Table},
};

const MOVERS: [(&str, Mover); 3] = [
    ("holder", Mover::Holder),
    ("lead", Mover::Lead),
    ("office", Mover::Office),
];

/// How many stages a ledger can have: more than anybody keeps apart.
const MOST_STAGES: usize = 20;
/// How many files a stage can ask for.
const MOST_FILES: i64 = 50;

/// The stages that were read, and the names of those that were reported and left out.
pub(super) struct Stages {
    pub all: Vec<Stage>,
    left_out: Vec<String>,
    /// How many were written down.
    pub written: usize,
    /// Whether none was left out.
    pub is_whole: bool,
}

impl Stages {
    /// The stage called `id`; reported where nothing here goes by that name.
    pub fn find(&self, id: &Placed<String>, log: &Log) -> Option<&Stage> {
        let found = self.all.iter().find(|stage| stage.id.as_str() == id.value);
        if found.is_none() && !self.left_out.contains(&id.value) {
            let known = self.all.iter().map(|stage| stage.id.as_str()).collect::<Vec<_>>();
            log.add(id.place.problem(Kind::NoSuchStage {
                id: id.value.clone(),
                known: known.join(", "),
            }));
        }
        found
    }
}

/// Reads the stages of the ledger in `table`.
pub(super) fn read(table: &mut Table<'_>, fields: &Fields, log: &Log) -> Stages {
    let tables = table.tables("stage", "id");
    let mut stages = Stages {
        all: Vec::new(),
        left_out: Vec::new(),
        written: tables.len(),
        is_whole: true,
    };
    match tables.get(MOST_STAGES) {
        None if tables.is_empty() => table.report(Kind::Missing {
            key: "stage".to_owned(),
        }),
        Some(beyond) => {
            let message = format!("{} stages — at most {MOST_STAGES}", tables.len());
            beyond.report(Kind::BadValue { message });
        }
        None => {}
    }
    for table in tables {
        let (called, place) = (table.called(), table.place.clone());
        match one(table, fields, log) {
            Some(stage) if stages.all.iter().any(|other| other.id == stage.id) => {
                let (name, by) = (stage.id.to_string(), "another stage".to_owned());
                log.add(place.problem(Kind::Taken { name, by }));
                stages.is_whole = false;
            }
            Some(stage) => stages.all.push(stage),
            None => {
                stages.left_out.extend(called);
                stages.is_whole = false;
            }
        }
    }
    stages
}

fn one(mut table: Table<'_>, fields: &Fields, log: &Log) -> Option<Stage> {
    let id = table.text("id");
    let name = table.name("name", "name_en");
    let has_files = table.has("files");
    let files = table.whole_opt("files", 0..=MOST_FILES);
    let needed = table.texts_opt("fields").unwrap_or_default();
    let movers_at = table.place_of("movers");
    let movers = table.texts("movers");
    table.close();
    let mut needs: Vec<FieldId> = Vec::new();
    for id in &needed {
        let Some(field) = fields.find(id, log) else { continue };
        if matches!(field.kind, FieldKind::Attachment) {
            log.add(id.place.problem(Kind::HoldsFiles { id: id.value.clone() }));
        } else if !needs.contains(&field.id) {
            needs.push(field.id.clone());
        }
    }
    if let (Some(place), Some([])) = (movers_at, movers.as_deref()) {
        log.add(place.problem(Kind::Empty));
    }
    let movers = movers.map(|movers| movers_of(&movers, log));
    let files = match files {
        None if has_files => return None,
        None => 0,
        Some(files) => u32::try_from(files.value).ok()?,
    };
    let id: StageId = id?.id(log)?;
    Some(Stage {
        id,
        name: name?,
        files,
        fields: needs,
        movers: movers?,
    })
}

fn movers_of(named: &[Placed<String>], log: &Log) -> Vec<Mover> {
    let mut movers = Vec::new();
    for word in named {
        match MOVERS.iter().find(|(name, _)| *name == word.value) {
            Some((_, mover)) if movers.contains(mover) => {}
            Some((_, mover)) => movers.push(*mover),
            None => {
                let known = MOVERS.map(|(name, _)| name).join(", ");
                log.add(word.place.problem(Kind::NotOneOf {
                    found: word.value.clone(),
                    known,
                }));
            }
        }
    }
    movers
}
