//! The ledger of the bench, its entries and what is asked of it: all made up by a counter.

use std::sync::Arc;

use yaodian_domain::{
    Date,
    id::{EntryId, FieldId, StageId, UnitId},
    ledger::{
        Column, Entry, FieldKind, Ledger, Query, Row,
        query::{Filter, Test},
    },
    testing::{blank_ledger, name},
};

/// How many rows a page has.
pub const ROWS: usize = 50;

const RIVERS: [&str; 12] = [
    "长江",
    "汉江",
    "府河",
    "东湖",
    "倒水河",
    "举水",
    "巴河",
    "清江",
    "沮漳河",
    "汉北河",
    "通顺河",
    "滠水",
];
const SORTS: [&str; 6] = ["工业", "生活", "农业", "雨水", "混合", "其他"];
const GRADES: [&str; 3] = ["重点", "一般", "简化"];
const SURNAMES: [&str; 10] = ["王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周"];
const GIVEN: [&str; 16] = [
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明",
];
const NOTES: [&str; 4] = ["已封堵", "待溯源", "雨污分流改造中", "纳管后复查"];
pub const UNITS: u64 = 17;

/// Numbers by the method of Weyl with a mix of bits; plenty for made-up entries.
pub struct Counter(pub u64);

impl Counter {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        let place = self.below(of.len() as u64);
        usize::try_from(place)
            .ok()
            .and_then(|place| of.get(place))
            .copied()
            .unwrap_or_default()
    }

    fn day(&mut self, from: i16, years: u64) -> Date {
        let part = |n: u64| i8::try_from(n).unwrap_or(1);
        let year = from + i16::try_from(self.below(years)).unwrap_or(0);
        Date::constant(year, part(1 + self.below(12)), part(1 + self.below(28)))
    }
}

pub fn unit(number: u64) -> UnitId {
    UnitId::new(format!("42{number:02}00")).expect("an identifier")
}

pub fn fields() -> Vec<(&'static str, FieldKind)> {
    let number = |decimals| FieldKind::Number {
        unit: name(""),
        decimals,
        least: None,
        most: None,
    };
    let choice = |of: &[&str]| FieldKind::Choice {
        options: of.iter().copied().map(name).collect(),
    };
    vec![
        ("river", FieldKind::Text),
        ("town", FieldKind::Text),
        ("address", FieldKind::Text),
        ("sort", choice(&SORTS)),
        ("grade", choice(&GRADES)),
        ("length", number(1)),
        ("flow", number(2)),
        ("place", FieldKind::Place),
        ("found", FieldKind::Date),
        ("due", FieldKind::Date),
        ("person", FieldKind::Person),
        ("phone", FieldKind::Text),
        ("inspector", FieldKind::Unit),
        ("owner", FieldKind::Text),
        ("permit", FieldKind::Text),
        ("cod", number(1)),
        ("ammonia", number(2)),
        ("method", choice(&NOTES)),
        ("note", FieldKind::Text),
        ("diameter", number(0)),
    ]
}

const STAGES: [&str; 5] = ["listed", "sampled", "traced", "mended", "closed"];

pub fn ledger() -> Arc<Ledger> {
    Arc::new(Ledger {
        holders: (1..=UNITS).map(unit).collect(),
        ..blank_ledger(fields(), STAGES)
    })
}

pub fn entry(id: i64, version: i64, counter: &mut Counter) -> Entry {
    let c = counter;
    let tenths = |n: u64| format!("{}.{}", n / 10, n % 9 + 1);
    let hundredths = |n: u64| {
        format!("{}.{:02}", n / 100, n % 99 + 1)
            .trim_end_matches('0')
            .to_owned()
    };
    let person = |c: &mut Counter| format!("{}{}{}", c.one(&SURNAMES), c.one(&GIVEN), c.one(&GIVEN));
    let of = 1 + c.below(UNITS);
    let town = format!("{}镇{}村", c.one(&RIVERS), c.below(40));
    let values = vec![
        Some(c.one(&RIVERS).to_owned()),
        Some(town.clone()),
        Some(format!("{town}{}号", c.below(2_000))),
        Some(c.one(&SORTS).to_owned()),
        Some(c.one(&GRADES).to_owned()),
        Some(tenths(c.below(50_000))),
        (c.below(4) > 0).then(|| hundredths(c.below(100_000))),
        Some(format!(
            "{}.{:06},{}.{:06}",
            108 + c.below(8),
            c.below(1_000_000),
            29 + c.below(4),
            c.below(1_000_000)
        )),
        Some(c.day(2019, 5).to_string()),
        (c.below(5) > 0).then(|| c.day(2023, 3).to_string()),
        Some(person(c)),
        Some(format!("13{:09}", c.below(1_000_000_000))),
        Some(unit(1 + c.below(UNITS)).to_string()),
        Some(format!("{}{}厂", c.one(&RIVERS), c.below(4_000))),
        (c.below(5) > 2).then(|| format!("PW{:06}", c.below(1_000_000))),
        Some(tenths(c.below(2_000))),
        (c.below(2) > 0).then(|| hundredths(c.below(3_000))),
        Some(c.one(&NOTES).to_owned()),
        (c.below(10) > 6).then(|| format!("{},{}", c.one(&NOTES), c.one(&SORTS))),
        Some((100 + c.below(40) * 50).to_string()),
    ];
    let mut reached: Vec<Date> = (0..c.below(6)).map(|_| c.day(2021, 3)).collect();
    reached.sort();
    Entry {
        id: EntryId(id),
        version,
        row: Row {
            key: format!("HB-{of:02}-{id:07}"),
            unit: unit(of),
            values,
            reached,
        },
        files: vec![2; STAGES.len()],
        changed_on: c.day(2023, 1),
        changed_by: person(c),
    }
}

