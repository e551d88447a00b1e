//! The brackets of the text: «(牵头单位:机关党委、人事处会同厅机关各处室、单位;责任单位:…)».
//!
//! Apart from the parser of `yaodian-intake` on purpose: that one reads what it can of any text and is
//! measured against the folders that are read here; this one refuses what it does not wholly understand.
//!
//! Full-width and half-width punctuation are the same, spaces and line breaks within do not count.

use yaodian_domain::{
    id::UnitId,
    plan::{Assignment, Role, Span},
};

use crate::{
    problem::{Kind, Log},
    sheet::Place,
    text::is_space,
    units::Units,
};

const ROLES: [(&str, Role); 2] = [("牵头单位", Role::Lead), ("责任单位", Role::Responsible)];

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '（')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | '）')
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| !is_space(*c)).collect()
}

/// A bracket found in the text.
pub(crate) enum Found {
    /// All of it, brackets included.
    Whole(Span),
    /// It begins here and never ends.
    Open(usize),
}

/// The next bracket with a role in `text` from byte `from` on, within `end`.
pub(crate) fn next(text: &str, from: usize, end: usize) -> Option<Found> {
    let stretch = text.get(from..end)?;
    stretch
        .char_indices()
        .filter(|(_, c)| is_opening(*c))
        .find_map(|(at, opening)| {
            let inside = stretch.get(at + opening.len_utf8()..)?;
            let head: String = inside.chars().filter(|c| !is_space(*c)).take(4).collect();
            if !ROLES.iter().any(|(name, _)| *name == head) {
                return None;
            }
            let start = from + at;
            Some(match inside.char_indices().find(|(_, c)| is_closing(*c)) {
                Some((to, closing)) => Found::Whole(Span {
                    start,
                    end: start + opening.len_utf8() + to + closing.len_utf8(),
                }),
                None => Found::Open(start),
            })
        })
}

/// The names in a bracket without the roles and their marks, to compare two readings.
pub(crate) fn names_only(bracket: &str) -> String {
    let mut names = compact(bracket);
    for (role, _) in ROLES {
        names = names.replace(role, "");
    }
    names.retain(|c| !matches!(c, ':' | '：' | ';' | '；') && !is_opening(c) && !is_closing(c));
    names
}

/// Reads a bracket to its last name; what is not understood is reported at `place`.
///
/// `span` is where the bracket stands in the text.
pub(crate) fn read(bracket: &str, span: Span, units: &Units, place: &Place, log: &Log) -> Assignment {
    let mut reading = Reading {
        units,
        place,
        log,
        assignment: Assignment {
            span,
            lead: Vec::new(),
            responsible: Vec::new(),
            participants: Vec::new(),
        },
    };
    let bare = compact(bracket);
    let bare = bare.trim_start_matches(is_opening).trim_end_matches(is_closing);
    let mut seen = Vec::new();
    for part in bare.split([';', '；']).filter(|part| !part.is_empty()) {
        let split = part.split_once([':', '：']);
        let role = split.and_then(|(label, names)| {
            let (label, role) = ROLES.into_iter().find(|(name, _)| *name == label)?;
            Some((label, role, names))
        });
        let Some((label, role, names)) = role else {
            log.add(place.problem(Kind::NoRole { found: part.to_owned() }));
            continue;
        };
        if seen.contains(&role) {
            log.add(place.problem(Kind::RoleTwice { role: label.to_owned() }));
            continue;
        }
        seen.push(role);
        reading.names(names, role);
    }
    let mut assignment = reading.assignment;
    let named = |unit: &UnitId| assignment.lead.contains(unit) || assignment.responsible.contains(unit);
    let others: Vec<UnitId> = assignment
        .participants
        .iter()
        .filter(|unit| !named(unit))
        .cloned()
        .collect();
    assignment.participants = others;
    assignment
}

struct Reading<'a> {
    units: &'a Units,
    place: &'a Place,
    log: &'a Log,
    assignment: Assignment,
}

impl Reading<'_> {
    /// Reads «A、B会同厅机关各处室、单位»: formulas first, since they hold 、 themselves.
    fn names(&mut self, names: &str, role: Role) {
        let units = self.units;
        let mut rest = names;
        while !rest.is_empty() {
            if let Some(formula) = units.formulas.iter().find(|formula| rest.starts_with(&formula.text)) {
                self.assign(&formula.units, formula.role.unwrap_or(role), &formula.text);
                rest = rest.get(formula.text.len()..).unwrap_or_default();
            } else if let Some(after) = rest.strip_prefix(['、', ',', '，']) {
                rest = after;
            } else {
                let end = name_end(rest, units);
                let name = rest.get(..end).unwrap_or(rest);
                match units.find(name) {
                    Some(id) => self.assign(std::slice::from_ref(id), role, name),
                    None => self
                        .log
                        .add(self.place.problem(Kind::UnknownName { name: name.to_owned() })),
                }
                rest = rest.get(end..).unwrap_or_default();
            }
        }
    }

    fn assign(&mut self, ids: &[UnitId], role: Role, name: &str) {
        let list = match role {
            Role::Lead => &mut self.assignment.lead,
            Role::Responsible => &mut self.assignment.responsible,
            Role::Participant => &mut self.assignment.participants,
        };
        if ids.iter().any(|id| list.contains(id)) {
            self.log
                .add(self.place.problem(Kind::NamedTwice { name: name.to_owned() }));
        }
        for id in ids {
            if !list.contains(id) {
                list.push(id.clone());
            }
        }
    }
}

/// Where the name at the start of `rest` ends: at a comma, or where a formula begins that gives
/// its own role (会同…), which needs no comma before it.
fn name_end(rest: &str, units: &Units) -> usize {
    rest.char_indices()
        .skip(1)
        .find(|(at, c)| {
            matches!(c, '、' | ',' | '，')
                || rest.get(*at..).is_some_and(|tail| {
                    units
                        .formulas
                        .iter()
                        .any(|formula| formula.role.is_some() && tail.starts_with(&formula.text))
                })
        })
        .map_or(rest.len(), |(at, _)| at)
}
