//! What the supervision office sees of reminders, and asking units out of turn.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use yaodian_contract::{
    AskingTrouble, Kind,
    reminders::{
        AskUnits, Asked, LONGEST_NOTE, MailTrouble, NamedTarget, Seen, Sending, Told, ToldMessage, ToldNudge,
        Unanswered,
    },
};
use yaodian_domain::{
    access::Duty,
    plan::{Name, Plan},
    reminder::{Audience, Nudge},
};
use yaodian_store::{Account, Message, MessageState, NudgeRow, day_of, new_id};

use super::{Ground, unit_name};
use crate::{
    house::House,
    service::{Acting, Served, answering::Answering, reports::knowledge},
};

/// How many days back the office sees what was sent.
const SHOWN_DAYS: i64 = 31;

fn office_only(account: &Acting) -> Served<()> {
    Ok(account.person().may_ask_units()?)
}

/// What was sent lately, what became of it, what was asked for, and whom nobody answers for.
pub(crate) async fn told(house: &House, account: &Acting) -> Served<Told> {
    office_only(account)?;
    let day = house.clock.today();
    let from = day.saturating_sub(SHOWN_DAYS.days());
    let ground = Ground::on(house, knowledge(house).await?, day).await?;
    let plan = &ground.known.plan;
    let everybody = house.store.accounts().await?;
    let (_, roster) = house.store.roster().await?;
    let roster = roster.holding_in(Some(&plan.id));
    let person = |id| everybody.iter().find(|account: &&Account| account.id == id);
    let messages = house.store.messages(&plan.id, from).await?;
    let messages = messages.iter().filter_map(|message| {
        let person = person(message.account.clone())?;
        // The unit for which the person was told; one who has several is named by the first.
        let held = roster.of_on(&person.id, message.day).next();
        let post = held.or_else(|| roster.of(&person.id).last())?;
        Some(told_message(unit_name(plan, &post.unit), message, person))
    });
    let nudges = house.store.nudges(&plan.id, from).await?;
    Ok(Told {
        from,
        day,
        by_mail: house.mailer.is_some(),
        messages: messages.collect(),
        nudges: nudges.iter().map(|row| told_nudge(plan, row)).collect(),
        unanswered: unanswered(&ground),
        units: plan.units.iter().cloned().collect(),
        targets: plan
            .targets
            .iter()
            .map(|target| NamedTarget {
                id: target.id.clone(),
                name: target.name.clone(),
            })
            .collect(),
    })
}

fn told_message(unit: Name, message: &Message, person: &Account) -> ToldMessage {
    let trouble = message
        .trouble
        .clone()
        .and_then(|json| serde_json::from_value(json).ok());
    let sent_to = message.mail.as_ref().and_then(|mail| mail.get("to")?.as_str());
    ToldMessage {
        day: message.day,
        name: person.name.clone(),
        unit,
        email: sent_to.map(str::to_owned).or_else(|| person.email.clone()),
        lines: message.lines.as_array().map_or(0, Vec::len),
        state: match message.state {
            MessageState::InApp => Sending::InApp,
            MessageState::Waiting | MessageState::Doubtful | MessageState::Sending => Sending::Waiting,
            MessageState::Sent => Sending::Sent,
            MessageState::Refused => Sending::Refused,
            MessageState::GivenUp => Sending::GivenUp,
            MessageState::Moot => Sending::Moot,
            MessageState::Folded => Sending::Folded,
        },
        attempts: u32::try_from(message.attempts).unwrap_or_default(),
        // Once it is sent, what went wrong before is of no use.
        trouble: trouble.filter(|_: &MailTrouble| message.state != MessageState::Sent),
    }
}

fn told_nudge(plan: &Plan, row: &NudgeRow) -> ToldNudge {
    let nudge = &row.nudge;
    let target = nudge.target.as_ref().and_then(|target| plan.target(target));
    ToldNudge {
        id: nudge.id.clone(),
        day: nudge.on,
        by: nudge.by.clone(),
        unit: unit_name(plan, &nudge.unit),
        duty: nudge.duty,
        target: target.map(|target| target.name.clone()),
        note: nudge.note.clone(),
        seen: row
            .seen
            .iter()
            .map(|(name, at)| Seen {
                name: name.clone(),
                day: day_of(*at),
            })
            .collect(),
    }
}

/// The units for which something waits and nobody answers, in the order of the plan.
fn unanswered(ground: &Ground) -> Vec<Unanswered> {
    let plan = &ground.known.plan;
    let mut counts: BTreeMap<(usize, Duty), (Name, usize)> = BTreeMap::new();
    for matter in ground.all() {
        if !ground.answering(&matter).is_empty() {
            continue;
        }
        for audience in &matter.to {
            let Audience::Unit { unit, duty } = audience else {
                continue;
            };
            let place = plan.units.iter().position(|known| known.id == *unit);
            let slot = counts.entry((place.unwrap_or(usize::MAX), *duty));
            slot.or_insert_with(|| (unit_name(plan, unit), 0)).1 += 1;
        }
    }
    let lines = counts
        .into_iter()
        .map(|((_, duty), (unit, lines))| Unanswered { unit, duty, lines });
    lines.collect()
}

/// 人工催办: asks units out of turn. They see it at once, and in their next mail.
pub(crate) async fn ask(house: &House, account: &Acting, asked: &AskUnits) -> Served<Asked> {
    office_only(account)?;
    let known = knowledge(house).await?;
    let (plan, day) = (&known.plan, house.clock.today());
    let note: String = asked
        .note
        .trim()
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect();
    check(plan, asked, &note).map_err(|why| Kind::Asking { why })?;
    let answering = Answering::on(house, &plan.id, day).await?;
    let mut units = asked.units.clone();
    units.sort_unstable();
    units.dedup();
    let nudges: Vec<Nudge> = units
        .iter()
        .map(|unit| Nudge {
            id: new_id(),
            unit: unit.clone(),
            duty: asked.duty,
            target: asked.target.clone(),
            period: asked.period,
            note: note.clone(),
            on: day,
            by: account.name.clone(),
        })
        .collect();
    house
        .store
        .add_nudges(&house.act(account.actor()), &plan.id, &nudges)
        .await?;
    let people: BTreeSet<_> = units
        .iter()
        .flat_map(|unit| answering.of_unit(unit, asked.duty))
        .map(|person| &person.account.id)
        .collect();
    Ok(Asked {
        units: units.len(),
        people: people.len(),
    })
}

fn check(plan: &Plan, asked: &AskUnits, note: &str) -> Result<(), AskingTrouble> {
    let length = note.chars().count();
    let unknown = asked.units.iter().find(|unit| plan.units.get(unit).is_none());
    let target = asked.target.as_ref().filter(|target| plan.target(target).is_none());
    if asked.units.is_empty() {
        Err(AskingTrouble::NoUnit)
    } else if let Some(unit) = unknown {
        Err(AskingTrouble::UnknownUnit { unit: unit.clone() })
    } else if let Some(target) = target {
        Err(AskingTrouble::UnknownTarget { target: target.clone() })
    } else if length == 0 {
        Err(AskingTrouble::NoNote)
    } else if length > LONGEST_NOTE {
        Err(AskingTrouble::NoteTooLong {
            length,
            limit: LONGEST_NOTE,
        })
    } else {
        Ok(())
    }
}
