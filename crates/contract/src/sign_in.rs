//! 我的登录: a person's own password, second step and sessions, as they cross the wire.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use yaodian_domain::alert::Alert;

/// How a person signs in, and where he is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MySignIn {
    /// What is typed to sign in.
    pub login: String,
    /// Whether there is a password to be changed; a link of a trial needs none.
    pub password: bool,
    /// How many recovery codes are left; `None` without codes of an authenticator.
    pub second_step: Option<usize>,
    /// The passkeys, in the order in which they were added.
    pub passkeys: Vec<PasskeyRow>,
    /// Whether passkeys can be added: browsers make them for addresses with a name.
    pub takes_passkeys: bool,
    /// How many recovery codes are left, with either second step.
    pub recovery_codes: usize,
    /// Whether a second step is demanded of the person, who has none: until then nothing else is possible.
    pub demanded: bool,
    /// After how many minutes without use a session is over.
    pub idle_minutes: i64,
    /// The sessions, this one first, then the one that was used last.
    pub sessions: Vec<SessionRow>,
    /// What the person was told of lately, the latest first.
    #[serde(default)]
    pub alerts: Vec<AlertRow>,
}

/// Something that happened to what opens the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertRow {
    /// When, in China's time.
    pub at: DateTime,
    /// What.
    pub alert: Alert,
}

/// A passkey in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyRow {
    /// How it is referred to.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// When it was added, in China's time.
    pub added: DateTime,
    /// When somebody signed in with it last.
    pub used: Option<DateTime>,
}

/// What a browser asks an authenticator for, as WebAuthn writes it in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyOptions {
    /// The options.
    pub options: serde_json::Value,
}

/// What an authenticator made, or answered, as WebAuthn writes it in JSON.
#[derive(Clone, Serialize, Deserialize)]
pub struct PasskeyAnswer {
    /// The credential.
    pub credential: serde_json::Value,
}

/// A passkey that is to be added.
#[derive(Clone, Serialize, Deserialize)]
pub struct AddPasskey {
    /// What the person calls it.
    pub name: String,
    /// What the authenticator made.
    pub credential: serde_json::Value,
}

/// A session in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    /// How it is referred to.
    pub id: String,
    /// Whether it is the one with which this was asked.
    pub this: bool,
    /// On what: the families of browser and system; empty if nothing is known.
    pub device: String,
    /// How it began.
    pub way: Way,
    /// Whether a second step was taken.
    #[serde(default)]
    pub second_step: bool,
    /// When it began, in China's time.
    pub begun: DateTime,
    /// When it was last used, to a few minutes.
    pub seen: DateTime,
    /// When it ends, whatever is done with it.
    pub ends: DateTime,
}

/// How a session began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// By a password.
    Password,
    /// By a link of a trial.
    Link,
    /// By the provider of single sign-on.
    SingleSignOn,
    /// By a passkey alone.
    Passkey,
}

/// A password that is to be changed.
#[derive(Clone, Serialize, Deserialize)]
pub struct ChangePassword {
    /// The one so far.
    pub old: String,
    /// The one to come.
    pub new: String,
}

/// Who asks, once more, before something that whoever sits at a browser left open must not do: the password; of an
/// account without one, which comes by single sign-on, a code of its authenticator, where it has one.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Confirmed {
    /// The password.
    pub password: String,
    /// A code of the authenticator, or a recovery code.
    pub code: String,
}

/// What an authenticator has to be told once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// The secret, for typing: base32 in groups of four.
    pub secret: String,
    /// All of it as an address (`otpauth://`).
    pub address: String,
    /// The address as a QR code.
    pub code: Squares,
}

/// A picture of dark squares on a light ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Squares {
    /// How many squares it is wide and high, with the margin that readers need.
    pub size: usize,
    /// The dark ones, as the path of an SVG.
    pub path: String,
}

/// The code that an authenticator shows.
#[derive(Clone, Serialize, Deserialize)]
pub struct TypedCode {
    /// As it was typed.
    pub code: String,
}

/// Recovery codes. They are kept nowhere, and told this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCodes {
    /// Each good for once.
    pub codes: Vec<String>,
    /// How things stand now.
    pub now: MySignIn,
}
