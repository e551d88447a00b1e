//! 统一身份认证: signing in by a provider of OpenID Connect.
//!
//! Nobody is made up: an account is opened to single sign-on by an administrator (人员, or `yaodian user single-sign-on`),
//! bound to the provider's name for the person at the first sign-in, and opened by that alone from then on.
//!
//! The second step is the provider's, where it says that it took one (`amr`, `acr`); where it does not, ours is asked
//! for as after a password. Whoever came by it and signs out is led on to the provider, to sign out there too.

use serde::{Deserialize, Serialize};
use yaodian_contract::Kind;
use yaodian_domain::{
    id::AccountId,
    sign_in::{AT_PROVIDER, SingleSignOnProblem},
};
use yaodian_single_sign_on::{Back, Provider, Trouble, Walk};
use yaodian_store::{Act, Actor, Way, single_sign_on::Subject};

use super::{
    Refused, Served, Whence,
    accounts::{Entered, Token, first_step},
    under_way,
};
use crate::{house::House, secret};

/// What is kept of a browser that is at the provider.
#[derive(Serialize, Deserialize)]
struct Kept {
    walk: Walk,
    next: String,
}

fn provider(house: &House) -> Served<&Provider> {
    Ok(house.single_sign_on.as_deref().ok_or(SingleSignOnProblem::Off)?)
}

fn act(house: &House) -> Act {
    Act::new(house.clock.now(), Actor::system("single sign-on"))
}

/// Begins: the address of the provider, and by what the browser is known that comes back. Whoever is in goes to `next`.
pub(crate) async fn begin(house: &House, next: &str) -> Served<(String, Token)> {
    let (address, walk) = provider(house)?.begin().await?;
    let token = Token::new(AT_PROVIDER);
    let kept = Kept {
        walk,
        next: next.to_owned(),
    };
    under_way::put(house, &token.hash(), &kept, AT_PROVIDER).await?;
    Ok((address, token))
}

/// Signs in whoever came back with the token of a browser that went, and says where to go then. The token is used,
/// whatever comes of it.
pub(crate) async fn finish(house: &House, token: &str, back: Back, whence: &Whence) -> Served<(Entered, String)> {
    let provider = provider(house)?;
    let kept: Option<Kept> = under_way::take(house, &secret::digest(token)).await?;
    let Some(Kept { walk, next }) = kept else {
        tracing::warn!("single sign-on let nobody in: it was over, or begun in another browser");
        return Err(SingleSignOnProblem::Over.into());
    };
    let person = provider.finish(walk, back).await?;
    let who = Subject {
        issuer: &person.issuer,
        subject: &person.subject,
    };
    let account = house
        .store
        .open_by_single_sign_on(&act(house), who, person.login.as_deref())
        .await?;
    let Some(account) = account else {
        // The subject is a person's name at the provider; its hash tells that it is the same one again.
        tracing::warn!(
            subject_sha256 = secret::digest(&person.subject),
            "single sign-on let nobody in: no account is open to this subject; open the account to single sign-on, or \
             bind it anew"
        );
        return Err(SingleSignOnProblem::Unknown.into());
    };
    let entered = first_step(house, &account, Way::SingleSignOn, person.second_factor, whence).await?;
    Ok((entered, next))
}

/// Where a browser goes to sign out at the provider too, and by what it is known that comes back. Nothing where there is
/// no provider or no such place, or the provider cannot be asked: nobody is held up who signs out.
pub(crate) async fn leave(house: &House) -> Option<(String, Token)> {
    let provider = house.single_sign_on.as_deref()?;
    let token = Token::new(AT_PROVIDER);
    match provider.leave(token.text.clone()).await {
        Ok(address) => Some((address?, token)),
        Err(trouble) => {
            tracing::warn!(%trouble, "somebody signed out here, and not at the provider of single sign-on");
            None
        }
    }
}

/// Opens an account to single sign-on, anew if it is open, or closes it. Whether somebody may is asked elsewhere.
pub(crate) async fn mark(house: &House, act: &Act, account: &AccountId, open: bool) -> Served<()> {
    if open {
        house.store.mark_single_sign_on(act, account).await?;
    } else if !house.store.remove_single_sign_on(act, account).await? {
        return Err(SingleSignOnProblem::NotOpen.into());
    }
    Ok(())
}

impl From<SingleSignOnProblem> for Refused {
    fn from(why: SingleSignOnProblem) -> Self {
        Self::Because(Kind::SingleSignOn { why })
    }
}

impl From<Trouble> for Refused {
    fn from(trouble: Trouble) -> Self {
        tracing::warn!(%trouble, "nobody was signed in by single sign-on");
        match trouble {
            Trouble::Unreachable(_) => SingleSignOnProblem::Unreachable,
            Trouble::Refused(_) => SingleSignOnProblem::Refused,
            Trouble::Unproved(_) => SingleSignOnProblem::Unproved,
        }
        .into()
    }
}
