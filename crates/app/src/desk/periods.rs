//! 调度期: when periods open, fall due, close and lock; the office opens closed ones again.

use leptos::prelude::*;
use yaodian_contract::{
    Kind,
    periods::{PeriodRow, Periods, Reopen},
};
use yaodian_domain::{
    Date,
    period::{Period, Reopening, Stage},
};
use yaodian_words::{Lang, figures, names, periods as words, report};

use super::{Loading, Refusal, ask, shown};
use crate::{api, lang, parts};

/// The page.
#[component]
pub(super) fn PeriodsPage() -> impl IntoView {
    let lang = lang();
    let periods = Resource::new(|| (), |()| api::get::<Periods>("/api/v1/periods".to_owned()));
    view! {
        <h1>{words::title(lang)}</h1>
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(periods.await, |periods| view! { <All periods/> }) })}
        </Suspense>
    }
}

#[component]
fn All(
    /// What the server knows.
    periods: Periods,
) -> impl IntoView {
    let lang = lang();
    let periods = RwSignal::new(periods);
    let acts = periods.with_untracked(|periods| periods.acts);
    view! {
        <p class="lede">{words::intro(lang)} " " {periods.with_untracked(|periods| words::calendar(lang, &periods.calendar))}</p>
        {move || periods.with(|periods| table(lang, &periods.periods))}
        {acts.then(|| view! { <Again periods/> })}
        <section>
            <h2>{words::reopenings_title(lang)}</h2>
            {move || periods.with(|periods| reopenings(lang, periods))}
        </section>
    }
}

