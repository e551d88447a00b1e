//! 督查总览: tasks × units for the office, kept up to date while it is looked at.
//!
//! * [`matrix`] and [`keys`]: the heat table; [`by_unit`]: the same where there is no room for it;
//! * [`filters`] and [`shown`]: what of it is shown; [`address`]: all of that in the address;
//! * [`lists`]: who has not reported, who sits on a review, what turned red;
//! * [`panel`]: one unit's parts, with figures, reasons and reports;
//! * [`bulk`]: several cells chosen, their units reminded and the slips issued that they call for;
//! * [`live`]: how news reach the screen.

mod address;
mod bulk;
mod by_unit;
mod filters;
mod keys;
mod lists;
mod live;
mod matrix;
mod panel;
mod shown;
mod words;

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use yaodian_contract::cockpit as contract;
use yaodian_domain::{
    cockpit::{Grain, Place},
    id::UnitId,
};
use yaodian_words::{Lang, audit, changes, cockpit as say, figures, label, names, say as sentences};

use self::{address::Asked, shown::Shown};
use super::{Loading, shown as answered};
use crate::{api, lang, parts};

/// Where the API keeps the picture.
fn path(grain: Grain) -> String {
    match grain {
        Grain::Tasks => "/api/v1/cockpit".to_owned(),
        Grain::Items => "/api/v1/cockpit?rows=items".to_owned(),
    }
}

/// The page.
#[component]
pub(super) fn CockpitPage() -> impl IntoView {
    let map = use_query_map();
    let grain = Memo::new(move |_| map.with(address::grain));
    let picture = Resource::new(move || grain.get(), |grain| api::text(path(grain)));
    view! {
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { answered(api::read(picture.await), screen) })}
        </Suspense>
    }
}

/// A unit, in one row or in all.
type Chosen = (UnitId, Option<Place>);

/// All that changes on the screen.
#[derive(Clone, Copy)]
struct Screen {
    lang: Lang,
    /// The picture as it is known.
    all: RwSignal<contract::Cockpit>,
    /// What the address asks for.
    asked: Memo<Asked>,
    shown: Memo<Shown>,
    /// Whether news arrive.
    live: RwSignal<bool>,
    /// What is chosen for doing something to all of it.
    chosen: RwSignal<BTreeSet<Chosen>>,
    /// The cell that the keyboard reaches: its row and column in the table's body.
    active: StoredValue<(usize, usize)>,
    go: Callback<String>,
}

impl Screen {
    fn show(self, asked: &Asked) {
        self.go.run(asked.href());
    }

    /// A cell of the table by its row and column as they are shown, if there is anything behind it.
    fn behind(self, row: usize, column: usize) -> Option<Chosen> {
        let (row, column) =
            (self.shown).with_untracked(|shown| Some((*shown.rows.get(row)?, *shown.columns.get(column)?)))?;
        self.all.with_untracked(|all| {
            let row = all.rows.get(row)?;
            let filled = row.cells.iter().any(|cell| cell.unit == column);
            filled.then_some((all.columns.get(column)?.unit.clone(), Some(row.place.clone())))
        })
    }

    /// Chooses something, or no longer.
    fn choose(self, what: Chosen) {
        if self.all.with_untracked(|all| all.acts) {
            self.chosen.update(|chosen| {
                if !chosen.remove(&what) {
                    chosen.insert(what);
                }
            });
        }
    }
}

fn screen(first: contract::Cockpit) -> AnyView {
    let lang = lang();
    let map = use_query_map();
    let navigate = use_navigate();
    let all = RwSignal::new(first);
    let asked = Memo::new(move |_| map.with(Asked::read));
    let screen = Screen {
        lang,
        all,
        asked,
        shown: Memo::new(move |_| all.with(|all| asked.with(|asked| Shown::of(all, asked)))),
        live: RwSignal::new(true),
        chosen: RwSignal::new(BTreeSet::new()),
        active: StoredValue::new((0, 0)),
        go: Callback::new(move |path: String| {
            let options = NavigateOptions {
                scroll: false,
                ..Default::default()
            };
            navigate(&path, options);
        }),
    };
    live::follow(screen);
    Effect::new(move |_| keys::mark_chosen(screen));
    let opened = move || asked.with(|asked| asked.open.is_some());
    view! {
        <div class="cockpit" class:opened=opened on:keydown=move |event| keys::anywhere(screen, &event)>
            {alarm(screen)}
            {heading(screen)}
            {filters::filters(screen)}
            <div class="cockpit-main">
                {bulk::bar(screen)}
                {matrix::matrix(screen)}
                {by_unit::by_unit(screen)}
            </div>
            {lists::lists(screen)}
            <p class="hint" id="heat-keys">{say::keys(lang)} " " {say::sent_mark(lang)}</p>
            {panel::panel(screen)}
        </div>
    }
    .into_any()
}

/// That the audit does not hold, where it does not.
fn alarm(screen: Screen) -> impl IntoView {
    let lang = screen.lang;
    let told = move |alarm: &contract::AuditAlarm| {
        let broken = alarm.broken.map(|seq| changes::broken(lang, &seq));
        let records = alarm.records.iter().map(|found| audit::finding(lang, found, i64::MAX));
        let found = broken.into_iter().chain(records);
        let found = found.map(|found| view! { <li>{found}</li> }).collect_view();
        view! {
            <section class="refusal" id="audit-alarm" role="alert">
                <h2>{audit::alarm(lang)}</h2>
                <p>{audit::recomputed_broken(lang, &alarm.at, &alarm.findings)}</p>
                <ul>{found}</ul>
                <p>{audit::alarm_mend(lang)}</p>
            </section>
        }
    };
    move || screen.all.with(|all| all.audit.as_ref().map(told))
}

/// What it is, of which day, how the targets stand, and whether news arrive.
fn heading(screen: Screen) -> AnyView {
    let lang = screen.lang;
    let period = move || {
        screen.all.with(|all| {
            let stage = say::period(lang, &all.period, &names::stage(lang, all.stage));
            format!("{stage} · {}", words::due(lang, all))
        })
    };
    let day = move || screen.all.with(|all| sentences::as_of(lang, &figures::day(all.as_of)));
    let targets = move || screen.all.with(|all| parts::tally(lang, &all.targets));
    let state = move || {
        if screen.live.get() {
            say::live_on(lang)
        } else {
            say::live_off(lang)
        }
    };
    view! {
        <header class="cockpit-head">
            <div>
                <h1>{say::title(lang)}</h1>
                <p class="fine">{day} " · " {period}</p>
                <p class="live fine" class:broken=move || !screen.live.get() role="status">{state}</p>
            </div>
            <div class="cockpit-targets">
                <p class="fine">{label::targets(lang)}</p>
                {targets}
            </div>
        </header>
    }
    .into_any()
}
