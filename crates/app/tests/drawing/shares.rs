//! Unit tests of `drawing::shares`, which is private to the app.

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn parts_fill_the_bar_and_no_names_meet(shares in proptest::collection::vec(0.0_f64..5_000.0, 0..20)) {
        let part = |share: &f64| Part { name: "武汉市".to_owned(), share: *share, done: share * 1.5, words: format!("{share:.0}") };
        let drawn = Shares { parts: shares.iter().map(part).collect() };
        for frame in [Frame::WIDE.high(Shares::HEIGHT), Frame::NARROW.high(Shares::HEIGHT)] {
            let sheet = drawn.draw(frame, "s");
            let labels = sheet.labels();
            for (at, label) in labels.iter().enumerate() {
                prop_assert!(label.lies_on(frame.width, frame.height));
                prop_assert!(!labels[at + 1..].iter().any(|other| label.meets(other)));
            }
            prop_assert!(!sheet.on_page("shares", "", None).contains("NaN"));
        }
    }
}
