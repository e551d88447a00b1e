//! Every table in every form, held against what it declares.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    io::Cursor,
};

use calamine::{Data, Reader as _, Xlsx};
use serde_json::{Value, json};
use yaodian_domain::{Date, Decimal, time::days_between};
use yaodian_tests::Server;

use super::{Cells, column, csv_of, package, tables};

fn number(text: &str) -> Decimal {
    text.parse::<Decimal>()
        .unwrap_or_else(|_| panic!("{text} is no number"))
        .normalize()
}

/// Whether a cell of JSON and one of XLSX say what the one of CSV says.
fn says_the_same(kind: &str, csv: &str, json: &Value, xlsx: Option<&Data>) -> bool {
    let sheet = xlsx.unwrap_or(&Data::Empty);
    if csv.is_empty() {
        return json.is_null() && matches!(sheet, Data::Empty);
    }
    match (kind, json, sheet) {
        ("number" | "integer", Value::Number(own), Data::Float(binary)) => {
            number(csv) == number(&own.to_string()) && number(csv) == number(&binary.to_string())
        }
        ("boolean", Value::Bool(own), Data::Bool(truth)) => csv == own.to_string() && csv == truth.to_string(),
        ("date", Value::String(own), Data::DateTime(day)) => {
            let days = days_between(Date::constant(1899, 12, 30), csv.parse().unwrap());
            csv == own && day.as_f64().to_string() == days.to_string()
        }
        ("string" | "yearmonth", Value::String(own), Data::String(text)) => csv == own && csv == text,
        _ => false,
    }
}

/// That a cell is what its field declares.
fn is_declared(field: &Value, cell: &str) {
    let constraints = &field["constraints"];
    if cell.is_empty() {
        assert_ne!(constraints["required"], true, "{field}");
        return;
    }
    match field["type"].as_str().unwrap() {
        "number" => drop(number(cell)),
        "integer" => drop(cell.parse::<i64>().expect(cell)),
        "boolean" => assert!(cell == "true" || cell == "false", "{cell}"),
        "date" => drop(cell.parse::<Date>().expect(cell)),
        "yearmonth" => drop(format!("{cell}-01").parse::<Date>().expect(cell)),
        "string" => {}
        other => panic!("{other} is no type of these tables"),
    }
    if let Some(options) = constraints["enum"].as_array() {
        assert!(options.contains(&json!(cell)), "{cell}: {field}");
    }
}

/// That no two rows have the same in these fields.
fn tells_apart(table: &Cells, fields: &[&str], id: &str) {
    let columns: Vec<Vec<&str>> = fields.iter().map(|name| column(table, name)).collect();
    let mut seen = HashSet::new();
    for row in 0..table.1.len() {
        let key: Vec<&str> = columns.iter().map(|column| column[row]).collect();
        assert!(seen.insert(key.clone()), "{id}: {key:?} stands twice");
    }
}

#[tokio::test]
async fn every_table_is_the_same_in_every_form_and_what_it_declares() {
    let server = Server::demonstration(30).await;
    let visitor = server.visitor();
    let package = package(&visitor, "").await;
    assert_eq!(package["demonstration"], true);
    let mut known: BTreeMap<&str, Cells> = BTreeMap::new();
    for table in tables(&package) {
        let (id, schema) = (table["name"].as_str().unwrap(), &table["schema"]);
        let fields = schema["fields"].as_array().unwrap();
        let own = csv_of(&visitor, &format!("/data/{id}.csv")).await;
        let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert_eq!(own.0, names, "{id}");
        let (_, json) = visitor.json(&format!("/data/{id}.json")).await;
        let json = json.as_array().unwrap();
        let bytes = visitor.file(&format!("/data/{id}.xlsx")).await;
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let sheet = book.worksheet_range(id).unwrap();
        assert_eq!(own.1.len(), json.len(), "{id}");
        assert_eq!(own.1.len() + 1, sheet.height(), "{id}");
        for (row, (cells, object)) in own.1.iter().zip(json).enumerate() {
            for (at, (field, cell)) in fields.iter().zip(cells).enumerate() {
                is_declared(field, cell);
                let place = (u32::try_from(row + 1).unwrap(), u32::try_from(at).unwrap());
                let (kind, told) = (field["type"].as_str().unwrap(), &object[names[at]]);
                let sheet = sheet.get_value(place);
                assert!(
                    says_the_same(kind, cell, told, sheet),
                    "{id} {place:?}: {cell} {told} {sheet:?}"
                );
            }
        }
        let key = schema["primaryKey"].as_array().unwrap().iter();
        tells_apart(&own, &key.map(|name| name.as_str().unwrap()).collect::<Vec<_>>(), id);
        for field in fields.iter().filter(|field| field["constraints"]["unique"] == true) {
            tells_apart(&own, &[field["name"].as_str().unwrap()], id);
        }
        known.insert(id, own);
    }
    for table in tables(&package) {
        let id = table["name"].as_str().unwrap();
        for key in table["schema"]["foreignKeys"].as_array().into_iter().flatten() {
            let of = key["reference"]["resource"]
                .as_str()
                .filter(|of| !of.is_empty())
                .unwrap_or(id);
            let there: BTreeSet<&str> = column(&known[of], key["reference"]["fields"][0].as_str().unwrap())
                .into_iter()
                .collect();
            for cell in column(&known[id], key["fields"][0].as_str().unwrap()) {
                assert!(cell.is_empty() || there.contains(cell), "{id}: {cell} is not in {of}");
            }
        }
    }
    for filled in [
        "targets",
        "parts",
        "section-months",
        "section-values",
        "station-months",
        "city-months",
        "ledger-stages",
    ] {
        assert!(!known[filled].1.is_empty(), "{filled} has no rows");
    }
    for invented in ["sections", "stations", "section-values", "city-months"] {
        assert!(
            column(&known[invented], "demonstration")
                .iter()
                .all(|made_up| *made_up == "true"),
            "{invented}"
        );
    }
    assert!(column(&known["observations"], "demonstration").contains(&"true"));
    assert_eq!(known["targets"].1.len(), 173);
}

#[tokio::test]
async fn digits_stay_as_they_were_reported() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    let json = visitor
        .page("/data/assessments.json?as_of=2024-04-01&target=good-water-provincial")
        .await;
    assert!(
        json.contains("\"value\":91.1,") && json.contains("\"goal\":89.3,"),
        "{json}"
    );
    let assessments = csv_of(&visitor, "/data/assessments.csv?as_of=2024-04-01").await;
    let (targets, values) = (column(&assessments, "target"), column(&assessments, "value"));
    let at = targets.iter().position(|target| *target == "outfalls-yangtze").unwrap();
    let page = visitor.page("/target/outfalls-yangtze?as_of=2024-04-01").await;
    assert!(
        page.contains(&format!("{}%", values[at])),
        "the page says {}",
        values[at]
    );
}