pub fn field(id: &str) -> Column {
    Column::Field(FieldId::new(id).expect("an identifier"))
}

pub fn columns() -> Vec<Column> {
    let fields = fields().into_iter().map(|(id, _)| field(id));
    let stages = STAGES.map(|id| Column::Reached(StageId::new(id).expect("an identifier")));
    let fixed = [Column::Key, Column::Unit, Column::Stage, Column::Changed];
    fixed.into_iter().chain(stages).chain(fields).collect()
}

/// Another filtered and sorted page: one to three conditions, any column to sort by.
pub fn asked(c: &mut Counter, entries: usize) -> (Query, usize) {
    let one = |text: String| Test::OneOf(vec![text]);
    let mut filters = Vec::new();
    for _ in 0..=c.below(3) {
        let (column, test) = match c.below(9) {
            0 => (Column::Unit, one(unit(1 + c.below(UNITS)).to_string())),
            1 => (
                field("river"),
                Test::OneOf(vec![c.one(&RIVERS).to_owned(), c.one(&RIVERS).to_owned()]),
            ),
            2 => (field("sort"), one(c.one(&SORTS).to_owned())),
            3 => (Column::Stage, one(c.below(6).to_string())),
            4 => {
                let from = c.below(4_000);
                let (from, to) = (from.to_string(), (from + c.below(1_000)).to_string());
                (
                    field("length"),
                    Test::Between {
                        from: Some(from),
                        to: Some(to),
                    },
                )
            }
            5 => {
                let (from, to) = (c.day(2019, 3).to_string(), c.day(2022, 2).to_string());
                (
                    field("found"),
                    Test::Between {
                        from: Some(from),
                        to: Some(to),
                    },
                )
            }
            6 => (
                Column::Reached(StageId::new(c.one(&STAGES)).expect("an identifier")),
                one(format!("2022-{:02}", 1 + c.below(12))),
            ),
            7 => (field("flow"), Test::Blank),
            _ => (field("grade"), one(c.one(&GRADES).to_owned())),
        };
        filters.push(Filter { column, test });
    }
    let all = columns();
    let sort = usize::try_from(c.below(all.len() as u64))
        .ok()
        .and_then(|at| all.get(at).cloned());
    let query = Query {
        filters,
        search: String::new(),
        sort,
        descending: c.below(2) == 0,
    };
    let from = match c.below(10) {
        0 => c.below(entries as u64 / 20),
        1..3 => ROWS as u64 * c.below(20),
        _ => 0,
    };
    (query, usize::try_from(from).unwrap_or(0))
}

/// Another search: of rivers, villages, names, numbers, and parts of them.
pub fn searched(c: &mut Counter, entries: usize) -> (Query, usize) {
    let search = match c.below(6) {
        0 => c.one(&RIVERS).to_owned(),
        1 => format!("{}镇{}村", c.one(&RIVERS), c.below(40)),
        2 => format!("{}{}{}", c.one(&SURNAMES), c.one(&GIVEN), c.one(&GIVEN)),
        3 => format!("hb-{:02}-{:05}", 1 + c.below(UNITS), c.below(entries as u64 / 100)),
        4 => format!("{}厂", c.below(4_000)),
        _ => format!("{}", 10_000 + c.below(90_000)),
    };
    let (query, _) = asked(c, entries);
    let query = Query {
        search,
        filters: Vec::new(),
        ..query
    };
    (query, 0)
}
