//! Figures of a clause: which are promised, and which are none.

use yaodian_domain::target::Kind;

use super::{
    clauses::Clause,
    compare::{Held, held, suffix},
    measure::{Sort, Unit, unit},
};
use crate::{
    dates::Due,
    draft::{Comparator, NoTarget, Why},
    numerals::{self, Numeral},
    scan::{self, is_han},
};

/// What a figure is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Verdict {
    Target(Figure),
    No(NoTarget),
    Doubtful,
}

/// A promised figure.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure {
    pub numeral: Numeral,
    pub unit: Option<Unit>,
    pub kind: Kind,
    pub comparator: Comparator,
    /// Where the words begin that say how it is held: the subject ends there.
    pub held_from: usize,
    /// Whether it is a change: 下降15%, 提高2个百分点.
    pub change: Option<Held>,
    pub why: Vec<Why>,
    pub confidence: f32,
    /// Whether what it counts stands after it: 750个行政村.
    pub subject_after: bool,
}

/// Verbs of doing that may stand before a count.
const DOING: [&str; 92] = [
    "选拔", "培养", "培养产生", "资助", "引进", "筹建", "合作", "输送", "孵化", "扶持", "遴选", "聘请", "组建",
    "完成", "新增完成", "新增", "建成", "新建", "建设", "改建", "扩建", "改造", "整治", "治理", "修复", "培育", "创建",
    "打造", "推动", "推进", "实现", "开展", "组织", "举办", "发展", "培训", "淘汰", "关停", "关闭", "建立", "设立", "布设",
    "新设", "实施", "落实", "安排", "投入", "争取", "新开工", "开工", "改善", "支持", "扶持", "引进", "招引", "签约", "制定",
    "制修订", "修订", "出台", "推出", "推广", "选择", "选取", "遴选", "评选", "命名", "认定", "申报", "化解", "检查",
    "抽查", "监测", "增加", "增设", "配备", "更新", "购置", "种植", "造林", "消除", "清理", "取缔", "达到", "惠及", "解决",
    "压减", "取消", "减少", "新培育", "建好", "巩固",
];

/// Words of a prohibition or a description: their figures are thresholds.
const THRESHOLDS: [&str; 12] = [
    "禁止", "不得", "严禁", "不再", "限制", "淘汰", "小于等于", "单位面积", "每小时", "凡", "以上的企业", "规模以上",
];

/// Words of what already is.
const PAST: [&str; 14] = [
    "已达", "已完成", "已建成", "累计完成", "同比", "较上年", "截至", "上年完成", "去年", "以来", "高达", "已有", "现有", "已经",
];

/// Where a clause's quotations lie.
pub(super) struct Ground<'a> {
    pub chars: &'a [char],
    pub clause: Clause,
    pub dues: &'a [Due],
    /// Whether the stretch is a statement of goals.
    pub headline: bool,
}

/// What a clause says besides its figures; looked for once, however many these are.
struct Marks {
    /// Where verbs of doing begin, in order.
    doing: Vec<usize>,
    rate: Option<usize>,
    clearing: Option<usize>,
    share: Option<usize>,
    kept: Option<usize>,
    limit: Option<usize>,
    threshold: Option<usize>,
    ceiling: Option<usize>,
    past: bool,
    sure: bool,
    soft: bool,
}

impl Marks {
    fn of(chars: &[char], clause: Clause) -> Self {
        const RATES: [&str; 9] = ["率", "比例", "比重", "占比", "浓度", "指数", "强度", "水平", "度"];
        let (from, to) = (clause.from, clause.to);
        let first = |words: &[&str]| scan::first_of(chars, from, to, words);
        let mut doing: Vec<usize> = DOING
            .iter()
            .flat_map(|verb| {
                let mut at = from;
                std::iter::from_fn(move || {
                    let found = scan::find(chars, at, to, verb)?;
                    at = found + 1;
                    Some(found)
                })
            })
            .collect();
        doing.sort_unstable();
        Self {
            doing,
            rate: first(&RATES),
            clearing: first(&["消除", "整治", "溯源", "排查"]),
            share: first(&["比例", "完成"]),
            kept: first(&["巩固"]),
            limit: first(&["时限", "时间", "办理", "压"]),
            threshold: first(&THRESHOLDS),
            ceiling: first(&["不超过", "控制在"]),
            past: first(&PAST).is_some(),
            sure: first(&["达到", "力争", "确保"]).is_some(),
            soft: first(&["力争", "争取", "左右", "基本"]).is_some(),
        }
    }

    /// Whether a verb of doing begins in `from..to`.
    fn does(&self, from: usize, to: usize) -> bool {
        let first = self.doing.partition_point(|at| *at < from);
        self.doing.get(first).is_some_and(|at| *at < to)
    }
}

