//! 考核: scores with their arithmetic.

use yaodian_contract::{Kind, ScoreView, Scores};
use yaodian_domain::{Date, score, standing::parts};

use super::Served;
use crate::{house::House, service::Acting};

/// All scores on a day. Everybody signed in sees the places; the arithmetic is seen by the office
/// and by the unit itself.
pub(crate) async fn list(house: &House, account: &Acting, as_of: Date) -> Served<Scores> {
    let (version, known) = house.knowledge().await?.ok_or(Kind::NotFound)?;
    let standing = house.standing(version, &known, as_of);
    let parts = parts(&known.plan, &known.observations, &standing);
    let scores = score::scores(&known.plan, parts, &known.observations, &known.cases, as_of);
    let person = account.person();
    let all = person.may_oversee().is_ok();
    let views = scores.into_iter().filter_map(|mut score| {
        let unit = known.plan.units.get(&score.unit)?.clone();
        if !all && unit.id != account.unit {
            score.lines.clear();
            score.adjustments.clear();
        }
        let names = score.lines.iter().filter_map(|line| known.plan.target(&line.target));
        let names = names.map(|target| target.name.clone()).collect();
        Some(ScoreView { score, unit, names })
    });
    Ok(Scores {
        as_of,
        rules: known.plan.score.clone(),
        scores: views.collect(),
    })
}
