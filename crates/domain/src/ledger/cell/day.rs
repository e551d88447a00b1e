//! Days as officials write them.

use jiff::civil::Date;

use super::{Trouble, half_width};

/// A day as officials write it: `2023-09-25`, `2023/9/25`, `2023.9.25`, `2023年9月25日`,
/// `20230925`, with or without a time of midnight behind it. Two-digit years and days before
/// months are refused: they can be read in two ways.
pub fn day(text: &str) -> Result<Date, Trouble> {
    let wrong = || Trouble::NotADay {
        found: text.chars().take(40).collect(),
    };
    let plain = half_width(text);
    let plain = plain.trim();
    let plain = plain
        .strip_suffix("00:00:00")
        .or_else(|| plain.strip_suffix("0:00"))
        .map_or(plain, |day| day.trim_end_matches([' ', 'T']));
    let parts: Vec<&str> = if plain.len() == 8 && plain.bytes().all(|b| b.is_ascii_digit()) {
        vec![&plain[..4], &plain[4..6], &plain[6..]]
    } else if let Some((year, rest)) = plain.split_once('年') {
        let (month, day) = rest.split_once('月').ok_or_else(wrong)?;
        let day = day.strip_suffix(['日', '号']).unwrap_or(day);
        vec![year.trim(), month.trim(), day.trim()]
    } else {
        plain.split(['-', '/', '.', '。']).map(str::trim).collect()
    };
    let [year, month, day] = parts.as_slice() else {
        return Err(wrong());
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if year.len() != 4 || !digits(year) || !digits(month) || !digits(day) || month.len() > 2 || day.len() > 2 {
        return Err(wrong());
    }
    match (year.parse(), month.parse(), day.parse()) {
        (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day)
            .ok()
            .filter(|day| (1900..=2200).contains(&day.year()))
            .ok_or_else(wrong),
        _ => Err(wrong()),
    }
}
