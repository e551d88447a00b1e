//! 要点全文: the document as issued, with a mark in the margin beside each promise.

use leptos::prelude::*;
use yaodian_domain::{
    check::Status,
    plan::{Item, Plan, Span, Task},
    standing::Standing,
    target::Target,
};
use yaodian_words::label;

use super::{
    Picture, Reader, frame,
    preview::{self, Subject},
    short, year_end,
};
use crate::parts;

/// The living plan.
pub fn living_plan(reader: &Reader, picture: Picture<'_>) -> String {
    let (lang, plan, standing) = (reader.lang, picture.plan(), picture.standing);
    let headline: Vec<&Target> = plan.headline_targets().collect();
    let chapters = plan
        .chapters
        .iter()
        .zip(1..)
        .map(|(chapter, place): (_, usize)| {
            let href = reader.href(&format!("/chapter/{place}"));
            let items = chapter
                .items
                .iter()
                .map(|item| printed_item(reader, plan, standing, item))
                .collect_view();
            view! {
                <section class="chapter">
                    <header class="chapter-head">
                        <h2 lang="zh-CN"><a href=href>{clean(plan.words(chapter.heading))}</a></h2>
                        {parts::tally(lang, &standing.chapter(plan, chapter))}
                    </header>
                    {items}
                </section>
            }
        })
        .collect_view();
    let carried = year_end::carried_list(reader, picture);
    let original = (lang.of(&plan.title) != plan.title.zh)
        .then(|| view! { <p class="lede" lang="zh-CN">{plan.title.zh.clone()}</p> });
    let preview = preview::of(reader, picture, Subject::Plan);
    frame::pictured(reader, label::living_plan(lang), preview, move || {
        view! {
            <article class="plan-text">
                <header class="masthead plan-head">
                    <p class="issuer">{lang.of(&plan.issuer).to_owned()}</p>
                    <h1>{lang.of(&plan.title).to_owned()}</h1>
                    {original}
                    <p class="lede">{label::plan_as_issued(lang)}</p>
                    {frame::day_line(reader, standing.as_of)}
                </header>
                <section class="chapter">
                    <details class="preamble">
                        <summary>{label::preamble(lang)}</summary>
                        <div lang="zh-CN">{stretches(plan.words(plan.preamble))}</div>
                    </details>
                    <div class="row">
                        <p class="prose" lang="zh-CN">{marked(reader, plan, standing, plan.headline, &headline)}</p>
                        {margin(reader, standing, &headline)}
                    </div>
                </section>
                {chapters}
                {carried}
            </article>
        }
    })
}

/// The paragraphs of a long stretch. A blank line inside a sentence is the end of a page and
/// parts nothing.
fn stretches(text: &str) -> impl IntoView + use<> {
    let mut paragraphs: Vec<String> = Vec::new();
    for block in text.split("\n\n").map(clean).filter(|block| !block.is_empty()) {
        match paragraphs.last_mut() {
            Some(last) if !last.ends_with(['。', '标', '求', '作']) => last.push_str(&block),
            _ => paragraphs.push(block),
        }
    }
    paragraphs
        .into_iter()
        .map(|p| view! { <p class="prose">{p}</p> })
        .collect_view()
}

/// One item: heading, then a row for each task, with its bracket and its targets in the margin.
pub(super) fn printed_item(reader: &Reader, plan: &Plan, standing: &Standing, item: &Item) -> impl IntoView + use<> {
    let mut from = item.heading.end;
    let rows = item
        .tasks
        .iter()
        .map(|task| {
            let row = printed_task(reader, plan, standing, task, from);
            from = end_of(plan, task);
            row
        })
        .collect_view();
    let rest = clean(plan.words(Span {
        start: from,
        end: item.span.end.max(from),
    }));
    let rest = (!rest.is_empty()).then(|| view! { <p class="prose" lang="zh-CN">{rest}</p> });
    view! {
        <section class="item" id=format!("item-{}", item.number)>
            <h3 lang="zh-CN"><a href=reader.href(&format!("/item/{}", item.number))>{clean(plan.words(item.heading))}</a></h3>
            {rows}
            {rest}
        </section>
    }
}

