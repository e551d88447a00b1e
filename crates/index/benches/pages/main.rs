//! How fast pages of a large ledger come: a million made-up entries of twenty fields, made by a
//! counter and nothing else, so that they are the same every time. They say nothing of any real
//! outfall.
//!
//! Prints one JSON object a line; `us` are microseconds. `ENTRIES=100000 cargo bench -p
//! yaodian-index` for a smaller one.

mod made_up;

use std::{
    fmt::Write as _,
    hint::black_box,
    sync::{
        Mutex, RwLock,
        atomic::{AtomicBool, Ordering::Relaxed},
        mpsc,
    },
    time::{Duration, Instant},
};

use yaodian_domain::ledger::{Entry, Query, access::Scope};
use yaodian_index::Index;

use made_up::{Counter, ROWS, UNITS, asked, columns, entry, field, fields, ledger, searched, unit};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many different pages the mix has.
const PAGES: u64 = 200;
const PEOPLE: u64 = 50;
const LOOP: Duration = Duration::from_secs(3);
/// Between two changes of the writer: 20 a second.
const PAUSE: Duration = Duration::from_millis(50);

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
