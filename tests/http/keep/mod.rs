//! Backups, restoring them, moving between databases, and the audit: by the commands that an operator gives.

mod audit;
mod drill;
mod erased;
mod heads;
mod key;
mod nightly;
mod nowhere;

use std::path::Path;

use yaodian_tests::yaodian;

/// Runs the command: its exit code, what it printed, what it complained of.
async fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = yaodian().args(arguments).output().await.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// Runs the command, which must do what it is told; what it printed.
async fn done(arguments: &[&str]) -> String {
    let (code, out, error) = run(arguments).await;
    assert_eq!(code, 0, "{arguments:?}: {error}");
    out
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().unwrap().to_owned()
}

/// The lines about tables of what `backup` printed.
fn tables(printed: &str) -> Vec<&str> {
    printed.lines().filter(|line| !line.starts_with("audit\t")).collect()
}

/// The number and the hash of the end of the audit that a command printed.
fn head(printed: &str) -> (i64, String) {
    let line = printed
        .lines()
        .rev()
        .find_map(|line| line.strip_prefix("audit\t"))
        .unwrap();
    let (seq, hash) = line.split_once('\t').unwrap();
    (seq.parse().unwrap(), hash.to_owned())
}
