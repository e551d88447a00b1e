//! 监测数据, in the desk: tables on their way in, what came of them, what was set aside and why.

use yaodian_contract::monitoring::Outcome;
use yaodian_monitoring::network::{
    Came,
    arrival::{Reason, TableTrouble},
};

use crate::{
    Lang, figures, labels,
    monitoring::{air, names, water},
    network::network,
    sentences,
};

labels! {
    title: "监测数据", "Monitoring data";
    intro: "把断面、点位的监测数据表导进来：先预览，再提交。能用的入库，不能用的连同原因留在待查里，不参与计算。", "Bring in tables of what was measured at sections and stations: look first, then commit. What can stand goes in; what cannot is set aside with its reasons, and is in no figure.";
    nothing_to_send: "您的岗位不负责报送监测数据。", "Nothing is asked of you here: your post sends no monitoring data.";
    network_word: "哪类数据", "What was measured";
    state_word: "审核状态", "State of review";
    state_hint: "表里有“审核状态”一列的，以该列为准。", "A column 审核状态 of the table stands before this.";
    on_word: "数据日期", "Day of the data";
    on_hint: "表里没有日期、或日期没有年份时才用。", "Used only where the table tells no day, or a day without a year.";
    choose_file: "选择表格，或拖到这里", "Choose a sheet, or drop it here";
    choose_hint: "XLSX、XLS 或 CSV。表头如：断面名称、监测时间、pH（无量纲）、溶解氧（mg/L）；点位编码、日期、PM2.5(μg/m³)。未检出可写 ND、<0.05、0.05L，没有监测写 —。", "XLSX, XLS or CSV. Heads such as 断面名称, 监测时间, pH(无量纲), 溶解氧(mg/L); 点位编码, 日期, PM2.5(μg/m³). Below detection: ND, <0.05, 0.05L; not measured: —.";
    added: "新增", "New";
    revised: "更正", "Revised";
    unchanged: "已有", "Said already";
    held: "整行待查", "Set aside";
    partly: "缺格入库", "In, but for some cells";
    going_in_title: "将要入库", "Going in";
    held_title: "待查", "Set aside";
    row_word: "行", "Row";
    place_word: "断面（点位）", "Section or station";
    time_word: "时间", "Time";
    comes_to: "单次评价", "By itself";
    reason_word: "原因与改法", "Why, and how to mend it";
    commit: "提交入库", "Put it in";
    nothing_goes_in: "没有可以入库的新数据。", "Nothing new can go in.";
    keep_held: "只记下待查", "Note what is set aside";
    another: "再导一份", "Another table";
    download_held: "下载待查行（CSV）", "Download what is set aside (CSV)";
    batches: "最近入库", "What came in last";
    no_batches: "还没有监测数据。", "Nothing has come in yet.";
    when_word: "时间", "When";
    how_word: "来源", "How";
    to_public: "公开页", "Public page";
    to_register: "名录", "Register";
    back: "监测数据", "Monitoring data";
    no_network: "本计划没有这类监测名录，或您的岗位不负责这类数据。", "The plan has no register of this kind, or your post has no part in it.";
    key_unknown: "密钥不对、已停用或失效，或不用于这类数据；请在“程序接口密钥”里另行生成，自动站的请管理员用 yaodian token create 重新发。", "The key is unknown, revoked or over, or for other data; make another one under API keys, or, for a station, ask the administrator for one made by yaodian token create.";
    no_place: "没有写断面（点位）编码或名称；请补上", "no code or name of a section or station; write it";
    no_day: "没有日期；请补上，或在上方选“数据日期”", "no day; write it, or choose the day of the data above";
    shifted: "格数比表头多，可能错位；请核对这一行", "more cells than heads, so that the row may be shifted; check it";
    nothing: "没有监测值；没有监测可以不报这一行", "nothing was measured; the row can be left out";
    reasons_column: "待查原因", "Why it was set aside";
    demonstration_register: "名录是演示数据，这里只收演示数据；真实数据请先清除演示名录。", "The register is made up for a demonstration, so that no real data are taken here; clear it first.";
}

