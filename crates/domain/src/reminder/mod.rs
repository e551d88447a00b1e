//! 催办: who is reminded of what on a day.
//!
//! [`gather`] finds what waits for somebody, a [`Matter`] each: reports that are due, those that
//! were handed back, those that wait for a signature or a review, slips and requests, targets near or past their due date, and what
//! the office has asked for out of turn. What is done is no matter, whatever the day. Each matter
//! has its [`Beat`], the working days on which it is an occasion for a reminder; [`bundle`] makes
//! of them at most one message for each person: whoever has an occasion is told of everything that
//! waits for him, most urgent first, and whoever has none is left in peace.

mod beat;
mod gather;
mod rules;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    access::Duty,
    check::NoticeColour,
    id::{CaseId, ReportId, TargetId, UnitId},
    period::Period,
    supervision::CaseKind,
    workdays::WorkDays,
};

pub use beat::Beat;
pub use gather::{Nudge, World, gather};
pub use rules::Rules;

/// What a reminder is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// 人工催办: the office asks out of turn.
    Nudge(Nudge),
    /// 填报: a report that was not sent.
    Report {
        /// On which target.
        target: TargetId,
        /// Whose report.
        unit: UnitId,
        /// For which period.
        period: Period,
        /// By when.
        due: Date,
        /// Whether it was begun.
        drafted: bool,
    },
    /// 退回: a report that was handed back.
    Returned {
        /// Which.
        report: ReportId,
        /// On which target.
        target: TargetId,
        /// Whose report.
        unit: UnitId,
        /// For which period.
        period: Period,
        /// On which day it was handed back.
        on: Date,
        /// By whom.
        by: String,
        /// With which note.
        note: String,
    },
    /// 督办单: a slip that the unit has to sign for, or to answer.
    Slip {
        /// The case.
        case: CaseId,
        /// On which target.
        target: TargetId,
        /// Whose.
        unit: UnitId,
        /// Its colour.
        colour: NoticeColour,
        /// Since when the unit has to do something.
        since: Date,
        /// By when.
        due: Date,
        /// Whether it is signed for, and to be answered.
        signed: bool,
    },
    /// 待办督查事项: an answer or a request that the office has to look at.
    Decision {
        /// The case.
        case: CaseId,
        /// On which target.
        target: TargetId,
        /// Whose answer or request.
        unit: UnitId,
        /// What sort of case.
        kind: CaseKind,
        /// Since when it waits.
        since: Date,
    },
    /// 审核: a report that waits to be reviewed.
    Review {
        /// Which.
        report: ReportId,
        /// On which target.
        target: TargetId,
        /// Whose report.
        unit: UnitId,
        /// For which period.
        period: Period,
        /// Since which day.
        sent: Date,
    },
    /// 签发: a report that waits for the signature of the unit's leader.
    Signature {
        /// Which.
        report: ReportId,
        /// On which target.
        target: TargetId,
        /// Whose report.
        unit: UnitId,
        /// For which period.
        period: Period,
        /// Since which day.
        since: Date,
        /// By when it has to be sent.
        due: Date,
    },
    /// 时限: a unit's part of a target, near its due date or past it, and not yet done.
    Task {
        /// Which target.
        target: TargetId,
        /// Whose part.
        unit: UnitId,
        /// By when.
        due: Date,
    },
}

/// What makes two reminders be about the same thing, though it has moved on in between.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A unit's report on a target for a period.
    Report(TargetId, UnitId, Period),
    /// The review of a report.
    Review(ReportId),
    /// The signature under a report.
    Signature(ReportId),
    /// A unit's part of a target.
    Task(TargetId, UnitId),
    /// What the office asked for.
    Nudge(String),
    /// What has to be done next in a case.
    Case(CaseId),
}

impl About {
    /// What it is about, whatever has become of it.
    pub fn key(&self) -> Key {
        match self {
            Self::Nudge(nudge) => Key::Nudge(nudge.id.clone()),
            Self::Report {
                target, unit, period, ..
            }
            | Self::Returned {
                target, unit, period, ..
            } => Key::Report(target.clone(), unit.clone(), *period),
            Self::Review { report, .. } => Key::Review(report.clone()),
            Self::Signature { report, .. } => Key::Signature(report.clone()),
            Self::Task { target, unit, .. } => Key::Task(target.clone(), unit.clone()),
            Self::Slip { case, .. } | Self::Decision { case, .. } => Key::Case(case.clone()),
        }
    }

    /// The target it is about, if it is about one.
    pub fn target(&self) -> Option<&TargetId> {
        match self {
            Self::Nudge(nudge) => nudge.target.as_ref(),
            Self::Report { target, .. }
            | Self::Returned { target, .. }
            | Self::Review { target, .. }
            | Self::Signature { target, .. }
            | Self::Slip { target, .. }
            | Self::Decision { target, .. }
            | Self::Task { target, .. } => Some(target),
        }
    }

