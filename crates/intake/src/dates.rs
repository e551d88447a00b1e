//! Days by which something is due: 年底前, 6月底前, 到2025年, 上半年, 2020年底前.

use yaodian_domain::Date;

use crate::{numerals, scan};

/// The years that dates without a year are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Calendar {
    /// The year of the plan, if it has one.
    pub year: Option<i16>,
}

/// A day that stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Due {
    pub from: usize,
    pub to: usize,
    pub day: Date,
    /// Whether it holds for the sentences that follow in the paragraph: «到2020年,».
    pub goes_on: bool,
}

fn last_of(year: i16, month: i8) -> Option<Date> {
    Some(Date::new(year, month, 1).ok()?.last_of_month())
}

impl Calendar {
    /// The first day in `from..to`, whether or not a word says that it is one by which.
    pub fn first_in(self, chars: &[char], from: usize, to: usize) -> Option<Date> {
        let mut last = self.year;
        (from..to).find_map(|at| {
            let by = self.due_at(chars, at, to, &mut last).map(|due| due.day);
            by.or_else(|| {
                let (named, rest) = year(chars, at, self.year);
                within(chars, rest, named.or(self.year)?, named.is_some()).map(|(day, ..)| day)
            })
        })
    }

    /// The days by which something is due in `from..to`. `last` is the year that was named last.
    pub fn all_in(self, chars: &[char], from: usize, to: usize, last: &mut Option<i16>) -> Vec<Due> {
        let mut found: Vec<Due> = self.when(chars, from, to, last).into_iter().collect();
        let mut at = found.last().map_or(from, |due| due.to);
        while at < to {
            if let Some(due) = self.due_at(chars, at, to, last) {
                at = due.to;
                let goes_on = due.goes_on;
                found.push(due);
                // «到2025年、2030年»: the second has no word of its own.
                while goes_on
                    && chars.get(at).is_some_and(|c| matches!(c, '、' | '和'))
                    && let (Some(of), end) = year(chars, at + 1, None)
                    && let Some(day) = last_of(of, 12).filter(|_| end <= to)
                {
                    *last = Some(of);
                    found.push(Due {
                        from: at,
                        to: end,
                        day,
                        goes_on,
                    });
                    at = end;
                }
            } else {
                at += 1;
            }
        }
        found
    }

    /// «2021年全面推广…»: a year that begins a clause says by when, if it is not past.
    fn when(self, chars: &[char], from: usize, to: usize, last: &mut Option<i16>) -> Option<Due> {
        let (found, end) = year(chars, from, None);
        let of = found?;
        let next = *chars.get(end)?;
        let names = "度是版以来的至到底末上下前初第至0123456789一二三四五六七八九十".contains(next);
        if names || end >= to || self.year.is_some_and(|year| of < year) {
            return None;
        }
        *last = Some(of);
        Some(Due {
            from,
            to: end,
            day: last_of(of, 12)?,
            goes_on: false,
        })
    }

    fn due_at(self, chars: &[char], at: usize, to: usize, last: &mut Option<i16>) -> Option<Due> {
        let first = *chars.get(at)?;
        // Most characters begin no day.
        if !(first.is_ascii_digit()
            || numerals::is_numeral(first)
            || matches!(
                first,
                '到' | '至' | '年' | '上' | '下' | '今' | '明' | '后' | '本' | '第'
            ))
        {
            return None;
        }
        // «三年内», «5年内»: how long, and no day.
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied().unwrap_or('\n');
        if before.is_ascii_digit() && (first.is_ascii_digit() || first == '年')
            || first == '年' && (numerals::is_numeral(before) || matches!(before, '个' | '多' | '余' | '几'))
        {
            return None;
        }
        let until = usize::from(matches!(first, '到' | '至'));
        let (year, rest) = year(chars, at + until, self.year);
        if let Some(year) = year {
            *last = Some(year);
        }
        let of = year.or(*last).or(self.year)?;
        let (day, end, sure) = within(chars, rest, of, year.is_some())?;
        if end > to {
            return None;
        }
        let before = scan::longest(chars, end, &["之前", "以前", "前", "内", "以内", "止"]);
        let end = end + before.map_or(0, scan::len);
        // «2023年» alone is when, and no day by which.
        let is_due = until == 1 || before.is_some() || sure;
        (is_due && end <= to).then_some(Due {
            from: at,
            to: end,
            day,
            goes_on: until == 1,
        })
    }
}

/// The year that begins at `at`: 2023年, 今年, 明年; and where it ends.
fn year(chars: &[char], at: usize, plan: Option<i16>) -> (Option<i16>, usize) {
    let digits = (at..at + 5)
        .find(|i| !chars.get(*i).is_some_and(char::is_ascii_digit))
        .unwrap_or(at);
    if digits == at + 4 && chars.get(digits) == Some(&'年') {
        let written: String = chars.get(at..digits).unwrap_or_default().iter().collect();
        let year = written.parse::<i16>().ok().filter(|year| (1949..=2100).contains(year));
        if year.is_some() {
            return (year, digits + 1);
        }
    }
    for (word, ahead) in [("今年", 0), ("本年", 0), ("明年", 1), ("后年", 2)] {
        if scan::starts(chars, at, word) {
            return (plan.map(|year| year + ahead), at + 2);
        }
    }
    (None, at)
}

