//! What the words of a clause say about its figures.

use std::sync::LazyLock;

use super::Clause;
use crate::scan::Words;

/// Verbs of doing that may stand before a count.
const DOING: &str = "选拔 培养 培养产生 资助 引进 筹建 合作 输送 孵化 扶持 遴选 聘请 组建 完成 新增完成 新增 \
    建成 新建 建设 改建 扩建 改造 整治 治理 修复 培育 创建 打造 推动 推进 实现 开展 组织 \
    举办 发展 培训 淘汰 关停 关闭 建立 设立 布设 新设 实施 落实 安排 投入 争取 新开工 开工 \
    改善 支持 招引 签约 制定 制修订 修订 出台 推出 推广 选择 选取 评选 命名 认定 申报 化解 \
    检查 抽查 监测 增加 增设 配备 更新 购置 种植 造林 消除 清理 取缔 达到 惠及 解决 压减 \
    取消 减少 新培育 建好 巩固";

/// Words of a prohibition or a description: their figures are thresholds.
const THRESHOLDS: &str = "禁止 不得 严禁 不再 限制 淘汰 小于等于 单位面积 每小时 凡 以上的企业 规模以上";

/// Words of what already is.
const PAST: &str = "已达 已完成 已建成 累计完成 同比 较上年 截至 上年完成 去年 以来 高达 已有 现有 已经";

/// What a clause says besides its figures; looked for once, however many these are.
pub(super) struct Marks {
    /// Where verbs of doing begin, in order.
    pub doing: Vec<usize>,
    pub rate: Option<usize>,
    pub clearing: Option<usize>,
    pub share: Option<usize>,
    pub kept: Option<usize>,
    pub limit: Option<usize>,
    pub threshold: Option<usize>,
    pub ceiling: Option<usize>,
    pub past: bool,
    pub sure: bool,
    pub soft: bool,
}

/// What a word of a clause says about its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Rate,
    Clearing,
    Share,
    Kept,
    Limit,
    Threshold,
    Ceiling,
    Past,
    Sure,
    Soft,
}

static SAYS: LazyLock<Words<Says>> = LazyLock::new(|| {
    let all = [
        ("率 比例 比重 占比 浓度 指数 强度 水平 度", Says::Rate),
        ("消除 整治 溯源 排查", Says::Clearing),
        ("完成", Says::Share),
        ("巩固", Says::Kept),
        ("时限 时间 办理 压", Says::Limit),
        (THRESHOLDS, Says::Threshold),
        ("不超过 控制在", Says::Ceiling),
        (PAST, Says::Past),
        ("达到 确保", Says::Sure),
        ("力争 争取 左右 基本", Says::Soft),
    ];
    Words::of(
        all.into_iter()
            .flat_map(|(words, says)| words.split(' ').map(move |word| (word, says))),
    )
});

pub(super) static DOES: LazyLock<Words<()>> = LazyLock::new(|| Words::plain(DOING));

impl Marks {
    pub(super) fn of(chars: &[char], clause: Clause) -> Self {
        let mut marks = Self {
            doing: Vec::new(),
            rate: None,
            clearing: None,
            share: None,
            kept: None,
            limit: None,
            threshold: None,
            ceiling: None,
            past: false,
            sure: false,
            soft: false,
        };
        let within = chars.get(..clause.to).unwrap_or(chars);
        for at in clause.from..clause.to {
            if DOES.at(within, at).is_some() {
                marks.doing.push(at);
            }
            for (word, says) in SAYS.all_at(within, at) {
                let mark = match says {
                    Says::Rate => {
                        if word == "比例" {
                            marks.share.get_or_insert(at);
                        }
                        &mut marks.rate
                    }
                    Says::Clearing => &mut marks.clearing,
                    Says::Share => &mut marks.share,
                    Says::Kept => &mut marks.kept,
                    Says::Limit => &mut marks.limit,
                    Says::Threshold => &mut marks.threshold,
                    Says::Ceiling => &mut marks.ceiling,
                    Says::Past => {
                        marks.past = true;
                        continue;
                    }
                    Says::Sure => {
                        marks.sure = true;
                        continue;
                    }
                    Says::Soft => {
                        marks.soft = true;
                        marks.sure |= word == "力争";
                        continue;
                    }
                };
                mark.get_or_insert(at);
            }
        }
        marks
    }

    /// Whether a verb of doing begins in `from..to`.
    pub(super) fn does(&self, from: usize, to: usize) -> bool {
        let first = self.doing.partition_point(|at| *at < from);
        self.doing.get(first).is_some_and(|at| *at < to)
    }
}

/// Whether something stands before `at`.
pub(super) fn before(mark: Option<usize>, at: usize) -> bool {
    mark.is_some_and(|mark| mark < at)
}
