//! Units of measure and the words that count things.

use std::sync::LazyLock;

use crate::{scan, scan::Words};

/// What a figure is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Percent,
    /// 个百分点.
    Points,
    /// A measure: 吨, 公里, 微克/立方米.
    Measure,
    /// A stretch of time: 个工作日.
    Time,
    /// Things counted: 个, 家, 条.
    Things,
}

/// The unit of measure after a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub sort: Sort,
    /// The first character after it.
    pub end: usize,
}

const MEASURES: &str = "微克/立方米 微克每立方米 μg/m3 μg/m³ ug/m3 微克/米3 毫克/升 毫克每升 mg/L \
    mg/l 吨标准煤 吨标煤 吨碳 吨 千克 公斤 克 千瓦时 千瓦 兆瓦 吉瓦 MW GW kW 元 \
    公里 千米 平方公里 平方千米 平方米 立方米 亩 公顷 米 毫米 厘米 分贝 ℃ 摄氏度 蒸吨/小时 \
    蒸吨 倍 分 立方 方 桶 升 度 KV kV 千伏 伏 TEU 标箱 平方 海里 t/h 吨/小时 \
    吨/日 吨/天 立方米/日 立方米/天 吨/年 千米/小时 公里/小时 dB";

const TIMES: [&str; 12] = [
    "个工作日",
    "工作日",
    "个月",
    "个小时",
    "小时",
    "分钟",
    "天",
    "日内",
    "周",
    "个星期",
    "秒",
    "日",
];

const THINGS: &str = "个 家 条 项 座 处 所 户 件 台 套 辆 艘 只 次 份 部 篇 期 场 支 间 组 片 块 口 \
    株 棵 头 名 人 位 起 宗 门 本 幅 张 盏 根 眼 栋 幢 架 对 段 例 床 集 册 种 类 \
    村 人次 户次 家次 台次 座次 班 票 单 款 枚 宗地 台(套) 辆次";

/// What stands for a multiple before a unit: 10万个, 1.2亿千瓦.
const MULTIPLES: [&str; 9] = ["万亿", "百万", "千万", "十万", "万", "亿", "千", "百", "多"];

static MEASURE: LazyLock<Words<()>> = LazyLock::new(|| Words::plain(MEASURES));
static THING: LazyLock<Words<()>> = LazyLock::new(|| Words::plain(THINGS));

/// The unit that begins at `at`.
pub(super) fn unit(chars: &[char], at: usize) -> Option<Unit> {
    let found = |sort, word: &str, from: usize| {
        Some(Unit {
            sort,
            end: from + scan::len(word),
        })
    };
    for percent in ["%", "‰"] {
        if scan::starts(chars, at, percent) {
            return found(Sort::Percent, percent, at);
        }
    }
    for points in ["个百分点", "百分点"] {
        if scan::starts(chars, at, points) {
            return found(Sort::Points, points, at);
        }
    }
    let mut from = at;
    // «亿千瓦»: a multiple before a measure that begins with one.
    while MEASURE.at(chars, from).is_none()
        && let Some(multiple) = scan::longest(chars, from, &MULTIPLES)
    {
        from += scan::len(multiple);
    }
    // «100余家».
    if chars.get(from) == Some(&'余') {
        from += 1;
    }
    if let Some(time) = scan::longest(chars, from, &TIMES) {
        return found(Sort::Time, time, from);
    }
    let measure = MEASURE.at(chars, from).map(|(word, ())| word);
    let things = THING.at(chars, from).map(|(word, ())| word);
    match (measure, things) {
        (Some(measure), things) if things.is_none_or(|things| things.len() < measure.len()) => {
            // «方面», «分别», «度假» begin with a measure and are words.
            let word = [
                "方面", "方案", "方式", "分别", "分类", "分级", "分区", "分工", "度假", "升级", "米面",
            ];
            if scan::longest(chars, from, &word).is_some() {
                return None;
            }
            found(Sort::Measure, measure, from)
        }
        (_, Some(things)) => {
            let word = [
                "项目库",
                "期间",
                "期限",
                "部门",
                "处理",
                "对照",
                "人民",
                "本地",
                "家庭",
                "位于",
                "起来",
                "种植",
                "类型",
            ];
            // «3种类型»: the word after the count is no count.
            if scan::longest(chars, from, &word).is_some_and(|word| !matches!(word, "种植" | "类型")) {
                return None;
            }
            found(Sort::Things, things, from)
        }
        // «5亿»: the multiple alone.
        _ if from > at => Some(Unit {
            sort: Sort::Things,
            end: from,
        }),
        _ => None,
    }
}
