//! What a target promises, by the keys that its kind asks for.

use yaodian_domain::{
    Decimal,
    observation::Source,
    plan::Name,
    target::{Authority, Bound, Cadence, Given, Kind as PromiseKind, Measure, Promise, Reference, Sense, Toward},
};

use crate::{
    problem::Kind,
    sheet::{Placed, Table},
};

const KINDS: [(&str, PromiseKind); 8] = [
    ("level", PromiseKind::Level),
    ("set-elsewhere", PromiseKind::SetElsewhere),
    ("count", PromiseKind::Count),
    ("share", PromiseKind::Share),
    ("not-worse", PromiseKind::NotWorse),
    ("deliverable", PromiseKind::Deliverable),
    ("duty", PromiseKind::Duty),
    ("statement", PromiseKind::Statement),
];
const SENSES: [(&str, Sense); 2] = [("at-least", Sense::AtLeast), ("at-most", Sense::AtMost)];
const CADENCES: [(&str, Cadence); 3] = [
    ("month", Cadence::Month),
    ("quarter", Cadence::Quarter),
    ("year", Cadence::Year),
];

/// Which way a count goes, before its stock is read.
#[derive(Clone, Copy)]
enum Course {
    Reach,
    RiseFrom,
    FallFrom,
    StayWithin,
}

const COURSES: [(&str, Course); 4] = [
    ("reach", Course::Reach),
    ("rise-from", Course::RiseFrom),
    ("fall-from", Course::FallFrom),
    ("stay-within", Course::StayWithin),
];

/// Reads `kind`. Where it is not understood, nobody can say which of the other keys belong here.
pub(crate) fn kind(table: &mut Table<'_>) -> Option<PromiseKind> {
    let kind = table.choice("kind", &KINDS);
    if kind.is_none() {
        table.forgive();
    }
    kind
}

/// Reads the keys that belong to `kind` from a target's table. Keys of other kinds stay in the
/// table and are reported as unknown when it is closed.
pub(crate) fn read(kind: PromiseKind, table: &mut Table<'_>) -> Option<Promise> {
    Some(match kind {
        PromiseKind::Level => {
            let (measure, bound) = (measure(table), bound(table));
            Promise::Level {
                measure: measure?,
                bound: bound?,
            }
        }
        PromiseKind::SetElsewhere => {
            let measure = measure(table);
            let authority = table.name("authority", "authority_en");
            let given = table.table_opt("given").map(given);
            let given = match given {
                Some(given) => Some(given?),
                None => None,
            };
            Promise::SetElsewhere {
                measure: measure?,
                authority: Authority::Body(authority?),
                given,
            }
        }
        PromiseKind::Count => return count(table),
        PromiseKind::Share => {
            let (measure, goal, inventory) = (measure(table), table.figure("goal"), table.figure_opt("inventory"));
            let inventory = match inventory {
                Some(inventory) => Some(positive(table, inventory)?),
                None => None,
            };
            let goal = percent(table, goal?)?;
            Promise::Share {
                measure: measure?,
                goal,
                inventory,
            }
        }
        PromiseKind::NotWorse => {
            let (measure, reference) = (measure(table), reference(table));
            Promise::NotWorse {
                measure: measure?,
                reference: reference?,
            }
        }
        PromiseKind::Deliverable => Promise::Deliverable,
        PromiseKind::Duty => Promise::Duty {
            cadence: cadence(table)?,
        },
        PromiseKind::Statement => Promise::Statement {
            cadence: cadence(table)?,
        },
    })
}

/// `goal`, and by `toward` from where and which way; from which stock (`stock`) it rises or falls.
fn count(table: &mut Table<'_>) -> Option<Promise> {
    let (measure, goal) = (measure(table), table.figure("goal"));
    let course = table.choice_or("toward", &COURSES, Course::Reach);
    let stock = match course {
        Some(Course::RiseFrom | Course::FallFrom) => table.figure("stock"),
        Some(Course::Reach | Course::StayWithin) => None,
        // Nobody can say whether it belongs here.
        None => table.figure_opt("stock"),
    };
    let most_per_day = match course {
        // What stays within its goal may come on one day.
        Some(Course::StayWithin) => None,
        _ => table.figure_opt("most_per_day"),
    };
    let most_per_day = match most_per_day {
        Some(most) => Some(above_zero(table, most)?),
        None => None,
    };
    let stock = match stock {
        Some(stock) => Some(not_negative(table, stock)?),
        None => None,
    };
    let toward = match (course?, stock) {
        (Course::Reach, _) => Toward::Reach,
        (Course::StayWithin, _) => Toward::StayWithin,
        (Course::RiseFrom, stock) => Toward::RiseFrom(stock?),
        (Course::FallFrom, stock) => Toward::FallFrom(stock?),
    };
    let goal = count_goal(table, toward, goal?)?;
    Some(Promise::Count {
        measure: measure?,
        goal,
        toward,
        most_per_day,
    })
}

/// A goal that a count can have, given which way it goes.
fn count_goal(table: &Table<'_>, toward: Toward, goal: Placed<Decimal>) -> Option<Decimal> {
    let place = goal.place.clone();
    let (goal, wrong) = match toward {
        Toward::Reach => return positive(table, goal),
        Toward::StayWithin => return not_negative(table, goal),
        Toward::RiseFrom(stock) => {
            let goal = positive(table, goal)?;
            (goal, (goal <= stock).then(|| format!("{goal} is no rise from {stock}")))
        }
        Toward::FallFrom(stock) => {
            let goal = not_negative(table, goal)?;
            (goal, (goal >= stock).then(|| format!("{goal} is no fall from {stock}")))
        }
    };
    match wrong {
        None => Some(goal),
        Some(message) => {
            table.report_at(&place, Kind::BadValue { message });
            None
        }
    }
}

