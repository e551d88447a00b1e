//! Any kind of sheet is read as the text that people see in it.

mod support;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use support::*;
use yaodian_contract::ledger::FileTrouble;
use yaodian_documents::{Limits, PlainTable, read_any_table};

fn tried(bytes: &[u8]) -> Result<PlainTable, FileTrouble> {
    read_any_table(file(bytes), &Limits::default())
}

fn table(bytes: &[u8]) -> PlainTable {
    tried(bytes).unwrap_or_else(|why| panic!("{why:?}"))
}

fn made(make: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    make(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn numbered(rows: &[(usize, &[&str])]) -> Vec<(usize, Vec<String>)> {
    rows.iter().map(|(number, cells)| (*number, row(cells))).collect()
}

#[test]
fn titles_above_the_heads_are_passed_over_and_kept() {
    let bytes = made(|sheet| {
        let format = Format::new();
        sheet
            .merge_range(0, 0, 0, 4, "2023年5月全省地表水监测结果", &format)
            .unwrap();
        sheet.write_string(1, 0, "填表单位:省站").unwrap();
        sheet.write_string(1, 4, "单位:mg/L").unwrap();
        for (column, head) in (0..).zip(["断面", "pH", "溶解氧", "氨氮", "总磷"]) {
            sheet.write_string(3, column, head).unwrap();
        }
        for (column, cell) in (0..).zip(["宗关", "7.1", "8", "0.2", "0.05"]) {
            sheet.write_string(5, column, cell).unwrap();
        }
        // Blank to the eye, and a column that is only formatted.
        sheet.write_string(6, 2, " \u{3000}").unwrap();
        sheet.write_blank(5, 9, &Format::new().set_bold()).unwrap();
    });
    let table = table(&bytes);
    assert_eq!(table.sheet, "Sheet1");
    assert_eq!(
        table.above,
        numbered(&[
            (1, &["2023年5月全省地表水监测结果"]),
            (2, &["填表单位:省站", "", "", "", "单位:mg/L"]),
        ])
    );
    assert_eq!(table.heads, row(&["断面", "pH", "溶解氧", "氨氮", "总磷"]));
    assert_eq!(table.rows, numbered(&[(6, &["宗关", "7.1", "8", "0.2", "0.05"])]));
    assert!(!table.has_mark && !table.has_returns);
}

#[test]
fn numbers_days_and_formulas_are_as_people_see_them() {
    let bytes = made(|sheet| {
        let format = |format: &str| Format::new().set_num_format(format);
        let at = ExcelDateTime::from_ymd(2023, 5, 1).unwrap();
        let clock = |hour, second| {
            let at = ExcelDateTime::from_ymd(2023, 5, 1).unwrap();
            at.and_hms(hour, 0, f64::from(second)).unwrap()
        };
        let mut next = 0;
        let mut place = || {
            next += 1;
            next
        };
        sheet.write_string(0, 0, "断面").unwrap();
        sheet.write_string(0, 1, "值").unwrap();
        for value in [7.1, 12.0, 1e-3, 0.1 + 0.2, -0.0, 1e15, 420_102_199_001_011_234.0, 1e-40] {
            sheet.write_number(place(), 1, value).unwrap();
        }
        let share = format("0.0%");
        sheet.write_number_with_format(place(), 1, 0.893, &share).unwrap();
        for (at, shown) in [
            (&at, "yyyy-mm-dd"),
            (&at, "yyyy\"年\"m\"月\""),
            (&clock(8, 0), "yyyy/m/d h:mm"),
            (&clock(8, 30), "yyyy/m/d h:mm"),
        ] {
            sheet
                .write_datetime_with_format(place(), 1, at, &format(shown))
                .unwrap();
        }
        sheet
            .write_number_with_format(place(), 1, 1.0 / 3.0, &format("h:mm"))
            .unwrap();
        sheet
            .write_number_with_format(place(), 1, 1.5, &format("[h]:mm"))
            .unwrap();
        sheet.write_boolean(place(), 1, true).unwrap();
        for (formula, result) in [
            ("=B2+0.2", "7.3"),
            ("=NA()", "#N/A"),
            ("=1/0", "#DIV/0!"),
            ("=\"a\"", "达标"),
        ] {
            let formula = Formula::new(formula).set_result(result);
            sheet.write_formula(place(), 1, formula).unwrap();
        }
    });
    let cells: Vec<String> = table(&bytes)
        .rows
        .into_iter()
        .map(|(_, mut cells)| cells.remove(1))
        .collect();
    assert_eq!(
        cells,
        [
            "7.1",
            "12",
            "0.001",
            "0.3",
            "0",
            "1E+15",
            "4.20102199001011E+17",
            "1E-40",
            "0.893",
            "2023-05-01",
            "2023-05-01",
            "2023-05-01 08:00",
            "2023-05-01 08:00:30",
            "08:00",
            "36:00",
            "TRUE",
            "7.3",
            "#N/A",
            "#DIV/0!",
            "达标",
        ]
    );
}

#[test]
fn what_is_merged_stands_for_all_its_cells() {
    let bytes = made(|sheet| {
        let format = Format::new();
        for (column, head) in (0..).zip(["断面", "月份", "氨氮", "备注"]) {
            sheet.write_string(0, column, head).unwrap();
        }
        sheet.merge_range(1, 0, 3, 0, "宗关", &format).unwrap();
        sheet.merge_range(2, 2, 3, 3, "未监测", &format).unwrap();
        for (at, month) in [(1, "1"), (2, "2"), (4, "1")] {
            sheet.write_string(at, 1, month).unwrap();
        }
        sheet.write_string(1, 2, "0.2").unwrap();
    });
    let table = table(&bytes);
    assert_eq!(
        table.rows,
        numbered(&[
            (2, &["宗关", "1", "0.2"]),
            (3, &["宗关", "2", "未监测", "未监测"]),
            // Row 4 has nothing of its own.
            (5, &["", "1"]),
        ])
    );
}

#[test]
fn no_row_of_heads_of_two_rows_is_lost() {
    let grouped = |measured: u16| {
        made(|sheet| {
            let format = Format::new();
            sheet.merge_range(0, 0, 1, 0, "断面", &format).unwrap();
            sheet.merge_range(0, 1, 1, 1, "时间", &format).unwrap();
            sheet.merge_range(0, 2, 0, 1 + measured, "结果", &format).unwrap();
            for column in 2..2 + measured {
                sheet.write_string(1, column, format!("c{column}")).unwrap();
            }
            for column in 0..2 + measured {
                sheet.write_string(2, column, format!("{column}")).unwrap();
            }
        })
    };
    let few = table(&grouped(2));
    assert_eq!(few.heads, row(&["断面", "时间", "结果", "结果"]));
    assert_eq!(few.rows[0], (2, row(&["断面", "时间", "c2", "c3"])));
    let many = table(&grouped(6));
    assert_eq!(many.above, numbered(&[(1, &["断面", "时间", "结果"])]));
    assert_eq!(many.heads, row(&["断面", "时间", "c2", "c3", "c4", "c5", "c6", "c7"]));
    assert_eq!(many.rows.len(), 1);
}

#[test]
fn the_first_visible_sheet_with_a_table_is_read() {
    let mut workbook = Workbook::new();
    let mut add = |name: &str, hidden: bool, cells: &[&str]| {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(0, column, *cell).unwrap();
        }
        sheet.set_hidden(hidden);
    };
    add("旧", true, &["a", "b"]);
    add("封面", false, &["全省地表水"]);
    add("数据", false, &["断面", "氨氮"]);
    add("其他", false, &["c", "d"]);
    workbook.worksheet_from_name("封面").unwrap().set_active(true);
    let table = table(&workbook.save_to_buffer().unwrap());
    assert_eq!((table.sheet.as_str(), table.heads), ("数据", row(&["断面", "氨氮"])));
    assert!(table.rows.is_empty());
}

#[test]
fn an_older_workbook_is_read() {
    let mut bytes = include_bytes!("files/outfalls.xls").to_vec();
    let found = table(&bytes);
    assert_eq!(found.sheet, "台账");
    assert_eq!(found.above, numbered(&[(1, &["长江入河排污口台账"])]));
    assert_eq!(found.heads[3], "排水量(吨/日)");
    let first = ["WH-001", "武汉市", "长江", "12.5", "2023-09-25", "2023-03-01"];
    // The formula of the second was never reckoned.
    let second = ["WH-002", "武汉市", "汉江"];
    assert_eq!(found.rows, numbered(&[(3, &first), (4, &second)]));

    // What it would come to, put where Excel puts it: behind row, column and format of the formula's record.
    let record = bytes.windows(8).position(|at| {
        let [6, 0, _, _, row @ ..] = at else { return false };
        row == [3, 0, 3, 0]
    });
    let value = record.unwrap() + 10;
    bytes[value..value + 8].copy_from_slice(&(0.1 + 0.2_f64).to_le_bytes());
    assert_eq!(table(&bytes).rows[1].1, row(&["WH-002", "武汉市", "汉江", "0.3"]));
}

#[test]
fn a_text_is_told_by_the_same_rule() {
    let titled = table("\u{feff}全省监测结果\r\n断面\t氨氮,总磷\tpH\r\n\t\t\r\n宗关\t=A1\t 7.10 \t\r\n".as_bytes());
    assert_eq!(titled.above, numbered(&[(1, &["全省监测结果"])]));
    assert_eq!(titled.heads, row(&["断面", "氨氮,总磷", "pH"]));
    assert_eq!(titled.rows, numbered(&[(4, &["宗关", "=A1", " 7.10 "])]));
    assert!(titled.has_mark && titled.has_returns && titled.sheet.is_empty());

    // «断面;氨氮» in GB18030.
    let chinese = table(b"\xb6\xcf\xc3\xe6;\xb0\xb1\xb5\xaa\n\xbc\xd7;0,5\n");
    assert_eq!(chinese.heads, row(&["断面", "氨氮"]));
    assert_eq!(chinese.rows, numbered(&[(2, &["甲", "0,5"])]));
}

#[test]
fn what_is_no_table_is_refused() {
    assert_eq!(tried(b""), Err(FileTrouble::Empty));
    assert_eq!(tried(b"\n\n , \n"), Err(FileTrouble::Empty));
    assert_eq!(tried(&made(|_| {})), Err(FileTrouble::Empty));
    let prose = "各市州生态环境局:\n现将五月监测结果印发给你们。\n".as_bytes();
    assert_eq!(tried(prose), Err(FileTrouble::NoTable));
    assert_eq!(tried(&sheet(&[&["一"], &["二"]])), Err(FileTrouble::NoTable));
    assert!(matches!(tried(b"%PDF-1.7"), Err(FileTrouble::NotASheet { .. })));
    assert!(matches!(tried(b"a,\"b\n1,2\n"), Err(FileTrouble::Csv { line: 1, .. })));
    assert!(matches!(tried(b"PK\x03\x04"), Err(FileTrouble::Damaged { .. })));
}

#[test]
fn limits_hold_for_every_kind() {
    let limits = Limits {
        rows: 3,
        ..Limits::default()
    };
    let limited = |bytes: &[u8]| read_any_table(file(bytes), &limits);
    let too_many = FileTrouble::TooManyRows { limit: 3 };
    let with = |rows: usize| sheet(&vec![&["a", "b"][..]; rows + 1]);
    assert!(limited(&with(3)).is_ok());
    assert_eq!(limited(&with(4)).unwrap_err(), too_many);
    assert!(limited("a,b\n".repeat(4).as_bytes()).is_ok());
    assert_eq!(limited("a,b\n".repeat(5).as_bytes()).unwrap_err(), too_many);
    assert_eq!(limited("a,b\n".repeat(5_000).as_bytes()).unwrap_err(), too_many);

    let wide = FileTrouble::TooManyColumns { limit: 1_000 };
    let cells: Vec<&str> = vec!["x"; 1_001];
    assert_eq!(table(&sheet(&[&cells[..1_000]])).heads.len(), 1_000);
    assert_eq!(tried(&sheet(&[&cells])).unwrap_err(), wide);
    assert_eq!(tried(cells.join(",").as_bytes()).unwrap_err(), wide);
    assert_eq!(table(format!("a,b{}", ",".repeat(2_000)).as_bytes()).heads.len(), 2);
}

#[test]
fn what_stands_for_many_cells_is_counted_in_all_of_them() {
    let limits = Limits {
        unpacked: 1 << 20,
        ..Limits::default()
    };
    let limited = |bytes: &[u8]| read_any_table(file(bytes), &limits);
    let too_much = FileTrouble::Unpacks { limit: 1 << 20 };
    let long = "水".repeat(10_000);
    // One text of the book in many cells.
    let shared = sheet(&vec![&[long.as_str(), "b"][..]; 100]);
    assert_eq!(limited(&shared).unwrap_err(), too_much);
    // One cell merged over many.
    let merged = made(|sheet| {
        sheet.write_string(0, 0, "a").unwrap();
        sheet.write_string(0, 1, "b").unwrap();
        sheet.merge_range(1, 0, 1, 16_383, &long, &Format::new()).unwrap();
    });
    assert_eq!(limited(&merged).unwrap_err(), too_much);
    assert_eq!(tried(&merged).unwrap().rows[0].1.len(), 1_000);
    // Many cells of next to no text.
    assert_eq!(limited("a,b\n".repeat(20_000).as_bytes()).unwrap_err(), too_much);
}

#[test]
fn cells_that_a_file_writes_itself_are_understood() {
    let cells = |sheet: &str| table(&raw_workbook(r#"<workbookPr date1904="1"/>"#, sheet));
    let found = cells(concat!(
        r#"<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1" t="d"><v>2023-05-01T08:00:00</v></c>"#,
        r#"<c r="C1" t="d"><v>2023-05-01</v></c><c r="D1" s="1"><v>43732</v></c></row></sheetData>"#,
    ));
    assert_eq!(found.heads, row(&["1", "2023-05-01 08:00", "2023-05-01", "2023-09-25"]));
    let backwards = raw_workbook(
        "",
        r#"<sheetData><row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row></sheetData>"#,
    );
    assert!(matches!(tried(&backwards), Err(FileTrouble::Damaged { .. })));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(256))]

    #[test]
    fn no_file_panics(changes in proptest::collection::vec((0.0..1.0_f64, 0_u8..=255), 1..8), old: bool) {
        let change = |bytes: &mut [u8], mask: u8| {
            for (place, byte) in &changes {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place")]
                let at = (place * bytes.len() as f64) as usize;
                bytes[at] = byte & mask;
            }
        };
        let bytes = if old {
            let mut bytes = include_bytes!("files/outfalls.xls").to_vec();
            change(&mut bytes, 0xFF);
            bytes
        } else {
            let mut sheet = format!(
                r#"<sheetData><row r="1">{}{}</row><row r="3"><c r="A3" s="1"><v>1.5</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B4"/></mergeCells>"#,
                text("A1", "a"),
                text("C1", "b"),
            ).into_bytes();
            change(&mut sheet, 0x7F);
            raw_workbook("", std::str::from_utf8(&sheet).unwrap())
        };
        let _ = tried(&bytes);
    }
}
