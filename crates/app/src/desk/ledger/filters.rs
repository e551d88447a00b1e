//! Conditions on columns: one is added at a time, and each stands above the grid until it is taken
//! away.

use leptos::{ev::SubmitEvent, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlInputElement};
use yaodian_contract::Problem;
use yaodian_domain::ledger::{
    Column, FieldKind,
    query::{Filter, MOST_FILTERS, Test},
};
use yaodian_words::{cells, ledger as words};

use super::{
    Open,
    address::{encode, put},
    options,
    screen::Screen,
    tools::{count, join, typed},
};
use crate::api;

/// How a condition on a column is typed.
#[derive(Clone, Copy, PartialEq)]
enum Asks {
    /// Some of its values, ticked.
    Values,
    /// From here to there.
    Stretch,
    /// What it holds.
    Words,
}

fn asks(open: &Open, column: &Column) -> Asks {
    match column {
        Column::Unit => Asks::Values,
        Column::Stage | Column::Changed | Column::Reached(_) => Asks::Stretch,
        _ => match open.field(column).map(|field| &field.kind) {
            Some(FieldKind::Choice { .. } | FieldKind::Unit) => Asks::Values,
            Some(FieldKind::Number { .. } | FieldKind::Date) => Asks::Stretch,
            _ => Asks::Words,
        },
    }
}

/// The form that adds a condition.
pub(super) fn more(screen: Screen) -> AnyView {
    let lang = screen.lang;
    let column = RwSignal::new(Column::Key);
    let values = RwSignal::new(Vec::<(String, usize)>::new());
    let wrong = RwSignal::new(None::<String>);
    let list = screen.open.with_value(|open| {
        let all = open.columns(true).into_iter();
        all.map(|column| (column.to_string(), open.heading(lang, &column)))
            .collect()
    });
    let turned = move |event| {
        let Ok(chosen) = event_target_value(&event).parse::<Column>() else {
            return;
        };
        values.set(Vec::new());
        wrong.set(None);
        column.set(chosen.clone());
        if screen.open.with_value(|open| asks(open, &chosen)) == Asks::Values {
            let search = encode(&[("column".to_owned(), chosen.to_string())]);
            let path = screen.path(&format!("/options{search}"));
            leptos::task::spawn_local(async move {
                match api::get::<Vec<(String, usize)>>(path).await {
                    Ok(answer) => {
                        if column.try_get_untracked() == Some(chosen) {
                            values.set(answer);
                        }
                    }
                    Err(Problem { kind, .. }) => screen.problem.set(Some(kind)),
                }
            });
        }
    };
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let column = column.get_untracked();
        match screen.open.with_value(|open| test(screen, open, &column)) {
            Ok(None) => {}
            Ok(Some(test)) => {
                wrong.set(None);
                screen.show(
                    &screen
                        .asked
                        .get_untracked()
                        .but(|query| put(query, Filter { column, test })),
                );
            }
            Err(words) => wrong.set(Some(words)),
        }
    };
    let full = move || screen.asked.with(|asked| asked.query.filters.len() >= MOST_FILTERS);
    let fields = move || {
        let column = column.get();
        screen.open.with_value(|open| match asks(open, &column) {
            Asks::Values => {
                let ticks = move || {
                    values.with(|values| {
                        screen.open.with_value(|open| {
                            (values.iter())
                                .filter(|(value, _)| !value.is_empty())
                                .map(|(value, number)| {
                                    let name = open.shown(lang, &column, value);
                                    view! {
                                        <label class="tick">
                                            <input type="checkbox" class="filter-value" value=value.clone()/>
                                            {name} " " <span class="fine number">{count(*number)}</span>
                                        </label>
                                    }
                                })
                                .collect_view()
                        })
                    })
                };
                view! { <fieldset class="ticks"><legend class="visually-hidden">{words::values(lang)}</legend>{ticks}</fieldset> }.into_any()
            }
            Asks::Stretch => {
                let hint = match open.field(&column).map(|field| &field.kind) {
                    Some(FieldKind::Number { .. }) => "",
                    _ if column == Column::Stage => "0",
                    _ => "2023-09-25",
                };
                view! {
                    <label for="filter-from">{words::from(lang)}</label>
                    <input id="filter-from" autocomplete="off" placeholder=hint/>
                    <label for="filter-to">{words::to(lang)}</label>
                    <input id="filter-to" autocomplete="off" placeholder=hint/>
                }
                .into_any()
            }
            Asks::Words => view! {
                <label for="filter-words">{words::contains(lang)}</label>
                <input id="filter-words" autocomplete="off"/>
            }
            .into_any(),
        })
    };
    view! {
        <details class="more" id="more">
            <summary>{words::more_filters(lang)}</summary>
            <form on:submit=add>
                <label for="filter-column">{words::column(lang)}</label>
                <select id="filter-column" on:change=turned>{options(list, "key")}</select>
                {fields}
                <label class="tick"><input type="checkbox" id="filter-blank"/> {words::only_blank(lang)}</label>
                <p class="wrong">{move || wrong.get()}</p>
                <button id="filter-add" type="submit" prop:disabled=full>{words::add_filter(lang)}</button>
            </form>
        </details>
    }
    .into_any()
}

