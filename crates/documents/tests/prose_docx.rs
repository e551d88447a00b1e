//! The text of Word documents: what stands in them, and the numbers that Word only counts.

mod support;

use support::{
    docx::{document, listed, lists, p, styled},
    package,
};
use yaodian_documents::{ProseKind, ProseLimits, read_prose};

fn read(bytes: &[u8]) -> String {
    let prose = read_prose(bytes, &ProseLimits::default()).unwrap();
    assert_eq!(prose.kind, ProseKind::Docx);
    prose.text
}

fn lines(body: &str, numbering: &str, styles: &str) -> Vec<String> {
    let text = read(&document(body, numbering, styles));
    text.lines().map(str::to_owned).collect()
}

fn story(body: &str) -> String {
    read(&document(body, "", ""))
}

#[test]
fn the_plan_saved_by_libreoffice_is_the_plan() {
    let plan = include_str!("../../../seeds/hubei-2023/plan.txt");
    let text = read(include_bytes!("prose/plan-libreoffice.docx"));
    let full = |text: &str| text.split_whitespace().map(str::to_owned).collect::<String>();
    assert_eq!(full(&text), full(plan));
    // Paragraphs are lines.
    assert!(text.contains("\n一、总体要求与主要目标\n"));
}

#[test]
fn headings_saved_by_libreoffice_have_their_numbers() {
    let text = read(include_bytes!("prose/numbered-libreoffice.docx"));
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(
        lines,
        [
            "工作要点",
            "一、总体要求",
            "正文一",
            "二、重点工作",
            "(一)服务发展",
            "1.稳住大盘",
            "2.重大工程",
            "①甲",
            "②乙",
            "(二)流域治理",
            "1.规划纲要",
            "①丙",
            "不编号",
            "三、保障措施",
            "(一)组织领导",
            "第1章 总则",
            "1.1 目的",
            "1.2 范围",
            "第2章 任务",
            "2.1 水",
            "第7章 附则",
            "7.1 解释",
            "第8章 施行",
        ]
    );
}

#[test]
fn a_plan_numbered_by_word_reads_as_it_is_printed() {
    let numbering = lists(&[&[
        ("chineseCountingThousand", "%1、"),
        ("chineseCountingThousand", "(%2)"),
        ("decimal", "%3."),
        ("decimalEnclosedCircle", "%4"),
    ]]);
    let body = [
        p("工作要点"),
        listed(1, 0, "总体要求"),
        listed(1, 0, "重点工作"),
        listed(1, 1, "服务发展"),
        listed(1, 2, "稳住大盘"),
        listed(1, 2, "2023 年的工程"),
        listed(1, 3, "甲"),
        listed(1, 1, "流域治理"),
        listed(1, 2, "规划纲要"),
        listed(0, 0, "不编号"),
        listed(1, 0, "保障措施"),
    ]
    .concat();
    assert_eq!(
        lines(&body, &numbering, ""),
        [
            "工作要点",
            "一、总体要求",
            "二、重点工作",
            "(一)服务发展",
            "1.稳住大盘",
            "2. 2023 年的工程",
            "①甲",
            "(二)流域治理",
            "1.规划纲要",
            "不编号",
            "三、保障措施",
        ]
    );
}

#[test]
fn lists_count_on_or_anew_as_word_has_them() {
    let numbering = lists(&[&[("decimal", "第%1章"), ("decimal", "%1.%2"), ("bullet", "\u{F0B7}")]])
        + r#"<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
             <w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
             <w:num w:numId="4"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1)"/></w:lvl></w:lvlOverride></w:num>"#;
    let body = [
        listed(1, 1, "before any chapter"),
        listed(1, 0, "a"),
        listed(1, 1, "b"),
        listed(2, 0, "the other list of one definition counts on"),
        listed(2, 1, "c"),
        listed(1, 2, "a bullet has no number"),
        listed(3, 0, "anew from 7"),
        listed(3, 0, "and on"),
        listed(4, 0, "in another format"),
        listed(9, 0, "no such list"),
    ]
    .concat();
    assert_eq!(
        lines(&body, &numbering, ""),
        [
            "1.1 before any chapter",
            "第1章 a",
            "1.1 b",
            "第2章 the other list of one definition counts on",
            "2.1 c",
            "a bullet has no number",
            "第7章 anew from 7",
            "第8章 and on",
            "IX)in another format",
            "no such list",
        ]
    );
}

#[test]
fn items_go_on_through_chapters_where_the_list_says_so() {
    let numbering = lists(&[&[("chineseCounting", "(%1)"), ("decimal", "%2.")]]).replace(
        r#"<w:lvlText w:val="%2."/>"#,
        r#"<w:lvlRestart w:val="0"/><w:lvlText w:val="%2."/>"#,
    );
    let body = [0, 1, 1, 0, 1].map(|level| listed(1, level, "x")).concat();
    assert_eq!(lines(&body, &numbering, ""), ["(一)x", "1.x", "2.x", "(二)x", "3.x"]);
}

#[test]
fn legal_numbering_writes_every_level_in_figures() {
    let numbering = lists(&[&[("chineseCounting", "%1、"), ("decimal", "%1.%2")]]).replace(
        r#"<w:lvlText w:val="%1.%2"/>"#,
        r#"<w:isLgl/><w:lvlText w:val="%1.%2"/>"#,
    );
    let body = [listed(1, 0, "x"), listed(1, 1, "y")].concat();
    assert_eq!(lines(&body, &numbering, ""), ["一、x", "1.1 y"]);
}

