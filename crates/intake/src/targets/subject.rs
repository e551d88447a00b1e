//! What a target is about: the words that name what is measured, counted or made.

use std::sync::LazyLock;

use crate::{scan, scan::Words};

/// Words before a subject that are none of it.
const HEADS: &str = "力争 确保 努力 推动 推进 实现 其中 使 全面 同时 并 且 以及 进一步 争取 保持 保障 加快 \
    切实 积极 督促 要 应 将 把 对 着力 大力 继续 持续 深入 扎实 稳步 有序 逐步 全力 完成 \
    新增完成 新增 建成 巩固 和 及 、 与 到 基本 组织 开展 新建 建设 再 至少 累计 共 不断 \
    有效 严格 达到 配合 加大 前 以上 及以上 以下 以内 左右 的 分别 按期 按时 做到";

/// Words after a subject that are none of it.
const TAILS: &str = "分别 均 总体 要 应 须 应当 必须 力争 稳定 基本 率先 全部 都 逐步 一律 将 需 也 再 可 \
    能 、 和 约 近 至少 平均 累计 合计 整体 为 在 到 的 总数 不低于 不少于 不高于 不超过 不大于 不小于 减至 降至 增至 提升至 提高至 控制在";

/// Words that begin as one of [`HEADS`] does and are none of them.
const WHOLE_HEADS: &str = "要求 要点 要素 要件 应急 应用 应对 应税 将来 对外 对口 对标 对象 和谐 及时 与会 到位 到期 再生 \
    再制造 共同 共享 共建 共治 使用 使命 并网 并联 并购 前期 前置 前沿 前端 基本公共服务 基本农田 基本单元 继续教育 \
    建设用地 建设项目 建设工程 新建住宅 新建项目 把关 积极性";

/// Words that end as one of [`TAILS`] does and are none of them.
const WHOLE_TAILS: &str = "重要 主要 必要 需要 纲要 摘要 概要 许可 认可 节能 功能 产能 智能 氢能 储能 效能 职能 势能 热能 \
    光能 核能 动能 技能 性能 节约 集约 制约 合约 公约 契约 附近 行为 存在 目的 适应 响应 供应 反应 效应 对应 相应 \
    饱和 调和 供需 内需 外需 刚需 首都 成都 得到 直到 人均 户均 亩均 年均 日均 月均 地均";

static WHOLE_HEAD: LazyLock<Words<()>> = LazyLock::new(|| Words::plain(WHOLE_HEADS));
static WHOLE_TAIL: LazyLock<Words<()>> = LazyLock::new(|| Words::plain(WHOLE_TAILS));
static HEAD: LazyLock<Words<()>> = LazyLock::new(|| Words::plain(HEADS));
static TAIL: LazyLock<Words<()>> = LazyLock::new(|| Words::plain(TAILS));

/// No subject is longer.
pub(super) const LONGEST: usize = 60;

/// `from..to` without the words round a subject that are none of it, cut at its beginning if it is
/// long.
pub(super) fn subject(chars: &[char], from: usize, to: usize) -> (usize, usize) {
    let (mut from, mut to) = (from.max(to.saturating_sub(LONGEST)), to);
    loop {
        let before = (from, to);
        while from < to && chars.get(from).is_some_and(|c| is_mark(*c)) {
            from += 1;
        }
        while to > from && chars.get(to - 1).is_some_and(|c| is_mark(*c)) {
            to -= 1;
        }
        let cut = |head: &str| from + scan::len(head) < to && WHOLE_HEAD.at(chars, from).is_none();
        if let Some((head, ())) = HEAD.at(chars, from).filter(|(head, ())| cut(head)) {
            from += scan::len(head);
        }
        let cut = |tail: &str| to - scan::len(tail) > from && WHOLE_TAIL.before(chars, from, to).is_none();
        if let Some((tail, ())) = TAIL.before(chars, from, to).filter(|(tail, ())| cut(tail)) {
            to -= scan::len(tail);
        }
        if (from, to) == before {
            return (from, to);
        }
    }
}

/// Words that name nothing by themselves.
const BARE: &str = "不低于 不少于 不高于 不超过 不大于 不小于 减至 降至 增至 提升至 提高至 控制在 目标 要求 标准 任务 指标 比例 数量 总量 内 内完成审批 分别 按期 按时 力争 做到 确保 方案 意见 清单 制度 措施 \
    办法 机制 体系 计划 规划 文件 工作 问题 活动 项目 全处理 全收集 市级 县级 市县级 省级";

/// Pairs of marks round words.
const PAIRS: [(char, char); 5] = [('“', '”'), ('《', '》'), ('「', '」'), ('(', ')'), ('【', '】')];

/// Whether words are no name of a target.
pub(super) fn is_bare(name: &str) -> bool {
    name.chars().nth(1).is_none() || BARE.split_whitespace().any(|bare| bare == name)
}

/// A name up to a mark that is never closed, or behind one that was opened before it.
pub(super) fn paired(name: &str) -> String {
    let mut name = name;
    for (open, close) in PAIRS {
        let mut waiting = Vec::new();
        let mut alone = None;
        for (at, c) in name.char_indices() {
            if c == open {
                waiting.push(at);
            } else if c == close && waiting.pop().is_none() {
                alone = Some(at + c.len_utf8());
            }
        }
        if let Some(behind) = alone {
            name = name.get(behind..).unwrap_or_default();
        } else if let Some(&at) = waiting.first() {
            let (before, behind) = name.split_at(at);
            // What is opened at the very beginning is the name itself.
            name = if before.is_empty() {
                behind.trim_start_matches(open)
            } else {
                before
            };
        }
    }
    name.trim_matches(|c: char| is_mark(c) || c.is_whitespace()).to_owned()
}

/// Where the last part of `from..to` begins, behind its last mark.
pub(super) fn last_part(chars: &[char], from: usize, to: usize) -> usize {
    let mark = (from..to).rev().find(|at| chars.get(*at).is_some_and(|c| is_mark(*c)));
    mark.map_or(from, |at| at + 1)
}

fn is_mark(c: char) -> bool {
    matches!(c, '%' | '％' | ',' | '、' | ':' | ';' | '。' | '\n' | ' ' | '-' | '—')
}
