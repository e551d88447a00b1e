//! 催办: what waits for whom; the round that writes messages; asking out of turn.

pub(crate) mod letter;
pub(crate) mod office;

use std::{collections::HashMap, sync::Arc};

use jiff::ToSpan;
use yaodian_app::public::Knowledge;
use yaodian_contract::{
    Kind,
    reminders::{ReminderLine, Reminders},
};
use yaodian_domain::{
    Date,
    access::Duty,
    id::{PlanId, UnitId},
    plan::{Name, Plan},
    reminder::{self, About, Matter, Nudge, World},
    report::{Report, StateName},
};
use yaodian_store::{AccountId, Actor, NewMessage, ReportFilter};

use super::{
    Acting, Refused, Served,
    answering::{Answerer, Answering},
    reports::knowledge,
};
use crate::house::House;

/// How far back occasions are made up for that fell on days without messages.
const FARTHEST_BACK: i64 = 31;

/// What reminders are made of on a day.
pub(crate) struct Ground {
    pub(crate) known: Arc<Knowledge>,
    answering: Answering,
    reports: Vec<Report>,
    nudges: Vec<Nudge>,
    day: Date,
}

impl Ground {
    pub(crate) async fn on(house: &House, known: Arc<Knowledge>, day: Date) -> Served<Self> {
        let plan = &known.plan;
        let nudges = house.store.unseen_nudges(&plan.id).await?;
        let open = ReportFilter {
            states: StateName::which(|state| !state.counts()),
            ..ReportFilter::default()
        };
        let mut periods = plan.periods_on(day);
        for nudge in &nudges {
            match nudge.period {
                Some(period) => drop(periods.insert(period)),
                None => periods.extend(plan.periods_on(nudge.on)),
            }
        }
        let mut rows = house.store.reports(&plan.id, &open).await?;
        let settled = ReportFilter {
            periods: periods.into_iter().collect(),
            states: StateName::which(StateName::counts),
            ..ReportFilter::default()
        };
        rows.extend(house.store.reports(&plan.id, &settled).await?);
        Ok(Self {
            answering: Answering::on(house, &plan.id, day).await?,
            reports: rows.into_iter().map(|row| row.report).collect(),
            nudges,
            day,
            known,
        })
    }

    /// What waits for anybody; of the units' own matters, those of `units`.
    pub(crate) fn matters(&self, units: &[UnitId]) -> Vec<Matter> {
        if self.known.finals.is_some() {
            // 已收官: nothing waits for anybody any more.
            return Vec::new();
        }
        let plan = &self.known.plan;
        let world = World {
            plan,
            units,
            observations: &self.known.observations,
            reports: &self.reports,
            nudges: &self.nudges,
            cases: &self.known.cases,
            day: self.day,
        };
        reminder::gather(&world)
    }

    /// Everything that waits for anybody.
    pub(crate) fn all(&self) -> Vec<Matter> {
        let units: Vec<UnitId> = self.known.plan.units.iter().map(|unit| unit.id.clone()).collect();
        self.matters(&units)
    }

    /// Who answers for a matter.
    pub(crate) fn answering(&self, matter: &Matter) -> Vec<&Answerer> {
        self.answering.of_matter(&self.known.plan, &self.reports, matter)
    }

    /// What waits for somebody of `who`, most urgent first.
    pub(crate) fn of(&self, who: impl Fn(&Answerer) -> bool) -> Vec<About> {
        let units = self.answering.units_of(&self.known.plan, &who, Duty::Reporter);
        let mine = |matter: &Matter| self.answering(matter).into_iter().any(&who);
        reminder::list(&self.matters(&units), self.day, mine)
    }

    /// What waits for a person in any post: what a letter says.
    pub(crate) fn of_account(&self, account: &AccountId) -> Vec<About> {
        self.of(|person| person.account.id == *account)
    }

    /// What waits for a person in the post in which he acts: what the app says.
    fn of_post(&self, account: &Acting) -> Vec<About> {
        self.of(|person| person.post.id == account.post.id)
    }
}

