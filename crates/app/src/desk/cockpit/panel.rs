//! What is behind a cell: the unit's parts, with figures, reasons and reports.

use leptos::{html, prelude::*};
use yaodian_contract::cockpit::{Part, Parts};
use yaodian_domain::report::StateName;
use yaodian_words::{Lang, cockpit as say, names};

use super::{
    super::{Loading, late_mark, shown},
    Screen, keys, words,
};
use crate::{api, parts};

/// Closes the panel; the keyboard is back in the table.
pub(super) fn close(screen: Screen) {
    screen.show(&screen.asked.get_untracked().but(|asked| asked.open = None));
    keys::back(screen);
}

pub(super) fn panel(screen: Screen) -> AnyView {
    let lang = screen.lang;
    let wanted = Memo::new(move |_| {
        screen.asked.with(|asked| {
            asked.open.as_ref().map(|(unit, row)| {
                let row = row.as_ref().map_or_else(String::new, |row| format!("&row={row}"));
                format!("/api/v1/cockpit/parts?unit={unit}{row}")
            })
        })
    });
    // Asked for again when there is news.
    let mark = Memo::new(move |_| screen.all.with(|all| all.mark.clone()));
    let found = Resource::new(
        move || (wanted.get(), mark.get()),
        |(path, _)| async move {
            match path {
                Some(path) => api::text(path).await,
                None => Ok(String::new()),
            }
        },
    );
    let title = NodeRef::<html::H2>::new();
    // Whoever opens a panel is in it.
    Effect::new(move |before: Option<Option<String>>| {
        let now = wanted.get();
        if before.is_some_and(|before| before != now)
            && now.is_some()
            && let Some(title) = title.get()
        {
            let _ = title.focus();
        }
        keys::keep_a_cell();
        now
    });
    let row = move || {
        screen.all.with(|all| {
            screen.asked.with(|asked| {
                let (_, place) = asked.open.as_ref()?;
                let row = all.rows.iter().find(|row| Some(&row.place) == place.as_ref())?;
                Some(words::row(lang, row))
            })
        })
    };
    let unit = move || {
        screen.all.with(|all| {
            screen.asked.with(|asked| {
                let (unit, _) = asked.open.as_ref()?;
                let column = all.columns.iter().find(|column| &column.unit == unit)?;
                Some(lang.of(&column.name).to_owned())
            })
        })
    };
    let pick = move || {
        let what = screen.asked.with(|asked| asked.open.clone())?;
        screen.all.with(|all| all.acts).then(|| {
            let on = screen.chosen.with(|chosen| chosen.contains(&what));
            view! {
                <label class="pick">
                    <input type="checkbox" id="pick" prop:checked=on on:change=move |_| screen.choose(what.clone())/> {say::choose(lang)}
                </label>
            }
        })
    };
    let hidden = move || wanted.with(Option::is_none);
    view! {
        <aside id="panel" class="cockpit-panel" aria-labelledby="panel-title" hidden=hidden>
            <header>
                <h2 id="panel-title" tabindex="-1" node_ref=title>{unit} <small>{row}</small></h2>
                {pick}
                <button type="button" id="close" class="quiet" on:click=move |_| close(screen)>{say::close(lang)}</button>
            </header>
            <Transition fallback=Loading>
                {move || Suspend::new(async move {
                    let found = found.await;
                    // Closed, there is nothing to read.
                    let open = found.as_ref().map_or(true, |text| !text.is_empty());
                    open.then(|| shown(api::read(found), move |found: Parts| listed(lang, &found)))
                })}
            </Transition>
        </aside>
    }
    .into_any()
}

fn listed(lang: Lang, found: &Parts) -> AnyView {
    if found.parts.is_empty() {
        return view! { <p class="absent">{say::nothing_owed(lang)}</p> }.into_any();
    }
    let parts = found.parts.iter().map(|part| one(lang, found, part)).collect_view();
    view! { <ol>{parts}</ol> }.into_any()
}

fn one(lang: Lang, found: &Parts, part: &Part) -> AnyView {
    let state = match part.state {
        None => view! { <span class="fine">{say::no_report(lang)}</span> }.into_any(),
        Some(state) => view! {
            <span class=format!("state state-{}", state.as_str())>{names::state(lang, state)}</span>
            {late_mark(lang, part.late)}
        }
        .into_any(),
    };
    let report = part.report.as_ref().map(|report| {
        let class = (part.state == Some(StateName::Submitted)).then_some("button");
        view! { <a class=class href=format!("/app/review/{report}")>{say::open_report(lang)}</a> }
    });
    let ledger = part.ledger.as_ref().map(|(ledger, name)| {
        let href = format!("/app/ledger/{ledger}?unit={}", found.unit.id);
        view! { <a href=href>{lang.of(name).to_owned()}</a> }
    });
    view! {
        <li>
            <h3>{words::number(lang, &part.place)} " · " {lang.of(&part.target.name).to_owned()}</h3>
            <p class="quote" lang="zh-CN">{part.target.quote.text.replace('*', "")}</p>
            {parts::verdict(lang, &part.target, None, &part.assessment)}
            <p class="part-links">
                {state}
                {report}
                {ledger}
                <a rel="external" href=crate::public_page(&format!("/target/{}", part.target.id))>{say::open_target(lang)}</a>
            </p>
        </li>
    }
    .into_any()
}
