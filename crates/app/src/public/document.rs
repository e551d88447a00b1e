//! The parts of the plan that have a page of their own: chapters and tasks, and the ways up, down, back and on.

use leptos::prelude::*;
use yaodian_domain::{
    id::UnitId,
    plan::{Chapter, Item, Plan, Task},
    target::Target,
};
use yaodian_words::{label, reading as words, say};

use super::{
    Picture, Reader, frame,
    lists::target_table,
    picture as drawn,
    plan::{clean, printed_alone, printed_item},
    preview::{self, Subject},
    unit_links,
};
use crate::parts;

/// A name with its address.
pub(super) type Way = (String, String);

/// The ways from the whole down to a page, which closes the row by its own name.
pub(super) fn trail(reader: &Reader, ways: Vec<Way>, here: String) -> impl IntoView + use<> {
    let ways = ways
        .into_iter()
        .map(|(name, href)| view! { <li><a href=href>{name}</a></li> })
        .collect_view();
    view! {
        <nav class="trail" aria-label=words::where_word(reader.lang)>
            <ol>{ways}<li aria-current="page">{here}</li></ol>
        </nav>
    }
}

/// What comes before a page and after it.
pub(super) fn pager(reader: &Reader, before: Option<Way>, after: Option<Way>) -> Option<impl IntoView + use<>> {
    let lang = reader.lang;
    (before.is_some() || after.is_some()).then(|| {
        let before = before.map(|(name, href)| view! { <a rel="prev" href=href>{words::before(lang, &name)}</a> });
        let after =
            after.map(|(name, href)| view! { <a rel="next" class="on" href=href>{words::after(lang, &name)}</a> });
        view! { <nav class="pager" aria-label=words::before_and_after(lang)>{before} {after}</nav> }
    })
}

fn chapter_way(reader: &Reader, chapter: &Chapter, place: usize) -> Way {
    let name = words::chapter_title(reader.lang, &chapter.number, &reader.lang.of(&chapter.name));
    (name, reader.href(&format!("/chapter/{place}")))
}

fn item_way(reader: &Reader, item: &Item) -> Way {
    let name = format!("{}. {}", item.number, reader.lang.of(&item.name));
    (name, reader.href(&format!("/item/{}", item.number)))
}

fn task_way(reader: &Reader, task: &Task) -> Way {
    let name = say::task_number(reader.lang, &task.id);
    (name, reader.href(&format!("/task/{}", task.id)))
}

fn top(reader: &Reader) -> Way {
    (label::living_plan(reader.lang).to_owned(), reader.href("/plan"))
}

/// The ways down to an item.
pub(super) fn of_item(reader: &Reader, picture: Picture<'_>, item: &Item) -> Vec<Way> {
    let holds = |chapter: &Chapter| chapter.items.iter().any(|other| other.number == item.number);
    let chapters = picture.plan().chapters.iter().zip(1..);
    let chapter = chapters.into_iter().find(|(chapter, _)| holds(chapter));
    let chapter = chapter.map(|(chapter, place)| chapter_way(reader, chapter, place));
    std::iter::once(top(reader)).chain(chapter).collect()
}

/// What stands on both sides of one of `all`.
fn around<'a, T>(all: impl Iterator<Item = &'a T>, is: impl Fn(&T) -> bool) -> (Option<&'a T>, Option<&'a T>) {
    let (mut before, mut found) = (None, false);
    for one in all {
        if found {
            return (before, Some(one));
        }
        if is(one) {
            found = true;
        } else {
            before = Some(one);
        }
    }
    (before.filter(|_| found), None)
}

/// The items on both sides of one.
pub(super) fn items_around(reader: &Reader, picture: Picture<'_>, item: &Item) -> Option<impl IntoView + use<>> {
    let (before, after) = around(picture.plan().items(), |other| other.number == item.number);
    let way = |item| item_way(reader, item);
    pager(reader, before.map(way), after.map(way))
}

/// Who leads a task, who answers for it, who takes part: rows of facts.
pub(super) fn assigned(reader: &Reader, plan: &Plan, task: &Task) -> impl IntoView + use<> {
    let lang = reader.lang;
    let row = |name: &'static str, ids: &[UnitId]| {
        (!ids.is_empty()).then(|| view! { <div><dt>{name}</dt><dd>{unit_links(reader, plan, ids)}</dd></div> })
    };
    let participants = (!task.assignment.participants.is_empty())
        .then(|| view! { <div><dt>{label::participants(lang)}</dt><dd>{label::divisions(lang)} "、" {label::affiliates(lang)}</dd></div> });
    view! {
        {row(label::lead_units(lang), &task.assignment.lead)}
        {row(label::responsible_units(lang), &task.assignment.responsible)}
        {participants}
    }
}

