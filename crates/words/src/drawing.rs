//! What stands on the pictures of targets, units and months, and in the tables behind them.

use yaodian_domain::Date;

use crate::{Lang, figures, labels, pictures, sentences};

labels! {
    data_behind: "本图数据", "The figures behind this picture";
    see_table: "逐项数据见“本图数据”。", "Every figure stands in the table behind it.";
    day_word: "日期", "Day";
    span_word: "时段", "Days described";
    line_word: "线条", "Line";
    projected: "推算", "projected";
    projected_row: "推算（不作评判依据）", "Projected (decides nothing)";
    pace_by_steps: "序时线按本目标的节点走。", "Pace goes by this target's own milestones.";
    months_title: "各月走势", "Month by month";
    months_note: "每月末按当日已获知的数据评判，未过完的月份按截至日；斜纹、点纹、竖纹与空心各表一种状态。", "Each month as it was judged at its end by what was known then, a month that is not over by the day above. Stripes, dots, hatching and hollow bars each stand for a status.";
    month_end: "月末", "End of month";
    by_now: "至今", "now";
    units_title: "各单位进展", "Unit by unit";
    unit_targets_title: "有数据的目标", "Targets with figures";
    unit_targets_note: "计数、占比和成果类的纵轴均为占目标的百分比（0—100%），水平值各用自己的刻度；横轴为目标期间；蓝线为目标。", "Counts, shares and deliverables share one scale, percent of the goal (0–100%); levels have their own. Across: the term. Blue: the goal.";
    bars: "条长为最近数据，蓝线为目标，虚线为无数据。", "Bar: the latest figure. Blue line: what is asked. Dashed: no data.";
    bars_of_share: "条长为占本单位份额的百分比，蓝线为份额，虚线为无数据。", "Bar: percent of the unit's own share. Blue line: the share. Dashed: no data.";
    tiles_title: "各单位状态示意图", "Where each unit stands";
    tiles_note: "示意，不表示行政区域界线。", "A sketch that claims no boundaries.";
    worst_note: "示意，不表示行政区域界线。每格为该局有数据的目标中最差的状态，数字为有数据的目标数 / 所报目标数。", "A sketch that claims no boundaries. Each square shows the worst status among those of the bureau's targets that have figures, and how many have them.";
    whole_note: "“占比”按本单位自己的总数计。", "Shares are of each unit's own total.";
    rings_title: "清单完成率", "Shares of inventories";
    rings_note: "外侧实心三角为目标，内侧空心三角为序时应达；圆环一周为清单全部。", "The solid triangle outside is the goal, the hollow one inside what there should be by now; the whole ring is the whole inventory.";
    shares_title: "份额与完成", "Shares and what is done";
    shares_note: "条长为份额，下半深色为已完成部分；按要点中的单位顺序排列。", "The longer, the larger the share; the dark lower half is what is done. In the plan's order of units.";
    share_word: "份额", "Share";
    of_whole: "占合计", "Of the sum";
    done_word: "已完成", "Done";
    known_title: "数据获知日历", "When figures became known";
    known_note: "一格一天。数字为当天获知的数据条数，与纸面反差越大越多；蓝框为月报截止日。", "One square is one day. The number is how many figures became known; the more it stands out from the paper, the more. A blue frame is the day monthly reports are due.";
    known_word: "获知数据（条）", "Figures";
    due_word: "月报截止", "Monthly reports due";
}

sentences! {
    scale(low, high): "各图纵轴相同：{low} 至 {high}；横轴为目标期间；蓝线为各自的目标，虚线底为无数据。", "All on one scale, {low} to {high}; across: the term. Blue: what each is asked for; a dashed ground: no data.";
    own_share(low, high): "各图纵轴相同：占本单位份额的 {low} 至 {high}；横轴为目标期间；蓝线为份额，虚线底为无数据。", "All on one scale, {low} to {high} of each unit's own share; across: the term. Blue: the share; a dashed ground: no data.";
    pace_between(start, from, goal, to): "序时线自 {from} 的 {start} 直行至 {to} 的 {goal}。", "Pace goes straight from {start} on {from} to {goal} on {to}.";
    projected_value(value): "推算 {value}", "projected {value}";
    series_table(name): "{name}：数据、目标与推算", "{name}: figures, goal and projection";
    months_table(name): "{name}：各月末各状态目标数", "{name}: targets by status at the end of each month";
    months_alt(name, month, list): "{name}各月末目标状态；{month}：{list}", "{name}, targets by status at the end of each month; {month}: {list}";
    signs_and(signs, note): "{signs}。{note}", "{signs}. {note}";
    one_count(status, n): "{status} {n}", "{status} {n}";
    ring_alt(name, done, goal): "{name}：已完成 {done}，目标 {goal}", "{name}: {done} done, goal {goal}";
    with_pace(words, pace): "{words}，序时应达 {pace}", "{words}, by now {pace}";
    ring_small(goal): "目标 {goal}", "goal {goal}";
    multiples_alt(name): "{name}：各单位进展", "{name}, unit by unit";
    tiles_alt(name): "{name}：各单位状态示意图", "{name}: where each unit stands";
    shares_table(name): "{name}：各单位份额与完成数", "{name}: shares of the units, and what is done";
    shares_alt(name, n, sum): "{name}分给 {n} 个单位，份额合计 {sum}", "{name}, divided among {n} units, {sum} in all";
    known_on(day, n): "{day} 获知 {n} 条", "{day}: {n} figures";
    due_on(day): "{day} 月报截止", "{day}: monthly reports due";
    known_alt(year): "{year} 年数据获知日历", "When figures became known in {year}";
    known_table(year): "{year} 年各日获知的数据条数和月报截止日", "Figures that became known on each day of {year}, and when reports were due";
    footer(issuer, day): "{issuer} · 截至 {day}", "{issuer} · as of {day}";
}

/// A month with its year: `2023 年 9 月`, `Sep 2023`.
pub fn month_of(lang: Lang, day: Date) -> String {
    let month = pictures::month(lang, day.month());
    lang.pick(format!("{} 年 {month}", day.year()), format!("{month} {}", day.year()))
}

/// Two things that are said of a day.
pub fn both(lang: Lang, one: &str, other: &str) -> String {
    format!("{one}{}{other}", lang.pick("；", "; "))
}

/// The words of the day of knowledge beside its line.
pub fn today(lang: Lang, day: Date) -> String {
    crate::say::as_of(lang, &figures::day(day))
}
