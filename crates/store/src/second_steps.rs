//! The second step of signing in: who has one, with what it is proved, and whoever waits for it.
//!
//! Secrets come here sealed, codes as hashes: neither is of use to who reads the database alone.

use jiff::Timestamp;
use serde_json::json;
use yaodian_domain::{alert::What, id::AccountId};

use crate::{
    Account, Act, Store, StoreError, Way,
    accounts::entry,
    alerts,
    audit::action,
    db::{Change, args},
    passkeys, posts,
};

/// The second step of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Second {
    /// The secret, sealed.
    pub secret: String,
    /// Whether a first code has confirmed it; until then it is asked of nobody.
    pub confirmed: bool,
}

/// The recovery codes of an account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Codes {
    /// How many are left.
    pub left: usize,
}

/// What the second step is proved with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// The code of this stretch of 30 seconds.
    Code {
        /// Which, counted from 1970 on.
        step: i64,
    },
    /// A recovery code.
    Recovery {
        /// Its hash.
        hash: String,
    },
    /// A passkey, whose answer holds.
    Passkey {
        /// Which.
        id: String,
        /// Its public key, with how often it was used now.
        public_key: String,
    },
}

/// What became of a proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proved {
    /// It holds, and is used now.
    Yes,
    /// It was used before, or there is none like it.
    Used,
    /// The first step is over, or was never taken.
    Over,
}

impl Store {
    /// The second step of an account, confirmed or not.
    pub async fn second_step(&self, account: &AccountId) -> Result<Option<Second>, StoreError> {
        let row: Option<(String, Option<String>)> = self
            .db
            .row(
                "SELECT secret, confirmed_at FROM second_steps WHERE account = $1",
                args![account.as_str()],
            )
            .await?;
        Ok(row.map(|(secret, confirmed_at)| Second {
            secret,
            confirmed: confirmed_at.is_some(),
        }))
    }

    /// What is sealed of second steps, with whose it is.
    pub async fn sealed_second_steps(&self) -> Result<Vec<(AccountId, String)>, StoreError> {
        let rows: Vec<(String, String)> = self
            .db
            .rows(
                "SELECT account, secret FROM second_steps WHERE confirmed_at IS NOT NULL",
                &[],
            )
            .await?;
        Ok(rows
            .into_iter()
            .map(|(id, secret)| (AccountId::new(id), secret))
            .collect())
    }

    /// The accounts that have a second step: codes or passkeys.
    pub async fn with_second_step(&self) -> Result<Vec<AccountId>, StoreError> {
        let rows: Vec<(String,)> = self
            .db
            .rows(
                "SELECT account FROM second_steps WHERE confirmed_at IS NOT NULL UNION SELECT account FROM passkeys",
                &[],
            )
            .await?;
        Ok(rows.into_iter().map(|(id,)| AccountId::new(id)).collect())
    }

    /// Whether an account has a second step: codes or passkeys.
    pub async fn has_second_step(&self, account: &AccountId) -> Result<bool, StoreError> {
        let row: Option<(String,)> = self
            .db
            .row(
                "SELECT account FROM second_steps WHERE account = $1 AND confirmed_at IS NOT NULL
                 UNION SELECT account FROM passkeys WHERE account = $1",
                args![account.as_str()],
            )
            .await?;
        Ok(row.is_some())
    }

    /// The recovery codes of an account.
    pub async fn recovery_codes(&self, account: &AccountId) -> Result<Codes, StoreError> {
        let row: Option<(i64,)> = self
            .db
            .row(
                "SELECT COUNT(*) FROM recovery_codes WHERE account = $1 AND used_at IS NULL",
                args![account.as_str()],
            )
            .await?;
        Ok(Codes {
            left: row.map_or(0, |(left,)| usize::try_from(left).unwrap_or_default()),
        })
    }

    /// Begins to set a second step up, in the place of one that was begun and not confirmed; whether it did:
    /// one that is confirmed stays.
    pub async fn begin_second_step(&self, act: &Act, account: &AccountId, secret: &str) -> Result<bool, StoreError> {
        let mut change = self.db.begin(act).await?;
        let begun = change
            .execute(
                "INSERT INTO second_steps (account, secret, begun_at, used_step) VALUES ($1, $2, $3, 0)
                 ON CONFLICT (account) DO UPDATE SET secret = $2, begun_at = $3
                 WHERE second_steps.confirmed_at IS NULL",
                args![account.as_str(), secret, act.at],
            )
            .await
            .map_err(|error| error.or_missing(|| StoreError::UnknownAccount(account.clone())))?;
        if begun == 0 {
            return Ok(false);
        }
        change.note(entry(action::SECOND_STEP_BEGUN, account, json!({})));
        change.commit().await?;
        Ok(true)
    }

