//! Signing in and out.

use jiff::{SignedDuration, Timestamp};
use yaodian_contract::{Kind, reminders::SetEmail};
use yaodian_domain::{
    id::PostId,
    people::{Post, Seat, seat},
    sign_in::{KNOWN_FOR, SECOND_STEP_WITHIN, SEEN_EACH, SESSION, Step},
    unit::Unit,
};
use yaodian_store::{Account, Act, Actor, NewSession, Purpose, Session, Way};

use super::{Acting, Served, Whence, people, tries::Attempt};
use crate::{house::House, password, secret};

/// What the first step of signing in comes to.
pub(crate) enum Entered {
    /// The person is in.
    In(Opened),
    /// A second step is to be taken.
    Waits(Token),
}

/// A token for a cookie, and for how long it is good.
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) seconds: i64,
}

impl Token {
    pub(super) fn new(stretch: SignedDuration) -> Self {
        Self {
            text: secret::token(),
            seconds: stretch.as_secs(),
        }
    }

    pub(super) fn hash(&self) -> String {
        secret::digest(&self.text)
    }
}

/// A session that was opened.
pub(crate) struct Opened {
    pub(crate) session: Token,
    /// By which the browser is known from now on.
    pub(crate) browser: Token,
}

/// Signs in by name and password.
pub(crate) async fn sign_in(house: &House, login: &str, password: String, whence: &Whence) -> Served<Entered> {
    let attempt = Attempt::begin(house, login, Step::Password, whence).await?;
    let credentials = house.store.credentials(login).await?;
    let (account, stored) = credentials.map_or((None, None), |c| (Some(c.account), c.password_hash));
    let compared = password::compare(password, stored.clone()).await;
    match account {
        Some(account) if compared.right && account.active => {
            attempt.succeeded(house).await?;
            if let (Some(old), Some(new)) = (stored, compared.renewed) {
                let act = house.act(account.actor());
                house.store.renew_password_hash(&act, &account.id, &old, &new).await?;
            }
            first_step(house, &account, Way::Password, false, whence).await
        }
        _ => Err(Kind::WrongPassword.into()),
    }
}

/// Signs in by a link, which only a trial gives out; on anything else none is known.
pub(crate) async fn sign_in_by_link(house: &House, token: &str, whence: &Whence) -> Served<Entered> {
    if !house.trial {
        return Err(Kind::LinkUnknown.into());
    }
    let (act, now) = (
        Act::new(house.clock.now(), Actor::system("sign-in link")),
        Timestamp::now(),
    );
    let account = house
        .store
        .use_link(&act, &secret::digest(token), Purpose::SignIn, now)
        .await?;
    first_step(house, &account, Way::Link, false, whence).await
}

/// Whoever has taken the first step is in, unless the account has a second one that was not taken on the way
/// (`second_step`).
pub(super) async fn first_step(
    house: &House,
    account: &Account,
    way: Way,
    second_step: bool,
    whence: &Whence,
) -> Served<Entered> {
    if second_step {
        return Ok(Entered::In(open(house, account, way, true, whence).await?));
    }
    if !house.store.has_second_step(&account.id).await? {
        return Ok(Entered::In(open(house, account, way, false, whence).await?));
    }
    let token = Token::new(SECOND_STEP_WITHIN);
    let (act, now) = (house.act(account.actor()), Timestamp::now());
    let times = (now, now + SECOND_STEP_WITHIN);
    house
        .store
        .put_first_step(&act, &token.hash(), &account.id, way, times)
        .await?;
    Ok(Entered::Waits(token))
}

/// For whom an invitation is, without using it.
pub(crate) async fn invited(house: &House, token: &str) -> Served<Account> {
    Ok(house
        .store
        .peek_link(&secret::digest(token), Purpose::SetPassword, Timestamp::now())
        .await?)
}

