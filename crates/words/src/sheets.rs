//! What stands in the sheets that the product writes, and by what it knows them again.

use yaodian_domain::ledger::{Column, Field, FieldKind, Ledger};

use crate::{Lang, cells};

/// Headings by which the entries' number (编号) also goes, beside its own. 序号 is none of them: it
/// only counts rows.
pub const KEY_ALSO: [&str; 1] = ["编号"];

/// Whether a sheet of this name explains and holds no entries.
pub fn is_help(name: &str) -> bool {
    let name = name.trim();
    let english = ["help", "readme", "instructions", help_sheet(Lang::En)];
    name.contains("说明") || english.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// A mark of a heading that must be filled in, and the mark's full-width form.
pub const REQUIRED: [char; 2] = ['*', '＊'];

/// What is to be written in a column, for the row below the headings of an empty sheet.
pub fn hint(lang: Lang, ledger: &Ledger, column: &Column) -> String {
    match column {
        Column::Key => format!("{}{}", hint_mark(lang), hint_key(lang)),
        Column::Unit => hint_list(lang).to_owned(),
        Column::Reached(_) => hint_day(lang).to_owned(),
        Column::Version | Column::Stage | Column::Changed => hint_version(lang).to_owned(),
        Column::Field(id) => ledger
            .field(id)
            .map_or_else(String::new, |(_, field)| hint_field(lang, field)),
    }
}

fn hint_field(lang: Lang, field: &Field) -> String {
    match &field.kind {
        FieldKind::Number { unit, decimals: 0, .. } => hint_whole(lang, &lang.of(unit)),
        FieldKind::Number { unit, decimals, .. } => hint_number(lang, &lang.of(unit), decimals),
        FieldKind::Date => hint_day(lang).to_owned(),
        FieldKind::Choice { .. } | FieldKind::Unit => hint_list(lang).to_owned(),
        FieldKind::Place => hint_place(lang).to_owned(),
        FieldKind::Person => hint_person(lang).to_owned(),
        FieldKind::Text | FieldKind::Attachment => hint_text(lang).to_owned(),
    }
}

/// What the help sheet says, line by line.
pub fn help(lang: Lang, ledger: &Ledger, as_of: &dyn std::fmt::Display) -> Vec<String> {
    let mut lines = vec![
        help_title(lang, &lang.of(&ledger.name), as_of),
        help_row(
            lang,
            &lang.of(&ledger.counted),
            &cells::column(lang, ledger, &Column::Key),
        ),
        help_required(lang).to_owned(),
        help_day(lang).to_owned(),
        help_blank(lang).to_owned(),
        help_version(lang, &cells::column(lang, ledger, &Column::Version)),
        help_formula(lang).to_owned(),
        help_protection(lang).to_owned(),
    ];
    lines.extend(ledger.note.iter().filter(|_| lang == Lang::Zh).cloned());
    lines
}

crate::labels! {
    help_sheet: "填写说明", "How to fill in";
    lists_sheet: "选项", "Lists";
    reasons: "退回原因", "Why it was handed back";
    demonstration: "演示数据", "Made up";
    demonstration_yes: "演示，非真实数据", "made up for demonstration";
    demonstration_banner: "演示数据：本表条目是为演示生成的，不是真实情况。", "Demonstration: the entries of this sheet are made up and say nothing about the real world.";
    hint_mark: "填写提示：", "Hint: ";
    hint_key: "每条一个编号，不能重复；本行可以保留或删去", "one number for each, no number twice; this row may stay or go";
    hint_list: "从下拉列表中选择", "choose from the list";
    hint_day: "日期，如 2023-09-25", "a day, such as 2023-09-25";
    hint_place: "经度，纬度，如 114.305,30.593", "longitude,latitude such as 114.305,30.593";
    hint_person: "姓名", "a name";
    hint_text: "文字", "words";
    hint_version: "系统填写，勿改", "filled in by the product; leave it as it is";
    bad_value: "填写有误", "Not a value for this column";
    bad_choice: "请从下拉列表中选择。", "Choose from the list.";
    bad_day: "请填日期，如 2023-09-25。", "Give a day, such as 2023-09-25.";
    help_required: "表头带 * 的列必须填写。", "Columns whose heading is marked with * must be filled in.";
    help_day: "日期写成 2023-09-25；各阶段按顺序完成，日期不能倒退，也不能晚于今天。", "Write days as 2023-09-25. Stages are passed in order; their days do not go backwards and do not lie ahead.";
    help_blank: "清空一个单元格，就是清空台账中的这一项；不想改动某一列，可以整列删去。", "A blank cell empties the entry's value. To leave a column as it is, remove the whole column.";
    help_formula: "不要填公式，不要合并单元格。", "No formulas and no merged cells, please.";
    help_protection: "表头受保护（无密码）；数据行可以增删、排序、筛选。", "The headings are protected, without a password; rows can be added, removed, sorted and filtered.";
}

crate::sentences! {
    template_name(ledger): "{ledger}-模板", "{ledger} - template";
    returned_name(file): "{file}-退回", "{file} - handed back";
    hint_whole(unit): "整数 {unit}", "a whole number {unit}";
    hint_number(unit, decimals): "数字，最多 {decimals} 位小数 {unit}", "a number of at most {decimals} decimals {unit}";
    bad_number(least, most): "请填 {least} 至 {most} 之间的数字。", "Give a number from {least} to {most}.";
    bad_whole(least, most): "请填 {least} 至 {most} 之间的整数。", "Give a whole number from {least} to {most}.";
    help_title(ledger, day): "{ledger}（截至 {day}）", "{ledger} (as of {day})";
    help_row(counted, key): "每行一个{counted}，以“{key}”相认：已有的编号是修改，新的编号是新增。", "One {counted} in each row, known by \"{key}\": a number that is there already changes the entry, a new one adds one.";
    help_version(version): "“{version}”列由系统填写，用来发现两人同时修改，请不要改动；新增的行留空。", "The column \"{version}\" is filled in by the product to notice when two people change the same entry. Leave it as it is, and blank in new rows.";
}
