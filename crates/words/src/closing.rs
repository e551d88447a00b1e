//! 年终收官 and 结转, in the desk and on public pages.

use yaodian_domain::{
    closing::{CarryProblem, ClosingProblem, Obstacle, State, Step, Way},
    report::LONGEST_TEXT,
};

use crate::{Lang, figures, labels, names, problems, sentences, supervision};

labels! {
    title: "年终收官", "Year's end";
    intro: "年度期满后，由一人申请、另一人确认收官：最终清单就此冻结，本年度不再写入；未完成的逐项选择是否结转下年。", "When the year is over one person asks for closing and another confirms: the final list is frozen and nothing of the year is written any more. For each unfinished target it is chosen whether it goes on next year.";
    which_plan: "年度", "Plan";
    issued_by: "印发单位", "Issued by";
    show: "查看", "Show";
    obstacles: "收官前须办", "To be seen to before";
    no_obstacles: "没有未了事项，可以申请收官。", "Nothing is left open; closing can be asked for.";
    forbids: "须先办结", "forbids closing";
    may_be_left: "可以保留", "may be left";
    leave: "确认保留", "Left knowingly";
    to_see: "去办理", "See to it";
    final_list: "最终清单", "Final list";
    final_list_today: "最终清单（若今天收官）", "Final list, if it were closed today";
    filter: "只看", "Show";
    all: "全部", "All";
    finished: "完成", "Finished";
    unfinished: "未完成", "Unfinished";
    search: "查找目标或单位", "Find a target or unit";
    nothing_matches: "没有符合条件的目标。", "No target matches.";
    units_parts: "各单位", "Units";
    head_outcome: "结果", "Outcome";
    head_choice: "结转", "Carry over";
    carry_it: "结转下年", "Carry over";
    new_due: "新的完成时限", "New due date";
    reason: "理由", "Reason";
    choices_title: "未完成目标的去向", "What becomes of the unfinished";
    choices_hint: "勾选的结转下年，不勾选的到此为止；每项都要写明理由。", "Those ticked go on next year, the others end here; each needs a reason.";
    bulk: "批量填写（用于下表所列）", "For all that are listed below";
    bulk_carry: "全部结转", "Carry all over";
    bulk_end: "全部不结转", "Carry none over";
    bulk_reason: "统一理由", "One reason for all";
    fill: "填入", "Fill in";
    note: "收官说明", "Words on the closing";
    note_hint: "有保留事项时必须说明原因。", "Needed where something is left open: say why.";
    ask: "申请收官", "Ask for closing";
    obstacles_hint: "已报送而所属调度期已锁定的填报，须先重新开放该期，才能审定或退回。", "A report that was sent and whose period is locked can be decided once that period is opened again.";
    confirm_again: "再点一次即收官，不能撤销", "Once more: it cannot be undone";
    confirm: "确认收官", "Confirm";
    confirm_warning: "确认后不能撤销：最终清单冻结，本年度的填报、审核、督办、台账一律不能再改。", "This cannot be undone: the final list is frozen, and reports, reviews, cases and ledgers of the year can no longer be changed.";
    withdraw: "撤回申请", "Withdraw";
    waiting: "已申请收官，等待另一人确认。", "Closing was asked for; another person has to confirm.";
    only_office: "收官由督查室办理。", "Closing is the supervision office's business.";
    history: "办理经过", "What was done";
    left_open: "保留未了的事项", "Left open knowingly";
    to_be_carried: "选定结转", "Chosen to go on";
    carry_title: "结转下年", "Carry over";
    carry_into: "结转到", "Into";
    no_later_plan: "尚无下一年度的工作要点；载入后可在此结转。", "There is no later plan yet; once it is loaded this is done here.";
    carried_all: "选定的都已结转。", "All that was chosen has been carried over.";
    none_chosen: "收官时没有选定结转的目标。", "Nothing was chosen to be carried over.";
    carried: "上年结转", "Carried over";
    carried_intro: "上年工作要点未完成、转到本年度继续办理的目标。", "Promises of an earlier plan that were not kept and go on in this one.";
    carried_from: "结转自", "Comes from";
    carried_why: "结转理由", "Why it was carried over";
    carried_ended: "上年收官结果", "How it ended there";
    carried_page: "上年的全部记录", "Its whole record there";
    carried_count: "累计数从上年结转的数继续往上报，不从零起。", "Report the running total on top of what was reached before, not from nothing.";
    goes_on: "已结转，继续办理", "Carried over; it goes on";
    plans: "历年工作要点", "Plans by year";
    frozen_note: "清单按收官之日所知冻结，此后得知的不再改动它。", "The list is frozen by what was known on the day of closing; what became known later does not change it.";
    ended_frozen: "收官结果（已冻结）", "Outcome at the year's end (frozen)";
    not_closed: "尚未收官", "Not closed";
    not_closed_long: "本年度尚未收官。收官后，最终清单在这里公布并冻结。", "This year is not closed. Once it is, the final list stands here and is frozen.";
    changed: "办理期间工作要点的数据有变化，请重新载入后再办。", "The plan's figures have just changed; load the page again.";
    note_missing: "保留了未了事项，请写明原因。", "Something is left open; please say why.";
    same_person: "申请人不能自己确认，请督查室另一人办理。", "Whoever asked does not confirm; somebody else of the office has to.";
    nothing_to_carry: "没有（尚未结转的）目标可以结转。", "Nothing is left to be carried over.";
}

