//! 密钥: a key with which a program acts in the name of a person, in the post for which it was made.
//!
//! A key never allows more than the post does: whatever comes with it is held to the rules of
//! [`access`](crate::access) as if the person had come himself, and beside that to the key's scopes. It ends
//! with the post, with the account, on its last day, or when it is revoked, whichever comes first.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    access::{Duty, Person},
    id::{AccountId, PostId},
};

/// What a key is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum KeyScope {
    /// 读取: what the post may read: what it owes, its forms, its ledgers.
    Read,
    /// 填报: saving and sending reports.
    Reports,
    /// 台账: changing, moving and importing entries.
    Ledgers,
    /// 监测数据: sending measurements.
    Measurements,
}

impl KeyScope {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Read, Self::Reports, Self::Ledgers, Self::Measurements];

    /// The name in addresses, columns and data.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Reports => "reports",
            Self::Ledgers => "ledgers",
            Self::Measurements => "measurements",
        }
    }

    /// The scope with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == name)
    }
}

/// The longest name of a key, in characters.
pub const LONGEST_NAME: usize = 60;
/// The most keys that one person holds at a time.
pub const MOST_KEYS: usize = 20;

/// Why a key cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum KeyProblem {
    /// It has no name.
    #[error("no name")]
    NoName,
    /// Its name is too long.
    #[error("{length} characters")]
    NameTooLong {
        /// How long it is, in characters.
        length: usize,
        /// How long it may be.
        most: usize,
    },
    /// It would be good for nothing.
    #[error("no scope")]
    NoScope,
    /// Its last day is over.
    #[error("{until} is over")]
    Over {
        /// The day.
        until: Date,
    },
    /// The person has as many as anybody can have.
    #[error("{most} keys already")]
    TooMany {
        /// How many that is.
        most: usize,
    },
}

/// A key that is asked for: its name, what it is good for, its last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// What it is called.
    pub name: &'a str,
    /// What it is good for; several times the same is once.
    pub scopes: &'a [KeyScope],
    /// Its last day; `None` for as long as the post is held.
    pub until: Option<Date>,
}

impl Wanted<'_> {
    /// Whether such a key can be made on `today` by somebody who has `held` already: its name without
    /// blanks around it, and its scopes in their order.
    ///
    /// # Errors
    ///
    /// [`KeyProblem`] says why not.
    pub fn checked(&self, held: usize, today: Date) -> Result<(String, Vec<KeyScope>), KeyProblem> {
        let name = self.name.trim();
        let length = name.chars().count();
        if name.is_empty() {
            return Err(KeyProblem::NoName);
        }
        if length > LONGEST_NAME {
            let most = LONGEST_NAME;
            return Err(KeyProblem::NameTooLong { length, most });
        }
        let mut scopes = self.scopes.to_vec();
        scopes.sort_unstable();
        scopes.dedup();
        if scopes.is_empty() {
            return Err(KeyProblem::NoScope);
        }
        if let Some(until) = self.until.filter(|until| *until < today) {
            return Err(KeyProblem::Over { until });
        }
        if held >= MOST_KEYS {
            return Err(KeyProblem::TooMany { most: MOST_KEYS });
        }
        Ok((name.to_owned(), scopes))
    }
}

/// Whose key it is, as far as the rules care.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// The account.
    pub account: AccountId,
    /// The post in which the key acts.
    pub post: PostId,
}

impl Person {
    /// Whether the person sees every key and can revoke it; anybody else only his own.
    pub fn may_see_all_keys(&self) -> bool {
        self.is(Duty::Administrator)
    }

    /// Whether the person may revoke the key of `owner`; `None` is a station's, which no person holds.
    pub fn may_revoke(&self, owner: Option<&Owner>) -> bool {
        self.may_see_all_keys() || owner.is_some_and(|owner| owner.account == self.account)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_a_key() {
        let today = Date::constant(2023, 9, 25);
        let yesterday = Date::constant(2023, 9, 24);
        let long = "长".repeat(LONGEST_NAME + 1);
        let wanted = |name, scopes, until| Wanted { name, scopes, until };
        let twice = [KeyScope::Ledgers, KeyScope::Read, KeyScope::Ledgers];
        let both = vec![KeyScope::Read, KeyScope::Ledgers];
        let cases = [
            (
                wanted(" 月报 ", &twice[..], Some(today)),
                0,
                Ok(("月报".to_owned(), both)),
            ),
            (wanted("  ", &twice[..], None), 0, Err(KeyProblem::NoName)),
            (
                wanted(&long, &twice[..], None),
                0,
                Err(KeyProblem::NameTooLong { length: 61, most: 60 }),
            ),
            (wanted("月报", &[], None), 0, Err(KeyProblem::NoScope)),
            (
                wanted("月报", &twice[..], Some(yesterday)),
                0,
                Err(KeyProblem::Over { until: yesterday }),
            ),
            (
                wanted("月报", &twice[..], None),
                MOST_KEYS,
                Err(KeyProblem::TooMany { most: MOST_KEYS }),
            ),
        ];
        for (wanted, held, answer) in cases {
            assert_eq!(wanted.checked(held, today), answer, "{wanted:?}");
        }
    }

    #[test]
    fn names_lead_back() {
        for scope in KeyScope::ALL {
            assert_eq!(KeyScope::named(scope.as_str()), Some(scope));
        }
    }
}
