//! One target: its words, its verdict and why, its series, its units, its sources.

use leptos::prelude::*;
use yaodian_domain::{
    observation::Observation,
    series::{Change, Series},
    standing::Standing,
    target::{Home, Target},
};
use yaodian_words::{Lang, figures, label, names, say};

use super::{Picture, Reader, chart, cited, frame, origin, plan::clean, unit_links};
use crate::parts;

/// The page of a target.
pub fn target(reader: &Reader, picture: Picture<'_>, target: &Target) -> String {
    let (lang, plan, standing) = (reader.lang, picture.plan(), picture.standing);
    let as_of = standing.as_of;
    let assessment = standing.target(&target.id);
    let known: Vec<&Observation> = picture
        .known
        .observations
        .of(&target.id)
        .iter()
        .filter(|o| o.known_on <= as_of)
        .collect();
    let home = match &target.home {
        Home::Headline { .. } => view! { <a href=reader.href("/plan")>{label::headline_targets(lang)}</a> }.into_any(),
        Home::Task { id } => plan.item_of(id).map_or_else(
            || ().into_any(),
            |item| {
                let name = format!("{}. {}", item.number, lang.of(&item.name));
                view! { <a href=reader.href(&format!("/item/{}", item.number))>{name}</a> }.into_any()
            },
        ),
    };
    let leads = plan.leads(target);
    let leads = if leads.is_empty() {
        label::unnamed_by_plan(lang).into_any()
    } else {
        unit_links(reader, plan, leads).into_any()
    };
    let note = target
        .note
        .clone()
        .map(|note| view! { <div><dt>{label::note_word(lang)}</dt><dd lang="zh-CN">{note}</dd></div> });
    let figure = chart::series(lang, target, assessment, &known, as_of);
    let records = record_table(reader, picture, target, &known);
    let by_unit = (target.reporters.len() > 1).then(|| unit_table(reader, picture, target));
    let related: Vec<_> = picture
        .known
        .series
        .iter()
        .filter(|series| series.related.contains(&target.id))
        .map(|series| related_series(reader, picture, series))
        .collect();
    let related = (!related.is_empty()).then(|| {
        view! {
            <section>
                <h2>{label::related_series(lang)}</h2>
                <p class="fine">{label::related_series_note(lang)}</p>
                {related}
            </section>
        }
    });
    frame::page(reader, lang.of(&target.name), move || {
        view! {
            <header class="masthead">
                <p class="issuer">{home}</p>
                <h1>{lang.of(&target.name).to_owned()}</h1>
                <blockquote class="quote" lang="zh-CN">{clean(&target.quote.text)}</blockquote>
                {frame::day_line(reader, as_of)}
            </header>
            <section aria-labelledby="judged">
                <h2 id="judged">{label::how_judged(lang)}</h2>
                {assessment.map(|assessment| parts::verdict(lang, target, assessment))}
            </section>
            {figure}
            <section>
                <h2>{label::observations(lang)}</h2>
                {records}
            </section>
            {by_unit}
            {related}
            <section>
                <dl class="facts">
                    <div><dt>{label::due_word(lang)}</dt><dd class="number">{figures::day(target.due())}</dd></div>
                    <div><dt>{label::lead_units(lang)}</dt><dd>{leads}</dd></div>
                    <div><dt>{label::reporters(lang)}</dt><dd>{unit_links(reader, plan, &target.reporters)}</dd></div>
                    <div><dt>{label::target_kind(lang)}</dt><dd>{names::kind(lang, target.promise.kind())}</dd></div>
                    {note}
                </dl>
                <p class="fine"><a href=reader.href("/method")>{label::method(lang)}</a></p>
            </section>
        }
    })
}

fn record_table(
    reader: &Reader,
    picture: Picture<'_>,
    target: &Target,
    known: &[&Observation],
) -> impl IntoView + use<> {
    let lang = reader.lang;
    if known.is_empty() {
        return view! { <p class="absent">{label::no_figures_yet(lang)}</p> }.into_any();
    }
    let mut known = known.to_vec();
    known.sort_by_key(|o| (o.span.to(), o.known_on));
    let rows = known
        .into_iter()
        .rev()
        .map(|o| {
            let who = match &o.unit {
                None => label::whole_province(lang).to_owned(),
                Some(id) => picture
                    .plan()
                    .units
                    .get(id)
                    .map(|unit| lang.unit(unit).to_owned())
                    .unwrap_or_default(),
            };
            let change = o
                .change_on_last_year
                .map(|change| figures::change(lang, target, change));
            view! {
                <tr>
                    <th scope="row">{figures::span(lang, o.span)}</th>
                    <td>{who}</td>
                    <td class="number">{figures::figure(lang, target, &o.figure)}</td>
                    <td class="number">{change}</td>
                    <td class="number">{figures::day(o.known_on)}</td>
                    <td class="fine" lang="zh-CN">{origin(lang, picture.plan(), o)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        {parts::table("records", &[(label::describes_word(lang), false), (label::unit_word(lang), false), (label::value_word(lang), true), (label::change_on_last_year(lang), true), (label::known_word(lang), true), (label::source_word(lang), false)], rows)}
    }
    .into_any()
}

fn unit_table(reader: &Reader, picture: Picture<'_>, target: &Target) -> impl IntoView + use<> {
    let (lang, plan) = (reader.lang, picture.plan());
    let rows = target
        .reporters
        .iter()
        .filter_map(|id| plan.units.get(id))
        .map(|unit| {
            let own = Standing::of_unit(plan, &picture.known.observations, &unit.id, picture.standing.as_of);
            let assessment = own.target(&target.id);
            let basis = assessment.and_then(|a| a.basis.as_ref());
            view! {
                <tr>
                    <td>{assessment.map(|a| parts::mark(lang, a.status))}</td>
                    <th scope="row"><a href=reader.href(&format!("/unit/{}", unit.id))>{lang.unit(unit).to_owned()}</a></th>
                    <td class="number">{basis.map(|b| figures::figure(lang, target, &b.figure))}</td>
                    <td class="number">{assessment.and_then(|a| figures::value(lang, target, a))}</td>
                    <td class="fine">{basis.map(|b| figures::span(lang, b.span))}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section>
            <h2>{label::unit_figures(lang)}</h2>
            {parts::table("records", &[(label::status_word(lang), false), (label::unit_word(lang), false), (label::observations(lang), true), (label::value_word(lang), true), (label::describes_word(lang), false)], rows)}
        </section>
    }
}

fn related_series(reader: &Reader, picture: Picture<'_>, series: &Series) -> impl IntoView + use<> {
    let lang = reader.lang;
    let unit = lang.of(&series.measure).to_owned();
    let rows = series
        .points
        .iter()
        .filter(|point| point.known_on <= picture.standing.as_of)
        .map(|point| {
            let who = match &point.unit {
                None => label::whole_province(lang).to_owned(),
                Some(id) => picture
                    .plan()
                    .units
                    .get(id)
                    .map(|unit| lang.unit(unit).to_owned())
                    .unwrap_or_default(),
            };
            let change = point.change.map(|change| written_change(lang, change, &unit));
            view! {
                <tr>
                    <th scope="row">{figures::span(lang, point.span)}</th>
                    <td>{who}</td>
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
