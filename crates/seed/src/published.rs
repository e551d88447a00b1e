//! `published.toml`: what authorities published, never altered, each figure with its source.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Date, Decimal,
    id::{SeriesId, TargetId, UnitId},
    observation::{Figure, Observation, Provenance, Source, Step},
    series::{Change, Point, Series},
    target::Target,
    time::DaySpan,
};

use crate::{
    days,
    problem::{File, Kind, Log},
    promise,
    sheet::{self, Place, Placed, Table},
    targets::Read,
    units::Units,
};

/// What authorities published about a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Figures that measure a target exactly.
    pub observations: Vec<(TargetId, Observation)>,
    /// Figures that stand beside targets, as context.
    pub series: Vec<Series>,
}

const STEPS: [(&str, Step); 5] = [
    ("not-started", Step::NotStarted),
    ("started", Step::Started),
    ("drafted", Step::Drafted),
    ("under-review", Step::UnderReview),
    ("delivered", Step::Delivered),
];

struct Ground<'a> {
    read: &'a Read,
    units: &'a Units,
    sources: Vec<(String, Arc<Source>)>,
    log: &'a Log,
}

/// Reads `published.toml`; an empty file says that nothing was published.
pub(crate) fn read(source: &str, read: &Read, units: &Units, log: &Log) -> Published {
    let mut root = sheet::parse(File::Published, source, log);
    let mut ground = Ground {
        read,
        units,
        sources: Vec::new(),
        log,
    };
    for mut table in root.tables("source", "id") {
        let (id, source) = (table.text("id"), promise::source(&mut table));
        if let (Some(id), Some(source)) = (id, source) {
            if ground.sources.iter().any(|(other, _)| *other == id.value) {
                log.add(id.place.problem(Kind::Taken {
                    name: id.value,
                    by: "another source".to_owned(),
                }));
            } else {
                ground.sources.push((id.value, Arc::new(source)));
            }
        }
        table.close();
    }
    let mut published = Published::default();
    for table in root.tables("figure", "feeds") {
        published.observations.extend(ground.figure(table));
    }
    for table in root.tables("series", "id") {
        let Some((series, place)) = ground.series(table) else {
            continue;
        };
        if published.series.iter().any(|other| other.id == series.id) {
            let kind = Kind::Taken {
                name: series.id.to_string(),
                by: "another series".to_owned(),
            };
            log.add(place.problem(kind));
        } else {
            published.series.push(series);
        }
    }
    root.close();
    published
}

/// What every published figure says about itself.
struct Origin {
    span: DaySpan,
    known_on: Date,
    source: Arc<Source>,
}

