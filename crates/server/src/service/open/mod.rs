//! What anybody may read, as data: the same as the public pages show.
//!
//! * this module: plans, bulletins and pages of lists;
//! * [`targets`]: targets and what became known of them;
//! * [`units`]: units and their parts;
//! * [`ledgers`]: public ledgers;
//! * [`networks`]: monitoring networks.

pub(crate) mod ledgers;
pub(crate) mod networks;
pub(crate) mod targets;
pub(crate) mod units;

use std::{borrow::Cow, sync::Arc};

use yaodian_app::public::Knowledge;
use yaodian_contract::{
    Kind,
    open::{OpenBulletin, Paged, PlanEntry},
};
use yaodian_domain::{
    Date,
    bulletin::BulletinHead,
    id::{BulletinId, UnitId},
    plan::Plan,
    standing::Standing,
};
use yaodian_words::{Lang, bulletin as words};

use super::{Served, bulletins, closing};
use crate::house::House;

/// A stretch of a list: so many, behind what `after` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) limit: usize,
    pub(crate) after: Option<String>,
}

impl Stretch {
    /// A page of `all`, in whose order things are told apart by `key`.
    ///
    /// # Errors
    ///
    /// [`Kind::Malformed`] if `after` names nothing that is there.
    pub(crate) fn of<T>(&self, all: Vec<T>, key: impl Fn(&T) -> String) -> Result<Paged<T>, Kind> {
        let total = all.len();
        let from = match &self.after {
            None => 0,
            Some(after) => {
                let at = all.iter().position(|one| key(one) == *after);
                at.ok_or_else(|| self.unknown())? + 1
            }
        };
        let mut items: Vec<T> = all.into_iter().skip(from).collect();
        let more = items.len() > self.limit;
        items.truncate(self.limit);
        let next = items.last().filter(|_| more).map(key);
        Ok(Paged { items, next, total })
    }

    /// That `after` was never handed out.
    pub(crate) fn unknown(&self) -> Kind {
        Kind::Malformed {
            what: format!("after={}", self.after.as_deref().unwrap_or_default()),
        }
    }
}

/// A plan and how it stands on a day.
pub(crate) struct Seen {
    pub(crate) known: Arc<Knowledge>,
    pub(crate) standing: Arc<Standing>,
}

/// Opens the plan of a house on a day.
pub(crate) async fn seen(house: &House, as_of: Date) -> Served<Seen> {
    let (version, known) = house.knowledge().await?.ok_or(Kind::NotFound)?;
    let standing = house.standing(version, &known, as_of);
    Ok(Seen { known, standing })
}

impl Seen {
    /// A unit that a filter names.
    pub(crate) fn unit(&self, named: &UnitId) -> Result<(), Kind> {
        let known = self.known.plan.units.get(named).is_some();
        known.then_some(()).ok_or_else(|| Kind::Malformed {
            what: format!("unit={named}"),
        })
    }
}

/// All plans, the latest year first.
pub(crate) async fn plans(house: &House, stretch: &Stretch) -> Served<Paged<PlanEntry>> {
    let current = house.current_plan().await?;
    let plans = closing::plans(house).await?.into_iter().map(|plan| PlanEntry {
        current: current.as_ref() == Some(&plan.id),
        id: plan.id,
        title: plan.title,
        term: plan.term,
        closed_on: plan.closed_on,
    });
    Ok(stretch.of(plans.collect(), |plan| plan.id.to_string())?)
}

/// A plan as anybody may read it: that a period was opened again is public, who did it is not.
pub(crate) fn shown(plan: &Plan) -> Cow<'_, Plan> {
    if plan.reopenings.is_empty() {
        return Cow::Borrowed(plan);
    }
    let mut plan = plan.clone();
    for reopening in &mut plan.reopenings {
        reopening.by.clear();
    }
    Cow::Owned(plan)
}

/// The bulletins that are published, the latest first.
pub(crate) async fn bulletins(house: &House, stretch: &Stretch) -> Served<Paged<BulletinHead>> {
    let heads = bulletins::published(house).await?;
    Ok(stretch.of(heads, |head| head.id.to_string())?)
}

/// One published bulletin of the house's plan.
pub(crate) async fn bulletin(house: &House, id: &BulletinId) -> Served<OpenBulletin> {
    let heads = bulletins::published(house).await?;
    let head = heads.into_iter().find(|head| head.id == *id).ok_or(Kind::NotFound)?;
    let (_, bulletin) = house.store.bulletin(id).await?.ok_or(Kind::NotFound)?;
    Ok(OpenBulletin {
        head,
        page: words::page(Lang::Zh, &bulletin, None),
        correction: bulletin.corrects,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(limit: usize, after: Option<&str>) -> Result<(Vec<u8>, Option<String>), Kind> {
        let stretch = Stretch {
            limit,
            after: after.map(str::to_owned),
        };
        let paged = stretch.of((1..=5).collect(), u8::to_string)?;
        assert_eq!(paged.total, 5);
        Ok((paged.items, paged.next))
    }

    #[test]
    fn pages_follow_each_other() {
        let next = |key: &str| Some(key.to_owned());
        assert_eq!(page(2, None), Ok((vec![1, 2], next("2"))));
        assert_eq!(page(2, Some("2")), Ok((vec![3, 4], next("4"))));
        assert_eq!(page(2, Some("4")), Ok((vec![5], None)));
        assert_eq!(page(5, None), Ok((vec![1, 2, 3, 4, 5], None)), "no page that is empty");
        assert!(page(2, Some("9")).is_err());
    }
}
