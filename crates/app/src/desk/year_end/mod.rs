//! 年终收官: what stands in the way, the final list, what goes on next year; asking, confirming,
//! taking back.

mod act;
mod carry;
mod draft;
mod list;
mod obstacles;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use yaodian_contract::closing::ClosingDesk;
use yaodian_domain::closing::{State, Step, Taken};
use yaodian_words::{Lang, closing as words, figures, label};

use self::draft::Draft;
use super::{Loading, shown};
use crate::{api, lang, parts};

/// The page.
#[component]
pub(super) fn YearEnd() -> impl IntoView {
    let lang = lang();
    let query = use_query_map();
    let plan = move || query.with(|query| query.get("plan"));
    let desk = Resource::new(plan, |plan| {
        let of = plan.map(|plan| format!("?plan={plan}")).unwrap_or_default();
        api::get::<ClosingDesk>(format!("/api/v1/closing{of}"))
    });
    let again = Callback::new(move |()| desk.refetch());
    view! {
        <h1>{words::title(lang)}</h1>
        <p class="lede">{words::intro(lang)}</p>
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(desk.await, move |desk| page(lang, desk, again)) })}
        </Suspense>
    }
}

fn page(lang: Lang, desk: ClosingDesk, again: Callback<()>) -> AnyView {
    let state = desk.closing.state();
    let draft = Draft::of(&desk);
    let head = head(lang, &desk);
    let history = history(lang, desk.closing.steps());
    let (obstacles, carry) = match state {
        State::Closed => (None, Some(carry::section(lang, &desk, again))),
        State::Open | State::Asked => (Some(obstacles::section(lang, &desk, &draft)), None),
    };
    let list = list::section(lang, &desk, &draft);
    let act = (state != State::Closed).then(|| act::section(lang, desk, draft, again));
    // Whoever asks goes through the list first; whoever confirms is asked at once.
    let (first, last) = match state {
        State::Asked => (act, None),
        State::Open | State::Closed => (None, act),
    };
    view! {
        {head}
        {first}
        {obstacles}
        {carry}
        {list}
        {last}
        {history}
    }
    .into_any()
}

/// Which plan, how it stands, and the way to the others.
fn head(lang: Lang, desk: &ClosingDesk) -> AnyView {
    let state = desk.closing.state();
    let others: Vec<_> = desk
        .plans
        .iter()
        .filter(|plan| plan.id != desk.plan.id)
        .map(|plan| {
            let title = lang.of(&plan.title).to_owned();
            view! { <li><a href=format!("/app/year-end?plan={}", plan.id)>{title}</a></li> }
        })
        .collect();
    let others = (!others.is_empty())
        .then(|| view! { <div><dt>{words::plans(lang)}</dt><dd><ul class="plain">{others}</ul></dd></div> });
    let unfinished = desk.finals.unfinished().count();
    let finished = desk.finals.targets.len() - unfinished;
    let class = match state {
        State::Open => "state",
        State::Asked => "state state-submitted",
        State::Closed => "state state-approved",
    };
    let closed = desk
        .closing
        .closed_on()
        .map(|on| view! { " " <strong>{words::closed(lang, &figures::day(on))}</strong> });
    view! {
        <section class="year-end-head">
            <dl class="facts">
                <div><dt>{words::which_plan(lang)}</dt><dd>{lang.of(&desk.plan.title).to_owned()}</dd></div>
                <div><dt>{label::status_word(lang)}</dt><dd><span class=class>{words::state(lang, state)}</span> {closed}</dd></div>
                <div><dt>{words::final_list(lang)}</dt><dd>{words::tally(lang, &finished, &unfinished)}</dd></div>
                {others}
            </dl>
            {parts::tally(lang, &desk.finals.tally())}
        </section>
    }
    .into_any()
}

/// The steps that were taken, with what was left open.
fn history(lang: Lang, steps: &[Taken]) -> Option<AnyView> {
    let lines = steps
        .iter()
        .map(|taken| {
            let left = match &taken.step {
                Step::Asked(request) if !request.left.is_empty() => {
                    Some(view! { <p class="fine">{words::left_open(lang)} " " {request.left.len().to_string()}</p> })
                }
                _ => None,
            };
            view! {
                <li>
                    <span class="number">{figures::day(taken.on)}</span> " · " {taken.by.name.clone()} " · "
                    <strong>{words::step(lang, &taken.step)}</strong>
                    {parts::paragraphs(&taken.note)}
                    {left}
                </li>
            }
        })
        .collect_view();
    (!steps.is_empty()).then(|| {
        view! { <section class="history"><h2>{words::history(lang)}</h2><ol>{lines}</ol></section> }.into_any()
    })
}
