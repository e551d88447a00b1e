//! One target: its words, its verdict and why, its series, its units, its sources.

mod counted;
mod decided;
pub(super) mod records;

use leptos::prelude::*;
use yaodian_domain::{
    Date,
    check::{Status, project},
    judgement::Judgement,
    observation::Observation,
    target::{Home, Target},
};
use yaodian_words::{
    changes::changes as changes_word, closing, drawing, figures, indicators::over_years, label, method as words, names,
    open_data, say,
};

use super::{
    Picture, Reader, beside, download, embed, frame, indicators, monitoring, picture as drawn,
    plan::clean,
    preview::{self, Subject},
    unit_links, year_end,
};
use crate::parts;

/// What of these counts on a day, as far as it was known then.
pub(super) fn current(observations: &[Observation], as_of: Date) -> Vec<&Observation> {
    records::parted(observations, as_of).0
}

/// The page of a target, with the judgement of its reviewer that stands on the day, if there is one.
pub fn target(reader: &Reader, picture: Picture<'_>, target: &Target, judgement: Option<&Judgement>) -> String {
    let (lang, plan, standing) = (reader.lang, picture.plan(), picture.standing);
    let as_of = standing.as_of;
    let assessment = standing.target(&target.id);
    let observations = picture.known.observations.of(&target.id);
    // The number and the due date in force; the quote stays as issued.
    let now = target.in_force(as_of);
    let (current, corrected) = records::parted(observations, as_of);
    let ledger = monitoring::short(reader, picture, target).or_else(|| counted::section(reader, picture, target));
    let home = match &target.home {
        Home::Headline { .. } => view! { <a href=reader.href("/plan")>{label::headline_targets(lang)}</a> }.into_any(),
        Home::Carried { from, target, .. } => {
            let before = Reader::of_plan(from, &format!("/target/{target}"));
            view! { <a href=before>{closing::carried(lang)}</a> }.into_any()
        }
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
    let differences = words::differences(lang, target)
        .into_iter()
        .map(|(what, how)| view! { <div><dt>{what}</dt><dd>{how}</dd></div> })
        .collect_view();
    let due = if now.due() == target.due() {
        figures::day(now.due())
    } else {
        say::due_moved(lang, &now.due(), &target.due())
    };
    let voices = assessment
        .zip(judgement)
        .map(|(assessment, judgement)| beside::two_voices(lang, assessment, judgement));
    let settled = assessment.is_none_or(|a| matches!(a.status, Status::Met | Status::AwaitingTarget));
    let projection = (!settled).then(|| project(target, observations, as_of)).flatten();
    let figure = drawn::series(lang, &now, assessment, &current, projection.as_ref(), as_of);
    let projection = projection.map(|projection| {
        view! {
            <section>
                <h2>{words::projection_title(lang)}</h2>
                {beside::projection(lang, &now, &projection)}
            </section>
        }
    });
    let records = records::table(reader, picture, target, current);
    let corrected = records::corrected(reader, picture, target, corrected);
    let by_unit = (target.reporters.len() > 1).then(|| records::by_unit(reader, picture, target));
    let decisions = decided::decisions(reader, target, assessment, as_of);
    let shares = decided::shares(reader, picture, &now);
    let ring = drawn::ring(lang, &now, assessment).map(|ring| {
        view! { <figure class="ring-beside">{ring}<figcaption class="fine">{drawing::rings_note(lang)}</figcaption></figure> }
    });
    let related = records::related(reader, picture, target);
    let embed = embed::how_to(reader, picture, target);
    let own: &[(&str, &str)] = &[("target", target.id.as_str())];
    let downloads = download::rows(
        reader,
        &[
            ("observations", open_data::rows_of_observations(lang), own),
            ("assessments", open_data::rows_of_assessments(lang), own),
            ("assessment-history", open_data::rows_of_history(lang), own),
            ("parts", open_data::rows_of_parts(lang), own),
        ],
    );
    let (ended, carried) = (
        year_end::ended(reader, picture, target),
        year_end::carried(reader, picture, target),
    );
    let years = indicators::has(picture, target).then(|| {
        let href = reader.href(&format!("/indicator/{}", target.id));
        view! { <a href=href>{over_years(lang)}</a> " · " }
    });
    let changes = reader.href_with("/changes", &[("target", target.id.as_str())]);
    let preview = preview::of(reader, picture, Subject::Target(target));
    frame::pictured(reader, lang.of(&target.name), preview, move || {
        view! {
            <header class="masthead">
                <p class="issuer">{home}</p>
                <h1>{lang.of(&target.name).to_owned()}</h1>
                <blockquote class="quote" lang="zh-CN">{clean(&target.quote.text)}</blockquote>
                {frame::day_line(reader, as_of)}
            </header>
            {ended}
            {carried}
            <section aria-labelledby="judged">
                <h2 id="judged">{label::how_judged(lang)}</h2>
                <div class="verdict-place">
                    {assessment.map(|assessment| parts::verdict(lang, target, Some(&plan.units), assessment))}
                    {ring}
                </div>
                {voices}
            </section>
            {ledger}
            {decisions}
            {figure}
            {projection}
            <section>
                <h2>{label::observations(lang)}</h2>
                {records}
                {corrected}
                {downloads}
            </section>
            {by_unit}
            {shares}
            {related}
            <section>
                <dl class="facts">
                    <div><dt>{label::due_word(lang)}</dt><dd class="number">{due}</dd></div>
                    <div><dt>{label::lead_units(lang)}</dt><dd>{leads}</dd></div>
                    <div><dt>{label::reporters(lang)}</dt><dd>{unit_links(reader, plan, &target.reporters)}</dd></div>
                    <div><dt>{label::target_kind(lang)}</dt><dd>{names::kind(lang, target.promise.kind())}</dd></div>
                    {differences}
                    {note}
                </dl>
                {embed}
                <p class="fine">{years} <a href=changes>{changes_word(lang)}</a> " · " <a href=reader.href("/method")>{label::method(lang)}</a></p>
            </section>
        }
    })
}