sentences! {
    closed(day): "本年度已收官（{day}）", "This year was closed on {day}";
    plan_closed(day): "本年度已于 {day} 收官，内容已冻结，不能再写入；未完成的在下一年度的结转目标中继续办理。", "This year was closed on {day} and is frozen; what was unfinished goes on among next year's carried targets.";
    tally(finished, unfinished): "完成 {finished} 项，未完成 {unfinished} 项", "{finished} finished, {unfinished} unfinished";
    closed_on(day): "{day} 销号", "closed on {day}";
    kept_late(day): "逾期完成（时限 {day}）", "kept after its date, {day}";
    term_not_over(last): "年度未满：{last} 为最后一天。", "The year is not over: its last day is {last}.";
    period_not_closed(period, closes): "{period} 调度期 {closes} 之后才关闭。", "{period} accepts reports until {closes}.";
    report_open(unit, period, state): "{unit} {period} 填报“{state}”", "{unit}, report for {period}: {state}";
    case_open(unit, kind): "{unit} {kind}在办", "{unit}, {kind}: open";
    moved_on(now): "他人已先办理（共 {now} 步），请重新载入后再办。", "Somebody else has taken a step ({now} by now); load it again.";
    not_from(state): "目前“{state}”，不能办理这一步。请重新载入。", "It is \"{state}\" and cannot take that step. Load it again.";
    forbidden(count): "还有 {count} 件事须先办结，见上方清单。", "{count} matters forbid closing; see the list above.";
    not_left(count): "还有 {count} 件未了事项没有确认保留；请逐件办结或确认保留。", "{count} open matters are not said to be left; settle them, or say of each that it is left.";
    choice_missing(count): "还有 {count} 个未完成目标没有选定去向（或选了两次）。", "{count} unfinished targets have no choice, or two.";
    not_unfinished(target): "目标“{target}”不在未完成之列，请重新载入。", "The target \"{target}\" is not among the unfinished; load the page again.";
    reason_missing(target): "目标“{target}”没有写理由。", "The target \"{target}\" has no reason.";
    due_not_later(target, due, today): "目标“{target}”的新时限 {due} 不晚于今天（{today}）。", "The target \"{target}\" would be due on {due}, which is not after today ({today}).";
    plan_not_closed(plan): "工作要点 {plan} 尚未收官，不能结转。", "The plan {plan} is not closed; nothing can be carried over yet.";
    no_later(plan): "工作要点 {plan} 不是下一年度的，请另选。", "The plan {plan} is not a later one; choose another.";
    units_missing(units): "下年工作要点的单位表里没有：{units}。请在其 units.toml 补上后重新载入，再结转。", "The later plan knows no such unit: {units}. Add it to its units.toml, load it again, then carry over.";
    due_before(target, due, from): "目标“{target}”的新时限 {due} 早于下年要点的起始日 {from}。", "The target \"{target}\" would be due on {due}, before the later plan begins on {from}.";
    no_name(target): "目标“{target}”在下年要点中已有同名目标。", "The later plan has a target by the name that \"{target}\" would get.";
    asked_by(name, day): "{name} {day} 申请", "asked for by {name} on {day}";
    reasons_left(count): "还差 {count} 项理由", "{count} reasons are missing";
    carry_n(count): "结转 {count} 项", "Carry {count} over";
    carried_line(plan, due): "已结转到 {plan}，新时限 {due}", "carried over into {plan}, due {due}";
    carried_summary(plan, closed, due): "{plan}，{closed} 收官时未完成，现时限 {due}", "{plan}: unfinished when it was closed on {closed}, now due {due}";
    shown_of(shown, all): "列出 {shown} / {all} 项", "{shown} of {all} shown";
}

