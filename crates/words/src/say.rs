//! Sentences with arguments.

use crate::sentences;

sentences! {
    days_left(days): "距年底 {days} 天", "{days} days left";
    as_of(day): "截至 {day}", "As of {day}";
    trial_clock(day): "今日按 {day} 计", "Today counts as {day}";
    trial_reporter(unit): "{unit}填报员(试用)", "{unit} reporter (trial)";
    trial_leader(unit): "{unit}分管领导(试用)", "{unit} leader (trial)";
    trial_reviewer(unit): "{unit}审核员(试用)", "{unit} reviewer (trial)";
    trial_office(unit): "督查室({unit},试用)", "Supervision office ({unit}, trial)";
    trial_administrator(unit): "管理员({unit},试用)", "Administrator ({unit}, trial)";
    cumulative_in(unit): "单位:{unit}。填自年初起的累计数;空白不等于零。", "In {unit}. Give the figure since the start of the year; a blank is not zero.";
    of_all(n, all): "{n} / {all}", "{n} of {all}";
    item_number(n): "第 {n} 项", "Item {n}";
    task_number(n): "任务 {n}", "Task {n}";
    page_description(page, tagline): "{page}:{tagline}。承诺了什么、进展如何、依据何在。", "{page}: {tagline}. What was promised, what happened, and how anyone knows.";
    printed(address, day): "本页地址:{address} · 打印时的系统日期:{day}", "Address of this page: {address} · the system’s date when printed: {day}";
    page_title(page, product): "{page} — {product}", "{page} — {product}";
    change_points(change): "同比 {change} 个百分点", "{change} points on last year";
    change_amount(change): "同比 {change}", "{change} on last year";
    at_least(value): "≥ {value}", "≥ {value}";
    at_most(value): "≤ {value}", "≤ {value}";
    set_by(authority): "待{authority}下达", "to be set by {authority}";
    short_by(amount): "差 {amount}", "{amount} short";
    ahead_by(amount): "余 {amount}", "{amount} to spare";
    per_month(amount, months): "每月 {amount},共 {months} 个月", "{amount} in each of {months} months";
    days(n): "{n} 天", "{n} days";
    samples(n): "{n} 个样本", "{n} samples";
    rest_averages(amount, left): "余下 {left}平均 {amount}", "the remaining {left} must average {amount}";
    out_of_reach(amount, left): "余下 {left}须平均 {amount},已无法达到", "the remaining {left} would have to average {amount}: out of reach";
    rest_counts(count, left): "余下 {left} 个样本中的 {count} 个", "{count} of the remaining {left} samples";
    counts_out_of_reach(left): "余下 {left} 个样本已不足以达标", "the remaining {left} samples are not enough";
    room(amount): "还可用 {amount}", "room for {amount} more";
    done_of(done, of): "{done} / {of}", "{done} of {of}";
    owed_intro(period, due, closes): "{period}:{due} 前报送,{closes} 后关闭。", "{period}: due {due}, closes after {closes}.";
    due_in(days): "还有 {days} 天", "{days} days left";
    due_today(day): "今天({day})到期", "due today ({day})";
    overdue_by(days): "已逾期 {days} 天", "{days} days overdue";
    waiting(n): "{n} 件待审核", "{n} to review";
    report_title(period, name): "{period} 填报:{name}", "{period} report: {name}";
    returned_note(note): "退回意见:{note}", "Returned: {note}";
    history_row(day, by, state): "{day} {by}:{state}", "{day} {by}: {state}";
    said_by(by, day): "{by},{day}", "{by}, {day}";
    published_by(source, day): "{source}({day})", "{source} ({day})";
    reported_by(unit, day): "{unit} 填报,{day} 审定", "reported by {unit}, approved {day}";
    chart_alt(name, value, target): "{name}:最新 {value},目标 {target}", "{name}: latest {value}, target {target}";
    tasks_summary(chapters, items, tasks, targets): "{chapters} 章 {items} 项 {tasks} 条任务,{targets} 个可核查目标", "{chapters} chapters, {items} items, {tasks} tasks, {targets} checkable targets";
    due_moved(due, issued): "{due}(原时限 {issued})", "{due} (as issued: {issued})";
    reports_on_record(n): "各单位历次填报({n})", "All reports of the units ({n})";
    late_report(due, sent): "应于 {due} 前报送,{sent} 首次报送", "due {due}, first sent {sent}";
    changed(from, to): "{from} → {to}", "{from} → {to}";
    answered(answer, day): "{answer}({day})", "{answer} ({day})";
    stood_until_then(status): "此前按原目标:{status}", "until then, by the old number: {status}";
    rule_line(version, day): "规则版本 {version};以 {day} 已获知的数据评判", "Rule version {version}; judged by what was known on {day}";
}
