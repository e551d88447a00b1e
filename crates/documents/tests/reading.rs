//! Sheets as officials keep them are read as they are meant.

mod support;

use support::*;
use yaodian_domain::ledger::{Column, Said};

const HEADINGS: [&str; 6] = [
    "排污口编号",
    "责任单位",
    "受纳水体",
    "排水量(吨/日)",
    "排污口类型",
    "溯源完成日期",
];

#[test]
fn a_plain_sheet_is_read_row_by_row() {
    let (heading, rows) = read(&sheet(&[
        &HEADINGS,
        &["WH-001", "武汉市", "长江", "12.50", "工业排污口", "2023-03-01"],
        &["YC-002", "宜昌", "清江", "1,200", "Farm", ""],
    ]))
    .unwrap();
    assert_eq!((heading.sheet.as_str(), heading.row), ("Sheet1", 1));
    assert_eq!(heading.columns.len(), 6);
    let first = rows[0].draft();
    assert_eq!((rows[0].row, first.key.as_str()), (2, "WH-001"));
    assert_eq!(first.unit, Said::Is(unit_id("420100")));
    assert_eq!(said(first, "river"), &is("长江"));
    assert_eq!(said(first, "volume"), &is("12.5"));
    assert_eq!(
        first.reached,
        [Said::Is(day("2023-03-01")), Said::Nothing, Said::Nothing]
    );
    let second = rows[1].draft();
    assert_eq!(second.unit, Said::Is(unit_id("420500")));
    assert_eq!(said(second, "volume"), &is("1200"));
    assert_eq!(said(second, "kind"), &is("农业排口"));
    assert_eq!(second.reached[0], Said::Blank);
    assert_eq!(said(second, "found"), &Said::Nothing, "the sheet has no such column");
}

#[test]
fn headings_may_stand_anywhere_and_be_written_in_many_ways() {
    let (heading, rows) = read(&sheet(&[
        &["", "长江入河排污口台账"],
        &["", "填表单位:武汉市生态环境局", "", "", "2023年9月"],
        &[],
        &[
            "",
            "序号",
            " 排污口 编号*",
            "责任单位*",
            "排水量",
            "整治",
            "River",
            "备注",
            "联系人(签字)",
        ],
        &["", "1", "A1", "武汉市", "3", "2023/4/5", "长江", "无", "张三"],
    ]))
    .unwrap();
    assert_eq!(heading.row, 4);
    assert_eq!(heading.passed_over, ["序号", "备注"]);
    let columns: Vec<_> = heading.columns.iter().map(|known| known.column.to_string()).collect();
    assert_eq!(columns, ["key", "unit", "f.volume", "s.treated", "f.river", "f.person"]);
    assert_eq!(rows[0].row, 5);
    let draft = rows[0].draft();
    assert_eq!(draft.key, "A1");
    assert_eq!(draft.reached[1], Said::Is(day("2023-04-05")));
    assert_eq!(said(draft, "person"), &is("张三"));
}

#[test]
fn a_counter_of_rows_is_no_number_of_an_entry() {
    let (heading, rows) = read(&sheet(&[&["序号", "编号", "受纳水体"], &["1", "X9", "汉江"]])).unwrap();
    assert_eq!(heading.passed_over, ["序号"]);
    assert_eq!(rows[0].key, "X9");
}

#[test]
fn a_heading_in_another_measure_is_not_the_fields() {
    let (heading, rows) = read(&sheet(&[
        &["排污口编号", "受纳水体", "排水量(万吨/年)"],
        &["A", "长江", "5"],
    ]))
    .unwrap();
    assert_eq!(heading.passed_over, ["排水量(万吨/年)"]);
    assert_eq!(said(rows[0].draft(), "volume"), &Said::Nothing);
}

