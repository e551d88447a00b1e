//! What is on record for a target: figures, corrected ones, units', related series.

use leptos::prelude::*;
use yaodian_domain::{
    Date, Decimal,
    check::{Status, assess_unit},
    id::UnitId,
    observation::{Figure, Observation, Provenance},
    series::{Change, Series},
    target::{Promise, Target},
};
use yaodian_words::{Lang, drawing, figures, label, public_ledger, say};

use super::{
    super::{Picture, Reader, cited, observed, origin, unit_links},
    counted,
};
use crate::parts;

/// A figure that no longer counts on the day, and since when.
type Corrected<'o> = (&'o Observation, Date);

/// What counts on the day, and what was known before it and has been withdrawn or replaced since. A
/// ledger's figures correct nothing and are not corrected: each is what was listed on its day.
pub(in super::super) fn parted(observations: &[Observation], as_of: Date) -> (Vec<&Observation>, Vec<Corrected<'_>>) {
    let known = observations.iter().filter(|o| o.known_on <= as_of);
    let (counted, observations): (Vec<_>, Vec<_>) = known.partition(|o| counted::is_counted(o));
    let (mut current, mut corrected) = (counted::monthly(counted.into_iter()), Vec::new());
    for &o in &observations {
        let withdrawn = o.withdrawn_on.filter(|&day| day <= as_of);
        let replaced = || {
            let of_the_same = |other: &&&Observation| {
                other.is_known_on(as_of)
                    && (&other.unit, other.span) == (&o.unit, o.span)
                    && other.known_on > o.known_on
                    && other.figure != o.figure
            };
            observations
                .iter()
                .filter(of_the_same)
                .map(|other| other.known_on)
                .min()
        };
        // Withdrawn, and back as it was: nothing of it was corrected.
        let unchanged = |other: &Observation| {
            other.is_known_on(as_of)
                && (&other.unit, other.span) == (&o.unit, o.span)
                && (&other.figure, other.change_on_last_year) == (&o.figure, o.change_on_last_year)
        };
        if withdrawn.is_some() && observations.iter().copied().any(unchanged) {
            continue;
        }
        match withdrawn.or_else(replaced) {
            Some(day) => corrected.push((o, day)),
            None => current.push(o),
        }
    }
    (current, corrected)
}

fn who(lang: Lang, picture: Picture<'_>, unit: Option<&UnitId>) -> String {
    match unit {
        None => label::whole_province(lang).to_owned(),
        Some(id) => (picture.plan().units.get(id))
            .map(|unit| lang.unit(unit).to_owned())
            .unwrap_or_default(),
    }
}

/// The mark of a report that was first sent after its due day.
fn late(lang: Lang, provenance: &Provenance) -> Option<impl IntoView + use<>> {
    match provenance {
        Provenance::Reported { late: Some(late), .. } => {
            let words = say::late_report(lang, &late.due, &late.sent);
            Some(view! { " " <span class="late">{label::late_report(lang)}</span> " " {words} })
        }
        _ => None,
    }
}

/// What counts, newest first: of the whole, and, of many units, folded away.
pub(in super::super) fn table(
    reader: &Reader,
    picture: Picture<'_>,
    target: &Target,
    known: Vec<&Observation>,
) -> impl IntoView + use<> {
    let lang = reader.lang;
    if known.is_empty() {
        return view! { <p class="absent">{label::no_figures_yet(lang)}</p> }.into_any();
    }
    let note = counted::note(reader, &known);
    if target.reporters.len() == 1 {
        return view! { {rows(reader, picture, target, known)} {note} }.into_any();
    }
    let (whole, of_units): (Vec<_>, Vec<_>) = known.into_iter().partition(|o| o.unit.is_none());
    let folded = (!of_units.is_empty()).then(|| {
        let summary = if of_units.iter().all(|o| counted::is_counted(o)) {
            public_ledger::units_on_record(lang, &of_units.len())
        } else {
            say::reports_on_record(lang, &of_units.len())
        };
        view! {
            <details class="related">
                <summary>{summary}</summary>
                {rows(reader, picture, target, of_units)}
            </details>
        }
    });
    let whole = (!whole.is_empty()).then(|| rows(reader, picture, target, whole));
    view! { {whole} {note} {folded} }.into_any()
}

