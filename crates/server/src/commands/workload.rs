//! A year's work for the check: made-up reports of every unit for every month. For measuring
//! only; no screen ever shows them.

use yaodian_domain::{
    Decimal,
    id::UnitId,
    observation::{Figure, Step},
    period::Period,
    plan::Plan,
    report,
    standing::Observations,
    target::Target,
    typed::{self, Entry},
    unit::UnitKind,
};

/// `plan` with every bureau reporting on every target, and twelve monthly observations from each.
pub(super) fn a_year_of_reports(mut plan: Plan) -> (Plan, Observations) {
    let bureaus: Vec<UnitId> = plan
        .units
        .of_kind(UnitKind::Bureau)
        .map(|unit| unit.id.clone())
        .collect();
    let first = Period::containing(plan.term.from());
    let months: Vec<Period> = std::iter::successors(Some(first), |period| Some(period.next()))
        .take(12)
        .collect();
    let mut all = Vec::new();
    for target in &mut plan.targets {
        target.reporters.clone_from(&bureaus);
        for unit in &bureaus {
            for (month, period) in (1_i64..).zip(&months) {
                let figure = figure(target, month);
                all.push((
                    target.id.clone(),
                    report::preview(unit, *period, &figure, period.span().to()),
                ));
            }
        }
    }
    (plan, all.into_iter().collect())
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
            text: month.to_string().into(),
        },
    }
}
