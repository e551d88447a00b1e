//! The steps of a case and the states between them.

use serde::{Deserialize, Serialize};

use super::CaseKind;

/// What can be done with a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// 下发、申请: it begins.
    Opened,
    /// 签收.
    SignedFor,
    /// 反馈.
    Answered,
    /// 退回重报: the answer does not do.
    SentBack,
    /// 办结.
    Settled,
    /// 升级: another slip takes its place.
    Escalated,
    /// 初核同意: the first of two.
    Agreed,
    /// 批准.
    Granted,
    /// 不予批准.
    Refused,
    /// 验收通过.
    Accepted,
    /// 重新打开: what was closed is not.
    Reopened,
    /// 撤回.
    Withdrawn,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Opened,
        Self::SignedFor,
        Self::Answered,
        Self::SentBack,
        Self::Settled,
        Self::Escalated,
        Self::Agreed,
        Self::Granted,
        Self::Refused,
        Self::Accepted,
        Self::Reopened,
        Self::Withdrawn,
    ];

    /// Whether it says nothing without words.
    pub(super) fn needs_note(self, before: State) -> bool {
        match self {
            Self::Opened
            | Self::Answered
            | Self::SentBack
            | Self::Escalated
            | Self::Refused
            | Self::Reopened
            | Self::Withdrawn => true,
            // An answer speaks for itself; without one the office says why it is satisfied.
            Self::Settled => before != State::Answered,
            Self::SignedFor | Self::Agreed | Self::Granted | Self::Accepted => false,
        }
    }
}

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is the state after the step of that name")]
pub enum State {
    Opened,
    SignedFor,
    Answered,
    Agreed,
    Settled,
    Escalated,
    Granted,
    Refused,
    Accepted,
    Reopened,
    Withdrawn,
}

impl State {
    /// The name as it stands in columns and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::SignedFor => "signed-for",
            Self::Answered => "answered",
            Self::Agreed => "agreed",
            Self::Settled => "settled",
            Self::Escalated => "escalated",
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Accepted => "accepted",
            Self::Reopened => "reopened",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether somebody still has to do something.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Opened | Self::SignedFor | Self::Answered | Self::Agreed)
    }
}

/// Where a step leads; `None` if it cannot be taken there.
pub(super) fn after(kind: CaseKind, state: State, step: Step) -> Option<State> {
    use CaseKind as K;
    use State as S;
    Some(match (kind, state, step) {
        (K::Notice, S::Opened, Step::SignedFor) | (K::Notice, S::Answered, Step::SentBack) => S::SignedFor,
        (K::Notice, S::SignedFor, Step::Answered) => S::Answered,
        (K::Notice, S::Opened | S::SignedFor | S::Answered, Step::Settled) => S::Settled,
        (K::Notice, S::Opened | S::SignedFor | S::Answered, Step::Escalated) => S::Escalated,
        (K::Change, S::Opened, Step::Agreed) => S::Agreed,
        (K::Extension | K::Appeal, S::Opened, Step::Granted) | (K::Change, S::Agreed, Step::Granted) => S::Granted,
        (K::Extension | K::Appeal | K::Closure, S::Opened, Step::Refused)
        | (K::Change, S::Opened | S::Agreed, Step::Refused) => S::Refused,
        (K::Closure, S::Opened, Step::Accepted) => S::Accepted,
        (K::Closure, S::Accepted, Step::Reopened) => S::Reopened,
        (_, open, Step::Withdrawn) if open.is_open() => S::Withdrawn,
        _ => return None,
    })
}
