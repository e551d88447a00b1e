//! The days of a year as squares, Monday first.

use yaodian_domain::{Date, time::DaySpan};
use yaodian_words::{Lang, pictures as words};

use super::{
    sheet::{Frame, Sheet},
    text::{Anchor, Spot},
};

/// How a day looks, and what stands in its square.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Its class on a page, such as `aq-2` or `wash-3`; nothing if empty.
    pub class: String,
    /// What stands in the square, a sign or a number; nothing if empty.
    pub sign: String,
    /// What is said of it in words; nothing if empty.
    pub title: String,
}

/// What is known of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// It is to come.
    Ahead,
    /// It is marked.
    Of(Day),
}

/// A year of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The language of its months.
    pub lang: Lang,
    /// The year.
    pub year: i16,
    /// Its days from the first, as far as they are given.
    pub days: Vec<Mark>,
}

/// A month: its name, its place in the week (1 is Monday), its days.
pub type Month<'a> = (String, i8, Vec<(Date, &'a Mark)>);

impl Calendar {
    /// A year whose days look as `mark` says.
    pub fn of(lang: Lang, year: i16, mut mark: impl FnMut(Date) -> Mark) -> Self {
        let mut days = Vec::with_capacity(366);
        for month in 1..=12 {
            let Some(span) = DaySpan::month(year, month) else {
                continue;
            };
            days.extend(
                (1..=span.to().day())
                    .filter_map(|day| Date::new(year, month, day).ok())
                    .map(&mut mark),
            );
        }
        Self { lang, year, days }
    }

    /// The twelve months.
    pub fn months(&self) -> Vec<Month<'_>> {
        let mut days = self.days.iter();
        (1..=12)
            .filter_map(|month| DaySpan::month(self.year, month))
            .map(|span| {
                let (first, number) = (span.from(), span.from().month());
                let dates = (1..=span.to().day()).filter_map(|day| Date::new(self.year, number, day).ok());
                let marked = dates
                    .zip(days.by_ref().take(usize::try_from(span.days()).unwrap_or(31)))
                    .collect();
                (
                    words::month(self.lang, number),
                    first.weekday().to_monday_one_offset(),
                    marked,
                )
            })
            .collect()
    }

    /// How high a sheet so wide must be.
    pub fn height(width: u16) -> u16 {
        let frame = Frame::alone(width, 160);
        let (columns, side) = layout(frame);
        let rows = f64::from(12_u16.div_ceil(columns));
        let high = rows * (frame.text * 1.8 + side * 6.0 + 10.0) + 8.0;
        // Whole pixels, rounded up, without a cast.
        (160..2_400).find(|height| f64::from(*height) >= high).unwrap_or(2_400)
    }

    /// Draws it. Days that carry a class `wash-0` to `wash-4` are drawn in these steps of ink.
    pub fn draw(&self, frame: Frame, id: &str) -> Sheet {
        let mut sheet = Sheet::new(frame, id);
        let (columns, side) = layout(frame);
        let size = frame.text;
        let wide = (frame.width - 8.0) / f64::from(columns);
        let high = size * 1.8 + side * 6.0 + 10.0;
        for (at, (name, offset, days)) in (0_u16..).zip(self.months()) {
            let left = 4.0 + wide * f64::from(at % columns);
            let top = 4.0 + high * f64::from(at / columns);
            sheet.label("p-t", size, &name, &[Spot::new(left, top + size, Anchor::Start)]);
            for (place, (_, mark)) in (0_i16..).zip(days) {
                let place = place + i16::from(offset) - 1;
                let (x, y) = (
                    left + side * f64::from(place % 7),
                    top + size * 1.6 + side * f64::from(place / 7),
                );
                sheet.block("p-cell", (x + 0.5, y + 0.5), side - 1.0, side - 1.0);
                let Mark::Of(day) = mark else { continue };
                if let Some(step) = day.class.split(' ').find_map(|class| class.strip_prefix("wash-")) {
                    sheet.block(&format!("p-w{step}"), (x + 0.5, y + 0.5), side - 1.0, side - 1.0);
                }
                if day.class.split(' ').any(|class| class == "due") {
                    sheet.block("p-due", (x + 1.5, y + 1.5), side - 3.0, side - 3.0);
                }
            }
        }
        sheet
    }
}

/// How many months stand beside each other, and how large a day is.
fn layout(frame: Frame) -> (u16, f64) {
    let columns = match frame.width {
        width if width >= 640.0 => 4,
        width if width >= 400.0 => 3,
        _ => 2,
    };
    let side = ((frame.width - 8.0) / f64::from(columns) - 14.0) / 7.0;
    (columns, side.min(26.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(year: i16) -> Calendar {
        Calendar::of(Lang::Zh, year, |date| {
            if date > Date::constant(year, 9, 25) {
                return Mark::Ahead;
            }
            Mark::Of(Day {
                class: "wash-2 due".to_owned(),
                sign: "3".to_owned(),
                title: date.to_string(),
            })
        })
    }

    #[test]
    fn a_year_has_all_of_its_days_in_their_weeks() {
        for (number, days) in [(2023, 365), (2024, 366)] {
            let year = year(number);
            let months = year.months();
            assert_eq!(months.iter().map(|(_, _, days)| days.len()).sum::<usize>(), days);
            assert_eq!(months.len(), 12);
        }
        let year = year(2023);
        let months = year.months();
        assert_eq!(months[0].1, 7, "2023 begins on a Sunday");
        let last = months[8]
            .2
            .iter()
            .filter(|(_, mark)| matches!(mark, Mark::Of(_)))
            .count();
        assert_eq!((last, months[8].2.len()), (25, 30));
    }

    #[test]
    fn every_square_lies_on_the_sheet() {
        for width in [240, 340, 720] {
            let frame = Frame::alone(width, Calendar::height(width));
            let sheet = year(2023).draw(frame, "c");
            assert_eq!(sheet.labels().len(), 12);
            let markup = sheet.on_page("calendar", "", None);
            let beyond = markup
                .split(" y=\"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next()?.parse::<f64>().ok());
            assert!(beyond.fold(0.0, f64::max) < frame.height, "{width}");
        }
    }
}
