//! The text of PDFs: every printed line is a line, whoever wrote the file.

mod support;

use std::fmt::Write;

use support::pdf::{at, pages};
use yaodian_contract::prose::ProseTrouble;
use yaodian_documents::{Prose, ProseKind, ProseLimits, read_prose};

const PLAN: &str = include_str!("../../../seeds/hubei-2023/plan.txt");

fn read(bytes: &[u8]) -> Prose {
    let prose = read_prose(bytes, &ProseLimits::default()).unwrap();
    assert_eq!(prose.kind, ProseKind::Pdf);
    prose
}

fn full(text: &str) -> String {
    text.split_whitespace().collect()
}

fn refused(bytes: &[u8]) -> ProseTrouble {
    read_prose(bytes, &ProseLimits::default()).unwrap_err()
}

#[test]
fn the_plan_printed_by_libreoffice_is_the_plan() {
    let text = read(include_bytes!("prose/plan-libreoffice.pdf")).text;
    assert_eq!(full(&text), full(PLAN));
    assert!(
        text.lines().any(|line| line == "一、总体要求与主要目标"),
        "a printed line is a line"
    );
    assert_eq!(text.matches('\x0C').count(), 4, "pages are apart");
}

#[test]
fn the_plan_printed_by_chromium_is_the_plan() {
    let text = read(include_bytes!("prose/plan-chromium.pdf")).text;
    let paragraphs: Vec<_> = PLAN.lines().filter(|line| !line.trim().is_empty()).collect();
    let printed: String = [0, 2, 5, 6, 7].iter().map(|at| full(paragraphs[*at])).collect();
    assert_eq!(full(&text), printed);
}

#[test]
fn chinese_encodings_are_read_without_a_map_to_unicode() {
    let text = "2023年(一)PM2.5达到89.3%,劣V类";
    let mut ucs2 = "BT /F1 12 Tf 72 700 Td <".to_owned();
    for unit in text.encode_utf16() {
        write!(ucs2, "{unit:04X}").unwrap();
    }
    ucs2.push_str("> Tj ET");
    let gbk = at(72, 700, text);
    for (encoding, content) in [
        ("UniGB-UCS2-H", &ucs2),
        ("UniGB-UTF16-H", &ucs2),
        ("GBK-EUC-H", &gbk),
        ("GB-EUC-H", &gbk),
        ("GBKp-EUC-H", &gbk),
    ] {
        let read = read(&pages(encoding, &[content.as_bytes()]));
        assert_eq!(read.text, format!("{text}\n"), "{encoding}");
    }
}

#[test]
fn lines_go_from_top_to_bottom_and_cells_are_apart() {
    let content = [
        at(72, 700, "second"),
        at(72, 720, "一、首行"),
        at(300, 700, "右栏"),
        // The same again, hardly aside: bold type.
        at(72, 680, "加粗"),
        at(73, 680, "加粗"),
        at(102, 680, "接着"),
    ]
    .concat();
    assert_eq!(
        read(&pages("GBK-EUC-H", &[content.as_bytes()])).text,
        "一、首行\nsecond\t右栏\n加粗接着\n"
    );
}

#[test]
fn pages_lie_as_they_are_turned() {
    // Printed bottom to top, on a page that is shown turned.
    let content =
        "BT /F1 12 Tf 0 1 -1 0 100 72 Tm <B5DAD2BBD0D0> Tj ET BT /F1 12 Tf 0 1 -1 0 120 72 Tm <B5DAB6FED0D0> Tj ET";
    assert_eq!(
        read(&pages("GBK-EUC-H", &[content.as_bytes()])).text,
        "第一行\n第二行\n"
    );
}

#[test]
fn running_heads_and_page_numbers_are_left_out_where_they_are_marked() {
    let furniture = format!(
        "/Artifact <</Type/Pagination/Subtype/Footer>> BDC {}EMC\n",
        at(280, 30, "- 1 -")
    );
    let page = |text: &str| at(72, 700, text) + &furniture;
    let (first, second) = (page("第一页"), page("第二页"));
    assert_eq!(
        read(&pages("GBK-EUC-H", &[first.as_bytes(), second.as_bytes()])).text,
        "第一页\n\x0C第二页\n"
    );
}

#[test]
fn a_scan_is_refused_and_one_bound_in_is_told() {
    let picture = b"q 595 0 0 842 0 0 cm /I1 Do Q".as_slice();
    assert_eq!(
        refused(&pages("GBK-EUC-H", &[picture, picture])),
        ProseTrouble::NoTextLayer { pages: 2 }
    );
    let signed = [picture, at(500, 10, "CamScanner").as_bytes()].concat();
    assert_eq!(
        refused(&pages("GBK-EUC-H", &[&signed])),
        ProseTrouble::NoTextLayer { pages: 1 }
    );
    let text = at(72, 700, "第一页有文字,而且不止一两个,所以不是扫描件。");
    let mixed = read(&pages("GBK-EUC-H", &[text.as_bytes(), picture]));
    assert_eq!(mixed.scanned, [2]);
    assert_eq!(
        refused(&pages("GBK-EUC-H", &[b""])),
        ProseTrouble::NoTextLayer { pages: 1 }
    );
}

#[test]
fn fonts_that_do_not_tell_their_characters_are_told() {
    let content = b"BT /F1 12 Tf 72 700 Td <00010002000300040005> Tj ET".as_slice();
    assert_eq!(
        refused(&pages("Identity-H", &[content])),
        ProseTrouble::GarbledText { percent: 100 }
    );
}

#[test]
fn a_password_that_is_needed_is_told_and_another_is_not_minded() {
    assert_eq!(refused(include_bytes!("prose/locked.pdf")), ProseTrouble::Encrypted);
    assert_eq!(
        full(&read(include_bytes!("prose/restricted.pdf")).text),
        "2023年全省生态环境工作要点一、总体要求"
    );
}

#[test]
fn a_head_that_is_not_first_is_found() {
    let mut file = b"Received: from a mail gateway\r\n".to_vec();
    file.extend(pages("GBK-EUC-H", &[at(72, 700, "要点").as_bytes()]));
    assert_eq!(read(&file).text, "要点\n");
}

#[test]
fn more_pages_than_are_read_are_refused() {
    let page = at(72, 700, "要点");
    let file = pages("GBK-EUC-H", &[page.as_bytes(); 5]);
    let limits = |pages| ProseLimits {
        pages,
        ..ProseLimits::default()
    };
    assert_eq!(
        read_prose(&file, &limits(4)),
        Err(ProseTrouble::TooManyPages { limit: 4 })
    );
    assert!(read_prose(&file, &limits(5)).is_ok());
}
