//! From a text and the decisions about it to a plan.

use std::collections::BTreeSet;

use yaodian_contract::{
    Kind,
    imports::{ImportCounts, ImportTrouble},
};
use yaodian_domain::{
    id::{PlanId, TargetId, UnitId},
    plan::{Name, Plan},
    unit::Register,
};
use yaodian_intake::{
    Edit, Head, Hindrance, Names, Reviewed, adopt,
    desk::{ImportHead, Titles},
    parse, plan_of, review, taught,
};
use yaodian_store::PlanHead;

use super::Served;
use crate::house::House;

/// What a text is read against.
pub(crate) struct Ground {
    /// The latest version of the plan itself, if it is there.
    pub(crate) before: Option<(PlanHead, Plan)>,
    /// The plan of the year before, if there is one.
    pub(crate) model: Option<(PlanHead, Plan)>,
    /// Whom names mean that the register does not hold.
    pub(crate) learned: Vec<(String, Vec<UnitId>)>,
    /// The targets of the plan to which something is attached.
    pub(crate) in_use: BTreeSet<TargetId>,
    /// The units, where they come neither from the plan itself nor from last year's: from a file, or from
    /// the plan that comes next.
    pub(crate) units: Option<Register>,
}

/// What a plan for `year` is read against. Of several provinces' plans those of its own `issuer`; see [`of_its_own`].
pub(crate) async fn ground(house: &House, plan: &PlanId, year: i16, issuer: Option<&str>) -> Served<Ground> {
    let heads = house.store.plans().await?;
    let own = of_its_own(&heads, plan, issuer);
    let earlier = own.iter().copied().filter(|head| head.term.from().year() < year);
    let model = earlier.max_by_key(|head| head.term.from());
    let at = async |head: Option<&PlanHead>| match head {
        Some(head) => {
            let plan = house.store.plan_at(&head.id, head.version).await?;
            Ok::<_, super::Refused>(plan.map(|plan| (head.clone(), plan)))
        }
        None => Ok(None),
    };
    let before = at(heads.iter().find(|head| head.id == *plan)).await?;
    let model = at(model).await?;
    // A plan of a year before all others is read with the units of the one that comes next.
    let next = match (&before, &model) {
        (None, None) => at(own.iter().copied().min_by_key(|head| head.term.from())).await?,
        _ => None,
    };
    let mut ground = Ground {
        before,
        model,
        learned: Vec::new(),
        in_use: house.store.targets_in_use(plan).await?,
        units: next.as_ref().map(|(_, next)| next.units.clone()),
    };
    let mut learned = house.store.learned_names().await?;
    // Whom the formulas of another plan mean, its assignments tell.
    let other = ground.before.as_ref().or(ground.model.as_ref()).or(next.as_ref());
    for (name, units) in other.map(|(_, plan)| taught(plan)).unwrap_or_default() {
        if !learned.iter().any(|(known, _)| *known == name) {
            learned.push((name, units));
        }
    }
    // Names of units that this plan does not know mean nobody in it.
    if let Ok(register) = ground.register() {
        let known = |unit: &UnitId| register.get(unit).is_some();
        learned.retain(|(_, units)| units.iter().all(known));
        ground.learned = learned;
    }
    Ok(ground)
}

/// What the plan of an import is read against.
pub(super) async fn ground_of(house: &House, import: &ImportHead) -> Served<Ground> {
    let titles = &import.titles;
    ground(house, &import.plan, titles.year, Some(&titles.issuer.zh)).await
}

/// The other plans that the same body issued: all of them, where there is only one body. Of several provinces another
/// one's targets and units mean nothing; where it is not said who issues the plan, or nobody has issued one under that
/// name, they are those that are called like it but for the year (`hubei-2023` and `hubei-2024`).
fn of_its_own<'a>(heads: &'a [PlanHead], plan: &PlanId, issuer: Option<&str>) -> Vec<&'a PlanHead> {
    let others = || heads.iter().filter(|head| head.id != *plan);
    if heads.windows(2).all(|two| two[0].issuer == two[1].issuer) {
        return others().collect();
    }
    let there = heads.iter().find(|head| head.id == *plan);
    let issuer = issuer.or(there.map(|head| head.issuer.zh.as_str()));
    let by_issuer: Vec<_> = others().filter(|head| issuer == Some(&head.issuer.zh)).collect();
    if !by_issuer.is_empty() {
        return by_issuer;
    }
    let stem = |id: &PlanId| id.as_str().replace(|c: char| c.is_ascii_digit(), "");
    others().filter(|head| stem(&head.id) == stem(plan)).collect()
}

