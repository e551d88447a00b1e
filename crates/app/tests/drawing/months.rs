//! Unit tests of `drawing::months`, which is private to the app.

use proptest::prelude::*;

use super::*;

fn months(columns: &[[u32; 7]], places: usize) -> Months {
    let column = |counts: &[u32; 7]| Column {
        name: "1 月".to_owned(),
        counts: Status::ALL.into_iter().zip(*counts).collect(),
    };
    Months {
        places,
        columns: columns.iter().map(column).collect(),
        names: Status::ALL.map(|status| (status, "逾期未达".to_owned())).to_vec(),
    }
}

proptest! {
    #[test]
    fn no_words_meet_and_every_status_of_the_last_month_is_named(
        columns in proptest::collection::vec(proptest::array::uniform7(0_u32..200), 0..13),
    ) {
        for frame in [Frame::WIDE.high(320.0), Frame::NARROW.high(380.0)] {
            let drawn = months(&columns, 12);
            let sheet = drawn.draw(frame, "m");
            let labels = sheet.labels();
            for (at, label) in labels.iter().enumerate() {
                prop_assert!(label.lies_on(frame.width, frame.height), "{label:?}");
                prop_assert!(!labels[at + 1..].iter().any(|other| label.meets(other)));
            }
            let markup = sheet.on_page("months", "alt", None);
            prop_assert!(!markup.contains("NaN"));
            for (status, number) in Status::ALL.into_iter().zip(columns.last().copied().unwrap_or_default()) {
                let named = markup.contains(&format!(">{} 逾期未达 {number}<", status.shape()));
                prop_assert!(number == 0 || named, "{status:?} {number}: {markup}");
            }
        }
    }
}

#[test]
fn parts_fill_the_column_and_nothing_fills_none() {
    let drawn = months(&[[0, 0, 0, 3, 0, 0, 1]], 12);
    let parts = stack(&drawn.columns[0], 100.0);
    assert_eq!(parts, [(Status::Met, 1, 75.0, 25.0), (Status::NoData, 3, 0.0, 75.0)]);
    assert!(stack(&months(&[[0; 7]], 1).columns[0], 100.0).is_empty());
}
