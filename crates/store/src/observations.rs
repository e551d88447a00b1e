//! Observations: published figures, and those of approved reports.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;
use yaodian_domain::{
    id::{PlanId, TargetId, UnitId},
    observation::Observation,
    report::Report,
    time::DaySpan,
};

use crate::{
    Act, Store, StoreError, SubjectKind,
    audit::{Entry, action},
    db::args,
    encode::{day_of, from_json, parse, to_json},
    plans::{lock, touch},
    replay::{Kept, replay},
};

/// What came of putting published figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Loaded {
    /// How many were there already.
    pub unchanged: usize,
    /// How many are new, those that replace another included.
    pub added: usize,
    /// How many of the new ones replace another for the same target, unit and days.
    pub replaced: usize,
    /// How many count no more without being replaced.
    pub withdrawn: usize,
}

/// A published figure that counts, while the list is gone through.
struct Current {
    id: String,
    target: TargetId,
    observation: Observation,
    text: String,
}

type Stretch = (TargetId, Option<UnitId>, DaySpan);

impl Store {
    /// Makes `observations` the published figures of a plan, as a whole list: those already there
    /// stay as they are, new ones are added, and those that the list has no more are marked as
    /// counting no more from the day of `act` on. Nothing is deleted, and the same list again
    /// changes nothing.
    pub async fn put_published(
        &self,
        act: &Act,
        plan: &PlanId,
        observations: &[(TargetId, Observation)],
    ) -> Result<Loaded, StoreError> {
        let mut change = self.db.begin(act).await?;
        lock(&mut change, plan).await?;
        let rows: Vec<(String, String, String)> = change
            .rows(
                "SELECT id, target, body FROM published WHERE plan = $1 AND retired_at IS NULL",
                args![plan.as_str()],
            )
            .await?;
        // Texts are compared, not values: 89.3 and 89.30 differ in precision.
        let mut current = rows
            .into_iter()
            .map(|(id, target, body)| {
                let observation: Observation = from_json("a published figure", &body)?;
                let text = to_json("a published figure", &observation)?;
                Ok(Current {
                    id,
                    target: parse("the target of a published figure", &target)?,
                    observation,
                    text,
                })
            })
            .collect::<Result<Vec<_>, StoreError>>()?;

        let mut loaded = Loaded::default();
        let mut new = Vec::new();
        for (target, observation) in observations {
            let text = to_json("a published figure", observation)?;
            if let Some(at) = current.iter().position(|row| &row.target == target && row.text == text) {
                current.swap_remove(at);
                loaded.unchanged += 1;
            } else {
                new.push((target, observation, text));
            }
        }
        if new.is_empty() && current.is_empty() {
            return Ok(loaded);
        }

        // What is left in `current` counts no more.
        let mut gone: BTreeMap<Stretch, Vec<String>> = BTreeMap::new();
        let mut removed = Vec::new();
        for row in current {
            change
                .execute(
                    "UPDATE published SET retired_at = $2, retired_by = $3 WHERE id = $1",
                    args![&row.id, act.at, act.by.name()],
                )
                .await?;
            removed.push(json!({ "id": row.id, "target": row.target, "observation": row.observation }));
            gone.entry(stretch(&row.target, &row.observation))
                .or_default()
                .push(row.id);
        }
        let mut added: Vec<Value> = Vec::new();
        for (target, observation, text) in new {
            let id = Uuid::now_v7().to_string();
            let replaces = gone.get_mut(&stretch(target, observation)).and_then(Vec::pop);
            change
                .execute(
                    "INSERT INTO published (id, plan, target, replaces, written_at, written_by, body)
                     VALUES ($1, $2, $3, $4, $5, $6, $7)",
                    args![
                        &id,
                        plan.as_str(),
                        target.as_str(),
                        replaces.as_deref(),
                        act.at,
                        act.by.name(),
                        &text
                    ],
                )
                .await?;
            loaded.added += 1;
            loaded.replaced += usize::from(replaces.is_some());
            added.push(json!({ "id": id, "target": target, "replaces": replaces, "observation": observation }));
        }
        loaded.withdrawn = removed.len() - loaded.replaced;
        touch(&mut change, plan).await?;
        change.note(Entry {
            action: action::PUBLISHED_LOADED,
            kind: SubjectKind::Published,
            id: plan.to_string(),
            plan: Some(plan.clone()),
            detail: json!({ "added": added, "removed": removed }),
        });
        change.commit().await?;
        Ok(loaded)
    }

