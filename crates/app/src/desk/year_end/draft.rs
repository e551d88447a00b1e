//! What is being chosen before closing is asked for.

use std::{collections::BTreeMap, sync::Arc};

use leptos::prelude::*;
use yaodian_contract::closing::ClosingDesk;
use yaodian_domain::{
    Date,
    closing::{Choice, Obstacle, Request, State, Way},
    id::TargetId,
};

/// What becomes of one target, as it is being typed.
#[derive(Clone, Copy)]
pub(super) struct OneChoice {
    pub(super) carried: RwSignal<bool>,
    pub(super) due: RwSignal<String>,
    pub(super) reason: RwSignal<String>,
}

/// Everything that goes into the request.
#[derive(Clone)]
pub(super) struct Draft {
    /// Whether it can be changed: nobody has asked yet, and the person is of the office.
    pub(super) open: bool,
    /// The unfinished targets.
    pub(super) choices: Arc<BTreeMap<TargetId, OneChoice>>,
    /// What can be left, each with whether it is.
    pub(super) left: Arc<Vec<(Obstacle, RwSignal<bool>)>>,
    pub(super) note: RwSignal<String>,
}

/// The end of the year after a day: by when most of what is carried over is due.
fn next_year(today: Date, last: Date) -> Date {
    let year = today.year().max(last.year().saturating_add(1));
    Date::new(year, 12, 31).unwrap_or(today)
}

impl Draft {
    pub(super) fn of(desk: &ClosingDesk) -> Self {
        let due = next_year(desk.today, desk.plan.term.to()).to_string();
        let fresh = || OneChoice {
            carried: RwSignal::new(false),
            due: RwSignal::new(due.clone()),
            reason: RwSignal::new(String::new()),
        };
        let unfinished = desk.finals.unfinished().map(|one| (one.target.clone(), fresh()));
        let leavable = desk.obstacles.iter().filter(|obstacle| !obstacle.forbids());
        Self {
            open: desk.hand.is_some() && desk.closing.state() == State::Open,
            choices: Arc::new(unfinished.collect()),
            left: Arc::new(leavable.map(|one| (one.clone(), RwSignal::new(false))).collect()),
            note: RwSignal::new(String::new()),
        }
    }

    /// The request as it is now. A date that is none stands for no choice.
    pub(super) fn request(&self) -> Request {
        let choices = self.choices.iter().filter_map(|(target, choice)| {
            let way = if choice.carried.get() {
                Way::Carried {
                    new_due: choice.due.get().parse().ok()?,
                }
            } else {
                Way::Ended
            };
            Some(Choice {
                target: target.clone(),
                way,
                reason: choice.reason.get().trim().to_owned(),
            })
        });
        let left = self.left.iter().filter(|(_, left)| left.get());
        Request {
            choices: choices.collect(),
            left: left.map(|(obstacle, _)| obstacle.clone()).collect(),
        }
    }

    /// How many reasons are still missing.
    pub(super) fn missing(&self) -> usize {
        let blank = |choice: &&OneChoice| choice.reason.with(|reason| reason.trim().is_empty());
        self.choices.values().filter(blank).count()
    }
}
