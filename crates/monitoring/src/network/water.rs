//! Water over a year: every section by month, so far, and against its target and the year before.

use jiff::{ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};
use yaodian_domain::time::DaySpan;

use super::{
    record::WaterRecord,
    register::{Place, Register},
    versions::States,
};
use crate::water::{
    Grade, Held, Rules, ShareChange, Shares, Values, WaterClass,
    period::{self, Assessed, Sample},
};

/// A section over the months of a year, as known on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionYear<'r> {
    /// The section.
    pub place: &'r Place,
    /// The samples of the year that count.
    pub samples: Vec<Sample>,
    /// The twelve months, from January on.
    pub months: Vec<Option<Grade>>,
    /// The year so far: until the day of asking, or the year's end.
    pub so_far: Assessed,
    /// The same stretch of the year before, where it was measured.
    pub last_year: Option<WaterClass>,
}

impl SectionYear<'_> {
    /// The class of the year so far.
    pub fn class(&self) -> Option<WaterClass> {
        self.so_far.grade.as_ref()?.class
    }

    /// The class of a month, 1 to 12.
    pub fn month(&self, month: i8) -> Option<WaterClass> {
        let at = usize::try_from(month.checked_sub(1)?).ok()?;
        self.months.get(at)?.as_ref()?.class
    }

    /// The last month that has a class, 1 to 12.
    pub fn latest_month(&self) -> Option<i8> {
        (1..=12).rfind(|month| self.month(*month).is_some())
    }

    /// The means of the months, from January on; `None` of one in which nothing was measured.
    pub fn monthly(&self) -> Vec<Option<Values>> {
        let of_month = |month: i8| {
            let samples = self.samples.iter().filter(|sample| sample.on.month() == month);
            let mut values = samples
                .map(|sample| &sample.values)
                .filter(|values| !values.is_empty())
                .peekable();
            values.peek().is_some().then(|| Values::mean(values))
        };
        (1..=12).map(of_month).collect()
    }

    /// Against its target and the year before; `None` without a class.
    pub fn held(&self) -> Option<Held> {
        Some(Held::of(self.class()?, self.place.target, self.last_year))
    }
}

/// The stretch of a year that is told on a day: from its first day until that day, or its last.
pub fn so_far(year: i16, as_of: Date) -> Option<DaySpan> {
    let whole = DaySpan::year(year);
    DaySpan::new(whole.from(), whole.to().min(as_of)).ok()
}

/// The same days of the year before. The 29th of February becomes the last of that month.
pub(super) fn year_before(span: DaySpan) -> Option<DaySpan> {
    let before = |day: Date| {
        let moved = day.checked_sub(1.year()).ok()?;
        // A month's end stays one: 2023-02-28 stands for 2024-02-29.
        Some(if day == day.last_of_month() {
            moved.last_of_month()
        } else {
            moved
        })
    };
    DaySpan::new(before(span.from())?, before(span.to())?).ok()
}

/// A section over a stretch, as known on a day.
pub fn assessed(record: &WaterRecord, place: &Place, span: DaySpan, as_of: Date) -> Assessed {
    let samples = record.samples(&place.code, span, as_of);
    let rules = Rules::on(span.to()).unwrap_or(Rules::LATEST);
    period::assess(&samples, span, as_of, place.body, rules)
}

/// One section over a year, as known on a day; `None` of a year that has not begun.
pub fn section<'r>(record: &WaterRecord, place: &'r Place, year: i16, as_of: Date) -> Option<SectionYear<'r>> {
    let span = so_far(year, as_of)?;
    let samples = record.samples(&place.code, span, as_of);
    let rules = Rules::on(span.to()).unwrap_or(Rules::LATEST);
    let over = |span| period::assess(&samples, span, as_of, place.body, rules);
    let months = (1..=12).map(|month| {
        let month = DaySpan::month(year, month)?;
        samples
            .iter()
            .any(|sample| month.contains(sample.on))
            .then(|| over(month))?
            .grade
    });
    let last_year = year_before(span).and_then(|before| assessed(record, place, before, as_of).grade?.class);
    Some(SectionYear {
        place,
        months: months.collect(),
        so_far: over(span),
        last_year,
        samples,
    })
}

/// All sections that serve in a year, as known on a day, by their codes.
pub fn sections<'r>(register: &'r Register, record: &WaterRecord, year: i16, as_of: Date) -> Vec<SectionYear<'r>> {
    let Some(span) = so_far(year, as_of) else {
        return Vec::new();
    };
    let places = register.on(as_of).into_iter().filter(|place| place.serves(span));
    places.filter_map(|place| section(record, place, year, as_of)).collect()
}

/// How far the samples of these places within a stretch were looked through, as known on a day.
pub fn states<'p>(
    record: &WaterRecord,
    places: impl IntoIterator<Item = &'p Place>,
    span: DaySpan,
    as_of: Date,
) -> States {
    let samples = places
        .into_iter()
        .flat_map(|place| record.counting(&place.code, span, as_of));
    samples.map(|(_, version)| version.state).collect()
}

/// The counts of classes of the months of a year and of the year so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharesOfYear {
    /// From January on.
    pub months: Vec<Shares>,
    /// The year so far: of the sections' classes so far, not a sum of months.
    pub so_far: Shares,
    /// The same stretch of the year before.
    pub last_year: Shares,
}

/// Two stretches of the same sections: those with a result in both, so that no change comes from sections
/// that were not measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// The stretch of the year before.
    pub before: Shares,
    /// The year so far.
    pub now: Shares,
}

/// How the year so far compares with the same stretch of the year before.
pub fn compared<'s, 'r: 's>(sections: impl IntoIterator<Item = &'s SectionYear<'r>>) -> Compared {
    let both = sections
        .into_iter()
        .filter_map(|section| Some((section.last_year?, section.class()?)));
    let (before, now): (Vec<WaterClass>, Vec<WaterClass>) = both.unzip();
    Compared {
        before: before.into_iter().collect(),
        now: now.into_iter().collect(),
    }
}

impl Compared {
    /// By how much, and which way water went; `None` where no section has a result in both.
    pub fn change(&self) -> Option<ShareChange> {
        ShareChange::between(&self.before, &self.now)
    }

    /// Of how many sections.
    pub fn sections(&self) -> u32 {
        self.now.graded()
    }
}

/// How many sections are of which class.
pub fn shares<'s, 'r: 's>(sections: impl IntoIterator<Item = &'s SectionYear<'r>> + Clone) -> SharesOfYear {
    let all = || sections.clone().into_iter();
    SharesOfYear {
        months: (1..=12)
            .map(|month| all().map(|section| section.month(month)).collect())
            .collect(),
        so_far: all().map(SectionYear::class).collect(),
        last_year: all().map(|section| section.last_year).collect(),
    }
}
