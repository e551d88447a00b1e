//! What a target is about: the words that name what is measured, counted or made.

use std::sync::LazyLock;

use crate::{scan, scan::Words};

/// Words before a subject that are none of it.
const HEADS: &str = "力争 确保 努力 推动 推进 实现 其中 使 全面 同时 并 且 以及 进一步 争取 保持 保障 加快 \
    切实 积极 督促 要 应 将 把 对 着力 大力 继续 持续 深入 扎实 稳步 有序 逐步 全力 完成 \
    新增完成 新增 建成 巩固 和 及 、 与 到 基本 组织 开展 新建 建设 再 至少 累计 共 不断 \
    有效 严格 达到 配合 加大 前";

/// Words after a subject that are none of it.
const TAILS: &str = "分别 均 总体 要 应 须 应当 必须 力争 稳定 基本 率先 全部 都 逐步 一律 将 需 也 再 可 \
    能 、 和 约 近 至少 平均 累计 合计 整体 为 在 到 的 总数";

static HEAD: LazyLock<Words<()>> = LazyLock::new(|| Words::plain(HEADS));
static TAIL: LazyLock<Words<()>> = LazyLock::new(|| Words::plain(TAILS));

/// No subject is longer.
const LONGEST: usize = 60;

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
        if let Some((head, ())) = HEAD.at(chars, from).filter(|(head, ())| from + scan::len(head) < to) {
            from += scan::len(head);
        }
        if let Some((tail, ())) = TAIL
            .before(chars, from, to)
            .filter(|(tail, ())| to - scan::len(tail) > from)
        {
            to -= scan::len(tail);
        }
        if (from, to) == before {
            return (from, to);
        }
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, ',' | '、' | ':' | ';' | '。' | '\n' | ' ' | '-' | '—')
}
