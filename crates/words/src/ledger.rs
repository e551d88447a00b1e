//! 台账 in the units' app: the screens on which a ledger is kept.

use yaodian_contract::ledger::How;

use crate::{Lang, labels, sentences};

labels! {
    title: "台账", "Ledgers";
    intro: "台账是目标数据的来源：逐条登记、逐阶段流转，比例由此得出。", "The lists behind the figures: each entry is listed and moved from stage to stage, and the ratios follow.";
    none: "本单位没有需要登记的台账。", "Your unit keeps no ledger.";
    made_up: "演示数据", "made up";
    demonstration: "演示数据：本台账的条目是为演示生成的，不是真实情况；由此得出的数字也不是。", "Demonstration: the entries of this ledger are made up and say nothing about the real world; nor do the figures that follow from them.";
    feeds: "据此计数的目标", "Targets counted from it";
    search: "查找", "Search";
    search_hint: "编号或任一栏的文字", "a number, or words of any column";
    all_units: "全部单位", "All units";
    all_stages: "全部阶段", "All stages";
    no_stage: "尚未开始", "not begun";
    not_done: "未完成", "not done";
    more_filters: "更多条件", "More conditions";
    column: "栏目", "Column";
    values: "可选值", "Values";
    from: "从", "From";
    to: "到", "To";
    contains: "包含", "Holds";
    only_blank: "只看空白", "only blanks";
    add_filter: "加上条件", "Add the condition";
    without_any: "清除全部条件", "Remove all conditions";
    or: " 或 ", " or ";
    and: "、", ", ";
    blank: "（空）", "(blank)";
    filled: "非空", "not blank";
    views: "视图", "Views";
    no_views: "还没有存下的视图。", "No views are kept yet.";
    view_name: "把当前条件存为视图", "Keep these conditions as a view";
    save_view: "存下", "Keep";
    busy: "正在载入…", "Loading…";
    upload: "上传表格", "Upload a sheet";
    new_entry: "新增条目", "New entry";
    template: "下载模板（XLSX）", "Template (XLSX)";
    export: "导出当前结果", "Export these entries";
    current: "下载现有台账（XLSX）", "The ledger as it stands (XLSX)";
    pages: "翻页", "Pages";
    page: "第几页", "Page";
    previous: "上一页", "Previous";
    next: "下一页", "Next";
    jump: "跳转", "Go";
    rows_each: "每页行数", "Rows a page";
    all_columns: "显示全部栏目", "All columns";
    fewer_columns: "只显示主要栏目", "Main columns only";
    keys: "方向键移动 · Enter 或 F2 编辑，Enter 保存并下移，Tab 保存并右移，Esc 放弃 · 空格选中 · Home、End、PageUp、PageDown 快速移动 · 在编号上按 Enter 打开条目", "Arrows move · Enter or F2 edits, Enter saves and goes down, Tab saves and goes right, Esc cancels · Space chooses · Home, End, Page Up and Page Down leap · Enter on a number opens the entry";
    pick_page: "选中本页全部", "Choose all of this page";
    empty: "台账还没有条目。可以上传表格，或逐条新增。", "The ledger has no entries yet. Upload a sheet or add them one by one.";
    no_match: "没有符合条件的条目。", "No entry meets the conditions.";
    bulk: "批量流转", "Move many at once";
    pick_none: "取消选中", "Choose none";
    stage: "阶段", "Stage";
    done_on: "完成日期", "Done on";
    move_on: "流转到此阶段", "Move to this stage";
    take_back: "退回到此阶段之前", "Take back to before it";
    undo: "撤销", "Undo";
    outrun: "他人刚改过这一条，没有动它。", "somebody has just changed it; it was left alone";
    why_not: "未动的原因", "Why some were left alone";
    clash_title: "您编辑时，他人也改了同一处。", "Somebody else changed the same while you were writing.";
    use_mine: "用我的", "Use mine";
    use_theirs: "用现在的", "Keep theirs";
    required: "必填", "required";
    fields: "条目内容", "The entry";
    save: "保存", "Save";
    saved: "已保存。", "Saved.";
    stages: "阶段与佐证", "Stages and evidence";
    done: "完成", "Done";
    step_back: "退回上一阶段", "Take this stage back";
    add_files: "添加佐证材料（可多选，可拖入）", "Add evidence (several at once; drop them here)";
    withdraw: "撤下", "Withdraw";
    pictures: "图示", "Pictures";
    upload_intro: "选好文件立即核对：先看清每一行会带来什么，再提交。", "A file is read at once: see what each row would do, then commit.";
    choose_file: "选择表格文件", "Choose a sheet";
    choose_hint: ".xlsx、.xls 或 .csv，也可以拖到这里。提交之前台账不会改变。", ".xlsx, .xls or .csv; or drop it here. Nothing changes until you commit.";
    added: "新增", "New";
    changed_rows: "修改", "Changed";
    unchanged: "没有变化", "Unchanged";
    conflict: "与他人冲突", "In conflict";
    bad: "有问题", "Handed back";
    rows_by_sort: "按结果看各行", "Rows by what they come to";
    sheet_row: "表中行号", "Row";
    what_happens: "会带来什么", "What it would do";
    no_rows: "没有这样的行。", "No such rows.";
    to_ledger: "回到台账", "To the ledger";
    from_ledger: "数据来自台账", "This figure comes from a ledger";
    from_ledger_hint: "这项数据由台账条目得出，不另填数；要改数，请更新台账。", "It is counted from the ledger's entries and is not typed here; to change it, update the ledger.";
}

