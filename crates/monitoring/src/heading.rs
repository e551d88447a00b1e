//! One form of the heads of columns, for water and for air.

use crate::cell::half_width;

/// A head in half width and lower case, without blanks and marks of a power, with one kind of bracket and
/// one letter for each of the look-alikes.
pub(crate) fn fold(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{FEFF}' | '^'))
        .map(|c| match c {
            '[' | '【' | '〔' | '{' => '(',
            ']' | '】' | '〕' | '}' => ')',
            'µ' => 'μ',
            'α' | 'ɑ' => 'a',
            '₀' => '0',
            '₁' => '1',
            '₂' => '2',
            '³' | '₃' => '3',
            '₄' => '4',
            '₅' => '5',
            other => other,
        })
        .flat_map(char::to_lowercase)
        .collect()
}
