//! 我的登录: a person's own password and sessions. It takes a session, and no post.

use jiff::Timestamp;
use yaodian_contract::{
    Kind,
    sign_in::{AlertRow, ChangePassword, Confirmed, MySignIn, PasskeyRow, SessionRow, Way as ToldWay},
};
use yaodian_domain::sign_in::{PasswordProblem, SecondStepProblem, Step};
use yaodian_store::{Session, SessionHead, Way, time_of};

use super::{Acting, Refused, Served, Whence, accounts::called, second_step, tries::Attempt};
use crate::{house::House, password};

/// So many of the latest things are told that happened to what opens the account.
const ALERTS: i64 = 10;

/// How a person signs in, and where he is signed in.
pub(crate) async fn mine(house: &House, session: &Session) -> Served<MySignIn> {
    let (store, account) = (&house.store, &session.account);
    let second = store.second_step(&account.id).await?;
    let recovery_codes = store.recovery_codes(&account.id).await?.left;
    let second_step = second.filter(|second| second.confirmed).map(|_| recovery_codes);
    let passkeys = store.passkeys_of(&account.id).await?.into_iter();
    let passkeys = passkeys.map(|passkey| PasskeyRow {
        id: passkey.id,
        name: passkey.name,
        added: time_of(passkey.added_at),
        used: passkey.used_at.map(time_of),
    });
    let alerts = store.alerts_of(&account.id, ALERTS).await?.into_iter();
    let alerts = alerts.map(|(at, alert)| AlertRow { at: time_of(at), alert });
    let heads = store.sessions_of(&account.id, Timestamp::now()).await?;
    let mut sessions: Vec<SessionRow> = heads.into_iter().map(|head| row(head, session)).collect();
    sessions.sort_by_key(|row| !row.this);
    Ok(MySignIn {
        login: account.login.clone(),
        password: store.password_hash(&account.id).await?.is_some(),
        second_step,
        passkeys: passkeys.collect(),
        takes_passkeys: house.passkeys.is_some(),
        recovery_codes,
        demanded: is_demanded(house, session).await?,
        idle_minutes: store.idle().as_mins(),
        sessions,
        alerts: alerts.collect(),
    })
}

/// Whether the person is held up until there is a second step.
async fn is_demanded(house: &House, session: &Session) -> Served<bool> {
    let demanded = SecondStepProblem::Demanded;
    match Acting::admitted(house, session.clone()).await {
        Err(Refused::Because(Kind::SecondStep { why })) if why == demanded => Ok(true),
        Ok(_) | Err(Refused::Because(_)) => Ok(false),
        Err(refused) => Err(refused),
    }
}

fn row(head: SessionHead, session: &Session) -> SessionRow {
    SessionRow {
        this: head.id == session.id,
        id: head.id,
        device: head.device,
        way: match head.way {
            Way::Password => ToldWay::Password,
            Way::Link => ToldWay::Link,
            Way::SingleSignOn => ToldWay::SingleSignOn,
            Way::Passkey => ToldWay::Passkey,
        },
        second_step: head.second_step,
        begun: time_of(head.begun_at),
        seen: time_of(head.seen_at),
        ends: time_of(head.ends_at),
    }
}

/// Ends one of the person's sessions; others' are not known here.
pub(crate) async fn end(
    house: &House,
    session: &Session,
    id: &str,
    typed: Confirmed,
    whence: &Whence,
) -> Served<MySignIn> {
    confirm(house, session, typed, whence).await?;
    let account = &session.account;
    let act = house.act(account.actor());
    if !house.store.end_session(&act, &account.id, id).await? {
        return Err(Kind::NotFound.into());
    }
    mine(house, session).await
}

/// Ends all of the person's sessions but this one.
pub(crate) async fn end_others(
    house: &House,
    session: &Session,
    typed: Confirmed,
    whence: &Whence,
) -> Served<MySignIn> {
    confirm(house, session, typed, whence).await?;
    let account = &session.account;
    let act = house.act(account.actor());
    house
        .store
        .end_sessions_of(&act, &account.id, Some(&session.id))
        .await?;
    mine(house, session).await
}

/// Changes the password; the other sessions end.
pub(crate) async fn change_password(
    house: &House,
    session: &Session,
    asked: ChangePassword,
    whence: &Whence,
) -> Served<MySignIn> {
    let account = &session.account;
    if house.store.password_hash(&account.id).await?.is_none() {
        return Err(PasswordProblem::None.into());
    }
    let same = asked.old == asked.new;
    let old = Confirmed {
        password: asked.old,
        code: String::new(),
    };
    confirm(house, session, old, whence).await?;
    if same {
        return Err(PasswordProblem::Same.into());
    }
    let hash = password::taken(asked.new, called(house, account).await?).await?;
    let act = house.act(account.actor());
    house
        .store
        .set_password_hash(&act, &account.id, &hash, Some(&session.id))
        .await?;
    mine(house, session).await
}

/// Whether it is the person who asks, and not somebody who found the browser open: by the password; of an account
/// without one by a code of its authenticator; one with neither has nothing to ask for.
pub(super) async fn confirm(house: &House, session: &Session, typed: Confirmed, whence: &Whence) -> Served<()> {
    let account = &session.account;
    let Some(stored) = house.store.password_hash(&account.id).await? else {
        return second_step::confirm(house, account, &typed.code, whence).await;
    };
    let typed = typed.password;
    if typed.is_empty() {
        return Err(PasswordProblem::Missing.into());
    }
    let attempt = Attempt::begin(house, &account.login, Step::Password, whence).await?;
    if !password::compare(typed, Some(stored)).await.right {
        return Err(PasswordProblem::OldIsWrong.into());
    }
    attempt.succeeded(house).await
}
