//! 通行密钥 (passkeys, WebAuthn): added and taken away by their person; the second step after a password, or the way to
//! sign in by themselves, since an authenticator asks for a finger, a face or a PIN of its own.

use std::sync::Arc;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{
        DiscoverableAuthentication, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
        RegisterPublicKeyCredential, Url, WebauthnError,
    },
};
use webauthn_rs_proto::{AuthenticatorSelectionCriteria, ResidentKeyRequirement};
use yaodian_contract::sign_in::{AddPasskey, Confirmed, MySignIn, PasskeyOptions, RecoveryCodes};
use yaodian_domain::{
    id::AccountId,
    sign_in::{LONGEST_PASSKEY_NAME, MOST_PASSKEYS, PASSKEY_WITHIN, PasskeyProblem, SecondStepProblem},
};
use yaodian_store::{Proof, Proved, Session, Way, passkeys::NewPasskey};
use yaodian_words::{Lang, label};

use super::{
    Refused, Served, Whence,
    accounts::{self, Opened, Token},
    second_step::recovery_codes,
    sign_in::{confirm, mine},
    under_way,
};
use crate::{house::House, secret::digest};

/// For whom passkeys are: the server by its name. None where it has none, as an address of numbers, or is reached
/// without TLS from elsewhere: browsers make no passkeys for it.
pub(crate) fn party(origin: &str) -> Option<Arc<Webauthn>> {
    let origin = Url::parse(origin).ok()?;
    let name = origin.domain()?;
    if origin.scheme() != "https" && name != "localhost" {
        return None;
    }
    let builder = WebauthnBuilder::new(name, &origin).ok()?;
    let built = builder
        .rp_name(label::product(Lang::Zh))
        .timeout(PASSKEY_WITHIN.unsigned_abs())
        .build();
    built.ok().map(Arc::new)
}

fn ours(house: &House) -> Served<&Webauthn> {
    Ok(house.passkeys.as_deref().ok_or(PasskeyProblem::Off)?)
}

/// By what authenticators know an account: nothing that tells anybody who it is.
fn handle(account: &AccountId) -> Uuid {
    let hash = Sha256::digest(format!("yaodian passkeys of {account}"));
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&hash[..16]);
    Uuid::from_bytes(bytes)
}

fn broken(error: impl std::fmt::Display) -> Refused {
    Refused::Failed(error.to_string())
}

/// Why an answer of an authenticator does not hold, for the log.
fn unproved(error: WebauthnError) -> Refused {
    tracing::info!(%error, "an answer of an authenticator does not hold");
    PasskeyProblem::Unproved.into()
}

fn read<T: serde::de::DeserializeOwned>(credential: Value) -> Served<T> {
    serde_json::from_value(credential).map_err(|_| PasskeyProblem::Unproved.into())
}

async fn kept(house: &House, account: &AccountId) -> Served<Vec<(String, Passkey)>> {
    let all = house.store.passkeys_of(account).await?.into_iter();
    all.map(|kept| Ok((kept.id, serde_json::from_str(&kept.public_key).map_err(broken)?)))
        .collect()
}

/// By what a registration that is under way is kept: one at a time in a session.
fn of_session(session: &Session) -> String {
    digest(&format!("a passkey in {}", session.id))
}

/// Begins to add a passkey: what the browser asks an authenticator for.
pub(crate) async fn begin(
    house: &House,
    session: &Session,
    typed: Confirmed,
    whence: &Whence,
) -> Served<PasskeyOptions> {
    let party = ours(house)?;
    confirm(house, session, typed, whence).await?;
    let account = &session.account;
    let there = kept(house, &account.id).await?;
    if there.len() >= MOST_PASSKEYS {
        return Err(PasskeyProblem::TooMany { most: MOST_PASSKEYS }.into());
    }
    let known = there.iter().map(|(_, passkey)| passkey.cred_id().clone()).collect();
    let (mut asked, state) = party
        .start_passkey_registration(handle(&account.id), &account.login, &account.name, Some(known))
        .map_err(broken)?;
    // So that it can be found without a login.
    let wanted = asked.public_key.authenticator_selection.take().unwrap_or_default();
    asked.public_key.authenticator_selection = Some(AuthenticatorSelectionCriteria {
        resident_key: Some(ResidentKeyRequirement::Preferred),
        ..wanted
    });
    under_way::put(house, &of_session(session), &state, PASSKEY_WITHIN).await?;
    Ok(PasskeyOptions {
        options: serde_json::to_value(asked).map_err(broken)?,
    })
}

/// Adds the passkey that an authenticator made. The first second step of an account comes with recovery codes.
pub(crate) async fn add(house: &House, session: &Session, asked: AddPasskey) -> Served<RecoveryCodes> {
    let party = ours(house)?;
    let name = asked.name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_PASSKEY_NAME || name.contains(char::is_control) {
        return Err(PasskeyProblem::Name {
            most: LONGEST_PASSKEY_NAME,
        }
        .into());
    }
    let state: Option<PasskeyRegistration> = under_way::take(house, &of_session(session)).await?;
    let state = state.ok_or(PasskeyProblem::Over)?;
    let credential: RegisterPublicKeyCredential = read(asked.credential)?;
    let passkey = party
        .finish_passkey_registration(&credential, &state)
        .map_err(unproved)?;
    let account = &session.account.id;
    let first = !house.store.has_second_step(account).await?;
    let (codes, hashes) = if first {
        recovery_codes(account)
    } else {
        (Vec::new(), Vec::new())
    };
    let public_key = serde_json::to_string(&passkey).map_err(broken)?;
    let new = NewPasskey {
        name,
        credential: &BASE64_URL_SAFE_NO_PAD.encode(passkey.cred_id()),
        public_key: &public_key,
    };
    let act = house.act(session.account.actor());
    let first = first.then_some((hashes.as_slice(), session.id.as_str()));
    if !house.store.put_passkey(&act, account, &new, first).await? {
        return Err(PasskeyProblem::Known.into());
    }
    let now = mine(house, session).await?;
    Ok(RecoveryCodes { codes, now })
}

