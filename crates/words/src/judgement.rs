//! 复核意见: the reviewer's own judgement, in the desk.

use yaodian_domain::{judgement::JudgementProblem, report::LONGEST_TEXT};

use crate::{Lang, labels, names, problems, sentences};

labels! {
    title: "复核意见", "Reviewer's judgement";
    intro: "与规则评判并列公开，不改变评判、统计和督办；改变看法时另提一条，旧意见保留。", "Published beside the computed status, which it does not change. Whoever changes his mind adds another; earlier ones stay.";
    field_status: "您的判断", "Your judgement";
    field_reason: "理由", "Reason";
    choose: "请选择", "Please choose";
    record: "提出意见", "Record";
    recorded: "意见已记录。", "Recorded.";
    none_yet: "尚未提出。", "None so far.";
    earlier: "历次意见", "All that was said";
    no_reason: "请写明理由。", "Please say why.";
    no_status: "请选择您的判断。", "Please choose how you see it.";
    own_target: "这个目标只由本单位填报，请由其他牵头单位或督查室提出意见。", "Your unit alone reports on this target; another lead unit or the supervision office judges it.";
}

sentences! {
    no_opinion(status): "“{status}”由规则认定，不能作为意见，请另选。", "\"{status}\" is a matter of fact, not of judgement; please choose another.";
}

/// What is wrong with a judgement, after the name of the field.
pub fn problem(lang: Lang, why: &JudgementProblem) -> String {
    let field = match why {
        JudgementProblem::NotAnOpinion { .. } => field_status(lang),
        JudgementProblem::NoReason | JudgementProblem::TooLong { .. } => field_reason(lang),
    };
    problems::in_field(lang, &field, &trouble(lang, why))
}

/// What is wrong with a judgement, to stand at the field.
pub fn trouble(lang: Lang, why: &JudgementProblem) -> String {
    match why {
        JudgementProblem::NoReason => no_reason(lang).to_owned(),
        JudgementProblem::TooLong { length } => problems::text_long(lang, length, &LONGEST_TEXT),
        JudgementProblem::NotAnOpinion { status } => no_opinion(lang, &names::status(lang, *status)),
    }
}
