//! 填报: the steps of a report, and what was changed in it.

use yaodian_contract::Move;
use yaodian_domain::{
    period::{Cadence, Period},
    report::StepName,
};

use crate::{Lang, labels, sentences};

labels! {
    to_sign_title: "待签发", "To be signed";
    inbox_title: "待签发、待审核", "To sign and to review";
    inbox_empty: "没有待签发或待审核的填报。", "Nothing waits for your signature or review.";
    send_to_leader: "报签", "Send to the leader";
    laid: "已报签，待本单位领导签发", "Sent to the unit's leader, to be signed";
    laid_read_only: "已报签，领导签发后报送；如需修改请先撤回。", "It waits for the leader's signature; to change it, take it back first.";
    leader_will_sign: "经本单位领导签发后报送牵头单位。", "The unit's leader signs it, then it goes to the lead unit.";
    take_up_first: "开始审核后填报单位不能再撤回或改动，由您通过或退回。", "Once you take it up the unit can neither take it back nor change it; you approve or return it.";
    take_over_hint: "他人正在审核；接手后由您通过或退回。", "Somebody else is reading it; once you take it over, you approve or return it.";
    sign_hint: "签发后即报送牵头单位；本人起草的不能签发。", "Once signed it goes to the lead unit. Nobody signs what he wrote himself.";
    evidence_word: "佐证材料", "Evidence";
    evidence_hint: "PDF、照片或表格，每件至多 32 MB；照片上的拍摄位置不保留。", "PDF, photos or sheets of up to 32 MB each. Where a photo was taken is not kept.";
    evidence_sending: "正在上传…", "Being sent…";
    remove_file: "移除", "Remove";
    file_unknown: "材料没有上传成功，或不是本单位上传的；请重新添加。", "A file was not taken in, or another unit sent it; please add it again.";
    changed_since_approval: "与已审定的相比", "Changed since it was approved";
    changes_word: "改动", "Changes";
}

sentences! {
    taken_up(by, day): "这份填报已由 {by} 于 {day} 开始审核，由其通过或退回；如需接手请重新载入。", "{by} took this report up on {day} and decides it; load it again to take it over.";
    too_many_files(files, most): "材料 {files} 件，至多 {most} 件，请合并或删减。", "{files} files is more than the {most} that a report can have; please join or drop some.";
    under_review_by(by, day): "{by} 自 {day} 起审核中", "being read by {by} since {day}";
    published_in(day): "{day} 随通报公布", "published with a bulletin on {day}";
    approved_by(by, day): "{day} {by} 审定", "approved by {by} on {day}";
    quarter(year, number): "{year} 年第 {number} 季度", "{year} Q{number}";
    whole_year(year): "{year} 年度", "{year}, whole year";
    month(year, number): "{year} 年 {number} 月", "{year}-{number}";
    from_to(from, to): "{from} → {to}", "{from} → {to}";
}

/// What a button says.
pub fn step(lang: Lang, step: Move) -> &'static str {
    match step {
        Move::Recall => lang.pick("撤回", "Take back"),
        Move::Sign => lang.pick("签发", "Sign and send"),
        Move::RefuseToSign => lang.pick("退回修改", "Hand back unsigned"),
        Move::TakeUp => lang.pick("开始审核", "Take up"),
        Move::PutBack => lang.pick("放回待审", "Put back unread"),
        Move::Approve => lang.pick("审核通过", "Approve"),
        Move::Return => lang.pick("退回", "Return"),
    }
}

/// What was done, in a history.
pub fn done(lang: Lang, step: StepName) -> &'static str {
    match step {
        StepName::Written => lang.pick("填写", "written"),
        StepName::Laid => lang.pick("报签", "sent to the leader"),
        StepName::Sent => lang.pick("报送", "sent"),
        StepName::Signed => lang.pick("签发报送", "signed and sent"),
        StepName::Recalled => lang.pick("撤回", "taken back"),
        StepName::TakenUp => lang.pick("开始审核", "taken up"),
        StepName::PutBack => lang.pick("放回待审", "put back"),
        StepName::Returned => lang.pick("退回", "returned"),
        StepName::Approved => lang.pick("审定", "approved"),
        StepName::Published => lang.pick("公布", "published"),
    }
}

/// A period as it is said: 2023 年 9 月, 2023 年第 3 季度, 2023 年度.
pub fn period(lang: Lang, period: Period) -> String {
    let (year, number) = (period.year(), period.number());
    match (period.cadence(), lang) {
        (Cadence::Month, Lang::Zh) => month(lang, &year, &number),
        (Cadence::Month, Lang::En) => period.to_string(),
        (Cadence::Quarter, _) => quarter(lang, &year, &number),
        (Cadence::Year, _) => whole_year(lang, &year),
    }
}
