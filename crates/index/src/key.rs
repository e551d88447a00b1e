//! What values are compared by.

use std::borrow::Cow;

use yaodian_domain::{Date, Decimal};

/// What a value is compared by. What cannot be read as its column wants comes behind what can, by
/// its text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Key<'a> {
    /// A count, the place in a list, or a day.
    Whole(i64),
    /// A number.
    Number(Decimal),
    /// Words, by code point.
    Text(Cow<'a, str>),
}

/// Two keys with everything between them, both included.
pub(crate) type Stretch = (Key<'static>, Key<'static>);

impl Key<'_> {
    pub fn into_owned(self) -> Key<'static> {
        match self {
            Self::Whole(whole) => Key::Whole(whole),
            Self::Number(number) => Key::Number(number),
            Self::Text(text) => Key::Text(Cow::Owned(text.into_owned())),
        }
    }
}

/// A day as a number whose order is that of the days: `20230925`.
pub(crate) fn of_day(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

/// [`of_day`] back as text: `2023-09-25`.
pub(crate) fn day_text(day: i64) -> String {
    format!("{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100)
}

/// Reads `2023-09-25`.
pub(crate) fn read_day(text: &str) -> Option<i64> {
    match parts(text)? {
        (year, Some(month), Some(day)) => Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        )
        .ok()
        .map(of_day),
        _ => None,
    }
}

/// Reads `2023-09-25`, or `2023-09` and `2023` for a whole month and year: the first and the last
/// day.
pub(crate) fn read_days(text: &str) -> Option<(i64, i64)> {
    match parts(text)? {
        (_, Some(_), Some(_)) => read_day(text).map(|day| (day, day)),
        (year, Some(month @ 1..=12), _) => {
            let month = year * 10_000 + month * 100;
            Some((month, month + 99))
        }
        (year, None, _) => Some((year * 10_000, year * 10_000 + 9_999)),
        _ => None,
    }
}

fn parts(text: &str) -> Option<(i64, Option<i64>, Option<i64>)> {
    let number = |text: &str, length: usize| -> Option<i64> {
        let digits = text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten()
    };
    match *text.as_bytes() {
        [_, _, _, _] => Some((number(text, 4)?, None, None)),
        [_, _, _, _, b'-', _, _] => Some((number(text.get(..4)?, 4)?, Some(number(text.get(5..)?, 2)?), None)),
        [_, _, _, _, b'-', _, _, b'-', _, _] => Some((
            number(text.get(..4)?, 4)?,
            Some(number(text.get(5..7)?, 2)?),
            Some(number(text.get(8..)?, 2)?),
        )),
        _ => None,
    }
}

/// Different keys in order.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    wholes: Vec<i64>,
    numbers: Vec<Decimal>,
    /// All texts, one behind the other.
    texts: String,
    /// Where each text ends.
    ends: Vec<u32>,
    /// Texts that `texts` had no more room for: it ends at 4 GiB.
    more: Vec<Box<str>>,
}

impl Keys {
    /// Adds a key that is greater than all before.
    pub fn push(&mut self, key: &Key<'_>) {
        match key {
            Key::Whole(whole) => self.wholes.push(*whole),
            Key::Number(number) => self.numbers.push(*number),
            Key::Text(text) => match u32::try_from(self.texts.len() + text.len()) {
                Ok(end) if self.more.is_empty() => {
                    self.texts.push_str(text);
                    self.ends.push(end);
                }
                _ => self.more.push(text.as_ref().into()),
            },
        }
    }

    pub fn len(&self) -> usize {
        self.wholes.len() + self.numbers.len() + self.ends.len() + self.more.len()
    }

    pub fn get(&self, rank: usize) -> Option<Key<'_>> {
        if let Some(whole) = self.wholes.get(rank) {
            return Some(Key::Whole(*whole));
        }
        let rank = rank - self.wholes.len();
        if let Some(number) = self.numbers.get(rank) {
            return Some(Key::Number(*number));
        }
        self.text(rank - self.numbers.len()).map(|text| Key::Text(text.into()))
    }

    fn text(&self, at: usize) -> Option<&str> {
        let Some(end) = self.ends.get(at) else {
            return self.more.get(at - self.ends.len()).map(|text| &**text);
        };
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        self.texts.get(start.unwrap_or(0) as usize..*end as usize)
    }

    /// How many keys are less than `key`, and whether it is among them itself.
    pub fn find(&self, key: &Key<'_>) -> (usize, bool) {
        let at = self.before(|other| other < key, key);
        (at, self.get(at).is_some_and(|other| &other == key))
    }

    /// How many keys are less than `key`, or not greater.
    pub fn count_to(&self, key: &Key<'_>, included: bool) -> usize {
        if included {
            self.before(|other| other <= key, key)
        } else {
            self.before(|other| other < key, key)
        }
    }

    fn before(&self, is_before: impl Fn(&Key<'_>) -> bool, near: &Key<'_>) -> usize {
        let (numbers, texts) = (self.wholes.len(), self.wholes.len() + self.numbers.len());
        let (mut low, mut high) = match near {
            Key::Whole(_) => (0, numbers),
            Key::Number(_) => (numbers, texts),
            Key::Text(_) => (texts, self.len()),
        };
        while low < high {
            let middle = low.midpoint(high);
            if self.get(middle).is_some_and(|key| is_before(&key)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    pub fn shrink(&mut self) {
        self.wholes.shrink_to_fit();
        self.numbers.shrink_to_fit();
        self.texts.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}
