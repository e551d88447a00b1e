//! Rivers, regions and named sets of sections; changes; drinking water.

mod water_support;

use water_support::{dec, values};
use yaodian_monitoring::water::{
    Body, ClassChange, Grade, Held, Item, Quality, Rules, ShareChange, Shares, Trend, Values, WaterClass, drinking,
    river::{Method, Overall, Section, assess},
};

/// 2023 in Hubei, 326 provincial sections: 91.1 %, 7.1 %, 1.5 % and 0.3 % were published
/// (湖北省生态环境厅, 2024-03-28).
#[test]
fn the_shares_of_2023_come_out_as_published() {
    let shares = Shares::of_counts([14, 176, 107, 23, 5, 1]);
    let shown = |share: Option<yaodian_domain::Decimal>| share.expect("a share").to_string();
    assert_eq!((shares.graded(), shares.good()), (326, 297));
    assert_eq!(shown(shares.good_share()), "91.1");
    assert_eq!(shown(shares.share(WaterClass::IV)), "7.1");
    assert_eq!(shown(shares.share(WaterClass::V)), "1.5");
    assert_eq!(shown(shares.share(WaterClass::InferiorV)), "0.3");
    assert_eq!(shares.quality(), Some(Quality::Excellent));
}

/// 0.6 points more good sections and 0.3 points more 劣Ⅴ than in 2022, as published.
#[test]
fn changes_are_of_the_published_shares() {
    let before = Shares::of_counts([0, 0, 295, 31, 0, 0]);
    let now = Shares::of_counts([0, 0, 297, 23, 5, 1]);
    assert_eq!(before.good_share(), Some(dec("90.5")));
    let change = ShareChange::between(&before, &now).expect("two shares");
    assert_eq!((change.good, change.inferior), (dec("0.6"), dec("0.3")));
    assert_eq!(change.trend, Trend::Steady);
    assert_eq!(ShareChange::between(&Shares::default(), &now), None);
}

#[test]
fn shares_round_half_to_even() {
    let share = |part, all| Shares::of_counts([part, 0, 0, all - part, 0, 0]).good_share();
    assert_eq!(share(1, 2000), Some(dec("0.0")), "0.05");
    assert_eq!(share(3, 2000), Some(dec("0.2")), "0.15");
    assert_eq!(share(291, 326), Some(dec("89.3")));
    assert_eq!(Shares::default().good_share(), None);
}

#[test]
fn a_section_without_a_class_is_in_no_share() {
    let shares: Shares = [Some(WaterClass::I), None, Some(WaterClass::V)].into_iter().collect();
    assert_eq!((shares.graded(), shares.ungraded()), (2, 1));
    assert_eq!(shares.good_share(), Some(dec("50.0")));
}

#[test]
fn a_section_counts_in_each_of_its_sets() {
    use WaterClass::{II, IV};
    let sets = Shares::by_set([
        ("国控", Some(II)),
        ("长江", Some(II)),
        ("国控", Some(IV)),
        ("汉江", Some(IV)),
        ("国控", None),
    ]);
    assert_eq!(sets["国控"].good_share(), Some(dec("50.0")));
    assert_eq!((sets["国控"].graded(), sets["国控"].ungraded()), (2, 1));
    assert_eq!(sets["长江"].good_share(), Some(dec("100.0")));
    assert_eq!(sets["汉江"].good_share(), Some(dec("0.0")));
}

#[test]
fn words_of_quality_change_where_the_method_says() {
    for (counts, quality) in [
        ([90, 0, 0, 10, 0, 0], Quality::Excellent),
        ([8999, 0, 0, 1001, 0, 0], Quality::Good),
        ([0, 75, 0, 0, 0, 25], Quality::Good),
        ([0, 0, 74, 7, 0, 19], Quality::LightlyPolluted),
        ([0, 0, 74, 6, 0, 20], Quality::ModeratelyPolluted),
        ([0, 0, 60, 1, 0, 39], Quality::ModeratelyPolluted),
        ([0, 0, 60, 0, 0, 40], Quality::HeavilyPolluted),
    ] {
        assert_eq!(Shares::of_counts(counts).quality(), Some(quality), "{counts:?}");
    }
    assert_eq!(Shares::default().quality(), None);
}

fn together(sections: &[Values]) -> Overall {
    let grades: Vec<Grade> = sections
        .iter()
        .map(|values| Grade::of(values, Body::River, Rules::LATEST))
        .collect();
    let of: Vec<Section<'_>> = sections
        .iter()
        .zip(&grades)
        .map(|(means, grade)| Section { means, grade })
        .collect();
    assess(&of, Body::River, Rules::LATEST)
}

#[test]
fn fewer_than_five_sections_are_averaged() {
    let section = |ammonia: &str| values(&[(Item::AmmoniaNitrogen, ammonia)]);
    let four = together(&[section("0.1"), section("0.1"), section("0.1"), section("2.5")]);
    assert_eq!(four.quality, Some(Quality::Good), "0.7 on average");
    let Method::Means { grade, .. } = &four.method else {
        panic!("four sections are averaged")
    };
    assert_eq!(grade.class, Some(WaterClass::III));
    let five = together(&[
        section("0.1"),
        section("0.1"),
        section("0.1"),
        section("0.1"),
        section("2.5"),
    ]);
    assert!(matches!(five.method, Method::Shares { .. }));
    assert_eq!(five.quality, Some(Quality::Good), "80 %");
    assert_eq!(together(&[]).quality, None);
}

