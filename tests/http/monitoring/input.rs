//! Tables as people keep them, and calls that are wrong.

use super::{aqi, grade, path, ratios, run};

#[tokio::test]
async fn marks_line_ends_quotes_and_columns_stay_as_they_were() {
    // Made up.
    let table = "\u{feff}断面,备注,氨氮(mg/L),备注,氨氮\r\n甲,\"a, \"\"b\"\"\n二\", 0.3 ,=1+1,9\r\n乙,-x\r\n";
    let answer = grade(table).await;
    assert_eq!(answer.code, 0);
    assert_eq!(
        answer.out,
        "\u{feff}断面,备注,氨氮(mg/L),备注,氨氮,评价类别,主要污染指标,说明\r\n\
         甲,\"a, \"\"b\"\"\n二\", 0.3 ,=1+1,9,Ⅱ,,\r\n\
         乙,-x,,,,—,,没有可评价的监测值\r\n"
    );
    assert!(
        answer.error.contains("氨氮: an earlier column holds the same item"),
        "{}",
        answer.error
    );
    let json = run(&["water", "grade", "-", "--format", "json"], table.as_bytes())
        .await
        .json();
    assert_eq!(
        (&json[0]["备注"], &json[0]["备注#4"]),
        (&"a, \"b\"\n二".into(), &"=1+1".into())
    );
}

#[tokio::test]
async fn other_encodings_and_separators_are_read() {
    // «断面;氨氮» and «甲;0.3» in GB18030.
    let chinese = b"\xb6\xcf\xc3\xe6;\xb0\xb1\xb5\xaa\n\xbc\xd7;0.3\n";
    let answer = run(&["water", "grade", "-"], chinese).await;
    assert_eq!((answer.code, answer.lines()[1]), (0, "甲,0.3,Ⅱ,,"));
}

#[tokio::test]
async fn heads_alone_are_an_empty_table() {
    let answer = grade("断面,氨氮\n").await;
    assert_eq!(
        (answer.code, answer.out.as_str()),
        (0, "断面,氨氮,评价类别,主要污染指标,说明\n")
    );
    let json = run(&["water", "grade", "-", "--format", "json"], "断面,氨氮\n".as_bytes()).await;
    assert_eq!(json.out, "[]\n");
}

#[tokio::test]
async fn what_is_no_table_is_answered_with_two_and_nothing_written() {
    let inputs: [(&[u8], &str); 5] = [
        (b"", "The file is empty."),
        (b"\n\n", "The file is empty."),
        (b"a,\"b\n1,2\n", "Line 1 is not CSV: unclosed quote"),
        (b"PK\x03\x04\x14\x00", "this is no CSV"),
        (b"a\xff\xff\n", "neither UTF-8 nor GB18030 (byte 2)"),
    ];
    for command in [
        ["water", "grade", "-"].as_slice(),
        &["air", "aqi", "-"],
        &["monitoring", "ratios", "-", "--by", "class"],
    ] {
        for (input, says) in inputs {
            let answer = run(command, input).await;
            assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{command:?} {says}");
            assert!(answer.error.contains(says), "{command:?} {says}: {}", answer.error);
        }
    }
}

#[tokio::test]
async fn a_table_without_the_columns_is_told_what_was_found_and_what_is_wanted() {
    // A unit that does not measure the item is as good as no column.
    let water = grade("断面,铅(m),总氮(mg/L)\n甲,1,2\n").await;
    assert_eq!((water.code, water.out.as_str()), (2, ""));
    for told in [
        "铅(m): m does not measure lead",
        "氨氮(mg/L)",
        "found: 断面, 铅(m), 总氮(mg/L)",
    ] {
        assert!(water.error.contains(told), "{told}: {}", water.error);
    }
    let air = aqi("city,so2_iaqi\n甲,1\n", &[]).await;
    assert_eq!((air.code, air.out.as_str()), (2, ""));
    assert!(air.error.contains("found: city, so2_iaqi"), "{}", air.error);
    let counted = ratios("city,n\n甲,1\n", &["class"]).await;
    assert_eq!((counted.code, counted.out.as_str()), (2, ""));
}

#[tokio::test]
async fn files_and_calls_that_are_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.csv");
    for file in [&missing, &folder.path().to_owned()] {
        let answer = run(&["water", "grade", path(file)], b"").await;
        assert_eq!((answer.code, answer.out.as_str()), (2, ""));
        assert!(answer.error.contains(path(file)), "{}", answer.error);
    }
    let calls: [&[&str]; 6] = [
        &["water", "grade"],
        &["water", "grade", "-", "--format", "xml"],
        &["air", "aqi", "-", "--rules", "1996"],
        &["air", "aqi", "-", "--period", "weekly"],
        &["monitoring", "ratios", "-"],
        &["monitoring", "ratios", "-", "--by", "item"],
    ];
    for call in calls {
        assert_eq!(run(call, b"a\n").await.code, 2, "{call:?}");
    }
    let file = folder.path().join("table.csv");
    std::fs::write(&file, "断面,氨氮\n甲,0.3\n").unwrap();
    let answer = run(&["water", "grade", path(&file)], b"").await;
    assert_eq!((answer.code, answer.lines()[1]), (0, "甲,0.3,Ⅱ,,"));
}