/// The chapter in this place of the plan, counted from 1.
pub fn chapter(reader: &Reader, picture: Picture<'_>, place: usize) -> Option<String> {
    let (lang, plan, standing) = (reader.lang, picture.plan(), picture.standing);
    let at = place.checked_sub(1)?;
    let chapter = plan.chapters.get(at)?;
    let tasks: Vec<&Task> = chapter.items.iter().flat_map(|item| &item.tasks).collect();
    let targets: Vec<&Target> = tasks.iter().flat_map(|task| plan.targets_of(&task.id)).collect();
    let (title, _) = chapter_way(reader, chapter, place);
    let summary = words::chapter_summary(lang, &chapter.items.len(), &tasks.len(), &targets.len());
    let here = words::chapter_place(lang, &place, &plan.chapters.len());
    let items = chapter
        .items
        .iter()
        .map(|item| {
            let (name, href) = item_way(reader, item);
            let tasks = item
                .tasks
                .iter()
                .map(|task| {
                    let (name, href) = task_way(reader, task);
                    view! { <li>{parts::dot(lang, standing.task(plan, task))} " " <a href=href>{name}</a></li> }
                })
                .collect_view();
            view! {
                <tr>
                    <td>{parts::mark(lang, standing.item(plan, item))}</td>
                    <th scope="row"><a href=href>{name}</a></th>
                    <td><ul class="inline-list">{tasks}</ul></td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (label::status_word(lang), false),
        (words::item_word(lang), false),
        (words::tasks_word(lang), false),
    ];
    let leads = plan
        .units
        .iter()
        .filter_map(|unit| {
            let led = tasks
                .iter()
                .filter(|task| task.assignment.lead.contains(&unit.id))
                .count();
            let href = reader.href(&format!("/unit/{}", unit.id));
            let words = words::tasks_led_here(lang, &lang.unit(unit), &led);
            (led > 0).then(|| view! { <li><a href=href>{words}</a></li> })
        })
        .collect_view();
    let months = drawn::chapter_months(reader, picture, chapter);
    let printed = chapter
        .items
        .iter()
        .map(|item| printed_item(reader, plan, standing, item))
        .collect_view();
    let near = |at: Option<usize>| {
        let at = at?;
        Some(chapter_way(reader, plan.chapters.get(at)?, at + 1))
    };
    let pager = pager(reader, near(at.checked_sub(1)), near(at.checked_add(1)));
    let table = (!targets.is_empty()).then(|| {
        view! { <section><h2>{words::targets_here(lang)}</h2>{target_table(reader, standing, &targets)}</section> }
    });
    let preview = preview::of(reader, picture, Subject::Chapter(place));
    Some(frame::pictured(reader, &title.clone(), preview, move || {
        view! {
            <header class="masthead">
                {trail(reader, vec![top(reader)], here)}
                <h1>{title}</h1>
                <p class="lede">{summary}</p>
                {frame::day_line(reader, standing.as_of)}
                {parts::tally(lang, &standing.chapter(plan, chapter))}
            </header>
            <section>
                <h2>{words::items_word(lang)}</h2>
                {parts::table("chapter-items", &heads, items)}
                <h3 class="list-head">{words::leads_of_chapter(lang)}</h3>
                <ul class="inline-list">{leads}</ul>
            </section>
            {table}
            {months}
            <section>
                <h2>{words::words_as_issued(lang)}</h2>
                <div class="plan-text plan-excerpt">
                    <p class="chapter-line" lang="zh-CN">{clean(plan.words(chapter.heading))}</p>
                    {printed}
                </div>
            </section>
            {pager}
        }
    }))
}

/// One task: its words, who leads and who answers, its targets.
pub fn task(reader: &Reader, picture: Picture<'_>, task: &Task) -> Option<String> {
    let (lang, plan, standing) = (reader.lang, picture.plan(), picture.standing);
    let item = plan.item_of(&task.id)?;
    let targets: Vec<&Target> = plan.targets_of(&task.id).collect();
    let (item_name, item_href) = item_way(reader, item);
    let mut ways = of_item(reader, picture, item);
    ways.push((item_name, item_href));
    let title = words::task_title(lang, &task.id, &lang.of(&item.name));
    let made_up = targets
        .iter()
        .find_map(|target| parts::made_up(lang, standing.target(&target.id)));
    let (before, after) = around(plan.tasks(), |other| other.id == task.id);
    let way = |task| task_way(reader, task);
    let pager = pager(reader, before.map(way), after.map(way));
    let table = if targets.is_empty() {
        view! { <p class="absent">{words::no_targets_here(lang)}</p> }.into_any()
    } else {
        target_table(reader, standing, &targets).into_any()
    };
    let preview = preview::of(reader, picture, Subject::Task(task));
    Some(frame::pictured(reader, &title.clone(), preview, move || {
        view! {
            <header class="masthead">
                {trail(reader, ways, say::task_number(lang, &task.id))}
                <h1>{title}</h1>
                <p>{parts::mark(lang, standing.task(plan, task))} {made_up}</p>
                {frame::day_line(reader, standing.as_of)}
            </header>
            <div class="plan-text plan-excerpt">{printed_alone(reader, plan, standing, item, task)}</div>
            <section>
                <dl class="facts">{assigned(reader, plan, task)}</dl>
            </section>
            <section>
                <h2>{words::targets_here(lang)}</h2>
                {table}
            </section>
            {pager}
        }
    }))
}