/// What waits for the person today, in the app.
pub(crate) async fn mine(house: &House, account: &Acting) -> Served<Reminders> {
    let day = house.clock.today();
    let ground = Ground::on(house, knowledge(house).await?, day).await?;
    let plan = &ground.known.plan;
    let lines = ground.of_post(account).into_iter().map(|about| line(plan, about));
    let person = house.store.account(&account.id).await?;
    Ok(Reminders {
        day,
        lines: lines.collect(),
        email: person
            .and_then(|person| person.email)
            .filter(|_| house.mailer.is_some()),
    })
}

/// Of how many things the person is reminded today.
pub(crate) async fn count(house: &House, known: Arc<Knowledge>, account: &Acting) -> Served<usize> {
    let ground = Ground::on(house, known, house.clock.today()).await?;
    Ok(ground.of_post(account).len())
}

fn line(plan: &Plan, about: About) -> ReminderLine {
    let target = about.target().and_then(|target| plan.target(target));
    ReminderLine {
        target: target.map(|target| target.name.clone()),
        unit: unit_name(plan, about.unit()),
        about,
    }
}

/// The name of a unit; its id, if the plan has it no more.
pub(super) fn unit_name(plan: &Plan, unit: &UnitId) -> Name {
    plan.units.get(unit).map_or_else(
        || Name {
            zh: unit.to_string(),
            en: unit.to_string(),
        },
        |unit| Name {
            zh: unit.name.clone(),
            en: unit.name_en.clone(),
        },
    )
}

/// The round's step: writes the messages of a day. A day that has passed is not reminded of
/// afterwards: the next message says everything that is still to be done.
pub(crate) async fn write(house: &House, plan: &PlanId, day: Date) -> Served<()> {
    let known = knowledge(house).await?;
    if known.plan.id != *plan || day != house.clock.today() || !known.plan.workdays.is_working(day) {
        return Ok(());
    }
    let ground = Ground::on(house, known, day).await?;
    let plan = &ground.known.plan;
    let last = house.store.last_message_day(&plan.id, day).await?;
    let earliest = day.saturating_sub(FARTHEST_BACK.days());
    let usual = last.map_or(day, |last| last.saturating_add(1.day())).max(earliest);
    let unsent: HashMap<AccountId, Date> = house.store.unsent_since(&plan.id, day).await?.into_iter().collect();
    let since = |account: &AccountId| unsent.get(account).map_or(usual, |&day| usual.min(day.max(earliest)));
    let answers = |matter: &Matter| {
        let people = ground.answering(matter).into_iter();
        people.map(|person| person.account.id.clone()).collect()
    };
    let messages = reminder::bundle(&ground.all(), &plan.reminders, day, &plan.workdays, since, answers);
    let mut new = Vec::with_capacity(messages.len());
    for message in messages {
        let has_address = ground
            .answering
            .account(&message.person)
            .is_some_and(|account| account.email.is_some());
        new.push(NewMessage {
            since: since(&message.person),
            lines: serde_json::to_value(&message.lines).map_err(|error| Refused::Failed(error.to_string()))?,
            by_mail: house.mailer.is_some() && has_address,
            account: message.person,
        });
    }
    let act = house.act(Actor::system("reminders"));
    house.store.write_messages(&act, &plan.id, day, &new).await?;
    house.post.notify_one();
    Ok(())
}

/// Notes that the person has seen what the office asked for.
pub(crate) async fn seen(house: &House, account: &Acting, nudge: &str) -> Served<Reminders> {
    let known = knowledge(house).await?;
    let day = house.clock.today();
    let answering = Answering::on(house, &known.plan.id, day).await?;
    let asked = house.store.nudges(&known.plan.id, Date::MIN).await?;
    let row = asked.iter().find(|row| row.nudge.id == nudge).ok_or(Kind::NotFound)?;
    let people = answering.of_unit(&row.nudge.unit, row.nudge.duty);
    let mut mine = people.into_iter().filter(|person| person.post.id == account.post.id);
    let person = &mine.next().ok_or(Kind::NotFound)?.account;
    let act = house.act(account.actor());
    house.store.see_nudge(&act, &known.plan.id, nudge, person).await?;
    self::mine(house, account).await
}
