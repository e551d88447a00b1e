//! 督查: which steps a case can take, who may take them, what is called for, and what it changes.

mod called_for;
mod scores;
mod steps;

use yaodian_domain::{
    Date,
    check::{NoticeColour, Status},
    hand::Hand,
    id::{AccountId, CaseId, UnitId},
    observation::{Figure, Observation},
    supervision::{Case, CaseProblem, Ladder, Matter, Measure, Notice, Step, Taken},
    target::Target,
    testing::{blank_target, count_of, published},
    workdays::WorkDays,
};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn unit(name: &str) -> UnitId {
    UnitId::new(name).unwrap()
}

/// 750 of something by the end of 2023, reported by these units.
fn villages(reporters: &[&str]) -> Target {
    blank_target("villages", count_of(750.into()), reporters)
}

/// So many by the end of `to`, known `on`.
fn done(count: i64, to: &str, on: &str) -> Observation {
    let figure = Figure::Amount { value: count.into() };
    published(day("2023-01-01"), day(to), day(on), figure)
}

fn taken(step: Step, on: &str, by: &str, note: &str) -> Taken {
    Taken {
        step,
        on: day(on),
        by: Hand {
            account: Some(AccountId::new(by)),
            stands_in_for: None,
            name: by.to_owned(),
            unit: None,
        },
        note: note.to_owned(),
    }
}

fn slip(colour: NoticeColour, on: &str) -> Matter {
    let measure = match colour {
        NoticeColour::Blue => Measure::Prompt,
        NoticeColour::Yellow => Measure::Slip,
        NoticeColour::Red => Measure::Talk,
    };
    let (sign_by, answer_by) = Ladder::default().times(colour, day(on), &WorkDays::default());
    Matter::Notice(Notice {
        colour,
        measure,
        status: Status::AtRisk,
        sign_by,
        answer_by,
        follows: None,
    })
}

fn open(id: &str, matter: Matter, status: Status, on: &str) -> Result<Case, CaseProblem> {
    let target = villages(&["a"]);
    let taken = taken(Step::Opened, on, "asker", "why");
    Case::open(CaseId::new(id).unwrap(), &target, unit("a"), matter, status, taken)
}
