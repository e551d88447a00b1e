//! The calendars of the seeds are what the notices say, and a bad one is told where it is bad.

mod common;

use common::{hubei, hubei_files, line_of, messages};
use yaodian_domain::Date;
use yaodian_seed::{load, read};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn the_days_are_those_of_the_notices() {
    let days = hubei().plan.workdays;
    assert_eq!(days.years().collect::<Vec<_>>(), [2023, 2024]);
    let numbers: Vec<_> = days
        .notices()
        .iter()
        .map(yaodian_domain::workdays::Notice::number)
        .collect();
    assert_eq!(numbers, ["国办发明电〔2022〕16号", "国办发明电〔2023〕7号"]);

    // The first and last day off, how many days the notice says, and the weekends worked.
    let notices: [(&str, &str, i64, &[&str]); 13] = [
        ("2022-12-31", "2023-01-02", 3, &[]),
        ("2023-01-21", "2023-01-27", 7, &["2023-01-28", "2023-01-29"]),
        ("2023-04-05", "2023-04-05", 1, &[]),
        ("2023-04-29", "2023-05-03", 5, &["2023-04-23", "2023-05-06"]),
        ("2023-06-22", "2023-06-24", 3, &["2023-06-25"]),
        ("2023-09-29", "2023-10-06", 8, &["2023-10-07", "2023-10-08"]),
        ("2024-01-01", "2024-01-01", 1, &[]),
        ("2024-02-10", "2024-02-17", 8, &["2024-02-04", "2024-02-18"]),
        ("2024-04-04", "2024-04-06", 3, &["2024-04-07"]),
        ("2024-05-01", "2024-05-05", 5, &["2024-04-28", "2024-05-11"]),
        ("2024-06-10", "2024-06-10", 1, &[]),
        ("2024-09-15", "2024-09-17", 3, &["2024-09-14"]),
        ("2024-10-01", "2024-10-07", 7, &["2024-09-29", "2024-10-12"]),
    ];
    let holidays: Vec<_> = days
        .notices()
        .iter()
        .flat_map(yaodian_domain::workdays::Notice::holidays)
        .collect();
    assert_eq!(holidays.len(), notices.len());
    for (holiday, (from, to, length, worked)) in holidays.into_iter().zip(notices) {
        assert_eq!((holiday.days.from(), holiday.days.to()), (day(from), day(to)));
        assert_eq!(holiday.days.days(), length, "{from}");
        let expected: Vec<Date> = worked.iter().map(|text| day(text)).collect();
        assert_eq!(holiday.worked, expected, "{from}");
        assert!(!days.is_working(day(from)) && !days.is_working(day(to)));
        assert!(expected.iter().all(|&day| days.is_working(day)));
    }

    // A year's weekdays less the eleven public holidays: what is worked beside comes off elsewhere.
    assert_eq!(days.between(day("2022-12-31"), day("2023-12-31")), 365 - 105 - 11);
    assert_eq!(days.between(day("2023-12-31"), day("2024-12-31")), 366 - 104 - 11);
}

#[test]
fn a_bad_calendar_is_told_with_its_line() {
    for (from, to, at, says) in [
        (
            "worked = [2023-06-25]",
            "worked = [2023-06-26]",
            "name = \"端午节\"",
            "holiday[端午节]: 2023-06-26 is neither a Saturday nor a Sunday",
        ),
        (
            "from = 2023-04-05",
            "from = 2023-04-06",
            "to = 2023-04-05",
            "holiday[清明节].to: 2023-04-05 lies before 2023-04-06",
        ),
        (
            "to = 2023-04-05",
            "to = 2023-04-30",
            "name = \"劳动节\"",
            "holiday[劳动节]: 2023-04-23 is named twice",
        ),
        (
            "to = 2023-06-24",
            "till = 2023-06-24",
            "till",
            "holiday[端午节].till: no such key here — the keys are from, name, name_en, to, worked",
        ),
        (
            "worked = [2023-06-25]",
            "worked = [\"6月25日\"]",
            "6月25日",
            "holiday[端午节].worked[0]: a text where a day such as 2023-12-31 (without quotation marks) belongs",
        ),
        (
            "from = 2022-12-31",
            "from = 2022-11-30",
            "name = \"元旦\"",
            "holiday[元旦]: 2022-11-30 lies neither in 2023 nor in the December before",
        ),
    ] {
        let mut files = hubei_files();
        let (year, text) = &mut files.calendars[0];
        assert_eq!(*year, 2023);
        assert!(text.contains(from), "{from}");
        *text = text.replacen(from, to, 1);
        // A table begins at its head, the line before its name.
        let line = line_of(text, at) - usize::from(at.starts_with("name"));
        let told = messages(&read(&files).expect_err(says));
        let expected = format!("calendars/2023.toml:{line}: {says}");
        assert!(
            told.lines().any(|line| line == expected),
            "expected\n{expected}\namong\n{told}"
        );
    }
}

#[test]
fn a_folder_without_calendars_knows_weekdays_and_a_nameless_calendar_is_told() {
    let seeds = tempfile::tempdir().unwrap();
    let folder = seeds.path().join("plan");
    std::fs::create_dir(&folder).unwrap();
    for entry in std::fs::read_dir(common::hubei_folder()).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
    }
    assert!(load(&folder).unwrap().plan.workdays.is_empty());

    std::fs::create_dir(seeds.path().join("calendars")).unwrap();
    std::fs::write(seeds.path().join("calendars/holidays.toml"), "").unwrap();
    assert_eq!(
        messages(&load(&folder).unwrap_err()),
        "calendars: \"holidays.toml\" holds no year — a calendar is called by its year, such as 2023.toml"
    );
}
