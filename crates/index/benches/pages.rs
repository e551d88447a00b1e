//! How fast pages of a large ledger come: a million made-up entries of twenty fields, made by a
//! counter and nothing else, so that they are the same every time. They say nothing of any real
//! outfall.
//!
//! Prints one JSON object a line; `us` are microseconds. `ENTRIES=100000 cargo bench -p
//! yaodian-index` for a smaller one.

use std::{
    fmt::Write as _,
    hint::black_box,
    sync::{
        Arc, Mutex, RwLock,
        atomic::{AtomicBool, Ordering::Relaxed},
        mpsc,
    },
    time::{Duration, Instant},
};

use yaodian_domain::{
    Date,
    id::{EntryId, FieldId, LedgerId, StageId, UnitId},
    ledger::{
        Column, Entry, Field, FieldKind, Ledger, Query, Row, Stage,
        access::Scope,
        query::{Filter, Test},
    },
    plan::Name,
};
use yaodian_index::Index;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many different pages the mix has.
const PAGES: u64 = 200;
const ROWS: usize = 50;
const PEOPLE: u64 = 50;
const LOOP: Duration = Duration::from_secs(3);
/// Between two changes of the writer: 20 a second.
const PAUSE: Duration = Duration::from_millis(50);

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
const UNITS: u64 = 17;

/// Numbers by the method of Weyl with a mix of bits; plenty for made-up entries.
struct Counter(u64);

