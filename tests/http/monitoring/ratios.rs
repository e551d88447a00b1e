//! `yaodian monitoring ratios`.

use std::fmt::Write as _;

use serde_json::json;

use super::ratios;

/// The year 2023 of Hubei's 326 sections as it was published: 91.1 %, 7.1 %, 1.5 %, 0.3 %; how the good ones
/// part into classes is made up.
fn hubei_2023(head: &str) -> String {
    let mut table = format!("断面,类型,{head}\n");
    let mut number = 0;
    for (class, count) in [("Ⅱ", 190), ("Ⅲ类", 107), ("IV", 23), ("Ⅴ", 5), ("劣V类", 1)] {
        for _ in 0..count {
            number += 1;
            let kind = if number % 2 == 0 { "国控" } else { "省控" };
            let _ = writeln!(table, "断面{number},{kind},{class}");
        }
    }
    table
}

#[tokio::test]
async fn shares_are_those_that_were_published() {
    for head in ["水质类别", "评价类别"] {
        let answer = ratios(&hubei_2023(head), &["class"]).await;
        assert_eq!((answer.code, answer.error.as_str()), (0, ""));
        assert_eq!(
            answer.json(),
            json!({
                "by": "class", "column": head, "set": null,
                "n": 326, "ungraded": 0, "unreadable": [],
                "classes": {
                    "I-III": { "n": 297, "share": "91.1" },
                    "IV": { "n": 23, "share": "7.1" },
                    "V": { "n": 5, "share": "1.5" },
                    "inferior-V": { "n": 1, "share": "0.3" },
                },
                "each": {
                    "I": { "n": 0, "share": "0.0" },
                    "II": { "n": 190, "share": "58.3" },
                    "III": { "n": 107, "share": "32.8" },
                    "IV": { "n": 23, "share": "7.1" },
                    "V": { "n": 5, "share": "1.5" },
                    "inferior-V": { "n": 1, "share": "0.3" },
                },
            })
        );
    }
}

#[tokio::test]
async fn a_set_is_the_rows_that_name_it() {
    let table = hubei_2023("水质类别");
    let answer = ratios(&table, &["class", "--set", "国控"]).await.json();
    assert_eq!(
        (&answer["n"], &answer["classes"]["inferior-V"]["n"]),
        (&163.into(), &1.into())
    );
    assert_eq!(answer["set"], json!({ "name": "国控", "column": "类型" }));
    let one = ratios(&table, &["class", "--set", "断面298"]).await.json();
    assert_eq!((&one["n"], &one["set"]["column"]), (&1.into(), &"断面".into()));
    let nowhere = ratios(&table, &["class", "--set", "市控"]).await;
    assert_eq!((nowhere.code, nowhere.out.as_str()), (2, ""));
    assert!(nowhere.error.contains("no column holds \"市控\""), "{}", nowhere.error);
    let class = ratios(&table, &["class", "--set", "IV"]).await;
    assert_eq!(class.code, 2, "what is counted names no set");
}

#[tokio::test]
async fn rows_without_a_class_are_in_no_share() {
    // Made up.
    let answer = ratios("断面,评价类别,水质类别\n甲,Ⅱ,劣Ⅴ\n乙,—,Ⅱ\n丙,,Ⅱ\n丁,Ⅵ,Ⅱ\n", &["class"]).await;
    assert_eq!(answer.code, 1);
    let told = answer.json();
    assert_eq!(
        (
            &told["n"],
            &told["ungraded"],
            &told["unreadable"],
            &told["classes"]["I-III"]["share"]
        ),
        (&1.into(), &2.into(), &json!([5]), &"100.0".into())
    );
    let nothing = ratios("断面,水质类别\n", &["class"]).await;
    assert_eq!(nothing.code, 0);
    assert_eq!(nothing.json()["classes"]["V"], json!({ "n": 0, "share": null }));
}

#[tokio::test]
async fn a_table_without_classes_is_graded() {
    // Made up.
    let table = "断面,流域,氨氮(mg/L)\n甲,长江,0.3\n乙,长江,1.2\n丙,淮河,9\n丁,长江,多\n";
    let answer = ratios(table, &["class", "--set", "长江"]).await;
    assert_eq!(answer.code, 1);
    let told = answer.json();
    assert_eq!(
        (&told["column"], &told["n"], &told["unreadable"]),
        (&json!(null), &2.into(), &json!([5]))
    );
    assert_eq!(told["classes"]["IV"], json!({ "n": 1, "share": "50.0" }));
}

#[tokio::test]
async fn days_are_counted_by_their_index() {
    // Made up: both ends of each grade.
    let indexes = [
        "0", "50", "51", "100", "101", "150", "151", "200", "201", "300", "301", "500",
    ];
    let table = indexes
        .iter()
        .fold("city,aqi\n".to_owned(), |table, index| format!("{table}甲,{index}\n"));
    let answer = ratios(&table, &["aqi"]).await;
    assert_eq!(answer.code, 0, "{}", answer.error);
    let told = answer.json();
    assert_eq!((&told["n"], &told["column"]), (&12.into(), &"aqi".into()));
    assert_eq!(
        told["classes"],
        json!({ "good": { "n": 4, "share": "33.3" }, "heavy": { "n": 4, "share": "33.3" } })
    );
    for (grade, share) in told["each"].as_object().unwrap() {
        assert_eq!(share["n"], 2, "{grade}");
    }
    let computed = ratios("aqi,calc_aqi\n400,60\n,—\n1,9999\n1,54.5\n", &["aqi"]).await;
    assert_eq!(computed.code, 1);
    let told = computed.json();
    assert_eq!(
        (&told["column"], &told["n"], &told["ungraded"], &told["unreadable"]),
        (&"calc_aqi".into(), &1.into(), &1.into(), &json!([4, 5]))
    );
    let none = ratios("city,pm2_5\n甲,3\n", &["aqi"]).await;
    assert_eq!((none.code, none.out.as_str()), (2, ""));
    assert!(
        none.error.contains("`yaodian air aqi` computes the first"),
        "{}",
        none.error
    );
}
