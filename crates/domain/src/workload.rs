//! A year's work for the check: made-up reports of every unit for every month. For measuring
//! only; no screen ever shows them.

use rust_decimal::Decimal;

use crate::{
    observation::{Figure, Observation, Provenance, Step},
    period::Period,
    plan::Plan,
    standing::Observations,
    target::Target,
    typed::{self, Entry},
};

/// Twelve monthly observations from every unit that reports on a target.
pub fn a_year_of_reports(plan: &Plan) -> Observations {
    let months: Vec<Period> =
        std::iter::successors(Some(Period::containing(plan.term.from())), |period| Some(period.next()))
            .take(12)
            .collect();
    let mut all = Vec::new();
    for target in &plan.targets {
        for unit in &target.reporters {
            for (month, period) in (1_i64..).zip(&months) {
                let span = period.year_to_date();
                all.push((
                    target.id.clone(),
                    Observation {
                        unit: Some(unit.clone()),
                        span,
                        known_on: span.to(),
                        figure: figure(target, month),
                        change_on_last_year: None,
                        provenance: Provenance::Draft,
                    },
                ));
            }
        }
    }
    all.into_iter().collect()
}

fn figure(target: &Target, month: i64) -> Figure {
    match typed::entry(target) {
        Entry::Value => Figure::Amount {
            value: Decimal::from(month * 4),
        },
        Entry::Counts => Figure::Counts {
            done: Decimal::from(month * 60),
            of: Some(Decimal::from(734)),
        },
        Entry::Step => Figure::Progress {
            step: Step::ALL[usize::try_from(month / 3).unwrap_or(0).min(4)],
        },
        Entry::Words => Figure::Words {
            text: format!("{month}"),
        },
    }
}
