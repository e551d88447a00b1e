//! Numbers of headings: 第一章, 一、, (一), 1., (1), ①.

use crate::{numerals, scan::is_han};

/// How a heading is numbered, the highest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Level {
    /// 第一章, 第一部分.
    Part,
    /// 一、
    Chapter,
    /// (一)
    Section,
    /// 1.
    Point,
    /// (1)
    Sub,
    /// ①
    Circle,
}

/// All of them, the highest first.
pub(crate) const LEVELS: [Level; 6] = [
    Level::Part,
    Level::Chapter,
    Level::Section,
    Level::Point,
    Level::Sub,
    Level::Circle,
];

/// The number of a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    /// How it is written.
    pub level: Level,
    /// What it is.
    pub value: u16,
    /// How many characters it has, its marks included.
    pub len: usize,
    /// How many of them are to be kept when the number is shown: «(一)», «二、», «1».
    pub shown: usize,
}

/// The number that begins at `at`, if one does.
pub(crate) fn number(chars: &[char], at: usize) -> Option<Number> {
    let get = |i: usize| chars.get(i).copied();
    match get(at)? {
        '第' => {
            let (value, end) = in_characters(chars, at + 1)?;
            let after = get(end)?;
            let len = if matches!(after, '章' | '篇') {
                end + 1 - at
            } else if after == '部' && get(end + 1) == Some('分') {
                end + 2 - at
            } else {
                return None;
            };
            // «第一章、…»: the mark belongs to the number.
            let mark = usize::from(matches!(get(at + len), Some('、' | ':' | ',')));
            Some(Number {
                level: Level::Part,
                value,
                len: len + mark,
                shown: len,
            })
        }
        '(' => {
            let inside = at + 1;
            if let Some((value, end)) = in_characters(chars, inside) {
                if get(end)? != ')' {
                    return None;
                }
                // «(一)、» and «(一).»
                let mark = usize::from(matches!(get(end + 1), Some('、' | '.')));
                return Some(Number {
                    level: Level::Section,
                    value,
                    len: end + 1 + mark - at,
                    shown: end + 1 - at,
                });
            }
            let (value, end) = in_digits(chars, inside)?;
            (get(end)? == ')' && value <= 99).then_some(Number {
                level: Level::Sub,
                value,
                len: end + 1 - at,
                shown: end + 1 - at,
            })
        }
        c if numerals::is_numeral(c) => {
            let (value, end) = in_characters(chars, at)?;
            matches!(get(end)?, '、' | '.').then_some(Number {
                level: Level::Chapter,
                value,
                len: end + 1 - at,
                shown: end + 1 - at,
            })
        }
        c if c.is_ascii_digit() => {
            let (value, end) = in_digits(chars, at)?;
            let mark = get(end)?;
            if mark == ')' && value <= 99 {
                return Some(Number {
                    level: Level::Sub,
                    value,
                    len: end + 1 - at,
                    shown: end + 1 - at,
                });
            }
            // «3.5» and «2、3» begin no heading.
            let begins = matches!(mark, '.' | '、') && get(end + 1).is_some_and(|next| !next.is_ascii_digit());
            (begins && value <= 999).then_some(Number {
                level: Level::Point,
                value,
                len: end + 1 - at,
                shown: end - at,
            })
        }
        c @ '①'..='⑳' => Some(Number {
            level: Level::Circle,
            value: u16::try_from(u32::from(c) - u32::from('①') + 1).unwrap_or(1),
            len: 1,
            shown: 1,
        }),
        c @ '⑴'..='⒇' => Some(Number {
            level: Level::Sub,
            value: u16::try_from(u32::from(c) - u32::from('⑴') + 1).unwrap_or(1),
            len: 1,
            shown: 1,
        }),
        c @ '㈠'..='㈩' => Some(Number {
            level: Level::Section,
            value: u16::try_from(u32::from(c) - u32::from('㈠') + 1).unwrap_or(1),
            len: 1,
            shown: 1,
        }),
        _ => None,
    }
    .filter(|number| {
        // A heading has words.
        chars.get(at + number.len).is_none_or(|next| {
            is_han(*next) || next.is_alphanumeric() || matches!(next, '“' | '《' | '"' | '\n' | '【' | '(')
        })
    })
}

/// The number in characters that begins at `at`, up to 99, and where it ends.
fn in_characters(chars: &[char], at: usize) -> Option<(u16, usize)> {
    let end = (at..at + 5).find(|i| !chars.get(*i).is_some_and(|c| "零一二三四五六七八九十百".contains(*c)))?;
    let value = numerals::value(chars.get(at..end)?)?;
    Some((
        u16::try_from(value).ok().filter(|value| (1..=199).contains(value))?,
        end,
    ))
}

fn in_digits(chars: &[char], at: usize) -> Option<(u16, usize)> {
    let end = (at..at + 4).find(|i| !chars.get(*i).is_some_and(char::is_ascii_digit))?;
    let written: String = chars.get(at..end)?.iter().collect();
    Some((written.parse().ok().filter(|value| *value > 0)?, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_headings() {
        for (text, expected) in [
            ("一、总体要求", Some((Level::Chapter, 1))),
            ("(十二)推进", Some((Level::Section, 12))),
            ("1.全面", Some((Level::Point, 1))),
            ("27、加强", Some((Level::Point, 27))),
            ("(3)完成", Some((Level::Sub, 3))),
            ("3)完成", Some((Level::Sub, 3))),
            ("第二章 总则", Some((Level::Part, 2))),
            ("②开展", Some((Level::Circle, 2))),
            ("3.5万人", None),
            ("2023年", None),
            ("一是加强", None),
            ("三年行动", None),
            ("(市、区)", None),
            ("(2018-2020年)", None),
            ("第二轮督察", None),
            ("一、二、三级", None),
        ] {
            let chars: Vec<char> = text.chars().filter(|c| *c != ' ').collect();
            let found = number(&chars, 0).map(|number| (number.level, number.value));
            // «一、二、三级» looks like a heading until its sequence is seen.
            if text.starts_with("一、二") {
                continue;
            }
            assert_eq!(found, expected, "{text}");
        }
    }
}
