//! 总览: the headline targets, the chapters, the days left.

use leptos::prelude::*;
use yaodian_domain::{
    check::Status,
    observation::{Figure, Provenance},
    target::Target,
    time::days_between,
};
use yaodian_words::{figures, indicators, label, network, say};

use super::{
    Picture, Reader, frame, goal, origin, picture as drawn,
    preview::{self, Subject},
    year_end,
};
use crate::parts;

/// The overview.
pub fn overview(reader: &Reader, picture: Picture<'_>) -> String {
    let (lang, plan, standing) = (reader.lang, picture.plan(), picture.standing);
    let as_of = standing.as_of;
    let left = days_between(as_of, plan.term.to());
    let settled = standing.is_settled(plan);
    let clock = if left >= 0 {
        say::days_left(lang, &left)
    } else if settled {
        label::final_year(lang).to_owned()
    } else {
        label::awaiting_results(lang).to_owned()
    };
    let elapsed = plan.term.elapsed(as_of);
    let cards = plan
        .headline_targets()
        .map(|target| card(reader, picture, target))
        .collect_view();
    let chapters = plan
        .chapters
        .iter()
        .zip(1..)
        .map(|(chapter, place): (_, usize)| {
            let href = reader.href(&format!("/chapter/{place}"));
            let tally = standing.chapter(plan, chapter);
            let items = chapter
                .items
                .iter()
                .map(|item| {
                    let worst = standing.item(plan, item);
                    view! {
                        <li>
                            {parts::dot(lang, worst)}
                            " "
                            <a href=reader.href(&format!("/item/{}", item.number))>{item.number.to_string()} ". " {lang.of(&item.name).to_owned()}</a>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <section class="chapter-card">
                    <h3><a href=href><span class="chapter-number">{chapter.number.clone()}</span> " " {lang.of(&chapter.name).to_owned()}</a></h3>
                    {parts::tally(lang, &tally)}
                    <ul class="items">{items}</ul>
                </section>
            }
        })
        .collect_view();
    let carried = year_end::carried_list(reader, picture);
    let tally = standing.targets();
    let (months, rings, known) = (
        drawn::plan_months(reader, picture),
        drawn::rings(reader, picture),
        drawn::known(reader, picture),
    );
    let (tasks, items, targets) = (plan.tasks().count(), plan.items().count(), plan.targets.len());
    let preview = preview::of(reader, picture, Subject::Overview);
    frame::pictured(reader, label::product(lang), preview, move || {
        view! {
            <header class="masthead plan-head has-clock">
                <p class="issuer">{lang.of(&plan.issuer).to_owned()}</p>
                <h1>{lang.of(&plan.title).to_owned()}</h1>
                <p class="lede">{say::tasks_summary(lang, &plan.chapters.len(), &items, &tasks, &targets)}</p>
                <div class="clock">
                    {frame::day_line(reader, as_of)}
                    <p class="clock-words"><strong>{clock}</strong></p>
                    <div class="pace-track" aria-hidden="true"><span class="pace-done" style=format!("inline-size:{elapsed}%")></span></div>
                    <p class="fine">{label::elapsed_word(lang)} " " <span class="number">{elapsed.to_string()} "%"</span></p>
                </div>
            </header>
            <section aria-labelledby="all-targets">
                <h2 id="all-targets">{label::all_targets(lang)}</h2>
                {parts::tally(lang, &tally)}
            </section>
            <section aria-labelledby="headline">
                <h2 id="headline">{label::headline_targets(lang)}</h2>
                <ul class="cards">{cards}</ul>
                <p class="fine"><a href=reader.href("/indicators")>{indicators::indicators(lang)}</a></p>
            </section>
            {rings}
            {months}
            <section aria-labelledby="chapters">
                <h2 id="chapters">{label::chapters(lang)}</h2>
                <div class="chapter-cards">{chapters}</div>
            </section>
            {carried}
            {known}
        }
    })
}

/// What a headline target promised and where it stands.
pub(super) fn card(reader: &Reader, picture: Picture<'_>, target: &Target) -> impl IntoView + use<> {
    let lang = reader.lang;
    let assessment = picture.standing.target(&target.id);
    let status = assessment.map_or(Status::NoData, |a| a.status);
    let basis = assessment.and_then(|a| a.basis.as_ref());
    let value = assessment.and_then(|a| figures::value(lang, target, a));
    let change = basis
        .and_then(|b| b.change_on_last_year)
        .map(|c| view! { <p class="change number">{figures::change(lang, target, c)}</p> });
    // What is measured is shown with its counts, and leads to every place behind it.
    let measured = basis.filter(|b| matches!(b.provenance, Some(Provenance::Monitoring { .. })));
    let behind = measured.map(|b| {
        let href = reader.href(&format!("/target/{}/measured", target.id));
        let words = match b.figure {
            Figure::Counts { .. } => format!("= {}", figures::figure(lang, target, &b.figure)),
            _ => network::measured_link(lang).to_owned(),
        };
        view! { <a class="number" href=href>{words}</a> " · " }
    });
    let when = basis.map(|b| {
        let source = picture
            .known
            .observations
            .of(&target.id)
            .iter()
            .find(|o| o.span == b.span && o.known_on == b.known_on && o.figure == b.figure);
        let source = source.map(|o| origin(reader, picture.plan(), o));
        view! { <p class="fine">{behind} {figures::span(lang, b.span)} {source.map(|s| view! { " · " {s} })}</p> }
    });
    let pace = assessment
        .and_then(|a| a.pace.as_ref())
        .map(|pace| parts::pace_line(lang, pace));
    let now = target.in_force(picture.standing.as_of);
    let ring = drawn::ring(lang, &now, assessment);
    let no_value = value.is_none().then(|| label::no_value(lang));
    view! {
        <li class=format!("card is-{}", status.as_str())>
            <h3><a href=reader.href(&format!("/target/{}", target.id))>{lang.of(&target.name).to_owned()}</a></h3>
            <p class="card-value number">{value} {no_value.map(|word| view! { <span class="absent">{word}</span> })}</p>
            <p class="card-goal number">{label::target_word(lang)} " " {goal(lang, target, picture.standing.as_of)}</p>
            {change}
            {ring}
            {pace}
            <p class="card-status">{parts::mark(lang, status)} {parts::made_up(lang, assessment)}</p>
            {when}
        </li>
    }
}