sentences! {
    listed(n): "在册 {n}", "{n} listed";
    listed_of(n, expected): "在册 {n} / 应有 {expected}", "{n} of {expected} listed";
    only_own(unit): "仅显示{unit}的条目。", "Entries of {unit} only.";
    stage_of(stage, n, all): "{stage} {n}/{all}", "{stage} {n}/{all}";
    matching(n, all): "{n} 条符合，共 {all} 条", "{n} of {all} entries";
    rows(n): "每页 {n} 行", "{n} rows a page";
    pick(key): "选中 {key}", "Choose {key}";
    without(condition): "去掉条件：{condition}", "Remove the condition: {condition}";
    condition(column, what): "{column}：{what}", "{column}: {what}";
    holds(text): "含“{text}”", "holds \"{text}\"";
    between(from, to): "{from} 至 {to}", "{from} to {to}";
    from_on(from): "{from} 起", "from {from} on";
    up_to(to): "至 {to}", "up to {to}";
    forget(name): "删去视图：{name}", "Forget the view: {name}";
    chosen(n): "已选 {n} 条", "{n} chosen";
    pick_matching(n): "选中全部 {n} 条符合的", "Choose all {n} that match";
    moved(n, m): "已流转 {n} 条，{m} 条未动。", "{n} entries moved, {m} left alone.";
    undone(n, m): "已撤销 {n} 条，{m} 条未动。", "{n} entries put back, {m} left alone.";
    as_wanted(n): "另有 {n} 条本来就是这样。", "{n} more were so already.";
    and_more(n): "……还有 {n} 条", "… and {n} more";
    cell_of(column, key): "{column}，{key}", "{column}, {key}";
    entry_title(counted, key): "{counted} {key}", "{counted} {key}";
    new_entry_title(counted): "新增{counted}", "New {counted}";
    version(version, day, by): "第 {version} 版，{day} {by}", "Version {version}, {day}, {by}";
    version_number(version): "第 {version} 版", "version {version}";
    done_by(movers): "由{movers}办理", "Done by {movers}";
    needs(fields): "须先填写：{fields}", "Needs {fields}";
    evidence_number(has): "佐证材料 {has} 份", "Files of evidence: {has}";
    evidence_have(has, need): "佐证材料 {has} 份，至少 {need} 份", "Evidence: {has}, at least {need} needed";
    sending(at, of): "正在上传第 {at} 个，共 {of} 个…", "Sending {at} of {of}…";
    file_facts(size, day, by): "{size}，{day} {by}", "{size}, {day}, {by}";
    taken_at(place): "拍摄于 {place}", "taken at {place}";
    withdraw_file(name): "撤下 {name}", "Withdraw {name}";
    upload_title(ledger): "上传表格：{ledger}", "Upload a sheet: {ledger}";
    reading(name): "正在上传并核对 {name}…", "Sending and reading {name}…";
    from_sheet(sheet, row): "工作表“{sheet}”，表头在第 {row} 行", "Sheet \"{sheet}\", headings in row {row}";
    passed_over(columns): "台账没有这些栏目，未读：{columns}", "Columns that the ledger does not have were passed over: {columns}";
    commit(n): "提交 {n} 条好的行", "Commit the {n} good rows";
    download_returned(n): "下载退回的 {n} 行（XLSX）", "Download the {n} rows handed back (XLSX)";
    more_rows(shown, all): "再看一些（已显示 {shown} / {all}）", "Show more ({shown} of {all})";
    committed(added, changed, left): "已提交：新增 {added} 条，修改 {changed} 条；退回 {left} 行。", "Committed: {added} new, {changed} changed; {left} rows handed back.";
}

/// How an entry came to change.
pub fn how(lang: Lang, how: How) -> &'static str {
    match how {
        How::Edit => lang.pick("编辑", "edited"),
        How::Move => lang.pick("批量流转", "moved with others"),
        How::Upload => lang.pick("表格上传", "uploaded"),
        How::Undo => lang.pick("撤销", "undone"),
        How::Demonstration => lang.pick("演示生成", "made up for a demonstration"),
    }
}

/// The size of a file as people read it: `1.4 MB`.
pub fn size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    let (unit, name) = if bytes >= KIB * KIB {
        (KIB * KIB, "MB")
    } else {
        (KIB, "KB")
    };
    let tenths = (u128::from(bytes) * 10).div_ceil(u128::from(unit));
    match (tenths / 10, tenths % 10) {
        (whole, part) if whole < 10 && part > 0 => format!("{whole}.{part} {name}"),
        (whole, part) => format!("{} {name}", whole + u128::from(part > 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_short_and_never_nothing() {
        assert_eq!(size(0), "0 KB");
        assert_eq!(size(1), "0.1 KB");
        assert_eq!(size(1024), "1 KB");
        assert_eq!(size(20 * 1024 + 1), "21 KB");
        assert_eq!(size(1024 * 1024 * 14 / 10), "1.4 MB");
    }
}
