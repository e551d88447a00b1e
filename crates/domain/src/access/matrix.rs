//! The rules of access as one table: every act × every duty, and whose things it may be done to.
//!
//! The rules themselves are the functions of [`Person`](super::Person) and of the ledgers'
//! [`Desk`](crate::ledger::access::Desk); a test asks them everything that stands here, for every duty, every set
//! of duties and every place, so that table and rules cannot part. [`markdown`] writes the table as it stands below,
//! and another test holds the two against each other.
//!
#![doc = include_str!("matrix.md")]

use super::Duty;

/// How a person's unit stands to the thing that is asked about: a report, a case, an entry, a target's part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// It is the person's own unit's.
    pub own: bool,
    /// It belongs to a task, or a ledger, that the person's unit leads.
    pub led: bool,
}

impl Place {
    /// All four.
    pub const ALL: [Self; 4] = [
        Self { own: true, led: false },
        Self { own: true, led: true },
        Self { own: false, led: true },
        Self { own: false, led: false },
    ];
}

/// Whose things a duty reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Nobody's.
    None,
    /// The own unit's.
    Own,
    /// Those of the tasks and ledgers that the own unit leads.
    Led,
    /// The same without the own unit's.
    LedOfOthers,
    /// The own unit's, and those that it leads.
    OwnOrLed,
    /// Everybody's but the own unit's.
    Others,
    /// Everybody's.
    All,
}

impl Reach {
    /// Whether it covers what stands to the person's unit like this.
    pub const fn covers(self, Place { own, led }: Place) -> bool {
        match self {
            Self::None => false,
            Self::Own => own,
            Self::Led => led,
            Self::LedOfOthers => led && !own,
            Self::OwnOrLed => own || led,
            Self::Others => !own,
            Self::All => true,
        }
    }

    /// As it stands in the written table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "–",
            Self::Own => "own",
            Self::Led => "led",
            Self::LedOfOthers => "led, not own",
            Self::OwnOrLed => "own, led",
            Self::Others => "not own",
            Self::All => "all",
        }
    }
}

/// Something that can be done, as far as access goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// 填报: writing and sending reports.
    Report,
    /// Taking back a report that nobody has read.
    Recall,
    /// 签发: signing what the unit sends, or handing it back; seeing what waits for that.
    Sign,
    /// 审核: seeing what was sent, taking it up, approving and returning it.
    Review,
    /// 复核意见: saying how a target stands in the reviewer's eyes.
    Judge,
    /// Attaching files to what the unit says of a target.
    Attach,
    /// Seeing slips and requests with their files.
    SeeCase,
    /// 督办: issuing slips, sending answers back, settling.
    IssueSlip,
    /// 签收、反馈: signing for a slip and answering it.
    AnswerSlip,
    /// 延期、申诉、销号: asking for what concerns the unit's part, and withdrawing it.
    AskForPart,
    /// 目标调整、整体销号: asking for what concerns the whole target.
    AskForWhole,
    /// 初核: the first look at another number.
    AgreeToChange,
    /// 批准: granting, refusing, accepting what was asked for.
    DecideRequest,
    /// Opening again what was closed.
    ReopenCase,
    /// Seeing a ledger's entries and taking files of them.
    SeeEntries,
    /// Adding and changing entries and their evidence.
    EditEntries,
    /// Saying that an entry passed a stage of its holder.
    PassHolderStage,
    /// The same of a stage of the units that lead.
    PassLeadStage,
    /// The same of a stage of the office.
    PassOfficeStage,
    /// Bringing in measurements.
    Measure,
    /// 督查总览: everybody's parts, everybody's scores, the end of the year.
    Oversee,
    /// Bringing plans in, and breaking targets down.
    Plan,
    /// Opening a closed period again, for a unit.
    ReopenPeriod,
    /// 催办: asking units, and seeing what was sent.
    AskUnits,
    /// 通报: drafting, changing and publishing bulletins; seeing drafts.
    IssueBulletin,
    /// 收官、结转: closing a year and carrying over.
    CloseYear,
    /// Moving the clock of a trial.
    MoveDay,
    /// Looking after people, posts and mailboxes.
    ManagePeople,
    /// Seeing and revoking keys.
    RevokeKey,
}

/// A line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// What is done.
    pub act: Act,
    /// The same in words, for those who read the table.
    pub what: &'static str,
    /// Whose it may be, by the duties in the order of [`Duty::ALL`].
    pub reach: [Reach; Duty::ALL.len()],
}

const fn line(act: Act, what: &'static str, reach: [Reach; Duty::ALL.len()]) -> Line {
    Line { act, what, reach }
}

