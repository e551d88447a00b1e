//! 个人信息: what is kept about a person, a copy of all of it, and its erasure.
//!
//! Source of the rules: 个人信息保护法, articles 6 and 44–47 ([`yaodian_domain::privacy`]).
//!
//! [`COLUMNS`] tells of every column whether it is about a person; [`Store::personal_data`] and
//! [`Store::erase_account`] do what it says.
//!
//! # What erasure does, and what it cannot
//!
//! Login, name, address, password, second step, sessions, links, keys, views, tries, messages and titles of posts go. A
//! pseudonym takes the place of the name beside what the person reported, reviewed, decided or sent in, and within the
//! bodies of those records: which they are is told by the audit (same actor, same instant or same thing), so that a
//! namesake is not touched. It also takes the place of what files were called that the person sent, and of the name in
//! notes of reminders; where a photo was taken goes. Answers to requests of the last day that tell the name are not kept
//! any longer. Triggers that keep those records from changing let this through, and nothing else. In the audit, texts
//! about the person go and their commitments stay ([`crate::audit::personal`]).
//!
//! People without an account, who are named in ledgers and in rows of measurements that were set aside, are found and
//! erased by what it says of them: [`named`].
//!
//! What stays: audit rows of before migration 22 that name the person, since the name is hashed in them, and of before
//! migration 23 that tell private fields of entries, titles or names of files; what people wrote in reports, decisions
//! and cases, where it names somebody; names of two characters in a note, which may be ordinary words; files of
//! evidence; backups, exports and archives that were made before, until they are removed. A sum over many changed
//! entries, as the audit has it of what a sheet changed, cannot be computed again from entries that somebody was erased
//! from.

mod columns;
mod copy;
mod erase;
pub mod named;
mod replace;
mod words;

pub use columns::{COLUMNS, Held, Holds, Whose};
pub use copy::{Copied, PersonalData};
pub use erase::Erased;
pub use words::Words;

use crate::{
    StoreError,
    accounts::login_key,
    db::{Change, Tx, args},
};
use columns::LOGIN_KEY;

/// Who a person is and was.
struct Person {
    id: String,
    login_key: String,
    /// Every name that records may tell.
    names: Vec<String>,
    /// Every address.
    mails: Vec<String>,
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

    /// The text with `put` in the places of names and addresses of the person; `None` where none is in it. A name of
    /// two characters may be an ordinary word, and is left.
    fn without(&self, text: &str, put: &str) -> Option<String> {
        let names = self.names.iter().filter(|name| name.chars().count() > 2);
        let mut found: Vec<&String> = names
            .chain(&self.mails)
            .filter(|told| text.contains(told.as_str()))
            .collect();
        // One may be the beginning of another.
        found.sort_by_key(|told| std::cmp::Reverse(told.len()));
        let new = found
            .iter()
            .fold(text.to_owned(), |text, told| text.replace(told.as_str(), put));
        (!found.is_empty()).then_some(new)
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
        let mails: Vec<(String,)> = tx
            .rows(
                "SELECT DISTINCT value FROM audit_personal WHERE account = $1 AND field IN ('/before/email', '/after/email')",
                args![&id],
            )
            .await?;
        let mut mails: Vec<String> = mails.into_iter().map(|(mail,)| mail).chain(account.email).collect();
        mails.sort_unstable();
        mails.dedup();
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
            mails,
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

/// Lets go of what was answered to requests of the last day where it tells this: whoever sends one again hears that it
/// was carried out, and not what was answered.
async fn forget_answers(change: &mut Change<'_>, told: &str) -> Result<u64, StoreError> {
    change
        .execute(
            "UPDATE answers SET status = NULL, media = NULL, body = NULL WHERE body LIKE $1 ESCAPE '!'",
            args![within_json(told)],
        )
        .await
}

/// The pattern of JSON that has this in it.
fn within_json(told: &str) -> String {
    let json = serde_json::Value::from(told).to_string();
    pattern(
        json.strip_prefix('"')
            .and_then(|json| json.strip_suffix('"'))
            .unwrap_or(told),
    )
}

/// The pattern of a text that has this in it, `!` being the escape.
fn pattern(told: &str) -> String {
    let mut pattern = String::from("%");
    for sign in told.chars() {
        if ['%', '_', '!'].contains(&sign) {
            pattern.push('!');
        }
        pattern.push(sign);
    }
    pattern + "%"
}
