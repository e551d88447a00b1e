//! A database of its own on the PostgreSQL server of the tests.

use std::str::FromStr as _;

use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, FromRow, PgConnection,
    postgres::{PgConnectOptions, PgRow},
};

/// An empty database, until it is dropped with [`Database::drop`].
pub struct Database {
    /// Its address.
    pub url: String,
    name: String,
}

/// How the server itself is reached.
pub(crate) fn server() -> PgConnectOptions {
    let server = std::env::var("YAODIAN_TEST_POSTGRES").expect(
        "YAODIAN_TEST_POSTGRES is not set: run `cargo xtask test`, which starts a PostgreSQL server for the \
         tests, or set it to the address of one where databases may be made",
    );
    PgConnectOptions::from_str(&server).expect("YAODIAN_TEST_POSTGRES is not an address")
}

async fn command(sql: String) {
    let mut admin = server().connect().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut admin).await.unwrap();
    admin.close().await.unwrap();
}

impl Database {
    /// A new one, whose name tells what it is of.
    pub async fn new(of: &str) -> Self {
        let name = format!("yaodian_{of}_{}", std::process::id());
        command(format!("CREATE DATABASE {name}")).await;
        let url = server().database(&name).to_url_lossy().to_string();
        Self { url, name }
    }

    /// The rows that a statement answers with, behind the back of the servers.
    pub async fn rows<T: for<'r> FromRow<'r, PgRow> + Send + Unpin>(&self, sql: &'static str) -> Vec<T> {
        let mut connection = PgConnection::connect(&self.url).await.unwrap();
        let rows = sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        rows
    }

    /// The number that a statement answers with.
    pub async fn number(&self, sql: &'static str) -> i64 {
        self.rows::<(i64,)>(sql).await[0].0
    }

    /// Removes it, whoever is connected to it.
    pub async fn drop(self) {
        command(format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }
}
