//! 通报: drafted by the office from what the check says, and published for good.

pub(crate) mod files;

use std::sync::Arc;

use yaodian_app::public::Knowledge;
use yaodian_contract::{
    Kind,
    bulletin::{BulletinDesk, BulletinStep, BulletinView, DraftBulletin, SaveBulletin},
};
use yaodian_domain::{
    Date,
    bulletin::{Bulletin, BulletinHead, BulletinProblem, Edition, Facts, Filing, Page, Sources, State, may_draw},
    id::{BulletinId, PlanId},
    period::Cadence,
    report::Report,
};
use yaodian_store::{ReportFilter, new_id};
use yaodian_words::{Lang, bulletin as words};

use super::{Refused, Served, reports::knowledge};
use crate::{house::House, service::Acting};

/// What is published of the current plan, the latest first.
pub(crate) async fn published(house: &House) -> Served<Vec<BulletinHead>> {
    let known = knowledge(house).await?;
    let mut heads = house.store.bulletins(&known.plan.id).await?;
    heads.retain(|head| head.published_on.is_some());
    Ok(heads)
}

/// Every bulletin of the current plan, and what can be drafted.
pub(crate) async fn desk(house: &House, account: &Acting) -> Served<BulletinDesk> {
    is_office(account)?;
    let known = knowledge(house).await?;
    let today = house.clock.today();
    let bulletins = house.store.bulletins(&known.plan.id).await?;
    let taken = |edition: &Edition| {
        let mut first = bulletins.iter().filter(|head| head.corrects.is_none());
        first.any(|head| head.edition == *edition)
    };
    let mut open: Vec<Edition> = begun(known.plan.term.from(), today.min(known.plan.term.to()))
        .into_iter()
        .filter(|edition| !taken(edition))
        .collect();
    open.sort_by_key(|edition| (edition.span().to(), edition.is_quarter()));
    open.reverse();
    Ok(BulletinDesk { today, open, bulletins })
}

/// The months and quarters that began from `from` to `to`.
fn begun(from: Date, to: Date) -> Vec<Edition> {
    let mut all = Vec::new();
    let mut month = from.first_of_month();
    while month <= to {
        for edition in [Edition::month(month), Edition::quarter(month)] {
            if all.last() != Some(&edition) && !all.contains(&edition) {
                all.push(edition);
            }
        }
        match month.last_of_month().tomorrow() {
            Ok(next) => month = next,
            Err(_) => break,
        }
    }
    all
}

/// One bulletin; a draft is the office's own.
pub(crate) async fn one(house: &House, account: Option<&Acting>, id: &BulletinId) -> Served<BulletinView> {
    let (plan, bulletin) = find(house, account, id).await?;
    let mut view = view(house, &plan, bulletin).await?;
    // People's names are the office's own.
    view.published_by = view.published_by.filter(|_| issues_bulletins(account));
    Ok(view)
}

/// What a bulletin tells in figures.
pub(crate) async fn facts(house: &House, account: Option<&Acting>, id: &BulletinId) -> Served<Facts> {
    Ok(find(house, account, id).await?.1.facts)
}

fn issues_bulletins(account: Option<&Acting>) -> bool {
    account.is_some_and(|account| account.person().may_issue_bulletins().is_ok())
}

/// A published bulletin, or the office's draft.
async fn find(house: &House, account: Option<&Acting>, id: &BulletinId) -> Served<(PlanId, Bulletin)> {
    let (plan, bulletin) = house.store.bulletin(id).await?.ok_or(Kind::NotFound)?;
    match account.filter(|_| issues_bulletins(account)) {
        _ if bulletin.is_published() => {}
        Some(office) => {
            office.in_plan(house, &plan)?;
        }
        None => return Err(Kind::NotFound.into()),
    }
    Ok((plan, bulletin))
}

async fn view(house: &House, plan: &PlanId, bulletin: Bulletin) -> Served<BulletinView> {
    let heads = house.store.bulletins(plan).await?;
    let head = heads.into_iter().find(|head| head.id == bulletin.id);
    let drift = match bulletin.state {
        State::Published { .. } => 0,
        State::Draft => {
            let house = house.of(plan);
            let (version, known) = house.knowledge().await?.ok_or(Kind::NotFound)?;
            let today = house.clock.today();
            bulletin.facts.drift(&house.standing(version, &known, today))
        }
    };
    Ok(BulletinView {
        head: head.ok_or(Kind::NotFound)?,
        revision: bulletin.revision,
        page: words::page(Lang::Zh, &bulletin, None),
        published_by: match &bulletin.state {
            State::Draft => None,
            State::Published { by, .. } => Some(by.clone()),
        },
        correction: bulletin.corrects,
        text: bulletin.text,
        drift,
    })
}

/// Drafts a bulletin, or a correction of one.
pub(crate) async fn draft(house: &House, account: &Acting, asked: DraftBulletin) -> Served<BulletinView> {
    is_office(account)?;
    let known = knowledge(house).await?;
    let today = house.clock.today();
    let as_of = asked.as_of.unwrap_or(today);
    may_draw(asked.edition, as_of, today)?;
    let facts = draw(house, &known, asked.edition, as_of).await?;
    let bulletin = match &asked.corrects {
        None => {
            let text = words::first_draft(&facts);
            Bulletin::draft(new_id(), facts, text)
        }
        Some(correction) => {
            let heads = house.store.bulletins(&known.plan.id).await?;
            let head = heads.into_iter().find(|head| head.id == correction.of);
            let head = head.ok_or(BulletinProblem::NotCorrectable)?;
            if let Some(by) = head.corrected_by {
                return Err(BulletinProblem::Corrected { by }.into());
            }
            let (_, wrong) = house.store.bulletin(&correction.of).await?.ok_or(Kind::NotFound)?;
            wrong.correct(new_id(), facts, &correction.reason)?
        }
    };
    let act = house.act(account.actor());
    house.store.create_bulletin(&act, &known.plan.id, &bulletin).await?;
    view(house, &known.plan.id, bulletin).await
}

