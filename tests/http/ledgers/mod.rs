//! 台账: what bureaus do with their lists, and what follows from it. All entries are made up.

mod figures;
mod people;
mod questions;
mod sheets;

use std::io::Cursor;

use calamine::Reader as _;
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use yaodian_tests::Visitor;

pub(crate) const LEDGER: &str = "/api/v1/ledgers/outfalls-yangtze";

/// The smallest picture there is: one red point, with a comment that no photo should keep.
pub(crate) fn picture() -> Vec<u8> {
    const HEX: &str = "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301\
                       0100c9fe92ef0000000049454e44ae426082";
    let digits: Vec<u8> = HEX.bytes().filter(u8::is_ascii_hexdigit).collect();
    let digit = |b: u8| u8::try_from(char::from(b).to_digit(16).unwrap()).unwrap();
    digits
        .chunks(2)
        .map(|pair| digit(pair[0]) * 16 + digit(pair[1]))
        .collect()
}

pub(crate) fn cells(pairs: &[(&str, &str)]) -> Value {
    pairs
        .iter()
        .map(|(column, text)| json!({ "column": column, "text": text }))
        .collect()
}

/// What an outfall of 武汉 must say.
pub(crate) fn outfall(key: &str, more: &[(&str, &str)]) -> Value {
    let mut said = vec![
        ("unit", "武汉"),
        ("f.name", "测试排口"),
        ("f.type", "工业排污口"),
        ("f.county", "洪山区"),
        ("f.place", "114.40,30.50"),
        ("f.water", "汤逊湖"),
        ("f.source", "雨污混接"),
        ("f.responsible", "某公司"),
        ("f.measure", "规范整治"),
    ];
    said.extend_from_slice(more);
    json!({ "key": key, "version": null, "cells": cells(&said) })
}

pub(crate) async fn add(visitor: &Visitor, key: &str, more: &[(&str, &str)]) -> Value {
    let (status, entry) = visitor.post(&format!("{LEDGER}/entries"), &outfall(key, more)).await;
    assert_eq!(status, 200, "{entry}");
    entry
}

pub(crate) const MENDED: [(&str, &str); 3] = [
    ("s.surveyed", "2023-3-1"),
    ("s.traced", "2023-04-01"),
    ("s.mended", "2023年5月1日"),
];

pub(crate) async fn figure(visitor: &Visitor, target: &str) -> Value {
    let (_, standing) = visitor.json("/api/v1/standing").await;
    standing["assessments"][target]["basis"]["figure"].clone()
}

/// A sheet as XLSX.
pub(crate) fn sheet(rows: &[Vec<&str>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, row) in rows.iter().enumerate() {
        for (column, text) in row.iter().enumerate() {
            sheet
                .write_string(u32::try_from(at).unwrap(), u16::try_from(column).unwrap(), *text)
                .unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// The texts of the first sheet of an XLSX file.
pub(crate) fn texts(file: Vec<u8>) -> Vec<Vec<String>> {
    let mut book = calamine::Xlsx::new(Cursor::new(file)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range
        .rows()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect()
}

pub(crate) const HEADINGS: [&str; 9] = [
    "排污口编码",
    "责任单位",
    "排污口名称",
    "排污口类型",
    "所在县(市、区)",
    "经纬度",
    "受纳水体",
    "日均排水量（立方米/日）",
    "排查完成日期",
];
