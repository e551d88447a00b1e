//! A reviewed draft made a plan.
//!
//! What the plan says stands in the draft; what is known about the same things from before is kept:
//!
//! * From the version that is amended (`before`), for every target that is the same (by the rule of
//!   the crate, see `compare`): id, name, note, the units that report it as long as
//!   they still have to do with its task, decisions, shares, ledgers, and of its promise what a draft
//!   cannot say (what is counted, a number given by another authority, last year's figure). Numbers are
//!   the draft's. Amendments end where the text itself has another number now.
//! * From last year's plan (`model`), where nothing is amended: calendar and rules, the register, and
//!   for what is the same but for its figures the names and who reports the headline targets.
//!
//! Items that set no work are no items of the plan, and chapters without items vanish. Numbers are
//! the text's where they tell items apart; where they begin anew in each chapter, items are numbered
//! through. A task in which nothing is promised gets one statement, to be reported in words.

mod graft;
mod hindrance;
mod outline;
mod promise;
mod stretch;
mod units;

use std::collections::{BTreeMap, BTreeSet};

use yaodian_domain::{
    id::{PlanId, TargetId, UnitId},
    plan::{Name, Plan},
    target::{Home, Target},
};

pub use hindrance::{Advice, Hindrance, Obstacle};

use crate::{edit::Key, kin, names::Names, review::Reviewed};

/// What the office says of the plan as a whole.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Head {
    /// How it is referred to.
    pub id: PlanId,
    /// Its title.
    pub title: Name,
    /// Who issued it.
    pub issuer: Name,
    /// The year it is for.
    pub year: i16,
}

/// The plan that `reviewed` makes, or everything that hinders it, in the order of the text.
///
/// `before` is the version of the same plan that is amended, `model` last year's plan, and `reported`
/// the targets of `before` that units have reported on: none of them may go unseen.
pub fn plan_of(
    text: &str,
    reviewed: &Reviewed,
    head: &Head,
    names: &Names<'_>,
    before: Option<&Plan>,
    model: Option<&Plan>,
    reported: &BTreeSet<TargetId>,
) -> Result<Plan, Vec<Hindrance>> {
    let mut units = units::Units::of(names, reviewed, before, model);
    let mut hindrances = Vec::new();
    if let Some(mut made) = outline::made(text, reviewed, head, &mut units, &mut hindrances) {
        graft::rules(&mut made.plan, before, model);
        if let Some(model) = model.filter(|_| before.is_none()) {
            graft::model(&mut made, reviewed, model);
        }
        let ids = before.map(|before| graft::before(&mut made, reviewed, before, reported, &mut hindrances));
        name_targets(&mut made.plan, ids.unwrap_or_default(), before);
        let plans: Vec<Vec<Usual>> = before.into_iter().chain(model).map(Usual::of).collect();
        for (target, key) in made.plan.targets.iter_mut().zip(&made.keys) {
            let in_headline = matches!(target.home, Home::Headline { .. });
            // Of a task or a name that means nobody it is told as such.
            let Some(key) = key.filter(|key| in_headline && !made.named.contains(key)) else {
                continue;
            };
            if target.reporters.is_empty() {
                let usual = usual(&target.quote.text, &target.name.zh, head.year, &plans);
                let known = usual.iter().all(|unit| made.plan.units.get(unit).is_some());
                target.reporters = if known { usual } else { Vec::new() };
            }
            if target.reporters.is_empty() {
                hindrances.push(Hindrance {
                    span: key.span,
                    what: Obstacle::NobodyReports { target: key },
                });
            }
        }
        hindrances.extend(units.hindrances());
        if hindrances.is_empty() {
            return Ok(made.plan);
        }
    }
    hindrances.sort_by_key(|hindrance| hindrance.span);
    Err(hindrances)
}

/// A plan in the making.
struct Made {
    plan: Plan,
    /// Which of the draft's targets each of the plan's is; `None` for a statement of a task in which
    /// nothing is promised.
    keys: Vec<Option<Key>>,
    /// The targets whose reporters a person named.
    named: BTreeSet<Key>,
}

