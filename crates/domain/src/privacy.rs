//! 个人信息: what is kept about the people who work with the product.
//!
//! Source of the rules: 《中华人民共和国个人信息保护法》 (2021). Article 6: no more than the purpose needs; 17: the
//! people concerned are told what, why and for how long; 19: no longer than needed; 44–46: they may know, copy and
//! correct it; 47: it is deleted when the purpose is over, and where a law demands that it is kept, nothing else is
//! done with it than keeping it safe; 49: those near to somebody who died may ask for the same. All of this is owed to
//! people without an account as well, who are named in ledgers ([`Sought`]). That law is 《中华人民共和国档案法》: who reported, signed and decided what is part of a
//! public body's records.

mod sought;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use sought::{Among, Sought, TooShort};

/// What a person is told of at a time: data of one purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// Name, login, since when, whether shut out.
    Account,
    /// 职务 of each post: with unit and days it tells who somebody was.
    Title,
    /// The address for reminders.
    Mail,
    /// Password, second step, recovery codes, one-time links.
    SignIn,
    /// Where the person is signed in, and browsers that are known.
    Sessions,
    /// Failed tries to sign in.
    Tries,
    /// Posts, with units, duties and days.
    Posts,
    /// Keys with which programs act for the person.
    Keys,
    /// Saved views of ledgers.
    Views,
    /// Reminders to the person.
    Messages,
    /// The name beside what the person reported, reviewed, decided, published or sent in.
    Work,
    /// What the person wrote: in reports, decisions, cases, reminders.
    Words,
    /// Names of files that the person sent, and where photos among them were taken, if a ledger keeps that.
    Files,
    /// The audit: who did what when.
    Audit,
    /// People who are named in ledgers and in rows of measurements, with or without an account.
    Named,
}

impl Topic {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 15] = [
        Self::Account,
        Self::Title,
        Self::Mail,
        Self::SignIn,
        Self::Sessions,
        Self::Tries,
        Self::Posts,
        Self::Keys,
        Self::Views,
        Self::Messages,
        Self::Work,
        Self::Words,
        Self::Files,
        Self::Audit,
        Self::Named,
    ];

    /// What becomes of it when the person is erased.
    pub fn fate(self) -> Fate {
        match self {
            Self::Account | Self::Work | Self::Audit => Fate::Pseudonym,
            Self::Posts | Self::Words => Fate::Stays,
            Self::Title
            | Self::Mail
            | Self::SignIn
            | Self::Sessions
            | Self::Tries
            | Self::Keys
            | Self::Views
            | Self::Messages
            | Self::Files => Fate::Gone,
            Self::Named => Fate::OnRequest,
        }
    }
}

/// What becomes of data when a person is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It is gone.
    Gone,
    /// A pseudonym stands in the place of the name.
    Pseudonym,
    /// It stays, of the pseudonym.
    Stays,
    /// It goes once whoever is named asks for it.
    OnRequest,
}
