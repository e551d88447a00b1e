//! From what was measured to the figures of targets, day by day of knowledge.

use std::collections::BTreeSet;

use jiff::{ToSpan as _, civil::Date};
use rust_decimal::Decimal;
use yaodian_domain::{
    id::TargetId,
    ledger::{Among, Feed, Monitored, Network},
    number,
    observation::{Figure, Observation, Provenance},
    plan::Plan,
    time::DaySpan,
};

use super::{
    air,
    record::{AirRecord, WaterRecord},
    register::{Place, Register, among},
    water::{self, year_before},
};
use crate::{
    air::{CitySet, Pollutant, Rules, Statistics},
    water::WaterClass,
};

/// A network: its register, and what was measured.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The register.
    pub register: Register,
    /// What was measured.
    pub record: Record,
}

/// What was measured, by network.
#[derive(Debug, Clone)]
pub enum Record {
    /// Of water.
    Water(WaterRecord),
    /// Of air.
    Air(AirRecord),
}

impl Measured {
    /// Which network it is.
    pub const fn network(&self) -> Network {
        match self.record {
            Record::Water(_) => Network::Water,
            Record::Air(_) => Network::Air,
        }
    }

    /// What was measured of water, if it is that.
    pub const fn water(&self) -> Option<&WaterRecord> {
        match &self.record {
            Record::Water(record) => Some(record),
            Record::Air(_) => None,
        }
    }

    /// What was measured of air, if it is that.
    pub const fn air(&self) -> Option<&AirRecord> {
        match &self.record {
            Record::Air(record) => Some(record),
            Record::Water(_) => None,
        }
    }
}

/// What a set of places comes to over a stretch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing<'r> {
    /// The figure; `None` where nothing was measured.
    pub figure: Option<Figure>,
    /// What it counts, in the order of codes.
    pub places: Vec<(&'r Place, Counted)>,
    /// Of how many places, or cities of air, there is no result.
    pub without: usize,
}

/// What one place counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// It is among those that the figure counts: a good section.
    In(WaterClass),
    /// It has a result, and is not.
    Out(WaterClass),
    /// It has none.
    Without,
    /// A station of a city, which is counted as a whole.
    OfCity,
}

impl Standing<'_> {
    /// Whether every place has a result, so that the figure is one of the whole set. Only then it judges.
    pub fn is_whole(&self) -> bool {
        self.without == 0 && self.figure.is_some()
    }
}

/// What the places of a set come to over a stretch, as known on a day.
pub fn standing<'r>(
    measured: &'r Measured,
    figure: Monitored,
    set: &Among,
    span: DaySpan,
    as_of: Date,
) -> Standing<'r> {
    let places = among(&measured.register, set, span, as_of);
    match &measured.record {
        Record::Water(record) => of_water(record, figure, places, span, as_of),
        Record::Air(record) => of_air(record, figure, set, places, span, as_of),
    }
}

fn of_water<'r>(
    record: &WaterRecord,
    figure: Monitored,
    places: Vec<&'r Place>,
    span: DaySpan,
    as_of: Date,
) -> Standing<'r> {
    let counts = |place: &Place, class: WaterClass| match figure {
        Monitored::GoodWater => Some(class.is_good()),
        Monitored::WorstWater => Some(class == WaterClass::InferiorV),
        Monitored::WaterOfClass { class: least } => Some(class.index() < usize::from(least)),
        Monitored::WaterOnTarget => Some(class <= place.target?),
        Monitored::FineParticles | Monitored::GoodAirDays | Monitored::HeavyAirDays => None,
    };
    let one = |place: &'r Place| {
        let class = water::assessed(record, place, span, as_of)
            .grade
            .and_then(|grade| grade.class);
        let counted = class.and_then(|class| Some((class, counts(place, class)?)));
        let counted = match counted {
            Some((class, true)) => Counted::In(class),
            Some((class, false)) => Counted::Out(class),
            None => Counted::Without,
        };
        (place, counted)
    };
    // A section without a target class has none to keep.
    let wanted = |place: &&Place| figure != Monitored::WaterOnTarget || place.target.is_some();
    let places: Vec<_> = places.into_iter().filter(wanted).map(one).collect();
    let number = |wanted: fn(&Counted) -> bool| places.iter().filter(|(_, counted)| wanted(counted)).count();
    let done = number(|counted| matches!(counted, Counted::In(_)));
    let without = number(|counted| *counted == Counted::Without);
    let of = places.len() - without;
    Standing {
        figure: (of > 0).then(|| Figure::Counts {
            done: Decimal::from(done),
            of: Some(Decimal::from(of)),
        }),
        without,
        places,
    }
}

