//! What is under way in a browser, to be brought back by it once: its way to the provider of single sign-on, the
//! challenge of a passkey. It comes here sealed.
//!
//! Not audited: nobody has done anything yet, and whoever floods it should not be able to flood the audit.

use jiff::Timestamp;

use crate::{Act, Store, StoreError, db::args};

impl Store {
    /// Keeps something until `expires_at`, in the place of what was kept by the same token.
    pub async fn put_under_way(
        &self,
        act: &Act,
        token_hash: &str,
        sealed: &str,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.db.begin(act).await?;
        change
            .execute(
                "INSERT INTO under_way (token_hash, sealed, expires_at) VALUES ($1, $2, $3)
                 ON CONFLICT (token_hash) DO UPDATE SET sealed = $2, expires_at = $3",
                args![token_hash, sealed, expires_at],
            )
            .await?;
        change.commit().await
    }

    /// What was kept, once: it is gone afterwards. Nothing if it is over at `now`.
    pub async fn take_under_way(
        &self,
        act: &Act,
        token_hash: &str,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let mut change = self.db.begin(act).await?;
        let kept: Option<(String,)> = change
            .row(
                "SELECT sealed FROM under_way WHERE token_hash = $1 AND expires_at > $2",
                args![token_hash, now],
            )
            .await?;
        let taken = change
            .execute("DELETE FROM under_way WHERE token_hash = $1", args![token_hash])
            .await?;
        change.commit().await?;
        Ok(kept.filter(|_| taken == 1).map(|(sealed,)| sealed))
    }
}