/// What follows on a year: 底, 末, 6月底, 上半年, 第三季度, or nothing. `true`: a day by which, even
/// without 前.
fn within(chars: &[char], at: usize, year: i16, has_year: bool) -> Option<(Date, usize, bool)> {
    let word = |word: &str| scan::starts(chars, at, word);
    let end = |len: usize| at + len;
    if has_year && (word("底") || word("末")) {
        return Some((last_of(year, 12)?, end(1), true));
    }
    if has_year && word("年底") {
        return Some((last_of(year, 12)?, end(2), true));
    }
    if word("年底") || word("年末") {
        // «到年底»; «近年底» is nothing that is written.
        return Some((last_of(year, 12)?, end(2), true));
    }
    if word("年内") || word("年度内") {
        return Some((last_of(year, 12)?, end(if word("年内") { 2 } else { 3 }), true));
    }
    if word("上半年") {
        let tail = usize::from(chars.get(end(3)).is_some_and(|c| matches!(c, '底' | '末')));
        return Some((last_of(year, 6)?, end(3 + tail), true));
    }
    if word("下半年") || word("全年") {
        let len = if word("全年") { 2 } else { 3 };
        // «全年PM2.5…» says when and not by when.
        return word("下半年")
            .then(|| Some((last_of(year, 12)?, end(len), true)))
            .flatten();
    }
    for (quarter, month) in [
        ("一", 3),
        ("二", 6),
        ("三", 9),
        ("四", 12),
        ("1", 3),
        ("2", 6),
        ("3", 9),
        ("4", 12),
    ] {
        let first = usize::from(word("第"));
        if scan::starts(chars, at + first, quarter) && scan::starts(chars, at + first + 1, "季度") {
            let tail = usize::from(chars.get(end(first + 3)).is_some_and(|c| matches!(c, '底' | '末')));
            return Some((last_of(year, month)?, end(first + 3 + tail), true));
        }
    }
    if let Some((month, month_end)) = month(chars, at) {
        let tail = chars.get(month_end).copied();
        if matches!(tail, Some('底' | '末')) {
            return Some((last_of(year, month)?, month_end + 1, true));
        }
        if tail == Some('份') {
            return Some((last_of(year, month)?, month_end + 1, has_year));
        }
        for (word, day) in [("上旬", 10), ("中旬", 20)] {
            if scan::starts(chars, month_end, word) {
                return Some((Date::new(year, month, day).ok()?, month_end + 2, true));
            }
        }
        if scan::starts(chars, month_end, "下旬") {
            return Some((last_of(year, month)?, month_end + 2, true));
        }
        let found = numerals::find(chars, month_end, month_end + 3).into_iter().next();
        if let Some(day) = found
            && day.start == month_end
            && chars.get(day.end).is_some_and(|c| matches!(c, '日' | '号'))
        {
            let written: i8 = day.value.parse().ok()?;
            let end = day.end + 1;
            // Only «…日前» is a day by which.
            return Some((Date::new(year, month, written).ok()?, end, false));
        }
        return Some((last_of(year, month)?, month_end, false));
    }
    has_year.then_some((last_of(year, 12)?, at, false))
}

/// «6月», «十二月»: the month and where it ends.
fn month(chars: &[char], at: usize) -> Option<(i8, usize)> {
    let numeral = numerals::find(chars, at, at + 3).into_iter().next()?;
    let month: i8 = numeral.value.parse().ok()?;
    (numeral.start == at && chars.get(numeral.end) == Some(&'月') && (1..=12).contains(&month))
        .then_some((month, numeral.end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_by_which() {
        let calendar = Calendar { year: Some(2023) };
        for (text, expected) in [
            ("到2020年,全市", Some("2020-12-31")),
            ("2020年底前开展", Some("2020-12-31")),
            ("2021年6月底前研究", Some("2021-06-30")),
            ("年底前完成", Some("2023-12-31")),
            ("6月底前完成", Some("2023-06-30")),
            ("2019年上半年,试点", Some("2019-06-30")),
            ("一季度完成", Some("2023-03-31")),
            ("第三季度末前", Some("2023-09-30")),
            ("2023年12月31日前完成", Some("2023-12-31")),
            ("于2月28日前报送", Some("2023-02-28")),
            ("2018年12月21日", None),
            ("2022年度考核", None),
            ("2023年是关键之年", None),
            ("到2025年底,全省", Some("2025-12-31")),
            ("5月中旬前", Some("2023-05-20")),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let dues = calendar.all_in(&chars, 0, chars.len(), &mut Some(2023));
            let found = dues.first().map(|due| due.day.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
