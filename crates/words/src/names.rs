//! Names of the domain's values.

use yaodian_domain::{
    access::Duty,
    check::Status,
    observation::Step,
    period::Stage,
    plan::Name,
    report::StateName,
    target::{Authority, Cadence, Kind},
    unit::UnitKind,
};

use crate::Lang;

/// A plan by issuer and title, for where there are several: 湖北省生态环境厅《2023 年…工作要点》.
pub fn plan_of_issuer(issuer: &Name, title: &Name) -> Name {
    if issuer.zh.is_empty() {
        return title.clone();
    }
    Name {
        zh: format!("{}《{}》", issuer.zh, title.zh),
        en: format!("{}, {}", issuer.en, title.en),
    }
}

/// 达标, 正常, 预警 …
pub fn status(lang: Lang, status: Status) -> &'static str {
    match status {
        Status::Met => lang.pick("达标", "met"),
        Status::OnTrack => lang.pick("正常", "on track"),
        Status::AtRisk => lang.pick("预警", "at risk"),
        Status::OffTrack => lang.pick("滞后", "off track"),
        Status::Overdue => lang.pick("逾期未达", "overdue"),
        Status::NoData => lang.pick("无数据", "no data"),
        Status::AwaitingTarget => lang.pick("待定目标", "awaiting target"),
    }
}

/// 未启动 … 已完成.
pub fn step(lang: Lang, step: Step) -> &'static str {
    match step {
        Step::NotStarted => lang.pick("未启动", "not started"),
        Step::Started => lang.pick("已启动", "started"),
        Step::Drafted => lang.pick("形成初稿（初步成果）", "first version exists"),
        Step::UnderReview => lang.pick("送审（验收中）", "under review"),
        Step::Delivered => lang.pick("已完成（已印发）", "delivered"),
    }
}

/// 草稿, 待签发, 已报送, 审核中, 已退回, 已审定, 已公布.
pub fn state(lang: Lang, state: StateName) -> &'static str {
    match state {
        StateName::Draft => lang.pick("草稿", "draft"),
        StateName::AwaitingSignature => lang.pick("待签发", "to be signed"),
        StateName::Submitted => lang.pick("已报送", "sent"),
        StateName::UnderReview => lang.pick("审核中", "under review"),
        StateName::Returned => lang.pick("已退回", "returned"),
        StateName::Approved => lang.pick("已审定", "approved"),
        StateName::Published => lang.pick("已公布", "published"),
    }
}

/// 未开放, 填报中, 已逾期, 重新开放, 已关闭, 已锁定.
pub fn stage(lang: Lang, stage: Stage) -> &'static str {
    match stage {
        Stage::Ahead => lang.pick("未开放", "not open yet"),
        Stage::Open => lang.pick("填报中", "open"),
        Stage::Late => lang.pick("已过期限，可补报", "past due, late reports accepted"),
        Stage::Reopened => lang.pick("重新开放，可补报", "opened again, late reports accepted"),
        Stage::Closed => lang.pick("已关闭", "closed"),
        Stage::Locked => lang.pick("已锁定", "locked"),
    }
}

/// 处室, 直属单位, 市州局.
pub fn unit_kind(lang: Lang, kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Division => lang.pick("处室", "division"),
        UnitKind::Affiliate => lang.pick("直属单位", "affiliated institution"),
        UnitKind::Bureau => lang.pick("市州局", "local bureau"),
    }
}

/// 填报员, 审核员 …
pub fn duty(lang: Lang, duty: Duty) -> &'static str {
    match duty {
        Duty::Reporter => lang.pick("填报", "reporter"),
        Duty::Leader => lang.pick("签发", "leader"),
        Duty::Reviewer => lang.pick("审核", "reviewer"),
        Duty::Office => lang.pick("督查室", "supervision office"),
        Duty::Administrator => lang.pick("管理", "administrator"),
    }
}

/// The eight kinds of target.
pub fn kind(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Level => lang.pick("水平值", "level"),
        Kind::SetElsewhere => lang.pick("另行下达", "set elsewhere"),
        Kind::Count => lang.pick("数量", "count"),
        Kind::Share => lang.pick("清单占比", "share of an inventory"),
        Kind::NotWorse => lang.pick("保持不降", "not worse than before"),
        Kind::Deliverable => lang.pick("成果", "deliverable"),
        Kind::Duty => lang.pick("常态化工作", "standing duty"),
        Kind::Statement => lang.pick("定性要求", "commitment in words"),
    }
}

/// 每月, 每季度, 全年.
pub fn cadence(lang: Lang, cadence: Cadence) -> &'static str {
    match cadence {
        Cadence::Month => lang.pick("每月", "every month"),
        Cadence::Quarter => lang.pick("每季度", "every quarter"),
        Cadence::Year => lang.pick("全年一次", "once a year"),
    }
}

/// Who sets a number that the plan leaves open.
pub fn authority(lang: Lang, authority: &Authority) -> String {
    match authority {
        Authority::Body(name) => lang.of(name).to_owned(),
        Authority::Allocation => lang
            .pick("督查室（目标分解）", "the supervision office (allocation)")
            .to_owned(),
    }
}
