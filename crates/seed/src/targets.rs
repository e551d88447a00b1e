//! The targets of `plan.toml`: each with its words in the text and the units that report it.

use yaodian_domain::{
    Date, Decimal,
    allocation::Allocation,
    decision::Decisions,
    id::{TargetId, UnitId},
    plan::{Chapter, Span, Task},
    target::{Home, Quote, Target},
    time::DaySpan,
};

use crate::{
    method::{self, About},
    outline::Text,
    problem::{Kind, Log},
    promise,
    sheet::{Place, Placed, Table},
    text::occurrences,
    units::{GROUPS, Units},
};

/// How long a target's name may be, in characters, so that it fits a list's column.
const LONGEST_NAME: usize = 16;

/// What targets are read against.
pub(crate) struct Ground<'a> {
    pub text: &'a Text<'a>,
    pub headline: Span,
    pub chapters: &'a [Chapter],
    pub units: &'a Units,
    pub year: i16,
}

impl Ground<'_> {
    fn log(&self) -> &Log {
        self.text.log
    }

    fn tasks(&self) -> impl Iterator<Item = &Task> {
        self.chapters
            .iter()
            .flat_map(|chapter| &chapter.items)
            .flat_map(|item| &item.tasks)
    }

    /// The place of `quote` within `span`, where it must stand once.
    pub fn find(&self, quote: &Placed<String>, span: Span, place: &str) -> Option<Span> {
        let found = occurrences(self.text.words, span, &quote.value);
        let kind = match found.as_slice() {
            [only] => return Some(*only),
            [] => Kind::QuoteNotFound {
                place: place.to_owned(),
            },
            many => Kind::QuoteNotUnique {
                place: place.to_owned(),
                times: many.len(),
            },
        };
        self.log().add(quote.place.problem(kind));
        None
    }
}

/// The targets that were read, and what is known of those that were reported and left out: an
/// error in one is not to be followed by complaints about what it would have settled.
#[derive(Default)]
pub(crate) struct Read {
    /// In the order of the text.
    pub targets: Vec<Target>,
    /// The ids of those left out.
    pub left_out: Vec<String>,
    /// Where the words of those left out stand, as far as is known: the quote, or else the task.
    pub left_open: Vec<Span>,
}

impl Read {
    /// The place of the target called `id` among those that were read; reported where there is none
    /// of that name.
    pub fn find(&self, id: &Placed<String>, log: &Log) -> Option<usize> {
        let found = self.targets.iter().position(|target| target.id.as_str() == id.value);
        if found.is_none() && !self.left_out.contains(&id.value) {
            log.add(id.place.problem(Kind::NoSuchTarget { id: id.value.clone() }));
        }
        found
    }
}

/// Reads all targets.
pub(crate) fn read(tables: Vec<Table<'_>>, ground: &Ground<'_>) -> Read {
    let mut out = Read::default();
    let mut read: Vec<(Target, Place)> = Vec::new();
    for table in tables {
        let Some((target, place)) = one(table, ground, &mut out) else {
            continue;
        };
        if read.iter().any(|(other, _)| other.id == target.id) {
            let kind = Kind::Taken {
                name: target.id.to_string(),
                by: "another target".to_owned(),
            };
            ground.log().add(place.problem(kind));
        } else {
            read.push((target, place));
        }
    }
    read.sort_by_key(|(target, _)| target.quote.span);
    overlaps(&read, ground);
    out.targets = read.into_iter().map(|(target, _)| target).collect();
    gaps(&out, ground);
    out
}

