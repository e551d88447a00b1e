//! `kill -9` while people write: nothing that was acknowledged is missing, nothing is half there, nothing doubled.
//!
//! `YAODIAN_KILLS` is how often the server is killed, [`ON_SQLITE`] and [`ON_POSTGRES`] times unless it is told;
//! `YAODIAN_KILL_SEED` decides when.

use std::{
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use tempfile::TempDir;
use yaodian_tests::{TRIAL_PEOPLE, free_port, postgres::Database};

use crate::{
    begun,
    checks::{each_once, holds, rows},
    writers::Crew,
};

/// How often, unless it is told: as often as takes about 40 seconds beside the other tests.
const ON_SQLITE: u64 = 30;
const ON_POSTGRES: u64 = 25;

fn told(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |text| text.parse().expect("a number"))
}

/// Numbers as if at random, the same for the same seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }
}

#[tokio::test]
async fn on_sqlite() {
    let data = TempDir::new().unwrap();
    let url = format!("sqlite://{}/yaodian.sqlite", data.path().display());
    let _data = killed(data, &url, ON_SQLITE).await;
    let whole = rows(&url, "SELECT integrity_check, 0 FROM pragma_integrity_check").await;
    assert_eq!(whole, [("ok".to_owned(), 0)]);
    let dangling = rows(&url, "SELECT \"table\", 0 FROM pragma_foreign_key_check").await;
    assert_eq!(dangling, []);
}

#[tokio::test]
async fn on_postgres() {
    let database = Database::new("killed").await;
    killed(TempDir::new().unwrap(), &database.url, ON_POSTGRES).await;
    database.remove().await;
}

async fn killed(data: TempDir, url: &str, times: u64) -> Arc<TempDir> {
    let seed = told("YAODIAN_KILL_SEED", 20_230_925);
    let mut dice = Dice(seed);
    let listen = format!("127.0.0.1:{}", free_port());
    let flags = ["--trial", "--listen", &listen, "--client-rate", "0"];
    let mut server = begun(data, url, &flags).await;
    let crew = Crew::begin(&server).await;
    let kills = told("YAODIAN_KILLS", times);
    let began = Instant::now();
    for _ in 0..kills {
        if !crew.more(1 + dice.below(10)).await {
            break;
        }
        // At any moment of what is under way.
        tokio::time::sleep(Duration::from_micros(dice.below(20_000))).await;
        server = server.killed_and_started(&flags, TRIAL_PEOPLE).await;
    }
    let (work, took) = (crew.work.clone(), began.elapsed());
    let all = crew.end().await;
    println!(
        "seed {seed}: {kills} kills in {took:.1?}, {} acknowledged, {} sent again, {} answered again, {} said to be done",
        work.acknowledged(),
        work.again.load(Ordering::SeqCst),
        work.replayed.load(Ordering::SeqCst),
        work.unanswered.load(Ordering::SeqCst),
    );
    holds(&server).await;
    let data = server.stop().await;
    each_once(url, &all).await;
    data
}
