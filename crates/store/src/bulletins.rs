//! 通报: drafts that are written on, and published ones that never change.

use serde_json::json;
use yaodian_domain::{
    bulletin::{Bulletin, BulletinHead, Correction, State},
    id::{BulletinId, PlanId},
};

use crate::{
    Act, Store, StoreError, SubjectKind,
    audit::{
        Entry, action,
        record::{SEAL, seal},
    },
    db::args,
    encode::{from_json, parse, to_json},
    plans::{lock, touch},
    reports::publish,
};

impl Store {
    /// Creates a draft.
    ///
    /// [`StoreError::BulletinExists`] if its month or quarter has a bulletin, or what it corrects has a
    /// correction, drafts included.
    pub async fn create_bulletin(&self, act: &Act, plan: &PlanId, bulletin: &Bulletin) -> Result<(), StoreError> {
        let body = to_json("a bulletin", bulletin)?;
        let edition = bulletin.facts.edition.to_string();
        let corrects = bulletin.corrects.as_ref().map(|correction| correction.of.as_str());
        let mut change = self.db.begin(act).await?;
        // The lock on the plan lets creators pass one after another.
        lock(&mut change, plan).await?;
        let there: Option<(String,)> = match corrects {
            Some(of) => {
                let sql = "SELECT id FROM bulletins WHERE corrects = $1";
                change.row(sql, args![of]).await?
            }
            None => {
                let sql = "SELECT id FROM bulletins WHERE plan = $1 AND edition = $2 AND corrects IS NULL";
                change.row(sql, args![plan.as_str(), &edition]).await?
            }
        };
        if let Some((id,)) = there {
            return Err(StoreError::BulletinExists(parse("the id of a bulletin", &id)?));
        }
        change
            .execute(
                "INSERT INTO bulletins (id, plan, edition, as_of, revision, state, corrects, created_at, changed_at, changed_by, body)
                 VALUES ($1, $2, $3, $4, $5, 'draft', $6, $7, $7, $8, $9)",
                args![
                    bulletin.id.as_str(),
                    plan.as_str(),
                    &edition,
                    bulletin.facts.as_of.to_string(),
                    bulletin.revision,
                    corrects,
                    act.at,
                    act.by.name(),
                    &body
                ],
            )
            .await?;
        change.note(entry(action::BULLETIN_DRAFTED, plan, bulletin)?);
        change.commit().await
    }

    /// Saves `next`, whose revision is one higher than what is stored.
    ///
    /// [`StoreError::BulletinMovedOn`] if somebody else has saved or published it meanwhile.
    pub async fn save_bulletin(&self, act: &Act, plan: &PlanId, next: &Bulletin) -> Result<(), StoreError> {
        let body = to_json("a bulletin", next)?;
        let state = if next.is_published() { "published" } else { "draft" };
        let mut change = self.db.begin(act).await?;
        let rows = change
            .execute(
                "UPDATE bulletins SET revision = $3, state = $4, as_of = $5, published_on = $6, changed_at = $7, changed_by = $8, body = $9
                 WHERE id = $1 AND plan = $2 AND revision = $3 - 1 AND state = 'draft'",
                args![
                    next.id.as_str(),
                    plan.as_str(),
                    next.revision,
                    state,
                    next.facts.as_of.to_string(),
                    next.published_on().map(|on| on.to_string()).as_deref(),
                    act.at,
                    act.by.name(),
                    &body
                ],
            )
            .await?;
        if rows == 0 {
            let row: Option<(String,)> = change
                .row("SELECT body FROM bulletins WHERE id = $1", args![next.id.as_str()])
                .await?;
            let (body,) = row.ok_or_else(|| StoreError::UnknownBulletin(next.id.clone()))?;
            return Err(StoreError::BulletinMovedOn {
                latest: Box::new(from_json("a bulletin", &body)?),
            });
        }
        if let Some(on) = next.published_on() {
            publish(&mut change, plan, next, on).await?;
            touch(&mut change, plan).await?;
            change.note(entry(action::BULLETIN_PUBLISHED, plan, next)?);
        } else {
            change.note(entry(action::BULLETIN_EDITED, plan, next)?);
        }
        change.commit().await
    }

    /// A bulletin and its plan.
    pub async fn bulletin(&self, id: &BulletinId) -> Result<Option<(PlanId, Bulletin)>, StoreError> {
        let row: Option<(String, String)> = self
            .db
            .row("SELECT plan, body FROM bulletins WHERE id = $1", args![id.as_str()])
            .await?;
        row.map(|(plan, body)| {
            let plan = parse("the plan of a bulletin", &plan)?;
            Ok((plan, from_json("a bulletin", &body)?))
        })
        .transpose()
    }

    /// The bulletins of a plan, the latest first.
    pub async fn bulletins(&self, plan: &PlanId) -> Result<Vec<BulletinHead>, StoreError> {
        type Row = (String, String, String, Option<String>, Option<String>, Option<String>);
        let rows: Vec<Row> = self
            .db
            .rows(
                "SELECT b.id, b.edition, b.as_of, b.published_on, b.corrects, c.id FROM bulletins AS b
                 LEFT JOIN bulletins AS c ON c.corrects = b.id AND c.state = 'published'
                 WHERE b.plan = $1 ORDER BY b.as_of DESC, b.id DESC",
                args![plan.as_str()],
            )
            .await?;
        let id = |text: Option<String>| text.map(|text| parse("the id of a bulletin", &text)).transpose();
        rows.into_iter()
            .map(|(own, edition, as_of, published_on, corrects, corrected_by)| {
                Ok(BulletinHead {
                    id: parse("the id of a bulletin", &own)?,
                    edition: parse("the edition of a bulletin", &edition)?,
                    as_of: parse("the day of a bulletin", &as_of)?,
                    published_on: published_on
                        .map(|on| parse("the day on which a bulletin was published", &on))
                        .transpose()?,
                    corrects: id(corrects)?,
                    corrected_by: id(corrected_by)?,
                })
            })
            .collect()
    }
}

/// What the audit says: not the figures, which follow from what was known on the day, but the seal of all of it.
fn entry(action: &'static str, plan: &PlanId, bulletin: &Bulletin) -> Result<Entry, StoreError> {
    let mut detail = json!({
        "edition": bulletin.facts.edition,
        "as_of": bulletin.facts.as_of,
        "revision": bulletin.revision,
        "text": bulletin.text,
    });
    if let Some(Correction { of, reason }) = &bulletin.corrects {
        detail["corrects"] = json!({ "bulletin": of, "reason": reason });
    }
    if let State::Published { on, shown, .. } = &bulletin.state {
        detail["on"] = json!(on);
        // As it was shown: the chain of the audit proves that it still is.
        detail["shown"] = json!(shown);
    }
    detail[SEAL] = json!(seal("a bulletin", bulletin)?);
    Ok(Entry {
        action,
        kind: SubjectKind::Bulletin,
        id: bulletin.id.to_string(),
        plan: Some(plan.clone()),
        detail,
    })
}
