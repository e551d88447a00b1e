//! Whom and what a command names.

use yaodian_contract::people::{People, PersonRow};
use yaodian_domain::{
    id::{PlanId, PostId, UnitId},
    people::Post,
    unit::Unit,
};

use super::{asked::Which, list};

fn is_called(unit: &Unit, typed: &str) -> bool {
    unit.id.as_str() == typed || unit.goes_by(typed)
}

/// Everybody, to be found by what was typed.
pub(super) struct Found(pub(super) People);

impl Found {
    /// A unit by its id or by a name: of a plan, else of the one that is worked on.
    pub(super) fn unit(&self, typed: &str, plan: Option<&PlanId>) -> Result<UnitId, String> {
        let units = match plan {
            Some(id) if *id != self.0.plan => {
                let plan = self.0.plans.iter().find(|plan| plan.id == *id);
                &plan
                    .ok_or_else(|| format!("there is no plan {id} in which posts can hold"))?
                    .units
            }
            _ => &self.0.units,
        };
        let unit = units.iter().find(|unit| is_called(unit, typed));
        let unit = unit.ok_or_else(|| {
            format!(
                "no unit goes by the name {typed:?}; the plan's units.toml and `yaodian user list --json` list them"
            )
        })?;
        Ok(unit.id.clone())
    }

    /// A person by the name to sign in with, else by the id, which is all that is kept of whom a backup brought back.
    pub(super) fn person(&self, login: &str) -> Result<&PersonRow, String> {
        let wanted = login.trim().to_lowercase();
        let people = &self.0.people;
        let by_login = people.iter().find(|person| person.login.to_lowercase() == wanted);
        let person = by_login.or_else(|| people.iter().find(|person| person.id.as_str() == wanted));
        person.ok_or_else(|| format!("nobody signs in as {login:?}; `yaodian user list` says who there is"))
    }

    /// Whether a post is of the unit that was typed.
    fn is_of(&self, post: &Post, typed: &str) -> bool {
        post.unit.as_str() == typed || self.0.unit_of(post).is_some_and(|unit| unit.goes_by(typed))
    }

    /// A post that has not ended, of a person.
    pub(super) fn post(&self, login: &str, which: &Which) -> Result<PostId, String> {
        let person = self.person(login)?;
        let fits = |post: &&Post| {
            post.account == person.id
                && post.until().is_none_or(|until| until >= self.0.today)
                && which.unit.as_ref().is_none_or(|typed| self.is_of(post, typed))
                && which.post.as_ref().is_none_or(|id| id == &post.id)
        };
        let posts: Vec<&Post> = self.0.posts.iter().filter(fits).collect();
        match posts.as_slice() {
            [] => Err(format!(
                "{login} holds no such post; `yaodian user list` says which there are"
            )),
            [only] => Ok(only.id.clone()),
            several => {
                let lines: Vec<String> = several.iter().map(|post| list::post(&self.0, post)).collect();
                Err(format!(
                    "{login} holds several posts; name one by --unit or --post:\n{}",
                    lines.join("\n")
                ))
            }
        }
    }
}
