//! Rows held against the register, one after another.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use yaodian_domain::time::DaySpan;

use super::{
    Good, Held, Reason, Said, Terms, Weighed,
    columns::{Columns, cell_of},
};
use crate::{
    air::{self, Averaging, Indicator, Period},
    day::{self, Day},
    network::{
        moment::{self, Moment},
        record::{AirSaid, WaterSaid},
        register::{Directory, Found, Place},
        versions::ReviewState,
    },
    water::{self, Item},
};

/// The cells of a row, none of one that may be shifted.
pub(super) fn sound<'c>(cells: &'c [String], heads: &[String]) -> &'c [String] {
    if is_shifted(cells, heads) { &[] } else { cells }
}

fn is_shifted(cells: &[String], heads: &[String]) -> bool {
    let surplus = cells.get(heads.len()..).unwrap_or_default();
    surplus.iter().any(|cell| !cell.trim().is_empty())
}

pub(super) enum Reader {
    Water {
        table: water::Table,
        /// By the place of the row.
        doubts: HashMap<usize, Vec<water::Doubt>>,
    },
    Air {
        table: air::Table,
        period: Period,
    },
}

pub(super) struct Weighing<'a> {
    pub(super) places: &'a Directory<'a>,
    pub(super) heads: &'a [String],
    pub(super) columns: Columns,
    pub(super) reader: Reader,
    pub(super) terms: Terms<'a>,
}

