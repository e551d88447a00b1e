//! What was written is read back as the same rows.

mod support;

use proptest::prelude::*;
use support::*;
use yaodian_documents::Book;
use yaodian_domain::ledger::{Cell, Entry, cell};
use yaodian_words::Lang;

fn both(book: &Book<'_>, entries: &[Entry]) -> [Vec<u8>; 2] {
    [
        written(|out| book.xlsx(entries.iter().cloned(), out).unwrap()),
        written(|out| book.csv(entries.iter().cloned(), out).unwrap()),
    ]
}

fn comes_back(book: &Book<'_>, entries: &[Entry]) {
    for (bytes, format) in both(book, entries).iter().zip(["xlsx", "csv"]) {
        let (heading, seen) = read(bytes).unwrap_or_else(|why| panic!("{format}: {why:?}"));
        assert!(heading.passed_over.is_empty(), "{format}: {:?}", heading.passed_over);
        assert_eq!(seen.len(), entries.len(), "{format}");
        for (row, entry) in seen.iter().zip(entries) {
            assert_eq!(row.draft(), &as_draft(entry), "{format}");
        }
    }
}

/// Texts that sheets are known to spoil.
const HARD: [&str; 24] = [
    "长江,干流",
    "他说\"好\"",
    "第一行\n第二行",
    "=HYPERLINK(\"http://x\")",
    "+86 27 1234",
    "-长江",
    "@某人",
    "'=1+1",
    "''@x",
    "'引号",
    "'",
    "00123",
    "1E5",
    "1/2",
    "TRUE",
    "2023-09-25",
    "a\u{3000}b",
    "_x0041_",
    "_x000D_",
    "<b>&amp;</b>",
    "𠮷野家😀",
    ";\t;".trim_ascii(),
    "420102199001011234",
    "#号码",
];

#[test]
fn hard_texts_come_back() {
    let (ledger, units) = (ledger(), units());
    let entries: Vec<_> = HARD
        .iter()
        .enumerate()
        .map(|(at, text)| {
            let tidy = cell::tidy(text);
            entry(
                &format!("{at:05}"),
                "420100",
                [Some(&tidy), None, None, None, None, None, Some(&tidy)],
                &[],
            )
        })
        .collect();
    for lang in [Lang::Zh, Lang::En] {
        for demonstration in [false, true] {
            comes_back(
                &Book {
                    lang,
                    demonstration,
                    ..book(&ledger, &units)
                },
                &entries,
            );
        }
    }
}

#[test]
fn keys_come_back_with_their_zeros_and_signs() {
    let (ledger, units) = (ledger(), units());
    let keys = [
        "007",
        "-5",
        "=A1",
        "'=A1",
        "1e9",
        "2023-01-01",
        "A,\"B\"",
        "武-001",
        "20230925",
        "0.50",
    ];
    let entries: Vec<_> = keys.iter().map(|key| entry(key, "420500", [None; 7], &[])).collect();
    comes_back(&book(&ledger, &units), &entries);
}

#[test]
fn every_kind_of_value_comes_back() {
    let (ledger, units) = (ledger(), units());
    let entries = [
        entry(
            "A",
            "420100",
            [
                Some("长江"),
                Some("0.1"),
                Some("工业排污口"),
                Some("1900-01-01"),
                Some("shui"),
                Some("114.305,30.593"),
                Some("张三"),
            ],
            &["1900-02-28", "1900-03-01", "2200-12-31"],
        ),
        entry(
            "B",
            "422800",
            [
                None,
                Some("999999999999.99"),
                Some("农业排口"),
                Some("2024-02-29"),
                Some("420500"),
                Some("73,3"),
                None,
            ],
            &["2023-09-25"],
        ),
    ];
    for lang in [Lang::Zh, Lang::En] {
        comes_back(
            &Book {
                lang,
                ..book(&ledger, &units)
            },
            &entries,
        );
    }
}

#[test]
fn names_that_two_share_are_written_so_that_they_are_found_again() {
    let mut ledger = ledger();
    let options = vec![name("甲", "Same"), name("乙", "same"), name("丙,丁", "Other")];
    ledger.fields[2].kind = yaodian_domain::ledger::FieldKind::Choice { options };
    let units = units();
    let book = Book {
        lang: Lang::En,
        ..book(&ledger, &units)
    };
    let entries =
        ["甲", "乙", "丙,丁"].map(|kind| entry(kind, "420100", [None, None, Some(kind), None, None, None, None], &[]));
    for bytes in both(&book, &entries) {
        let (_, seen) = read_with(&bytes, &ledger, &yaodian_documents::Limits::default()).unwrap();
        let kinds: Vec<_> = seen.iter().map(|row| said(row.draft(), "kind").clone()).collect();
        assert_eq!(kinds, ["甲", "乙", "丙,丁"].map(is));
    }
}

fn words() -> impl Strategy<Value = Option<String>> {
    let any = prop_oneof![
        "[=+@',\"\\n;a0 \\-长江]{0,12}",
        "\\PC{0,20}",
        proptest::sample::select(&HARD[..]).prop_map(str::to_owned),
    ];
    any.prop_map(|text| Some(cell::tidy(&text).into_owned()).filter(|text| !text.is_empty() && !text.starts_with('#')))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_an_entry_says_comes_back(
        rows in proptest::collection::vec((words(), words(), 0_i64..100_000_000, 0_u32..=2, 0_usize..4, 0_i64..60_000), 1..12),
    ) {
        let (ledger, units) = (ledger(), units());
        let mut entries: Vec<Entry> = Vec::new();
        for (at, (river, key, digits, scale, kind, days)) in rows.into_iter().enumerate() {
            let volume = yaodian_domain::Decimal::new(digits, scale).normalize().to_string();
            let kinds = [None, Some("工业排污口"), Some("城镇污水处理厂排污口"), Some("农业排口")];
            let on = day("1950-01-01").checked_add(jiff::ToSpan::days(days)).unwrap().to_string();
            let key = cell::key(&Cell::Text(&format!("{}{at}", key.unwrap_or_default()))).unwrap();
            entries.push(entry(
                &key,
                "420500",
                [river.as_deref(), Some(&volume), kinds[kind], Some(&on), None, None, river.as_deref()],
                &[&on],
            ));
        }
        comes_back(&book(&ledger, &units), &entries);
    }
}
