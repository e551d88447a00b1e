//! Open tables: what is written is what was said, in every form.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use serde_json::Value as Json;
use yaodian_documents::open::{
    Contributor, Field, Format, Holder, Kind, Licence, Open, Package, Publication, Resource, Shape, Value,
};
use yaodian_domain::{Date, Decimal, plan::Name};
use yaodian_words::open_data::{fields as f, tables as t};

/// A made-up thing.
#[derive(Clone)]
struct Thing {
    id: &'static str,
    text: Option<&'static str>,
    number: Option<&'static str>,
    day: Option<Date>,
    truth: bool,
}

fn things() -> Vec<Thing> {
    let plain = Thing {
        id: "plain",
        text: Some("断面, \"引号\"\n第二行"),
        number: Some("91.10"),
        day: Some(Date::constant(2023, 9, 25)),
        truth: true,
    };
    vec![
        plain.clone(),
        Thing {
            id: "formula",
            text: Some("=HYPERLINK(\"http://example.org\")"),
            number: Some("-0.3"),
            ..plain.clone()
        },
        Thing {
            id: "blank",
            text: Some(""),
            number: None,
            day: None,
            truth: false,
        },
        Thing {
            id: "long",
            text: None,
            number: Some("1234567890123456789.5"),
            ..plain
        },
    ]
}

fn open() -> Open<'static> {
    Shape::new("things", t::items, t::items_about)
        .column(Field::text("id", f::id).required().unique(), |thing: &Thing| thing.id)
        .column(Field::text("text", f::words), |thing| thing.text)
        .column(Field::number("number", f::value).in_unit("%"), |thing| {
            thing.number.map(|number| number.parse::<Decimal>().unwrap())
        })
        .column(Field::day("day", f::on), |thing| thing.day)
        .column(Field::truth("truth", f::late), |thing| thing.truth)
        .key(&["id"])
        .rows(things())
}

fn written(open: Open<'_>, format: Format) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    open.write(format, &mut out).unwrap();
    out.into_inner()
}

#[test]
fn csv_has_a_mark_and_keeps_formulas_from_running() {
    let bytes = written(open(), Format::Csv);
    let text = String::from_utf8(bytes).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let wanted = "id,text,number,day,truth\r\n\
        plain,\"断面, \"\"引号\"\"\n第二行\",91.10,2023-09-25,true\r\n\
        formula,\"'=HYPERLINK(\"\"http://example.org\"\")\",-0.3,2023-09-25,true\r\n\
        blank,,,,false\r\n\
        long,,1234567890123456789.5,2023-09-25,true\r\n";
    assert_eq!(text, wanted);
}

#[test]
fn json_keeps_every_digit() {
    let text = String::from_utf8(written(open(), Format::Json)).unwrap();
    assert!(text.contains("\"number\":91.10,") && text.contains("\"number\":1234567890123456789.5,"));
    let rows: Vec<Json> = serde_json::from_str(&text).unwrap();
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0]["text"], "断面, \"引号\"\n第二行");
    assert_eq!(
        rows[1]["text"], "=HYPERLINK(\"http://example.org\")",
        "nothing runs JSON"
    );
    assert!(rows[2]["text"].is_null() && rows[2]["number"].is_null() && rows[2]["truth"] == false);
    let none = open().only("id", "nothing").unwrap();
    let none: Vec<Json> = serde_json::from_slice(&written(none, Format::Json)).unwrap();
    assert!(none.is_empty());
}

#[test]
fn xlsx_has_numbers_days_and_what_the_fields_mean() {
    let bytes = written(open(), Format::Xlsx);
    assert_eq!(bytes, written(open(), Format::Xlsx), "the same rows, the same bytes");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range("things").unwrap();
    let cell = |row, column| sheet.get_value((row, column)).cloned().unwrap_or_default();
    assert_eq!(cell(0, 2), Data::String("number".to_owned()));
    assert_eq!(cell(1, 2), Data::Float(91.1));
    assert!(matches!(cell(1, 3), Data::DateTime(day) if (day.as_f64() - 45_194.0).abs() < f64::EPSILON));
    assert_eq!(cell(1, 4), Data::Bool(true));
    assert_eq!(
        cell(2, 1),
        Data::String("=HYPERLINK(\"http://example.org\")".to_owned())
    );
    assert_eq!(cell(3, 1), Data::Empty);
    assert_eq!(
        cell(4, 2),
        Data::String("1234567890123456789.5".to_owned()),
        "more digits than a sheet keeps"
    );
    let fields = book.worksheet_range("字段").unwrap();
    assert_eq!(fields.height(), 6);
    assert_eq!(fields.get_value((3, 2)), Some(&Data::String("%".to_owned())));
}