fn rows(reader: &Reader, picture: Picture<'_>, target: &Target, mut known: Vec<&Observation>) -> AnyView {
    let lang = reader.lang;
    known.sort_by_key(|o| (o.span.to(), o.known_on));
    // A column that says nothing of any row is none.
    let changes = known.iter().any(|o| o.change_on_last_year.is_some());
    let rows = known
        .into_iter()
        .rev()
        .map(|o| {
            let change = (o.change_on_last_year).map(|change| figures::change(lang, target, change));
            view! {
                <tr>
                    <th scope="row">{figures::span(lang, o.span)}</th>
                    <td>{who(lang, picture, o.unit.as_ref())}</td>
                    <td class="number">{observed(lang, target, o.unit.as_ref(), &o.figure)}</td>
                    {changes.then(|| view! { <td class="number">{change}</td> })}
                    <td class="number">{figures::day(o.known_on)}</td>
                    <td class="fine">{origin(reader, picture.plan(), o)}{late(lang, &o.provenance)}</td>
                </tr>
            }
        })
        .collect_view();
    let mut heads = vec![
        (label::describes_word(lang), false),
        (label::unit_word(lang), false),
        (label::value_word(lang), true),
    ];
    heads.extend(changes.then_some((label::change_on_last_year(lang), true)));
    heads.extend([(label::known_word(lang), true), (label::source_word(lang), false)]);
    parts::table("records", &heads, rows).into_any()
}

