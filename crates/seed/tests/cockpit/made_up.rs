//! Hubei's plan, and figures made up for it.

use std::{path::Path, sync::OnceLock};

use yaodian_domain::{
    Date, Decimal,
    cockpit::Filed,
    id::TargetId,
    observation::{Figure, Observation, Provenance, Step},
    plan::Plan,
    target::Promise,
    time::DaySpan,
};

pub fn plan() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(|| {
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds/hubei-2023");
        yaodian_seed::load(&seeds).expect("the seed loads").plan
    })
}

/// A figure that can stand for the promise, from 0 (bad) to 100 (good), made up.
fn figure(promise: &Promise, level: i64) -> Figure {
    match promise {
        Promise::Share { .. } => Figure::Counts {
            done: Decimal::from(level),
            of: Some(Decimal::ONE_HUNDRED),
        },
        Promise::Deliverable => Figure::Progress {
            step: if level > 50 { Step::Delivered } else { Step::NotStarted },
        },
        Promise::Duty { .. } | Promise::Statement { .. } => Figure::Words { text: "照常".into() },
        _ => Figure::Amount {
            value: Decimal::from(level),
        },
    }
}

/// Something said of the target number `target`, by one of its reporters or (none) of the whole.
pub fn said(target: usize, reporter: Option<usize>, month: i8, level: i64) -> (TargetId, Observation) {
    let targets = &plan().targets;
    let target = &targets[target % targets.len()];
    let to = DaySpan::month(2023, month).unwrap().to();
    let observation = Observation {
        unit: reporter.map(|at| target.reporters[at % target.reporters.len()].clone()),
        span: DaySpan::new(Date::constant(2023, 1, 1), to).unwrap(),
        known_on: to,
        figure: figure(&target.promise, level),
        change_on_last_year: None,
        samples: None,
        withdrawn_on: None,
        provenance: Provenance::Draft,
    };
    (target.id.clone(), observation)
}

/// No report of anybody, for September.
pub fn nothing_filed() -> Filed<'static> {
    Filed::on(plan(), [], Date::constant(2023, 9, 25))
}