/// The units of the posts, held or to come, of somebody who was invited.
pub(crate) async fn invited_to(house: &House, account: &Account) -> Served<Vec<Unit>> {
    let mut units: Vec<Unit> = Vec::new();
    let today = house.clock.today();
    for post in house.store.posts_of(&account.id).await? {
        let live = post.until().is_none_or(|until| until >= today);
        let unit = unit_of(house, &post).await?.filter(|_| live);
        units.extend(unit.filter(|unit| !units.contains(unit)));
    }
    Ok(units)
}

/// Sets a password by an invitation. The link is used only if the password is accepted; whoever was signed in
/// until then is not any more.
pub(crate) async fn set_password(house: &House, token: &str, password: String) -> Served<Account> {
    let account = invited(house, token).await?;
    let hash = password::taken(password, called(house, &account).await?).await?;
    let (act, now) = (
        Act::new(house.clock.now(), Actor::system("invitation")),
        Timestamp::now(),
    );
    let account = house
        .store
        .use_link(&act, &secret::digest(token), Purpose::SetPassword, now)
        .await?;
    house
        .store
        .set_password_hash(&house.act(account.actor()), &account.id, &hash, None)
        .await?;
    Ok(account)
}

/// What a person is called, and the units of the person's posts: none of it makes a password.
pub(super) async fn called(house: &House, account: &Account) -> Served<Vec<String>> {
    let mut called = vec![account.login.clone(), account.name.clone()];
    called.extend(account.email.clone());
    for post in house.store.posts_of(&account.id).await? {
        if let Some(unit) = unit_of(house, &post).await? {
            called.extend([unit.name, unit.full_name]);
            called.extend(unit.aliases);
        }
    }
    Ok(called)
}

/// The unit of a post, if the plan in which it holds has it.
async fn unit_of(house: &House, post: &Post) -> Served<Option<Unit>> {
    let known = house.of_post(post).knowledge().await?;
    Ok(known.and_then(|(_, known)| known.plan.units.get(&post.unit).cloned()))
}

/// Who holds a session.
pub(crate) async fn holder(house: &House, token: &str) -> Served<Option<Session>> {
    let now = Timestamp::now();
    let session = house.store.session(&secret::digest(token), now).await?;
    if let Some(session) = &session
        && now.duration_since(session.seen_at) >= SEEN_EACH
    {
        house.store.note_session_seen(&session.id, now).await?;
    }
    Ok(session)
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

/// Ends a session; how it had begun, if there was one.
pub(crate) async fn sign_out(house: &House, token: &str) -> Served<Option<Way>> {
    let Some(session) = holder(house, token).await? else {
        return Ok(None);
    };
    let act = house.act(session.account.actor());
    house.store.end_session(&act, &session.account.id, &session.id).await?;
    Ok(Some(session.way))
}

/// Opens a session. Sessions end by the machine's clock, also where the product's stands still.
pub(super) async fn open(
    house: &House,
    account: &Account,
    way: Way,
    second_step: bool,
    whence: &Whence,
) -> Served<Opened> {
    let opened = Opened {
        session: Token::new(SESSION),
        browser: Token::new(KNOWN_FOR),
    };
    let act = house.act(account.actor());
    let posts = house.store.posts_of(&account.id).await?;
    // The only post is kept as the chosen one, so that another one which begins meanwhile does not
    // come between a person and what he is writing.
    let post = match seat(&posts, None, house.clock.today()) {
        Seat::In(post) => Some(post.id.clone()),
        Seat::Several | Seat::Nowhere => None,
    };
    let begins_at = Timestamp::now();
    let new = NewSession {
        token_hash: opened.session.hash(),
        account: account.id.clone(),
        post,
        way,
        second_step,
        device: whence.device.clone(),
        begins_at,
        ends_at: begins_at + SESSION,
        browser: (opened.browser.hash(), whence.browser.as_deref().map(secret::digest)),
    };
    house.store.put_session(&act, &new).await?;
    Ok(opened)
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
    people::may_manage(house, by, &account.id).await?;
    let set = email.clone();
    house
        .store
        .edit_account(&house.act(by.actor()), &account.id, |account| account.email = set)
        .await?;
    Ok(SetEmail { email })
}