    /// Confirms the second step whose sealed secret is `secret` with the code of a stretch, and keeps its
    /// recovery codes; all sessions but `kept` end. Whether there was such a one to be confirmed.
    pub async fn confirm_second_step(
        &self,
        act: &Act,
        account: &AccountId,
        secret: &str,
        step: i64,
        codes: &[String],
        kept: &str,
    ) -> Result<bool, StoreError> {
        let mut change = self.db.begin(act).await?;
        let confirmed = change
            .execute(
                "UPDATE second_steps SET confirmed_at = $3, used_step = $4
                 WHERE account = $1 AND secret = $2 AND confirmed_at IS NULL",
                args![account.as_str(), secret, act.at, step],
            )
            .await?;
        if confirmed == 0 {
            return Ok(false);
        }
        change.note(entry(action::SECOND_STEP_SET_UP, account, json!({})));
        alerts::tell(&mut change, account, What::SecondStepSetUp).await?;
        put_codes(&mut change, account, codes).await?;
        posts::end_sessions(&mut change, account, Some(kept)).await?;
        change.commit().await?;
        Ok(true)
    }

    /// Puts other recovery codes in the place of those of an account.
    pub async fn put_recovery_codes(&self, act: &Act, account: &AccountId, codes: &[String]) -> Result<(), StoreError> {
        let mut change = self.db.begin(act).await?;
        put_codes(&mut change, account, codes).await?;
        alerts::tell(&mut change, account, What::RecoveryCodesMade).await?;
        change.commit().await
    }

    /// Takes the codes of an authenticator away from an account; all sessions but `kept` end. Whether there were any.
    /// By somebody else than the person it is a reset of every second step, and is audited as such. The recovery codes
    /// go with the last second step.
    pub async fn remove_second_step(
        &self,
        act: &Act,
        account: &AccountId,
        kept: Option<&str>,
    ) -> Result<bool, StoreError> {
        let mut change = self.db.begin(act).await?;
        let own = matches!(&act.by, crate::Actor::Account { id, .. } if id == account);
        let mut removed = change
            .execute("DELETE FROM second_steps WHERE account = $1", args![account.as_str()])
            .await?;
        if !own {
            removed += change
                .execute("DELETE FROM passkeys WHERE account = $1", args![account.as_str()])
                .await?;
        }
        if removed == 0 {
            return Ok(false);
        }
        drop_idle_codes(&mut change, account).await?;
        let (what, told) = if own {
            (action::SECOND_STEP_REMOVED, What::SecondStepRemoved)
        } else {
            (action::SECOND_STEP_RESET, What::SecondStepReset)
        };
        change.note(entry(what, account, json!({})));
        alerts::tell(&mut change, account, told).await?;
        posts::end_sessions(&mut change, account, kept).await?;
        change.commit().await?;
        Ok(true)
    }

    /// Keeps that somebody has taken the first step at `now`, until `expires_at`.
    pub async fn put_first_step(
        &self,
        act: &Act,
        token_hash: &str,
        account: &AccountId,
        way: Way,
        (now, expires_at): (Timestamp, Timestamp),
    ) -> Result<(), StoreError> {
        let mut change = self.db.begin(act).await?;
        change
            .execute(
                "INSERT INTO first_steps (token_hash, account, way, begun_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
                args![token_hash, account.as_str(), way.as_str(), now, expires_at],
            )
            .await
            .map_err(|error| error.or_missing(|| StoreError::UnknownAccount(account.clone())))?;
        change.note(entry(action::FIRST_STEP_TAKEN, account, json!({ "way": way })));
        change.commit().await
    }

    /// Who has taken the first step that is known by this token, and how; nobody if it is over or the account
    /// is not active.
    pub async fn first_step(&self, token_hash: &str, now: Timestamp) -> Result<Option<(Account, Way)>, StoreError> {
        let row: Option<(String, String)> = self
            .db
            .row(
                "SELECT f.account, f.way FROM first_steps f JOIN accounts a ON a.id = f.account
                 WHERE f.token_hash = $1 AND f.expires_at > $2 AND a.active = 1",
                args![token_hash, now],
            )
            .await?;
        let Some((id, way)) = row else { return Ok(None) };
        let way = Way::read(&way)?;
        let account = self.account(&AccountId::new(id)).await?;
        Ok(account.map(|account| (account, way)))
    }

