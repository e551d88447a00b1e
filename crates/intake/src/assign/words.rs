//! The words by which brackets give roles, and by which units are told.

use std::sync::LazyLock;

use yaodian_domain::plan::Role;

use crate::scan::Words;

/// A label before names: 牵头单位:.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    Role(Role),
    /// 指导单位: leads where nobody else does.
    Guide,
    /// 责任领导, 联系人: people, and no units.
    Person,
    /// 完成时限.
    Due,
}

/// What labels begin with, and what that means.
const LABEL_HEADS: [(&str, Label); 28] = [
    ("牵头", Label::Role(Role::Lead)),
    ("牵头责任", Label::Role(Role::Lead)),
    ("牵头负责", Label::Role(Role::Lead)),
    ("总牵头", Label::Role(Role::Lead)),
    ("主办", Label::Role(Role::Lead)),
    ("主责", Label::Role(Role::Lead)),
    ("主要责任", Label::Role(Role::Lead)),
    ("主管", Label::Role(Role::Lead)),
    ("责任", Label::Role(Role::Responsible)),
    ("负责", Label::Role(Role::Responsible)),
    ("承办", Label::Role(Role::Responsible)),
    ("落实", Label::Role(Role::Responsible)),
    ("具体落实", Label::Role(Role::Responsible)),
    ("实施", Label::Role(Role::Responsible)),
    ("组织实施", Label::Role(Role::Responsible)),
    ("执行", Label::Role(Role::Responsible)),
    ("属地", Label::Role(Role::Responsible)),
    ("配合", Label::Role(Role::Participant)),
    ("协同", Label::Role(Role::Participant)),
    ("协同配合", Label::Role(Role::Participant)),
    ("参与", Label::Role(Role::Participant)),
    ("参加", Label::Role(Role::Participant)),
    ("参与配合", Label::Role(Role::Participant)),
    ("协办", Label::Role(Role::Participant)),
    ("协助", Label::Role(Role::Participant)),
    ("协作", Label::Role(Role::Participant)),
    ("支持", Label::Role(Role::Participant)),
    ("指导", Label::Guide),
];

/// What labels end with.
const LABEL_TAILS: [&str; 17] = [
    "单位",
    "部门",
    "处室",
    "科室",
    "股室",
    "机构",
    "地方",
    "地区",
    "主体",
    "单位及部门",
    "部门及单位",
    "部门和单位",
    "单位和部门",
    "部门(单位)",
    "单位(部门)",
    "方",
    "",
];

/// Labels that name no unit.
const OTHER_LABELS: [(&str, Label); 18] = [
    ("牵头领导", Label::Person),
    ("责任领导", Label::Person),
    ("分管领导", Label::Person),
    ("包保领导", Label::Person),
    ("挂联领导", Label::Person),
    ("市级领导", Label::Person),
    ("省级领导", Label::Person),
    ("牵头责任人", Label::Person),
    ("牵头人", Label::Person),
    ("责任人", Label::Person),
    ("负责人", Label::Person),
    ("联系人", Label::Person),
    ("联系电话", Label::Person),
    ("完成时限", Label::Due),
    ("完成时间", Label::Due),
    ("时限要求", Label::Due),
    ("时间节点", Label::Due),
    ("办结时限", Label::Due),
];

/// The label that begins at `at` and its length, its colon included.
pub(crate) fn label(chars: &[char], at: usize) -> Option<(Label, usize)> {
    let colon = (at + 2..at + 12).find(|i| chars.get(*i) == Some(&':'))?;
    let written: String = chars.get(at..colon)?.iter().collect();
    let other = OTHER_LABELS.iter().find(|(words, _)| *words == written);
    let found = other.map(|(_, label)| *label).or_else(|| {
        LABEL_HEADS.iter().find_map(|(head, label)| {
            let tail = written.strip_prefix(head)?;
            LABEL_TAILS.contains(&tail).then_some(*label)
        })
    })?;
    Some((found, colon + 1 - at))
}

/// What may stand before a verb: 按职责分工负责.
pub(crate) const ADVERBS: &str = "按照职责分工 按职责分工 按照各自职责分工 按各自职责分工 按照各自职责 按各自职责 依据职责分工 \
    根据职责分工 依职责分工 按职责 按照职责 依职责 按分工 按照分工 分工 分别 共同 具体 联合 积极 \
    协同 密切 依法 各自 抓好 做好 总";