    /// The unit it is about.
    pub fn unit(&self) -> &UnitId {
        match self {
            Self::Nudge(nudge) => &nudge.unit,
            Self::Report { unit, .. }
            | Self::Returned { unit, .. }
            | Self::Review { unit, .. }
            | Self::Signature { unit, .. }
            | Self::Slip { unit, .. }
            | Self::Decision { unit, .. }
            | Self::Task { unit, .. } => unit,
        }
    }

    /// In which group it stands on a day.
    pub fn group(&self, day: Date) -> Group {
        match self {
            Self::Nudge(_) => Group::Asked,
            Self::Slip { .. } => Group::Slip,
            Self::Decision { .. } => Group::Decision,
            Self::Task { due, .. } if *due < day => Group::Overdue,
            Self::Report { due, .. } if *due < day => Group::Late,
            Self::Returned { .. } => Group::Returned,
            Self::Report { .. } => Group::Due,
            Self::Signature { .. } => Group::Signature,
            Self::Review { .. } => Group::Review,
            Self::Task { .. } => Group::Near,
        }
    }

    /// Most urgent first; of a group the oldest.
    fn urgency(&self, day: Date) -> (Group, Date) {
        let since = match self {
            Self::Nudge(nudge) => nudge.on,
            Self::Task { due, .. } | Self::Report { due, .. } | Self::Slip { due, .. } => *due,
            Self::Decision { since, .. } | Self::Signature { since, .. } => *since,
            Self::Returned { on, .. } => *on,
            Self::Review { sent, .. } => *sent,
        };
        (self.group(day), since)
    }
}

/// What sort of reminder it is, most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// The office asks for it.
    Asked,
    /// A slip is to be signed for or answered.
    Slip,
    /// A target's due date has passed.
    Overdue,
    /// A report's due day has passed.
    Late,
    /// A report was handed back.
    Returned,
    /// A report is due.
    Due,
    /// A report waits for the leader's signature.
    Signature,
    /// A report waits for its review.
    Review,
    /// An answer or a request waits for the office.
    Decision,
    /// A target's due date is near.
    Near,
}

/// Whose matter it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Those of a unit who carry a duty.
    Unit {
        /// The unit.
        unit: UnitId,
        /// The duty.
        duty: Duty,
    },
    /// 督查室, but for those of the unit that it is about.
    Office {
        /// That unit.
        but: UnitId,
    },
}

/// Something that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    /// What.
    pub about: About,
    /// For whom.
    pub to: Vec<Audience>,
    /// From which day on it stands in lists.
    pub listed_from: Date,
    /// On which days it is an occasion for a message.
    pub beat: Beat,
}

/// What one person is told on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message<P> {
    /// Who.
    pub person: P,
    /// Of what, most urgent first; never empty.
    pub lines: Vec<About>,
}

/// What waits for one person on `day`, most urgent first, whether there is an occasion for a
/// message or not. `mine` tells whether a matter is this person's.
pub fn list(matters: &[Matter], day: Date, mine: impl Fn(&Matter) -> bool) -> Vec<About> {
    let waiting = matters
        .iter()
        .filter(|matter| matter.listed_from <= day && mine(matter));
    sorted(waiting, day)
}

/// The messages of `day`: at most one for each person, in the order of persons.
///
/// `answers` tells who answers for a matter. `since` is the first day whose occasions the person
/// was not told of: the day itself, or an earlier one where a message could not be written or was
/// taken back. There are no messages on days off.
pub fn bundle<P: Ord + Clone + Debug>(
    matters: &[Matter],
    rules: &Rules,
    day: Date,
    works: &WorkDays,
    since: impl Fn(&P) -> Date,
    answers: impl Fn(&Matter) -> Vec<P>,
) -> Vec<Message<P>> {
    if !works.is_working(day) {
        return Vec::new();
    }
    let mut waiting: BTreeMap<P, Vec<&Matter>> = BTreeMap::new();
    for matter in matters.iter().filter(|matter| matter.listed_from <= day) {
        let people: BTreeSet<P> = answers(matter).into_iter().collect();
        for person in people {
            waiting.entry(person).or_default().push(matter);
        }
    }
    let mut messages = Vec::new();
    for (person, waiting) in waiting {
        let from = since(&person).min(day);
        if waiting.iter().any(|matter| matter.beat.falls(rules, from, day, works)) {
            let lines = sorted(waiting.into_iter(), day);
            messages.push(Message { person, lines });
        }
    }
    messages
}

/// Sorted by urgency, and where that is the same in the order in which they were gathered; a thing
/// that waits for somebody in two roles stands there once.
fn sorted<'a>(matters: impl Iterator<Item = &'a Matter>, day: Date) -> Vec<About> {
    let mut seen = BTreeSet::new();
    let mut lines: Vec<About> = matters
        .map(|matter| &matter.about)
        .filter(|about| seen.insert(about.key()))
        .cloned()
        .collect();
    lines.sort_by_key(|about| about.urgency(day));
    lines
}
