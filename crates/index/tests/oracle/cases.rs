//! A ledger with a field of every kind, entries with few different values and some strange ones,
//! and questions of every sort.

use std::sync::Arc;

use proptest::{prelude::*, sample::select};
use yaodian_domain::{
    Date,
    id::{EntryId, FieldId, StageId, UnitId},
    ledger::{
        Column, Entry, FieldKind, Ledger, Query, Row,
        access::Scope,
        query::{Filter, Test},
    },
    testing::{blank_ledger, name},
};

#[derive(Debug, Clone)]
pub enum Step {
    Put(Entry),
    Remove(EntryId),
    Extend(Vec<Entry>),
    Warm(Vec<Column>),
    Ask {
        scope: Scope,
        query: Query,
        from: usize,
        rows: usize,
    },
    AskOpenly {
        query: Query,
        from: usize,
        rows: usize,
    },
    Options {
        scope: Scope,
        column: Column,
        most: usize,
    },
    Find(String),
}

const FIELDS: [&str; 9] = [
    "river",
    "length",
    "found",
    "sort",
    "inspector",
    "place",
    "person",
    "phone",
    "plan",
];
const STAGES: [&str; 3] = ["listed", "traced", "mended"];

/// The register: not in the order of letters.
pub fn units() -> Vec<UnitId> {
    ["420500", "420100", "shui"]
        .map(|id| UnitId::new(id).expect("an identifier"))
        .to_vec()
}

pub fn ledger() -> Arc<Ledger> {
    let kinds = [
        FieldKind::Text,
        FieldKind::Number {
            unit: name("km"),
            decimals: 2,
            least: None,
            most: None,
        },
        FieldKind::Date,
        FieldKind::Choice {
            options: ["工业", "生活", "农业"].map(name).to_vec(),
        },
        FieldKind::Unit,
        FieldKind::Place,
        FieldKind::Person,
        FieldKind::Text,
        FieldKind::Attachment,
    ];
    let mut ledger = blank_ledger(FIELDS.into_iter().zip(kinds), STAGES);
    for field in &mut ledger.fields {
        field.private = field.id.as_str() == "phone";
    }
    Arc::new(Ledger {
        holders: units(),
        public: true,
        ..ledger
    })
}

fn unit() -> impl Strategy<Value = UnitId> {
    select(vec!["420100", "420500", "shui", "elsewhere", "abroad"])
        .prop_map(|id| UnitId::new(id).expect("an identifier"))
}

fn date() -> impl Strategy<Value = Date> {
    (2022_i16..2025, 1_i8..=12, select(vec![1_i8, 15, 28])).prop_map(|(y, m, d)| Date::constant(y, m, d))
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => select(vec!["东湖", "府河", "汉江", "Han River", "han river", "HAN-7", "东", "a", "A1b", "湖b", "倒水河东湖段"])
            .prop_map(str::to_owned),
        2 => "[a-cA-C东湖0-2 ]{0,6}",
        1 => Just(String::new()),
        1 => select(vec!["a\u{1F}b", "\u{1E}", "湖\n东", "\u{0}", "İ", "ß"]).prop_map(str::to_owned),
    ]
}

/// Texts as a column of numbers, days, choices or units has them, and as it should not.
fn value(field: usize) -> BoxedStrategy<String> {
    let usual = match field {
        1 => prop_oneof![
            select(vec![
                "0",
                "10",
                "9.5",
                "-3",
                "100",
                "10.00",
                "-0",
                "0.10",
                "79228162514264337593543950335"
            ])
            .prop_map(str::to_owned),
            (-50_i32..50).prop_map(|n| n.to_string()),
        ]
        .boxed(),
        2 => date().prop_map(|date| date.to_string()).boxed(),
        3 => select(vec!["工业", "生活", "农业"]).prop_map(str::to_owned).boxed(),
        4 => unit().prop_map(|unit| unit.to_string()).boxed(),
        _ => word().boxed(),
    };
    let odd = select(vec![
        "2023",
        "2023-09",
        "2023-02-30",
        "NaN",
        "1e5",
        "十",
        "其他",
        "2023/9/25",
    ])
    .prop_map(str::to_owned);
    prop_oneof![20 => usual, 1 => word(), 1 => odd].boxed()
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![20 => "HB-[0-9]{2}", 1 => word()]
}

fn id() -> impl Strategy<Value = EntryId> {
    prop_oneof![8 => 0_i64..400, 1 => -3_i64..5_000, 1 => Just(i64::MAX), 1 => Just(i64::MIN)].prop_map(EntryId)
}

fn entry() -> impl Strategy<Value = Entry> {
    let usual: Vec<_> = (0..FIELDS.len())
        .map(|field| proptest::option::weighted(0.85, value(field)))
        .collect();
    let strange = proptest::collection::vec(proptest::option::of(word()), 0..12);
    let values = prop_oneof![30 => usual, 1 => strange];
    let many = prop_oneof![30 => 0_usize..=3, 1 => 4_usize..300];
    let row = (key(), unit(), values, many).prop_flat_map(|(key, unit, values, many)| {
        proptest::collection::vec(date(), many).prop_map(move |reached| Row {
            key: key.clone(),
            unit: unit.clone(),
            values: values.clone(),
            reached,
        })
    });
    let files = prop_oneof![
        20 => proptest::collection::vec(0_u32..9, 0..=3),
        1 => proptest::collection::vec(any::<u32>(), 0..6),
    ];
    (id(), -2_i64..9, row, files, date(), word()).prop_map(|(id, version, row, files, changed_on, changed_by)| Entry {
        id,
        version,
        row,
        files,
        changed_on,
        changed_by,
    })
}

