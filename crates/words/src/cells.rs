//! What is wrong with the cells of a ledger, with uploaded files and with evidence, and how to mend
//! it.

use yaodian_contract::ledger::{EvidenceTrouble, FileTrouble};
use yaodian_domain::{
    id::StageId,
    ledger::{Column, FieldKind, Ledger, Mover, Trouble, access::Scope},
    plan::Name,
    unit::Register,
};

use crate::{Lang, problems, sentences};

/// The heading of a column, as it stands on screens and in sheets.
pub fn column(lang: Lang, ledger: &Ledger, which: &Column) -> String {
    match which {
        Column::Key => lang.of(&ledger.key).to_owned(),
        Column::Unit => lang.pick("责任单位", "Unit").to_owned(),
        Column::Stage => lang.pick("阶段", "Stage").to_owned(),
        Column::Changed => lang.pick("更新日期", "Changed").to_owned(),
        Column::Version => lang.pick("版本（勿改）", "Version (leave as it is)").to_owned(),
        Column::Reached(id) => stage_day(lang, &stage(lang, ledger, id)),
        Column::Field(id) => ledger
            .field(id)
            .map_or_else(|| id.to_string(), |(_, field)| field_heading(lang, field)),
    }
}

/// A field's heading with its unit of measure: 设计规模(万吨/日).
fn field_heading(lang: Lang, field: &yaodian_domain::ledger::Field) -> String {
    let name = lang.of(&field.name);
    match &field.kind {
        FieldKind::Number { unit, .. } if !unit.zh.is_empty() => match lang {
            Lang::Zh => format!("{name}({})", unit.zh),
            Lang::En => format!("{name} ({})", unit.en),
        },
        _ => name.to_owned(),
    }
}

/// The name of a stage; its id where the ledger has none such.
pub fn stage(lang: Lang, ledger: &Ledger, id: &StageId) -> String {
    ledger
        .stage(id)
        .and_then(|at| ledger.stages.get(at))
        .map_or_else(|| id.to_string(), |stage| lang.of(&stage.name).to_owned())
}

fn stage_day(lang: Lang, stage: &str) -> String {
    match lang {
        Lang::Zh => format!("{stage}完成日期"),
        Lang::En => format!("{stage}: done on"),
    }
}

/// A value as people read it: units by name, choices in the reader's language, places with a comma.
pub fn value(lang: Lang, ledger: &Ledger, units: &Register, of: &Column, text: &str) -> String {
    let unit = |text: &str| {
        let found = units.iter().find(|unit| unit.id.as_str() == text);
        found.map_or_else(|| text.to_owned(), |unit| lang.unit(unit).to_owned())
    };
    match of {
        Column::Unit => unit(text),
        Column::Field(id) => match ledger.field(id).map(|(_, field)| &field.kind) {
            Some(FieldKind::Unit) => unit(text),
            Some(FieldKind::Choice { options }) => {
                let option = options.iter().find(|option| option.zh == text);
                option.map_or_else(|| text.to_owned(), |option| lang.of(option).to_owned())
            }
            _ => text.to_owned(),
        },
        _ => text.to_owned(),
    }
}

/// Which entries a reader sees.
pub fn scope(lang: Lang, units: &Register, scope: &Scope) -> String {
    match scope {
        Scope::All => lang.pick("全部条目", "all entries").to_owned(),
        Scope::Own(id) => {
            let unit = units.get(id).map_or_else(|| id.as_str(), |unit| lang.unit(unit));
            only_of(lang, &unit)
        }
    }
}

/// Who moves entries.
pub fn mover(lang: Lang, mover: Mover) -> &'static str {
    match mover {
        Mover::Holder => lang.pick("条目所属单位", "the entry's own unit"),
        Mover::Lead => lang.pick("牵头单位", "a leading unit"),
        Mover::Office => lang.pick("督查室", "the supervision office"),
    }
}

