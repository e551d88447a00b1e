//! What a refusal is called, which HTTP status goes with it, and which field it is about.

use yaodian_domain::{
    bulletin::BulletinProblem,
    closing::{CarryProblem, ClosingProblem},
    period::InvalidReopening,
    report::InvalidStep,
    sign_in::{SecondStepProblem, SingleSignOnProblem},
    supervision::CaseProblem,
    typed::Field,
};

use super::Kind;
use crate::{
    imports::ImportTrouble,
    ledger::{EvidenceTrouble, FileTrouble},
    prose::ProseTrouble,
    shares::SharesTrouble,
};

impl Kind {
    /// The code by itself, for programs that need no arguments.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SignedOut => "signed-out",
            Self::WrongPassword => "wrong-password",
            Self::TooManyTries { .. } => "too-many-tries",
            Self::LinkUnknown => "link-unknown",
            Self::LinkExpired => "link-expired",
            Self::LinkUsed => "link-used",
            Self::PasswordTooShort { .. } => "password-too-short",
            Self::Password { .. } => "password",
            Self::SecondStep { .. } => "second-step",
            Self::Passkey { .. } => "passkey",
            Self::SingleSignOn { .. } => "single-sign-on",
            Self::Forbidden { .. } => "forbidden",
            Self::OwnTarget => "own-target",
            Self::Judgement { .. } => "judgement",
            Self::NoPost => "no-post",
            Self::ChoosePost => "choose-post",
            Self::NotPossible { .. } => "not-possible",
            Self::PeopleMovedOn => "people-moved-on",
            Self::LoginTaken => "login-taken",
            Self::AccountShut => "account-shut",
            Self::AccountErased => "account-erased",
            Self::PersonField { .. } => "person-field",
            Self::CrossSite => "cross-site",
            Self::Field { .. } => "field",
            Self::Step { .. } => "step",
            Self::Case { .. } => "case",
            Self::CaseExists => "case-exists",
            Self::Bulletin { .. } => "bulletin",
            Self::PlanClosed { .. } => "plan-closed",
            Self::Closing { .. } => "closing",
            Self::Carry { .. } => "carry",
            Self::Prose { .. } => "prose",
            Self::Import { .. } => "import",
            Self::Measurements { .. } => "measurements",
            Self::NoNetwork => "no-network",
            Self::KeyUnknown => "key-unknown",
            Self::ScopeMissing { .. } => "scope-missing",
            Self::NotForKeys => "not-for-keys",
            Self::Key { .. } => "key",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::MediaType { .. } => "media-type",
            Self::Shares { .. } => "shares",
            Self::NoChineseFont { .. } => "no-chinese-font",
            Self::ReportExists => "report-exists",
            Self::PeriodAhead { .. } => "period-ahead",
            Self::PeriodClosed { .. } => "period-closed",
            Self::PeriodLocked { .. } => "period-locked",
            Self::OtherPeriod { .. } => "other-period",
            Self::Reopening { .. } => "reopening",
            Self::FileUnknown => "file-unknown",
            Self::BesideLedger { .. } => "beside-ledger",
            Self::Entry { .. } => "entry",
            Self::KeyTaken { .. } => "key-taken",
            Self::Clash { .. } => "clash",
            Self::File { .. } => "file",
            Self::Evidence { .. } => "evidence",
            Self::Asking { .. } => "asking",
            Self::NotAnAddress { .. } => "not-an-address",
            Self::TrialDay { .. } => "trial-day",
            Self::NotUndoable => "not-undoable",
            Self::NotYourLedger => "not-your-ledger",
            Self::NotFound => "not-found",
            Self::Malformed { .. } => "malformed",
            Self::NotAmong { .. } => "not-among",
            Self::TooLarge { .. } => "too-large",
            Self::Broken { .. } => "broken",
            Self::DayOutOfRange { .. } => "day-out-of-range",
            Self::TooOften { .. } => "too-often",
            Self::TooManyListeners => "too-many-listeners",
            Self::Unreachable => "unreachable",
            Self::DiskFull => "disk-full",
            Self::NotWritable => "not-writable",
            Self::DatabaseAway => "database-away",
            Self::FilesAway => "files-away",
            Self::TooSlow { .. } => "too-slow",
            Self::CutShort => "cut-short",
            Self::Stopping => "stopping",
            Self::RequestKeyReused => "request-key-reused",
            Self::RequestUnderWay => "request-under-way",
            Self::AnswerLost { .. } => "answer-lost",
        }
    }

    /// The HTTP status that goes with it.
    pub fn status(&self) -> u16 {
        match self {
            Self::SignedOut | Self::WrongPassword | Self::KeyUnknown => 401,
            Self::Forbidden { .. }
            | Self::Reopening {
                why: InvalidReopening::Refused(_),
            }
            | Self::NoPost
            | Self::ChoosePost
            | Self::ScopeMissing { .. }
            | Self::NotForKeys
            | Self::OwnTarget
            | Self::CrossSite
            | Self::SecondStep {
                why: SecondStepProblem::Demanded,
            }
            | Self::SingleSignOn {
                why: SingleSignOnProblem::Unknown,
            }
            | Self::NotYourLedger => 403,
            Self::NotFound
            | Self::LinkUnknown
            | Self::NoNetwork
            | Self::SingleSignOn {
                why: SingleSignOnProblem::Off,
            } => 404,
            Self::SingleSignOn {
                why: SingleSignOnProblem::Unreachable,
            }
            | Self::TooManyListeners
            | Self::Unreachable
            | Self::NoChineseFont { .. }
            | Self::NotWritable
            | Self::DatabaseAway
            | Self::FilesAway
            | Self::Stopping => 503,
            Self::Step { .. }
            | Self::Case {
                why: CaseProblem::MovedOn { .. } | CaseProblem::NotFrom { .. },
            }
            | Self::CaseExists
            | Self::Bulletin {
                why:
                    BulletinProblem::MovedOn { .. }
                    | BulletinProblem::Published
                    | BulletinProblem::Corrected { .. }
                    | BulletinProblem::Exists { .. },
            }
            | Self::PlanClosed { .. }
            | Self::Closing {
                why:
                    ClosingProblem::MovedOn { .. }
                    | ClosingProblem::Changed
                    | ClosingProblem::NotFrom { .. }
                    | ClosingProblem::Forbidden { .. }
                    | ClosingProblem::NotLeft { .. },
            }
            | Self::Carry {
                why: CarryProblem::NotClosed { .. } | CarryProblem::Nothing,
            }
            | Self::Import {
                why:
                    ImportTrouble::MovedOn { .. }
                    | ImportTrouble::NotOpen { .. }
                    | ImportTrouble::PlanExists { .. }
                    | ImportTrouble::PlanMovedOn { .. }
                    | ImportTrouble::Hindered { .. }
                    | ImportTrouble::TargetsInUse { .. },
            }
            | Self::Shares {
                why: SharesTrouble::MovedOn { .. },
            }
            | Self::ReportExists
            | Self::PeriodAhead { .. }
            | Self::PeriodClosed { .. }
            | Self::PeriodLocked { .. }
            | Self::OtherPeriod { .. }
            | Self::Reopening {
                why: InvalidReopening::NotClosed { .. },
            }
            | Self::BesideLedger { .. }
            | Self::KeyTaken { .. }
            | Self::Clash { .. }
            | Self::NotUndoable
            | Self::PeopleMovedOn
            | Self::LoginTaken
            | Self::AccountShut
            | Self::AccountErased
            | Self::RequestUnderWay
            | Self::AnswerLost { .. } => 409,
            Self::MethodNotAllowed => 405,
            Self::TooSlow { .. } => 408,
            Self::LinkExpired | Self::LinkUsed => 410,
            Self::MediaType { .. } => 415,
            Self::TooLarge { .. }
            | Self::File {
                why: FileTrouble::TooLarge { .. },
            }
            | Self::Evidence {
                why: EvidenceTrouble::TooLarge { .. },
            }
            | Self::Prose {
                why:
                    ProseTrouble::TooLarge { .. } | ProseTrouble::UnpacksToTooMuch { .. } | ProseTrouble::TooMuchText { .. },
            } => 413,
            Self::Field { .. }
            | Self::Reopening { .. }
            | Self::FileUnknown
            | Self::Judgement { .. }
            | Self::Case { .. }
            | Self::Closing { .. }
            | Self::Carry { .. }
            | Self::Bulletin { .. }
            | Self::Prose { .. }
            | Self::Import { .. }
            | Self::Shares { .. }
            | Self::Measurements { .. }
            | Self::PasswordTooShort { .. }
            | Self::Password { .. }
            | Self::SecondStep { .. }
            | Self::Passkey { .. }
            | Self::SingleSignOn { .. }
            | Self::Asking { .. }
            | Self::NotAnAddress { .. }
            | Self::NotPossible { .. }
            | Self::PersonField { .. }
            | Self::TrialDay { .. }
            | Self::Key { .. }
            | Self::Entry { .. }
            | Self::File { .. }
            | Self::Evidence { .. }
            | Self::RequestKeyReused => 422,
            Self::TooManyTries { .. } | Self::TooOften { .. } => 429,
            Self::Malformed { .. } | Self::NotAmong { .. } | Self::DayOutOfRange { .. } | Self::CutShort => 400,
            Self::Broken { .. } => 500,
            Self::DiskFull => 507,
        }
    }

    /// In how many seconds to ask again, for what passes by itself.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooOften { seconds } => Some(*seconds),
            Self::DatabaseAway | Self::FilesAway | Self::Stopping => Some(5),
            Self::RequestUnderWay => Some(1),
            _ => None,
        }
    }

    /// The field it is about, where it is about one.
    pub fn field(&self) -> Option<Field> {
        match self {
            Self::Field { trouble } => Some(trouble.field),
            Self::Step {
                why: InvalidStep::NoteMissing,
            } => Some(Field::Note),
            _ => None,
        }
    }
}
