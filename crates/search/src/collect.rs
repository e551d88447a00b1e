//! What of a plan can be found.

use yaodian_domain::{
    Date,
    id::{LedgerId, TargetId, TaskId, UnitId},
    ledger::Network,
    plan::{Name, Plan},
    target::{Home, Target},
};
use yaodian_monitoring::network::{Measured, Place};

use crate::library::{Document, Field, Library, Part};

/// Something that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A chapter, by its place counted from 1.
    Chapter(usize),
    /// An item.
    Item(u16),
    /// A task.
    Task(TaskId),
    /// A target.
    Target(TargetId),
    /// A unit.
    Unit(UnitId),
    /// A ledger that anybody may browse.
    Ledger(LedgerId),
    /// A section or a station.
    Place {
        /// Of which network.
        network: Network,
        /// Its code.
        code: String,
        /// Its name.
        name: String,
        /// The city that it lies in.
        unit: UnitId,
    },
    /// A published bulletin, by its place among [`Sources::announced`].
    Bulletin(usize),
    /// A rule of judging, by its place among [`Sources::told`].
    Rule(usize),
}

/// A rule of judging, as the method page tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its address.
    pub path: String,
    /// What it is called.
    pub name: Name,
    /// The rule in short.
    pub text: Name,
}

/// A published bulletin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// Its address.
    pub path: String,
    /// What it is called.
    pub name: Name,
    /// The day from which anybody could read it.
    pub on: Date,
    /// What stands in it, in the order of its page.
    pub text: String,
}

/// Where the documents come from.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its monitoring networks that were begun.
    pub measured: &'a [&'a Measured],
    /// The day as of which their registers are read.
    pub today: Date,
    /// The rules of judging.
    pub told: &'a [Told],
    /// The published bulletins.
    pub announced: &'a [Announced],
}

/// The words of the plan without the page breaks inside them and without emphasis marks.
fn clean(text: &str) -> String {
    let kept = text.chars().filter(|c| !matches!(c, '\n' | '\r' | '*'));
    kept.collect::<String>().trim().to_owned()
}

fn field(part: Part, text: impl Into<String>) -> Field {
    Field {
        part,
        text: text.into(),
    }
}

fn named(part: Part, name: &Name) -> [Field; 2] {
    [field(part, &*name.zh), field(part, &*name.en)]
}

/// Reads all of it.
pub fn collect(sources: &Sources<'_>) -> Library<Subject> {
    let plan = sources.plan;
    let mut all = Vec::new();
    let mut put = |of: Subject, weight: f32, fields: Vec<Field>| {
        let fields = fields.into_iter().filter(|field| !field.text.trim().is_empty());
        all.push(Document {
            of,
            weight,
            fields: fields.collect(),
        });
    };
    for target in &plan.targets {
        let weight = if matches!(target.home, Home::Headline { .. }) {
            1.5
        } else {
            1.2
        };
        put(Subject::Target(target.id.clone()), weight, of_target(plan, target));
    }
    for unit in &plan.units {
        let mut fields: Vec<Field> = [&unit.name, &unit.full_name, &unit.name_en]
            .into_iter()
            .chain(&unit.aliases)
            .map(|name| field(Part::Name, name))
            .collect();
        fields.push(field(Part::Code, unit.id.as_str()));
        put(Subject::Unit(unit.id.clone()), 1.4, fields);
    }
    for (chapter, place) in plan.chapters.iter().zip(1..) {
        let mut fields = named(Part::Name, &chapter.name).to_vec();
        fields.push(field(Part::Code, &chapter.number));
        put(Subject::Chapter(place), 1.0, fields);
        for item in &chapter.items {
            let mut fields = named(Part::Name, &item.name).to_vec();
            fields.push(field(Part::Code, item.number.to_string()));
            put(Subject::Item(item.number), 1.0, fields);
            for task in &item.tasks {
                let fields = vec![
                    field(Part::Code, task.id.as_str()),
                    field(Part::Text, clean(plan.words(task.span))),
                    field(Part::Beside, clean(plan.words(task.assignment.span))),
                    field(Part::Beside, &*item.name.en),
                ];
                put(Subject::Task(task.id.clone()), 0.8, fields);
            }
        }
    }
    for ledger in plan.ledgers.iter().filter(|ledger| ledger.public) {
        let mut fields = named(Part::Name, &ledger.name).to_vec();
        fields.extend(named(Part::Text, &ledger.counted));
        fields.push(field(Part::Code, ledger.id.as_str()));
        put(Subject::Ledger(ledger.id.clone()), 1.0, fields);
    }
    for measured in sources.measured {
        for place in measured.register.on(sources.today) {
            let subject = Subject::Place {
                network: measured.network(),
                code: place.code.clone(),
                name: place.name.clone(),
                unit: place.unit.clone(),
            };
            put(subject, 0.8, of_place(plan, place));
        }
    }
    for (at, announced) in sources.announced.iter().enumerate() {
        let mut fields = named(Part::Name, &announced.name).to_vec();
        fields.push(field(Part::Text, &*announced.text));
        put(Subject::Bulletin(at), 0.9, fields);
    }
    for (at, told) in sources.told.iter().enumerate() {
        let mut fields = named(Part::Name, &told.name).to_vec();
        fields.extend(named(Part::Text, &told.text));
        put(Subject::Rule(at), 0.8, fields);
    }
    Library::new(all)
}

