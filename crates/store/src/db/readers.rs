//! The connections that read a SQLite file.

use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::sync::{OwnedMappedMutexGuard, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};

/// So many read at the same time.
const MOST: u32 = 8;

/// Connections that read. The one that was given back last is taken first: the driver has a thread for each, and of
/// those that would do it is the one that is awake.
pub(crate) struct Readers {
    options: SqliteConnectOptions,
    places: Arc<Semaphore>,
    /// Opened when they are first needed.
    connections: Vec<Arc<tokio::sync::Mutex<Option<SqliteConnection>>>>,
    free: Arc<Mutex<Vec<usize>>>,
}

/// A connection that is being read with.
pub(crate) struct Reader {
    connection: OwnedMappedMutexGuard<Option<SqliteConnection>, SqliteConnection>,
    at: usize,
    free: Arc<Mutex<Vec<usize>>>,
    _place: OwnedSemaphorePermit,
}

impl Readers {
    pub(super) fn new(options: SqliteConnectOptions) -> Self {
        Self {
            options,
            places: Arc::new(Semaphore::new(MOST as usize)),
            connections: (0..MOST).map(|_| Arc::default()).collect(),
            free: Arc::new(Mutex::new((0..MOST as usize).rev().collect())),
        }
    }

    /// A connection, when one is free.
    pub(crate) async fn take(&self) -> Result<Reader, sqlx::Error> {
        let closed = || sqlx::Error::PoolClosed;
        let place = self.places.clone().acquire_owned().await.map_err(|_| closed())?;
        // There are as many as places.
        let at = locked(&self.free).pop().ok_or_else(closed)?;
        let mut returned = Returned {
            at,
            free: Some(&self.free),
        };
        // Whoever gave it back lets go of it in the same moment.
        let mut connection = self.connections[at].clone().lock_owned().await;
        if connection.is_none() {
            *connection = Some(self.options.connect().await?);
        }
        let connection = OwnedMutexGuard::try_map(connection, Option::as_mut).map_err(|_| closed())?;
        returned.free = None;
        Ok(Reader {
            connection,
            at,
            free: self.free.clone(),
            _place: place,
        })
    }

    /// How many there may be, and how many of them are free.
    pub(super) fn size(&self) -> (u32, usize) {
        (MOST, self.places.available_permits())
    }

    /// Closes all, after those at work have finished.
    pub(super) async fn close(&self) {
        let all = self.places.acquire_many(MOST).await;
        for connection in &self.connections {
            if let Some(connection) = connection.lock().await.take() {
                let _ = connection.close().await;
            }
        }
        drop(all);
        self.places.close();
    }
}

/// Gives a connection back that could not be taken after all.
struct Returned<'a> {
    at: usize,
    free: Option<&'a Mutex<Vec<usize>>>,
}

impl Drop for Returned<'_> {
    fn drop(&mut self) {
        if let Some(free) = self.free {
            locked(free).push(self.at);
        }
    }
}

fn locked(free: &Mutex<Vec<usize>>) -> MutexGuard<'_, Vec<usize>> {
    free.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Drop for Reader {
    fn drop(&mut self) {
        locked(&self.free).push(self.at);
    }
}

impl Deref for Reader {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.connection
    }
}

impl DerefMut for Reader {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }
}
