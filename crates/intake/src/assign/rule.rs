//! Rules that a bracket gives for all that follows it.

use yaodian_domain::plan::Role;

use super::{Reading, roles::Reader};
use crate::scan;

impl Reader<'_> {
    /// «列第一位者为牵头单位,下同», «以下均需…落实,不再列出»: rules for what follows.
    /// Answers where the clause stands that gives the rule.
    pub(super) fn rule(&self, from: usize, to: usize, reading: &mut Reading) -> Option<(usize, usize)> {
        const FIRST: [&str; 13] = [
            "列第一位",
            "列在第一位",
            "排第一位",
            "排在第一位",
            "列首位",
            "列在首位",
            "排首位",
            "排在首位",
            "第一个单位",
            "第一责任单位为",
            "排名第一",
            "首位单位",
            "列第一",
        ];
        const BELOW: [&str; 3] = ["以下", "下列", "以后各项"];
        const NEEDS: [&str; 9] = ["均需要", "均需", "均由", "都需", "均须", "都由", "均应由", "由", "需"];
        const DOES: [&str; 8] = ["负责落实", "落实", "负责", "配合", "参与", "参加", "组织实施", "实施"];
        // «A、B(除…外,列第一位为牵头单位)»: the rule may stand in a bracket of its own.
        let clause = |at: usize| {
            let (mut depth, mut comma) = (0_u32, None);
            for i in (from..at).rev() {
                match self.chars.get(i) {
                    Some(')') => depth += 1,
                    Some('(') if depth == 0 => {
                        let closes = (at..to).find(|i| self.chars.get(*i) == Some(&')'));
                        return (i, closes.map_or(to, |at| at + 1));
                    }
                    Some('(') => depth -= 1,
                    Some(',') if depth == 0 && comma.is_none() => comma = Some(i),
                    _ => {}
                }
            }
            (comma.unwrap_or(from), to)
        };
        if let Some(at) = scan::first_of(self.chars, from, to, &FIRST) {
            reading.first_leads = true;
            return Some(clause(at));
        }
        let below = scan::first_of(self.chars, from, to, &BELOW)?;
        let needs = NEEDS.iter().filter_map(|word| {
            let at = scan::find(self.chars, below, to, word)?;
            Some((at, at + scan::len(word)))
        });
        // The earliest, and of those the longest.
        let (_, names_from) = needs.min_by_key(|(at, end)| (*at, usize::MAX - end))?;
        let does = DOES.iter().filter_map(|word| {
            let at = scan::find(self.chars, names_from, to, word)?;
            Some((at, *word))
        });
        let (end, verb) = does.min_by_key(|(at, word)| (*at, usize::MAX - word.len()))?;
        let role = if matches!(verb, "配合" | "参与" | "参加") {
            Role::Participant
        } else {
            Role::Responsible
        };
        reading.standing.extend(self.group(role, names_from, names_from, end));
        Some(clause(below))
    }
}
