//! A ledger of outfalls, and sheets made wrong on purpose.
#![allow(dead_code, reason = "each test uses its part")]

pub mod docx;
pub mod pdf;

use std::{
    fs::File,
    io::{Cursor, Seek, Write},
    ops::ControlFlow,
};

use yaodian_contract::ledger::FileTrouble;
use yaodian_documents::{Book, Heading, Limits, open};
use yaodian_domain::{
    Date, Decimal,
    id::{EntryId, FieldId, LedgerId, StageId, UnitId},
    ledger::{Column, Draft, Entry, Field, FieldKind, Ledger, Mover, Problem, Row, Said, Stage},
    plan::Name,
    unit::{Register, Unit, UnitKind},
};
use yaodian_words::Lang;

pub fn name(zh: &str, en: &str) -> Name {
    Name {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

pub fn field(id: &str, names: (&str, &str), kind: FieldKind) -> Field {
    Field {
        id: FieldId::new(id).unwrap(),
        name: name(names.0, names.1),
        kind,
        required: id == "river",
        private: id == "person",
    }
}

pub fn ledger() -> Ledger {
    let stage = |id: &str, zh: &str, en: &str| Stage {
        id: StageId::new(id).unwrap(),
        name: name(zh, en),
        files: 0,
        fields: Vec::new(),
        movers: vec![Mover::Holder],
    };
    let options = vec![
        name("工业排污口", "Industrial"),
        name("城镇污水处理厂排污口", "Sewage works"),
        name("农业排口", "Farm"),
    ];
    Ledger {
        id: LedgerId::new("outfalls").unwrap(),
        name: name("长江入河排污口台账", "Outfalls of the Yangtze"),
        counted: name("排污口", "Outfall"),
        key: name("排污口编号", "Outfall number"),
        expected: None,
        fields: vec![
            field("river", ("受纳水体", "River"), FieldKind::Text),
            field(
                "volume",
                ("排水量", "Discharge"),
                FieldKind::Number {
                    unit: name("吨/日", "t/d"),
                    decimals: 2,
                    least: Some(Decimal::ZERO),
                    most: None,
                },
            ),
            field("kind", ("排污口类型", "Type"), FieldKind::Choice { options }),
            field("found", ("发现日期", "Found on"), FieldKind::Date),
            field("park", ("主管单位", "Managed by"), FieldKind::Unit),
            field("place", ("经纬度", "Place"), FieldKind::Place),
            field("person", ("联系人", "Contact"), FieldKind::Person),
            field("plan", ("一口一策", "Plan"), FieldKind::Attachment),
        ],
        stages: vec![
            stage("traced", "溯源", "Traced"),
            stage("treated", "整治", "Treated"),
            stage("closed", "销号", "Closed"),
        ],
        feeds: Vec::new(),
        holders: ["420100", "420500", "422800"].map(unit_id).to_vec(),
        leads: vec![unit_id("shui")],
        public: true,
        keeps_location: false,
        counts_from: None,
        network: None,
        note: None,
    }
}

pub fn unit_id(id: &str) -> UnitId {
    UnitId::new(id).unwrap()
}

pub fn units() -> Register {
    let unit = |id: &str, kind, short: &str, full: &str, en: &str| Unit {
        id: unit_id(id),
        kind,
        name: short.to_owned(),
        full_name: full.to_owned(),
        name_en: en.to_owned(),
        aliases: Vec::new(),
        tile: None,
        note: None,
    };
    Register::new(vec![
        unit("shui", UnitKind::Division, "水处", "水生态环境处", "Water Division"),
        unit("420100", UnitKind::Bureau, "武汉市", "武汉市生态环境局", "Wuhan"),
        unit("420500", UnitKind::Bureau, "宜昌市", "宜昌市生态环境局", "Yichang"),
        unit("422800", UnitKind::Bureau, "恩施州", "恩施州生态环境局", "Enshi"),
    ])
    .unwrap()
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn book<'a>(ledger: &'a Ledger, units: &'a Register) -> Book<'a> {
    Book {
        ledger,
        units,
        lang: Lang::Zh,
        only: None,
        demonstration: false,
        public: false,
        as_of: day("2023-09-25"),
    }
}

/// An entry with the values of `river`, `volume`, `kind`, `found`, `park`, `place` and `person`.
pub fn entry(key: &str, unit: &str, values: [Option<&str>; 7], reached: &[&str]) -> Entry {
    let mut values: Vec<_> = values.iter().map(|value| value.map(str::to_owned)).collect();
    values.push(None);
    Entry {
        id: EntryId(1),
        version: 3,
        row: Row {
            key: key.to_owned(),
            unit: unit_id(unit),
            values,
            reached: reached.iter().map(|text| day(text)).collect(),
        },
        files: vec![0; 3],
        changed_on: day("2023-09-01"),
        changed_by: "somebody".to_owned(),
    }
}

/// A row as a test sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    pub row: usize,
    pub key: String,
    pub outcome: Result<Draft, Vec<Problem>>,
    pub texts: Vec<String>,
}

impl Seen {
    pub fn draft(&self) -> &Draft {
        self.outcome.as_ref().unwrap_or_else(|problems| panic!("{problems:?}"))
    }

    pub fn problems(&self) -> &[Problem] {
        self.outcome.as_ref().expect_err("a row with problems")
    }
}

pub fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    file
}

pub fn read_with(bytes: &[u8], ledger: &Ledger, limits: &Limits) -> Result<(Heading, Vec<Seen>), FileTrouble> {
    let mut seen = Vec::new();
    let heading = open(file(bytes), limits)?.read(ledger, &units(), |row| {
        seen.push(Seen {
            row: row.row,
            key: row.key.clone(),
            texts: row.texts(),
            outcome: row.outcome,
        });
        ControlFlow::Continue(())
    })?;
    Ok((heading, seen))
}

pub fn read(bytes: &[u8]) -> Result<(Heading, Vec<Seen>), FileTrouble> {
    read_with(bytes, &ledger(), &Limits::default())
}

pub fn rows(bytes: &[u8]) -> Vec<Seen> {
    read(bytes).unwrap_or_else(|why| panic!("{why:?}")).1
}

pub fn refused(bytes: &[u8]) -> FileTrouble {
    read(bytes).expect_err("a file that cannot be read")
}

/// Writes with the book's method into memory.
pub fn written(write: impl FnOnce(&mut Cursor<Vec<u8>>)) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    write(&mut out);
    out.into_inner()
}

