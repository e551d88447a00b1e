//! Promises that are held against something: a standard, what was before, all or nothing.

use yaodian_domain::target::Kind;

use super::{
    Around, InWords,
    lists::{ALL_OR_NONE, CLASSES, NOT_HIGHER, NOT_LOWER},
};
use crate::{
    draft::{Comparator, Why},
    scan,
};

impl Around<'_> {
    /// «达到国家考核目标要求», «完成省下达的目标任务».
    pub(super) fn as_set(&self) -> Option<InWords> {
        const SETTERS: [&str; 13] = [
            "国家",
            "省级",
            "省定",
            "省政府",
            "省委",
            "上级",
            "省",
            "市",
            "部",
            "自治区",
            "下达",
            "考核",
            "厅",
        ];
        const GOALS: [&str; 25] = [
            "国家要求",
            "省级要求",
            "上级要求",
            "二级标准",
            "水质标准",
            "质量标准",
            "排放标准",
            "标准要求",
            "考核目标要求",
            "考核目标",
            "目标要求",
            "考核要求",
            "目标任务",
            "年度目标",
            "下达目标",
            "下达的目标",
            "下达任务",
            "下达的任务",
            "下达的年度任务",
            "约束性指标",
            "控制目标",
            "约束性目标",
            "考核指标",
            "国家二级标准",
            "下达的指标",
        ];
        let verb = ["达到", "完成", "满足", "实现", "符合"];
        let at = self.has(&verb)?;
        if at
            .checked_sub(1)
            .is_some_and(|before| self.chars.get(before) == Some(&'未'))
        {
            return None;
        }
        let goal = GOALS.iter().find_map(|goal| {
            let found = scan::find(self.chars, at, self.clause.to, goal)?;
            (found - at <= 16).then_some((found, scan::len(goal), *goal))
        });
        let goal = goal.or_else(|| self.handed_down(at))?;
        let standard = matches!(goal.2, "水质标准" | "质量标准" | "排放标准" | "标准要求");
        let setter = standard
            || SETTERS
                .iter()
                .any(|word| scan::find(self.chars, at, goal.0 + goal.1, word).is_some());
        setter.then(|| InWords {
            kind: Kind::SetElsewhere,
            comparator: Comparator::AsSet,
            value: None,
            unit: None,
            subject: if at > self.body + 1 {
                (self.body, at)
            } else {
                (goal.0 + goal.1, self.clause.to)
            },
            why: vec![Why::SetElsewhere],
            confidence: if standard { 0.65 } else { 0.9 },
        })
    }

    /// «完成市下达的节能减排任务», «完成省定任务».
    pub(super) fn handed_down(&self, at: usize) -> Option<(usize, usize, &'static str)> {
        let down = scan::first_of(self.chars, at, self.clause.to, &["下达", "省定", "市定", "国家规定"])?;
        let end = ["任务", "目标", "指标", "要求"];
        let found = end
            .iter()
            .find(|word| scan::ends(self.chars, down, self.clause.to, word))?;
        Some((self.clause.to - scan::len(found), scan::len(found), found))
    }

    /// «水质保持在Ⅱ类或以上».
    pub(super) fn class(&self) -> Option<InWords> {
        const HOLDS: [&str; 13] = [
            "保持在",
            "保持",
            "稳定在",
            "稳定达到",
            "达到或优于",
            "达到",
            "维持在",
            "不低于",
            "优于",
            "稳定保持",
            "不劣于",
            "符合",
            "达",
        ];
        let (at, value) = CLASSES.iter().find_map(|(word, value)| {
            let at = scan::find(self.chars, self.body, self.clause.to, word)?;
            let worse = at
                .checked_sub(1)
                .is_some_and(|before| self.chars.get(before) == Some(&'劣'));
            // «劣V类», «III类» in «VIII类».
            let longer = at
                .checked_sub(1)
                .is_some_and(|before| self.chars.get(before).is_some_and(char::is_ascii_alphabetic));
            (!worse && !longer).then_some((at, *value))
        })?;
        let verb = HOLDS.iter().find_map(|word| {
            let found = scan::find(self.chars, self.body, at, word)?;
            (at - found <= 14).then_some(found)
        })?;
        Some(InWords {
            kind: Kind::NotWorse,
            comparator: Comparator::AtLeast,
            value: Some(value),
            unit: Some("类"),
            subject: (self.body, verb),
            why: vec![Why::Class],
            confidence: 0.9,
        })
    }

    pub(super) fn against_before(&self) -> Option<InWords> {
        if self.has(&["前提下", "情况下", "基础上"]).is_some() {
            return None;
        }
        let lower = self.has(&NOT_LOWER);
        let at = lower.or_else(|| self.has(&NOT_HIGHER))?;
        Some(InWords {
            kind: Kind::NotWorse,
            comparator: if lower.is_some() {
                Comparator::NotLower
            } else {
                Comparator::NotHigher
            },
            value: None,
            unit: None,
            subject: (self.body, at),
            why: vec![Why::AgainstBefore],
            confidence: 0.85,
        })
    }

    /// «实现…全覆盖», «应接尽接、应上尽上», «零发生»: each is one.
    pub(super) fn all_or_none(&self) -> Vec<InWords> {
        let mut found = Vec::new();
        let mut from = self.body;
        for at in self.body..self.clause.to {
            let Some((word, is_all)) = ALL_OR_NONE.at(self.chars.get(..self.clause.to).unwrap_or_default(), at) else {
                continue;
            };
            if at < from {
                continue;
            }
            // «趋零增长» is near to none, by whatever measure.
            let (grows, nearly) = (word.ends_with("增长"), word.starts_with('趋'));
            found.push(InWords {
                kind: if is_all { Kind::Share } else { Kind::Level },
                comparator: if is_all {
                    Comparator::AtLeast
                } else {
                    Comparator::AtMost
                },
                value: Some(if is_all { "100" } else { "0" }),
                unit: (is_all || grows).then_some("%"),
                subject: if at > from + 1 {
                    (from, at)
                } else {
                    (at, self.clause.to)
                },
                why: if nearly {
                    vec![Why::InWords, Why::Soft]
                } else {
                    vec![Why::InWords]
                },
                confidence: if nearly {
                    0.5
                } else if self.dated || self.horizon || self.headline {
                    0.85
                } else {
                    0.7
                },
            });
            from = at + scan::len(word);
        }
        found
    }
}