/// The table. Its columns: reporter, leader, reviewer, office, administrator.
pub const MATRIX: [Line; 29] = {
    use Reach::{All, Led, LedOfOthers, None, Others, Own, OwnOrLed};
    [
        line(Act::Report, "write and send reports", [Own, None, None, None, None]),
        line(
            Act::Recall,
            "take back a report that nobody has read",
            [Own, None, None, None, None],
        ),
        line(
            Act::Sign,
            "sign a report, or hand it back unsigned ✋",
            [None, Own, None, None, None],
        ),
        line(
            Act::Review,
            "see, take up, approve, return a report ✋",
            [None, None, LedOfOthers, Others, None],
        ),
        line(
            Act::Judge,
            "judge a target beside the check ✋ ¹",
            [None, None, LedOfOthers, Others, None],
        ),
        line(
            Act::Attach,
            "attach files for a target",
            [OwnOrLed, None, OwnOrLed, OwnOrLed, None],
        ),
        line(
            Act::SeeCase,
            "see slips, requests and their files",
            [OwnOrLed, OwnOrLed, OwnOrLed, All, All],
        ),
        line(
            Act::IssueSlip,
            "issue, send back and settle slips",
            [None, None, None, All, None],
        ),
        line(
            Act::AnswerSlip,
            "sign for and answer slips",
            [Own, None, Own, None, None],
        ),
        line(
            Act::AskForPart,
            "ask for the unit's part: a later date, points back, closure",
            [Own, None, Own, Own, None],
        ),
        line(
            Act::AskForWhole,
            "ask for the whole: another number, closure ²",
            [OwnOrLed, None, OwnOrLed, OwnOrLed, None],
        ),
        line(
            Act::AgreeToChange,
            "agree to another number",
            [None, None, LedOfOthers, Others, None],
        ),
        line(
            Act::DecideRequest,
            "grant, refuse, accept what was asked for ✋",
            [None, None, None, Others, None],
        ),
        line(
            Act::ReopenCase,
            "open again what was closed",
            [None, None, None, All, None],
        ),
        line(
            Act::SeeEntries,
            "see entries of a ledger ³",
            [OwnOrLed, OwnOrLed, OwnOrLed, All, All],
        ),
        line(
            Act::EditEntries,
            "add and change entries and their evidence",
            [Own, None, Led, All, None],
        ),
        line(
            Act::PassHolderStage,
            "pass a stage that is the holder's",
            [Own, None, None, None, None],
        ),
        line(
            Act::PassLeadStage,
            "pass a stage that is the lead unit's",
            [None, None, Led, None, None],
        ),
        line(
            Act::PassOfficeStage,
            "pass a stage that is the office's",
            [None, None, None, All, None],
        ),
        line(Act::Measure, "bring measurements in", [Own, None, Led, All, None]),
        line(
            Act::Oversee,
            "the cockpit, everybody's scores, the end of the year",
            [None, None, None, All, All],
        ),
        line(
            Act::Plan,
            "bring plans in, break targets down",
            [None, None, None, All, All],
        ),
        line(
            Act::ReopenPeriod,
            "open a closed period again for a unit ⁴",
            [None, None, None, Others, None],
        ),
        line(
            Act::AskUnits,
            "ask units, see what they were sent",
            [None, None, None, All, None],
        ),
        line(
            Act::IssueBulletin,
            "draft, change and publish bulletins",
            [None, None, None, All, None],
        ),
        line(
            Act::CloseYear,
            "close a year, carry over ✋",
            [None, None, None, All, None],
        ),
        line(Act::MoveDay, "move the clock of a trial", [None, None, None, All, None]),
        line(
            Act::ManagePeople,
            "look after people, posts and mailboxes ✋",
            [None, None, None, None, All],
        ),
        line(Act::RevokeKey, "see and revoke keys ⁵", [Own, Own, Own, Own, All]),
    ]
};

impl Act {
    /// Whose it may be, for somebody with `duty`.
    pub fn reach(self, duty: Duty) -> Reach {
        let line = MATRIX.iter().find(|line| line.act == self);
        let place = Duty::ALL.iter().position(|known| *known == duty);
        line.zip(place).map_or(Reach::None, |(line, place)| line.reach[place])
    }

    /// Whether somebody with these duties may do it to what stands to his unit like this.
    pub fn is_open_to(self, duties: &[Duty], place: Place) -> bool {
        duties.iter().any(|duty| self.reach(*duty).covers(place))
    }
}

/// The table as it is written: Markdown.
pub fn markdown() -> String {
    let heads = Duty::ALL.map(Duty::as_str).join(" | ");
    let lines = MATRIX.iter().map(|line| {
        let cells = line.reach.map(Reach::as_str).join(" | ");
        format!("| {} | {cells} |\n", line.what)
    });
    let head = format!("| act | {heads} |\n|---|---|---|---|---|---|\n");
    std::iter::once(head).chain(lines).collect()
}

#[cfg(all(test, feature = "testing"))]
mod tests;
