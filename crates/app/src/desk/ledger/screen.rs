//! One ledger: what is shown of it, and what was done to it last.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use serde::{Deserialize, Serialize};
use yaodian_contract::{
    Kind, Problem,
    ledger::{Batch, EntryPage, LedgerSummary, LedgerView, SavedView},
};
use yaodian_domain::{
    id::{EntryId, UnitId},
    ledger::{
        Column, Feed,
        query::{Filter, Test},
    },
};
use yaodian_words::{Lang, ledger as words};

use super::{
    super::{Loading, Refusal, ask, shown},
    Open, about,
    address::{Asked, entries_path, put},
    bulk, demonstration,
    editor::{Editing, editor},
    grid, keys, ledger_of_address, ledger_path, tools,
};
use crate::{
    api::{self, Answer},
    lang, parts, pictures,
};

/// What a ledger is opened with.
#[derive(Clone, Serialize, Deserialize)]
struct Opening {
    view: LedgerView,
    page: Answer<EntryPage>,
}

/// The page of one ledger.
#[component]
pub(crate) fn LedgerPage() -> impl IntoView {
    let map = use_query_map();
    let opening = Resource::new(ledger_of_address(), move |id| {
        let view = api::get::<LedgerView>(ledger_path(&id, ""));
        let page = api::get::<EntryPage>(map.with_untracked(|map| entries_path(&id, map)));
        async move {
            let view = view.await?;
            Ok::<_, Problem>(Opening { view, page: page.await })
        }
    });
    view! {
        <Suspense fallback=Loading>
            {move || Suspend::new(async move {
                shown(opening.await, |Opening { view, page }| about(view, |open| screen(open, page)))
            })}
        </Suspense>
    }
}

/// All that changes on the screen.
#[derive(Clone, Copy)]
pub(super) struct Screen {
    pub(super) lang: Lang,
    pub(super) open: StoredValue<Open>,
    /// What the address asks for.
    pub(super) asked: Memo<Asked>,
    pub(super) columns: Memo<Vec<Column>>,
    /// What is shown: it follows the address as soon as the server answers.
    pub(super) page: RwSignal<EntryPage>,
    /// Whether something is on its way.
    pub(super) busy: RwSignal<bool>,
    pub(super) problem: RwSignal<Option<Kind>>,
    /// Raised to ask for the same entries again.
    again: RwSignal<u32>,
    pub(super) chosen: RwSignal<BTreeSet<EntryId>>,
    /// Whether all that meet the query are chosen.
    pub(super) all: RwSignal<bool>,
    /// What came of the last change of many entries.
    pub(super) batch: RwSignal<Option<(Batch, bool)>>,
    pub(super) views: RwSignal<Vec<SavedView>>,
    /// The active cell: its row and column on the page, counted from 0.
    pub(super) active: StoredValue<(usize, usize)>,
    pub(super) editing: RwSignal<Option<Editing>>,
    go: Callback<String>,
}

impl Screen {
    pub(super) fn path(self, rest: &str) -> String {
        self.open
            .with_value(|open| ledger_path(open.view.ledger.id.as_str(), rest))
    }

    /// The address of a screen.
    pub(super) fn href(self, asked: &Asked) -> String {
        self.open
            .with_value(|open| format!("/app/ledger/{}{}", open.view.ledger.id, asked.search()))
    }

    /// Goes to a screen.
    pub(super) fn show(self, asked: &Asked) {
        self.go.run(self.href(asked));
    }

    /// Asks for the same entries again, after they were changed.
    pub(super) fn reload(self) {
        self.again.update(|again| *again = again.wrapping_add(1));
    }

    /// Asks the server for something that a person did, and calls `then` with the answer.
    pub(super) fn ask<T: 'static>(
        self,
        answer: impl Future<Output = Answer<T>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        ask::once(self.busy, self.problem, answer, |value| {
            if let Some(value) = value {
                then(value);
            }
        });
    }
}

fn screen(open: Open, first: Answer<EntryPage>) -> AnyView {
    let lang = lang();
    let map = use_query_map();
    let navigate = use_navigate();
    let made_up = demonstration(lang, open.view.demonstration);
    let heading = heading(lang, &open.view);
    let views = RwSignal::new(open.view.views.clone());
    let id = open.view.ledger.id.to_string();
    let open = StoredValue::new(open);
    let (page, problem) = match first {
        Ok(page) => (page, None),
        Err(Problem { kind, .. }) => (nothing(), Some(kind)),
    };
    let asked = Memo::new(move |_| map.with(|map| open.with_value(|open| Asked::read(&open.view.ledger, map))));
    let screen = Screen {
        lang,
        open,
        asked,
        columns: Memo::new(move |_| open.with_value(|open| open.columns(asked.with(|asked| asked.wide)))),
        page: RwSignal::new(page),
        busy: RwSignal::new(false),
        problem: RwSignal::new(problem),
        again: RwSignal::new(0),
        chosen: RwSignal::new(BTreeSet::new()),
        all: RwSignal::new(false),
        batch: RwSignal::new(None),
        views,
        active: StoredValue::new((0, 0)),
        editing: RwSignal::new(None),
        go: Callback::new(move |path: String| {
            let options = NavigateOptions {
                scroll: false,
                ..Default::default()
            };
            navigate(&path, options);
        }),
    };
    let path = Memo::new(move |_| map.with(|map| entries_path(&id, map)));
    Effect::new(move |before: Option<(String, u32)>| {
        let now = (path.get(), screen.again.get());
        if before.is_some_and(|before| before != now) {
            load(screen, now.0.clone(), path);
        }
        now
    });
    // Who asks for others no longer means those that were chosen.
    Effect::new(move |before: Option<yaodian_domain::ledger::Query>| {
        let now = screen.asked.with(|asked| asked.query.clone());
        if before.is_some_and(|before| before != now) {
            screen.chosen.set(BTreeSet::new());
            screen.all.set(false);
        }
        now
    });
    view! {
        {made_up}
        {heading}
        {tools::tools(screen)}
        <div aria-live="assertive">
            {move || screen.problem.get().map(|kind| view! { <Refusal kind/> })}
        </div>
        {bulk::bar(screen)}
        {bulk::outcome(screen)}
        <div class="grid-frame" aria-busy=move || screen.busy.get().to_string()>
            {grid::grid(screen)}
            {move || screen.editing.get().map(|editing| editor(screen, &editing))}
        </div>
        {tools::paging(screen)}
        <p class="hint" id="keys">{words::keys(lang)}</p>
        {summary(screen)}
    }
    .into_any()
}