#[test]
fn what_says_so_in_full_counts_before_the_bare_name_of_a_stage() {
    let (heading, rows) = read(&sheet(&[
        &["排污口编号", "溯源", "溯源完成日期"],
        &["A", "是", "2023-01-02"],
    ]))
    .unwrap();
    assert_eq!(heading.passed_over, ["溯源"]);
    assert_eq!(rows[0].draft().reached[0], Said::Is(day("2023-01-02")));
}

#[test]
fn grouped_headings_that_are_merged_down_are_one_heading() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let format = rust_xlsxwriter::Format::new();
    sheet.merge_range(0, 0, 0, 4, "台账", &format).unwrap();
    sheet.merge_range(1, 0, 2, 0, "排污口编号", &format).unwrap();
    sheet.merge_range(1, 1, 2, 1, "受纳水体", &format).unwrap();
    sheet.merge_range(1, 2, 1, 4, "进展", &format).unwrap();
    for (column, stage) in (2..).zip(["溯源", "整治", "销号"]) {
        sheet.write_string(2, column, stage).unwrap();
    }
    sheet.write_string(3, 0, "A1").unwrap();
    sheet.write_string(3, 1, "长江").unwrap();
    sheet.write_string(3, 2, "2023-02-03").unwrap();
    let (heading, rows) = read(&workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!((heading.row, heading.columns.len()), (3, 5));
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].draft().reached[0], Said::Is(day("2023-02-03")));
}

#[test]
fn only_the_heading_of_the_number_may_be_merged_down() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let format = rust_xlsxwriter::Format::new();
    sheet.merge_range(0, 0, 1, 0, "排污口编号", &format).unwrap();
    sheet.write_string(0, 1, "受纳水体").unwrap();
    sheet.write_string(0, 2, "排水量").unwrap();
    sheet.write_string(1, 1, "(填河名)").unwrap();
    sheet.write_string(2, 0, "A1").unwrap();
    let (heading, rows) = read(&workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(heading.row, 2);
    assert_eq!(rows.len(), 1);
}

#[test]
fn the_first_visible_sheet_with_headings_is_read() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let hidden = workbook.add_worksheet().set_name("旧台账").unwrap();
    for (column, heading) in (0..).zip(HEADINGS) {
        hidden.write_string(0, column, heading).unwrap();
    }
    hidden.write_string(1, 0, "OLD").unwrap();
    hidden.set_hidden(true);
    let help = workbook.add_worksheet().set_name("填写说明").unwrap();
    help.write_string(0, 0, "排污口编号").unwrap();
    help.write_string(1, 0, "HELP").unwrap();
    workbook
        .add_worksheet()
        .set_name("汇总")
        .unwrap()
        .write_string(0, 0, "合计")
        .unwrap();
    let data = workbook.add_worksheet().set_name("数据").unwrap();
    data.set_active(true);
    data.write_string(0, 0, "排污口编号").unwrap();
    data.write_string(1, 0, "NEW").unwrap();
    let (heading, rows) = read(&workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(heading.sheet, "数据");
    assert_eq!(rows.iter().map(|row| row.key.as_str()).collect::<Vec<_>>(), ["NEW"]);
}

#[test]
fn blank_rows_cost_nothing_and_count_for_the_numbers_of_rows() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "排污口编号").unwrap();
    sheet.write_string(1, 0, "A").unwrap();
    sheet.write_string(5, 0, "B").unwrap();
    sheet.write_string(6, 0, "  \u{3000}").unwrap();
    let format = rust_xlsxwriter::Format::new().set_bold();
    for row in (10..1_048_576).step_by(1_000) {
        sheet.write_blank(row, 0, &format).unwrap();
    }
    let seen = rows(&workbook.save_to_buffer().unwrap());
    let found: Vec<_> = seen.iter().map(|row| (row.row, row.key.as_str())).collect();
    assert_eq!(found, [(2, "A"), (6, "B")]);
}