/// Gives the targets their ids: those that they had (`kept`, by their places), and new ones that tell
/// where they stand: `h03` for the third of the headline statement, `t07-1-2` for the second of task
/// 7.1. An id that `before` has used for another target is never used again.
fn name_targets(plan: &mut Plan, kept: BTreeMap<usize, TargetId>, before: Option<&Plan>) {
    let old = before
        .into_iter()
        .flat_map(|plan| &plan.targets)
        .map(|target| target.id.clone());
    let mut taken: BTreeSet<TargetId> = old.chain(kept.values().cloned()).collect();
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    let mut ids = Vec::with_capacity(plan.targets.len());
    for (at, target) in plan.targets.iter().enumerate() {
        if let Some(id) = kept.get(&at) {
            ids.push(id.clone());
            continue;
        }
        let stem = match &target.home {
            Home::Headline { .. } | Home::Carried { .. } => "h".to_owned(),
            Home::Task { id } => match id.as_str().split_once('.') {
                Some((item, task)) => format!("t{item:0>2}-{task}-"),
                None => format!("t{id}-"),
            },
        };
        let width = if stem == "h" { 2 } else { 1 };
        let nth = met.entry(stem.clone()).or_default();
        let id = loop {
            *nth += 1;
            // Of letters, digits and hyphens, and far below the limit.
            match TargetId::new(format!("{stem}{nth:0>width$}")) {
                Ok(id) if taken.contains(&id) => {}
                Ok(id) => break id,
                Err(_) => break target.id.clone(),
            }
        };
        taken.insert(id.clone());
        ids.push(id);
    }
    for (target, id) in plan.targets.iter_mut().zip(ids) {
        target.id = id;
    }
}

/// Why the numbers of a target would hinder publishing, if they would: a form is checked with it while
/// it is filled in.
pub fn wrong_with(target: &crate::Target, key: Key) -> Option<Obstacle> {
    promise::of(target).err().map(|wrong| wrong.told(key, target.kind))
}

/// A headline target of an older plan, and who reports it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Usual {
    /// Its words.
    pub quote: String,
    /// Its name.
    pub name: String,
    /// The year of its plan.
    pub year: i16,
    /// Who reports it.
    pub reporters: Vec<UnitId>,
}

impl Usual {
    /// The headline targets of a plan.
    pub fn of(plan: &Plan) -> Vec<Self> {
        let usual = |target: &Target| Self {
            quote: target.quote.text.clone(),
            name: target.name.zh.clone(),
            year: plan.term.to().year(),
            reporters: target.reporters.clone(),
        };
        plan.headline_targets().map(usual).collect()
    }
}

/// Who reports what a headline target says by the version that is amended or by last year's plan:
/// those of the target in much the same words, figures and years not counted, of several the one whose
/// name is most alike. The desk offers them, and publishing takes them where a person named nobody.
pub fn usual_reporters(target: &crate::Target, year: i16, before: Option<&Plan>, model: Option<&Plan>) -> Vec<UnitId> {
    let plans: Vec<Vec<Usual>> = before.into_iter().chain(model).map(Usual::of).collect();
    usual_among(target, year, &plans)
}

/// [`usual_reporters`], of the headline targets of `plans`, that which counts first.
pub fn usual_among(target: &crate::Target, year: i16, plans: &[Vec<Usual>]) -> Vec<UnitId> {
    usual(&target.quote, &target.subject, year, plans)
}

fn usual(quote: &str, name: &str, year: i16, plans: &[Vec<Usual>]) -> Vec<UnitId> {
    let (words, name) = (kin::Words::of(quote, year), kin::Words::of(name, year));
    let found = plans.iter().find_map(|plan| {
        let scored = plan.iter().rev().filter_map(|other| {
            let quotes = kin::Words::of(&other.quote, other.year).alike(&words);
            let names = kin::Words::of(&other.name, other.year).alike(&name);
            (quotes >= SAME_WORDS).then_some((quotes + names, other))
        });
        // Of equals the first.
        scored.max_by_key(|(score, _)| *score).map(|(_, other)| other)
    });
    found.map(|target| target.reporters.clone()).unwrap_or_default()
}

/// From how many thousandths on the words of a headline target are those of last year's: a word more
/// or less, and no other promise.
const SAME_WORDS: u32 = 850;

impl Reviewed {
    /// Takes out of the queue the headline targets of which it is known who reports them
    /// ([`usual_reporters`]).
    pub fn spare_known_reporters(&mut self, year: i16, before: Option<&Plan>, model: Option<&Plan>) {
        let plans: Vec<Vec<Usual>> = before.into_iter().chain(model).map(Usual::of).collect();
        self.spare_usual(year, &plans);
    }

    /// [`Reviewed::spare_known_reporters`], by the headline targets of `plans`, that which counts first.
    pub fn spare_usual(&mut self, year: i16, plans: &[Vec<Usual>]) {
        let known: BTreeSet<Key> = self
            .targets()
            .filter(|found| matches!(found.home, crate::Home::Headline(_)))
            .filter(|found| !usual_among(found.target, year, plans).is_empty())
            .map(|found| found.key)
            .collect();
        self.queue.retain(|doubt| match doubt.about {
            crate::About::Reporters { target } => !known.contains(&target),
            _ => true,
        });
    }
}
