//! One unit: what it leads, what it answers for, how the targets it reports on stand.

use leptos::prelude::*;
use yaodian_domain::{plan::Role, standing::Standing, target::Target, unit::Unit};
use yaodian_words::{label, names, open_data};

use super::{
    Picture, Reader, download, frame,
    lists::target_table,
    picture as drawn,
    plan::clean,
    preview::{self, Subject},
};
use crate::parts;

/// The page of a unit.
pub fn unit(reader: &Reader, picture: Picture<'_>, unit: &Unit) -> String {
    let (lang, plan, standing) = (reader.lang, picture.plan(), picture.standing);
    let own = Standing::of_unit(plan, &picture.known.observations, &unit.id, standing.as_of);
    let owed: Vec<&Target> = plan.targets.iter().filter(|t| t.reporters.contains(&unit.id)).collect();
    let tasks = |role: Role, title: &'static str| {
        let rows: Vec<_> = plan
            .tasks()
            .filter(|task| task.assignment.role_of(&unit.id) == Some(role))
            .filter_map(|task| Some((task, plan.item_of(&task.id)?)))
            .map(|(task, item)| {
                let href = reader.href(&format!("/task/{}", task.id));
                view! {
                    <li>
                        {parts::dot(lang, standing.task(plan, task))}
                        " "
                        <a href=href>{task.id.to_string()} " " {lang.of(&item.name).to_owned()} <span class="fine" lang="zh-CN">" " {opening(plan.words(task.span))}</span></a>
                    </li>
                }
            })
            .collect();
        (!rows.is_empty()).then(|| view! { <section><h2>{title}</h2><ul class="items">{rows}</ul></section> })
    };
    let (led, answered) = (
        tasks(Role::Lead, label::tasks_led(lang)),
        tasks(Role::Responsible, label::tasks_answered(lang)),
    );
    let table = if owed.is_empty() {
        None
    } else {
        Some(target_table(reader, &own, &owed))
    };
    let (panels, months) = (
        drawn::of_unit(reader, picture, unit, &own),
        drawn::unit_months(reader, picture, unit),
    );
    let note = unit
        .note
        .clone()
        .map(|note| view! { <p class="note">{label::note_word(lang)} ": " {note}</p> });
    let its: &[(&str, &str)] = &[("unit", unit.id.as_str())];
    let downloads = download::rows(
        reader,
        &[
            ("parts", open_data::tables::parts(lang), its),
            ("observations", open_data::tables::observations(lang), its),
            ("assignments", open_data::tables::assignments(lang), its),
        ],
    );
    let preview = preview::of(reader, picture, Subject::Unit(unit));
    frame::pictured(reader, lang.unit(unit), preview, move || {
        view! {
            <header class="masthead">
                <p class="issuer">{names::unit_kind(lang, unit.kind)}</p>
                <h1>{lang.unit(unit).to_owned()}</h1>
                <p class="lede" lang="zh-CN">{unit.full_name.clone()}</p>
                {note}
                {frame::day_line(reader, standing.as_of)}
            </header>
            <section>
                <h2>{label::targets_owed(lang)}</h2>
                {parts::tally(lang, &own.targets())}
                {table}
                {downloads}
            </section>
            {panels}
            {months}
            {led}
            {answered}
        }
    })
}

/// How many characters of a task's own words tell it from the others of its item.
const OPENING: usize = 22;

/// The first words of a task as it was issued, as far as its first stop or a line's length.
fn opening(words: &str) -> String {
    let words = clean(words);
    let first: String = words.chars().take_while(|c| !matches!(c, '。' | ';' | '；')).collect();
    if first.chars().count() <= OPENING {
        return first;
    }
    first.chars().take(OPENING).chain(std::iter::once('…')).collect()
}

#[cfg(test)]
#[path = "../../tests/public/unit.rs"]
mod tests;
