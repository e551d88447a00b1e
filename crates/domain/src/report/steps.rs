//! The steps of a report. Each can refuse, and changes nothing then.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Content, LONGEST_TEXT, Mark, Report, Rules, State, StateName};
use crate::{
    access::Person,
    evidence::MOST_FILES,
    id::{AccountId, BulletinId},
    observation::Figure,
};

/// Why a step cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum InvalidStep {
    /// The report has moved on since it was read.
    #[error("revision {read} was read, {now} is the latest")]
    MovedOn {
        /// The revision that was read.
        read: i64,
        /// The latest one.
        now: i64,
        /// Where the report stands now.
        state: State,
    },
    /// A report in this state cannot take this step.
    #[error("not from {from:?}")]
    NotFrom {
        /// Where the report stands.
        from: StateName,
    },
    /// Another reviewer has taken it up.
    #[error("taken up by {by} on {on}")]
    TakenUp {
        /// By whom.
        by: String,
        /// On which day.
        on: Date,
    },
    /// A report is handed back with a note, or not at all.
    #[error("no note")]
    NoteMissing,
    /// A text is longer than [`LONGEST_TEXT`].
    #[error("{length} characters")]
    TextTooLong {
        /// How long it is, in characters.
        length: usize,
    },
    /// It has more files than [`MOST_FILES`].
    #[error("{files} files")]
    TooManyFiles {
        /// How many it has.
        files: usize,
    },
}

impl Report {
    fn step(&self, read: i64, from: impl Fn(StateName) -> bool, state: State) -> Result<Self, InvalidStep> {
        if read != self.revision || !from(self.state.name()) {
            return Err(self.stands_in_the_way(read));
        }
        let sent_on = match state {
            State::Submitted { on, .. } => Some(on),
            _ => None,
        };
        Ok(Self {
            revision: self.revision + 1,
            state,
            first_sent_on: self.first_sent_on.or(sent_on),
            ..self.clone()
        })
    }

    /// The unit writes on: a draft, or what was handed back, becomes a draft with new content.
    pub fn edit(&self, read: i64, content: Content) -> Result<Self, InvalidStep> {
        check(&content)?;
        let edited = self.step(read, StateName::is_with_writer, State::Draft)?;
        Ok(Self { content, ..edited })
    }

    /// The unit sends it as it stands.
    pub fn submit(&self, read: i64, by: &str, on: Date) -> Result<Self, InvalidStep> {
        let by = by.to_owned();
        self.step(read, StateName::is_with_writer, State::Submitted { on, by })
    }

    /// The unit's writer lays it before the own leader, where the plan asks for a signature.
    pub fn lay_before_leader(&self, read: i64, by: &str, on: Date) -> Result<Self, InvalidStep> {
        let by = by.to_owned();
        self.step(read, StateName::is_with_writer, State::AwaitingSignature { on, by })
    }

    /// The unit writes on and sends it, in one step: to its own leader where the plan asks for a
    /// signature, else to the reviewer.
    pub fn send(&self, read: i64, content: Content, by: &str, on: Date, rules: &Rules) -> Result<Self, InvalidStep> {
        check(&content)?;
        let sent = if rules.leader_signs {
            self.lay_before_leader(read, by, on)
        } else {
            self.submit(read, by, on)
        };
        Ok(Self { content, ..sent? })
    }

    /// 签发: the unit's leader signs it, which sends it.
    pub fn sign(&self, read: i64, by: &str, on: Date) -> Result<Self, InvalidStep> {
        let by = by.to_owned();
        self.step(read, is(StateName::AwaitingSignature), State::Submitted { on, by })
    }

    /// The unit's leader hands it back unsigned.
    pub fn refuse_to_sign(&self, read: i64, by: &str, on: Date, note: &str) -> Result<Self, InvalidStep> {
        let returned = returned(by, on, note, true)?;
        self.step(read, is(StateName::AwaitingSignature), returned)
    }

    /// 撤回: the unit takes it back before anybody reads it; it is a draft again.
    pub fn recall(&self, read: i64) -> Result<Self, InvalidStep> {
        let unread = |state| matches!(state, StateName::AwaitingSignature | StateName::Submitted);
        self.step(read, unread, State::Draft)
    }

