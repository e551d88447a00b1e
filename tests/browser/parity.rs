//! The browser's check and the server's give the same answers to the last digit.

use serde_json::Value;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use yaodian_domain::{
    Date,
    check::{Assessment, assess},
    testing::{self, Case},
};
use yaodian_tests::{Server, browser::Browser};

/// So many cases, each asked about on each of [`DAYS`]: 100,000 questions.
const CASES: usize = 10_000;
/// Days before, in and after the years in which the generated cases play.
const DAYS: [Date; 10] = [
    Date::constant(2022, 6, 15),
    Date::constant(2023, 1, 31),
    Date::constant(2023, 3, 1),
    Date::constant(2023, 5, 9),
    Date::constant(2023, 7, 31),
    Date::constant(2023, 9, 25),
    Date::constant(2023, 12, 31),
    Date::constant(2024, 1, 1),
    Date::constant(2024, 4, 1),
    Date::constant(2025, 6, 30),
];
/// So many cases at a time go to the page.
const BATCH: usize = 500;
/// So many of a batch are put to the server too, over its API.
const ASKED_OF_THE_SERVER: usize = 4;

/// Asks about each case on each day; gives the SHA-256 of the answers of each day, or, for a single
/// day, the answers themselves.
const ASK: &str = "
    const [cases, days, texts, done] = arguments;
    const hex = (bytes) => Array.from(new Uint8Array(bytes), (b) => b.toString(16).padStart(2, '0')).join('');
    import('/pkg/yaodian.js').then(async (yaodian) => {
        await yaodian.default();
        const questions = JSON.parse(cases);
        const answers = [];
        for (const day of days) {
            for (const question of questions) question.as_of = day;
            const text = yaodian.assess_json(JSON.stringify(questions));
            answers.push(texts ? text : hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
        }
        done(answers);
    }).catch((error) => done('failed: ' + error));";

async fn ask(browser: &Browser, cases: &str, days: &[Date], texts: bool) -> Vec<String> {
    let days: Vec<String> = days.iter().map(ToString::to_string).collect();
    let arguments = vec![Value::String(cases.to_owned()), days.into(), texts.into()];
    let answer = browser.driver.execute_async(ASK, arguments).await.unwrap();
    let answer = answer.json();
    let answers = answer.as_array().unwrap_or_else(|| panic!("{answer}"));
    answers
        .iter()
        .filter_map(|text| text.as_str().map(str::to_owned))
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn natively(batch: &[Case], day: Date) -> Vec<Assessment> {
    batch
        .iter()
        .map(|case| assess(&case.target, &case.observations, day, &case.policy))
        .collect()
}

#[tokio::test]
async fn a_hundred_thousand_questions_are_answered_alike() {
    let server = Server::trial().await;
    let browser = Browser::open().await;
    browser.visit(&server.links[0]).await;
    browser.find("body[data-ready=true]").await;
    let cases = testing::cases(CASES);
    assert_eq!(cases.len(), CASES);
    let (mut statuses, mut asked) = (std::collections::BTreeSet::new(), 0);
    for batch in cases.chunks(BATCH) {
        let question = serde_json::to_string(batch).unwrap();
        let digests = ask(&browser, &question, &DAYS, false).await;
        assert_eq!(digests.len(), DAYS.len());
        for (day, digest) in DAYS.into_iter().zip(digests) {
            let own = natively(batch, day);
            let text = serde_json::to_string(&own).unwrap();
            let same = hex(&Sha256::digest(&text)) == digest;
            if !same {
                let answers = ask(&browser, &question, &[day], true).await;
                let in_browser: Vec<Assessment> = serde_json::from_str(&answers[0]).unwrap();
                for ((case, own), other) in batch.iter().zip(&own).zip(&in_browser) {
                    assert_eq!(own, other, "{case:?} on {day}");
                }
                panic!("the same answers, written differently: {} and {text}", answers[0]);
            }
            statuses.extend(own.iter().map(|assessment| assessment.status));
            asked += own.len();
        }
        let few = &batch[..ASKED_OF_THE_SERVER];
        let (status, on_server) = server
            .visitor()
            .post("/api/v1/assess", &serde_json::to_value(few).unwrap())
            .await;
        assert_eq!(status, 200);
        let own: Vec<Assessment> = few
            .iter()
            .map(|case| assess(&case.target, &case.observations, case.as_of, &case.policy))
            .collect();
        assert_eq!(serde_json::to_value(own).unwrap(), on_server);
    }
    assert_eq!(asked, 100_000);
    assert_eq!(statuses.len(), 7, "the questions reach every status");
    browser.close().await;
}
