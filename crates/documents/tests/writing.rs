//! What is written suits the people who fill it in.

mod support;

use std::io::{Cursor, Read};

use support::*;
use yaodian_documents::Book;
use yaodian_domain::ledger::{Column, Said, Trouble};
use yaodian_words::Lang;

/// A part of a package as text.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn template(book: &Book<'_>) -> Vec<u8> {
    written(|out| book.template(out).unwrap())
}

fn some_entries() -> Vec<yaodian_domain::ledger::Entry> {
    vec![
        entry(
            "A-1",
            "420100",
            [
                Some("长江"),
                Some("12.5"),
                Some("工业排污口"),
                Some("2023-09-25"),
                None,
                None,
                Some("张三"),
            ],
            &["2023-03-01"],
        ),
        entry("A-2", "420500", [Some("=1+1"), None, None, None, None, None, None], &[]),
    ]
}

#[test]
fn the_template_has_headings_hints_and_nothing_that_is_read_as_an_entry() {
    let (ledger, units) = (ledger(), units());
    for lang in [Lang::Zh, Lang::En] {
        let (heading, seen) = read(&template(&Book {
            lang,
            ..book(&ledger, &units)
        }))
        .unwrap();
        assert_eq!(seen, []);
        let columns: Vec<_> = heading.columns.iter().map(|known| known.column.to_string()).collect();
        assert_eq!(
            columns,
            [
                "key",
                "unit",
                "f.river",
                "f.volume",
                "f.kind",
                "f.found",
                "f.park",
                "f.place",
                "f.person",
                "s.traced",
                "s.treated",
                "s.closed",
                "version"
            ],
            "files have no column"
        );
        let marked: Vec<_> = heading
            .columns
            .iter()
            .filter(|known| known.heading.ends_with('*'))
            .collect();
        assert_eq!(marked.len(), 3, "number, unit and the field that is required");
    }
}