#[test]
fn rows_are_chosen_and_columns_picked() {
    let one = open()
        .only("truth", "false")
        .unwrap()
        .pick(&[("number", "n"), ("id", "called")]);
    let text = String::from_utf8(written(one, Format::Csv)).unwrap();
    assert_eq!(text, "\u{feff}n,called\r\n,blank\r\n");
    assert!(open().only("colour", "red").is_err());
}

#[test]
fn a_cell_as_text() {
    for (value, text) in [
        (Value::from(true), "true"),
        (Value::from("0.30".parse::<Decimal>().unwrap()), "0.30"),
        (Value::from(Date::constant(2024, 2, 29)), "2024-02-29"),
        (Value::from(None::<&str>), ""),
    ] {
        assert_eq!(value.text(), text);
    }
    assert_eq!(Format::named("pdf"), None);
    assert_eq!(
        Format::ALL.map(|format| Format::named(format.ending())),
        Format::ALL.map(Some)
    );
}

#[test]
fn a_package_describes_and_holds_its_files() {
    let table = open().table;
    let referring = Shape::new("others", t::items, t::items_about)
        .column(Field::text("thing", f::id).of("things", "id"), |thing: &Thing| thing.id)
        .column(Field::text("like", f::id).of("others", "thing"), |thing| thing.id)
        .column(Field::new("page", Kind::Address, f::page), |_| "https://example.org/")
        .column(Field::text("kind", f::kind).among(["a", "b"]).like("[ab]"), |_| "a")
        .key(&["thing"])
        .rows(things());
    let name = |zh: &str, en: &str| Name {
        zh: zh.to_owned(),
        en: en.to_owned(),
    };
    let resource = |holds, path: &str| Resource {
        holds,
        path: path.to_owned(),
        rows: Some(4),
        sum: Some((12, "ab".to_owned())),
    };
    let package = Package {
        name: "plan-2023".to_owned(),
        title: name("要点", "Plan"),
        description: name("说明", "About"),
        homepage: None,
        as_of: Date::constant(2023, 9, 25),
        demonstration: true,
        licence: Licence {
            name: "CC-BY-4.0".to_owned(),
            title: "Attribution".to_owned(),
            path: None,
        },
        sources: vec![Publication {
            title: "公报".to_owned(),
            path: None,
        }],
        contributors: vec![Contributor {
            title: "厅".to_owned(),
            role: "publisher",
        }],
        resources: vec![
            resource(Holder::Table(Box::new(table)), "data/things.csv"),
            resource(Holder::Table(Box::new(referring.table)), "data/others.csv"),
            Resource {
                rows: None,
                sum: None,
                holds: Holder::File {
                    name: "ledger".to_owned(),
                    title: name("台账", "Ledger"),
                    format: "csv",
                    media: "text/csv",
                },
                path: "https://example.org/ledger.csv".to_owned(),
            },
        ],
    };
    let said: Json = serde_json::from_slice(&package.descriptor().unwrap()).unwrap();
    assert_eq!(
        (&said["demonstration"], &said["version"]),
        (&true.into(), &"2023-09-25".into())
    );
    let things = &said["resources"][0];
    assert_eq!((&things["hash"], &things["bytes"]), (&"sha256:ab".into(), &12.into()));
    let schema = &things["schema"];
    assert_eq!(schema["primaryKey"], serde_json::json!(["id"]));
    assert_eq!(
        schema["fields"][0]["constraints"],
        serde_json::json!({ "required": true, "unique": true })
    );
    assert!(
        schema["fields"][1].get("constraints").is_none(),
        "none is said where there is none"
    );
    assert_eq!(schema["fields"][2]["unit"], "%");
    let others = &said["resources"][1]["schema"];
    assert_eq!(others["foreignKeys"][0]["reference"]["resource"], "things");
    assert_eq!(
        others["foreignKeys"][1]["reference"]["resource"], "",
        "the table itself"
    );
    assert_eq!(others["fields"][2]["format"], "uri");
    assert_eq!(
        others["fields"][3]["constraints"],
        serde_json::json!({ "enum": ["a", "b"], "pattern": "[ab]" })
    );
    assert!(said["resources"][2].get("schema").is_none());

    let mut out = Cursor::new(Vec::new());
    let file: Box<dyn std::io::Read> = Box::new(Cursor::new(written(open(), Format::Csv)));
    package
        .zip("words", [("data/things.csv".to_owned(), file)], &mut out)
        .unwrap();
    let mut archive = zip::ZipArchive::new(out).unwrap();
    let names: Vec<String> = (0..archive.len())
        .map(|at| archive.by_index(at).unwrap().name().unwrap().into_owned())
        .collect();
    assert_eq!(names, ["datapackage.json", "README.md", "data/things.csv"]);
    let mut csv = Vec::new();
    archive
        .by_name("data/things.csv")
        .unwrap()
        .read_to_end(&mut csv)
        .unwrap();
    assert_eq!(csv, written(open(), Format::Csv));
}
