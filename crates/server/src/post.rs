//! The post: hands messages to the mail server, one after another.
//!
//! Mail rests at night and on days off, as the plan's rules say; 安全提醒 ([`yaodian_store::alerts`]) does not. What the
//! server puts off, or cannot be told because it does not answer, is tried again after a while, each time a longer
//! one, until the plan's rules say that it is enough. See [`yaodian_store::messages`] for what
//! keeps a message from being lost, or sent twice in different words.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, to_value};
use tracing::Instrument as _;
use yaodian_contract::reminders::MailTrouble;
use yaodian_domain::{
    Date,
    alert::{Alert, GIVE_UP_DAYS},
    reminder::About,
    time::days_between,
};
use yaodian_mail::{Failure, Letter, Mail, Mailer};
use yaodian_store::{Account, Act, Actor, Message, MessageState, Retry};

use crate::{
    house::House,
    service::{
        Refused,
        reminders::{
            Ground,
            letter::{self, Written},
        },
        reports::knowledge,
    },
    traces,
};

/// How often it is looked for messages, unless somebody says that there are some.
const LOOK: Duration = Duration::from_secs(5);
/// How soon a message is tried again after the first failure; twice as late after each further one …
const SOONEST: SignedDuration = SignedDuration::from_secs(5);
/// … and at the latest after so long.
const LATEST: SignedDuration = SignedDuration::from_hours(1);

/// What came of one message.
enum Outcome {
    /// It has come to its end.
    Ended(MessageState, Option<MailTrouble>),
    /// It is to be tried again.
    Again {
        /// Why it was not sent.
        trouble: MailTrouble,
        /// As it was, or anew.
        retry: Retry,
    },
}

/// Delivers messages for as long as the server runs.
pub(crate) async fn deliver(house: House, mailer: Mailer) {
    if let Err(error) = house.store.give_back_messages().await {
        tracing::error!(%error, "messages that were being sent could not be given back");
    }
    let mut each = tokio::time::interval(LOOK);
    loop {
        tokio::select! {
            _ = each.tick() => {}
            () = house.post.notified() => {}
        }
        while let Some(next) = round(&house, &mailer).await {
            // A server that does not answer is not asked for everybody in turn.
            if let Ok(false) = next {
                break;
            }
            if let Err(error) = next {
                tracing::error!(?error, "a message could not be looked after; it is tried again");
                break;
            }
        }
    }
}

/// Looks after one message, if there is one that may be sent now. Whether the mail server is there.
async fn round(house: &House, mailer: &Mailer) -> Option<Result<bool, Refused>> {
    let (house, message) = match next(house).await {
        Ok(next) => next?,
        Err(error) => return Some(Err(error)),
    };
    Some(one(&house, mailer, message).instrument(traces::work("mail")).await)
}

/// Takes an alert, or a message of a plan whose mail does not rest; it is looked after in the house of that plan.
async fn next(house: &House) -> Result<Option<(House, Message)>, Refused> {
    if house.store.alerts_are_due(Timestamp::now()).await?
        && let Some(alert) = house.store.take_alert(Timestamp::now()).await?
    {
        return Ok(Some((house.clone(), alert)));
    }
    for plan in house.store.plans_with_mail(Timestamp::now()).await? {
        let house = house.of(&plan);
        if is_resting(&house).await? {
            continue;
        }
        if let Some(message) = house.store.take_message(&plan, Timestamp::now()).await? {
            return Ok(Some((house, message)));
        }
    }
    Ok(None)
}

async fn is_resting(house: &House) -> Result<bool, Refused> {
    let Some((_, known)) = house.knowledge().await? else {
        return Ok(true);
    };
    let now = house.clock.in_china();
    Ok(!known.plan.workdays.is_working(now.date()) || known.plan.reminders.is_quiet(now.hour()))
}

