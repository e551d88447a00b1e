//! How a target is judged, where its table says so.
//!
//! * `comparison = "rounded"` or `"exact"` (GB/T 8170-2008, 4.3);
//! * `roll_up = "total"`, `"latest"`, `"worst"`, `"units-delivered"`, or `"units-meeting"` with
//!   what each unit must keep: `each_at_most = 35` or `each_at_least = …`;
//! * `schedule = "linear"`, or `"milestones"` or `"monthly"` with one `[[target.milestone]]` for
//!   each day: `by = 2023-06-30`, `reach = 40`;
//! * `samples_planned = 365`: the parts of the term weigh by samples.
//!
//! What would change nothing for a kind of target is refused and not passed over.

use yaodian_domain::{
    Date, Decimal,
    method::{Comparison, Method, Milestone, RollUp, Schedule, Weight},
    target::{Bound, Kind as PromiseKind, Promise, Reference, Sense, Toward},
    time::DaySpan,
};

use crate::{
    problem::Kind,
    promise::{above_zero, of_hundred},
    sheet::{Placed, Table},
};

const COMPARISONS: [(&str, Comparison); 2] = [("rounded", Comparison::Rounded), ("exact", Comparison::Exact)];

/// How units' figures are put together, before the bound of each is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Together {
    Total,
    Latest,
    Worst,
    UnitsMeeting,
    UnitsDelivered,
}

const TOGETHER: [(&str, Together); 5] = [
    ("total", Together::Total),
    ("latest", Together::Latest),
    ("worst", Together::Worst),
    ("units-meeting", Together::UnitsMeeting),
    ("units-delivered", Together::UnitsDelivered),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Timing {
    Linear,
    Milestones,
    Monthly,
}

const TIMINGS: [(&str, Timing); 3] = [
    ("linear", Timing::Linear),
    ("milestones", Timing::Milestones),
    ("monthly", Timing::Monthly),
];

/// What is known of a target when its method is read; `None` for what was reported already.
pub(crate) struct About<'a> {
    pub kind: PromiseKind,
    pub promise: Option<&'a Promise>,
    pub term: Option<DaySpan>,
    /// How many units report it.
    pub reporters: Option<usize>,
}

/// Reads the keys of the method that belong to the target's kind.
pub(crate) fn read(table: &mut Table<'_>, about: &About<'_>) -> Option<Method> {
    let roll_up = about.roll_up(table);
    let counts_units = roll_up.is_some_and(|roll_up| matches!(roll_up, RollUp::UnitsMeeting(_)));
    let comparison = match about.kind {
        PromiseKind::Deliverable | PromiseKind::Duty | PromiseKind::Statement => Some(None),
        _ => about.comparison(table, counts_units),
    };
    let schedule = match about.kind {
        PromiseKind::Count | PromiseKind::Share | PromiseKind::Deliverable if !counts_units => about.schedule(table),
        _ => Some(Schedule::Linear),
    };
    let weight = match about.kind {
        PromiseKind::Level | PromiseKind::SetElsewhere => weight(table),
        _ => Some(Weight::Days),
    };
    Some(Method {
        comparison: comparison?,
        roll_up: roll_up?,
        schedule: schedule?,
        weight: weight?,
    })
}

fn weight(table: &mut Table<'_>) -> Option<Weight> {
    let there = table.has("samples_planned");
    match table.figure_opt("samples_planned") {
        Some(planned) => above_zero(table, planned).map(|planned| Weight::Samples { planned }),
        None => (!there).then_some(Weight::Days),
    }
}

fn wrong<T>(place: &crate::place::Place, table: &Table<'_>, message: impl Into<String>) -> Option<T> {
    let message = message.into();
    table.report_at(place, Kind::BadValue { message });
    None
}

