//! 通报: what the program writes of it, and its screens.
//!
//! * [`first_draft`]: the words a draft begins with, as an office would write them;
//! * [`page`]: words and figures set together, in one language;
//! * [`pinned`]: the line in its footer that pins the audit.

mod draft;
mod figures;
mod naming;
mod punctuation;
mod setting;
mod tables;

pub use draft::first_draft;
pub use setting::{page, pinned};

use yaodian_domain::{
    Date,
    bulletin::{BulletinProblem, Edition, Figures, Group},
};

use crate::{Lang, labels, sentences};

labels! {
    bulletins: "通报", "Bulletins";
    intro: "每期通报按当日已获知的数据起草，发布后不再改动；如有更正，另发一期并注明。", "Each bulletin is drawn from what was known on its day and never changes once it is published; a correction is a new one that says so.";
    none_published: "尚未发布通报。督查室发布的每期通报将列在这里，可下载 PDF 和 DOCX；在此之前，最新进展见总览和各目标页。", "No bulletin has been published yet. Each one will be listed here once the supervision office publishes it, as PDF and DOCX; until then the overview and the pages of targets show how things stand.";
    edition_word: "期", "Edition";
    as_of_word: "统计截至", "As of";
    published_word: "发布", "Published";
    draft_word: "草稿", "Draft";
    corrects_word: "更正", "Corrects";
    correction_word: "更正", "Correction";
    formats_word: "格式", "Formats";
    page_word: "网页", "Page";
    download_docx: "下载 DOCX", "Download DOCX";
    download_pdf: "下载 PDF", "Download PDF";
    contents_note: "正文以中文为准；表格和数据另译成英文。", "The words are as issued, in Chinese; figures and tables are given in English.";
    attachments: "附件", "Attachments";
    // The desk.
    new_draft: "起草通报", "Draft a bulletin";
    begin: "起草", "Begin";
    which_edition: "期", "Month or quarter";
    which_day: "统计截至", "By what was known on";
    title_field: "标题", "Title";
    mark_field: "发文机关标志", "Issuer's mark";
    number_field: "发文字号", "Document number";
    addressee_field: "主送机关", "Addressee";
    signed_field: "署名", "Signed by";
    heading_field: "小标题", "Heading";
    words_field: "文字", "Words";
    head_hint: "有发文字号时与发文机关标志一并填写，印出红头；不填则无版头。", "Give the number together with the issuer's mark, for a red head; leave both blank for none.";
    words_hint: "每行一段；留空不印。", "A paragraph a line; left blank, nothing is printed.";
    locked: "数据，不可改", "Figures, locked";
    save: "保存", "Save";
    saved: "已保存。", "Saved.";
    unsaved: "有未保存的修改。", "There are changes that are not saved.";
    preview: "预览", "Preview";
    edit: "修改", "Edit";
    redraw: "重新取数", "Draw the figures anew";
    redrawn: "数据已重新取。", "The figures are drawn anew.";
    publish: "发布", "Publish";
    publish_look: "请再看一遍：发布后任何人都不能再改，只能另发更正。", "Please look once more: once published nobody can change it, only issue a correction.";
    publish_confirm: "确认发布", "Publish it";
    keep_as_draft: "先不发布", "Not yet";
    published_done: "已发布。", "Published.";
    correct: "更正", "Correct";
    correct_reason: "更正说明", "What was wrong";
    correct_begin: "起草更正", "Draft the correction";
    drafts: "草稿", "Drafts";
    published_list: "已发布", "Published";
    office_only: "通报由督查室起草和发布。", "Bulletins are drafted and published by the supervision office.";
    public_page: "公开页面", "Public page";
    fresh: "数据与当日一致。", "The figures are those of the day.";
}

sentences! {
    drifted(n): "起草以来有 {n} 个目标的状态变了；可重新取数，或照起草时的数据发布。", "Since it was drawn, {n} targets have come to stand elsewhere; draw the figures anew, or publish it as drawn.";
    corrected_by(edition): "本期已更正，请看更正后的{edition}通报。", "This bulletin has been corrected; see the corrected one for {edition}.";
    correction_of(reason): "本期为更正：{reason}", "This is a correction: {reason}";
    chain_end(day, seq, hash): "操作记录链尾：{day}第 {seq} 条，校验值 {hash}", "End of the audit on {day}: row {seq}, hash {hash}";
    issued_on(day): "{day} 发布", "published on {day}";
    published_on(day, by): "{day} 由 {by} 发布", "published on {day} by {by}";
    list_title(edition): "{edition}通报", "Bulletin for {edition}";
    correction_title(edition): "{edition}通报（更正）", "Bulletin for {edition} (correction)";
    moved_on(by): "已有人保存过第 {by} 版，请重新载入后再改；您写的还在页面上。", "Revision {by} has been saved meanwhile; load it again. What you wrote is still on the page.";
    words_long(length, most): "文字 {length} 字，超过上限 {most} 字，请缩短。", "{length} characters is more than the limit of {most}; please shorten it.";
    many_sections(most): "至多 {most} 节。", "There can be {most} sections at most.";
    day_outside(as_of, from, to): "{as_of} 不能作统计截止日，请选 {from} 至 {to}。", "{as_of} cannot be the day of knowledge; choose one from {from} to {to}.";
}

