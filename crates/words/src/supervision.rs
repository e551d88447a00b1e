//! 督查: slips, extensions, changes and closures, in the desk and on public pages.

use yaodian_domain::{
    check::NoticeColour,
    decision::DecisionProblem,
    evidence::MOST_FILES,
    report::LONGEST_TEXT,
    supervision::{CaseKind, CaseProblem, Measure, State, Step},
};

use crate::{Lang, figures, labels, names, problems, report, sentences};

labels! {
    title: "督办", "Supervision";
    intro: "督办单由规则提出、由人下发；延期、调整和销号在这里申请和办理。", "Slips are proposed by the check and issued by a person; extensions, changes and closures are asked for and decided here.";
    proposals: "建议下发", "Called for";
    open_cases: "在办", "Open";
    ended_cases: "已办", "Ended";
    none_open: "目前没有在办事项。", "Nothing is open.";
    choose_all: "全选", "Choose all";
    demand: "督办要求", "What is asked for";
    demand_hint: "写明要做到什么、何时做到。", "Say what is to be reached, and when.";
    answer_by: "反馈期限", "To be answered by";
    new_due: "申请延至", "New due date";
    number: "调整为", "New number";
    inventory: "清单总数（如一并调整）", "Size of the list (if it changes as well)";
    reason: "理由", "Reason";
    reason_hint: "写明原因和依据的文件。", "Say why, and by which document.";
    evidence: "佐证材料（一行一项）", "Evidence, one line each";
    evidence_hint: "文件名称、文号或链接，一行一项。", "Name, number or address of a document, one a line.";
    whole: "整个目标（由牵头单位申请）", "The whole target (asked for by the lead unit)";
    what_was_done: "完成情况", "What was done";
    note: "说明", "Note";
    ask_extension: "申请延期", "Ask for a later date";
    ask_change: "申请调整目标", "Ask for another number";
    ask_closure: "申请验收销号", "Ask for closing";
    history: "办理经过", "What was done";
    overdue: "已逾期", "Overdue";
    follows: "接续上一张督办单", "It takes the place of an earlier slip";
    after_silence: "上一张逾期未办，建议升级", "The earlier slip was met with silence; going up is proposed";
    worsened: "情况变差，建议升级", "Things have grown worse; going up is proposed";
    to_case: "查看", "Open";
    head_kind: "事项", "What";
    head_opened: "发起", "Begun";
    head_due: "期限", "Due";
    head_now: "目前评判", "Now";
    sign_by: "签收期限", "To be signed for by";
    status_then: "下发时评判", "When it was issued";
    evidence_word: "佐证材料", "Evidence";
    send_request: "提交申请", "Send the request";
    nothing_to_ask: "本单位对这个目标没有可申请的事项。", "There is nothing that your unit could ask for here.";
    to_request: "申请延期、调整或销号", "Ask for a later date, another number or closing";
    back: "返回督办", "Back to supervision";
    program: "系统", "The program";
    case_exists: "这一事项已有在办的申请或督办单，请先办完。", "A case about this is open already; finish that one first.";
    own_case: "本单位的事项须由别人决定。", "Somebody else decides what concerns your own unit.";
    not_your_step: "这一步不由您的岗位办理。", "This step is not yours to take.";
    no_note: "请写明情况，不能空着。", "Please say what is to be said; it cannot be left blank.";
    no_evidence: "请至少列出一项佐证材料，或上传材料。", "Name at least one piece of evidence, or add a file.";
    same_number: "与现行目标值相同，无需调整。", "This is the number in force; nothing would change.";
    no_points: "请写大于 0、不超过 100 的分数。", "Give points above 0 and up to 100.";
    points: "申请恢复的分数", "Points to be given back";
    ask_appeal: "对考核得分申诉", "Appeal against the score";
    not_begun: "这一事项的记录不完整。", "The record of this case is incomplete.";
    no_number: "这个目标没有数值，不能调整；如需推迟，请申请延期。", "This target has no number that could be changed; ask for a later date instead.";
}

