//! What must hold of any water and of any text.

mod water_support;

use proptest::prelude::*;
use yaodian_domain::{Date, Decimal, time::DaySpan};
use yaodian_monitoring::day;
use yaodian_monitoring::water::{
    Body, Grade, Item, ItemGrade, Rules, Shares, Table, Unit, Value, Values, WaterClass, header,
    period::{self, Sample},
    reading,
};

fn item() -> impl Strategy<Value = Item> {
    (0..Item::COUNT).prop_map(|place| Item::ALL[place])
}

fn body() -> impl Strategy<Value = Body> {
    prop_oneof![Just(Body::River), Just(Body::Lake)]
}

/// Amounts as they occur: many near the limits, some far off.
fn amount() -> impl Strategy<Value = Decimal> {
    (0_i64..=400, 0_u32..=6).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

fn values() -> impl Strategy<Value = Values> {
    proptest::collection::vec((item(), amount().prop_map(Value::found)), 0..24)
        .prop_map(|pairs| pairs.into_iter().collect())
}

fn samples() -> impl Strategy<Value = Vec<Sample>> {
    let sample = (1_i8..=12, 1_i8..=28, values()).prop_map(|(month, day, values)| Sample {
        on: Date::constant(2023, month, day),
        values,
        refused: Vec::new(),
    });
    proptest::collection::vec(sample, 0..30)
}

fn grade(values: &Values, body: Body) -> Grade {
    Grade::of(values, body, Rules::LATEST)
}

proptest! {
    #[test]
    fn one_more_item_never_makes_water_better(water in values(), item in item(), amount in amount(), body in body()) {
        let before = grade(&water, body).class;
        let mut more = water;
        prop_assume!(more.get(item).is_none());
        more.set(item, Value::found(amount));
        prop_assert!(grade(&more, body).class >= before);
    }

    #[test]
    fn the_class_is_that_of_the_worst_item(water in values(), body in body()) {
        let grade = grade(&water, body);
        prop_assert_eq!(grade.class, grade.items.iter().map(|one| one.class).max());
        prop_assert_eq!(grade.pollutants.is_empty(), grade.class.is_none_or(WaterClass::is_good));
        prop_assert!(grade.pollutants.len() <= 3);
    }

    #[test]
    fn a_kept_limit_holds_and_a_failed_one_does_not(item in item(), amount in amount(), body in body()) {
        if let Some(one) = ItemGrade::of(item, Value::found(amount), body, Rules::LATEST) {
            prop_assert!(one.kept.is_none_or(|limit| limit.holds(amount)));
            prop_assert!(one.failed.is_none_or(|limit| !limit.holds(amount)));
            prop_assert_eq!(one.kept.is_none(), one.class == WaterClass::InferiorV);
            prop_assert_eq!(one.failed.is_none(), one.class == WaterClass::I);
            let times = one.times_over(body, Rules::LATEST);
            prop_assert_eq!(times.is_some(), one.exceeds() && item.has_multiple());
        }
    }

    #[test]
    fn more_of_a_bad_thing_is_never_better(item in item(), amount in amount(), more in amount(), body in body()) {
        let class = |amount| ItemGrade::of(item, Value::found(amount), body, Rules::LATEST).map(|one| one.class);
        let (less, more) = (class(amount), class(amount + more));
        match item {
            Item::DissolvedOxygen => prop_assert!(more <= less),
            Item::Ph => {}
            _ => prop_assert!(more >= less),
        }
    }

    #[test]
    fn means_lie_between(of in proptest::collection::vec(values(), 1..14)) {
        let means = Values::mean(&of);
        for item in Item::ALL {
            let amounts: Vec<Decimal> = of.iter().filter_map(|one| one.get(item)).map(|one| one.amount).collect();
            match means.get(item) {
                Some(mean) => {
                    prop_assert!(amounts.iter().min().is_some_and(|least| *least <= mean.settled()));
                    prop_assert!(amounts.iter().max().is_some_and(|most| *most >= mean.settled()));
                }
                None => prop_assert!(amounts.is_empty()),
            }
        }
    }

    #[test]
    fn the_order_of_samples_does_not_matter(samples in samples(), turn in 0_usize..30, body in body()) {
        let today = Date::constant(2024, 1, 1);
        let assess = |samples: &[Sample]| period::assess(samples, DaySpan::year(2023), today, body, Rules::LATEST);
        let mut turned = samples.clone();
        turned.rotate_left(turn % samples.len().max(1));
        turned.reverse();
        let (one, other) = (assess(&samples), assess(&turned));
        prop_assert_eq!(one.means, other.means);
        prop_assert_eq!(one.grade, other.grade);
        prop_assert_eq!((one.samples, one.months), (other.samples, other.months));
    }

    #[test]
    fn a_mean_of_equal_samples_is_the_sample(water in values(), times in 1_usize..13, body in body()) {
        let mean = Values::mean(std::iter::repeat_n(&water, times));
        prop_assert_eq!(grade(&mean, body).class, grade(&water, body).class);
    }

    #[test]
    fn shares_are_of_what_was_counted(counts in proptest::array::uniform6(0_u32..5_000)) {
        let shares = Shares::of_counts(counts);
        let sum: Option<Decimal> = WaterClass::ALL.into_iter().map(|class| shares.share(class)).sum();
        if let Some(sum) = sum {
            // Each is rounded for itself, by half a tenth at most.
            prop_assert!((sum - Decimal::ONE_HUNDRED).abs() <= Decimal::new(3, 1));
        } else {
            prop_assert_eq!(shares.graded(), 0);
        }
    }

    #[test]
    fn no_head_is_too_odd(text in ".{0,30}") {
        let _ = header::read(&text);
    }

    #[test]
    fn no_head_of_familiar_pieces_is_too_odd(pieces in proptest::collection::vec(
        prop_oneof!["[(（)）/_:, -]", Just("氨氮".to_owned()), Just("mg/L".to_owned()), Just("μ".to_owned())], 0..8,
    )) {
        let _ = header::read(&pieces.concat());
    }

    #[test]
    fn no_cell_is_too_odd(text in ".{0,30}", item in item(), body in body()) {
        for unit in [item.unit(), Unit::MicrogramPerLitre, Unit::Metre] {
            let _ = reading::read(&text, item, unit, body, Rules::LATEST);
        }
    }

    #[test]
    fn no_table_is_too_odd(
        heads in proptest::collection::vec(prop_oneof![
            Just("pH"), Just("氨氮(mg/L)"), Just("总磷(μg/L)"), Just("监测时间"), Just("水体类型"), Just("备注"),
        ], 0..6),
        rows in proptest::collection::vec(proptest::collection::vec("[-0-9.<L未检出湖库河流]{0,7}", 0..7), 0..12),
    ) {
        let graded = Table::read(&heads).grade(&rows, Date::constant(2026, 1, 1));
        prop_assert_eq!(graded.len(), rows.len());
    }

    #[test]
    fn no_day_is_too_odd(text in "[0-9年月日/:. -]{0,20}") {
        let _ = day::read(&text);
    }
}
