//! The `yaodian` command.

use serde_json::Value;
use yaodian_tests::{seeds, yaodian};

async fn check(arguments: &[&str]) -> (i32, String, String) {
    let output = yaodian()
        .arg("check")
        .arg("--plan")
        .arg(seeds().join("hubei-2023"))
        .args(arguments)
        .output()
        .await
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn find<'a>(answer: &'a Value, id: &str) -> &'a Value {
    answer["targets"]
        .as_array()
        .unwrap()
        .iter()
        .find(|target| target["id"] == id)
        .expect(id)
}

#[tokio::test]
async fn check_judges_a_plan_folder() {
    let (code, out, _) = check(&["--as-of", "2023-09-25", "--format", "json"]).await;
    assert_eq!(code, 0);
    let answer: Value = serde_json::from_str(&out).unwrap();
    let outfalls = find(&answer, "outfalls-yangtze");
    assert_eq!(
        (
            outfalls["status"].as_str(),
            outfalls["value"].as_str(),
            outfalls["item"].as_i64()
        ),
        (Some("met"), Some("80.8"), Some(7))
    );
    assert!(outfalls["reasons"][0]["zh"].as_str().unwrap().contains("10,089"));
    let awaiting = answer["targets"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|t| t["status"] == "awaiting-target")
        .count();
    assert_eq!(awaiting, 8, "国控, PM2.5, 优良天数, 重污染天数 and four reductions");
}

#[tokio::test]
async fn check_says_no_with_its_exit_code() {
    assert_eq!(check(&["--as-of", "2023-09-25", "--fail-on", "at-risk"]).await.0, 1);
    assert_eq!(check(&["--as-of", "2023-02-01", "--fail-on", "off-track"]).await.0, 0);
    assert_eq!(check(&["--as-of", "someday"]).await.0, 2);
    let (code, _, error) = check(&["--observations", "/nonexistent.json"]).await;
    assert_eq!(code, 2);
    assert!(error.contains("/nonexistent.json"));
}

#[tokio::test]
async fn check_writes_csv_with_a_row_for_each_target() {
    let (_, json, _) = check(&["--format", "json"]).await;
    let (_, csv, _) = check(&["--format", "csv"]).await;
    let targets = serde_json::from_str::<Value>(&json).unwrap()["targets"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(csv.lines().count(), targets + 1);
}

#[tokio::test]
async fn a_trial_stays_on_this_machine() {
    let output = yaodian()
        .args(["serve", "--trial", "--listen", "0.0.0.0:0"])
        .output()
        .await
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("127.0.0.1"));
}
