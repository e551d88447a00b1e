//! 安全提醒: what a person is told once something that opens the account was changed, or was tried again.
//!
//! Source: OWASP ASVS 4.0.3, 2.2.3, 2.5.5 and 2.8.5.

use serde::{Deserialize, Serialize};

/// So many mails of one kind go to an account on a day. What comes after them stands in the app alone. Every kind has a
/// number of its own, so that many of one never hide another.
pub const MOST_A_DAY: usize = 5;
/// So many days a mail that could not be sent is tried again.
pub const GIVE_UP_DAYS: u8 = 7;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// A password was set, the first or another.
    PasswordSet,
    /// A one-time link was made by which another password can be set.
    LinkMade,
    /// Codes of an authenticator were set up as the second step.
    SecondStepSetUp,
    /// The person took them away.
    SecondStepRemoved,
    /// Somebody else took every second step away.
    SecondStepReset,
    /// Other recovery codes took the place of those of before.
    RecoveryCodesMade,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was taken away.
    PasskeyRemoved,
    /// The account was opened to single sign-on: whoever next comes with the login binds it.
    SingleSignOnMarked,
    /// It was bound to somebody at the provider.
    SingleSignOnBound,
    /// It was closed to single sign-on.
    SingleSignOnRemoved,
    /// Mail goes to another address from now on, or to none; told at the old one.
    MailLeft,
    /// Mail goes to this address from now on; told there.
    MailTaken,
    /// A one-time code that was right came once more, and was refused.
    CodeRepeated,
}

impl What {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::PasswordSet,
        Self::LinkMade,
        Self::SecondStepSetUp,
        Self::SecondStepRemoved,
        Self::SecondStepReset,
        Self::RecoveryCodesMade,
        Self::PasskeyAdded,
        Self::PasskeyRemoved,
        Self::SingleSignOnMarked,
        Self::SingleSignOnBound,
        Self::SingleSignOnRemoved,
        Self::MailLeft,
        Self::MailTaken,
        Self::CodeRepeated,
    ];
}

/// What a person is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// What happened.
    pub what: What,
    /// Who did it, as history shows it, where that was somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Whether it was done at the command line of the machine.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub command: bool,
}
