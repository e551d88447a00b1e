//! 复核意见: the reviewer's own judgement, beside the computed status and never in its place.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{check::Status, id::TargetId, report::LONGEST_TEXT};

/// How a reviewer sees a target, where he sees it otherwise than the check or confirms it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Judgement {
    /// Which target.
    pub target: TargetId,
    /// On which day he said so.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub on: Date,
    /// Which unit: public, as its pages are, and so no person's name.
    pub by: String,
    /// How it stands in his eyes.
    pub status: Status,
    /// Why; never blank.
    pub reason: String,
}

/// Why a judgement is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum JudgementProblem {
    /// No reason is given.
    #[error("no reason")]
    NoReason,
    /// The reason is longer than [`LONGEST_TEXT`].
    #[error("{length} characters")]
    TooLong {
        /// How long it is, in characters.
        length: usize,
    },
    /// «No data» and «awaiting its number» are facts, not opinions.
    #[error("{status:?} is not a matter of judgement")]
    NotAnOpinion {
        /// What was said.
        status: Status,
    },
}

impl Judgement {
    /// A judgement with its reason, or why it is none.
    pub fn new(target: TargetId, on: Date, by: &str, status: Status, reason: &str) -> Result<Self, JudgementProblem> {
        let reason = reason.trim();
        let length = reason.chars().count();
        if reason.is_empty() {
            return Err(JudgementProblem::NoReason);
        }
        if length > LONGEST_TEXT {
            return Err(JudgementProblem::TooLong { length });
        }
        if matches!(status, Status::NoData | Status::AwaitingTarget) {
            return Err(JudgementProblem::NotAnOpinion { status });
        }
        Ok(Self {
            target,
            on,
            by: by.to_owned(),
            status,
            reason: reason.to_owned(),
        })
    }
}

/// The judgement that stands on `day`, of those on one target: the latest, and of one day's the
/// last in the order given.
pub fn standing_on(judgements: &[Judgement], day: Date) -> Option<&Judgement> {
    judgements.iter().filter(|j| j.on <= day).max_by_key(|j| j.on)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn said(on: Date, status: Status, reason: &str) -> Result<Judgement, JudgementProblem> {
        Judgement::new(TargetId::new("t").unwrap(), on, "a reviewer", status, reason)
    }

    #[test]
    fn a_judgement_has_a_reason_and_a_verdict() {
        let on = date(2023, 6, 1);
        assert_eq!(said(on, Status::AtRisk, "  "), Err(JudgementProblem::NoReason));
        let long = "长".repeat(LONGEST_TEXT + 1);
        assert_eq!(
            said(on, Status::AtRisk, &long),
            Err(JudgementProblem::TooLong {
                length: LONGEST_TEXT + 1
            })
        );
        assert!(said(on, Status::AtRisk, &"长".repeat(LONGEST_TEXT)).is_ok());
        for status in [Status::NoData, Status::AwaitingTarget] {
            assert_eq!(said(on, status, "why"), Err(JudgementProblem::NotAnOpinion { status }));
        }
        assert_eq!(said(on, Status::OffTrack, " why ").unwrap().reason, "why");
    }

    #[test]
    fn the_latest_judgement_of_the_day_stands() {
        let all = [
            said(date(2023, 6, 1), Status::AtRisk, "a").unwrap(),
            said(date(2023, 8, 1), Status::OffTrack, "b").unwrap(),
            said(date(2023, 8, 1), Status::Met, "c").unwrap(),
        ];
        assert_eq!(standing_on(&all, date(2023, 5, 31)), None);
        assert_eq!(standing_on(&all, date(2023, 7, 31)), Some(&all[0]));
        assert_eq!(standing_on(&all, date(2023, 8, 1)), Some(&all[2]));
    }
}
