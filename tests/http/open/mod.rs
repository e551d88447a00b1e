//! The public interface: what anybody reads, its pages, its marks, its refusals, its document.

mod client;
mod document;
mod keys;
mod reads;
mod refusals;

use serde_json::Value;
use yaodian_tests::Visitor;

/// Gets what must be there.
async fn got(visitor: &Visitor, path: &str) -> Value {
    let (status, answer) = visitor.json(&format!("/api/v1{path}")).await;
    assert_eq!(status, 200, "{path}: {answer}");
    answer
}

/// The texts at `pointer` in the items of a page.
fn texts<'v>(page: &'v Value, pointer: &str) -> Vec<&'v str> {
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|item| item.pointer(pointer).and_then(Value::as_str).unwrap())
        .collect()
}
