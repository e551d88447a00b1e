//! One item: its words, its tasks, who answers, how each target stands.

use leptos::prelude::*;
use yaodian_domain::plan::Item;
use yaodian_words::say;

use super::{
    Picture, Reader, document, frame,
    lists::target_table,
    plan::printed_item,
    preview::{self, Subject},
};
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
            view! {
                <section class="task-block">
                    <h2><a href=reader.href(&format!("/task/{}", task.id))>{say::task_number(lang, &task.id)}</a> " " {parts::mark(lang, standing.task(plan, task))} {made_up}</h2>
                    <dl class="facts">{document::assigned(reader, plan, task)}</dl>
                    {target_table(reader, standing, &targets)}
                </section>
            }
        })
        .collect_view();
    let trail = document::trail(
        reader,
        document::of_item(reader, picture, item),
        say::item_number(lang, &item.number),
    );
    let pager = document::items_around(reader, picture, item);
    let preview = preview::of(reader, picture, Subject::Item(item));
    frame::pictured(reader, &title.clone(), preview, move || {
        view! {
            <header class="masthead">
                {trail}
                <h1>{title}</h1>
                {frame::day_line(reader, standing.as_of)}
            </header>
            <div class="plan-text plan-excerpt">{printed_item(reader, plan, standing, item)}</div>
            {tasks}
            {pager}
        }
    })
}
