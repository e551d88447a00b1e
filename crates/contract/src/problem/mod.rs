//! Refusals that cross the wire (RFC 9457, `application/problem+json`).

mod answer;

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Date,
    access::Refusal,
    bulletin::BulletinProblem,
    closing::{CarryProblem, ClosingProblem},
    id::{TargetId, UnitId},
    judgement::JudgementProblem,
    key::{KeyProblem, KeyScope},
    ledger::{Clash, Problem as EntryProblem},
    observation::Figure,
    people::NotPossible,
    period::{InvalidReopening, Period},
    plan::Name,
    report::InvalidStep,
    sign_in::{PasskeyProblem, PasswordProblem, SecondStepProblem, SingleSignOnProblem},
    supervision::CaseProblem,
    typed::FieldTrouble,
};
use yaodian_monitoring::network::arrival::TableTrouble;

use crate::{
    imports::ImportTrouble,
    ledger::{EvidenceTrouble, FileTrouble},
    people::PersonField,
    prose::ProseTrouble,
    shares::SharesTrouble,
};

/// Why something was refused: a code with its arguments. The sentence is in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Nobody is signed in, or no longer.
    SignedOut,
    /// Name or password is wrong. It is not said which.
    WrongPassword,
    /// Too many wrong passwords; try again later.
    TooManyTries {
        /// In how many minutes.
        minutes: i64,
    },
    /// The link is unknown.
    LinkUnknown,
    /// The link has expired.
    LinkExpired,
    /// The link was used already.
    LinkUsed,
    /// The password is too short.
    PasswordTooShort {
        /// How many characters it must have.
        least: usize,
    },
    /// The password is not taken, or not changed.
    Password {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: PasswordProblem,
    },
    /// The second step was not taken, or not changed.
    SecondStep {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: SecondStepProblem,
    },
    /// A passkey was not added, or did not open anything.
    Passkey {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: PasskeyProblem,
    },
    /// Nobody was signed in by single sign-on.
    SingleSignOn {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: SingleSignOnProblem,
    },
    /// The person may not do this.
    Forbidden {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: Refusal,
    },
    /// Nobody judges a target that the own unit alone reports on.
    OwnTarget,
    /// A judgement is none: its reason, or its status, is wrong.
    Judgement {
        /// What is wrong with it.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: JudgementProblem,
    },
    /// The person holds no post today.
    NoPost,
    /// The person holds several posts, and has chosen none of them to act in.
    ChoosePost,
    /// A decision about posts cannot be made.
    NotPossible {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: NotPossible,
    },
    /// Posts were changed by somebody else meanwhile.
    PeopleMovedOn,
    /// Another account has this name to sign in with.
    LoginTaken,
    /// The account is shut, and can hold no post.
    AccountShut,
    /// The person was erased: nobody comes back from that.
    AccountErased,
    /// A field of a person is empty or too long.
    PersonField {
        /// Which.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        field: PersonField,
        /// How many characters it may have.
        most: usize,
    },
    /// The request came from another site.
    CrossSite,
    /// A field is wrong.
    Field {
        /// Which, and how.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        trouble: FieldTrouble,
    },
    /// The report cannot take this step.
    Step {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: InvalidStep,
    },
    /// A case cannot be opened, or not take this step.
    Case {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: CaseProblem,
    },
    /// Something cannot be done with a bulletin.
    Bulletin {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: BulletinProblem,
    },
    /// 已收官: the plan's year is closed, and nothing of it is written any more.
    PlanClosed {
        /// On which day it was.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
        on: Date,
    },
    /// A plan cannot be closed like this.
    Closing {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: ClosingProblem,
    },
    /// Something cannot be carried over.
    Carry {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: CarryProblem,
    },
    /// There is no text in a document that was sent.
    Prose {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: ProseTrouble,
    },
    /// Something cannot be done with an import.
    Import {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: ImportTrouble,
    },
    /// A table of measurements cannot be read.
    Measurements {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: TableTrouble,
    },
    /// The plan has no register of this network, or the person no part in it.
    NoNetwork,
    /// The key is unknown, has run out or was revoked, or is for another network.
    KeyUnknown,
    /// The key was not given what this takes.
    ScopeMissing {
        /// What it takes.
        scope: KeyScope,
    },
    /// No key opens this: it takes a person who is signed in.
    NotForKeys,
    /// A key cannot be made like this.
    Key {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: KeyProblem,
    },
    /// A target cannot be divided like this.
    Shares {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: SharesTrouble,
    },
    /// There is no font to set a PDF with.
    NoChineseFont {
        /// Debian's package that mends it.
        package: String,
    },
    /// An open case stands in the way of another one about the same.
    CaseExists,
    /// Another report for the same target and period is being written.
    ReportExists,
    /// The period has not opened.
    PeriodAhead {
        /// The period.
        period: Period,
        /// When it opens.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
        opens: Date,
    },
    /// The period is closed.
    PeriodClosed {
        /// The period.
        period: Period,
        /// The last day it was open.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
        closed: Date,
    },
    /// The period is locked: nothing of it is decided any more.
    PeriodLocked {
        /// The period.
        period: Period,
        /// The last day on which something was decided.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
        locked: Date,
    },
    /// The target is reported on for longer periods.
    OtherPeriod {
        /// The period that was given.
        given: Period,
        /// The one that is asked for now.
        asked: Period,
    },
    /// A period is not opened again.
    Reopening {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: InvalidReopening,
    },
    /// A file that is named was never taken in from the unit.
    FileUnknown,
    /// The figure is counted from a ledger, and another one was typed.
    BesideLedger {
        /// The ledger.
        ledger: Name,
        /// What it says.
        figure: Figure,
    },
    /// An entry of a ledger cannot be kept as it is.
    Entry {
        /// Everything that is wrong.
        problems: Vec<EntryProblem>,
    },
    /// Another entry has this number.
    KeyTaken {
        /// The number.
        key: String,
    },
    /// Somebody else changed the same cells of an entry meanwhile.
    Clash {
        /// Which, and how.
        clashes: Vec<Clash>,
        /// The entry's version as it stands.
        version: i64,
    },
    /// An uploaded file cannot be read.
    File {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: FileTrouble,
    },
    /// A file cannot be kept as evidence.
    Evidence {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: EvidenceTrouble,
    },
    /// Nobody can be asked like this.
    Asking {
        /// Why not.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Arguments"))]
        why: AskingTrouble,
    },
    /// A text is no mail address.
    NotAnAddress {
        /// The text.
        text: String,
    },
    /// A trial's clock cannot be set to this day.
    TrialDay {
        /// The earliest day to which it can be.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
        from: Date,
        /// The latest.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
        to: Date,
    },
    /// What was to be undone was undone already, or is another person's.
    NotUndoable,
    /// The person has no part in this ledger.
    NotYourLedger,
    /// There is no such thing.
    NotFound,
    /// There is such an address, and this cannot be done with it.
    MethodNotAllowed,
    /// The body is of a form that is not taken here.
    MediaType {
        /// The forms that are.
        wanted: String,
    },
    /// A part of the address or the request is not understood.
    Malformed {
        /// What: a parameter's name, or where in the body.
        what: String,
    },
    /// A parameter of the address is not known, or has a value that it cannot have.
    NotAmong {
        /// Which, as it was written.
        what: String,
        /// What can stand there instead: names, values, or a range of them as in `1–500`.
        choices: Vec<String>,
    },
    /// The body is larger than is accepted.
    TooLarge {
        /// The limit in KiB.
        limit_kib: u64,
    },
    /// The server failed; what happened is in its log under this number.
    Broken {
        /// The number.
        incident: String,
    },
    /// Nothing is known of a plan on such a day: it lies too far from its term.
    DayOutOfRange {
        /// The day that was asked for.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
        day: Date,
        /// The first day that can be asked for.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
        from: Date,
        /// The last.
        #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
        to: Date,
    },
    /// One client asks for more than its share; others have theirs.
    TooOften {
        /// In how many seconds it may ask again.
        seconds: u64,
    },
    /// As many pages as the server can serve are kept up to date already.
    TooManyListeners,
    /// The server could not be reached.
    Unreachable,
    /// There is no room left on the server's disk: nothing was kept.
    DiskFull,
    /// The server's disk or database takes nothing in: it is read-only, or fails.
    NotWritable,
    /// The server's database cannot be reached, or is too busy. Whatever was sent is there as a whole or not
    /// at all.
    DatabaseAway,
    /// The server of the bucket in which files are kept cannot be reached: nothing was kept.
    FilesAway,
    /// What was sent came too slowly, or stopped coming.
    TooSlow {
        /// For how many seconds next to nothing came.
        seconds: u64,
    },
    /// What was sent broke off before its end.
    CutShort,
    /// The server is being stopped, and what was sent had not arrived by then: nothing of it was kept.
    Stopping,
    /// The `Idempotency-Key` was used for another request.
    RequestKeyReused,
    /// A request with this `Idempotency-Key` is under way.
    RequestUnderWay,
    /// The request with this `Idempotency-Key` was carried out, once, and its answer is not kept: the server
    /// was stopped before it could be, or it holds a secret that is shown once.
    AnswerLost {
        /// What sort of thing it made or changed; empty where that is not known.
        subject: String,
        /// Which one.
        id: String,
    },
}

