//! DOCX, opened as the package of XML that it is, and by LibreOffice.

use std::{
    io::{Cursor, Read as _},
    process::Command,
};

use quick_xml::{Reader, events::Event};
use yaodian_print::{Document, docx};
use zip::ZipArchive;

use crate::sample::{FOOTER, document, with_masthead};

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn written(document: &Document) -> Vec<u8> {
    docx(document).unwrap()
}

/// The words of each paragraph.
fn paragraphs(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let (mut all, mut now, mut inside) = (Vec::new(), String::new(), false);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) if start.name().as_ref() == "w:t" => inside = true,
            Event::End(end) if end.name().as_ref() == "w:t" => inside = false,
            Event::End(end) if end.name().as_ref() == "w:p" => all.push(std::mem::take(&mut now)),
            Event::Text(text) if inside => now.push_str(&text.xml10_content()),
            Event::GeneralRef(name) if inside => now.push(match name.as_ref() {
                "lt" => '<',
                "gt" => '>',
                "amp" => '&',
                other => panic!("&{other};"),
            }),
            Event::Eof => return all,
            _ => {}
        }
    }
}

#[test]
fn every_part_is_whole_and_listed() {
    let bytes = written(&document());
    let mut zip = ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let names: Vec<String> = (0..zip.len())
        .map(|at| zip.by_index(at).unwrap().name().unwrap().into_owned())
        .collect();
    let types = part(&bytes, "[Content_Types].xml");
    for name in &names {
        let xml = part(&bytes, name);
        let mut reader = Reader::from_str(&xml);
        while !matches!(
            reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")),
            Event::Eof
        ) {}
        let listed = types.contains(&format!("/{name}"));
        assert!(
            listed || name.contains("_rels/") || name == "[Content_Types].xml",
            "{name}"
        );
    }
    assert!(names.contains(&"word/header1.xml".to_owned()));
}

#[test]
fn the_words_stand_in_order() {
    let body = paragraphs(&part(&written(&document()), "word/document.xml"));
    let at = |words: &str| {
        let found = body.iter().position(|paragraph| paragraph.contains(words));
        found.unwrap_or_else(|| panic!("{words}"))
    };
    let order = [
        at("关于2023年9月全省生态环境工作要点落实情况的通报"),
        at("厅机关各处室、各直属单位："),
        at("一、总体情况"),
        at("（一）水生态环境"),
        at("1.排污口整治"),
        at("（1）溯源"),
        at("二、主要指标"),
        at("附件：1.黄色、红色事项清单"),
        at("湖北省生态环境厅督查室"),
        at("2023年9月28日"),
        at("指标60"),
    ];
    assert!(order.is_sorted(), "{order:?}");
}

#[test]
fn the_page_is_the_standard_s() {
    let bytes = written(&document());
    let body = part(&bytes, "word/document.xml");
    for setting in [
        r#"<w:pgSz w:w="11906" w:h="16838"/>"#,
        r#"w:top="2098""#,
        r#"w:left="1587""#,
        r#"<w:docGrid w:type="lines" w:linePitch="580"/>"#,
        "<w:tblHeader/>",
    ] {
        assert!(body.contains(setting), "{setting}");
    }
    let styles = part(&bytes, "word/styles.xml");
    for face in ["方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"] {
        for slot in ["ascii", "hAnsi", "eastAsia"] {
            assert!(styles.contains(&format!(r#"w:{slot}="{face}""#)), "{slot} {face}");
        }
        let fonts = part(&bytes, "word/fontTable.xml");
        assert!(
            fonts.contains(&format!(r#"<w:font w:name="{face}"><w:altName"#)),
            "{face}"
        );
    }
    let (odd, even) = (part(&bytes, "word/footer1.xml"), part(&bytes, "word/footer2.xml"));
    assert!(odd.contains(r#"<w:jc w:val="right"/>"#) && even.contains(r#"<w:jc w:val="left"/>"#));
    for footer in [odd, even] {
        assert_eq!(paragraphs(&footer).last().map(String::as_str), Some(FOOTER));
    }
    assert!(part(&bytes, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
    assert_eq!(
        paragraphs(&part(&bytes, "word/header1.xml")),
        ["演示数据，不是真实进展"]
    );
}

#[test]
fn links_lead_where_they_should() {
    let bytes = written(&document());
    let links = part(&bytes, "word/_rels/document.xml.rels");
    let body = part(&bytes, "word/document.xml");
    assert!(links.contains("https://example.invalid/target/60?as_of=2023-09-25"));
    for id in body.split(r#"<w:hyperlink r:id=""#).skip(1) {
        let id = id.split('"').next().unwrap();
        assert!(links.contains(&format!(r#"Id="{id}""#)), "{id}");
    }
}

#[test]
fn what_xml_cannot_hold_is_left_out() {
    let mut odd = document();
    odd.title = "甲\u{0}<乙>&\u{b}丙\u{1f}".to_owned();
    let words = paragraphs(&part(&written(&odd), "word/document.xml"));
    assert_eq!(words[0], "甲<乙>&丙");
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(written(&document()), written(&document()));
}

/// Another program reads it: LibreOffice turns it into PDF, whose words are read again.
#[test]
fn libreoffice_opens_it() {
    for (name, document) in [("sample", document()), ("masthead", with_masthead())] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(format!("{name}.docx"));
        std::fs::write(&file, written(&document)).unwrap();
        let home = format!("-env:UserInstallation=file://{}/home", folder.path().display());
        let done = Command::new("soffice")
            .args([&home, "--headless", "--convert-to", "pdf", "--outdir"])
            .args([folder.path(), &file])
            .output()
            .expect("LibreOffice: Debian's libreoffice-writer-nogui");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let pdf = folder.path().join(format!("{name}.pdf"));
        let text = Command::new("pdftotext").args([&pdf]).arg("-").output().unwrap();
        let text = String::from_utf8(text.stdout).unwrap();
        let dense: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(
            dense.contains("一、总体情况") && dense.contains("2023年9月28日"),
            "{text}"
        );
        if let Some(look) = std::env::var_os("YAODIAN_LOOK") {
            let look = std::path::Path::new(&look);
            std::fs::create_dir_all(look).unwrap();
            std::fs::copy(&pdf, look.join(format!("{name}-docx.pdf"))).unwrap();
            std::fs::copy(&file, look.join(format!("{name}.docx"))).unwrap();
        }
    }
}
