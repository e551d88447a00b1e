//! Which plan is worked on, and how new what is known of it is: asked by nearly every request.

use yaodian_domain::{Date, id::PlanId};

use crate::{
    Store, StoreError,
    db::{Db, args},
    encode::parse,
};

/// The plan that is worked on on day `$1`, as a value; days and names are compared by their bytes, as in SQLite.
macro_rules! current {
    ($bytes:literal) => {
        concat!(
            "COALESCE(
                 (SELECT p.id FROM plans AS p WHERE p.starts_on",
            $bytes,
            " <= $1
                  AND NOT EXISTS (SELECT 1 FROM closings AS c WHERE c.plan = p.id)
                  ORDER BY p.starts_on",
            $bytes,
            ", p.id",
            $bytes,
            " LIMIT 1),
                 (SELECT p.id FROM plans AS p WHERE p.starts_on",
            $bytes,
            " <= $1
                  ORDER BY p.starts_on",
            $bytes,
            " DESC, p.id",
            $bytes,
            " DESC LIMIT 1),
                 (SELECT p.id FROM plans AS p ORDER BY p.starts_on",
            $bytes,
            ", p.id",
            $bytes,
            " LIMIT 1)
             )"
        )
    };
}

/// What is known of a plan: its name, and the sum of the versions of all that goes into it. Looked up by name, one by
/// one: with a join, PostgreSQL expects many of them, and reads all plans there are.
macro_rules! edition {
    ($plan:expr) => {
        concat!(
            "WITH RECURSIVE line (id, asked) AS (
                 SELECT ",
            $plan,
            ", 1 UNION SELECT c.from_plan, 0 FROM carried AS c JOIN line ON c.into_plan = line.id
             )
             SELECT MAX(CASE WHEN line.asked = 1 THEN (SELECT p.id FROM plans AS p WHERE p.id = line.id) END),
             CAST(SUM((SELECT p.content_version FROM plans AS p WHERE p.id = line.id)) AS BIGINT) FROM line"
        )
    };
}

impl Store {
    /// The plan that is worked on on a day: of those that have begun and are not closed the earliest, so that the
    /// next year's plan can be loaded while the last reports of the old one are still being written; once all are
    /// closed, the last of them. Before any has begun, the first. `None` where there is no plan.
    ///
    /// Asked for by nearly every request: it takes no longer with a thousand plans.
    pub async fn current_plan(&self, today: Date) -> Result<Option<PlanId>, StoreError> {
        let sql = match &*self.db {
            Db::Sqlite(_) => concat!("SELECT ", current!("")),
            Db::Postgres(_) => concat!("SELECT ", current!(" COLLATE \"C\"")),
        };
        let row: Option<(Option<String>,)> = self.db.row(sql, args![today.to_string()]).await?;
        row.and_then(|(id,)| id)
            .map(|id| parse("the id of a plan", &id))
            .transpose()
    }

    /// The plans that are worked on on a day, the earliest first: all that have begun and are not closed, such as one of
    /// each province; where there are none the one that is shown ([`Store::current_plan`]).
    pub async fn open_plans(&self, today: Date) -> Result<Vec<PlanId>, StoreError> {
        let mut open = self.plans().await?;
        open.retain(|head| head.term.from() <= today && head.closed_on.is_none());
        open.sort_by(|a, b| (a.term.from(), &a.id).cmp(&(b.term.from(), &b.id)));
        if open.is_empty() {
            return Ok(self.current_plan(today).await?.into_iter().collect());
        }
        Ok(open.into_iter().map(|head| head.id).collect())
    }

    /// A plan, or the one that is worked on on a day, and a number that rises whenever anything that is known of it
    /// changes: anything public of the plan itself, of those from which it took targets over, and of those from
    /// which these did ([`Store::content_version`]). `None` where there is no such plan.
    ///
    /// Who caches reads it first and the rest after it: what is kept is then never older than the
    /// number it is kept under.
    pub async fn edition(&self, plan: Option<&PlanId>, today: Date) -> Result<Option<(PlanId, i64)>, StoreError> {
        let sql = match (&*self.db, plan) {
            (_, Some(_)) => edition!("CAST($1 AS TEXT)"),
            (Db::Sqlite(_), None) => edition!(current!("")),
            (Db::Postgres(_), None) => edition!(current!(" COLLATE \"C\"")),
        };
        let asked = plan.map_or_else(|| today.to_string(), PlanId::to_string);
        let row: Option<(Option<String>, Option<i64>)> = self.db.row(sql, args![asked]).await?;
        let found = row.and_then(|(id, version)| id.zip(version));
        found
            .map(|(id, version)| Ok((parse("the id of a plan", &id)?, version)))
            .transpose()
    }

    /// A number that rises whenever anything public of the plan changes: its text, published
    /// figures, documents, approved reports. 0 for a plan that is not there.
    pub async fn content_version(&self, id: &PlanId) -> Result<i64, StoreError> {
        let row: Option<(i64,)> = self
            .db
            .row("SELECT content_version FROM plans WHERE id = $1", args![id.as_str()])
            .await?;
        Ok(row.map_or(0, |(version,)| version))
    }
}
