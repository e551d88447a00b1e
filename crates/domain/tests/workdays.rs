//! 工作日: what holds of working days whatever a notice sets, and what no notice can set.

use proptest::prelude::*;
use yaodian_domain::{
    Date,
    plan::Name,
    time::{DaySpan, days_between},
    workdays::{BadDay, Holiday, Notice, WorkDays, YearTwice},
};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn holiday(from: &str, to: &str, worked: &[&str]) -> Holiday {
    Holiday {
        name: Name {
            zh: "假".into(),
            en: "holiday".into(),
        },
        days: DaySpan::new(day(from), day(to)).unwrap(),
        worked: worked.iter().map(|text| day(text)).collect(),
    }
}

fn notice(year: i16, holidays: Vec<Holiday>) -> Result<Notice, BadDay> {
    let empty = Notice::new(year, "通知".into(), "1号".into());
    holidays.into_iter().try_fold(empty, Notice::with)
}

/// The golden week of 2023, with the Saturday and Sunday worked for it.
fn golden_week() -> WorkDays {
    let week = holiday("2023-09-29", "2023-10-06", &["2023-10-07", "2023-10-08"]);
    WorkDays::new(vec![notice(2023, vec![week]).unwrap()]).unwrap()
}

#[test]
fn days_are_counted_over_a_long_holiday() {
    let days = golden_week();
    for (from, number, after) in [
        ("2023-09-28", 0, "2023-09-28"),
        ("2023-09-28", 1, "2023-10-07"),
        ("2023-09-28", 2, "2023-10-08"),
        ("2023-09-28", 3, "2023-10-09"),
        ("2023-10-01", 1, "2023-10-07"),
        ("2023-10-13", 1, "2023-10-16"),
    ] {
        assert_eq!(days.after(day(from), number), day(after), "{number} after {from}");
    }
    assert_eq!(days.before(day("2023-10-09"), 3), day("2023-09-28"));
    assert_eq!(days.on_or_after(day("2023-09-30")), day("2023-10-07"));
    assert_eq!(days.on_or_before(day("2023-09-30")), day("2023-09-28"));
    assert_eq!(days.on_or_after(day("2023-10-08")), day("2023-10-08"));
    assert_eq!(days.between(day("2023-09-28"), day("2023-10-09")), 3);
    assert_eq!(days.between(day("2023-10-09"), day("2023-09-28")), 0);
}

#[test]
fn it_says_which_years_it_knows_and_takes_others_by_weekday() {
    let days = golden_week();
    assert_eq!(days.years().collect::<Vec<_>>(), [2023]);
    assert!(days.knows(day("2023-12-31")) && !days.knows(day("2024-01-01")));
    // New Year's Day of 2024, a Monday, is worked as far as this knows.
    assert!(days.is_working(day("2024-01-01")) && !days.is_working(day("2024-01-06")));
    assert!(WorkDays::default().is_working(day("2023-10-02")));
}

#[test]
fn a_notice_reaches_into_the_december_before_it() {
    let eve = holiday("2022-12-31", "2023-01-02", &["2022-12-24"]);
    let days = WorkDays::new(vec![notice(2023, vec![eve]).unwrap()]).unwrap();
    assert!(days.is_working(day("2022-12-24")) && !days.is_working(day("2023-01-02")));
    assert!(!days.knows(day("2022-12-24")));
}

#[test]
fn what_no_notice_sets() {
    let one = || holiday("2023-04-05", "2023-04-05", &["2023-04-08"]);
    let twice = |text| Err(BadDay::Twice { day: day(text) });
    for (second, told) in [
        (holiday("2023-04-01", "2023-04-05", &[]), twice("2023-04-05")),
        (holiday("2023-04-08", "2023-04-09", &[]), twice("2023-04-08")),
        (
            holiday("2023-05-01", "2023-05-01", &["2023-04-08"]),
            twice("2023-04-08"),
        ),
        (
            holiday("2023-05-06", "2023-05-06", &["2023-05-06"]),
            twice("2023-05-06"),
        ),
        (
            holiday("2023-05-01", "2023-05-01", &["2023-05-06", "2023-05-06"]),
            twice("2023-05-06"),
        ),
        (
            holiday("2023-05-01", "2023-05-01", &["2023-05-04"]),
            Err(BadDay::Weekday { day: day("2023-05-04") }),
        ),
        (
            holiday("2023-12-30", "2024-01-01", &[]),
            Err(BadDay::Elsewhere {
                day: day("2024-01-01"),
                year: 2023,
            }),
        ),
        (
            holiday("2022-11-30", "2023-01-01", &[]),
            Err(BadDay::Elsewhere {
                day: day("2022-11-30"),
                year: 2023,
            }),
        ),
    ] {
        assert_eq!(notice(2023, vec![one(), second]), told);
    }
    let years = vec![notice(2023, vec![]).unwrap(), notice(2023, vec![]).unwrap()];
    assert_eq!(WorkDays::new(years), Err(YearTwice(2023)));
}