/// Why units cannot be asked out of turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AskingTrouble {
    /// No unit was named.
    NoUnit,
    /// The plan has no such unit.
    UnknownUnit {
        /// What was named.
        unit: UnitId,
    },
    /// The plan has no such target.
    UnknownTarget {
        /// What was named.
        target: TargetId,
    },
    /// It is not said what is asked for.
    NoNote,
    /// The note is too long.
    NoteTooLong {
        /// How long it is, in characters.
        length: usize,
        /// How long it may be.
        limit: usize,
    },
}

/// A refusal as it crosses the wire (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// What sort of refusal it is, as an address that tells more of it: [`Problem::TYPES`] and the code.
    #[serde(rename = "type", default)]
    pub type_uri: String,
    /// The HTTP status.
    pub status: u16,
    /// The code by itself: [`Kind::code`].
    pub code: String,
    /// What the status says, in the language of the request.
    pub title: String,
    /// What it is and how to mend it, in the language of the request.
    #[serde(default)]
    pub detail: String,
    /// The address that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The code and its arguments.
    pub kind: Kind,
}

impl Problem {
    /// Where every code is told.
    pub const TYPES: &str = "/api/v1/problems";

    /// A refusal; `detail` is its sentence in the reader's language.
    pub fn new(kind: Kind, detail: String) -> Self {
        Self {
            type_uri: format!("{}#{}", Self::TYPES, kind.code()),
            status: kind.status(),
            code: kind.code().to_owned(),
            title: String::new(),
            detail,
            instance: None,
            kind,
        }
    }

    /// The same with what its status says, and the address that was asked for.
    #[must_use]
    pub fn at(self, title: &str, instance: &str) -> Self {
        Self {
            title: title.to_owned(),
            instance: Some(instance.to_owned()),
            ..self
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.status, self.code, self.detail)
    }
}

impl std::error::Error for Problem {}
