//! Short ways to write what the tests of water need.
#![allow(dead_code, reason = "each test file uses some of it")]

use yaodian_domain::{Date, Decimal};
use yaodian_monitoring::water::{Body, Grade, Item, Rules, Value, Values, period::Sample};

/// A figure.
pub fn dec(text: &str) -> Decimal {
    text.parse().expect("a figure")
}

/// Measured values.
pub fn values(of: &[(Item, &str)]) -> Values {
    of.iter()
        .map(|&(item, amount)| (item, Value::found(dec(amount))))
        .collect()
}

/// The grade of measured values of a river.
pub fn river(of: &[(Item, &str)]) -> Grade {
    Grade::of(&values(of), Body::River, Rules::LATEST)
}

/// The grade of measured values of a lake.
pub fn lake(of: &[(Item, &str)]) -> Grade {
    Grade::of(&values(of), Body::Lake, Rules::LATEST)
}

/// A sample of a day of 2023.
pub fn sample(month: i8, day: i8, of: &[(Item, &str)]) -> Sample {
    Sample {
        on: Date::constant(2023, month, day),
        values: values(of),
        refused: Vec::new(),
    }
}