#[test]
fn styles_number_their_paragraphs() {
    let numbering = lists(&[&[("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "(%2)")]]).replace(
        r#"<w:lvlText w:val="(%2)"/>"#,
        r#"<w:pStyle w:val="Heading2"/><w:lvlText w:val="(%2)"/>"#,
    );
    let styles = r#"
        <w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>
        <w:style w:type="paragraph" w:styleId="Heading1"><w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Heading2"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Mine"><w:basedOn w:val="Heading1"/></w:style>
        <w:style w:type="paragraph" w:styleId="Plain"><w:basedOn w:val="Heading1"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>"#;
    let body = [
        p("text"),
        styled("Heading1", "a"),
        styled("Heading2", "b"),
        styled("Mine", "c"),
        styled("Plain", "d"),
        styled("Loop", "e"),
        styled("Unknown", "f"),
        styled("Heading2", "g"),
    ]
    .concat();
    assert_eq!(
        lines(&body, &numbering, styles),
        ["text", "一、a", "(一)b", "二、c", "d", "e", "f", "(一)g"]
    );
}

#[test]
fn what_was_added_counts_and_what_was_deleted_does_not() {
    let body = r#"<w:p><w:pPr><w:numPr><w:ins/></w:numPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange></w:pPr>
        <w:r><w:t xml:space="preserve">完成 </w:t></w:r>
        <w:del><w:r><w:delText>70</w:delText></w:r><w:r><w:t>old</w:t></w:r></w:del><w:ins><w:r><w:t>80</w:t></w:r></w:ins>
        <w:moveFrom><w:r><w:t>away</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>%&amp;&#x3001;</w:t></w:r></w:moveTo>
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>shown</w:t></w:r></w:p>"#;
    assert_eq!(lines(body, &lists(&[&[("decimal", "%1.")]]), ""), ["完成 80%&、shown"]);
}

#[test]
fn characters_that_are_no_text_in_the_file() {
    let body = r#"<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr><w:hyperlink><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:hyperlink></w:p>"#;
    assert!(
        read_prose(&document(body, "", ""), &ProseLimits::default()).is_err(),
        "crossed elements"
    );
    let body = r#"<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr><w:hyperlink><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:hyperlink>
        <w:r><w:br/><w:t>PM2</w:t><w:noBreakHyphen/><w:t>5</w:t><w:softHyphen/><w:cr/></w:r>
        <w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="F0B3"/><w:sym w:font="Wingdings" w:char="F04A"/><w:sym w:font="SimSun" w:char="2161"/></w:r>
        <w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:ruby><w:rt><w:r><w:t>shui</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>水</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"#;
    assert_eq!(story(body), "a\tb\nPM2-5\n☑≥Ⅱ水\n");
}

#[test]
fn rows_are_lines_and_layout_is_not() {
    let cell = |inside: &str| format!("<w:tc><w:tcPr/>{inside}</w:tc>");
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let inner = format!("<w:tbl>{}</w:tbl>", row(&[cell(&p("x")), cell(&p("y"))]));
    let body = format!(
        "{}<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid>{}{}{}</w:tbl>{}",
        p("before"),
        row(&[cell(&p("任务")), cell(&(p("牵头") + &p("单位"))), cell(&p(""))]),
        row(&[cell(&(p("一、layout") + &p("second")))]),
        row(&[cell(&(p("outer") + &inner)), cell(&p("z"))]),
        p("after")
    );
    assert_eq!(
        story(&body),
        "before\n任务\t牵头 单位\n一、layout\nsecond\nouter x y\tz\nafter\n"
    );
}

#[test]
fn a_text_box_is_read_once() {
    let text = p("in the box");
    let body = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{text}</w:txbxContent></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><w:txbxContent>{text}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>\
         <w:r><w:t>around it</w:t></w:r></w:p><w:p><w:r><mc:AlternateContent><mc:Fallback><w:pict><w:txbxContent>{text}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    );
    assert_eq!(story(&body), "around it\nin the box\nin the box\n");
}

#[test]
fn fields_show_their_results_and_a_table_of_contents_nothing() {
    let field = |instruction: &str, inside: &str| {
        format!(
            r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{inside}<w:r><w:fldChar w:fldCharType="end"/></w:r>"#
        )
    };
    let run = "<w:r><w:t>12480</w:t></w:r>";
    let contents = field(
        r#"TOC \o "1-3""#,
        &format!(
            "<w:r><w:t>一、要求</w:t></w:r><w:r><w:tab/></w:r>{}",
            field("PAGEREF _Toc1", "<w:r><w:t>3</w:t></w:r>")
        ),
    );
    let body = format!(
        r#"<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>
        <w:p>{contents}</w:p><w:p>{}</w:p><w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"#,
        p("目录"),
        field("= 1", run),
        p("end")
    );
    assert_eq!(story(&body), "12480\nend\n");
}

#[test]
fn strict_documents_and_those_that_lie_elsewhere_are_read() {
    let strict = r#"<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:body><x:p><x:r><x:t>要点</x:t></x:r></x:p></x:body></x:document>"#;
    let relations = r#"<Relationships><Relationship Id="r1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>"#;
    assert_eq!(
        read(&package(&[("_rels/.rels", relations), ("word/document2.xml", strict)])),
        "要点\n"
    );
    assert_eq!(read(&package(&[("word\\document.xml", strict)])), "要点\n");
}