/// Why something cannot be done with a bulletin, and how to mend it.
pub fn problem(lang: Lang, why: &BulletinProblem) -> String {
    match why {
        BulletinProblem::MovedOn { now, .. } => moved_on(lang, now),
        BulletinProblem::Published => lang
            .pick(
                "本期已发布，不能再改；如有错误，请起草更正。",
                "It is published and cannot be changed; draft a correction instead.",
            )
            .to_owned(),
        BulletinProblem::FiguresChanged => lang
            .pick(
                "数据的位置和内容不能改，只能改文字；请重新载入。",
                "Figures can be neither moved nor changed, only the words around them; load it again.",
            )
            .to_owned(),
        BulletinProblem::TooLong { length } => words_long(lang, length, &yaodian_domain::bulletin::LONGEST_WORDS),
        BulletinProblem::TooManySections { most } => many_sections(lang, most),
        BulletinProblem::NoTitle => lang.pick("请填标题。", "Give it a title.").to_owned(),
        BulletinProblem::NotSigned => lang.pick("请填署名。", "Say who signs it.").to_owned(),
        BulletinProblem::HalfAHead => head_hint(lang).to_owned(),
        BulletinProblem::NoReason => lang.pick("请说明更正了什么。", "Say what was wrong.").to_owned(),
        BulletinProblem::NotCorrectable => lang
            .pick(
                "只能更正本期已发布的通报。",
                "Only a published bulletin of the same edition can be corrected.",
            )
            .to_owned(),
        BulletinProblem::Corrected { .. } => lang
            .pick(
                "这一期已有更正，请更正最新的一期。",
                "It has a correction already; correct the latest one.",
            )
            .to_owned(),
        BulletinProblem::Exists { .. } => lang
            .pick(
                "这一期已有通报或草稿，请在其上修改或起草更正。",
                "This edition has a bulletin or a draft already; write on there, or draft a correction.",
            )
            .to_owned(),
        BulletinProblem::DayOutside { as_of, from, to } => day_outside(lang, as_of, from, to),
    }
}

/// A month or quarter: 2023年9月, 2023年第三季度.
pub fn edition(lang: Lang, edition: Edition) -> String {
    const QUARTERS: [&str; 4] = ["一", "二", "三", "四"];
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let at = usize::from(edition.number().unsigned_abs()).saturating_sub(1);
    let (year, number) = (edition.year(), edition.number());
    match (lang, edition.is_quarter()) {
        (Lang::Zh, false) => format!("{year}年{number}月"),
        (Lang::Zh, true) => format!("{year}年第{}季度", QUARTERS[at.min(3)]),
        (Lang::En, false) => format!("{} {year}", MONTHS[at.min(11)]),
        (Lang::En, true) => format!("quarter {number} of {year}"),
    }
}

/// A day as a document writes it: 2023年9月25日.
pub fn date(lang: Lang, day: Date) -> String {
    match lang {
        Lang::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Lang::En => day.to_string(),
    }
}

/// 市州局, 处室和直属单位.
pub fn group(lang: Lang, group: Group) -> &'static str {
    match group {
        Group::Bureaus => lang.pick("市州局", "local bureaus"),
        Group::Department => lang.pick("处室和直属单位", "divisions and affiliated institutions"),
    }
}

/// What stands in a place where figures stand.
pub fn figures_name(lang: Lang, figures: Figures) -> &'static str {
    match figures {
        Figures::Overall => lang.pick("目标总体状态", "how all targets stand"),
        Figures::Change => lang.pick("与上期相比", "changes since the bulletin before"),
        Figures::Headline => lang.pick("主要指标", "headline targets"),
        Figures::Red => lang.pick("红色事项", "what is red"),
        Figures::Yellow => lang.pick("黄色事项", "what is yellow"),
        Figures::Named => lang.pick("先进和滞后单位", "leaders and laggards"),
        Figures::Reports => lang.pick("填报情况", "how units have reported"),
        Figures::Behind => lang.pick("红色、黄色事项清单", "everything red and yellow"),
        Figures::Chapters => lang.pick("各章进展", "how each chapter stands"),
        Figures::Units => lang.pick("各单位进展", "how each unit stands"),
    }
}