#[test]
fn headings_repeated_on_every_page_are_no_entries() {
    let seen = rows(&sheet(&[
        &HEADINGS,
        &["A", "武汉市", "长江"],
        &HEADINGS,
        &["B", "武汉市", "长江"],
    ]));
    let found: Vec<_> = seen.iter().map(|row| (row.row, row.key.as_str())).collect();
    assert_eq!(found, [(2, "A"), (4, "B")]);
}

#[test]
fn numbers_are_what_the_sheet_shows() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, heading) in (0..).zip(["排污口编号", "受纳水体", "排水量", "责任单位"]) {
        sheet.write_string(0, column, heading).unwrap();
    }
    sheet.write_number(1, 0, 7.0).unwrap();
    sheet.write_boolean(1, 1, true).unwrap();
    sheet.write_number(1, 2, 0.1 + 0.2).unwrap();
    sheet.write_number(1, 3, 420_100.0).unwrap();
    let seen = rows(&workbook.save_to_buffer().unwrap());
    let draft = seen[0].draft();
    assert_eq!(draft.key, "7");
    assert_eq!(said(draft, "river"), &is("TRUE"));
    assert_eq!(said(draft, "volume"), &is("0.3"), "not 0.30000000000000004");
    assert_eq!(draft.unit, Said::Is(unit_id("420100")), "an administrative code");
}

