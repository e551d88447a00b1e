//! Unit tests of `drawing::tiles`, which is private to the app.

use super::*;

fn tiles(names: &[&str]) -> Tiles {
    let square = |at: u8| Square {
        column: at % 7,
        row: at / 7,
        names: names.iter().map(|&name| name.to_owned()).collect(),
        status: Status::ALL[usize::from(at) % 7],
        word: "正常".to_owned(),
        figure: "72.7%".to_owned(),
    };
    Tiles {
        squares: (0..17).map(square).collect(),
        note: "● 正常  ▲ 预警;示意,不表示行政区域界线。".to_owned(),
    }
}

#[test]
fn every_square_says_who_how_and_how_much_and_no_words_meet() {
    let names: [&[&str]; 3] = [&["十堰市", "十堰"], &["神农架林区"], &["Xiangyang"]];
    for (tiles, numbers) in names
        .into_iter()
        .zip([false, true, true])
        .map(|(names, numbers)| (tiles(names), numbers))
    {
        for (width, height) in [(312.0, 370.0), (612.0, 290.0)] {
            let frame = Frame {
                width,
                height,
                text: 13.0,
            };
            let sheet = tiles.draw(frame, "t");
            let text = sheet.on_page("picture", "alt", None);
            let labels = sheet.labels();
            assert!(labels.len() > 17 * 3 && !text.contains('…'), "{} {text}", labels.len());
            assert_eq!(text.contains(">17 "), numbers && width < 600.0, "{text}");
            for (at, label) in labels.iter().enumerate() {
                assert!(label.lies_on(frame.width, frame.height), "{label:?}");
                assert!(!labels[at + 1..].iter().any(|other| label.meets(other)), "{label:?}");
            }
        }
    }
}
