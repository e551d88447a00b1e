//! 密钥: keys with which programs act, made by a person for the post in which he acts, or at the command
//! line for stations.

use yaodian_contract::{
    Kind,
    keys::{KeyHolder, KeyRow, Keys, MadeKey, MakeKey},
};
use yaodian_domain::{
    Date,
    key::{KeyScope, Owner, Wanted},
    people::care,
};
use yaodian_store::{Account, Actor, Holder, Key, NewKey};

use super::{Acting, Served};
use crate::{house::House, secret};

/// So many characters of a key are looked at.
const LONGEST_KEY: usize = 256;

/// Who acts with a key, on a route that keys of `scope` open; `None` where none does.
pub(crate) async fn acting(house: &House, token: &str, scope: Option<KeyScope>) -> Served<Acting> {
    let key = shown(house, token).await?;
    if key.owner().is_none() {
        return Err(Kind::NotForKeys.into());
    }
    match scope {
        Some(scope) => behind(house, key, scope).await,
        None => Err(Kind::NotForKeys.into()),
    }
}

/// The key that was shown, if it is good today.
pub(crate) async fn shown(house: &House, token: &str) -> Served<Key> {
    if token.len() > LONGEST_KEY {
        return Err(Kind::KeyUnknown.into());
    }
    let key = house.store.key_by_hash(&secret::digest(token)).await?;
    let today = house.clock.today();
    Ok(key.filter(|key| key.is_good_on(today)).ok_or(Kind::KeyUnknown)?)
}

/// The person in whose name a key acts, in the post for which it was made, within `scope`. It ends with
/// the post and with the account.
pub(crate) async fn behind(house: &House, key: Key, scope: KeyScope) -> Served<Acting> {
    let today = house.clock.today();
    let Holder::Person { owner, scopes } = &key.holder else {
        return Err(Kind::KeyUnknown.into());
    };
    let (account, post) = house.store.behind(owner).await?.ok_or(Kind::KeyUnknown)?;
    if !account.active || !post.is_held_on(today) {
        return Err(Kind::KeyUnknown.into());
    }
    if !scopes.contains(&scope) {
        return Err(Kind::ScopeMissing { scope }.into());
    }
    // Once a day: reading with a key writes nothing else.
    if key.last_used_on.is_none_or(|on| on < today) {
        house.store.note_key_used(&key.id, today).await?;
    }
    let mut acting = Acting::in_post(&account, post);
    acting.key = Some(key.id);
    acting.has_what_is_demanded(house, false).await?;
    Ok(acting)
}

/// Whether a key is the person's own, or one of the posts and registers that he looks after.
async fn is_in_reach(house: &House, account: &Acting, key: &Key) -> Served<bool> {
    let plan = match &key.holder {
        Holder::Person { owner, .. } if owner.account == account.id => return Ok(true),
        Holder::Person { owner, .. } => house.store.behind(owner).await?.and_then(|(_, post)| post.plan),
        Holder::Station { plan, .. } => plan.clone(),
    };
    Ok(care::reaches(&account.post, plan.as_ref()).is_ok())
}

/// The person's own keys; for administrators those of everybody whom they look after.
pub(crate) async fn list(house: &House, account: &Acting) -> Served<Keys> {
    let all = account.person().may_see_all_keys();
    let keys = if all {
        house.store.keys().await?
    } else {
        house.store.keys_of(&account.id).await?
    };
    let today = house.clock.today();
    let accounts = house.store.accounts().await?;
    let mut rows = Vec::with_capacity(keys.len());
    for key in keys {
        if !is_in_reach(house, account, &key).await? {
            continue;
        }
        rows.push(row(house, key, &accounts, today).await?);
    }
    Ok(Keys { today, all, keys: rows })
}

async fn row(house: &House, key: Key, accounts: &[Account], today: Date) -> Served<KeyRow> {
    let mut holds = key.is_good_on(today);
    let holder = match &key.holder {
        Holder::Station { network, unit, .. } => KeyHolder::Station {
            network: *network,
            unit: unit.clone(),
        },
        Holder::Person { owner, scopes } => {
            let account = accounts.iter().find(|account| account.id == owner.account);
            let post = house.store.behind(owner).await?.map(|(_, post)| post);
            let held = post.as_ref().is_some_and(|post| post.is_held_on(today));
            holds &= held && account.is_some_and(|account| account.active);
            KeyHolder::Person {
                account: owner.account.clone(),
                name: account.map_or_else(String::new, |account| account.name.clone()),
                post: owner.post.clone(),
                unit: post.map(|post| post.unit),
                scopes: scopes.clone(),
            }
        }
    };
    Ok(KeyRow {
        id: key.id,
        name: key.name,
        holder,
        until: key.until,
        made_at: key.made_at,
        last_used_on: key.last_used_on,
        revoked_at: key.revoked_at,
        holds,
    })
}

/// Makes a key for the post in which the person acts, and tells its secret this once.
pub(crate) async fn make(house: &House, account: &Acting, asked: &MakeKey) -> Served<MadeKey> {
    let today = house.clock.today();
    let own = house.store.keys_of(&account.id).await?;
    let held = own.iter().filter(|key| key.is_good_on(today)).count();
    let wanted = Wanted {
        name: &asked.name,
        scopes: &asked.scopes,
        until: asked.until,
    };
    let (name, scopes) = wanted.checked(held, today)?;
    let owner = Owner {
        account: account.id.clone(),
        post: account.post.id.clone(),
    };
    let new = NewKey {
        name,
        holder: Holder::Person { owner, scopes },
        until: asked.until,
        hash: String::new(),
    };
    let (key, secret) = issue(house, account.actor(), new).await?;
    let accounts: Vec<Account> = house.store.account(&account.id).await?.into_iter().collect();
    Ok(MadeKey {
        key: row(house, key, &accounts, today).await?,
        secret,
    })
}

/// Keeps a key and hands out its secret, which is kept nowhere.
pub(crate) async fn issue(house: &House, actor: Actor, mut key: NewKey) -> Served<(Key, String)> {
    let token = format!("yd_{}", secret::token());
    key.hash = secret::digest(&token);
    let made = house.store.make_key(&house.act(actor), &key).await?;
    Ok((made, token))
}

/// Revokes a key: the person's own, or by an administrator anybody's.
pub(crate) async fn revoke(house: &House, account: &Acting, id: &str) -> Served<Keys> {
    let key = house.store.key(id).await?.ok_or(Kind::NotFound)?;
    if !account.person().may_revoke(key.owner()) || !is_in_reach(house, account, &key).await? {
        // Of other people's keys nothing is told.
        return Err(Kind::NotFound.into());
    }
    house.store.revoke_key(&house.act(account.actor()), id).await?;
    list(house, account).await
}
