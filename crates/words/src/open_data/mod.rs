//! 开放数据: the page of open data, and what stands in its files.
//!
//! * [`tables`], [`fields`]: what the tables and their fields are called and say;
//! * here: the pages, the data package and its README.

pub mod fields;
pub mod tables;

use std::fmt::Write as _;

use crate::{Lang, labels, sentences};

labels! {
    open_data: "开放数据", "Open data";
    intro: "页面上的每个数，都可以连同来源下载。每张表有 CSV、JSON、XLSX 三种格式，内容逐格相同；整个要点另有一个数据包。", "Every figure on these pages can be had with its source. Each table comes as CSV, JSON and XLSX, the same cell by cell; the whole plan comes as a data package.";
    whole_title: "整个要点", "The whole plan";
    tables_title: "各表", "The tables";
    fields_title: "字段", "Fields";
    field_word: "字段", "Field";
    type_word: "类型", "Type";
    formats_title: "格式", "Formats";
    meaning_word: "含义", "Meaning";
    rules_word: "约束", "Rules";
    preview_title: "前 20 行", "The first 20 rows";
    no_rows: "目前没有数据。", "No rows yet.";
    required_word: "必填", "never blank";
    unique_word: "不重复", "never the same twice";
    key_word: "主键", "key";
    refers_word: "指向", "refers to";
    one_of_word: "取值", "one of";
    package_word: "数据包（ZIP）", "Data package (ZIP)";
    descriptor_word: "数据包描述（datapackage.json）", "Descriptor (datapackage.json)";
    package_note: "内有全部表的 CSV、描述文件和说明，符合 Frictionless Data Package。", "All tables as CSV, the descriptor and a README, as a Frictionless Data Package.";
    licence_title: "许可和引用", "Licence and citation";
    licence_note: "要点原文和各项数据为政府公开发布的内容，出处随每个数给出；本数据的汇编按以下许可使用：", "The plan's text and the figures are official publications, each with its source; their compilation may be used under:";
    cite_word: "引用格式", "To cite";
    identifiers_title: "标识", "Identifiers";
    identifiers_note: "表名、字段名和各行的标识一经公布不再改变：目标、任务、单位的标识跨版本保持；每个数的标识由其内容算出，同一个数每次导出都相同。新增字段排在最后。", "Names of tables and fields, and the identifiers of rows, stay as they are: those of targets, tasks and units keep across versions of the plan; that of a figure is computed from what it says, so that it is the same in every export. New fields come last.";
    history_title: "历史", "History";
    history_note: "任何地址加上 ?as_of=日期，即得按那一天所知的数据：之后才知道的不在其中，后来才撤回的仍在其中。“数据”表含曾经知道的每个数，“状态变化”表含状态变化的每一天。", "Add ?as_of=DATE to any address to have the data as known on that day: what became known later is not in it, what was withdrawn later still is. The table of observations has every figure that was ever known, the history of statuses every day on which a status changed.";
    filter_note: "地址中以字段名为参数可筛选行，如 /data/assessments.csv?status=off-track 只留滞后的行；可用的字段和取值见各表。", "Fields of a table are parameters of its address: /data/assessments.csv?status=off-track keeps the rows that are off track; fields and their values are listed with each table.";
    numbers_note: "数是精确的十进制数，位数照原样：CSV 中写作文字，JSON 中写作数字（按二进制读入的程序保留 15 位），XLSX 中为数值。CSV 为带 BOM 的 UTF-8，行末为 CRLF；以 = + - @ 开头的文字前加一个撇号，以免被当作公式。空白为空字段、null、空单元格。", "Numbers are exact decimals with the digits that were reported: text in CSV, numbers in JSON (a reader that takes them for binary ones keeps 15 digits), numbers in XLSX. CSV is UTF-8 with a byte order mark and CR LF; a text that begins with = + - @ has an apostrophe before it, so that no sheet takes it for a formula. A blank is an empty field, null, an empty cell.";
    no_people: "不含任何人的姓名和账号。", "No people's names or accounts are in it.";
    demonstration_note: "内含为演示而编造的数据，不是真实情况。凡有“demonstration”一列的表，编造的行在该列为 true。", "Some of it was made up for a demonstration and is not real. In tables with a column \"demonstration\" it is true for the rows that were made up.";
    back: "全部开放数据", "All open data";
    fields_sheet: "字段", "Fields";
    download_word: "下载数据", "Download the rows";
    rows_of_observations: "这些数", "these figures";
    rows_of_assessments: "评判", "the assessment";
    rows_of_history: "状态变化", "the history of its status";
    rows_of_parts: "各单位部分", "the units' parts";
}

sentences! {
    as_of(day): "按 {day} 所知。", "As known on {day}.";
    rows(count): "{count} 行", "{count} rows";
    package_title(plan): "{plan}：目标、数据和评判", "{plan}: targets, figures and assessments";
    cite(issuer, title, product, day, address): "{issuer}《{title}》，{product}整理，数据截至 {day}。{address}", "{issuer}: {title}. Compiled by {product}, as known on {day}. {address}";
    of_table(title, plan): "{title} · {plan}", "{title} · {plan}";
}

/// What a data package is, in one text.
pub fn package_about(lang: Lang, demonstration: bool) -> String {
    let mut all = vec![intro(lang), history_note(lang), identifiers_note(lang), no_people(lang)];
    if demonstration {
        all.insert(0, demonstration_note(lang));
    }
    all.join(lang.pick("", " "))
}

/// A file of the package, as its README lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its path.
    pub path: String,
    /// What it is, in Chinese and English.
    pub title: (&'static str, &'static str),
    /// How many rows it has.
    pub rows: usize,
}

/// The README of a data package in one language.
pub struct Readme<'a> {
    /// Its title.
    pub title: String,
    /// As known on which day.
    pub as_of: String,
    /// How to cite it.
    pub cite: String,
    /// The licence: its name, and where it stands.
    pub licence: (&'a str, Option<&'a str>),
    /// Its files.
    pub files: &'a [Listed],
    /// Whether some of it is made up.
    pub demonstration: bool,
}

/// The README of a data package, as Markdown.
pub fn readme(lang: Lang, about: &Readme<'_>) -> String {
    let licence = match about.licence {
        (title, Some(path)) => format!("[{title}]({path})"),
        (title, None) => title.to_owned(),
    };
    let mut out = format!("# {}\n\n{}\n\n", about.title, as_of(lang, &about.as_of));
    if about.demonstration {
        let _ = writeln!(out, "**{}**\n", demonstration_note(lang));
    }
    for (title, text) in [
        (open_data(lang), format!("{} {}", intro(lang), no_people(lang))),
        (
            licence_title(lang),
            format!(
                "{} {licence}\n\n{}: {}",
                licence_note(lang),
                cite_word(lang),
                about.cite
            ),
        ),
        (identifiers_title(lang), identifiers_note(lang).to_owned()),
        (history_title(lang), history_note(lang).to_owned()),
        (formats_title(lang), numbers_note(lang).to_owned()),
    ] {
        let _ = writeln!(out, "## {title}\n\n{text}\n");
    }
    let _ = writeln!(out, "## {}\n", tables_title(lang));
    for file in about.files {
        let title = lang.pick(file.title.0, file.title.1);
        let _ = writeln!(out, "- `{}`: {title} ({})", file.path, rows(lang, &file.rows));
    }
    out
}