fn table(lang: Lang, rows: &[PeriodRow]) -> AnyView {
    let rows = rows
        .iter()
        .map(|row| {
            view! {
                <tr class=stage_class(row.stage)>
                    <th scope="row">{report::period(lang, row.period)}</th>
                    <td>{names::stage(lang, row.stage)}</td>
                    <td class="number">{figures::day(row.opens)}</td>
                    <td class="number">{figures::day(row.due)}</td>
                    <td class="number">{figures::day(row.closes)}</td>
                    <td class="number">{figures::day(row.locks)}</td>
                    <td class="number">{words::of_all(lang, &row.sent, &row.owed)}</td>
                    <td class="number">{row.late}</td>
                    <td class="number">{row.waiting}</td>
                    <td class="number">{row.approved}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (words::period_word(lang), false),
        (words::stage_word(lang), false),
        (words::opens(lang), true),
        (words::due(lang), true),
        (words::closes(lang), true),
        (words::locks(lang), true),
        (words::sent(lang), true),
        (words::late(lang), true),
        (words::waiting(lang), true),
        (words::approved(lang), true),
    ];
    parts::table("records periods", &heads, rows).into_any()
}

/// What is under way stands out.
fn stage_class(stage: Stage) -> Option<&'static str> {
    stage.takes_reports().then_some("is-current")
}

fn reopenings(lang: Lang, periods: &Periods) -> AnyView {
    if periods.reopenings.is_empty() {
        return view! { <p class="absent">{words::no_reopenings(lang)}</p> }.into_any();
    }
    let unit = |reopening: &Reopening| match &reopening.unit {
        None => words::all_units(lang).to_owned(),
        Some(id) => {
            let unit = periods.units.iter().find(|unit| &unit.id == id);
            unit.map_or_else(|| id.to_string(), |unit| lang.unit(unit).to_owned())
        }
    };
    let rows = periods
        .reopenings
        .iter()
        .map(|reopening| {
            view! {
                <tr>
                    <th scope="row">{report::period(lang, reopening.period)}</th>
                    <td>{unit(reopening)}</td>
                    <td class="number">{figures::day(reopening.on)}</td>
                    <td class="number">{figures::day(reopening.until)}</td>
                    <td>{reopening.reason.clone()}</td>
                    <td>{reopening.by.clone()}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (words::period_word(lang), false),
        (words::reopen_unit(lang), false),
        (words::on_word(lang), true),
        (words::reopen_until(lang), true),
        (words::reason(lang), false),
        (words::by_word(lang), false),
    ];
    parts::table("records", &heads, rows).into_any()
}

/// The form that opens a closed period again.
#[component]
fn Again(
    /// What the server knows; renewed by what it answers.
    periods: RwSignal<Periods>,
) -> impl IntoView {
    let lang = lang();
    let (closed, units, today) = periods.with_untracked(|periods| {
        let closed = periods
            .periods
            .iter()
            .filter(|row| matches!(row.stage, Stage::Closed | Stage::Locked));
        let mut closed: Vec<Period> = closed.map(|row| row.period).collect();
        closed.reverse();
        (closed, periods.units.clone(), periods.today)
    });
    let period = RwSignal::new(closed.first().map(ToString::to_string).unwrap_or_default());
    let (unit, reason) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let until = RwSignal::new(today.to_string());
    let (busy, refused, done) = (RwSignal::new(false), RwSignal::new(None::<Kind>), RwSignal::new(false));
    if closed.is_empty() {
        return view! { <p class="absent">{words::nothing_closed(lang)}</p> }.into_any();
    }
    let send = move || {
        done.set(false);
        let (Ok(period), Ok(until)) = (
            period.get_untracked().parse::<Period>(),
            until.get_untracked().parse::<Date>(),
        ) else {
            refused.set(Some(Kind::Malformed {
                what: until.get_untracked(),
            }));
            return;
        };
        let asked = Reopen {
            period,
            unit: unit.get_untracked().parse().ok(),
            until,
            reason: reason.get_untracked(),
        };
        let answer = api::post::<_, Periods>("/api/v1/periods/reopen".to_owned(), asked);
        ask::once(busy, refused, answer, move |answer| {
            if let Some(answer) = answer {
                periods.set(answer);
                reason.set(String::new());
                done.set(true);
            }
        });
    };
    let closed = closed
        .into_iter()
        .map(|period| view! { <option value=period.to_string()>{report::period(lang, period)}</option> })
        .collect_view();
    // Nobody of the office opens anything for the own unit alone: the server says so.
    let units = units
        .into_iter()
        .map(|unit| {
            let name = lang.unit(&unit).to_owned();
            view! { <option value=unit.id.to_string()>{name}</option> }
        })
        .collect_view();
    view! {
        <form class="sheet review" id="reopen" novalidate on:submit=move |event| { event.prevent_default(); send(); }>
            <h2>{words::reopen_title(lang)}</h2>
            <p class="hint">{words::reopen_hint(lang)}</p>
            <label for="reopen-period">{words::reopen_period(lang)}</label>
            <select id="reopen-period" prop:value=move || period.get() on:change=move |event| period.set(event_target_value(&event))>{closed}</select>
            <label for="reopen-unit">{words::reopen_unit(lang)}</label>
            <select id="reopen-unit" prop:value=move || unit.get() on:change=move |event| unit.set(event_target_value(&event))>
                <option value="">{words::all_units(lang)}</option>
                {units}
            </select>
            <label for="reopen-until">{words::reopen_until(lang)}</label>
            <input id="reopen-until" type="date" prop:value=move || until.get() on:input=move |event| until.set(event_target_value(&event))/>
            <label for="reopen-reason">{words::reason(lang)}</label>
            <textarea id="reopen-reason" rows="2" prop:value=move || reason.get() on:input=move |event| reason.set(event_target_value(&event))></textarea>
            <p class="actions"><button type="submit" prop:disabled=move || busy.get()>{words::reopen_button(lang)}</button></p>
            <div aria-live="assertive">{move || refused.get().map(|kind| view! { <Refusal kind/> })}</div>
            <p role="status">{move || done.get().then(|| words::reopened(lang))}</p>
        </form>
    }
    .into_any()
}
