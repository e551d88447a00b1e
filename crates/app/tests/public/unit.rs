//! Unit tests of `public::unit`, which is private to the app.

use super::opening;

#[test]
fn a_task_is_told_by_its_first_words() {
    assert_eq!(opening("*编制年度方案*。其他"), "编制年度方案");
    assert_eq!(opening(&"改革".repeat(20)).chars().count(), 23);
}
