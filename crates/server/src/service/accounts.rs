//! Signing in and out.

use jiff::{SignedDuration, Timestamp};
use yaodian_contract::{Kind, reminders::SetEmail};
use yaodian_domain::access::{Duty, Refusal};
use yaodian_store::{Account, Actor, Purpose};

use super::Served;
use crate::{
    house::House,
    secret::{self, LONGEST_PASSWORD, SHORTEST_PASSWORD},
};

/// How long a session lasts.
const SESSION: SignedDuration = SignedDuration::from_hours(12);
/// So many wrong passwords for one name …
const TRIES: i64 = 10;
/// … within so many minutes, and it has to wait.
const TRIES_WITHIN_MINUTES: i64 = 15;

/// A session that was opened: the token for the cookie, and for how long.
pub(crate) struct Opened {
    pub(crate) token: String,
    pub(crate) seconds: i64,
}

/// Signs in by name and password.
pub(crate) async fn sign_in(house: &House, login: &str, password: String) -> Served<Opened> {
    let now = Timestamp::now();
    let since = now - SignedDuration::from_mins(TRIES_WITHIN_MINUTES);
    if house.store.failed_sign_ins_since(login, since).await? >= TRIES {
        return Err(Kind::TooManyTries {
            minutes: TRIES_WITHIN_MINUTES,
        }
        .into());
    }
    let credentials = house.store.credentials(login).await?;
    let (account, stored) = credentials.map_or((None, None), |c| (Some(c.account), c.password_hash));
    let short = password.chars().count() <= LONGEST_PASSWORD;
    let right = short && secret::verify(password, stored).await;
    match account {
        Some(account) if right && account.active => open(house, &account).await,
        _ => {
            house.store.note_failed_sign_in(login, now).await?;
            Err(Kind::WrongPassword.into())
        }
    }
}

/// Signs in by a link, which only a trial gives out; on anything else none is known.
pub(crate) async fn sign_in_by_link(house: &House, token: &str) -> Served<Opened> {
    if !house.trial {
        return Err(Kind::LinkUnknown.into());
    }
    let act = yaodian_store::Act {
        at: Timestamp::now(),
        by: Actor::system("sign-in link"),
    };
    let account = house
        .store
        .use_link(&act, &secret::digest(token), Purpose::SignIn)
        .await?;
    open(house, &account).await
}

/// For whom an invitation is, without using it.
pub(crate) async fn invited(house: &House, token: &str) -> Served<Account> {
    Ok(house
        .store
        .peek_link(&secret::digest(token), Purpose::SetPassword, Timestamp::now())
        .await?)
}

/// Sets a first password by an invitation. The link is used only if the password is accepted.
pub(crate) async fn set_password(house: &House, token: &str, password: String) -> Served<Account> {
    invited(house, token).await?;
    if password.chars().count() < SHORTEST_PASSWORD || password.chars().count() > LONGEST_PASSWORD {
        return Err(Kind::PasswordTooShort {
            least: SHORTEST_PASSWORD,
        }
        .into());
    }
    let Some(hash) = secret::hash(password).await else {
        return Err(Kind::Broken {
            incident: "hash".to_owned(),
        }
        .into());
    };
    let act = yaodian_store::Act {
        at: Timestamp::now(),
        by: Actor::system("invitation"),
    };
    let account = house
        .store
        .use_link(&act, &secret::digest(token), Purpose::SetPassword)
        .await?;
    house
        .store
        .set_password_hash(&house.act(account.actor()), &account.id, &hash)
        .await?;
    Ok(account)
}

/// Who holds a session.
pub(crate) async fn holder(house: &House, token: &str) -> Served<Option<Account>> {
    Ok(house.store.session(&secret::digest(token), Timestamp::now()).await?)
}

/// Ends a session.
pub(crate) async fn sign_out(house: &House, token: &str) -> Served<()> {
    if let Some(account) = holder(house, token).await? {
        house
            .store
            .end_session(&house.act(account.actor()), &secret::digest(token))
            .await?;
    }
    Ok(())
}

/// Sessions end by the machine's clock, also where the product's stands still.
async fn open(house: &House, account: &Account) -> Served<Opened> {
    let token = secret::token();
    let act = house.act(account.actor());
    house
        .store
        .put_session(&act, &secret::digest(&token), &account.id, Timestamp::now() + SESSION)
        .await?;
    Ok(Opened {
        token,
        seconds: SESSION.as_secs(),
    })
}

/// Sets where mail to a person goes; an administrator does it.
pub(crate) async fn set_email(house: &House, by: &Account, login: &str, asked: SetEmail) -> Served<SetEmail> {
    if !by.person().is(Duty::Administrator) {
        return Err(Refusal::NotAnAdministrator.into());
    }
    let email = asked.email.filter(|text| !text.trim().is_empty());
    let email = email
        .map(|text| yaodian_mail::address(&text).map_err(|error| Kind::NotAnAddress { text: error.0 }))
        .transpose()?;
    let account = house.store.credentials(login).await?.ok_or(Kind::NotFound)?.account;
    let changed = Account {
        email: email.clone(),
        ..account
    };
    house.store.save_account(&house.act(by.actor()), &changed).await?;
    Ok(SetEmail { email })
}
