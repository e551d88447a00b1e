//! Unit tests of `desk::imports::blocks`, which is private to the app: that module takes them in.

use super::*;
use yaodian_intake::{parse, review};

const TEXT: &str = "\n2024年工作要点\n\n一、总体要求\n\n主要目标是：优良比例达到\n91.5%。\n\n\n二、重点工作\n\n1.治水。整治入河排污口8,\n500个，完成率达90%。（牵头单位：水处）\n- 3 -\n2.治气。新建站点30个。（牵头单位：大气处）\n";

fn all(text: &str) -> (Vec<Span>, Vec<Block>) {
    let reviewed = review(text, parse(text, None), &[]);
    let (cuts, marks) = (cuts(text, &reviewed), Marks::of(&reviewed));
    let blocks = cuts.iter().map(|span| block(text, *span, &marks)).collect();
    (cuts, blocks)
}

#[test]
fn every_piece_stands_in_the_text_where_it_says() {
    let (cuts, blocks) = all(TEXT);
    let mut told = String::new();
    for (span, block) in cuts.iter().zip(&blocks) {
        for piece in block.paragraphs.iter().flat_map(|paragraph| &paragraph.pieces) {
            let at = span.start + piece.at;
            assert_eq!(TEXT.get(at..at + piece.text.len()), Some(piece.text.as_str()));
            told.push_str(&piece.text);
        }
    }
    assert_eq!(told, TEXT.replace('\n', ""));
}

#[test]
fn a_wrapped_line_goes_on_and_a_promise_is_marked_across_it() {
    let (_, blocks) = all(TEXT);
    let all = blocks.iter().flat_map(|block| &block.paragraphs);
    let words = |paragraph: &Paragraph| {
        paragraph
            .pieces
            .iter()
            .map(|piece| piece.text.as_str())
            .collect::<String>()
    };
    let water = all
        .clone()
        .find(|paragraph| words(paragraph).contains("整治入河排污口"))
        .unwrap();
    assert_eq!(words(water), "整治入河排污口8,500个，完成率达90%。（牵头单位：水处）");
    assert!(water.pieces.iter().any(|piece| piece.mark.promise.is_some()));
    assert!(water.pieces.last().unwrap().mark.bracket);
    let heads = all.filter(|paragraph| paragraph.sort == Sort::Heading).count();
    assert_eq!(heads, 2);
}

#[test]
fn what_is_typed_elsewhere_changes_no_block() {
    let (_, before) = all(TEXT);
    let (_, after) = all(&TEXT.replace("治水。", "治好水。"));
    assert_eq!(before.len(), after.len());
    let changed = before.iter().zip(&after).filter(|(a, b)| a != b).count();
    assert_eq!(changed, 1);
}
