//! Unit tests of `desk::imports::compare`, which is private to the app: that module takes them in.

use super::*;

#[test]
fn only_what_differs_is_set_apart() {
    let told = apart("安全利用率稳定在91%以上", "安全利用率稳定在91.5%以上");
    let told = (told.0.as_str(), told.1.as_str(), told.2.as_str(), told.3.as_str());
    assert_eq!(told, ("安全利用率稳定在91", "", ".5", "%以上"));
    assert_eq!(
        apart("甲", "甲"),
        ("甲".into(), String::new(), String::new(), String::new())
    );
    let (before, .., after) = apart(
        &format!("{}甲{}", "前".repeat(40), "后".repeat(40)),
        &format!("{}乙{}", "前".repeat(40), "后".repeat(40)),
    );
    assert!(before.starts_with('…') && after.ends_with('…'));
    assert_eq!(before.chars().count(), AROUND + 1);
}