impl About<'_> {
    /// Counts of things are compared as they are: rounding them would change nothing, or too much.
    #[expect(clippy::option_option, reason = "not given is not the same as not understood")]
    fn comparison(&self, table: &mut Table<'_>, counts_units: bool) -> Option<Option<Comparison>> {
        let place = table.place_of("comparison");
        let comparison = table.choice_opt("comparison", &COMPARISONS);
        let Some(place) = place else { return Some(None) };
        let comparison = comparison?;
        let of_things = match self.promise {
            Some(Promise::Count { .. }) => !counts_units,
            Some(Promise::NotWorse { reference, .. }) => matches!(reference, Reference::Whole { .. }),
            _ => false,
        };
        if of_things && comparison == Comparison::Rounded {
            return wrong(
                &place,
                table,
                "things are counted exactly — write exact or leave it out",
            );
        }
        Some(Some(comparison))
    }

    fn roll_up(&self, table: &mut Table<'_>) -> Option<RollUp> {
        let place = table.place_of("roll_up");
        let together = table.choice_opt("roll_up", &TOGETHER);
        let Some(place) = place else { return Some(RollUp::Total) };
        let bound = match together {
            Some(Together::UnitsMeeting) => Some(each(table)),
            Some(_) => None,
            None => {
                // Nobody can say whether they belong here.
                let _ = (table.figure_opt("each_at_least"), table.figure_opt("each_at_most"));
                None
            }
        };
        let together = together?;
        let toward = match self.promise {
            Some(Promise::Count { toward, .. }) => Some(*toward),
            _ => None,
        };
        let counts_units = matches!(together, Together::UnitsMeeting | Together::UnitsDelivered);
        if counts_units && self.kind != PromiseKind::Count {
            return wrong(&place, table, "units are counted — it belongs to kind = \"count\"");
        }
        let way = match together {
            Together::UnitsMeeting => matches!(toward, None | Some(Toward::Reach | Toward::StayWithin)),
            Together::UnitsDelivered => matches!(toward, None | Some(Toward::Reach)),
            _ => true,
        };
        if !way {
            return wrong(&place, table, "units that are counted do not go that way — see toward");
        }
        if together == Together::Worst && matches!(self.kind, PromiseKind::Duty | PromiseKind::Statement) {
            return wrong(&place, table, "words have no worst — choose total or latest");
        }
        if together != Together::Total && self.reporters.is_some_and(|reporters| reporters < 2) {
            return wrong(
                &place,
                table,
                "one unit reports it alone — there is nothing to put together",
            );
        }
        if counts_units
            && let (Some(Promise::Count { goal, .. }), Some(reporters)) = (self.promise, self.reporters)
            && *goal > Decimal::from(reporters)
        {
            let message = format!("{goal} units are to be counted, and {reporters} report");
            return wrong(&place, table, message);
        }
        Some(match together {
            Together::Total => RollUp::Total,
            Together::Latest => RollUp::Latest,
            Together::Worst => RollUp::Worst,
            Together::UnitsMeeting => RollUp::UnitsMeeting(bound??),
            Together::UnitsDelivered => RollUp::UnitsDelivered,
        })
    }

    fn schedule(&self, table: &mut Table<'_>) -> Option<Schedule> {
        let (there, has_milestones) = (table.has("schedule"), table.has("milestone"));
        let timing = match table.choice_opt("schedule", &TIMINGS) {
            None if !there && has_milestones => {
                table.report(Kind::Missing {
                    key: "schedule".to_owned(),
                });
                None
            }
            None if !there => Some(Timing::Linear),
            timing => timing,
        };
        if timing == Some(Timing::Linear) {
            // Milestones would change nothing: they stay in the table and are called unknown.
            return Some(Schedule::Linear);
        }
        if timing.is_some() && !has_milestones {
            table.report(Kind::Missing {
                key: "milestone".to_owned(),
            });
        }
        let milestones = self.milestones(table);
        if timing == Some(Timing::Monthly) && self.toward() == Some(Toward::StayWithin) {
            table.report(Kind::BadValue {
                message: "what stays within its goal misses no month — choose schedule = \"milestones\"".to_owned(),
            });
            return None;
        }
        match timing? {
            Timing::Linear => Some(Schedule::Linear),
            Timing::Milestones => Some(Schedule::Milestones(milestones?)),
            Timing::Monthly => Some(Schedule::Monthly(milestones?)),
        }
    }

    fn toward(&self) -> Option<Toward> {
        match self.promise {
            Some(Promise::Count { toward, .. }) => Some(*toward),
            _ => None,
        }
    }

    /// The milestones in the order of their days; `None` where one of them is wrong.
    fn milestones(&self, table: &mut Table<'_>) -> Option<Vec<Milestone>> {
        let mut all: Vec<Milestone> = Vec::new();
        let mut good = true;
        for mut table in table.tables("milestone", "by") {
            let (by, reach) = (table.date("by"), table.figure("reach"));
            let before = all.last().copied();
            let by = by.and_then(|by| self.day(by, before, &table));
            let reach = reach.and_then(|reach| self.reach(reach, before, &table));
            table.close();
            match (by, reach) {
                (Some(by), Some(reach)) => all.push(Milestone { by, reach }),
                _ => good = false,
            }
        }
        (good && !all.is_empty()).then_some(all)
    }

    fn day(&self, by: Placed<Date>, before: Option<Milestone>, table: &Table<'_>) -> Option<Date> {
        if let Some(term) = self.term
            && !term.contains(by.value)
        {
            let message = format!("{} is not within {} to {}", by.value, term.from(), term.to());
            return wrong(&by.place, table, message);
        }
        match before {
            Some(before) if by.value <= before.by => {
                let message = format!("{} does not lie after {}", by.value, before.by);
                wrong(&by.place, table, message)
            }
            _ => Some(by.value),
        }
    }

    fn reach(&self, reach: Placed<Decimal>, before: Option<Milestone>, table: &Table<'_>) -> Option<Decimal> {
        let place = reach.place.clone();
        let reach = match self.kind {
            PromiseKind::Count => crate::promise::not_negative(table, reach)?,
            _ => of_hundred(table, reach)?,
        };
        let (falls, goal) = match self.promise {
            Some(Promise::Count { goal, toward, .. }) => (matches!(toward, Toward::FallFrom(_)), Some(*goal)),
            Some(Promise::Share { goal, .. }) => (false, Some(*goal)),
            _ => (false, None),
        };
        let beyond = |a: Decimal, b: Decimal| if falls { a < b } else { a > b };
        if let Some(goal) = goal
            && beyond(reach, goal)
        {
            return wrong(&place, table, format!("{reach} is beyond the goal {goal}"));
        }
        if let Some(Toward::FallFrom(stock) | Toward::RiseFrom(stock)) = self.toward()
            && beyond(stock, reach)
        {
            return wrong(&place, table, format!("{reach} is behind the stock {stock}"));
        }
        match before {
            Some(before) if beyond(before.reach, reach) => {
                let message = format!("{reach} is behind the {} of {}", before.reach, before.by);
                wrong(&place, table, message)
            }
            _ => Some(reach),
        }
    }
}

/// What each unit must keep so that it counts.
fn each(table: &mut Table<'_>) -> Option<Bound> {
    let (floor, ceiling) = ("each_at_least", "each_at_most");
    if table.has(floor) == table.has(ceiling) {
        table.report(Kind::ExactlyOne {
            keys: format!("{floor}, {ceiling}"),
        });
    }
    let bound = |sense, value: Placed<Decimal>| {
        Some(Bound {
            sense,
            value: value.value,
        })
    };
    match (table.figure_opt(floor), table.figure_opt(ceiling)) {
        (Some(value), None) => bound(Sense::AtLeast, value),
        (None, Some(value)) => bound(Sense::AtMost, value),
        _ => None,
    }
}
