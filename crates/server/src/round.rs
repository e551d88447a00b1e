//! 每日巡查: what is done once every day of the product, by whichever process comes first.
//!
//! Days that passed while no server ran are caught up in their order. A day belongs to the process
//! that claims it; if that one dies in the middle another takes the day over, so that a step may
//! be done twice for the same day and must come to the same then.

use std::{pin::Pin, time::Duration};

use jiff::{Timestamp, ToSpan};
use tokio::sync::Mutex;
use tracing::Instrument as _;
use yaodian_domain::{Date, id::PlanId};
use yaodian_store::{Actor, Claim};

use crate::{
    house::House,
    secret,
    service::{Refused, Served, cases, reminders},
    traces,
};

/// What a step comes to.
type Done<'a> = Pin<Box<dyn Future<Output = Served<()>> + Send + 'a>>;
/// What is done for a plan on a day, in its house. The day may have passed: [`House::clock`] tells today.
type Step = for<'a> fn(&'a House, &'a PlanId, Date) -> Done<'a>;

/// The steps of a round, in their order.
const STEPS: &[Step] = &[
    |house, plan, day| Box::pin(cases::reopen_fallen(house, plan, day)),
    // Last: it tells people how everything stands.
    |house, plan, day| Box::pin(reminders::write(house, plan, day)),
];

/// How often it is looked whether another day has begun.
const LOOK: Duration = Duration::from_secs(20);
/// How long the round of another process is waited for before looking again.
const WAIT: Duration = Duration::from_millis(500);

/// One round at a time, and the name of this process for those of others.
pub(crate) struct Rounds {
    process: String,
    turn: Mutex<()>,
    /// Held by whoever moves a trial's clock.
    pub(crate) moving: Mutex<()>,
}

impl Default for Rounds {
    fn default() -> Self {
        Self {
            process: secret::token(),
            turn: Mutex::default(),
            moving: Mutex::default(),
        }
    }
}

/// Does the rounds as the days come, for as long as the server runs.
pub(crate) async fn every_day(house: House) {
    let mut each = tokio::time::interval(LOOK);
    let mut done = None;
    loop {
        each.tick().await;
        let today = house.clock.today();
        if done == Some(today) {
            continue;
        }
        match catch_up(&house).await {
            Ok(()) => done = Some(today),
            Err(Refused::Broken(error)) => tracing::error!(%error, "the daily round failed; it is tried again"),
            Err(other) => tracing::error!(?other, "the daily round failed; it is tried again"),
        }
    }
}

/// Does the rounds of all open plans that are not yet done, up to today's. A plan's first round is that of the day on
/// which it is first looked at. What goes wrong with one plan holds up no other.
pub(crate) async fn catch_up(house: &House) -> Served<()> {
    let _turn = house.rounds.turn.lock().await;
    let mut came_to = Ok(());
    for plan in house.store.open_plans(house.clock.today()).await? {
        let done = catch_up_with(&house.of(&plan), &plan).await;
        came_to = came_to.and(done);
    }
    came_to
}

async fn catch_up_with(house: &House, plan: &PlanId) -> Served<()> {
    let today = house.clock.today();
    let last = house.store.last_round(plan).await?;
    let mut day = last.map_or(today, |last| last.saturating_add(1.day()));
    while day <= today {
        one(house, plan, day).instrument(traces::work("daily round")).await?;
        day = day.saturating_add(1.day());
    }
    Ok(())
}

/// Does the round of one day, or waits until another process has.
async fn one(house: &House, plan: &PlanId, day: Date) -> Served<()> {
    let process = &house.rounds.process;
    let claim = async || house.store.claim_round(plan, day, process, Timestamp::now()).await;
    loop {
        match claim().await? {
            Claim::Mine => break,
            Claim::Done => return Ok(()),
            Claim::Held => tokio::time::sleep(WAIT).await,
        }
    }
    // What is closed is left alone: nothing of it is written, and nobody is told anything.
    let closed = house.store.finals(plan).await?.is_some();
    for step in STEPS.iter().filter(|_| !closed) {
        step(house, plan, day).await?;
        // Anew, for the next step.
        if claim().await? != Claim::Mine {
            return Ok(());
        }
    }
    let act = house.act(Actor::system("round"));
    house.store.finish_round(&act, plan, day, process).await?;
    Ok(())
}
