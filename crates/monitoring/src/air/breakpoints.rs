//! The concentrations at which a sub-index takes its round values (HJ 633, table 1).

use super::{amount::Amount, pollutant::Indicator, rules::Rules};

/// The round values of a sub-index, for each of which a table names a concentration.
pub const ROUND_INDEXES: [u16; 8] = [0, 50, 100, 150, 200, 300, 400, 500];

/// The concentrations for the first values of [`ROUND_INDEXES`], in thousandths of the unit, and what a
/// concentration above the last of them means.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table {
    points: &'static [u32],
    pub beyond: Beyond,
}

/// What a concentration above a table's last means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beyond {
    /// 500.
    Top,
    /// This index, and no more.
    Capped,
    /// No index by this averaging time: another one stands in.
    NoIndex,
}

/// The stretch of a table that a concentration is in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    pub low: u32,
    pub high: u32,
    pub index_low: u16,
    pub index_high: u16,
}

impl Table {
    /// The highest concentration of the table, and its index.
    pub fn top(&self) -> (u32, u16) {
        let last = self.points.len() - 1;
        (self.points[last], ROUND_INDEXES[last])
    }

    /// The stretch that holds a concentration, the upper end within; `None` above the table.
    #[inline]
    pub fn segment(&self, thousandths: u32) -> Option<Segment> {
        let above = 1 + self.points[1..].iter().position(|&point| thousandths <= point)?;
        Some(Segment {
            low: self.points[above - 1],
            high: self.points[above],
            index_low: ROUND_INDEXES[above - 1],
            index_high: ROUND_INDEXES[above],
        })
    }
}

impl Segment {
    /// The index of a concentration in the stretch, rounded up.
    #[inline]
    pub fn index(&self, thousandths: u32) -> u16 {
        // At most a hundred times a stretch of 1,140 units, in thousandths: it fits 32 bits.
        let part = u32::from(self.index_high - self.index_low) * (thousandths - self.low);
        let up = part.div_ceil(self.high - self.low);
        // No more than `index_high`, since the part is no larger than the whole.
        self.index_low + u16::try_from(up).unwrap_or(0)
    }
}

impl Rules {
    /// The round values of an indicator's sub-index with their concentrations, lowest first. A table that
    /// ends early has fewer than [`ROUND_INDEXES`].
    ///
    /// ```
    /// use yaodian_monitoring::air::{Amount, Indicator, Rules};
    /// let dust: Vec<_> = Rules::In2012.breakpoints(Indicator::Pm25Day).collect();
    /// assert_eq!(dust[2], (100, Amount::from_units(75)));
    /// assert_eq!(Rules::In2012.breakpoints(Indicator::So2Hour).last(), Some((200, Amount::from_units(800))));
    /// ```
    pub fn breakpoints(self, indicator: Indicator) -> impl Iterator<Item = (u16, Amount)> {
        let points = table(indicator, self).points.iter();
        let amounts = points.map(|&thousandths| Amount::from_thousandths(thousandths));
        ROUND_INDEXES.into_iter().zip(amounts)
    }
}

/// Whole units as thousandths.
const fn units<const N: usize>(points: [u32; N]) -> [u32; N] {
    let mut thousandths = points;
    let mut place = 0;
    while place < N {
        thousandths[place] *= 1000;
        place += 1;
    }
    thousandths
}

const SO2_DAY: [u32; 8] = units([0, 50, 150, 475, 800, 1600, 2100, 2620]);
const SO2_HOUR: [u32; 5] = units([0, 150, 500, 650, 800]);
const NO2_DAY: [u32; 8] = units([0, 40, 80, 180, 280, 565, 750, 940]);
const NO2_HOUR: [u32; 8] = units([0, 100, 200, 700, 1200, 2340, 3090, 3840]);
const PM10: [u32; 8] = units([0, 50, 150, 250, 350, 420, 500, 600]);
const PM10_2026: [u32; 8] = units([0, 50, 120, 250, 350, 420, 500, 600]);
const CO_DAY: [u32; 8] = units([0, 2, 4, 14, 24, 36, 48, 60]);
const CO_HOUR: [u32; 8] = units([0, 5, 10, 35, 60, 90, 120, 150]);
const O3_HOUR: [u32; 8] = units([0, 160, 200, 300, 400, 800, 1000, 1200]);
const O3_EIGHT_HOURS: [u32; 6] = units([0, 100, 160, 215, 265, 800]);
const PM25: [u32; 8] = units([0, 35, 75, 115, 150, 250, 350, 500]);
const PM25_2026: [u32; 8] = units([0, 35, 60, 115, 150, 250, 350, 500]);

/// The table of an indicator. Dust has one for all averaging times.
#[inline]
pub(super) const fn table(indicator: Indicator, rules: Rules) -> Table {
    let in_2012 = matches!(rules, Rules::In2012);
    let (points, beyond): (&'static [u32], _) = match indicator {
        Indicator::So2Day => (&SO2_DAY, Beyond::Top),
        Indicator::So2Hour if in_2012 => (&SO2_HOUR, Beyond::NoIndex),
        Indicator::So2Hour => (&SO2_HOUR, Beyond::Capped),
        Indicator::No2Day => (&NO2_DAY, Beyond::Top),
        Indicator::No2Hour => (&NO2_HOUR, Beyond::Top),
        Indicator::Pm10Hour | Indicator::Pm10Day if in_2012 => (&PM10, Beyond::Top),
        Indicator::Pm10Hour | Indicator::Pm10Day => (&PM10_2026, Beyond::Top),
        Indicator::CoDay => (&CO_DAY, Beyond::Top),
        Indicator::CoHour => (&CO_HOUR, Beyond::Top),
        Indicator::O3Hour | Indicator::O3HourMax => (&O3_HOUR, Beyond::Top),
        Indicator::O3EightHours | Indicator::O3EightHoursMax if in_2012 => (&O3_EIGHT_HOURS, Beyond::NoIndex),
        Indicator::O3EightHours | Indicator::O3EightHoursMax => (&O3_EIGHT_HOURS, Beyond::Capped),
        Indicator::Pm25Hour | Indicator::Pm25Day if in_2012 => (&PM25, Beyond::Top),
        Indicator::Pm25Hour | Indicator::Pm25Day => (&PM25_2026, Beyond::Top),
    };
    Table { points, beyond }
}
