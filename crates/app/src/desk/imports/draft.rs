//! The draft: chapters, items, tasks with their units, targets as cards.

use leptos::prelude::*;
use yaodian_domain::plan::Role;
use yaodian_intake::{Assignment, Edit, Key, Reviewed};
use yaodian_words::{import_desk as words, intake};

use super::{
    card::{self, Card},
    light,
    screen::{Desk, Editing},
    spot::{self, Spot},
    units::meaning,
};

/// A name in a bracket, and whom it means.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Chip {
    name: String,
    means: Option<String>,
}

/// What is shown of a task.
#[derive(Debug, Clone, PartialEq)]
struct TaskView {
    begins: String,
    units: Vec<(Role, bool, Vec<Chip>)>,
    targets: Vec<Card>,
    decided: bool,
}

/// What is shown of an item.
#[derive(Debug, Clone, Default, PartialEq)]
struct ItemView {
    chapter: Option<String>,
    number: u16,
    title: String,
    title_en: Option<String>,
    tasks: Vec<TaskView>,
}

/// So many characters tell a task from the others.
const BEGINNING: usize = 24;

/// The targets of the reviewed draft, in its order, those of one home together.
fn cards(desk: Desk, reviewed: &Reviewed, of: impl Fn(Spot) -> bool, headline: bool) -> Vec<Card> {
    let all = spot::all(reviewed).filter(|(spot, ..)| of(*spot));
    all.map(|(_, key, target): (Spot, Key, _)| card::of(desk, reviewed, key, target, headline))
        .collect()
}

fn chips(desk: Desk, assignment: &Assignment) -> Vec<Chip> {
    let expanded = assignment.expanded.as_deref().unwrap_or_default();
    let names = assignment.units.iter().enumerate();
    names
        .map(|(at, name)| {
            let means = match expanded.get(at).map(Vec::as_slice) {
                Some([one]) => Some(desk.ground.with_value(|ground| ground.unit(desk.lang, one))),
                Some([]) | None => meaning(desk, name),
                Some(many) => Some(words::units_count(desk.lang, &many.len())),
            };
            Chip {
                name: name.clone(),
                means,
            }
        })
        .collect()
}

fn item_view(desk: Desk, reviewed: &Reviewed, at: usize) -> ItemView {
    let Some(item) = reviewed.draft.items.get(at) else {
        return ItemView::default();
    };
    let before = at.checked_sub(1).and_then(|at| reviewed.draft.items.get(at));
    // An item stands under the heading that stands last before it.
    let heads = |start: usize| {
        let chapters = reviewed.draft.chapters.iter();
        chapters
            .filter(move |chapter| chapter.span.start <= start)
            .max_by_key(|chapter| chapter.span.start)
    };
    let chapter = heads(item.span.start).filter(|chapter| {
        before.is_none_or(|before| heads(before.span.start).is_none_or(|other| other.span != chapter.span))
    });
    let tasks = item.tasks.iter().enumerate().map(|(t, task)| {
        let own = task.assignments.iter().map(|one| (one, false));
        let standing = task.standing.iter().map(|one| (one, true));
        let units = own
            .chain(standing)
            .map(|(one, stands)| (one.role, stands, chips(desk, one)));
        TaskView {
            begins: task.text.chars().take(BEGINNING).collect::<String>(),
            units: units.collect(),
            targets: cards(
                desk,
                reviewed,
                |spot| matches!(spot, Spot::Target(i, of, _) if i == at && of == t),
                false,
            ),
            decided: !task.assignments.is_empty() && task.assignments.iter().all(|one| one.quote.is_empty()),
        }
    });
    ItemView {
        chapter: chapter.map(|chapter| format!("{}{}", chapter.number, chapter.title)),
        number: item.number,
        title: item.title.clone(),
        title_en: reviewed.titles_en.get(&item.span.start).cloned(),
        tasks: tasks.collect(),
    }
}

