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
    assert_eq!(awaiting, 8, "国控， PM2.5, 优良天数， 重污染天数 and four reductions");
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
    let (_, json, _) = check(&["--as-of", "2023-09-25", "--format", "json"]).await;
    let (_, csv, _) = check(&["--as-of", "2023-09-25", "--format", "csv"]).await;
    let targets = serde_json::from_str::<Value>(&json).unwrap()["targets"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(csv.lines().count(), targets + 1);
    assert!(csv.starts_with("\u{feff}id,name,item,status,"), "{}", &csv[..60]);
    let outfalls = csv.lines().find(|line| line.starts_with("outfalls-yangtze,")).unwrap();
    assert!(outfalls.contains(",met,false,2,2023-12-31,,80.8,80,%,"), "{outfalls}");
}

#[tokio::test]
async fn check_tells_rule_dates_and_trend() {
    let (_, out, _) = check(&["--as-of", "2023-05-20", "--format", "json"]).await;
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (answer["as_of"].as_str(), answer["plan"].as_str()),
        (Some("2023-05-20"), Some("hubei-2023"))
    );
    let water = find(&answer, "good-water-provincial");
    assert_eq!(
        (water["rule"].as_str(), water["due"].as_str()),
        (Some("2"), Some("2023-12-31"))
    );
    assert_eq!(
        (&water["original_due"], &water["allotment"], &water["item"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(water["projection"]["on"], "2023-12-31");
    assert_eq!(water["projection"]["from"], "2023-04-30");
    assert_eq!(find(&answer, "fishing-ban")["projection"], Value::Null);
    for target in answer["targets"].as_array().unwrap() {
        for reason in target["reasons"].as_array().unwrap() {
            let told = |key: &str| reason[key].as_str().is_some_and(|text| !text.is_empty());
            assert!(told("code") && told("zh") && told("en"), "{target}");
        }
    }
}

/// Runs the check with a file of figures.
async fn check_with(name: &str, figures: &str) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, figures).unwrap();
    let file = path.to_str().unwrap();
    check(&["--as-of", "2023-09-25", "--format", "json", "--observations", file]).await
}

#[tokio::test]
async fn check_reads_a_table_of_figures() {
    let table = "\u{feff}数值,知晓日,止,起,单位,目标\r\n\
                 19,2023/7/5,2023-06,2023,,basin-mechanisms\r\n\
                 ,,2023-06,2023,武汉市,villages\r\n";
    let (code, out, error) = check_with("figures.csv", table).await;
    assert_eq!(code, 0, "{error}");
    assert!(error.contains("figures.csv: no figure in row 3"), "{error}");
    let answer: Value = serde_json::from_str(&out).unwrap();
    let mechanisms = find(&answer, "basin-mechanisms");
    assert_eq!(
        (mechanisms["status"].as_str(), mechanisms["value"].as_str()),
        (Some("met"), Some("19"))
    );
    assert_eq!(find(&answer, "villages")["status"], "no-data");
}

#[tokio::test]
async fn check_tells_every_bad_row_and_judges_nothing() {
    let table = "target,from,to,known_on,value\n\
                 villages,2023,2023-06,2023-07-05,many\n\
                 nowhere,2023,2023-06,2023-07-05,5\n\
                 villages,2023,2023-06,2023-07-05,5\n";
    let (code, out, error) = check_with("figures.csv", table).await;
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        error.contains("figures.csv: row 2, value: \"many\" is not a figure"),
        "{error}"
    );
    assert!(
        error.contains("figures.csv: row 3, target: \"nowhere\" is no target of the plan"),
        "{error}"
    );
    for (name, says) in [
        ("figures.json", "is not a JSON list"),
        ("figures.xlsx", "is neither a .csv nor a .json"),
    ] {
        let (code, out, error) = check_with(name, table).await;
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(error.contains(says), "{error}");
    }
}

