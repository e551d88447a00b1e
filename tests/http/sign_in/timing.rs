//! Nobody learns from how long an answer takes, or from what it says, which accounts there are.

use std::time::{Duration, Instant};

use super::{Browser, behind_a_proxy, invited, person};

const WRONG: &str = "guess guess guess";
/// So often each is tried; what counts is the one in the middle.
const ROUNDS: usize = 7;
/// The slowest may take so many times as long as the fastest. Comparing a password takes hundreds of times as long as
/// answering without, so that this is far from both.
const APART: u32 = 3;

#[tokio::test]
async fn whoever_is_not_let_in_does_not_learn_why() {
    let server = behind_a_proxy().await;
    person(&server, "known").await;
    person(&server, "shut").await;
    invited(&server, "bare", "张三丰").await;
    assert_eq!(server.command(&["user", "shut", "shut"]).await.0, 0);
    let long = "x".repeat(3_000);
    let kinds = [
        ("a wrong password", "known", WRONG),
        ("an account that is shut", "shut", WRONG),
        ("an account without a password", "bare", WRONG),
        ("no account", "nobody", WRONG),
        ("a password that can be none", "known", &long),
        ("no password", "known", ""),
    ];
    let mut address = 0;
    let mut tried = async |login: &str, password: &str| {
        address += 1;
        let mut browser = Browser::at(&server, &format!("203.0.113.{address}"));
        let begun = Instant::now();
        let answer = browser.sign_in(login, password).await;
        (begun.elapsed(), answer)
    };
    // Once without being measured: what is made at the first try is there afterwards.
    tried("nobody", WRONG).await;
    let mut took = vec![Vec::new(); kinds.len()];
    let mut said = Vec::new();
    for _ in 0..ROUNDS {
        // One after another in each round, so that what slows the machine slows them all.
        for (kind, (_, login, password)) in kinds.iter().enumerate() {
            let (time, answer) = tried(login, password).await;
            assert_eq!(answer.status, 401, "{login}");
            assert!(answer.cookies.is_empty() && answer.location.is_empty());
            took[kind].push(time);
            said.push(answer.text.replace(login, "LOGIN"));
        }
    }
    assert!(said.iter().all(|text| *text == said[0]), "they are told the same");
    let middle: Vec<Duration> = took
        .into_iter()
        .map(|mut times| {
            times.sort_unstable();
            times[ROUNDS / 2]
        })
        .collect();
    let told: Vec<String> = kinds
        .iter()
        .zip(&middle)
        .map(|((kind, ..), time)| format!("{kind}: {time:?}"))
        .collect();
    let (fastest, slowest) = (middle.iter().min().unwrap(), middle.iter().max().unwrap());
    assert!(*slowest < *fastest * APART, "{told:#?}");

    // And that it is the comparison that takes the time: a page that compares nothing is there long before.
    let mut anybody = Browser::at(&server, "198.51.100.9");
    anybody.get("/sign-in").await;
    let begun = Instant::now();
    anybody.get("/sign-in").await;
    let page = begun.elapsed();
    assert!(page * APART < *fastest, "{page:?} {told:#?}");
}
