//! Lists: all targets, all units.

use leptos::prelude::*;
use yaodian_domain::{
    check::Status,
    standing::Standing,
    target::{Home, Target},
    unit::UnitKind,
};
use yaodian_words::{closing, figures, label, open_data, say};

use super::{
    Picture, Reader, download, frame, picture as drawn,
    preview::{self, Subject},
};
use crate::parts;

/// Targets as a table: status, name, value, goal, gap.
pub(super) fn target_table(reader: &Reader, standing: &Standing, targets: &[&Target]) -> impl IntoView + use<> {
    let lang = reader.lang;
    let rows = targets
        .iter()
        .filter_map(|target| Some((*target, standing.target(&target.id)?)))
        .map(|(target, assessment)| {
            let span = assessment.basis.as_ref().map(|basis| figures::span(lang, basis.span));
            view! {
                <tr>
                    <td>{parts::judged(lang, assessment)}</td>
                    <th scope="row"><a href=reader.href(&format!("/target/{}", target.id))>{lang.of(&target.name).to_owned()}</a></th>
                    <td class="number">{figures::value(lang, target, assessment)}</td>
                    <td class="number">{figures::goal_of(lang, &target.in_force(standing.as_of), assessment)}</td>
                    <td class="number">{figures::gap(lang, target, assessment)}</td>
                    <td class="fine">{span}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        {parts::table("targets", &[(label::status_word(lang), false), (label::targets(lang), false), (label::value_word(lang), true), (label::target_word(lang), true), (label::gap_word(lang), true), (label::describes_word(lang), false)], rows)}
    }
}

/// All targets, by item.
pub fn targets(reader: &Reader, picture: Picture<'_>) -> String {
    let (lang, plan, standing) = (reader.lang, picture.plan(), picture.standing);
    let headline: Vec<&Target> = plan.headline_targets().collect();
    let items = plan
        .items()
        .map(|item| {
            let own: Vec<&Target> = plan
                .targets
                .iter()
                .filter(|t| matches!(&t.home, Home::Task { id } if item.tasks.iter().any(|task| &task.id == id)))
                .collect();
            view! {
                <section>
                    <h2><a href=reader.href(&format!("/item/{}", item.number))>{item.number.to_string()} ". " {lang.of(&item.name).to_owned()}</a></h2>
                    {target_table(reader, standing, &own)}
                </section>
            }
        })
        .collect_view();
    let carried: Vec<&Target> = plan.carried_targets().collect();
    let carried = (!carried.is_empty()).then(|| {
        view! {
            <section>
                <h2>{closing::carried(lang)}</h2>
                {target_table(reader, standing, &carried)}
            </section>
        }
    });
    let downloads = download::rows(
        reader,
        &[
            ("targets", open_data::tables::targets(lang), &[]),
            ("assessments", open_data::tables::assessments(lang), &[]),
        ],
    );
    let preview = preview::of(reader, picture, Subject::Targets);
    frame::pictured(reader, label::all_targets(lang), preview, move || {
        view! {
            <header class="masthead">
                <h1>{label::all_targets(lang)}</h1>
                {frame::day_line(reader, standing.as_of)}
                {parts::tally(lang, &standing.targets())}
                {downloads}
            </header>
            <section>
                <h2>{label::headline_targets(lang)}</h2>
                {target_table(reader, standing, &headline)}
            </section>
            {items}
            {carried}
        }
    })
}

/// All units, by kind, each with how the targets that it reports on stand.
pub fn units(reader: &Reader, picture: Picture<'_>) -> String {
    let (lang, plan, standing) = (reader.lang, picture.plan(), picture.standing);
    let group = |kind: UnitKind, title: &'static str| {
        let all: Vec<_> = (plan.units.of_kind(kind))
            .map(|unit| {
                (
                    unit,
                    Standing::of_unit(plan, &picture.known.observations, &unit.id, standing.as_of),
                )
            })
            .collect();
        let map = (kind == UnitKind::Bureau).then(|| drawn::bureaus(reader, &all));
        let rows = (all.iter())
            .map(|(unit, own)| {
                let led = plan.tasks().filter(|task| task.assignment.lead.contains(&unit.id)).count();
                let owed = own.targets();
                let known = owed.total() - owed.at(Status::NoData);
                view! {
                    <tr>
                        <th scope="row"><a href=reader.href(&format!("/unit/{}", unit.id))>{lang.unit(unit).to_owned()}</a></th>
                        <td class="number">{led.to_string()}</td>
                        <td class="number">{(owed.total() > 0).then(|| say::of_all(lang, &known, &owed.total()))}</td>
                        <td>{(owed.total() > 0).then(|| parts::tally(lang, &owed))}</td>
                    </tr>
                }
            })
            .collect_view();
        view! {
            <section>
                <h2>{title}</h2>
                {map}
                {parts::table("units", &[(label::unit_word(lang), false), (label::tasks_led(lang), true), (label::targets_owed(lang), true), (label::status_word(lang), false)], rows)}
            </section>
        }
    };
    let (bureaus, divisions, affiliates) = (
        group(UnitKind::Bureau, label::bureaus(lang)),
        group(UnitKind::Division, label::divisions(lang)),
        group(UnitKind::Affiliate, label::affiliates(lang)),
    );
    let downloads = download::rows(
        reader,
        &[
            ("units", open_data::tables::units(lang), &[]),
            ("parts", open_data::tables::parts(lang), &[]),
        ],
    );
    let preview = preview::of(reader, picture, Subject::Units);
    frame::pictured(reader, label::units(lang), preview, move || {
        view! {
            <header class="masthead">
                <h1>{label::units(lang)}</h1>
                {frame::day_line(reader, standing.as_of)}
                {downloads}
            </header>
            {bureaus}
            {divisions}
            {affiliates}
        }
    })
}