async fn one(house: &House, mailer: &Mailer, message: Message) -> Result<bool, Refused> {
    let give_up_days = match &message.plan {
        Some(_) => knowledge(house).await?.plan.reminders.give_up_days,
        None => GIVE_UP_DAYS,
    };
    let outcome = match ready(house, mailer, &message).await? {
        Ready::Nothing(state, trouble) => Outcome::Ended(state, trouble),
        Ready::Mail(mail) => handed_over(mailer, &mail).await,
    };
    let is_there =
        !matches!(&outcome, Outcome::Again { trouble, .. } if !matches!(trouble, MailTrouble::PutOff { .. }));
    let outcome = match outcome {
        Outcome::Again { trouble, .. } if is_enough(give_up_days, message.day, house.clock.today()) => {
            Outcome::Ended(MessageState::GivenUp, Some(trouble))
        }
        other => other,
    };
    let act = house.act(Actor::system("mail"));
    match outcome {
        Outcome::Ended(state, trouble) => {
            if let Some(trouble) = &trouble {
                let trouble = in_short(trouble);
                tracing::warn!(message = message.id, ?state, trouble, "a message was not delivered");
            }
            let trouble = trouble.map(|trouble| json(&trouble)).transpose()?;
            house.store.end_message(&act, &message, state, trouble.as_ref()).await?;
        }
        Outcome::Again { trouble, retry } => {
            let until = Timestamp::now() + pause(message.attempts);
            let short = in_short(&trouble);
            tracing::info!(message = message.id, trouble = short, %until, "a message is tried again later");
            house
                .store
                .postpone_message(&act, &message, until, &json(&trouble)?, retry)
                .await?;
        }
    }
    Ok(is_there)
}

/// What is to be sent.
enum Ready {
    /// This.
    Mail(Mail),
    /// Nothing: the message ends like this.
    Nothing(MessageState, Option<MailTrouble>),
}

/// The mail of a message: as it was composed, or composed now of what still waits.
async fn ready(house: &House, mailer: &Mailer, message: &Message) -> Result<Ready, Refused> {
    if let Some(mail) = &message.mail {
        return Ok(Ready::Mail(unjson(mail)?));
    }
    if message.plan.is_none() {
        return alert(house, mailer, message).await;
    }
    let person = house.store.account(&message.account).await?;
    let Some((account, address)) = person.and_then(addressed) else {
        return Ok(Ready::Nothing(MessageState::InApp, None));
    };
    let ground = Ground::on(house, knowledge(house).await?, house.clock.today()).await?;
    let lines: Vec<About> = unjson(&message.lines)?;
    // As it stands now: what was done since is left out.
    let now = ground.of_account(&account.id);
    let still: Vec<About> = lines
        .iter()
        .filter_map(|line| now.iter().find(|about| about.key() == line.key()).cloned())
        .collect();
    if still.is_empty() {
        return Ok(Ready::Nothing(MessageState::Moot, None));
    }
    let kept = json(&still)?;
    let plan = &ground.known.plan;
    let written = letter::write(plan, &account.name, message.day, still, &house.public_url, house.trial);
    kept_as(house, mailer, message, (&account.name, &address), (written, &kept)).await
}

/// The mail of an alert. It says what happened then, and goes to where the person had his mail then; also once he is let
/// in no more.
async fn alert(house: &House, mailer: &Mailer, message: &Message) -> Result<Ready, Refused> {
    let Some(address) = &message.address else {
        return Ok(Ready::Nothing(MessageState::InApp, None));
    };
    // Of a time without a mail server.
    if days_between(message.day, house.clock.today()) > i64::from(GIVE_UP_DAYS) {
        return Ok(Ready::Nothing(MessageState::InApp, None));
    }
    let person = house.store.account(&message.account).await?;
    let alerts: Vec<Alert> = unjson(&message.lines)?;
    let (Some(account), Some(alert)) = (person, alerts.first()) else {
        return Ok(Ready::Nothing(MessageState::Moot, None));
    };
    let written = letter::alert(&account.name, alert, message.written_at, &house.public_url, house.trial);
    kept_as(
        house,
        mailer,
        message,
        (&account.name, address),
        (written, &message.lines),
    )
    .await
}