/// Takes one of the person's own passkeys away.
pub(crate) async fn remove(
    house: &House,
    session: &Session,
    id: &str,
    typed: Confirmed,
    whence: &Whence,
) -> Served<MySignIn> {
    confirm(house, session, typed, whence).await?;
    let account = &session.account;
    let act = house.act(account.actor());
    if !house.store.remove_passkey(&act, &account.id, id, &session.id).await? {
        return Err(yaodian_contract::Kind::NotFound.into());
    }
    mine(house, session).await
}

/// For what an authenticator was asked.
#[derive(Serialize, Deserialize)]
enum Asked {
    /// For the second step, after the first one of this hash.
    Second {
        first: String,
        state: PasskeyAuthentication,
    },
    /// For whomever it knows.
    Alone { state: DiscoverableAuthentication },
}

/// Asks an authenticator: for a passkey of whoever has taken the first step that `first_step` names, else for any; and by
/// what the browser is known that answers.
pub(crate) async fn ask(house: &House, first_step: &str) -> Served<(PasskeyOptions, Token)> {
    let party = ours(house)?;
    let first = digest(first_step);
    let waiting = house.store.first_step(&first, Timestamp::now()).await?;
    let (options, asked) = match waiting {
        Some((account, _)) => {
            let passkeys: Vec<Passkey> = kept(house, &account.id)
                .await?
                .into_iter()
                .map(|(_, key)| key)
                .collect();
            if passkeys.is_empty() {
                return Err(SecondStepProblem::NotSetUp.into());
            }
            let (options, state) = party.start_passkey_authentication(&passkeys).map_err(broken)?;
            (options, Asked::Second { first, state })
        }
        None => {
            let (mut options, state) = party.start_discoverable_authentication().map_err(broken)?;
            // By a button, not while a field is filled in.
            options.mediation = None;
            (options, Asked::Alone { state })
        }
    };
    let token = Token::new(PASSKEY_WITHIN);
    under_way::put(house, &token.hash(), &asked, PASSKEY_WITHIN).await?;
    let options = serde_json::to_value(options).map_err(broken)?;
    Ok((PasskeyOptions { options }, token))
}

/// Signs in whoever's authenticator answers. What it was asked is used, whatever comes of it.
pub(crate) async fn answer(house: &House, token: &str, credential: Value, whence: &Whence) -> Served<Opened> {
    let party = ours(house)?;
    let asked: Option<Asked> = under_way::take(house, &digest(token)).await?;
    let credential: PublicKeyCredential = read(credential)?;
    match asked.ok_or(PasskeyProblem::Over)? {
        Asked::Second { first, state } => {
            let waiting = house.store.first_step(&first, Timestamp::now()).await?;
            let (account, way) = waiting.ok_or(SecondStepProblem::Over)?;
            let result = party
                .finish_passkey_authentication(&credential, &state)
                .map_err(unproved)?;
            let all = kept(house, &account.id).await?.into_iter();
            let mut named = all.filter(|(_, passkey)| passkey.cred_id() == result.cred_id());
            let (id, mut passkey) = named.next().ok_or(PasskeyProblem::Unknown)?;
            passkey.update_credential(&result);
            let public_key = serde_json::to_string(&passkey).map_err(broken)?;
            let act = house.act(account.actor());
            let proof = Proof::Passkey { id, public_key };
            match house.store.take_second_step(&act, &first, &account.id, &proof).await? {
                Proved::Yes => accounts::open(house, &account, way, true, whence).await,
                Proved::Used => Err(PasskeyProblem::Unknown.into()),
                Proved::Over => Err(SecondStepProblem::Over.into()),
            }
        }
        Asked::Alone { state } => {
            let (whose, id) = party
                .identify_discoverable_authentication(&credential)
                .map_err(unproved)?;
            let known = house.store.passkey(&BASE64_URL_SAFE_NO_PAD.encode(id)).await?;
            let (account, known) = known.ok_or(PasskeyProblem::Unknown)?;
            if handle(&account.id) != whose {
                return Err(PasskeyProblem::Unknown.into());
            }
            let mut passkey: Passkey = serde_json::from_str(&known.public_key).map_err(broken)?;
            let result = party
                .finish_discoverable_authentication_v2(&credential, state, &passkey)
                .map_err(unproved)?;
            passkey.update_credential(&result);
            let public_key = serde_json::to_string(&passkey).map_err(broken)?;
            let act = house.act(account.actor());
            if !house
                .store
                .use_passkey(&act, &account.id, &known.id, &public_key)
                .await?
            {
                return Err(PasskeyProblem::Unknown.into());
            }
            accounts::open(house, &account, Way::Passkey, true, whence).await
        }
    }
}
