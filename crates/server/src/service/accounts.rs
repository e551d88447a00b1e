//! Signing in and out.

use jiff::{SignedDuration, Timestamp};
use yaodian_contract::{Kind, reminders::SetEmail};
use yaodian_domain::{
    id::PostId,
    people::{Seat, seat},
};
use yaodian_store::{Account, Actor, Purpose, Session};

use super::{Acting, Served};
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
pub(crate) async fn holder(house: &House, token: &str) -> Served<Option<Session>> {
    Ok(house.store.session(&secret::digest(token), Timestamp::now()).await?)
}

/// Lets a session act in another post of its holder.
pub(crate) async fn choose_post(house: &House, token: &str, session: &Session, post: &PostId) -> Served<()> {
    let today = house.clock.today();
    let mut held = session.posts.iter().filter(|post| post.is_held_on(today));
    let post = held.find(|held| &held.id == post).ok_or(Kind::NotFound)?;
    let act = house.act(session.account.actor());
    let chosen = house.store.choose_post(&act, &secret::digest(token), post).await?;
    if chosen { Ok(()) } else { Err(Kind::SignedOut.into()) }
}

/// Ends a session.
pub(crate) async fn sign_out(house: &House, token: &str) -> Served<()> {
    if let Some(session) = holder(house, token).await? {
        house
            .store
            .end_session(&house.act(session.account.actor()), &secret::digest(token))
            .await?;
    }
    Ok(())
}

/// Sessions end by the machine's clock, also where the product's stands still.
async fn open(house: &House, account: &Account) -> Served<Opened> {
    let token = secret::token();
    let act = house.act(account.actor());
    let posts = house.store.posts_of(&account.id).await?;
    // The only post is kept as the chosen one, so that another one which begins meanwhile does not
    // come between a person and what he is writing.
    let post = match seat(&posts, None, house.clock.today()) {
        Seat::In(post) => Some(&post.id),
        Seat::Several | Seat::Nowhere => None,
    };
    let ends = Timestamp::now() + SESSION;
    house
        .store
        .put_session(&act, &secret::digest(&token), &account.id, post, ends)
        .await?;
    Ok(Opened {
        token,
        seconds: SESSION.as_secs(),
    })
}

/// An address for mail as it was typed; a blank is none.
pub(super) fn address(typed: Option<String>) -> Result<Option<String>, Kind> {
    let typed = typed.filter(|text| !text.trim().is_empty());
    let address = typed.map(|text| yaodian_mail::address(&text));
    address
        .transpose()
        .map_err(|error| Kind::NotAnAddress { text: error.0 })
}

/// Sets where mail to a person goes; an administrator does it.
pub(crate) async fn set_email(house: &House, by: &Acting, login: &str, asked: SetEmail) -> Served<SetEmail> {
    by.person().may_manage_people()?;
    let email = address(asked.email)?;
    let account = house.store.credentials(login).await?.ok_or(Kind::NotFound)?.account;
    let set = email.clone();
    house
        .store
        .edit_account(&house.act(by.actor()), &account.id, |account| account.email = set)
        .await?;
    Ok(SetEmail { email })
}
