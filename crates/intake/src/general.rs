//! Parts of a document that set no work: what it is for, by which principles, with which goals.

use crate::scan;

/// What a part without work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum General {
    /// 主要目标.
    Goals,
    /// 指导思想, 基本原则, 重大意义: nothing is promised there.
    Principles,
    /// 总体要求, 试点范围: something may be.
    Other,
    /// 保障措施 and the like: work that is counted nowhere and given to nobody.
    Work,
}

const GOALS: [&str; 14] = [
    "目标",
    "主要目标",
    "工作目标",
    "发展目标",
    "总体目标",
    "目标要求",
    "目标任务",
    "试点目标",
    "年度目标",
    "主要指标",
    "预期目标",
    "行动目标",
    "攻坚目标",
    "总体要求与主要目标",
];
const PRINCIPLES: [&str; 14] = [
    "指导思想",
    "基本原则",
    "重大意义",
    "重要意义",
    "总体思路",
    "总体要求",
    "工作原则",
    "基本思路",
    "行动原则",
    "工作思路",
    "指导原则",
    "背景",
    "编制依据",
    "面临形势",
];

/// What the part under a heading is, by its name; `None` for work.
pub(crate) fn of(chars: &[char], from: usize, to: usize) -> Option<General> {
    let name: String = chars.get(from..to.min(from + 24)).unwrap_or_default().iter().collect();
    if GOALS.contains(&name.as_str()) || (name.ends_with("目标") && name.chars().count() <= 20) {
        return Some(General::Goals);
    }
    if let Some(principle) = PRINCIPLES.iter().find(|word| name.starts_with(*word)) {
        let goals = scan::has_any(chars, from, to, &["目标"]);
        return Some(match (goals, *principle) {
            (true, _) => General::Goals,
            (false, "总体要求") => General::Other,
            _ => General::Principles,
        });
    }
    None
}

/// Where the goals begin that words announce: «主要目标是:».
pub(crate) fn announced(chars: &[char], from: usize, to: usize) -> Option<usize> {
    const WORDS: [&str; 9] = [
        "目标是",
        "目标为",
        "目标如下",
        "主要目标",
        "工作目标",
        "总体目标",
        "预期目标",
        "年度目标",
        "发展目标",
    ];
    let found = WORDS.iter().filter_map(|word| {
        let at = scan::find(chars, from, to, word)?;
        let end = at + scan::len(word);
        (chars.get(end) == Some(&':')).then_some(end + 1)
    });
    found.min()
}