    /// Takes the second step after the first one that is known by this token: both are used then, and of several
    /// who try at once with the same proof one succeeds.
    pub async fn take_second_step(
        &self,
        act: &Act,
        token_hash: &str,
        account: &AccountId,
        proof: &Proof,
    ) -> Result<Proved, StoreError> {
        let mut change = self.db.begin(act).await?;
        let first = change
            .execute(
                "DELETE FROM first_steps WHERE token_hash = $1 AND account = $2",
                args![token_hash, account.as_str()],
            )
            .await?;
        if first == 0 {
            return Ok(Proved::Over);
        }
        if !use_proof(&mut change, account, proof).await? {
            // Given back first, so that the one writing connection is not held.
            drop(change);
            self.note_repeated(act, account, proof).await?;
            return Ok(Proved::Used);
        }
        change.note(entry(
            action::SECOND_STEP_TAKEN,
            account,
            json!({ "with": with(proof) }),
        ));
        change.commit().await?;
        Ok(Proved::Yes)
    }

    /// Uses a proof of somebody who is signed in, and is asked who asks; whether it held.
    pub async fn use_proof(&self, act: &Act, account: &AccountId, proof: &Proof) -> Result<bool, StoreError> {
        let mut change = self.db.begin(act).await?;
        if !use_proof(&mut change, account, proof).await? {
            drop(change);
            self.note_repeated(act, account, proof).await?;
            return Ok(false);
        }
        change.note(entry(
            action::SECOND_STEP_TAKEN,
            account,
            json!({ "with": with(proof) }),
        ));
        change.commit().await?;
        Ok(true)
    }

    /// Notes that a code came which is right and was used before, and tells the person: somebody else may have read it.
    async fn note_repeated(&self, act: &Act, account: &AccountId, proof: &Proof) -> Result<(), StoreError> {
        // What the request asked for is not carried out.
        let act = Act::new(act.at, act.by.clone());
        let mut change = self.db.begin(&act).await?;
        let used: Option<(String,)> =
            match proof {
                Proof::Code { step } => {
                    change
                        .row(
                            "SELECT account FROM second_steps
                         WHERE account = $1 AND confirmed_at IS NOT NULL AND used_step >= $2",
                            args![account.as_str(), *step],
                        )
                        .await?
                }
                Proof::Recovery { hash } => change
                    .row(
                        "SELECT account FROM recovery_codes WHERE account = $1 AND hash = $2 AND used_at IS NOT NULL",
                        args![account.as_str(), hash],
                    )
                    .await?,
                // Its answers are to a challenge, which is good once.
                Proof::Passkey { .. } => None,
            };
        if used.is_none() {
            return Ok(());
        }
        change.note(entry(action::CODE_REPEATED, account, json!({ "with": with(proof) })));
        alerts::tell(&mut change, account, What::CodeRepeated).await?;
        change.commit().await
    }
}

/// What the audit calls a proof.
fn with(proof: &Proof) -> &'static str {
    match proof {
        Proof::Code { .. } => "code",
        Proof::Recovery { .. } => "recovery-code",
        Proof::Passkey { .. } => "passkey",
    }
}

async fn use_proof(change: &mut Change<'_>, account: &AccountId, proof: &Proof) -> Result<bool, StoreError> {
    let used = match proof {
        Proof::Code { step } => {
            change
                .execute(
                    "UPDATE second_steps SET used_step = $2
                     WHERE account = $1 AND confirmed_at IS NOT NULL AND used_step < $2",
                    args![account.as_str(), *step],
                )
                .await?
        }
        Proof::Recovery { hash } => {
            let at = change.act.at;
            change
                .execute(
                    "UPDATE recovery_codes SET used_at = $3 WHERE account = $1 AND hash = $2 AND used_at IS NULL",
                    args![account.as_str(), hash, at],
                )
                .await?
        }
        Proof::Passkey { id, public_key } => return passkeys::used(change, account, id, public_key).await,
    };
    Ok(used == 1)
}

/// Drops the recovery codes of an account that has no second step any more.
pub(crate) async fn drop_idle_codes(change: &mut Change<'_>, account: &AccountId) -> Result<(), StoreError> {
    change
        .execute(
            "DELETE FROM recovery_codes WHERE account = $1
             AND NOT EXISTS (SELECT 1 FROM passkeys WHERE account = $1)
             AND NOT EXISTS (SELECT 1 FROM second_steps WHERE account = $1 AND confirmed_at IS NOT NULL)",
            args![account.as_str()],
        )
        .await?;
    Ok(())
}

pub(crate) async fn put_codes(
    change: &mut Change<'_>,
    account: &AccountId,
    codes: &[String],
) -> Result<(), StoreError> {
    let at = change.act.at;
    change
        .execute("DELETE FROM recovery_codes WHERE account = $1", args![account.as_str()])
        .await?;
    for hash in codes {
        change
            .execute(
                "INSERT INTO recovery_codes (account, hash, made_at) VALUES ($1, $2, $3)",
                args![account.as_str(), hash, at],
            )
            .await?;
    }
    change.note(entry(
        action::RECOVERY_CODES_MADE,
        account,
        json!({ "codes": codes.len() }),
    ));
    Ok(())
}