#[test]
fn a_river_names_what_most_of_its_sections_exceed() {
    let a = values(&[(Item::TotalPhosphorus, "0.25"), (Item::AmmoniaNitrogen, "1.2")]);
    let b = values(&[(Item::TotalPhosphorus, "0.25"), (Item::Permanganate, "7")]);
    let c = values(&[(Item::TotalPhosphorus, "0.25"), (Item::Fluoride, "1.2")]);
    let good = values(&[(Item::Ph, "7")]);
    let five = together(&[a, b, c, good.clone(), good.clone()]);
    assert_eq!(five.quality, Some(Quality::LightlyPolluted));
    let Method::Shares { pollutants } = &five.method else {
        panic!("five sections go by their shares")
    };
    let named: Vec<_> = pollutants.iter().map(|one| (one.item, one.share())).collect();
    assert_eq!(
        named,
        [
            (Item::TotalPhosphorus, Some(dec("60.0"))),
            (Item::Permanganate, Some(dec("20.0"))),
            (Item::AmmoniaNitrogen, Some(dec("20.0"))),
        ]
    );
    let fine = together(&vec![good; 5]);
    assert_eq!(fine.method, Method::Shares { pollutants: vec![] });
}

#[test]
fn sections_change_by_classes() {
    use WaterClass::{I, II, III, InferiorV, V};
    for (before, now, classes, trend) in [
        (II, II, 0, Trend::Steady),
        (III, II, 1, Trend::Better),
        (II, III, -1, Trend::Worse),
        (V, III, 2, Trend::MuchBetter),
        (I, InferiorV, -5, Trend::MuchWorse),
    ] {
        let change = ClassChange::between(before, now);
        assert_eq!((change.classes, change.trend), (classes, trend));
    }
}

#[test]
fn rivers_change_by_shares() {
    let before = Shares::of_counts([0, 0, 50, 40, 0, 10]);
    for (now, trend) in [
        ([0, 0, 55, 40, 0, 5], Trend::Steady),
        ([0, 0, 56, 39, 0, 5], Trend::Better),
        ([0, 0, 60, 40, 0, 0], Trend::Better),
        ([0, 0, 61, 39, 0, 0], Trend::MuchBetter),
        ([0, 0, 44, 41, 0, 15], Trend::Worse),
        ([0, 0, 39, 41, 0, 20], Trend::MuchWorse),
    ] {
        let change = ShareChange::between(&before, &Shares::of_counts(now)).expect("two shares");
        assert_eq!(change.trend, trend, "{now:?}");
    }
}

#[test]
fn a_section_is_held_against_its_target_and_last_year() {
    use WaterClass::{II, III, IV};
    let held = Held::of(III, Some(III), Some(II));
    assert_eq!((held.target, held.last_year), (Some(true), Some(false)));
    let held = Held::of(III, Some(II), Some(IV));
    assert_eq!((held.target, held.last_year), (Some(false), Some(true)));
    assert_eq!(Held::of(III, None, None).target, None);
}

#[test]
fn drinking_water_keeps_class_three_and_table_two() {
    let source = |of: &[(Item, &str)]| drinking::assess(&values(of), Body::Lake, Rules::LATEST);
    let clean = source(&[(Item::Permanganate, "6"), (Item::Sulfate, "250"), (Item::Iron, "0.3")]);
    assert_eq!(clean.met, Some(true));
    assert_eq!(clean.unmeasured, [Item::Chloride, Item::Nitrate, Item::Manganese]);

    let rusty = source(&[(Item::Permanganate, "2"), (Item::Iron, "0.45")]);
    assert_eq!(rusty.met, Some(false));
    let failure = rusty.failures[0];
    assert_eq!((failure.item, failure.times), (Item::Iron, Some(dec("0.5"))));
    assert_eq!(failure.rule.source().clause, "表2");

    let rich = source(&[(Item::Permanganate, "2"), (Item::TotalNitrogen, "3")]);
    assert_eq!(rich.met, Some(true), "nitrogen does not count");
    assert_eq!(rich.apart.len(), 1);

    let lake_limit = source(&[(Item::TotalPhosphorus, "0.06")]);
    assert_eq!(lake_limit.met, Some(false));
    assert_eq!(source(&[(Item::Iron, "0.1")]).met, None, "nothing that counts");
}

/// 151 of 151 sources complied in 2023, as published.
#[test]
fn rates_of_compliance() {
    let water = |amount: &str| drinking::assess(&values(&[(Item::Permanganate, amount)]), Body::River, Rules::LATEST);
    let (good, bad, none) = (
        water("2"),
        water("7"),
        drinking::assess(&Values::new(), Body::River, Rules::LATEST),
    );
    let all = drinking::rates(std::iter::repeat_n((&good, None), 151));
    assert_eq!(
        (all.met, all.of, all.share, all.by_volume),
        (151, 151, Some(dec("100.0")), None)
    );
    let some = drinking::rates([(&good, Some(dec("900"))), (&bad, Some(dec("100"))), (&none, None)]);
    assert_eq!((some.met, some.of), (1, 2));
    assert_eq!((some.share, some.by_volume), (Some(dec("50.0")), Some(dec("90.0"))));
}
