//! 个人信息: what is kept about a person, a copy of all of it, and its erasure.
//!
//! Source of the rules: 个人信息保护法, articles 6 and 44–47 ([`yaodian_domain::privacy`]).
//!
//! [`COLUMNS`] tells of every column whether it is about a person; [`Store::personal_data`] and
//! [`Store::erase_account`] do what it says.
//!
//! # What erasure does, and what it cannot
//!
//! Login, name, address, password, second step, sessions, links, keys, views, tries and messages go. A pseudonym
//! takes the place of the name beside what the person reported, reviewed, decided or sent in, and within the bodies of
//! those records: which they are is told by the audit (same actor, same instant or same thing), so that a namesake is
//! not touched. Triggers that keep those records from changing let this through, and nothing else. In the audit, texts
//! about the person go and their commitments stay ([`crate::audit::personal`]).
//!
//! What stays: audit rows of before migration 22 that name the person, since the name is hashed in them; what people
//! wrote in free text, and files of evidence; backups, exports and archives that were made before, until they are
//! removed.

mod columns;
mod copy;
mod erase;

pub use columns::{COLUMNS, Held, Holds, Whose};
pub use copy::{Copied, PersonalData};
pub use erase::Erased;

use crate::{
    StoreError,
    accounts::login_key,
    db::{Tx, args},
};
use columns::LOGIN_KEY;

/// Who a person is and was.
struct Person {
    id: String,
    login_key: String,
    /// Every name that records may tell.
    names: Vec<String>,
    /// What stands at the end of the names of commands that were given in the person's name.
    commands: Vec<String>,
}

impl Person {
    /// The value for the `$1` of a condition of [`whose`].
    fn key(&self, whose: Whose) -> &str {
        if whose == Whose::Account(LOGIN_KEY) {
            &self.login_key
        } else {
            &self.id
        }
    }

    /// Whether a text tells the person's name.
    fn is_told_by(&self, text: &str) -> bool {
        self.names.iter().any(|name| name == text) || {
            let text = text.to_lowercase();
            self.commands.iter().any(|command| text.ends_with(command))
        }
    }

    async fn find(tx: &mut Tx, account: crate::Account) -> Result<Self, StoreError> {
        let id = account.id.to_string();
        let earlier: Vec<(String,)> = tx
            .rows(
                "SELECT value FROM audit_personal
                 WHERE account = $1 AND field IN ('actor_name', '/before/name', '/after/name')
                 UNION SELECT actor_name FROM audit WHERE actor_id = $1 AND actor_kind = 'account' AND actor_name <> ''",
                args![&id],
            )
            .await?;
        let mut names = vec![account.name];
        names.extend(earlier.into_iter().map(|(name,)| name));
        names.sort_unstable();
        names.dedup();
        let login_key = login_key(&account.login);
        let command = |name: &String| format!(", {name} ({login_key})").to_lowercase();
        let commands = names.iter().map(command).collect();
        Ok(Self {
            id,
            login_key,
            names,
            commands,
        })
    }
}

/// Which rows of a table, here called `t`, are the person's: `$1` is [`Person::key`].
fn whose(whose: Whose) -> String {
    match whose {
        Whose::Account(column) => format!("t.{column} = $1"),
        Whose::At(column) => {
            format!("EXISTS (SELECT 1 FROM audit AS a WHERE a.actor_id = $1 AND a.at = t.{column})")
        }
    }
}