fn list(lang: Lang, names: &[Name]) -> String {
    let names: Vec<_> = names.iter().map(|name| lang.of(name)).collect();
    names.join(lang.pick("、", ", "))
}

/// What is wrong with a cell of `column`, and how to mend it.
pub fn trouble(lang: Lang, ledger: &Ledger, column: &Column, trouble: &Trouble) -> String {
    let stage_name = |id: &StageId| stage(lang, ledger, id);
    match trouble {
        Trouble::Missing => missing(lang).to_owned(),
        Trouble::NotANumber { why } => problems::number_error(lang, why),
        Trouble::OtherMeasure { found } => other_measure(lang, found, &measure(lang, ledger, column)),
        Trouble::TooPrecise { most } => too_precise(lang, most),
        Trouble::TooSmall { least } => too_small(lang, least),
        Trouble::TooLarge { most } => too_large(lang, most),
        Trouble::NotADay { found } => not_a_day(lang, found),
        Trouble::Ahead { day } => ahead(lang, day),
        Trouble::NotAChoice { found, near } if near.is_empty() => {
            let all = match column {
                Column::Field(id) => match ledger.field(id).map(|(_, field)| &field.kind) {
                    Some(FieldKind::Choice { options }) => list(lang, options),
                    _ => String::new(),
                },
                _ => String::new(),
            };
            not_a_choice(lang, found, &all)
        }
        Trouble::NotAChoice { found, near } => not_a_choice_but(lang, found, &list(lang, near)),
        Trouble::NoUnit { found, near } if near.is_empty() => no_unit(lang, found),
        Trouble::NoUnit { found, near } => no_unit_but(lang, found, &list(lang, near)),
        Trouble::NotAHolder { unit } => not_a_holder(lang, &lang.of(unit)),
        Trouble::NotAPlace { found } => not_a_place(lang, found),
        Trouble::PlaceTurned => place_turned(lang).to_owned(),
        Trouble::PlaceAbroad => place_abroad(lang).to_owned(),
        Trouble::TooLong { length, most } => too_long(lang, length, most),
        Trouble::Formula { formula } => formula_found(lang, formula),
        Trouble::Fault { found } => fault(lang, found),
        Trouble::Twice { row } => twice(lang, row),
        Trouble::Merged { from } => merged(lang, from),
        Trouble::StageBefore { stage } => stage_before(lang, &stage_name(stage)),
        Trouble::EarlierThan { stage, day } => earlier_than(lang, &stage_name(stage), day),
        Trouble::NoEvidence { need, has } => no_evidence(lang, need, has),
        Trouble::NeededFor { stage } => needed_for(lang, &stage_name(stage)),
        Trouble::NotYourStage { movers } => {
            let movers: Vec<_> = movers.iter().map(|who| mover(lang, *who)).collect();
            not_your_stage(lang, &movers.join(lang.pick("、", ", ")))
        }
        Trouble::Settled { stage } => settled(lang, &stage_name(stage)),
        Trouble::NotYourUnit => not_your_unit(lang).to_owned(),
        Trouble::KeyGone => key_gone(lang).to_owned(),
        Trouble::NoSuchVersion { found, latest } => no_such_version(lang, found, latest),
        Trouble::Demonstration => demonstration_mixed(lang).to_owned(),
    }
}