/// What no longer counts, struck through.
pub(super) fn corrected(
    reader: &Reader,
    picture: Picture<'_>,
    target: &Target,
    mut corrected: Vec<Corrected<'_>>,
) -> Option<impl IntoView + use<>> {
    if corrected.is_empty() {
        return None;
    }
    let lang = reader.lang;
    corrected.sort_by_key(|&(_, day)| day);
    let known = picture.known.observations.of(&target.id);
    let mut any_taken_over = false;
    let rows = corrected
        .into_iter()
        .rev()
        .map(|(o, day)| {
            let taken_over = counted::is_taken_over(known, target.reporters.len() == 1, o);
            any_taken_over |= taken_over;
            let why = taken_over.then(|| view! { " " <small>{public_ledger::taken_over(lang)}</small> });
            view! {
                <tr>
                    <th scope="row">{figures::span(lang, o.span)}</th>
                    <td>{who(lang, picture, o.unit.as_ref())}</td>
                    <td class="number"><s>{observed(lang, target, o.unit.as_ref(), &o.figure)}</s></td>
                    <td class="number">{figures::day(o.known_on)}</td>
                    <td class="number">{figures::day(day)} {why}</td>
                    <td class="fine">{origin(reader, picture.plan(), o)}{late(lang, &o.provenance)}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (label::describes_word(lang), false),
        (label::unit_word(lang), false),
        (label::value_word(lang), true),
        (label::known_word(lang), true),
        (label::withdrawn_word(lang), true),
        (label::source_word(lang), false),
    ];
    let (title, note) = if any_taken_over {
        let note = public_ledger::taken_over_note(lang);
        (public_ledger::taken_over_figures(lang), Some(view! { " " {note} }))
    } else {
        (label::corrected_figures(lang), None)
    };
    Some(view! {
        <details class="related">
            <summary>{title}</summary>
            <p class="fine">{label::corrected_note(lang)} {note}</p>
            {parts::table("records", &heads, rows)}
        </details>
    })
}

/// Each unit's latest figure against its own share, and who is missing.
pub(super) fn by_unit(reader: &Reader, picture: Picture<'_>, target: &Target) -> impl IntoView + use<> {
    let (lang, plan, as_of) = (reader.lang, picture.plan(), picture.standing.as_of);
    let known = picture.known.observations.of(&target.id);
    let policy = plan.policy_on(as_of);
    let now = target.in_force(as_of);
    let rows = target
        .reporters
        .iter()
        .filter_map(|id| plan.units.get(id))
        .map(|unit| {
            let share = plan.allocation(&target.id, &unit.id, as_of);
            let own = now.for_unit(&unit.id, share);
            let assessment = assess_unit(target, &unit.id, share, known, as_of, policy);
            let basis = assessment.basis.as_ref();
            let asked = (assessment.status != Status::AwaitingTarget).then(|| figures::goal(lang, &own));
            view! {
                <tr>
                    <td>{parts::judged(lang, &assessment)}</td>
                    <th scope="row"><a href=reader.href(&format!("/unit/{}", unit.id))>{lang.unit(unit).to_owned()}</a></th>
                    <td class="number">{basis.map(|b| observed(lang, target, Some(&unit.id), &b.figure))}</td>
                    <td class="number">{figures::value(lang, &own, &assessment)}</td>
                    <td class="number">{asked}</td>
                    <td class="fine">{basis.map(|b| figures::span(lang, b.span))}{basis.and_then(|b| late(lang, b.provenance.as_ref()?))}</td>
                </tr>
            }
        })
        .collect_view();
    let coverage = (picture.standing.target(&target.id)).and_then(|a| a.coverage.as_ref());
    let coverage = coverage.map(|coverage| {
        let missing = (!coverage.is_complete()).then(|| {
            let names = unit_links(reader, plan, &coverage.missing);
            view! { <div><dt>{label::missing_units(lang)}</dt><dd>{names}</dd></div> }
        });
        view! {
            <dl class="facts">
                <div><dt>{label::coverage_word(lang)}</dt><dd class="number">{say::of_all(lang, &coverage.reported, &coverage.of())}</dd></div>
                {missing}
            </dl>
        }
    });
    let heads = [
        (label::status_word(lang), false),
        (label::unit_word(lang), false),
        (label::observations(lang), true),
        (label::value_word(lang), true),
        (label::target_word(lang), true),
        (label::describes_word(lang), false),
    ];
    view! {
        <section>
            <h2>{label::unit_figures(lang)}</h2>
            {coverage}
            {unlisted(picture, target).map(|(listed, all)| view! { <p class="note">{say::inventory_unlisted(lang, &figures::number(listed), &figures::number(all))}</p> })}
            {super::super::picture::unit_pictures(reader, picture, target)}
            <details class="related">
                <summary>{drawing::data_behind(lang)}</summary>
                {parts::table("records", &heads, rows)}
            </details>
        </section>
    }
}

/// How many entries the units' ledgers list together, and how many the plan speaks of, where that is more: units
/// that were given no share of it are judged on what is listed alone.
fn unlisted(picture: Picture<'_>, target: &Target) -> Option<(Decimal, Decimal)> {
    let (plan, as_of) = (picture.plan(), picture.standing.as_of);
    let now = target.in_force(as_of);
    let Promise::Share {
        inventory: Some(all), ..
    } = now.promise
    else {
        return None;
    };
    let (known, policy) = (picture.known.observations.of(&target.id), plan.policy_on(as_of));
    let unshared = |id: &&UnitId| plan.allocation(&target.id, id, as_of).is_none();
    let mut listed = Decimal::ZERO;
    for id in target.reporters.iter().filter(unshared) {
        let basis = assess_unit(target, id, None, known, as_of, policy).basis;
        if let Some(Figure::Counts { of: Some(of), .. }) = basis.map(|basis| basis.figure) {
            listed = listed.checked_add(of)?;
        }
    }
    (!listed.is_zero() && listed < all).then_some((listed, all))
}

/// Published series on another basis.
pub(in super::super) fn related(
    reader: &Reader,
    picture: Picture<'_>,
    target: &Target,
) -> Option<impl IntoView + use<>> {
    let lang = reader.lang;
    let all: Vec<_> = (picture.known.series.iter())
        .filter(|series| series.related.contains(&target.id))
        .map(|series| related_series(reader, picture, series))
        .collect();
    (!all.is_empty()).then(|| {
        view! {
            <section>
                <h2>{label::related_series(lang)}</h2>
                <p class="fine">{label::related_series_note(lang)}</p>
                {all}
            </section>
        }
    })
}

fn related_series(reader: &Reader, picture: Picture<'_>, series: &Series) -> impl IntoView + use<> {
    let lang = reader.lang;
    let unit = lang.of(&series.measure).to_owned();
    let rows = series
        .points
        .iter()
        .filter(|point| point.known_on <= picture.standing.as_of)
        .map(|point| {
            let change = point.change.map(|change| written_change(lang, change, &unit));
            view! {
                <tr>
                    <th scope="row">{figures::span(lang, point.span)}</th>
                    <td>{who(lang, picture, point.unit.as_ref())}</td>
                    <td class="number">{figures::with_unit(point.value, &unit)}</td>
                    <td class="number">{change}</td>
                    <td class="fine" lang="zh-CN">{cited(lang, &point.source)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <details class="related">
            <summary>{lang.of(&series.name).to_owned()} " · " {lang.of(&series.basis).to_owned()}</summary>
            {parts::table("records", &[(label::describes_word(lang), false), (label::unit_word(lang), false), (label::value_word(lang), true), (label::change_on_last_year(lang), true), (label::source_word(lang), false)], rows)}
        </details>
    }
}

fn written_change(lang: Lang, change: Change, unit: &str) -> String {
    match change {
        Change::Points(points) if unit == "%" => say::change_points(lang, &figures::signed(points)),
        Change::Points(points) => say::change_amount(lang, &format!("{} {unit}", figures::signed(points))),
        Change::Percent(percent) => say::change_amount(lang, &format!("{}%", figures::signed(percent))),
    }
}
