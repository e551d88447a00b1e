//! Promises without a figure: 全覆盖, 不降低, 达到国家考核目标要求, 制定…方案, 持续….

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
}

/// All of everything, in words.
const ALL: [&str; 35] = [
    "全部进行", "一律取消", "全部取消", "全部下放", "全部开放",
    "全面兑现", "全部兑现",
    "全覆盖", "全面覆盖", "应接尽接", "应上尽上", "应收尽收", "应治尽治", "应查尽查", "应测尽测", "应改尽改", "应办尽办",
    "全部完成", "全部建成", "全部达标", "全部整改", "全部消除", "全部关停", "全部利用", "全部纳入", "全部实现", "全部淘汰",
    "全部取缔", "全部达到", "全部退出", "全量利用", "全部清零", "全部销号", "全部安装", "全面完成",
];

/// None of something.
const NONE: [&str; 18] = [
    "消除黑臭水体", "消除劣V类", "消除劣Ⅴ类", "消除劣五类",
    "趋零增长",
    "动态清零", "清零", "零发生", "零增长", "零排放", "零死亡", "零新增", "零容忍度超标", "零进口", "零直排", "零填埋",
    "基本消除", "全面消除",
];

const NOT_LOWER: [&str; 13] = [
    "不降低", "不下降", "不恶化", "不退化", "只升不降", "不低于上年", "不低于去年", "不低于前一年", "不减少", "稳中有升",
    "不降级", "不低于上一年", "不变差",
];

const NOT_HIGHER: [&str; 9] = [
    "不增加", "不上升", "不反弹", "只减不增", "只降不升", "不升高", "不高于上年", "负增长", "不增长",
];

/// What a class of water is held with.
const CLASSES: [(&str, &str); 12] = [
    ("Ⅰ类", "1"),
    ("Ⅱ类", "2"),
    ("Ⅲ类", "3"),
    ("Ⅳ类", "4"),
    ("Ⅴ类", "5"),
    ("I类", "1"),
    ("II类", "2"),
    ("III类", "3"),
    ("IV类", "4"),
    ("V类", "5"),
    ("二级标准", "2"),
    ("一级标准", "1"),
];

/// Verbs after which a thing is there that was not.
const STRONG: [&str; 43] = [
    "开发", "研发", "建设开通", "成立", "组建",
    "制定出台", "制定印发", "制定发布", "制定实施", "制定公布", "制定完善", "研究制定", "研究起草", "起草", "制定",
    "制订", "出台", "推出", "印发", "编制完成", "编制公布", "编制", "编写", "编印", "修订出台", "修订", "制修订", "修编",
    "颁布实施", "颁布并实施", "颁布", "发布", "公布", "建成投用", "建成", "出版", "完成编制", "组织编制", "草拟", "报批",
    "修改完善", "修订完善", "制作",
];

/// Things that are made; the first are told by their name alone.
const THINGS: [&str; 84] = [
    "规则",
    "档案", "名单", "服务包", "流程图", "榜单", "图谱", "数据集", "题库",
    "方案", "办法", "条例", "规划", "计划", "意见", "细则", "标准", "规范", "指南", "指引", "清单", "目录", "名录", "规定",
    "通知", "措施", "预案", "规程", "导则", "报告", "白皮书", "蓝皮书", "年报", "公报", "图集", "路线图", "台账", "台帐",
    "数据库", "项目库", "平台", "系统", "网络", "中心", "基地", "实验室", "监测站", "示范区", "工程", "项目", "设施",
    "机制", "制度", "体系", "法", "章程", "要点", "纲要", "政策", "文件", "协议", "合同", "指标", "手册", "教材",
    "评估", "普查", "调查", "评选", "竞赛", "考核", "试点", "编制", "建设工作", "排查", "验收", "核查", "遴选", "活动",
    "检查", "自查", "评审", "督察", "图",
];