/// Where a task ends on the page: behind its bracket and the stop that may follow it.
fn end_of(plan: &Plan, task: &Task) -> usize {
    let bracket = task.assignment.span.end.max(task.span.end);
    let rest = plan.text.get(bracket..).unwrap_or_default();
    bracket
        + rest
            .find(|c| !matches!(c, '。' | ';' | '\u{FF1B}' | ',' | '\u{FF0C}'))
            .unwrap_or(rest.len())
}

/// One task by itself, with what stands between it and the one before.
pub(super) fn printed_alone(reader: &Reader, plan: &Plan, standing: &Standing, item: &Item, task: &Task) -> AnyView {
    let before = item.tasks.iter().take_while(|other| other.id != task.id).last();
    let from = before.map_or(item.heading.end, |before| end_of(plan, before));
    printed_task(reader, plan, standing, task, from).into_any()
}

fn printed_task(reader: &Reader, plan: &Plan, standing: &Standing, task: &Task, from: usize) -> impl IntoView + use<> {
    let targets: Vec<&Target> = plan.targets_of(&task.id).collect();
    let status = standing.task(plan, task);
    let words = Span {
        start: from,
        end: task.span.end,
    };
    let after = Span {
        start: task.span.end,
        end: task.assignment.span.start.max(task.span.end),
    };
    let stop = Span {
        start: task.assignment.span.end,
        end: end_of(plan, task),
    };
    let note = task
        .note
        .as_ref()
        .map(|note| view! { <p class="note" lang="zh-CN">{label::note_word(reader.lang)} ": " {note.clone()}</p> });
    view! {
        <div class=format!("row task is-{}", status.as_str()) id=format!("task-{}", task.id)>
            <div>
                <p class="prose" lang="zh-CN">
                    {marked(reader, plan, standing, words, &targets)}
                    {clean(plan.words(after))}
                    <span class="bracket">{clean(plan.words(task.assignment.span))}</span>
                    {clean(plan.words(stop))}
                </p>
                {note}
            </div>
            {margin(reader, standing, &targets)}
        </div>
    }
}

/// The marks beside a stretch of text.
fn margin(reader: &Reader, standing: &Standing, targets: &[&Target]) -> impl IntoView + use<> {
    let lang = reader.lang;
    let marks = targets
        .iter()
        .map(|target| {
            let assessment = standing.target(&target.id);
            let status = assessment.map_or(Status::NoData, |a| a.status);
            view! {
                <li>
                    <a href=reader.href(&format!("/target/{}", target.id))>
                        {parts::dot(lang, status)}
                        " "
                        <span class="margin-name">{lang.of(&target.name).to_owned()}</span>
                        " "
                        <span class="margin-value number">{short(lang, target, standing)} {parts::made_up(lang, assessment)}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <aside class="margin"><ul>{marks}</ul></aside> }
}

/// The words of `span`, with each promise underlined in its colour.
fn marked(reader: &Reader, plan: &Plan, standing: &Standing, span: Span, targets: &[&Target]) -> impl IntoView + use<> {
    let mut cuts: Vec<usize> = targets
        .iter()
        .flat_map(|t| [t.quote.span.start, t.quote.span.end])
        .collect();
    cuts.extend([span.start, span.end]);
    cuts.retain(|at| (span.start..=span.end).contains(at));
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .filter_map(|pair| {
            let piece = Span {
                start: pair[0],
                end: pair[1],
            };
            let words = clean(plan.words(piece));
            if words.is_empty() {
                return None;
            }
            let promise = targets
                .iter()
                .filter(|t| t.quote.span.covers(piece))
                .map(|t| (standing.target(&t.id).map_or(Status::NoData, |a| a.status), *t))
                .min_by_key(|(status, _)| *status);
            Some(match promise {
                Some((status, target)) => {
                    let title = reader.lang.of(&target.name).to_owned();
                    let href = reader.href(&format!("/target/{}", target.id));
                    view! { <a class=format!("promise is-{}", status.as_str()) href=href title=title>{words}</a> }
                        .into_any()
                }
                None => words.into_any(),
            })
        })
        .collect_view()
}

/// The text as it reads: without the page breaks inside it and without emphasis marks.
pub(super) fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\n' | '\r' | '*'))
        .collect::<String>()
        .trim()
        .to_owned()
}
