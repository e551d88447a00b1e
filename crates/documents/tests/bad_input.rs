//! Whatever is wrong with a file or a row gets an exact answer.

mod support;

use std::io::{Cursor, Write};

use support::*;
use yaodian_contract::ledger::FileTrouble;
use yaodian_documents::Limits;
use yaodian_domain::ledger::{Column, Problem, Trouble};

fn not_a_sheet(found: &str) -> FileTrouble {
    FileTrouble::NotASheet {
        found: found.to_owned(),
    }
}

/// An OLE container with one stream.
fn container(stream: &str, content: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(stream).unwrap().write_all(content).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// A record of an XLS file.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
}

fn sheet_data(rows: &str) -> Vec<u8> {
    raw_workbook("", &format!("<sheetData>{rows}</sheetData>"))
}

fn headed(cells: &str) -> String {
    let head: String = [
        ("A1", "排污口编号"),
        ("B1", "受纳水体"),
        ("C1", "排水量"),
        ("D1", "溯源"),
    ]
    .iter()
    .map(|(at, heading)| text(at, heading))
    .collect();
    format!(r#"<row r="1">{head}</row>{cells}"#)
}

#[test]
fn what_is_no_sheet_is_told_by_its_content() {
    for (bytes, found) in [
        (b"%PDF-1.7 ...".to_vec(), "PDF"),
        (b"\xFF\xD8\xFF\xE0JFIF".to_vec(), "JPEG"),
        (b"\x89PNG\r\n\x1A\n".to_vec(), "PNG"),
        (b"Rar!\x1A\x07".to_vec(), "RAR"),
        (b"RIFF\0\0\0\0WEBPVP8 ".to_vec(), "WebP"),
        (b"\xEF\xBB\xBF <!DOCTYPE html><p>".to_vec(), "HTML"),
        (
            b"<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table><tr>".to_vec(),
            "HTML",
        ),
        (b"<div><table border=1>".to_vec(), "HTML"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related".to_vec(), "HTML"),
        (
            b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">".to_vec(),
            "XML",
        ),
        (b"\x01\x02\0\x03".to_vec(), ""),
        (package(&[("word/document.xml", "<w/>")]), "Word"),
        (package(&[("ppt/presentation.xml", "<p/>")]), "PowerPoint"),
        (package(&[("content.xml", "<o/>")]), "ODS"),
        (package(&[("xl/workbook.bin", "")]), "XLSB"),
        (package(&[("photo.jpg", "")]), "ZIP"),
        (container("/WordDocument", b"text"), "Word"),
        (container("/Something", b"text"), "OLE"),
    ] {
        assert_eq!(refused(&bytes), not_a_sheet(found));
    }
}

#[test]
fn files_with_a_password_are_told_from_damaged_ones() {
    assert_eq!(
        refused(&container("/EncryptedPackage", &[7; 64])),
        FileTrouble::Password
    );
    let globals = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let locked = [globals, record(0x002F, &[1, 0, 1, 0, 1, 0])].concat();
    assert_eq!(refused(&container("/Workbook", &locked)), FileTrouble::Password);
}

#[test]
fn an_empty_file_is_empty() {
    assert_eq!(refused(b""), FileTrouble::Empty);
    assert_eq!(refused(b"\n\n\n"), FileTrouble::Empty);
    assert_eq!(refused(&sheet(&[])), FileTrouble::Empty);
}

#[test]
fn a_file_cut_short_is_damaged() {
    let whole = sheet(&[&["排污口编号", "受纳水体"], &["A", "长江"]]);
    for end in [30, whole.len() / 2, whole.len() - 5] {
        assert!(matches!(refused(&whole[..end]), FileTrouble::Damaged { .. }), "{end}");
    }
    let container = container("/Workbook", b"no records at all");
    assert!(matches!(
        refused(&container),
        FileTrouble::Damaged { .. } | FileTrouble::Empty
    ));
    assert!(matches!(refused(&container[..700]), FileTrouble::Damaged { .. }));
    let broken = sheet_data(r#"<row r="1"><c r="A1"><v>"#);
    assert!(matches!(refused(&broken), FileTrouble::Damaged { .. }));
}

#[test]
fn bytes_changed_anywhere_never_stop_the_program() {
    let good = [
        sheet(&[&["排污口编号", "受纳水体"], &["A", "长江"]]),
        include_bytes!("files/outfalls.xls").to_vec(),
        "编号,受纳水体\nA,\"长江\"\n".as_bytes().to_vec(),
    ];
    for bytes in good {
        let step = (bytes.len() / 150).max(1);
        for at in (0..bytes.len()).step_by(step) {
            for change in [0x00, 0xFF, bytes[at] ^ 0x55] {
                let mut bad = bytes.clone();
                bad[at] = change;
                let _ = read(&bad);
            }
        }
    }
}

#[test]
fn a_file_beyond_the_limit_is_refused_by_its_length_alone() {
    let huge = tempfile::tempfile().unwrap();
    huge.set_len(500 << 20).unwrap();
    let limit = Limits::default().csv;
    assert_eq!(
        yaodian_documents::open(huge, &Limits::default()).unwrap_err(),
        FileTrouble::TooLarge { limit }
    );
    let limits = Limits {
        xlsx: 100,
        ..Limits::default()
    };
    let why = read_with(&sheet(&[&["排污口编号"]]), &ledger(), &limits).unwrap_err();
    assert_eq!(why, FileTrouble::TooLarge { limit: 100 });
}

#[test]
fn bombs_are_counted_as_they_unpack_and_not_believed() {
    let limits = Limits {
        unpacked: 1 << 20,
        ..Limits::default()
    };
    // 4 MiB of blanks between the rows pack into a few kilobytes.
    let bomb = sheet_data(&format!("{}{}", headed(""), " ".repeat(4 << 20)));
    assert!(bomb.len() < 20_000);
    let refusal = FileTrouble::Unpacks { limit: 1 << 20 };
    assert_eq!(read_with(&bomb, &ledger(), &limits).unwrap_err(), refusal);
    // The same with a lie about the size, in the local header and in the directory.
    let mut lying = bomb.clone();
    let size = u32::try_from(memchr::memmem::find_iter(&bomb, b"PK\x01\x02").count()).unwrap();
    assert!(size >= 5);
    let places: Vec<usize> = memchr::memmem::find_iter(&bomb, b"PK\x01\x02")
        .map(|at| at + 24)
        .collect();
    for at in places {
        lying[at..at + 4].copy_from_slice(&1_u32.to_le_bytes());
    }
    assert!(matches!(
        read_with(&lying, &ledger(), &limits).unwrap_err(),
        FileTrouble::Unpacks { .. } | FileTrouble::Damaged { .. }
    ));
}

#[test]
fn what_a_file_says_of_its_size_allocates_nothing() {
    // A sheet that says it has 17 thousand million cells.
    let wide = raw_workbook(
        "",
        &format!(
            r#"<dimension ref="A1:XFD1048576"/><sheetData>{}</sheetData>"#,
            headed(&format!(
                r#"<row r="2">{}{}</row>"#,
                text("A2", "A"),
                text("B2", "长江")
            ))
        ),
    );
    assert_eq!(rows(&wide).len(), 1);
    // Cells at both ends.
    let far = sheet_data(&headed(&format!(
        r#"<row r="2">{}</row><row r="1048576">{}{}</row>"#,
        text("A2", "A"),
        text("A1048576", "B"),
        text("XFD1048576", "far away")
    )));
    assert_eq!(rows(&far).iter().map(|row| row.row).collect::<Vec<_>>(), [2, 1_048_576]);
    // A table of texts that claims more than it has.
    let claims = package(&[
        ("xl/workbook.xml", "<workbook/>"),
        (
            "xl/sharedStrings.xml",
            r#"<sst uniqueCount="999999999999"><si><t>a</t></si></sst>"#,
        ),
    ]);
    assert!(matches!(refused(&claims), FileTrouble::Damaged { .. }));
    // Formulas that share one with a number beyond all bounds.
    let shared = sheet_data(&headed(&format!(
        r#"<row r="2">{}<c r="C2"><f t="shared" ref="C2:C3" si="4000000000">1+1</f><v>2</v></c></row>"#,
        text("A2", "A")
    )));
    assert!(matches!(
        rows(&shared)[0].problems()[0].trouble,
        Trouble::Formula { .. }
    ));
    // Two cells of an old sheet that span 65,536 rows and 256 columns.
    let cell = |row: u16, column: u16| {
        let place = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
        record(0x0203, &[place, 1.0_f64.to_le_bytes().to_vec()].concat())
    };
    let too_much = FileTrouble::Unpacks { limit: 1 << 30 };
    let far = [cell(0, 0), cell(65_535, 255)].concat();
    assert_eq!(refused(&old_workbook(&[&far, &far])), too_much);
    // An old sheet that says it has thousands of millions of rows.
    let dimensions = [0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1, 0, 0];
    assert_eq!(refused(&old_workbook(&[&record(0x0200, &dimensions)])), too_much);
}

/// An XLS file whose sheets have these records.
fn old_workbook(sheets: &[&[u8]]) -> Vec<u8> {
    let begin = record(0x0809, &[0, 6, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let end = record(0x000A, &[]);
    let bound = |start: u32| record(0x0085, &[&start.to_le_bytes()[..], &[0, 0, 1, 0, b'S']].concat());
    let head = begin.len() + sheets.len() * bound(0).len() + end.len();
    let bodies: Vec<Vec<u8>> = sheets.iter().map(|sheet| [&begin, *sheet, &end].concat()).collect();
    let mut start = u32::try_from(head).unwrap();
    let mut stream = begin.clone();
    for body in &bodies {
        stream.extend(bound(start));
        start += u32::try_from(body.len()).unwrap();
    }
    stream.extend(&end);
    stream.extend(bodies.concat());
    container("/Workbook", &stream)
}

#[test]
fn too_many_rows_are_refused() {
    let limits = Limits {
        rows: 1_000,
        ..Limits::default()
    };
    let text = many(5_000, "长江");
    let why = read_with(text.as_bytes(), &ledger(), &limits).unwrap_err();
    assert_eq!(why, FileTrouble::TooManyRows { limit: 1_000 });
}

#[test]
fn headings_that_are_missing_or_doubled_are_named() {
    assert_eq!(
        refused(&sheet(&[&["某市2023年工作总结"], &["一、总体情况", "良好"]])),
        FileTrouble::NoHeadings {
            found: ["某市2023年工作总结", "一、总体情况", "良好"]
                .map(str::to_owned)
                .to_vec(),
            wanted: "排污口编号".to_owned(),
        }
    );
    assert_eq!(
        refused(&sheet(&[
            &["排污口编码", "受纳水体", "责任单位"],
            &["A", "长江", "武汉市"]
        ])),
        FileTrouble::HeadingsMissing {
            row: 1,
            missing: vec![Column::Key],
            near: vec!["排污口编码".to_owned()],
        }
    );
    assert_eq!(
        refused(&sheet(&[&[], &["排污口编号", "受纳水体", "", "受纳水体*"]])),
        FileTrouble::HeadingTwice {
            row: 2,
            heading: "受纳水体".to_owned(),
            columns: ("B".to_owned(), "D".to_owned()),
        }
    );
}

#[test]
fn a_number_that_stands_twice_names_the_first_row() {
    let seen = rows(&sheet(&[
        &["排污口编号", "受纳水体"],
        &["A1", "长江"],
        &["B", "汉江"],
        &[" Ａ1", "清江"],
    ]));
    assert_eq!(seen[2].key, "A1");
    assert_eq!(
        seen[2].problems(),
        [Problem::new(Column::Key, Trouble::Twice { row: 2 })]
    );
}

#[test]
fn everything_wrong_with_a_row_is_told_at_once() {
    let seen = rows(&sheet(&[
        &[
            "排污口编号",
            "责任单位",
            "排水量",
            "排污口类型",
            "发现日期",
            "经纬度",
            "溯源",
            "版本(勿改)",
        ],
        &["", "襄樊市", "约5", "工业", "去年", "30.5,114.3", "9/25/2023", "二"],
    ]));
    let found: Vec<_> = seen[0]
        .problems()
        .iter()
        .map(|problem| problem.column.to_string())
        .collect();
    assert_eq!(
        found,
        [
            "key", "unit", "f.volume", "f.kind", "f.found", "f.place", "s.traced", "version"
        ]
    );
    assert_eq!(seen[0].problems()[5].trouble, Trouble::PlaceTurned);
}

#[test]
fn formulas_are_shown_and_their_results_not_trusted() {
    let seen = rows(&sheet_data(&headed(&format!(
        r#"<row r="2">{}<c r="B2" t="str"><f>VLOOKUP(A2,X!A:B,2)</f><v>长江</v></c><c r="C2"><f>1&lt;2</f></c></row>"#,
        text("A2", "A")
    ))));
    let formula = |text: &str| Trouble::Formula {
        formula: text.to_owned(),
    };
    assert_eq!(
        seen[0].problems(),
        [
            Problem::new(in_field("river"), formula("=VLOOKUP(A2,X!A:B,2)")),
            Problem::new(in_field("volume"), formula("=1<2")),
        ]
    );
    assert_eq!(seen[0].texts, ["A", "=VLOOKUP(A2,X!A:B,2)", "=1<2", ""]);
    let csv = rows("编号,受纳水体\nA,=1+1\n".as_bytes());
    assert_eq!(csv[0].problems(), [Problem::new(in_field("river"), formula("=1+1"))]);
}

#[test]
fn errors_that_a_sheet_shows_are_no_values() {
    let seen = rows(&sheet_data(&headed(&format!(
        r#"<row r="2">{}<c r="B2" t="e"><v>#N/A</v></c><c r="C2"><v>1e300</v></c></row><row r="3"><c r="A3"><v>420102199001011234</v></c>{}</row>"#,
        text("A2", "A"),
        text("B3", "#REF!"),
    ))));
    let fault = |column, found: &str| {
        Problem::new(
            column,
            Trouble::Fault {
                found: found.to_owned(),
            },
        )
    };
    assert_eq!(
        seen[0].problems(),
        [fault(in_field("river"), "#N/A"), fault(in_field("volume"), "1E300")]
    );
    assert_eq!(
        seen[1].problems(),
        [
            fault(Column::Key, "4.2010219900101126E17"),
            fault(in_field("river"), "#REF!")
        ],
        "a number of 18 digits has lost its last ones"
    );
}

#[test]
fn merged_cells_are_named_in_each_row_that_they_touch() {
    let rows_of = headed(&format!(
        r#"<row r="2">{}{}</row><row r="3">{}</row><row r="4">{}{}</row><row r="5">{}</row>"#,
        text("A2", "A"),
        text("B2", "长江"),
        text("A3", "B"),
        text("A4", "C"),
        text("B4", "汉江"),
        text("A5", "D"),
    ));
    let bytes = raw_workbook(
        "",
        &format!(
            r#"<sheetData>{rows_of}</sheetData><mergeCells count="2"><mergeCell ref="B2:B3"/><mergeCell ref="A5:C5"/></mergeCells>"#
        ),
    );
    let seen = rows(&bytes);
    let merged = |column, from: &str| Problem::new(column, Trouble::Merged { from: from.to_owned() });
    assert_eq!(seen[0].problems(), [merged(in_field("river"), "B2:B3")]);
    assert_eq!(seen[1].problems(), [merged(in_field("river"), "B2:B3")]);
    assert!(seen[2].outcome.is_ok());
    assert_eq!(
        seen[3].problems(),
        [
            merged(Column::Key, "A5:C5"),
            merged(in_field("river"), "A5:C5"),
            merged(in_field("volume"), "A5:C5")
        ]
    );
    assert_eq!(seen[3].key, "D");
}

#[test]
fn days_that_never_were_and_moments_within_a_day_are_no_days() {
    let seen = rows(&sheet_data(&headed(&format!(
        r#"<row r="2">{}<c r="D2"><v>60</v></c></row><row r="3">{}<c r="D3" s="1"><v>45194.6</v></c></row><row r="4">{}<c r="D4"><v>99999</v></c></row>"#,
        text("A2", "A"),
        text("A3", "B"),
        text("A4", "C"),
    ))));
    for (row, found) in seen.iter().zip(["60", "2023-09-25 14:24:00", "99999"]) {
        let found = found.to_owned();
        assert_eq!(
            row.problems(),
            [Problem::new(reached("traced"), Trouble::NotADay { found })]
        );
    }
}

#[test]
fn csv_that_is_none_names_the_line() {
    let csv = |line, detail: &str| FileTrouble::Csv {
        line,
        detail: detail.to_owned(),
    };
    assert_eq!(
        refused("编号,受纳水体\nA,长江\n\nB,\"汉江\nC,清江\n".as_bytes()),
        csv(4, "unclosed quote")
    );
    let mut long = "编号,受纳水体\nA,\"".to_owned();
    long.push_str(&"长江\n".repeat(1_000_000));
    assert_eq!(
        refused(long.as_bytes()),
        csv(2, "row of more than 4 MiB: unclosed quote?")
    );
    let wide = format!("编号,受纳水体\nA{}\n", ",".repeat(20_000));
    assert_eq!(refused(wide.as_bytes()), csv(2, "row of more than 16384 cells"));
}

#[test]
fn text_in_no_known_encoding_names_the_byte() {
    let mut bytes = "编号,受纳水体\nA,长江".as_bytes().to_vec();
    let at = bytes.len() + 1;
    bytes.extend_from_slice(b"\xFF\xFF\n");
    assert_eq!(refused(&bytes), FileTrouble::Encoding { at });
    let (gb, ..) = encoding_rs::GB18030.encode("编号,受纳水体\nA,长江");
    let at = gb.len() + 1;
    assert_eq!(refused(&[&gb, &b"\xFF\n"[..]].concat()), FileTrouble::Encoding { at });
}

#[test]
fn rows_out_of_order_are_damage() {
    let bytes = sheet_data(&headed(&format!(
        r#"<row r="9">{}</row><row r="3">{}</row>"#,
        text("A9", "A"),
        text("A3", "B")
    )));
    assert!(matches!(refused(&bytes), FileTrouble::Damaged { .. }));
}
