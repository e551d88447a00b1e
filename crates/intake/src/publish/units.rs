//! Who is meant by the names of a draft.

use std::collections::{BTreeMap, HashMap};

use yaodian_domain::{
    id::UnitId,
    plan::{self, Plan, Role, Span},
    target::Promise,
    unit::{Register, UnitKind},
};

use super::hindrance::{Hindrance, Obstacle};
use crate::{
    draft::Task,
    names::Names,
    review::{Place, Reviewed},
};

/// How long a name may be, in characters, to be kept as another name of a unit.
const LONGEST_ALIAS: usize = 40;

/// The register of the plan, and who is meant by which name.
pub(super) struct Units {
    pub register: Register,
    /// As was taught; nobody for a body outside the register.
    learned: HashMap<String, Vec<UnitId>>,
    /// As the parser understood names, collective formulas above all.
    read: HashMap<String, Vec<UnitId>>,
    unknown: BTreeMap<String, Vec<Span>>,
}

impl Units {
    pub fn of(names: &Names<'_>, reviewed: &Reviewed, before: Option<&Plan>, model: Option<&Plan>) -> Self {
        let base = before.or(model).map_or(names.register, |plan| &plan.units);
        let learned = names.learned.iter().chain(&reviewed.learned).cloned().collect();
        let mut read: HashMap<String, Vec<UnitId>> = HashMap::new();
        for task in reviewed.draft.items.iter().flat_map(|item| &item.tasks) {
            for assignment in task.assignments.iter().chain(&task.standing) {
                let lists = assignment.expanded.iter().flatten();
                for (name, units) in assignment
                    .units
                    .iter()
                    .zip(lists)
                    .filter(|(_, units)| !units.is_empty())
                {
                    read.entry(name.clone()).or_insert_with(|| units.clone());
                }
            }
        }
        Self {
            register: register(base, names.register, &learned),
            learned,
            read,
            unknown: BTreeMap::new(),
        }
    }

    /// Who is meant by `name`: as was taught, as was read in the bracket, or as the register has it.
    /// A name that means nobody is remembered with its place.
    fn meant(&mut self, name: &str, expanded: Option<&Vec<UnitId>>, place: Span) -> Vec<UnitId> {
        let name = name.trim();
        let expanded = expanded.filter(|units| !units.is_empty());
        let read = self.learned.get(name).or(expanded).or_else(|| self.read.get(name));
        let units = match read {
            Some(units) => units.clone(),
            None => self
                .register
                .named(name)
                .map(|unit| unit.id.clone())
                .into_iter()
                .collect(),
        };
        let known = read.is_some() || !units.is_empty();
        if !known || units.iter().any(|unit| self.register.get(unit).is_none()) {
            self.unknown.entry(name.to_owned()).or_default().push(place);
        }
        units
    }

    /// Whether a name is that of a body outside the register.
    pub fn is_outside(&self, name: &str) -> bool {
        self.learned.get(name.trim()).is_some_and(Vec::is_empty)
    }

    /// Those whom a person named.
    pub fn named(&mut self, names: &[String], place: Span) -> Vec<UnitId> {
        let mut units = Vec::new();
        for name in names {
            add(&mut units, self.meant(name, None, place));
        }
        units
    }

    /// Who leads and who answers for a task; the bracket is set by whoever knows the text. Where only
    /// those who answer are named, the first of them leads.
    pub fn assignment(&mut self, task: &Task) -> plan::Assignment {
        let nowhere = Span {
            start: task.span.end,
            end: task.span.end,
        };
        let mut all = plan::Assignment {
            span: nowhere,
            lead: Vec::new(),
            responsible: Vec::new(),
            participants: Vec::new(),
        };
        for assignment in task.assignments.iter().chain(&task.standing) {
            for (at, name) in assignment.units.iter().enumerate() {
                let expanded = assignment.expanded.as_ref().and_then(|lists| lists.get(at));
                let units = self.meant(name, expanded, assignment.span);
                let list = match assignment.role {
                    Role::Lead => &mut all.lead,
                    Role::Responsible => &mut all.responsible,
                    Role::Participant => &mut all.participants,
                };
                add(list, units);
            }
        }
        if all.lead.is_empty() && !all.responsible.is_empty() {
            all.lead.push(all.responsible.remove(0));
        }
        let named = |unit: &UnitId| all.lead.contains(unit) || all.responsible.contains(unit);
        let others = all.participants.iter().filter(|unit| !named(unit));
        all.participants = others.cloned().collect();
        all
    }

    /// Who owes the figure of a target: the bureaus that answer for what is counted, or else who leads.
    pub fn reporters(&self, assignment: &plan::Assignment, promise: &Promise) -> Vec<UnitId> {
        let is_bureau = |unit: &&UnitId| {
            let unit = self.register.get(unit);
            unit.is_some_and(|unit| unit.kind == UnitKind::Bureau)
        };
        let bureaus: Vec<UnitId> = assignment.responsible.iter().filter(is_bureau).cloned().collect();
        if promise.is_counted() && !bureaus.is_empty() {
            bureaus
        } else {
            assignment.lead.first().into_iter().cloned().collect()
        }
    }

    /// The names that mean nobody, each once.
    pub fn hindrances(&self) -> impl Iterator<Item = Hindrance> {
        self.unknown.iter().filter_map(|(name, places)| {
            let span = places.iter().min().copied()?;
            let places = places.iter().copied().map(Place).collect();
            let name = name.clone();
            let what = Obstacle::UnknownUnit { name, places };
            Some(Hindrance { span, what })
        })
    }
}

fn add(list: &mut Vec<UnitId>, units: Vec<UnitId>) {
    for unit in units {
        if !list.contains(&unit) {
            list.push(unit);
        }
    }
}

/// `base` with the units that only `more` has, and with what was learned about names of one unit, so
/// that the next plan is read with it. What would make a name mean two units stays out.
fn register(base: &Register, more: &Register, learned: &HashMap<String, Vec<UnitId>>) -> Register {
    let mut all = base.clone();
    for unit in more {
        if all.get(&unit.id).is_none() {
            let units = all.iter().cloned().chain([unit.clone()]).collect();
            all = Register::new(units).unwrap_or(all);
        }
    }
    let mut learned: Vec<_> = learned.iter().collect();
    learned.sort_unstable();
    for (name, units) in learned {
        let [only] = units.as_slice() else { continue };
        if name.chars().count() > LONGEST_ALIAS || all.named(name).is_some() {
            continue;
        }
        let mut units: Vec<_> = all.iter().cloned().collect();
        for unit in units.iter_mut().filter(|unit| &unit.id == only) {
            unit.aliases.push(name.clone());
        }
        all = Register::new(units).unwrap_or(all);
    }
    all
}