/// A number that can take the place of the one that `promise` has.
pub(crate) fn number_for(promise: &Promise, table: &Table<'_>, number: Placed<Decimal>) -> Option<Decimal> {
    match promise {
        Promise::Count { toward, .. } => count_goal(table, *toward, number),
        Promise::Share { .. } => percent(table, number),
        _ => Some(number.value),
    }
}

/// The unit of measure and what is counted. A sign such as `%` is the same in English.
pub(crate) fn measure(table: &mut Table<'_>) -> Option<Measure> {
    let unit = unit(table);
    let (zh, en) = (table.text_opt("counted"), table.text_opt("counted_en"));
    let counted = match (zh, en) {
        (Some(zh), Some(en)) => Some(Name {
            zh: zh.value,
            en: en.value,
        }),
        (None, None) => None,
        (zh, _) => {
            let key = if zh.is_some() { "counted_en" } else { "counted" };
            table.report(Kind::Missing { key: key.to_owned() });
            None
        }
    };
    Some(Measure { unit: unit?, counted })
}

/// The unit of measure alone.
pub(crate) fn unit(table: &mut Table<'_>) -> Option<Name> {
    let (zh, en) = (table.text("unit"), table.text_opt("unit_en"));
    let zh = zh?.value;
    Some(Name {
        en: en.map_or_else(|| zh.clone(), |en| en.value),
        zh,
    })
}

fn bound(table: &mut Table<'_>) -> Option<Bound> {
    if table.has("at_least") == table.has("at_most") {
        table.report(Kind::OneBound);
    }
    match (table.figure_opt("at_least"), table.figure_opt("at_most")) {
        (Some(floor), None) => Some(Bound {
            sense: Sense::AtLeast,
            value: floor.value,
        }),
        (None, Some(ceiling)) => Some(Bound {
            sense: Sense::AtMost,
            value: ceiling.value,
        }),
        _ => None,
    }
}

fn given(mut table: Table<'_>) -> Option<Given> {
    let bound = bound(&mut table);
    let source = source(&mut table);
    table.close();
    Some(Given {
        bound: bound?,
        source: source?,
    })
}

/// A publication, as it would be cited.
pub(crate) fn source(table: &mut Table<'_>) -> Option<Source> {
    let (title, published_on, url) = (table.text("title"), table.date("published_on"), table.text_opt("url"));
    Some(Source {
        title: title?.value,
        published_on: published_on?.value,
        url: url.map(|url| url.value),
    })
}

fn reference(table: &mut Table<'_>) -> Option<Reference> {
    let Some(last_year) = table.choice("against", &[("last-year", true), ("whole", false)]) else {
        table.forgive();
        return None;
    };
    if last_year {
        let given = table.has("value");
        let (sense, value) = (table.choice("sense", &SENSES), table.figure_opt("value"));
        let known_on = table.date_opt("known_on");
        if known_on.is_some() && !given {
            table.report(Kind::Missing {
                key: "value".to_owned(),
            });
        }
        Some(Reference::LastYear {
            sense: sense?,
            value: value.map(|value| value.value),
            known_on: known_on.map(|day| day.value),
        })
    } else {
        let of = match table.figure_opt("of") {
            Some(of) => Some(positive(table, of)?),
            None => None,
        };
        Some(Reference::Whole { of })
    }
}

/// Once a quarter where nothing else is said.
fn cadence(table: &mut Table<'_>) -> Option<Cadence> {
    table.choice_or("cadence", &CADENCES, Cadence::Quarter)
}

/// `figure`, if `good`; reported as not being `wanted` where it is not.
fn held_to(table: &Table<'_>, figure: Placed<Decimal>, good: bool, wanted: &str) -> Option<Decimal> {
    if !good {
        let message = format!("{} is not {wanted}", figure.value);
        table.report_at(&figure.place, Kind::BadValue { message });
    }
    good.then_some(figure.value)
}

pub(crate) fn positive(table: &Table<'_>, figure: Placed<Decimal>) -> Option<Decimal> {
    let good = figure.value > Decimal::ZERO && figure.value.fract().is_zero();
    held_to(table, figure, good, "a whole number above zero")
}

pub(crate) fn not_negative(table: &Table<'_>, figure: Placed<Decimal>) -> Option<Decimal> {
    let good = figure.value >= Decimal::ZERO && figure.value.fract().is_zero();
    held_to(table, figure, good, "a whole number from zero up")
}

pub(crate) fn above_zero(table: &Table<'_>, figure: Placed<Decimal>) -> Option<Decimal> {
    let good = figure.value > Decimal::ZERO;
    held_to(table, figure, good, "a figure above zero")
}

fn percent(table: &Table<'_>, figure: Placed<Decimal>) -> Option<Decimal> {
    let good = figure.value > Decimal::ZERO && figure.value <= Decimal::ONE_HUNDRED;
    held_to(table, figure, good, "a share above 0 and up to 100")
}

/// A figure within 0 to 100.
pub(crate) fn of_hundred(table: &Table<'_>, figure: Placed<Decimal>) -> Option<Decimal> {
    let good = figure.value >= Decimal::ZERO && figure.value <= Decimal::ONE_HUNDRED;
    held_to(table, figure, good, "within 0 to 100")
}
