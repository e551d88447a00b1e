//! The marks of an official document: full width between Chinese characters.

/// Puts a Chinese text into the marks of an official document. Figures keep theirs: `12,480`, `(2023-09)`.
pub(super) fn full_width(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let chinese = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| is_chinese(*c));
    let mut written = String::with_capacity(text.len() + 8);
    // For each bracket that is open, whether it was made wide.
    let mut open = Vec::new();
    for (at, c) in chars.iter().enumerate() {
        let (before, after) = (chinese(at.checked_sub(1)), chinese(at.checked_add(1)));
        let beside = before || after;
        written.push(match c {
            ',' if beside || parts_figures(&chars, at) => '，',
            ':' if beside => '：',
            ';' if beside => '；',
            '(' => {
                // Whatever is in a bracket, it is wide where it holds or follows Chinese.
                let inside = chars[at + 1..]
                    .iter()
                    .take_while(|c| **c != ')')
                    .any(|c| is_chinese(*c));
                open.push(before || inside);
                if before || inside { '（' } else { '(' }
            }
            ')' if open.pop() == Some(true) => '）',
            other => *other,
        });
    }
    written
}

/// Whether a comma between digits stands between two figures, and not within one: `12,480,14.2%`.
fn parts_figures(chars: &[char], at: usize) -> bool {
    let before = at
        .checked_sub(1)
        .is_some_and(|at| chars[at].is_ascii_digit() || chars[at] == '%');
    let digits = chars[at + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
    before && digits > 0 && digits != 3
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}' | '“' | '”')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_between_characters_are_wide() {
        for (text, written) in [
            ("已完成 9,067 / 12,480，应达 80%。", "已完成 9,067 / 12,480，应达 80%。"),
            ("1,777 / 12,480,14.2%", "1,777 / 12,480，14.2%"),
            ("差 917 个（按序时）。", "差 917 个（按序时）。"),
            ("第7项，牵头：水处", "第7项，牵头：水处"),
            ("300 × 73.42% = 220.26", "300 × 73.42% = 220.26"),
            ("(89.35 × 365 − 90) ÷ 2", "(89.35 × 365 − 90) ÷ 2"),
            ("比较（GB/T 8170 修约值比较法）", "比较（GB/T 8170 修约值比较法）"),
            ("on time; late (3)", "on time; late (3)"),
        ] {
            assert_eq!(full_width(text), written);
        }
    }
}
