//! 目标分解: the screens on which a target is divided among units.
//!
//! What shares come to, and why a row is not understood, is told in [`intake`](crate::intake::shares).

use crate::{labels, sentences};

labels! {
    title: "目标分解", "Shares of targets";
    intro: "把由多个单位共同完成的目标分到各单位，合计与总数随填随核。分解自当天起生效，以前的份额留在以前的日子里。", "A target that several units keep together is divided among them; the sum is held against the whole while you type. Shares count from today on; earlier ones stay with the days before.";
    nothing: "没有可以分解的目标。", "There is no target to be divided.";
    head_target: "目标", "Target";
    head_whole: "总数", "Whole";
    head_divided: "已分解", "Divided";
    head_finding: "核对", "Finding";
    not_divided: "未分解", "not divided";
    comes_to: "与总数相符", "comes to the whole";
    goal: "目标要求", "Goal";
    how: "怎样分", "How it is divided";
    how_count: "各单位分到的个数，加起来是总数。", "Each unit has a number of things; together they are the whole.";
    how_share: "各单位有自己的清单总数和要完成的百分比；清单总数加起来是总数。", "Each unit has an inventory of its own and a percentage of it to reach; the inventories add up to the whole.";
    how_level: "各单位各有自己的数值，不相加。", "Each unit has a level of its own; levels do not add up.";
    tools: "成批填写", "Fill in all rows";
    equally: "平均分", "Equally";
    as_last_year: "按去年的比例", "As last year";
    empty: "清空", "Empty";
    paste: "从表格粘贴", "Paste from a sheet";
    paste_label: "粘贴两列：单位、份额（清单类可再加一列总数）", "Paste columns: unit, share (and an inventory, for a share of one)";
    paste_hint: "直接从 Excel 或 WPS 复制。表头、序号、合计行不用去掉；空白不等于零。", "As copied from a spreadsheet. Headings, row numbers and sums may stay; a blank is not zero.";
    fill: "填入表中", "Fill in";
    divided_equally: "已平均分，零头归前面的单位。", "Divided equally; what is left over went to the first ones.";
    cannot_equally: "没有总数，分不了。", "There is no whole to be divided.";
    divided_as_last: "已按去年的比例分。", "Divided as last year.";
    cannot_last: "去年没有可用的份额。", "Last year has no shares to go by.";
    emptied: "已清空。", "Emptied.";
    no_reporter: "这个单位不填报本目标。", "This unit does not report the target.";
    unit: "单位", "Unit";
    share: "份额", "Share";
    inventory: "清单总数", "Inventory";
    last_year: "去年", "Last year";
    mend_first: "有的格子不是数，请先改正。", "Some cells are no figures; mend them first.";
    levels_do_not_add: "各单位数值不相加。", "Levels do not add up.";
    incomplete: "清单总数没有填齐，暂不能合计。", "Some inventories are missing; there is no sum yet.";
    reason: "合计与总数不符，请写明理由", "The shares are not the whole: say why";
    save: "保存分解", "Save the shares";
    saving: "正在保存…", "Saving…";
    history: "分解经过", "How it was divided";
    earlier: "以前的份额", "Earlier shares";
}

sentences! {
    divided_of(divided, all): "已分解 {divided} / {all} 个目标", "{divided} of {all} targets divided";
    short(amount): "还差 {amount}", "{amount} short";
    over(amount): "多出 {amount}", "{amount} too much";
    without(count): "{count} 个单位没有份额", "{count} units without a share";
    pasted(good, bad): "已填入 {good} 行，{bad} 行没有认出", "{good} rows filled in, {bad} not understood";
    row_of(row, name): "第 {row} 行“{name}”：", "Row {row}, \"{name}\":";
    saved(day): "已保存，自 {day} 起生效。", "Saved; it counts from {day} on.";
    earlier_share(unit, share, until): "{unit} {share}（到 {until} 前）", "{unit} {share} (until {until})";
}