sentences! {
    issue(count): "下发所选 {count} 张", "Issue the {count} chosen";
    not_from(state): "目前为“{state}”，不能办理这一步。请重新载入。", "It is \"{state}\" and cannot take that step. Please load it again.";
    moved_on(now): "他人已先办理（共 {now} 步），请重新载入后再办。", "Somebody else has taken a step ({now} by now); load it again.";
    same_person(step): "您已经办过“{step}”，须由另一人决定。", "You have taken the step \"{step}\" already; another person has to decide.";
    before_last(on, last): "日期 {on} 早于上一步的 {last}。", "{on} lies before the last step on {last}.";
    not_met(status): "按规则评判为“{status}”，未达标的不能销号。", "The check says \"{status}\"; what is not met is not closed.";
    not_called_for(status): "按规则评判为“{status}”，不需督办。", "The check says \"{status}\"; no slip is called for.";
    times_reversed(answer_by, on): "期限 {answer_by} 早于 {on}，请改后重试。", "The day {answer_by} lies before {on}; please change it.";
    asked_too_late(asked, due): "应在到期日 {due} 之前申请延期；今天是 {asked}。", "A later date is asked for before the due date {due}; today is {asked}.";
    not_later(new_due, due): "{new_due} 不晚于现行到期日 {due}。", "{new_due} does not lie after the due date {due}.";
    not_its_number(number): "{number} 不能作为这个目标的数值：比例在 0 到 100 之间，数量为整数且方向不变。", "{number} cannot be this target's number: shares lie between 0 and 100, counts are whole and keep their direction.";
    answered_before(on, asked): "答复日 {on} 早于申请日 {asked}。", "The answer on {on} lies before the request on {asked}.";
    reopened_by_check(status): "规则评判已变为“{status}”，销号不再成立，自动重新打开。", "The check now says \"{status}\"; the closure no longer holds and was reopened.";
    in_force(number): "现行目标值 {number}", "In force: {number}";
}

/// The name of a colour's slip.
pub fn colour(lang: Lang, colour: NoticeColour) -> &'static str {
    match colour {
        NoticeColour::Blue => lang.pick("蓝色提醒单", "Blue slip"),
        NoticeColour::Yellow => lang.pick("黄色督办单", "Yellow slip"),
        NoticeColour::Red => lang.pick("红色督办单", "Red slip"),
    }
}

/// The name of what goes with a slip.
pub fn measure(lang: Lang, measure: Measure) -> &'static str {
    match measure {
        Measure::Prompt => lang.pick("提醒", "prompt"),
        Measure::Slip => lang.pick("督办", "slip"),
        Measure::Letter => lang.pick("专函督办", "letter"),
        Measure::Talk => lang.pick("约谈", "talk"),
    }
}

/// The name of a kind of case.
pub fn kind(lang: Lang, kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Notice => lang.pick("督办单", "Slip"),
        CaseKind::Extension => lang.pick("延期", "Extension"),
        CaseKind::Change => lang.pick("目标调整", "Change of target"),
        CaseKind::Closure => lang.pick("验收销号", "Closure"),
        CaseKind::Appeal => lang.pick("考核申诉", "Appeal"),
    }
}

/// Where a case stands.
pub fn state(lang: Lang, kind: CaseKind, state: State) -> &'static str {
    match (kind, state) {
        (CaseKind::Notice, State::Opened) => lang.pick("待签收", "to be signed for"),
        (CaseKind::Notice, State::SignedFor) => lang.pick("已签收，待反馈", "signed for, to be answered"),
        (CaseKind::Notice, State::Answered) => lang.pick("已反馈，待办结", "answered, to be settled"),
        (CaseKind::Change, State::Agreed) => lang.pick("初核同意，待批准", "agreed, to be granted"),
        (CaseKind::Closure, State::Opened) => lang.pick("待验收", "to be accepted"),
        (_, State::Opened) => lang.pick("待答复", "to be decided"),
        (_, State::SignedFor) => step(lang, kind, Step::SignedFor),
        (_, State::Answered) => step(lang, kind, Step::Answered),
        (_, State::Agreed) => step(lang, kind, Step::Agreed),
        (_, State::Settled) => lang.pick("已办结", "settled"),
        (_, State::Escalated) => lang.pick("已升级", "gone up"),
        (_, State::Granted) => lang.pick("已批准", "granted"),
        (CaseKind::Closure, State::Refused) => lang.pick("未通过验收", "not accepted"),
        (_, State::Refused) => lang.pick("不予批准", "refused"),
        (_, State::Accepted) => lang.pick("已销号", "closed"),
        (_, State::Reopened) => lang.pick("已重新打开", "reopened"),
        (_, State::Withdrawn) => lang.pick("已撤回", "withdrawn"),
    }
}

