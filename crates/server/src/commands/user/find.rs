//! Whom and what a command names.

use yaodian_contract::people::{People, PersonRow};
use yaodian_domain::{
    id::{PostId, UnitId},
    people::Post,
};

use super::{asked::Which, list};

/// Everybody, to be found by what was typed.
pub(super) struct Found(pub(super) People);

impl Found {
    /// A unit by its id or by a name.
    pub(super) fn unit(&self, typed: &str) -> Result<UnitId, String> {
        let unit = self
            .0
            .units
            .iter()
            .find(|unit| unit.id.as_str() == typed || unit.goes_by(typed));
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

    /// A post that has not ended, of a person.
    pub(super) fn post(&self, login: &str, which: &Which) -> Result<PostId, String> {
        let person = self.person(login)?;
        let unit = which.unit.as_ref().map(|typed| self.unit(typed)).transpose()?;
        let fits = |post: &&Post| {
            post.account == person.id
                && post.until().is_none_or(|until| until >= self.0.today)
                && unit.as_ref().is_none_or(|unit| unit == &post.unit)
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