impl Ground<'_> {
    fn origin(&self, table: &mut Table<'_>) -> Option<Origin> {
        let (span, known_on, source) = (table.text("span"), table.date_opt("known_on"), table.text("source"));
        let span = span.and_then(|span| {
            let days = days::parse(&span.value);
            if days.is_none() {
                let message = format!(
                    "{:?} is no stretch of days — write 2023, 2023-09, 2023-09-21 or 2023-01..2023-04",
                    span.value
                );
                self.log.add(span.place.problem(Kind::BadValue { message }));
            }
            days
        });
        let source = source.and_then(|id| {
            let found = self
                .sources
                .iter()
                .find(|(other, _)| *other == id.value)
                .map(|(_, source)| source.clone());
            if found.is_none() {
                self.log.add(id.place.problem(Kind::NoSuchSource { id: id.value }));
            }
            found
        });
        let (span, source) = (span?, source?);
        let known_on = known_on.map_or(source.published_on, |day| day.value);
        if known_on < span.to() {
            table.report(Kind::KnownTooEarly {
                known_on: known_on.to_string(),
                to: span.to().to_string(),
            });
        }
        Some(Origin { span, known_on, source })
    }

    fn target(&self, id: &Placed<String>) -> Option<&Target> {
        self.read.targets.get(self.read.find(id, self.log)?)
    }

    fn unit(&self, name: Placed<String>) -> Option<UnitId> {
        let found = self.units.find(&name.value).cloned();
        if found.is_none() {
            self.log.add(name.place.problem(Kind::NoSuchUnit { name: name.value }));
        }
        found
    }

    /// One published figure, once for every target it feeds.
    fn figure(&self, mut table: Table<'_>) -> Vec<(TargetId, Observation)> {
        let feeds = table.texts("feeds").unwrap_or_default();
        let origin = self.origin(&mut table);
        let figure = Self::observed(&mut table);
        let change = table.figure_opt("change").map(|change| change.value);
        let samples = table
            .figure_opt("samples")
            .and_then(|samples| promise::above_zero(&table, samples));
        let withdrawn_on = table.date_opt("withdrawn_on");
        let named = table.text_opt("unit");
        let unit = named.clone().map(|name| self.unit(name));
        let place = table.place.clone();
        if feeds.is_empty() {
            table.report(Kind::FeedsNothing);
        }
        table.close();
        let targets: Vec<&Target> = feeds.iter().filter_map(|id| self.target(id)).collect();
        let (Some(origin), Some(figure)) = (origin, figure) else {
            return Vec::new();
        };
        let unit = match unit {
            Some(None) => return Vec::new(),
            Some(unit) => unit,
            None => None,
        };
        if let Some(day) = &withdrawn_on
            && day.value <= origin.known_on
        {
            let message = format!(
                "{} does not lie after {}, when it became known",
                day.value, origin.known_on
            );
            self.log.add(day.place.problem(Kind::BadValue { message }));
        }
        let fed = targets.into_iter().map(|target| {
            if let (Some(unit), Some(named)) = (&unit, &named)
                && !target.reporters.contains(unit)
            {
                self.log.add(named.place.problem(Kind::NotAReporter {
                    name: named.value.clone(),
                    target: target.id.to_string(),
                }));
            }
            // Words stand beside any target, without a verdict.
            let carried = matches!(figure, Figure::Words { .. });
            if let Err(why) = figure.fits(&target.in_force(origin.known_on))
                && !carried
            {
                let kind = Kind::DoesNotFit {
                    target: target.id.to_string(),
                    why: why.to_string(),
                };
                self.log.add(place.problem(kind));
            }
            let observation = Observation {
                unit: unit.clone(),
                span: origin.span,
                known_on: origin.known_on,
                figure: figure.clone(),
                change_on_last_year: change,
                samples,
                withdrawn_on: withdrawn_on.as_ref().map(|day| day.value),
                provenance: Provenance::Published {
                    source: origin.source.clone(),
                },
            };
            (target.id.clone(), observation)
        });
        fed.collect()
    }

    fn observed(table: &mut Table<'_>) -> Option<Figure> {
        let forms = ["value", "done", "words", "step"];
        if forms.iter().filter(|key| table.has(key)).count() != 1 {
            table.report(Kind::ExactlyOne { keys: forms.join(", ") });
        }
        // All are taken, so that none of them is also called unknown.
        let value = table
            .figure_opt("value")
            .map(|value| Figure::Amount { value: value.value });
        let (done, of) = (table.figure_opt("done"), table.figure_opt("of").map(|of| of.value));
        let counts = done.map(|done| Figure::Counts { done: done.value, of });
        let words = table.text_opt("words").map(|words| Figure::Words {
            text: words.value.into(),
        });
        let step = table.choice_opt("step", &STEPS).map(|step| Figure::Progress { step });
        value.or(counts).or(words).or(step)
    }

    fn series(&self, mut table: Table<'_>) -> Option<(Series, Place)> {
        let place = table.place.clone();
        let id = table.text("id");
        let name = table.name("name", "name_en");
        let measure = promise::unit(&mut table);
        let basis = table.name("basis", "basis_en");
        let related = table.texts("related").unwrap_or_default();
        let related = related
            .iter()
            .filter_map(|id| Some(self.target(id)?.id.clone()))
            .collect();
        let points = table.tables("point", "span");
        table.close();
        let points = points.into_iter().flat_map(|point| self.points(point)).collect();
        let id: SeriesId = id?.id(self.log)?;
        Some((
            Series {
                id,
                name: name?,
                measure: measure?,
                basis: basis?,
                related,
                points,
            },
            place,
        ))
    }

    /// One figure of the whole set, or one for each of several units from the same source.
    fn points(&self, mut table: Table<'_>) -> Vec<Point> {
        let origin = self.origin(&mut table);
        let keys = ["value", "by_unit"];
        if keys.iter().filter(|key| table.has(key)).count() != 1 {
            table.report(Kind::ExactlyOne { keys: keys.join(", ") });
        }
        let value = table.figure_opt("value");
        let by_unit = table.figures_by_name("by_unit");
        let own = table.figure_opt("change").map(|change| Change::Points(change.value));
        let percent = table
            .figure_opt("change_percent")
            .map(|change| Change::Percent(change.value));
        if own.is_some() && percent.is_some() {
            table.report(Kind::ExactlyOne {
                keys: "change, change_percent".to_owned(),
            });
        }
        table.close();
        let Some(origin) = origin else { return Vec::new() };
        let point = |unit: Option<UnitId>, value: Decimal| Point {
            unit,
            span: origin.span,
            known_on: origin.known_on,
            value,
            change: own.or(percent),
            source: Source::clone(&origin.source),
        };
        let mut points: Vec<Point> = value.map(|value| point(None, value.value)).into_iter().collect();
        let named = by_unit
            .into_iter()
            .flatten()
            .filter_map(|(name, value)| Some((self.unit(name)?, value)));
        let mut of_units: Vec<Point> = named.map(|(unit, value)| point(Some(unit), value)).collect();
        // The file's tables have no order of their own: the register's is kept.
        of_units.sort_by_key(|point| {
            self.units
                .register
                .iter()
                .position(|unit| Some(&unit.id) == point.unit.as_ref())
        });
        points.append(&mut of_units);
        points
    }
}
