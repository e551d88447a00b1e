//! What stands in a cell: days, figures, steps.

use yaodian_domain::{Date, Decimal, number, observation::Step, time::DaySpan};

use super::Wrong;

/// The steps with their names, the one in messages first.
const STEPS: [(Step, &[&str]); 5] = [
    (Step::NotStarted, &["not-started", "未启动", "未开始"]),
    (Step::Started, &["started", "已启动"]),
    (Step::Drafted, &["drafted", "形成初稿"]),
    (Step::UnderReview, &["under-review", "送审"]),
    (Step::Delivered, &["delivered", "已完成", "已印发"]),
];

/// The days that a cell means: a day, a month or a year.
///
/// Spreadsheets rewrite days as their country does: `2023/9/30` and `2023年9月30日` are days too.
fn days(cell: &str) -> Option<DaySpan> {
    let plain: String = cell
        .chars()
        .filter_map(|c| match c {
            '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
            '/' | '／' | '.' | '．' | '－' | '年' | '月' => Some('-'),
            '日' => None,
            other => Some(other),
        })
        .collect();
    let plain = match cell.chars().last()? {
        '年' | '月' => plain.strip_suffix('-').unwrap_or(&plain),
        _ => &plain,
    };
    let mut parts = plain.split('-').map(str::trim);
    let number = |part: &str, digits: std::ops::RangeInclusive<usize>| {
        let good = digits.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        good.then(|| part.parse::<i16>().ok())?
    };
    let year = number(parts.next()?, 4..=4).filter(|year| *year > 0)?;
    let Some(month) = parts.next() else {
        return Some(DaySpan::year(year));
    };
    let month = i8::try_from(number(month, 1..=2)?).ok()?;
    let Some(day) = parts.next() else {
        return DaySpan::month(year, month);
    };
    let day = i8::try_from(number(day, 1..=2)?).ok()?;
    if parts.next().is_some() {
        return None;
    }
    Date::new(year, month, day).ok().map(DaySpan::day)
}

fn no_day(cell: &str) -> Wrong {
    Wrong::NotADay { typed: cell.to_owned() }
}

/// The first of the days that a cell means.
pub(super) fn first_day(cell: &str) -> Result<Date, Wrong> {
    days(cell).map(DaySpan::from).ok_or_else(|| no_day(cell))
}

/// The last of the days that a cell means.
pub(super) fn last_day(cell: &str) -> Result<Date, Wrong> {
    days(cell).map(DaySpan::to).ok_or_else(|| no_day(cell))
}

/// The one day that a cell means.
pub(super) fn one_day(cell: &str) -> Result<Date, Wrong> {
    let days = days(cell).filter(|days| days.from() == days.to());
    days.map(DaySpan::from).ok_or_else(|| no_day(cell))
}

/// A figure, where `percent` with a percent sign or without.
pub(super) fn figure(cell: &str, percent: bool) -> Result<Decimal, Wrong> {
    if !percent && cell.contains(['%', '％']) {
        return Err(Wrong::NotAPercentage { typed: cell.to_owned() });
    }
    number::parse(cell).map_err(|why| Wrong::NotAFigure {
        typed: cell.to_owned(),
        why,
    })
}

/// How many samples there were.
pub(super) fn samples(cell: &str) -> Result<Decimal, Wrong> {
    let samples = figure(cell, false)?;
    if samples > Decimal::ZERO {
        Ok(samples)
    } else {
        Err(Wrong::NotAboveZero { typed: cell.to_owned() })
    }
}

/// A step, by its name in files or on screens; what stands there in brackets may be there or not.
pub(super) fn step(cell: &str) -> Result<Step, Wrong> {
    let head = cell.split(['(', '（']).next().unwrap_or_default().trim().to_lowercase();
    let found = STEPS.iter().find(|(_, names)| names.contains(&head.as_str()));
    found.map(|(step, _)| *step).ok_or_else(|| Wrong::NotAStep {
        typed: cell.to_owned(),
        known: STEPS
            .map(|(_, names)| names.iter().take(2).copied().collect::<Vec<_>>().join("/"))
            .join(", "),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_days_as_spreadsheets_write_them() {
        for (cell, from, to) in [
            ("2023-09-30", "2023-09-30", "2023-09-30"),
            ("2023/9/30", "2023-09-30", "2023-09-30"),
            ("2023.9.30", "2023-09-30", "2023-09-30"),
            ("2023年9月30日", "2023-09-30", "2023-09-30"),
            ("２０２３－０９－３０", "2023-09-30", "2023-09-30"),
            ("2024年2月", "2024-02-01", "2024-02-29"),
            ("2023-04", "2023-04-01", "2023-04-30"),
            ("2023年", "2023-01-01", "2023-12-31"),
            ("2023", "2023-01-01", "2023-12-31"),
        ] {
            let days = days(cell).unwrap_or_else(|| panic!("{cell}"));
            assert_eq!(
                (days.from().to_string(), days.to().to_string()),
                (from.to_owned(), to.to_owned())
            );
        }
        for cell in [
            "",
            "-",
            "9/30/2023",
            "45199",
            "2023-13",
            "2023-02-30",
            "2023-",
            "2023/9/",
            "23-9-30",
            "2023-9-30 0:00",
            "Sep-23",
            "2023-9-30-1",
            "0000",
            "2023-123",
            "日",
        ] {
            assert_eq!(days(cell), None, "{cell}");
        }
        assert!(one_day("2023-09").is_err() && last_day("2023-09").is_ok());
    }

    #[test]
    fn reads_figures_and_steps() {
        assert_eq!(figure("８９．３％", true).unwrap().to_string(), "89.3");
        assert_eq!(figure("12,480", false).unwrap().to_string(), "12480");
        assert!(matches!(figure("80%", false), Err(Wrong::NotAPercentage { .. })));
        assert!(matches!(figure("—", true), Err(Wrong::NotAFigure { .. })));
        assert!(matches!(samples("0"), Err(Wrong::NotAboveZero { .. })));
        for (cell, expected) in [
            ("drafted", Step::Drafted),
            ("Under-Review", Step::UnderReview),
            ("形成初稿(初步成果)", Step::Drafted),
            ("送审（验收中）", Step::UnderReview),
            ("已完成", Step::Delivered),
        ] {
            assert_eq!(step(cell), Ok(expected), "{cell}");
        }
        assert!(matches!(step("快好了"), Err(Wrong::NotAStep { .. })));
    }
}
