//! What became known: every figure, and the published series beside them.

use std::{collections::HashMap, fmt::Write as _};

use sha2::{Digest, Sha256};
use yaodian_app::public::Knowledge;
use yaodian_documents::open::{Field, Kind, Open, Shape};
use yaodian_domain::{
    Date,
    id::TargetId,
    observation::{Figure, Observation, Provenance, Source, Step},
    series::{Change, Point, Series},
    target::Target,
};
use yaodian_words::{
    Lang, figures,
    open_data::{fields as f, tables as t},
};

use super::{
    Ground, code, ids,
    plan::{target_field, unit_field},
};

/// A figure with its target and its identifier.
struct Known<'a> {
    id: String,
    target: &'a Target,
    seen: &'a Observation,
}

/// An identifier that follows from what is said, whatever became of it later.
fn identifier(target: &TargetId, seen: &Observation) -> String {
    let said = Observation {
        withdrawn_on: None,
        ..seen.clone()
    };
    let hash = Sha256::digest(serde_json::to_vec(&(target, said)).unwrap_or_default());
    hash.iter().take(6).fold(format!("{target}-"), |mut id, byte| {
        let _ = write!(id, "{byte:02x}");
        id
    })
}

/// All figures that were known by a day, in the order of the plan; one that was said twice tells itself apart.
fn known_by(known: &Knowledge, as_of: Date) -> impl Iterator<Item = Known<'_>> {
    let mut twice: HashMap<String, usize> = HashMap::new();
    let all = known.plan.targets.iter().flat_map(|target| {
        let seen = known.observations.of(&target.id).iter();
        seen.map(move |seen| (target, seen))
    });
    let by = all.filter(move |(_, seen)| seen.known_on <= as_of);
    by.map(move |(target, seen)| {
        let mut id = identifier(&target.id, seen);
        let times = twice.entry(id.clone()).or_default();
        *times += 1;
        if *times > 1 {
            let _ = write!(id, "-{times}");
        }
        Known { id, target, seen }
    })
}

fn source(seen: &Observation) -> Option<&Source> {
    match &seen.provenance {
        Provenance::Published { source } => Some(source),
        _ => None,
    }
}

/// How a figure came to be known, by name.
pub(super) fn provenance(provenance: &Provenance) -> &'static str {
    match provenance {
        Provenance::Published { .. } => "published",
        Provenance::Reported { .. } => "reported",
        Provenance::Ledger { .. } => "ledger",
        Provenance::Monitoring { .. } => "monitoring",
        // Only ever in the browser of who types it.
        Provenance::Draft => "draft",
    }
}

const PROVENANCES: [&str; 4] = ["published", "reported", "ledger", "monitoring"];

pub(super) fn provenance_field() -> Field {
    Field::text("provenance", f::provenance)
        .about(f::provenance_about)
        .among(PROVENANCES)
}

pub(super) fn demonstration_field() -> Field {
    Field::truth("demonstration", f::demonstration).about(f::demonstration_about)
}

pub(super) fn known_on_field() -> Field {
    Field::day("known_on", f::known_on).about(f::known_on_about)
}

pub(super) fn from_field() -> Field {
    Field::day("from", f::from).about(f::from_about)
}

pub(super) fn to_field() -> Field {
    Field::day("to", f::to).about(f::to_about)
}

pub(super) fn observations(ground: &Ground) -> Open<'_> {
    of(&ground.known, ground.as_of)
}