impl Ground {
    /// The units that names may mean: where none are given, those of the plan itself or of last year's.
    pub(crate) fn register(&self) -> Result<&Register, Kind> {
        let plan = self.before.as_ref().or(self.model.as_ref());
        let units = self.units.as_ref().or(plan.map(|(_, plan)| &plan.units));
        units.ok_or(Kind::Import {
            why: ImportTrouble::NoUnits,
        })
    }

    /// Takes units and formulas from elsewhere; they come before what was taught.
    pub(crate) fn knows(&mut self, units: &Register, formulas: &[(String, Vec<UnitId>)]) {
        self.learned
            .retain(|(name, _)| !formulas.iter().any(|(formula, _)| formula == name));
        self.learned.splice(0..0, formulas.iter().cloned());
        self.units = Some(units.clone());
    }

    /// The version that would be published next to; 0 for a plan that is not there.
    pub(crate) fn onto(&self) -> i64 {
        self.before.as_ref().map_or(0, |(head, _)| head.version)
    }

    /// Reads a text and applies what was decided about it.
    pub(crate) fn review(&self, text: &str, titles: &Titles, edits: &[Edit]) -> Result<Reviewed, Kind> {
        let names = self.names()?;
        let mut reviewed = review(text, parse(text, Some(&names)), edits);
        let (before, model) = self.plans();
        reviewed.spare_known_reporters(titles.year, before, model);
        Ok(reviewed)
    }

    /// The decisions of the version that is amended, or else of last year's plan, as far as `text` still
    /// holds their words.
    pub(crate) fn adopted(&self, text: &str, year: i16) -> Result<Vec<Edit>, Kind> {
        let Some((_, before)) = self.before.as_ref().or(self.model.as_ref()) else {
            return Ok(Vec::new());
        };
        Ok(adopt(text, &parse(text, Some(&self.names()?)), before, year))
    }

    fn names(&self) -> Result<Names<'_>, Kind> {
        Ok(Names {
            register: self.register()?,
            learned: self.learned.clone(),
        })
    }

    fn plans(&self) -> (Option<&Plan>, Option<&Plan>) {
        (
            self.before.as_ref().map(|(_, plan)| plan),
            self.model.as_ref().map(|(_, plan)| plan),
        )
    }

    /// The plan that comes of it, or what hinders it.
    pub(crate) fn plan(
        &self,
        id: &PlanId,
        text: &str,
        titles: &Titles,
        reviewed: &Reviewed,
    ) -> Result<Result<Plan, Vec<Hindrance>>, Kind> {
        // A name that has no English yet is shown in Chinese.
        let named = |name: &Name| Name {
            zh: name.zh.clone(),
            en: if name.en.is_empty() {
                name.zh.clone()
            } else {
                name.en.clone()
            },
        };
        let head = Head {
            id: id.clone(),
            title: named(&titles.title),
            issuer: named(&titles.issuer),
            year: titles.year,
        };
        let (before, model) = self.plans();
        Ok(plan_of(
            text,
            reviewed,
            &head,
            &self.names()?,
            before,
            model,
            &self.in_use,
        ))
    }
}

/// What a reviewed text holds.
pub(crate) fn counts(reviewed: &Reviewed) -> ImportCounts {
    let items = reviewed.draft.items.iter().filter(|item| !item.tasks.is_empty());
    let tasks = items.clone().flat_map(|item| &item.tasks);
    ImportCounts {
        items: items.count(),
        tasks: tasks.clone().count(),
        in_words: tasks.filter(|task| task.targets.is_empty()).count(),
        targets: reviewed.targets().count(),
        doubts: reviewed.queue.len(),
    }
}
