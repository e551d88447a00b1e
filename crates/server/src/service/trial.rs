//! The movable clock of a trial.

use jiff::ToSpan;
use tracing::Instrument as _;
use yaodian_contract::{Kind, TrialDay};
use yaodian_domain::Date;
use yaodian_store::Actor;

use super::{Refused, Served};
use crate::{house::House, round, service::Acting};

/// By how many days a trial's clock can be moved at a time: each of them is lived through.
const MOST_DAYS: i64 = 400;

/// Moves a trial's clock on to a later day, one day after another with the round of each, and
/// answers with the day that was reached.
pub(crate) async fn move_day(house: &House, account: &Acting, asked: TrialDay) -> Served<TrialDay> {
    if !house.trial {
        return Err(Kind::NotFound.into());
    }
    account.person().may_move_the_day()?;
    account.holds_everywhere()?;
    let (house, by) = (house.clone(), account.actor());
    // To its end, whether anybody still waits for it or not.
    let moved = async move { day_by_day(&house, by, asked.day).await };
    let moved = tokio::spawn(moved.in_current_span());
    moved.await.map_err(|error| Refused::Failed(error.to_string()))?
}

async fn day_by_day(house: &House, by: Actor, to: Date) -> Served<TrialDay> {
    // Whoever moves the clock at the same moment waits, and is then asked from which day on.
    let _turn = house.rounds.moving.lock().await;
    let mut day = house.clock.today();
    let (earliest, latest) = (day.saturating_add(1.day()), day.saturating_add(MOST_DAYS.days()));
    if to < earliest || to > latest {
        return Err(Kind::TrialDay {
            from: earliest,
            to: latest,
        }
        .into());
    }
    round::catch_up(house).await?;
    while day < to {
        day = day.saturating_add(1.day());
        house.store.move_trial_day(&house.act(by.clone()), day).await?;
        house.clock.move_to(day);
        round::catch_up(house).await?;
    }
    Ok(TrialDay { day })
}
