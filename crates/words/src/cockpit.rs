//! 督查总览: the office's screen.

use yaodian_domain::unit::UnitKind;

use crate::{Lang, label, labels, sentences};

labels! {
    title: "督查总览", "Cockpit";
    matrix: "任务与单位状态表", "Tasks by units";
    by_unit: "各单位", "By unit";
    filters: "筛选", "Filters";
    tasks_by: "按任务", "By task";
    items_by: "按条目", "By item";
    rows_head: "任务", "Task";
    whole_head: "总", "All";
    all_units: "全部单位", "All units";
    all_chapters: "全部章节", "All chapters";
    unreported: "未报", "Not reported";
    desks: "待审", "On review";
    turned: "本周转红", "Turned red this week";
    nothing_unreported: "本期应报均已报送。", "Everything owed for this period was sent.";
    nothing_waiting: "没有待审的填报。", "Nothing waits for review.";
    nothing_turned: "本周没有转红。", "Nothing turned red this week.";
    no_match: "没有符合筛选条件的任务。", "No task meets these filters.";
    clear: "清除筛选", "Clear filters";
    chapter_word: "章节", "Chapter";
    close: "关闭", "Close";
    whole: "全省", "whole";
    office: "督查室", "Supervision office";
    live_on: "实时更新", "Kept up to date";
    live_off: "更新中断，正在重新连接", "Updates interrupted, connecting again";
    no_report: "本期未报", "not reported this period";
    open_report: "查看填报与佐证", "Report and evidence";
    open_target: "目标页", "Target";
    nothing_owed: "该单位在此没有填报目标。", "This unit owes no figure here.";
    named_only: "原文列名，不单独填报", "named in the text, owes no figure of its own";
    keys: "方向键移动，Ctrl 加方向键跳到下一个有内容的格，回车查看，空格或按住 Ctrl 点击选取，Esc 关闭。", "Arrow keys move, Ctrl with an arrow leaps to the next cell that is not blank, Enter opens, the space bar or a click with Ctrl chooses, Esc closes.";
    bulk: "批量办理", "For all that is chosen";
    choose: "选取", "Choose";
    choose_all: "全选", "Choose all";
    unchoose: "取消选取", "Choose nothing";
    look: "查看应发的督办单", "See the slips called for";
    no_slips: "所选之处目前没有应发的督办单。", "No slip is called for by what is chosen.";
    sent_mark: "底线为本期已报，右上角为本周转红，圆点为原文列名而不单独填报。", "A line below: reported this period; a corner: turned red this week; a dot: named in the text, owes no figure.";
}

sentences! {
    period(period, stage): "{period} 期 · {stage}", "{period} · {stage}";
    due_by(day): "{day} 前报送", "due {day}";
    missing(missing, owed): "缺 {missing} / {owed}", "{missing} of {owed} missing";
    returned(n): "含退回 {n}", "{n} handed back";
    since(day): "{day} 起", "since {day}";
    reports(n): "{n} 件", "{n}";
    cell(unit, row, status): "{unit} · {row}：{status}", "{unit} · {row}: {status}";
    parts(n): "{n} 个目标", "{n} targets";
    sent(sent, parts): "本期已报 {sent} / {parts}", "{sent} of {parts} reported this period";
    turned_parts(n): "{n} 个本周转红", "{n} turned red this week";
    choose_unit(unit): "选取 {unit}", "Choose {unit}";
    chosen(units, cells): "已选 {units} 个单位、{cells} 格", "Chosen: {units} units, {cells} cells";
    note(due, period): "请于 {due} 前报送 {period} 期进展。", "Please report for {period} by {due}.";
    reminded(units, people): "已催办 {units} 个单位，{people} 人可见。", "{units} units were reminded; {people} people see it.";
    issued(count): "已下发 {count} 张督办单。", "{count} slips were issued.";
    place_headline(n): "主要目标 {n}", "Headline {n}";
}

/// 市州局, 处室, 直属单位: the units of one kind.
pub fn units(lang: Lang, kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Bureau => label::bureaus(lang),
        UnitKind::Division => label::divisions(lang),
        UnitKind::Affiliate => label::affiliates(lang),
    }
}
