//! Things that are to be made: a plan, a rule, a platform, a review.

use yaodian_domain::target::Kind;

use super::{
    Around, InWords,
    lists::{ADVERB, ANY_THINGS, IS_DONE, MAKES, MAKES_SOFTLY, MAKES_TOO, SURE, SURE_THINGS},
};
use crate::{
    draft::{Comparator, Why},
    scan,
};

impl Around<'_> {
    /// «制定…方案», «建成…平台», «2020年底前…».
    pub(super) fn made(&self) -> Option<InWords> {
        let within = self.chars.get(..self.clause.to).unwrap_or_default();
        let mut at = self.body;
        let mut verb = None;
        for _ in 0..4 {
            verb = MAKES.at(within, at).map(|(verb, ())| (verb, true));
            verb = verb.or_else(|| MAKES_SOFTLY.at(within, at).map(|(verb, ())| (verb, false)));
            if verb.is_some() {
                break;
            }
            let Some((adverb, ())) = ADVERB.at(within, at) else {
                break;
            };
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
        let (from, to) = (object_from, self.clause.to);
        let sure_thing = SURE_THINGS.before(self.chars, from, to).is_some();
        let any_thing = ANY_THINGS.before(self.chars, from, to).is_some();
        let somewhere = verb.is_some() && SURE_THINGS.first_in(self.chars, from, to).is_some();
        let forbids = scan::has_any(self.chars, self.body, self.clause.to, &["不再", "禁止", "不得", "严禁"]);
        let empty = self
            .begins(
                object_from,
                &[
                    "更多",
                    "一批",
                    "系列",
                    "各类",
                    "本",
                    "目标任务",
                    "各项任务",
                    "任务",
                    "既定",
                ],
            )
            .is_some()
            || thing(&["政策措施", "配套措施", "相关措施", "具体措施", "改革举措"])
            || (thing(&["机制", "制度", "体系"]) && self.clause.to - object_from.min(self.clause.to) <= 5);
        let leans = self.begins(
            self.body,
            &[
                "按照", "根据", "依据", "参照", "对照", "鼓励", "支持", "允许", "可", "对于", "将",
            ],
        );
        if verb.is_none() && leans.is_some_and(|word| !(self.dated && word == "将")) {
            return None;
        }
        if verb.is_some() && !self.dated && (vague || (empty && !sure_thing)) {
            return None;
        }
        let confidence = match verb {
            Some((_, true)) if title.is_some() || sure_thing => 0.85,
            Some((_, true)) if any_thing || somewhere => 0.75,
            Some(_) if self.dated => 0.8,
            Some((verb, true))
                if ["制定", "制订", "出台", "印发", "编制", "修订", "颁布"]
                    .iter()
                    .any(|word| verb.contains(word)) =>
            {
                0.5
            }
            Some((verb, false)) if self.horizon && verb.starts_with("基本") => 0.7,
            Some(("建立" | "构建" | "搭建" | "建设" | "打造" | "形成" | "布设" | "布设形成", false)) => {
                if sure_thing || thing(&["平台", "系统", "数据库", "项目库", "网络", "APP", "网站", "专栏"])
                {
                    0.7
                } else if thing(&["制度"]) && self.clause.to <= object_from + 16 {
                    0.5
                } else {
                    return None;
                }
            }
            Some(("完成" | "办好" | "全面启动" | "开工建设" | "竣工" | "全面建成", false)) => 0.65,
            Some(("启动" | "成立" | "组建" | "设立" | "开通" | "举办" | "召开", false)) => 0.55,
            Some(("开展" | "组织开展", false))
                if thing(&["评估", "评选", "评选活动", "竞赛", "竞赛活动", "评选表彰"]) =>
            {
                0.55
            }
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
    pub(super) fn made_of_somebody(&self) -> Option<InWords> {
        let (from, to) = (self.body, self.clause.to);
        let leans = self.begins(
            from,
            &[
                "按照", "根据", "依据", "参照", "对照", "鼓励", "支持", "允许", "引导", "将",
            ],
        );
        if leans.is_some()
            || scan::has_any(
                self.chars,
                from,
                to,
                &["鼓励", "可结合", "可以", "可自主", "允许", "各类"],
            )
        {
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
            let verb = self.begins(
                closes + 1,
                &["修订", "制定", "编制", "出台", "印发", "修编", "立法", "起草", "制修订"],
            );
            if verb.is_some_and(|verb| closes + 1 + scan::len(verb) + 2 >= to) {
                let opens = scan::find(self.chars, from, closes, "《").unwrap_or(from);
                return Some(made((opens, to), 0.75));
            }
        }
        let within = self.chars.get(..to).unwrap_or_default();
        let ends = SURE_THINGS.before(self.chars, from, to).is_some() || self.chars.get(to - 1) == Some(&'》');
        let strong = (from..to).find_map(|at| {
            let (verb, ()) = MAKES_TOO.at(within, at)?;
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
            at.checked_sub(1)
                .and_then(|before| self.chars.get(before))
                .is_some_and(|c| matches!(c, '市' | '县' | '区' | '州' | '省' | '局' | '地'))
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
        let done = IS_DONE
            .first_in(self.chars, from, to)
            .map(|(at, word, ())| (at, word))?;
        let (at, word) = done;
        let whole = word.starts_with("基本") || word.starts_with("全面") || at == from;
        whole.then(|| {
            made(
                if at > from + 1 {
                    (from, at)
                } else {
                    (at + scan::len(word), to)
                },
                0.65,
            )
        })
    }
}

/// The things of a list, if each of its parts is one: «A办法、B办法和C规范等制度», «《A》《B》».
pub(in crate::targets) fn things(list: &str) -> Vec<String> {
    let titles: Vec<&str> = list
        .split_inclusive('》')
        .filter(|title| title.contains('《'))
        .collect();
    if titles.len() > 1 && titles.iter().all(|title| title.ends_with('》')) {
        return titles.into_iter().map(str::to_owned).collect();
    }
    let named = list
        .rsplit_once('等')
        .filter(|(_, rest)| rest.chars().count() <= 6)
        .map_or(list, |(named, _)| named);
    let parts = parts(named, &['、', '和', '及']);
    let whole = |part: &String| {
        let mut names = SURE.split(' ').chain(["平台", "系统"]);
        part.chars().count() >= 4 && (part.ends_with('》') || names.any(|thing| part.ends_with(thing)))
    };
    if parts.len() > 1 && parts.iter().all(whole) {
        parts
    } else {
        vec![list.to_owned()]
    }
}

/// `list` at `marks` that stand in no bracket or quotation.
pub(in crate::targets) fn parts(list: &str, marks: &[char]) -> Vec<String> {
    let (mut parts, mut part, mut depth) = (Vec::new(), String::new(), 0_u32);
    for c in list.chars() {
        match c {
            '《' | '“' | '(' | '（' => depth += 1,
            '》' | '”' | ')' | '）' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && marks.contains(&c) {
            parts.push(std::mem::take(&mut part));
        } else {
            part.push(c);
        }
    }
    parts.push(part);
    parts
}