/// So many of them.
const SURE: usize = 41;

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

    /// «达到国家考核目标要求», «完成省下达的目标任务».
    fn as_set(&self) -> Option<InWords> {
        const SETTERS: [&str; 13] = [
            "国家", "省级", "省定", "省政府", "省委", "上级", "省", "市", "部", "自治区", "下达", "考核", "厅",
        ];
        const GOALS: [&str; 21] = [
            "水质标准", "质量标准", "排放标准", "标准要求",
            "考核目标要求", "考核目标", "目标要求", "考核要求", "目标任务", "年度目标", "下达目标", "下达的目标", "下达任务",
            "下达的任务", "下达的年度任务", "约束性指标", "控制目标", "约束性目标", "考核指标", "国家二级标准", "下达的指标",
        ];
        let verb = ["达到", "完成", "满足", "实现", "符合"];
        let at = self.has(&verb)?;
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
    fn handed_down(&self, at: usize) -> Option<(usize, usize, &'static str)> {
        let down = scan::first_of(self.chars, at, self.clause.to, &["下达", "省定", "市定", "国家规定"])?;
        let end = ["任务", "目标", "指标", "要求"];
        let found = end.iter().find(|word| scan::ends(self.chars, down, self.clause.to, word))?;
        Some((self.clause.to - scan::len(found), scan::len(found), found))
    }

    /// «水质保持在Ⅱ类或以上».
    fn class(&self) -> Option<InWords> {
        const HOLDS: [&str; 13] = [
            "保持在", "保持", "稳定在", "稳定达到", "达到或优于", "达到", "维持在", "不低于", "优于", "稳定保持", "不劣于", "符合",
            "达",
        ];
        let (at, value) = CLASSES.iter().find_map(|(word, value)| {
            let at = scan::find(self.chars, self.body, self.clause.to, word)?;
            let worse = at.checked_sub(1).is_some_and(|before| self.chars.get(before) == Some(&'劣'));
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

    fn against_before(&self) -> Option<InWords> {
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
    fn all_or_none(&self) -> Vec<InWords> {
        let mut found = Vec::new();
        let mut from = self.body;
        for at in self.body..self.clause.to {
            let all = self.begins(at, &ALL);
            let Some(word) = all.or_else(|| self.begins(at, &NONE)) else {
                continue;
            };
            if at < from {
                continue;
            }
            let is_all = all.is_some();
            found.push(InWords {
                kind: if is_all { Kind::Share } else { Kind::Level },
                comparator: if is_all { Comparator::AtLeast } else { Comparator::AtMost },
                value: Some(if is_all { "100" } else { "0" }),
                unit: is_all.then_some("%"),
                subject: if at > from + 1 { (from, at) } else { (at, self.clause.to) },
                why: vec![Why::InWords],
                confidence: if self.dated || self.horizon || self.headline { 0.85 } else { 0.7 },
            });
            from = at + scan::len(word);
        }
        found
    }

    /// «制定…方案», «建成…平台», «2020年底前…».
    fn made(&self) -> Option<InWords> {
        const WEAK: [&str; 40] = [
            "建立健全", "建立", "构建", "搭建", "设立", "成立", "组建", "启动", "完成", "开工建设", "开工", "竣工", "投入使用",
            "投运", "上线运行", "上线", "开通", "开展", "组织开展", "办好", "举办", "召开", "形成", "布设形成", "建设", "打造",
            "创建", "基本建成", "基本建立", "基本形成", "基本实现", "基本完成", "全面建成", "全面建立", "全面启动", "全面推广",
            "实现", "推行", "布设", "探索建立",
        ];
        const ADVERBS: [&str; 48] = [
            "加快", "积极", "组织", "抓紧", "推动", "配合", "探索", "全面", "及时", "统筹", "力争", "尽快", "研究", "进一步",
            "牵头", "率先", "指导", "督促", "协同", "切实", "深入", "适时", "按时", "确保", "扎实", "争取", "推进", "并", "要",
            "抓好", "基本", "联合", "各地", "集中", "系统", "科学", "统一", "加强", "同步", "分类", "逐项", "分批", "启动",
            "组织开展", "组织实施", "认真", "提请", "有序",
        ];
        let mut at = self.body;
        let mut verb = None;
        for _ in 0..4 {
            verb = self.begins(at, &STRONG).map(|verb| (verb, true));
            verb = verb.or_else(|| self.begins(at, &WEAK).map(|verb| (verb, false)));
            if verb.is_some() {
                break;
            }
            let Some(adverb) = self.begins(at, &ADVERBS) else { break };
            at += scan::len(adverb);
        }
        let vague = scan::ends(self.chars, self.body, at, "探索") && !self.dated;
        let object_from = verb.map_or(self.body, |(verb, _)| at + scan::len(verb));
        let title = scan::find(self.chars, object_from, self.clause.to, "《");
        let thing = |words: &[&str]| {
            words
                .iter()
                .any(|word| scan::ends(self.chars, object_from, self.clause.to, word))
        };
        let sure_thing = THINGS.get(..SURE).is_some_and(thing);
        let any_thing = thing(&THINGS);
        let somewhere = scan::has_any(self.chars, object_from, self.clause.to, THINGS.get(..SURE).unwrap_or_default());
        let forbids = scan::has_any(self.chars, self.body, self.clause.to, &["不再", "禁止", "不得", "严禁"]);
        let empty = self.begins(object_from, &["更多", "一批", "系列", "各类", "本", "目标任务", "各项任务", "任务", "既定"]).is_some()
            || thing(&["政策措施", "配套措施", "相关措施", "具体措施", "改革举措"])
            || (thing(&["机制", "制度", "体系"]) && self.clause.to - object_from.min(self.clause.to) <= 5);
        let leans = self.begins(self.body, &["按照", "根据", "依据", "参照", "对照", "鼓励", "支持", "允许", "可", "对于", "将"]);
        if verb.is_none() && leans.is_some_and(|word| !(self.dated && word == "将")) {
            return None;
        }
        if verb.is_some() && !self.dated && (vague || (empty && !sure_thing)) {
            return None;
        }
        let confidence = match verb {
            Some((_, true)) if title.is_some() || sure_thing => 0.85,
            Some((_, true)) if any_thing || somewhere => 0.75,
            Some((_, true)) if self.dated => 0.8,
            Some((verb, true)) if ["制定", "制订", "出台", "印发", "编制", "修订", "颁布"].iter().any(|word| verb.contains(word)) => 0.5,
            Some((_, false)) if self.dated => 0.8,
            Some((verb, false)) if self.horizon && verb.starts_with("基本") => 0.7,
            Some(("建立" | "构建" | "搭建" | "建设" | "打造" | "形成" | "布设" | "布设形成", false)) => {
                if sure_thing || thing(&["平台", "系统", "数据库", "项目库", "网络", "APP", "网站", "专栏"]) {
                    0.7
                } else if thing(&["制度"]) && self.clause.to <= object_from + 16 {
                    0.5
                } else {
                    return None;
                }
            }
            Some(("完成" | "办好" | "全面启动" | "开工建设" | "竣工" | "全面建成", false)) => 0.65,
            Some(("启动" | "成立" | "组建" | "设立" | "开通" | "举办" | "召开", false)) => 0.55,
            Some(("开展" | "组织开展", false)) if thing(&["评估", "评选", "评选活动", "竞赛", "竞赛活动", "评选表彰"]) => 0.55,
            None if self.dated && self.clause.to > self.body + 4 && !forbids => 0.7,
            _ => return None,
        };
        let mut why = Vec::new();
        if verb.is_some() {
            why.push(Why::Made);
        }
        if self.dated || self.horizon {
            why.push(Why::Dated);
        }
        Some(InWords {
            kind: Kind::Deliverable,
            comparator: Comparator::Deliver,
            value: None,
            unit: None,
            subject: (object_from, self.clause.to),
            why,
            confidence,
        })
    }

    /// «试点城市制定…方案», «《…办法》修订», «…问题基本解决»: somebody or something stands before the verb.
    fn made_of_somebody(&self) -> Option<InWords> {
        const DONE: [&str; 24] = [
            "基本解决", "基本建立", "基本建成", "基本实现", "基本形成", "基本完成", "基本补齐", "全面推行", "全面推广", "全面实现",
            "全面建立", "全面建成", "全面应用", "全面推开", "全面实施", "全面实行", "取得突破", "显著提升到", "系统构建", "建成",
            "建立", "形成", "构建", "完成",
        ];
        let (from, to) = (self.body, self.clause.to);
        let leans = self.begins(from, &["按照", "根据", "依据", "参照", "对照", "鼓励", "支持", "允许", "引导", "将"]);
        if leans.is_some() || scan::has_any(self.chars, from, to, &["鼓励", "可结合", "可以", "可自主", "允许", "各类"]) {
            return None;
        }
        let made = |subject: (usize, usize), confidence: f32| InWords {
            kind: Kind::Deliverable,
            comparator: Comparator::Deliver,
            value: None,
            unit: None,
            subject,
            why: if self.dated || self.horizon {
                vec![Why::Made, Why::Dated]
            } else {
                vec![Why::Made]
            },
            confidence,
        };
        // «《…办法》修订».
        if let Some(closes) = scan::find(self.chars, from, to, "》") {
            let verb = self.begins(closes + 1, &["修订", "制定", "编制", "出台", "印发", "修编", "立法", "起草", "制修订"]);
            if verb.is_some_and(|verb| closes + 1 + scan::len(verb) + 2 >= to) {
                let opens = scan::find(self.chars, from, closes, "《").unwrap_or(from);
                return Some(made((opens, to), 0.75));
            }
        }
        let sure = THINGS.get(..SURE).unwrap_or_default();
        let ends = scan::longest_before(self.chars, from, to, sure).is_some() || self.chars.get(to - 1) == Some(&'》');
        let strong = (from..to).find_map(|at| {
            let verb = self.begins(at, &STRONG).or_else(|| self.begins(at, &["形成", "设立", "建立", "列出", "建设"]))?;
            let object = at + scan::len(verb);
            (object + 1 < to && self.begins(object, &["一批", "了"]).is_none()).then_some(object)
        });
        if let Some(object) = strong.filter(|object| ends && self.chars.get(*object) != Some(&'的')) {
            return Some(made((object, to), 0.7));
        }
        // «武汉市完成…建设工作».
        let city = (from..to.min(from + 12))
            .find(|at| self.begins(*at, &["完成", "建成"]).is_some() && self.begins(*at, &["建成区"]).is_none());
        if let Some(at) = city.filter(|at| {
            self.chars.get(at - 1).is_some_and(|c| matches!(c, '市' | '县' | '区' | '州' | '省' | '局' | '地'))
        }) {
            return Some(made((at + 2, to), 0.7));
        }
        let platform = ["平台", "专栏", "网站", "系统", "APP", "数据库", "项目库"];
        let strong = strong.filter(|object| self.chars.get(*object) != Some(&'的'));
        if let Some(object) = strong.filter(|_| scan::longest_before(self.chars, from, to, &platform).is_some()) {
            return Some(made((object, to), 0.65));
        }
        if !(self.horizon || self.dated) {
            return None;
        }
        let done = (from..to).find_map(|at| self.begins(at, &DONE).map(|word| (at, word)))?;
        let (at, word) = done;
        let whole = word.starts_with("基本") || word.starts_with("全面") || at == from;
        whole.then(|| made(if at > from + 1 { (from, at) } else { (at + scan::len(word), to) }, 0.65))
    }

    fn goes_on(&self) -> Option<InWords> {
        const WORDS: [&str; 16] = [
            "持续", "常态化", "定期", "每年", "每月", "每季度", "每半年", "每周", "每季", "按月", "按季", "动态更新", "长期坚持",
            "继续开展", "继续组织", "继续推动",
        ];
        if self.headline {
            return None;
        }
        // «持续提升…能力» is how things shall go, and no duty that anybody could be held to.
        const SOFT: [&str; 8] = ["提升", "提高", "增强", "改善", "向好", "扩大", "深化", "推动"];
        let begins = self.begins(self.body, &WORDS)?;
        if begins == "持续" && self.begins(self.body + 2, &SOFT).is_some() && !self.dated {
            let pushed = self.begins(self.body + 2, &["推动"]).is_some();
            return pushed.then(|| self.duty(0.5));
        }
        Some(self.duty(if begins.starts_with("持续") || begins.starts_with("继续") { 0.5 } else { 0.6 }))
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

/// The things of a list, if each of its parts is one: «A办法、B办法和C规范等制度», «《A》《B》».
pub(super) fn things(list: &str) -> Vec<String> {
    let titles: Vec<&str> = list.split_inclusive('》').filter(|title| title.contains('《')).collect();
    if titles.len() > 1 && titles.iter().all(|title| title.ends_with('》')) {
        return titles.into_iter().map(str::to_owned).collect();
    }
    let named = list.rsplit_once('等').filter(|(_, rest)| rest.chars().count() <= 6).map_or(list, |(named, _)| named);
    let (mut parts, mut part, mut depth) = (Vec::new(), String::new(), 0_u32);
    for c in named.chars() {
        match c {
            '《' | '“' | '(' | '（' => depth += 1,
            '》' | '”' | ')' | '）' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && matches!(c, '、' | '和' | '及') {
            parts.push(std::mem::take(&mut part));
        } else {
            part.push(c);
        }
    }
    parts.push(part);
    let whole = |part: &String| {
        let names = THINGS.get(..SURE).unwrap_or_default().iter().chain(["平台", "系统", "数据库"].iter());
        part.chars().count() >= 4 && (part.ends_with('》') || names.into_iter().any(|thing| part.ends_with(thing)))
    };
    if parts.len() > 1 && parts.iter().all(whole) { parts } else { vec![list.to_owned()] }
}