sentences! {
    found_places(places, counted, register): "{register}里您可报 {places} 个{counted}。", "{register}: you may send data of {places} ({counted}).";
    reading(name): "正在读“{name}”…", "Reading \"{name}\" …";
    of_rows(name, rows): "“{name}”：{rows} 行", "\"{name}\": {rows} rows";
    shown_of(shown, all): "显示前 {shown} 行，共 {all} 行。", "The first {shown} of {all} rows.";
    committed(added, revised): "已入库：新增 {added} 条，更正 {revised} 条。", "In: {added} new, {revised} revised.";
    held_back(rows): "{rows} 行留在待查；改好后再导一次即可，已入库的不会重复。", "{rows} rows were set aside; mend them and bring the table in again: what is in is not doubled.";
    said_already(rows): "{rows} 条与已有的相同，没有重复入库。", "{rows} said what was said already, and were not put in twice.";
    index(index): "AQI {index}", "AQI {index}";
    place_unknown(text): "“{text}”不在名录里；请核对编码、名称，或先登记", "\"{text}\" is not in the register; check code and name, or list it first";
    places_several(text): "名录里有几个“{text}”；请写编码", "several places are called \"{text}\"; give the code";
    not_yours(name): "“{name}”不归本单位报送", "\"{name}\" is another unit's to tell of";
    not_in_service(name): "“{name}”当时未启用或已停用；请核对日期，或改名录的启用、停用日期", "\"{name}\" was not in service then; check the day, or its days in the register";
    time_unreadable(text): "时间“{text}”看不懂；请写 2023-05-04 或 2023-05-04 10:00", "the time \"{text}\" is not understood; write 2023-05-04 or 2023-05-04 10:00";
    future(on): "{on} 还没有到；请核对年份", "{on} has not come; check the year";
    before_rules(on): "{on} 早于现行标准的实施，不作评价", "{on} is before the standards took effect; it is not assessed";
    state_unknown(text): "审核状态“{text}”看不懂；请写原始、审核或复核", "the state “{text}” is not understood; write 原始, 审核 or 复核";
    told_twice(rows): "与第 {rows} 行是同一断面（点位）、同一时间，数值不同，都未入库；请只留对的一行", "row {rows} tells of the same place and time with other figures, so that none went in; keep the right one";
    other_name(code, name): "编码“{code}”和名称“{name}”不是同一断面（点位）；请改对其中一个", "the code \"{code}\" and the name \"{name}\" are of different places; mend one of them";
    no_year(text): "“{text}”没有年份；请写全，或在上方选“数据日期”", "\"{text}\" has no year; write it, or choose the day of the data above";
    other_network(network): "这是{network}的数据，请在上方改选“{network}”", "these are data of another kind: choose \"{network}\" above";
    cell(head, cell, why): "“{head}”的“{cell}”{why}；请改正后再导", "{head}: \"{cell}\" {why}; mend it and bring it in again";
    no_place_column(found): "没有断面（点位）一列。表头应有断面名称、断面编码或点位编码；读到：{found}", "no column of sections or stations. Wanted are heads such as 断面名称, 断面编码 or 点位编码; found: {found}";
    no_measured_column(found): "没有监测项目。表头应如 pH（无量纲）、总磷（mg/L）或 PM2.5(μg/m³)；读到：{found}", "no column of anything measured. Wanted are heads such as pH(无量纲), 总磷(mg/L) or PM2.5(μg/m³); found: {found}";
    held_name(name): "待查-{name}", "set-aside-{name}";
}

/// Why something was set aside, and how to mend it.
pub fn reason(lang: Lang, reason: &Reason) -> String {
    match reason {
        Reason::NoPlace => no_place(lang).to_owned(),
        Reason::UnknownPlace { text } => place_unknown(lang, text),
        Reason::SeveralPlaces { text } => places_several(lang, text),
        Reason::NotYours { name } => not_yours(lang, name),
        Reason::NotInService { name } => not_in_service(lang, name),
        Reason::NoDay => no_day(lang).to_owned(),
        Reason::NoYear { text } => no_year(lang, text),
        Reason::UnreadableTime { text } => time_unreadable(lang, text),
        Reason::Future { on } => future(lang, &figures::day(*on)),
        Reason::BeforeRules { on } => before_rules(lang, &figures::day(*on)),
        Reason::UnknownState { text } => state_unknown(lang, text),
        Reason::Shifted => shifted(lang).to_owned(),
        Reason::ToldTwice { rows } => {
            let rows: Vec<String> = rows.iter().map(u64::to_string).collect();
            told_twice(lang, &rows.join(lang.pick("、", ", ")))
        }
        Reason::OtherName { code, name } => other_name(lang, code, name),
        Reason::Nothing => nothing(lang).to_owned(),
        Reason::Water { head, cell: text, why } => {
            let heads: Vec<String> = Vec::new();
            cell(lang, head, text, &water::refusal(lang, *why, &heads))
        }
        Reason::Air { head, cell: text, why } => cell(lang, head, text, &air::refusal(lang, *why)),
    }
}

/// Why a table cannot be read.
pub fn table_trouble(lang: Lang, why: &TableTrouble) -> String {
    let list = |found: &[String]| found.join(lang.pick("、", ", "));
    match why {
        TableTrouble::NoPlaceColumn { found } => no_place_column(lang, &list(found)),
        TableTrouble::OtherNetwork { network: other } => other_network(lang, &network(lang, *other)),
        TableTrouble::NothingMeasured { found } => no_measured_column(lang, &list(found)),
    }
}

/// How measurements came in.
pub fn came(lang: Lang, came: Came) -> &'static str {
    match came {
        Came::Upload => lang.pick("上传", "uploaded"),
        Came::Push => lang.pick("接口", "sent by a machine"),
        Came::Command => lang.pick("命令", "command line"),
        Came::Demonstration => lang.pick("演示", "demonstration"),
    }
}

/// What a measurement comes to by itself.
pub fn outcome(lang: Lang, outcome: Outcome) -> String {
    match outcome {
        Outcome::Class(class) => names::class(lang, class).to_owned(),
        Outcome::Index(value) => index(lang, &value),
    }
}