impl Weighing<'_> {
    pub(super) fn all(&self, rows: &[(u64, Vec<String>)]) -> Weighed {
        let mut weighed = Weighed::default();
        let mut told: BTreeMap<(String, Moment, ReviewState), Vec<(usize, Good)>> = BTreeMap::new();
        let mut set_aside: BTreeMap<usize, Vec<Reason>> = BTreeMap::new();
        for (place, (row, cells)) in rows.iter().enumerate() {
            weighed.rows += 1;
            let mut reasons = Vec::new();
            let good = self.row(place, *row, cells, &mut reasons);
            if let Some(good) = good {
                let key = (good.code.clone(), good.moment, good.state);
                told.entry(key).or_default().push((place, good));
            }
            if !reasons.is_empty() {
                set_aside.insert(place, reasons);
            }
        }
        for rows in told.into_values() {
            let first = rows.first().map(|(_, good)| good.said.clone());
            if rows.iter().all(|(_, good)| Some(&good.said) == first.as_ref()) {
                // The same once more says nothing new.
                weighed.repeated += rows.len().saturating_sub(1) as u64;
                weighed.good.extend(rows.into_iter().next().map(|(_, good)| good));
                continue;
            }
            // Which of them is right nobody can say here: none goes in.
            let numbers: Vec<u64> = rows.iter().map(|(_, good)| good.row).collect();
            for (place, good) in rows {
                let others = numbers.iter().copied().filter(|row| *row != good.row).collect();
                set_aside
                    .entry(place)
                    .or_default()
                    .push(Reason::ToldTwice { rows: others });
            }
        }
        weighed.good.sort_by_key(|good| good.row);
        weighed.held = (set_aside.into_iter())
            .filter_map(|(place, reasons)| {
                let (row, cells) = rows.get(place)?;
                Some(Held {
                    row: *row,
                    place: self.told_place(cells).unwrap_or_default().to_owned(),
                    reasons,
                    cells: cells.clone(),
                })
            })
            .collect();
        weighed
    }

    /// The code, or else the name, that a row tells.
    fn told_place<'c>(&self, cells: &'c [String]) -> Option<&'c str> {
        let code = cell_of(cells, self.columns.code);
        code.or_else(|| cell_of(cells, self.columns.name))
    }

    /// What goes in of a row; what does not is told in `reasons`.
    fn row(&self, place: usize, row: u64, cells: &[String], reasons: &mut Vec<Reason>) -> Option<Good> {
        if is_shifted(cells, self.heads) {
            reasons.push(Reason::Shifted);
            return None;
        }
        let found = self.place(cells).map_err(|reason| reasons.push(reason)).ok();
        let when = self.moment(cells).map_err(|reason| reasons.push(reason)).ok();
        let state = self.state(cells).map_err(|reason| reasons.push(reason)).ok();
        let (found, moment, state) = (found?, when?, state?);
        if !found.serves(DaySpan::day(moment.on())) {
            let name = found.name.clone();
            reasons.push(Reason::NotInService { name });
            return None;
        }
        let said = match &self.reader {
            Reader::Water { table, doubts } => {
                let doubts = doubts.get(&place).map_or(&[][..], Vec::as_slice);
                self.water(table, doubts, cells, found, moment.on(), reasons)
            }
            Reader::Air { table, period } => self.air(table, *period, cells, moment.on(), reasons),
        }?;
        Some(Good {
            row,
            code: found.code.clone(),
            moment,
            state,
            said,
        })
    }

    fn place(&self, cells: &[String]) -> Result<&Place, Reason> {
        let text = self.told_place(cells).ok_or(Reason::NoPlace)?;
        let name = cell_of(cells, self.columns.name).filter(|name| *name != text);
        let found = match self.places.find(text) {
            Found::One(found) => {
                // A code beside the name of another place: which is meant, only whoever wrote it knows.
                if let Some(Found::One(other)) = name.map(|name| self.places.find(name))
                    && other.code != found.code
                {
                    return Err(Reason::OtherName {
                        code: text.to_owned(),
                        name: other.name.clone(),
                    });
                }
                found
            }
            Found::None => {
                // A code of another office's, beside a name that is known.
                match name.map(|name| self.places.find(name)) {
                    Some(Found::One(found)) => found,
                    _ => return Err(Reason::UnknownPlace { text: text.to_owned() }),
                }
            }
            Found::Several => return Err(Reason::SeveralPlaces { text: text.to_owned() }),
        };
        if self.terms.only.is_some_and(|unit| *unit != found.unit) {
            let name = found.name.clone();
            return Err(Reason::NotYours { name });
        }
        Ok(found)
    }

    fn moment(&self, cells: &[String]) -> Result<Moment, Reason> {
        let text = cell_of(cells, self.columns.time).unwrap_or_default();
        let unreadable = || Reason::UnreadableTime { text: text.to_owned() };
        let on = match (day::read(text), self.terms.on) {
            (Day::Known(on), _) | (Day::Untold, Some(on)) => on,
            (Day::NoYear { month, day }, Some(of)) => Date::new(of.year(), month, day).map_err(|_| unreadable())?,
            (Day::Untold, None) => return Err(Reason::NoDay),
            (Day::NoYear { .. }, None) => return Err(Reason::NoYear { text: text.to_owned() }),
            (Day::Unreadable, _) => return Err(unreadable()),
        };
        if on > self.terms.today {
            return Err(Reason::Future { on });
        }
        let known = match &self.reader {
            Reader::Water { .. } => water::Rules::on(on).is_some(),
            Reader::Air { .. } => air::Rules::on(on).is_some(),
        };
        if !known {
            return Err(Reason::BeforeRules { on });
        }
        let hour = match cell_of(cells, self.columns.hour) {
            Some(hour) => Some(
                hour.trim_end_matches('时')
                    .parse()
                    .map_err(|_| Reason::UnreadableTime { text: hour.to_owned() })?,
            ),
            None => match (moment::hour_in(text), &self.reader) {
                (Ok(hour), _) => hour,
                // A laboratory tells the minute at which a sample was taken.
                (Err(()), Reader::Water { .. }) => None,
                (Err(()), Reader::Air { .. }) => return Err(unreadable()),
            },
        };
        match (&self.reader, hour) {
            (
                Reader::Air {
                    period: Period::Daily, ..
                },
                _,
            )
            | (_, None) => {
                if matches!(
                    &self.reader,
                    Reader::Air {
                        period: Period::Hourly,
                        ..
                    }
                ) {
                    return Err(unreadable());
                }
                Ok(Moment::day(on))
            }
            // The feed stamps the end of an hour: midnight ends the day before.
            (Reader::Air { .. }, Some(0)) => {
                let before = on.yesterday().map_err(|_| unreadable())?;
                Moment::hour_of(before, 24).ok_or_else(unreadable)
            }
            (_, Some(hour)) => Moment::hour_of(on, hour).ok_or_else(unreadable),
        }
    }

    fn state(&self, cells: &[String]) -> Result<ReviewState, Reason> {
        let text = cell_of(cells, self.columns.state).unwrap_or_default();
        match ReviewState::read(text) {
            Ok(state) => Ok(state.unwrap_or(self.terms.state)),
            Err(_) => Err(Reason::UnknownState { text: text.to_owned() }),
        }
    }

    fn head(&self, column: usize) -> String {
        self.heads
            .get(column)
            .map(|head| head.trim().to_owned())
            .unwrap_or_default()
    }

    fn water(
        &self,
        table: &water::Table,
        doubts: &[water::Doubt],
        cells: &[String],
        place: &Place,
        on: Date,
        reasons: &mut Vec<Reason>,
    ) -> Option<Said> {
        let rules = water::Rules::on(on)?;
        let mut refused: Vec<(Item, water::Refusal)> = Vec::new();
        let before = reasons.len();
        let values = table.values(cells, doubts, place.body, rules, |column, item, why| {
            refused.push((item, why));
            reasons.push(Reason::Water {
                head: self.head(column),
                cell: cells.get(column).cloned().unwrap_or_default(),
                why,
            });
        });
        if values.is_empty() && reasons.len() == before {
            reasons.push(Reason::Nothing);
        }
        // A row of which nothing can stand is set aside as a whole.
        (!values.is_empty()).then_some(Said::Water(Box::new(WaterSaid { values, refused })))
    }

    fn air(
        &self,
        table: &air::Table,
        period: Period,
        cells: &[String],
        on: Date,
        reasons: &mut Vec<Reason>,
    ) -> Option<Said> {
        let calculated = table.calculate(cells, period, air::Rules::on(on), self.terms.today);
        let mut refused = Vec::new();
        for remark in &calculated.remarks {
            if let air::table::Remark::Refused {
                indicator,
                column,
                refusal,
            } = remark
                && is_of(*indicator, period)
            {
                refused.push((*indicator, *refusal));
                reasons.push(Reason::Air {
                    head: self.head(*column),
                    cell: cells.get(*column).cloned().unwrap_or_default(),
                    why: *refusal,
                });
            }
        }
        let found: BTreeMap<Indicator, air::Amount> = Indicator::ALL
            .into_iter()
            .filter(|indicator| is_of(*indicator, period))
            .filter_map(|indicator| Some((indicator, calculated.concentrations.get(indicator)?)))
            .collect();
        if found.is_empty() && refused.is_empty() {
            reasons.push(Reason::Nothing);
        }
        (!found.is_empty()).then_some(Said::Air(AirSaid { found, refused }))
    }
}

/// Whether an indicator belongs to rows of hours, or to rows of days.
fn is_of(indicator: Indicator, period: Period) -> bool {
    match (period, indicator.averaging()) {
        (Period::Hourly, averaging) => averaging == Averaging::Hour,
        (Period::Daily, averaging) => matches!(
            averaging,
            Averaging::Day | Averaging::HourMax | Averaging::EightHoursMax
        ),
    }
}
