//! The public pages of ledgers, and what says that something is made up.

use yaodian_domain::{
    ledger::{Column, Ledger, query::Test},
    unit::Register,
};

use crate::{Lang, cells, figures, labels, sentences};

labels! {
    ledgers: "台账", "Ledgers";
    ledgers_intro: "要点里的数后面，是一件件的事。这里是公开的台账：每一条是一件，一步步办到销号。", "Behind the plan's figures stand real things. These are the ledgers that anybody may browse: one entry a thing, and how far it has come.";
    no_public_ledgers: "没有公开的台账。", "No ledger is public.";
    today_only: "公开台账只有今天的状态，不随所选日期回看；目标仍按所选日期评判。", "A public ledger shows how it stands today only, not on the day that you asked for. Targets are judged by that day.";
    demonstration_tag: "演示", "demo";
    demonstration_short: "演示 · 凡标“演示”的数据都不是真实情况", "Demonstration · what is tagged \"demo\" is not real";
    demonstration_banner: "演示数据 · 有的台账里是为演示而编造的条目。凡标“演示”的数据都不是真实情况。", "Demonstration · some ledgers hold entries that were made up. Whatever is tagged \"demo\" is not real.";
    demonstration_ledger: "本台账的条目是为演示而编造的，不是真实情况。", "The entries of this ledger were made up for a demonstration; none of them is real.";
    progress: "进展", "How far it has come";
    units_and_months: "各单位与各月", "By unit and by month";
    to_entries: "直接看条目", "Go to the entries";
    entries: "条目", "Entries";
    fed_targets: "由本台账计数的目标", "Targets counted from this ledger";
    stages_title: "各阶段的含义", "What the stages mean";
    search_word: "搜索", "Search";
    any: "全部", "any";
    at_stage: "目前停在", "has come to";
    past_stage: "已经完成", "has passed";
    apply: "查询", "Show";
    filters_title: "筛选条目", "Filter the entries";
    in_force: "当前条件", "Asked for";
    clear_all: "全部清除", "Clear all";
    pages_title: "翻页", "Pages";
    first_page: "首页", "First";
    previous_page: "上一页", "Previous";
    next_page: "下一页", "Next";
    last_page: "末页", "Last";
    nothing_matches: "没有符合条件的条目。", "No entry meets this.";
    beyond_the_end: "没有这么多条目。", "There are not so many entries.";
    nothing_done: "尚未开始", "nothing done yet";
    done_by: "办理", "Done by";
    asks_for: "须先填写", "Must be filled in first";
    files_word: "佐证材料", "Evidence";
    stage_days: "办理过程", "What was done";
    not_done: "未完成", "not done";
    to_ledger: "返回台账", "Back to the ledger";
    changed_on: "更新日期", "Changed on";
    comma: "、", ", ";
    // Target page.
    from_ledger: "数据来自台账", "Counted from a ledger";
    ledger_word: "台账", "Ledger";
    listed_word: "清单在册", "Listed";
    counted_stage: "计入阶段", "Counts what has passed";
    counts_from: "起算日期", "Counts from";
    not_public: "不公开", "not public";
    not_begun: "台账尚无条目；有条目之日起，以台账为准，单位填报的数不再计入。", "The ledger has no entries yet. From its first entry on it is the figure, and what units report does not count.";
    is_the_figure: "以台账为准：单位另行填报的数不再计入。", "The ledger is the figure: what units report beside it does not count.";
    differences: "填报与台账的差", "Reports against the ledger";
    differences_note: "改用台账前最后一次审定的填报，与台账现在的数。", "The last approved report before the ledger took over, and what the ledger says now.";
    reported_word: "填报", "Reported";
    difference_word: "差", "Difference";
    same: "一致", "the same";
    taken_over: "改用台账", "ledger took over";
    taken_over_figures: "已更正或改用台账的数据", "Figures corrected, or replaced by the ledger";
    taken_over_note: "注明“改用台账”的，自该日起由台账计数，填报的数不再计入；不等于填报有误。", "Where the ledger took over, it counts from that day on and the report does not; the report need not have been wrong.";
    monthly_note: "台账的数每天都可能变，表中每月只列最后一天的。", "A ledger's figure may change daily; the table has the last one of each month.";
}

