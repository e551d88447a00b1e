//! A ledger of outfalls in a plan with one province and three cities. All figures are made up.

use serde_json::json;
use yaodian_domain::{
    Date,
    access::{Duty, Person},
    id::{AccountId, EntryId, UnitId},
    ledger::{Entry, Ledger, Row, access::Desk},
    plan::Plan,
    unit::Register,
};

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn unit(id: &str) -> UnitId {
    UnitId::new(id).unwrap()
}

pub fn units() -> Register {
    let unit = |id: &str, kind: &str, name: &str, en: &str| json!({ "id": id, "kind": kind, "name": name, "full_name": format!("{name}生态环境局"), "name_en": en });
    serde_json::from_value(json!([
        unit("shui", "division", "水处", "Water Division"),
        unit("office", "division", "办公室", "General Office"),
        unit("420100", "bureau", "武汉市", "Wuhan"),
        unit("420200", "bureau", "黄石市", "Huangshi"),
        unit("429021", "bureau", "神农架林区", "Shennongjia"),
    ]))
    .unwrap()
}

pub fn ledger() -> Ledger {
    let name = |zh: &str, en: &str| json!({ "zh": zh, "en": en });
    serde_json::from_value(json!({
        "id": "outfalls",
        "name": name("排污口台账", "Outfalls"),
        "counted": name("排污口", "outfalls"),
        "key": name("排污口编码", "Code"),
        "expected": 10,
        "fields": [
            { "id": "river", "name": name("受纳水体", "River"), "kind": "text", "required": true },
            { "id": "flow", "name": name("日排放量", "Flow"), "kind": { "number": { "unit": name("吨/日", "t/d"), "decimals": 2, "least": "0", "most": "500000" } } },
            { "id": "found", "name": name("发现日期", "Found on"), "kind": "date" },
            { "id": "sort", "name": name("类型", "Sort"), "kind": { "choice": { "options": [name("工业", "industrial"), name("城镇生活", "urban"), name("农业", "farm")] } } },
            { "id": "site", "name": name("经纬度", "Place"), "kind": "place" },
            { "id": "measure", "name": name("整治措施", "Measure"), "kind": "text" },
            { "id": "contact", "name": name("联系人", "Contact"), "kind": "person", "private": true },
            { "id": "scheme", "name": name("一口一策方案", "Scheme"), "kind": "attachment" },
        ],
        "stages": [
            { "id": "surveyed", "name": name("排查", "surveyed"), "movers": ["holder"] },
            { "id": "traced", "name": name("溯源", "traced"), "movers": ["holder"] },
            { "id": "mended", "name": name("整治", "mended"), "files": 1, "fields": ["measure"], "movers": ["holder"] },
            { "id": "closed", "name": name("销号", "closed"), "movers": ["lead", "office"] },
        ],
        "feeds": [{ "share": { "target": "outfalls-mended", "stage": "mended", "by_unit": true } }],
        "holders": ["420100", "420200", "429021"],
        "leads": ["shui"],
        "public": true,
    }))
    .unwrap()
}

/// A plan with a share of ten outfalls, a count of two, a set of four and a deliverable.
pub fn plan() -> Plan {
    let name = |zh: &str| json!({ "zh": zh, "en": zh });
    let target = |id: &str, promise: serde_json::Value, reporters: &[&str]| {
        json!({
            "id": id,
            "home": { "headline": { "commitment": 1 } },
            "quote": { "text": "x", "span": { "start": 0, "end": 1 } },
            "name": name(id),
            "promise": promise,
            "term": { "from": "2023-01-01", "to": "2023-12-31" },
            "reporters": reporters,
        })
    };
    let measure = json!({ "unit": name("个") });
    let cities = ["420100", "420200", "429021"];
    serde_json::from_value(json!({
        "id": "plan",
        "title": name("计划"),
        "issuer": name("省厅"),
        "term": { "from": "2023-01-01", "to": "2023-12-31" },
        "text": "x",
        "preamble": { "start": 0, "end": 0 },
        "headline": { "start": 0, "end": 1 },
        "chapters": [],
        "targets": [
            target("outfalls-mended", json!({ "share": { "measure": measure, "goal": "80", "inventory": "10" } }), &cities),
            target("villages", json!({ "count": { "measure": measure, "goal": "2" } }), &cities),
            target("kept", json!({ "not-worse": { "measure": measure, "reference": { "whole": { "of": "4" } } } }), &cities),
            target("outline", json!("deliverable"), &["shui"]),
        ],
        "allocations": [{ "target": "outfalls-mended", "unit": "420200", "goal": "80", "inventory": "5" }],
        "units": units(),
        "ledgers": [ledger()],
        "calendar": yaodian_domain::testing::CALENDAR,
        "policy": yaodian_domain::check::Policy::default(),
    }))
    .unwrap()
}

pub fn person(unit_id: &str, duties: &[Duty]) -> Person {
    Person {
        account: AccountId::new("someone"),
        stands_in_for: None,
        name: "某某".to_owned(),
        unit: unit(unit_id),
        duties: duties.to_vec(),
    }
}

/// The program itself, on 2023-09-25.
pub fn anybody(units: &Register) -> Desk<'_> {
    Desk {
        person: None,
        today: day("2023-09-25"),
        units,
    }
}

/// An entry of 武汉 that says its river and nothing else, with these stages done.
pub fn row(key: &str, unit_id: &str, reached: &[&str]) -> Row {
    let ledger = ledger();
    let mut values = vec![None; ledger.fields.len()];
    values[0] = Some("东湖".to_owned());
    values[5] = Some("截污纳管".to_owned());
    Row {
        key: key.to_owned(),
        unit: unit(unit_id),
        values,
        reached: reached.iter().map(|text| day(text)).collect(),
    }
}

pub fn entry(row: Row, version: i64, files: &[u32]) -> Entry {
    Entry {
        id: EntryId(1),
        version,
        row,
        files: files.to_vec(),
        changed_on: day("2023-05-01"),
        changed_by: "某某".to_owned(),
    }
}