fn column() -> impl Strategy<Value = Column> {
    let fields = FIELDS
        .into_iter()
        .chain(["nowhere"])
        .map(|id| Column::Field(FieldId::new(id).expect("an identifier")));
    let stages = STAGES
        .into_iter()
        .chain(["nowhere"])
        .map(|id| Column::Reached(StageId::new(id).expect("an identifier")));
    let fixed = [
        Column::Key,
        Column::Unit,
        Column::Stage,
        Column::Changed,
        Column::Version,
    ];
    select(fixed.into_iter().chain(fields).chain(stages).collect::<Vec<_>>())
}

fn scope() -> impl Strategy<Value = Scope> {
    prop_oneof![2 => Just(Scope::All), 1 => unit().prop_map(Scope::Own)]
}

/// What somebody might ask about the column.
fn given(column: &Column) -> BoxedStrategy<String> {
    let fitting = match column {
        Column::Key => key().boxed(),
        Column::Unit => unit().prop_map(|unit| unit.to_string()).boxed(),
        Column::Stage | Column::Version => (-1_i32..6).prop_map(|n| n.to_string()).boxed(),
        Column::Changed | Column::Reached(_) => value(2),
        Column::Field(id) => value(FIELDS.iter().position(|field| *field == id.as_str()).unwrap_or(0)),
    };
    let days = select(vec!["2023", "2023-09", "2024-02", "2023-13", "20", "-", "2023-9"]).prop_map(str::to_owned);
    prop_oneof![8 => fitting, 2 => days, 1 => word(), 1 => any::<String>()].boxed()
}

fn filter() -> impl Strategy<Value = Filter> {
    column().prop_flat_map(|column| {
        let end = || {
            // Ends that one can read; those that one cannot match nothing here as there.
            proptest::option::weighted(0.7, given(&column)).prop_filter("read more leniently", |end| {
                let plain = |text: &String| text.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'.');
                end.as_ref()
                    .is_none_or(|text| plain(text) && text.parse::<yaodian_domain::Decimal>().is_ok() || is_day(text))
            })
        };
        let part = given(&column).prop_map(|text| text.chars().take(2).collect::<String>());
        let test = prop_oneof![
            3 => proptest::collection::vec(given(&column), 0..4).prop_map(Test::OneOf),
            3 => (end(), end()).prop_map(|(from, to)| Test::Between { from, to }),
            1 => given(&column).prop_map(Test::Contains),
            1 => part.prop_map(Test::Contains),
            1 => Just(Test::Blank),
            1 => Just(Test::Filled),
        ];
        test.prop_map(move |test| Filter {
            column: column.clone(),
            test,
        })
    })
}

fn is_day(text: &str) -> bool {
    text.contains('-') && text.chars().all(|c| c.is_ascii_digit() || c == '-')
}

/// What may be read from an address.
fn read() -> impl Strategy<Value = Query> {
    let value = |column: &Column| {
        let text = || given(column);
        prop_oneof![
            text(),
            text().prop_map(|text| format!("~{text}")),
            Just("!".to_owned()),
            Just("*".to_owned()),
            (date(), date()).prop_map(|(a, b)| format!("{a}..{b}")),
            (-9_i32..9, -9_i32..9).prop_map(|(a, b)| format!("{a}..{b}")),
            Just("..".to_owned()),
        ]
    };
    let pair = column().prop_flat_map(move |column| {
        let name = column.to_string();
        value(&column).prop_map(move |value| (name.clone(), value))
    });
    let sort =
        (column(), any::<bool>()).prop_map(|(column, falling)| format!("{}{column}", if falling { "-" } else { "" }));
    let sort = sort.prop_map(|sort| ("sort".to_owned(), sort));
    let search = word().prop_map(|text| ("q".to_owned(), text));
    let pairs = proptest::collection::vec(prop_oneof![4 => pair, 2 => sort, 1 => search], 0..4);
    pairs.prop_map(|pairs| {
        let ledger = ledger();
        let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        Query::read(&ledger, pairs).unwrap_or_default()
    })
}

fn query() -> impl Strategy<Value = Query> {
    let made = (
        proptest::collection::vec(filter(), 0..3),
        prop_oneof![3 => Just(String::new()), 1 => word()],
        proptest::option::weighted(0.8, column()),
        any::<bool>(),
    );
    let made = made.prop_map(|(filters, search, sort, descending)| Query {
        filters,
        search,
        sort,
        descending,
    });
    prop_oneof![2 => made, 1 => read()]
}

pub fn step() -> impl Strategy<Value = Step> {
    let from = || prop_oneof![4 => Just(0_usize), 3 => 0_usize..300, 1 => Just(usize::MAX)];
    let rows = || prop_oneof![4 => 1_usize..50, 1 => Just(0_usize), 1 => Just(usize::MAX)];
    prop_oneof![
        40 => entry().prop_map(Step::Put),
        8 => id().prop_map(Step::Remove),
        2 => proptest::collection::vec(entry(), 0..120).prop_map(Step::Extend),
        1 => proptest::collection::vec(column(), 0..30).prop_map(Step::Warm),
        20 => (scope(), query(), from(), rows()).prop_map(|(scope, query, from, rows)| Step::Ask { scope, query, from, rows }),
        4 => (query(), from(), rows()).prop_map(|(query, from, rows)| Step::AskOpenly { query, from, rows }),
        4 => (scope(), column(), 0_usize..8).prop_map(|(scope, column, most)| Step::Options { scope, column, most }),
        4 => key().prop_map(Step::Find),
    ]
}