    /// A reviewer takes it up, from now on it stays as it is; or takes it over from another
    /// reviewer who has not decided.
    pub fn take_up(&self, read: i64, person: &Person, on: Date) -> Result<Self, InvalidStep> {
        let sent = match &self.state {
            State::Submitted { on, by } => Mark {
                on: *on,
                by: by.clone(),
            },
            State::UnderReview { sent, account, .. } if !acts_as(person, account) => sent.clone(),
            _ => return Err(self.stands_in_the_way(read)),
        };
        let (by, account) = (person.name.clone(), person.account.clone());
        let state = State::UnderReview { sent, on, by, account };
        self.step(read, StateName::is_in_review, state)
    }

    /// The reviewer who took it up puts it back unread.
    pub fn put_back(&self, read: i64, person: &Person) -> Result<Self, InvalidStep> {
        let Mark { on, by } = self.taken_up_by(read, person)?;
        self.step(read, is(StateName::UnderReview), State::Submitted { on, by })
    }

    /// The reviewer who took it up hands it back.
    pub fn hand_back(&self, read: i64, person: &Person, on: Date, note: &str) -> Result<Self, InvalidStep> {
        let returned = returned(&person.name, on, note, false)?;
        self.taken_up_by(read, person)?;
        self.step(read, is(StateName::UnderReview), returned)
    }

    /// The reviewer who took it up approves it.
    pub fn approve(&self, read: i64, person: &Person, on: Date) -> Result<Self, InvalidStep> {
        self.taken_up_by(read, person)?;
        let by = person.name.clone();
        self.step(read, is(StateName::UnderReview), State::Approved { on, by })
    }

    /// A bulletin that rests on it is published.
    pub fn publish(&self, bulletin: BulletinId, on: Date) -> Result<Self, InvalidStep> {
        match &self.state {
            State::Approved { on: day, by } => {
                let approved = Mark {
                    on: *day,
                    by: by.clone(),
                };
                let state = State::Published { approved, on, bulletin };
                self.step(self.revision, is(StateName::Approved), state)
            }
            other => Err(InvalidStep::NotFrom { from: other.name() }),
        }
    }

    /// When it was sent and by whom, if the person (or whom he stands in for) has taken it up.
    fn taken_up_by(&self, read: i64, person: &Person) -> Result<Mark, InvalidStep> {
        match &self.state {
            State::UnderReview { sent, account, .. } if acts_as(person, account) => Ok(sent.clone()),
            State::UnderReview { on, by, .. } if read == self.revision => Err(InvalidStep::TakenUp {
                by: by.clone(),
                on: *on,
            }),
            _ => Err(self.stands_in_the_way(read)),
        }
    }

    /// Why a step is not possible: the report has moved on, or has never been where it begins.
    fn stands_in_the_way(&self, read: i64) -> InvalidStep {
        if read == self.revision {
            InvalidStep::NotFrom {
                from: self.state.name(),
            }
        } else {
            InvalidStep::MovedOn {
                read,
                now: self.revision,
                state: self.state.clone(),
            }
        }
    }
}

/// Whether the person acts by the authority of an account.
fn acts_as(person: &Person, account: &AccountId) -> bool {
    person.hands().any(|hand| hand == account)
}

fn is(wanted: StateName) -> impl Fn(StateName) -> bool {
    move |state| state == wanted
}

fn returned(by: &str, on: Date, note: &str, unsigned: bool) -> Result<State, InvalidStep> {
    let note = note.trim();
    let length = note.chars().count();
    if note.is_empty() {
        return Err(InvalidStep::NoteMissing);
    }
    if length > LONGEST_TEXT {
        return Err(InvalidStep::TextTooLong { length });
    }
    Ok(State::Returned {
        on,
        by: by.to_owned(),
        note: note.to_owned(),
        unsigned,
    })
}

/// Whether no text is too long, and there are not too many files.
pub(super) fn check(content: &Content) -> Result<(), InvalidStep> {
    let words = match &content.figure {
        Figure::Words { text } => &**text,
        _ => "",
    };
    let files = content.evidence.len();
    if files > MOST_FILES {
        return Err(InvalidStep::TooManyFiles { files });
    }
    [words, &content.progress, &content.problems, &content.next_steps]
        .into_iter()
        .map(|text| text.chars().count())
        .find(|&length| length > LONGEST_TEXT)
        .map_or(Ok(()), |length| Err(InvalidStep::TextTooLong { length }))
}
