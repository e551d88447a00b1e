//! Being told at once of what was written, by this process or another one.
//!
//! PostgreSQL tells whoever listens of every change that was committed: a trigger on the end of the audit sends
//! its number. What is sent while nobody is connected is lost, and so whoever connects, for the first time or
//! again, is told that something may have been missed. A connection can also be dead without anybody noticing:
//! being told is the quick way, and looking at [`Store::audit_head`] now and then the sure one.
//!
//! A SQLite file tells nobody.

use std::future::pending;

use sqlx::{
    PgPool,
    postgres::{PgListener, PgPoolOptions},
};

use crate::{Store, StoreError, db::Db};

/// Where the trigger sends to.
const CHANNEL: &str = "yaodian_audit";

/// What was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The audit was written up to this number.
    Written(i64),
    /// Anything may have been written: nobody was listening.
    Missed,
}

/// Listens to the database.
#[derive(Debug)]
pub struct News {
    /// A connection of its own, so that no crowd of requests keeps it from connecting again.
    pool: Option<PgPool>,
    listener: Option<PgListener>,
}

impl Store {
    /// What is written from now on; connects when it is first asked.
    pub fn news(&self) -> News {
        let pool = match &*self.db {
            Db::Sqlite(_) => None,
            Db::Postgres(pool) => {
                let options = pool.connect_options().as_ref().clone();
                Some(PgPoolOptions::new().max_connections(1).connect_lazy_with(options))
            }
        };
        News { pool, listener: None }
    }
}

impl News {
    /// Whether the database tells anything.
    pub fn is_told(&self) -> bool {
        self.pool.is_some()
    }

    /// Waits for the next news, for ever where the database tells none. After an error it connects anew, and so
    /// it does when it was dropped while it waited.
    pub async fn next(&mut self) -> Result<Told, StoreError> {
        let Some(pool) = &self.pool else {
            return pending().await;
        };
        let Some(mut listener) = self.listener.take() else {
            let mut listener = PgListener::connect_with(pool).await?;
            listener.listen(CHANNEL).await?;
            self.listener = Some(listener);
            return Ok(Told::Missed);
        };
        let told = listener.try_recv().await?;
        self.listener = Some(listener);
        let written = told.and_then(|told| told.payload().parse().ok());
        Ok(written.map_or(Told::Missed, Told::Written))
    }
}