/// Where a closing stands.
pub fn state(lang: Lang, state: State) -> &'static str {
    match state {
        State::Open => lang.pick("未申请", "not asked for"),
        State::Asked => lang.pick("已申请，待确认", "asked for, to be confirmed"),
        State::Closed => lang.pick("已收官", "closed"),
    }
}

/// What was done.
pub fn step(lang: Lang, step: &Step) -> &'static str {
    match step {
        Step::Asked(_) => ask(lang),
        Step::Withdrawn => withdraw(lang),
        Step::Confirmed => confirm(lang),
    }
}

/// What was chosen for an unfinished target.
pub fn way(lang: Lang, way: Way) -> String {
    match way {
        Way::Carried { new_due } => format!("{} · {}", carry_it(lang), figures::day(new_due)),
        Way::Ended => lang.pick("不结转", "not carried over").to_owned(),
    }
}

/// What stands in the way; `unit` is the name of its unit.
pub fn obstacle(lang: Lang, obstacle: &Obstacle, unit: &str) -> String {
    match obstacle {
        Obstacle::TermNotOver { last } => term_not_over(lang, last),
        Obstacle::PeriodNotClosed { period, closes } => period_not_closed(lang, period, closes),
        Obstacle::Report { period, state, .. } => report_open(lang, &unit, period, &names::state(lang, *state)),
        Obstacle::Case { kind, .. } => case_open(lang, &unit, &supervision::kind(lang, *kind)),
    }
}

/// Why a plan is not closed.
pub fn problem(lang: Lang, why: &ClosingProblem) -> String {
    match why {
        ClosingProblem::MovedOn { now, .. } => moved_on(lang, now),
        ClosingProblem::Changed => changed(lang).to_owned(),
        ClosingProblem::NotFrom { state: now } => not_from(lang, &state(lang, *now)),
        ClosingProblem::Forbidden { obstacles } => forbidden(lang, &obstacles.len()),
        ClosingProblem::NotLeft { obstacles } => not_left(lang, &obstacles.len()),
        ClosingProblem::NoteMissing => note_missing(lang).to_owned(),
        ClosingProblem::TextTooLong { length } => problems::text_long(lang, length, &LONGEST_TEXT),
        ClosingProblem::ChoiceMissing { targets } => choice_missing(lang, &targets.len()),
        ClosingProblem::NotUnfinished { target } => not_unfinished(lang, target),
        ClosingProblem::ReasonMissing { target } => reason_missing(lang, target),
        ClosingProblem::DueNotLater { target, new_due, today } => due_not_later(lang, target, new_due, today),
        ClosingProblem::SamePerson => same_person(lang).to_owned(),
    }
}

/// Why something cannot be carried over.
pub fn carry_problem(lang: Lang, why: &CarryProblem) -> String {
    match why {
        CarryProblem::NotClosed { plan } => plan_not_closed(lang, plan),
        CarryProblem::Nothing => nothing_to_carry(lang).to_owned(),
        CarryProblem::NotLater { plan } => no_later(lang, plan),
        CarryProblem::UnitsMissing { units } => {
            let names: Vec<&str> = units.iter().map(yaodian_domain::id::UnitId::as_str).collect();
            units_missing(lang, &names.join(lang.pick("、", ", ")))
        }
        CarryProblem::DueBefore { target, new_due, from } => due_before(lang, target, new_due, from),
        CarryProblem::NoName { target } => no_name(lang, target),
    }
}
