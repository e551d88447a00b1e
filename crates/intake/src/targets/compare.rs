//! Words that say which way a figure is held.

use std::sync::LazyLock;

use crate::{draft::Comparator, scan, scan::Words};

/// What stands at a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// At least or at most so much.
    At(Comparator),
    /// To go down by so much.
    Down,
    /// To go up by so much.
    Up,
}

const AT_LEAST: &str = "达到 达 不低于 不少于 不小于 不得低于 不得少于 超过 突破 高于 大于 多于 至少 提高到 提高至 \
    提升到 提升至 增加到 增加至 增至 增长到 增长至 上升到 上升至 升至 稳定在 保持在 维持在 \
    稳定达到 稳定保持在 扩大到 扩大至 完成率达 覆盖率达 率达 力争达 要达到 达到或超过 达到或优于 \
    提到 扩大 达到了 拓展到 拓展至 累计达 累计达到 总数达 总数达到 总量达到 规模达到 恢复到 \
    恢复至 巩固在 稳定到 占比达 比例达 比重达 达标率 实现 不少于总数的 逐步达到 优于";

const AT_MOST: &str = "控制在 控制到 不超过 不高于 不大于 不多于 不得超过 不得高于 低于 少于 小于 下降到 下降至 \
    降至 降到 降低到 降低至 降为 压减至 压减到 压缩至 压缩到 压缩为 减少到 减少至 减至 减到 \
    缩短至 缩短到 缩短为 限制在 限定在 压降至 压降到 控制在了 最多 至多 精简至 精简到 严控在 \
    限于 压低到";

const DOWN: &str = "下降 降低 减少 压减 削减 减排 缩短 压缩 降幅 下降了 压降 减量 缩减 降耗 减幅 精简";

const UP: &str = "提高 增长 增加 提升 上升 增幅 新增 增长率 同比增长 年均增长 改善 增速";

/// What may stand between the word and the figure.
const BETWEEN: &str = "分别 均 约 近 至少 总体 到 在 为 比例 幅度 率 超过 达到 不低于 达 不少于 全部 整体 \
    合计 累计 都";

static HELD: LazyLock<Words<Held>> = LazyLock::new(|| {
    let least = AT_LEAST.split(' ').map(|word| (word, Held::At(Comparator::AtLeast)));
    let most = AT_MOST.split(' ').map(|word| (word, Held::At(Comparator::AtMost)));
    let down = DOWN.split(' ').map(|word| (word, Held::Down));
    let up = UP.split(' ').map(|word| (word, Held::Up));
    Words::of(least.chain(most).chain(down).chain(up))
});

static JOINING: LazyLock<Words<()>> = LazyLock::new(|| Words::plain(BETWEEN));

/// What the words before and after a figure say of it: how it is held, and where those words begin.
/// `from` is where the clause begins, `start` and `end` where figure and unit do.
pub(super) fn held(chars: &[char], from: usize, start: usize, end: usize) -> Option<(Held, usize)> {
    let mut at = start;
    let mut before = longest_word(chars, from, at);
    while before.is_none()
        && let Some((between, ())) = JOINING.before(chars, from, at)
    {
        at -= scan::len(between);
        before = longest_word(chars, from, at);
    }
    // «提高到…»: 到 is no word between.
    if let Some((held, begins)) = before {
        let after = suffix(chars, end);
        return Some((with_suffix(held, after), begins));
    }
    suffix(chars, end).map(|comparator| (Held::At(comparator), start))
}

/// The word that ends right before `at`.
fn longest_word(chars: &[char], from: usize, at: usize) -> Option<(Held, usize)> {
    let (word, held) = HELD.before(chars, from, at)?;
    Some((held, at - scan::len(word)))
}

/// 以上, 以下, 以内, 左右 after a figure.
pub(super) fn suffix(chars: &[char], at: usize) -> Option<Comparator> {
    const SUFFIXES: [(&str, Comparator); 13] = [
        ("以上", Comparator::AtLeast),
        ("及以上", Comparator::AtLeast),
        ("或以上", Comparator::AtLeast),
        ("(含)以上", Comparator::AtLeast),
        ("以下", Comparator::AtMost),
        ("及以下", Comparator::AtMost),
        ("以内", Comparator::AtMost),
        ("之内", Comparator::AtMost),
        ("内", Comparator::AtMost),
        ("左右", Comparator::About),
        ("上下", Comparator::About),
        ("的水平", Comparator::AtLeast),
        ("目标", Comparator::AtLeast),
    ];
    let found = SUFFIXES.iter().filter(|(word, _)| scan::starts(chars, at, word));
    found
        .max_by_key(|(word, _)| word.len())
        .map(|(_, comparator)| *comparator)
}

/// The word before, as the one after bends it: 稳定在…以内 is at most, 达到…左右 about.
fn with_suffix(held: Held, after: Option<Comparator>) -> Held {
    match (held, after) {
        (Held::At(_), Some(bent @ (Comparator::AtMost | Comparator::About))) => Held::At(bent),
        (held, _) => held,
    }
}
