//! 调度期: the plan's calendar, and closed periods opened again.

use yaodian_domain::period::{Calendar, InvalidReopening, MonthDay, WhenOff};

use crate::{Lang, labels, names, problems, sentences};

labels! {
    title: "调度期", "Reporting periods";
    intro: "何时开放、到期、关闭、锁定，以及补报的重新开放。", "When periods open, fall due, close and lock, and what was opened again.";
    period_word: "调度期", "Period";
    stage_word: "状态", "Stage";
    opens: "开放", "Opens";
    due: "报送期限", "Due";
    closes: "关闭", "Closes";
    locks: "锁定", "Locks";
    sent: "已报 / 应报", "Sent / owed";
    late: "迟报", "Late";
    waiting: "待审核", "To review";
    approved: "已审定", "Approved";
    reopen_title: "重新开放", "Open a period again";
    reopen_hint: "只用于已关闭或已锁定的调度期；期间报送的按迟报计，并记入审计。", "For periods that have closed or locked. What is sent meanwhile counts as late, and the audit keeps the reason.";
    reopen_period: "调度期", "Period";
    reopen_unit: "单位", "Unit";
    all_units: "全部单位", "all units";
    reopen_until: "开放至", "Up to";
    reason: "理由", "Reason";
    reopen_button: "重新开放", "Open again";
    reopened: "已重新开放。", "Opened again.";
    reopenings_title: "重新开放记录", "Opened again so far";
    no_reopenings: "没有重新开放过。", "Nothing was opened again.";
    nothing_closed: "目前没有已关闭的调度期。", "No period has closed yet.";
    kept: "遇休息日不变", "days off change nothing";
    before: "遇休息日提前到前一个工作日", "what falls on a day off moves to the working day before";
    after: "遇休息日顺延到下一个工作日", "what falls on a day off moves to the next working day";
    locked_hint: "这一调度期已锁定，不能再办理；须由督查室先重新开放。", "This period is locked and nothing of it can be decided; the supervision office has to open it again first.";
    closed_hint: "现在不能填报、报送或撤回：调度期已关闭，或本年度已收官。如需补报请联系督查室。", "Nothing can be written, sent or taken back now: the period has closed, or the year has. Ask the supervision office if something is still to be said.";
    reason_missing: "请写明理由。", "Please give the reason.";
    by_word: "办理人", "By";
    on_word: "日期", "Day";
}

sentences! {
    rule(opens, due, closes, locks, when_off): "期末月{opens}开放、{due}到期，次月{closes}关闭、{locks}锁定；{when_off}。", "Opens on {opens} and is due on {due} of the last month, closes on {closes} and locks on {locks} of the month after; {when_off}.";
    day_number(day): " {day} 日", "day {day}";
    workday(n): "第 {n} 个工作日", "working day {n}";
    workday_back(n): "倒数第 {n} 个工作日", "the {n}th working day from the end";
    of_all(sent, owed): "{sent} / {owed}", "{sent} / {owed}";
    until(day): "开放至 {day}", "open until {day}";
    locked(period, locked): "{period} 已于 {locked} 锁定，不再办理；确需办理请督查室重新开放。", "{period} locked on {locked} and nothing of it is decided any more; ask the supervision office to open it again.";
    other_period(asked, given): "这个目标按 {asked} 填报，不接受 {given} 的填报；请重新载入。", "This target is reported on for {asked}, not for {given}; please load it again.";
    not_closed(stage): "这个调度期“{stage}”，不必重新开放。", "The period is \"{stage}\"; there is no need to open it again.";
    reason_long(length, most): "理由 {length} 字，超过上限 {most} 字，请缩短。", "A reason of {length} characters is more than the limit of {most}; please shorten it.";
    bad_until(until, from, to): "开放至 {until} 不行，请选 {from} 至 {to}。", "It cannot stay open until {until}; choose a day from {from} to {to}.";
}

/// How a calendar counts.
pub fn calendar(lang: Lang, calendar: &Calendar) -> String {
    let when_off = match calendar.when_off {
        WhenOff::Kept => kept(lang),
        WhenOff::Before => before(lang),
        WhenOff::After => after(lang),
    };
    let day = |day| month_day(lang, day);
    rule(
        lang,
        &day(calendar.opens_on),
        &day(calendar.due_on),
        &day(calendar.closes_on),
        &day(calendar.locks_on),
        &when_off,
    )
}

fn month_day(lang: Lang, day: MonthDay) -> String {
    match day {
        MonthDay::Day(number) => day_number(lang, &number),
        MonthDay::Workday(number) if number < 0 => workday_back(lang, &number.unsigned_abs()),
        MonthDay::Workday(number) => workday(lang, &number),
    }
}

/// Why a period is not opened again.
pub(crate) fn problem(lang: Lang, why: &InvalidReopening) -> String {
    match why {
        InvalidReopening::Refused(why) => problems::refusal(lang, why).to_owned(),
        InvalidReopening::NotClosed { stage } => not_closed(lang, &names::stage(lang, *stage)),
        InvalidReopening::ReasonMissing => reason_missing(lang).to_owned(),
        InvalidReopening::ReasonTooLong { length, most } => reason_long(lang, length, most),
        InvalidReopening::BadUntil { until, from, to } => bad_until(lang, until, from, to),
    }
}
