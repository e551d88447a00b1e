//! A database of its own on the PostgreSQL server of the tests.

use std::str::FromStr as _;

use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, postgres::PgConnectOptions};

/// An empty database, until it is dropped with [`Database::drop`].
pub(super) struct Database {
    pub(super) url: String,
    name: String,
}

fn server() -> PgConnectOptions {
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
    pub(super) async fn new(of: &str) -> Self {
        let name = format!("yaodian_keep_{of}_{}", std::process::id());
        command(format!("CREATE DATABASE {name}")).await;
        let url = server().database(&name).to_url_lossy().to_string();
        Self { url, name }
    }

    pub(super) async fn drop(self) {
        command(format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }
}