/// Composes the mail and keeps it, with what it says.
async fn kept_as(
    house: &House,
    mailer: &Mailer,
    message: &Message,
    (name, address): (&str, &str),
    (written, lines): (Written, &Value),
) -> Result<Ready, Refused> {
    let composed = mailer.compose(&Letter {
        key: &message.id,
        name,
        address,
        subject: &written.subject,
        text: &written.text,
        html: &written.html,
        at: Timestamp::now(),
    });
    let Ok(mail) = composed else {
        return Ok(Ready::Nothing(MessageState::Refused, Some(MailTrouble::Address)));
    };
    let act: Act = house.act(Actor::system("mail"));
    house.store.keep_mail(&act, message, lines, &json(&mail)?).await?;
    Ok(Ready::Mail(mail))
}

/// An account that is active, with its address.
fn addressed(account: Account) -> Option<(Account, String)> {
    let address = account.email.clone().filter(|_| account.active)?;
    Some((account, address))
}

async fn handed_over(mailer: &Mailer, mail: &Mail) -> Outcome {
    match mailer.send(mail).await {
        Ok(()) => Outcome::Ended(MessageState::Sent, None),
        Err(failure) => {
            let (is_final, is_doubtful) = (failure.is_final(), failure.is_doubtful());
            let trouble = match failure {
                Failure::Refused { code, said } => MailTrouble::Refused { code, said },
                Failure::PutOff { code, said } => MailTrouble::PutOff { code, said },
                Failure::Slow => MailTrouble::Slow,
                Failure::Insecure { said } => MailTrouble::Insecure { said },
                Failure::NotReached { said } => MailTrouble::NotReached { said },
                Failure::BrokenOff { said } => MailTrouble::BrokenOff { said },
            };
            if is_final {
                Outcome::Ended(MessageState::Refused, Some(trouble))
            } else {
                let retry = if is_doubtful { Retry::AsItWas } else { Retry::Anew };
                Outcome::Again { trouble, retry }
            }
        }
    }
}

fn is_enough(give_up_days: u8, written: Date, today: Date) -> bool {
    days_between(written, today) >= i64::from(give_up_days)
}

/// What went wrong, for the log: without what the mail server said, which repeats addresses.
fn in_short(trouble: &MailTrouble) -> String {
    match trouble {
        MailTrouble::Address => "the address is none".to_owned(),
        MailTrouble::Refused { code, .. } => format!("refused ({code})"),
        MailTrouble::PutOff { code, .. } => format!("put off ({code})"),
        MailTrouble::Slow => "slow".to_owned(),
        // Of the line alone, which knows nobody.
        MailTrouble::Insecure { said } => format!("not secure: {said}"),
        MailTrouble::NotReached { said } => format!("not reached: {said}"),
        MailTrouble::BrokenOff { .. } => "broken off".to_owned(),
    }
}

/// How long a message rests after so many attempts.
fn pause(attempts: i64) -> SignedDuration {
    let doubled = u32::try_from(attempts - 1).unwrap_or_default().min(20);
    SignedDuration::from_secs(SOONEST.as_secs() << doubled).min(LATEST)
}

fn json(value: &impl serde::Serialize) -> Result<Value, Refused> {
    to_value(value).map_err(|error| Refused::Failed(error.to_string()))
}

fn unjson<T: serde::de::DeserializeOwned>(value: &Value) -> Result<T, Refused> {
    serde_json::from_value(value.clone()).map_err(|error| Refused::Failed(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_an_hour() {
        let seconds: Vec<i64> = [1, 2, 3, 9, 10, 11, 99].map(|n| pause(n).as_secs()).to_vec();
        assert_eq!(seconds, [5, 10, 20, 1280, 2560, 3600, 3600]);
    }
}