sentences! {
    listed_of(listed, expected): "{listed} / 应有 {expected}", "{listed} of {expected} there should be";
    each_entry(counted): "每条是一个{counted}。", "One entry is one {counted}.";
    stretch(first, last, all): "第 {first}—{last} 条，共 {all} 条", "{first} to {last} of {all}";
    matching_of(matching, all): "{matching} 条符合，全部 {all} 条", "{matching} of {all} entries";
    all_entries(all): "全部 {all} 条", "{all} entries";
    download(n): "下载这 {n} 条：", "Download these {n}: ";
    entry_title(key, ledger): "{key} — {ledger}", "{key} — {ledger}";
    option_count(name, n): "{name}（{n}）", "{name} ({n})";
    remove(condition): "去掉条件：{condition}", "Remove: {condition}";
    sort_by(column): "按“{column}”排序", "Sort by {column}";
    files(n): "{n} 份", "{n} files";
    at_least_files(n): "至少 {n} 份", "at least {n}";
    is(column, value): "{column}：{value}", "{column}: {value}";
    from_on(column, from): "{column}:{from} 起", "{column}: from {from}";
    up_to(column, to): "{column}：至 {to}", "{column}: up to {to}";
    between(column, from, to): "{column}:{from} 至 {to}", "{column}: {from} to {to}";
    holds_text(column, text): "{column}含“{text}”", "{column} holds \"{text}\"";
    blank(column): "{column}未填", "{column} is empty";
    filled(column): "{column}已填", "{column} is filled in";
    searched(text): "含“{text}”", "holds \"{text}\"";
    passed(stage): "已完成“{stage}”", "has passed \"{stage}\"";
    counted_from(ledger): "按{ledger}计数", "counted from the {ledger}";
    units_on_record(n): "台账所记各单位各月的数（{n}）", "What the ledger said of each unit, by month ({n})";
    until(value, day): "{value}（至 {day}）", "{value} (to {day})";
    reported_more(n): "填报多 {n}", "the report has {n} more";
    reported_less(n): "填报少 {n}", "the report has {n} fewer";
}

/// How far an entry has come that has passed so many stages.
pub fn reached(lang: Lang, ledger: &Ledger, passed: usize) -> String {
    let last = passed.checked_sub(1).and_then(|at| ledger.stages.get(at));
    last.map_or(nothing_done(lang), |stage| lang.of(&stage.name)).to_owned()
}

/// A value of a column as it stands in a condition.
pub fn condition_value(lang: Lang, ledger: &Ledger, units: &Register, column: &Column, value: &str) -> String {
    match (column, value.parse()) {
        (Column::Stage, Ok(passed)) => reached(lang, ledger, passed),
        _ => cells::value(lang, ledger, units, column, value),
    }
}

/// A condition in words; for one of several values, each is a condition of its own.
pub fn conditions(lang: Lang, ledger: &Ledger, units: &Register, column: &Column, test: &Test) -> Vec<String> {
    let name = cells::column(lang, ledger, column);
    let value = |value: &str| condition_value(lang, ledger, units, column, value);
    let one = match test {
        Test::OneOf(values) => return values.iter().map(|text| is(lang, &name, &value(text))).collect(),
        Test::Between {
            from: Some(from),
            to: None,
        } if *column == Column::Stage => passed(lang, &value(from)),
        Test::Between { from: Some(from), to } => match to {
            Some(to) => between(lang, &name, &value(from), &value(to)),
            None => from_on(lang, &name, &value(from)),
        },
        Test::Between { from: None, to } => up_to(lang, &name, &value(to.as_deref().unwrap_or_default())),
        Test::Contains(text) => holds_text(lang, &name, text),
        Test::Blank => blank(lang, &name),
        Test::Filled => filled(lang, &name),
    };
    vec![one]
}

/// How a report and a ledger differ: what the report has more or less.
pub fn difference(lang: Lang, reported: yaodian_domain::Decimal, counted: yaodian_domain::Decimal) -> String {
    let more = reported - counted;
    let amount = figures::number(more.abs());
    if more.is_zero() {
        same(lang).to_owned()
    } else if more.is_sign_positive() {
        reported_more(lang, &amount)
    } else {
        reported_less(lang, &amount)
    }
}
