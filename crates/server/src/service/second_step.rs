//! 第二步验证: codes that change every 30 seconds (RFC 6238), and recovery codes for who has lost his phone.

use jiff::Timestamp;
use qrcode::{Color, EcLevel, QrCode};
use totp_rs::{Builder, Secret, Totp};
use yaodian_contract::sign_in::{Confirmed, Enrolment, MySignIn, RecoveryCodes, Squares};
use yaodian_domain::{
    id::AccountId,
    sign_in::{RECOVERY_CODES, SecondStepProblem, Step},
};
use yaodian_store::{Account, Proof, Proved, Second, Session};
use yaodian_words::{Lang, label};

use super::{
    Acting, Refused, Served, Whence,
    accounts::{self, Opened},
    people,
    sign_in::{self, mine},
    tries::Attempt,
};
use crate::{
    house::House,
    secret::{digest, random},
};

/// How many bytes a secret has: 160 bits, as RFC 4226 asks.
const SECRET: usize = 20;
/// How many bytes a recovery code has: 80 bits need no slow hash.
const RECOVERY: usize = 10;
/// How many light squares a reader needs around a QR code.
const MARGIN: usize = 4;
/// So much of what was typed as a code is looked at.
const LONGEST_CODE: usize = 64;

/// Who has taken the first step and waits for the second.
pub(crate) async fn waiting(house: &House, token: &str) -> Served<Account> {
    let first = house.store.first_step(&digest(token), Timestamp::now()).await?;
    let (account, _) = first.ok_or(SecondStepProblem::Over)?;
    Ok(account)
}

/// With what the second step can be taken.
pub(crate) struct Offered {
    /// A code of an authenticator.
    pub(crate) code: bool,
    /// A passkey.
    pub(crate) passkey: bool,
}

/// With what whoever waits for the second step can take it, beside a recovery code.
pub(crate) async fn offered(house: &House, token: &str) -> Served<Offered> {
    let account = waiting(house, token).await?;
    let second = house.store.second_step(&account.id).await?;
    let passkeys = house.store.passkeys_of(&account.id).await?;
    Ok(Offered {
        code: second.is_some_and(|second| second.confirmed),
        passkey: house.passkeys.is_some() && !passkeys.is_empty(),
    })
}

/// Takes the second step with a code of the authenticator or a recovery code, each good once.
pub(crate) async fn take(house: &House, token: &str, typed: &str, whence: &Whence) -> Served<Opened> {
    let (hash, now) = (digest(token), Timestamp::now());
    let first = house.store.first_step(&hash, now).await?;
    let (account, way) = first.ok_or(SecondStepProblem::Over)?;
    let attempt = Attempt::begin(house, &account.login, Step::Code, whence).await?;
    let second = house.store.second_step(&account.id).await?;
    let second = second.filter(|second| second.confirmed);
    let proof = proof(house, &account.id, second.as_ref(), typed, now)?;
    let act = house.act(account.actor());
    match house.store.take_second_step(&act, &hash, &account.id, &proof).await? {
        Proved::Yes => {
            attempt.succeeded(house).await?;
            accounts::open(house, &account, way, true, whence).await
        }
        Proved::Used => Err(refused(&proof).into()),
        Proved::Over => Err(SecondStepProblem::Over.into()),
    }
}

/// Whether a typed code is the person's, who has an authenticator; the code is used then. Without an authenticator
/// there is nothing to ask for.
pub(super) async fn confirm(house: &House, account: &Account, typed: &str, whence: &Whence) -> Served<()> {
    let second = house.store.second_step(&account.id).await?;
    let Some(second) = second.filter(|second| second.confirmed) else {
        return Ok(());
    };
    if typed.trim().is_empty() {
        return Err(SecondStepProblem::NoCode.into());
    }
    let attempt = Attempt::begin(house, &account.login, Step::Code, whence).await?;
    let proof = proof(house, &account.id, Some(&second), typed, Timestamp::now())?;
    let act = house.act(account.actor());
    if !house.store.use_proof(&act, &account.id, &proof).await? {
        return Err(refused(&proof).into());
    }
    attempt.succeeded(house).await
}

/// Why a proof that was known is not taken.
fn refused(proof: &Proof) -> SecondStepProblem {
    match proof {
        Proof::Code { .. } => SecondStepProblem::UsedCode,
        Proof::Recovery { .. } | Proof::Passkey { .. } => SecondStepProblem::WrongCode,
    }
}

/// What a typed code proves, so far as it can be told without using it.
fn proof(house: &House, account: &AccountId, second: Option<&Second>, typed: &str, now: Timestamp) -> Served<Proof> {
    let code = plain(typed);
    if code.len() == RECOVERY * 8 / 5 {
        return Ok(Proof::Recovery {
            hash: recovery_hash(account, &code),
        });
    }
    // Without an authenticator no code is right.
    let second = second.ok_or(SecondStepProblem::WrongCode)?;
    let secret = opened(house, account, second)?;
    let step = matched(&secret, &code, now).ok_or(SecondStepProblem::WrongCode)?;
    Ok(Proof::Code { step })
}

/// A code as it was meant: without blanks and hyphens, in capitals, in half width.
fn plain(typed: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let typed = typed.chars().take(LONGEST_CODE).nfkc();
    let code = typed.filter(char::is_ascii_alphanumeric);
    code.map(|c| c.to_ascii_uppercase()).collect()
}

fn recovery_hash(account: &AccountId, code: &str) -> String {
    digest(&format!("{account} {code}"))
}

/// The stretch of 30 seconds whose code this is: the present one, or the one before or after it.
fn matched(secret: &[u8], code: &str, now: Timestamp) -> Option<i64> {
    let totp = Builder::new().with_secret(Secret::from(secret)).build().ok()?;
    let step = totp.check(code, u64::try_from(now.as_second()).ok()?)?;
    i64::try_from(step).ok()
}

