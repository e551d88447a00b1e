//! The words by which promises without a figure are told, parted by spaces.

use std::sync::LazyLock;

use crate::scan::Words;

/// All of everything, in words.
pub(super) const ALL: &str = "全部进行 全部实施 全部采用 全部按 全面执行 全收集 全处理 一律取消 全部取消 全部下放 全部开放 全面兑现 全部兑现 全覆盖 全面覆盖 应接尽接 \
    应上尽上 应收尽收 应治尽治 应查尽查 应测尽测 应改尽改 应办尽办 全部完成 全部建成 全部达标 \
    全部整改 全部消除 全部关停 全部利用 全部纳入 全部实现 全部淘汰 全部取缔 全部达到 全部退出 \
    全量利用 全部清零 全部销号 全部安装 全面完成";

/// None of something.
pub(super) const NONE: &str = "消除黑臭水体 消除劣V类 消除劣Ⅴ类 消除劣五类 趋零增长 动态清零 清零 零发生 零增长 零排放 \
    零死亡 零新增 零容忍度超标 零进口 零直排 零填埋 基本消除 全面消除";

pub(super) const NOT_LOWER: [&str; 13] = [
    "不降低",
    "不下降",
    "不恶化",
    "不退化",
    "只升不降",
    "不低于上年",
    "不低于去年",
    "不低于前一年",
    "不减少",
    "稳中有升",
    "不降级",
    "不低于上一年",
    "不变差",
];

pub(super) const NOT_HIGHER: [&str; 9] = [
    "不增加",
    "不上升",
    "不反弹",
    "只减不增",
    "只降不升",
    "不升高",
    "不高于上年",
    "负增长",
    "不增长",
];

/// What a class of water is held with.
pub(super) const CLASSES: [(&str, &str); 10] = [
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
];

/// Verbs after which a thing is there that was not.
pub(super) const STRONG: &str = "开发 研发 建设开通 成立 组建 制定出台 制定印发 制定发布 制定实施 制定公布 制定完善 研究制定 \
    研究起草 起草 制定 制订 出台 推出 印发 编制完成 编制公布 编制 编写 编印 修订出台 修订 \
    制修订 修编 颁布实施 颁布并实施 颁布 发布 公布 建成投用 建成 出版 完成编制 组织编制 草拟 \
    报批 修改完善 修订完善 制作";

/// Verbs after which a thing may be there, or only be worked at.
pub(super) const WEAK: &str = "建立健全 建立 构建 搭建 设立 成立 组建 启动 完成 开工建设 开工 竣工 投入使用 投运 上线运行 \
    上线 开通 开展 组织开展 办好 举办 召开 形成 布设形成 建设 打造 创建 基本建成 基本建立 \
    基本形成 基本实现 基本完成 全面建成 全面建立 全面启动 全面推广 实现 推行 布设 探索建立";

/// What may stand before a verb.
pub(super) const ADVERBS: &str = "加快 积极 组织 抓紧 推动 配合 探索 全面 及时 统筹 力争 尽快 研究 进一步 牵头 率先 指导 \
    督促 协同 切实 深入 适时 按时 确保 扎实 争取 推进 并 要 抓好 基本 联合 各地 集中 系统 \
    科学 统一 加强 同步 分类 逐项 分批 启动 组织开展 组织实施 认真 提请 有序";

/// Words after what is done: «…问题基本解决».
pub(super) const DONE: &str = "基本解决 基本建立 基本建成 基本实现 基本形成 基本完成 基本补齐 全面推行 全面推广 全面实现 \
    全面建立 全面建成 全面应用 全面推开 全面实施 全面实行 取得突破 显著提升到 系统构建 建成 建立 \
    形成 构建 完成";

/// Things that are made; the first are told by their name alone.
pub(super) const SURE: &str = "规则 档案 名单 服务包 流程图 榜单 图谱 数据集 题库 方案 办法 条例 规划 计划 意见 细则 \
    标准 规范 指南 指引 清单 目录 名录 规定 通知 措施 预案 规程 导则 报告 白皮书 蓝皮书 年报 \
    公报 图集 路线图 台账 台帐 数据库 项目库 平台";

/// Things that are made, and other words too.
pub(super) const OTHER: &str = "系统 网络 中心 基地 实验室 监测站 示范区 工程 项目 设施 机制 制度 体系 法 章程 要点 纲要 \
    政策 文件 协议 合同 指标 手册 教材 评估 普查 调查 评选 竞赛 考核 试点 编制 建设工作 排查 \
    验收 核查 遴选 活动 检查 自查 评审 督察 图";

/// All or none: `true` for all.
pub(super) static ALL_OR_NONE: LazyLock<Words<bool>> = LazyLock::new(|| {
    let all = ALL.split(' ').map(|word| (word, true));
    Words::of(all.chain(NONE.split(' ').map(|word| (word, false))))
});
pub(super) static MAKES: LazyLock<Words<()>> = LazyLock::new(|| Words::plain(STRONG));
pub(super) static MAKES_TOO: LazyLock<Words<()>> = LazyLock::new(|| {
    let more = ["形成", "设立", "建立", "列出", "建设"];
    Words::of(STRONG.split(' ').chain(more).map(|word| (word, ())))
});
pub(super) static SURE_THINGS: LazyLock<Words<()>> = LazyLock::new(|| Words::plain(SURE));
pub(super) static ANY_THINGS: LazyLock<Words<()>> =
    LazyLock::new(|| Words::of(SURE.split(' ').chain(OTHER.split(' ')).map(|word| (word, ()))));
pub(super) static MAKES_SOFTLY: LazyLock<Words<()>> = LazyLock::new(|| Words::plain(WEAK));
pub(super) static ADVERB: LazyLock<Words<()>> = LazyLock::new(|| Words::plain(ADVERBS));
pub(super) static IS_DONE: LazyLock<Words<()>> = LazyLock::new(|| Words::plain(DONE));
