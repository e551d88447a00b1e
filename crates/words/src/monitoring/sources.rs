//! The documents behind the rules, and how surely their words are known.

use yaodian_monitoring::source::{Document, Source, Standing};

use crate::{Lang, sentences};

/// A document by its title.
pub fn document(lang: Lang, document: Document) -> &'static str {
    match document {
        Document::Gb3838In2002 => lang.pick(
            "地表水环境质量标准",
            "Environmental quality standards for surface water",
        ),
        Document::WaterMethod2011 => lang.pick(
            "地表水环境质量评价办法（试行）",
            "Assessment method for surface water (trial)",
        ),
        Document::WaterStatistics2020 => lang.pick(
            "地表水环境质量监测数据统计技术规定（试行）",
            "How figures of surface water are put together (trial)",
        ),
        Document::TrophicMethod2001 => lang.pick(
            "湖泊（水库）富营养化评价方法及分级技术规定",
            "How lakes and reservoirs are assessed for eutrophication",
        ),
        Document::Gbt8170In2008 => lang.pick(
            "数值修约规则与极限数值的表示和判定",
            "Rounding, and comparison with limiting values",
        ),
        Document::Gb3095In2012 => lang.pick(
            "环境空气质量标准（2012 版）",
            "Ambient air quality standards, edition of 2012",
        ),
        Document::Gb3095In2026 => lang.pick(
            "环境空气质量标准（2026 版）",
            "Ambient air quality standards, edition of 2026",
        ),
        Document::Hj633In2012 => lang.pick(
            "环境空气质量指数（AQI）技术规定（2012 版）",
            "Technical regulation on the air quality index, edition of 2012",
        ),
        Document::Hj633In2026 => lang.pick(
            "环境空气质量指数（AQI）技术规定（2026 版）",
            "Technical regulation on the air quality index, edition of 2026",
        ),
        Document::Hj663In2013 => lang.pick(
            "环境空气质量评价技术规范（2013 版）",
            "Technical regulation on the assessment of air quality, edition of 2013",
        ),
        Document::Hj663In2026 => lang.pick(
            "环境空气质量评价技术规范（2026 版）",
            "Technical regulation on the assessment of air quality, edition of 2026",
        ),
        Document::AirRanking2018 => lang.pick("城市环境空气质量排名技术规定", "How cities are ranked by their air"),
        Document::House => lang.pick("本产品自定", "a choice of this product"),
    }
}

/// How surely the words of a rule are known.
pub fn standing(lang: Lang, standing: Standing) -> &'static str {
    match standing {
        Standing::Verified => lang.pick("已核对", "verified"),
        Standing::Observed => lang.pick(
            "与公布结果相符，未见原文",
            "borne out by published results, its words not seen",
        ),
        Standing::Unverified => lang.pick("未核对原文", "unverified"),
        Standing::Chosen => lang.pick("没有文件规定", "settled by no document"),
    }
}

/// What is meant by it.
pub fn standing_meaning(lang: Lang, standing: Standing) -> &'static str {
    match standing {
        Standing::Verified => lang.pick(
            "读过文件，或至少两处独立的转录一致。",
            "Read in a copy of the document, or the same in at least two independent renderings of it.",
        ),
        Standing::Observed => lang.pick(
            "没有见到原文，但官方公布的大量结果只有这样才算得出。",
            "Not read in the document, but many published results come out by it and not otherwise.",
        ),
        Standing::Unverified => lang.pick(
            "只见于一处转述或通行做法，还没有与文件核对；所得结果可能需要更正。",
            "Known from one account or from practice, not yet held against the document; what it gives may have to be corrected.",
        ),
        Standing::Chosen => lang.pick(
            "文件没有规定，由本产品选定。",
            "No document says how; this product chose.",
        ),
    }
}

/// Where a rule comes from: GB 3838-2002 表1(已核对).
pub fn source(lang: Lang, source: Source) -> String {
    let known = standing(lang, source.standing);
    match source.document.number() {
        None => cited(lang, &document(lang, source.document), &known),
        Some(number) if source.clause.is_empty() => cited(lang, &number, &known),
        Some(number) => clause(lang, &number, &source.clause, &known),
    }
}

sentences! {
    cited(document, known): "{document}（{known}）", "{document} ({known})";
    clause(document, clause, known): "{document} {clause}（{known}）", "{document}, {clause} ({known})";
}
