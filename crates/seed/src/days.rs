//! Stretches of days as they are written in `published.toml`: `2023`, `2023-09`, `2023-09-21`,
//! `2023-01..2023-04`.

use yaodian_domain::{Date, time::DaySpan};

/// The stretch that `text` means; `None` where it means none.
pub(crate) fn parse(text: &str) -> Option<DaySpan> {
    match text.split_once("..") {
        Some((first, last)) => DaySpan::new(single(first)?.from(), single(last)?.to()).ok(),
        None => single(text),
    }
}

fn single(text: &str) -> Option<DaySpan> {
    let mut parts = text.split('-');
    let year = part(parts.next()?, 4)?;
    let month = parts.next().map(|month| part(month, 2));
    let day = parts.next().map(|day| part(day, 2));
    if parts.next().is_some() || year < 1 {
        return None;
    }
    match (month, day) {
        (None, _) => Some(DaySpan::year(year)),
        (Some(month), None) => DaySpan::month(year, i8::try_from(month?).ok()?),
        (Some(month), Some(day)) => Date::new(year, i8::try_from(month?).ok()?, i8::try_from(day?).ok()?)
            .ok()
            .map(DaySpan::day),
    }
}

fn part(text: &str, digits: usize) -> Option<i16> {
    (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn reads_years_months_days_and_stretches() {
        for (text, from, to) in [
            ("2023", "2023-01-01", "2023-12-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2023-09-21", "2023-09-21", "2023-09-21"),
            ("2023-01..2023-04", "2023-01-01", "2023-04-30"),
        ] {
            let span = parse(text).unwrap();
            assert_eq!(
                (span.from().to_string(), span.to().to_string()),
                (from.to_owned(), to.to_owned())
            );
        }
        for text in [
            "",
            "23",
            "2023-13",
            "2023-02-30",
            "2023-1",
            "2023..2022",
            "2023-01-01-01",
            "二〇二三",
            "+023",
            "0000",
            "..",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