fn nothing() -> EntryPage {
    EntryPage {
        rows: Vec::new(),
        from: 0,
        matching: 0,
        all: 0,
    }
}

fn load(screen: Screen, wanted: String, path: Memo<String>) {
    screen.busy.set(true);
    screen.editing.set(None);
    leptos::task::spawn_local(async move {
        let answer = api::get::<EntryPage>(wanted.clone()).await;
        // Who asked for something else meanwhile waits for that.
        if path.try_get_untracked().is_none_or(|path| path != wanted) {
            return;
        }
        screen.busy.set(false);
        match answer {
            Ok(page) => {
                screen.problem.set(None);
                screen.page.set(page);
                set_timeout(move || keys::keep_a_cell(screen), std::time::Duration::ZERO);
            }
            Err(Problem { kind, .. }) => screen.problem.set(Some(kind)),
        }
    });
}

fn heading(lang: Lang, view: &LedgerView) -> AnyView {
    let feeds = (view.feeds.iter())
        .map(|fed| {
            let href = crate::public_page(&format!("/target/{}", fed.target));
            view! { <li>{parts::mark(lang, fed.status)} " " <a rel="external" href=href>{lang.of(&fed.name).to_owned()}</a></li> }
        })
        .collect_view();
    let only = view
        .only
        .as_ref()
        .and_then(|id| view.units.iter().find(|unit| &unit.id == id));
    let only = only.map(|unit| view! { <p class="fine">{words::only_own(lang, &lang.unit(unit))}</p> });
    let note = view
        .ledger
        .note
        .clone()
        .map(|note| view! { <p class="fine" lang="zh-CN">{note}</p> });
    view! {
        <p class="crumbs"><a href="/app/ledgers">"← " {words::title(lang)}</a></p>
        <h1>{lang.of(&view.ledger.name).to_owned()}</h1>
        {(!view.feeds.is_empty()).then(|| view! {
            <div class="feeds"><span class="fine">{words::feeds(lang)}</span> <ul>{feeds}</ul></div>
        })}
        {only}
        {note}
    }
    .into_any()
}

/// The pictures, once somebody opens them.
fn summary(screen: Screen) -> AnyView {
    let lang = screen.lang;
    let summary = RwSignal::new(None::<LedgerSummary>);
    let wanted = RwSignal::new(false);
    Effect::new(move |_| {
        screen.again.track();
        if wanted.get() {
            let path = screen.path("/summary");
            leptos::task::spawn_local(async move {
                match api::get::<LedgerSummary>(path).await {
                    Ok(answer) => summary.set(Some(answer)),
                    Err(Problem { kind, .. }) => screen.problem.set(Some(kind)),
                }
            });
        }
    });
    view! {
        <details class="ledger-pictures" id="pictures" on:toggle=move |_| wanted.set(true)>
            <summary>{words::pictures(lang)}</summary>
            {move || match summary.get() {
                Some(summary) => screen.open.with_value(|open| drawn(screen, open, &summary)),
                None => view! { <Loading/> }.into_any(),
            }}
        </details>
    }
    .into_any()
}

fn drawn(screen: Screen, open: &Open, summary: &LedgerSummary) -> AnyView {
    let lang = screen.lang;
    let (ledger, units) = (&open.view.ledger, &open.view.units);
    let fed = ledger
        .feeds
        .iter()
        .find_map(Feed::stage)
        .and_then(|stage| ledger.stage(stage));
    let stage = fed.unwrap_or_else(|| ledger.stages.len().saturating_sub(1));
    let link = move |unit: &UnitId| {
        let column = Column::Unit;
        let test = Test::OneOf(vec![unit.to_string()]);
        let asked = screen.asked.get_untracked();
        screen.href(&asked.but(|query| put(query, Filter { column, test })))
    };
    let months = summary
        .throughput
        .get(stage)
        .map(|months| pictures::throughput(lang, ledger, stage, months));
    view! {
        {pictures::funnel(lang, ledger, &summary.funnel, &[])}
        {months}
        {pictures::tile_map(lang, ledger, units, &summary.by_unit, stage, link)}
        {pictures::by_unit(lang, ledger, units, &summary.by_unit, link)}
    }
    .into_any()
}
