//! One item: its words, its tasks, who answers, how each target stands.

use leptos::prelude::*;
use yaodian_domain::plan::Item;
use yaodian_words::{label, say};

use super::{Picture, Reader, frame, lists::target_table, plan::printed_item, unit_links};
use crate::parts;

/// The page of an item.
pub fn item(reader: &Reader, picture: Picture<'_>, item: &Item) -> String {
    let (lang, plan, standing) = (reader.lang, picture.plan(), picture.standing);
    let title = format!("{}. {}", item.number, lang.of(&item.name));
    let tasks = item
        .tasks
        .iter()
        .map(|task| {
            let targets: Vec<_> = plan.targets_of(&task.id).collect();
            // A task is as its worst target; what one of them rests on, it rests on.
            let made_up = targets.iter().find_map(|target| parts::made_up(lang, standing.target(&target.id)));
            let row = |name: &'static str, ids: &[yaodian_domain::id::UnitId]| {
                (!ids.is_empty()).then(|| view! { <div><dt>{name}</dt><dd>{unit_links(reader, plan, ids)}</dd></div> })
            };
            let participants = (!task.assignment.participants.is_empty())
                .then(|| view! { <div><dt>{label::participants(lang)}</dt><dd>{label::divisions(lang)} "、" {label::affiliates(lang)}</dd></div> });
            view! {
                <section class="task-block">
                    <h2>{say::task_number(lang, &task.id)} " " {parts::mark(lang, standing.task(plan, task))} {made_up}</h2>
                    <dl class="facts">
                        {row(label::lead_units(lang), &task.assignment.lead)}
                        {row(label::responsible_units(lang), &task.assignment.responsible)}
                        {participants}
                    </dl>
                    {target_table(reader, standing, &targets)}
                </section>
            }
        })
        .collect_view();
    frame::page(reader, &title.clone(), move || {
        view! {
            <header class="masthead">
                <p class="issuer">{say::item_number(lang, &item.number)}</p>
                <h1>{title}</h1>
                {frame::day_line(reader, standing.as_of)}
            </header>
            <div class="plan-text plan-excerpt">{printed_item(reader, plan, standing, item)}</div>
            {tasks}
        }
    })
}
