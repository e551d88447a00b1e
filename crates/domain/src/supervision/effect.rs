//! What a case changes of its target.

use jiff::civil::Date;

use super::{Case, Matter, State, Step};
use crate::{
    check::Status,
    decision::{Amendment, Answer, Extension},
    plan::Plan,
};

/// Enters into the targets of `plan` what cases decided: dates that were asked for, with their
/// answers, and numbers that were changed. What stood before stays beside it, and each counts from
/// its own day on.
pub fn decide(plan: &mut Plan, cases: &[Case]) {
    for case in cases {
        let Some(target) = plan.targets.iter_mut().find(|target| target.id == case.target) else {
            continue;
        };
        let Some(opened) = case.steps().first() else { continue };
        match &case.matter {
            Matter::Extension { new_due } if case.last(Step::Withdrawn).is_none() => {
                let granted = case.last(Step::Granted).map(|taken| (taken, true));
                let answer = granted.or_else(|| case.last(Step::Refused).map(|taken| (taken, false)));
                target.decisions.extensions.push(Extension {
                    asked_on: opened.on,
                    new_due: *new_due,
                    reason: opened.note.clone(),
                    answer: answer.map(|(taken, granted)| Answer {
                        on: taken.on,
                        granted,
                        note: taken.note.clone(),
                    }),
                });
            }
            Matter::Change { number, inventory } => {
                if let Some(granted) = case.last(Step::Granted) {
                    target.decisions.amendments.push(Amendment {
                        decided_on: granted.on,
                        number: *number,
                        inventory: *inventory,
                        reason: opened.note.clone(),
                    });
                }
            }
            _ => {}
        }
    }
}

/// The closures that were accepted by `day` and whose part is not met any more on it, by `status`,
/// which answers how the part of a case stands on that day.
pub fn fallen<'a>(
    cases: &'a [Case],
    day: Date,
    status: impl Fn(&Case) -> Option<Status> + 'a,
) -> impl Iterator<Item = (&'a Case, Status)> + 'a {
    cases
        .iter()
        .filter(|case| case.state() == State::Accepted)
        .filter(move |case| case.last(Step::Accepted).is_some_and(|taken| taken.on <= day))
        .filter_map(move |case| Some((case, status(case)?)))
        .filter(|(_, status)| *status != Status::Met)
}
