use yaodian_words::{Lang, drawing, label};

use super::*;

#[test]
fn all_are_named_with_their_values_and_no_words_meet() {
    // As long as the names of units are, in both scripts.
    let (short, long) = (
        label::bureaus(Lang::Zh),
        label::bureaus(Lang::Zh).to_owned() + label::units(Lang::Zh),
    );
    let units = [short, short, &long, "Xiangyang", "Shennongjia"];
    let row = |at: usize| Row {
        name: units[at % 5].to_owned(),
        value: (!at.is_multiple_of(4)).then(|| "1,234 villages".to_owned()),
        status: Status::ALL[at % 7],
        length: (!at.is_multiple_of(4)).then_some(1_234.0),
        goal: Some(2_000.0),
    };
    let scale = Scale {
        low: 0.0,
        high: 2_000.0,
    };
    for (count, width, height) in [
        (17, 612.0, 290.0),
        (17, 312.0, 400.0),
        (3, 612.0, 290.0),
        (40, 612.0, 290.0),
    ] {
        let rows: Vec<Row> = (0..count).map(row).collect();
        let note = drawing::bars(Lang::Zh).to_owned();
        let all = Beside { rows, scale, note };
        let frame = Frame {
            width,
            height,
            text: 13.0,
        };
        let sheet = all.draw(frame, "u");
        let labels = sheet.labels();
        if count <= 17 {
            assert!(labels.len() > count * 3, "{count} {width}: {}", labels.len());
        }
        let text = sheet.on_page("picture", "alt", None);
        assert!(!text.contains('…') || count > 17, "{text}");
        for (at, label) in labels.iter().enumerate() {
            assert!(label.lies_on(frame.width, frame.height), "{label:?} {width}");
            assert!(
                !labels[at + 1..].iter().any(|other| label.meets(other)),
                "{count} {width}"
            );
        }
    }
}
