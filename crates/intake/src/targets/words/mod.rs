//! Promises without a figure: 全覆盖, 不降低, 达到国家考核目标要求, 制定…方案, 持续….

mod held;
mod lists;
mod made;

use yaodian_domain::target::Kind;

use super::clauses::Clause;
use crate::{
    draft::{Comparator, Why},
    scan,
};

/// A promise in words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct InWords {
    pub kind: Kind,
    pub comparator: Comparator,
    pub value: Option<&'static str>,
    pub unit: Option<&'static str>,
    /// What it is about, in characters of the flat text.
    pub subject: (usize, usize),
    pub why: Vec<Why>,
    pub confidence: f32,
}

/// What a clause stands in.
#[expect(clippy::struct_excessive_bools, reason = "what is true of it, each by itself")]
pub(super) struct Around<'a> {
    pub chars: &'a [char],
    pub clause: Clause,
    /// Where the words begin after a day: «2020年底前制定…».
    pub body: usize,
    /// Whether a day by which stands in the clause, or alone right before it.
    pub dated: bool,
    /// Whether «到2020年» holds for it.
    pub horizon: bool,
    /// Whether it stands in the statement of goals.
    pub headline: bool,
    /// Whether the plan is for a year: there, what goes on is work like any other.
    pub yearly: bool,
}

pub(super) use made::{parts, things};

impl Around<'_> {
    /// The promise of the clause, if it makes one without a figure.
    pub fn read(&self) -> Vec<InWords> {
        let all = self.all_or_none();
        if !all.is_empty() {
            return all;
        }
        self.as_set()
            .or_else(|| self.class())
            .or_else(|| self.against_before())
            .or_else(|| self.made())
            .or_else(|| self.made_of_somebody())
            .or_else(|| self.goes_on())
            .or_else(|| self.goal())
            .into_iter()
            .collect()
    }

    fn has(&self, words: &[&str]) -> Option<usize> {
        words
            .iter()
            .filter_map(|word| scan::find(self.chars, self.body, self.clause.to, word))
            .min()
    }

    fn begins(&self, at: usize, words: &[&'static str]) -> Option<&'static str> {
        scan::longest(self.chars, at, words).filter(|word| at + scan::len(word) <= self.clause.to)
    }

    fn goes_on(&self) -> Option<InWords> {
        const WORDS: [&str; 16] = [
            "持续",
            "常态化",
            "定期",
            "每年",
            "每月",
            "每季度",
            "每半年",
            "每周",
            "每季",
            "按月",
            "按季",
            "动态更新",
            "长期坚持",
            "继续开展",
            "继续组织",
            "继续推动",
        ];
        // «持续提升…能力» is how things shall go, and no duty that anybody could be held to.
        const SOFT: [&str; 8] = ["提升", "提高", "增强", "改善", "向好", "扩大", "深化", "推动"];
        if self.headline {
            return None;
        }
        let begins = self.begins(self.body, &WORDS)?;
        if !self.yearly && (begins.starts_with("持续") || begins.starts_with("继续")) {
            return None;
        }
        if begins == "持续" && self.begins(self.body + 2, &SOFT).is_some() && !self.dated {
            let pushed = self.begins(self.body + 2, &["推动"]).is_some();
            return pushed.then(|| self.duty(0.5));
        }
        Some(self.duty(if begins.starts_with("持续") || begins.starts_with("继续") {
            0.5
        } else {
            0.6
        }))
    }

    fn duty(&self, confidence: f32) -> InWords {
        InWords {
            kind: Kind::Duty,
            comparator: Comparator::Sustain,
            value: None,
            unit: None,
            subject: (self.body, self.clause.to),
            why: vec![Why::GoesOn],
            confidence,
        }
    }

    /// A goal in words within the statement of goals: «确保核与辐射环境安全».
    fn goal(&self) -> Option<InWords> {
        if !self.headline {
            return None;
        }
        let verb = self.begins(self.body, &["确保", "实现", "保持", "坚决", "杜绝", "不发生"])?;
        Some(InWords {
            kind: if verb == "实现" { Kind::Statement } else { Kind::Duty },
            comparator: if verb == "实现" {
                Comparator::Progress
            } else {
                Comparator::Sustain
            },
            value: None,
            unit: None,
            subject: (self.body + scan::len(verb), self.clause.to),
            why: vec![Why::Headline],
            confidence: 0.6,
        })
    }
}