/// Whether something stands before `at`.
fn before(mark: Option<usize>, at: usize) -> bool {
    mark.is_some_and(|mark| mark < at)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Title,
    Saying,
    Bracket,
    Number,
}

impl Ground<'_> {
    /// All figures of the clause, each with what it is.
    pub fn judge(&self) -> Vec<(Numeral, Verdict)> {
        let found = numerals::find(self.chars, self.clause.from, self.clause.to);
        if found.is_empty() {
            return Vec::new();
        }
        let marks = Marks::of(self.chars, self.clause);
        let mut judged: Vec<(Numeral, Verdict)> = Vec::with_capacity(found.len());
        let mut last: Option<Figure> = None;
        let mut inside = Scanner {
            at: self.clause.from,
            stack: Vec::new(),
        };
        for numeral in found {
            let place = inside.at(self.chars, numeral.start);
            let verdict = self.verdict(&numeral, place, last.as_ref(), &marks);
            if let Verdict::Target(figure) = &verdict {
                last = Some(figure.clone());
            }
            judged.push((numeral, verdict));
        }
        judged
    }

    fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied().filter(|_| at < self.clause.to)
    }

    fn before(&self, at: usize) -> Option<char> {
        let before = at.checked_sub(1)?;
        (before >= self.clause.from).then(|| self.chars.get(before).copied()).flatten()
    }

    fn verdict(&self, numeral: &Numeral, place: Inside, last: Option<&Figure>, marks: &Marks) -> Verdict {
        let (start, end) = (numeral.start, numeral.end);
        let next = self.get(end);
        match place {
            Inside::Title => return Verdict::No(NoTarget::Name),
            Inside::Number => return Verdict::No(NoTarget::DocumentNumber),
            _ => {}
        }
        if self.dues.iter().any(|due| due.from < end && start < due.to) {
            return Verdict::No(NoTarget::Date);
        }
        if self.before(start) == Some('第') || (self.before(start) == Some('之') && next.is_none_or(|c| !is_han(c))) {
            return Verdict::No(NoTarget::Ordinal);
        }
        if next == Some('号') && !numeral.in_characters {
            return Verdict::No(NoTarget::DocumentNumber);
        }
        if let Some(no) = self.time(numeral) {
            return Verdict::No(no);
        }
        if numeral.in_characters {
            return self.in_characters(numeral, place, last, marks);
        }
        let joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '+' | '_' | '₂' | '₃' | '×'));
        let latin_unit = unit(self.chars, end).is_some();
        if joined(self.before(start)) || (joined(next) && !latin_unit) {
            let saying = self.before(start) == Some('+') || next == Some('+');
            return Verdict::No(if saying { NoTarget::Saying } else { NoTarget::Word });
        }
        let unit = unit(self.chars, end);
        let percent = unit.is_some_and(|unit| unit.sort == Sort::Percent);
        match place {
            Inside::Saying if !percent => return Verdict::No(NoTarget::Saying),
            Inside::Bracket => return Verdict::No(NoTarget::Description),
            _ => {}
        }
        self.promised(numeral, unit, last, marks)
    }

    /// Years, months, days, and how long something runs.
    fn time(&self, numeral: &Numeral) -> Option<NoTarget> {
        let (start, end) = (numeral.start, numeral.end);
        let four = end - start == 4;
        match self.get(end)? {
            '年' if four => Some(NoTarget::Date),
            '年' => Some(NoTarget::Duration),
            '月' | '日' | '时' => Some(NoTarget::Date),
            // «2019-2020年», «2021至2025年»
            '-' | '—' | '~' | '至' | '到' if four && self.get(end + 1).is_some_and(|c| c.is_ascii_digit()) => {
                Some(NoTarget::Date)
            }
            _ if four
                && !numeral.in_characters
                && self.before(start).is_some_and(|c| matches!(c, '-' | '—' | '~'))
                && numeral.value.starts_with("20") =>
            {
                Some(NoTarget::Date)
            }
            _ => None,
        }
    }

    fn in_characters(&self, numeral: &Numeral, place: Inside, last: Option<&Figure>, marks: &Marks) -> Verdict {
        let (start, end) = (numeral.start, numeral.end);
        if place == Inside::Saying {
            return Verdict::No(NoTarget::Saying);
        }
        if numeral.value.is_empty() {
            let plan = end - start == 3 && self.chars.get(start) == Some(&'十');
            return Verdict::No(if plan { NoTarget::Name } else { NoTarget::Word });
        }
        if self.get(end) == Some('是') && start == self.clause.from {
            return Verdict::No(NoTarget::Heading);
        }
        if self.get(end) == Some('大') {
            return Verdict::No(NoTarget::Name);
        }
        let two = self.chars.get(start) == Some(&'一');
        let half = self.chars.get(start..end) == Some(&['一', '半']);
        let percent = Unit {
            sort: Sort::Percent,
            end,
        };
        let unit = if half {
            Some(percent)
        } else {
            unit(self.chars, end).filter(|unit| unit.sort != Sort::Points)
        };
        let Some(unit) = unit.filter(|_| !(two && end - start == 1)) else {
            return Verdict::No(NoTarget::Word);
        };
        // «两个100%», «四个意识», «三项制度»: a count only right after a verb of doing, or held.
        let held = held(self.chars, self.clause.from, start, unit.end);
        let listed = last.filter(|last| self.is_listed(last, start));
        let verb = scan::longest_before(self.chars, self.clause.from, start, &DOING);
        let figure_follows = self.get(unit.end).is_some_and(|c| c.is_ascii_digit());
        if figure_follows {
            return Verdict::No(NoTarget::Word);
        }
        let is_held = held.is_some_and(|(held, _)| half || matches!(held, Held::At(_)));
        if !is_held && listed.is_none() && verb.is_none_or(|verb| matches!(verb, "推动" | "推进" | "落实" | "实施" | "达到")) {
            return Verdict::No(NoTarget::Word);
        }
        let mut verdict = self.promised(numeral, Some(unit), last, marks);
        if let Verdict::Target(figure) = &mut verdict {
            figure.confidence = figure.confidence.min(0.6);
            figure.why.push(Why::Characters);
        }
        verdict
    }

    /// Whether a figure only says of how many something is said: «等8个部门», «的9个考核断面», «这3项».
    fn is_aside(&self, start: usize) -> bool {
        self.before(start).is_some_and(|c| matches!(c, '等' | '的' | '这' | '上' | '前' | '各' | '其' | '共' | '中' | '以' | '为'))
    }

    /// Whether a figure at `start` is listed with the one before it: «15%、10%和26%».
    fn is_listed(&self, last: &Figure, start: usize) -> bool {
        let end = last.unit.map_or(last.numeral.end, |unit| unit.end);
        let between = self.chars.get(end..start).unwrap_or_default();
        between.len() <= 16
            && between.iter().any(|c| matches!(c, '、' | '和' | '及' | '与'))
            && !between.iter().any(|c| matches!(c, '(' | '《'))
    }

    fn promised(&self, numeral: &Numeral, unit: Option<Unit>, last: Option<&Figure>, marks: &Marks) -> Verdict {
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
        // A verb of doing anywhere before it in the clause.
        let window = start.saturating_sub(40).max(from);
        let close = scan::longest_before(self.chars, from, start, &DOING);
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
                } else {
                    return Verdict::Doubtful;
                }
                figure.subject_after = self.get(end).is_some_and(|c| is_han(c) && c != '的') || self.get(end) == Some('的');
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
                } else if self.headline && sort != Some(Sort::Time) && !self.is_aside(start) {
                    why.push(Why::Bare);
                    figure.confidence = 0.5;
                } else if sort == Some(Sort::Things) && !numeral.in_characters && !self.is_aside(start) {
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
            ["及以上", "及以下", "或以上", "以上", "以下", "以内", "之内", "左右", "内"]
                .iter()
                .find(|word| scan::starts(chars, end, word))
                .map_or(end, |word| end + scan::len(word))
        });
        let next = after_suffix.unwrap_or(end);
        let of_something = self.get(next) == Some('的')
            && !["目标", "任务", "要求", "标准", "水平", "工作", "整治", "排查"]
                .iter()
                .any(|word| scan::starts(chars, next + 1, word));
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
        Some(Sort::Points) => Kind::Level,
        Some(Sort::Percent) if figure.change.is_some() => Kind::Level,
        Some(Sort::Percent) => {
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
            if days && !before(marks.limit, start) { Kind::Count } else { Kind::Level }
        }
        Some(Sort::Measure) if rate || figure.change.is_some() => Kind::Level,
        Some(Sort::Measure) if figure.subject_after || doing => Kind::Count,
        _ => Kind::Level,
    }
}

/// Follows quotations and brackets through a clause.
struct Scanner {
    at: usize,
    stack: Vec<Inside>,
}

impl Scanner {
    /// What the character `to` stands in; `to` never goes back.
    fn at(&mut self, chars: &[char], to: usize) -> Inside {
        while self.at < to {
            match chars.get(self.at) {
                Some('《') => self.stack.push(Inside::Title),
                Some('“') if !super::clauses::closes_soon(chars, self.at) => {}
                Some('“' | '"') if self.stack.last() != Some(&Inside::Saying) => self.stack.push(Inside::Saying),
                Some('(') => self.stack.push(Inside::Bracket),
                Some('〔' | '[') => self.stack.push(Inside::Number),
                Some('》' | '”' | '"' | ')' | '〕' | ']') => {
                    self.stack.pop();
                }
                _ => {}
            }
            self.at += 1;
        }
        if self.stack.contains(&Inside::Title) {
            return Inside::Title;
        }
        self.stack.last().copied().unwrap_or(Inside::Nothing)
    }
}