/// The verbs that give a role, each with it. `None`: says nothing by itself.
pub(crate) const VERBS: [(&str, Option<Label>); 19] = [
    ("牵头", Some(Label::Role(Role::Lead))),
    ("主办", Some(Label::Role(Role::Lead))),
    ("抓总", None),
    ("负责", Some(Label::Role(Role::Responsible))),
    ("落实", Some(Label::Role(Role::Responsible))),
    ("承办", Some(Label::Role(Role::Responsible))),
    ("实施", Some(Label::Role(Role::Responsible))),
    ("执行", Some(Label::Role(Role::Responsible))),
    ("组织", None),
    ("推进", None),
    ("推动", None),
    ("指导", Some(Label::Guide)),
    ("督导", Some(Label::Guide)),
    ("配合", Some(Label::Role(Role::Participant))),
    ("参与", Some(Label::Role(Role::Participant))),
    ("参加", Some(Label::Role(Role::Participant))),
    ("协助", Some(Label::Role(Role::Participant))),
    ("协办", Some(Label::Role(Role::Participant))),
    ("支持", Some(Label::Role(Role::Participant))),
];

/// Joins others to those named before: A会同B.
pub(crate) const WITH: [&str; 1] = ["会同"];

/// What names of units end with.
const TAILS: &str = "部 委 局 厅 办 处 室 科 股 院 署 会 所 站 中心 政府 公司 集团 行 总社 供销社 联社 \
    队 党组 团 校 大学 厂 馆 组 专班 街道 乡镇 单位 部门 机构 地区 地方 主体 企业 电网 \
    园区 开发区 高新区 功能区 新区 残联 工商联 科协 妇联 文联 侨联 法院 电厂 管委 纪委 监委 \
    党委 编办 网信办 城管 公安 社区 镇 乡 区 县 市 州 盟 省 旗 自治区 直辖市 兵团 林区 \
    协调小组 领导小组 机关 基地 学会 联盟 农场 保护区 管理区 港";

/// What only names of units end with.
const SURE: &str = "部 委 局 厅 办 处 署 中心 政府 公司 集团 总社 法院 检察院 管委会 办公室 委员会 总队 \
    支队 残联 妇联 团委 总工会 工商联 科协 科学院 研究院 专员办 监测站 领导小组";

static TAIL: LazyLock<Words<()>> = LazyLock::new(|| Words::plain(TAILS));
static SURE_TAIL: LazyLock<Words<()>> = LazyLock::new(|| Words::plain(SURE));

/// Places alone: «市、区» in a bracket of its own assigns nobody.
const PLACES: [&str; 14] = [
    "市",
    "县",
    "区",
    "州",
    "盟",
    "省",
    "旗",
    "镇",
    "乡",
    "街道",
    "园区",
    "自治区",
    "直辖市",
    "村",
];

/// Whether `name` reads like the name of a unit, and not like a bare place.
pub(crate) fn is_unit(name: &[char]) -> bool {
    let tail = TAIL.before(name, 0, name.len()).is_some();
    let bare = PLACES
        .iter()
        .any(|place| crate::scan::len(place) == name.len() && crate::scan::starts(name, 0, place));
    let closes = name.last() == Some(&')') && name.len() > 3;
    (tail || closes) && !bare && name.len() > 1
}

/// Whether `name` is surely one: it ends as only units do.
pub(crate) fn is_surely_unit(name: &[char]) -> bool {
    name.len() > 1 && SURE_TAIL.before(name, 0, name.len()).is_some()
}

/// After 等: says only that there are others.
pub(crate) fn is_generic(rest: &[char]) -> bool {
    const GENERIC: [&str; 20] = [
        "",
        "部门",
        "单位",
        "有关部门",
        "相关部门",
        "有关单位",
        "相关单位",
        "部门和单位",
        "单位和部门",
        "部门单位",
        "相关部门和单位",
        "有关部门和单位",
        "相关部门单位",
        "有关部门单位",
        "部门及单位",
        "机构",
        "有关方面",
        "相关职能部门",
        "职能部门",
        "相关企业",
    ];
    let written: String = rest.iter().collect();
    let counted = written.trim_start_matches(|c: char| c.is_ascii_digit() || crate::numerals::is_numeral(c));
    GENERIC.contains(&counted) || GENERIC.contains(&counted.trim_start_matches(['个', '家']))
}

/// What one member of a collective formula may be: 市, 州, 直管市, (市、区).
pub(crate) fn is_place_class(name: &[char]) -> bool {
    const CLASSES: &str = "市 州 县 区 盟 旗 镇 乡 街道 市州 县市 市县 县市区 市县区 区县 区市 直管市 自治区 \
        自治州 自治县 直辖市 林区 开发区 高新区 功能区 园区 新区 乡镇 办事处 地 地市 县级市 经开区";
    let written: String = name.iter().collect();
    CLASSES.split(' ').any(|class| class == written)
}
