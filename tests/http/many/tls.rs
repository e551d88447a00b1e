//! The way to PostgreSQL over TLS.

use std::fs::File;

use tempfile::TempDir;
use yaodian_tests::{Server, TRIAL_PEOPLE, postgres::Own, until, yaodian};

/// Who the server is to the database.
const WHO: (&str, &str) = ("office", "a-password-of-the-test");

#[tokio::test]
async fn only_a_server_that_the_root_vouches_for_is_spoken_to() {
    let mut postgres = Own::start().await;
    let root = postgres.speak_tls(WHO).await;
    let root = root.to_str().unwrap();
    let (name, password) = WHO;
    let port = postgres.port();
    let address = |host: &str, rest: &str| format!("postgres://{name}:{password}@{host}:{port}/postgres?{rest}");
    let right = address("localhost", &format!("sslmode=verify-full&sslrootcert={root}"));

    // It is the server's own, and vouches for nothing.
    let folder = TempDir::new().unwrap();
    let wrong = folder.path().join("wrong.pem");
    let made = tokio::process::Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-nodes",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
        ])
        .args(["-subj", "/CN=another", "-keyout", "/dev/null", "-out"])
        .arg(&wrong)
        .output();
    assert!(made.await.unwrap().status.success());
    let wrong = wrong.to_str().unwrap();
    for (url, said) in [
        (
            address("localhost", &format!("sslmode=verify-full&sslrootcert={wrong}")),
            "sslrootcert in the database's address",
        ),
        (
            address("localhost", "sslmode=verify-full"),
            "sslrootcert in the database's address",
        ),
        (
            address("127.0.0.1", &format!("sslmode=verify-full&sslrootcert={root}")),
            "its host stand in that",
        ),
        (
            address("localhost", "sslmode=verify-full&sslrootcert=/no/such.pem"),
            "cannot read /no/such.pem",
        ),
        (address("localhost", "sslmode=disable"), "rejects connection"),
        (
            right.replace(password, "another-word"),
            "password authentication failed",
        ),
    ] {
        let data = TempDir::new().unwrap();
        let mut command = yaodian();
        command.args(["audit", "verify", "--data-dir"]).arg(data.path());
        command.env("DATABASE_URL", &url).env("RUST_LOG", "debug");
        let ended = command.output().await.unwrap();
        let told = String::from_utf8(ended.stderr).unwrap();
        assert!(!ended.status.success() && told.contains(said), "{url}: {told}");
        assert!(!told.contains(password) && !told.contains("another-word"), "{told}");
    }

    // The same database stands for a replica of it.
    let log = folder.path().join("log");
    let mut command = yaodian();
    command
        .env("DATABASE_URL", &right)
        .env("YAODIAN_READ_DATABASE_URL", &right)
        .env("RUST_LOG", "debug")
        .stderr(File::create(&log).unwrap());
    let server = Server::start_by(command, TempDir::new().unwrap(), &["--trial"], TRIAL_PEOPLE).await;
    let visitor = server.visitor();
    until(async || {
        visitor.page("/search?q=x").await;
        let metrics = visitor.page("/metrics").await;
        (!metrics.contains("yaodian_replica_requests_total 0\n")).then_some(())
    })
    .await;
    assert_eq!(visitor.page("/readyz").await, "ok");
    let of_us = "SELECT COUNT(*) FROM pg_stat_activity JOIN pg_stat_ssl USING (pid) WHERE application_name = 'yaodian'";
    assert!(postgres.number(of_us).await > 1);
    let open = "SELECT COUNT(*) FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)
                WHERE application_name = 'yaodian' AND NOT ssl";
    assert_eq!(postgres.number(open).await, 0, "none is open to others");
    server.stop().await;
    let log = std::fs::read_to_string(&log).unwrap();
    assert!(log.contains("yaodian") && !log.contains(password), "{log}");
}
