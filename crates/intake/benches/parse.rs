//! How long reading takes: the first plan, and ten megabytes of texts that are hard on a parser.
//!
//! `cargo bench -p yaodian-intake` prints a line for each; times are medians.

use std::time::{Duration, Instant};

use yaodian_intake::parse;

const MEGABYTES: usize = 10;

fn median(runs: usize, mut job: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            job();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[runs / 2]
}

/// `piece` again and again, up to ten megabytes.
fn long(piece: &str) -> String {
    piece.repeat((MEGABYTES << 20) / piece.len() + 1)
}

fn main() {
    let seed = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/documents/known/hubei-2023-work-plan.txt"
    ))
    .expect("the first plan is there");
    let unbroken: String = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/documents/known/state-council-2020-business-environment.txt"
    ))
    .expect("it is there");
    let time = median(51, || {
        std::hint::black_box(parse(std::hint::black_box(&seed), None));
    });
    println!(
        "the first plan ({} bytes): {:.2} ms",
        seed.len(),
        time.as_secs_f64() * 1000.0
    );
    for (name, text) in [
        ("the first plan again and again", long(&seed)),
        ("a text without line breaks", long(&unbroken.replace('\n', ""))),
        ("digits", long("1")),
        ("numbers and commas", long("1,12%、")),
        ("characters that are numbers", long("一二三")),
        ("opened brackets", long("(")),
        ("brackets within brackets", long("(牵头单位:")),
        ("assignments", long("(牵头单位:办公室;责任单位:各市、州)")),
        ("headings", long("1.加强工作。\n(一)推进工作\n")),
        ("headings in one line", long("加强工作。1.推进工作(一)")),
        ("quotation marks", long("《“")),
        ("labels", long("责任单位:")),
        ("years", long("到2020年,")),
        ("names", long("办公室、")),
        ("commas", long(",")),
        ("line breaks", long("\n")),
        ("form feeds", long("第1页\u{c}")),
        ("bold", long("**1**")),
        ("shares", long("完成80%溯源、30%整治、")),
    ] {
        let time = median(1, || {
            std::hint::black_box(parse(std::hint::black_box(&text), None));
        });
        println!("{MEGABYTES} MB of {name}: {:.2} s", time.as_secs_f64());
    }
}