/// Every figure that was known by a day.
pub(crate) fn of(known: &Knowledge, as_of: Date) -> Open<'_> {
    Shape::new("observations", t::observations, t::observations_about)
        .column(
            Field::text("id", f::id)
                .required()
                .unique()
                .about(f::observation_id_about),
            |one: &Known<'_>| one.id.clone(),
        )
        .column(target_field(), |one| one.target.id.to_string())
        .column(unit_field().about(f::unit_or_whole_about), |one| {
            one.seen.unit.as_ref().map(ToString::to_string)
        })
        .column(from_field().required(), |one| one.seen.span.from())
        .column(to_field().required(), |one| one.seen.span.to())
        .column(known_on_field().required(), |one| one.seen.known_on)
        .column(
            Field::day("withdrawn_on", f::withdrawn_on).about(f::withdrawn_on_about),
            move |one| one.seen.withdrawn_on.filter(|day| *day <= as_of),
        )
        .column(
            Field::text("form", f::form)
                .required()
                .about(f::form_about)
                .among(["amount", "counts", "progress", "words"]),
            |one| match one.seen.figure {
                Figure::Amount { .. } => "amount",
                Figure::Counts { .. } => "counts",
                Figure::Progress { .. } => "progress",
                Figure::Words { .. } => "words",
            },
        )
        .column(Field::number("value", f::value), |one| match one.seen.figure {
            Figure::Amount { value } => Some(value),
            _ => None,
        })
        .column(Field::number("numerator", f::numerator), |one| match one.seen.figure {
            Figure::Counts { done, .. } => Some(done),
            _ => None,
        })
        .column(
            Field::number("denominator", f::denominator).about(f::denominator_about),
            |one| match one.seen.figure {
                Figure::Counts { of, .. } => of,
                _ => None,
            },
        )
        .column(Field::text("measure", f::measure), |one| match one.seen.figure {
            Figure::Amount { .. } => Some(figures::unit_of(Lang::Zh, one.target).to_owned()),
            _ => None,
        })
        .column(
            Field::text("step", f::step).among(Step::ALL.map(code)),
            |one| match &one.seen.figure {
                Figure::Progress { step } => Some(code(step)),
                _ => None,
            },
        )
        .column(
            Field::text("words", f::words_cut).about(f::words_cut_about),
            |one| match &one.seen.figure {
                Figure::Words { .. } => Some(figures::figure(Lang::Zh, one.target, &one.seen.figure)),
                _ => None,
            },
        )
        .column(
            Field::number("change_on_last_year", f::change).about(f::change_about),
            |one| one.seen.change_on_last_year,
        )
        .column(Field::number("samples", f::samples), |one| one.seen.samples)
        .column(provenance_field().required(), |one| provenance(&one.seen.provenance))
        .column(Field::text("ledger", f::ledger_id), |one| {
            one.seen.provenance.ledger().map(|(ledger, _)| ledger.to_string())
        })
        .column(Field::text("source_title", f::source_title), |one| {
            source(one.seen).map(|source| source.title.clone())
        })
        .column(Field::new("source_url", Kind::Address, f::source_url), |one| {
            source(one.seen).and_then(|source| source.url.clone())
        })
        .column(Field::day("source_published_on", f::source_published_on), |one| {
            source(one.seen).map(|source| source.published_on)
        })
        .column(Field::truth("sent_late", f::sent_late), |one| {
            matches!(one.seen.provenance, Provenance::Reported { late: Some(_), .. })
        })
        .column(demonstration_field(), |one| one.seen.provenance.is_demonstration())
        .key(&["id"])
        .rows(known_by(known, as_of))
}

pub(super) fn series(ground: &Ground) -> Open<'_> {
    let as_of = ground.as_of;
    let all = ground.known.series.iter().flat_map(|series| {
        (1_usize..)
            .zip(&series.points)
            .map(move |(at, point)| (series, at, point))
    });
    Shape::new("series", t::series, t::series_about)
        .column(
            Field::text("series", f::series_id).required(),
            |(series, _, _): &(&Series, usize, &Point)| series.id.to_string(),
        )
        .column(Field::integer("position", f::position).required(), |(_, at, _)| *at)
        .column(Field::text("name", f::name).required(), |(series, _, _)| {
            series.name.zh.clone()
        })
        .column(Field::text("name_en", f::name_en), |(series, _, _)| {
            series.name.en.clone()
        })
        .column(Field::text("basis", f::basis), |(series, _, _)| series.basis.zh.clone())
        .column(
            Field::text("related", f::related).about(f::ids_about),
            |(series, _, _)| ids(&series.related),
        )
        .column(unit_field().about(f::unit_or_whole_about), |(_, _, point)| {
            point.unit.as_ref().map(ToString::to_string)
        })
        .column(from_field().required(), |(_, _, point)| point.span.from())
        .column(to_field().required(), |(_, _, point)| point.span.to())
        .column(known_on_field().required(), |(_, _, point)| point.known_on)
        .column(Field::number("value", f::value).required(), |(_, _, point)| point.value)
        .column(Field::text("measure", f::measure), |(series, _, _)| {
            series.measure.zh.clone()
        })
        .column(
            Field::number("change_on_last_year", f::change).about(f::change_about),
            |(_, _, point)| match point.change {
                Some(Change::Points(points)) => Some(points),
                _ => None,
            },
        )
        .column(
            Field::number("change_percent", f::change_percent),
            |(_, _, point)| match point.change {
                Some(Change::Percent(percent)) => Some(percent),
                _ => None,
            },
        )
        .column(
            Field::text("source_title", f::source_title).required(),
            |(_, _, point)| point.source.title.clone(),
        )
        .column(
            Field::new("source_url", Kind::Address, f::source_url),
            |(_, _, point)| point.source.url.clone(),
        )
        .column(
            Field::day("source_published_on", f::source_published_on).required(),
            |(_, _, point)| point.source.published_on,
        )
        .key(&["series", "position"])
        .rows(all.filter(move |(_, _, point)| point.known_on <= as_of))
}