/// The value that a draft gives for a field.
pub fn said<'d>(draft: &'d Draft, id: &str) -> &'d Said<String> {
    let (at, _) = ledger().field(&FieldId::new(id).unwrap()).unwrap();
    &draft.values[at]
}

pub fn is(text: &str) -> Said<String> {
    Said::Is(text.to_owned())
}

pub fn in_field(id: &str) -> Column {
    Column::Field(FieldId::new(id).unwrap())
}

pub fn reached(id: &str) -> Column {
    Column::Reached(StageId::new(id).unwrap())
}

/// What the row of an entry must be read as.
pub fn as_draft(entry: &Entry) -> Draft {
    let ledger = ledger();
    let values = ledger.fields.iter().zip(&entry.row.values);
    Draft {
        key: entry.row.key.clone(),
        version: Some(entry.version),
        unit: Said::Is(entry.row.unit.clone()),
        values: values
            .map(|(field, value)| {
                if field.kind.has_column() {
                    Said::of(value.clone())
                } else {
                    Said::Nothing
                }
            })
            .collect(),
        reached: (0..ledger.stages.len())
            .map(|at| Said::of(entry.row.reached.get(at).copied()))
            .collect(),
    }
}

/// A package with these parts.
pub fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of one sheet, written by hand.
pub fn raw_workbook(properties: &str, sheet: &str) -> Vec<u8> {
    const NS: &str = r#"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main""#;
    const RELS: &str = r#"xmlns="http://schemas.openxmlformats.org/package/2006/relationships""#;
    const DOC: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    package(&[
        (
            "_rels/.rels",
            &format!(
                r#"<Relationships {RELS}><Relationship Id="r1" Type="{DOC}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                r#"<workbook {NS} xmlns:r="{DOC}">{properties}<sheets><sheet name="台账" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                r#"<Relationships {RELS}><Relationship Id="r1" Type="{DOC}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/styles.xml",
            &format!(
                r#"<styleSheet {NS}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet {NS}>{sheet}</worksheet>"),
        ),
    ])
}

/// A cell with a text of its own.
pub fn text(at: &str, text: &str) -> String {
    format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

/// An XLSX file of texts.
pub fn sheet(rows: &[&[&str]]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (at, row) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*row) {
            if !text.is_empty() {
                sheet.write_string(at, column, *text).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// A CSV file of so many sound rows.
pub fn many(rows: usize, river: &str) -> String {
    let lines = (0..rows).map(|at| format!("K{at},{river}\n"));
    std::iter::once("编号,受纳水体\n".to_owned()).chain(lines).collect()
}
