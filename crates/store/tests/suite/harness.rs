//! A database of its own for each case.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    str::FromStr as _,
};

use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, SqliteConnection, postgres::PgConnectOptions,
};
use yaodian_store::Store;

/// Where a case finds its database.
pub struct Bench {
    pub store: Store,
    pub url: String,
}

impl Bench {
    /// Runs a statement behind the back of the store.
    pub async fn raw(&self, sql: &str) -> Result<(), sqlx::Error> {
        if self.is_sqlite() {
            let mut connection = SqliteConnection::connect(&self.url).await?;
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await?;
            connection.close().await
        } else {
            let mut connection = PgConnection::connect(&self.url).await?;
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await?;
            connection.close().await
        }
    }

    /// Leaves nothing of the database; its store must be closed.
    pub async fn empty(&self) {
        let Some(path) = self.url.strip_prefix("sqlite://") else {
            return self
                .raw("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
                .await
                .unwrap();
        };
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{path}{end}"));
        }
    }

    pub fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }

    /// The same database, opened once more.
    pub async fn again(&self) -> Store {
        Store::open(&self.url).await.unwrap()
    }
}

pub fn on_sqlite<F: Future<Output = ()>>(case: fn(Bench) -> F) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("数据 1.sqlite").display());
    runtime().block_on(run(url, case));
}

pub fn on_postgres<F: Future<Output = ()>>(case: fn(Bench) -> F) {
    let server = std::env::var("YAODIAN_TEST_POSTGRES").expect(
        "YAODIAN_TEST_POSTGRES is not set: run `cargo xtask test`, which starts a PostgreSQL \
         server for the tests, or set it to the address of one where databases may be made",
    );
    let options = PgConnectOptions::from_str(&server).expect("YAODIAN_TEST_POSTGRES is not an address");
    let name = format!("yaodian_test_{}", uuid::Uuid::now_v7().simple());
    let url = options.clone().database(&name).to_url_lossy().to_string();
    let command = async |sql: String| {
        let mut admin = options
            .connect()
            .await
            .expect("the server of YAODIAN_TEST_POSTGRES does not answer");
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut admin).await.unwrap();
        admin.close().await.unwrap();
    };
    let runtime = runtime();
    runtime.block_on(command(format!("CREATE DATABASE {name}")));
    // Caught, so that the database is dropped after a failure too.
    let result = catch_unwind(AssertUnwindSafe(|| runtime.block_on(run(url, case))));
    runtime.block_on(command(format!("DROP DATABASE {name} WITH (FORCE)")));
    if let Err(failure) = result {
        resume_unwind(failure);
    }
}

async fn run<F: Future<Output = ()>>(url: String, case: fn(Bench) -> F) {
    let store = Store::open(&url).await.unwrap();
    case(Bench {
        store: store.clone(),
        url,
    })
    .await;
    store.close().await;
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
        .unwrap()
}

/// Makes a test on each database out of each case.
macro_rules! cases {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(
                #[test]
                fn $name() {
                    crate::harness::on_sqlite(super::$name);
                }
            )*
        }
        mod postgres {
            $(
                #[test]
                fn $name() {
                    crate::harness::on_postgres(super::$name);
                }
            )*
        }
    };
}
pub(crate) use cases;
