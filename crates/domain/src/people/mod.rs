//! 岗位: who holds which duties of which unit, from when until when.
//!
//! A person is an account and holds posts. Whoever has two roles, or works for two units, has two
//! posts, and acts in one of them at a time ([`seat`]): what one post allows never adds to
//! what another does. A post, once given, changes no more but for its end: other duties are
//! another post. So the posts of an account are also its history.
//!
//! A post holds in one plan, or in all plans of the installation ([`Post::holds_in`]): a province's people act in
//! their own, whoever looks after the whole in every one.
//!
//! * [`Roster`]: all posts of everybody, and who answers for what on a day;
//! * [`Decision`]: what an administrator decides about them: appoint, change, deputy (代理),
//!   hand-over (交接), take back, and what each comes to;
//! * [`vacancies`]: duties that a plan needs and that nobody holds (空岗);
//! * [`care`]: whom an administrator looks after.

pub mod care;
mod decide;
mod decision;
mod roster;
mod stretch;
mod vacancies;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    access::{Duty, Person},
    id::{AccountId, PlanId, PostId, UnitId},
    time::DaySpan,
};

pub use decide::predecessor;
pub use decision::{Appointment, Decision, Move, NotPossible};
pub use roster::Roster;
pub use stretch::{BackToFront, Stretch};
pub use vacancies::{Need, Vacancy, needs, newly_vacant, vacancies};

/// The longest title of a post, in characters.
pub const LONGEST_TITLE: usize = 60;

/// 岗位: duties that somebody holds for a unit, for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// How it is referred to.
    pub id: PostId,
    /// Who holds it.
    pub account: AccountId,
    /// For which unit.
    pub unit: UnitId,
    /// In which plan; `None`: in all of the installation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanId>,
    /// With which duties, in their order, each once.
    pub duties: Vec<Duty>,
    /// 职务, in the office's own words: 副处长. May be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// How long, and whether in one's own right.
    pub tenure: Tenure,
}

/// How a post is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tenure {
    /// 任职: in one's own right.
    Own(Stretch),
    /// 代理: in place of somebody who is away. It has a last day, and ends on it by itself.
    Deputy {
        /// On which days.
        days: DaySpan,
        /// Whose place it is.
        of: Absent,
    },
}

/// Who is away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absent {
    /// The person.
    pub account: AccountId,
    /// The post that the deputy fills.
    pub post: PostId,
}

impl Post {
    /// The first day.
    pub fn from(&self) -> Date {
        self.stretch().from()
    }

    /// The last day; `None` as long as none is known.
    pub fn until(&self) -> Option<Date> {
        self.stretch().until()
    }

    /// Its days.
    pub fn stretch(&self) -> Stretch {
        match &self.tenure {
            Tenure::Own(stretch) => *stretch,
            Tenure::Deputy { days, .. } => (*days).into(),
        }
    }

    /// Whose place it is, if it is a deputy's.
    pub fn deputy_of(&self) -> Option<&Absent> {
        match &self.tenure {
            Tenure::Own(_) => None,
            Tenure::Deputy { of, .. } => Some(of),
        }
    }

    /// Whether it is held on `day`.
    pub fn is_held_on(&self, day: Date) -> bool {
        self.stretch().contains(day)
    }

    /// Whether it holds in `plan`: it is of that plan, or of all.
    pub fn holds_in(&self, plan: &PlanId) -> bool {
        self.plan.as_ref().is_none_or(|own| own == plan)
    }

    /// Whether it carries `duty`.
    pub fn is(&self, duty: Duty) -> bool {
        self.duties.contains(&duty)
    }

    /// Its holder, called `name`, as the rules of access see who acts in it.
    pub fn person(&self, name: &str) -> Person {
        Person {
            account: self.account.clone(),
            name: name.to_owned(),
            unit: self.unit.clone(),
            duties: self.duties.clone(),
            stands_in_for: self.deputy_of().map(|absent| absent.account.clone()),
        }
    }
}

/// In which of his posts somebody acts on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat<'a> {
    /// In this one.
    In(&'a Post),
    /// There are several, and none of them was chosen.
    Several,
    /// There is none.
    Nowhere,
}

/// In which of a person's posts he acts on `today`: in the one that was chosen, while it is held;
/// otherwise in the only one. Nobody ever acts in two.
pub fn seat<'a>(posts: &'a [Post], chosen: Option<&PostId>, today: Date) -> Seat<'a> {
    let held = || posts.iter().filter(|post| post.is_held_on(today));
    if let Some(post) = held().find(|post| Some(&post.id) == chosen) {
        return Seat::In(post);
    }
    let mut held = held();
    match (held.next(), held.next()) {
        (None, _) => Seat::Nowhere,
        (Some(only), None) => Seat::In(only),
        (Some(_), Some(_)) => Seat::Several,
    }
}