#[tokio::test]
async fn check_judges_by_the_policy_and_the_decisions_of_the_day() {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(seeds().join("hubei-2023")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let plan = folder.path().join("plan.toml");
    let decided = "\n[[policy_change]]\nfrom = 2023-07-01\nrule = \"1\"\n\
                   [[extension]]\ntarget = \"villages\"\nasked_on = 2023-06-01\nnew_due = 2024-03-31\n\
                   reason = \"试验\"\ngranted_on = 2023-06-15\n\
                   [[allocation]]\ntarget = \"villages\"\nunit = \"武汉市\"\ngoal = 40\ngiven_on = 2023-06-20\n";
    std::fs::write(&plan, std::fs::read_to_string(&plan).unwrap() + decided).unwrap();
    let on = async |day: &str| -> Value {
        let output = yaodian()
            .args(["check", "--format", "json", "--as-of", day, "--plan"])
            .arg(folder.path())
            .output()
            .await
            .unwrap();
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        find(&answer, "villages").clone()
    };
    let before = on("2023-06-14").await;
    assert_eq!(
        (
            &before["rule"],
            &before["due"],
            &before["original_due"],
            &before["allotment"]
        ),
        (
            &Value::from("2"),
            &Value::from("2023-12-31"),
            &Value::Null,
            &Value::Null
        )
    );
    let after = on("2023-07-01").await;
    assert_eq!(
        (&after["rule"], &after["due"], &after["original_due"]),
        (
            &Value::from("1"),
            &Value::from("2024-03-31"),
            &Value::from("2023-12-31")
        )
    );
    assert_eq!(after["allotment"]["holds"], false);
    assert_eq!(after["allotment"]["excess"], "-710");
}

#[tokio::test]
async fn a_broken_plan_folder_is_told_by_file_line_and_key() {
    let folder = tempfile::tempdir().unwrap();
    let output = yaodian()
        .args(["check", "--plan"])
        .arg(folder.path())
        .output()
        .await
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("plan.toml: cannot be read"), "{error}");
    assert!(output.stdout.is_empty());
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

#[tokio::test]
async fn an_archive_opens_without_the_program_and_every_file_has_its_sum() {
    use sha2::{Digest as _, Sha256};
    let server = yaodian_tests::Server::trial().await;
    let reporter = server.by_link(0).await;
    crate::api::send(&reporter, &crate::api::outfalls("615", "734")).await;
    let folder = server.data.path().join("archive");
    let archive = async || {
        let mut command = yaodian();
        command
            .args(["plan", "archive"])
            .arg(&folder)
            .args(["--as-of", "2023-09-25", "--data-dir"]);
        command.arg(server.data.path()).output().await.unwrap()
    };
    let done = archive().await;
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let sums = std::fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        let now = Sha256::digest(std::fs::read(folder.join(name)).unwrap());
        let digits = (0..32).map(|n| u8::from_str_radix(&sum[2 * n..2 * n + 2], 16).unwrap());
        assert!(digits.eq(now.iter().copied()), "{name}");
    }
    let page = std::fs::read_to_string(folder.join("index.html")).unwrap();
    assert!(page.contains("12480 个长江入河排污口") && page.contains("href=\"audit.jsonl\""));
    assert!(
        !page.contains("href=\"/") && !page.contains("<script"),
        "it needs nothing but the folder"
    );
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    assert_eq!(
        read("plan.txt"),
        std::fs::read_to_string(seeds().join("hubei-2023/plan.txt")).unwrap()
    );
    assert!(read("reports.jsonl").contains("615"));
    assert!(read("figures.csv").contains(",10089,"));
    let head: Value = serde_json::from_str(&read("audit-head.json")).unwrap();
    assert_eq!(
        read("audit.jsonl").lines().count(),
        usize::try_from(head["seq"].as_i64().unwrap()).unwrap()
    );
    assert!(
        !archive().await.status.success(),
        "nothing that is there is written over"
    );
}