fn opened(house: &House, account: &AccountId, second: &Second) -> Served<Vec<u8>> {
    let opened = house.files.seal.open(account.as_str(), &second.secret);
    Ok(opened.map_err(Refused::Failed)?.ok_or(SecondStepProblem::Sealed)?)
}

/// Begins to set a second step up: a new secret, told this once.
pub(crate) async fn begin(
    house: &House,
    session: &Session,
    typed: Confirmed,
    whence: &Whence,
    lang: Lang,
) -> Served<Enrolment> {
    sign_in::confirm(house, session, typed, whence).await?;
    let account = &session.account;
    let secret = random::<SECRET>();
    let seal = &house.files.seal;
    let sealed = seal.seal(account.id.as_str(), &secret).map_err(Refused::Failed)?;
    let act = house.act(account.actor());
    if !house.store.begin_second_step(&act, &account.id, &sealed).await? {
        return Err(SecondStepProblem::SetUp.into());
    }
    let failed = |error: &dyn std::fmt::Display| Refused::Failed(error.to_string());
    let totp = named(&secret, account, label::product(lang)).map_err(|error| failed(&error))?;
    let address = totp.to_url().map_err(|error| failed(&error))?;
    Ok(Enrolment {
        secret: in_fours(&totp.secret().to_base32()),
        code: drawn(&address).map_err(|error| failed(&error))?,
        address,
    })
}

fn named(secret: &[u8], account: &Account, issuer: &str) -> Result<Totp, totp_rs::TotpError> {
    Builder::new()
        .with_secret(Secret::from(secret))
        .with_issuer(Some(issuer.replace(':', " ")))
        .with_account_name(account.login.replace(':', " "))
        .build()
}

/// Confirms a second step with a first code: from then on it is asked for, and the other sessions end.
pub(crate) async fn set_up(house: &House, session: &Session, typed: &str) -> Served<RecoveryCodes> {
    let account = &session.account;
    let second = house.store.second_step(&account.id).await?;
    let second = second.ok_or(SecondStepProblem::NotSetUp)?;
    if second.confirmed {
        return Err(SecondStepProblem::SetUp.into());
    }
    let secret = opened(house, &account.id, &second)?;
    let step = matched(&secret, &plain(typed), Timestamp::now()).ok_or(SecondStepProblem::WrongCode)?;
    let (codes, hashes) = recovery_codes(&account.id);
    let act = house.act(account.actor());
    let done = house
        .store
        .confirm_second_step(&act, &account.id, &second.secret, step, &hashes, &session.id)
        .await?;
    if !done {
        return Err(SecondStepProblem::NotSetUp.into());
    }
    let now = mine(house, session).await?;
    Ok(RecoveryCodes { codes, now })
}

/// Makes other recovery codes; those of before are good for nothing then.
pub(crate) async fn new_codes(
    house: &House,
    session: &Session,
    typed: Confirmed,
    whence: &Whence,
) -> Served<RecoveryCodes> {
    sign_in::confirm(house, session, typed, whence).await?;
    let account = &session.account;
    if !house.store.has_second_step(&account.id).await? {
        return Err(SecondStepProblem::NotSetUp.into());
    }
    let (codes, hashes) = recovery_codes(&account.id);
    let act = house.act(account.actor());
    house.store.put_recovery_codes(&act, &account.id, &hashes).await?;
    let now = mine(house, session).await?;
    Ok(RecoveryCodes { codes, now })
}

/// Takes the person's own second step away.
pub(crate) async fn remove(house: &House, session: &Session, typed: Confirmed, whence: &Whence) -> Served<MySignIn> {
    sign_in::confirm(house, session, typed, whence).await?;
    let account = &session.account;
    let act = house.act(account.actor());
    let removed = house
        .store
        .remove_second_step(&act, &account.id, Some(&session.id))
        .await?;
    if !removed {
        return Err(SecondStepProblem::NotSetUp.into());
    }
    mine(house, session).await
}

/// Takes somebody's second step away, who has lost what he takes it with. Whether somebody may is asked elsewhere.
pub(crate) async fn reset(house: &House, act: &yaodian_store::Act, account: &AccountId) -> Served<()> {
    if house.store.remove_second_step(act, account, None).await? {
        Ok(())
    } else {
        Err(SecondStepProblem::NotSetUp.into())
    }
}

/// The same by an administrator, for anybody but himself: his own takes his password.
pub(crate) async fn reset_by(house: &House, by: &Acting, account: &AccountId) -> Served<()> {
    people::may_manage(house, by, account).await?;
    if &by.id == account {
        return Err(SecondStepProblem::Own.into());
    }
    reset(house, &house.act(by.actor()), account).await
}

/// New recovery codes as they are told, and their hashes.
pub(super) fn recovery_codes(account: &AccountId) -> (Vec<String>, Vec<String>) {
    let codes = std::iter::repeat_with(|| Secret::from(random::<RECOVERY>()).to_base32());
    codes
        .take(RECOVERY_CODES)
        .map(|code| {
            let hash = recovery_hash(account, &code);
            (in_fours(&code), hash)
        })
        .unzip()
}

/// Letters in groups of four, so that they can be read and typed.
fn in_fours(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}

/// A text as a QR code: rows of dark squares, each a rectangle of the path.
fn drawn(text: &str) -> Result<Squares, qrcode::types::QrError> {
    use std::fmt::Write as _;
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let (width, colours) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (y, row) in colours.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            let length = run.len();
            if run.first() == Some(&Color::Dark) {
                let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + MARGIN, y + MARGIN);
            }
            x += length;
        }
    }
    Ok(Squares {
        size: width + 2 * MARGIN,
        path,
    })
}