#[test]
fn the_template_offers_lists_and_refuses_what_is_no_value() {
    let (ledger, units) = (ledger(), units());
    let sheet = part(&template(&book(&ledger, &units)), "xl/worksheets/sheet1.xml");
    assert!(
        sheet.contains("<formula1>\"武汉市,宜昌市,恩施州\"</formula1>"),
        "the holders"
    );
    assert!(sheet.contains("工业排污口,城镇污水处理厂排污口,农业排口"));
    assert!(sheet.contains(r#"type="decimal""#) && sheet.contains(r#"type="date""#));
    assert!(sheet.contains("请从下拉列表中选择。"));
    assert!(sheet.contains(r#"sqref="D3:D1048576""#), "to the last row");
    let only = unit_id("420500");
    let own = Book {
        only: Some(&only),
        ..book(&ledger, &units)
    };
    let sheet = part(&template(&own), "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<formula1>\"宜昌市\"</formula1>"));
}

#[test]
fn a_list_too_long_for_a_rule_stands_in_a_hidden_sheet() {
    let (mut ledger, units) = (ledger(), units());
    let options = (0..60)
        .map(|at| name(&format!("第{at}类入河排污口"), &format!("Type {at}")))
        .collect();
    ledger.fields[2].kind = yaodian_domain::ledger::FieldKind::Choice { options };
    let bytes = template(&book(&ledger, &units));
    assert!(part(&bytes, "xl/worksheets/sheet1.xml").contains("<formula1>'选项'!$A$1:$A$60</formula1>"));
    let workbook = part(&bytes, "xl/workbook.xml");
    assert!(workbook.contains(r#"name="选项""#) && workbook.contains(r#"state="hidden""#));
    assert!(workbook.contains(r#"name="填写说明""#));
    assert_eq!(read(&bytes).unwrap().1, [], "neither of them is read as entries");
}

#[test]
fn headings_are_locked_and_rows_are_not() {
    let (ledger, units) = (ledger(), units());
    let bytes = written(|out| book(&ledger, &units).xlsx(some_entries().into_iter(), out).unwrap());
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    let protection = sheet
        .split("<sheetProtection")
        .nth(1)
        .unwrap()
        .split('>')
        .next()
        .unwrap();
    assert!(!protection.contains("password"));
    for allowed in ["insertRows", "deleteRows", "sort", "autoFilter"] {
        assert!(
            protection.contains(&format!(r#"{allowed}="0""#)),
            "{allowed}: {protection}"
        );
    }
    assert!(sheet.contains(r#"state="frozen""#) && sheet.contains(r#"ySplit="1""#));
    assert!(sheet.contains("<autoFilter ref=\"A1:M1048576\"/>"));
    let styles = part(&bytes, "xl/styles.xml");
    assert!(styles.contains(r#"locked="0""#) && styles.contains(r#"quotePrefix="1""#));
    // A wide column for wide characters: 排污口类型 takes ten places, and its longest choice twenty.
    let width: f64 = sheet
        .split("min=\"5\"")
        .nth(1)
        .and_then(|rest| rest.split("width=\"").nth(1))
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    assert!(width > 23.0, "{width}");
}

#[test]
fn days_and_numbers_are_real_ones() {
    let (ledger, units) = (ledger(), units());
    let bytes = written(|out| book(&ledger, &units).xlsx(some_entries().into_iter(), out).unwrap());
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<v>12.5</v>") && sheet.contains("<v>45194</v>"));
    let styles = part(&bytes, "xl/styles.xml");
    assert!(styles.contains("yyyy\\-mm\\-dd") || styles.contains("yyyy-mm-dd"));
    assert!(styles.contains("formatCode=\"0.00\"") || styles.contains("numFmtId=\"2\""));
}

#[test]
fn what_could_run_is_a_text() {
    let (ledger, units) = (ledger(), units());
    let csv = written(|out| book(&ledger, &units).csv(some_entries().into_iter(), out).unwrap());
    assert!(csv.starts_with(b"\xEF\xBB\xBF"));
    assert!(String::from_utf8(csv).unwrap().contains(",'=1+1,"));
    let bytes = written(|out| book(&ledger, &units).xlsx(some_entries().into_iter(), out).unwrap());
    assert!(!part(&bytes, "xl/worksheets/sheet1.xml").contains("<f>"));
}

#[test]
fn the_public_sees_neither_private_fields_nor_versions() {
    let (ledger, units) = (ledger(), units());
    let open = Book {
        public: true,
        ..book(&ledger, &units)
    };
    let bytes = written(|out| open.xlsx(some_entries().into_iter(), out).unwrap());
    let csv = written(|out| open.csv(some_entries().into_iter(), out).unwrap());
    for bytes in [bytes, csv] {
        let (heading, seen) = read(&bytes).unwrap();
        let hidden = [Column::Version, in_field("person")];
        assert!(heading.columns.iter().all(|known| !hidden.contains(&known.column)));
        assert!(!seen.iter().any(|row| row.texts.iter().any(|text| text == "张三")));
        assert_eq!(said(seen[0].draft(), "river"), &is("长江"));
    }
}

#[test]
fn made_up_entries_say_so() {
    let (ledger, units) = (ledger(), units());
    let made_up = Book {
        demonstration: true,
        ..book(&ledger, &units)
    };
    let bytes = written(|out| made_up.xlsx(some_entries().into_iter(), out).unwrap());
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("演示数据：本表条目是为演示生成的"));
    assert_eq!(sheet.matches("演示，非真实数据").count(), 2, "in each row");
    assert_eq!(read(&bytes).unwrap().0.row, 2, "below the banner");
    let csv = written(|out| made_up.csv(some_entries().into_iter(), out).unwrap());
    assert!(String::from_utf8(csv).unwrap().contains(",演示数据,"));
}

#[test]
fn rows_handed_back_are_mended_and_sent_again() {
    let (ledger, units) = (ledger(), units());
    let bad = sheet(&[
        &["受纳水体", "排污口编号", "排水量", "溯源", "版本(勿改)"],
        &["长江", "007", "约5", "2023-03-01", "3"],
        &["=危险", "8", "7.5", "去年", ""],
    ]);
    let (heading, seen) = read(&bad).unwrap();
    let columns: Vec<Column> = heading.columns.iter().map(|known| known.column.clone()).collect();
    let rows = seen
        .iter()
        .map(|row| (row.texts.clone(), format!("第 {} 行有误", row.row)));
    let bytes = written(|out| book(&ledger, &units).returned(&columns, rows, out).unwrap());
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("退回原因") && sheet.contains("第 2 行有误"));
    assert!(
        sheet.contains("<v>7.5</v>") && sheet.contains("<v>44986</v>"),
        "what was sound is real"
    );
    let (heading, again) = read(&bytes).unwrap();
    assert_eq!(heading.passed_over, Vec::<String>::new());
    assert_eq!(again.len(), 2);
    assert_eq!(again[0].key, "007");
    assert_eq!(
        again[0].problems(),
        seen[0].problems(),
        "unmended, it is as wrong as before"
    );
    assert_eq!(again[1].problems(), seen[1].problems());
    assert_eq!(again[1].texts[0], "'=危险");
}

#[test]
fn a_formula_handed_back_does_not_come_in_again_as_a_text() {
    let (ledger, units) = (ledger(), units());
    let seen = rows("编号,受纳水体\nA,=HYPERLINK(1)\n".as_bytes());
    let columns = [Column::Key, in_field("river")];
    let back = seen.iter().map(|row| (row.texts.clone(), String::new()));
    let bytes = written(|out| book(&ledger, &units).returned(&columns, back, out).unwrap());
    assert!(!part(&bytes, "xl/worksheets/sheet1.xml").contains("HYPERLINK"));
    assert!(matches!(rows(&bytes)[0].problems()[0].trouble, Trouble::Fault { .. }));
}

#[test]
fn text_of_any_length_is_handed_back() {
    let (ledger, units) = (ledger(), units());
    let long = "江".repeat(50_000);
    let back = [(vec!["A".to_owned(), long], "太长".to_owned())];
    let columns = [Column::Key, in_field("river")];
    let bytes = written(|out| book(&ledger, &units).returned(&columns, back.into_iter(), out).unwrap());
    assert!(matches!(rows(&bytes)[0].problems()[0].trouble, Trouble::TooLong { .. }));
}

#[test]
fn a_cleared_cell_is_blank_and_not_unsaid() {
    let (ledger, units) = (ledger(), units());
    let bytes = written(|out| book(&ledger, &units).xlsx(some_entries().into_iter(), out).unwrap());
    assert_eq!(said(rows(&bytes)[1].draft(), "volume"), &Said::Blank);
}