fn ticked(id: &str) -> bool {
    let field = document().get_element_by_id(id);
    field
        .and_then(|field| field.dyn_into::<HtmlInputElement>().ok())
        .is_some_and(|field| field.checked())
}

/// What the form asks for; or why it cannot be asked.
fn test(screen: Screen, open: &Open, column: &Column) -> Result<Option<Test>, String> {
    if ticked("filter-blank") {
        return Ok(Some(Test::Blank));
    }
    let end = |id: &str| -> Result<Option<String>, String> {
        let text = typed(id);
        if text.trim().is_empty() {
            return Ok(None);
        }
        let read = match column {
            Column::Stage => Ok(Some(text.trim().to_owned())),
            Column::Changed => {
                let day = yaodian_domain::ledger::cell::day(text.trim());
                day.map(|day| Some(day.to_string()))
            }
            _ => open.read(column, &text),
        };
        read.map_err(|trouble| open.trouble(screen.lang, column, &trouble))
    };
    Ok(match asks(open, column) {
        Asks::Values => {
            let ticks = document().query_selector_all("#more .filter-value:checked").ok();
            let nodes = ticks
                .iter()
                .flat_map(|ticks| (0..ticks.length()).filter_map(|at| ticks.get(at)));
            let values: Vec<String> = nodes
                .filter_map(|node| node.dyn_into::<HtmlInputElement>().ok())
                .map(|field| field.value())
                .collect();
            (!values.is_empty()).then_some(Test::OneOf(values))
        }
        Asks::Stretch => match (end("filter-from")?, end("filter-to")?) {
            (None, None) => None,
            (from, to) => Some(Test::Between { from, to }),
        },
        Asks::Words => Some(typed("filter-words").trim().to_owned())
            .filter(|text| !text.is_empty())
            .map(Test::Contains),
    })
}

/// The conditions that are in force, each with a way to take it away.
pub(super) fn chips(screen: Screen) -> AnyView {
    let lang = screen.lang;
    let drawn = move || {
        let asked = screen.asked.get();
        let mut chips = Vec::new();
        if !asked.query.search.is_empty() {
            let without = asked.but(|query| query.search.clear());
            chips.push((words::holds(lang, &asked.query.search), screen.href(&without)));
        }
        screen.open.with_value(|open| {
            for filter in &asked.query.filters {
                let without = asked.but(|query| query.filters.retain(|other| other != filter));
                chips.push((said(screen, open, filter), screen.href(&without)));
            }
        });
        let many = chips.len() > 1;
        let all = screen.href(&asked.but(|query| {
            query.search.clear();
            query.filters.clear();
        }));
        let chips = chips
            .into_iter()
            .map(|(words, href)| {
                let label = words::without(lang, &words);
                view! { <li class="chip">{words} " " <a href=href data-noscroll="" aria-label=label>"✕"</a></li> }
            })
            .collect_view();
        view! {
            <ul class="chips" id="chips">
                {chips}
                {many.then(|| view! { <li><a href=all data-noscroll="">{words::without_any(lang)}</a></li> })}
            </ul>
        }
        .into_any()
    };
    view! { <div>{drawn}</div> }.into_any()
}

/// A condition in words.
fn said(screen: Screen, open: &Open, Filter { column, test }: &Filter) -> String {
    let lang = screen.lang;
    let shown = |text: &str| match (column, text.parse::<usize>()) {
        (Column::Stage, Ok(reached)) => open.stage_reached(lang, reached),
        _ => cells::value(lang, &open.view.ledger, &open.units, column, text),
    };
    let what = match test {
        Test::OneOf(values) => {
            let values: Vec<String> = values.iter().map(|value| shown(value)).collect();
            join(lang, &values)
        }
        Test::Between { from, to } => match (from, to) {
            (Some(from), Some(to)) => words::between(lang, &shown(from), &shown(to)),
            (Some(from), None) => words::from_on(lang, &shown(from)),
            (None, Some(to)) => words::up_to(lang, &shown(to)),
            (None, None) => String::new(),
        },
        Test::Contains(text) => words::holds(lang, text),
        Test::Blank => words::blank(lang).to_owned(),
        Test::Filled => words::filled(lang).to_owned(),
    };
    words::condition(lang, &open.heading(lang, column), &what)
}
