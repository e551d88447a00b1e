//! Tables of measurements through the `yaodian` command.
//!
//! Rows of facts: automatic stations of Hubei as 中国环境监测总站 showed them on 2026-02-04, and stations of
//! its national air feed at 07:00 on 2018-02-20. What is made up says so.

mod air;
mod input;
mod ratios;
mod water;

use std::{path::Path, process::Stdio};

use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use yaodian_tests::yaodian;

/// What a command answered.
struct Answer {
    code: i32,
    out: String,
    error: String,
}

impl Answer {
    /// The rows of a CSV answer, without their cells taken apart.
    fn lines(&self) -> Vec<&str> {
        self.out.lines().collect()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

/// Runs a command on the standard input.
async fn run(arguments: &[&str], input: &[u8]) -> Answer {
    let mut child = yaodian()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A call that is refused ends before its input is read.
    let _ = stdin.write_all(input).await;
    drop(stdin);
    let output = child.wait_with_output().await.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Answer {
        code: output.status.code().unwrap(),
        out: text(output.stdout),
        error: text(output.stderr),
    }
}

async fn grade(table: &str) -> Answer {
    run(&["water", "grade", "-"], table.as_bytes()).await
}

async fn aqi(table: &str, flags: &[&str]) -> Answer {
    run(&[&["air", "aqi", "-"], flags].concat(), table.as_bytes()).await
}

async fn ratios(table: &str, flags: &[&str]) -> Answer {
    run(
        &[&["monitoring", "ratios", "-", "--by"], flags].concat(),
        table.as_bytes(),
    )
    .await
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}