/// The draft.
pub(super) fn pane(desk: Desk) -> AnyView {
    let lang = desk.lang;
    let items = Memo::new(move |_| desk.reviewed.with(|reviewed| reviewed.draft.items.len()));
    let headline = Memo::new(move |_| {
        desk.reviewed.with(|reviewed| {
            let all = reviewed.draft.headlines.iter().enumerate();
            let of = |at: usize| {
                cards(
                    desk,
                    reviewed,
                    |spot| matches!(spot, Spot::Promise(h, _) if h == at),
                    true,
                )
            };
            all.map(|(at, _)| of(at)).collect::<Vec<_>>()
        })
    });
    let promises = move || {
        let open = desk.is_open();
        let all = headline.get();
        let any = all.iter().any(|cards| !cards.is_empty());
        let cards = all.iter().enumerate().flat_map(|(h, cards)| {
            let cards = cards.iter().enumerate();
            cards
                .map(move |(n, one)| card::view(desk, Spot::Promise(h, n), one, open))
                .collect::<Vec<_>>()
        });
        any.then(|| view! { <section class="draft-item"><h3>{words::headline(lang)}</h3><ul class="card-list">{cards.collect_view()}</ul></section> })
    };
    view! {
        <div class="draft" on:mouseover=move |event| light::over_draft(desk, &event)
            on:focusin=move |event| light::over_draft(desk, &event) on:click=move |event| light::clicked_draft(desk, &event)>
            {promises}
            <For each=move || 0..items.get() key=|at| *at let:at>
                {
                    let shown = Memo::new(move |_| desk.reviewed.with(|reviewed| item_view(desk, reviewed, at)));
                    move || shown.with(|item| item_section(desk, at, item))
                }
            </For>
            {dropped(desk)}
        </div>
    }
    .into_any()
}

fn item_section(desk: Desk, at: usize, item: &ItemView) -> AnyView {
    let lang = desk.lang;
    let open = desk.is_open();
    let rename = open.then(|| {
        let label = format!("{}: {}", words::rename(lang), item.title);
        let rename = move |_| {
            let start = desk
                .reviewed
                .with_untracked(|reviewed| reviewed.draft.items.get(at).map(|item| item.span.start));
            if let Some(start) = start {
                desk.edit(Editing::Rename(start));
            }
        };
        view! { <button type="button" class="linklike" aria-label=label on:click=rename>{words::rename(lang)}</button> }
    });
    let english = item
        .title_en
        .clone()
        .map(|title| view! { <span class="fine" lang="en">{title}</span> });
    let tasks = item
        .tasks
        .iter()
        .enumerate()
        .map(|(t, task)| task_section(desk, (at, t), task, open))
        .collect_view();
    let chapter = item
        .chapter
        .clone()
        .map(|title| view! { <h2 class="draft-chapter">{title}</h2> });
    let class = if item.tasks.is_empty() {
        "draft-item is-empty"
    } else {
        "draft-item"
    };
    let empty = item
        .tasks
        .is_empty()
        .then(|| view! { <p class="fine">{words::no_work(lang)}</p> });
    view! {
        {chapter}
        <section class=class>
            <h3 id=Spot::Item(at).id() tabindex="-1"><span class="number">{item.number.to_string()}</span> " " {item.title.clone()} " " {english} {rename}</h3>
            {empty}
            {tasks}
        </section>
    }
    .into_any()
}