#[test]
fn days_are_read_as_serial_numbers_of_both_epochs_and_as_texts() {
    let rows_of = |cells: &str| {
        let head = format!(
            "{}{}{}",
            text("A1", "排污口编号"),
            text("B1", "发现日期"),
            text("C1", "溯源")
        );
        format!(
            "<sheetData><row r=\"1\">{head}</row><row r=\"2\">{}{cells}</row></sheetData>",
            text("A2", "A")
        )
    };
    for (properties, cells) in [
        ("", r#"<c r="B2"><v>45194</v></c><c r="C2" s="1"><v>45194</v></c>"#),
        ("", r#"<c r="B2"><v>20230925</v></c><c r="C2"><v>20230925</v></c>"#),
        (
            "",
            r#"<c r="B2" s="1"><v>45194.0</v></c><c r="C2" t="d"><v>2023-09-25T00:00:00</v></c>"#,
        ),
        (
            r#"<workbookPr date1904="1"/>"#,
            r#"<c r="B2"><v>43732</v></c><c r="C2" s="1"><v>43732</v></c>"#,
        ),
        (
            "",
            &format!("{}{}", text("B2", "2023年9月25日"), text("C2", "2023.9.25")),
        ),
        (
            "",
            &format!("{}{}", text("B2", "2023/9/25 0:00"), text("C2", "20230925")),
        ),
    ] {
        let seen = rows(&raw_workbook(properties, &rows_of(cells)));
        let draft = seen[0].draft();
        assert_eq!(said(draft, "found"), &is("2023-09-25"), "{cells}");
        assert_eq!(draft.reached[0], Said::Is(day("2023-09-25")), "{cells}");
    }
}

#[test]
fn where_one_unit_holds_the_ledger_the_sheet_need_not_name_it() {
    let bytes = sheet(&[&["排污口编号", "受纳水体"], &["A", "长江"]]);
    let unnamed = rows(&bytes);
    assert_eq!(unnamed[0].draft().unit, Said::Nothing);
    let mut alone = ledger();
    alone.holders.truncate(1);
    let (_, seen) = read_with(&bytes, &alone, &yaodian_documents::Limits::default()).unwrap();
    assert_eq!(seen[0].draft().unit, Said::Is(unit_id("420100")));
}

#[test]
fn csv_is_read_in_every_encoding_and_with_every_delimiter_that_excel_writes() {
    let text =
        "排污口编号,责任单位,受纳水体\nA1,武汉市,\"长江,干流\"\nA2,宜昌市,\"第一行\n第二行\"\n\nA3,恩施州,清江\n";
    let (gb, _, lossy) = encoding_rs::GB18030.encode(text);
    assert!(!lossy);
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let semicolons = text
        .replace("长江,干流", "长江;干流")
        .replace(',', ";")
        .replace("长江;干流", "长江,干流");
    let files: [Vec<u8>; 7] = [
        text.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        text.replace('\n', "\r\n")
            .replace("第一行\r\n", "第一行\n")
            .into_bytes(),
        gb.into_owned(),
        utf16,
        semicolons.into_bytes(),
        text.replace("长江,干流", "长江\0干流")
            .replace(',', "\t")
            .replace('\0', ",")
            .into_bytes(),
    ];
    for bytes in files {
        let (heading, seen) = read(&bytes).unwrap();
        assert_eq!((heading.sheet.as_str(), heading.columns.len()), ("", 3));
        let found: Vec<_> = seen.iter().map(|row| (row.row, row.key.as_str())).collect();
        assert_eq!(found, [(2, "A1"), (3, "A2"), (5, "A3")], "rows as a sheet counts them");
        assert_eq!(said(seen[0].draft(), "river"), &is("长江,干流"));
        assert_eq!(said(seen[1].draft(), "river"), &is("第一行\n第二行"));
    }
}

#[test]
fn csv_keeps_zeros_and_takes_marks_against_formulas_away() {
    let seen = rows("编号,受纳水体,排水量\n=\"00123\",'=长江,'-0\n'0007,-长江,5\n".as_bytes());
    assert_eq!(seen[0].draft().key, "00123");
    assert_eq!(said(seen[0].draft(), "river"), &is("=长江"));
    assert_eq!(said(seen[0].draft(), "volume"), &is("0"));
    assert_eq!(
        seen[1].draft().key,
        "'0007",
        "an apostrophe before anything else is meant"
    );
    assert_eq!(said(seen[1].draft(), "river"), &is("-长江"));
}

#[test]
fn a_long_csv_of_chinese_is_decoded_across_every_edge() {
    // A line of 101 bytes in GB18030 puts characters across every edge of what is read at once.
    let text = many(5_000, &"长江汉江清江".repeat(8));
    let (gb, ..) = encoding_rs::GB18030.encode(&text);
    let seen = rows(&gb);
    assert_eq!(seen.len(), 5_000);
    for (at, row) in seen.iter().enumerate() {
        assert_eq!(row.draft().key, format!("K{at}"));
        assert_eq!(said(row.draft(), "river"), &is(&"长江汉江清江".repeat(8)));
    }
}

#[test]
fn an_old_excel_file_is_read_too() {
    let (heading, seen) = read(include_bytes!("files/outfalls.xls")).unwrap();
    assert_eq!((heading.sheet.as_str(), heading.row), ("台账", 2));
    let first = seen[0].draft();
    assert_eq!(
        (first.key.as_str(), first.unit.clone()),
        ("WH-001", Said::Is(unit_id("420100")))
    );
    assert_eq!(said(first, "volume"), &is("12.5"));
    assert_eq!(said(first, "found"), &is("2023-09-25"));
    assert_eq!(first.reached[0], Said::Is(day("2023-03-01")));
    let second = seen[1].problems();
    assert_eq!(second.len(), 2, "{second:?}");
    assert_eq!(second[0].column, in_field("river"), "merged");
    assert_eq!(second[1].column, in_field("volume"), "a formula");
}

#[test]
fn reading_stops_when_it_is_told_to() {
    let text = many(20_000, "长江");
    let mut count = 0;
    let opened = yaodian_documents::open(file(text.as_bytes()), &yaodian_documents::Limits::default()).unwrap();
    let heading = opened
        .read(&ledger(), &units(), |_| {
            count += 1;
            if count == 3 {
                std::ops::ControlFlow::Break(())
            } else {
                std::ops::ControlFlow::Continue(())
            }
        })
        .unwrap();
    assert_eq!((count, heading.columns[0].column.clone()), (3, Column::Key));
}
