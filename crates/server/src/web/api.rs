//! `/api/v1`: what the app calls. What other tools call stands in [`open`](super::open).

use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::{get, post},
};
use serde::Deserialize;
use yaodian_contract::{Judge, Kind, OpenCase, ReportStep, SaveReport, TakeStep, TrialDay, periods::Reopen};
use yaodian_domain::{
    id::{CaseId, ReportId, TargetId},
    period::Period,
};

use super::request::{AskForAnyDay, AskForDay, Body, Named, SignedIn};
use crate::{
    house::House,
    service::{cases, judgements, owed, periods, reports, reviews, scores, trial},
};

pub(super) fn router() -> Router<House> {
    Router::new()
        .route("/inbox", get(inbox))
        .route("/reports/{id}", get(report))
        .route("/reports/{id}/steps", post(report_step))
        .route("/periods", get(list_periods))
        .route("/periods/reopen", post(reopen))
        .route("/targets/{id}/judgements", get(judgements).post(judge))
        .route("/scores", get(list_scores))
        .route("/cases", get(list_cases).post(open_cases))
        .route("/cases/ground/{target}", get(request_ground))
        .route("/cases/{id}", get(case))
        .route("/cases/{id}/steps", post(take_step))
        .route("/trial/day", post(trial_day))
}

pub(super) async fn me(SignedIn { ask, account, house }: SignedIn) -> Response {
    ask.json(reports::me(&house, &account).await)
}

pub(super) async fn what_is_owed(SignedIn { ask, account, house }: SignedIn, query: Query<ForPeriod>) -> Response {
    match query.0.read() {
        Ok(period) => ask.json(owed::owed(&house, &account, period).await),
        Err(kind) => ask.refuse(&kind),
    }
}

#[derive(Deserialize)]
pub(super) struct ForPeriod {
    period: Option<String>,
}

impl ForPeriod {
    fn read(&self) -> Result<Option<Period>, Kind> {
        let period = self.period.as_deref().map(str::parse::<Period>).transpose();
        period.map_err(|error| Kind::Malformed {
            what: format!("period={}", error.0),
        })
    }
}

pub(super) async fn form(
    SignedIn { ask, account, house }: SignedIn,
    Named(target): Named<TargetId>,
    query: Query<ForPeriod>,
) -> Response {
    match query.0.read() {
        Ok(period) => ask.json(reports::form(&house, &account, &target, period).await),
        Err(kind) => ask.refuse(&kind),
    }
}

pub(super) async fn save(SignedIn { ask, account, house }: SignedIn, Body(request): Body<SaveReport>) -> Response {
    ask.json(reports::save(&house, &account, request).await)
}

async fn inbox(SignedIn { ask, account, house }: SignedIn) -> Response {
    ask.json(reviews::inbox(&house, &account).await)
}

async fn report(SignedIn { ask, account, house }: SignedIn, Named(id): Named<ReportId>) -> Response {
    ask.json(reviews::one(&house, &account, &id).await)
}

async fn report_step(
    SignedIn { ask, account, house }: SignedIn,
    Named(id): Named<ReportId>,
    Body(asked): Body<ReportStep>,
) -> Response {
    ask.json(reviews::step(&house, &account, &id, &asked).await)
}

async fn list_periods(SignedIn { ask, account, house }: SignedIn) -> Response {
    ask.json(periods::list(&house, &account).await)
}

async fn reopen(SignedIn { ask, account, house }: SignedIn, Body(asked): Body<Reopen>) -> Response {
    ask.json(periods::reopen(&house, &account, asked).await)
}

/// What the check and the reviewers say of a target on a day; public, as the target's page is.
async fn judgements(
    State(house): State<House>,
    AskForDay { ask, as_of, .. }: AskForDay,
    Named(target): Named<TargetId>,
) -> Response {
    ask.json(judgements::voices(&house, &target, as_of).await)
}

async fn judge(
    SignedIn { ask, account, house }: SignedIn,
    Named(target): Named<TargetId>,
    Body(said): Body<Judge>,
) -> Response {
    ask.json(judgements::judge(&house, &account, &target, &said).await)
}

/// Moves a trial's clock on; answers when the rounds of the days that have passed are done.
async fn trial_day(SignedIn { ask, account, house }: SignedIn, Body(asked): Body<TrialDay>) -> Response {
    ask.json(trial::move_day(&house, &account, asked).await)
}

async fn list_scores(SignedIn { ask, account, house }: SignedIn, AskForAnyDay(day): AskForAnyDay) -> Response {
    let scores = async {
        house.can_look_at(day.ask.reader.as_of).await?;
        scores::list(&house, &account, day.as_of).await
    };
    ask.json(scores.await)
}

async fn list_cases(SignedIn { ask, account, house }: SignedIn) -> Response {
    ask.json(cases::list(&house, &account).await)
}

async fn open_cases(SignedIn { ask, account, house }: SignedIn, Body(asked): Body<OpenCase>) -> Response {
    ask.json(cases::open(&house, &account, asked).await)
}

async fn request_ground(SignedIn { ask, account, house }: SignedIn, Named(target): Named<TargetId>) -> Response {
    ask.json(cases::ground(&house, &account, &target).await)
}

async fn case(SignedIn { ask, account, house }: SignedIn, Named(id): Named<CaseId>) -> Response {
    ask.json(cases::one(&house, &account, &id).await)
}

async fn take_step(
    SignedIn { ask, account, house }: SignedIn,
    Named(id): Named<CaseId>,
    Body(asked): Body<TakeStep>,
) -> Response {
    ask.json(cases::take(&house, &account, &id, asked).await)
}
