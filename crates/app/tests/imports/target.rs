//! Unit tests of `desk::imports::target`, which is private to the app: that module takes them in.

use super::*;

#[test]
fn words_by_themselves_are_read_as_the_parser_would() {
    let quote = "新建空气质量监测站点30个";
    let span = Span {
        start: 7,
        end: 7 + quote.len(),
    };
    let target = guess(quote, span);
    assert_eq!(
        (target.kind, target.value.as_deref(), target.span),
        (Kind::Count, Some("30"), span)
    );
    let plain = guess("加强队伍建设", span);
    assert!(!plain.subject.is_empty());
}
