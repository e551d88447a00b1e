//! 本期应报: what the unit owes, most urgent first.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use yaodian_contract::{self as contract, OwedItem, ReportHead};
use yaodian_domain::{period::Period, report::StateName, time::days_between};
use yaodian_words::{Lang, closing, figures, label, names, periods, report, say};

use super::{Loading, late_mark, shown};
use crate::{api, lang, parts};

/// The list.
#[component]
pub(super) fn Owed() -> impl IntoView {
    let lang = lang();
    let query = use_query_map();
    let period = move || query.with(|query| query.get("period"));
    let owed = Resource::new(period, |period| {
        let period = period.map_or_else(String::new, |period| format!("?period={period}"));
        api::get::<contract::Owed>(format!("/api/v1/owed{period}"))
    });
    view! {
        <h1>{label::owed_title(lang)}</h1>
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(owed.await, move |owed| list(lang, &owed)) })}
        </Suspense>
    }
}

fn list(lang: Lang, owed: &contract::Owed) -> impl IntoView + use<> {
    if owed.items.is_empty() {
        return view! { {reopened(lang, owed)} <p class="absent">{label::nothing_owed(lang)}</p> }.into_any();
    }
    let days = days_between(owed.today, owed.due);
    let left = match days {
        0 => say::due_today(lang, &owed.today),
        1.. => say::due_in(lang, &days),
        _ => say::overdue_by(lang, &-days),
    };
    let sent = |item: &&OwedItem| item.report.as_ref().is_some_and(|r| r.state.is_sent());
    let done = owed.items.iter().filter(sent).count();
    let rows = owed
        .items
        .iter()
        .map(|item| row(lang, owed.period, item))
        .collect_view();
    view! {
        {reopened(lang, owed)}
        <p class="lede">
            {say::owed_intro(lang, &report::period(lang, owed.period), &owed.due, &owed.closes)} " "
            <strong>{left}</strong> " · " {names::stage(lang, owed.stage)} " · " <span class="number">{say::of_all(lang, &done, &owed.items.len())}</span>
        </p>
        <ol class="owed">{rows}</ol>
    }
    .into_any()
}

/// The closed periods that are open to the unit again, with the way there.
fn reopened(lang: Lang, owed: &contract::Owed) -> Option<impl IntoView + use<>> {
    let rows = owed.reopened.iter().map(|reopening| {
        let href = format!("/app?period={}", reopening.period);
        view! {
            <li><a href=href>{report::period(lang, reopening.period)}</a> " · " {periods::until(lang, &reopening.until)} " · " {reopening.reason.clone()}</li>
        }
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then(|| view! { <div class="notice" role="status"><p><strong>{periods::reopen_title(lang)}</strong></p><ul>{rows}</ul></div> })
}

fn row(lang: Lang, month: Period, item: &OwedItem) -> impl IntoView + use<> {
    let state = item.report.as_ref().map(|report| report.state);
    let action = match state {
        _ if !item.open => label::open_report(lang),
        None | Some(StateName::Draft) => label::write_report(lang),
        Some(StateName::Returned) => label::mend_report(lang),
        Some(state) if state.counts() => label::correct_report(lang),
        Some(_) => label::open_report(lang),
    };
    let place = match item.item {
        Some(n) => say::item_number(lang, &n),
        None if item.carried => closing::carried(lang).to_owned(),
        None => label::headline_targets(lang).to_owned(),
    };
    let late = item.report.as_ref().and_then(|report| report.late);
    let note = item.report.as_ref().and_then(|ReportHead { note, .. }| note.clone());
    let name = lang.of(&item.name).to_owned();
    // Quarters and the year stand out among the months.
    let period = (item.period != month).then(|| report::period(lang, item.period));
    let href = format!("/app/report/{}?period={}", item.target, item.period);
    let primary = item.open && matches!(state, None | Some(StateName::Draft | StateName::Returned));
    view! {
        <li class=format!("owed-item is-{}", item.status.as_str())>
            <div class="owed-main">
                <h2><a href=href.clone()>{name.clone()}</a></h2>
                <p class="quote" lang="zh-CN">{item.quote.replace('*', "")}</p>
                {note.map(|note| view! { <p class="returned">{say::returned_note(lang, &note)}</p> })}
            </div>
            <p class="owed-facts fine">{place} {period.map(|period| view! { " · " <strong>{period}</strong> })} " · " {label::due_word(lang)} " " <span class="number">{figures::day(item.due)}</span></p>
            <p class="owed-status">
                {parts::mark(lang, item.status)}
                {state.map(|state| view! { <span class=format!("state state-{}", state.as_str())>{names::state(lang, state)}</span> })}
                {late_mark(lang, late)}
            </p>
            <a class="button" class:quiet=!primary href=href.clone()>
                {action}<span class="visually-hidden">" " {name}</span>
            </a>
        </li>
    }
}