    /// Everything that the check may know of a plan, on whatever day it is asked about: published
    /// figures, and what approved reports say, with the days on which they were known. Of several
    /// approved reports for the same target, unit and period the one approved last counts; one that
    /// was replaced, like a figure that was retired, stays known for the days before.
    pub async fn observations(&self, plan: &PlanId) -> Result<Vec<(TargetId, Observation)>, StoreError> {
        let published = self
            .db
            .rows(
                "SELECT id, target, replaces, written_at, retired_at, body FROM published
                 WHERE plan = $1 ORDER BY id",
                args![plan.as_str()],
            )
            .await?;
        let reported = self
            .db
            .rows(
                "SELECT body, replaced_on FROM reports
                 WHERE plan = $1 AND (counts = 1 OR replaced_on IS NOT NULL) ORDER BY id",
                args![plan.as_str()],
            )
            .await?;
        join(published, reported)
    }

    /// Everything that the check may know of one target; see [`Store::observations`].
    pub async fn observations_of(&self, plan: &PlanId, target: &TargetId) -> Result<Vec<Observation>, StoreError> {
        let published = self
            .db
            .rows(
                "SELECT id, target, replaces, written_at, retired_at, body FROM published
                 WHERE plan = $1 AND target = $2 ORDER BY id",
                args![plan.as_str(), target.as_str()],
            )
            .await?;
        let reported = self
            .db
            .rows(
                "SELECT body, replaced_on FROM reports
                 WHERE plan = $1 AND target = $2 AND (counts = 1 OR replaced_on IS NOT NULL) ORDER BY id",
                args![plan.as_str(), target.as_str()],
            )
            .await?;
        Ok(join(published, reported)?
            .into_iter()
            .map(|(_, observation)| observation)
            .collect())
    }
}

fn stretch(target: &TargetId, observation: &Observation) -> Stretch {
    (target.clone(), observation.unit.clone(), observation.span)
}

/// The columns of a published figure: id, target, the one it replaces, when it was loaded and
/// retired, and the figure.
type Published = (String, String, Option<String>, String, Option<String>, String);

/// Both kinds together, by target and days.
fn join(
    published: Vec<Published>,
    reported: Vec<(String, Option<String>)>,
) -> Result<Vec<(TargetId, Observation)>, StoreError> {
    let instant = |text: String| Ok::<_, StoreError>(day_of(parse("the instant of a published figure", &text)?));
    let kept = published
        .into_iter()
        .map(|(id, target, replaces, loaded, retired, body)| {
            Ok(Kept {
                id,
                target: parse("the target of a published figure", &target)?,
                replaces,
                loaded_on: instant(loaded)?,
                retired_on: retired.map(instant).transpose()?,
                observation: from_json("a published figure", &body)?,
            })
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    let mut all = replay(kept);
    all.reserve(reported.len());
    for (body, replaced_on) in reported {
        let report: Report = from_json("a report", &body)?;
        // A report that is not approved has no observation to give, whatever its columns say.
        let Some(observation) = report.observation() else {
            continue;
        };
        let withdrawn_on = replaced_on
            .map(|day| parse("the day on which a report was replaced", &day))
            .transpose()?;
        // One that was replaced on the day of its approval was never known.
        if withdrawn_on.is_none_or(|day| observation.known_on < day) {
            let observation = Observation {
                withdrawn_on,
                ..observation
            };
            all.push((report.target, observation));
        }
    }
    // Sorted here, since the two databases order texts differently; equals keep their order.
    all.sort_by(|(a, x), (b, y)| (a, x.span.to(), x.known_on, &x.unit).cmp(&(b, y.span.to(), y.known_on, &y.unit)));
    Ok(all)
}
