//! Erasing a person.

use serde_json::json;
use yaodian_domain::id::AccountId;

use super::{
    COLUMNS, Person, forget_answers,
    replace::{files_within, rename},
    whose,
};
use crate::{
    Act, Store, StoreError,
    accounts::{entry, find, login_key},
    audit::{self, action, personal},
    db::{Arg, Change, args},
};

/// What an erasure came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// The number under which the person is known from now on.
    pub number: i64,
    /// The name that stands in the place of the person's.
    pub pseudonym: String,
    /// Rows that went.
    pub gone: u64,
    /// Records in which the pseudonym took the place of the name, or from which something else went.
    pub renamed: u64,
    /// Texts of the audit that went.
    pub texts: usize,
    /// Rows of the audit of the first form that are the person's or about the account: what they name stays.
    pub old_rows: i64,
}

impl Store {
    /// Erases a person, of whom a pseudonym stays; `called` makes it from a number. Whoever is still let in is not
    /// any more. Posts are to be ended before.
    /// In a SQLite file what goes is overwritten with zeros; [`Store::overwrite_what_went`] does the same for what went
    /// before.
    ///
    /// [`StoreError::UnknownAccount`] where there is no such account, or it was erased before.
    pub async fn erase_account(
        &self,
        act: &Act,
        id: &AccountId,
        called: impl Fn(i64) -> String + Send,
    ) -> Result<Erased, StoreError> {
        let mut change = self.db.begin(act).await?;
        change.overwrites().await?;
        change
            .execute("UPDATE people SET revision = revision WHERE id = 1", &[])
            .await?;
        let account = find(&mut change, id).await?;
        let (erased, last): (Option<i64>, i64) = change
            .row(
                "SELECT erased, (SELECT COALESCE(MAX(erased), 0) FROM accounts) FROM accounts WHERE id = $1",
                args![id.as_str()],
            )
            .await?
            .unwrap_or_default();
        if erased.is_some() {
            return Err(StoreError::UnknownAccount(id.clone()));
        }
        // Nobody else's rows come between.
        audit::lock(&mut change).await?;
        change
            .execute("INSERT INTO erasing (account) VALUES ($1)", args![id.as_str()])
            .await?;
        let (mut number, mut login) = (last + 1, format!("erased-{}", last + 1));
        while taken(&mut change, &login).await? {
            number += 1;
            login = format!("erased-{number}");
        }
        let pseudonym = called(number);
        let person = Person::find(&mut change.tx, account).await?;
        let mut gone = 0;
        // Files are known by who sent them, and so before anything else is.
        let mut renamed = files_within(&mut change, &person, &pseudonym).await?;
        for held in COLUMNS.iter().filter(|held| super::copy::is_of_accounts(held)) {
            if held.table == "accounts" {
                continue;
            }
            if let (true, Some(of)) = (held.goes, held.of) {
                let sql = format!("DELETE FROM {} AS t WHERE {}", held.table, whose(of));
                gone += change.tx.execute(&sql, &[Arg::from(person.key(of))]).await?;
            }
            renamed += rename(&mut change, held, &person, &pseudonym).await?;
        }
        change
            .execute(
                "UPDATE accounts SET login = $2, login_key = $3, name = $4, email = NULL, password_hash = NULL, active = 0, erased = $5
                 WHERE id = $1",
                args![id.as_str(), &login, login_key(&login), &pseudonym, number],
            )
            .await?;
        for name in person.names.iter().chain(&person.mails) {
            forget_answers(&mut change, name).await?;
        }
        let texts = texts(&mut change, &person).await?;
        let count = texts.len();
        let old: Option<(i64,)> = change
            .row(
                "SELECT COUNT(*) FROM audit
                 WHERE personal IS NULL AND (actor_id = $1 OR (subject_kind = 'account' AND subject_id = $1))",
                args![id.as_str()],
            )
            .await?;
        // What others keep of pages with the name on them is out of date.
        change
            .execute("UPDATE plans SET content_version = content_version + 1", &[])
            .await?;
        change.execute("DELETE FROM erasing", &[]).await?;
        let detail = json!({ "number": number, "removed": personal::removed(texts) });
        change.note(entry(action::ACCOUNT_ERASED, id, detail));
        change.commit().await?;
        Ok(Erased {
            number,
            pseudonym,
            gone,
            renamed,
            texts: count,
            old_rows: old.map_or(0, |(count,)| count),
        })
    }
}

impl Store {
    /// After an erasure: writes a SQLite file anew and empties its log, so that nothing is left in pages that were freed
    /// at any time before, nor between rows. Whoever writes meanwhile waits. On PostgreSQL nothing is done: its own
    /// `VACUUM` frees the space of dead rows in its time.
    pub async fn overwrite_what_went(&self) -> Result<(), StoreError> {
        self.db.write_anew().await
    }
}

async fn taken(change: &mut Change<'_>, login: &str) -> Result<bool, StoreError> {
    let row: Option<(String,)> = change
        .row("SELECT id FROM accounts WHERE login_key = $1", args![login_key(login)])
        .await?;
    Ok(row.is_some())
}

/// Removes what the audit tells of the person beside its rows: which texts these were.
async fn texts(change: &mut Change<'_>, person: &Person) -> Result<Vec<(i64, String)>, StoreError> {
    // What ledgers say of people goes by what it says: whoever has the same name need not be this one.
    let nobodys: Vec<(i64, String, String)> = change
        .rows(
            "SELECT seq, field, value FROM audit_personal
             WHERE account IS NULL AND field NOT LIKE '/before/private/%' AND field NOT LIKE '/after/private/%'",
            &[],
        )
        .await?;
    let goes = |field: &str, value: &str| {
        person.is_told_by(value)
            || person.mails.iter().any(|mail| mail == value)
            || field.ends_with("/note") && person.without(value, "").is_some()
    };
    let mut all: Vec<(i64, String)> = nobodys
        .into_iter()
        .filter(|(_, field, value)| goes(field, value))
        .map(|(seq, field, _)| (seq, field))
        .collect();
    for (seq, field) in &all {
        change
            .execute(
                "DELETE FROM audit_personal WHERE seq = $1 AND field = $2",
                args![*seq, field],
            )
            .await?;
    }
    let own: Vec<(i64, String)> = change
        .rows(
            "DELETE FROM audit_personal WHERE account = $1 RETURNING seq, field",
            args![&person.id],
        )
        .await?;
    all.extend(own);
    Ok(all)
}
