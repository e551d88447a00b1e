//! What a target promises, by the keys that its kind asks for.

use yaodian_domain::{
    observation::Source,
    plan::Name,
    target::{Authority, Bound, Cadence, Given, Kind as PromiseKind, Measure, Promise, Reference, Sense},
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

/// Reads `kind` and the keys that belong to it from a target's table. Keys of other kinds stay in
/// the table and are reported as unknown when it is closed.
pub(crate) fn read(table: &mut Table<'_>) -> Option<Promise> {
    let Some(kind) = table.choice("kind", &KINDS) else {
        table.forgive();
        return None;
    };
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
        PromiseKind::Count => {
            let (measure, goal) = (measure(table), table.figure("goal"));
            Promise::Count {
                measure: measure?,
                goal: positive(table, goal?)?,
            }
        }
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
        let (sense, value) = (table.choice("sense", &SENSES), table.figure_opt("value"));
        Some(Reference::LastYear {
            sense: sense?,
            value: value.map(|value| value.value),
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
    if table.has("cadence") {
        table.choice("cadence", &CADENCES)
    } else {
        Some(Cadence::Quarter)
    }
}

fn positive(table: &Table<'_>, figure: Placed<yaodian_domain::Decimal>) -> Option<yaodian_domain::Decimal> {
    if figure.value > yaodian_domain::Decimal::ZERO && figure.value.fract().is_zero() {
        return Some(figure.value);
    }
    table.report_at(
        &figure.place,
        Kind::BadValue {
            message: format!("{} is not a whole number above zero", figure.value),
        },
    );
    None
}

fn percent(table: &Table<'_>, figure: Placed<yaodian_domain::Decimal>) -> Option<yaodian_domain::Decimal> {
    if figure.value > yaodian_domain::Decimal::ZERO && figure.value <= yaodian_domain::Decimal::ONE_HUNDRED {
        return Some(figure.value);
    }
    table.report_at(
        &figure.place,
        Kind::BadValue {
            message: format!("{} is not a share above 0 and up to 100", figure.value),
        },
    );
    None
}
