//! A person says that words are a target.

use yaodian_domain::{plan::Span, target::Kind};
use yaodian_intake::{Target, parse, proposed, review};

fn of(text: &str, words: &str) -> Target {
    let start = text.find(words).unwrap();
    let span = Span {
        start,
        end: start + words.len(),
    };
    let target = proposed(text, &review(text, parse(text, None), &[]), span);
    assert_eq!((target.span, target.quote.as_str()), (span, words));
    target
}

#[test]
fn words_by_themselves_are_read_as_the_parser_would() {
    let text = "一、工作\n1.治气。加强队伍建设,新建空气质量监测站点30个。(牵头单位:大气处)";
    let target = of(text, "新建空气质量监测站点30个");
    assert_eq!((target.kind, target.value.as_deref()), (Kind::Count, Some("30")));
    let plain = of(text, "加强队伍建设");
    assert_eq!((plain.kind, plain.subject.as_str()), (Kind::Statement, "加强队伍建设"));
}

#[test]
fn a_figure_that_was_taken_for_none_is_filled_in() {
    let text = "一、工作\n1.治气。每小时35蒸吨以下燃煤锅炉。(牵头单位:大气处)";
    let target = of(text, "每小时35蒸吨以下燃煤锅炉");
    assert_eq!(target.value.as_deref(), Some("35"));
}
