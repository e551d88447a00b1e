//! 人员: people and their posts.

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Date,
    access::Duty,
    id::{AccountId, PlanId, PostId, UnitId},
    people::{Appointment, Decision, Need, Post, Roster, Vacancy, vacancies},
    plan::Name,
    unit::Unit,
};

/// A post of the person who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MyPost {
    /// How it is referred to.
    pub id: PostId,
    /// Its unit.
    pub unit: Unit,
    /// 职务.
    pub title: String,
    /// Its duties.
    pub duties: Vec<Duty>,
    /// Its last day, if one is known.
    #[cfg_attr(feature = "schema", schemars(with = "Option<yaodian_domain::schema::Day>"))]
    pub until: Option<Date>,
    /// 代理: the name of the person who is away.
    pub stands_in_for: Option<String>,
    /// The plan in which alone it holds, if it is of one, by issuer and title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Name>,
    /// The plan that is worked on in it, where it holds in all of several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub works_on: Option<Name>,
}

/// A plan in which posts can hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanOfPosts {
    /// The plan.
    pub id: PlanId,
    /// Its issuer and title: several provinces' plans have the same title.
    pub title: Name,
    /// Its units, in its order.
    pub units: Vec<Unit>,
    /// Which duties it needs; none unless it has begun and is not closed.
    pub needs: Vec<Need>,
}

/// Everybody, for whoever looks after people: enough for the domain to answer anything about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// The revision of the posts: whoever decides about them names it.
    pub revision: i64,
    /// The product's day.
    pub today: Date,
    /// The plan that `units` and `needs` are of.
    pub plan: PlanId,
    /// The plans in which a post can hold alone, where the installation has more than one.
    pub plans: Vec<PlanOfPosts>,
    /// The plan of the post of whoever asks, if it is of one: posts are given there and nowhere else.
    pub bound: Option<PlanId>,
    /// The units of the plan, in its order.
    pub units: Vec<Unit>,
    /// Which duties the plan needs.
    pub needs: Vec<Need>,
    /// Who there is, by login.
    pub people: Vec<PersonRow>,
    /// All posts, past ones and those to come, by their first day.
    pub posts: Vec<Post>,
    /// The hands of whoever asks: [`Decision::may_be_made_by`]. Empty for a command.
    pub hands: Vec<AccountId>,
    /// The provider of single sign-on, by its issuer, if the server has one. Nobody for a command.
    #[serde(default)]
    pub provider: Option<String>,
}

impl People {
    /// The posts, to be asked.
    pub fn roster(&self) -> Roster {
        self.posts.iter().cloned().collect()
    }

    /// The units of a plan; without one those of the plan that is worked on.
    pub fn units_of(&self, plan: Option<&PlanId>) -> &[Unit] {
        let plan = self.plans.iter().find(|known| Some(&known.id) == plan);
        plan.map_or(&self.units, |plan| &plan.units)
    }

    /// The unit of a post, by the plan in which it holds.
    pub fn unit_of(&self, post: &Post) -> Option<&Unit> {
        self.unit_in(post.plan.as_ref(), &post.unit)
    }

    /// The unit with this id in a plan; without one in that which is worked on.
    pub fn unit_in(&self, plan: Option<&PlanId>, id: &UnitId) -> Option<&Unit> {
        self.units_of(plan).iter().find(|unit| unit.id == *id)
    }

    /// The plan in which alone a post holds, where that is to be told.
    pub fn plan_of(&self, post: &Post) -> Option<&PlanOfPosts> {
        self.plans.iter().find(|plan| Some(&plan.id) == post.plan.as_ref())
    }

    /// What is needed, plan by plan; the plan itself where that is to be told.
    pub fn needed(&self) -> Vec<(Option<&PlanOfPosts>, &PlanId, &[Need])> {
        if self.plans.is_empty() {
            return vec![(None, &self.plan, &self.needs)];
        }
        let mut needed = Vec::new();
        for plan in &self.plans {
            needed.push((Some(plan), &plan.id, plan.needs.as_slice()));
        }
        needed
    }

    /// What is needed and not, or not for long, provided for; of which plan where that is to be told.
    pub fn vacancies(&self) -> Vec<(Option<&PlanOfPosts>, Vacancy)> {
        let roster = self.roster();
        let mut all = Vec::new();
        for (told, plan, needs) in self.needed() {
            let vacant = vacancies(needs, &roster.holding_in(Some(plan)), self.today);
            all.extend(vacant.into_iter().map(|vacancy| (told, vacancy)));
        }
        all
    }

    /// The person with this account.
    pub fn person(&self, id: &AccountId) -> Option<&PersonRow> {
        self.people.iter().find(|person| &person.id == id)
    }
}

/// A person in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is told by itself, and any of them goes with any other"
)]
pub struct PersonRow {
    /// The account.
    pub id: AccountId,
    /// What is typed to sign in.
    pub login: String,
    /// The name that reports and history show.
    pub name: String,
    /// Whether the person may sign in.
    pub active: bool,
    /// Where reminders are mailed, if anywhere.
    pub email: Option<String>,
    /// Whether the person has been invited, and has set no password yet.
    pub invited: bool,
    /// Whether signing in takes a second step.
    #[serde(default)]
    pub second_step: bool,
    /// How far single sign-on opens the account; nothing where it does not.
    #[serde(default)]
    pub single_sign_on: Option<SingleSignOn>,
    /// Whether the person was erased: what is left is a pseudonym.
    #[serde(default)]
    pub erased: bool,
}

/// That the provider of single sign-on may open an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SingleSignOn {
    /// To whoever comes first with its login.
    Waits,
    /// To one person alone.
    Bound {
        /// By what the provider knows the person, for ever.
        subject: String,
        /// Which provider, by its issuer.
        issuer: String,
        /// Since when, in China's time.
        since: Date,
    },
}

/// Whether single sign-on is to open an account; anew, where it does already: whom it was bound to is forgotten then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetSingleSignOn {
    /// Whether it is to.
    pub open: bool,
}

/// A new person with a first post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// What will be typed to sign in.
    pub login: String,
    /// The name that reports and history will show.
    pub name: String,
    /// Where reminders are mailed; without it they stand in the app alone.
    #[serde(default)]
    pub email: Option<String>,
    /// The post.
    pub post: Appointment,
}

/// What can be changed of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditPerson {
    /// The name that reports and history show from now on; what was signed keeps the one of then.
    pub name: String,
    /// Where reminders are mailed; without it they stand in the app alone.
    #[serde(default)]
    pub email: Option<String>,
}

/// What waits in a post today, and stays with the unit whoever holds it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenWork {
    /// Reports of the unit that are being written.
    pub drafts: usize,
    /// Reports of the unit that were returned.
    pub returned: usize,
    /// Reports that wait for a review or a signature by whoever holds the post.
    pub to_decide: usize,
    /// Open cases (督办, 申请) of the unit.
    pub cases: usize,
}

/// The longest login and name, in characters.
pub const LONGEST_NAME: usize = 80;

/// A field of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PersonField {
    /// What is typed to sign in.
    Login,
    /// The name that reports and history show.
    Name,
}

/// A one-time link to set a password. It is shown once: only its hash is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// For whom.
    pub account: AccountId,
    /// The path on this server.
    pub path: String,
    /// For how many hours it is good.
    pub hours: i64,
}

/// A decision about posts, by what was read of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decide {
    /// The revision that was read.
    pub revision: i64,
    /// The decision.
    pub decision: Decision,
}