fn of_air<'r>(
    record: &AirRecord,
    figure: Monitored,
    set: &Among,
    places: Vec<&'r Place>,
    span: DaySpan,
    as_of: Date,
) -> Standing<'r> {
    let cities = air::over(record, &places, span, as_of);
    let rules = Rules::on(span.to()).unwrap_or(Rules::LATEST);
    // Cities that are wanted and have no station are without a result too.
    let mut names: BTreeSet<String> = set.units.iter().map(ToString::to_string).collect();
    names.extend(cities.iter().map(|city| city.city.to_string()));
    let wanted = CitySet {
        name: String::new(),
        cities: names.into_iter().collect(),
    };
    let valid = |statistics: &&Statistics| {
        let own = |pollutant: Pollutant| {
            statistics
                .pollutant(pollutant)
                .is_some_and(crate::air::PollutantStatistics::is_valid)
        };
        match figure {
            Monitored::FineParticles => own(Pollutant::Pm25),
            // A day counts where all six are there.
            _ => Pollutant::ALL.into_iter().all(own),
        }
    };
    let of_city = |name: &str| {
        let city = cities.iter().find(|city| city.city.as_str() == name)?;
        Some(&city.statistics).filter(valid)
    };
    // Whatever was measured is shown; only what is valid makes the set whole.
    let figures = wanted.figures(rules, 1, |name| {
        let city = cities.iter().find(|city| city.city.as_str() == name)?;
        Some(&city.statistics)
    });
    let days = |part: u32| {
        (figures.valid > 0).then(|| Figure::Counts {
            done: Decimal::from(part),
            of: Some(Decimal::from(figures.valid)),
        })
    };
    let figure = match figure {
        Monitored::FineParticles => {
            let mean = figures.means.get(Pollutant::Pm25.place()).and_then(|mean| mean.value);
            mean.map(|value| Figure::Amount { value })
        }
        Monitored::GoodAirDays => days(figures.good),
        Monitored::HeavyAirDays => days(figures.heavy),
        _ => None,
    };
    Standing {
        figure,
        without: wanted.cities.iter().filter(|name| of_city(name).is_none()).count(),
        places: places.into_iter().map(|place| (place, Counted::OfCity)).collect(),
    }
}

/// What measurements say of the targets of a plan, known up to `today`: for every month that is over the
/// term so far, from the day on which all of it was known, and anew whenever that changed.
///
/// A figure speaks only where every place of its set has a result ([`Standing::is_whole`]): of a part
/// of the sections nobody is judged.
pub fn observations(plan: &Plan, measured: &Measured, today: Date) -> Vec<(TargetId, Observation)> {
    let mut all = Vec::new();
    for feed in &measured.register.ledger.feeds {
        let Feed::Monitored { target, figure, among } = feed else {
            continue;
        };
        let Some(found) = plan.target(target) else { continue };
        for span in ends(found.term, today) {
            observe(measured, target, *figure, among, span, today, &mut all);
        }
    }
    all.sort_by(|(a, x), (b, y)| (a, x.known_on, x.span.to()).cmp(&(b, y.known_on, y.span.to())));
    all
}

/// The stretch that a target's figure speaks of on a day: its term so far, up to the last month of it that
/// is over. `None` before the first is.
pub fn latest(term: DaySpan, on: Date) -> Option<DaySpan> {
    ends(term, on).pop()
}

/// The stretches from the first day of a term to the end of each month of it that is over.
fn ends(term: DaySpan, today: Date) -> Vec<DaySpan> {
    let mut spans = Vec::new();
    let mut month = term.from();
    while month <= term.to() {
        let end = month.last_of_month().min(term.to());
        if end > today {
            break;
        }
        spans.extend(DaySpan::new(term.from(), end).ok());
        let Ok(next) = month.first_of_month().checked_add(1.month()) else {
            break;
        };
        month = next;
    }
    spans
}

fn observe(
    measured: &Measured,
    target: &TargetId,
    figure: Monitored,
    set: &Among,
    span: DaySpan,
    today: Date,
    all: &mut Vec<(TargetId, Observation)>,
) {
    let before = year_before(span);
    let learned = match &measured.record {
        Record::Water(record) => &record.learned,
        Record::Air(record) => &record.learned,
    };
    let mut days = learned.about(span);
    days.extend(before.iter().flat_map(|before| learned.about(*before)));
    days.extend(measured.register.changes());
    let days: BTreeSet<Date> = days
        .into_iter()
        .map(|day| day.max(span.to()))
        .filter(|day| *day <= today)
        .collect();
    let mut last: Option<usize> = None;
    for day in days {
        let now = standing(measured, figure, set, span, day);
        let now = now.is_whole().then_some(now.figure).flatten();
        let change = now.as_ref().and_then(|now| {
            let before = standing(measured, figure, set, before?, day);
            change(&before.is_whole().then_some(before.figure)??, now)
        });
        let said = last
            .and_then(|at| all.get(at))
            .map(|(_, o)| (Some(&o.figure), o.change_on_last_year));
        let (told, told_change) = said.unwrap_or((None, None));
        if told == now.as_ref() && told_change == change {
            continue;
        }
        if let Some((_, o)) = last.take().and_then(|at| all.get_mut(at)) {
            o.withdrawn_on = Some(day);
        }
        if let Some(figure) = now {
            last = Some(all.len());
            all.push((
                target.clone(),
                Observation {
                    unit: None,
                    span,
                    known_on: day,
                    figure,
                    change_on_last_year: change,
                    samples: None,
                    withdrawn_on: None,
                    provenance: Provenance::Monitoring {
                        register: measured.register.ledger.id.clone(),
                        demonstration: measured.register.demonstration,
                    },
                },
            ));
        }
    }
}

/// The change between two figures as they are published, each rounded first: 90.5 % and 91.1 % differ
/// by 0.6 points.
fn change(before: &Figure, now: &Figure) -> Option<Decimal> {
    let published = |figure: &Figure| match figure {
        Figure::Amount { value } => Some(*value),
        Figure::Counts { done, of: Some(of) } => number::percent(*done, *of, 1),
        _ => None,
    };
    published(now)?.checked_sub(published(before)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_speaks_up_to_the_last_month_that_is_over() {
        let (term, day) = (DaySpan::year(2023), |month, day| Date::constant(2023, month, day));
        let to = |on| latest(term, on).map(DaySpan::to);
        assert_eq!(to(day(1, 30)), None);
        assert_eq!(to(day(9, 25)), Some(day(8, 31)));
        assert_eq!(to(day(9, 30)), Some(day(9, 30)));
        assert_eq!(to(Date::constant(2024, 6, 1)), Some(day(12, 31)));
    }
}
