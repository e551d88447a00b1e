//! What the commands about people are told: a post, which post, how.

use yaodian_domain::{
    Date,
    access::Duty,
    id::{PlanId, PostId},
    people::Appointment,
};

use super::{super::plan::Place, find::Found};

/// A post to be given.
#[derive(clap::Args)]
pub(crate) struct NewPost {
    /// The unit, by its id or name in the plan: 420100, 武汉市, 水处.
    #[arg(long)]
    pub(super) unit: String,
    /// The plan in which alone the post holds, by its id; all plans of the installation if left out.
    #[arg(long)]
    pub(super) plan: Option<PlanId>,
    /// What the person is trusted with; may be given several times.
    #[arg(long = "duty", required = true)]
    pub(super) duties: Vec<DutyName>,
    /// The title, in the office's own words.
    #[arg(long, default_value = "")]
    pub(super) title: String,
    /// The first day; today if left out.
    #[arg(long)]
    pub(super) from: Option<Date>,
    /// The last day, if one is known.
    #[arg(long)]
    pub(super) until: Option<Date>,
}

/// Which of a person's posts; not needed where there is one only.
#[derive(clap::Args)]
pub(crate) struct Which {
    /// That of this unit.
    #[arg(long, conflicts_with = "post")]
    pub(super) unit: Option<String>,
    /// The one with this id, as `yaodian user list` prints it.
    #[arg(long)]
    pub(super) post: Option<PostId>,
}

/// How a decision is made.
#[derive(clap::Args)]
pub(crate) struct How {
    /// Say what would happen, and do nothing.
    #[arg(long)]
    pub(super) preview: bool,
    #[command(flatten)]
    pub(super) place: Place,
}

/// The duties by name.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum DutyName {
    /// Reports for the own unit.
    Reporter,
    /// Signs what the own unit sends, where the plan asks for it.
    Leader,
    /// Reviews the tasks that the own unit leads.
    Reviewer,
    /// Sees everything, reviews what no lead unit can.
    Office,
    /// People and plans.
    Administrator,
}

impl From<DutyName> for Duty {
    fn from(name: DutyName) -> Self {
        match name {
            DutyName::Reporter => Self::Reporter,
            DutyName::Leader => Self::Leader,
            DutyName::Reviewer => Self::Reviewer,
            DutyName::Office => Self::Office,
            DutyName::Administrator => Self::Administrator,
        }
    }
}

impl NewPost {
    pub(super) fn read(self, found: &Found, today: Date) -> Result<Appointment, String> {
        Ok(Appointment {
            unit: found.unit(&self.unit, self.plan.as_ref())?,
            plan: self.plan,
            duties: self.duties.into_iter().map(Duty::from).collect(),
            title: self.title,
            from: self.from.unwrap_or(today),
            until: self.until,
        })
    }
}
