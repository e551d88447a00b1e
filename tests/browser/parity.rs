//! The browser's check and the server's give the same answers to the last digit.

use serde_json::Value;
use yaodian_domain::{check::assess, testing};
use yaodian_tests::{Server, browser::Browser};

const CASES: usize = 2_400;
/// So many cases at a time fit into one request.
const BATCH: usize = 40;

#[tokio::test]
async fn two_thousand_cases_are_judged_alike() {
    let server = Server::trial().await;
    let browser = Browser::open().await;
    browser.visit(&server.links[0]).await;
    browser.find("body[data-ready=true]").await;
    let cases = testing::cases(CASES);
    assert_eq!(cases.len(), CASES);
    let mut statuses = std::collections::BTreeSet::new();
    for batch in cases.chunks(BATCH) {
        let question = serde_json::to_value(batch).unwrap();
        let script = "
            const [cases, done] = arguments;
            import('/pkg/yaodian.js').then(async (yaodian) => { await yaodian.default(); done(yaodian.assess_json(cases)); })
                .catch((error) => done('failed: ' + error));";
        let answer = browser
            .driver
            .execute_async(script, vec![Value::String(question.to_string())])
            .await
            .unwrap();
        let text = answer.json().as_str().expect("an answer").to_owned();
        let in_browser: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"));
        let (status, on_server) = server.visitor().post("/api/v1/assess", &question).await;
        assert_eq!(status, 200);
        assert_eq!(in_browser, on_server);
        for (case, answer) in batch.iter().zip(in_browser.as_array().unwrap()) {
            let own = assess(&case.target, &case.observations, case.as_of, &case.policy);
            assert_eq!(&serde_json::to_value(&own).unwrap(), answer);
            statuses.insert(own.status);
        }
    }
    assert_eq!(statuses.len(), 7, "the cases reach every status");
    browser.close().await;
}
