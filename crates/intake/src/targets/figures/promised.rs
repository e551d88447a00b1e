//! Which figures are promised, and how.

use yaodian_domain::target::Kind;

use super::{
    Figure, Ground, Verdict,
    marks::{DOES, Marks, before},
};
use crate::{
    draft::{Comparator, NoTarget, Why},
    numerals::Numeral,
    scan::{self, is_han},
    targets::{
        compare::{Held, held, suffix},
        measure::{Sort, Unit},
    },
};

impl Ground<'_> {
    pub(super) fn promised(
        &self,
        numeral: &Numeral,
        unit: Option<Unit>,
        last: Option<&Figure>,
        marks: &Marks,
    ) -> Verdict {
        let from = self.clause.from;
        let (start, end) = (numeral.start, unit.map_or(numeral.end, |unit| unit.end));
        let sort = unit.map(|unit| unit.sort);
        let held = held(self.chars, from, start, end);
        let listed = last.filter(|last| self.is_listed(last, start));
        // «50亿级项目».
        if self.get(end) == Some('级') {
            return Verdict::No(NoTarget::Description);
        }
        if listed.is_none() && self.is_description(start, end, sort, held, marks) {
            return Verdict::No(NoTarget::Description);
        }
        let past = marks.past && !self.headline;
        let mut why = Vec::new();
        let mut figure = Figure {
            numeral: numeral.clone(),
            unit,
            kind: Kind::Level,
            comparator: Comparator::AtLeast,
            held_from: start,
            change: None,
            why: Vec::new(),
            confidence: 0.0,
            subject_after: false,
        };
        // «5%-10%»: the second is the end of a range.
        if self.before(start) == Some('-') || self.before(start) == Some('~') {
            return Verdict::No(NoTarget::Description);
        }
        // A verb of doing anywhere before it in the clause.
        let window = start.saturating_sub(40).max(from);
        let close = DOES.before(self.chars, from, start);
        let doing = close.is_some() || marks.does(window, start);
        match (held, sort) {
            (Some((Held::At(comparator), held_from)), _) => {
                figure.comparator = comparator;
                figure.held_from = held_from;
                why.push(Why::Compared);
                figure.confidence = if comparator == Comparator::About { 0.75 } else { 0.95 };
                // «30家以上…», «推动30家以上水泥企业完成…»: counted, with what is counted after it.
                let only_suffix = held_from == start;
                figure.subject_after = only_suffix && matches!(sort, Some(Sort::Things | Sort::Measure | Sort::Time));
                if only_suffix && !doing && !self.headline && matches!(sort, Some(Sort::Things | Sort::Measure)) {
                    figure.confidence = 0.6;
                }
            }
            (Some((Held::Up, held_from)), Some(Sort::Things | Sort::Measure | Sort::Time)) => {
                figure.held_from = held_from;
                figure.subject_after = true;
                why.push(Why::Done);
                figure.confidence = 0.9;
            }
            (Some((change, held_from)), _) => {
                figure.held_from = held_from;
                figure.change = Some(change);
                if suffix(self.chars, end) == Some(Comparator::About) {
                    figure.comparator = Comparator::About;
                }
                why.push(Why::Compared);
                figure.confidence = 0.9;
            }
            (None, Some(Sort::Percent | Sort::Points)) => {
                if let Some(listed) = listed {
                    figure.comparator = listed.comparator;
                    figure.change = listed.change;
                    figure.held_from = start;
                    why.push(Why::Listed);
                    figure.confidence = 0.9;
                } else if doing {
                    why.push(Why::Done);
                    figure.confidence = 0.88;
                } else if numeral.value == "100" {
                    why.push(Why::InWords);
                    figure.confidence = 0.82;
                } else if self.headline {
                    why.push(Why::Bare);
                    figure.confidence = 0.5;
                } else if self.get(end) == Some('的') && self.is_first(start) {
                    // «70%的…建成…».
                    why.push(Why::Bare);
                    figure.confidence = 0.7;
                    figure.kind = Kind::Share;
                } else {
                    return Verdict::Doubtful;
                }
                figure.subject_after =
                    self.get(end).is_some_and(|c| is_han(c) && c != '的') || self.get(end) == Some('的');
            }
            (None, Some(Sort::Things | Sort::Measure | Sort::Time)) => {
                figure.subject_after = true;
                if close.is_some() {
                    why.push(Why::Done);
                    figure.confidence = 0.9;
                } else if let Some(listed) = listed {
                    figure.comparator = listed.comparator;
                    why.push(Why::Listed);
                    figure.confidence = 0.8;
                } else if doing && sort != Some(Sort::Time) {
                    why.push(Why::Done);
                    figure.confidence = 0.75;
                } else if !self.is_aside(start)
                    && (self.headline && sort != Some(Sort::Time)
                        || sort == Some(Sort::Things) && !numeral.in_characters)
                {
                    why.push(Why::Bare);
                    figure.confidence = 0.5;
                } else if sort == Some(Sort::Things) {
                    return Verdict::Doubtful;
                } else {
                    return Verdict::No(NoTarget::Description);
                }
            }
            (None, None) => {
                let Some(listed) = listed else {
                    return if numeral.in_characters {
                        Verdict::No(NoTarget::Word)
                    } else {
                        Verdict::Doubtful
                    };
                };
                figure.comparator = listed.comparator;
                why.push(Why::Listed);
                figure.confidence = 0.5;
            }
        }
        figure.kind = kind(self.chars, &figure, sort, doing, marks);
        if self.before(start) == Some('约') && figure.comparator == Comparator::AtLeast {
            figure.comparator = Comparator::About;
        }
        if figure.kind == Kind::NotWorse {
            figure.comparator = Comparator::NotLower;
        }
        if past {
            if figure.confidence < 0.9 || !marks.sure {
                return Verdict::Doubtful;
            }
            figure.confidence = 0.6;
        }
        if marks.soft {
            why.push(Why::Soft);
        }
        if self.headline {
            why.push(Why::Headline);
        }
        figure.why = why;
        Verdict::Target(figure)
    }

    /// Whether a figure begins its clause, but for words that push.
    fn is_first(&self, start: usize) -> bool {
        let mut at = start;
        while let Some(word) = scan::longest_before(
            self.chars,
            self.clause.from,
            at,
            &["力争", "确保", "推动", "实现", "争取", "使", "努力", "到"],
        ) {
            at -= scan::len(word);
        }
        at == self.clause.from || self.dues.iter().any(|due| due.to == at)
    }

    /// Whether a figure only describes: «35蒸吨以下燃煤锅炉», «厚度低于0.01毫米的地膜».
    fn is_description(
        &self,
        start: usize,
        end: usize,
        sort: Option<Sort>,
        held: Option<(Held, usize)>,
        marks: &Marks,
    ) -> bool {
        let word_before = held.is_some_and(|(_, begins)| begins < start);
        let held = held.is_some();
        // «每小时35蒸吨».
        if self.before(start) == Some('每') {
            return true;
        }
        if matches!(sort, Some(Sort::Percent | Sort::Points)) {
            return false;
        }
        let chars = self.chars;
        let after_suffix = suffix(chars, end).map(|_| {
            [
                "及以上",
                "及以下",
                "或以上",
                "以上",
                "以下",
                "以内",
                "之内",
                "左右",
                "内",
            ]
            .iter()
            .find(|word| scan::starts(chars, end, word))
            .map_or(end, |word| end + scan::len(word))
        });
        let next = after_suffix.unwrap_or(end);
        let of_something = self.get(next) == Some('的')
            && !["目标", "任务", "要求", "标准", "水平", "工作", "整治", "排查"]
                .iter()
                .any(|word| scan::starts(chars, next + 1, word));
        // «50米范围内», «两种及以上».
        let around = self.get(end) == Some('范') || (sort == Some(Sort::Things) && scan::starts(chars, end, "及以上"));
        if around && !word_before {
            return true;
        }
        let measured = matches!(sort, Some(Sort::Measure | Sort::Time) | None);
        if measured && of_something && held {
            return true;
        }
        // «35蒸吨以下燃煤锅炉»: measured, and a name follows.
        let names = self.get(next).is_some_and(|c| is_han(c) || c == '(');
        if measured && after_suffix.is_some() && !word_before && names {
            return true;
        }
        if measured && before(marks.threshold, start) && !before(marks.ceiling, start) {
            return true;
        }
        // «24小时不打烊», «7×24小时».
        sort == Some(Sort::Time) && !held
    }
}

/// Which kind of promise a figure makes.
fn kind(chars: &[char], figure: &Figure, sort: Option<Sort>, doing: bool, marks: &Marks) -> Kind {
    let start = figure.numeral.start;
    let rate = before(marks.rate, start);
    match sort {
        Some(Sort::Percent) if figure.change.is_none() => {
            let cleared = before(marks.clearing, start) && before(marks.share, start);
            let of_work = figure.subject_after && doing && !rate;
            if cleared || of_work || (figure.numeral.value == "100" && !rate) {
                Kind::Share
            } else {
                Kind::Level
            }
        }
        Some(Sort::Things) if before(marks.kept, start) => Kind::NotWorse,
        Some(Sort::Things) => Kind::Count,
        Some(Sort::Time) => {
            let days = figure.unit.is_some_and(|unit| chars.get(unit.end - 1) == Some(&'天'));
            if days && !before(marks.limit, start) {
                Kind::Count
            } else {
                Kind::Level
            }
        }
        Some(Sort::Measure) if !rate && figure.change.is_none() && (figure.subject_after || doing) => Kind::Count,
        _ => Kind::Level,
    }
}
