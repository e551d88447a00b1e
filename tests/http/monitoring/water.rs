//! `yaodian water grade`.

use super::{grade, run};

const HEADS: &str =
    "断面名称,监测时间,水质类别,水温(℃),pH(无量纲),溶解氧(mg/L),高锰酸盐指数(mg/L),氨氮(mg/L),总磷(mg/L)";

#[tokio::test]
async fn official_classes_come_out_and_are_not_read() {
    let rows = [
        ("朱家河口,02-04 10:00,Ⅳ,9.6,7.15,9.49,4.65,0.513,0.209", "Ⅳ,总磷(0.04),"),
        ("沐家泾,02-04 11:00,Ⅲ,9.8,7.8,12.22,4.28,0.281,0.120", "Ⅲ,,"),
        (
            "西梁子湖湖北,02-04 11:00,劣Ⅴ,7.3,4.16,12.38,2.38,0.108,0.007",
            "劣Ⅴ,pH值,",
        ),
        (
            "黄陵大桥,02-04 09:00,Ⅳ,8.5,7.66,7.52,6.68,0.685,0.195",
            "Ⅳ,高锰酸盐指数(0.1),",
        ),
    ];
    for official in [true, false] {
        let table = rows.iter().fold(HEADS.to_owned(), |table, (row, _)| {
            let cells: Vec<&str> = row.split(',').collect();
            let row = [&cells[..2], &[if official { cells[2] } else { "Ⅰ" }], &cells[3..]].concat();
            format!("{table}\n{}", row.join(","))
        });
        let answer = grade(&table).await;
        assert_eq!((answer.code, answer.error.as_str()), (0, ""));
        let lines = answer.lines();
        assert_eq!(lines[0], format!("{HEADS},评价类别,主要污染指标,说明"));
        for ((line, given), (_, added)) in lines[1..].iter().zip(table.lines().skip(1)).zip(rows) {
            assert_eq!(*line, format!("{given},{added}"));
        }
    }
}

#[tokio::test]
async fn a_lake_is_held_against_its_own_limits() {
    let table = "断面名称,水体类型,总磷(mg/L)\n丹江口水库坝上中,湖库,0.026\n丹江口水库坝上中,,0.026\n";
    let answer = grade(table).await;
    assert_eq!(
        answer.lines()[1..],
        ["丹江口水库坝上中,湖库,0.026,Ⅲ,,", "丹江口水库坝上中,,0.026,Ⅱ,,"]
    );
}

#[tokio::test]
async fn what_cannot_stand_is_told_in_its_row() {
    // Made up.
    let table = "断面名称,监测时间,水体类型,pH(无量纲),总磷(mg/L)\n\
                 甲,2023-05-01,河流,7.1,约3\n\
                 乙,2023-05-01,沼泽,15,<0.01\n\
                 丙,昨天,河流,7.1,0.200\n\
                 丁,2023-05-01,河流,--,\n";
    let answer = grade(table).await;
    assert_eq!(
        (answer.code, answer.error.as_str()),
        (0, ""),
        "every row but one has a class, and that one no data"
    );
    assert_eq!(
        answer.lines()[1..],
        [
            "甲,2023-05-01,河流,7.1,约3,Ⅰ,,“总磷(mg/L)”不是数值，未采用",
            "乙,2023-05-01,沼泽,15,<0.01,Ⅰ,,水体类型无法识别，按河流评价；“pH(无量纲)”不在 0～14 之间，未采用",
            "丙,昨天,河流,7.1,0.200,Ⅲ,,监测时间无法识别，按现行标准评价；总磷恰在限值（≤ 0.2）上：如原始数据位数更多，类别可能差一级",
            "丁,2023-05-01,河流,--,,—,,没有可评价的监测值",
        ]
    );
}

#[tokio::test]
async fn rows_without_a_class_for_what_is_wrong_with_them_are_refused() {
    // Made up.
    let table = "断面名称,监测时间,氨氮(mg/L)\n甲,2999-01-01,0.3\n乙,2001-05-01,0.3\n丙,2023-05-01,多\n丁,2023-05-01,1,234\n戊,2023-05-01,0.3,,\n";
    let answer = grade(table).await;
    assert_eq!(answer.code, 1);
    let lines = answer.lines();
    assert_eq!(lines[0], "断面名称,监测时间,氨氮(mg/L),,评价类别,主要污染指标,说明");
    assert_eq!(lines[1], "甲,2999-01-01,0.3,,—,,监测日期 2999-01-01 还没有到，未评价");
    assert_eq!(
        lines[2],
        "乙,2001-05-01,0.3,,—,,监测日期 2001-05-01 早于 GB 3838-2002 实施，未评价"
    );
    assert_eq!(
        lines[3],
        "丙,2023-05-01,多,,—,,“氨氮(mg/L)”不是数值，未采用；没有可评价的监测值"
    );
    assert_eq!(
        lines[4],
        "丁,2023-05-01,1,234,—,,本行有 4 格，表头只有 3 格，可能错位，未评价"
    );
    assert_eq!(lines[5], "戊,2023-05-01,0.3,,Ⅱ,,");
    assert!(
        answer.error.contains("4 of 5 rows could not be graded"),
        "{}",
        answer.error
    );
    assert!(
        answer.error.contains("row 2: 2999-01-01 lies ahead; not graded"),
        "{}",
        answer.error
    );
    assert!(
        answer.error.contains("row 4: 氨氮(mg/L): not a figure; set aside"),
        "{}",
        answer.error
    );
}

#[tokio::test]
async fn json_has_the_same_texts_and_why() {
    let table = format!("{HEADS}\n朱家河口,02-04 10:00,Ⅳ,9.6,7.15,9.49,4.65,0.513,0.20\n");
    let answer = run(&["water", "grade", "-", "--format", "json"], table.as_bytes()).await;
    assert_eq!(answer.code, 0);
    let rows = answer.json();
    let row = rows[0].as_object().unwrap();
    for (head, cell) in HEADS.split(',').zip(table.lines().nth(1).unwrap().split(',')) {
        assert_eq!(row[head], cell, "{head}");
    }
    assert_eq!((&row["评价类别"], &row["主要污染指标"]), (&"Ⅲ".into(), &"".into()));
    let why = &row["评价依据"];
    assert_eq!(why["body"], "河流");
    let phosphorus = why["items"].as_array().unwrap().last().unwrap();
    assert_eq!(
        *phosphorus,
        serde_json::json!({
            "item": "总磷", "value": "0.20", "class": "Ⅲ", "kept": "≤ 0.2", "failed": "≤ 0.1",
            "source": "GB 3838-2002 表1（已核对）"
        })
    );
    assert_eq!(why["remarks"][0]["code"], "on-limit");
    assert!(row["说明"].as_str().unwrap().contains("恰在限值"));
}

#[tokio::test]
async fn an_earlier_answer_is_replaced() {
    let first = grade("断面名称,氨氮(mg/L)\n甲,0.3\n").await;
    let again = grade(&first.out).await;
    assert_eq!((again.code, again.out), (0, first.out));
    assert!(
        again.error.contains("3 columns of an earlier answer are replaced"),
        "{}",
        again.error
    );
}
