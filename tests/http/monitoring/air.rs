//! `yaodian air aqi`.

use super::aqi;

const HEADS: &str = "stationcode,timepoint,aqi,quality,primarypollutant,so2,no2,co,o3_1h,o3_8h,pm10,pm2_5";

#[tokio::test]
async fn official_indexes_come_out_and_are_not_read() {
    let rows = [
        (
            "1001A,2018-02-20T07:00:00,54,良,细颗粒物(PM2.5),3,17,0.7,62,37,,38",
            "54,良,细颗粒物(PM2.5)",
        ),
        ("1002A,2018-02-20T07:00:00,26,优,,3,8,0.2,83,85,7,0", "26,优,"),
        (
            "1449A,2018-02-20T07:00:00,60,良,\"颗粒物(PM10),细颗粒物(PM2.5)\",10,69,1.2,3,72,69,43",
            "60,良,\"颗粒物(PM10),细颗粒物(PM2.5)\"",
        ),
    ];
    for official in [true, false] {
        let table = rows.iter().fold(HEADS.to_owned(), |table, (row, _)| {
            let row = if official {
                (*row).to_owned()
            } else {
                row.replacen(",54,良,", ",500,优,", 1)
            };
            format!("{table}\n{row}")
        });
        let answer = aqi(&table, &[]).await;
        assert_eq!((answer.code, answer.error.as_str()), (0, ""));
        let lines = answer.lines();
        assert_eq!(lines[0], format!("{HEADS},calc_aqi,calc_quality,calc_primary"));
        for ((line, given), (_, added)) in lines[1..].iter().zip(table.lines().skip(1)).zip(rows) {
            assert_eq!(*line, format!("{given},{added}"));
        }
    }
}

#[tokio::test]
async fn the_day_of_a_row_chooses_its_rules_unless_they_are_given() {
    // Made up: 60 μg/m³ of PM2.5 over a day is 82 by the edition of 2012 and 100 by that of 2026.
    let table = "date,pm2_5_24h\n2026-02-28,60\n2026-03-01,60\n";
    let answer = aqi(table, &[]).await;
    assert_eq!(
        answer.lines()[1..],
        [
            "2026-02-28,60,82,良,细颗粒物(PM2.5)",
            "2026-03-01,60,100,良,细颗粒物(PM2.5)"
        ]
    );
    for (rules, index) in [("2012", "82"), ("2026", "100")] {
        let answer = aqi(table, &["--rules", rules, "--format", "json"]).await;
        let rows = answer.json();
        for row in rows.as_array().unwrap() {
            assert_eq!(row["calc_aqi"], index);
            assert_eq!(row["calc_why"]["rules"], rules);
        }
        let unverified = rows[0]["calc_why"]["parts"][0]["source"]
            .as_str()
            .unwrap()
            .contains("未核对原文");
        assert_eq!(unverified, rules == "2026");
    }
}

#[tokio::test]
async fn hours_and_days_are_of_different_columns() {
    // Made up.
    let table = "so2,so2_24h,o3_1h,o3_8h,o3_8h_daymax\n600,40,100,90,161\n";
    let told = aqi(table, &[]).await.error;
    assert!(
        told.contains("rows that tell no day: 1; computed by the newest rules"),
        "{told}"
    );
    assert_eq!(aqi(table, &["--rules", "2026"]).await.error, "");
    assert_eq!(
        aqi(table, &[]).await.lines()[1],
        "600,40,100,90,161,134,轻度污染,二氧化硫"
    );
    let days = aqi(table, &["--period", "daily"]).await;
    assert_eq!(days.lines()[1], "600,40,100,90,161,101,轻度污染,臭氧8小时");
    let none = aqi("so2_24h\n40\n", &["--period", "hourly"]).await;
    assert_eq!((none.code, none.out.as_str()), (2, ""));
    assert!(none.error.contains("no column of this --period"), "{}", none.error);
}

#[tokio::test]
async fn what_cannot_stand_is_told_and_rows_without_an_index_for_it_are_refused() {
    // Made up.
    let table = "timepoint,so2,pm2_5\n2018-02-20 07:00,-1,38\n2018-02-20 07:00,,\n2018-02-20 07:00,x,9999\n2999-01-01 00:00,3,38\n";
    let answer = aqi(table, &[]).await;
    assert_eq!(answer.code, 1);
    assert_eq!(answer.lines()[1], "2018-02-20 07:00,-1,38,54,良,细颗粒物(PM2.5)");
    assert_eq!(answer.lines()[2], "2018-02-20 07:00,,,,,");
    assert_eq!(answer.lines()[4], "2999-01-01 00:00,3,38,,,");
    for told in [
        "row 2: SO₂, one hour: below zero: a mark of a fault; set aside",
        "row 4: SO₂, one hour: not a figure; set aside; PM2.5, one hour: all nines: a mark of a fault; set aside",
        "row 5: 2999-01-01 lies ahead; not computed",
        "2 of 4 rows have no index",
    ] {
        assert!(answer.error.contains(told), "{told}: {}", answer.error);
    }
    assert!(!answer.error.contains("row 3"), "an hour without data is no mistake");
    assert_eq!(aqi("timepoint,so2,pm2_5\n2018-02-20 07:00,-1,38\n", &[]).await.code, 0);
}
