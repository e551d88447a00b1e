//! Numbers, written in digits or in characters.

/// Whether a character can be part of a number written in characters.
pub(crate) fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '零' | '〇'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '亿'
            | '两'
            | '半'
    )
}

/// The value of a number written in characters, up to 9999: 二十三, 两百, 一百零五, 〇.
pub(crate) fn value(chars: &[char]) -> Option<u32> {
    if chars.is_empty() || chars.len() > 8 {
        return None;
    }
    let digit = |c: char| -> Option<u32> {
        Some(match c {
            '零' | '〇' => 0,
            '一' => 1,
            '二' | '两' => 2,
            '三' => 3,
            '四' => 4,
            '五' => 5,
            '六' => 6,
            '七' => 7,
            '八' => 8,
            '九' => 9,
            _ => return None,
        })
    };
    let power = |c: char| match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    };
    // 二〇二三: digits side by side.
    if chars.len() > 1 && chars.iter().all(|c| digit(*c).is_some()) && !chars.contains(&'两') {
        return chars
            .iter()
            .try_fold(0_u32, |sum, c| sum.checked_mul(10)?.checked_add(digit(*c)?));
    }
    let (mut sum, mut open, mut last) = (0_u32, None, 10_000);
    for c in chars {
        if let Some(digit) = digit(*c) {
            if open.is_some_and(|before: u32| before != 0) {
                return None;
            }
            open = Some(digit);
        } else {
            let power = power(*c)?;
            if power >= last {
                return None;
            }
            last = power;
            sum += open.filter(|digit| *digit != 0).unwrap_or(1) * power;
            open = None;
        }
    }
    Some(sum + open.unwrap_or_default())
}

/// A number that stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Numeral {
    /// Its first character.
    pub start: usize,
    /// The first character after it.
    pub end: usize,
    /// As a decimal string; empty where the characters make no number (十四五).
    pub value: String,
    /// Whether it is written in characters.
    pub in_characters: bool,
}

/// All numbers within `from..to`.
pub(crate) fn find(chars: &[char], from: usize, to: usize) -> Vec<Numeral> {
    let to = to.min(chars.len());
    let mut found = Vec::new();
    let mut at = from;
    while at < to {
        let c = chars.get(at).copied().unwrap_or('\n');
        if c.is_ascii_digit() {
            let numeral = digits(chars, at, to);
            at = numeral.end;
            found.push(numeral);
        } else if is_numeral(c) {
            let end = (at..to)
                .find(|i| !chars.get(*i).is_some_and(|c| is_numeral(*c)))
                .unwrap_or(to);
            let written = chars.get(at..end).unwrap_or_default();
            let value = match written {
                ['半'] => "0.5".to_owned(),
                // Half of something, in percent.
                ['一', '半'] => "50".to_owned(),
                // A multiple alone is part of a word or of a unit.
                ['万' | '亿' | '千' | '百'] => String::new(),
                _ => value(written).map(|value| value.to_string()).unwrap_or_default(),
            };
            found.push(Numeral {
                start: at,
                end,
                value,
                in_characters: true,
            });
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// The number in digits that begins at `start`: 89.3, 12480, 12,480.
fn digits(chars: &[char], start: usize, to: usize) -> Numeral {
    let is_digit = |at: usize| at < to && chars.get(at).is_some_and(char::is_ascii_digit);
    let mut at = start;
    while is_digit(at) {
        at += 1;
    }
    // Thousands: one to three digits, then groups of exactly three.
    if at - start <= 3 {
        let mut group = at;
        while chars.get(group) == Some(&',') && (1..=3).all(|i| is_digit(group + i)) && !is_digit(group + 4) {
            group += 4;
        }
        at = group;
    }
    if chars.get(at) == Some(&'.') && is_digit(at + 1) {
        at += 1;
        while is_digit(at) {
            at += 1;
        }
    }
    let value: String = chars
        .get(start..at)
        .unwrap_or_default()
        .iter()
        .filter(|c| **c != ',')
        .collect();
    let whole = value.find('.').unwrap_or(value.len());
    let zeros = value
        .bytes()
        .take_while(|b| *b == b'0')
        .count()
        .min(whole.saturating_sub(1));
    Numeral {
        start,
        end: at,
        value: value.get(zeros..).unwrap_or(&value).to_owned(),
        in_characters: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_read() {
        for (written, expected) in [
            ("三", Some(3)),
            ("十", Some(10)),
            ("十四", Some(14)),
            ("二十七", Some(27)),
            ("两百", Some(200)),
            ("一百零五", Some(105)),
            ("二〇二三", Some(2023)),
            ("两千", Some(2000)),
            ("十十", None),
            ("百十千", None),
            ("", None),
        ] {
            let chars: Vec<char> = written.chars().collect();
            assert_eq!(value(&chars), expected, "{written}");
        }
    }

    #[test]
    fn numbers_are_found() {
        for (text, expected) in [
            ("达到89.3%,共12,480个", vec!["89.3", "12480"]),
            ("2023,100", vec!["2023", "100"]),
            ("三年,0.3%,007", vec!["3", "0.3", "7"]),
            ("PM2.5", vec!["2.5"]),
            ("12,4801", vec!["12", "4801"]),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let found: Vec<String> = find(&chars, 0, chars.len()).into_iter().map(|n| n.value).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