#[test]
fn what_breaks_the_rules_is_not_read() {
    let good = serde_json::to_value(golden_week()).unwrap();
    assert_eq!(serde_json::from_value::<WorkDays>(good.clone()).unwrap(), golden_week());
    for (pointer, value) in [
        ("/0/holidays/0/worked/0", "2023-10-09"),
        ("/0/holidays/0/worked/0", "2023-10-08"),
        ("/0/holidays/0/days/to", "2024-01-02"),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value.into();
        assert!(serde_json::from_value::<WorkDays>(bad).is_err(), "{pointer} {value}");
    }
}

fn any_days() -> impl Strategy<Value = WorkDays> {
    let one = (0_i32..330, 0_i32..9, 0_i32..6).prop_map(|(from, length, weeks)| {
        let from = day("2023-01-01").saturating_add(jiff::Span::new().days(from));
        let to = from.saturating_add(jiff::Span::new().days(length));
        let saturday = (0..7)
            .map(|n| to.saturating_add(jiff::Span::new().days(weeks * 7 + n + 1)))
            .find(|d| d.weekday() == jiff::civil::Weekday::Saturday);
        Holiday {
            days: DaySpan::new(from, to).unwrap(),
            worked: saturday.into_iter().collect(),
            ..holiday("2023-01-01", "2023-01-01", &[])
        }
    });
    proptest::collection::vec(one, 0..6).prop_map(|holidays| {
        let empty = notice(2023, vec![]).unwrap();
        let kept = holidays
            .into_iter()
            .fold(empty, |notice, holiday| notice.clone().with(holiday).unwrap_or(notice));
        WorkDays::new(vec![kept]).unwrap()
    })
}

fn any_day() -> impl Strategy<Value = Date> {
    (-60_i32..430).prop_map(|n| day("2023-01-01").saturating_add(jiff::Span::new().days(n)))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn counting_on_and_counting_up_agree(days in any_days(), from in any_day(), number in 1_u16..60) {
        let after = days.after(from, number);
        prop_assert!(after > from && days.is_working(after));
        prop_assert_eq!(days.between(from, after), u32::from(number));
        prop_assert_eq!(days.between(from, after.yesterday().unwrap()), u32::from(number) - 1);
    }

    #[test]
    fn there_and_back_again(days in any_days(), from in any_day(), number in 0_u16..60) {
        let start = days.on_or_after(from);
        prop_assert_eq!(days.before(days.after(start, number), number), start);
        let start = days.on_or_before(from);
        prop_assert_eq!(days.after(days.before(start, number), number), start);
    }

    #[test]
    fn a_day_rolls_to_the_nearest_working_day_or_stays(days in any_days(), from in any_day()) {
        let (next, last) = (days.on_or_after(from), days.on_or_before(from));
        prop_assert!(last <= from && from <= next);
        prop_assert_eq!(days.is_working(from), next == from);
        prop_assert_eq!(next == from, last == from);
        // Nothing is worked between the two.
        prop_assert_eq!(days.between(last, next), u32::from(next != last));
    }

    #[test]
    fn stretches_add_up(days in any_days(), a in any_day(), b in any_day(), c in any_day()) {
        let mut ends = [a, b, c];
        ends.sort_unstable();
        let [a, b, c] = ends;
        prop_assert_eq!(days.between(a, b) + days.between(b, c), days.between(a, c));
        prop_assert!(i64::from(days.between(a, c)) <= days_between(a, c));
    }

    #[test]
    fn it_reads_back(days in any_days()) {
        let text = serde_json::to_string(&days).unwrap();
        prop_assert_eq!(serde_json::from_str::<WorkDays>(&text).unwrap(), days);
    }
}
