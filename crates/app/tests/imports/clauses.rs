//! Unit tests of `desk::imports::clauses`, which is private to the app: that module takes them in.

use super::*;

#[test]
fn clauses_stand_where_they_say() {
    let text = "前文。整治排污口,\n完成率达90%;持续推进。(牵头单位:水处)";
    let start = "前文。".len();
    let end = text.find('(').unwrap();
    let found = clauses(text, Span { start, end });
    let words: Vec<&str> = found.iter().map(|span| &text[span.start..span.end]).collect();
    assert_eq!(words, ["整治排污口,", "完成率达90%;", "持续推进。"]);
}