/// Saves other words.
pub(crate) async fn save(
    house: &House,
    account: &Acting,
    id: &BulletinId,
    asked: SaveBulletin,
) -> Served<BulletinView> {
    step(
        house,
        account,
        id,
        |bulletin| Ok(bulletin.edit(asked.read, asked.text)?),
    )
    .await
}

/// Draws the figures of a draft anew, by what is known today.
pub(crate) async fn redraw(
    house: &House,
    account: &Acting,
    id: &BulletinId,
    asked: BulletinStep,
) -> Served<BulletinView> {
    is_office(account)?;
    let (plan, bulletin) = find(house, Some(account), id).await?;
    let house = &account.in_plan(house, &plan)?;
    let known = knowledge(house).await?;
    let facts = draw(house, &known, bulletin.facts.edition, house.clock.today()).await?;
    step(house, account, id, |bulletin| Ok(bulletin.redraw(asked.read, facts)?)).await
}

/// Publishes a draft, as it is shown from now on, with the end of the audit in its footer.
pub(crate) async fn publish(
    house: &House,
    account: &Acting,
    id: &BulletinId,
    asked: BulletinStep,
) -> Served<BulletinView> {
    let today = house.clock.today();
    let end = house.store.audit_head().await?;
    step(house, account, id, |bulletin| {
        let page = |lang| Page {
            // Rows that others write meanwhile come after it: it is an end that the chain goes through.
            pinned: Some(words::pinned(lang, end.seq, &end.hash, today)),
            ..words::page(lang, bulletin, Some(today))
        };
        let shown = (page(Lang::Zh), page(Lang::En));
        Ok(bulletin.publish(asked.read, &account.name, today, shown)?)
    })
    .await
}

async fn step(
    house: &House,
    account: &Acting,
    id: &BulletinId,
    take: impl FnOnce(&Bulletin) -> Served<Bulletin>,
) -> Served<BulletinView> {
    is_office(account)?;
    let (plan, bulletin) = find(house, Some(account), id).await?;
    let house = &account.in_plan(house, &plan)?;
    let next = take(&bulletin)?;
    let act = house.act(account.actor());
    house.store.save_bulletin(&act, &plan, &next).await?;
    view(house, &plan, next).await
}

fn is_office(account: &Acting) -> Result<(), Refused> {
    Ok(account.person().may_issue_bulletins()?)
}

/// Draws the facts of an edition by what was known on a day.
async fn draw(house: &House, known: &Arc<Knowledge>, edition: Edition, as_of: Date) -> Served<Facts> {
    let periods = Cadence::ALL.into_iter().flat_map(|cadence| edition.periods(cadence));
    let filter = ReportFilter {
        periods: periods.collect(),
        ..ReportFilter::default()
    };
    let rows = house.store.reports(&known.plan.id, &filter).await?;
    let filings: Vec<Filing> = rows.iter().filter_map(|row| filing(&row.report)).collect();
    let before = before(house, &known.plan.id, edition).await?;
    let (trial, demonstration) = (house.trial, house.is_demonstration());
    let known = known.clone();
    // A whole plan is judged for every unit: not where others wait.
    super::aside(&house.files.sheets, move || {
        let sources = Sources {
            plan: &known.plan,
            observations: &known.observations,
            filings: &filings,
            before: before.as_ref().map(|bulletin| (&bulletin.id, &bulletin.facts)),
            trial,
            demonstration,
        };
        Ok(Facts::draw(sources, edition, as_of))
    })
    .await
}

fn filing(report: &Report) -> Option<Filing> {
    Some(Filing {
        unit: report.unit.clone(),
        target: report.target.clone(),
        period: report.period,
        sent_on: report.first_sent_on?,
        late: report.lateness().is_some(),
    })
}

/// The bulletin before: the latest published one about an earlier month (or quarter, for a quarter) that was not
/// corrected.
async fn before(house: &House, plan: &PlanId, edition: Edition) -> Served<Option<Bulletin>> {
    let heads = house.store.bulletins(plan).await?;
    let latest = heads
        .into_iter()
        .filter(|head| head.published_on.is_some() && head.corrected_by.is_none())
        .filter(|head| head.edition.is_quarter() == edition.is_quarter())
        .filter(|head| head.edition.span().to() < edition.span().from())
        .max_by_key(|head| head.edition.span().to());
    match latest {
        Some(head) => Ok(house.store.bulletin(&head.id).await?.map(|(_, bulletin)| bulletin)),
        None => Ok(None),
    }
}

/// A bulletin for a page, with what corrects it.
pub(crate) async fn for_page(
    house: &House,
    account: Option<&Acting>,
    id: &BulletinId,
) -> Served<(Bulletin, BulletinHead)> {
    let (plan, bulletin) = find(house, account, id).await?;
    let heads = house.store.bulletins(&plan).await?;
    let head = heads.into_iter().find(|head| &head.id == id).ok_or(Kind::NotFound)?;
    Ok((bulletin, head))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_quarters_that_have_begun() {
        let names: Vec<String> = begun("2023-01-01".parse().unwrap(), "2023-04-02".parse().unwrap())
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            names,
            ["2023-01", "2023-Q1", "2023-02", "2023-03", "2023-04", "2023-Q2"]
        );
        assert!(begun("2023-01-01".parse().unwrap(), "2022-12-31".parse().unwrap()).is_empty());
    }
}