fn one(mut table: Table<'_>, ground: &Ground<'_>, out: &mut Read) -> Option<(Target, Place)> {
    let place = table.place.clone();
    let id = table.text("id");
    let home = home(&mut table, ground);
    let quote = table.text("quote");
    let name = short_name(&mut table, ground);
    let term = term(&mut table, ground);
    let named = table.texts_opt("reported_by");
    let note = table.text_opt("note").map(|note| note.value);
    // Last: where the kind is not understood, it forgives whatever keys are left.
    let kind = promise::kind(&mut table);
    let promise = kind.and_then(|kind| promise::read(kind, &mut table));

    let called = id.as_ref().map(|id| id.value.clone());
    let id: Option<TargetId> = id.and_then(|id| id.id(ground.log()));
    let stretch = home.as_ref().map(|home| match home {
        Where::Headline(_) => (ground.headline, "the headline statement".to_owned()),
        Where::Task(task) => (task.span, format!("the words of task {}", task.id)),
    });
    let quote = quote.zip(stretch.as_ref()).and_then(|(quote, (within, called))| {
        let span = ground.find(&quote, *within, called)?;
        let text = quote.value;
        Some(Quote { text, span })
    });
    let reporters = home
        .as_ref()
        .map(|home| reporters(home, named.as_deref(), &table, ground));
    let method = kind.and_then(|kind| {
        let about = About {
            kind,
            promise: promise.as_ref(),
            term,
            // Nobody at all was reported already.
            reporters: reporters.as_ref().map(Vec::len).filter(|count| *count > 0),
        };
        method::read(&mut table, &about)
    });
    table.close();
    let open = quote
        .as_ref()
        .map(|quote| quote.span)
        .or(stretch.map(|(within, _)| within));
    let what = promise.zip(method);
    let all = (id, home, quote, name, what, term, reporters);
    if let (Some(id), Some(home), Some(quote), Some(name), Some((promise, method)), Some(term), Some(reporters)) = all {
        let home = match home {
            Where::Headline(commitment) => Home::Headline { commitment },
            Where::Task(task) => Home::Task { id: task.id.clone() },
        };
        Some((
            Target {
                id,
                home,
                quote,
                name,
                promise,
                term,
                reporters,
                note,
                method,
                decisions: Decisions::default(),
            },
            place,
        ))
    } else {
        out.left_out.extend(called);
        out.left_open.extend(open);
        None
    }
}

enum Where<'a> {
    Headline(u16),
    Task(&'a Task),
}

fn home<'g>(table: &mut Table<'_>, ground: &'g Ground<'_>) -> Option<Where<'g>> {
    if table.has("headline") == table.has("task") {
        table.report(Kind::ExactlyOne {
            keys: "headline, task".to_owned(),
        });
    }
    match (table.whole_opt("headline", 1..=999), table.text_opt("task")) {
        (Some(commitment), None) => Some(Where::Headline(u16::try_from(commitment.value).ok()?)),
        (None, Some(wanted)) => {
            let task = ground.tasks().find(|task| task.id.as_str() == wanted.value);
            if task.is_none() {
                ground
                    .log()
                    .add(wanted.place.problem(Kind::NoSuchTask { task: wanted.value }));
            }
            task.map(Where::Task)
        }
        _ => None,
    }
}

fn short_name(table: &mut Table<'_>, ground: &Ground<'_>) -> Option<yaodian_domain::plan::Name> {
    let (zh, en) = (table.text("name"), table.text("name_en"));
    let zh = zh?;
    let length = zh.value.chars().count();
    if length > LONGEST_NAME {
        ground.log().add(zh.place.problem(Kind::TooLong {
            length,
            most: LONGEST_NAME,
        }));
    }
    Some(yaodian_domain::plan::Name {
        zh: zh.value,
        en: en?.value,
    })
}

/// The plan's year, unless the target says from when it counts or when it is due.
fn term(table: &mut Table<'_>, ground: &Ground<'_>) -> Option<DaySpan> {
    let year = DaySpan::year(ground.year);
    let from = table.date_opt("from").map_or(year.from(), |from| from.value);
    let due = table.date_opt("due");
    let to: Date = due.as_ref().map_or(year.to(), |due| due.value);
    DaySpan::new(from, to)
        .map_err(|error| {
            let place = due.map_or_else(|| table.place.clone(), |due| due.place);
            ground.log().add(place.problem(Kind::BadValue {
                message: error.to_string(),
            }));
        })
        .ok()
}

