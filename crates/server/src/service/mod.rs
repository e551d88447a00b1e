//! What can be done, each thing once. Pages and `/api/v1` both call these functions.
//!
//! A service function takes who acts, asks the domain whether it may be, asks the storage to do
//! it, and answers in the contract's shapes. A refusal is data.

pub(crate) mod accounts;
mod acting;
pub(crate) mod answering;
pub(crate) mod bulletins;
pub(crate) mod cases;
pub(crate) mod changes;
pub(crate) mod closing;
pub(crate) mod cockpit;
pub(crate) mod data;
mod differences;
pub(crate) mod faults;
pub(crate) mod files;
mod histories;
pub(crate) mod imports;
pub(crate) mod judgements;
pub(crate) mod keys;
pub(crate) mod ledgers;
pub(crate) mod monitoring;
pub(crate) mod once;
pub(crate) mod open;
pub(crate) mod owed;
pub(crate) mod passkeys;
pub(crate) mod people;
pub(crate) mod periods;
pub(crate) mod privacy;
pub(crate) mod reminders;
pub(crate) mod reports;
pub(crate) mod reviews;
pub(crate) mod scores;
pub(crate) mod search;
pub(crate) mod second_step;
pub(crate) mod shares;
pub(crate) mod sign_in;
pub(crate) mod single_sign_on;
pub(crate) mod trial;
mod tries;
mod under_way;

use std::sync::Arc;

pub(crate) use acting::Acting;
pub(crate) use tries::Whence;

use tokio::sync::Semaphore;
use yaodian_contract::Kind;
use yaodian_domain::{
    access,
    bulletin::BulletinProblem,
    judgement,
    key::KeyProblem,
    people::NotPossible,
    period::InvalidReopening,
    report,
    sign_in::{PasskeyProblem, PasswordProblem, SecondStepProblem},
    supervision::CaseProblem,
    typed,
};
use yaodian_store::{LinkError, StoreError};

/// Why a service did not do what it was asked.
#[derive(Debug)]
pub(crate) enum Refused {
    /// For a reason that the person can mend or must know.
    Because(Kind),
    /// The database failed.
    Broken(StoreError),
    /// A disk or the machine failed.
    Failed(String),
}

/// What a service answers.
pub(crate) type Served<T> = Result<T, Refused>;

/// Does something that computes or waits for a disk, where that holds up nobody. It is done with a
/// permit of `turns`, and to its end, whether anybody still waits for it or not.
pub(crate) async fn aside<T: Send + 'static>(
    turns: &Arc<Semaphore>,
    job: impl FnOnce() -> Served<T> + Send + 'static,
) -> Served<T> {
    let failed = |error: &dyn std::fmt::Display| Refused::Failed(error.to_string());
    let turn = turns.clone().acquire_owned().await.map_err(|error| failed(&error))?;
    let done = tokio::task::spawn_blocking(move || {
        let done = job();
        drop(turn);
        done
    });
    done.await.map_err(|error| failed(&error))?
}

impl From<Kind> for Refused {
    fn from(kind: Kind) -> Self {
        Self::Because(kind)
    }
}

impl From<access::Refusal> for Refused {
    fn from(why: access::Refusal) -> Self {
        Self::Because(Kind::Forbidden { why })
    }
}

impl From<report::InvalidStep> for Refused {
    fn from(why: report::InvalidStep) -> Self {
        Self::Because(Kind::Step { why })
    }
}

impl From<InvalidReopening> for Refused {
    fn from(why: InvalidReopening) -> Self {
        Self::Because(Kind::Reopening { why })
    }
}

impl From<judgement::JudgementProblem> for Refused {
    fn from(why: judgement::JudgementProblem) -> Self {
        Self::Because(Kind::Judgement { why })
    }
}

impl From<BulletinProblem> for Refused {
    fn from(why: BulletinProblem) -> Self {
        Self::Because(Kind::Bulletin { why })
    }
}

impl From<CaseProblem> for Refused {
    fn from(why: CaseProblem) -> Self {
        Self::Because(Kind::Case { why })
    }
}

impl From<NotPossible> for Refused {
    fn from(why: NotPossible) -> Self {
        Self::Because(Kind::NotPossible { why })
    }
}

impl From<KeyProblem> for Refused {
    fn from(why: KeyProblem) -> Self {
        Self::Because(Kind::Key { why })
    }
}

impl From<PasswordProblem> for Refused {
    fn from(why: PasswordProblem) -> Self {
        Self::Because(Kind::Password { why })
    }
}

impl From<SecondStepProblem> for Refused {
    fn from(why: SecondStepProblem) -> Self {
        Self::Because(Kind::SecondStep { why })
    }
}

impl From<PasskeyProblem> for Refused {
    fn from(why: PasskeyProblem) -> Self {
        Self::Because(Kind::Passkey { why })
    }
}

impl From<typed::FieldTrouble> for Refused {
    fn from(trouble: typed::FieldTrouble) -> Self {
        Self::Because(Kind::Field { trouble })
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        if let Some(kind) = closing::refused(&error).or_else(|| imports::refused(&error)) {
            return Self::Because(kind);
        }
        Self::Because(match error {
            StoreError::ReportExists(_) => Kind::ReportExists,
            StoreError::CaseExists => Kind::CaseExists,
            StoreError::CaseMovedOn { latest } => Kind::Case {
                why: CaseProblem::MovedOn {
                    read: latest.steps().len() - 1,
                    now: latest.steps().len(),
                },
            },
            StoreError::BulletinExists(there) => Kind::Bulletin {
                why: BulletinProblem::Exists { there },
            },
            StoreError::BulletinMovedOn { latest } => Kind::Bulletin {
                why: if latest.is_published() {
                    BulletinProblem::Published
                } else {
                    BulletinProblem::MovedOn {
                        read: latest.revision - 1,
                        now: latest.revision,
                    }
                },
            },
            StoreError::UnknownReport(_)
            | StoreError::UnknownBulletin(_)
            | StoreError::UnknownCase(_)
            | StoreError::UnknownPlan(_)
            | StoreError::UnknownEntry(_)
            | StoreError::UnknownEvidence(_)
            | StoreError::UnknownUpload(_)
            | StoreError::UnknownAccount(_)
            | StoreError::UnknownPost(_)
            | StoreError::UnknownKey(_) => Kind::NotFound,
            StoreError::UndoneAlready(_) | StoreError::UnknownBatch(_) => Kind::NotUndoable,
            StoreError::Link(LinkError::Unknown) => Kind::LinkUnknown,
            StoreError::Link(LinkError::Expired) => Kind::LinkExpired,
            StoreError::Link(LinkError::Used) => Kind::LinkUsed,
            StoreError::LoginTaken => Kind::LoginTaken,
            StoreError::DoneBefore => Kind::RequestUnderWay,
            StoreError::PeopleMovedOn { .. } => Kind::PeopleMovedOn,
            StoreError::AccountShut(_) => Kind::AccountShut,
            StoreError::MovedOn { latest } => Kind::Step {
                why: report::InvalidStep::MovedOn {
                    read: latest.revision - 1,
                    now: latest.revision,
                    state: latest.state,
                },
            },
            other => return Self::Broken(other),
        })
    }
}
