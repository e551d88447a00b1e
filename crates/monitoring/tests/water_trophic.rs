//! The trophic state index against figures reckoned elsewhere, and its bands.

mod water_support;

use water_support::{dec, values};
use yaodian_domain::Decimal;
use yaodian_monitoring::water::{
    Item,
    trophic::{NoIndex, TrophicState, assess},
};

/// Each part and the whole, reckoned with 40 digits from the formulas of the document.
#[test]
fn parts_and_whole() {
    let index = assess(&values(&[
        (Item::ChlorophyllA, "21.3"),
        (Item::TotalPhosphorus, "0.058"),
        (Item::TotalNitrogen, "1.12"),
        (Item::Transparency, "0.65"),
        (Item::Permanganate, "4.7"),
    ]))
    .expect("all five");
    let expected = [
        (Item::ChlorophyllA, "58.217558809689"),
        (Item::TotalPhosphorus, "48.119648760604"),
        (Item::TotalNitrogen, "56.449787929101"),
        (Item::Transparency, "59.537188572194"),
        (Item::Permanganate, "42.270638356933"),
    ];
    for ((item, part), (wanted, figure)) in index.parts.iter().zip(expected) {
        assert_eq!(*item, wanted);
        assert!((part - dec(figure)).abs() <= Decimal::new(1, 11), "{item:?}: {part}");
    }
    assert!(
        (index.index - dec("53.321005471584")).abs() <= Decimal::new(1, 11),
        "{}",
        index.index
    );
    assert_eq!(index.shown().to_string(), "53.3");
    assert_eq!(index.state, TrophicState::LightlyEutrophic);
}

#[test]
fn bands_change_where_the_document_says() {
    for (index, state) in [
        ("29.999", TrophicState::Oligotrophic),
        ("30", TrophicState::Mesotrophic),
        ("50", TrophicState::Mesotrophic),
        ("50.001", TrophicState::LightlyEutrophic),
        ("60", TrophicState::LightlyEutrophic),
        ("60.001", TrophicState::ModeratelyEutrophic),
        ("70", TrophicState::ModeratelyEutrophic),
        ("70.001", TrophicState::HighlyEutrophic),
    ] {
        assert_eq!(TrophicState::of(dec(index)), state, "{index}");
    }
}

#[test]
fn all_five_are_needed_and_none_may_be_zero() {
    let mut of = values(&[
        (Item::ChlorophyllA, "21.3"),
        (Item::TotalPhosphorus, "0.058"),
        (Item::TotalNitrogen, "1.12"),
        (Item::Permanganate, "4.7"),
    ]);
    let items = vec![Item::Transparency];
    assert_eq!(assess(&of), Err(NoIndex::Unmeasured { items }));
    of.set(
        Item::Transparency,
        yaodian_monitoring::water::Value::found(Decimal::ZERO),
    );
    let item = Item::Transparency;
    assert_eq!(assess(&of), Err(NoIndex::NotPositive { item }));
}