/// Who reports: the first-named lead unit, unless the target says otherwise.
fn reporters(
    home: &Where<'_>,
    named: Option<&[Placed<String>]>,
    table: &Table<'_>,
    ground: &Ground<'_>,
) -> Vec<UnitId> {
    let lead = |named: &[Placed<String>]| matches!(named, [only] if only.value == "lead");
    match (home, named.filter(|named| !lead(named))) {
        (Where::Headline(_), None) => {
            table.report(Kind::NobodyNamed);
            Vec::new()
        }
        (Where::Headline(_), Some(named)) => ground.units.meant(named, ground.log()),
        (Where::Task(task), None) => {
            let first = task.assignment.lead.first();
            if first.is_none() {
                table.report(Kind::NobodyNamed);
            }
            first.into_iter().cloned().collect()
        }
        (Where::Task(task), Some(named)) => {
            let units = ground.units.meant(named, ground.log());
            for name in named {
                let group = GROUPS.iter().any(|(group, _)| *group == name.value);
                let apart = |id: &UnitId| task.assignment.role_of(id).is_none();
                let outside = if group {
                    units.iter().any(apart)
                } else {
                    ground.units.find(&name.value).is_some_and(apart)
                };
                if outside {
                    let kind = Kind::NotAssigned {
                        name: name.value.clone(),
                        task: task.id.to_string(),
                    };
                    ground.log().add(name.place.problem(kind));
                }
            }
            units
        }
    }
}

/// The page marks each promise in the text: two marks must be one, or stand apart.
fn overlaps(targets: &[(Target, Place)], ground: &Ground<'_>) {
    for pair in targets.windows(2) {
        let [(before, _), (after, place)] = pair else { continue };
        if before.quote.span != after.quote.span && after.quote.span.start < before.quote.span.end {
            ground.log().add(place.problem(Kind::QuotesOverlap {
                other: before.id.to_string(),
            }));
        }
    }
}

/// Tasks and commitments that nothing is promised in.
fn gaps(read: &Read, ground: &Ground<'_>) {
    for task in ground.tasks() {
        let has = |target: &Target| matches!(&target.home, Home::Task { id } if id == &task.id);
        let left_open = read.left_open.iter().any(|open| task.span.covers(*open));
        if !left_open && !read.targets.iter().any(has) {
            let place = ground.text.place(task.span.start, format!("task {}", task.id));
            ground.log().add(place.problem(Kind::TaskWithoutTarget {
                task: task.id.to_string(),
            }));
        }
    }
    if read.left_open.iter().any(|open| ground.headline.covers(*open)) {
        return;
    }
    let numbers: Vec<u16> = read
        .targets
        .iter()
        .filter_map(|target| match target.home {
            Home::Headline { commitment } => Some(commitment),
            Home::Task { .. } | Home::Carried { .. } => None,
        })
        .collect();
    for number in 1..numbers.iter().copied().max().unwrap_or_default() {
        if !numbers.contains(&number) {
            let place = ground.text.place(ground.headline.start, "headline");
            ground.log().add(place.problem(Kind::CommitmentMissing { number }));
        }
    }
}

/// The units' shares, where the office has set them.
pub(crate) fn allocations(tables: Vec<Table<'_>>, read: &Read, ground: &Ground<'_>) -> Vec<Allocation> {
    let mut allocations: Vec<Allocation> = Vec::new();
    for mut table in tables {
        let (id, unit) = (table.text("target"), table.texts("unit"));
        let (goal, inventory) = (table.figure("goal"), table.figure_opt("inventory"));
        let given_on = table.date_opt("given_on").map(|day| day.value);
        let target = id
            .and_then(|id| read.find(&id, ground.log()))
            .and_then(|at| read.targets.get(at));
        let units = unit
            .map(|unit| ground.units.meant(&unit, ground.log()))
            .unwrap_or_default();
        if let (Some(target), Some(goal)) = (target, goal) {
            for unit in units {
                if allocations
                    .iter()
                    .any(|other| other.target == target.id && other.unit == unit)
                {
                    let name = format!("{} of {unit}", target.id);
                    table.report(Kind::Taken {
                        name,
                        by: "another allocation".to_owned(),
                    });
                }
                let inventory: Option<Decimal> = inventory.as_ref().map(|inventory| inventory.value);
                allocations.push(Allocation {
                    target: target.id.clone(),
                    unit,
                    goal: goal.value,
                    inventory,
                    given_on,
                    withdrawn_on: None,
                });
            }
        }
        table.close();
    }
    allocations
}