/// The name of a step.
pub fn step(lang: Lang, kind: CaseKind, step: Step) -> &'static str {
    match (kind, step) {
        (CaseKind::Notice, Step::Opened) => lang.pick("下发", "issue"),
        (_, Step::Opened) => lang.pick("申请", "ask"),
        (_, Step::SignedFor) => lang.pick("签收", "sign for it"),
        (_, Step::Answered) => lang.pick("反馈", "answer"),
        (_, Step::SentBack) => lang.pick("退回重报", "send back"),
        (_, Step::Settled) => lang.pick("办结", "settle"),
        (_, Step::Escalated) => lang.pick("升级", "go up"),
        (_, Step::Agreed) => lang.pick("初核同意", "agree"),
        (_, Step::Granted) => lang.pick("批准", "grant"),
        (CaseKind::Closure, Step::Refused) => lang.pick("不予通过", "do not accept"),
        (_, Step::Refused) => lang.pick("不予批准", "refuse"),
        (_, Step::Accepted) => lang.pick("验收通过", "accept"),
        (_, Step::Reopened) => lang.pick("重新打开", "reopen"),
        (_, Step::Withdrawn) => lang.pick("撤回", "withdraw"),
    }
}

/// Why a case cannot be opened, or a step not be taken.
pub fn problem(lang: Lang, why: &CaseProblem) -> String {
    match why {
        CaseProblem::MovedOn { now, .. } => moved_on(lang, now),
        CaseProblem::NotBegun => not_begun(lang).to_owned(),
        // The kind does not matter much for the name of where it stands.
        CaseProblem::NotFrom { state: now } => not_from(lang, &state(lang, CaseKind::Notice, *now)),
        CaseProblem::NoteMissing => no_note(lang).to_owned(),
        CaseProblem::TextTooLong { length } => problems::text_long(lang, length, &LONGEST_TEXT),
        CaseProblem::SamePerson { step: before } => same_person(lang, &step(lang, CaseKind::Change, *before)),
        CaseProblem::BeforeLastStep { on, last } => before_last(lang, on, last),
        CaseProblem::NotMet { status } => not_met(lang, &names::status(lang, *status)),
        CaseProblem::NotCalledFor { status } => not_called_for(lang, &names::status(lang, *status)),
        CaseProblem::TooManyFiles { files } => report::too_many_files(lang, files, &MOST_FILES),
        CaseProblem::NoEvidence => no_evidence(lang).to_owned(),
        CaseProblem::TimesReversed { answer_by, on } => times_reversed(lang, answer_by, on),
        CaseProblem::PointsOutOfRange => no_points(lang).to_owned(),
        CaseProblem::SameNumber => same_number(lang).to_owned(),
        CaseProblem::Decision { why } => match why {
            DecisionProblem::AskedTooLate { asked_on, due } => asked_too_late(lang, asked_on, due),
            DecisionProblem::NotLater { new_due, due } => not_later(lang, new_due, due),
            DecisionProblem::AnsweredBeforeAsked { on, asked_on } => answered_before(lang, on, asked_on),
            DecisionProblem::NoReason => no_note(lang).to_owned(),
            DecisionProblem::NoNumber => no_number(lang).to_owned(),
            DecisionProblem::NotItsNumber { number } => not_its_number(lang, &figures::number(*number)),
        },
    }
}
