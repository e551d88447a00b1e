//! A copy of all that is kept about a person.

use std::collections::BTreeMap;

use serde::Serialize;
use yaodian_domain::id::AccountId;

use super::{COLUMNS, Held, Holds, Person, Whose, Words, columns::LOGIN_KEY, whose, words};
use crate::{
    Account, Actor, AuditRow, Store, StoreError,
    db::{Arg, Tx},
    whole::Cell,
};

/// Rows of one table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Copied {
    /// Which table.
    pub table: &'static str,
    /// Its rows: columns with what they hold.
    pub rows: Vec<BTreeMap<&'static str, Cell>>,
    /// Columns that hold a secret, which is kept by its hash or sealed, and handed to nobody.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub secret: Vec<&'static str>,
}

/// All that is kept about a person.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonalData {
    /// Who.
    pub account: Account,
    /// Rows by table; every table that holds something about persons is there, be it without a row.
    pub tables: Vec<Copied>,
    /// What the person wrote, in the order in which it was written.
    pub words: Vec<Words>,
    /// What the audit says that the person did, and what it says was done to the account. Details of the former are
    /// left out, since they tell of others (what of them the person wrote stands in `words`); so is who did the latter.
    pub audit: Vec<AuditRow>,
}

/// Columns that tell which thing a row is about.
const WHICH: [&str; 13] = [
    "id", "plan", "target", "unit", "period", "ledger", "seq", "version", "revision", "edition", "list", "entry",
    "stage",
];

impl Store {
    /// All that is kept about a person, the tables as of one moment.
    pub async fn personal_data(&self, id: &AccountId) -> Result<PersonalData, StoreError> {
        let account = self.account(id).await?;
        let account = account.ok_or_else(|| StoreError::UnknownAccount(id.clone()))?;
        let mut tx = self.db.begin_reading().await?;
        let person = Person::find(&mut tx, account.clone()).await?;
        let mut tables = Vec::new();
        for held in COLUMNS.iter().filter(|held| is_of_accounts(held)) {
            tables.push(copied(&mut tx, held, &person).await?);
        }
        drop(tx);
        let rows = self
            .audit_where(
                "WHERE actor_id = $1 OR (subject_kind = 'account' AND subject_id = $1) ORDER BY seq",
                &[Arg::from(id.as_str())],
            )
            .await?;
        let words = rows.iter().flat_map(|row| words::of(row, id)).collect();
        let audit = rows.into_iter().map(|row| own(row, id)).collect();
        Ok(PersonalData {
            account,
            tables,
            words,
            audit,
        })
    }
}

/// Whether a table holds something about people with accounts, other than the audit, which is told by itself.
pub(super) fn is_of_accounts(held: &Held) -> bool {
    !["audit", "audit_personal"].contains(&held.table) && held.columns.iter().any(|(_, holds)| holds.is_of_accounts())
}

/// A row of the audit without what it tells of others.
fn own(mut row: AuditRow, id: &AccountId) -> AuditRow {
    let about = row.subject_kind == "account" && row.subject_id == id.as_str();
    if !about {
        row.detail = serde_json::Value::Null;
    }
    row.by = match row.by {
        Actor::Account { id: other, .. } if &other != id => Actor::system("another person"),
        Actor::Command { of: Some(other), .. } if &other != id => Actor::command("another person"),
        by => by,
    };
    row.personal = None;
    row
}

/// By which columns rows of a table are the person's, and by which further conditions.
fn rows_of(held: &Held) -> (Vec<Whose>, Vec<String>) {
    if let Some(of) = held.of {
        return (vec![of], Vec::new());
    }
    let (mut by, mut further) = (Vec::new(), Vec::new());
    for (_, holds) in held.columns {
        match holds {
            Holds::Name(_, whose) | Holds::File(whose) | Holds::Words(whose) | Holds::Emptied(_, whose, _)
                if !by.contains(whose) =>
            {
                by.push(*whose);
            }
            Holds::Within(_, rows) => further.push((*rows).to_owned()),
            _ => {}
        }
    }
    (by, further)
}

async fn copied(tx: &mut Tx, held: &Held, person: &Person) -> Result<Copied, StoreError> {
    let (by, further) = rows_of(held);
    let login = by.contains(&Whose::Account(LOGIN_KEY));
    let mut columns: Vec<(&'static str, Holds)> = Vec::new();
    for (column, holds) in held.columns {
        let told = match holds {
            Holds::Nothing => WHICH.contains(column) || by.contains(&Whose::At(column)),
            // Bodies tell of work and of others; messages to the person are the person's.
            Holds::Within(..) => held.goes,
            Holds::Secret(_) | Holds::Named => false,
            Holds::Gone(_)
            | Holds::Name(..)
            | Holds::Stays(_)
            | Holds::File(_)
            | Holds::Words(_)
            | Holds::Emptied(..) => true,
        };
        if told {
            columns.push((column, *holds));
        }
    }
    // Of a row in which somebody else had a part, what is that one's is left out.
    let name = |(name, holds): &(&'static str, Holds)| match holds {
        Holds::File(of) | Holds::Words(of) | Holds::Emptied(_, of, _) if held.of.is_none() => {
            format!("CASE WHEN {} THEN t.{name} END", whose(*of))
        }
        _ => format!("t.{name}"),
    };
    let names: Vec<String> = columns.iter().map(name).collect();
    let conditions: Vec<String> = by.into_iter().map(whose).chain(further).collect();
    let sql = format!(
        "SELECT {} FROM {} AS t WHERE {}",
        names.join(", "),
        held.table,
        conditions.join(" OR ")
    );
    let key = if login { &person.login_key } else { &person.id };
    let mut rows = Vec::new();
    for cells in tx.cells(&sql, &[Arg::from(key)]).await? {
        let mut row = BTreeMap::new();
        for ((column, holds), cell) in columns.iter().zip(cells) {
            // Another person's name in the same row.
            let others = matches!(holds, Holds::Name(_, Whose::At(_) | Whose::Account("account")))
                && cell.text().is_some_and(|text| !person.is_told_by(text));
            row.insert(*column, if others { Cell::Null } else { cell });
        }
        rows.push(row);
    }
    let secret = held
        .columns
        .iter()
        .filter(|(_, holds)| matches!(holds, Holds::Secret(_)));
    Ok(Copied {
        table: held.table,
        rows,
        secret: secret.map(|(column, _)| *column).collect(),
    })
}
