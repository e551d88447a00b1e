//! A city: the days of its points in, the city's day out.

use jiff::civil::Date;

use super::{
    amount::{Mean, Total},
    day::{Basis, Day, DayValue},
    pollutant::Pollutant,
    rules::Rules,
};

/// Takes in one day of each point of a city.
///
/// The city's day is the mean of its points, if at least 75 % of them have a valid value
/// ([`Rule::CityPoints`](super::Rule::CityPoints)).
#[derive(Debug, Clone)]
pub struct CityDay {
    date: Date,
    rules: Rules,
    points: u16,
    totals: [Total; Pollutant::COUNT],
    ozone_hour_max: Total,
}

impl CityDay {
    /// A city's day without points yet. `points` are all that the city is assessed by, whether they
    /// measured that day or not. `None` before the rules ([`Rules::on`]).
    pub fn new(date: Date, points: u16) -> Option<Self> {
        Some(Self {
            date,
            rules: Rules::on(date)?,
            points,
            totals: [Total::ZERO; Pollutant::COUNT],
            ozone_hour_max: Total::ZERO,
        })
    }

    /// Takes in a point; answers whether it is of this day, and leaves it out if not. The order of the
    /// points does not matter.
    pub fn add(&mut self, point: &Day) -> bool {
        if point.date != self.date {
            return false;
        }
        for (total, value) in self.totals.iter_mut().zip(&point.values) {
            if let Some(mean) = value.mean() {
                total.add(mean);
            }
        }
        if let Some(mean) = point.ozone_hour_max {
            self.ozone_hour_max.add(mean);
        }
        true
    }

    /// The city's day.
    pub fn day(&self) -> Day {
        let values = Pollutant::ALL.map(|pollutant| self.value(&self.totals[pollutant.place()]));
        Day {
            date: self.date,
            rules: self.rules,
            values,
            ozone_hour_max: self.mean(&self.ozone_hour_max),
        }
    }

    fn value(&self, total: &Total) -> DayValue {
        let valid = u16::try_from(total.count()).unwrap_or(u16::MAX);
        let basis = Basis::Points {
            valid,
            all: self.points,
        };
        match self.mean(total) {
            Some(mean) => DayValue::Valid { mean, basis },
            None if valid == 0 => DayValue::Missing,
            None => DayValue::TooFew {
                basis,
                least: least_points(self.points),
            },
        }
    }

    fn mean(&self, total: &Total) -> Option<Mean> {
        let enough = total.count() >= u32::from(least_points(self.points));
        total.mean().filter(|_| enough).map(Mean::from)
    }
}

/// 75 % of the points, rounded up; no fewer than one.
fn least_points(points: u16) -> u16 {
    let least = (u32::from(points) * 3).div_ceil(4).max(1);
    u16::try_from(least).unwrap_or(points)
}