fn of_target(plan: &Plan, target: &Target) -> Vec<Field> {
    let mut fields = named(Part::Name, &target.name).to_vec();
    fields.push(field(Part::Code, target.id.as_str()));
    fields.push(field(Part::Text, clean(&target.quote.text)));
    let leads = plan.leads(target).iter().filter_map(|id| plan.units.get(id));
    fields.extend(leads.map(|unit| field(Part::Beside, &*unit.name)));
    fields
}

fn of_place(plan: &Plan, place: &Place) -> Vec<Field> {
    let mut fields = vec![field(Part::Name, &*place.name), field(Part::Code, &*place.code)];
    if let Some(unit) = plan.units.get(&place.unit) {
        fields.push(field(Part::Beside, &*unit.name));
        fields.push(field(Part::Beside, &*unit.name_en));
    }
    let waters = [&place.water, &place.basin, &place.level].into_iter().flatten();
    fields.extend(waters.map(|water| field(Part::Text, &**water)));
    fields
}

/// The sorts of things by which what was found is told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// Targets.
    Target,
    /// Chapters, items and tasks.
    Document,
    /// Units.
    Unit,
    /// Ledgers.
    Ledger,
    /// Entries of ledgers, which are looked for in the ledgers themselves.
    Entry,
    /// Sections and stations.
    Place,
    /// Bulletins.
    Bulletin,
    /// Rules.
    Rule,
}

impl Sort {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 8] = [
        Self::Target,
        Self::Document,
        Self::Unit,
        Self::Ledger,
        Self::Entry,
        Self::Place,
        Self::Bulletin,
        Self::Rule,
    ];

    /// Its name in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Document => "plan",
            Self::Unit => "unit",
            Self::Ledger => "ledger",
            Self::Entry => "entry",
            Self::Place => "place",
            Self::Bulletin => "bulletin",
            Self::Rule => "rule",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == name)
    }
}

impl Subject {
    /// What sort of thing it is.
    pub fn sort(&self) -> Sort {
        match self {
            Self::Target(_) => Sort::Target,
            Self::Chapter(_) | Self::Item(_) | Self::Task(_) => Sort::Document,
            Self::Unit(_) => Sort::Unit,
            Self::Ledger(_) => Sort::Ledger,
            Self::Place { .. } => Sort::Place,
            Self::Bulletin(_) => Sort::Bulletin,
            Self::Rule(_) => Sort::Rule,
        }
    }
}