impl Counter {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
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

fn name(text: &str) -> Name {
    Name {
        zh: text.to_owned(),
        en: text.to_owned(),
    }
}

fn unit(number: u64) -> UnitId {
    UnitId::new(format!("42{number:02}00")).expect("an identifier")
}

fn fields() -> Vec<(&'static str, FieldKind)> {
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

fn ledger() -> Arc<Ledger> {
    let field = |(id, kind): (&str, FieldKind)| Field {
        id: FieldId::new(id).expect("an identifier"),
        name: name(id),
        kind,
        required: false,
        private: false,
    };
    let stage = |id: &str| Stage {
        id: StageId::new(id).expect("an identifier"),
        name: name(id),
        files: 0,
        fields: Vec::new(),
        movers: Vec::new(),
    };
    Arc::new(Ledger {
        id: LedgerId::new("outfalls").expect("an identifier"),
        name: name("outfalls"),
        counted: name("outfall"),
        key: name("number"),
        expected: None,
        fields: fields().into_iter().map(field).collect(),
        stages: STAGES.into_iter().map(stage).collect(),
        feeds: Vec::new(),
        holders: (1..=UNITS).map(unit).collect(),
        leads: Vec::new(),
        public: false,
        keeps_location: false,
        counts_from: None,
        note: None,
    })
}

fn entry(id: i64, version: i64, counter: &mut Counter) -> Entry {
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

fn field(id: &str) -> Column {
    Column::Field(FieldId::new(id).expect("an identifier"))
}

fn columns() -> Vec<Column> {
    let fields = fields().into_iter().map(|(id, _)| field(id));
    let stages = STAGES.map(|id| Column::Reached(StageId::new(id).expect("an identifier")));
    let fixed = [Column::Key, Column::Unit, Column::Stage, Column::Changed];
    fixed.into_iter().chain(stages).chain(fields).collect()
}

/// Another filtered and sorted page: one to three conditions, any column to sort by.
fn asked(c: &mut Counter, entries: usize) -> (Query, usize) {
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
fn searched(c: &mut Counter, entries: usize) -> (Query, usize) {
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

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn spread(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    let at = |hundredths: usize| {
        times
            .get((times.len() * hundredths / 100).min(times.len() - 1))
            .copied()
            .unwrap_or(0.0)
    };
    let last = times.last().copied().unwrap_or(0.0);
    format!(
        "\"pages\": {}, \"p50_us\": {:.0}, \"p95_us\": {:.0}, \"p99_us\": {:.0}, \"max_us\": {last:.0}",
        times.len(),
        at(50),
        at(95),
        at(99)
    )
}

/// The memory that the process holds, in bytes.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok())
        .unwrap_or(0)
        * 1024
}

/// The time that this thread was on a core, in microseconds: what else runs on the machine does not
/// make it longer.
fn on_core() -> f64 {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = times
        .split_whitespace()
        .next()
        .and_then(|nanos| nanos.parse::<f64>().ok());
    nanos.unwrap_or(0.0) / 1e3
}

fn mean(sum: f64, of: usize) -> f64 {
    u32::try_from(of).map_or(0.0, |of| sum / f64::from(of.max(1)))
}

fn page_time(index: &Index, (query, from): &(Query, usize)) -> f64 {
    let start = Instant::now();
    black_box(index.page(&Scope::All, black_box(query), *from, ROWS));
    micros(start.elapsed())
}

type Make = fn(&mut Counter, usize) -> (Query, usize);

/// Fifty people, each of whom asks again as soon as the answer is there, and a server that answers
/// them one after the other on as many threads as it has cores. The time waited for a thread and
/// for the lock counts.
fn closed_loop(index: &RwLock<Index>, entries: usize, make: Make, fresh: bool, writing: bool) -> String {
    let done = AtomicBool::new(false);
    let (mut times, mut writes, mut cores) = (Vec::new(), Vec::new(), 0.0);
    let (ask, asked) = mpsc::channel::<(u64, Counter, Instant)>();
    let asked = Mutex::new(asked);
    for person in 0..PEOPLE {
        let _ = ask.send((person, Counter(1_000 + person * 7_919), Instant::now()));
    }
    let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let start = Instant::now();
    std::thread::scope(|scope| {
        let server: Vec<_> = (0..threads)
            .map(|_| {
                let (ask, asked, done) = (ask.clone(), &asked, &done);
                scope.spawn(move || {
                    let (mut times, start) = (Vec::new(), on_core());
                    while !done.load(Relaxed) {
                        let next = asked.lock().expect("nobody broke off").recv();
                        let Ok((person, mut c, since)) = next else { break };
                        let seed = if fresh { c.next() } else { c.below(PAGES) };
                        let page = make(&mut Counter(seed), entries);
                        let index = index.read().expect("nobody broke off");
                        black_box(index.page(&Scope::All, &page.0, page.1, ROWS));
                        drop(index);
                        times.push(micros(since.elapsed()));
                        let _ = ask.send((person, c, Instant::now()));
                    }
                    (times, on_core() - start)
                })
            })
            .collect();
        let mut c = Counter(77);
        while start.elapsed() < LOOP {
            std::thread::sleep(PAUSE);
            if writing {
                let id = i64::try_from(c.below(entries as u64)).unwrap_or(0);
                let entry = entry(id, 2, &mut c);
                let start = Instant::now();
                index.write().expect("nobody broke off").put(entry);
                writes.push(micros(start.elapsed()));
            }
        }
        done.store(true, Relaxed);
        for thread in server {
            let (more, on_core) = thread.join().expect("nobody broke off");
            times.extend(more);
            cores += on_core;
        }
    });
    let rate = u32::try_from(times.len()).map_or(0.0, f64::from) / start.elapsed().as_secs_f64();
    let cost = mean(cores, times.len());
    let mut line = format!(
        "\"people\": {PEOPLE}, \"threads\": {threads}, \"pages_per_second\": {rate:.0}, \"core_us_per_page\": {cost:.0}, {}",
        spread(times)
    );
    if writing {
        let _ = write!(line, ", \"puts\": {{{}}}", spread(writes).replace("pages", "puts"));
    }
    line
}

fn main() {
    let entries: usize = std::env::var("ENTRIES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1_000_000);
    let before = resident();
    let mut index = Index::new(ledger(), (1..=UNITS).map(unit));
    let mut counter = Counter(1);
    let making = Instant::now();
    for id in 0..entries {
        black_box(entry(i64::try_from(id).unwrap_or(0), 1, &mut counter));
    }
    let (making, loading) = (making.elapsed(), Instant::now());
    counter = Counter(1);
    index.extend((0..entries).map(|id| entry(i64::try_from(id).unwrap_or(0), 1, &mut counter)));
    let loading = loading.elapsed().saturating_sub(making);
    let each = |bytes: usize| bytes.saturating_sub(before) / entries;
    println!(
        "{{\"entries\": {entries}, \"fields\": {}, \"load_ms\": {:.0}, \"bytes_per_entry\": {}}}",
        fields().len(),
        loading.as_secs_f64() * 1e3,
        each(resident())
    );

    for column in columns() {
        let query = Query {
            sort: Some(column.clone()),
            ..Query::default()
        };
        let first = page_time(&index, &(query, 0));
        println!("{{\"first_use_of\": \"{column}\", \"ms\": {:.0}}}", first / 1e3);
    }
    page_time(&index, &(Query::default(), 0));
    println!("{{\"bytes_per_entry_with_all_columns\": {}}}", each(resident()));
    let search = Query {
        search: "no such text".to_owned(),
        ..Query::default()
    };
    println!("{{\"first_search_ms\": {:.0}}}", page_time(&index, &(search, 0)) / 1e3);
    println!("{{\"bytes_per_entry_with_search\": {}}}", each(resident()));

    let kinds: [(&str, Make); 2] = [("filtered and sorted", asked), ("searched and sorted", searched)];
    for (what, make) in kinds {
        let pages: Vec<_> = (0..PAGES).map(|seed| make(&mut Counter(seed), entries)).collect();
        for (how, rounds) in [("asked for the first time", 1), ("asked again", 20)] {
            let start = on_core();
            let times: Vec<f64> = (0..rounds)
                .flat_map(|_| &pages)
                .map(|page| page_time(&index, page))
                .collect();
            let cost = mean(on_core() - start, times.len());
            println!(
                "{{\"what\": \"{what}\", \"one thread\": \"{how}\", \"core_us_per_page\": {cost:.0}, {}}}",
                spread(times)
            );
        }
    }

    let everything = Query::default();
    let start = Instant::now();
    let ids = index.matching(&Scope::All, &everything).len();
    println!(
        "{{\"all_ids\": {ids}, \"ms\": {:.1}}}",
        start.elapsed().as_secs_f64() * 1e3
    );
    for column in [field("river"), field("address")] {
        let start = Instant::now();
        black_box(index.options(&Scope::All, &column, 20));
        println!(
            "{{\"options_of\": \"{column}\", \"ms\": {:.1}}}",
            start.elapsed().as_secs_f64() * 1e3
        );
    }

    let index = RwLock::new(index);
    for (what, make) in kinds {
        for (how, fresh) in [("the same 200 pages", false), ("other pages every time", true)] {
            for writing in [false, true] {
                let times = closed_loop(&index, entries, make, fresh, writing);
                println!("{{\"what\": \"{what}\", \"closed loop\": \"{how}\", \"writing\": {writing}, {times}}}");
            }
        }
    }

    // Many changes at once, and one after the other until columns have to take them in.
    let mut index = index.into_inner().expect("nobody broke off");
    let puts = 3 * 4_096;
    let times = (0..puts).map(|id| {
        let entry = entry(id, 3, &mut counter);
        let start = Instant::now();
        index.put(entry);
        micros(start.elapsed())
    });
    println!(
        "{{\"what\": \"puts one by one\", {}}}",
        spread(times.collect()).replace("pages", "puts")
    );
    let new: Vec<Entry> = (0..100_000)
        .map(|id| entry(i64::try_from(entries).unwrap_or(0) + id, 1, &mut counter))
        .collect();
    let start = Instant::now();
    index.extend(new);
    println!(
        "{{\"what\": \"100000 new entries at once\", \"ms\": {:.0}}}",
        start.elapsed().as_secs_f64() * 1e3
    );
}