fn measure(lang: Lang, ledger: &Ledger, column: &Column) -> String {
    match column {
        Column::Field(id) => match ledger.field(id).map(|(_, field)| &field.kind) {
            Some(FieldKind::Number { unit, .. }) => lang.of(unit).to_owned(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

/// What is wrong with a cell, with its heading before it: for rows that are handed back.
pub fn problem(lang: Lang, ledger: &Ledger, problem: &yaodian_domain::ledger::Problem) -> String {
    let words = trouble(lang, ledger, &problem.column, &problem.trouble);
    in_column(lang, &column(lang, ledger, &problem.column), &words)
}

/// Why a row that clashes is handed back, cell by cell.
pub fn clash(lang: Lang, ledger: &Ledger, units: &Register, clash: &yaodian_domain::ledger::Clash) -> String {
    let shown = |text: &Option<String>| match text {
        Some(text) => value(lang, ledger, units, &clash.column, text),
        None => lang.pick("（空）", "(blank)").to_owned(),
    };
    clashes(
        lang,
        &column(lang, ledger, &clash.column),
        &shown(&clash.theirs),
        &shown(&clash.yours),
    )
}

/// Why a whole file cannot be read, and what to do.
pub fn file(lang: Lang, why: &FileTrouble) -> String {
    match why {
        FileTrouble::TooLarge { limit } => file_too_large(lang, &mebibytes(*limit)),
        FileTrouble::Unpacks { limit } => file_unpacks(lang, &mebibytes(*limit)),
        FileTrouble::TooManyRows { limit } => file_rows(lang, limit),
        FileTrouble::TooManyColumns { limit } => file_columns(lang, limit),
        FileTrouble::NoTable => file_no_table(lang).to_owned(),
        FileTrouble::Empty => file_empty(lang).to_owned(),
        FileTrouble::Password => file_password(lang).to_owned(),
        FileTrouble::NotASheet { found } if found.is_empty() => file_unknown(lang).to_owned(),
        FileTrouble::NotASheet { found } if found == "HTML" => file_html(lang).to_owned(),
        FileTrouble::NotASheet { found } => file_other(lang, found),
        // What a library says of the damage is for the log.
        FileTrouble::Damaged { .. } => file_damaged(lang).to_owned(),
        FileTrouble::Encoding { at } => file_encoding(lang, at),
        FileTrouble::Csv { line, detail } => file_csv(lang, line, detail),
        FileTrouble::NoHeadings { found, wanted } => {
            let found = found.join(lang.pick("、", ", "));
            file_no_headings(lang, wanted, &found)
        }
        FileTrouble::HeadingsMissing { row, missing, near } if near.is_empty() => {
            file_headings(lang, row, &columns(lang, missing))
        }
        FileTrouble::HeadingsMissing { row, missing, near } => {
            file_headings_but(lang, row, &columns(lang, missing), &near.join(lang.pick("、", ", ")))
        }
        FileTrouble::HeadingTwice { row, heading, columns } => {
            file_heading_twice(lang, row, heading, &columns.0, &columns.1)
        }
    }
}

/// Columns by name, where the ledger is not at hand.
fn columns(lang: Lang, missing: &[Column]) -> String {
    let names: Vec<String> = missing
        .iter()
        .map(|column| match column {
            Column::Key => lang.pick("编号", "number").to_owned(),
            Column::Unit => lang.pick("责任单位", "Unit").to_owned(),
            other => other.to_string(),
        })
        .collect();
    names.join(lang.pick("、", ", "))
}

/// Why a file cannot be evidence, and what to do.
pub fn evidence(lang: Lang, why: &EvidenceTrouble) -> String {
    match why {
        EvidenceTrouble::TooLarge { limit } => evidence_too_large(lang, &mebibytes(*limit)),
        EvidenceTrouble::Empty => file_empty(lang).to_owned(),
        EvidenceTrouble::NotAllowed { found } if found.is_empty() => evidence_unknown(lang).to_owned(),
        EvidenceTrouble::NotAllowed { found } => evidence_other(lang, found),
        EvidenceTrouble::Damaged { .. } => evidence_damaged(lang).to_owned(),
        EvidenceTrouble::TooManyPixels { limit } => evidence_pixels(lang, &(limit / 1_000_000)),
    }
}

fn mebibytes(bytes: u64) -> String {
    format!("{} MB", bytes / (1024 * 1024))
}

crate::labels! {
    evidence_damaged: "图片已损坏，打不开", "The picture is damaged and cannot be opened.";
    file_damaged: "文件已损坏，读不出来。请用 Excel 打开并另存一份再上传", "The file is damaged and cannot be read. Open it in Excel, save it anew and upload that.";
    missing: "不能为空，请填写", "must not be blank; fill it in";
    place_turned: "经纬度写反了：先经度、后纬度", "longitude and latitude are exchanged: longitude comes first";
    place_abroad: "不在中国境内，请核对经纬度", "not in China; check longitude and latitude";
    not_your_unit: "只能增改本单位的条目", "you can only add and edit entries of your own unit";
    key_gone: "本行有版本号，台账中却没有这个编号。编号不能改；要新增条目，请清空版本列", "the row carries a version, but no entry has this number. Numbers cannot be changed; to add an entry, empty the version";
    demonstration_mixed: "演示条目与真实条目不能混在一个台账里", "made-up and real entries cannot stand in one ledger";
    file_empty: "文件是空的", "The file is empty.";
    file_no_table: "文件里没有表格：没有哪一行填了两格或更多", "There is no table in the file: no row has two filled cells.";
    file_password: "文件设有打开密码。请在 Excel 中取消密码（文件 → 信息 → 保护工作簿）后重新上传", "The file is protected with a password. Remove it in Excel (File → Info → Protect Workbook) and upload again.";
    file_unknown: "认不出这是什么文件。请上传 .xlsx、.xls 或 .csv", "This is no kind of file that is known here. Upload .xlsx, .xls or .csv.";
    file_html: "这其实是网页（HTML），不是表格。请用 Excel 打开，另存为 .xlsx 后上传", "This is a web page (HTML), whatever its name says. Open it in Excel, save it as .xlsx and upload that.";
    evidence_unknown: "认不出这是什么文件。佐证材料可以是照片（JPEG、PNG、WebP）、PDF 或表格（XLSX、XLS）", "This is no kind of file that is known here. Evidence is a photo (JPEG, PNG, WebP), a PDF or a sheet (XLSX, XLS).";
}

sentences! {
    only_of(unit): "仅{unit}的条目", "entries of {unit} only";
    other_measure(found, wanted): "单位是“{found}”，应为“{wanted}”，请换算后只填数字", "in {found}; it is kept in {wanted}: convert it and give the number alone";
    too_precise(most): "最多 {most} 位小数，请修约", "at most {most} decimals; round it";
    too_small(least): "不能小于 {least}", "must not be below {least}";
    too_large(most): "不能大于 {most}", "must not be above {most}";
    not_a_day(found): "“{found}”不是日期，请写成 2023-09-25", "\"{found}\" is no day; write it as 2023-09-25";
    ahead(day): "{day} 还没有到，完成日期不能在今天之后", "{day} lies ahead: nothing is done before its day";
    not_a_choice(found, all): "“{found}”不在选项中，可选：{all}", "\"{found}\" is none of the list: {all}";
    not_a_choice_but(found, near): "“{found}”不在选项中，是否为：{near}", "\"{found}\" is none of the list; perhaps {near}";
    no_unit(found): "没有“{found}”这个单位，请用单位简称", "there is no unit \"{found}\"; use its short name";
    no_unit_but(found, near): "没有“{found}”这个单位，是否为：{near}", "there is no unit \"{found}\"; perhaps {near}";
    not_a_holder(unit): "{unit}不填本台账", "{unit} holds no entries in this ledger";
    not_a_place(found): "“{found}”不是经纬度，请写成 114.305,30.593", "\"{found}\" is no place; write longitude and latitude as 114.305,30.593";
    too_long(length, most): "有 {length} 个字，最多 {most} 个", "{length} characters, at most {most}";
    formula_found(formula): "是公式（{formula}），请复制后“选择性粘贴 → 数值”", "a formula ({formula}): copy it and paste it as a value";
    fault(found): "是“{found}”，不是可用的值，请改成实际的值", "\"{found}\" is no value; give the actual one";
    twice(row): "与第 {row} 行的编号相同，请删去其中一行", "the same number as row {row}; remove one of them";
    merged(from): "单元格 {from} 是合并的，请取消合并并逐行填写", "the cells {from} are merged; unmerge them and fill in every row";
    stage_before(stage): "前一阶段“{stage}”还没有完成日期", "the stage before it, {stage}, has no day";
    earlier_than(stage, day): "早于前一阶段“{stage}”的 {day}", "earlier than the stage before it, {stage} on {day}";
    no_evidence(need, has): "需要 {need} 份佐证材料，现有 {has} 份，请先在条目页上传", "needs {need} files of evidence, {has} are there; add them on the entry's page first";
    needed_for(stage): "阶段“{stage}”完成时必须填写", "must be filled in once {stage} is done";
    not_your_stage(movers): "这一阶段只能由{movers}办理", "only {movers} can do this";
    settled(stage): "“{stage}”已完成，条目不能再改；要改请办理该阶段的单位先退回", "{stage} is done, and the entry is settled; whoever did it has to take it back first";
    no_such_version(found, latest): "版本 {found} 不存在，最新为 {latest}；请不要改动版本列，或重新下载台账", "there is no version {found}, the latest is {latest}; leave the version as it is, or download the ledger again";
    in_column(column, words): "“{column}”{words}", "{column}: {words}";
    clashes(column, theirs, yours): "“{column}”他人已改为 {theirs}，您要改为 {yours}", "{column}: somebody has changed it to {theirs}, you to {yours}";
    file_too_large(limit): "文件太大，最多 {limit}。请按单位分成几个文件", "The file is too large; at most {limit}. Split it, by unit perhaps.";
    file_unpacks(limit): "文件解压后超过 {limit}，可能是整张表都设了格式。请把有数据的行复制到新表再上传", "The file unpacks to more than {limit}; perhaps the whole sheet is formatted. Copy the rows with data to a new sheet and upload that.";
    file_rows(limit): "行数超过 {limit}。请分成几个文件", "More than {limit} rows. Split the file.";
    file_columns(limit): "列数超过 {limit}。请删去用不到的列", "More than {limit} columns. Delete those that are not needed.";
    file_other(found): "这是 {found} 文件，不是表格。请上传 .xlsx、.xls 或 .csv", "This is a {found} file, no sheet. Upload .xlsx, .xls or .csv.";
    file_encoding(at): "文字编码不是 UTF-8 也不是 GB18030（第 {at} 字节）。请另存为 UTF-8 的 CSV", "The text is neither UTF-8 nor GB18030 (byte {at}). Save it as CSV in UTF-8.";
    file_csv(line, detail): "第 {line} 行不成 CSV：{detail}", "Line {line} is not CSV: {detail}";
    file_no_headings(wanted, found): "前几行里没有表头“{wanted}”（读到：{found}）。请用下载的模板", "None of the first rows has the heading \"{wanted}\" (found: {found}). Use the template.";
    file_headings(row, missing): "第 {row} 行表头缺少：{missing}。请用下载的模板", "The headings in row {row} lack {missing}. Use the template.";
    file_headings_but(row, missing, near): "第 {row} 行表头缺少：{missing}（是否写成了 {near}）。请用下载的模板", "The headings in row {row} lack {missing} (perhaps {near}). Use the template.";
    file_heading_twice(row, heading, first, second): "第 {row} 行表头“{heading}”出现两次（{first} 列和 {second} 列），请删去一列", "The heading \"{heading}\" stands twice in row {row} (columns {first} and {second}); remove one.";
    evidence_too_large(limit): "文件太大，最多 {limit}", "The file is too large; at most {limit}.";
    evidence_other(found): "这是 {found} 文件。佐证材料可以是照片（JPEG、PNG、WebP）、PDF 或表格（XLSX、XLS）", "This is a {found} file. Evidence is a photo (JPEG, PNG, WebP), a PDF or a sheet (XLSX, XLS).";
    evidence_pixels(limit): "图片像素太多，最多 {limit} 百万像素", "The picture has too many pixels; at most {limit} million.";
}