fn task_section(desk: Desk, (i, t): (usize, usize), task: &TaskView, open: bool) -> AnyView {
    let lang = desk.lang;
    let spot = Spot::Task(i, t);
    let begins = move || {
        desk.reviewed
            .with_untracked(|reviewed| spot.span(reviewed))
            .map(|span| span.start)
    };
    let units = task
        .units
        .iter()
        .map(|(role, stands, chips)| {
            let chips = chips
                .iter()
                .map(|chip| {
                    let also = chip.means.clone().filter(|means| *means != chip.name);
                    let also = also.map(|means| view! { <span class="fine">" = " {means}</span> });
                    let unknown = chip.means.is_none().then(|| view! { " " <span class="fine">{words::unknown(lang)}</span> });
                    let class = if chip.means.is_some() { "chip" } else { "chip unknown" };
                    view! { <li class=class>{chip.name.clone()} {also} {unknown}</li> }
                })
                .collect_view();
            let stands = stands.then(|| view! { " " <span class="fine">{words::standing(lang)}</span> });
            view! { <div class="roles"><dt>{intake::role(lang, *role)} {stands}</dt><dd><ul class="chips">{chips}</ul></dd></div> }
        })
        .collect_view();
    let nobody = task
        .units
        .is_empty()
        .then(|| view! { <p class="doubtful">{words::nobody_does(lang)}</p> });
    let cards = task
        .targets
        .iter()
        .enumerate()
        .map(|(n, one)| card::view(desk, Spot::Target(i, t, n), one, open))
        .collect_view();
    let none = task
        .targets
        .is_empty()
        .then(|| view! { <p class="fine">{words::in_words(lang)}</p> });
    let name = format!("{}…", task.begins);
    let tools = open.then(|| {
        let said = |what: &str| format!("{what}: {name}");
        let edit = move |make: fn(usize) -> Editing| {
            if let Some(at) = begins() {
                desk.edit(make(at));
            }
        };
        let merge = move |_| {
            if let Some(at) = begins() {
                desk.decide(Edit::Merge { at });
            }
        };
        let merge = (t > 0).then(|| {
            view! { <button type="button" class="linklike" aria-label=said(words::merge(lang)) on:click=merge>{words::merge(lang)}</button> }
        });
        view! {
            <span class="row-actions">
                <button type="button" class="linklike" aria-label=said(words::change_units(lang)) on:click=move |_| edit(Editing::Assign)>{words::change_units(lang)}</button>
                <button type="button" class="linklike" aria-label=said(words::sentences(lang)) on:click=move |_| edit(Editing::Sentences)>{words::sentences(lang)}</button>
                {merge}
            </span>
        }
    });
    let decided = task
        .decided
        .then(|| view! { <span class="decided">"✎ " {words::corrected(lang)}</span> });
    view! {
        <article class="draft-task" id=spot.id() tabindex="-1">
            <p class="task-words"><span class="quote">{name.clone()}</span> {decided}</p>
            <dl class="who">{units}</dl>
            {nobody}
            {tools}
            <ul class="card-list">{cards}</ul>
            {none}
        </article>
    }
    .into_any()
}

/// What a person said is no target, to be brought back.
fn dropped(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let all = Memo::new(move |_| {
        desk.reviewed.with(|reviewed| {
            let all = reviewed.dropped.iter();
            all.map(|(key, target)| {
                (
                    *key,
                    card::figure(lang, target),
                    target.subject.clone(),
                    card::clean(&target.quote),
                )
            })
            .collect::<Vec<_>>()
        })
    });
    move || {
        let all = all.get();
        let open = desk.is_open();
        let count = all.len();
        let rows = all
            .into_iter()
            .map(|(key, figure, name, quote)| {
                let label = format!("{}: {name}", words::bring_back(lang));
                let back = open.then(|| {
                    view! { <button type="button" class="linklike" aria-label=label on:click=move |_| desk.decide(Edit::Accept { target: key })>{words::bring_back(lang)}</button> }
                });
                view! {
                    <li>
                        <button type="button" class="linklike" on:click=move |_| light::jump(desk, key.span)><strong class="number">{figure}</strong> " " {name}</button>
                        " " <span class="quote">{quote}</span> " " {back}
                    </li>
                }
            })
            .collect_view();
        (count > 0).then(|| view! { <details class="dropped"><summary>{words::dropped(lang, &count)}</summary><ul class="plain">{rows}</ul></details> })
    }
}
