//! 督办阶梯: which slip a plan sends for what, with its times and points; and what it calls for now.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Case, CaseKind, State, Step};
use crate::{
    check::{NoticeColour, Status},
    id::{CaseId, TargetId, UnitId},
    standing::Part,
    time::days_between,
    workdays::WorkDays,
};

/// What goes with a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// 提醒: a blue slip, a word in time.
    Prompt,
    /// 督办: a yellow slip.
    Slip,
    /// 专函督办: a letter.
    Letter,
    /// 约谈: a talk.
    Talk,
}

impl Measure {
    /// The name as it stands in columns and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Prompt => "prompt",
            Self::Slip => "slip",
            Self::Letter => "letter",
            Self::Talk => "talk",
        }
    }
}

/// A figure for each colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ByColour {
    /// For blue slips.
    pub blue: u16,
    /// For yellow ones.
    pub yellow: u16,
    /// For red ones.
    pub red: u16,
}

impl ByColour {
    /// The figure for a colour.
    pub fn of(self, colour: NoticeColour) -> u16 {
        match colour {
            NoticeColour::Blue => self.blue,
            NoticeColour::Yellow => self.yellow,
            NoticeColour::Red => self.red,
        }
    }
}

/// Points that a measure takes off a unit's score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Points {
    /// For a prompt.
    pub prompt: u16,
    /// For a slip.
    pub slip: u16,
    /// For a letter.
    pub letter: u16,
    /// For a talk.
    pub talk: u16,
}

impl Points {
    /// The points of a measure.
    pub fn of(self, measure: Measure) -> u16 {
        match measure {
            Measure::Prompt => self.prompt,
            Measure::Slip => self.slip,
            Measure::Letter => self.letter,
            Measure::Talk => self.talk,
        }
    }
}

/// 督办阶梯. Part of the plan's configuration.
///
/// The default follows 广元市 2018 (环保督察整改): two yellow slips make a letter and cost one point, a
/// red one makes a talk and costs two. That rule names no times; ours are two working days to sign
/// for a slip, and ten, five or three to answer it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Ladder {
    /// Working days within which a slip is signed for.
    pub sign_within: u16,
    /// Working days within which it is answered, from its issue.
    pub answer_within: ByColour,
    /// The yellow slip to a unit on a target that makes a letter: the second.
    pub letter_at_yellow: u16,
    /// Days after a slip was settled before the same colour is proposed again.
    pub again_after: u16,
    /// What each measure costs.
    pub points: Points,
}

impl Default for Ladder {
    fn default() -> Self {
        Self {
            sign_within: 2,
            answer_within: ByColour {
                blue: 10,
                yellow: 5,
                red: 3,
            },
            letter_at_yellow: 2,
            again_after: 30,
            points: Points {
                prompt: 0,
                slip: 0,
                letter: 1,
                talk: 2,
            },
        }
    }
}

impl Ladder {
    /// Whether it is the default one.
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// By when a slip of `colour` that is issued on `day` is signed for, and by when it is answered.
    pub fn times(&self, colour: NoticeColour, day: Date, workdays: &WorkDays) -> (Date, Date) {
        let after = |number: u16| workdays.after(day, number.max(1));
        (after(self.sign_within), after(self.answer_within.of(colour)))
    }

    /// What goes with a slip of `colour` to a unit that got `earlier` slips on the same target.
    /// Those that were withdrawn do not count.
    pub fn measure<'a>(&self, colour: NoticeColour, earlier: impl IntoIterator<Item = &'a Case>) -> Measure {
        let yellow = |case: &&Case| {
            case.state() != State::Withdrawn
                && case
                    .notice()
                    .is_some_and(|notice| notice.colour == NoticeColour::Yellow)
        };
        match colour {
            NoticeColour::Blue => Measure::Prompt,
            NoticeColour::Red => Measure::Talk,
            NoticeColour::Yellow => {
                let before = earlier.into_iter().filter(yellow).count();
                if before + 1 >= usize::from(self.letter_at_yellow) {
                    Measure::Letter
                } else {
                    Measure::Slip
                }
            }
        }
    }
}

/// A slip that the check, or silence on an earlier one, calls for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// On which target.
    pub target: TargetId,
    /// To which unit.
    pub unit: UnitId,
    /// Its colour.
    pub colour: NoticeColour,
    /// What goes with it.
    pub measure: Measure,
    /// How the part stands.
    pub status: Status,
    /// The open slip that it would take the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<CaseId>,
    /// How many steps that one has, for whoever escalates it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub followed_steps: Option<usize>,
    /// Whether it is proposed because that slip was not signed for or answered in time.
    pub silence: bool,
}

/// The slips that are called for on `today`, in the order of `parts`.
///
/// Nothing is proposed for a part that is met or closed; nothing while a slip of that colour or a
/// worse one is open and in time; and nothing again until some days after one was settled. An open
/// slip that was met with silence goes up a colour.
pub fn propose(ladder: &Ladder, parts: impl IntoIterator<Item = Part>, cases: &[Case], today: Date) -> Vec<Proposal> {
    let about = |part: &Part, case: &&Case| case.target == part.assessment.target && case.unit == part.unit;
    let mut proposals = Vec::new();
    for part in parts {
        let status = part.assessment.status;
        let own: Vec<&Case> = cases.iter().filter(|case| about(&part, case)).collect();
        let closed = own
            .iter()
            .any(|case| case.kind() == CaseKind::Closure && case.state() == State::Accepted);
        if status == Status::Met || closed {
            continue;
        }
        let called = part.assessment.notice();
        let open = own
            .iter()
            .filter(|case| case.state().is_open())
            .find_map(|case| Some((case, case.notice()?)));
        let (colour, follows, silence) = match (open, called) {
            (Some((case, notice)), _) if case.is_overdue(today) && notice.measure != Measure::Talk => (
                worse(notice.colour).max(called.unwrap_or(notice.colour)),
                Some(case),
                true,
            ),
            (Some((case, notice)), Some(called)) if called > notice.colour => (called, Some(case), false),
            (Some(_), _) | (None, None) => continue,
            (None, Some(called)) => {
                let settled = own
                    .iter()
                    .filter(|case| case.notice().is_some_and(|notice| notice.colour >= called))
                    .filter_map(|case| case.last(Step::Settled))
                    .map(|taken| taken.on)
                    .max();
                if settled.is_some_and(|on| days_between(on, today) < i64::from(ladder.again_after)) {
                    continue;
                }
                (called, None, false)
            }
        };
        proposals.push(Proposal {
            target: part.assessment.target.clone(),
            unit: part.unit.clone(),
            colour,
            measure: ladder.measure(colour, own.iter().copied()),
            status,
            follows: follows.map(|case| case.id.clone()),
            followed_steps: follows.map(|case| case.steps().len()),
            silence,
        });
    }
    proposals
}

fn worse(colour: NoticeColour) -> NoticeColour {
    match colour {
        NoticeColour::Blue => NoticeColour::Yellow,
        NoticeColour::Yellow | NoticeColour::Red => NoticeColour::Red,
    }
}
