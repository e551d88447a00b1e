//! Every figure of a text: digits of either width, Roman numerals, Chinese numerals.
//!
//! The rule is strict on purpose. It cannot know that the 一 of «统一» is no number; whoever
//! prepares a plan says so once, and nothing that looks like a number can be overlooked. Left out
//! are the numerals of cheques (伍, 陆, 拾), which a plan does not use, and words do (队伍).

use yaodian_domain::plan::Span;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Digit,
    Roman,
    Latin,
    Chinese,
    Other,
}

fn sort(c: char) -> Sort {
    match c {
        '0'..='9' | '０'..='９' => Sort::Digit,
        '\u{2160}'..='\u{217F}' => Sort::Roman,
        'a'..='z' | 'A'..='Z' => Sort::Latin,
        '〇' | '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千' | '万'
        | '亿' | '两' | '半' => Sort::Chinese,
        _ => Sort::Other,
    }
}

/// All figures of `text` in order.
///
/// A run of one sort is one figure, decimals included: `89.3`, `十四五`, `Ⅱ`. Latin letters are
/// one where they can only be a Roman numeral: the V of «劣 V 类», not that of «VOCS».
pub(crate) fn find(text: &str) -> Vec<Span> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let sort_at = |index: usize| chars.get(index).map_or(Sort::Other, |(_, c)| sort(*c));
    let byte_at = |index: usize| chars.get(index).map_or(text.len(), |(at, _)| *at);
    let mut found = Vec::new();
    let mut index = 0;
    while index < chars.len() {
        let first = sort_at(index);
        let mut end = index + 1;
        while end < chars.len() {
            if sort_at(end) == first {
                end += 1;
            } else if first == Sort::Digit
                && chars.get(end).is_some_and(|(_, c)| matches!(c, '.' | '．'))
                && sort_at(end + 1) == Sort::Digit
            {
                end += 2;
            } else {
                break;
            }
        }
        let is_figure = match first {
            Sort::Digit | Sort::Roman | Sort::Chinese => true,
            Sort::Latin => chars
                .get(index..end)
                .is_some_and(|run| run.iter().all(|(_, c)| matches!(c, 'I' | 'V' | 'X'))),
            Sort::Other => false,
        };
        if is_figure {
            found.push(Span {
                start: byte_at(index),
                end: byte_at(end),
            });
        }
        index = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn sees_every_way_of_writing_a_number() {
        for (text, figures) in [
            ("达到 89.3%,劣 V 类断面比例控制在 0.3% 以内。", vec!["89.3", "V", "0.3"]),
            ("细颗粒物(PM2.5)和(VOCS)", vec!["2.5"]),
            ("保持在Ⅱ类或以上", vec!["Ⅱ"]),
            ("８９．３％", vec!["８９．３"]),
            ("推动**30**家以上", vec!["30"]),
            ("“十四五”的两个 100%", vec!["十四五", "两", "100"]),
            ("第七批,一河一策一图", vec!["七", "一", "一", "一"]),
            ("2023-2035", vec!["2023", "2035"]),
            ("91%以上,", vec!["91"]),
            ("共3.", vec!["3"]),
            ("没有", vec![]),
        ] {
            let found: Vec<&str> = find(text).into_iter().map(|span| &text[span.start..span.end]).collect();
            assert_eq!(found, figures, "{text}");
        }
    }
}
